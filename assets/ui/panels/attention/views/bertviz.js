/* bertviz's own views of the run: head view, model view and neuron view, each in a frame.
 *
 * classicView(node, lane) → {show({trace, stack, pick}), redraw, focus}. The frame is a document of
 * the server's (app/api/bertviz/document.py) in a sandbox: what runs there reaches nothing here.
 */

import { get, messageOf } from "../../../data/api.js";
import * as endpoints from "../../../data/endpoints.js";
import { citation } from "../../../kit/citation.js";
import { el, write } from "../../../kit/dom.js";
import { clamp } from "../../../lib/clamp.js";
import { present } from "../../../lib/present.js";
import { store } from "../../../state/store.js";

const KINDS = [
  [
    "head",
    "Head",
    "One layer. A square is a head: a click shows or hides it, a double click leaves it alone. Point at a token for its lines.",
  ],
  ["model", "Model", "All heads at once. A click on one shows it large."],
  [
    "neuron",
    "Neuron",
    "One head. Point at a token on the left and click its + to see the numbers of its query and of every key.",
  ],
];
const PAPER = {
  authors: "Vig",
  year: 2019,
  title: "A Multiscale Visualization of Attention in the Transformer Model",
  arxiv: "1906.05714",
  url: "https://arxiv.org/abs/1906.05714",
};
const SETTLE_MS = 250; //        a layer that is only passed over is not drawn
const SILENT_MS = 1000; //       a document that came and says nothing is none of bertviz's
const [LEAST, MOST] = [200, 640]; // px; a visitor may draw the frame larger

const READ_IN = "bertviz names a row by the token that is read in; the token below it is the one written next.";

let kind = "head"; // the same in both lanes
/** @type {Set<() => void>} */
const switches = new Set();

/**
 * @param {HTMLElement} node
 * @param {LaneName} lane
 * @returns {AttentionView}
 */
function classicView(node, lane) {
  const buttons = KINDS.map(([id, title, what]) =>
    el("button", {
      type: "button",
      class: "pg-classic-tab",
      title: `${title} view: ${what}`,
      text: title,
      data: { testid: `classic-${id}-${lane}` },
      on: { click: () => choose(id) },
    }),
  );
  const message = el("p", {
    class: "pg-note",
    hidden: true,
    role: "status",
    data: { testid: `classic-message-${lane}` },
  });
  const what = el("span", { class: "pg-note pg-classic-what" });
  const says = el("p", { class: "pg-note", hidden: true, data: { testid: `classic-says-${lane}` } });
  const stage = el("div", { class: "pg-classic-stage", hidden: true });
  const source = el(
    "p",
    { class: "pg-note pg-classic-source" },
    "Drawn by bertviz from this run: plain weights, token by token, the same numbers as in the other views. ",
    ...citation(PAPER),
  );
  node.append(
    el(
      "div",
      { class: "pg-classic-switch" },
      el("div", { class: "pg-classic-tabs", role: "group", "aria-label": "Which view of bertviz" }, ...buttons),
      what,
    ),
    says,
    message,
    stage,
    source,
  );

  /** @type {{ trace: string, stack: Stack, pick: HeadPick }} */
  let asked; //  what is to be shown
  let wanted = ""; //   the address that is shown or on its way
  /** @type {HTMLIFrameElement | null} */
  let frame = null;
  let waiting = 0;
  /** @type {HTMLIFrameElement | null} */
  let heard = null; //  the frame that said it has drawn

  /** @param {string} id */
  function choose(id) {
    kind = id;
    for (const each of switches) each();
  }

  function follow() {
    buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(KINDS[i][0] === kind)));
    write(what, present(KINDS.find(([id]) => id === kind))[2]);
    if (asked && node.isConnected && !node.hidden) soon(0);
  }
  switches.add(follow);
  follow();

  /** @param {string} sentence */
  function say(sentence) {
    write(message, sentence);
    message.hidden = !sentence;
  }

  /** @param {number} delay */
  function soon(delay) {
    clearTimeout(waiting);
    waiting = setTimeout(fetchAndDraw, delay);
  }

  const dark = () => document.body.classList.contains("dark");

  /** Only what changes the picture is in the address: else the frame would start anew.
   * @param {{ trace: string, stack: Stack, pick: HeadPick }} of
   * @param {BertvizPlan} plan
   */
  function addressOf({ trace, stack, pick }, plan) {
    /** @type {Choice} */
    const given = { stack: stack.name, layer: pick.layer, theme: dark() ? "dark" : "light" };
    if (kind === "model") given.layer = plan.layers[Math.floor(plan.layers.length / 2)];
    else given.heads = kind === "head" ? pick.heads.join(",") : pick.heads[0];
    return endpoints.bertviz(kind, trace, given);
  }

  async function fetchAndDraw() {
    const [mine, view] = [asked, kind];
    try {
      const plan = await get(
        endpoints.bertvizPlan(view, mine.trace, { stack: mine.stack.name, layer: mine.pick.layer }),
      );
      if (mine !== asked || view !== kind) return;
      if (plan.why) throw new Error(plan.why);
      const address = addressOf(mine, plan);
      if (address === wanted) return;
      wanted = address;
      write(says, [plan.says, mine.stack.written_next ? READ_IN : ""].filter(Boolean).join(" "));
      says.hidden = !says.textContent;
      say("bertviz is starting …");
      open(address);
    } catch (error) {
      if (mine !== asked || view !== kind) return;
      wanted = "";
      says.hidden = true;
      close();
      say(messageOf(error));
    }
  }

  /** @param {string} address */
  function open(address) {
    const title = `bertviz, ${present(KINDS.find(([id]) => id === kind))[1].toLowerCase()} view, lane ${lane.toUpperCase()}`;
    // A frame that is given another address would add a step to the way back.
    const next = el("iframe", {
      class: "pg-classic-frame",
      sandbox: "allow-scripts",
      title,
      src: address,
      referrerpolicy: "no-referrer",
      data: { testid: `classic-frame-${lane}` },
    });
    next.addEventListener("load", () => {
      setTimeout(
        () => next === frame && next !== heard && say("bertviz could not draw this run: run the text again."),
        SILENT_MS,
      );
    });
    stage.hidden = false;
    stage.replaceChildren(next);
    frame = next;
  }

  function close() {
    frame = null;
    stage.replaceChildren();
    stage.hidden = true;
  }

  // The frame is of no origin; the only thing it may say is how high it is.
  window.addEventListener("message", ({ source: from, data }) => {
    const height = Number(data?.classicHeight);
    if (!frame || from !== frame.contentWindow || !Number.isFinite(height)) return;
    heard = frame;
    say("");
    stage.style.height = `${clamp(height + 2, LEAST, MOST)}px`;
  });

  return {
    /** @param {PictureOf} next */
    show(next) {
      const first = !asked || asked.trace !== next.trace || asked.stack.name !== next.stack.name;
      asked = next;
      soon(first || !frame ? 0 : SETTLE_MS);
    },
    /** Sizes are the frame's own; another theme is another document. */
    redraw: () => asked && store.selection.view === "classic" && soon(0),
    focus: () => null,
  };
}

export { classicView };
