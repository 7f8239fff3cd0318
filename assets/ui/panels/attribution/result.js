/* What each word adds to a score, by four ways side by side: signed bars, whether the parts sum to the
 * whole, how well the four agree, and one sentence that says no more than these numbers allow.
 */
import { barCells } from "../../kit/bar_cells.js";
import { el } from "../../kit/dom.js";
import { quoted, token } from "../../kit/tokens.js";
import { decimal, percent } from "../../lib/format.js";
import { present } from "../../lib/present.js";
import { decided } from "../../state/attribution.js";
import { store } from "../../state/store.js";

const ALIKE = 0.6; //  from here on two orders of words are called alike
const APART = 0.3; //  below this they are called different
/**
 * @template Value
 * @param {Value | null | undefined} value
 * @returns {value is Value}
 */
const isKnown = (value) => value !== null && value !== undefined;

/** The ways that could be asked of this model. */
/** @param {Attributed} attribution */
const asked = ({ missing }) => decided.WAYS.filter(({ key }) => !missing[key]);

/** Nodes for one finished explanation.
 * @param {LaneName} name
 * @param {Attributed} attribution
 */
function decidingResult(name, attribution) {
  const without = Object.entries(attribution.missing || {}).map(([key, why]) =>
    el("p", {
      class: "pg-note",
      data: { testid: `decides-missing-${name}` },
      text: `${present(decided.WAYS.find((way) => way.key === key)).title}: ${why}`,
    }),
  );
  return [
    tipped(name, attribution),
    el("details", { class: "pg-numbers-more" }, el("summary", { text: "numbers" }), complete(name, attribution)),
    words(name, attribution),
    ...without,
    agreement(name, attribution),
    el("p", { class: "pg-experiment-says", data: { testid: `decides-says-${name}` }, text: conclusion(attribution) }),
  ];
}

const WORTH = 0.3; // of the strongest word: what is less is not worth a mention

/** The words that weigh most, in one sentence: by integrated gradients, or else by occlusion, in logits.
 * @param {LaneName} name
 * @param {Attributed} attribution
 */
function tipped(name, { words: all, target, missing }) {
  const way = missing?.integrated ? "occlusion" : "integrated";
  const order = all
    .map(({ text, by }) => ({ text, by: by[way] ?? 0 }))
    .sort((one, other) => Math.abs(other.by) - Math.abs(one.by));
  const strongest = Math.abs(order[0]?.by ?? 0);
  const worth = order.filter(({ by }) => Math.abs(by) >= WORTH * strongest).slice(0, 4);
  const [forIt, against] = [worth.filter(({ by }) => by > 0), worth.filter(({ by }) => by < 0)];
  /** @param {typeof worth} some */
  const listed = (some) => some.flatMap(({ text, by }, i) => [i ? ", " : "", quoted(text), ` (${signedText(by)})`]);
  const sentence = strongest
    ? [
        ...(forIt.length
          ? ["Mostly ", ...listed(forIt), " spoke for ", quoted(target)]
          : ["No word spoke for ", quoted(target)]),
        ...(against.length ? ["; against it: ", ...listed(against)] : []),
        ".",
      ]
    : ["No word made a difference."];
  return el("p", { class: "pg-experiment-says", data: { testid: `decides-tipped-${name}` } }, ...sentence);
}

const signedText = (/** @type {number} */ value) => `${value > 0 ? "+" : ""}${decimal(value)}`;

/** Integrated gradients promise that their parts sum to what the score gained.
 * @param {LaneName} name
 * @param {Attributed} attribution
 */
function complete(name, attribution) {
  const { words: all, score, empty_score: empty, gap, target } = attribution;
  const sum = all.reduce((total, { by }) => total + by.integrated, 0);
  const gain = score - empty;
  const moved = gain < 0 ? `fell by ${decimal(-gain)}` : `rose by ${decimal(gain)}`;
  return el(
    "p",
    { class: "pg-experiment-says", data: { testid: `decides-complete-${name}`, sum, gain, gap } },
    store.lanes[name]?.result?.kind === "spans"
      ? "The score (logits of first and last token) of "
      : "The score (logit) of ",
    quoted(target),
    ` is ${decimal(score)}. The integrated parts sum to ${decimal(sum)}; the score ${moved} from the empty text: gap ${decimal(gap)}.`,
    attribution.empty ? ` In the empty text every word is ${attribution.empty}.` : "",
  );
}

// ---------------------------------------------------------------- the words
/**
 * @param {LaneName} name
 * @param {Attributed} attribution
 */
function words(name, attribution) {
  const ways = asked(attribution);
  const { cell, bar, scaleOf, signedBar, signed, digitsFor } = barCells;
  const scales = Object.fromEntries(ways.map(({ key }) => [key, scaleOf(attribution.words.map(({ by }) => by[key]))]));
  const digits = Object.fromEntries(
    ways.map(({ key }) => [key, digitsFor(attribution.words.map(({ by }) => by[key]))]),
  );
  /**
   * @param {string} key
   * @param {number} value
   */
  const drawn = (key, value) =>
    key === "rollout"
      ? cell(percent(value), bar(0, value / scales.rollout.span))
      : cell(signed(value, digits[key]), signedBar(value, scales[key], value < 0));
  const head = el(
    "tr",
    {},
    el("th", { scope: "col", text: "Word" }),
    ...ways.map(({ title, says }) => el("th", { scope: "col", title: says, text: title })),
  );
  const rows = attribution.words.map((word, i) =>
    el(
      "tr",
      { data: { word: i } },
      el("th", { scope: "row" }, token(word.text)),
      ...ways.map(({ key }) => el("td", { data: { way: key, value: word.by[key] } }, drawn(key, word.by[key]))),
    ),
  );
  const table = el(
    "table",
    { class: "pg-experiment-table pg-deciding-table" },
    el("caption", {
      text: "Gradient, integrated and occlusion in logits: right of the line the word speaks for the target, left of it against. Rollout is a share of all attention. Every column has a scale of its own.",
    }),
    el("thead", {}, head),
    el("tbody", {}, ...rows),
  );
  return el(
    "div",
    {
      class: "pg-experiment-scroll pg-deciding-words",
      tabindex: "0",
      role: "region",
      "aria-label": `What each word adds, lane ${name.toUpperCase()}`,
    },
    table,
  );
}

// ---------------------------------------------------------------- how well they agree
/**
 * @param {Attributed} attribution
 * @param {string} one
 * @param {string} other
 */
const between = ({ correlations }, one, other) => correlations[`${one} ${other}`] ?? correlations[`${other} ${one}`];

/**
 * @param {LaneName} name
 * @param {Attributed} attribution
 */
function agreement(name, attribution) {
  const ways = asked(attribution);
  const columns = ways.slice(1);
  const head = el("tr", {}, el("td"), ...columns.map(({ title }) => el("th", { scope: "col", text: title })));
  const rows = ways.slice(0, -1).map((one, i) =>
    el(
      "tr",
      {},
      el("th", { scope: "row", text: one.title }),
      ...columns.map((other, j) => {
        if (j < i) return el("td");
        const value = between(attribution, one.key, other.key);
        return el("td", {
          class: "pg-number",
          data: { pair: `${one.key} ${other.key}`, value: value ?? "" },
          text: isKnown(value) ? decimal(value) : "no order",
        });
      }),
    ),
  );
  return el(
    "div",
    { class: "pg-experiment-scroll" },
    el(
      "table",
      { class: "pg-experiment-table pg-agreement", data: { testid: `decides-agreement-${name}` } },
      el("caption", {
        text: "Rank correlation (Spearman) between the sizes that two ways give the words: 1 the same order, 0 none, −1 the reverse.",
      }),
      el("thead", {}, head),
      el("tbody", {}, ...rows),
    ),
  );
}

const CAUTION = " An attribution is not by itself an explanation.";

/** @param {Attributed} attribution */
function conclusion(attribution) {
  const pairs = asked(attribution).flatMap((one, i) =>
    asked(attribution)
      .slice(i + 1)
      .map((other) => ({ one, other, r: between(attribution, one.key, other.key) })),
  );
  const known = pairs.flatMap(({ one, other, r }) => (isKnown(r) ? [{ one, other, r }] : []));
  if (!known.length)
    return `There are too few words, or no differences between them, so the ways cannot be compared.${CAUTION}`;
  const least = known.reduce((x, y) => (y.r < x.r ? y : x));
  if (least.r >= ALIKE)
    return `All ways put the words in much the same order here (least: ${decimal(least.r)}).${CAUTION}`;
  const apart = known.filter(({ r }) => r < APART);
  /** @param {typeof known} some */
  const named = (some) => some.map(({ one, other }) => `${one.title} and ${other.title}`);
  if (!apart.length)
    return `The ways agree in part: the least is ${named([least])[0]} (${decimal(least.r)}). They ask different questions.${CAUTION}`;
  const names = named(apart.sort((x, y) => x.r - y.r).slice(0, 2)).join(", likewise ");
  return `The ways disagree: ${names} put the words in different orders. They ask different questions of the same model, and none of them is the answer alone.${CAUTION}`;
}

export { decidingResult };
