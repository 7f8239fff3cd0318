/* Rotary positions as hands on a dial: one pair of dimensions large, all pairs small.
 *
 * positionDial(lane) → {node, show(dial), follow(change)}. All angles are computed here from the
 * model's own frequencies: position × frequency, counter-clockwise from the right, as in R(p·θ).
 */
import { el, write } from "../../kit/dom.js";
import { quoted } from "../../kit/tokens.js";
import { decimal, grouped, THIN } from "../../lib/format.js";
import { store } from "../../state/store.js";
import { positionSlider } from "./slider.js";

const SVG = "http://www.w3.org/2000/svg";
const TURN = 2 * Math.PI;
const RADIUS = 88;
const SMALL = 15;
const TICKS = 12;

/**
 * @param {string} tag
 * @param {Record<string, string | number>} [attributes]
 * @param {...Node} children
 * @returns {SVGElement}
 */
function svg(tag, attributes = {}, ...children) {
  const node = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/**
 * @param {string} className
 * @param {number} length
 */
function hand(className, length) {
  const node = svg("line", { class: className, x1: 0, y1: 0, x2: length, y2: 0 });
  return {
    node,
    /** @param {number} angle */
    turn(angle) {
      node.setAttribute("x2", (length * Math.cos(angle)).toFixed(4));
      node.setAttribute("y2", (-length * Math.sin(angle)).toFixed(4)); // the y axis of SVG points down
    },
  };
}

/** @param {number} angle */
const degrees = (angle) => `${decimal((angle * 360) / TURN, Math.abs(angle) < 10 ? 2 : 1)}°`;
/** @param {number} value */
const plain = (value) =>
  value >= 1000 ? grouped(Math.round(value)) : value >= 10 ? value.toFixed(1) : value.toFixed(3);

/** @param {LaneName} name */
function positionDial(name) {
  const state = { query: 0, key: 0, pair: 0, kind: 0, together: false };
  /** @type {Dial} */
  let dial; // what the panel's route told
  let turnedFor = ""; //   of which model: another one starts at pair 0

  const face = largeFace();
  const kinds = el("select", {
    class: "pg-select",
    data: { testid: `dial-kind-${name}` },
    on: { change: () => choose({ kind: Number(kinds.value) }) },
  });
  const kindField = el("label", { class: "pg-field" }, "Kind of layer", kinds);
  const query = positionSlider({
    title: "Query at",
    says: `Position of the query, lane ${name.toUpperCase()}`,
    testid: `dial-query-${name}`,
    onInput: (to) => move("query", to),
  });
  const key = positionSlider({
    title: "Key at",
    says: `Position of the key, lane ${name.toUpperCase()}`,
    testid: `dial-key-${name}`,
    onInput: (to) => move("key", to),
  });
  const together = el("input", {
    type: "checkbox",
    data: { testid: `dial-together-${name}` },
    on: { change: () => (state.together = together.checked) },
  });
  const facts = factList(name);
  const small = el("div", {
    class: "pg-small-dials",
    role: "radiogroup",
    "aria-label": `Pair of dimensions, lane ${name.toUpperCase()}`,
  });
  const smallTitle = el("p", { class: "pg-note" });
  const beyond = el("p", { class: "pg-dial-beyond", role: "status" });
  /** @type {{ node: HTMLLabelElement, radio: HTMLInputElement, turn: (angle: number) => void }[]} */
  let faces = [];

  const node = el(
    "section",
    { class: "pg-dial", data: { testid: `dial-${name}` } },
    el("h4", { text: "Turn the hands" }),
    el("p", {
      class: "pg-dial-says",
      text: "One pair of dimensions of a query and of a key, as hands of a clock. Each turns by its position × the frequency of the pair. Only the angle between them enters the score: move both, and it stays.",
    }),
    kindField,
    el(
      "div",
      { class: "pg-dial-body" },
      face.node,
      el(
        "div",
        { class: "pg-dial-side" },
        query.node,
        key.node,
        el("label", { class: "pg-switch" }, together, "Move both, keep the distance"),
        facts.node,
        beyond,
      ),
    ),
    smallTitle,
    small,
  );
  const wrapper = el("div", { hidden: true }, node);

  // ---------------------------------------------------------------- what is chosen
  /**
   * @param {"query" | "key"} which
   * @param {number} to
   */
  function move(which, to) {
    const by = to - state[which];
    const other = which === "query" ? "key" : "query";
    if (state.together) {
      // Both stop when one is at an end, so that the distance really stays.
      const free = Math.max(-state[other], Math.min(query.reach() - state[other], by));
      state[which] += free;
      state[other] += free;
    } else state[which] = to;
    draw();
  }

  /** @param {Partial<DialState>} patch */
  function choose(patch) {
    Object.assign(state, patch);
    if ("kind" in patch) build();
    draw();
  }

  const kindNow = () => dial.kinds[Math.min(state.kind, dial.kinds.length - 1)];

  // ---------------------------------------------------------------- drawing
  function draw() {
    if (!dial) return;
    const { frequencies, unscaled } = kindNow();
    const pair = Math.min(state.pair, frequencies.length - 1);
    const frequency = frequencies[pair];
    query.set(state.query);
    key.set(state.key);
    tokenAt(query.token, state.query);
    tokenAt(key.token, state.key);
    face.draw(state.query * frequency, state.key * frequency, unscaled ? state.query * unscaled[pair] : null);
    facts.draw(pair, frequency, state, unscaled ? unscaled[pair] : null);
    faces.forEach(({ turn }, i) => turn(state.query * frequencies[i]));
    const far = dial.trained_length && Math.max(state.query, state.key) >= dial.trained_length;
    write(beyond, far ? `Beyond the ${grouped(dial.trained_length ?? 0)} positions this model is made for.` : "");
    node.classList.toggle("pg-beyond", Boolean(far));
  }

  /**
   * @param {HTMLSpanElement} box
   * @param {number} at
   */
  function tokenAt(box, at) {
    const token = store.lanes[name]?.tokens?.[at];
    box.replaceChildren(...(token ? [" ", quoted(token.text)] : []));
  }

  function build() {
    const { frequencies } = kindNow();
    faces = frequencies.map((frequency, i) => smallFace(i, frequency));
    small.replaceChildren(...faces.map((one) => one.node));
    state.pair = Math.min(state.pair, frequencies.length - 1);
    faces[state.pair].radio.checked = true;
    write(
      smallTitle,
      `All ${frequencies.length} pairs at the query's position, fastest first. Choose one to see it large.`,
    );
  }

  /**
   * @param {number} index
   * @param {number} frequency
   */
  function smallFace(index, frequency) {
    const one = hand("pg-hand-query", SMALL - 3);
    const radio = el("input", {
      type: "radio",
      name: `pg-dial-pair-${name}`,
      value: index,
      "aria-label": `Pair ${index}, one turn in ${plain(TURN / frequency)} tokens`,
      data: { testid: `dial-choice-${name}` },
      on: { change: () => choose({ pair: index }) },
    });
    const picture = svg(
      "svg",
      { viewBox: `${-SMALL - 1} ${-SMALL - 1} ${2 * SMALL + 2} ${2 * SMALL + 2}`, "aria-hidden": "true" },
      svg("circle", { r: SMALL, class: "pg-dial-rim" }),
      one.node,
    );
    return {
      node: el("label", { class: "pg-small-dial" }, radio, picture, el("span", { text: index })),
      radio,
      turn: one.turn,
    };
  }

  return {
    node: wrapper,
    /** @param {Dial | null} content */
    show(content) {
      wrapper.hidden = !content;
      if (!content) return;
      dial = content;
      query.bound(content.reach, content.trained_length);
      key.bound(content.reach, content.trained_length);
      kindField.hidden = content.kinds.length < 2;
      kinds.replaceChildren(
        ...content.kinds.map((kind, i) => el("option", { value: i, text: kind.name.replaceAll("_", " ") })),
      );
      const lane = store.lanes[name];
      if (turnedFor !== (lane?.trace ?? "")) {
        turnedFor = lane?.trace ?? "";
        state.query = store.positionIn(name) ?? Math.max(0, (lane?.tokens?.length || 9) - 1);
        state.key = 0;
      }
      // The layer that is chosen on the page has one of the kinds.
      state.kind = Math.max(
        0,
        content.kinds.findIndex((kind) => kind.name === content.kind),
      );
      kinds.value = String(state.kind);
      build();
      draw();
    },
    /** The token that is chosen on the page is where the query stands.
     * @param {Partial<Change>} change
     */
    follow(change) {
      if (!dial || !change.selection || !change.changed?.includes("position")) return;
      const at = store.positionIn(name);
      if (at !== null) move("query", at);
    },
  };
}

function largeFace() {
  const [first, second, before] = [
    hand("pg-hand-query", RADIUS - 6),
    hand("pg-hand-key", RADIUS - 22),
    hand("pg-hand-before", RADIUS - 6),
  ];
  const wedge = svg("path", { class: "pg-dial-wedge" });
  const ticks = Array.from({ length: TICKS }, (_, i) => {
    const [x, y] = [Math.cos((i / TICKS) * TURN), Math.sin((i / TICKS) * TURN)];
    return svg("line", {
      class: "pg-dial-tick",
      x1: x * (RADIUS - 5),
      y1: y * (RADIUS - 5),
      x2: x * RADIUS,
      y2: y * RADIUS,
    });
  });
  /** @type {[text: string, x: number, y: number][]} */
  const DIRECTIONS = [
    ["0°", RADIUS + 13, 4],
    ["90°", 0, -RADIUS - 6],
    ["180°", -RADIUS - 15, 4],
    ["270°", 0, RADIUS + 15],
  ];
  const names = DIRECTIONS.map(([text, x, y]) => {
    const label = svg("text", { x, y, "text-anchor": "middle", class: "pg-dial-label" });
    label.textContent = String(text);
    return label;
  });
  const picture = svg(
    "svg",
    { viewBox: "-122 -112 244 224", class: "pg-dial-face", "aria-hidden": "true" },
    svg("circle", { r: RADIUS, class: "pg-dial-rim" }),
    ...ticks,
    ...names,
    wedge,
    before.node,
    second.node,
    first.node,
    svg("circle", { r: 3.5, class: "pg-dial-hub" }),
  );
  return {
    node: picture,
    /**
     * @param {number} query
     * @param {number} key
     * @param {number | null} unscaled
     */
    draw(query, key, unscaled) {
      first.turn(query);
      second.turn(key);
      before.node.toggleAttribute("hidden", unscaled === null);
      if (unscaled !== null) before.turn(unscaled);
      wedge.setAttribute("d", sector(key, query, 26));
    },
  };
}

/** The smaller sector between two angles.
 * @param {number} from
 * @param {number} to
 * @param {number} radius
 */
function sector(from, to, radius) {
  const between = ((((to - from) % TURN) + TURN + TURN / 2) % TURN) - TURN / 2; // −π … π
  /** @param {number} angle */
  const at = (angle) => `${(radius * Math.cos(angle)).toFixed(3)} ${(-radius * Math.sin(angle)).toFixed(3)}`;
  return `M 0 0 L ${at(from)} A ${radius} ${radius} 0 0 ${between > 0 ? 0 : 1} ${at(from + between)} Z`;
}

/** @param {LaneName} name */
function factList(name) {
  /** @type {Record<string, HTMLElement>} */
  const rows = {};
  /**
   * @param {string} id
   * @param {string} label
   * @param {string} [mark]
   */
  const row = (id, label, mark) => {
    rows[id] = el("dd", { class: "pg-number", data: { testid: `dial-${id}-${name}` } });
    return [
      el("dt", {}, mark ? el("span", { class: `pg-hand-mark ${mark}`, "aria-hidden": "true" }) : null, label),
      rows[id],
    ];
  };
  const unscaled = row("unscaled", "query, without scaling", "pg-before");
  const node = el(
    "dl",
    { class: "pg-dial-facts" },
    ...row("pair", "pair"),
    ...row("query-angle", "query", "pg-query"),
    ...row("key-angle", "key", "pg-key"),
    ...row("between", "between them"),
    ...unscaled,
  );
  return {
    node,
    /**
     * @param {number} pair
     * @param {number} frequency
     * @param {{ query: number, key: number }} at
     * @param {number | null} before
     */
    draw(pair, frequency, { query, key }, before) {
      /**
       * @param {number} at
       * @param {number} [by]
       */
      const turned = (at, by = frequency) => `${degrees(at * by)} = ${plain((at * by) / TURN)} turns`;
      write(
        rows.pair,
        `${pair}: ${frequency.toPrecision(4)} radians per token, one turn in ${plain(TURN / frequency)} tokens`,
      );
      write(rows["query-angle"], `${turned(query)}`);
      write(rows["key-angle"], `${turned(key)}`);
      write(
        rows.between,
        `${query - key < 0 ? "−" : ""}${grouped(Math.abs(query - key))}${THIN}tokens, ${degrees((query - key) * frequency)}, cosine ${decimal(Math.cos((query - key) * frequency), 3)}`,
      );
      unscaled.forEach((part) => (part.hidden = before === null));
      if (before !== null) write(rows.unscaled, turned(query, before));
    },
  };
}

export { positionDial };
