/* The marks and words that a chat template puts around a text, folded into one small switch: what the visitor
 * wrote and what the model answered stay in sight.
 *
 * chatFormat(line) → {chip, draw}. Folded tokens stay in the line and count as before.
 */
import { el } from "../../kit/dom.js";
import { t } from "../../lib/messages.js";

/** Which tokens belong to the template: those of the prompt outside the visitor's own text, where the model's
 * format added control tokens. Null where it added none, or where the text is not found as it was typed.
 * @param {LaneToken[]} tokens
 * @param {string} given
 * @returns {boolean[] | null}
 */
export function templateOf(tokens, given) {
  const prompt = tokens.filter((token) => !token.new);
  // One mark at the beginning is no template worth folding.
  if (prompt.filter(({ special }) => special).length < 2 || !given.trim()) return null;
  let text = "";
  const ends = prompt.map((token) => {
    text += token.gap + token.text;
    return text.length;
  });
  const from = text.lastIndexOf(given.trim());
  if (from < 0) return null;
  const to = from + given.trim().length;
  return tokens.map((token, i) => (token.new ? token.special : ends[i] <= from || (ends[i - 1] ?? 0) >= to));
}

/** @param {TokenLine} line */
export function chatFormat(line) {
  let open = false;
  let given = "";
  const chip = el("button", {
    type: "button",
    class: "pg-format-chip",
    hidden: true,
    "aria-expanded": "false",
    data: { testid: "chat-format" },
    on: {
      click: () => {
        open = !open;
        mark();
      },
    },
  });
  /** @type {boolean[] | null} */
  let template = null;

  function mark() {
    chip.hidden = !template;
    chip.textContent = open ? t("chat format ▾") : t("chat format ▸");
    chip.setAttribute("aria-expanded", String(open));
    line.spans.forEach((span, i) => span.classList.toggle("pg-folded", !open && Boolean(template?.[i])));
  }

  return {
    chip,
    /** @param {Lane | null} lane */
    draw(lane) {
      if (lane?.given) given = lane.given; // a branch has the text of the run it left
      template = lane && !lane.source.length && !lane.result ? templateOf(lane.tokens, given) : null;
      mark();
    },
  };
}
