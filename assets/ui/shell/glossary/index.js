/* Help: the whole model as a picture whose parts lead to their panels, and all words of the page. */
import { el } from "../../kit/dom.js";
import { termPicture } from "../../kit/term_picture.js";
import { TERMS } from "../../lib/glossary.js";
import { t } from "../../lib/messages.js";
import { modelPicture } from "../model_picture.js";

/** @type {any} */
let dialog = null;

function build() {
  const picture = modelPicture({ onOpen: () => dialog.close() });
  const close = el("button", {
    type: "button",
    class: "pg-button",
    text: t("Close"),
    on: { click: () => dialog.close() },
  });
  dialog = el(
    "dialog",
    { class: "pg-glossary", "aria-label": t("Help"), data: { testid: "glossary" } },
    el("header", { class: "pg-glossary-head" }, el("h2", { text: t("How to read this page") }), close),
    el("p", {
      text: t(
        "You type a text, a real model runs on it, and every number below comes from that run. Start with one question; each way to look answers it from another side. Press a word anywhere, and everything follows it.",
      ),
    }),
    el("h3", { text: t("The whole model") }),
    el("p", { class: "pg-note", text: t("Press a part to open the panel that shows it.") }),
    picture.node,
    el("h3", { text: t("Words") }),
    el(
      "dl",
      { class: "pg-glossary-words" },
      ...TERMS.map((term) =>
        el(
          "div",
          { data: { term: term.id } },
          el("dt", { text: term.spellings[0] }),
          el("dd", {}, termPicture(term.picture), el("span", { text: term.says })),
        ),
      ),
    ),
    el("h3", { text: t("Keys") }),
    el("p", {
      text: t(
        "Tab goes from part to part, arrow keys go through words, layers, heads and tabs, Escape lets go, Enter in the text box runs.",
      ),
    }),
  );
  dialog.addEventListener("click", (/** @type {MouseEvent} */ event) => event.target === dialog && dialog.close());
  (document.querySelector(".gradio-container") || document.body).append(dialog);
  return { picture };
}

/** @type {{ picture: { draw: () => void } } | null} */
let parts = null;

export function openGlossary() {
  parts ||= build();
  parts.picture.draw();
  dialog.showModal();
}
