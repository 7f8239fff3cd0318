/* Which scheme a model uses: in words, with its source, as a dial where it turns, and in pictures. */
import { citation } from "../../kit/citation.js";
import { el, write } from "../../kit/dom.js";
import { LANES } from "../../lib/lanes.js";
import { store } from "../../state/store.js";
import { openTab } from "../../state/tabs.js";
import { figureLane, followLanes } from "../shared/figure_lane.js";
import { positionDial } from "./dial.js";

/** @param {HTMLElement} root */
function positionScheme(root) {
  root.classList.add("pg-figures");
  root.dataset.testid = "figures-positions";
  const heads = headChoice();
  const hint = el("p", { class: "pg-note", text: "Run a model to see how it tells where a token stands." });
  const grid = el("div", { class: "pg-figure-lanes" });
  const lanes = LANES.map((name) => schemeLane(name, () => heads.update(lanes)));
  grid.append(...lanes.map(({ lane }) => lane.node));
  root.replaceChildren(heads.node, hint, grid);
  followLanes(
    lanes.map(({ lane }) => lane),
    hint,
    (change) => lanes.forEach(({ dial }) => dial.follow(change)),
  );
}

/**
 * @param {LaneName} name
 * @param {() => void} onContent
 */
function schemeLane(name, onContent) {
  const words = schemeWords(name);
  const dial = positionDial(name);
  const lane = figureLane(name, "positions", {
    words: [words.node, dial.node],
    onContent: (content) => {
      words.show(content);
      dial.show(content?.dial || null);
      onContent();
    },
  });
  return { lane, dial };
}

// ---------------------------------------------------------------- words
/** @param {LaneName} name */
function schemeWords(name) {
  const explains = el("p", { data: { testid: `scheme-explains-${name}` } });
  const beyond = el("p");
  const sources = el("p", { class: "pg-sources", data: { testid: `scheme-source-${name}` } });
  const outside = el(
    "p",
    {},
    el("button", {
      type: "button",
      class: "pg-button",
      text: "Open Move words",
      on: { click: () => openTab("Move words") },
    }),
  );
  const body = el("div", { class: "pg-scheme-words" }, explains, beyond, outside, sources);
  const node = el("div", {}, body);

  /** @param {PositionsPanel | null} content */
  function show(content) {
    if (!content) return;
    write(explains, content.explains || "");
    beyond.hidden = !content.beyond;
    beyond.replaceChildren(
      ...(content.beyond ? [el("b", { text: "Beyond the trained length. " }), content.beyond] : []),
    );
    outside.hidden = content.scheme !== "none";
    const papers = content.papers || [];
    sources.hidden = !papers.length;
    sources.replaceChildren(...papers.flatMap((paper, i) => [i ? el("br") : "", ...citation(paper)]));
  }

  return { node, show };
}

// ---------------------------------------------------------------- layer and head
/** Which head the measured pictures show; the same choice as in the attention panel. */
function headChoice() {
  /**
   * @param {"layer" | "head"} what
   * @param {(value: number) => Partial<Selected>} pick
   */
  const box = (what, pick) => {
    const select = el("select", {
      class: "pg-select",
      data: { testid: `positions-${what}` },
      on: { change: (event) => store.select(pick(Number(select.value)), { since: event.timeStamp }) },
    });
    return { select, field: el("label", { class: "pg-field" }, what === "layer" ? "Layer" : "Head", select) };
  };
  const layer = box("layer", (value) => ({ layer: value }));
  const head = box("head", (value) => ({ heads: [value] }));
  const node = el(
    "div",
    { class: "pg-controls pg-positions-head", hidden: true },
    layer.field,
    head.field,
    el("span", { class: "pg-note", text: "for the pictures of one head" }),
  );

  /**
   * @param {HTMLSelectElement} select
   * @param {number} count
   * @param {number} value
   */
  function fill(select, count, value) {
    if (select.options.length !== count)
      select.replaceChildren(...Array.from({ length: count }, (_, i) => el("option", { value: i, text: i })));
    select.value = String(Math.min(value, count - 1));
  }

  /** @param {ReturnType<typeof schemeLane>[]} lanes */
  function update(lanes) {
    const shapes = lanes.flatMap(({ lane }) => lane.content()?.heads ?? []);
    node.hidden = !shapes.length;
    if (!shapes.length) return;
    fill(layer.select, Math.max(...shapes.map((one) => one.layers)), store.selection.layer);
    fill(head.select, Math.max(...shapes.map((one) => one.heads)), store.selection.heads[0]);
  }
  return { node, update };
}

export { positionScheme };
