/* Reading: how surprising each token of a text was. Per lane the text, coloured, with its sums and a
 * strip of bars; below both, where two models that read the same text disagree most.
 */

import { get } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { el } from "../../kit/dom.js";
import { explains } from "../../kit/terms.js";
import { intoView, textMarks, tokensOver } from "../../kit/text_marks.js";
import { tokenLine } from "../../kit/token_line.js";
import { token } from "../../kit/tokens.js";
import { hideNote, showNote } from "../../kit/tooltip.js";
import { decimal, grouped, percent, THIN } from "../../lib/format.js";
import { LANES } from "../../lib/lanes.js";
import { store } from "../../state/store.js";
import { register } from "../../state/views.js";
import { inSight, laneFrame, laneLife, whenSeen } from "../shared/lane_panel.js";
import { readingDisagree } from "./disagreement.js";
import { readingStrip } from "./strip.js";

const FULL = 10; //  nats that have the full colour: about what a word at random would cost
const BITS = 1 / Math.LN2;

/**
 * @param {HTMLElement} root
 * @param {Props} props
 */
function start(root, props) {
  root.classList.add("pg-reading");
  root.dataset.testid = "reading";
  const hint = el("p", { class: "pg-note", text: "Run a model to see how surprising it finds each token." });
  const legend = el(
    "p",
    { class: "pg-legend", hidden: true, data: { testid: "reading-legend" } },
    el(
      "span",
      { class: "pg-ramp" },
      el("span", { text: "0" }),
      el("span", { class: "pg-ramp-bar" }),
      el("span", { text: `${FULL} nats (${decimal(FULL * BITS, 1)} bits) or more` }),
    ),
    el("span", { text: `1 nat = ${decimal(BITS, 3)} bits. A first token has no surprise: nothing stands before it.` }),
  );
  const disagree = readingDisagree((word) => lanes.forEach((lane) => lane.mark(word)));
  const lanes = LANES.map((name) => readingLane(name, () => compare()));
  const grid = el("div", { class: "pg-reading-lanes" }, ...lanes.map(({ node }) => node));
  root.replaceChildren(explains(props), legend, hint, grid, disagree.node);

  function compare() {
    const [a, b] = lanes.map((lane) => lane.answer());
    legend.hidden = !a && !b;
    disagree.show(a, b);
  }

  store.subscribe((change) => {
    if (change.selection) return lanes.forEach((lane) => lane.select());
    hint.hidden = lanes.map((lane) => lane.follow()).some(Boolean);
    return compare();
  });
  hint.hidden = lanes.map((lane) => lane.follow()).some(Boolean);
  compare();
}

// ---------------------------------------------------------------- one lane
/**
 * @param {LaneName} name
 * @param {() => void} onTold
 */
function readingLane(name, onTold) {
  const sums = el("dl", { class: "pg-reading-sums", data: { testid: `reading-sums-${name}` } });
  const given = el("p", { class: "pg-note", hidden: true, text: "The translation, given its source." });
  const text = el("div", {
    class: "pg-text",
    role: "listbox",
    "aria-label": `Surprise of each token, lane ${name.toUpperCase()}`,
    data: { testid: `reading-text-${name}` },
  });
  const box = el("div", { class: "pg-text-box" }, text);
  const line = tokenLine(text, {
    onPoint: point,
    onLeave: leave,
    onPick: choose,
    onEscape: () => store.select({ position: null }),
  });
  const marks = textMarks(line);
  const strip = readingStrip(name, { onPoint: (i) => point(i), onLeave: leave, onPick: choose });
  const body = el("div", { class: "pg-reading-body", hidden: true }, sums, given, box, strip.node);
  const frame = laneFrame(
    name,
    {
      kind: "pg-reading-lane",
      label: `Reading, lane ${name.toUpperCase()}`,
      testid: "reading-message",
      yields: [body],
    },
    body,
  );
  const life = laneLife(name, {
    panel: "reading",
    frame,
    waiting: "The surprises appear here when the text is complete.",
    seen: () => inSight(frame.node),
    load,
    show(reading) {
      draw(reading);
      onTold();
    },
  });
  whenSeen(frame.node, life.refresh);

  /** The surprises of a run, with the text they are about.
   * @param {string} trace
   * @returns {Promise<Reading>}
   */
  async function load(trace) {
    const [facts, score] = await Promise.all([get(endpoints.panel("reading", trace)), get(endpoints.surprisal(trace))]);
    return { ...score, ...facts };
  }

  /** @param {Reading} reading */
  function draw(reading) {
    /**
     * @param {string} label
     * @param {string} value
     * @param {string} unit
     * @param {string} says
     */
    const fact = (label, value, unit, says) => [
      el("dt", { text: label, title: says }),
      el("dd", {}, el("b", { text: value }), unit ? `${THIN}${unit}` : ""),
    ];
    Object.assign(sums.dataset, {
      sum: reading.sum_nats,
      mean: reading.mean_nats,
      perplexity: reading.perplexity,
      bits: reading.bits_per_character ?? "",
    });
    sums.replaceChildren(
      ...fact(
        "perplexity",
        reading.perplexity < 1000 ? decimal(reading.perplexity, 2) : grouped(Math.round(reading.perplexity)),
        "",
        "e to the mean: as if it chose among so many equally likely tokens each time",
      ),
      ...fact(
        "mean",
        decimal(reading.mean_nats, 3),
        `nats per token (${decimal(reading.mean_nats * BITS, 3)}${THIN}bits)`,
        "the sum divided by the tokens counted",
      ),
      ...fact(
        "sum",
        decimal(reading.sum_nats, 2),
        `nats (${decimal(reading.sum_nats * BITS, 2)}${THIN}bits)`,
        "minus the logarithm of the probability of the whole text after its first token",
      ),
      ...(reading.bits_per_character === null
        ? []
        : fact(
            "per character",
            decimal(reading.bits_per_character, 3),
            "bits",
            "comparable between models whose tokens differ",
          )),
      ...fact(
        "counted",
        grouped(reading.counted_tokens),
        "tokens, all but the first",
        "the first one has nothing before it",
      ),
    );
    given.hidden = !reading.given;
    const here = store.lanes[name]?.tokens ?? [];
    line.draw(
      reading.tokens.map((one, i) => ({
        id: one.id,
        text: one.text,
        start: one.start,
        end: one.end,
        gap: here[i]?.gap,
        part: here[i]?.part,
        special: here[i]?.special,
        says: one.surprise_nats === null ? "no surprise: it comes first" : `${decimal(one.surprise_nats)} nats`,
      })),
    );
    marks.clear();
    line.spans.forEach((span, i) => {
      const { surprise_nats: surprise } = reading.tokens[i];
      span.classList.toggle("pg-reading-none", surprise === null);
      span.style.setProperty("--s", Math.min(1, (surprise || 0) / FULL).toFixed(4));
      span.dataset.surprise = String(surprise ?? "");
    });
    strip.draw(reading);
    select();
  }

  function select() {
    const at = life.answer() ? store.positionIn(name) : null;
    line.spans.forEach((span, i) => span.setAttribute("aria-selected", String(i === at)));
    strip.select(at);
  }

  /** @param {number} i */
  function choose(i) {
    store.select({ position: i, positionLane: name });
  }

  /** @param {number} i */
  function point(i) {
    const one = life.answer()?.tokens[i];
    const span = line.spans[i];
    if (!one || !span) return;
    strip.point(i);
    const box = span.getClientRects()[0] || span.getBoundingClientRect();
    /**
     * @param {string} label
     * @param {...(string | HTMLElement)} value
     */
    const row = (label, ...value) => [el("dt", { text: label }), el("dd", {}, ...value)];
    const rows =
      one.surprise_nats === null
        ? row("surprise", "none: nothing stands before it")
        : [
            ...row("surprise", `${decimal(one.surprise_nats)} nats, ${decimal(one.surprise_nats * BITS)} bits`),
            ...row("probability", percent(one.probability ?? 0)),
            ...row("rank", one.rank === 1 ? "1, the most likely" : grouped(one.rank ?? 0)),
            ...row("entropy", `${decimal(one.entropy_nats ?? 0)} nats`),
            ...(one.rank === 1 || !one.best
              ? []
              : row("it would have written", token(one.best.text), ` ${percent(one.best.probability)}`)),
          ];
    showNote(
      box,
      el("p", { class: "pg-note-word" }, token(one.text, { part: line.tokens[i].part })),
      el("dl", {}, ...rows),
    );
  }

  function leave() {
    hideNote();
    strip.point(null);
  }

  return {
    node: frame.node,
    follow: life.follow,
    select,
    answer: life.answer,
    /** Light a word of the text, {start, end} in characters; null lights none.
     * @param {DisagreedWord | null} word
     */
    mark(word) {
      const reading = life.answer();
      const stretch = word && reading && tokensOver(reading.tokens, word.start, word.end);
      marks.set("disagrees", stretch ? [stretch] : []);
      if (stretch) intoView(line.spans[stretch.first]);
    },
  };
}

register("reading", start);
