/* Every head taken out alone: which of them the word rests on. ablationMap(name, {where, onHead}) → {node, forget}. */
import * as endpoints from "../../data/endpoints.js";
import { el, write } from "../../kit/dom.js";
import { experiment as experimentForm } from "../../kit/experiment_form.js";
import { changesMap } from "../../kit/head_grid.js";
import { decimal } from "../../lib/format.js";
import { t } from "../../lib/messages.js";
import { feedForward } from "./result.js";

const COSTS = t("The model reads the text once per head, many at a time.");
const NEAR_NOTHING = 1e-6;

/**
 * @param {LaneName} name
 * @param {{ where: () => { trace: string, position: number | null } | null,
 *   onHead: (stack: string, head: { layer: number, head: number }) => void }} options
 */
function ablationMap(name, { where, onHead }) {
  const form = experimentForm("cut-map", name, { says: t("Heads taken out so far"), onRun: ask });
  /**
   * @param {string} label
   * @param {string} testid
   * @param {[string, string][]} options
   */
  const pick = (label, testid, options) => {
    const select = el(
      "select",
      { class: "pg-select", "aria-label": label, data: { testid: `${testid}-${name}` }, on: { change: show } },
      ...options.map(([value, text]) => el("option", { value, text })),
    );
    return { select, field: el("label", { class: "pg-field" }, label, select) };
  };
  const how = pick(t("Each head is"), "cut-map-how", [
    ["zero", t("off")],
    ["mean", t("only its mean")],
  ]);
  const side = pick(t("Show"), "cut-map-side", [
    ["for", t("heads that the word needs")],
    ["against", t("heads that speak against it")],
  ]);
  const says = el("p", { class: "pg-cut-rank", data: { testid: `cut-map-says-${name}` } });
  const drawn = el("div", { class: "pg-cut-map" });
  const node = el(
    "section",
    { class: "pg-cut-every", "aria-label": t("Every head in turn") },
    el("h4", { text: t("Every head in turn") }),
    el("p", {
      class: "pg-note",
      text: t("Each head is taken out alone: the darker, the more the word depended on it."),
    }),
    el("div", { class: "pg-controls" }, how.field, ...form.controls, side.field),
    form.status,
    says,
    drawn,
  );
  write(form.status, COSTS);
  /** @type {Map<string, AblatedHeads>} */
  const known = new Map(); // run, position and way → map

  function key() {
    const at = where();
    return at ? `${at.trace} ${at.position} ${how.select.value}` : "";
  }

  async function ask() {
    const at = where();
    if (!at) return;
    const asked = key();
    const map = await form.run(
      endpoints.ablatedHeads(at.trace, { how: how.select.value, position: at.position }),
      (line) => Boolean(line.stacks),
    );
    if (!map) return;
    known.set(asked, map);
    show();
  }

  function show() {
    const map = known.get(key());
    drawn.replaceChildren();
    write(says, "");
    side.field.hidden = !map;
    if (!form.busy()) write(form.status, map ? "" : COSTS);
    if (!map) return;
    const sign = side.select.value === "for" ? -1 : 1;
    const all = Object.entries(map.stacks).flatMap(([stack, rows]) =>
      rows.flatMap((row, layer) => row.map((value, head) => ({ stack, layer, head, value: sign * value }))),
    );
    const largest = Math.max(...all.map(({ value }) => value), NEAR_NOTHING);
    const top = all.reduce((best, one) => (one.value > best.value ? one : best));
    write(
      says,
      top.value > NEAR_NOTHING
        ? t("Most of all: head {head} of layer {layer}, {value} nats.", {
            head: top.head,
            layer: top.layer,
            value: decimal(sign * top.value),
          })
        : t("No head does."),
    );
    for (const [stack, rows] of Object.entries(map.stacks)) {
      const grid = changesMap((head) => onHead(stack, head), {
        testid: `cut-map-grid-${stack}-${name}`,
        says: t("Effect of taking out each head"),
        number: t("nats"),
        legend: t("Nats that the word loses without the head"),
      });
      grid.set({
        layers: rows.length,
        heads: rows[0].length,
        distances: rows.map((row) => row.map((value) => Math.max(0, sign * value))),
        largest,
      });
      if (Object.keys(map.stacks).length > 1) drawn.append(el("h5", { text: t(stack) }));
      drawn.append(grid.node);
    }
    drawn.append(feedForward(name, map, sign));
  }

  return {
    node,
    show,
    forget() {
      form.leaveOff();
      known.clear();
      show();
    },
  };
}

export { ablationMap };
