/* Building elements. Whatever a visitor or a model wrote goes through text nodes only; nothing here
 * parses markup. */
/** el("p", {class: "pg-x", text: "…", data: {lane: "a"}, on: {click: f}}, child, …)
 * @param {string} tag
 * @param {Record<string, any>} attributes
 * @param {...any} children
 * @returns {any}
 */
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

/** Write text only when it differs, so that nothing reflows and no live region speaks twice.
 * @param {Node} node
 * @param {string} text
 */
function write(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/** What measures `px` at the usual size of text: very large screens have a larger one.
 * @param {number} px
 */
const sized = (px) => Math.round((px * parseFloat(getComputedStyle(document.documentElement).fontSize)) / 16);

/** The sentence that says what a panel shows, if its tab gave one.
 * @param {{ explains?: string }} props
 */
const explains = (props) => (props.explains ? el("p", { class: "pg-explains", text: props.explains }) : "");

/** The lane's badge, A or B, as drawn everywhere.
 * @param {string} lane
 */
const badge = (lane) =>
  el("span", {
    class: "pg-badge",
    data: { lane },
    "aria-label": `Lane ${lane.toUpperCase()}`,
    role: "img",
    text: lane.toUpperCase(),
  });

export { badge, el, explains, sized, write };
