/* Words of the field explained where they stand: dotted in the text, one sentence and a small picture beside
 * the word when it is pointed at, focused or tapped.
 */
import { inPieces } from "../lib/glossary.js";
import { el } from "./dom.js";
import { termPicture } from "./term_picture.js";
import { hideNote, showNote } from "./tooltip.js";

const ENGLISH = () => null;

/** The sentence that says what a panel shows, if its tab gave one, its terms dotted.
 * @param {Props} props
 */
export const explains = (props) => {
  if (!props.explains) return "";
  // Its terms cut it into pieces, so it is translated as a whole: by `tellAgain`.
  const node = el("p", { class: "pg-explains", translate: "no", data: { english: props.explains } });
  tellAgain(node, ENGLISH);
  return node;
};

/** Write a sentence anew in the language that `translate` gives.
 * @param {HTMLElement} node
 * @param {import("../lib/messages.js").Translate} translate
 */
export function tellAgain(node, translate) {
  const english = node.dataset.english || "";
  const pieces = inPieces(translate(english) ?? english, translate);
  node.replaceChildren(
    ...pieces.map((piece) => (typeof piece === "string" ? piece : dotted(piece.text, piece.term, translate))),
  );
}

/**
 * @param {string} text
 * @param {import("../lib/glossary.js").Term} term
 * @param {import("../lib/messages.js").Translate} translate
 * @returns {HTMLElement}
 */
function dotted(text, term, translate) {
  const node = el("button", {
    type: "button",
    class: "pg-term",
    text,
    // What is shown on pointing is said at once to those who do not see it.
    "aria-description": translate(term.says) ?? term.says,
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
