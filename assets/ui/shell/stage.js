/* Sets the page up for a run that somebody else describes: an example, a card of the tour, a lesson, Back.
 *
 * A run is described as the address describes it ({task, text, a, b, …}); what it does not name is as the
 * page starts. Python fills the controls (app/ui/address.py) and then Run is pressed.
 */
import { address } from "../state/address.js";
import { readSelection } from "../state/address_selection.js";
import { store } from "../state/store.js";
import { tabs } from "../state/tabs.js";
import { register } from "../state/views.js";

/** @type {(detail: { query: Record<string, string> }) => void} */
let emit = () => {};
/** @type {Record<string, string> | null} */
let waiting = null;

/** @param {Record<string, string>} query */
function send(query) {
  waiting = query;
  emit({ query });
}

/** Fill the page from the description of a run, and run it where it has a text.
 * @param {Record<string, string>} query
 * @param {{ remember?: boolean }} how `remember`: a step of the browser's history of its own
 */
export function stageRun(query, { remember = true } = {}) {
  if (remember) address.push(query);
  address.stage();
  store.select({ position: null }, { byVisitor: false });
  const named = readSelection(new URLSearchParams(query));
  if (Object.keys(named).length) store.select(named);
  if (query.tab) tabs.open(query.tab, query.task);
  send(query);
}

/** Python has filled the controls: run what was staged. */
export function staged() {
  const asked = waiting;
  waiting = null;
  if (asked?.text) document.getElementById("run")?.click();
  return [];
}

register("stage", (root, _props, told) => {
  root.hidden = true;
  emit = told;
  if (waiting) send(waiting);
});

addEventListener("popstate", (event) => {
  if (event.state?.trace) return; // a branch: the lane it belongs to shows it again
  const query = Object.fromEntries(new URLSearchParams(location.search));
  // Before the first run there was the recorded one, which only the page itself can bring back.
  if (query.text) stageRun(query, { remember: false });
  else location.reload();
});
