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

/** A translator from a file of messages. It leaves the white space around a text as it is, and gives null for
 * what the file does not hold.
 * @param {Record<string, string>} messages English sentence → the same in another language
 * @returns {Translate}
 */
export function translator(messages) {
  const exact = new Map(Object.entries(messages));
  const patterns = Object.entries(messages)
    .filter(([key]) => /\{\w+\}/.test(key))
    // The more a pattern says itself, the sooner it is tried.
    .sort(([one], [other]) => said(other) - said(one))
    .map(([key, message]) => ({ ...pattern(key), message }));
  /** @type {Map<string, string | null>} */
  const known = new Map();

  /** @param {string} text */
  function find(text) {
    const whole = exact.get(text);
    if (whole !== undefined) return whole;
    for (const { regex, names, message, starts } of patterns) {
      if (starts && !text.startsWith(starts)) continue;
      const match = regex.exec(text);
      if (!match) continue;
      /** @type {Record<string, string>} */
      const values = {};
      names.forEach((name, i) => {
        // What is filled in may be a sentence of ours as well: a reason, the name of a layer.
        values[name] = exact.get(match[i + 1]) ?? match[i + 1];
      });
      return t(message, values);
    }
    return null;
  }

  return (english) => {
    const text = english.trim();
    if (!text) return null;
    if (!known.has(text)) {
      if (known.size > 5000) known.clear();
      known.set(text, find(text));
    }
    const found = known.get(text) ?? null;
    if (found === null) return null;
    const from = english.indexOf(text);
    return english.slice(0, from) + found + english.slice(from + text.length);
  };
}

/** How many characters of a key are its own. */
const said = (/** @type {string} */ key) => key.replace(/\{\w+\}/g, "").length;

/** @param {string} key */
function pattern(key) {
  /** @type {string[]} */
  const names = [];
  const source = key
    .split(/(\{\w+\})/)
    .map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (!name) return part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
      names.push(name);
      return "(.+?)";
    })
    .join("");
  return { regex: new RegExp(`^${source}$`, "su"), names, starts: key.split("{")[0] };
}
