/* Autocomplete: a greyed continuation behind the caret, and the three likeliest next tokens below the box.
 *
 * Only the newest question counts: typing leaves off the one under way, and an answer is shown only
 * while the box still holds the text it was asked for, and the model's box the model.
 */

import { messageOf } from "../data/api.js";
import * as endpoints from "../data/endpoints.js";
import { lines } from "../data/ndjson.js";
import { el } from "../kit/dom.js";
import { boxCopy } from "../kit/textarea_overlay.js";
import { token } from "../kit/tokens.js";
import { percent, spoken } from "../lib/format.js";
import { present } from "../lib/present.js";
import { store } from "../state/store.js";
import { timings } from "../state/views.js";

const TASK = "autocomplete";
const PAUSE_MS = 40; // between two keys of a fast typist; longer would be felt

const page = crypto.getRandomValues(new Uint32Array(2)).join("-"); // tells this page from another
const SAYS = {
  ghost: "Tab to accept the grey text, Esc to dismiss it.",
  tokens: "Press a token to add it.",
  empty: "Type the beginning of a sentence.",
  inside: "Suggestions come at the end of the text.",
  asking: "The model is reading …",
  silent: "No suggestion came. Type on for another one.",
  dismissed: "Dismissed. Keep typing for a new one. Tab now leaves the box.",
};
const chips = el("div", {
  class: "pg-suggested-tokens",
  role: "group",
  "aria-label": "Likeliest next tokens",
  data: { testid: "suggested-tokens" },
});
const note = el("p", { class: "pg-note", text: SAYS.empty, data: { testid: "suggestion-note" } });
const live = el("p", { class: "pg-unseen", "aria-live": "polite" });
const panel = el("div", { class: "pg-suggested", data: { lane: "a" } }, chips, note, live);
/** @type {{ node: HTMLDivElement, lay(box: HTMLElement): void } | null} */
let copy = null;
/** @type {{ text: string, model: string, controller: AbortController } | null} */
let asked = null; //   {text, model, controller}: the question under way or answered last
/** @type {{ text: string, model: string } | null} */
let seen = null; //    {text, model}: what the boxes held when they were last looked at
let refused = false; // the last question found no model that could answer
let shown = { text: "", ghost: "" }; // the grey text, and the text it follows
let pause = 0;

/** @type {(css: string) => HTMLTextAreaElement | null} */
const field = (css) => document.querySelector(css);
const model = () => field("#model-a input")?.value || "";
const box = () => field("#text textarea");
const active = () => field("#task input:checked")?.value === TASK;
/** @param {HTMLTextAreaElement} area */
const atEnd = (area) => area.selectionStart === area.value.length && area.selectionEnd === area.value.length;

// ---------------------------------------------------------------- what is shown
/** @param {HTMLTextAreaElement} area */
function draw(area) {
  const { text, ghost } = shown;
  copy ||= boxCopy("pg-input-marks pg-ghost");
  const fits = ghost && area.value === text && atEnd(area);
  copy.node.hidden = !fits;
  // Of Tab is spoken only where there is something that it takes.
  if (fits) note.textContent = SAYS.ghost;
  else if (note.textContent === SAYS.ghost) note.textContent = chips.childElementCount ? SAYS.tokens : SAYS.asking;
  if (!fits) return;
  copy.lay(area);
  copy.node.dataset.testid = "ghost";
  copy.node.replaceChildren(
    el(
      "div",
      { style: `translate: 0 ${-area.scrollTop}px` },
      text,
      el("span", { class: "pg-ghost-text", text: ghost }),
    ),
  );
}

/** @param {string} sentence */
function clear(sentence) {
  shown = { text: "", ghost: "" };
  if (copy) copy.node.hidden = true;
  chips.replaceChildren();
  delete chips.dataset.key;
  note.textContent = sentence;
}

function leaveOff() {
  clearTimeout(pause);
  asked?.controller.abort();
  asked = null;
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 * @param {Suggestions} line
 */
function show(area, text, line) {
  shown = { text, ghost: line.text };
  const key = JSON.stringify([text, line.tokens]);
  if (chips.dataset.key !== key) {
    chips.dataset.key = key;
    chips.replaceChildren(
      ...line.tokens.map(({ id, text: word, probability }) => {
        const button = el(
          "button",
          {
            type: "button",
            class: "pg-choice",
            "aria-label": `${spoken(word)}, ${percent(probability)}. Take it.`,
            data: { id, probability, testid: "suggested-token" },
            on: { click: () => take(area, text, word) },
          },
          token(word),
          el("span", { class: "pg-number", text: percent(probability) }),
        );
        button.style.setProperty("--p", probability.toFixed(4));
        return button;
      }),
    );
  }
  note.textContent = SAYS.tokens;
  draw(area);
}

// ---------------------------------------------------------------- asking
/** @param {HTMLTextAreaElement} area */
async function ask(area) {
  const text = area.value;
  leaveOff();
  if (!active()) return;
  if (!text.trim()) return clear(SAYS.empty);
  if (!atEnd(area)) return clear(SAYS.inside);
  const question = (asked = { text, model: model(), controller: new AbortController() });
  const current = () => question === asked && active() && area.value === text && model() === question.model;
  refused = false;
  const began = performance.now();
  try {
    let first = true;
    for await (const line of lines(endpoints.AUTOCOMPLETE, question.controller.signal, {
      text,
      model: question.model,
      page,
    })) {
      if (!current()) return;
      if (line.error) throw new Error(line.error);
      show(area, text, line);
      if (first) timings.autocomplete = { event: "first", ms: performance.now() - began };
      first = false;
    }
    if (first && current()) clear(SAYS.silent);
    if (current() && shown.ghost) live.textContent = `Suggestion: ${shown.ghost}`;
  } catch (error) {
    if (/** @type {Error} */ (error).name === "AbortError" || !current()) return;
    refused = true;
    clear(messageOf(error));
  }
}

/** What goes on as suggested keeps the rest of the suggestion until the new one is there.
 * @param {HTMLTextAreaElement} area
 */
function typed(area) {
  const { text, ghost } = shown;
  const more = area.value.slice(text.length);
  const goesOn = ghost && more && area.value.startsWith(text) && ghost.startsWith(more);
  leaveOff();
  clear(area.value.trim() ? SAYS.asking : SAYS.empty);
  if (goesOn) shown = { text: area.value, ghost: ghost.slice(more.length) };
  draw(area);
  seen = { text: area.value, model: model() };
  pause = setTimeout(() => ask(area), PAUSE_MS);
}

// ---------------------------------------------------------------- taking
/**
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 * @param {string} words
 */
function take(area, text, words) {
  if (area.value !== text) return;
  area.focus();
  area.setSelectionRange(text.length, text.length);
  // As if typed: Gradio hears it, and Ctrl Z takes it back.
  document.execCommand("insertText", false, words);
}

document.addEventListener(
  "input",
  (event) => {
    const area = box();
    if (area && event.target === area && active()) typed(area);
  },
  true,
);
document.addEventListener(
  "keydown",
  (event) => {
    const area = box();
    if (!area || event.target !== area || !active() || event.isComposing) return;
    const there = shown.ghost && shown.text === area.value && atEnd(area);
    if (event.key === "Tab" && !event.shiftKey && !event.ctrlKey && !event.altKey && there) {
      event.preventDefault();
      take(area, shown.text, shown.ghost);
    } else if (event.key === "Escape" && (there || asked)) {
      event.preventDefault();
      leaveOff();
      clear(SAYS.dismissed);
    }
  },
  true,
);
document.addEventListener("selectionchange", () => {
  const area = box();
  if (area && document.activeElement === area && active() && copy) draw(area);
});
addEventListener(
  "scroll",
  (event) => {
    const area = box();
    if (area && copy && !copy.node.hidden && event.target === area) draw(area);
  },
  { capture: true, passive: true },
);
addEventListener(
  "resize",
  () => {
    const area = box();
    if (copy && area && active()) draw(area);
  },
  { passive: true },
);

/** Before every picture of the page, because a program that fills a box tells nobody: what was
 * suggested for another text or by another model goes, and is asked anew. */
function look() {
  if (!panel.isConnected || !active()) return;
  requestAnimationFrame(look);
  const area = box();
  if (!area || (seen && seen.text === area.value && seen.model === model())) return;
  seen = { text: area.value, model: model() };
  leaveOff();
  clear(area.value.trim() ? SAYS.asking : SAYS.empty);
  pause = setTimeout(() => ask(area), PAUSE_MS);
}

/** The task was chosen or left. */
function place() {
  const text = document.querySelector("#text");
  if (!text) return;
  if (!active()) {
    if (panel.isConnected) {
      leaveOff();
      clear(SAYS.empty);
      panel.remove();
    }
    return;
  }
  if (!panel.isConnected) {
    text.append(panel);
    seen = null;
    look();
  }
}
document.addEventListener(
  "change",
  (event) => /** @type {Element} */ (event.target).closest?.("#task") && setTimeout(place),
);
store.subscribe(({ lane }) => {
  place();
  // A run has loaded the model that could not answer.
  if (refused && lane === "a" && store.lanes.a?.trace && active() && box()) ask(present(box()));
});
// An address may name the task, and then nobody touches the switch: its look changes.
/** @type {Element | null} */
let watched = null;
const watch = new MutationObserver(() => {
  const controls = document.querySelector(".pg-ask");
  if (controls && !watched) {
    watched = controls;
    watch.disconnect();
    watch.observe(controls, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
  }
  place();
});
watch.observe(document.body, { childList: true, subtree: true });
