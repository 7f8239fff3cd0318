/* Where two models that read the same text disagree most, word by word: their tokens differ, so the
 * surprises of a word's tokens are summed before they are compared.
 *
 * readingDisagree(onWord) → {node, show(a, b)}; a and b are what /score told, or null.
 */
import { all, closest, el } from "../../kit/dom.js";
import { quoted } from "../../kit/tokens.js";
import { decimal } from "../../lib/format.js";
import { present } from "../../lib/present.js";

const LISTED = 10;
const ALIKE = 0.005; // nats: what two decimals show as no difference

/** [{start, end, text, a, b, difference}], the largest difference first; null where the texts differ.
 * @param {Reading} a
 * @param {Reading} b
 * @returns {DisagreedWord[] | null}
 */
function disagreements(a, b) {
  if (a.text !== b.text) return null;
  // Where one model has a token over several signs, its word is longer and has no partner.
  /** @param {{ start: number, end: number }} word */
  const key = ({ start, end }) => `${start} ${end}`;
  const there = new Map(b.words.map((word) => [key(word), word.surprise_nats]));
  return a.words
    .filter((word) => there.has(key(word)) && whole(a, word) && whole(b, word))
    .map((word) => ({
      start: word.start,
      end: word.end,
      text: word.text,
      a: word.surprise_nats,
      b: present(there.get(key(word))),
      difference: word.surprise_nats - present(there.get(key(word))),
    }))
    .sort((x, y) => Math.abs(y.difference) - Math.abs(x.difference));
}

/** Whether every token of a word was counted: the first token of a text is not.
 * @param {ReadText} score
 * @param {{ start: number, end: number }} word
 */
const whole = ({ tokens }, word) =>
  !tokens.some((one) => one.surprise_nats === null && one.start < word.end && word.start < one.end);

/** @param {(word: DisagreedWord | null) => void} onWord */
function readingDisagree(onWord) {
  const says = el("p", { class: "pg-note", data: { testid: "disagree-says" } });
  const list = el("ol", {
    class: "pg-disagree",
    data: { testid: "disagree" },
    "aria-label": "Words on which the two models disagree most",
  });
  const node = el(
    "section",
    { class: "pg-reading-disagree", hidden: true },
    el("h3", { text: "Where A and B disagree most" }),
    says,
    list,
  );
  /** @type {DisagreedWord[]} */
  let shown = [];
  /** @type {DisagreedWord | null} */
  let chosen = null;

  list.addEventListener("click", (event) => {
    const button = closest(event, "button");
    if (!button) return;
    const word = shown[Number(button.dataset.word)];
    chosen = chosen === word ? null : word;
    for (const one of all(list, "button"))
      one.setAttribute("aria-pressed", String(shown[Number(one.dataset.word)] === chosen));
    onWord(chosen);
  });

  /**
   * @param {Reading | null} a
   * @param {Reading | null} b
   */
  function show(a, b) {
    node.hidden = !(a && b);
    chosen = null;
    onWord(null);
    if (node.hidden) return;
    const compared = a && b && disagreements(a, b);
    shown = (compared || []).slice(0, LISTED).filter((word) => Math.abs(word.difference) >= ALIKE);
    if (!compared)
      says.textContent =
        "The two lanes hold different texts, so their words cannot be set against each other: use the task “Read”, which adds nothing to yours.";
    else if (!compared.length) says.textContent = "No word was counted in both lanes: type a longer text.";
    else if (!shown.length) says.textContent = "Both found every word equally surprising.";
    else
      says.textContent =
        "Summed surprise of a word's tokens, A less B, in nats. A click lights the word in both texts.";
    const most = Math.max(...shown.map((word) => Math.abs(word.difference))) || 1;
    list.replaceChildren(
      ...shown.map((word, i) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "pg-disagree-word",
              "aria-pressed": "false",
              data: { word: i, start: word.start, difference: word.difference, a: word.a, b: word.b },
            },
            quoted(word.text),
            el("span", { class: "pg-number", text: `A ${decimal(word.a)}, B ${decimal(word.b)}` }),
            el(
              "span",
              { class: "pg-disagree-track", "aria-hidden": "true" },
              el("span", {
                class: "pg-disagree-bar",
                data: { lane: word.difference > 0 ? "a" : "b" },
                style: `--share: ${(Math.abs(word.difference) / most).toFixed(4)}`,
              }),
            ),
            el("span", {
              class: "pg-number",
              text: `${decimal(Math.abs(word.difference))} more in ${word.difference > 0 ? "A" : "B"}`,
            }),
          ),
        ),
      ),
    );
  }

  return { node, show };
}

export { readingDisagree };
