/* What a recurrent memory still holds, as a sentence. It is no attention: nothing is read or chosen,
 * the shares of a row sum to at most 1, and what is left is the empty cell of the start.
 */

import { rowName } from "../../kit/row_name.js";
import { quoted } from "../../kit/tokens.js";
import { layerName } from "../../lib/attention_names.js";
import { percent } from "../../lib/format.js";

const NAMED = 3;
const WORTH_NAMING = 0.05;

/** @param {number[]} shares */
const strongest = (shares) =>
  shares
    .map((share, index) => ({ share, index }))
    .sort((x, y) => y.share - x.share)
    .filter(({ share }, i) => i === 0 || share >= WORTH_NAMING)
    .slice(0, NAMED);

/** ["31 % of", "gato", ", 12 % of", …]
 * @param {{ share: number, index: number }[]} found
 * @param {string[]} texts
 */
const listed = (found, texts) =>
  found.flatMap(({ share, index }, i) => [
    i ? `, ${percent(share)} of ` : `${percent(share)} of `,
    quoted(texts[index]),
  ]);

/** Nodes of the sentence, for the same argument as attentionWords.
 * @param {PictureWords} words
 * @returns {(Node | string)[]}
 */
function memoryWords({ stack, layer, picture, focus }) {
  const { values: weights, exact, query } = picture;
  const where = `Layer ${layerName(stack, layer)}: `;
  if (!exact) return [`${where}reading the exact numbers…`];
  const { query_tokens: steps, key_tokens: held } = stack;
  const width = held.length;
  if (focus && focus.side === "key") {
    const shares = steps.map((_, step) => (step > focus.index ? weights[step * width + focus.index] : 0));
    const later = strongest(shares).filter(({ share }) => share > 0);
    const own = percent(weights[focus.index * width + focus.index]);
    return [
      where,
      `the cell takes in ${own} of `,
      quoted(held[focus.index]),
      later.length ? "; after " : "",
      ...later.flatMap(({ share, index }, i) => [
        i ? ", after " : "",
        ...rowName(picture, index),
        ` it still holds ${percent(share)}`,
      ]),
      ".",
    ];
  }
  const step = focus ? focus.index : query;
  const shares = Array.from({ length: step + 1 }, (_, key) => weights[step * width + key]);
  const rest = Math.max(0, 1 - shares.reduce((sum, share) => sum + share, 0));
  return [
    where,
    "after ",
    ...rowName(picture, step),
    " the cell still holds ",
    ...listed(strongest(shares), held),
    `. The shares sum to at most 1: ${percent(rest)} is left of the empty cell of the start.${picture.next ? " A row is named: read in → written next." : ""}`,
  ];
}

export { memoryWords };
