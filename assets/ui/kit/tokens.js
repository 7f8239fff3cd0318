/* Writing tokens the same way everywhere. */
import { el } from "./dom.js";

// Marks for what has no shape of its own. ZWJ and variation selectors are left alone: emoji need them.
const INVISIBLE = /[\u0000-\u001f\u007f\u00ad\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
/** @type {Record<string, string>} */
const MARKS = { "\n": "↵", "\t": "⇥", "\r": "␍" };
const BREAKS = /[\n\u000b\f\r\u0085\u2028\u2029]/;

/** @param {string} character */
function mark(character) {
  const code = character.codePointAt(0) ?? 0;
  return MARKS[character] || (code < 32 ? String.fromCodePoint(0x2400 + code) : "▯");
}

/** Fill `node` with a token. `spaces`: "dot" marks a space by ·, "keep" leaves it a space;
 * `breaks`: whether a newline also breaks the line, as it does in running text.
 * What is drawn for a character comes from the style sheet (data-sign) and the character itself stands
 * behind it without a width, so that what is copied is the text.
 * @param {HTMLElement} node
 * @param {string} text
 * @param {TokenOptions} [options]
 * @returns {HTMLElement}
 */
function fillToken(node, text, { spaces = "dot", breaks = false, part = null } = {}) {
  node.textContent = "";
  let plain = "";
  const flush = () => {
    if (plain) node.append(plain);
    plain = "";
  };
  /**
   * @param {string} sign
   * @param {string} [character]
   */
  const faint = (sign, character = "") => {
    flush();
    node.append(
      el(
        "span",
        { class: "pg-ws", "aria-hidden": "true", data: { sign } },
        character ? el("span", { class: "pg-real", text: character }) : null,
      ),
    );
  };
  const broken = part && (text === "" || text.includes("\ufffd"));
  for (const character of broken ? "" : text) {
    if (character === " " && spaces === "dot") faint("·", character);
    else if (character === "\n" && breaks) {
      faint(mark(character));
      plain += character;
    } else if (INVISIBLE.test(character)) {
      // In a list or a bar the line must not break; there is nothing to copy a text from, either.
      faint(mark(character), BREAKS.test(character) && !breaks ? "" : character);
    } else plain += character;
  }
  flush();
  if (broken)
    faint(`${part[0]}⁄${part[1]}`); // one piece of a character has no picture of its own
  else if (!text) faint("∅");
  return node;
}

/** A token for a list or a sentence, isolated so that right-to-left text stays in its box.
 * @param {string | null | undefined} text
 * @param {TokenOptions} [options]
 */
const token = (text, options) => fillToken(el("bdi", { class: "pg-word", translate: "no" }), text ?? "", options);

/** `" sat"` inside a sentence: quoted, spaces kept, so that it reads and copies as written.
 * @param {string} text
 */
function quoted(text) {
  const word = token(text, { spaces: "keep" });
  // A short token must not be broken at its own leading space; a long one has to wrap somewhere.
  return el("span", { class: text.length > 24 ? "pg-quoted pg-long" : "pg-quoted" }, '"', word, '"');
}

export { fillToken, quoted, token };
