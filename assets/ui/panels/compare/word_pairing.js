/* How two texts were put side by side: which words stand for each other, and which for none.
 *
 * changesAligned() → {node, set}. `set` takes what /compare told, or null.
 */
import { badge, el } from "../../kit/dom.js";
import { LANES } from "../../lib/lanes.js";

const MOST = 24; // words named of a text

/** "7 of 9 words", or both counts where they differ.
 * @param {MatchedAxis} axis
 */
function matched(axis) {
  const count = axis.matched.length;
  const [one, other] = [count + axis.only_one.length, count + axis.only_other.length];
  return one === other
    ? `${count} of ${one} words matched`
    : `${count} words matched, of ${one} in A and ${other} in B`;
}

/** @param {Stretch[]} words */
const named = (words) =>
  el(
    "span",
    {},
    ...words.slice(0, MOST).map(({ text }) => el("bdi", { class: "pg-diff-word", text })),
    words.length > MOST ? ` and ${words.length - MOST} more` : "",
  );

function changesAligned() {
  const says = el("p", { class: "pg-diff-says", role: "status", data: { testid: "changes-aligned" } });
  const left = el("div", { class: "pg-diff-left" });
  const node = el("div", { class: "pg-diff-aligned", hidden: true }, says, left);
  return {
    node,
    /** @param {{ words: MatchedAxes | null } | null} comparison */
    set(comparison) {
      node.hidden = !comparison?.words;
      if (!comparison?.words) return;
      const { rows, columns } = comparison.words;
      const alike = JSON.stringify(rows) === JSON.stringify(columns);
      says.textContent = `The lanes read different tokens: aligned by word, ${alike ? matched(columns) : `${matched(rows)} among those that read, ${matched(columns)} among those that are read`}. The attention on everything else is put together as “rest”.`;
      left.replaceChildren(
        ...LANES.map((lane) => ({ lane, words: lane === "a" ? columns.only_one : columns.only_other }))
          .filter(({ words }) => words.length)
          .map(({ lane, words }) =>
            el("p", { class: "pg-note", data: { lane } }, badge(lane), " has alone: ", named(words)),
          ),
      );
    },
  };
}

export { changesAligned };
