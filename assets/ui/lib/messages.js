/* The page's sentences in the visitor's language. The English sentence is its own key: a script or Python writes
 * English, and what stands on the page is exchanged by its pattern (shell/language.js). A key may hold `{name}`,
 * which stands for anything that is not a sentence of ours: a number, a word, a model.
 */

/** A sentence with `{name}` filled in.
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export const t = (sentence, values = {}) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

/** @typedef {(english: string) => string | null} Translate */

// What a visitor or a model wrote is filled in as it is: it may read like a sentence of ours.
const THEIRS = /^(word|text|label|ghost)\d*$/;
// A pattern that says next to nothing, such as "{done} of {of}", stands between numbers only.
const FEW_LETTERS = 5;
const SHORT = 8;
const COUNTED = /^(numbered|trained)\d*$/; // "Branch {numbered}", "trained to {trained}"
const MOST_TOGETHER = 10; // sentences that one message may hold
const SENTENCE_END = /(?<=[.!?])(?= \S)/;
const PART_END = /(:(?= \S)| · )/; // "Top-k: keeps the likeliest", "layer 3 · head 2"

/** A translator from a file of messages. It leaves the white space around a text as it is, and gives null for
 * what the file does not hold. A text of several sentences is translated sentence by sentence.
 * @param {Record<string, string>} messages English sentence → the same in another language
 * @returns {Translate}
 */
export function translator(messages) {
  const exact = new Map(Object.entries(messages));
  /** @type {Map<string, Pattern[]>} */
  const byStart = new Map(); // first two characters → patterns; "" for those that begin with what is filled in
  for (const [key, message] of Object.entries(messages).sort(([one], [other]) => said(other) - said(one))) {
    if (!/\{\w+\}/.test(key)) continue;
    const one = { ...pattern(key), message };
    const start = one.starts.length < 2 ? "" : one.starts.slice(0, 2);
    byStart.set(start, [...(byStart.get(start) || []), one]);
  }
  /** @type {Map<string, string | null>} */
  const known = new Map();

  /** @param {string} text */
  function filled(text) {
    for (const start of [text.slice(0, 2), ""]) {
      for (const { regex, names, message, longest, short } of byStart.get(start) || []) {
        if (!text.includes(longest)) continue;
        const match = regex.exec(text);
        // What is filled in is no more than one sentence, and no sentence in a pattern of a word or two.
        const ends = short ? PART_END : SENTENCE_END;
        if (!match || match.slice(1).some((value, i) => !THEIRS.test(names[i]) && ends.test(value))) continue;
        /** @type {Record<string, string>} */
        const values = {};
        names.forEach((name, i) => {
          // What is filled in may be a sentence of ours as well: a reason, the name of a layer.
          values[name] = (THEIRS.test(name) ? null : translate(match[i + 1])) ?? match[i + 1];
        });
        return t(message, values);
      }
    }
    return null;
  }

  /** @param {string} text */
  function find(text) {
    const whole = exact.get(text) ?? filled(text);
    if (whole !== null) return whole;
    if (text.endsWith(".")) {
      const title = together(text.slice(0, -1));
      if (title !== null) return title + (/\p{Script=Han}$/u.test(title) ? "。" : ".");
    }
    const sentences = text.split(SENTENCE_END);
    return joined(sentences.length > 1 ? sentences : text.split(PART_END).filter(Boolean));
  }

  /** Parts in a row, as many at once as the file holds together.
   * @param {string[]} parts
   */
  function joined(parts) {
    if (parts.length < 2) return null; // or it would be asked for itself again
    let made = "";
    let any = false;
    for (let from = 0; from < parts.length; ) {
      let to = Math.min(from + MOST_TOGETHER, from === 0 ? parts.length - 1 : parts.length);
      let found = null;
      for (; to > from; to -= 1) {
        const some = parts.slice(from, to).join("");
        found = to > from + 1 ? together(some) : translate(some);
        if (found !== null) break;
      }
      any ||= found !== null;
      made += found ?? parts[from];
      from = Math.max(to, from + 1);
    }
    return any ? made.replace(/(?<=[。！？：；]) +/g, "") : null;
  }

  /** @param {string} parts several, which are one message */
  function together(parts) {
    const text = parts.trim();
    const found = exact.get(text) ?? filled(text);
    return found === null ? null : parts.replace(text, () => found);
  }

  /** @type {Translate} */
  function translate(english) {
    const text = english.trim();
    if (!/[A-Za-z]{2}|^[^\d\s]/.test(text)) return null;
    if (!known.has(text)) {
      if (known.size > 5000) known.clear();
      known.set(text, find(text));
    }
    const found = known.get(text) ?? null;
    if (found === null) return null;
    const from = english.indexOf(text);
    return english.slice(0, from) + found + english.slice(from + text.length);
  }
  return translate;
}

/** How many characters of a key are its own. */
const said = (/** @type {string} */ key) => key.replace(/\{\w+\}/g, "").length;

/** @typedef {{ regex: RegExp, names: string[], starts: string, longest: string, short: boolean, message: string }} Pattern */

/** @param {string} key */
function pattern(key) {
  /** @type {string[]} */
  const names = [];
  const own = key.split(/\{\w+\}/);
  const letters = own.join("").replace(/[^\p{L}]/gu, "").length;
  const few = letters < FEW_LETTERS;
  const source = key
    .split(/(\{\w+\})/)
    .map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      // A full stop before what is filled in is none within a number.
      if (!name) return part.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&").replace(/\.$/, ".(?!\\d)");
      names.push(name);
      if (COUNTED.test(name)) return "([\\d.,\\s]+)";
      if (THEIRS.test(name) || !few) return "(.*?)";
      return "((?:[^A-Za-z]|\\b(?:[A-Za-z]|and|of)\\b)+?)";
    })
    .join("");
  const longest = own.reduce((one, other) => (other.length > one.length ? other : one));
  return { regex: new RegExp(`^${source}$`, "su"), names, starts: own[0], longest, short: letters < SHORT };
}
