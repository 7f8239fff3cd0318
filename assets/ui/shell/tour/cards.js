/* The ten cards of the tour. A card sets the page up (`act`, which says
 * whether that takes a run), says one thing, and waits for the visitor's own
 * step (`done`); what it waits for is lit (`at`, a selector). Easy to change: a card knows nothing of the others.
 */
import { t } from "../../lib/messages.js";
import { store } from "../../state/store.js";
import { tabs } from "../../state/tabs.js";
import { stageRun } from "../stage.js";

/** @typedef {{ title: string, says: string, ask: string, well: string, at: string, result?: string, act: () => boolean,
 *   done: (since: Seen) => boolean }} Card */
/** What was on the page when the card began.
 * @typedef {{ trace: string | null, position: number | null, layer: number, head: number,
 *   temperature: number }} Seen */

const ANIMAL = "The animal didn't cross the street because it was too tired.";
const CAPITALS = "The capital of France is Paris. The capital of Italy is";
const FRANCE = "The capital of France is";
const CAT = "The black cat sleeps on the red chair.";

const lane = () => store.lanes.a;
/** @type {(tokens: LaneToken[] | undefined) => string} */
const textOf = (tokens) =>
  (tokens || [])
    .filter((token) => !token.special)
    .map((token) => token.gap + token.text)
    .join("");
/** The text that the model was given: of a translation, the source. */
const given = () => textOf(lane()?.source.length ? lane()?.source : lane()?.tokens.filter((token) => !token.new));
/** @type {(selector: string) => HTMLElement | null} */
const seen = (selector) => {
  const node = /** @type {HTMLElement | null} */ (document.querySelector(selector));
  return node && node.offsetParent !== null ? node : null;
};
/** What the slider of the next-token panel says; 1 while there is none. */
export function temperature() {
  const slider = document.querySelector(".pg-next-head .pg-knobs input[type=range]");
  return Number(/** @type {HTMLInputElement | null} */ (slider)?.value ?? 1);
}

/** Run what a card is about, unless it is on the page already.
 * @param {Record<string, string>} query
 */
function stage(query) {
  const now = lane();
  const there = now?.trace && now.task === query.task && given().trim() === query.text;
  if (!there) stageRun(query, { remember: false });
  else if (query.tab) tabs.open(query.tab, query.task);
  return !there;
}

/** The two capitals, with the bars at the first place where the model had a choice. */
function atTheChoice() {
  const runs = stage({ task: "generate", text: CAPITALS, "max_new_tokens-a": "6" });
  store.select({ position: null });
  return runs;
}

/** @type {Card[]} */
export const CARDS = [
  {
    title: t("A word looks back"),
    says: t(
      "A real model has read this sentence. To take in “it”, the head on screen looks back at “animal”. The thicker the line, the more.",
    ),
    ask: t("Click the word “tired” in the text."),
    well: t("Now the lines start from another word. Every word looks somewhere."),
    at: "#output-a .pg-output-text",
    act() {
      const runs = given() !== ANIMAL;
      if (runs) stageRun({ task: "read", text: ANIMAL }, { remember: false });
      tabs.open("attention");
      const it = lane()?.tokens.findIndex((token) => token.text.trim() === "it") ?? -1;
      store.select({ layer: 13, heads: [8], position: it >= 0 ? it : 8, positionLane: "a" });
      return runs;
    },
    done: (since) => store.selection.position !== null && store.selection.position !== since.position,
  },
  {
    title: t("One of 270 heads"),
    says: t(
      "Each small square is one head: 30 layers with 9 heads each, all of them at work on your sentence. Some look at the word before, some at the first word, some at what matters.",
    ),
    ask: t("Click another square."),
    well: t("The sentence above the map says what this head does here."),
    at: '[data-lane="a"] .pg-map',
    act() {
      tabs.open("attention");
      return false;
    },
    done: (since) => store.selection.layer !== since.layer || store.selection.heads[0] !== since.head,
  },
  {
    title: t("What comes next?"),
    says: t(
      "The model gives every token of its vocabulary a probability. The bars show the five likeliest at the place where it first had a choice.",
    ),
    ask: t("Guess the next word, then press “Show me”."),
    well: t("The bars are exact: they sum to 100 % over the whole vocabulary."),
    at: '[data-testid="next-bars-a"]',
    act: () => atTheChoice(),
    done: () => document.body.dataset.guess === "shown",
  },
  {
    title: t("The story branches"),
    says: t(
      "The model took the likeliest token. It need not: press another one, and it writes on from there. ↶ Undo brings the first text back.",
    ),
    ask: t("Click a bar that was not taken."),
    well: t("Every word from there on is new."),
    at: '[data-testid="next-bars-a"]',
    act: () => atTheChoice(),
    done: (since) => Boolean(lane()?.trace) && lane()?.trace !== since.trace,
  },
  {
    title: t("Temperature"),
    says: t(
      "Before a token is drawn the bars can be reshaped. Below 1 the likely ones grow, above 1 all come closer together. Nothing is run again.",
    ),
    ask: t("Move Temperature to 1.5."),
    well: t("The thin line shows where each bar was."),
    at: ".pg-next-head .pg-knobs",
    act: () => stage({ task: "generate", text: CAPITALS, "max_new_tokens-a": "6", tab: "next_token" }),
    done: (since) => temperature() >= 1.2 && temperature() !== since.temperature,
  },
  {
    title: t("Another model: it translates"),
    says: t(
      "An encoder reads English, a decoder writes Portuguese. Each row is a word being written, each column a source word: bright means it looked there.",
    ),
    ask: t("Click “preto” in the translation."),
    well: t("“preto” looks at “black”, although the order has changed."),
    at: "#output-a .pg-output-text",
    act: () => stage({ task: "translate", text: CAT, tab: "alignment" }),
    done: () => lane()?.task === "translate" && store.selection.position !== null,
  },
  {
    title: t("Was it the cause?"),
    says: t(
      "Looking is not yet using. Take the source word away and see what happens to the translation, with a word that should not matter as a control.",
    ),
    ask: t("Under “Is the alignment true?”, press “Run”."),
    well: t("The first sentence says how much it mattered."),
    at: '[data-testid="hide-run-a"]',
    act: () => stage({ task: "translate", text: CAT, tab: "alignment" }),
    done: () => Boolean(seen('[data-testid="hide-says-a"]')),
  },
  {
    title: t("Shuffle the words"),
    says: t(
      "The model gets the same words, but is given other positions for them. If it needs their order, the answer changes.",
    ),
    ask: t("Press “Run”."),
    well: t("Its next word is no longer the same: without order the model is lost."),
    at: '[data-testid="place-run-a"]',
    result: '[data-testid="place-outcome-a"]',
    act: () => stage({ task: "generate", text: CAPITALS, "max_new_tokens-a": "6", tab: "move_words" }),
    done: () => Boolean(seen('[data-testid="place-outcome-a"]')),
  },
  {
    title: t("Where was it decided?"),
    says: t(
      "Each row is a layer, each cell the word the model would say if it stopped there. Low layers guess; somewhere the answer appears.",
    ),
    ask: t("Click the cell where the answer first appears."),
    well: t("In the rows below it, later layers make it surer."),
    at: '[data-testid="layers-grid-a"]',
    act: () => stage({ task: "generate", text: FRANCE, "max_new_tokens-a": "6", tab: "lens" }),
    done: (since) => store.selection.layer !== since.layer || store.selection.position !== since.position,
  },
  {
    title: t("Take it with you"),
    says: t(
      "The address of this page holds the text, the model, the settings, the panel and the head. Who opens the link sees what you see.",
    ),
    ask: t("Press “Share”."),
    well: t("That was the tour. Type a sentence of your own, or choose an example."),
    at: '[data-testid="share"]',
    act: () => false,
    done: () => Boolean(seen('[data-testid="copy-link"]')),
  },
];
