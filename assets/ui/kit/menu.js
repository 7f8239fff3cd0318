/* A button that opens a short list of choices: menu(words, items, testid) → node. Escape or a press elsewhere
 * closes it, the arrow keys go through it.
 */
import { el } from "./dom.js";

/** @typedef {{ title: string, says?: string, act: () => void, testid?: string }} MenuItem */

/**
 * @param {string} words
 * @param {MenuItem[]} items
 * @param {string} testid
 * @returns {HTMLElement}
 */
export function menu(words, items, testid) {
  const list = el("div", { class: "pg-menu-list", role: "menu", hidden: true, "aria-label": words });
  const button = el(
    "button",
    {
      type: "button",
      class: "pg-button pg-menu-button",
      "aria-haspopup": "menu",
      "aria-expanded": "false",
      data: { testid },
      on: { click: () => show(list.hidden) },
    },
    words,
    " ▾",
  );
  const node = el("div", { class: "pg-menu" }, button, list);
  const choices = items.map((item) =>
    el(
      "button",
      {
        type: "button",
        class: "pg-menu-item",
        role: "menuitem",
        tabindex: "-1",
        data: item.testid ? { testid: item.testid } : {},
        on: {
          click: () => {
            show(false);
            item.act();
          },
        },
      },
      el("b", { text: item.title }),
      item.says ? el("span", { text: item.says }) : null,
    ),
  );
  list.append(...choices);

  /** @param {boolean} on */
  function show(on) {
    list.hidden = !on;
    button.setAttribute("aria-expanded", String(on));
    if (on) choices[0]?.focus();
  }

  node.addEventListener("keydown", (/** @type {KeyboardEvent} */ event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") {
      show(false);
      button.focus();
    } else if (step) {
      const at = choices.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
      choices[(at + step + choices.length) % choices.length].focus();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  document.addEventListener("pointerdown", (event) => {
    if (!list.hidden && !node.contains(/** @type {Node} */ (event.target))) show(false);
  });
  return node;
}
