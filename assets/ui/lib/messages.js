/* The page's sentences in the visitor's language; the English sentence is its own key. */

/** A sentence with `{name}` filled in.
 * @param {string} sentence
 * @param {Record<string, string | number>} values
 */
export const t = (sentence, values = {}) =>
  sentence.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
