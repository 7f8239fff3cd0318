/* Tokens as running text: one stop of the tab key, arrows from token to token, a note for each.
 *
 * tokenLine(node, {onPoint, onLeave, onPick, onEscape}) → {draw, spans, tokens, focus}. It knows
 * nothing of the store: whoever owns the line says what pointing at and choosing a token do.
 */

import { direction, grouped, percent, spoken } from "../lib/format.js";
import { el, pressed } from "./dom.js";
import { fillToken, token } from "./tokens.js";

/**
 * @template T
 * @param {T | null | undefined} number
 * @returns {number is T}
 */
const isKnown = (number) => number !== null && number !== undefined;
/**
 * @param {ShownToken} x
 * @param {ShownToken} y
 */
const same = (x, y) =>
  x.id === y.id &&
  x.text === y.text &&
  x.gap === y.gap &&
  x.probability === y.probability &&
  x.rank === y.rank &&
  x.new === y.new &&
  x.special === y.special &&
  x.instead === y.instead &&
  x.says === y.says;

/**
 * @param {HTMLElement} node
 * @param {{ onPoint: Heard, onLeave?: Heard, onPick?: Heard, onEscape?: Heard }} heard
 */
function tokenLine(node, { onPoint, onLeave = () => {}, onPick = () => {}, onEscape = () => {} }) {
  /** @type {TokenLine} */
  const line = { spans: [], tokens: [], draw, focus };
  let focusable = 0; //     roving tabindex: one token can be tabbed to, arrows reach the rest

  /** Show these tokens; only those that differ are touched. Gives how many stayed as they were.
   * @param {ShownToken[]} tokens
   */
  function draw(tokens) {
    const { spans, tokens: shown } = line;
    let kept = 0;
    while (kept < shown.length && kept < tokens.length && same(shown[kept], tokens[kept])) kept++;
    for (const span of spans.splice(kept)) {
      if (span.pgGap) span.pgGap.remove();
      span.remove();
    }
    const added = document.createDocumentFragment();
    for (let i = kept; i < tokens.length; i++) {
      const span = tokenSpan(tokens[i], i, i ? tokens[i - 1].end : 0);
      spans.push(span);
      if (tokens[i].gap) added.append((span.pgGap = el("span", { class: "pg-gap", text: tokens[i].gap })));
      added.append(span);
    }
    node.append(added);
    line.tokens = tokens.slice();
    if (!kept) node.dir = direction(tokens.map((one) => one.text).join(""));
    if (focusable >= spans.length) focusable = Math.max(0, spans.length - 1);
    if (spans[focusable]) spans[focusable].tabIndex = 0;
    return kept;
  }

  /** @param {number} i */
  function focus(i) {
    const { spans } = line;
    if (!spans[i]) return;
    if (spans[focusable]) spans[focusable].tabIndex = -1;
    focusable = i;
    spans[i].tabIndex = 0;
    spans[i].focus();
  }

  /** @param {EventTarget | null} target */
  const indexOf = (target) => {
    const span = /** @type {HTMLElement | null} */ (/** @type {Element} */ (target).closest?.(".pg-token"));
    return span && node.contains(span) ? Number(span.dataset.index) : null;
  };

  for (const type of ["pointerover", "focusin"]) {
    node.addEventListener(type, (event) => {
      const i = indexOf(event.target);
      if (i !== null) onPoint(i, event.timeStamp);
    });
  }
  for (const type of ["pointerleave", "focusout"]) node.addEventListener(type, (event) => onLeave(event.timeStamp));
  node.addEventListener("click", (event) => {
    const i = indexOf(event.target);
    if (i === null) return;
    onPick(i);
    focus(i);
  });
  node.addEventListener("keydown", (event) => {
    const i = indexOf(event.target);
    if (i === null || event.ctrlKey || event.metaKey || event.altKey) return;
    const { spans } = line;
    const ahead = node.dir === "rtl" ? -1 : 1;
    const to = pressed(event, {
      ArrowRight: i + ahead,
      ArrowLeft: i - ahead,
      Home: 0,
      End: spans.length - 1,
      ArrowDown: onNextLine(spans, i, 1),
      ArrowUp: onNextLine(spans, i, -1),
    });
    if (to !== undefined) focus(to);
    else if (event.key === "Enter" || event.key === " ") onPick(i);
    else if (event.key === "Escape") onEscape();
    else return;
    event.preventDefault();
  });
  return line;
}

/**
 * @param {ShownToken} item
 * @param {number} index
 * @param {number} reached
 * @returns {TokenSpan}
 */
function tokenSpan(item, index, reached) {
  // Tokens that share a character carry it each; in the running text it stands once.
  const shared = item.part ? Math.max(0, reached - item.start) : 0;
  const span = el("bdi", {
    class: "pg-token",
    role: "option",
    tabindex: "-1",
    "aria-selected": "false",
    data: { index },
  });
  if (item.new) span.classList.add("pg-new");
  if (item.special) span.classList.add("pg-special");
  if (item.rank && item.rank > 1) span.classList.add("pg-second");
  if (item.new && isKnown(item.probability)) {
    span.style.setProperty("--p", item.probability.toFixed(4));
    span.dataset.probability = String(item.probability);
  }
  // A hidden word is a gap, filled with what was guessed.
  if (item.instead !== undefined) span.classList.add("pg-blank", ...(/^\s/.test(item.text) ? ["pg-after-space"] : []));
  fillToken(span, item.instead ?? [...item.text].slice(shared).join(""), {
    spaces: "keep",
    breaks: true,
    part: item.part,
  });
  span.setAttribute("aria-label", described(item));
  return span;
}

/** @param {ShownToken} item */
function described(item) {
  const text = spoken(item.instead ?? item.text);
  if (item.says) return `${text}, ${item.says}`;
  if (!isKnown(item.probability)) return text;
  return `${text}, ${percent(item.probability)}${item.rank && item.rank > 1 ? `, choice ${item.rank}` : ""}`;
}

/** What the floating note says of a token; `extra`: [label, …nodes] rows that come first.
 * @param {ShownToken} item
 * @param {[label: string, ...nodes: (Node | string)[]][]} [extra]
 */
function tokenNote(item, extra = []) {
  /** @type {HTMLElement[]} */
  const rows = [];
  /**
   * @param {string} label
   * @param {...(Node | string)} value
   */
  const row = (label, ...value) => rows.push(el("dt", { text: label }), el("dd", {}, ...value));
  for (const one of extra) row(...one);
  const { probability } = item;
  const known = isKnown(probability);
  if (isKnown(probability)) row("probability", percent(probability));
  if (item.rank) row("rank", item.rank === 1 ? "1, the most likely" : grouped(item.rank));
  if (item.runner_up)
    row(
      item.rank && item.rank > 1 ? "most likely" : "runner-up",
      token(item.runner_up.text),
      ` ${percent(item.runner_up.probability)}`,
    );
  if (item.part) row("piece", `${item.part[0]} of ${item.part[1]} of one character`);
  if (item.special) row("kind", "control token");
  row("id", String(item.id));
  if (!known)
    row("origin", item.new ? "no probability recorded" : item.special ? "added by the model's format" : "given by you");
  return [el("p", { class: "pg-note-word" }, token(item.text, { part: item.part })), el("dl", {}, ...rows)];
}

/** The token on the line below (1) or above (-1) that is nearest in x.
 * @param {HTMLElement[]} spans
 * @param {number} from
 * @param {number} way
 */
function onNextLine(spans, from, way) {
  const here = spans[from].getBoundingClientRect();
  let best = from;
  /** @type {number | null} */
  let line = null;
  for (let i = from + way; i >= 0 && i < spans.length; i += way) {
    const box = spans[i].getBoundingClientRect();
    if ((box.top - here.top) * way < here.height / 2) continue;
    if (line === null) line = box.top;
    if (Math.abs(box.top - line) > here.height / 2) break;
    if (
      best === from ||
      Math.abs(box.left - here.left) < Math.abs(spans[best].getBoundingClientRect().left - here.left)
    )
      best = i;
  }
  return best;
}

export { tokenLine, tokenNote };
