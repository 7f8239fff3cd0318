/* A slider over positions: fine near 0, where a step is seen, and still reaching far.
 *
 * positionSlider({title, says, testid, onInput}) → {node, set(position), bound(reach, trained)}. The
 * thumb stands at the cube root of position / reach; arrow keys go one position, page keys ten.
 */

import { el, write } from "../../kit/dom.js";
import { clamp } from "../../lib/clamp.js";
import { grouped } from "../../lib/format.js";

const STEPS = 1000;
/** @type {Record<string, number>} */
const KEYS = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 };

/** @param {{ title: string, says: string, testid: string, onInput: (one: number) => void }} options */
function positionSlider({ title, says, testid, onInput }) {
  const range = el("input", { type: "range", min: 0, max: STEPS, step: "any", "aria-label": says, data: { testid } });
  const number = el("input", {
    type: "number",
    class: "pg-input",
    min: 0,
    step: 1,
    "aria-label": `${says}, as a number`,
    data: { testid: `${testid}-number` },
  });
  const mark = el("span", { class: "pg-trained-mark", hidden: true });
  const token = el("span", { class: "pg-slider-token" });
  const node = el(
    "div",
    { class: "pg-slider pg-position-slider" },
    el("span", { class: "pg-slider-name" }, el("b", { text: title }), token),
    number,
    range,
    mark,
  );
  let [at, reach] = [0, 1];

  /** @param {number} position */
  const place = (position) => Math.cbrt(position / reach);

  /** @param {number} position */
  function set(position) {
    at = clamp(Math.round(position), 0, reach);
    range.value = String(place(at) * STEPS);
    range.style.setProperty("--at", `${(place(at) * 100).toFixed(2)}%`);
    range.setAttribute("aria-valuetext", `position ${at}`);
    if (document.activeElement !== number || Number(number.value) !== at) number.value = String(at);
  }

  /** @param {number} position */
  const moved = (position) => onInput(clamp(Math.round(position), 0, reach));
  range.addEventListener("input", () => moved(reach * (Number(range.value) / STEPS) ** 3));
  range.addEventListener("keydown", (event) => {
    /** @type {Record<string, number>} */
    const ends = { Home: 0, End: reach };
    const goal = event.key in ends ? ends[event.key] : event.key in KEYS ? at + KEYS[event.key] : null;
    if (goal === null) return;
    event.preventDefault();
    moved(goal);
  });
  number.addEventListener(
    "input",
    () => number.value !== "" && Number.isFinite(Number(number.value)) && moved(Number(number.value)),
  );
  number.addEventListener("change", () => set(at));

  /**
   * @param {number} farthest
   * @param {number | null} trained
   */
  function bound(farthest, trained) {
    reach = farthest;
    number.max = String(reach);
    mark.hidden = !trained;
    if (trained) {
      mark.style.setProperty("--trained", String(place(trained)));
      write(mark, `trained to ${grouped(trained)}`);
    }
    set(at);
  }

  return { node, set, bound, token, reach: () => reach };
}

export { positionSlider };
