/* Cut what is on screen: the chosen head, the strongest link of the chosen reader, or the word it leads to. The panel
 * "Cut and see" measures what that does. cutHere(name) → {node, show}.
 */
import { el } from "../../kit/dom.js";
import { quoted } from "../../kit/tokens.js";
import { t } from "../../lib/messages.js";
import { interventions } from "../../state/interventions.js";
import { store } from "../../state/store.js";

/** @param {LaneName} name */
function cutHere(name) {
  const buttons = el("span", { class: "pg-cut-here-buttons" });
  const node = el(
    "p",
    { class: "pg-cut-here", hidden: true, data: { testid: `cut-here-${name}` } },
    el("span", { class: "pg-note", text: t("And if it were not there?") }),
    " ",
    buttons,
  );

  /**
   * @param {string} what
   * @param {(string | HTMLElement)[]} says
   * @param {import("../../state/interventions.js").Intervention[]} changes
   */
  const button = (what, says, changes) =>
    el(
      "button",
      {
        type: "button",
        class: "pg-button pg-small",
        data: { testid: `cut-here-${what}-${name}` },
        on: { click: () => interventions.propose(name, node.dataset.trace ?? "", changes) },
      },
      el("span", { "aria-hidden": "true", text: "✂ " }),
      ...says,
    );

  return {
    node,
    /**
     * @param {string} trace
     * @param {Stack} stack
     * @param {{ layer: number, heads: number[] }} pick
     * @param {ShownPicture} picture
     */
    show(trace, stack, { layer, heads }, picture) {
      node.dataset.trace = trace;
      node.hidden = stack.name === "memory" || store.lanes[name]?.panels?.interventions !== null;
      if (node.hidden) return;
      const own = stack.name === "self" ? {} : { stack: stack.name };
      const shown = [];
      if (heads.length === 1) {
        const head = heads[0];
        shown.push(
          button(
            "head",
            [t("Cut head {head} of layer {layer}", { head, layer })],
            [{ part: "head", how: "zero", ...own, layers: [layer], heads: [head] }],
          ),
        );
        const link = strongest(picture, stack);
        if (link) {
          const [reader, read] = [quoted(stack.query_tokens[link.query]), quoted(stack.key_tokens[link.key])];
          shown.push(
            button(
              "link",
              [t("Cut"), " ", reader, " → ", read],
              [
                {
                  part: "link",
                  how: "cut",
                  ...own,
                  layers: [layer],
                  heads: [head],
                  positions: [link.query],
                  keys: [link.key],
                },
              ],
            ),
          );
        }
      }
      buttons.replaceChildren(...shown);
    },
  };
}

/** The largest weight of the reader on screen, beside that on a resting place; null where whole words are shown.
 * @param {ShownPicture} picture
 * @param {Stack} stack
 */
function strongest(picture, stack) {
  const { starts, query, keys, values } = picture;
  if (keys.length !== stack.key_tokens.length || query === null) return null;
  const row = Array.from(values.slice(query * keys.length, (query + 1) * keys.length));
  const sink = stack.sink?.index;
  const key = row.reduce((best, value, i) => (i !== sink && (best < 0 || value > row[best]) ? i : best), -1);
  return key < 0 || !row[key] ? null : { query: starts.query[query], key: starts.key[key] };
}

export { cutHere };
