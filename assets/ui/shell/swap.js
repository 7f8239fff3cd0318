/* “Swap direction”: what was translated becomes the text, if it is still that of the last run. */
import { store } from "../state/store.js";

/** The translation of `text` in lane A, or the text itself where none is known.
 * @param {string} text
 */
export const turnedRound = (text) => {
  const lane = store.lanes.a;
  const sentences = (lane && !lane.running && lane.sentences) || [];
  if (!sentences.length) return text;
  const characters = [...text]; //  Python counts characters, a string of JavaScript halves of some
  const same = sentences.every(({ start, end, text: source }) => characters.slice(start, end).join("") === source);
  if (
    !same ||
    characters
      .slice(sentences[sentences.length - 1].end)
      .join("")
      .trim()
  )
    return text;
  return sentences.map(({ gap, translation }) => gap + translation).join("");
};
