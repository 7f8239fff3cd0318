/* How the views get onto the page: Gradio mounts them by name, and each registers how it is drawn. */
import { store } from "./store.js";

/** @type {Record<string, Start>} */
const views = {}; //   name → start
/** @typedef {[view: string, element: HTMLElement, props: any, emit: Heard, watch: Heard]} Mount */
/** @type {Mount[]} */
let waiting = []; //   mount calls of views that are not registered yet

/** @param {Mount} call */
function show(...[view, element, props, emit, watch]) {
  const root = /** @type {HTMLElement} */ (element.firstElementChild || element);
  /** @param {{ lane: LaneName }} detail */
  const heard = (detail) => {
    if (detail.lane in store.picked) store.picked[detail.lane] = detail;
    emit(detail);
  };
  // The first view that stands takes over from the plain opening (app/ui/first_paint.py).
  if (view === "output") document.getElementById("pg-opening")?.remove();
  try {
    views[view](root, props, heard, watch);
  } catch (error) {
    // One broken view must not look like an empty one.
    console.error(`playground: the ${view} view failed to mount`, error);
    root.textContent = `This view could not start (${/** @type {Error} */ (error).message}).`;
  }
}

/** Register how a view is drawn: `start(root, props, emit, watch)`.
 * @type {(view: string, start: Start) => void}
 */
export const register = (view, start) => {
  views[view] = start;
  const ready = waiting.filter(([name]) => name === view);
  waiting = waiting.filter(([name]) => name !== view);
  for (const call of ready) show(...call);
};

/** Called from gr.HTML's js_on_load; a view that registers later is drawn then.
 * @type {(...call: Mount) => void}
 */
export const mount = (...call) => {
  if (views[call[0]]) show(...call);
  else waiting.push(call);
};

/** Milliseconds from the last input event to the drawn result, per view; read by the tests.
 * @type {Record<string, { event: string, ms: number }>}
 */
export const timings = {};
/** @type {(view: string, event: string, since: number) => void} */
export const drawn = (view, event, since) => {
  timings[view] = { event, ms: performance.now() - since };
};
