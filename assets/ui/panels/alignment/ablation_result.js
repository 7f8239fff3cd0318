/* What hiding each source word did: what the numbers allow to say in words, then a row of three bars per
 * word, and two rank correlations beside their control.
 */

import { barCells } from "../../kit/bar_cells.js";
import { closest, el } from "../../kit/dom.js";
import { quoted, token } from "../../kit/tokens.js";
import { hideNote, showNote } from "../../kit/tooltip.js";
import { decimal, grouped, percent } from "../../lib/format.js";
import { aligned } from "../../state/alignment_focus.js";

// Below a tenth of a nat the word's probability changes by less than a tenth: it hardly matters.
const HARDLY = 0.1;

/** @type {{ key: "cross" | "encoder", title: string, says: string }[]} */
const WAYS = [
  {
    key: "cross",
    title: "Hidden from cross-attention",
    says: "the decoder cannot read this word's place; the encoder still saw the word",
  },
  { key: "encoder", title: "Hidden everywhere", says: "neither the encoder nor the decoder sees the word" },
];

/**
 * @template Value
 * @param {Value | null | undefined} value
 * @returns {value is Value}
 */
const isKnown = (value) => value !== null && value !== undefined;

/** Nodes for one finished experiment on the written unit.
 * @param {LaneName} name
 * @param {Unit} unit
 * @param {Ablation} ablation
 */
function hidingResult(name, unit, ablation) {
  const scale = barCells.scaleOf(ablation.words.flatMap((word) => WAYS.map(({ key }) => word[key])));
  return [
    el("p", { class: "pg-experiment-says", data: { testid: `hide-says-${name}` } }, ...conclusion(unit, ablation)),
    bars(name, unit, ablation, scale),
    comparison(ablation),
  ];
}

// ---------------------------------------------------------------- bars
/**
 * @param {LaneName} name
 * @param {Unit} unit
 * @param {Ablation} ablation
 * @param {{ low: number, span: number }} scale
 */
function bars(name, unit, ablation, scale) {
  const { cell, bar, signedBar, signed } = barCells;
  const head = el(
    "tr",
    {},
    el("th", { scope: "col", text: "Source word" }),
    el("th", { scope: "col", text: "Attention" }),
    ...WAYS.map(({ title, says }) => el("th", { scope: "col", title: says, text: title })),
  );
  const rows = ablation.words.map((word, i) =>
    el(
      "tr",
      { data: { word: i } },
      el("th", { scope: "row" }, token(word.text)),
      el("td", { data: { value: word.attention } }, cell(percent(word.attention), bar(0, word.attention))),
      ...WAYS.map(({ key }) =>
        el(
          "td",
          { data: { way: key, value: word[key] } },
          cell(signed(word[key]), signedBar(word[key], scale, word[key] > 0)),
        ),
      ),
    ),
  );
  const table = el(
    "table",
    { class: "pg-experiment-table" },
    el("caption", {
      text: "Change of the word's log-probability in nats: left of the line it became less likely, right of it more.",
    }),
    el("thead", {}, head),
    el("tbody", {}, ...rows),
  );

  table.addEventListener("pointerover", (event) => {
    const row = closest(event, "tr[data-word]");
    if (!row) return;
    const word = ablation.words[Number(row.dataset.word)];
    const alignment = aligned.of(name);
    const index = alignment && aligned.unitOf(alignment, "source", word.pieces[0]);
    if (isKnown(index)) aligned.focus({ lane: name, side: "source", index, across: null }, event.timeStamp);
    const place = closest(event, "td[data-way]");
    if (!place) return hideNote();
    const after = Math.exp(Math.min(0, ablation.log_probability + Number(place.dataset.value)));
    showNote(
      place.getBoundingClientRect(),
      el("p", {}, quoted(unit.text), ` without `, quoted(word.text)),
      el("p", { text: `${percent(ablation.probability)} before, ${percent(after)} after` }),
    );
  });
  table.addEventListener("pointerleave", (event) => {
    hideNote();
    aligned.focus(null, event.timeStamp);
  });
  return el("div", { class: "pg-experiment-scroll" }, table);
}

// ---------------------------------------------------------------- beside the control
/** @param {Ablation} ablation */
function comparison(ablation) {
  /**
   * @param {string} title
   * @param {string} says
   * @param {(key: string) => string} textOf
   */
  const row = (title, says, textOf) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", title: says, text: title }),
      ...WAYS.map(({ key }) => el("td", { class: "pg-number", text: textOf(key) })),
    );
  /** @param {{ mean: number, low: number, high: number }} range */
  const control = ({ mean, low, high }) => `${decimal(mean)} (${decimal(low)} to ${decimal(high)})`;
  const others = WAYS.map(({ key }) => ablation.control[key]?.words).find(isKnown);
  const rows = [
    row(
      "Rank correlation with attention",
      "Spearman: 1 where the words that take more attention are also those that matter more; where most words hardly matter, their order says little",
      (key) => (isKnown(ablation.correlation[key]) ? decimal(ablation.correlation[key]) : "too few words"),
    ),
    row(
      `Control: ${isKnown(others) ? `${others} ` : ""}other written words, mean (range)`,
      "the same attention, compared with what hiding did to the other written words",
      (key) => (ablation.control[key] ? control(ablation.control[key]) : "too few words"),
    ),
    row("Most attended word hidden, nats", "what hiding the source word with the largest weight did", (key) =>
      number(ablation.hidden_most, key),
    ),
    row(
      "Another word hidden, mean, nats",
      "the mean over all source words but the one with the largest weight",
      (key) => number(ablation.random, key),
    ),
  ];
  return el(
    "div",
    { class: "pg-experiment-scroll" },
    el(
      "table",
      { class: "pg-experiment-table pg-experiment-facts" },
      el("thead", {}, el("tr", {}, el("td"), ...WAYS.map(({ title }) => el("th", { scope: "col", text: title })))),
      el("tbody", {}, ...rows),
    ),
  );
}

/**
 * @param {Record<string, number | null>} by
 * @param {string} key
 */
const number = (by, key) => (typeof by?.[key] === "number" ? barCells.signed(by[key]) : "not known");

// ---------------------------------------------------------------- in words
/** Places of the words, those whose hiding changes most first.
 * @param {HiddenWord[]} words
 * @param {"cross" | "encoder"} way
 */
const byEffect = (words, way) =>
  words.map((_, i) => i).sort((x, y) => Math.abs(words[y][way]) - Math.abs(words[x][way]));

/** @type {[number, string][]} */
const NAMES = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
];

/** 9 million times less likely (−16.03 nats)
 * @param {number} nats
 */
function effect(nats) {
  const times = Math.exp(Math.min(Math.abs(nats), 41)); // what is rarer still is called by its nats
  const [size, name] = NAMES.find(([least]) => times >= least) || [1, ""];
  const number = times / size;
  const said =
    Math.abs(nats) > 41
      ? "unimaginably"
      : `${number < 9.5 && !name ? number.toFixed(1) : grouped(Math.round(number))}${name && ` ${name}`} times`;
  return `${said} ${nats < 0 ? "less" : "more"} likely (${barCells.signed(nats)} nats)`;
}

/** How much hiding does, and then whether attention pointed at the word that matters.
 * @param {Unit} unit
 * @param {Ablation} ablation
 */
function conclusion(unit, { words }) {
  const caution = " Attention is not by itself an explanation.";
  const word = quoted(unit.text);
  const [first, second] = byEffect(words, "cross");
  const strongest = words[first];
  const read = words.reduce((best, each) => (each.attention > best.attention ? each : best), words[0]);
  if (Math.abs(strongest.cross) < HARDLY) {
    return [
      `Hiding ${words.length > 1 ? "any one source word" : "the only source word"} hardly changes `,
      word,
      ` (by at most ${decimal(Math.abs(strongest.cross))} nats), so there is nothing here that attention could explain.`,
      caution,
    ];
  }
  const says = ["Without ", quoted(strongest.text), ", ", word, ` becomes ${effect(strongest.cross)}`];
  says.push(
    second === undefined
      ? "; there is no other source word to compare with."
      : `; hiding any other word changes it by at most ${decimal(Math.abs(words[second].cross))} nats.`,
  );
  if (second !== undefined && read === strongest)
    says.push(" Attention pointed at it: ", quoted(read.text), ` has the largest weight, ${percent(read.attention)}.`);
  else if (second !== undefined) {
    says.push(
      " Attention pointed elsewhere: its largest weight, ",
      percent(read.attention),
      ", is on ",
      quoted(read.text),
      ` (hidden: ${barCells.signed(read.cross)} nats), and `,
      quoted(strongest.text),
      ` has ${percent(strongest.attention)}.`,
    );
  }
  const everywhere = words[byEffect(words, "encoder")[0]];
  if (everywhere !== strongest && Math.abs(everywhere.encoder) >= HARDLY) {
    says.push(
      " Hidden everywhere, ",
      quoted(everywhere.text),
      ` matters most (${barCells.signed(everywhere.encoder)} nats): the encoder has mixed the words before they are read.`,
    );
  }
  return [...says, caution];
}

export { hidingResult };
