/* Marks over stretches of a line of tokens: several layers, each exchanged as a whole.
 *
 * textMarks(line) → {set(layer, stretches), clear()}. A stretch is {first, last} in tokens and may have
 * a `kind` (a colour by number) and a `tag` (a word that stands behind it).
 */
import { wordNumbers } from "../lib/word_spans.js";

const KINDS = 6; // as many as there are --pg-kind-… in shell/output/prediction.css

/** The colour of the `number`-th thing of a list: they come round again.
 * @param {number} number
 */
const kindStyle = (number) => `var(--pg-kind-${(number % KINDS) + 1})`;

/** The tokens that cover the characters from `start` to `end`: {first, last}, or null.
 * @param {CharacterToken[]} tokens
 * @param {number} start
 * @param {number} end
 * @returns {{ first: number, last: number } | null}
 */
function tokensOver(tokens, start, end) {
  /** @type {{ first: number, last: number } | null} */
  let stretch = null;
  tokens.forEach((token, i) => {
    if (token.special || token.start >= end || token.end <= start) return;
    stretch = { first: stretch ? stretch.first : i, last: i };
  });
  return stretch;
}

/** {first, last} of the word a token is part of; of a mark or a blank itself alone.
 * @param {ShownToken[]} tokens
 * @param {number} index
 */
function wordAround(tokens, index) {
  const numbers = wordNumbers(tokens);
  let [first, last] = [index, index];
  if (numbers[index] === null) return { first, last };
  while (numbers[first - 1] === numbers[index]) first -= 1;
  while (numbers[last + 1] === numbers[index]) last += 1;
  return { first, last };
}

/** @param {TokenLine} line */
function textMarks(line) {
  /** @type {Map<string, HTMLElement[]>} */
  const shown = new Map(); // layer → the nodes that carry it

  /** @param {string} layer */
  function clear(layer) {
    for (const node of shown.get(layer) || []) {
      node.classList.remove(`pg-${layer}`, `pg-${layer}-first`, `pg-${layer}-last`, "pg-led");
      node.style.removeProperty(`--${layer}`);
      delete node.dataset.tag;
    }
    shown.delete(layer);
  }

  return {
    /**
     * @param {string} layer
     * @param {Stretched[]} stretches
     */
    set(layer, stretches) {
      clear(layer);
      /** @type {HTMLElement[]} */
      const nodes = [];
      for (const { first, last, kind, tag } of stretches) {
        for (let i = first; i <= last; i++) {
          const span = line.spans[i];
          if (!span) continue;
          const mine = i > first && span.pgGap ? [span.pgGap, span] : [span];
          for (const node of mine) {
            node.classList.add(`pg-${layer}`);
            if (kind !== undefined) node.style.setProperty(`--${layer}`, kindStyle(kind));
          }
          nodes.push(...mine);
        }
        line.spans[first]?.classList.add(
          `pg-${layer}-first`,
          ...(/^\s/.test(line.tokens[first].text) ? ["pg-led"] : []),
        );
        line.spans[last]?.classList.add(`pg-${layer}-last`);
        if (tag && line.spans[last]) line.spans[last].dataset.tag = tag;
      }
      if (nodes.length) shown.set(layer, nodes);
    },
    clear: () => [...shown.keys()].forEach(clear),
  };
}

/** Scroll the text so far that a token is seen, without moving the page.
 * @param {Element | null | undefined} span
 */
function intoView(span) {
  const box = span?.closest(".pg-text-box");
  if (!span || !box) return;
  const [inner, outer] = [span.getBoundingClientRect(), box.getBoundingClientRect()];
  if (inner.top < outer.top) box.scrollTop -= outer.top - inner.top;
  else if (inner.bottom > outer.bottom) box.scrollTop += inner.bottom - outer.bottom;
}

export { intoView, kindStyle, textMarks, tokensOver, wordAround };
