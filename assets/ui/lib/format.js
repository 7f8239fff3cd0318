/* Writing numbers the same way everywhere, and saying texts. */
const THIN = "\u202f"; // narrow no-break space between a number and its unit

const grouped = new Intl.NumberFormat("en").format;

/** A probability as a percentage that never rounds something to nothing or to certainty.
 * @param {number} p
 */
function percent(p) {
  if (p === 0) return `0${THIN}%`;
  if (p === 1) return `100${THIN}%`;
  if (p < 0.0001) return `<${THIN}0.01${THIN}%`;
  if (p > 0.9999) return `>${THIN}99.99${THIN}%`;
  const digits = p < 0.1 || p > 0.99 ? 2 : 1;
  return `${(p * 100).toFixed(digits)}${THIN}%`;
}

/** −0.47: a decimal number with a minus sign that is as wide as a digit.
 * @param {number} value
 */
const decimal = (value, digits = 2) =>
  (value < 0 && Number(value.toFixed(digits)) !== 0 ? "\u2212" : "") + Math.abs(value).toFixed(digits);

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** 0.34, 0.0012, 2 × 10⁻⁷: a number with two digits that count, whatever its size.
 * @param {number} value
 */
function small(value) {
  if (value === 0) return "0";
  const power = Math.floor(Math.log10(Math.abs(value)));
  if (power >= -3) return decimal(value, Math.max(2, 1 - power));
  return `${decimal(value / 10 ** power, 0)} × 10⁻${[...String(-power)].map((digit) => RAISED[Number(digit)]).join("")}`;
}

/** @type {[number, string][]} */
const SIZES = [
  [1e9, "B"],
  [1e6, "M"],
  [1e3, "k"],
];

/** 134515008 → "134.5 M"
 * @param {number} n
 */
function count(n) {
  for (const [size, unit] of SIZES) {
    if (n >= size) return `${(n / size).toFixed(n / size < 10 ? 2 : 1)}${THIN}${unit}`;
  }
  return String(n);
}

/** 2, 4 and 7
 * @param {(string | number)[]} numbers
 */
const listed = (numbers) => `${numbers.slice(0, -1).join(", ")} and ${numbers.at(-1)}`;

/** @param {number} bytes */
const mebibytes = (bytes) =>
  bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(2)}${THIN}GiB` : `${Math.round(bytes / 2 ** 20)}${THIN}MiB`;

// ---------------------------------------------------------------- texts
/** A token's name for screen readers, which would say nothing for white space.
 * @param {string} text
 */
const spoken = (text) =>
  text.replaceAll("\n", " line break ").replaceAll("\t", " tab ").trim() || (text ? "space" : "nothing");

/** The reading direction of a whole text: that of its first letter with a direction.
 * @param {string} text
 */
function direction(text) {
  const strong = text.match(
    /[A-Za-z\u00c0-\u058f\u0900-\u1fff\u3040-\uabff\uac00-\ud7af]|[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/,
  );
  return strong && /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/.test(strong[0]) ? "rtl" : "ltr";
}

export { count, decimal, direction, grouped, listed, mebibytes, percent, small, spoken, THIN };
