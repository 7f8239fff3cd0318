/* What layers and rows of attention are called.
 *
 * A layer is named by the block it is in: some blocks of a hybrid have no attention. A row of a run that
 * writes a text of its own is named by both tokens, the one that is read in there and the one that is
 * written next; its alignment is spoken of by the latter.
 */

/** The number of the block a layer of a stack is in.
 * @type {(stack: { blocks?: number[] } | null | undefined, layer: number) => number}
 */
const layerName = (stack, layer) => stack?.blocks?.[layer] ?? layer;

/** @type {(text: string) => string} */
const bare = (text) => text.trim() || text;

/** "O → gato" for each row: what is read in, what is written next.
 * @type {(queries: string[], next: (string | null)[] | null) => string[]}
 */
const rowLabels = (queries, next) =>
  next ? queries.map((text, i) => (next[i] ? `${bare(text)} → ${bare(next[i])}` : text)) : queries;

export { layerName, rowLabels };
