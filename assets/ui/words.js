/* Building elements, and writing tokens and numbers the same way everywhere.
 *
 * Whatever a visitor or a model wrote goes through text nodes only; nothing here parses markup.
 */
const THIN = "\u202f"; // narrow no-break space between a number and its unit

/** el("p", {class: "pg-x", text: "…", data: {lane: "a"}, on: {click: f}}, child, …) */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "on") for (const [e, f] of Object.entries(value)) node.addEventListener(e, f);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

/** Write text only when it differs, so that nothing reflows and no live region speaks twice. */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

// ---------------------------------------------------------------- tokens
// Marks for what has no shape of its own. ZWJ and variation selectors are left alone: emoji need them.
const INVISIBLE = /[\u0000-\u001f\u007f\u00ad\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
const MARKS = { "\n": "↵", "\t": "⇥", "\r": "␍" };
const BREAKS = /[\n\u000b\f\r\u0085\u2028\u2029]/;

function mark(character) {
  const code = character.codePointAt(0);
  return MARKS[character] || (code < 32 ? String.fromCodePoint(0x2400 + code) : "▯");
}

/** Fill `node` with a token. `spaces`: "dot" marks a space by ·, "keep" leaves it a space;
 * `breaks`: whether a newline also breaks the line, as it does in running text.
 * What is drawn for a character comes from the style sheet (data-sign) and the character itself stands
 * behind it without a width, so that what is copied is the text. */
function fillToken(node, text, { spaces = "dot", breaks = false, part = null } = {}) {
  node.textContent = "";
  let plain = "";
  const flush = () => {
    if (plain) node.append(plain);
    plain = "";
  };
  const faint = (sign, character = "") => {
    flush();
    node.append(el("span", { class: "pg-ws", "aria-hidden": "true", data: { sign } }, character ? el("span", { class: "pg-real", text: character }) : null));
  };
  const broken = part && (text === "" || text.includes("\ufffd"));
  for (const character of broken ? "" : text) {
    if (character === " " && spaces === "dot") faint("·", character);
    else if (character === "\n" && breaks) {
      faint(mark(character));
      plain += character;
    } else if (INVISIBLE.test(character)) {
      // In a list or a bar the line must not break; there is nothing to copy a text from, either.
      faint(mark(character), BREAKS.test(character) && !breaks ? "" : character);
    } else plain += character;
  }
  flush();
  if (broken) faint(`${part[0]}⁄${part[1]}`); // one piece of a character has no picture of its own
  else if (!text) faint("∅");
  return node;
}

/** A token for a list or a sentence, isolated so that right-to-left text stays in its box. */
const token = (text, options) => fillToken(el("bdi", { class: "pg-word" }), text ?? "", options);

/** `" sat"` inside a sentence: quoted, spaces kept, so that it reads and copies as written. */
function quoted(text) {
  const word = token(text, { spaces: "keep" });
  // A short token must not be broken at its own leading space; a long one has to wrap somewhere.
  return el("span", { class: text.length > 24 ? "pg-quoted pg-long" : "pg-quoted" }, '"', word, '"');
}

/** A token's name for screen readers, which would say nothing for white space. */
const spoken = (text) => text.replaceAll("\n", " line break ").replaceAll("\t", " tab ").trim() || (text ? "space" : "nothing");

/** The reading direction of a whole text: that of its first letter with a direction. */
function direction(text) {
  const strong = text.match(/[A-Za-z\u00c0-\u058f\u0900-\u1fff\u3040-\uabff\uac00-\ud7af]|[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/);
  return strong && /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(strong[0]) ? "rtl" : "ltr";
}

// ---------------------------------------------------------------- numbers
const grouped = new Intl.NumberFormat("en").format;

/** A probability as a percentage that never rounds something to nothing or to certainty. */
function percent(p) {
  if (p === 0) return `0${THIN}%`;
  if (p === 1) return `100${THIN}%`;
  if (p < 0.0001) return `<${THIN}0.01${THIN}%`;
  if (p > 0.9999) return `>${THIN}99.99${THIN}%`;
  const digits = p < 0.1 || p > 0.99 ? 2 : 1;
  return `${(p * 100).toFixed(digits)}${THIN}%`;
}

/** −0.47: a decimal number with a minus sign that is as wide as a digit. */
const decimal = (value, digits = 2) => (value < 0 && Number(value.toFixed(digits)) !== 0 ? "\u2212" : "") + Math.abs(value).toFixed(digits);

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 0.34, 0.0012, 2 × 10⁻⁷: a number with two digits that count, whatever its size. */
function small(value) {
  if (value === 0) return "0";
  const power = Math.floor(Math.log10(Math.abs(value)));
  if (power >= -3) return decimal(value, Math.max(2, 1 - power));
  return `${decimal(value / 10 ** power, 0)} × 10⁻${[...String(-power)].map((digit) => RAISED[digit]).join("")}`;
}

/** 134515008 → "134.5 M" */
function count(n) {
  for (const [size, unit] of [[1e9, "B"], [1e6, "M"], [1e3, "k"]]) {
    if (n >= size) return `${(n / size).toFixed(n / size < 10 ? 2 : 1)}${THIN}${unit}`;
  }
  return String(n);
}

/** 2, 4 and 7 */
const listed = (numbers) => `${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;

const mebibytes = (bytes) =>
  bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(2)}${THIN}GiB` : `${Math.round(bytes / 2 ** 20)}${THIN}MiB`;

/** What measures `px` at the usual size of text: very large screens have a larger one. */
const sized = (px) => Math.round((px * parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16);

const clamp = (value, low, high) => Math.min(high, Math.max(low, value));

/** The sentence that says what a panel shows, if its tab gave one. */
const explains = (props) => (props.explains ? el("p", { class: "pg-explains", text: props.explains }) : "");

/** The lane's badge, A or B, as drawn everywhere. */
const badge = (lane) =>
  el("span", { class: "pg-badge", data: { lane }, "aria-label": `Lane ${lane.toUpperCase()}`, role: "img", text: lane.toUpperCase() });

export { el, write, fillToken, token, quoted, spoken, direction, grouped, percent, decimal, small, count, listed, mebibytes, sized, clamp, badge, explains, THIN };
