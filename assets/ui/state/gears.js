/* Model and settings of a lane: out of sight until its gear is pressed. */
import { el } from "../kit/dom.js";

/** @type {Record<string, HTMLElement[]>} */
const buttons = { a: [], b: [] };

/** @type {(lane: string) => HTMLElement | null} */
const panelOf = (lane) => document.getElementById(`gear-${lane}`);
/** @type {(lane: string) => boolean} */
const isOpen = (lane) => panelOf(lane)?.dataset.open === "true";

/** Show or hide a lane's model and settings.
 * @param {string} lane
 * @param {boolean} on
 */
function set(lane, on) {
  const panel = panelOf(lane);
  if (panel) panel.dataset.open = String(on);
  for (const button of buttons[lane]) button.setAttribute("aria-expanded", String(on));
}

export const gears = {
  set,
  isOpen,
  /** The button that opens and closes them.
   * @param {LaneName} lane
   */
  button(lane) {
    const node = el(
      "button",
      {
        type: "button",
        class: "pg-button pg-small pg-gear-button",
        "aria-expanded": "false",
        "aria-controls": `gear-${lane}`,
        "aria-label": "Model and settings",
        title: "Model and settings",
        data: { testid: `gear-${lane}` },
        on: { click: () => set(lane, !isOpen(lane)) },
      },
      "⚙ ",
      el("span", { class: "pg-gear-words", text: "Model and settings" }),
    );
    buttons[lane].push(node);
    return node;
  },
};
