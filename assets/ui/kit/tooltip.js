/* One small floating note for the whole page, placed beside whatever it explains.
 *
 * It repeats what the explained element already says to screen readers, so it is hidden from them.
 */
import { clamp } from "../lib/clamp.js";
import { el } from "./dom.js";

/** @type {HTMLElement | null} */
let note = null;

function ensure() {
  if (note && note.isConnected) return note;
  note = el("div", { class: "pg-tooltip", "aria-hidden": "true", hidden: true });
  // Inside .gradio-container, because our rules are written below it to win over Gradio's resets.
  (document.querySelector(".gradio-container") || document.body).append(note);
  return note;
}

/** Show `content` (nodes) above the box {left, top, width, height}, or below when there is no room;
 * `below` the other way round, where the line above is what one wants to see.
 * @param {{ left: number, top: number, width: number, height: number, below?: boolean }} box
 * @param {...(Node | string)} content
 */
function showNote({ left: x, top: y, width: wide, height: high, below = false }, ...content) {
  const at = ensure();
  at.replaceChildren(...content);
  at.hidden = false;
  const { width, height } = at.getBoundingClientRect();
  const gap = 8;
  const left = clamp(x + wide / 2 - width / 2, gap, Math.max(gap, innerWidth - width - gap));
  const above = y - height - gap;
  const under = y + high + gap;
  const fits = below ? under + height + gap > innerHeight && above > gap : above > gap;
  at.style.transform = `translate(${Math.round(left)}px, ${Math.round(fits ? above : under)}px)`;
}

const hideNote = () => {
  if (note) note.hidden = true;
};

// A note beside something that scrolled away would point at the wrong thing.
addEventListener("scroll", hideNote, { capture: true, passive: true });

export { hideNote, showNote };
