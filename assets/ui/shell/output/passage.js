/* The words of one lane: the source sentence where there is one, and what the model wrote.
 *
 * A text of several sentences stands there whole; one sentence is shown token by token, the others
 * wait to be turned to. passage(name, emit) → {head, box, draw, select, line, result}: what was found in
 * the text (shell/output/prediction.js) may print, explain and answer its tokens in its own way.
 */

import { closest, el, write } from "../../kit/dom.js";
import { tokenLine, tokenNote } from "../../kit/token_line.js";
import { token } from "../../kit/tokens.js";
import { hideNote, showNote } from "../../kit/tooltip.js";
import { direction, percent } from "../../lib/format.js";
import { t } from "../../lib/messages.js";
import { present } from "../../lib/present.js";
import { aligned } from "../../state/alignment_focus.js";
import { decidedTint } from "../../state/attribution.js";
import { pointing } from "../../state/pointing.js";
import { store } from "../../state/store.js";
import { drawn } from "../../state/views.js";
import { chatFormat } from "./chat_format.js";
import { result as resultOf } from "./prediction.js";

const NAMED = 3; //       how many aligned words the note lists
const WORTH_NAMING = 0.02;
const LABELLED = 0.05; // weaker weights get no small number above the word
/** @type {Record<Side, "tokens" | "source">} */
const TEXTS = { target: "tokens", source: "source" }; // as the lane calls them
/** @type {Side[]} */
const SIDES = ["target", "source"];
const FOLLOW_PX = 24; //  closer than this to the bottom counts as "following the text"

/**
 * @param {LaneName} name
 * @param {Heard} emit
 */
function passage(name, emit) {
  /** @param {string} what */
  const testid = (what) => ({ testid: `${what}-${name}` });
  const sourceText = el("div", {
    class: "pg-text pg-source-text",
    role: "listbox",
    "aria-label": `Source sentence of lane ${name.toUpperCase()}, token by token`,
    data: testid("source"),
  });
  const stepper = sentenceStepper(name);
  const source = el(
    "div",
    { class: "pg-source", hidden: true },
    el("p", { class: "pg-line-name" }, el("span", { text: "Source" }), stepper.node),
    sourceText,
  );
  const hint = el("p", { class: "pg-note pg-hint", hidden: true, data: testid("hint") });
  const lineName = el("p", { class: "pg-line-name", text: "Target", hidden: true });
  const text = el("div", {
    class: "pg-text",
    role: "listbox",
    "aria-label": `Text of lane ${name.toUpperCase()}, token by token`,
    data: testid("tokens"),
  });
  const whole = el("div", { class: "pg-passage" }, text);
  const box = el("div", { class: "pg-text-box" }, whole);

  let following = true;
  let wantsFocus = false; // a sentence was turned to: its text takes the focus

  const written = tokenLine(text, {
    onPoint: (i, since) => point("target", i, since),
    onLeave: leave,
    onPick: (i) =>
      result.pick(i) || store.select({ position: store.positionIn(name) === i ? null : i, positionLane: name }),
    onEscape: () => store.select({ position: null }),
  });
  // One hint on the first look, until a word has been chosen.
  const first = el("p", {
    class: "pg-first-hint",
    hidden: true,
    text: t("Click another word: what does it look at?"),
    data: testid("first-hint"),
  });
  const format = chatFormat(written);
  const result = resultOf(name, { line: written, emit });
  const tint = decidedTint(name, written);
  const given = tokenLine(sourceText, { onPoint: (i, since) => point("source", i, since), onLeave: leave });
  const lines = { target: written, source: given };

  // ------------------------------------------------------------ drawing
  /** @param {Lane | null} lane */
  function draw(lane) {
    const tokens = result.tokens(lane);
    const from = lane ? lane.source || [] : [];
    source.hidden = lineName.hidden = !from.length;
    given.draw(from);
    stepper.set(lane);
    hint.hidden = !(lane && lane.hint);
    write(hint, (lane && lane.hint) || "");
    const kept = written.draw(tokens);
    if (!kept) following = true;
    drawOthers(present(lane));
    format.draw(lane);
    result.draw(lane);
    tint.draw();
    select();
    light();
    text.hidden = !tokens.length;
    text.setAttribute("aria-busy", String(Boolean(lane && lane.running)));
    if (lane && lane.running && following) box.scrollTop = box.scrollHeight;
    if (wantsFocus && written.spans.length) {
      wantsFocus = false;
      written.focus(0);
    }
  }

  /** The sentences before and after the shown one, as places to press.
   * @param {Lane} lane
   */
  function drawOthers(lane) {
    const all = (lane && lane.sentences) || [];
    const shown = lane ? lane.shown : 0;
    const several = all.length > 1;
    whole.classList.toggle("pg-several", several);
    const key = several
      ? JSON.stringify([shown, all.map(({ translation, gap, trace }) => [translation, gap, Boolean(trace)])])
      : "";
    if (whole.dataset.key === key) return;
    whole.dataset.key = key;
    // The shown text itself stays where it is: moving it would take the focus from it.
    for (const node of [...whole.childNodes]) if (node !== text) node.remove();
    if (!several) return;
    whole.dir = direction(all.map((one) => one.translation).join(""));
    all.forEach((one, i) => {
      /** @type {(Node | string)[]} */
      const nodes = [i ? one.gap || " " : ""];
      if (i !== shown) nodes.push(waiting(one, i));
      if (i <= shown) text.before(...nodes);
      else whole.append(...nodes);
    });
  }

  /**
   * @param {LaneSentence} one
   * @param {number} i
   */
  function waiting(one, i) {
    const ready = Boolean(one.trace);
    return el(
      "span",
      {
        class: "pg-sentence",
        role: ready ? "button" : null,
        tabindex: ready ? "0" : null,
        title: ready ? `Look into sentence ${i + 1}` : null,
        data: { sentence: i },
      },
      el("bdi", { text: one.translation || "…" }),
    );
  }

  /** @param {PointerEvent | KeyboardEvent} event */
  function turn(event) {
    const place = closest(event, ".pg-sentence[role=button]");
    if (!place || (event instanceof KeyboardEvent && event.key !== "Enter" && event.key !== " ")) return;
    event.preventDefault();
    wantsFocus = true;
    store.showSentence(name, Number(place.dataset.sentence));
  }
  whole.addEventListener("click", turn);
  whole.addEventListener("keydown", turn);

  function select() {
    const at = store.positionIn(name);
    written.spans.forEach((span, i) => span.setAttribute("aria-selected", String(i === at)));
    first.hidden = !store.lanes[name]?.recorded || !store.opened;
  }

  // ------------------------------------------------------------ what is aligned with what
  /** Tokens count from the start mark, alignment from the first token written. */
  const offset = () =>
    Math.max(
      0,
      written.tokens.findIndex((one) => one.new),
    );
  /**
   * @param {Side} side
   * @param {number} i
   */
  const tokenOf = (side, i) => (side === "target" ? i + offset() : i);
  /**
   * @param {Side} side
   * @param {number} i
   */
  const pieceOf = (side, i) => (side === "target" ? i - offset() : i);

  /**
   * @param {Side} side
   * @param {number} i
   * @param {number} since
   */
  function point(side, i, since) {
    const line = lines[side];
    const span = line.spans[i];
    const place = span.getClientRects()[0] || span.getBoundingClientRect(); // before anything changes: no second layout
    const alignment = aligned.of(name);
    const index = alignment ? aligned.unitOf(alignment, side, pieceOf(side, i)) : null;
    aligned.focus(index === null ? null : { lane: name, side, index, across: null }, since);
    const extra = index === null ? [] : alignedRows(present(alignment), side, index);
    const { left, top, width, height } = place;
    showNote(
      { left, top, width, height, below: side === "target" && index !== null },
      ...tokenNote(line.tokens[i], extra),
      ...(side === "target" ? result.note(i) : []),
    );
    if (side === "target") result.point(i);
    pointing.at({ lane: name, text: TEXTS[side], index: i, side: "query", from: "output" });
    drawn("output", "hover", since);
  }

  /** @param {number} since */
  function leave(since) {
    hideNote();
    pointing.at(null);
    if (aligned.state.focus?.lane === name) aligned.focus(null, since);
  }

  /**
   * @param {Alignment} alignment
   * @param {Side} side
   * @param {number} index
   * @returns {[label: string, ...nodes: (string | Node)[]][]}
   */
  function alignedRows(alignment, side, index) {
    const unit = alignment[side][index];
    const found = aligned.read(alignment, side, index).filter(({ weight }, i) => i === 0 || weight >= WORTH_NAMING);
    /** @type {[label: string, ...nodes: (string | Node)[]][]} */
    const rows = found
      .slice(0, NAMED)
      .map(({ unit: other, weight }, i) => [
        i ? "" : side === "target" ? "reads from" : "read by",
        token(other.text),
        ` ${percent(weight)}`,
      ]);
    if (unit.last > unit.first) rows.unshift(["word", token(unit.text)]);
    return rows;
  }

  /** `weight`: null for the word pointed at, undefined for one that has nothing to do with it.
   * @param {TokenSpan} span
   * @param {number | null | undefined} weight
   * @param {boolean} first
   */
  function lightToken(span, weight, first) {
    if (span.pgWeight === weight) return;
    span.pgWeight = weight;
    const read = typeof weight === "number";
    span.classList.toggle("pg-reads", weight === null);
    span.classList.toggle("pg-lit", read);
    if (read) {
      span.style.setProperty("--w", weight.toFixed(4));
      span.dataset.weight = String(weight);
    } else if ("weight" in span.dataset) {
      span.style.removeProperty("--w");
      delete span.dataset.weight;
    }
    if (first && read && weight >= LABELLED) span.dataset.share = String(Math.round(weight * 100));
    else if ("share" in span.dataset) delete span.dataset.share;
  }

  /** Fill the words that are read, ring the word that reads. */
  function light() {
    const now = aligned.state.focus;
    const mine = now && now.lane === name ? now : null;
    const alignment = mine && aligned.of(name);
    for (const side of /** @type {const} */ (["source", "target"])) {
      /** @type {Map<number, number | null>} */
      const marks = new Map();
      if (alignment && mine && alignment[mine.side][mine.index]) {
        if (side === mine.side) marks.set(mine.index, null);
        else for (const { index, weight } of aligned.read(alignment, mine.side, mine.index)) marks.set(index, weight);
      }
      lines[side].spans.forEach((span, i) => {
        const index = marks.size && alignment ? aligned.unitOf(alignment, side, pieceOf(side, i)) : null;
        const weight = index !== null && marks.has(index) ? marks.get(index) : undefined;
        lightToken(
          span,
          weight,
          typeof weight === "number" && tokenOf(side, present(alignment)[side][present(index)].first) === i,
        );
      });
    }
  }
  aligned.subscribe(light);

  /** @type {HTMLElement | null} */
  let pointed = null; // the token that another view points at
  pointing.subscribe(() => {
    const place = pointing.inLane(name);
    const side = place && place.from !== "output" ? SIDES.find((each) => TEXTS[each] === place.text) : null;
    const span = side && place ? lines[side].spans[place.index] : null;
    if (span === pointed) return;
    pointed?.classList.remove("pg-pointed");
    span?.classList.add("pg-pointed");
    pointed = span;
  });

  box.addEventListener(
    "scroll",
    () => {
      following = box.scrollHeight - box.scrollTop - box.clientHeight < FOLLOW_PX;
    },
    { passive: true },
  );

  return {
    head: [source, hint, lineName, result.node, format.chip],
    box,
    foot: [first, tint.legend],
    whole,
    text,
    draw,
    select,
    line: written,
    result,
  };
}

/** ◀ Sentence 2 of 5 ▶
 * @param {LaneName} name
 */
function sentenceStepper(name) {
  let at = 0;
  let all = [];
  /**
   * @param {number} by
   * @param {string} sign
   * @param {string} words
   */
  const step = (by, sign, words) =>
    el("button", {
      type: "button",
      class: "pg-button pg-step",
      "aria-label": words,
      text: sign,
      on: { click: () => store.showSentence(name, at + by) },
    });
  const [back, forth] = [step(-1, "◀", "Previous sentence"), step(1, "▶", "Next sentence")];
  const words = el("span", { class: "pg-number", "aria-live": "polite", data: { testid: `sentence-${name}` } });
  const node = el("span", { class: "pg-stepper", hidden: true }, back, words, forth);
  return {
    node,
    /** @param {Lane | null} lane */
    set(lane) {
      all = (lane && lane.sentences) || [];
      at = lane ? lane.shown || 0 : 0;
      node.hidden = all.length < 2;
      write(words, `sentence ${at + 1} of ${all.length}`);
      back.disabled = !all[at - 1]?.trace;
      forth.disabled = !all[at + 1]?.trace;
    },
  };
}

export { passage };
