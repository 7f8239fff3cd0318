/* What one rule did in one lane: its likeliest tokens before and after, and what it cut, in a sentence.
 *
 * ruleBars(lane) → {node, draw(distribution, before, after, scale)}
 */
import { badge, el } from "../../kit/dom.js";
import { token } from "../../kit/tokens.js";
import { CUTS } from "../../lib/decoding_settings.js";
import { grouped, percent } from "../../lib/format.js";

const ROWS = 6;

/**
 * @param {LaneName} name
 * @param {string} rule
 */
function ruleBars(name, rule) {
  const says = el("p", { class: "pg-rule-says", data: { testid: `rule-says-${rule}-${name}` } });
  const rows = Array.from({ length: ROWS }, oneRow);
  const table = el(
    "div",
    { class: "pg-rule-table", "aria-hidden": "true" },
    el("span", { class: "pg-rule-head" }),
    el("span", { class: "pg-rule-head", text: "before" }),
    el("span", { class: "pg-rule-head", text: "after" }),
    ...rows.flatMap((row) => row.cells),
  );
  const mark = badge(name);
  const node = el(
    "div",
    { class: "pg-rule-lane", data: { lane: name }, hidden: true },
    el("div", { class: "pg-rule-lane-says" }, mark, says),
    table,
  );

  /**
   * @param {Distribution} data
   * @param {Stage} before
   * @param {Stage} after
   * @param {ProbabilityScale} scale
   * @param {boolean} alone
   */
  function draw(data, before, after, scale, alone) {
    node.hidden = false;
    mark.hidden = alone;
    Object.assign(says.dataset, {
      active: after.active,
      cut: after.cut,
      mass: after.mass,
      kept: after.kept,
      nats: after.entropy,
    });
    says.textContent = sentence(before, after);
    table.hidden = !after.active;
    if (!after.active) return;
    const places = shown(before, after);
    rows.forEach((row, i) =>
      row.draw(
        places[i] === undefined
          ? null
          : {
              text: data.text(places[i]) ?? "…",
              before: before.probability(places[i]),
              after: after.probability(places[i]),
              was: before.keeps(places[i]),
              kept: after.keeps(places[i]),
            },
        scale,
      ),
    );
    const unknown = places.filter((place) => data.text(place) === undefined);
    if (unknown.length)
      data.spell(unknown).then(
        (came) => came && draw(data, before, after, scale, alone),
        () => {},
      );
  }

  return { node, draw };
}

/** The tokens that were likely before or are after.
 * @param {Stage} before
 * @param {Stage} after
 */
function shown(before, after) {
  const places = new Set([...before.order.subarray(0, ROWS), ...after.order.subarray(0, ROWS)]);
  /** @param {number} place */
  const most = (place) => Math.max(before.probability(place), after.probability(place));
  return [...places].sort((x, y) => most(y) - most(x)).slice(0, ROWS);
}

/**
 * @param {Stage} before
 * @param {Stage} after
 */
function sentence(before, after) {
  if (!after.active) return "Changes nothing now.";
  const left = `${grouped(after.kept)} ${after.kept === 1 ? "token is" : "tokens are"} left.`;
  if (after.cut)
    return `Cuts ${grouped(after.cut)} of ${grouped(before.kept)} tokens, which had ${percent(after.mass)} of the probability. ${left}`;
  if ([...CUTS, "banned"].includes(after.name)) return `Cuts nothing here. ${left}`;
  const nats = after.entropy - before.entropy;
  return `Cuts nothing. The entropy ${Math.abs(nats) < 0.005 ? "stays" : nats < 0 ? "falls" : "rises"}: ${before.entropy.toFixed(2)} → ${after.entropy.toFixed(2)} nats.`;
}

function oneRow() {
  const label = el("span", { class: "pg-rule-label" });
  const side = () => {
    const number = el("span", { class: "pg-rule-number" });
    const track = el("span", { class: "pg-bar-track" }, el("span", { class: "pg-bar-fill" }));
    return { node: el("span", { class: "pg-rule-side" }, track, number), number, track };
  };
  const [was, is] = [side(), side()];
  was.node.classList.add("pg-rule-before");
  /**
   * @param {{ track: HTMLElement, number: HTMLElement }} nodes
   * @param {number} p
   * @param {boolean} kept
   * @param {ProbabilityScale} scale
   */
  const set = ({ track, number }, p, kept, scale) => {
    track.style.setProperty("--fill", scale.width(p).toFixed(5));
    number.textContent = kept ? percent(p) : "cut";
  };
  const cells = [label, was.node, is.node];
  return {
    cells,
    /**
     * @param {RuleBar | null} one
     * @param {ProbabilityScale} scale
     */
    draw(one, scale) {
      for (const cell of cells) cell.hidden = !one;
      if (!one) return;
      if (label.dataset.text !== one.text) {
        label.dataset.text = one.text;
        label.replaceChildren(token(one.text));
      }
      set(was, one.before, one.was, scale);
      set(is, one.after, one.kept, scale);
      is.node.classList.toggle("pg-cut", !one.kept);
      label.classList.toggle("pg-cut", !one.kept);
    },
  };
}

export { ruleBars };
