/* One lane of plotly figures that Python drew: fetched, and laid out under its words.
 *
 * figureLane(name, panel, {words, onContent}) → a lane of such a panel; other views use it, too.
 * `words` are elements of the view's own between the sentence and the figures; `onContent(content)`
 * fills them from what the panel's route gave, and null empties them.
 */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { onTheme } from "../../kit/colour.js";
import { badge, el, write } from "../../kit/dom.js";
import { figurePlots, plotly } from "../../kit/plotly_figures.js";
import { store } from "../../state/store.js";
import { drawn } from "../../state/views.js";

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
  const title = el("h3", { translate: "no" });
  const message = el("p", { class: "pg-note", hidden: true });
  const subject = el("h4", { class: "pg-figure-subject", hidden: true });
  const caption = el("p", { class: "pg-figure-caption", data: { testid: `caption-${panel}-${name}` } });
  const formula = el("p", { class: "pg-formula" });
  const sections = el("div", { class: "pg-sections" });
  const node = el(
    "article",
    { class: "pg-figure-lane", data: { lane: name } },
    el("header", { class: "pg-lane-head" }, badge(name), title),
    message,
    subject,
    caption,
    formula,
    ...words,
    sections,
  );
  const plots = figurePlots(sections, node);
  /** @type {string | null} */
  let trace = null;
  /** @type {Address<FigureContent> | null} */
  let url = null; //    what is on screen
  /** @type {FigureContent | null} */
  let content = null;

  const hiddenNow = () => node.offsetParent === null;
  const resize = new ResizeObserver(() => {
    if (!hiddenNow()) refresh(performance.now()); // the tab was opened: draw what was put off
    plots.resize();
  });
  resize.observe(node);

  /** @param {string} trace */
  const addressOf = (trace) => {
    const { layer, heads, stack } = store.selection;
    return endpoints.panel(panel, trace, { layer, head: heads[0], stack });
  };

  /** @param {string} sentence */
  function say(sentence) {
    write(message, sentence || "");
    message.hidden = !sentence;
    for (const part of [subject, caption, formula, ...words, sections]) part.hidden = Boolean(sentence);
    if (!sentence) return;
    url = content = null;
    onContent(null);
  }

  /** @param {number} since */
  async function refresh(since) {
    if (!trace || hiddenNow() || addressOf(trace) === url) return; // drawing for nobody would slow down what is seen
    const wanted = (url = addressOf(trace));
    try {
      const [found] = await Promise.all([get(wanted), plotly()]);
      if (wanted !== url) return;
      say("");
      content = found;
      onContent(content);
      await redraw();
      drawn(panel, "layer", since);
    } catch (error) {
      if (wanted === url) say(messageOf(error));
    }
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
    refresh,
    redraw,
    content: () => content,
    /** @param {number} since */
    follow(since) {
      const lane = store.lanes[name];
      const reason = lane?.panels?.[panel];
      node.hidden = !(lane && (lane.trace || lane.running || trace || reason));
      if (!lane || node.hidden) {
        trace = null;
        return false;
      }
      title.textContent = lane.title || "";
      node.classList.toggle("pg-stale", Boolean(lane.running && content));
      if (reason) {
        trace = null;
        say(reason);
      } else if (lane.trace && lane.trace !== trace) {
        trace = lane.trace;
        refresh(since);
      } else if (!trace) say("The figures appear here when the text is complete.");
      return true;
    },
  };
}

export { figureLane, followLanes };
