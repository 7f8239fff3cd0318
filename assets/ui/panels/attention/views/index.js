/* The chosen view of one lane's numbers: links, a matrix, rows, the text, the head's
 * anatomy, or bertviz's own views.
 *
 * attentionView(node, lane, calls) → {set, redraw, reveal, focus, point}. Each view is made when it is
 * first asked for, and only the one that is seen is drawn.
 */

import { el, pressed, write } from "../../../kit/dom.js";
import { layerName, rowLabels } from "../../../lib/attention_names.js";
import { store } from "../../../state/store.js";
import { attentionNumbers } from "../numbers.js";
import { headAnatomy } from "../steps/index.js";
import { classicView } from "./bertviz.js";
import { tokenLinks } from "./links.js";
import { matrixView } from "./matrix.js";
import { rowsView } from "./rows.js";
import { textView } from "./text.js";

/** [id, title, what it shows]; a view is one script and one line here and in `makers`. */
const VIEWS = [
  ["links", "Links", "a line from each word to the words it looks at"],
  ["matrix", "Matrix", "every number of the chosen heads"],
  ["rows", "All heads", "this word in every head of every layer"],
  ["text", "Text", "the text itself, shaded"],
  ["anatomy", "Step by step", "one head, step by step, with its real numbers"],
  ["classic", "bertviz", "bertviz's own views"],
];

/**
 * @param {HTMLElement} node
 * @param {LaneName} lane
 * @param {ViewListeners & { about: () => ViewAbout }} options
 */
function attentionView(node, lane, { onPin, onFocus, onHead, onDrawn, about }) {
  /** @type {Record<string, HTMLElement>} */
  const boxes = {};
  /** @type {Record<string, AttentionView>} */
  const views = {};
  /** @type {Record<string, (box: HTMLElement) => AttentionView>} */
  const makers = {
    links: (box) => tokenLinks(box, lane, { onPin, onFocus }),
    matrix: (box) =>
      matrixView(box, lane, { onPin, onFocus, onHead: (head, since) => onHead({ heads: [head] }, since) }),
    rows: (box) =>
      rowsView(box, lane, {
        onDrawn,
        onHead: ({ layer, head }, since) => onHead(head === null ? { layer } : { layer, heads: [head] }, since),
      }),
    text: (box) => textView(box, lane, { onPin, onFocus }),
    anatomy,
    classic: (box) => classicView(box, lane),
  };
  /** Inside one head, for the token that is chosen.
   * @param {HTMLElement} box
   * @returns {AttentionView}
   */
  function anatomy(box) {
    const several = el("p", { class: "pg-note", hidden: true });
    const inside = headAnatomy(lane);
    box.append(several, inside.node);
    return {
      redraw: inside.redraw,
      show({ trace, stack, pick, token }) {
        several.hidden = pick.heads.length < 2;
        several.textContent = `Several heads are chosen: this is the inside of the first, head ${pick.heads[0]}.`;
        inside.show({
          trace,
          stack: stack.name,
          layer: pick.layer,
          head: pick.heads[0],
          query: token,
          named: layerName(stack, pick.layer),
          queries: rowLabels(stack.query_tokens, stack.written_next),
          keys: stack.key_tokens,
        });
      },
    };
  }

  const numbers = attentionNumbers(lane, {
    view: () => views[chosen()],
    about,
    row: () => picture && (reading(views[chosen()]?.focus?.()) ?? picture.query),
  });
  /** @param {AxisPlace | null | undefined} focus */
  const reading = (focus) => (focus?.side === "query" ? focus.index : null);
  const stage = el("div", { class: "pg-view-stage" });
  node.append(stage, numbers.node);
  /** @type {ShownPicture | null} */
  let picture = null;
  /** @type {PictureOf} */
  let context; // {address, stack, pick, way, token}

  const chosen = () => (store.selection.view in makers ? store.selection.view : "links");

  function current() {
    const id = chosen();
    if (!views[id]) {
      boxes[id] = el("div", { class: `pg-view pg-view-${id}` });
      stage.append(boxes[id]);
      views[id] = makers[id](boxes[id]);
    }
    for (const [other, box] of Object.entries(boxes)) box.hidden = other !== id;
    numbers.node.hidden = !(views[id].drawing || views[id].numbers); // what has tables of its own
    return views[id];
  }

  function show() {
    if (!picture) return;
    const view = current();
    if (view.show) view.show({ ...context, picture, since: performance.now() });
    else view.set?.(picture);
    numbers.set(picture);
  }

  return {
    /**
     * @param {ShownPicture} next
     * @param {PictureOf} where
     */
    set(next, where) {
      [picture, context] = [next, where];
      show();
    },
    redraw: () => picture && current().redraw(),
    /** @param {number | null} row */
    reveal: (row) => picture && row !== null && current().reveal?.(row),
    focus: () => views[chosen()]?.focus?.() ?? null,
    /** {side, index} of a row or column that is pointed at elsewhere, or null.
     * @param {AxisPlace | null} at
     */
    point: (at) => picture && views[chosen()]?.point?.(at),
  };
}

// ---------------------------------------------------------------- the switch between them
/** A row of buttons; the arrow keys move along it. attentionViews() → {node, update}. */
function attentionViews() {
  const tabs = VIEWS.map(([id, title, what]) =>
    el("button", {
      type: "button",
      role: "radio",
      class: "pg-view-tab",
      title: `${title}: ${what}`,
      text: title,
      data: { view: id, testid: `view-${id}` },
      on: { click: (event) => store.select({ view: id }, { since: event.timeStamp }) },
    }),
  );
  const what = el("span", { class: "pg-note pg-view-what" });
  const group = el(
    "div",
    { class: "pg-view-tabs", role: "radiogroup", "aria-label": "How attention is drawn" },
    ...tabs,
  );
  const node = el("div", { class: "pg-view-switch" }, group, what);
  group.addEventListener("keydown", (event) => {
    const step = pressed(event, { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 });
    if (!step) return;
    event.preventDefault();
    const next =
      tabs[
        (tabs.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement)) + step + tabs.length) % tabs.length
      ];
    next.focus();
    next.click();
  });
  return {
    node,
    /** @param {AttentionLane[]} panels */
    update(panels) {
      node.hidden = !panels.some((panel) => panel.stack());
      const now = VIEWS.find(([id]) => id === store.selection.view) || VIEWS[0];
      for (const tab of tabs) {
        const on = tab.dataset.view === now[0];
        tab.setAttribute("aria-checked", String(on));
        tab.tabIndex = on ? 0 : -1;
      }
      write(what, now[2]);
    },
  };
}

export { attentionView, attentionViews };
