/* The interface in the visitor's language: English, Chinese or Portuguese. Every text and label on the page that
 * is ours is exchanged where it stands, at once and without a run; what a visitor or a model wrote is marked
 * translate="no" (kit/tokens.js) and stays. In English nothing is watched and nothing is done.
 */
import { tellAgain } from "../kit/terms.js";
import { translator } from "../lib/messages.js";
import { language } from "../state/language.js";

// Gradio's widgets have labels in English only: "number input for {control}", "range slider for {control}",
// "Reset to default value", "Click to upload or drop files", "File upload".
const LABELS = ["aria-label", "title", "placeholder", "aria-description"];
// A <bdi> holds what somebody wrote. Of Gradio's: the values of a dropdown, and the row of tabs that is out of sight (state/tabs.js knows their titles).
const KEPT =
  '[translate="no"], bdi, textarea, script, style, [contenteditable], iframe, ul.options, .pg-inspector .tab-container';
const DOTTED = "[data-english]"; // kit/terms.js
/** @type {Record<string, () => Promise<{ default: Record<string, string> }>>} */
const FILES = { zh: () => import("../messages/zh.js"), pt: () => import("../messages/pt.js") };
const TAGS = { en: "en", zh: "zh-CN", pt: "pt-BR" };

/** @type {import("../lib/messages.js").Translate} */
let translate = () => null;
/** @type {WeakMap<Node, { english: string, shown: string }>} */
const texts = new WeakMap();
/** @type {WeakMap<Element, Record<string, { english: string, shown: string }>>} */
const labels = new WeakMap();
/** @type {MutationObserver | null} */
let observer = null;

/** @param {Text} node */
function exchangeText(node) {
  const parent = node.parentElement;
  if (!parent || parent.closest(KEPT)) return;
  const before = texts.get(node);
  // What the scripts wrote since is new English; what stands as it was put there keeps its English.
  const english = before && before.shown === node.data ? before.english : node.data;
  const shown = translate(english) ?? english;
  if (shown === node.data && !before) return;
  texts.set(node, { english, shown });
  if (shown !== node.data) node.data = shown;
}

/** @param {Element} node */
function exchangeLabels(node) {
  if (node.closest('[translate="no"], bdi')) return;
  for (const name of LABELS) {
    const value = node.getAttribute(name);
    if (!value) continue;
    const known = labels.get(node) || {};
    const before = known[name];
    const english = before && before.shown === value ? before.english : value;
    const shown = translate(english) ?? english;
    if (shown === value && !before) continue;
    labels.set(node, { ...known, [name]: { english, shown } });
    if (shown !== value) node.setAttribute(name, shown);
  }
}

/** @param {Node} root */
function exchange(root) {
  if (root instanceof Text) return exchangeText(root);
  if (!(root instanceof Element)) return;
  exchangeLabels(root);
  if (root.matches(DOTTED)) tellAgain(/** @type {HTMLElement} */ (root), translate);
  for (const node of root.querySelectorAll(DOTTED)) tellAgain(/** @type {HTMLElement} */ (node), translate);
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (node instanceof Text) exchangeText(node);
    else exchangeLabels(/** @type {Element} */ (node));
  }
}

/** @param {MutationRecord[]} changes */
function follow(changes) {
  for (const { type, target, addedNodes } of changes) {
    if (type === "childList") addedNodes.forEach(exchange);
    else if (type === "characterData") exchange(target);
    else exchangeLabels(/** @type {Element} */ (target));
  }
}

/** @param {string} name */
async function turn(name) {
  document.documentElement.lang = TAGS[/** @type {keyof typeof TAGS} */ (name)] || "en";
  observer?.disconnect();
  observer = null;
  const file = FILES[name];
  const messages = file ? (await file()).default : null;
  if (language.now !== name) return; // another one was chosen meanwhile
  translate = messages ? translator(messages) : () => null;
  exchange(document.body);
  if (!messages) return;
  observer = new MutationObserver(follow);
  observer.observe(document.body, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
    attributeFilter: LABELS,
  });
}

language.subscribe(turn);
if (language.now !== "en") turn(language.now);
