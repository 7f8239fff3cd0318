/* Attention laid over the text itself: one token reads, the others are shaded by how much it reads
 * from them. Of a run that writes, the text that is written stands above the text that is read, each
 * token for the row it was written at.
 *
 * textView(node, lane, {onPin, onFocus}) → {set, redraw, reveal, focus, point, drawing}.
 */

import { colour, ramp, readable } from "../../../kit/colour.js";
import { el, pressed, write } from "../../../kit/dom.js";
import { fillToken } from "../../../kit/tokens.js";
import { clamp } from "../../../lib/clamp.js";
import { direction, spoken } from "../../../lib/format.js";
import { present } from "../../../lib/present.js";
import { textDrawing } from "../svg.js";

const INKS = ["#000", "#fff"]; // one of the two reads well on every shade; softer ones do not

/**
 * @param {HTMLElement} node
 * @param {LaneName} lane
 * @param {Pick<ViewListeners, "onPin" | "onFocus">} listeners
 * @returns {AttentionView}
 */
function textView(node, lane, { onPin, onFocus }) {
  const title = el("p", { class: "pg-text-title" });
  const readers = el("p", { class: "pg-text-line", data: { testid: `text-readers-${lane}` } });
  const read = el("p", { class: "pg-text-line", data: { testid: `text-read-${lane}` } });
  const lower = el("p", { class: "pg-text-title", text: "It reads from" });
  const scale = el("p", { class: "pg-text-scale", "aria-hidden": "true" });
  node.append(title, readers, lower, read, scale);
  /** @type {ShownPicture} */
  let picture;
  /** @type {AxisPlace | null} */
  let focus = null;
  /** @type {AxisPlace | null} */
  let outside = null; // a token that is pointed at in another view
  /** @type {Record<AxisSide, HTMLElement[]>} */
  const spans = { query: [], key: [] };
  /** @type {Record<AxisSide, string[] | null>} */
  const texts = { query: null, key: null };
  /** @type {{ fill: string[], ink: string[] } | null} */
  let tones = null;
  /** @type {number[]} */
  let shaded = []; // what each shaded token shows now

  // Of a text that is written, its tokens stand for the rows they were written at.
  const one = () => !picture.next && (picture.queries === picture.keys || same(picture.queries, picture.keys));

  /**
   * @param {HTMLElement} line
   * @param {AxisSide} side
   * @param {string[]} words
   * @param {boolean} asButtons
   */
  function fill(line, side, words, asButtons) {
    if (texts[side] === words && spans[side].length) return;
    texts[side] = words;
    spans[side] = words.map((text, index) =>
      fillToken(
        el(asButtons ? "button" : "span", {
          class: asButtons ? "pg-text-token pg-text-reader" : "pg-text-token",
          type: asButtons ? "button" : null,
          tabindex: asButtons ? "-1" : null,
          "aria-label": asButtons ? spoken(text) : null,
          data: { index },
        }),
        text,
        { spaces: "keep", breaks: true },
      ),
    );
    if (asButtons && spans[side][0]) spans[side][0].tabIndex = 0;
    shaded = [];
    line.replaceChildren(...spans[side]);
    line.dir = direction(words.join(""));
  }

  /** @param {number} row */
  function shade(row) {
    const { values, keys, scale: full, hidden, allowed, exact } = picture;
    const target = one() ? spans.query : spans.key;
    target.forEach((span, key) => {
      const out = key === hidden || Boolean(allowed && !allowed(row, key));
      const value = values[row * keys.length + key];
      const tone = out ? -1 : Math.min(255, Math.round((value * 255) / full));
      if (shaded[key] !== tone) {
        shaded[key] = tone;
        span.style.background = tone > 0 ? present(tones).fill[tone] : "";
        span.style.color = tone > 0 ? present(tones).ink[tone] : "";
      }
      span.classList.toggle("pg-text-out", out);
      if (exact && !out) span.dataset.value = String(value);
      else delete span.dataset.value;
    });
    spans.query.forEach((span, index) => span.classList.toggle("pg-text-current", index === row));
  }

  const reading = () => (focus || outside)?.index ?? picture.query;

  function draw() {
    if (!picture || !node.clientWidth) return;
    const row = reading();
    tones ||= readable(ramp(colour(node, "--pg-paper"), colour(node, "--lane-fill")), INKS);
    shade(row);
    spans.query.forEach((span, index) => span.setAttribute("aria-pressed", String(index === picture.pinned)));
    const most = picture.scale;
    const steps = [0.02, 0.1, 0.3, 0.6, 1].map((share) => {
      const chip = el("span", { class: "pg-text-chip", text: picture.format(share * most) });
      const tone = Math.round(255 * share);
      Object.assign(chip.style, { background: present(tones).fill[tone], color: present(tones).ink[tone] });
      return chip;
    });
    scale.replaceChildren("shade: ", ...steps);
  }

  // ------------------------------------------------------------ pointing and keys
  /** @param {EventTarget | null} target */
  const reader = (target) =>
    /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest?.(".pg-text-reader"));
  /**
   * @param {AxisPlace | null} next
   * @param {number} since
   */
  function look(next, since) {
    if (JSON.stringify(next) === JSON.stringify(focus)) return;
    focus = next;
    draw();
    onFocus(focus, since);
  }
  readers.addEventListener("pointerover", (event) => {
    const found = reader(event.target);
    look(found ? { side: "query", index: Number(found.dataset.index) } : null, event.timeStamp);
  });
  readers.addEventListener("pointerleave", (event) => look(null, event.timeStamp));
  readers.addEventListener("focusin", (event) => {
    const found = reader(event.target);
    if (found?.matches(":focus-visible")) look({ side: "query", index: Number(found.dataset.index) }, event.timeStamp);
  });
  readers.addEventListener("focusout", (event) => {
    if (!readers.contains(/** @type {Node | null} */ (event.relatedTarget))) look(null, event.timeStamp);
  });
  readers.addEventListener("click", (event) => {
    const found = reader(event.target);
    if (!found) return;
    const index = Number(found.dataset.index);
    onPin(picture.pinned === index ? null : index, event.timeStamp);
  });
  readers.addEventListener("keydown", (event) => {
    const found = reader(event.target);
    if (!found) return;
    const at = Number(found.dataset.index);
    const to = pressed(event, { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: spans.query.length - 1 });
    if (to !== undefined) {
      found.tabIndex = -1;
      const next = spans.query[clamp(to, 0, spans.query.length - 1)];
      next.tabIndex = 0;
      next.focus();
    } else if (event.key === "Escape") onPin(null, event.timeStamp);
    else return;
    event.preventDefault();
  });

  return {
    /** @param {ShownPicture} next */
    set(next) {
      picture = next;
      fill(readers, "query", next.next || next.queries, true);
      if (next.next)
        spans.query.forEach((span, i) => {
          span.hidden = !present(next.next)[i];
          span.title = next.labels[i];
        });
      lower.hidden = read.hidden = one();
      if (!one()) fill(read, "key", next.keys, false);
      write(
        title,
        one()
          ? "Point at a word or choose it: the others are shaded by how much it reads from them."
          : next.next
            ? "Point at a written word or choose it: the text below is shaded by how much was read from it to write that word, at the word before."
            : "Point at a word or choose it: the text below is shaded by how much it reads from it.",
      );
      if (focus && focus.index >= next.queries.length) focus = null;
      if (outside && outside.index >= next.queries.length) outside = null;
      draw();
    },
    redraw() {
      tones = null;
      shaded = [];
      draw();
    },
    reveal(index) {
      const span = spans.query[index];
      if (!span || node.scrollHeight <= node.clientHeight) return;
      const [box, at] = [node.getBoundingClientRect(), span.getBoundingClientRect()];
      if (at.top < box.top || at.bottom > box.bottom) node.scrollTop += at.top - box.top - box.height / 2;
    },
    focus: () => focus || outside,
    /** @param {AxisPlace | null} at */
    point(at) {
      outside = at?.side === "query" ? at : null;
      draw();
    },
    drawing: () => picture && textDrawing(picture, node, reading()),
  };
}

/**
 * @param {string[]} one
 * @param {string[]} other
 */
const same = (one, other) => one.length === other.length && one.every((text, i) => text === other[i]);

export { textView };
