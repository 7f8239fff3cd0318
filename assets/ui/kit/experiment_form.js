/* An experiment the server streams: a button to run it, one to stop it, and how far it is.
 *
 * experiment(what, lane, {says, onRun}) → {controls, status, run, leaveOff, busy}. The server tells its
 * progress line by line, {done, of}, and its result last; leaving off the request stops it.
 */

import { messageOf } from "../data/api.js";
import { lines } from "../data/ndjson.js";
import { el } from "./dom.js";

/**
 * @template Result
 * @param {string} what
 * @param {LaneName} lane
 * @param {{ says: string, onRun: () => void }} options
 */
function experiment(what, lane, { says, onRun }) {
  /** @param {string} part */
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
  /** @type {AbortController | null} */
  let under = null; // AbortController of the request under way

  /** @param {boolean} on */
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

  /** @param {string} sentence */
  function end(sentence) {
    under = null;
    show(false);
    status.textContent = sentence;
  }

  /** The line for which `isResult` holds; null where it was stopped or failed, which `status` tells.
   * @param {Address<Result>} url
   * @param {(line: StreamLine<Result>) => boolean} isResult
   */
  async function run(url, isResult) {
    const request = (under = new AbortController());
    show(true);
    status.textContent = "Starting …";
    try {
      const result = await read(url, request.signal, isResult, () => request === under);
      if (request !== under) return null;
      end("");
      return result;
    } catch (error) {
      if (request === under) end(messageOf(error));
      return null;
    }
  }

  /**
   * @param {string} url
   * @param {AbortSignal} signal
   * @param {(line: StreamLine<Result>) => boolean} isResult
   * @param {() => boolean} current
   */
  async function read(url, signal, isResult, current) {
    /** @type {Result | null} */
    let result = null;
    for await (const line of lines(url, signal)) {
      if (line.error) throw new Error(line.error);
      if (isResult(line)) result = /** @type {Result} */ (line);
      // A result that grows is told as far as it is.
      if (line.of && current()) {
        bar.max = line.of;
        bar.value = line.done ?? 0;
        status.textContent = `${line.done} of ${line.of}`;
      }
    }
    if (!result) throw new Error("The server ended before there was a result: try again.");
    return result;
  }

  return { controls: [start, stop, bar], status, run, leaveOff, busy: () => Boolean(under) };
}

export { experiment };
