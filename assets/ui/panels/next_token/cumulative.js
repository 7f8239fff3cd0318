/* The cumulative curve: how much probability the likeliest n tokens have together, n on a log axis.
 *
 * cumulativeCurve(lane) → {node, draw(stage, topP)}: the stage that top-p works on, and its line.
 */
import { el } from "../../kit/dom.js";
import { grouped, percent } from "../../lib/format.js";

const SVG = "http://www.w3.org/2000/svg";
const [WIDE, HIGH] = [400, 120];
const POINTS = 140;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} attributes
 * @returns {SVGElement}
 */
const shape = (tag, attributes) => {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  return node;
};

/** @param {LaneName} name */
function cumulativeCurve(name) {
  const curve = shape("polyline", { class: "pg-together-line", fill: "none" });
  const level = shape("line", { class: "pg-together-level", x1: 0, x2: WIDE });
  const reach = shape("line", { class: "pg-together-level", y2: HIGH });
  const picture = shape("svg", {
    class: "pg-together",
    viewBox: `0 0 ${WIDE} ${HIGH}`,
    preserveAspectRatio: "none",
    "aria-hidden": "true",
  });
  picture.append(
    ...[0.25, 0.5, 0.75].map((share) =>
      shape("line", { class: "pg-together-grid", x1: 0, x2: WIDE, y1: HIGH * share, y2: HIGH * share }),
    ),
    level,
    reach,
    curve,
  );
  const last = el("span");
  const says = el("p", { class: "pg-note", data: { testid: `cumulative-${name}` } });
  const node = el(
    "div",
    { class: "pg-together-box" },
    el("h4", { text: "Together" }),
    picture,
    el("p", { class: "pg-together-axis", "aria-hidden": "true" }, el("span", { text: "the likeliest token" }), last),
    says,
  );

  /**
   * @param {Stage} before
   * @param {number} topP
   * @param {number} vocabulary
   */
  function draw(before, topP, vocabulary) {
    const { powers, sum } = before;
    const most = Math.log(Math.max(2, powers.length));
    const points = [];
    let [total, next, reached] = [0, 0, 0];
    for (let i = 0; i < powers.length; i++) {
      total += powers[i] / sum;
      if (!reached && total >= topP) reached = i + 1;
      const at = Math.log(i + 1) / most;
      if (at * POINTS >= next || i === powers.length - 1) {
        points.push(`${(at * WIDE).toFixed(1)},${(HIGH * (1 - Math.min(1, total))).toFixed(2)}`);
        next = Math.floor(at * POINTS) + 1;
      }
    }
    curve.setAttribute("points", points.join(" "));
    const on = topP < 1;
    for (const line of [level, reach]) line.style.display = on ? "" : "none";
    for (const side of ["y1", "y2"]) level.setAttribute(side, String(HIGH * (1 - topP)));
    const x = (Math.log(reached || 1) / most) * WIDE;
    reach.setAttribute("x1", String(x));
    reach.setAttribute("x2", String(x));
    reach.setAttribute("y1", String(HIGH * (1 - topP)));
    last.textContent = `${grouped(powers.length)} tokens`;
    const half = reaching(before, 0.5);
    says.dataset.reached = on ? String(reached) : "";
    says.textContent = on
      ? `${grouped(reached)} of ${grouped(vocabulary)} tokens reach the top-p line at ${percent(topP)}.`
      : `${grouped(half)} ${half === 1 ? "token has" : "tokens have"} half of the probability, ${grouped(reaching(before, 0.9))} have nine tenths.`;
  }

  return { node, draw };
}

/**
 * @param {Stage} stage
 * @param {number} share
 */
function reaching({ powers, sum }, share) {
  let total = 0;
  for (let i = 0; i < powers.length; i++) if ((total += powers[i] / sum) >= share) return i + 1;
  return powers.length;
}

export { cumulativeCurve };
