/* Which panel is open. Gradio keeps the panels in tabs and mounts one at its first opening; its own row of
 * tabs is out of sight, and the page's questions (shell/questions.js) stand in its place.
 */

const KEY = "tab"; //           in the address
const FIRST_TASK = "generate"; // as the page starts

/** @typedef {{ id: string, title: string, question: string }} PanelPlace */
/** @type {PanelPlace[]} */
let panels = [];
/** @type {string} */
let current = "";
/** @type {string | null} */
let chosenFor = null; // the task for which the visitor opened it; null: a run did
/** @type {Set<(id: string) => void>} */
const listeners = new Set();

const AGAIN_MS = 100;
const PATIENCE = 100; // tries

/** Press Gradio's tab. While the page starts it may not be there yet, or not listen: it is pressed until it is open.
 * @param {PanelPlace} place
 */
function press(place, tries = PATIENCE) {
  if (current !== place.id) return;
  /** @type {NodeListOf<HTMLElement>} */
  const tabs = document.querySelectorAll('.pg-inspector .tab-container:not(.visually-hidden) [role="tab"]');
  const tab = [...tabs].find((one) => one.textContent?.trim() === place.title);
  if (tab?.getAttribute("aria-selected") === "true") return;
  tab?.click();
  if (tries) setTimeout(() => press(place, tries - 1), AGAIN_MS);
}

/** @param {string} id */
function show(id) {
  const place = panels.find((one) => one.id === id);
  if (!place) return;
  current = id;
  press(place);
  for (const listener of listeners) listener(id);
}

/** Open a panel because the visitor wants it, for a task; it stays in the address.
 * @param {string} id
 * @param {string} [task] the one that is chosen
 */
function open(id, task) {
  /** @type {HTMLInputElement | null} */
  const checked = document.querySelector("#task input:checked");
  chosenFor = task ?? checked?.value ?? "";
  show(id);
  const url = new URL(location.href);
  if (id === panels[0]?.id) url.searchParams.delete(KEY);
  else url.searchParams.set(KEY, id);
  history.replaceState(history.state, "", url);
}

export const tabs = {
  get current() {
    return current;
  },
  /** Whether the visitor opened the panel that is open, and for this task.
   * @param {string} task
   */
  chosenFor: (task) => chosenFor === task,
  open,
  /** Open a panel because it fits the run; a choice of the visitor's is over.
   * @param {string} id
   */
  follow(id) {
    chosenFor = null;
    show(id);
  },
  /** What there is to open; the address may name the first one.
   * @param {PanelPlace[]} given
   */
  start(given) {
    panels = given;
    const query = new URLSearchParams(location.search);
    const named = query.get(KEY) || "";
    current = panels[0]?.id || "";
    if (!panels.some(({ id }) => id === named)) return;
    if (named !== current) show(named);
    chosenFor = query.get("task") || (panels[0] && FIRST_TASK);
  },
  subscribe: (/** @type {(id: string) => void} */ listener) => listeners.add(listener),
};

/** The way from one panel to another: openTab("Attention").
 * @param {string} title
 */
export function openTab(title) {
  const place = panels.find((one) => one.title === title);
  if (place) open(place.id);
}
