/* The bar on top: the name of the product and what one can do with the page as a whole. */

import { fresh } from "../data/api.js";
import * as endpoints from "../data/endpoints.js";
import { el, write } from "../kit/dom.js";
import { menu } from "../kit/menu.js";
import { t } from "../lib/messages.js";
import { gears } from "../state/gears.js";
import { store } from "../state/store.js";
import { theme } from "../state/theme.js";
import { register } from "../state/views.js";
import { EXAMPLES } from "./examples.js";
import { openGlossary } from "./glossary/index.js";
import { classLink } from "./lesson.js";
import { stageRun } from "./stage.js";
import { startTour } from "./tour/index.js";

const POLL_MS = 700;
const COPIED_MS = 1600;

/** @param {HTMLElement} root */
function start(root) {
  const status = el("p", { class: "pg-warm", role: "status" });
  const said = el("span", { class: "pg-unseen", "aria-live": "polite" });
  const tour = el("button", {
    type: "button",
    class: "pg-button pg-strong",
    text: t("Take the 3-minute tour"),
    data: { testid: "tour-start" },
    on: { click: () => startTour() },
  });
  const examples = menu(
    t("Examples"),
    EXAMPLES.map((example) => ({
      title: example.title,
      says: example.find,
      testid: `example-${example.id}`,
      act: () => stageRun({ ...example.query, lesson: example.id }),
    })),
    "examples",
  );
  const share = menu(
    t("Share"),
    [
      {
        title: t("Copy the link"),
        says: t("It opens this text, model, settings, panel and head."),
        act: () => copy(location.href),
        testid: "copy-link",
      },
      {
        title: t("Copy a link for a class"),
        says: t("Only the open panel, large type; add &note=… for a question of your own."),
        act: () => copy(classLink()),
        testid: "copy-class-link",
      },
      { title: t("Print"), says: t("The open panel, with every row and label."), act: () => print(), testid: "print" },
    ],
    "share",
  );
  const compare = el("button", {
    type: "button",
    class: "pg-button",
    "aria-pressed": "false",
    text: t("Compare A ⇄ B"),
    title: t("A second model, or the same one with other settings, beside the first"),
    data: { testid: "compare" },
    on: { click: comparing },
  });
  const dark = el("button", {
    type: "button",
    class: "pg-button pg-icon",
    "aria-label": t("Light or dark"),
    title: t("Light or dark"),
    text: "◐",
    data: { testid: "theme" },
    on: { click: () => theme.turn() },
  });
  const help = el("button", {
    type: "button",
    class: "pg-button pg-icon",
    "aria-label": t("Help: the words of this page, and the whole model as a picture"),
    title: t("Help"),
    text: "?",
    data: { testid: "help" },
    on: { click: () => openGlossary() },
  });
  root.replaceChildren(
    el("h1", { text: "Transformer Playground" }),
    el("nav", { class: "pg-bar-actions", "aria-label": t("Page") }, tour, examples, share, compare, dark, help),
    status,
    said,
  );

  function comparing() {
    const on = compare.getAttribute("aria-pressed") !== "true";
    document.getElementById("compare")?.click();
    gears.set("b", on);
  }
  const laneB = () => {
    const box = /** @type {HTMLInputElement | null} */ (document.querySelector("#model-b input"));
    compare.setAttribute("aria-pressed", String(Boolean(box?.value && box.value !== "none") || Boolean(store.lanes.b)));
  };
  store.subscribe(laneB);
  const boxB = document.getElementById("gear-b");
  if (boxB) new MutationObserver(laneB).observe(boxB, { subtree: true, childList: true, attributes: true });

  /** @param {string} address */
  async function copy(address) {
    await navigator.clipboard?.writeText(address).catch(() => {});
    write(said, t("The link is copied."));
    write(status, t("The link is copied."));
    setTimeout(() => poll(status), COPIED_MS);
  }
  poll(status);
}

/** @param {HTMLElement} status */
async function poll(status) {
  const words = { absent: t("starting"), fetching: t("fetching"), loading: t("loading"), ready: t("ready") };
  try {
    const { title, phase, fraction, problem } = await fresh(endpoints.STATUS);
    if (problem) {
      status.textContent = `${title}: ${problem}`;
      status.dataset.phase = "failed";
      return;
    }
    const share = phase === "fetching" && fraction ? ` ${Math.round(fraction * 100)} %` : "";
    const known = /** @type {Record<string, string>} */ (words);
    status.textContent = `${title}: ${known[phase] || phase}${share}`;
    status.dataset.phase = phase;
    if (phase === "ready") return;
  } catch {
    status.textContent = t("The server does not answer.");
  }
  setTimeout(poll, POLL_MS, status);
}

register("header", start);
