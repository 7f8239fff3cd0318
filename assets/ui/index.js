/* The page's own scripts: every view registers itself, and `window.playground` is what Gradio's
 * snippets (app/ui) and the tests call by name. Nothing else of ours is global.
 */
import "./alignment.js";
import "./attention.js";
import "./autocomplete.js";
import "./beams.js";
import "./changes.js";
import "./deciding.js";
import "./figures.js";
import "./header.js";
import "./input_marks.js";
import "./layers.js";
import "./next_token.js";
import "./output.js";
import "./positions.js";
import "./reading.js";
import "./training.js";
import "./tree.js";
import { address } from "./address.js";
import { aligned } from "./aligned.js";
import { isDark } from "./colours.js";
import { get, peek } from "./fetching.js";
import { pointing } from "./pointing.js";
import { mount, store, timings } from "./store.js";
import { turnedRound } from "./swap.js";
import { percent, token } from "./words.js";

window.playground = {
  // Gradio's snippets
  mount,
  address,
  turnedRound,
  // tests and benchmarks
  store,
  timings,
  get,
  peek,
  aligned,
  pointing,
  isDark,
  percent,
  token,
};
