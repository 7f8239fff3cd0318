/* Two positional schemes on one chart, computed by the server from their formulas. */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { citation } from "../../kit/citation.js";
import { onTheme } from "../../kit/colour.js";
import { el } from "../../kit/dom.js";
import { figurePlots, plotly } from "../../kit/plotly_figures.js";
import { LANES } from "../../lib/lanes.js";
import { store } from "../../state/store.js";

const SETTLE_MS = 250; // a held arrow key must not ask for every length on the way
const SCHEMES = [
  ["sinusoidal", "Sinusoidal"],
  ["rotary", "Rotary"],
  ["alibi", "ALiBi"],
  ["t5", "T5 buckets"],
  ["learned-a", "Learned table of lane A"],
  ["learned-b", "Learned table of lane B"],
];
const WAVES = ["sinusoidal", "rotary"];
// name, label, smallest, largest, step, what it starts at, and the schemes that have it
/** @type {[string, string, number, number, number | "any", number, string[] | null][]} */
const SIZES = [
  ["length", "Length", 1, 2048, 1, 128, null],
  ["width", "Width", 4, 1024, 2, 64, WAVES],
  ["base", "Base", 2, 1e9, "any", 10000, WAVES],
  ["heads", "Heads", 1, 64, 1, 8, ["alibi"]],
  ["buckets", "Buckets", 4, 256, 2, 32, ["t5"]],
  ["max_distance", "Largest distance", 2, 2048, 1, 128, ["t5"]],
];
const LANE = /^learned-([ab])$/;

/** @param {HTMLElement} root */
function schemeCompare(root) {
  root.classList.add("pg-figures", "pg-compare");
  root.dataset.testid = "scheme-compare";
  /**
   * @param {string} side
   * @param {string} title
   * @param {string} value
   */
  const pick = (side, title, value) => {
    const select = el(
      "select",
      { class: "pg-select", data: { testid: `compare-${side}` }, on: { change: soon } },
      ...SCHEMES.map(([key, text]) => el("option", { value: key, text })),
    );
    select.value = value;
    return { select, field: el("label", { class: "pg-field" }, title, select) };
  };
  const [first, second] = [pick("first", "First", "rotary"), pick("second", "Second", "alibi")];
  const swap = el("button", {
    type: "button",
    class: "pg-button",
    text: "Swap",
    data: { testid: "compare-swap" },
    on: { click: exchange },
  });
  const sizes = SIZES.map(([name, label, min, max, step, value, of]) => {
    const input = el("input", {
      type: "number",
      class: "pg-input",
      min,
      max,
      step,
      value,
      data: { testid: `compare-${name}` },
      on: { input: soon },
    });
    return { name, input, of, field: el("label", { class: "pg-field" }, label, input) };
  });
  const message = el("p", { class: "pg-error", role: "status", hidden: true, data: { testid: "compare-message" } });
  const words = [0, 1].map(schemeCard);
  const charts = el("div", { class: "pg-sections pg-compare-charts", data: { testid: "compare-charts" } });
  const maps = [0, 1].map((side) => el("div", { class: "pg-sections", data: { side, testid: `compare-map-${side}` } }));
  const card = el(
    "div",
    { class: "pg-figure-lane" },
    el("div", { class: "pg-compare-pair" }, ...words.map(({ node }) => node)),
    charts,
    el("div", { class: "pg-compare-pair" }, ...maps),
  );
  const plots = [figurePlots(charts, root), ...maps.map((node) => figurePlots(node, node))];
  root.replaceChildren(
    el("p", {
      class: "pg-explains",
      text: "Two schemes side by side, computed from their formulas for the sizes you choose. No model is run.",
    }),
    el("div", { class: "pg-controls" }, first.field, swap, second.field),
    el("div", { class: "pg-controls pg-compare-sizes" }, ...sizes.map(({ field }) => field)),
    message,
    card,
  );
  let [timer, wanted] = [0, ""];
  /** @type {ComparedSchemes | null} */
  let compared = null;
  new ResizeObserver(() => {
    refresh(); // the part was opened: ask for what was put off
    plots.forEach((one) => one.resize());
  }).observe(root);

  function exchange() {
    [first.select.value, second.select.value] = [second.select.value, first.select.value];
    soon();
  }

  const chosen = () => [first.select.value, second.select.value];
  /** @param {string} value */
  const traceOf = (value) =>
    LANES.map((lane) => (LANE.exec(value)?.[1] === lane && store.lanes[lane]?.trace) || "").join("");

  function address() {
    const [one, other] = chosen();
    /** @type {Choice} */
    const choice = { first: one.split("-")[0], second: other.split("-")[0] };
    for (const { name, input } of sizes) if (!input.disabled) choice[name] = input.value || "nothing";
    if (LANE.test(one)) choice.trace_id = traceOf(one);
    if (LANE.test(other)) choice[LANE.test(one) ? "other_trace_id" : "trace_id"] = traceOf(other);
    return endpoints.comparedSchemes(choice);
  }

  function soon() {
    for (const { input, of, field } of sizes) {
      input.disabled = of !== null && !chosen().some((value) => of.includes(value));
      field.classList.toggle("pg-unused", input.disabled);
    }
    clearTimeout(timer);
    timer = setTimeout(refresh, SETTLE_MS);
  }

  async function refresh() {
    if (root.offsetParent === null || address() === wanted) return;
    const url = (wanted = address());
    try {
      const [answer] = await Promise.all([get(url), plotly()]);
      if (url !== wanted) return;
      say("");
      compared = answer;
      await draw();
    } catch (error) {
      if (url === wanted) say(messageOf(error));
    }
  }

  /** A refusal takes nothing away: its sentence stands above what was there.
   * @param {string} sentence
   */
  function say(sentence) {
    message.textContent = sentence;
    message.hidden = !sentence;
    card.classList.toggle("pg-stale", Boolean(sentence));
  }

  async function draw() {
    if (!compared) return;
    compared.schemes.forEach((scheme, i) => words[i].show(scheme));
    await Promise.all([plots[0].draw(compared.sections), ...compared.maps.map((map, i) => plots[i + 1].draw([map]))]);
  }

  store.subscribe((change) => change.traceChanged && chosen().some((value) => LANE.test(value)) && soon());
  onTheme(draw);
  soon();
}

/** @param {number} side */
function schemeCard(side) {
  const title = el("h3");
  const formula = el("p", { class: "pg-formula" });
  const says = el("p", { class: "pg-note" });
  const source = el("p", { class: "pg-sources" });
  return {
    node: el(
      "section",
      { class: "pg-compare-words", data: { side, testid: `compare-words-${side}` } },
      el("header", {}, el("span", { class: "pg-compare-line", "aria-hidden": "true" }), title),
      formula,
      says,
      source,
    ),
    /** @param {ComparedScheme} scheme */
    show(scheme) {
      title.textContent = `${side + 1}: ${scheme.title}`;
      formula.textContent = scheme.formula;
      says.textContent = `Unit: ${scheme.unit}. ${scheme.says}`;
      source.replaceChildren(...citation(scheme.paper));
    },
  };
}

export { schemeCompare };
