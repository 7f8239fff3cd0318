/* What an experiment on places showed, in one sentence that says no more than its numbers. */

import { quoted } from "../../../kit/tokens.js";
import { decimal, percent, small } from "../../../lib/format.js";

// So near the best, in parts of its probability, is as good as the best.
const TIED = 0.01;
// Relative change of a vector below which it is called rounding: float32 over some thirty layers.
const NOTHING = 1e-4;

/**
 * @template {{ before: number | null, after: number | null }} Row
 * @param {Row[]} rows
 * @param {"before" | "after"} when
 */
const best = (rows, when) => rows.reduce((top, row) => ((row[when] ?? 0) > (top[when] ?? 0) ? row : top));
/** @param {MovedPositions} outcome */
const largest = (outcome) => Math.max(0, ...outcome.tokens.map(({ change }) => change));

/** Nodes of a sentence.
 * @param {MovedPositions | PermutedPositions} outcome
 */
function positionSays(outcome) {
  if (outcome.kind === "permutation") return permutation(outcome);
  if (largest(outcome) < NOTHING) return nothing(outcome);
  const { output, next } = outcome;
  if (output?.before.length)
    return [...(output.kind === "entities" ? entities(output) : answer(output)), ...written(outcome)];
  if (next) return nextToken(next);
  if (outcome.written) return written(outcome);
  return vectors(outcome);
}

/** @param {MovedPositions} outcome */
function nothing(outcome) {
  const why =
    outcome.kind === "shift"
      ? ": this model only knows how far apart words are, not where they stand."
      : ": what was changed is not what this model goes by.";
  return [`Nothing changes (largest change ${small(largest(outcome))} of a vector's length)${why}`];
}

// ---------------------------------------------------------------- answers
/** @type {Record<string, string>} */
const WHAT = { labels: "The label", spans: "The answer", filled: "The first guess" };

/** Before and after name the same things in the same order, so they are one list of pairs.
 * @param {MovedOutput} output
 */
const pairs = ({ before, after }) =>
  before.map(({ label, probability }, i) => ({
    label,
    before: probability ?? 0,
    after: after[i].probability ?? 0,
  }));

/** @param {MovedOutput} output */
function answer(output) {
  const all = pairs(output);
  const [was, is] = [best(all, "before"), best(all, "after")];
  const what = WHAT[output.kind] || "The answer";
  if (was !== is && (is.after ?? 0) - (was.after ?? 0) < TIED * (is.after ?? 0))
    return [
      `${what} is no longer decided: `,
      quoted(was.label),
      ` falls from ${percent(was.before ?? 0)} to ${percent(was.after ?? 0)}, and others are as likely.`,
    ];
  if (was !== is)
    return [
      `${what} flips from `,
      quoted(was.label),
      ` (${percent(was.before ?? 0)}) to `,
      quoted(is.label),
      ` (${percent(is.after ?? 0)}).`,
    ];
  return [
    `${what} stays `,
    quoted(was.label),
    `: ${percent(was.before ?? 0)} before, ${percent(was.after ?? 0)} after.`,
  ];
}

/** @param {MovedOutput} output */
function entities(output) {
  const all = pairs(output);
  const had = all.filter(({ before }) => (before ?? 0) > 0);
  const has = all.filter(({ after }) => (after ?? 0) > 0);
  const lost = had.filter((one) => !has.includes(one));
  const gained = has.filter((one) => !had.includes(one));
  if (!lost.length && !gained.length)
    return [`The ${had.length === 1 ? "name is" : `${had.length} names are all`} still found as before.`];
  /**
   * @param {LabelPair[]} some
   * @param {string} verb
   */
  const named = (some, verb) =>
    some.length
      ? [
          ...some.slice(0, 3).flatMap(({ label }, i) => [i ? ", " : "", quoted(label)]),
          `${some.length > 3 ? ` and ${some.length - 3} more` : ""} ${some.length > 1 ? "are" : "is"} ${verb}`,
        ]
      : [];
  return [
    ...named(lost, "no longer found"),
    lost.length && gained.length ? "; " : "",
    ...named(gained, "found anew"),
    ".",
  ];
}

/** @param {MovedNext} next */
function nextToken({ candidates }) {
  const [was, is] = [best(candidates, "before"), best(candidates, "after")];
  if (was.id !== is.id)
    return [
      "Its next word was ",
      quoted(was.text),
      ` (${percent(was.before ?? 0)}); now it is `,
      quoted(is.text),
      ` (${percent(is.after ?? 0)}).`,
    ];
  return [
    "Its next word is still ",
    quoted(was.text),
    `: ${percent(was.before ?? 0)} before, ${percent(was.after ?? 0)} after.`,
  ];
}

/** What the sentence leaves out: how far the whole distribution and the written text moved, in nats.
 * @param {MovedPositions | PermutedPositions} outcome
 */
function positionNumbers(outcome) {
  if (outcome.kind === "permutation") return "";
  const moved = outcome.next ? `KL divergence of the whole distribution: ${small(outcome.next.kl_nats)} nats.` : "";
  return [moved, ...written(outcome)].join("").trim();
}

/** @param {MovedPositions} outcome */
function written({ written: text }) {
  if (!text) return [];
  const gain = text.after - text.before;
  if (Math.abs(gain) < 0.005) return [" The written text is as likely as before."];
  return [` The written text is ${decimal(Math.abs(gain), 1)} nats ${gain < 0 ? "less" : "more"} likely.`];
}

/** @param {MovedPositions} outcome */
function vectors({ tokens }) {
  const mean = tokens.reduce((sum, { change }) => sum + change, 0) / tokens.length;
  const most = tokens.reduce((top, one) => (one.change > top.change ? one : top));
  return [
    `The last hidden vectors move by ${small(mean)} of their length on average, most at `,
    quoted(most.text),
    ` (${small(most.change)}).`,
  ];
}

// ---------------------------------------------------------------- without places
/** @param {PermutedPositions} outcome */
function permutation({ without, with_positions: kept, causal }) {
  if (without === null)
    return [
      `With its positions, a word's vector moves by up to ${small(kept)} of its length when the words are put in another order; this model's positions cannot be taken away.`,
    ];
  const withPositions = `With its positions, a word's vector moves by up to ${small(kept)} of its length when the words are put in another order`;
  if (without < NOTHING)
    return [
      `${withPositions}; without them by ${small(without)}, which is rounding: without positions this model reads a bag of words.`,
    ];
  if (causal)
    return [
      `${withPositions}; without them still by up to ${small(without)}, because each word sees only those before it.`,
    ];
  return [
    `${withPositions}; without them still by up to ${small(without)}: something besides the positions tells it the order.`,
  ];
}

export { positionNumbers, positionSays };
