/* One lane of plotly figures that Python drew: fetched, and laid out under its words.
 *
 * figureLane(name, panel, {words, onContent}) → a lane of such a panel; other views use it, too.
 * `words` are elements of the view's own between the sentence and the figures; `onContent(content)`
 * fills them from what the panel's route gave, and null empties them.
 */

import { get } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { onTheme } from "../../kit/colour.js";
import { el, write } from "../../kit/dom.js";
import { figurePlots, plotly } from "../../kit/plotly_figures.js";
import { store } from "../../state/store.js";
import { drawn } from "../../state/views.js";
import { inSight, laneFrame, laneLife } from "./lane_panel.js";

const SETTLE_MS = 120; // a held arrow key must not ask for every layer on the way

/** Keep these lanes with the store; `hint` is shown while no lane has anything.
 * @param {ReturnType<typeof figureLane>[]} lanes
 * @param {HTMLElement} hint
 * @param {(change: Partial<Change>) => void} onUpdate
 */
function followLanes(lanes, hint, onUpdate = () => {}) {
  let timer = 0;
  /** @param {Partial<Change> & { since: number }} change */
  function update(change) {
    hint.hidden = lanes.map((lane) => lane.follow(change.since)).some(Boolean);
    onUpdate(change);
    if (!change.selection || !(change.changed || []).some((key) => ["layer", "heads", "stack"].includes(key))) return;
    clearTimeout(timer);
    timer = setTimeout(() => lanes.forEach((lane) => lane.refresh(change.since)), SETTLE_MS);
  }
  store.subscribe(update);
  onTheme(() => lanes.forEach((lane) => lane.redraw()));
  update({ selection: false, since: performance.now() });
}

/**
 * @param {LaneName} name
 * @param {FigurePanel} panel
 * @param {{ words?: HTMLElement[], onContent?: (content: FigureContent | null) => void }} options
 */
function figureLane(name, panel, { words = [], onContent = () => {} } = {}) {
  const subject = el("h4", { class: "pg-figure-subject", hidden: true });
  const caption = el("p", { class: "pg-figure-caption", data: { testid: `caption-${panel}-${name}` } });
  const formula = el("p", { class: "pg-formula" });
  const sections = el("div", { class: "pg-sections" });
  const parts = [subject, caption, formula, ...words, sections];
  const frame = laneFrame(name, { kind: "pg-figure-lane", yields: parts }, ...parts);
  const { node } = frame;
  const plots = figurePlots(sections, node);
  /** @type {FigureContent | null} */
  let content = null;
  const life = laneLife(name, {
    panel,
    frame,
    waiting: "The figures appear here when the text is complete.",
    seen: () => inSight(node), // drawing for nobody would slow down what is seen
    address: addressOf,
    load: async (trace) => (await Promise.all([get(addressOf(trace)), plotly()]))[0],
    async show(answer, since) {
      content = answer;
      onContent(content);
      await redraw();
      drawn(panel, "layer", since);
    },
    forget() {
      content = null;
      onContent(null);
    },
  });
  new ResizeObserver(() => {
    life.refresh(); // the tab was opened: draw what was put off
    plots.resize();
  }).observe(node);

  /** @param {string} trace */
  function addressOf(trace) {
    const { layer, heads, stack } = store.selection;
    return endpoints.panel(panel, trace, { layer, head: heads[0], stack });
  }

  async function redraw() {
    if (!content || !window.Plotly) return;
    write(subject, content.title || "");
    subject.hidden = !content.title;
    write(caption, content.caption || "");
    write(formula, content.formula || "");
    formula.hidden = !content.formula;
    node.dataset.scheme = content.scheme || "";
    await plots.draw(content.sections || []);
  }

  return {
    node,
    refresh: life.refresh,
    follow: life.follow,
    redraw,
    content: () => content,
  };
}

export { figureLane, followLanes };
