/* Words of the field explained where they stand: dotted in the text, one sentence and a small picture beside
 * the word when it is pointed at, focused or tapped.
 */
import { inPieces } from "../lib/glossary.js";
import { el } from "./dom.js";
import { termPicture } from "./term_picture.js";
import { hideNote, showNote } from "./tooltip.js";

/** A sentence as nodes, its terms dotted.
 * @param {string} sentence
 * @returns {(string | HTMLElement)[]}
 */
export const explained = (sentence) =>
  inPieces(sentence).map((piece) => (typeof piece === "string" ? piece : dotted(piece.text, piece.term)));

/**
 * @param {string} text
 * @param {import("../lib/glossary.js").Term} term
 * @returns {HTMLElement}
 */
function dotted(text, term) {
  const node = el("button", {
    type: "button",
    class: "pg-term",
    text,
    // What is shown on pointing is said at once to those who do not see it.
    "aria-description": term.says,
    data: { term: term.id },
  });
  const show = () => {
    const { left, top, width, height } = node.getBoundingClientRect();
    showNote(
      { left, top, width, height },
      el("p", { class: "pg-note-word", text: term.spellings[0] }),
      termPicture(term.picture),
      el("p", { text: term.says }),
    );
  };
  node.addEventListener("pointerenter", show);
  node.addEventListener("focus", show);
  node.addEventListener("click", show);
  node.addEventListener("pointerleave", hideNote);
  node.addEventListener("blur", hideNote);
  return node;
}
