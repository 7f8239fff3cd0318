/* The curve of a training: the loss of every step, and how many held-back rows are right. */
import * as endpoints from "../../data/endpoints.js";
import { el, write } from "../../kit/dom.js";
import { explains } from "../../kit/terms.js";
import { mebibytes, percent } from "../../lib/format.js";
import { present } from "../../lib/present.js";
import { register } from "../../state/views.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM] = [640, 240, 44, 48, 12, 30];

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @param {string | null} text
 */
function shape(tag, attributes = {}, text = null) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  if (text !== null) node.textContent = text;
  return node;
}

/**
 * @param {HTMLElement} root
 * @param {Props} props
 * @param {Heard} _emit
 * @param {(one: string, draw: () => void) => void} watch
 */
function start(root, props, _emit, watch) {
  root.dataset.testid = "training";
  const status = el("p", { class: "pg-status", role: "status", data: { testid: "training-status" } });
  const error = el("p", { class: "pg-error", role: "alert", hidden: true, data: { testid: "training-error" } });
  const chart = shape("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", class: "pg-curve" });
  const empty = el("p", {
    class: "pg-note",
    text: "Loss and accuracy are drawn here while it trains. You can stop at any time: the best so far is kept.",
  });
  const download = el("a", { class: "pg-download", hidden: true, data: { testid: "training-download" } });
  root.replaceChildren(explains(props), status, error, empty, chart, download);

  function draw() {
    const state = props.value || {};
    write(status, [state.status, left(state.seconds_left)].filter(Boolean).join(" · "));
    error.hidden = !state.error;
    write(error, state.error || "");
    const points = state.losses || [];
    empty.hidden = points.length > 0;
    chart.toggleAttribute("hidden", !points.length);
    if (points.length) curve(state);
    download.hidden = !state.done;
    if (state.done) {
      download.href = endpoints.adapterFile(state.done.name);
      write(download, `Download ${state.done.name} (${mebibytes(state.done.size)})`);
    }
  }

  /** @param {TrainingState} state */
  function curve({ losses, scores, steps }) {
    const most = Math.max(...losses.map(([, loss]) => loss), 0.1);
    /** @param {number} step */
    const x = (step) => LEFT + ((WIDTH - LEFT - RIGHT) * step) / Math.max(steps, 1);
    /** @param {number} share */
    const y = (share) => TOP + (HEIGHT - TOP - BOTTOM) * (1 - share);
    /**
     * @param {[step: number, value: number][]} pairs
     * @param {(value: number) => number} height
     */
    const path = (pairs, height) =>
      pairs.map(([step, value], i) => `${i ? "L" : "M"}${x(step).toFixed(1)} ${y(height(value)).toFixed(1)}`).join("");
    const parts = [];
    for (const share of [0, 0.25, 0.5, 0.75, 1]) {
      parts.push(shape("line", { x1: LEFT, x2: WIDTH - RIGHT, y1: y(share), y2: y(share), class: "pg-curve-grid" }));
      parts.push(
        shape(
          "text",
          { x: LEFT - 6, y: y(share) + 4, "text-anchor": "end", class: "pg-curve-loss-text" },
          (most * share).toFixed(2),
        ),
      );
      parts.push(
        shape("text", { x: WIDTH - RIGHT + 6, y: y(share) + 4, class: "pg-curve-score-text" }, `${share * 100} %`),
      );
    }
    parts.push(shape("text", { x: LEFT, y: HEIGHT - 8, class: "pg-curve-loss-text" }, "— loss, nats (left)"));
    parts.push(
      shape(
        "text",
        { x: WIDTH - RIGHT, y: HEIGHT - 8, "text-anchor": "end", class: "pg-curve-score-text" },
        "● accuracy on held-back rows (right)",
      ),
    );
    parts.push(shape("path", { d: path(losses, (loss) => loss / most), class: "pg-curve-loss" }));
    if (scores.length)
      parts.push(shape("path", { d: path(scores, (/** @type {number} */ share) => share), class: "pg-curve-score" }));
    for (const [step, share] of scores) {
      const dot = shape("circle", { cx: x(step), cy: y(share), r: 4, class: "pg-curve-dot" });
      dot.append(shape("title", {}, `step ${step}: ${percent(share)} right`));
      parts.push(dot);
    }
    chart.replaceChildren(...parts);
    const [reached, last] = present(losses.at(-1));
    const right = scores.length ? `, ${percent(present(scores.at(-1))[1])} of the held-back rows right` : "";
    chart.setAttribute("aria-label", `Loss ${last.toFixed(3)} after step ${reached} of ${steps}${right}`);
  }

  watch("value", draw);
  draw();
}

/** @param {number | null} seconds */
function left(seconds) {
  if (seconds === null || seconds === undefined) return "";
  return seconds < 90
    ? `about ${Math.max(1, Math.round(seconds))} s left`
    : `about ${Math.round(seconds / 60)} min left`;
}

register("training", start);
