/* Over many sentences: what every head does on average, how steadily, and where it does otherwise.
 *
 * sentenceSets() → {node, update(panels)}: a part of the attention panel, below its lanes. Nothing is
 * uploaded as a file; the lines are sent to the server, which reads them one by one.
 */

import { messageOf } from "../../../data/api.js";
import * as endpoints from "../../../data/endpoints.js";
import { lines as streamed } from "../../../data/ndjson.js";
import { el } from "../../../kit/dom.js";
import { clamp } from "../../../lib/clamp.js";
import { store } from "../../../state/store.js";
import { setResult } from "./result.js";

const LARGEST = 2 * 1024 * 1024; // characters of a file that a text box can take
const EXAMPLE = [
  "The train to the coast was late again this morning.",
  "She bought apples, pears, plums and a melon.",
  "When the rain stopped, the children ran into the garden.",
  "Why did nobody tell me that the shop was closed?",
  "The doctor said that the doctor next door was on holiday.",
  "My brother plays the piano, and my sister plays the drums.",
  "Water boils at one hundred degrees at sea level.",
  "He put the book back on the shelf and closed the door.",
  "If you see Anna, tell Anna that the meeting is at nine.",
  "“Wait for me!” cried the boy, but the bus had gone.",
];

/** @param {number | null} seconds */
const left = (seconds) =>
  seconds === null
    ? ""
    : seconds < 90
      ? `, about ${Math.max(1, Math.round(seconds))} s left`
      : `, about ${Math.round(seconds / 60)} min left`;
/**
 * @param {number} count
 * @param {string} what
 */
const plural = (count, what) => `${count} ${what}${count === 1 ? "" : "s"}`;

function sentenceSets() {
  const id = "pg-set-lines";
  const area = el("textarea", {
    id,
    class: "pg-set-lines",
    rows: 6,
    spellcheck: "false",
    placeholder: "One sentence per line …",
    data: { testid: "set-lines" },
    on: { input: () => counted() },
  });
  const count = el("span", { class: "pg-note", data: { testid: "set-count" } });
  const file = el("input", {
    type: "file",
    accept: ".txt,text/plain",
    class: "pg-unseen",
    tabindex: "-1",
    "aria-hidden": "true",
    data: { testid: "set-file" },
    on: { change: () => taken() },
  });
  /**
   * @param {string} text
   * @param {string} testid
   * @param {() => void} go
   */
  const button = (text, testid, go, more = "") =>
    el("button", { type: "button", class: `pg-button ${more}`, text, data: { testid }, on: { click: go } });
  const run = button("Run", "set-run", () => begin(), "pg-strong");
  const stop = button("Stop", "set-stop", () => leaveOff());
  const bar = el("progress", {
    class: "pg-experiment-progress",
    max: 1,
    value: 0,
    "aria-label": "Sentences read so far",
    hidden: true,
  });
  const status = el("p", { class: "pg-note", role: "status", data: { testid: "set-status" } });
  const error = el("p", { class: "pg-error", role: "alert", hidden: true, data: { testid: "set-error" } });
  const result = setResult(pick);
  const details = el(
    "details",
    { class: "pg-set", hidden: true, data: { testid: "sentence-sets", lane: "a" } },
    el("summary", {}, "Over many sentences"),
    el(
      "div",
      { class: "pg-set-body" },
      el("p", {
        class: "pg-set-says",
        text: "One text shows what a head did once. Give many sentences, and the model of lane A reads each of them: you get what every head does on average, how much that varies, its role where one is clear over all of them, and the sentences in which it does otherwise.",
      }),
      el("label", { class: "pg-set-label", for: id }, "Sentences, one per line", count),
      area,
      el(
        "div",
        { class: "pg-set-controls" },
        button("Use an example", "set-example", () =>
          fill(EXAMPLE.join("\n"), "Ten sentences as an example: exchange them for your own."),
        ),
        button("Open a text file …", "set-open", () => file.click()),
        file,
        el("span", { class: "pg-set-gap" }),
        run,
        stop,
        bar,
      ),
      status,
      error,
      result.node,
    ),
  );
  stop.disabled = true;
  /** @type {Stack[]} */
  let stacks = []; // of the run in lane A
  /** @type {AbortController | null} */
  let under = null; //  AbortController of the request under way
  /** @type {SetRequest | null} */
  let asked = null; //  {lines, model, title} of the request the result belongs to

  // ------------------------------------------------------------ the sentences
  const filled = () => area.value.split("\n").filter((line) => line.trim()).length;

  function counted() {
    count.textContent = plural(filled(), "sentence");
    run.disabled = Boolean(under) || !filled();
  }

  /**
   * @param {string} text
   * @param {string} says
   */
  function fill(text, says) {
    area.value = text;
    status.textContent = says;
    error.hidden = true;
    counted();
  }

  function taken() {
    const one = file.files?.[0];
    file.value = ""; // the same file may be opened again
    if (!one) return;
    if (one.size > LARGEST) return refuse(`${one.name} is larger than 2 MB: open a shorter file.`);
    const reader = new FileReader();
    reader.addEventListener("load", () =>
      fill(String(reader.result).replaceAll("\r\n", "\n"), `Read from ${one.name}, in this page only.`),
    );
    reader.addEventListener("error", () => refuse(`${one.name} could not be read.`));
    reader.readAsText(one);
  }

  /** @param {string} sentence */
  function refuse(sentence) {
    error.textContent = sentence;
    error.hidden = false;
    status.textContent = "";
  }

  // ------------------------------------------------------------ running
  /** @param {boolean} on */
  function show(on) {
    stop.disabled = !on;
    bar.hidden = !on;
    bar.value = 0;
    counted();
  }

  async function begin() {
    const lane = store.lanes.a;
    if (!lane?.model) return refuse("Run a model in lane A first: it is the one that reads the sentences.");
    const request = (under = new AbortController());
    const lines = area.value.split("\n");
    error.hidden = true;
    show(true);
    status.textContent = "The model is getting ready …";
    try {
      for await (const line of streamed(endpoints.SENTENCE_SETS, request.signal, { lines, model: lane.model })) {
        if (request !== under) return;
        if (line.error) throw new Error(line.error);
        bar.max = line.of;
        bar.value = line.done;
        status.textContent = `${line.done} of ${plural(line.of, "sentence")}${left(line.seconds_left)}`;
        if (line.result) told({ lines, model: lane.model, title: lane.title }, line.result);
      }
      if (request === under)
        end(asked?.lines === lines ? "" : "The server ended before there was a result: try again.");
    } catch (problem) {
      if (request !== under) return;
      end("");
      refuse(messageOf(problem));
    }
  }

  function leaveOff() {
    if (!under) return;
    under.abort();
    const { done, of } = { done: bar.value, of: bar.max };
    end(
      `Stopped after ${done} of ${plural(of, "sentence")}.${result.sentences() ? ` The result is that of ${plural(result.sentences(), "sentence")}.` : ""}`,
    );
  }

  /** @param {string} sentence */
  function end(sentence) {
    under = null;
    show(false);
    status.textContent = sentence;
  }

  /**
   * @param {SetRequest} request
   * @param {SentenceSet} found
   */
  function told(request, found) {
    asked = request;
    // Of hybrids some blocks have no attention; the lane's own run knows which.
    const of =
      store.lanes.a?.model === request.model &&
      stacks.find(({ name, layers }) => name === found.stack && layers === found.layers);
    result.set({ ...found, blocks: of ? of.blocks : undefined }, request);
    choose();
  }

  // ------------------------------------------------------------ the chosen head
  /**
   * @param {{ layer: number, head: number }} given
   * @param {number} since
   */
  function pick({ layer, head }, since) {
    store.select({ stack: result.stack(), layer, heads: [head] }, { since });
    choose();
  }

  function choose() {
    if (!asked) return;
    const lane = store.lanes.a;
    const same = lane?.model === asked.model;
    result.choose({
      layer: clamp(store.selection.layer, 0, result.shape().layers - 1),
      head: clamp(store.selection.heads[0], 0, result.shape().heads - 1),
      trace: same ? lane.trace : null,
      other: same ? "" : lane?.title || "",
    });
  }

  counted();
  return {
    node: details,
    /** Follow the panel: the head chosen anywhere, and the text that lane A has read.
     * @param {AttentionLane[]} panels
     */
    update(panels) {
      stacks = panels[0].stacks();
      // Between two runs there is no stack for a moment, and what was found stays.
      if (panels.some((panel) => panel.stack())) details.hidden = false;
      if (details.open) choose();
    },
  };
}

export { sentenceSets };
