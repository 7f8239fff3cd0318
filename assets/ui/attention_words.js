/* What an attention head does, as a sentence: the same facts as the picture, for everyone. */
(() => {
  "use strict";

  const { quoted, listed } = window.playground;
  const NAMED = 3; //        how many tokens a sentence lists
  const WORTH_NAMING = 0.05;

  const number = (weight) => (weight > 0 && weight < 0.005 ? "<\u202f0.01" : weight.toFixed(2));

  /** Indices of the largest values below `length`, strongest first. */
  function strongest(valueAt, length, skip) {
    const order = [];
    for (let i = 0; i < length; i++) if (i !== skip) order.push([valueAt(i), i]);
    return order.sort((x, y) => y[0] - x[0]).slice(0, NAMED);
  }

  /** " cat" (0.62), then " the" (0.20) and " mat" (0.08) */
  function list(found, texts) {
    const words = [];
    found.forEach(([weight, index], i) => {
      if (i > 0) words.push(i === 1 ? ", then " : " and ");
      words.push(quoted(texts[index]), ` (${number(weight)})`);
    });
    return words;
  }

  /** The single largest link; a decoder's first token can only read itself, so that row says nothing. */
  function strongestLink({ causal, query_tokens: queries, key_tokens: keys }, weights, skip) {
    let best = null;
    for (let query = causal ? 1 : 0; query < queries.length; query++) {
      for (let key = 0; key < keys.length; key++) {
        const weight = weights[query * keys.length + key];
        if (key !== skip && (!best || weight > best.weight)) best = { query, key, weight };
      }
    }
    return best;
  }

  /** Nodes of the sentence for {stack, layer, heads, weights, exact, focus, query, hideSink}. */
  function attentionWords({ stack, layer, heads, weights, exact, focus, query, hideSink, allowed }) {
    const { query_tokens: queries, key_tokens: keys, sink } = stack;
    const where = `Layer ${layer}, ${heads.length > 1 ? `mean of ${heads.length === stack.heads ? "all" : "heads"} ${heads.length === stack.heads ? heads.length : listed(heads)}` : `head ${heads[0]}`}: `;
    if (!exact) return [`${where}reading the exact numbers…`];
    const hidden = hideSink && sink ? sink.index : null;
    const width = keys.length;
    const notes = [];
    if (hidden !== null) {
      const share = !focus || focus.side === "query" ? weights[(focus ? focus.index : query) * width + hidden] : null;
      notes.push(" The sink token ", quoted(keys[hidden]), share === null ? " is hidden" : ` takes ${number(share)} of its attention and is hidden`, "; the other numbers are not rescaled.");
    }
    if (focus && focus.side === "key") {
      const found = strongest((q) => (allowed?.(q, focus.index) ?? true ? weights[q * width + focus.index] : 0), queries.length, null).filter(([w], i) => i === 0 || w >= WORTH_NAMING);
      return [where, quoted(keys[focus.index]), " is read most by ", ...list(found, queries), ".", ...notes];
    }
    const reader = focus ? focus.index : query;
    const found = strongest((k) => (allowed?.(reader, k) ?? true ? weights[reader * width + k] : 0), width, hidden).filter(([w], i) => w > 0 && (i === 0 || w >= WORTH_NAMING));
    const sentence = found.length ? [where, quoted(queries[reader]), " reads most from ", ...list(found, keys), "."] : [where, quoted(queries[reader]), " reads from nothing else."];
    if (allowed) notes.push(" Links other than those chosen are left out; the numbers are not rescaled.");
    const link = focus || allowed ? null : strongestLink(stack, weights, hidden);
    if (link && !(link.query === reader && found.length && link.key === found[0][1])) {
      notes.push(" The strongest link here: ", quoted(queries[link.query]), " → ", quoted(keys[link.key]), ` (${number(link.weight)}).`);
    }
    return [...sentence, ...notes];
  }

  window.playground.attentionWords = attentionWords;
})();
