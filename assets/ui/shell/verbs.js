/* What the visitor wants, as five verbs; below the chosen one its ways, and one sentence that says what happens.
 *
 * The tasks are Python's, and its switch (#task) is what is turned; it stands out of sight.
 */
import { el } from "../kit/dom.js";
import { explains } from "../kit/terms.js";
import { t } from "../lib/messages.js";
import { register } from "../state/views.js";

/** @typedef {{ id: string, title: string, verb: string, way: string, explains: string }} Way */

const VERBS = ["continue", "chat", "translate", "judge", "find"];

/** @type {(verb: string) => string} */
const title = (verb) =>
  ({
    continue: t("Continue"),
    chat: t("Chat"),
    translate: t("Translate"),
    judge: t("Judge"),
    find: t("Find"),
  })[verb] || verb;

/** Choose a task, as if by hand on Python's own switch.
 * @param {string} id
 */
function chooseTask(id) {
  /** @type {HTMLInputElement | null} */
  const choice = document.querySelector(`#task input[value="${CSS.escape(id)}"]`);
  if (choice && !choice.checked) choice.click();
}

/**
 * @param {HTMLElement} root
 * @param {Props} props
 */
function start(root, props) {
  const tasks = /** @type {Way[]} */ (props.tasks);
  /** @type {Record<string, string>} */
  const last = {}; // verb → the way chosen last
  const verbs = VERBS.filter((verb) => tasks.some((task) => task.verb === verb)).map((verb) => ({
    verb,
    node: el("button", {
      type: "button",
      class: "pg-verb",
      text: title(verb),
      data: { verb },
      on: { click: () => chooseTask(last[verb] || tasks.find((task) => task.verb === verb)?.id || "") },
    }),
  }));
  const ways = tasks.map((task) => ({
    task,
    node: el("button", {
      type: "button",
      class: "pg-way",
      text: task.way,
      title: task.title,
      data: { way: task.id },
      on: { click: () => chooseTask(task.id) },
    }),
  }));
  const says = el("div", { class: "pg-verb-says", data: { testid: "task-explains" } });
  root.replaceChildren(
    el(
      "div",
      { class: "pg-verb-row", role: "group", "aria-label": t("What should the model do?") },
      ...verbs.map(({ node }) => node),
    ),
    el("div", { class: "pg-way-row", role: "group", "aria-label": t("How") }, ...ways.map(({ node }) => node)),
    says,
  );

  /** @param {string} id the task that Python's switch shows */
  function draw(id) {
    const task = tasks.find((one) => one.id === id) || tasks[0];
    last[task.verb] = task.id;
    root.dataset.task = task.id;
    for (const { verb, node } of verbs) node.setAttribute("aria-pressed", String(verb === task.verb));
    const beside = ways.filter((way) => way.task.verb === task.verb);
    for (const way of ways) {
      way.node.hidden = way.task.verb !== task.verb || beside.length < 2;
      way.node.setAttribute("aria-pressed", String(way.task.id === task.id));
    }
    says.replaceChildren(explains({ explains: task.explains }));
  }
  show = draw;
  draw(chosen);
}

let chosen = "";
/** @type {(id: string) => void} */
let show = () => {};

/** Python's switch shows another task, whoever turned it.
 * @param {string} id
 */
export function taskIs(id) {
  chosen = id;
  show(id);
  return [];
}

register("verbs", start);
