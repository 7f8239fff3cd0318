/* One sentence about the final word of a place, from its rank in every layer. */
(() => {
  "use strict";

  const { quoted, percent, grouped } = window.playground;

  /** The first row from which every rank is 1; the number of rows where the last one is not. */
  function settles(ranks) {
    let row = ranks.length;
    while (row > 0 && ranks[row - 1] === 1) row -= 1;
    return row;
  }

  /** Nodes of the sentence; `rows`: the names of the layers, `part`: what of a block was read. */
  function lensSays({ text, rank, probability }, rows, part) {
    const row = settles(rank);
    const [last, end] = [rows.length - 1, percent(probability.at(-1))];
    const where = part === "attention" ? `the attention of ${rows[row]}` : rows[row];
    if (row > last) return [quoted(text), ` wins only in the last feed-forward part: after the attention of ${rows[last]} it is choice ${grouped(rank[last])}, with ${end}.`];
    if (row === 0) return [quoted(text), ` is the first choice from the very start, ${where}, and stays: ${end} at the end.`];
    const before = rank.slice(0, row).indexOf(1);
    const lost = before >= 0 ? ` It led once before, in ${rows[before]}, and lost the lead again.` : "";
    if (row === last) return [quoted(text), ` becomes the first choice only at the last step, in ${where}, with ${end}.${lost}`];
    return [quoted(text), ` becomes the first choice in ${where} and stays: ${end} at the end.${lost}`];
  }

  Object.assign(window.playground, { lensSays, lensSettles: settles });
})();
