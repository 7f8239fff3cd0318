/* Which words of one lane's text the other lane did not write: a longest common subsequence of words.
 *
 * differences(name, passage) → {draw, legend}. Only finished texts are compared, since half a text
 * differs from a whole one everywhere.
 */
import { all, el } from "../../kit/dom.js";
import { longestCommon } from "../../lib/lcs.js";
import { present } from "../../lib/present.js";
import { wordSpans } from "../../lib/word_spans.js";
import { store } from "../../state/store.js";

const LONGEST = 3000; // words a side: the table below has one cell for every pair
const ALIKE = 0.2; //    texts that share less are two texts, and marking all of them says nothing

/** What the model wrote, as running text.
 * @param {LaneToken[]} tokens
 */
function sentenceText(tokens) {
  let text = "";
  for (const token of tokens) if (token.new && !token.special) text += (token.gap || "") + token.text;
  return text;
}

/** The shown sentence is told by its tokens, the others by their translation.
 * @param {Lane} lane
 */
function parts(lane) {
  const all = lane.sentences || [];
  if (all.length < 2) return [sentenceText(lane.tokens)];
  return all.map((one, i) => (i === lane.shown ? sentenceText(lane.tokens) : one.translation || ""));
}

/** @param {Lane} lane */
const writtenText = (lane) =>
  parts(lane)
    .map((part) => part.trim())
    .join(" ");

/** [{part, start, end, text}], the words of all sentences in order.
 * @param {string[]} texts
 */
const wordsOf = (texts) => texts.flatMap((text, part) => wordSpans(text).map((found) => ({ part, ...found })));

/** The words of `name` that the other lane does not have; null where there is nothing to compare.
 * @param {LaneName} name
 */
function differing(name) {
  const { a, b } = store.lanes;
  /** @param {Lane | null} lane */
  const ready = (lane) => lane && !lane.running && !lane.error && lane.trace && lane.tokens.some((token) => token.new);
  if (!ready(a) || !ready(b)) return null;
  const words = { a: wordsOf(parts(present(a))), b: wordsOf(parts(present(b))) };
  const longest = Math.max(words.a.length, words.b.length);
  if (!longest || longest > LONGEST) return null;
  const shared = longestCommon(words.a, words.b);
  if (shared.length === longest) return { words: [], says: "A and B wrote the same words" };
  if (shared.length < ALIKE * longest)
    return { words: [], says: "The two texts have almost nothing in common, so no word is marked" };
  return { words: words[name].filter((_, i) => !shared[name][i]), says: "" };
}

/**
 * @param {LaneName} name
 * @param {{ whole: HTMLElement, line: TokenLine }} passage
 */
function differences(name, { whole, line }) {
  const other = name === "a" ? "B" : "A";
  const sample = el("span", { class: "pg-differs", text: "word" });
  const words = el("span", { class: "pg-differs-words" });
  const legend = el("p", { class: "pg-legend", hidden: true, data: { testid: `differs-${name}` } }, sample, words);

  function draw() {
    const difference = differing(name);
    const lane = store.lanes[name];
    legend.hidden = !difference;
    if (difference) {
      sample.hidden = Boolean(difference.says);
      words.textContent = difference.says || `differs from ${other}`;
    }
    markTokens(difference ? difference.words : [], lane && (lane.sentences || []).length > 1 ? lane.shown : 0);
    markOthers(difference ? difference.words : []);
  }

  /**
   * @param {(Stretch & { part: number })[]} marked
   * @param {number | null} part
   */
  function markTokens(marked, part) {
    const mine = marked.filter((word) => word.part === part);
    let reached = 0;
    line.spans.forEach((span, i) => {
      const token = line.tokens[i];
      if (!token.new || token.special) return;
      const start = reached + (token.gap || "").length;
      reached = start + token.text.length;
      span.classList.toggle(
        "pg-differs",
        mine.some((word) => word.start < reached && start < word.end),
      );
    });
  }

  /** The sentences that are not shown token by token.
   * @param {(Stretch & { part: number })[]} marked
   */
  function markOthers(marked) {
    for (const node of all(whole, ".pg-sentence")) {
      const mine = marked.filter((word) => word.part === Number(node.dataset.sentence));
      if (!mine.length && !node.firstElementChild) continue;
      const text = node.textContent;
      let at = 0;
      node.replaceChildren(
        ...mine.flatMap(({ start, end }) => {
          const piece = [text.slice(at, start), el("span", { class: "pg-differs", text: text.slice(start, end) })];
          at = end;
          return piece;
        }),
        text.slice(at),
      );
    }
  }
  return { draw, legend };
}

export { differences, writtenText };
