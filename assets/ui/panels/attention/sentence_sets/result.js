/* What came of a set of sentences: a map and a table of all heads by one measure, and the chosen head.
 *
 * setResult(onPick) → {node, set, choose, stack, shape, sentences}.
 */

import { el, one as first } from "../../../kit/dom.js";
import { changesMap } from "../../../kit/head_grid.js";
import { exporting } from "../../../lib/export.js";
import { percent } from "../../../lib/format.js";
import { present } from "../../../lib/present.js";
import { setHead } from "./head.js";
import { setMeasures } from "./measures.js";
import { setTable } from "./table.js";

/** @param {({ layer, head }: { layer: number, head: number }, since: number) => void} onPick */
function setResult(onPick) {
  const says = el("p", { class: "pg-set-says", data: { testid: "set-says" } });
  const other = el("p", { class: "pg-note", hidden: true, data: { testid: "set-other" } });
  const skipped = el("p", { class: "pg-note", hidden: true, data: { testid: "set-skipped" } });
  const select = el("select", {
    class: "pg-select",
    data: { testid: "set-measure" },
    on: {
      change: () => {
        shown = select.value;
        draw();
      },
    },
  });
  const what = el("p", { class: "pg-note", data: { testid: "set-what" } });
  const file = el("button", {
    type: "button",
    class: "pg-button",
    text: "CSV",
    title: "Mean and standard deviation of every measure of every head",
    "aria-label": "Download the table as CSV",
    data: { testid: "set-csv" },
    on: { click: () => save() },
  });
  const mapBox = el("div", { class: "pg-set-map" });
  const table = setTable(onPick);
  const one = setHead();
  const node = el(
    "section",
    {
      class: "pg-set-result",
      "aria-label": "Heads over these sentences",
      hidden: true,
      data: { testid: "set-result" },
    },
    says,
    skipped,
    other,
    el("div", { class: "pg-set-controls" }, el("label", { class: "pg-field" }, "Measure", select), file),
    what,
    el("div", { class: "pg-set-columns" }, el("div", { class: "pg-set-all" }, mapBox, table.node), one.node),
  );
  /** @type {ToldSet} */
  let told;
  /** @type {string[]} */
  let lines = [];
  let title = "";
  /** @type {SetMeasureWords[]} */
  let measures = [];
  let shown = "previous"; // which every sentence can be asked for
  /** @type {ReturnType<typeof changesMap>} */
  let map;
  /** @type {ToldSet | null} */
  let headTold = null; // what the one head is shown of
  let key = ""; //    what the map was made for
  /** @type {{ layer: number, head: number, trace: string | null } | null} */
  let chosen = null;

  /**
   * @param {ToldSet} found
   * @param {SetRequest} request
   */
  function set(found, request) {
    [told, lines, title] = [found, request.lines, request.title];
    measures = setMeasures(told);
    if (!measures.some(({ id }) => id === shown)) shown = measures[0].id;
    if (select.dataset.key !== measures.map(({ id }) => id).join()) {
      select.dataset.key = measures.map(({ id }) => id).join();
      select.replaceChildren(...measures.map(({ id, title: text }) => el("option", { value: id, text })));
    }
    const named = told.roles.flat().filter(Boolean).length;
    const count = told.layers * told.heads;
    says.textContent = `${title} over ${told.sentences} ${told.sentences === 1 ? "sentence" : "sentences"}: ${named} of its ${count} heads have a clear role on average.`;
    skipped.hidden = !told.skipped.length;
    skipped.textContent = skippedWords();
    node.hidden = false;
    draw();
  }

  function skippedWords() {
    if (!told.skipped.length) return "";
    const numbers = told.skipped.map(({ line }) => line + 1);
    const which = numbers.slice(0, 10).join(", ") + (numbers.length > 10 ? " …" : "");
    return `Left out: ${numbers.length === 1 ? "line" : "lines"} ${which}. ${told.skipped[0].why}`;
  }

  function draw() {
    select.value = shown;
    const measure = present(measures.find(({ id }) => id === shown));
    const role = told.definitions.find(({ id }) => id === shown);
    what.textContent = [
      role?.says.replace(/\.$/, ""),
      `mean over queries and sentences of ${measure.says}`,
      measure.asked < told.sentences ? `could be asked of ${measure.asked} of the ${told.sentences} sentences` : "",
      role && shown !== "uniform" ? `by chance ${percent(told.chance[shown])}` : "",
    ]
      .filter(Boolean)
      .join(" · ");
    const made = [shown, told.layers, told.heads].join();
    if (made !== key) {
      key = made;
      map = changesMap(onPick, {
        testid: "set-map",
        says: `${measure.title}, mean of every head`,
        number: measure.title,
        legend: `Mean: ${measure.title}`,
      });
      mapBox.replaceChildren(map.node);
    }
    const focused = mapBox.contains(document.activeElement);
    map.set({
      layers: told.layers,
      blocks: told.blocks,
      heads: told.heads,
      distances: measure.mean,
      largest: Math.max(...measure.mean.flat()) || 1,
    });
    table.set({ told, measures, shown });
    if (chosen) frame();
    if (focused) first(mapBox, '[aria-selected="true"]')?.focus();
  }

  function frame() {
    if (!chosen) return;
    map.select(chosen);
    table.select(chosen);
  }

  /** @param {{ layer: number, head: number, trace: string | null, other: string }} given */
  function choose({ layer, head, trace, other: now }) {
    const next = { layer, head, trace };
    const again = JSON.stringify(next) !== JSON.stringify(chosen) || headTold !== told;
    chosen = next;
    other.hidden = !now;
    other.textContent = now ? `These numbers are of ${title}; lane A now holds ${now}.` : "";
    frame();
    if (!again) return;
    headTold = told;
    one.set({ told, measures, lines, layer, head, trace });
  }

  function save() {
    const heads = told.roles.flatMap((row, layer) => row.map((role, head) => ({ layer, head, role })));
    const rows = heads.map(({ layer, head, role }) => [
      layer,
      head,
      role?.title || "",
      ...measures.flatMap(({ mean, sd }) => [mean[layer][head], sd[layer][head]]),
    ]);
    const names = measures.flatMap(({ id, asked }) => [`${id} mean (n=${asked})`, `${id} sd`]);
    exporting.save(
      new Blob([exporting.csv([["layer", "head", "role", ...names], ...rows])], { type: "text/csv" }),
      "heads-over-sentences.csv",
    );
  }

  return {
    node,
    set,
    choose,
    stack: () => told.stack,
    shape: () => told,
    sentences: () => told?.sentences || 0,
  };
}

export { setResult };
