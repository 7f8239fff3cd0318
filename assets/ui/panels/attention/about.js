/* What the numbers of the attention view are, and what they are not: one disclosure below the controls.
 *
 * attentionAbout() → {node, update}.
 */

import { el } from "../../kit/dom.js";
import { present } from "../../lib/present.js";
import { openTab } from "../../state/tabs.js";
import { attentionReading } from "./measure.js";

// Where "was it used?" is asked by changing something, by the panel that asks it.
const CAUSAL = [
  ["deciding", "What decides", "What decides? tries each word by leaving it out"],
  ["alignment", "Alignment", "Is the alignment true? hides words and translates again"],
  ["move_words", "Move words", "Move words gives tokens other positions and runs the model again"],
];

function attentionAbout() {
  const others = el("dl", { class: "pg-about-all" });
  const check = el("p", { class: "pg-note" });
  const node = el(
    "details",
    { class: "pg-about", data: { testid: "attention-about" } },
    el("summary", {}, "What these numbers are"),
    others,
    el(
      "p",
      {},
      el("b", { text: "By word or by sentence: " }),
      "the sum over the tokens that are read, the mean over those that read, so that rows still sum to what they did (Clark et al. 2019, section 4.1).",
    ),
    el(
      "p",
      {},
      el("b", { text: "The sink: " }),
      "many heads leave their attention on one token, mostly the first, when they find nothing (Xiao et al. 2024). Hidden, its share is printed and the other numbers stay as they are.",
    ),
    el(
      "p",
      {},
      el("b", { text: "Attention is not by itself an explanation. " }),
      "It tells what was read, not what it was used for (Jain and Wallace 2019; Wiegreffe and Pinter 2019).",
    ),
    check,
  );

  for (const { title, says, source } of attentionReading.KINDS)
    others.append(el("dt", { text: title }), el("dd", {}, says, " ", el("cite", { text: source })));

  return {
    node,
    /** @param {AttentionLane[]} panels */
    update(panels) {
      const ready = panels.filter((panel) => panel.stack());
      node.hidden = !ready.length || present(ready[0].stack()).name === "memory";
      if (node.hidden) return;
      const told = ready[0].lane()?.panels || {};
      const found = CAUSAL.filter(([id]) => id in told && !told[id]);
      check.hidden = !found.length;
      check.replaceChildren(
        "To ask what was used, change something: ",
        ...found.map(([, title, says]) =>
          el("button", { type: "button", class: "pg-link", text: says, on: { click: () => openTab(title) } }),
        ),
      );
    },
  };
}

export { attentionAbout };
