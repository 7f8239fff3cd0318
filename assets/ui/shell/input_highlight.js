/* Lights the words of the input box that the pointed-at word was read from.
 *
 * A text box cannot colour its own words, so a transparent copy of its text lies over it, with the
 * same font and scrolled alike. It marks only while the box still holds the text of the run.
 */

import { el } from "../kit/dom.js";
import { boxCopy } from "../kit/textarea_overlay.js";
import { aligned } from "../state/alignment_focus.js";
import { store } from "../state/store.js";

const FAINTEST = 0.02;
/** @type {{ node: HTMLDivElement, lay(box: HTMLElement): void } | null} */
let sheet = null; //  the copy
/** @type {HTMLElement | null} */
let over = null; //   the box it lies over

/** @param {LaneName} lane */
const boxes = (lane) =>
  (lane === "b" ? ["#text-b textarea", "#text textarea"] : ["#text textarea"]).map(
    (one) => /** @type {HTMLTextAreaElement | null} */ (document.querySelector(one)),
  );

/** Where the shown sentence stands in the box, in the box's own counting; null when it is not there.
 * @param {HTMLTextAreaElement} box
 * @param {Lane} lane
 */
function found(box, lane) {
  const points = [...box.value]; // the server counts characters, the box counts UTF-16 units
  const sentence = (lane.sentences || [])[lane.shown];
  if (sentence)
    return points.slice(sentence.start, sentence.end).join("") === sentence.text
      ? { points, from: sentence.start }
      : null;
  const fits = lane.source.every(
    ({ special, start, end, text }) => special || points.slice(start, end).join("").trim() === text.trim(),
  );
  return fits ? { points, from: 0 } : null;
}

/** @param {HTMLElement} box */
function lay(box) {
  sheet ||= boxCopy("pg-input-marks");
  sheet.lay(box);
  over = box;
}

function clear() {
  if (sheet) sheet.node.hidden = true;
}

function draw() {
  const now = aligned.state.focus;
  const lane = now && store.lanes[now.lane];
  const alignment = now && aligned.of(now.lane);
  if (!now || !lane || !alignment || !alignment[now.side][now.index]) return clear();
  const marks =
    now.side === "target"
      ? aligned.read(alignment, "target", now.index).filter(({ weight, unit }) => weight >= FAINTEST && !unit.special)
      : [{ unit: alignment.source[now.index], weight: 1 }].filter(({ unit }) => !unit.special);
  for (const box of boxes(now.lane)) {
    const place = box?.offsetParent && found(box, lane);
    if (!place) continue;
    lay(box);
    fill(place, lane, marks, now.lane);
    return;
  }
  clear();
}

/**
 * @param {{ points: string[], from: number }} place
 * @param {Lane} lane
 * @param {{ unit: Unit, weight: number }[]} marks
 * @param {LaneName} name
 */
function fill({ points, from }, lane, marks, name) {
  /**
   * @param {number} start
   * @param {number} end
   */
  const text = (start, end) => points.slice(start, end).join("");
  const ordered = marks
    .map(({ unit, weight }) => ({
      start: from + lane.source[unit.first].start,
      end: from + lane.source[unit.last].end,
      weight,
    }))
    .sort((x, y) => x.start - y.start);
  const nodes = [];
  let at = 0;
  for (const { start, end, weight } of ordered) {
    if (start < at || end > points.length) continue;
    // A piece may own the space before it; only its letters are marked.
    const lead = text(start, end).match(/^\s*/)?.[0].length ?? 0;
    nodes.push(
      text(at, start + lead),
      el("mark", { style: `--w: ${weight.toFixed(4)}`, text: text(start + lead, end) }),
    );
    at = end;
  }
  if (!sheet) return;
  sheet.node.dataset.lane = name;
  // Moved, not scrolled: a scroll event of its own would take the note beside the token away.
  sheet.node.replaceChildren(
    el("div", { style: `translate: 0 ${-(over?.scrollTop ?? 0)}px` }, ...nodes, text(at, points.length)),
  );
  sheet.node.hidden = false;
}

addEventListener(
  "scroll",
  (event) => {
    if (sheet && event.target === over && sheet.node.firstElementChild)
      /** @type {HTMLElement} */ (sheet.node.firstElementChild).style.translate = `0 ${-(over?.scrollTop ?? 0)}px`;
  },
  { capture: true, passive: true },
);
addEventListener("input", clear, { capture: true, passive: true });
addEventListener("resize", clear, { passive: true });
aligned.subscribe(draw);
