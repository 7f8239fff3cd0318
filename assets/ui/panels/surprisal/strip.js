/* Surprise along a text: a bar for each token, on a scale of its own, and a line at the mean.
 *
 * readingStrip(name, {onPoint, onLeave, onPick}) → {node, draw, select, point}. The same numbers stand in
 * the coloured text, which the keyboard reaches; this is a picture of it.
 */

import { colour, onTheme, prepare } from "../../kit/colour.js";
import { el } from "../../kit/dom.js";
import { clamp } from "../../lib/clamp.js";
import { decimal } from "../../lib/format.js";

const HEIGHT = 72;
const TOP = 4;

/**
 * @param {LaneName} name
 * @param {{ onPoint: (one: number) => void, onLeave: () => void, onPick: (one: number) => void }} options
 */
function readingStrip(name, { onPoint, onLeave, onPick }) {
  const canvas = el("canvas", { class: "pg-reading-strip", role: "img", data: { testid: `reading-strip-${name}` } });
  const says = el("p", { class: "pg-legend" });
  const node = el("div", { class: "pg-reading-strip-box" }, canvas, says);
  /** @type {(number | null)[]} */
  let values = [];
  let mean = 0;
  /** @type {number | null} */
  let chosen = null;
  /** @type {number | null} */
  let pointed = null;

  function paint() {
    const width = node.clientWidth;
    if (!values.length || width < 40) return; // hidden: drawn when it is seen
    const context = prepare(canvas, width, HEIGHT);
    const most = Math.max(...values.map((value) => value || 0), mean) || 1;
    const each = width / values.length;
    const gap = each > 4 ? 1 : 0;
    /** @param {number} value */
    const high = (value) => ((HEIGHT - TOP) * value) / most;
    const [fill, strong, ink, faint] = ["--lane-fill", "--lane", "--pg-ink", "--pg-line-strong"].map((variable) =>
      colour(node, variable),
    );
    values.forEach((value, i) => {
      context.fillStyle = i === chosen ? ink : i === pointed ? strong : fill;
      if (value === null) context.fillRect(i * each, HEIGHT - 1, Math.max(1, each - gap), 1);
      else
        context.fillRect(
          i * each,
          HEIGHT - Math.max(1, high(value)),
          Math.max(1, each - gap),
          Math.max(1, high(value)),
        );
    });
    context.fillStyle = faint;
    for (let x = 0; x < width; x += 6) context.fillRect(x, HEIGHT - high(mean), 3, 1);
  }

  /** @param {PointerEvent} event */
  const at = (event) => clamp(Math.floor((event.offsetX / canvas.clientWidth) * values.length), 0, values.length - 1);
  canvas.addEventListener("pointermove", (event) => onPoint(at(event)));
  canvas.addEventListener("pointerleave", onLeave);
  canvas.addEventListener("click", (event) => onPick(at(event)));
  new ResizeObserver(paint).observe(node);
  onTheme(paint);

  return {
    node,
    /** @param {ReadText} score */
    draw({ tokens, mean_nats: average }) {
      values = tokens.map((one) => one.surprise_nats);
      mean = average;
      const most = Math.max(...values.map((value) => value || 0));
      canvas.setAttribute(
        "aria-label",
        `Surprise of ${values.length} tokens, from left to right; the largest is ${decimal(most)} nats, the mean ${decimal(mean)}`,
      );
      says.textContent = `Surprise along the text, 0 to ${decimal(most)} nats. Dashed: the mean, ${decimal(mean)}.`;
      paint();
    },
    /** @param {number | null} next */
    select(next) {
      chosen = next;
      paint();
    },
    /** @param {number | null} next */
    point(next) {
      if (next === pointed) return;
      pointed = next;
      paint();
    },
  };
}

export { readingStrip };
