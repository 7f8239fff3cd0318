/* The name of the product, one sentence, and how far the default model is. */

import { fresh } from "../data/api.js";
import * as endpoints from "../data/endpoints.js";
import { register } from "../state/views.js";

const POLL_MS = 700;
/** @type {Record<string, string>} */
const WORDS = { absent: "starting", fetching: "fetching", loading: "loading", ready: "ready" };

/** @param {HTMLElement} root */
function start(root) {
  const title = document.createElement("h1");
  title.textContent = "Transformer Playground";
  const sentence = document.createElement("p");
  sentence.textContent =
    "A real language model runs your text. Look inside that very run: who reads from whom, " +
    "where each word stands, what could come next.";
  const status = document.createElement("p");
  status.className = "pg-warm";
  status.setAttribute("role", "status");
  root.append(title, sentence, status);
  poll(status);
}

/** @param {HTMLParagraphElement} status */
async function poll(status) {
  try {
    const { title, phase, fraction, problem } = await fresh(endpoints.STATUS);
    if (problem) {
      status.textContent = `${title}: ${problem}`;
      status.dataset.phase = "failed";
      return;
    }
    const share = phase === "fetching" && fraction ? ` ${Math.round(fraction * 100)} %` : "";
    status.textContent = `${title}: ${WORDS[phase] || phase}${share}`;
    status.dataset.phase = phase;
    if (phase === "ready") return;
  } catch {
    status.textContent = "The server does not answer.";
  }
  setTimeout(poll, POLL_MS, status);
}

register("header", start);
