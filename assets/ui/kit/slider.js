/* A number with its slider: knob({key, label, min, max, step, says}, onMove) → {node, set}. */
import { clamp } from "../lib/clamp.js";
import { el } from "./dom.js";

/**
 * @param {KnobSetting} setting
 * @param {(key: string, value: number, since: number) => void} onMove
 * @param {string} [mark]
 */
function knob({ key, label, min, max, step, says }, onMove, mark = "") {
  const shared = { min, max, step, "aria-label": `${label}: ${says}` };
  const range = el("input", { type: "range", ...shared, data: { testid: `${mark}slider-${key}` } });
  const number = el("input", {
    type: "number",
    class: "pg-input",
    ...shared,
    data: { testid: `${mark}number-${key}` },
  });
  /** @param {number} value */
  const paint = (value) => range.style.setProperty("--at", `${((clamp(value, min, max) - min) / (max - min)) * 100}%`);
  /**
   * @param {HTMLInputElement} from
   * @param {HTMLInputElement} to
   * @returns {(event: Event) => void}
   */
  const moved = (from, to) => (event) => {
    if (from.value === "" || !Number.isFinite(from.valueAsNumber)) return; // still being typed
    const value = clamp(from.valueAsNumber, min, max);
    to.value = String(value);
    paint(value);
    onMove(key, value, event.timeStamp);
  };
  range.addEventListener("input", moved(range, number));
  number.addEventListener("input", moved(number, range));
  number.addEventListener("change", () => (number.value = range.value));
  return {
    node: el(
      "div",
      { class: "pg-slider", title: says },
      el("span", { class: "pg-slider-name", text: label, "aria-hidden": "true" }),
      number,
      range,
    ),
    /** @param {number} value */
    set(value) {
      range.value = number.value = String(value);
      paint(value);
    },
  };
}

export { knob };
