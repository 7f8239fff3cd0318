/* The beam search as a tree from left to right: one column per step, the best candidate on top.
 *
 * beamTree(name, {onPick, tidy}) → {node, set, choose, prune, redraw}. Chips are buttons, so they can be
 * reached and read; the branches between them are one drawing behind.
 */
import { clamp } from "../lib/clamp.js";
import { decimal, percent, spoken, THIN } from "../lib/format.js";
import { present } from "../lib/present.js";
import { closest, el, sized } from "./dom.js";
import { quoted, token } from "./tokens.js";
import { hideNote, showNote } from "./tooltip.js";

const SVG = "http://www.w3.org/2000/svg";
const CHIP = { least: 54, most: 132, high: 38, low: 22 }; // px at the usual size of text; what was dropped is low
const GAP = { across: 34, down: 6 };
const EDGE = 10; // px around the tree
const RANK = { kept: 0, ended: 0, pruned: 1 };

const SAYS = {
  kept: "Press to read the text through here.",
  pruned: "Dropped: others scored higher at this step.",
  ended: "A finished text. Press to look into it.",
};

/**
 * @param {string} name
 * @param {{ onPick: Heard, says?: Record<string, string>, what?: string, mark?: string, tidy?: boolean }} options
 */
function beamTree(name, { onPick, says = SAYS, what = "Beam tree", mark = "beam", tidy = false }) {
  const edges = document.createElementNS(SVG, "svg");
  edges.setAttribute("class", "pg-beam-edges");
  edges.setAttribute("aria-hidden", "true");
  const chips = el("div", {
    class: "pg-beam-chips",
    role: "group",
    "aria-label": `${what} of lane ${name.toUpperCase()}: left is the candidate before, right the best one after, up and down the others of the step`,
  });
  const sheet = el("div", { class: "pg-beam-sheet" }, edges, chips);
  const node = el("div", { class: "pg-beam-scroll", data: { testid: `${mark}-tree-${name}` } }, sheet);

  /** @type {Tree} */
  let tree; //      {nodes, byId, children, columns, finals: the score of each finished text}
  let pruned = true; //    whether dropped candidates are drawn
  /** @type {number | null} */
  let chosen = null;
  /** @type {Map<number, HTMLButtonElement>} */
  let buttons = new Map();
  /** @type {Map<number | null, { x: number, y: number, width: number, height: number }>} */
  let places = new Map(); // id → {x, y, width, height}
  /** @type {number | null} */
  let tabbable = null;

  // ------------------------------------------------------------ the tree
  /**
   * @param {Grown} search
   * @returns {Tree}
   */
  function read({ nodes, hypotheses, length_penalty: penalty }) {
    const byId = new Map(nodes.map((one) => [one.id, one]));
    /** @type {Map<number | null, TreeChip[]>} */
    const children = new Map();
    for (const one of nodes) {
      if (!children.has(one.parent)) children.set(one.parent, []);
      present(children.get(one.parent)).push(one);
    }
    /**
     * @param {TreeChip} x
     * @param {TreeChip} y
     */
    const best = (x, y) => RANK[x.state] - RANK[y.state] || y.score - x.score;
    for (const group of children.values()) group.sort(best);
    const first = Math.min(...nodes.map((one) => one.step));
    /** @type {TreeChip[][]} */
    const columns = [];
    for (const one of nodes) (columns[one.step - first] ||= []).push(one);
    for (let i = 0; i < columns.length; i++) (columns[i] ||= []).sort(best);
    const listed = new Map(hypotheses.map((one) => [one.node, one.score]));
    // Also what ended too low to be listed has a score of the same kind.
    const finals = new Map(
      nodes
        .filter(({ state }) => state === "ended")
        .map((one) => [one.id, listed.get(one.id) ?? one.score / one.step ** penalty]),
    );
    return { nodes, byId, children, columns, finals };
  }

  /**
   * @param {number | null} id
   * @returns {Generator<TreeChip>}
   */
  function* path(id) {
    for (let one = tree.byId.get(id); one; one = tree.byId.get(one.parent)) yield one;
  }

  // ------------------------------------------------------------ chips
  /** @param {TreeChip} one */
  function chip(one) {
    const ended = one.state === "ended";
    const button = el(
      "button",
      {
        type: "button",
        class: `pg-chip pg-${one.state}`,
        tabindex: "-1",
        "aria-label": described(one),
        "aria-pressed": "false",
        data: { id: one.id, state: one.state, testid: `${mark}-${name}` },
      },
      el("span", { class: "pg-chip-word" }, ended ? el("span", { class: "pg-chip-end" }) : null, token(one.text)),
      one.state === "pruned"
        ? null
        : el("span", {
            class: "pg-chip-number",
            text: ended && !tidy ? decimal(tree.finals.get(one.id) ?? 0, 3) : percent(one.probability),
          }),
    );
    button.style.setProperty("--p", one.probability.toFixed(4));
    return button;
  }

  /** @param {TreeChip} one */
  const described = (one) =>
    `${spoken(one.text)}, ${percent(one.probability)}, step ${one.step}, ${{ kept: "kept", pruned: "dropped", ended: `ends here with score ${decimal(tree.finals.get(one.id) ?? 0, 3)}` }[one.state]}`;

  function build() {
    buttons = new Map(tree.nodes.map((one) => [one.id, chip(one)]));
    chips.replaceChildren(...tree.columns.flat().map(({ id }) => present(buttons.get(id))));
  }

  // ------------------------------------------------------------ places
  function place() {
    places = new Map();
    let x = EDGE;
    let deepest = 0;
    const shown = tree.columns.map((column) => column.filter((one) => pruned || one.state !== "pruned"));
    for (const button of buttons.values()) button.style.width = ""; // else the last width is measured
    const widths = shown.map((column) =>
      clamp(
        Math.max(0, ...column.map((one) => present(buttons.get(one.id)).offsetWidth + 1)),
        sized(CHIP.least),
        sized(CHIP.most),
      ),
    );
    shown.forEach((column, i) => {
      let y = EDGE;
      for (const one of column) {
        const height = sized(one.state === "pruned" ? CHIP.low : CHIP.high);
        places.set(one.id, { x, y, width: widths[i], height });
        y += height + GAP.down;
      }
      deepest = Math.max(deepest, y);
      x += widths[i] + GAP.across;
    });
    if (tidy) deepest = straighten();
    for (const [id, button] of buttons) {
      const at = places.get(id);
      button.hidden = !at;
      if (at)
        Object.assign(button.style, {
          left: `${at.x}px`,
          top: `${at.y}px`,
          width: `${at.width}px`,
          height: `${at.height}px`,
        });
    }
    const [wide, tall] = [x - GAP.across + EDGE, deepest + EDGE - GAP.down];
    sheet.style.cssText = `width: ${wide}px; height: ${tall}px`;
    edges.setAttribute("viewBox", `0 0 ${wide} ${tall}`);
    edges.setAttribute("width", String(wide));
    edges.setAttribute("height", String(tall));
  }

  /** No branch crosses another: a candidate stands level with the best one after it. */
  function straighten() {
    let y = EDGE;
    /** @param {TreeChip} one */
    const walk = (one) => {
      const at = present(places.get(one.id));
      const after = tree.children.get(one.id) || [];
      at.y = y;
      after.forEach(walk);
      if (!after.length) y += at.height + GAP.down;
    };
    (tree.children.get(null) || []).forEach(walk);
    return y;
  }

  function drawEdges() {
    const strong = new Set([...path(chosen)].map((one) => one.id));
    /** @type {Element[]} */
    const paths = [];
    for (const one of tree.nodes) {
      const [from, to] = [places.get(one.parent), places.get(one.id)];
      if (!from || !to) continue;
      const line = document.createElementNS(SVG, "path");
      const [x0, y0, x1, y1] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
      const bend = (x1 - x0) / 2;
      line.setAttribute("d", `M${x0} ${y0}C${x0 + bend} ${y0} ${x1 - bend} ${y1} ${x1} ${y1}`);
      line.setAttribute("class", `pg-edge pg-${one.state}${strong.has(one.id) ? " pg-strong" : ""}`);
      if (strong.has(one.id))
        paths.push(line); // last, so that it lies on top
      else paths.unshift(line);
    }
    edges.replaceChildren(...paths);
  }

  function markChosen() {
    const strong = new Set([...path(chosen)].map((one) => one.id));
    for (const [id, button] of buttons) {
      button.classList.toggle("pg-on-path", strong.has(id));
      button.setAttribute("aria-pressed", String(id === chosen));
    }
    drawEdges();
  }

  // ------------------------------------------------------------ pointing and keys
  /** @param {Event} event */
  const chipOf = (event) => closest(event, ".pg-chip");
  /** @param {HTMLElement} button */
  const idOf = (button) => Number(button.dataset.id);

  /** @param {HTMLElement} button */
  function explain(button) {
    const one = present(tree.byId.get(idOf(button)));
    const before = [...path(one.id)]
      .reverse()
      .map(({ text }) => text)
      .join("")
      .trim();
    /**
     * @param {string} label
     * @param {Node | string} value
     */
    const row = (label, value) => [el("dt", { text: label }), el("dd", {}, value)];
    showNote(
      button.getBoundingClientRect(),
      el("p", { class: "pg-note-word" }, token(one.text)),
      el(
        "dl",
        {},
        ...row("probability", percent(one.probability)),
        ...row("log-probability", `${decimal(one.score, 3)}${THIN}nats up to here`),
        ...(one.path === undefined ? [] : row("path", percent(one.path))),
        ...(tree.finals.has(one.id) ? row("final score", decimal(tree.finals.get(one.id) ?? 0, 3)) : []),
        ...row("text", el("span", { class: "pg-beam-text" }, quoted(before))),
      ),
      el("p", { class: "pg-note-hint", text: says[one.state] }),
    );
  }

  chips.addEventListener("pointerover", (event) => {
    const button = chipOf(event);
    if (button) explain(button);
  });
  chips.addEventListener("pointerleave", hideNote);
  chips.addEventListener("focusin", (event) => {
    const button = chipOf(event);
    if (button?.matches(":focus-visible")) explain(button);
  });
  chips.addEventListener("focusout", hideNote);
  chips.addEventListener("click", (event) => {
    const button = chipOf(event);
    if (!button) return;
    makeTabbable(idOf(button));
    onPick(idOf(button));
  });
  chips.addEventListener("keydown", (event) => {
    const button = chipOf(event);
    if (!button || event.ctrlKey || event.metaKey || event.altKey) return;
    const one = present(tree.byId.get(idOf(button)));
    const column = present(tree.columns.find((each) => each.includes(one))).filter(({ id }) => places.has(id));
    const at = column.indexOf(one);
    /** @type {Record<string, TreeChip | undefined>} */
    const ways = {
      ArrowLeft: tree.byId.get(one.parent),
      ArrowRight: (tree.children.get(one.id) || []).find(({ id }) => places.has(id)),
      ArrowUp: column[at - 1],
      ArrowDown: column[at + 1],
      Home: [...path(one.id)].at(-1),
      End: bestEnd(one),
    };
    if (!(event.key in ways)) return;
    event.preventDefault();
    const next = ways[event.key];
    if (!next) return;
    makeTabbable(next.id);
    present(buttons.get(next.id)).focus({ preventScroll: true });
    reveal(next.id);
  });

  /** The last candidate that follows from one, always along the best.
   * @param {TreeChip} one
   */
  function bestEnd(one) {
    let at = one;
    /** @type {TreeChip | undefined} */
    let next = at;
    for (; next; next = (tree.children.get(at.id) || []).find(({ id }) => places.has(id))) at = next;
    return at;
  }

  /** @param {number} id */
  function makeTabbable(id) {
    const button = buttons.get(id);
    if (!button) return;
    const before = tabbable === null ? undefined : buttons.get(tabbable);
    if (before) before.tabIndex = -1;
    button.tabIndex = 0;
    tabbable = id;
  }

  /** @param {number} id */
  function reveal(id) {
    const at = places.get(id);
    if (!at) return;
    if (at.x < node.scrollLeft) node.scrollLeft = at.x - EDGE;
    else if (at.x + at.width > node.scrollLeft + node.clientWidth)
      node.scrollLeft = at.x + at.width + EDGE - node.clientWidth;
  }

  // A chip that was covered by the scroll bar or cut at the edge comes into sight by arrow keys.
  function redraw() {
    if (!tree || !node.clientWidth) return;
    place();
    markChosen();
  }

  return {
    node,
    redraw,
    /** Show a search as /panels/beams gives it.
     * @param {Grown} search
     */
    set(search) {
      tree = read(search);
      tabbable = null;
      build();
      redraw();
      node.scrollLeft = 0;
    },
    /** @param {number | null} id */
    choose(id) {
      chosen = id;
      if (!tree) return;
      makeTabbable(id !== null && tree.byId.has(id) ? id : tree.nodes[0]?.id);
      if (node.clientWidth) markChosen();
    },
    /** Whether dropped candidates are drawn.
     * @param {boolean} on
     */
    prune(on) {
      pruned = on;
      if (tree && tabbable !== null && !on && tree.byId.get(tabbable)?.state === "pruned")
        makeTabbable(tree.columns[0][0].id);
      redraw();
    },
  };
}

export { beamTree };
