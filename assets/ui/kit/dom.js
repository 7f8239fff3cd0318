/* Building elements. Whatever a visitor or a model wrote goes through text nodes only; nothing here
 * parses markup. */
/** el("p", {class: "pg-x", text: "…", data: {lane: "a"}, on: {click: f}}, child, …)
 * @template {string} Tag
 * @param {Tag} tag
 * @param {Attributes} attributes
 * @param {...(Node | string | null | undefined)} children
 * @returns {ElementOf<Tag>}
 */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "text") node.textContent = String(value);
    else if (name === "data") Object.assign(node.dataset, value);
    else if (name === "on") for (const [e, f] of Object.entries(value)) node.addEventListener(e, f);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return /** @type {ElementOf<Tag>} */ (node);
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

/** The element that `selector` names, at or around the place where an event happened.
 * @param {Event} event
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
const closest = (event, selector) => /** @type {Element} */ (event.target).closest?.(selector) ?? null;

/** What `keys` has for the key that was pressed.
 * @template Value
 * @param {KeyboardEvent} event
 * @param {Record<string, Value>} keys
 * @returns {Value | undefined}
 */
const pressed = (event, keys) => (Object.hasOwn(keys, event.key) ? keys[event.key] : undefined);

/** What a canvas is drawn with.
 * @param {HTMLCanvasElement} canvas
 */
const drawing = (canvas) => /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d"));

/** The first element inside `node` that `selector` names.
 * @param {ParentNode} node
 * @param {string} selector
 * @returns {HTMLElement | null}
 */
const one = (node, selector) => node.querySelector(selector);

/** All of them.
 * @param {ParentNode} node
 * @param {string} selector
 * @returns {HTMLElement[]}
 */
const all = (node, selector) => [.../** @type {NodeListOf<HTMLElement>} */ (node.querySelectorAll(selector))];

export { all, badge, closest, drawing, el, one, pressed, sized, write };
