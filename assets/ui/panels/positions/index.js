/* The Positions tab: one switch between its three parts, each of which is drawn when it is first shown. */
import { el, explains } from "../../kit/dom.js";
import { register } from "../../state/views.js";
import { schemeCompare } from "./compare_schemes.js";
import { positionHeads } from "./heads.js";
import { positionScheme } from "./scheme.js";

const PARTS = [
  { key: "scheme", title: "Scheme", draw: positionScheme },
  { key: "heads", title: "Heads", draw: positionHeads },
  { key: "compare", title: "Compare schemes", draw: schemeCompare },
];
let shown = PARTS[0].key; // kept when the tab is mounted anew

/**
 * @param {HTMLElement} root
 * @param {Props} props
 */
function start(root, props) {
  root.classList.add("pg-positions");
  root.dataset.testid = "positions";
  const parts = PARTS.map(({ key, title, draw }) => {
    const radio = el("input", {
      type: "radio",
      name: "pg-positions-part",
      value: key,
      data: { testid: `part-${key}` },
      on: { change: () => show(key) },
    });
    const body = el("div", { class: "pg-positions-part", hidden: true, data: { part: key } });
    return {
      key,
      draw,
      radio,
      body,
      drawn: false,
      label: el("label", { class: "pg-positions-choice" }, radio, el("span", { text: title })),
    };
  });
  const choice = el(
    "div",
    { class: "pg-positions-switch", role: "radiogroup", "aria-label": "Part of the positions panel" },
    ...parts.map(({ label }) => label),
  );

  /** @param {string} key */
  function show(key) {
    shown = key;
    for (const part of parts) {
      const on = part.key === key;
      part.radio.checked = on;
      part.body.hidden = !on;
      if (!on || part.drawn) continue;
      part.drawn = true;
      part.draw(part.body);
    }
  }
  root.replaceChildren(explains(props), choice, ...parts.map(({ body }) => body));
  show(shown);
}

register("positions", start);
