/* A transparent copy of a text box that lies over it: a text box cannot colour or add words of its own.
 *
 * boxCopy(class) → {node, lay(box)}: laid over a box, with the same font, borders and width.
 */

import { present } from "../lib/present.js";
import { el } from "./dom.js";

// Whatever decides where a character of the box stands.
const METRICS = /** @type {const} */ ([
  "fontFamily",
  "fontSize",
  "fontWeight",
  "fontStyle",
  "fontStretch",
  "lineHeight",
  "letterSpacing",
  "wordSpacing",
  "textIndent",
  "textTransform",
  "tabSize",
  "direction",
  "textAlign",
  "paddingTop",
  "paddingRight",
  "paddingBottom",
  "paddingLeft",
  "borderTopWidth",
  "borderRightWidth",
  "borderBottomWidth",
  "borderLeftWidth",
]);

/** @param {string} css */
function boxCopy(css) {
  const node = el("div", { class: css, "aria-hidden": "true", translate: "no" });
  return {
    node,
    /** @param {HTMLElement} box */
    lay(box) {
      const style = getComputedStyle(box);
      if (node.parentElement !== box.parentElement) {
        present(box.parentElement).style.position = "relative";
        box.after(node);
      }
      for (const name of METRICS) node.style[name] = style[name];
      // Without its scroll bar the copy would break lines later than the box.
      const { offsetLeft: left, offsetTop: top, offsetHeight: height, clientWidth } = box;
      const borders = parseFloat(style.borderLeftWidth) + parseFloat(style.borderRightWidth);
      Object.assign(node.style, {
        left: `${left}px`,
        top: `${top}px`,
        width: `${clientWidth + borders}px`,
        height: `${height}px`,
      });
    },
  };
}

export { boxCopy };
