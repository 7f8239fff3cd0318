/* Hidden words and what the model expects in their place. Pressing a word of the text hides it,
 * pressing it again brings it back. */
import { all, el, write } from "../../kit/dom.js";
import { wordAround } from "../../kit/text_marks.js";
import { token } from "../../kit/tokens.js";
import { grouped, percent } from "../../lib/format.js";
import { present } from "../../lib/present.js";

/** @param {{ name: LaneName, line: TokenLine, emit: Heard, marks: { set(layer: string, stretches: Stretched[]): void, clear: () => void } }} tools */
function filledResult({ name, line, emit, marks }) {
  const hint = el("p", { class: "pg-note pg-result-note", data: { testid: `fill-hint-${name}` } });
  const choose = el("div", {
    class: "pg-gaps",
    role: "group",
    "aria-label": "Which gap",
    data: { testid: `gaps-${name}` },
  });
  const original = el("p", { class: "pg-result-note pg-original", data: { testid: `original-${name}` } });
  const list = el("ol", { class: "pg-guesses", data: { testid: `guesses-${name}` } });
  /** @type {{ blanks: Blank[], trace: string | null }} */
  let now;
  let shown = 0; //          which gap the list is about
  /** @type {number | null} */
  let pressedLast = null; // the token pressed to ask for what is drawn next

  /** @param {Blank} blank */
  const isHidden = ({ original: word }) => Boolean(word);
  /** @param {number} i */
  const blankAt = (i) => now.blanks.findIndex(({ position }) => position === i);

  /**
   * @param {Filled} result
   * @param {Lane} lane
   */
  function draw({ blanks }, lane) {
    const before = now?.blanks[shown]?.position;
    now = { blanks, trace: lane.trace };
    // The gap just made is what the visitor wants to see; else the place is kept.
    const fresh = blanks.findIndex(({ position }) => position === pressedLast);
    const kept = blanks.findIndex(({ position }) => position === before);
    const mixed = blanks.some(isHidden) && !blanks.every(isHidden);
    write(
      hint,
      blanks.some(isHidden)
        ? `Press a word to hide it${mixed ? "; press a gap you made" : "; press a gap"} to bring its word back.`
        : "Press any word of the text to hide it, too.",
    );
    choose.hidden = blanks.length < 2;
    choose.replaceChildren(
      ...blanks.map(({ guesses }, i) =>
        el(
          "button",
          {
            type: "button",
            class: "pg-button pg-gap-choice",
            "aria-pressed": "false",
            data: { gap: i },
            on: { click: () => show(i) },
          },
          `${i + 1} `,
          token(guesses[0].text.trim()),
        ),
      ),
    );
    show(fresh >= 0 ? fresh : Math.max(0, kept));
  }

  /** @param {number} i */
  function show(i) {
    shown = i;
    const blank = now.blanks[i];
    if (!blank) return;
    for (const each of all(choose, "[data-gap]"))
      each.setAttribute("aria-pressed", String(Number(each.dataset.gap) === i));
    list.setAttribute("aria-label", `What the model expects in gap ${i + 1}`);
    const most = blank.guesses[0].probability;
    list.replaceChildren(...blank.guesses.map((guess) => row(guess, most, blank)));
    original.hidden = !isHidden(blank);
    if (isHidden(blank)) {
      original.replaceChildren(
        "Hidden here: ",
        el("b", {}, token(present(blank.original).text.trim())),
        ` — ${blank.original_rank === 1 ? "the model's first guess" : `rank ${grouped(blank.original_rank ?? 0)}`}, ${percent(present(blank.original).probability)}.`,
      );
    }
    marks.set("pointed", now.blanks.length > 1 ? [{ first: blank.position, last: blank.position }] : []);
  }

  /**
   * @param {Guess} guess
   * @param {number} most
   * @param {Blank} blank
   */
  function row({ id, text, probability }, most, blank) {
    const right = blank.original && blank.original.id === id;
    return el(
      "li",
      {
        class: right ? "pg-score pg-right" : "pg-score",
        style: `--fill: ${(probability / most).toFixed(5)}`,
        data: { id, probability },
      },
      el(
        "span",
        { class: "pg-score-label" },
        token(text.trim()),
        right ? el("span", { class: "pg-was-mark", text: "◆ was here" }) : "",
      ),
      el("span", { class: "pg-score-track", "aria-hidden": "true" }),
      el("span", { class: "pg-number", text: percent(probability) }),
    );
  }

  /** The words hidden so far with those of token `i` hidden, too, or brought back.
   * @param {number} i
   */
  function toggled(i) {
    const hidden = now.blanks.filter(isHidden).map(({ position }) => position);
    const { first, last } = wordAround(line.tokens, i);
    const word = Array.from({ length: last - first + 1 }, (_, n) => first + n);
    if (!hidden.includes(i)) return [...new Set([...hidden, ...word])].sort((x, y) => x - y);
    return hidden.filter((position) => !word.includes(position));
  }

  return {
    nodes: [hint, choose, list, original],
    draw,
    /**
     * @param {Filled} result
     * @param {LaneToken[]} tokens
     */
    tokens: ({ blanks }, tokens) => {
      const guesses = new Map(blanks.map((blank) => [blank.position, blank]));
      return tokens.map((each, i) => {
        const blank = guesses.get(i);
        return blank
          ? {
              ...each,
              special: false,
              instead: blank.guesses[0].text.trim(),
              says: `gap, best guess ${percent(blank.guesses[0].probability)}`,
            }
          : each;
      });
    },
    /** @param {number} i */
    note(i) {
      const blank = now.blanks[blankAt(i)];
      if (!blank)
        return line.tokens[i]?.special ? [] : [el("p", { class: "pg-note-hint", text: "Press to hide this word" })];
      return [
        el("p", {
          class: "pg-note-hint",
          text: `Gap ${blankAt(i) + 1}: ${percent(blank.guesses[0].probability)}${isHidden(blank) ? ". Press to bring its word back" : ""}`,
        }),
      ];
    },
    /** @param {number} i */
    point(i) {
      const at = i === null ? -1 : blankAt(i);
      if (at >= 0 && at !== shown) show(at);
    },
    /** @param {number} i */
    pick(i) {
      const blank = now.blanks[blankAt(i)];
      if (blank && !isHidden(blank)) {
        show(blankAt(i)); // written as [MASK]: there is no word to bring back
        return true;
      }
      if (line.tokens[i]?.special) return false;
      const hide = toggled(i);
      // With nothing hidden there would be nothing to guess.
      if (!hide.length && now.blanks.every(isHidden)) {
        write(hint, "One gap has to stay: hide another word first, then bring this one back.");
        return true;
      }
      pressedLast = i;
      emit({ lane: name, trace: now.trace, hide });
      return true;
    },
    /** @param {Filled} result */
    words: ({ blanks }) =>
      blanks.map(({ guesses }) => `${guesses[0].text.trim()}, ${percent(guesses[0].probability)}`).join("; "),
  };
}

export { filledResult };
