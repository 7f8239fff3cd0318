/* The attention view's controls: which stack, layer and heads, and whether the sink is hidden.
 *
 * They act on the store's selection, so one row serves both lanes.
 */

import { el } from "../../kit/dom.js";
import { quoted } from "../../kit/tokens.js";
import { layerName } from "../../lib/attention_names.js";
import { clamp } from "../../lib/clamp.js";
import { listed, THIN } from "../../lib/format.js";
import { present } from "../../lib/present.js";
import { segments } from "../../lib/segments.js";
import { store } from "../../state/store.js";
import { attentionReading } from "./measure.js";

function attentionControls() {
  const stack = el("select", { class: "pg-select", "aria-label": "Kind of attention", data: { testid: "stack" } });
  const stackField = el("label", { class: "pg-field" }, "Attention", stack);
  const layer = stepper("Layer", "layer", ["Previous layer", "Next layer"]);
  const head = stepper("Head", "head", ["Previous head", "Next head"]);
  const hide = el("input", { type: "checkbox", data: { testid: "hide-sink" } });
  const hideText = el("span");
  const hideField = el(
    "label",
    { class: "pg-switch", title: "How much of all attention is parked there: mostly on the first token" },
    hide,
    hideText,
  );
  const between = el("select", {
    class: "pg-select",
    "aria-label": "Which links of the two texts",
    data: { testid: "between" },
    on: { change: (event) => store.select({ between: between.value }, { since: event.timeStamp }) },
  });
  const betweenField = el(
    "label",
    { class: "pg-field", title: "The links left out are not drawn; the numbers of the others stay as they are." },
    "Links",
    between,
  );
  /**
   * @param {string} label
   * @param {string} key
   * @param {string} testid
   */
  const choice = (label, key, testid) => {
    const select = el("select", {
      class: "pg-select",
      "aria-label": label,
      data: { testid },
      on: { change: (event) => store.select({ [key]: select.value }, { since: event.timeStamp }) },
    });
    return { select, field: el("label", { class: "pg-field" }, label, select) };
  };
  const reading = choice("Show", "reading", "reading");
  const over = choice("of several heads", "over", "over");
  const unit = choice("by", "unit", "unit");
  const node = el(
    "div",
    { class: "pg-controls" },
    stackField,
    layer.node,
    head.node,
    over.field,
    reading.field,
    unit.field,
    betweenField,
    hideField,
  );
  /** @type {Stack[]} */
  let stacks = [];

  layer.onChange((value, since) => store.select({ layer: Number(value) }, { since }));
  head.onChange((value, since) => store.select({ heads: value.split("-").map(Number) }, { since }));
  hide.addEventListener("change", (event) => store.select({ hideSink: hide.checked }, { since: event.timeStamp }));
  stack.addEventListener("change", (event) => {
    const { opening } = present(stacks.find((one) => one.name === stack.value));
    store.select(
      { stack: stack.value, layer: opening.layer, heads: [opening.head], pinned: { a: null, b: null } },
      { since: event.timeStamp },
    );
  });

  /** @param {AttentionLane[]} panels */
  function update(panels) {
    const ready = panels.filter((panel) => panel.stack());
    const shown = ready.map((panel) => present(panel.stack()));
    node.hidden = !ready.length;
    if (!ready.length) return;
    const all = new Map(ready.flatMap((panel) => panel.stacks()).map((one) => [one.name, one]));
    stacks = [...all.values()];
    options(
      stack,
      stacks.map((one) => [one.name, one.title]),
      shown[0].name,
    );
    stackField.hidden = stacks.length < 2;
    const { heads, layer: at } = store.selection;
    const layers = Math.max(...shown.map((one) => one.layers));
    const count = Math.max(...shown.map((one) => one.heads));
    const deepest = present(shown.find((one) => one.layers === layers));
    layer.set(
      range(layers).map(([value]) => [value, String(layerName(deepest, Number(value)))]),
      String(clamp(at, 0, layers - 1)),
    );
    const every = [...Array(count).keys()].join("-");
    const some = heads.join("-");
    head.node.hidden = count < 2; // a memory has one picture per layer
    const choices = count < 2 ? range(1) : [...range(count), [every, `mean of all ${count}`]];
    if (heads.length > 1 && some !== every) choices.push([some, `mean of ${listed(heads)}`]);
    head.set(choices, heads.length > 1 ? some : String(clamp(heads[0], 0, count - 1)));
    over.field.hidden = heads.length < 2 || count < 2 || store.selection.reading === "rollout";
    options(
      over.select,
      [
        ["mean", "the mean"],
        ["max", "the largest"],
      ],
      store.selection.over,
    );
    const one = shown[0];
    reading.field.hidden = unit.field.hidden = one.name === "memory";
    options(
      reading.select,
      attentionReading.KINDS.map(({ id, title }) => [id, title]),
      store.selection.reading,
    );
    options(unit.select, attentionReading.UNITS, store.selection.unit);
    // Attention is followed within one text only.
    /** @type {HTMLOptionElement} */ (reading.select.querySelector('[value="rollout"]')).disabled =
      one.name === "cross";
    const pair = ready.map((panel) => panel.pair()).find(Boolean);
    betweenField.hidden = !pair;
    if (pair) options(between, segments.choices(pair), store.selection.between);
    sinkField(shown);
  }

  /** @param {Stack[]} stacks */
  function sinkField(stacks) {
    const known = stacks.flatMap(({ sink, key_tokens: keys }) => (sink ? [{ sink, keys }] : []));
    hideField.hidden = !known.length;
    if (!known.length) return;
    hide.checked = store.selection.hideSink;
    const sinks = known.map(({ sink, keys }) => ({
      text: keys[sink.index],
      share: `${Math.round(100 * sink.share)}${THIN}%`,
    }));
    const [one, other] = sinks;
    const words = !other
      ? [quoted(one.text), ` (${one.share})`]
      : one.text === other.text
        ? [quoted(one.text), ` (${one.share} in A, ${other.share} in B)`]
        : [quoted(one.text), ` (${one.share} in A) and `, quoted(other.text), ` (${other.share} in B)`];
    hideText.replaceChildren("Hide the resting place ", ...words);
  }
  return { node, update };
}

/** @param {number} n */
const range = (n) => [...Array(n).keys()].map((i) => [String(i), String(i)]);

/**
 * @param {HTMLSelectElement} select
 * @param {string[][]} choices
 * @param {string} value
 */
function options(select, choices, value) {
  const key = JSON.stringify(choices);
  if (select.dataset.key !== key) {
    select.dataset.key = key;
    select.replaceChildren(...choices.map(([v, text]) => el("option", { value: v, text })));
  }
  select.value = value;
}

/** A native select with a button on either side.
 * @param {string} label
 * @param {string} testid
 * @param {[before: string, after: string]} steps what the buttons are called
 */
function stepper(label, testid, [before, after]) {
  const select = el("select", { class: "pg-select", data: { testid } });
  /**
   * @param {number} by
   * @param {string} sign
   * @param {string} words
   */
  const step = (by, sign, words) =>
    el("button", {
      type: "button",
      class: "pg-button pg-step",
      "aria-label": words,
      text: sign,
      on: { click: (event) => go(select.selectedIndex + by, event.timeStamp) },
    });
  const [less, more] = [step(-1, "◀", before), step(1, "▶", after)];
  /** @type {Heard} */
  let listener = () => {};
  /**
   * @param {number} index
   * @param {number} since
   */
  const go = (index, since) => {
    if (index < 0 || index >= select.options.length) return;
    listener(select.options[index].value, since);
  };
  select.addEventListener("change", (event) => go(select.selectedIndex, event.timeStamp));
  return {
    node: el("div", { class: "pg-field" }, el("label", { class: "pg-field" }, label, select), less, more),
    /** @param {(value: string, since: number) => void} f */
    onChange: (f) => (listener = f),
    /**
     * @param {string[][]} choices
     * @param {string} value
     */
    set(choices, value) {
      options(select, choices, value);
      less.disabled = select.selectedIndex <= 0;
      more.disabled = select.selectedIndex >= select.options.length - 1;
    },
  };
}

export { attentionControls };
