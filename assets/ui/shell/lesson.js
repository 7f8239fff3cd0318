/* What a lesson asks one to find, above the questions. A teacher's link names the panels that are open to the
 * class, hides the rest, and shows large type: ?lesson=it&panels=attention,lens&size=large&note=… .
 *
 * lesson() → {node, draw, onLeave}. `draw` gives the panels that the address names, null where it names none.
 */
import { el, write } from "../kit/dom.js";
import { t } from "../lib/messages.js";
import { tabs } from "../state/tabs.js";
import { EXAMPLES } from "./examples.js";

const LONGEST = 400; // characters of a note

/** What the address says of a lesson. */
function asked() {
  const query = new URLSearchParams(location.search);
  const names = (query.get("panels") || "").split(",").filter((name) => /^[a-z_-]{1,40}$/.test(name));
  return {
    example: EXAMPLES.find(({ id }) => id === query.get("lesson")),
    panels: names.length ? names : null,
    large: query.get("size") === "large",
    note: (query.get("note") || "").slice(0, LONGEST),
  };
}

export function lesson() {
  const says = el("p", {});
  const note = el("p", { class: "pg-note" });
  const close = el("button", {
    type: "button",
    class: "pg-button pg-icon",
    "aria-label": t("Close"),
    text: "✕",
    on: { click: leave },
  });
  const node = el(
    "section",
    { class: "pg-lesson", hidden: true, "aria-label": t("Look for"), data: { testid: "lesson" } },
    el("div", {}, says, note),
    close,
  );

  function draw() {
    const { example, panels, large, note: words } = asked();
    document.body.classList.toggle("pg-large", large);
    document.body.classList.toggle("pg-class", Boolean(panels));
    node.hidden = !example && !words;
    write(says, example ? `${t("Look for:")} ${example.find}` : "");
    write(note, words);
    return panels;
  }

  function leave() {
    const url = new URL(location.href);
    for (const key of ["lesson", "panels", "size", "note"]) url.searchParams.delete(key);
    history.replaceState(history.state, "", url);
    draw();
    onChange();
  }

  /** @type {() => void} */
  let onChange = () => {};
  return {
    node,
    draw,
    /** @param {() => void} listener */
    set onLeave(listener) {
      onChange = listener;
    },
  };
}

/** The address of this very page for a class: the open panel and no other, large type. */
export function classLink() {
  const url = new URL(location.href);
  url.searchParams.set("panels", tabs.current);
  url.searchParams.set("size", "large");
  return url.href;
}
