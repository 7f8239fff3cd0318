/* The page's own scripts: every view registers itself, and `window.playground` is what Gradio's
 * snippets (app/ui) and the tests call by name. Nothing else of ours is global.
 */
import "./panels/alignment/index.js";
import "./panels/attention/index.js";
import "./shell/autocomplete.js";
import "./panels/beams/index.js";
import "./panels/compare/index.js";
import "./panels/attribution/index.js";
import "./panels/figures/index.js";
import "./shell/header.js";
import "./shell/input_highlight.js";
import "./panels/interventions/index.js";
import "./shell/language.js";
import "./shell/questions.js";
import "./panels/logit_lens/index.js";
import "./panels/next_token/index.js";
import "./shell/output/index.js";
import "./panels/positions/experiments/index.js";
import "./panels/positions/index.js";
import "./panels/surprisal/index.js";
import "./panels/finetune/curve.js";
import "./panels/tree/index.js";
import { get, peek } from "./data/api.js";
import { isDark } from "./kit/colour.js";
import { token } from "./kit/tokens.js";
import { percent } from "./lib/format.js";
import { historyIs } from "./shell/conversation.js";
import { staged } from "./shell/stage.js";
import { turnedRound } from "./shell/swap.js";
import { taskIs } from "./shell/verbs.js";
import { address } from "./state/address.js";
import { aligned } from "./state/alignment_focus.js";
import { pointing } from "./state/pointing.js";
import { store } from "./state/store.js";
import { tabs } from "./state/tabs.js";
import { mount, timings } from "./state/views.js";

window.playground = {
  // Gradio's snippets
  mount,
  snippets: { ...address, historyIs, staged, taskIs, turnedRound },
  // tests and benchmarks
  store,
  tabs,
  timings,
  get,
  peek,
  aligned,
  pointing,
  isDark,
  percent,
  token,
};
