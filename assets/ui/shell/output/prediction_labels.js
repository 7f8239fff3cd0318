/* The labels of a text as bars, and of each of its sentences as a row that lights it in the text. */
import { all, el } from "../../kit/dom.js";
import { intoView, kindStyle, tokensOver } from "../../kit/text_marks.js";
import { hideNote, showNote } from "../../kit/tooltip.js";
import { decimal, percent } from "../../lib/format.js";
import { present } from "../../lib/present.js";

/** label → number of its colour: by name, so that it is the same whichever wins.
 * @param {Score[]} scores
 */
const kindsOf = (scores) =>
  new Map(
    scores
      .map(({ label }) => label)
      .sort()
      .map((label, i) => [label, i]),
  );

/** A regression's output has no probability: it is the value itself.
 * @param {{ probability: number | null }} given
 */
const isValue = ({ probability }) => probability === null;
/** Whether a text reads like a plain statement, as the server counts it.
 * @param {{ plain: number | null }} given
 */
const unclear = ({ plain }) => plain !== null && plain > 0.5;
/** @param {Pick<Score, "probability" | "logit">} score */
const shown = ({ probability, logit }) => (isValue({ probability }) ? decimal(logit) : percent(present(probability)));

/** @param {{ name: LaneName, line: TokenLine, marks: { set(layer: string, stretches: Stretched[]): void, clear: () => void } }} tools */
function labelsResult({ name, line, marks }) {
  const bars = el("ol", {
    class: "pg-scores",
    "aria-label": "Labels of the whole text",
    data: { testid: `labels-${name}` },
  });
  const note = el("p", { class: "pg-note pg-result-note", hidden: true, data: { testid: `labels-note-${name}` } });
  const partsName = el("p", { class: "pg-line-name", text: "Sentence by sentence, each judged by itself" });
  const parts = el("ol", { class: "pg-parts", data: { testid: `parts-${name}` } });
  const partsBox = el("div", { class: "pg-parts-box" }, partsName, parts);
  /** @type {{ parts: Part[], kinds: Map<string, number>, tokens: LaneToken[] }} */
  let now; //    {parts, kinds, tokens}
  /** @type {number | null} */
  let pressed = null; // the sentence held lit

  /**
   * @param {Labels} result
   * @param {Lane} lane
   */
  function draw({ scores, exclusive, parts: all, plain }, lane) {
    const kinds = kindsOf(scores);
    now = { parts: all, kinds, tokens: lane.tokens };
    pressed = null;
    bars.classList.toggle("pg-many", scores.length > 6);
    // Only what scrolls may be a stop of the tab key.
    if (scores.length > 6) bars.tabIndex = 0;
    else bars.removeAttribute("tabindex");
    bars.replaceChildren(...scores.map((score, i) => row(score, present(kinds.get(score.label)), i === 0)));
    const isUnclear = unclear({ plain });
    bars.classList.toggle("pg-unclear", isUnclear);
    note.hidden = exclusive && scores.length > 1 && !isUnclear;
    if (isUnclear)
      note.textContent = `Unclear: this reads like a plain statement (${percent(present(plain))}), and the labels below say little about one.`;
    else
      note.textContent = isValue(scores[0])
        ? "This model was trained to give values, not labels: each number is its output as it is, and no probability."
        : scores.length > 1
          ? "Several labels may hold at once: each has a probability of its own (sigmoid), and they need not sum to 100\u202f%."
          : "This model has a single output: its probability is a sigmoid of the logit.";
    partsBox.hidden = !all.length;
    parts.replaceChildren(...all.map((part, i) => partRow(part, i)));
  }

  /**
   * @param {Score} score
   * @param {number} kind
   * @param {boolean} first
   */
  function row({ label, probability, logit }, kind, first) {
    const value = isValue({ probability });
    const words = value
      ? `${label}: ${decimal(logit)}`
      : `${label}: ${percent(present(probability))}, logit ${decimal(logit)}`;
    const node = el(
      "li",
      {
        class: first && !value ? "pg-score pg-first" : "pg-score",
        style: `--kind: ${kindStyle(kind)}; --fill: ${(probability ?? 0).toFixed(5)}`,
        data: { label, probability: probability ?? "", logit },
      },
      el(
        "span",
        { class: "pg-score-label" },
        el("span", { class: "pg-swatch", "aria-hidden": "true" }),
        el("bdi", { text: label }),
      ),
      el("span", { class: "pg-score-track", "aria-hidden": "true" }),
      el("span", { class: "pg-number", text: shown({ probability, logit }) }),
      value ? null : el("span", { class: "pg-unseen", text: `, logit ${decimal(logit)}` }),
    );
    node.addEventListener("pointerenter", () => showNote(node.getBoundingClientRect(), el("p", { text: words })));
    node.addEventListener("pointerleave", hideNote);
    return node;
  }

  // ------------------------------------------------------------ sentences
  /**
   * @param {Part} part
   * @param {number} i
   */
  function partRow({ scores, start, end, plain }, i) {
    const [{ label, probability, logit }] = scores;
    const isUnclear = unclear({ plain });
    const text = textOf(start, end);
    const button = el(
      "button",
      {
        type: "button",
        class: "pg-part",
        "aria-pressed": "false",
        style: `--kind: ${kindStyle(now.kinds.get(label) ?? 0)}; --fill: ${(probability ?? 0).toFixed(5)}`,
        data: { part: i, label, probability: probability ?? "" },
        on: {
          click: () => {
            pressed = pressed === i ? null : i;
            for (const each of all(parts, ".pg-part"))
              each.setAttribute("aria-pressed", String(Number(each.dataset.part) === pressed));
            light(pressed);
          },
          pointerenter: () => light(i),
          pointerleave: () => light(pressed),
          focus: () => light(i),
          blur: () => light(pressed),
        },
      },
      el("bdi", { class: "pg-part-text", text }),
      isUnclear
        ? el("span", { class: "pg-part-label pg-note", text: "unclear" })
        : el("bdi", { class: "pg-part-label", text: label }),
      el("span", { class: "pg-number", text: shown({ probability, logit }) }),
    );
    return el("li", {}, button);
  }

  /** Characters counted as the server does, read back from the tokens.
   * @param {number} start
   * @param {number} end
   */
  function textOf(start, end) {
    const place = tokensOver(now.tokens, start, end);
    if (!place) return "…";
    return now.tokens
      .slice(place.first, place.last + 1)
      .map((token, i) => (i ? token.gap : "") + token.text)
      .join("")
      .trim();
  }

  /** @param {number | null} i */
  function light(i) {
    const part = i === null ? null : now.parts[i];
    const place = part && tokensOver(now.tokens, part.start, part.end);
    marks.set("pointed", place ? [{ ...place, kind: now.kinds.get(part.scores[0].label) ?? 0 }] : []);
    if (place) intoView(line.spans[place.first]);
  }

  return {
    nodes: [note, bars, partsBox],
    draw,
    /** @param {Labels} result */
    words: ({ scores, plain }) =>
      unclear({ plain })
        ? "unclear"
        : isValue(scores[0])
          ? scores.map((score) => `${score.label}, ${decimal(score.logit)}`).join("; ")
          : `${scores[0].label}, ${percent(present(scores[0].probability))}`,
  };
}

export { labelsResult };
