/* The four questions a visitor has of a run, and the laboratory; below the chosen one the panels that answer
 * it. What does not apply to the run stands at the end of its row.
 */
import { el, write } from "../kit/dom.js";
import { t } from "../lib/messages.js";
import { store } from "../state/store.js";
import { tabs } from "../state/tabs.js";
import { register } from "../state/views.js";
import { lesson } from "./lesson.js";
import { modelPicture } from "./model_picture.js";
import { stageRun } from "./stage.js";

/** @typedef {import("../state/tabs.js").PanelPlace & { example?: Record<string, string> }} Place */

/** @type {[question: string, words: string][]} */
const QUESTIONS = [
  ["looked", t("What did it look at?")],
  ["said", t("What else could it have said?")],
  ["decided", t("Where was it decided?")],
  ["what-if", t("What if …?")],
  ["lab", t("Laboratory")],
];

/** Why a panel does not apply to what is on screen: null where it does, in one lane at least.
 * @param {string} id
 * @returns {string | null}
 */
function why(id) {
  /** @type {(string | null)[]} */
  const reasons = [];
  for (const lane of Object.values(store.lanes)) {
    if (lane?.trace && id in lane.panels) reasons.push(lane.panels[id]);
  }
  return reasons.length && reasons.every(Boolean) ? reasons[0] : null;
}

/**
 * @param {HTMLElement} root
 * @param {{ panels: Place[], opens: Record<string, string>, titles: Record<string, string> }} props
 */
function start(root, { panels, opens, titles }) {
  /** @type {Record<string, string>} */
  const last = {}; // question → the panel opened last
  const questions = QUESTIONS.map(([question, words]) => ({
    question,
    node: el("button", {
      type: "button",
      class: "pg-question",
      text: words,
      data: { question },
      on: { click: () => open(question) },
    }),
  }));
  const chips = panels.map((place) => ({
    place,
    node: el("button", {
      type: "button",
      class: "pg-panel-chip",
      role: "tab",
      text: place.title,
      data: { panel: place.id, of: place.question },
      on: { click: () => tabs.open(place.id) },
    }),
  }));
  const row = el("div", { class: "pg-panel-row", role: "tablist", "aria-label": t("Ways to look") });
  const show = el("button", { type: "button", class: "pg-button", on: { click: () => showMe() } });
  const absent = el("p", { class: "pg-not-here", hidden: true, data: { testid: "not-here" } }, show);
  const task = lesson();
  /** @type {string[] | null} */
  let only = null; // the panels of a teacher's link
  task.onLeave = () => draw();
  root.replaceChildren(
    task.node,
    el(
      "div",
      { class: "pg-question-row", role: "group", "aria-label": t("Questions") },
      ...questions.map(({ node }) => node),
    ),
    el("div", { class: "pg-panel-line" }, row, modelPicture().node),
    absent,
  );

  /** @param {string} question */
  function open(question) {
    const mine = panels.filter((place) => place.question === question);
    const there =
      mine.find(({ id }) => id === last[question] && !why(id)) || mine.find(({ id }) => !why(id)) || mine[0];
    tabs.open(there.id);
  }

  function showMe() {
    const place = panels.find(({ id }) => id === tabs.current);
    if (place?.example) stageRun({ ...place.example, tab: place.id });
  }

  row.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const seen = /** @type {HTMLElement[]} */ ([...row.children]).filter((chip) => !chip.hidden);
    const next = seen[(seen.indexOf(/** @type {HTMLElement} */ (event.target)) + step + seen.length) % seen.length];
    next?.click();
    next?.focus();
    event.preventDefault();
  });

  function draw() {
    only = task.draw();
    const here = panels.find(({ id }) => id === tabs.current) || panels[0];
    last[here.question] = here.id;
    for (const { question, node } of questions) {
      node.setAttribute("aria-pressed", String(question === here.question));
      node.hidden = Boolean(only) && !panels.some((place) => place.question === question && only?.includes(place.id));
      const none = panels.filter((place) => place.question === question).every(({ id }) => why(id));
      node.classList.toggle("pg-not-for-this", none);
    }
    for (const { place, node } of chips) {
      const on = place.id === here.id;
      node.hidden = only ? !only.includes(place.id) : place.question !== here.question;
      node.setAttribute("aria-selected", String(on));
      node.tabIndex = on ? 0 : -1;
      node.classList.toggle("pg-not-for-this", Boolean(why(place.id)));
    }
    const order = [...chips].sort(
      (one, other) => Number(Boolean(why(one.place.id))) - Number(Boolean(why(other.place.id))),
    );
    if (order.some(({ node }, i) => row.children[i] !== node)) row.append(...order.map(({ node }) => node));
    const says = why(here.id);
    absent.hidden = !says || !here.example;
    write(show, t("Show me with {task}", { task: titles[here.example?.task || ""] || "" }));
  }

  // The panel that fits the task is opened when another task is run, and when the one that is open does not
  // apply to the run; what the visitor opened for this very task stays.
  const before = { task: store.lanes.a?.task || "", trace: store.lanes.a?.trace || "" };
  /** @param {Change} change */
  function follow(change) {
    const lane = store.lanes.a;
    if (change.lane === "a" && lane?.task && !lane.recorded && !lane.error) {
      const fits = opens[lane.task];
      const another = lane.task !== before.task;
      const absent = Boolean(lane.trace) && lane.trace !== before.trace && Boolean(why(tabs.current));
      if (fits && fits !== tabs.current && (another || absent) && !tabs.chosenFor(lane.task)) tabs.follow(fits);
      before.task = lane.task;
      if (lane.trace) before.trace = lane.trace;
    }
    if (change.lane) draw();
  }

  tabs.start(panels);
  tabs.subscribe(draw);
  store.subscribe(follow);
  draw();
}

register("questions", start);
