/* The tree view: other tokens at the chosen place, the branches of this visit, the likeliest ones ahead. */

import { messageOf } from "../../data/api.js";
import { distribution } from "../../data/distribution.js";
import { el } from "../../kit/dom.js";
import { explains } from "../../kit/terms.js";
import { quoted, token } from "../../kit/tokens.js";
import { percent, spoken } from "../../lib/format.js";
import { present } from "../../lib/present.js";
import { treeMemory } from "../../state/run_history.js";
import { store } from "../../state/store.js";
import { openTab } from "../../state/tabs.js";
import { drawn, register } from "../../state/views.js";
import { tokenStrip } from "../shared/token_strip.js";
import { treeBranches } from "./branches.js";
import { treeGrowing } from "./expansion.js";

const CHOICES = 8;
const CONTEXT = 8;

/**
 * @param {HTMLElement} root
 * @param {Props} props
 * @param {Heard} emit
 */
function start(root, props, emit) {
  root.classList.add("pg-tree");
  root.dataset.testid = "tree";
  const hint = el("p", { class: "pg-note", text: "Run a model first: its text is the trunk." });
  const message = el("p", { class: "pg-note", role: "status", data: { testid: "tree-message" } });
  const ask = el("p", { class: "pg-tree-ask" });
  const choices = el("div", {
    class: "pg-tree-choices",
    role: "group",
    "aria-label": "Other tokens at this place",
    data: { testid: "tree-choices" },
  });
  const alternatives = el("section", { class: "pg-tree-alternatives", data: { lane: "a" } }, ask, choices);
  const place = tokenStrip();
  const branches = treeBranches({ onShow: show });
  const growing = treeGrowing({ where, onPick: (at, ids) => branchOff(at.trace, at.position, { ids }) });
  const beams = el(
    "p",
    { class: "pg-note" },
    "A beam search keeps several branches at once by itself: set the temperature to 0 and the beams to 2 or more, and look at ",
    el("button", { type: "button", class: "pg-tab-link", text: "Beams", on: { click: () => openTab("Beams") } }),
    ".",
  );
  const body = el(
    "div",
    { class: "pg-tree-body", hidden: true },
    place.node,
    alternatives,
    el("section", { class: "pg-tree-branches" }, el("h3", { text: "Branches of this visit" }), message, branches.node),
    growing.node,
    beams,
  );
  root.replaceChildren(explains(props), hint, body);
  let shown = ""; //  the trace and place whose alternatives are drawn
  /** @type {LaneName | null} */
  let lane = "a";

  /** The lane whose token is chosen, if both have a text. */
  const activeLane = () => {
    const wanted = store.selection.positionLane;
    /** @param {LaneName} name */
    const usable = (name) => store.lanes[name]?.trace && store.lanes[name].panels?.tree === null;
    return usable(wanted) && store.selection.position !== null ? wanted : usable("a") ? "a" : usable("b") ? "b" : null;
  };

  /** The trace and the position after which one may branch off; null where there is none. */
  function where() {
    const state = lane && store.lanes[lane];
    if (!state?.trace) return null;
    const at = store.placeIn(present(lane));
    return { trace: state.trace, position: (at === null ? state.tokens.length : Math.max(1, at)) - 1 };
  }

  async function drawChoices() {
    const at = where();
    const key = at ? `${at.trace} ${at.position}` : "";
    if (key === shown) return;
    shown = key;
    growing.forget();
    if (!at) return;
    try {
      const data = await distribution(at.trace, at.position);
      if (shown !== key) return;
      const tokens = store.lanes[present(lane)]?.tokens ?? [];
      const before = tokens
        .slice(Math.max(0, at.position + 1 - CONTEXT), at.position + 1)
        .map((one) => one.text)
        .join("");
      ask.replaceChildren(
        "After ",
        quoted(at.position + 1 > CONTEXT ? `… ${before.trimStart()}` : before),
        data.panel.actual ? " choose another token, and the text goes on from there:" : " choose the next token:",
      );
      const came = data.actualPlace;
      const places = [...Array(Math.min(CHOICES, data.panel.vocabulary)).keys()];
      if (came !== null && came >= CHOICES) places.push(came);
      choices.replaceChildren(...places.map((place) => choice(data, at, place, place === came)));
      drawn("tree", "choices", performance.now());
    } catch (error) {
      if (shown === key) {
        ask.textContent = messageOf(error);
        choices.replaceChildren();
      }
    }
  }

  /**
   * @param {Distribution} data
   * @param {{ trace: string, position: number }} at
   * @param {number} place
   * @param {boolean} came
   */
  function choice(data, at, place, came) {
    const actual = came ? data.panel.actual : null;
    const id = actual ? actual.id : present(data.idOf(place));
    const text = actual ? actual.text : (data.text(place) ?? "");
    const share = data.own.probability(place);
    const button = el(
      "button",
      {
        type: "button",
        class: "pg-choice",
        disabled: came,
        "aria-label": `${spoken(text)}, ${percent(share)}${came ? ", came here" : ". Branch off with it."}`,
        data: { id, probability: share, testid: "tree-choice" },
        on: { click: () => branchOff(at.trace, at.position, { id }) },
      },
      token(text),
      el("span", { class: "pg-number", text: percent(share) }),
      came ? el("span", { class: "pg-choice-came", text: "◆ came" }) : null,
    );
    button.style.setProperty("--p", share.toFixed(4));
    return button;
  }

  /**
   * @param {string} trace
   * @param {number} position
   * @param {{ id: number } | { ids: number[] }} what
   */
  function branchOff(trace, position, what) {
    message.textContent = "";
    emit({ lane, trace, position, ...what });
  }

  /**
   * @param {LaneName} name
   * @param {Branch} branch
   */
  function show(name, branch) {
    message.textContent = "";
    if (treeMemory.current[name] === branch.trace) return;
    if (store.picked[name] === null || !store.lanes[name]?.running)
      emit({ lane: name, trace: branch.trace, show: true, settings: branch.settings });
  }

  treeMemory.subscribe(() => {
    branches.draw();
    const gone = Object.values(store.lanes).some((one) => one?.error);
    const expired = treeMemory.rows().some(({ branch }) => branch.gone);
    message.textContent =
      gone && expired
        ? "A branch marked “expired” is no longer kept by the server: its text stays here, and branches of others are untouched."
        : "";
  });

  function update() {
    lane = activeLane();
    const any = lane || treeMemory.rows().length;
    hint.hidden = Boolean(any);
    body.hidden = !any;
    alternatives.hidden = growing.node.hidden = place.node.hidden = !lane;
    if (!lane || store.lanes[lane]?.running) return;
    for (const node of [alternatives, growing.node]) node.dataset.lane = lane;
    place.set(lane);
    drawChoices();
  }
  store.subscribe(update);
  branches.draw();
  update();
}

register("tree", start);
