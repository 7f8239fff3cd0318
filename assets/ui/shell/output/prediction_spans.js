/* The answer to a question as a stretch of its context: marked in the text, with the candidates that
 * came after it, as sure, as unsure, or refused because none was better than “not in the text”. */

import { all, el } from "../../kit/dom.js";
import { intoView, tokensOver } from "../../kit/text_marks.js";
import { quoted } from "../../kit/tokens.js";
import { clamp } from "../../lib/clamp.js";
import { decimal, percent } from "../../lib/format.js";
import { present } from "../../lib/present.js";

/** How the best candidate is marked in the text. */
const MARKS = /** @type {const} */ ({ answered: "best", unsure: "unsure", absent: "rejected" });

/** The first token of the context: the one behind the line break that ends the question.
 * @param {LaneToken[]} tokens
 */
const contextStart = (tokens) =>
  Math.max(
    0,
    tokens.findIndex((token, i) => i > 0 && tokens[i - 1].special && (token.gap || "").includes("\n")),
  );

/** {first, last}: the tokens of characters of the context, where the shown window holds them.
 * @param {Spans} result
 * @param {LaneToken[]} tokens
 * @param {{ start: number, end: number }} span
 */
function tokensOf({ windows, shown }, tokens, { start, end }) {
  const first = contextStart(tokens);
  if (!windows[shown] || !tokens[first]) return null;
  const shift = tokens[first].start - windows[shown].start;
  const place = tokensOver(tokens.slice(first), start + shift, end + shift);
  return place && start >= windows[shown].start && end <= windows[shown].end
    ? { first: place.first + first, last: place.last + first }
    : null;
}

/** @param {{ name: LaneName, line: TokenLine, marks: { set(layer: string, stretches: Stretched[]): void, clear: () => void } }} tools */
function spansResult({ name, line, marks }) {
  const says = el("p", { class: "pg-answer", data: { testid: `answer-${name}` } });
  const why = el("p", { class: "pg-note pg-result-note", data: { testid: `answer-why-${name}` } });
  const list = el("ol", {
    class: "pg-candidates",
    "aria-label": "Possible answers, the best first",
    data: { testid: `spans-${name}` },
  });
  const strip = el("div", { class: "pg-windows", role: "img" });
  const stripSays = el("p", { class: "pg-note pg-result-note" });
  const windowsBox = el("div", { class: "pg-windows-box", data: { testid: `windows-${name}` } }, strip, stripSays);
  /** @type {{ result: Spans, places: ({ first: number, last: number } | null)[] }} */
  let now;
  let pressed = 0;

  /**
   * @param {Spans} result
   * @param {Lane} lane
   */
  function draw(result, lane) {
    now = { result, places: result.spans.map((span) => tokensOf(result, lane.tokens, span)) };
    pressed = 0;
    const [best] = result.spans;
    says.dataset.state = result.state;
    says.classList.toggle("pg-refused", result.state === "absent");
    if (!best) says.replaceChildren("No part of this text could be an answer.");
    else if (result.state === "absent")
      says.replaceChildren(el("b", { text: "Not in the text." }), " The model found no answer it trusts.");
    else
      says.replaceChildren(
        result.state === "unsure" ? el("b", { text: "Unsure:" }) : "",
        el("bdi", { class: "pg-answer-text", text: best.text }),
        el("span", { class: "pg-number", text: percent(best.probability) }),
      );
    why.replaceChildren(...reason(result, best));
    list.replaceChildren(...result.spans.map(row));
    marks.set(
      "other",
      now.places.slice(1).filter((place) => place !== null),
    );
    light(0);
    drawWindows(result);
  }

  /**
   * @param {Spans} result
   * @param {Span} best
   */
  function reason({ state, unsure_above, answered_above, right }, best) {
    if (!best) return [];
    if (unsure_above === null || answered_above === null)
      return ["This model was trained without a threshold, so its best candidate is always given."];
    if (state === "absent")
      return [
        "Best candidate, rejected: ",
        quoted(best.text),
        ` scores ${decimal(best.score)}, not above the threshold ${decimal(unsure_above)}.`,
      ];
    const score =
      state === "unsure"
        ? `The text may not answer this: it scores ${decimal(best.score)}, and answers are sure above ${decimal(answered_above)} only.`
        : `It scores ${decimal(best.score)}, above the threshold ${decimal(answered_above)}. The score is measured against “not in the text”.`;
    if (right === null) return [score];
    const share =
      state === "unsure"
        ? `Of its unsure answers in the test, ${percent(right)} were right.`
        : `Of its sure answers in the test, ${percent(right)} were right.`;
    return [score, " ", share];
  }

  /**
   * @param {Span} span
   * @param {number} i
   */
  function row({ text, score, probability, window }, i) {
    const place = now.places[i];
    const elsewhere = place ? null : `in window ${window + 1}`;
    const button = el(
      "button",
      {
        type: "button",
        class: "pg-candidate",
        "aria-pressed": String(i === 0),
        style: `--fill: ${clamp(probability, 0, 1).toFixed(5)}`,
        data: { span: i, score, probability },
        on: {
          click: () => press(i),
          pointerenter: () => light(i),
          pointerleave: () => light(pressed),
          focus: () => light(i),
          blur: () => light(pressed),
        },
      },
      el("span", { class: "pg-candidate-rank", text: `${i + 1}` }),
      el("bdi", { class: "pg-candidate-text", text }),
      elsewhere && el("span", { class: "pg-candidate-where", text: elsewhere }),
      el("span", {
        class: "pg-number pg-candidate-score",
        title: "logits of its first and last token, less those of “not in the text”",
        text: `score ${decimal(score)}`,
      }),
      el("span", { class: "pg-number pg-candidate-share", text: percent(probability) }),
    );
    return el("li", {}, button);
  }

  /** @param {number} i */
  function press(i) {
    pressed = i;
    for (const each of all(list, ".pg-candidate"))
      each.setAttribute("aria-pressed", String(Number(each.dataset.span) === i));
    light(i);
  }

  /** @param {number} i */
  function light(i) {
    const place = now.places[i];
    for (const mark of Object.values(MARKS)) marks.set(mark, []);
    marks.set(i === 0 ? MARKS[now.result.state] : "best", place ? [place] : []);
    if (place) intoView(line.spans[place.first]);
  }

  // ------------------------------------------------------------ windows
  /** A context longer than the model reads at once: which stretches it read, and which one won.
   * @param {Spans} result
   */
  function drawWindows({ windows, shown, spans }) {
    windowsBox.hidden = windows.length < 2;
    if (windows.length < 2) return;
    const all = present(windows.at(-1)).end || 1;
    /** @param {number} at */
    const share = (at) => `${((at / all) * 100).toFixed(3)}%`;
    strip.replaceChildren(
      ...windows.map(({ start, end, best }, i) =>
        el("span", {
          class: i === shown ? "pg-window pg-won" : "pg-window",
          style: `left: ${share(start)}; width: ${share(end - start)}; --level: ${i % 2}`,
          title: `window ${i + 1}: best score ${decimal(best)}`,
          data: { best },
        }),
      ),
      spans[0]
        ? el("span", {
            class: "pg-window-answer",
            style: `left: ${share(spans[0].start)}; width: ${share(spans[0].end - spans[0].start)}`,
          })
        : "",
    );
    const words = `The context is longer than this model reads at once, so it was read in ${windows.length} windows. The text below is window ${shown + 1}: its best candidate won.`;
    strip.setAttribute("aria-label", words);
    stripSays.textContent = words;
  }

  return {
    nodes: [says, why, windowsBox, list],
    draw,
    /** @param {Spans} result */
    words: ({ state, spans: [best] }) =>
      state === "absent"
        ? "not in the text"
        : `${state === "unsure" ? "unsure: " : ""}${best.text}, ${percent(best.probability)}`,
  };
}

export { spansResult };
