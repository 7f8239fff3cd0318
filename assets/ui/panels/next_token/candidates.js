/* One lane's next token: the likeliest candidates as bars that can be pressed, and what is left over.
 *
 * candidateList(name, onPick) → {node, lay, draw, say}. It is handed a distribution and what the rules left.
 */
import { badge, closest, el } from "../../kit/dom.js";
import { quoted, token } from "../../kit/tokens.js";
import { grouped, percent, spoken, THIN } from "../../lib/format.js";

const ROWS = 15;
const BITS = Math.LOG2E; // bits per nat
const CONTEXT = 6; //      tokens quoted after "After …"

/**
 * @param {LaneName} name
 * @param {(picked: { position: number, id: number }) => void} onPick
 */
function candidateList(name, onPick) {
  const title = el("h3", { translate: "no" });
  const after = el("p", { class: "pg-after" });
  const message = el("p", { class: "pg-note", hidden: true, data: { testid: `next-token-message-${name}` } });
  const list = el("ol", {
    class: "pg-bars",
    "aria-label": `Next token, lane ${name.toUpperCase()}`,
    data: { testid: `candidates-${name}` },
  });
  const scaleNote = el("p", { class: "pg-scale", "aria-hidden": "true" });
  const facts = el("p", { class: "pg-entropy", data: { testid: `entropy-${name}` } });
  const node = el(
    "article",
    { class: "pg-next-lane", data: { lane: name }, "aria-label": `Next token, lane ${name.toUpperCase()}` },
    el("header", { class: "pg-lane-head" }, badge(name), title),
    message,
    after,
    scaleNote,
    list,
    facts,
  );
  const rows = Array.from({ length: ROWS }, () => candidateRow(name));
  const extra = candidateRow(name); //  the token that came next, when it is not among the first
  const rest = othersRow(name);
  list.append(...rows.map((row) => row.node), extra.node, rest.node);
  /** @type {Distribution | null} */
  let data = null; //  the distribution shown (data/distribution.js)
  /** @type {Stage | null} */
  let shown = null; //  the stage drawn last

  list.addEventListener("click", (event) => {
    const button = closest(event, "button[data-id]");
    if (!button || !data) return;
    onPick({ position: data.position, id: Number(button.dataset.id) });
  });

  /** Another position's tokens; `draw` then fills in rows and numbers.
   * @param {Distribution} distribution
   * @param {LaneToken[]} context
   */
  function lay(distribution, context) {
    data = distribution;
    for (const row of [...rows, extra]) row.lay(null);
    after.replaceChildren(...contextWords(context, data.panel));
  }

  /** The likeliest after the rules, then the model's own: a rule may bring up what was far down.
   * @param {Stage} now
   * @param {number} vocabulary
   */
  function placesOf(now, vocabulary) {
    const places = [...now.order.subarray(0, ROWS)];
    for (let place = 0; places.length < Math.min(ROWS, vocabulary); place++) if (!now.keeps(place)) places.push(place);
    return places;
  }

  /** Bars, numbers and the line below. `drawn`: {draws, counts: id → how often}, real draws.
   * @param {Stage} now
   * @param {ProbabilityScale} scale
   * @param {{ drawn?: DrawCounts | null, share?: number }} [how]
   */
  function draw(now, scale, { drawn = null, share = 1 } = {}) {
    shown = now;
    if (!data) return;
    const { own, panel } = data;
    const places = placesOf(now, panel.vocabulary);
    const came = data.actualPlace;
    places.forEach((place, i) => rows[i].lay(data, place, place === came));
    rows.slice(places.length).forEach((row) => row.lay(null));
    extra.lay(came === null || places.includes(came) ? null : data, came, true);
    const sums = { probability: 0, before: 0, kept: 0, count: 0, drawn: 0 };
    for (const row of [...rows, extra]) {
      if (row.place === null) continue;
      const [probability, before, kept] = [
        now.probability(row.place),
        own.probability(row.place),
        now.keeps(row.place),
      ];
      const times = drawn ? drawn.counts.get(row.id ?? -1) || 0 : null;
      row.draw({ probability, before, kept, scale, times, draws: drawn?.draws });
      sums.probability += probability;
      sums.before += before;
      sums.kept += kept ? 1 : 0;
      sums.count += 1;
      sums.drawn += times || 0;
    }
    rest.draw({
      probability: Math.max(0, 1 - sums.probability),
      before: Math.max(0, 1 - sums.before),
      scale,
      count: panel.vocabulary - sums.count,
      kept: now.kept - sums.kept,
      times: drawn ? drawn.draws - sums.drawn : null,
      draws: drawn?.draws,
    });
    list.classList.toggle("pg-has-drawn", Boolean(drawn));
    scaleNote.replaceChildren(
      el("span", { class: "pg-raw-key" }),
      "thin line: before your settings · ",
      ...(drawn ? [el("span", { class: "pg-drawn-key" }), "drawn · "] : []),
      scale.words,
    );
    describe(now, own, panel, share);
    spellMissing(places);
  }

  /** @param {number[]} places */
  function spellMissing(places) {
    const mine = data;
    mine?.spell(places.filter((place) => mine.text(place) === undefined)).then(
      (came) => {
        if (!came || data !== mine) return;
        for (const row of rows) row.relabel(mine);
      },
      (error) => console.error("playground: no texts of tokens", error),
    );
  }

  /**
   * @param {Stage} now
   * @param {Stage} own
   * @param {NextTokenPanel} panel
   * @param {number} share
   */
  function describe(now, own, panel, share) {
    /** @param {number} nats */
    const both = (nats) => `${nats.toFixed(2)}${THIN}nats (${(nats * BITS).toFixed(2)}${THIN}bits)`;
    const all = now.kept === panel.vocabulary;
    facts.dataset.nats = String(now.entropy);
    facts.dataset.rawNats = String(own.entropy);
    facts.dataset.kept = String(now.kept);
    facts.replaceChildren(
      "Entropy ",
      el("b", { text: both(own.entropy) }),
      " → ",
      el("b", { text: both(now.entropy) }),
      ". ",
      all
        ? `All ${grouped(panel.vocabulary)} tokens can be drawn.`
        : `${grouped(now.kept)} of ${grouped(panel.vocabulary)} tokens kept: ${percent(share)} of the mass, rescaled to 100${THIN}%.`,
    );
  }

  return {
    node,
    lay,
    draw,
    get ready() {
      return Boolean(data);
    },
    get shown() {
      return shown;
    },
    /** @param {string} sentence */
    say(sentence) {
      message.textContent = sentence || "";
      message.hidden = !sentence;
      for (const part of [after, list, facts, scaleNote]) part.hidden = Boolean(sentence);
      if (sentence) data = null;
    },
    /** @param {string} text */
    title: (text) => (title.textContent = text || ""),
  };
}

/** After “… on the windowsill”, the model expects:
 * @param {LaneToken[]} tokens
 * @param {NextTokenPanel} panel
 */
function contextWords(tokens, panel) {
  const { actual } = panel;
  const last = tokens.slice(Math.max(0, panel.position + 1 - CONTEXT), panel.position + 1);
  const text = last.length ? last.map((one) => one.text).join("") : panel.text;
  const words = ["After ", quoted(panel.position + 1 > CONTEXT ? `… ${text.trimStart()}` : text)];
  if (actual) words.push(" came ", quoted(actual.text), ` (rank ${grouped(actual.rank)})`);
  else words.push(" comes next");
  return words;
}

function bar() {
  const mark = el("span", { class: "pg-bar-drawn", hidden: true });
  return {
    mark,
    times: el("span", { class: "pg-bar-times", hidden: true }),
    track: el(
      "span",
      { class: "pg-bar-track" },
      el("span", { class: "pg-bar-fill" }),
      el("span", { class: "pg-bar-raw" }),
      mark,
    ),
  };
}

/** Where the draws lie beside what was predicted, and how often it was.
 * @param {{ mark: HTMLElement, times: HTMLElement }} nodes
 * @param {HTMLElement} box
 * @param {{ times: number | null, draws?: number, scale: ProbabilityScale, kept: boolean | number }} counted
 */
function drawTimes({ mark, times }, box, { times: count, draws, scale, kept }) {
  mark.hidden = count === null || !kept;
  times.hidden = count === null;
  if (count === null) {
    delete box.dataset.drawn;
    return;
  }
  box.dataset.drawn = String(count);
  box.style.setProperty("--drawn", scale.width(count / (draws || 1)).toFixed(5));
  times.textContent = kept ? `${grouped(count)}×` : "";
}

/** @param {LaneName} name */
function candidateRow(name) {
  const label = el("span", { class: "pg-bar-label" });
  const { track, mark, times } = bar();
  const number = el("span", { class: "pg-bar-number" });
  const button = el(
    "button",
    { type: "button", class: "pg-row pg-bar", data: { testid: `candidate-${name}` } },
    label,
    track,
    number,
    times,
  );
  /** @type {{ place: number | null, id: number | null, came: boolean, text: string }} */
  const held = { place: null, id: null, came: false, text: "" };
  const row = {
    node: el("li", { hidden: true }, button),
    ...held, // `place`: in the sorted list of all tokens
    /**
     * @param {Distribution | null} data
     * @param {number | null} [place]
     * @param {boolean} [came]
     */
    lay(data, place, came) {
      row.node.hidden = !data;
      if (!data || place === null || place === undefined) {
        row.place = row.id = null;
        return;
      }
      const id = (place === data.actualPlace ? data.panel.actual?.id : data.idOf(place)) ?? null;
      if (row.place === place && row.id === id) return;
      row.place = place;
      row.id = id;
      row.came = Boolean(came);
      button.dataset.id = String(id ?? "");
      button.dataset.rank = String(place + 1);
      button.classList.toggle("pg-came", Boolean(came));
      row.relabel(data);
    },
    /** @param {Distribution} data */
    relabel(data) {
      if (row.place === null) return;
      row.text = data.text(row.place) ?? (row.came ? data.panel.actual?.text : undefined) ?? "…";
      label.replaceChildren(token(row.text));
      if (row.came) label.append(el("span", { class: "pg-came-mark", text: "◆ came next" }));
    },
    /** @param {{ probability: number, before: number, kept: boolean, scale: ProbabilityScale, times: number | null, draws?: number }} candidate */
    draw({ probability, before, kept, scale, times: count, draws }) {
      Object.assign(button.dataset, { probability, raw: before, kept });
      button.classList.toggle("pg-cut", !kept);
      button.style.setProperty("--fill", scale.width(probability).toFixed(5));
      button.style.setProperty("--raw", scale.width(before).toFixed(5));
      button.classList.toggle("pg-moved", Math.abs(scale.width(probability) - scale.width(before)) > 1 / 400);
      number.textContent = kept ? percent(probability) : "cut";
      drawTimes({ mark, times }, button, { times: count, draws, scale, kept });
      const drawn = count === null ? "" : `, drawn ${count} of ${draws} times`;
      button.setAttribute(
        "aria-label",
        `${spoken(row.text)}, ${kept ? percent(probability) : "cut"}, the model's own ${percent(before)}${row.came ? ", came next" : ""}${drawn}. Press to continue with it.`,
      );
    },
  };
  return row;
}

/** @param {LaneName} name */
function othersRow(name) {
  const label = el("span", { class: "pg-bar-label" });
  const number = el("span", { class: "pg-bar-number" });
  const { track, mark, times } = bar();
  const box = el("div", { class: "pg-bar pg-others", data: { testid: `others-${name}` } }, label, track, number, times);
  return {
    node: el("li", {}, box),
    /** @param {{ probability: number, before: number, scale: ProbabilityScale, count: number, kept: number, times: number | null, draws?: number }} others */
    draw({ probability, before, scale, count, kept, times: drawn, draws }) {
      Object.assign(box.dataset, { probability, raw: before, kept, count });
      label.textContent =
        kept === count
          ? `all ${grouped(count)} others`
          : kept
            ? `${grouped(kept)} of ${grouped(count)} others`
            : `${grouped(count)} others`;
      // This bar may be longer than the scale: it ends in a hatching and its number tells.
      box.classList.toggle("pg-over", probability > scale.full);
      box.classList.toggle("pg-moved", Math.abs(scale.width(probability) - scale.width(before)) > 1 / 400);
      box.style.setProperty("--fill", scale.width(probability).toFixed(5));
      box.style.setProperty("--raw", scale.width(before).toFixed(5));
      number.textContent = kept ? percent(probability) : "cut";
      drawTimes({ mark, times }, box, { times: drawn, draws, scale, kept });
    },
  };
}

export { candidateList };
