/* The whole model as one line of boxes, from the text to the probabilities. The part that the open panel shows
 * is lit, and every part is a door to its panel. An encoder–decoder has two lines.
 *
 * modelPicture({onOpen}) → {node, draw}.
 */
import { get } from "../data/api.js";
import * as endpoints from "../data/endpoints.js";
import { all, el } from "../kit/dom.js";
import { t } from "../lib/messages.js";
import { store } from "../state/store.js";
import { tabs } from "../state/tabs.js";

/** @typedef {{ words: string, says: string, panel: string }} Part */

/** @type {(part: Part) => Part} */
const part = (given) => given;
const TEXT = part({ words: t("Text"), says: t("What you typed"), panel: "" });
const TOKENS = part({ words: t("Tokens"), says: t("The text in pieces, each with a number"), panel: "reading" });
const PLACES = part({
  words: t("Embeddings + positions"),
  says: t("A list of numbers for each token, and where it is"),
  panel: "positions",
});
const ATTENTION = part({ words: t("Attention"), says: t("Words look at other words"), panel: "attention" });
const CROSS = part({ words: t("Cross-attention"), says: t("The new text looks at the source"), panel: "alignment" });
const LAYERS = part({
  words: t("Feed-forward"),
  says: t("Each position thinks for itself; then the next layer"),
  panel: "lens",
});
const CHANCES = part({
  words: t("Probabilities"),
  says: t("One for every token of the vocabulary"),
  panel: "next_token",
});
const LABEL = part({ words: t("Answer"), says: t("A label, a stretch of the text or a name"), panel: "deciding" });

/**
 * @param {{ onOpen?: () => void }} tools
 */
export function modelPicture({ onOpen = () => {} } = {}) {
  const node = el("div", { class: "pg-model", data: { testid: "model-picture" } });
  /** @type {Record<string, number>} */
  let layers = {}; // stack → how many
  let drawn = "";
  let asked = "";

  /** @type {(one: Part) => HTMLElement} */
  const boxOf = (one) =>
    el("button", {
      type: "button",
      class: "pg-model-part",
      title: one.says,
      text: one.words,
      disabled: !one.panel,
      data: { panel: one.panel },
      on: {
        click: () => {
          tabs.open(one.panel);
          onOpen();
        },
      },
    });
  /** @type {(stacks: string[], inside: Part[]) => HTMLElement} */
  const block = (stacks, inside) =>
    el(
      "span",
      { class: "pg-model-block" },
      el("span", {
        class: "pg-model-times",
        text: `${stacks.map((name) => layers[name]).find(Boolean) || "N"} ×`,
        title: t("So many layers"),
      }),
      ...inside.map(boxOf),
    );
  /** @type {(name: string, ...parts: (HTMLElement | Part)[]) => HTMLElement} */
  const row = (name, ...parts) =>
    el(
      "div",
      { class: "pg-model-row", role: "group", "aria-label": name || t("The model") },
      name ? el("span", { class: "pg-model-name", text: name }) : null,
      ...parts.flatMap((one, i) => [
        i ? el("span", { class: "pg-model-arrow", "aria-hidden": "true", text: "→" }) : null,
        one instanceof HTMLElement ? one : boxOf(one),
      ]),
    );

  async function count() {
    const lane = store.lanes.a;
    if (!lane?.trace || asked === lane.trace || lane.panels.attention !== null) return;
    asked = lane.trace;
    const trace = lane.trace;
    try {
      const { stacks } = await get(endpoints.panel("attention", trace));
      if (asked !== trace) return;
      layers = Object.fromEntries(
        stacks.map((/** @type {{ name: string, layers: number }} */ one) => [one.name, one.layers]),
      );
      draw();
    } catch {
      // the picture then says N
    }
  }

  function draw() {
    const lane = store.lanes.a;
    const two = lane?.family === "encoder-decoder";
    const labels = lane?.family === "encoder";
    const key = JSON.stringify([two, labels, layers]);
    if (key !== drawn) {
      drawn = key;
      node.replaceChildren(
        ...(two
          ? [
              row(t("Encoder"), TEXT, TOKENS, PLACES, block(["encoder"], [ATTENTION, LAYERS])),
              row(t("Decoder"), PLACES, block(["cross", "decoder"], [CROSS, LAYERS]), CHANCES),
            ]
          : [
              row(
                "",
                TEXT,
                TOKENS,
                PLACES,
                block(["self", "encoder", "decoder"], [ATTENTION, LAYERS]),
                labels ? LABEL : CHANCES,
              ),
            ]),
      );
    }
    for (const box of all(node, "[data-panel]"))
      box.classList.toggle("pg-lit", Boolean(box.dataset.panel) && box.dataset.panel === tabs.current);
    count();
  }
  tabs.subscribe(draw);
  store.subscribe((change) => change.lane === "a" && change.traceChanged && draw());
  draw();
  return { node, draw };
}
