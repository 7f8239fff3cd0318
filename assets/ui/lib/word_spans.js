/* What a word is, as app/text/words.py defines it: the patterns are the same, letter by letter.
 *
 * wordSpans(text) → [{start, end, text}], counted in UTF-16 units. wordNumbers(tokens) → a number each.
 */
const SIGNS = String.raw`(?=[\p{L}\p{Nl}])[\p{Script_Extensions=Hani}\p{Script_Extensions=Hira}\p{Script_Extensions=Kana}\p{Script_Extensions=Bopo}\p{Script=Thai}\p{Script=Laoo}\p{Script=Khmr}\p{Script=Mymr}]`;
const JOINS = String.raw`(?!\u200b)[\p{M}\p{Cf}]`;
const SIGN = String.raw`${SIGNS}(?:${JOINS}|[\u0e33\u0eb3\uff9e\uff9f])*(?:(?<=[\u1039\u17d2])${SIGNS}(?:${JOINS})*)*`;
const LETTERS = String.raw`(?:(?!${SIGNS})[\p{L}\p{N}_](?:${JOINS})*)+`;
const MARK = String.raw`[^\p{L}\p{N}_\p{White_Space}\u200b]`;
const BEFORE = String.raw`(?:(?!\u200b)\p{Cf})*`;
const WORD = new RegExp(
  String.raw`${BEFORE}(?:${SIGN}|${LETTERS}(?:['\u2019\u2010\u2011\-]${LETTERS})*|(?!\p{Cf})${MARK}+)`,
  "gu",
);

/** @param {string} text */
const wordSpans = (text) =>
  [...text.matchAll(WORD)].map((found) => ({ start: found.index, end: found.index + found[0].length, text: found[0] }));

/** The number of the word each token belongs to; null for the model's marks and for blanks.
 * A token over several words belongs to the first of them.
 * @param {(Pick<LaneToken, "text" | "start" | "end"> & Partial<Pick<LaneToken, "special" | "part" | "gap">>)[]} tokens
 * @returns {(number | null)[]}
 */
function wordNumbers(tokens) {
  let text = "";
  let reached = 0; // characters, as the server counts them
  const places = tokens.map((token, i) => {
    if (token.special) {
      text += "\n"; // nothing joins over a mark
      return null;
    }
    // Tokens that share a character carry it each; in the text it stands once.
    const points = [...token.text];
    const shared = token.part && i && tokens[i - 1].end === reached ? Math.max(0, reached - token.start) : 0;
    text += token.gap || "";
    const start = text.length - points.slice(0, shared).join("").length;
    text += points.slice(shared).join("");
    reached = token.end;
    return { start, end: text.length };
  });
  const spans = wordSpans(text);
  /** @type {Map<number, number>} */
  const numbers = new Map();
  let at = 0;
  return places.map((place) => {
    if (!place) return null;
    while (at && spans[at - 1].end > place.start) at -= 1;
    while (at < spans.length && spans[at].end <= place.start) at += 1;
    if (at === spans.length || spans[at].start >= place.end) return null;
    if (!numbers.has(at)) numbers.set(at, numbers.size);
    return numbers.get(at) ?? null;
  });
}

export { wordNumbers, wordSpans };
export const WORD_PATTERN = WORD.source;
