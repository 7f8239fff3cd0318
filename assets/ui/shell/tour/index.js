/* The tour: one card at a time, beside the page and never over what it speaks of. It waits for the visitor; the
 * arrow keys turn cards, Escape leaves, and the address holds the card (?tour=3), so that one can come back.
 */
import { el, write } from "../../kit/dom.js";
import { t } from "../../lib/messages.js";
import { store } from "../../state/store.js";
import { CARDS, temperature } from "./cards.js";

const KEY = "tour";
const POLL_MS = 150;

/** @type {any} */
let view = null;
let at = -1; // the card on screen; -1: none
/** @type {import("./cards.js").Seen} */
let since = { trace: null, position: null, layer: 0, head: 0, temperature: 1 };
/** @type {number | null} */
let awaited = null; // the run that a card's own one takes the place of
let timer = 0;
let well = false;

function build() {
  const button = (
    /** @type {string} */ text,
    /** @type {string} */ testid,
    /** @type {() => void} */ click,
    kind = "",
  ) => el("button", { type: "button", class: `pg-button ${kind}`, text, data: { testid }, on: { click } });
  const count = el("span", { class: "pg-tour-count pg-number" });
  const title = el("span", {});
  const says = el("p", { class: "pg-tour-says" });
  const ask = el("p", { class: "pg-tour-ask" });
  const word = el("input", {
    type: "text",
    class: "pg-input",
    maxlength: "40",
    "aria-label": t("Your guess"),
    placeholder: t("your guess"),
    data: { testid: "tour-guess" },
    on: { keydown: (/** @type {KeyboardEvent} */ event) => event.key === "Enter" && reveal() },
  });
  const guess = el("p", { class: "pg-tour-guess" }, word, button(t("Show me"), "tour-reveal", reveal));
  const answer = el("p", { class: "pg-tour-well", "aria-live": "polite" });
  const back = button("←", "tour-back", () => go(at - 1));
  back.setAttribute("aria-label", t("Card before"));
  const next = button(t("Next →"), "tour-next", () => (at === CARDS.length - 1 ? leave() : go(at + 1)), "pg-strong");
  const close = button("✕", "tour-leave", leave, "pg-icon");
  close.setAttribute("aria-label", t("Leave the tour"));
  const node = el(
    "aside",
    { class: "pg-tour", role: "region", "aria-label": t("Tour"), data: { testid: "tour" } },
    el("h2", {}, count, title),
    says,
    ask,
    el("div", { class: "pg-tour-answers" }, guess, answer),
    el("footer", {}, back, next, close),
  );
  (document.querySelector(".gradio-container") || document.body).append(node);
  return { node, count, title, says, ask, guess, word, answer, back, next };
}

/** The guess is set beside the bars, and the bars are uncovered. */
function reveal() {
  document.body.dataset.guess = "shown";
  const bars = [...document.querySelectorAll('[data-testid="next-bar-a"]')];
  const typed = view.word.value.trim().toLowerCase();
  const place = bars.findIndex((bar) => bar.querySelector(".pg-word")?.textContent?.trim().toLowerCase() === typed);
  write(
    view.ask,
    !typed
      ? t("Here are the five likeliest.")
      : place < 0
        ? t("“{word}” is not among the five likeliest.", { word: typed })
        : t("“{word}” is number {place} of the five likeliest.", { word: typed, place: place + 1 }),
  );
}

function look() {
  if (at < 0) return;
  const card = CARDS[at];
  light(card.at);
  const lane = store.lanes.a;
  if (awaited !== null) {
    // The card's own run comes first; the visitor's step is what changes after it.
    if (!lane?.trace || lane.running || lane.run === awaited) return;
    awaited = null;
    remember();
    view.node.setAttribute("aria-busy", "false");
  }
  if (!well && !lane?.running && card.done(since)) {
    well = true;
    write(view.answer, `✓ ${card.well}`);
    if (card.result) show(card.result);
    view.node.classList.add("pg-well");
  }
}

/** What is there before the visitor's own step. */
function remember() {
  const { selection, lanes } = store;
  since = {
    trace: lanes.a?.trace || null,
    position: selection.position,
    layer: selection.layer,
    head: selection.heads[0],
    temperature: temperature(),
  };
}

/** @param {string} selector */
function light(selector) {
  const target = document.querySelector(selector);
  for (const lit of document.querySelectorAll(".pg-pointed-out"))
    if (lit !== target) lit.classList.remove("pg-pointed-out");
  if (target && !well) target.classList.add("pg-pointed-out");
  else target?.classList.remove("pg-pointed-out");
}

/** Bring what a card speaks of into sight; of what is taller than the screen, its beginning.
 * @param {string} selector
 */
function show(selector) {
  const target = document.querySelector(selector);
  const tall = (target?.getBoundingClientRect().height || 0) > innerHeight / 2;
  target?.scrollIntoView({ block: tall ? "start" : "center" });
}

/** @param {number} index */
function go(index) {
  if (index < 0 || index >= CARDS.length) return;
  view ||= build();
  at = index;
  well = false;
  const card = CARDS[at];
  view.node.hidden = false;
  view.node.classList.remove("pg-well");
  write(view.count, `${at + 1} / ${CARDS.length}`);
  write(view.title, card.title);
  write(view.says, card.says);
  write(view.ask, card.ask);
  write(view.answer, "");
  view.guess.hidden = index !== 2;
  view.word.value = "";
  if (index === 2) document.body.dataset.guess = "hidden";
  else delete document.body.dataset.guess;
  view.back.disabled = at === 0;
  view.next.textContent = at === CARDS.length - 1 ? t("Finish") : t("Next →");
  const before = store.lanes.a?.run ?? 0;
  awaited = card.act() ? before : null;
  view.node.setAttribute("aria-busy", String(awaited !== null));
  remember();
  keep(at + 1);
  clearInterval(timer);
  timer = window.setInterval(look, POLL_MS);
  requestAnimationFrame(() => show(card.at));
}

function leave() {
  at = -1;
  clearInterval(timer);
  if (view) view.node.hidden = true;
  delete document.body.dataset.guess;
  for (const lit of document.querySelectorAll(".pg-pointed-out")) lit.classList.remove("pg-pointed-out");
  keep(0);
}

/** @param {number} card */
function keep(card) {
  const url = new URL(location.href);
  if (card) url.searchParams.set(KEY, String(card));
  else url.searchParams.delete(KEY);
  history.replaceState(history.state, "", url);
}

export const startTour = () => go(0);

addEventListener("keydown", (event) => {
  if (at < 0 || event.defaultPrevented) return;
  const target = /** @type {HTMLElement} */ (event.target);
  // The arrow keys belong to whatever else they move: a text, a slider, a list.
  const taken = target.closest?.(
    'input, textarea, select, [role="listbox"], [role="tree"], [role="tablist"], [role="grid"], [role="menu"], canvas, .pg-rows, .pg-weights',
  );
  if (event.key === "Escape" && target.closest?.(".pg-tour")) leave();
  else if (taken) return;
  else if (event.key === "ArrowRight") go(at + 1);
  else if (event.key === "ArrowLeft") go(at - 1);
});

// The address names a card: the tour begins there as soon as there is a run to look at.
const named = Number(new URLSearchParams(location.search).get(KEY));
if (named >= 1 && named <= CARDS.length) {
  const stop = store.subscribe((change) => {
    if (change.lane !== "a" || !store.lanes.a?.trace) return;
    stop();
    requestAnimationFrame(() => go(named - 1));
  });
}
