/* An experiment the server streams: a button to run it, one to stop it, and how far it is.
 *
 * experiment(what, lane, {says, onRun}) → {controls, status, run, leaveOff, busy}. The server tells its
 * progress line by line, {done, of}, and its result last; leaving off the request stops it.
 */

import { lines } from "../data/ndjson.js";
import { el } from "./dom.js";

function experiment(what, lane, { says, onRun }) {
  const testid = (part) => ({ testid: `${what}-${part}-${lane}` });
  const start = el("button", {
    type: "button",
    class: "pg-button pg-strong",
    text: "Run",
    data: testid("run"),
    on: { click: () => under || onRun() },
  });
  const stop = el("button", {
    type: "button",
    class: "pg-button",
    text: "Stop",
    disabled: true,
    data: testid("stop"),
    on: { click: () => leaveOff() },
  });
  const bar = el("progress", { class: "pg-experiment-progress", max: 1, value: 0, "aria-label": says, hidden: true });
  const status = el("p", { class: "pg-note", role: "status", data: testid("status") });
  let under = null; // AbortController of the request under way

  function show(on) {
    start.disabled = on;
    stop.disabled = !on;
    bar.hidden = !on;
    bar.value = 0;
  }

  function leaveOff() {
    if (!under) return;
    under.abort();
    end("Stopped.");
  }

  function end(sentence) {
    under = null;
    show(false);
    status.textContent = sentence;
  }

  /** The line for which `isResult` holds; null where it was stopped or failed, which `status` tells. */
  async function run(url, isResult) {
    const request = (under = new AbortController());
    show(true);
    status.textContent = "Starting …";
    try {
      const told = await read(url, request.signal, isResult, () => request === under);
      if (request !== under) return null;
      end("");
      return told;
    } catch (error) {
      if (request === under) end(error.message);
      return null;
    }
  }

  async function read(url, signal, isResult, current) {
    let told = null;
    for await (const line of lines(url, signal)) {
      if (line.error) throw new Error(line.error);
      if (isResult(line)) told = line;
      // A result that grows is told as far as it is.
      if (line.of && current()) {
        bar.max = line.of;
        bar.value = line.done;
        status.textContent = `${line.done} of ${line.of}`;
      }
    }
    if (!told) throw new Error("The server ended before there was a result: try again.");
    return told;
  }

  return { controls: [start, stop, bar], status, run, leaveOff, busy: () => Boolean(under) };
}

export { experiment };
