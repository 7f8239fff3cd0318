/* What came of an experiment on places: what the model was told, what it answered before and after, how
 * the chosen head read, and which words and layers moved.
 *
 * positionResult(name, {told, trace, about}) → {nodes, frame, redraw}; `frame` follows the page's head.
 */
import * as endpoints from "../../../data/endpoints.js";
import { barCells } from "../../../kit/bar_cells.js";
import { el } from "../../../kit/dom.js";
import { changesMap } from "../../../kit/head_grid.js";
import { headPictures } from "../../../kit/head_pair.js";
import { columns, pairedBars } from "../../../kit/paired_bars.js";
import { quoted, token } from "../../../kit/tokens.js";
import { clamp } from "../../../lib/clamp.js";
import { decimal, percent, small, spoken } from "../../../lib/format.js";
import { store } from "../../../state/store.js";
import { positionNumbers, positionSays } from "./sentence.js";

/** @type {Record<string, [title: string, first: string]>} */
const OUTPUT = {
  labels: ["The label", "Label"],
  spans: ["The answer", "Answer"],
  entities: ["The names", "Name"],
  filled: ["The word at [MASK]", "Guess"],
};

/**
 * @param {LaneName} name
 * @param {{ outcome: MovedPositions | PermutedPositions, trace: string, about: MovableWords }} moved
 */
function positionResult(name, { outcome, trace, about }) {
  const says = el(
    "p",
    { class: "pg-placing-says", data: { testid: `place-outcome-${name}` } },
    ...positionSays(outcome),
  );
  const did = el("p", {
    class: "pg-note",
    text: "note" in outcome ? `${outcome.says} ${outcome.note}`.trim() : outcome.says,
  });
  if (outcome.kind === "permutation")
    return { nodes: [says, did, ...permutation(name, outcome)], frame() {}, redraw() {} };
  const heads = outcome.heads.length && about.stack ? headsOf(name, outcome, trace) : null;
  return {
    nodes: [
      says,
      numbers(name, outcome),
      did,
      strip(name, outcome),
      row(answers(name, outcome)),
      heads ? row(heads.nodes) : "",
      row(moved(name, outcome)),
    ],
    frame: () => heads?.frame(),
    redraw: () => heads?.redraw(),
  };
}

/**
 * @param {LaneName} name
 * @param {MovedPositions} outcome
 */
function numbers(name, outcome) {
  const says = positionNumbers(outcome);
  return says
    ? el(
        "details",
        { class: "pg-numbers-more", data: { testid: `place-numbers-${name}` } },
        el("summary", { text: "numbers" }),
        el("p", { class: "pg-note", text: says }),
      )
    : "";
}

/**
 * @param {string} title
 * @param {...(string | HTMLElement)} nodes
 */
const section = (title, ...nodes) =>
  el("section", { class: "pg-placing-section" }, el("h4", { text: title }), ...nodes);

/** Sections side by side where there is room.
 * @param {HTMLElement[]} nodes
 */
const row = (nodes) => (nodes.length ? el("div", { class: "pg-placing-row" }, ...nodes) : "");

/** Token numbers by their new places; those that share one keep the order of the text.
 * @param {MovedToken[]} tokens
 */
const byPlace = (tokens) => tokens.map((_, i) => i).sort((x, y) => tokens[x].after - tokens[y].after || x - y);

// ---------------------------------------------------------------- what the model was told
/** @param {number} value */
const place = (value) => (Number.isInteger(value) ? String(value) : decimal(value));

/** The tokens in the order of their new places, where these say an order at all.
 * @param {LaneName} name
 * @param {MovedPositions} outcome
 */
function strip(name, { kind, tokens }) {
  const gone = kind === "zero"; // no place is told, so none is shown
  const chips = byPlace(tokens).map((i) => {
    const { text, before, after } = tokens[i];
    const same = before === after && !gone;
    const now = gone ? "none" : place(after);
    return el(
      "li",
      { class: same ? "pg-placed" : "pg-placed pg-moved", data: { token: i, before, after: gone ? "" : after } },
      token(text),
      el("span", { class: "pg-placed-places", "aria-hidden": "true", text: same ? now : `${place(before)} → ${now}` }),
      el("span", {
        class: "pg-unseen",
        text: same ? `, place ${now} as before` : `, place ${place(before)} became ${now}`,
      }),
    );
  });
  return section(
    "What the model was told: its tokens by their new places",
    el(
      "ol",
      {
        class: "pg-placed-strip",
        tabindex: "0",
        "aria-label": "Tokens by their new places",
        data: { testid: `place-strip-${name}` },
      },
      ...chips,
    ),
  );
}

// ---------------------------------------------------------------- answers
/**
 * @param {LaneName} name
 * @param {MovedPositions} outcome
 */
function answers(name, { output, next, written }) {
  const nodes = [];
  if (output?.before.length) {
    const [title, first] = OUTPUT[output.kind] || OUTPUT.labels;
    const rows = output.before.map(({ label, probability }, i) => ({
      name: [el("bdi", { text: label })],
      before: probability,
      after: output.after[i].probability,
      data: { label },
    }));
    nodes.push(
      section(
        title,
        pairedBars(rows, { testid: `place-output-${name}`, title, first, number: percent, full: 1, caption: "" }),
      ),
    );
  }
  if (next) {
    /** @param {Pick<MovedOption, "before" | "after">} option */
    const likely = ({ before, after }) => Math.max(before ?? 0, after ?? 0);
    const rows = [...next.candidates]
      .sort((x, y) => likely(y) - likely(x))
      .map(({ id, text, before, after }) => ({ name: [token(text)], before, after, data: { id } }));
    nodes.push(
      el(
        "section",
        { class: "pg-placing-section" },
        el("h4", {}, "The next token, after ", quoted(next.token)),
        pairedBars(rows, {
          testid: `place-next-${name}`,
          title: "The next token",
          first: "Token",
          number: percent,
          full: likely(rows[0]) || 1,
          caption: "The five most likely before and after; the longest bar is the most likely.",
        }),
        el("p", {
          class: "pg-note",
          data: { testid: `place-kl-${name}`, kl: next.kl_nats },
          text: `Kullback–Leibler divergence of the whole distribution, from before to after: ${small(next.kl_nats)} nats.`,
        }),
      ),
    );
  }
  if (written) nodes.push(writtenText(name, written));
  return nodes;
}

/**
 * @param {LaneName} name
 * @param {MovedText} written
 */
function writtenText(name, { before, after, tokens }) {
  const rows = tokens.map((one) => ({ name: [token(one.text)], before: one.before, after: one.after, data: {} }));
  return section(
    "The written text",
    el(
      "p",
      { class: "pg-placing-line", data: { testid: `place-written-${name}`, before, after } },
      "Log-probability of what was written: ",
      el("b", { class: "pg-number", text: decimal(before) }),
      " nats before, ",
      el("b", { class: "pg-number", text: decimal(after) }),
      " after.",
    ),
    rows.length
      ? el(
          "details",
          { class: "pg-placing-details", open: true },
          el("summary", { text: "Token by token" }),
          pairedBars(rows, {
            testid: `place-written-tokens-${name}`,
            title: "The written text, token by token",
            first: "Token",
            number: percent,
            full: 1,
            caption: "The probability of each token, given those before it.",
          }),
        )
      : "",
  );
}

// ---------------------------------------------------------------- heads
/**
 * @param {LaneName} name
 * @param {MovedPositions} outcome
 * @param {string} trace
 */
function headsOf(name, outcome, trace) {
  const table = outcome.heads;
  const [layers, heads] = [table.length, table[0].length];
  const flat = table.flatMap((row, layer) => row.map((distance, head) => ({ layer, head, distance })));
  const most = flat.reduce((top, one) => (one.distance > top.distance ? one : top));
  /**
   * @param {{ layer: number, head: number }} place
   * @param {number} since
   */
  const pick = ({ layer, head }, since) => store.select({ stack: outcome.stack, layer, heads: [head] }, { since });
  const map = changesMap(pick, {
    testid: `place-heads-${name}`,
    says: "How much every head changed",
    number: "attention moved",
    legend: "Share of attention that moved",
  });
  map.set({ layers, heads, distances: table, largest: most.distance || 1 });
  const pictures = headPictures(name);
  const order = byPlace(outcome.tokens);
  const inOrder = el("input", {
    type: "checkbox",
    data: { testid: `place-order-${name}` },
    on: { change: () => pictures.arrange(inOrder.checked ? order : null) },
  });
  const turn = order.some((token, i) => token !== i)
    ? el("label", { class: "pg-switch" }, inOrder, "Second picture in the order of the new places")
    : "";
  const says = el("p", { class: "pg-placing-line", data: { testid: `place-head-says-${name}` } });
  const jump = el("button", {
    type: "button",
    class: "pg-button",
    text: `Changed most: layer ${most.layer}, head ${most.head} (${decimal(most.distance)})`,
    data: { testid: `place-most-${name}` },
    on: { click: (event) => pick(most, event.timeStamp) },
  });

  function frame() {
    const layer = clamp(store.selection.layer, 0, layers - 1);
    const head = clamp(store.selection.heads[0], 0, heads - 1);
    map.select({ layer, head });
    says.textContent = `Layer ${layer}, head ${head}: on average a token moved ${percent(table[layer][head])} of its attention elsewhere.`;
    /** @param {string} run */
    const address = (run) => endpoints.headWeights(endpoints.stackAddress(run, outcome.stack), layer, head);
    pictures.show({ a: address(trace), b: address(outcome.trace_id) });
  }

  return {
    nodes: [
      section(
        "How the chosen head reads",
        says,
        pictures.node,
        turn,
        el("p", {
          class: "pg-note",
          text: turn
            ? "Each row reads, each column is read, in the order of the text. If the old pattern comes back in the new order, this head goes by place."
            : "Each row reads, each column is read.",
        }),
      ),
      section("How much each head changed", map.node, el("div", { class: "pg-controls" }, jump)),
    ],
    frame,
    redraw: () => pictures.redraw(),
  };
}

// ---------------------------------------------------------------- words and layers
/**
 * @param {LaneName} name
 * @param {MovedPositions} outcome
 */
function moved(name, { tokens, hidden }) {
  const { cell, bar } = barCells;
  const full = Math.max(...tokens.map(({ change }) => change)) || 1;
  const rows = tokens.map(({ text, change }) =>
    el(
      "tr",
      { data: { change } },
      el("th", { scope: "row", "aria-label": spoken(text) }, token(text)),
      el("td", {}, cell(small(change), bar(0, change / full))),
    ),
  );
  const table = el(
    "table",
    { class: "pg-experiment-table", data: { testid: `place-tokens-${name}` } },
    el("caption", { text: "Length of the change of a token's last hidden vector, as a share of the vector's length." }),
    el(
      "thead",
      {},
      el("tr", {}, el("th", { scope: "col", text: "Token" }), el("th", { scope: "col", text: "Change" })),
    ),
    el("tbody", {}, ...rows),
  );
  const layers = columns(hidden, {
    testid: `place-layers-${name}`,
    title: "Mean change per layer",
    number: small,
    says: (i) => (i ? `after layer ${i - 1}` : "embeddings"),
  });
  return [
    section(
      "Which tokens moved",
      el(
        "div",
        {
          class: "pg-experiment-scroll pg-placing-tokens",
          tabindex: "0",
          role: "region",
          "aria-label": `Change of each token, lane ${name.toUpperCase()}`,
        },
        table,
      ),
    ),
    section(
      "In which layer it begins",
      layers,
      el("p", {
        class: "pg-note",
        text: `Mean change of the hidden vectors, the embeddings first (0), then after each layer; the tallest is ${small(Math.max(...hidden))}.`,
      }),
    ),
  ];
}

// ---------------------------------------------------------------- without places
/**
 * @param {LaneName} name
 * @param {PermutedPositions} outcome
 */
function permutation(name, { without, with_positions: kept, tokens, explains }) {
  const options = { first: "Over all tokens", number: small, names: ["without positions", "with positions"] };
  const both = [{ name: ["Largest change"], before: without, after: kept, data: {} }];
  const each = tokens.map((one) => ({
    name: [token(one.text)],
    before: one.without,
    after: one.with_positions,
    data: {},
  }));
  const full = Math.max(without ?? 0, kept, ...each.flatMap(({ before, after }) => [before ?? 0, after])) || 1;
  return [
    section(
      "The same words in another order",
      pairedBars(both, {
        ...options,
        full,
        testid: `place-permuted-${name}`,
        title: "Largest change",
        caption:
          "Change of a word's last hidden vector, as a share of its length, each word compared with itself in the other order.",
      }),
      el("p", { class: "pg-placing-line", data: { testid: `place-explains-${name}` }, text: explains }),
    ),
    section(
      "Word by word",
      pairedBars(each, {
        ...options,
        first: "Token",
        full,
        testid: `place-permuted-tokens-${name}`,
        title: "Change of each token",
        caption: "",
      }),
    ),
  ];
}

export { positionResult };
