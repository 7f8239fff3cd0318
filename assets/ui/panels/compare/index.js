/* Before and after: how far each head reads differently in lane B than in lane A.
 *
 * Both lanes in one picture: a map of all heads, those that changed most, and the chosen one before
 * and after. It opens on the head that changed most, and what is chosen here is chosen in the attention
 * panel, too.
 */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { onTheme } from "../../kit/colour.js";
import { all, el } from "../../kit/dom.js";
import { changesMap } from "../../kit/head_grid.js";
import { headPictures } from "../../kit/head_pair.js";
import { explains } from "../../kit/terms.js";
import { layerName } from "../../lib/attention_names.js";
import { clamp } from "../../lib/clamp.js";
import { percent } from "../../lib/format.js";
import { store } from "../../state/store.js";
import { openTab } from "../../state/tabs.js";
import { register } from "../../state/views.js";
import { changesDifference } from "./difference.js";
import { changesAligned } from "./word_pairing.js";

const WHAT_TO_DO =
  "Two runs of “Read only” are compared here: a model before and after training shows what the training changed, one model with two sentences shows what the words change.";

// A link that names a head is about that one.
let named = new URLSearchParams(location.search).has("sel-head");

/**
 * @param {HTMLElement} root
 * @param {Props} props
 */
function start(root, props) {
  root.classList.add("pg-changes");
  root.dataset.testid = "changes";
  const message = el("p", { class: "pg-note", text: WHAT_TO_DO, data: { testid: "changes-message" } });
  const stack = el("select", {
    class: "pg-select",
    "aria-label": "Kind of attention to compare",
    data: { testid: "changes-stack" },
  });
  const stackField = el("label", { class: "pg-field" }, "Attention", stack);
  const says = el("p", { class: "pg-caption", data: { testid: "changes-says" } });
  const map = changesMap(pick);
  const most = el("ol", {
    class: "pg-changes-most",
    "aria-label": "Heads that changed most",
    data: { testid: "changes-most" },
  });
  const pictures = headPictures();
  const difference = changesDifference();
  const aligned = changesAligned();
  const look = el("button", {
    type: "button",
    class: "pg-button",
    text: "Look at it in Attention",
    data: { testid: "changes-look" },
    on: { click: (event) => lookAt(event.timeStamp) },
  });
  const body = el(
    "div",
    { class: "pg-changes-body" },
    el("div", { class: "pg-changes-map-box" }, stackField, map.node),
    el("div", {}, el("h3", { text: "Changed most" }), most),
    el("div", { class: "pg-changes-head" }, says, pictures.node, look),
    difference.node,
  );
  root.replaceChildren(explains(props), message, aligned.node, body);
  let key = ""; //     what was asked for last
  /** @type {ComparedRuns | null} */
  let compared = null; //  {stack, layers, heads, distances, most} on screen
  /** @type {ComparedStack[]} */
  let shared = [];
  /** @type {ChangedHead | null} */
  let opened = null; // {layer, head} this comparison opened on, until the visitor chooses one

  stack.addEventListener("change", () => update());

  /**
   * @param {{ layer: number, head: number }} given
   * @param {number} since
   */
  function pick({ layer, head }, since) {
    if (!compared) return;
    opened = null;
    store.select({ stack: compared.stack, layer, heads: [head] }, { since });
    frame(); //  it may be the one that is chosen elsewhere already
  }

  const shown = () =>
    opened || {
      layer: clamp(store.selection.layer, 0, (compared?.layers ?? 1) - 1),
      head: clamp(store.selection.heads[0], 0, (compared?.heads ?? 1) - 1),
    };

  /** @param {number} since */
  function lookAt(since) {
    pick(shown(), since);
    openTab("Attention");
  }

  // ------------------------------------------------------------ what can be compared
  /** @param {{ a: Lane | null, b: Lane | null }} given */
  function reasonNot({ a, b }) {
    if (!a || !b) return WHAT_TO_DO;
    for (const lane of [a, b]) {
      if (lane.panels?.changes) return lane.panels.changes;
      if (lane.running || !lane.trace) return "The heads are compared when both lanes have ended.";
    }
    return "";
  }

  async function update() {
    const { a, b } = store.lanes;
    const reason = reasonNot({ a, b });
    const [one, other] = [a?.trace, b?.trace];
    root.classList.toggle("pg-stale", Boolean(compared && (a?.running || b?.running)));
    if (reason || !one || !other) {
      if (!(compared && (a?.running || b?.running))) say(reason);
      return;
    }
    const wanted = `${one}/${other}/${stack.value}`;
    if (wanted === key) return frame();
    key = wanted;
    try {
      const [before, after] = await Promise.all([one, other].map((trace) => get(endpoints.panel("changes", trace))));
      if (wanted !== key) return;
      shared = before.stacks.filter(({ name, layers, heads }) =>
        after.stacks.some((each) => each.name === name && each.layers === layers && each.heads === heads),
      );
      if (!shared.length) return say(whyNothing(before.stacks[0], after.stacks[0]));
      options();
      key = `${one}/${other}/${stack.value}`; // the choice may have come with the stacks
      const mine = key;
      const answer = await get(endpoints.comparison(one, other, stack.value));
      if (mine !== key) return;
      const blocks = shared.find(({ name }) => name === stack.value)?.blocks;
      compared = { blocks, stack: stack.value, traces: { a: one, b: other }, ...answer };
      opened = named ? null : compared.most[0] || null;
      named = false;
      draw();
    } catch (error) {
      if (key.startsWith(`${one}/${other}`)) say(messageOf(error));
    }
  }

  /**
   * @param {ComparedStack} before
   * @param {ComparedStack} after
   */
  function whyNothing(before, after) {
    return before.layers === after.layers && before.heads === after.heads
      ? `The two models have no attention of one kind: lane A has ${before.name} attention, lane B ${after.name}. ${WHAT_TO_DO}`
      : `Heads cannot be paired: the model in lane A has ${before.layers} layers of ${before.heads} heads, that in lane B ${after.layers} of ${after.heads}, so no head of one stands for a head of the other. ${WHAT_TO_DO}`;
  }

  function options() {
    const names = shared.map(({ name }) => name);
    if (stack.dataset.key !== names.join()) {
      stack.dataset.key = names.join();
      stack.replaceChildren(...names.map((name) => el("option", { value: name, text: name })));
    }
    stackField.hidden = names.length < 2;
  }

  /** @param {string} sentence */
  function say(sentence) {
    message.textContent = sentence;
    message.hidden = false;
    body.hidden = true;
    aligned.set(null);
    compared = null;
    key = "";
  }

  // ------------------------------------------------------------ drawing
  function draw() {
    if (!compared) return;
    const runs = compared;
    message.hidden = true;
    body.hidden = false;
    const largest = compared.most[0]?.distance || 1;
    map.set({ ...compared, largest });
    aligned.set(compared);
    most.replaceChildren(
      ...compared.most.slice(0, 10).map(({ layer, head, distance }) =>
        el(
          "li",
          {},
          el(
            "button",
            {
              type: "button",
              class: "pg-changed",
              "aria-pressed": "false",
              style: `--fill: ${(distance / largest).toFixed(4)}`,
              data: { layer, head, distance },
              on: { click: (event) => pick({ layer, head }, event.timeStamp) },
            },
            el("span", { text: `layer ${layerName(runs, layer)} · head ${head}` }),
            el("span", { class: "pg-number", text: distance.toFixed(3) }),
          ),
        ),
      ),
    );
    frame();
  }

  /** The head that changed most, then the one chosen anywhere on the page. */
  function frame() {
    if (!compared) return;
    const { layer, head } = shown();
    map.select({ layer, head });
    for (const each of all(most, ".pg-changed"))
      each.setAttribute(
        "aria-pressed",
        String(Number(each.dataset.layer) === layer && Number(each.dataset.head) === head),
      );
    const distance = compared.distances[layer][head];
    says.textContent =
      compared.most[0]?.distance > 0
        ? `Layer ${layerName(compared, layer)}, head ${head}: on average a ${compared.unit} moved ${percent(distance)} of its attention elsewhere (distance ${distance.toFixed(3)}).`
        : `No head reads differently: both lanes hold the same attention weights${compared.same_tokens ? "" : " among the words they share"}.`;
    const runs = compared;
    const { a, b } = runs.traces;
    /** @param {string} trace */
    const plain = (trace) => endpoints.headWeights(endpoints.stackAddress(trace, runs.stack), layer, head);
    /** @param {string} side */
    const byWord = (side) => endpoints.comparedHead(a, b, layer, head, { stack: runs.stack, side });
    const addresses = compared.same_tokens ? { a: plain(a), b: plain(b) } : { a: byWord("one"), b: byWord("other") };
    pictures.show(addresses);
    difference.show({ ...compared, layer, head, addresses });
  }

  store.subscribe((change) => {
    if (!change.selection) return update();
    if (change.byVisitor && change.changed?.some((key) => ["layer", "heads", "stack"].includes(key))) opened = null;
    frame();
  });
  function redraw() {
    if (!compared) return;
    pictures.redraw();
    difference.redraw();
  }
  onTheme(redraw);
  let width = 0;
  new ResizeObserver(() => {
    if (root.clientWidth === width) return;
    width = root.clientWidth;
    if (compared) difference.redraw();
  }).observe(root);
  update();
}

register("changes", start);
