/* Which experiment on places, and with what: kinds as switches, those a model does not allow with the
 * reason beside them; two words to swap, picked in the sentence or from two lists; a number or a seed.
 *
 * positionChoice(name, {onChange, onComplete}) → {node, setting, open, query, missing, choose, suggested}.
 */
import { all, el } from "../../../kit/dom.js";
import { token } from "../../../kit/tokens.js";
import { spoken } from "../../../lib/format.js";

// The best ones to begin with first.
const BEGIN = ["shuffle", "reverse", "permutation", "swap", "zero", "same", "shift", "stretch"];
/** @type {Record<string, { name: string, says: string, unit: string, value: number, step: number, min?: number }>} */
const NUMBERS = {
  shift: { name: "by", says: "Shift by", unit: "places", value: 8, step: 1 },
  stretch: { name: "by", says: "Stretch by", unit: "times", value: 2, step: 0.5 },
  shuffle: { name: "seed", says: "Shuffle no.", unit: "", value: 0, step: 1, min: 0 },
  permutation: { name: "seed", says: "Shuffle no.", unit: "", value: 0, step: 1, min: 0 },
};

/**
 * @param {LaneName} name
 * @param {{ onChange: () => void, onComplete: () => void }} options
 */
function positionChoice(name, { onChange, onComplete }) {
  const kinds = el("div", { class: "pg-placing-kinds" });
  const says = el("p", { class: "pg-note", data: { testid: `place-says-${name}` } });
  const not = el("div", { class: "pg-placing-not", data: { testid: `place-not-${name}` } });
  const words = el("ol", {
    class: "pg-placing-words",
    "aria-label": "Words of the text: press two to swap them",
    data: { testid: `place-words-${name}` },
  });
  /** @param {string} which */
  const pick = (which) =>
    el("select", {
      class: "pg-select",
      "aria-label": `${which} word to swap`,
      data: { testid: `place-${which.toLowerCase()}-${name}` },
    });
  const picks = [pick("First"), pick("Second")];
  const swap = el(
    "div",
    { class: "pg-placing-swap" },
    el("p", { class: "pg-note", text: "Press two words to swap their places, or choose them:" }),
    words,
    el(
      "div",
      { class: "pg-controls" },
      el("label", { class: "pg-field" }, "Swap", picks[0]),
      el("label", { class: "pg-field" }, "with", picks[1]),
    ),
  );
  const number = el("input", {
    type: "number",
    class: "pg-input pg-placing-number",
    data: { testid: `place-number-${name}` },
  });
  const [before, after] = [el("span"), el("span")];
  const another = el("button", {
    type: "button",
    class: "pg-button",
    text: "Another order",
    data: { testid: `place-another-${name}` },
    on: { click: next },
  });
  const setting = el(
    "div",
    { class: "pg-controls" },
    el("label", { class: "pg-field" }, before, number, after),
    another,
  );
  const node = el(
    "div",
    { class: "pg-placing-choice" },
    el(
      "fieldset",
      { class: "pg-placing-kinds-box" },
      el("legend", { text: "Change the word order the model sees" }),
      kinds,
    ),
    says,
    not,
    swap,
  );
  /** @type {MovableWords | null} */
  let about = null;
  let kind = "";
  /** @type {number[]} */
  let chosen = []; //              indexes of the words to swap
  const numbers = Object.fromEntries(Object.entries(NUMBERS).map(([each, { value }]) => [each, value]));

  // ------------------------------------------------------------ kinds
  /** @param {MovableWords} next */
  function open(next) {
    about = next;
    chosen = [];
    if (!allowed(kind)) kind = suggested()?.kind ?? kind;
    kinds.replaceChildren(
      ...about.experiments.map((one) => {
        const input = el("input", {
          type: "radio",
          name: `pg-place-${name}`,
          value: one.kind,
          checked: one.kind === kind,
          disabled: !one.allowed,
          data: { testid: `place-${one.kind}-${name}` },
          on: { change: () => choose(one.kind, true) },
        });
        return el(
          "label",
          { class: one.allowed ? "pg-placing-kind" : "pg-placing-kind pg-off" },
          input,
          el("span", { text: one.title }),
        );
      }),
    );
    not.replaceChildren(...reasons());
    words.replaceChildren(
      ...about.words.map(({ text }, i) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "pg-placing-word",
              "aria-pressed": "false",
              "aria-label": `${spoken(text)}, word ${i + 1}`,
              data: { word: i },
              on: { click: () => press(i) },
            },
            token(text.trim() || text),
          ),
        ),
      ),
    );
    for (const select of picks)
      select.replaceChildren(
        el("option", { value: "", text: "…" }),
        ...about.words.map(({ text }, i) =>
          el("option", { value: i, translate: "no", text: `${i + 1} ${text.trim()}` }),
        ),
      );
    draw();
  }

  /** @param {string} wanted */
  const allowed = (wanted) => (about?.experiments ?? []).some((one) => one.kind === wanted && one.allowed);
  const suggested = () => about?.experiments.find((one) => one.kind === BEGIN.find(allowed));

  /** Why some are greyed, a reason once for all that share it. */
  function reasons() {
    const by = new Map();
    for (const one of about?.experiments ?? [])
      if (!one.allowed) by.set(one.why, [...(by.get(one.why) || []), one.title]);
    return [...by].map(([why, titles]) =>
      el("p", { class: "pg-note" }, el("b", { text: `${titles.join(", ")}: ` }), why),
    );
  }

  /** @param {string} wanted */
  function choose(wanted, byVisitor = false) {
    kind = wanted;
    for (const input of kinds.getElementsByTagName("input")) input.checked = input.value === kind;
    draw();
    if (byVisitor) onChange();
  }

  // ------------------------------------------------------------ with what
  /** @param {number} i */
  function press(i) {
    if (chosen.includes(i)) chosen = chosen.filter((each) => each !== i);
    else chosen = chosen.length === 2 ? [i] : [...chosen, i];
    draw();
    if (chosen.length === 2) onComplete();
    else onChange();
  }

  for (const select of picks) {
    select.addEventListener("change", () => {
      const [one, other] = picks.map(({ value }) => value);
      chosen = [one, other].filter((value) => value !== "").map(Number);
      if (one === other) chosen = chosen.slice(0, 1);
      draw(false);
      onChange();
    });
  }

  number.addEventListener("change", () => {
    if (number.value !== "" && Number.isFinite(number.valueAsNumber)) numbers[kind] = number.valueAsNumber;
    draw();
    onChange();
  });

  function next() {
    numbers[kind] += 1;
    draw();
    onComplete();
  }

  function draw(lists = true) {
    says.textContent = about?.experiments.find((one) => one.kind === kind)?.says || "";
    swap.hidden = kind !== "swap";
    for (const button of all(words, "button"))
      button.setAttribute("aria-pressed", String(chosen.includes(Number(button.dataset.word))));
    if (lists) picks.forEach((select, i) => (select.value = String(chosen[i] ?? "")));
    const wanted = NUMBERS[kind];
    setting.hidden = !wanted;
    another.hidden = wanted?.name !== "seed";
    if (!wanted) return;
    before.textContent = wanted.says;
    after.textContent = wanted.unit;
    Object.assign(number, { step: wanted.step, min: wanted.min ?? "", value: numbers[kind] });
  }

  return {
    node,
    setting,
    open,
    choose,
    suggested,
    /** What is to be asked: the kind of experiment and its numbers. */
    move() {
      /** @type {Choice} */
      const move = { kind };
      if (kind === "swap") Object.assign(move, { first: chosen[0] ?? "", second: chosen[1] ?? "" });
      if (NUMBERS[kind]) move[NUMBERS[kind].name] = numbers[kind];
      return move;
    },
    /** What is still to be chosen, in a sentence; empty where nothing is. */
    missing: () => (kind === "swap" && chosen.length < 2 ? "Choose two words to swap first." : ""),
  };
}

export { positionChoice };
