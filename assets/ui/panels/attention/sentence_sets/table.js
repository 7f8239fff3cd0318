/* All heads of a set as a table that can be sorted by every column.
 *
 * setTable(onPick) → {node, set, select}. `set({told, measures, shown})`: a result, its measures and
 * the id of the one that has a column; `onPick({layer, head}, since)` is told the head of a row.
 */

import { el, all as every, one } from "../../../kit/dom.js";
import { layerName } from "../../../lib/attention_names.js";
import { present } from "../../../lib/present.js";
import { meanAndSpread } from "./measures.js";

const FEW = 40; // rows shown at first
const ALWAYS = ["reach", "entropy"]; // measures with a column of their own

/** @param {(one: { layer: number, head: number }, two: number) => void} onPick */
function setTable(onPick) {
  const head = el("tr");
  const body = el("tbody", { data: { testid: "set-rows" } });
  const table = el(
    "table",
    { class: "pg-set-table", data: { testid: "set-table" } },
    el("caption", { class: "pg-unseen", text: "Heads over many sentences, mean and standard deviation" }),
    el("thead", {}, head),
    body,
  );
  const more = el("button", {
    type: "button",
    class: "pg-button",
    hidden: true,
    data: { testid: "set-all" },
    on: {
      click: () => {
        all = true;
        draw();
      },
    },
  });
  const node = el(
    "div",
    { class: "pg-set-heads" },
    el("div", { class: "pg-set-scroll", tabindex: "0", role: "region", "aria-label": "Table of heads" }, table),
    more,
  );
  /** @type {ShownSet} */
  let given; //  {told, measures, shown}
  let sort = { by: "measure", down: true };
  let all = false;
  /** @type {HeadPlace | null} */
  let chosen = null;

  const columns = () => {
    const shown = present(given.measures.find(({ id }) => id === given.shown));
    const rest = ALWAYS.filter((id) => id !== given.shown).map((id) =>
      present(given.measures.find((each) => each.id === id)),
    );
    /**
     * @param {string} by
     * @param {SetMeasureWords} measure
     * @param {string} css
     */
    const of = (by, measure, css) => ({
      by,
      title: measure.short,
      css,
      /** @param {{ layer: number, head: number }} given */
      key: ({ layer, head: at }) => measure.mean[layer][at],
      /** @param {{ layer: number, head: number }} given */
      cell: ({ layer, head: at }) => meanAndSpread(measure, layer, at),
    });
    return [
      {
        by: "head",
        title: "Head",
        css: "" /** @param {{ layer?: number, head?: number }} a */,
        /** @param {{ layer: number, head: number }} given */
        key: ({ layer, head: at }) => -(1000 * layer + at),
      },
      {
        by: "role",
        title: "Role on average",
        css: "",
        key: roleKey,
        /** @param {{ layer: number, head: number }} given */
        cell: ({ layer, head: at }) => given.told.roles[layer][at]?.title || "–",
      },
      of("measure", shown, "pg-set-shown"),
      ...rest.map((measure) => of(measure.id, measure, "pg-set-aside")),
    ];
  };

  /** Heads with a role first, by role, the clearest before the others.
   * @param {{ layer: number, head: number }} given
   */
  function roleKey({ layer, head: at }) {
    const found = given.told.roles[layer][at];
    if (!found) return -1;
    const place = given.told.definitions.findIndex(({ id }) => id === found.role);
    return 2 * (given.told.definitions.length - place) + found.measure;
  }

  function draw() {
    const shown = columns();
    const column = shown.find(({ by }) => by === sort.by) || shown[2];
    const by = sort.down ? -1 : 1;
    const heads = given.told.roles
      .flatMap((row, layer) => row.map((_, at) => ({ layer, head: at })))
      .sort((a, b) => by * (column.key(a) - column.key(b)));
    const focused = /** @type {HTMLElement | null} */ (document.activeElement)?.dataset || {};
    head.replaceChildren(...shown.map((each) => header(each, column)));
    body.replaceChildren(...heads.slice(0, all ? heads.length : FEW).map((each) => row(each, shown)));
    more.hidden = all || heads.length <= FEW;
    more.textContent = `Show all ${heads.length} heads`;
    // What was drawn anew while somebody stood on it keeps the keyboard.
    if (focused.setHead) one(body, `[data-set-head="${focused.setHead}"]`)?.focus();
    if (focused.setSort) one(head, `[data-set-sort="${focused.setSort}"]`)?.focus();
    select(chosen);
  }

  /**
   * @param {SetColumn} each
   * @param {SetColumn} column
   */
  function header({ by, title, css }, column) {
    const on = by === column.by;
    const button = el(
      "button",
      {
        type: "button",
        class: "pg-set-sort",
        data: { setSort: by, testid: `set-sort-${by}` },
        on: {
          click: () => {
            sort = { by, down: on ? !sort.down : true };
            draw();
          },
        },
      },
      title,
      el("span", { class: "pg-set-arrow", "aria-hidden": "true", text: on ? (sort.down ? "▼" : "▲") : "" }),
    );
    return el(
      "th",
      { scope: "col", class: css || null, "aria-sort": on ? (sort.down ? "descending" : "ascending") : "none" },
      button,
    );
  }

  /**
   * @param {HeadPlace} place
   * @param {SetColumn[]} shown
   */
  function row({ layer, head: at }, shown) {
    const [, ...cells] = shown;
    const pick = el("button", {
      type: "button",
      class: "pg-set-pick",
      text: `layer ${layerName(given.told, layer)} · head ${at}`,
      data: { setHead: `${layer}-${at}`, layer, head: at },
      on: { click: (event) => onPick({ layer, head: at }, event.timeStamp) },
    });
    return el(
      "tr",
      { data: { layer, head: at } },
      el("th", { scope: "row" }, pick),
      ...cells.map((each) =>
        el("td", {
          class: [each.css, each.by === "role" ? "" : "pg-number"].filter(Boolean).join(" ") || null,
          text: each.cell?.({ layer, head: at }),
        }),
      ),
    );
  }

  /** @param {HeadPlace | null} next */
  function select(next) {
    chosen = next;
    for (const each of every(body, "tr")) {
      const on = chosen && Number(each.dataset.layer) === chosen.layer && Number(each.dataset.head) === chosen.head;
      each.classList.toggle("pg-set-chosen", Boolean(on));
      one(each, "button")?.setAttribute("aria-pressed", String(Boolean(on)));
    }
  }

  return {
    node,
    select,
    /** @param {ShownSet} next */
    set(next) {
      if (given && given.shown !== next.shown) sort = { by: "measure", down: true };
      given = next;
      draw();
    },
  };
}

export { setTable };
