/* The turns of a chat so far. Reply moves the last message and its answer here, and the box waits for the next
 * message; the model then reads all of them. Python's own box (#history) holds them and is out of sight.
 */
import { el } from "../kit/dom.js";
import { t } from "../lib/messages.js";
import { store } from "../state/store.js";
import { register } from "../state/views.js";

/** @typedef {[role: string, text: string]} Turn */

/** @type {Turn[]} */
let turns = [];
/** @type {() => void} */
let draw = () => {};

/** Fill a box of Gradio's, as if typed.
 * @param {string} selector
 * @param {string} value
 */
function fill(selector, value) {
  const box = /** @type {HTMLTextAreaElement | null} */ (document.querySelector(selector));
  if (!box) return;
  box.value = value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

/** @param {Turn[]} next */
function keep(next) {
  turns = next;
  fill("#history textarea", next.length ? JSON.stringify(next) : "");
  draw();
}

/** What lane A was given and what it answered become turns, and the box waits for the next message. */
export function reply() {
  const lane = store.lanes.a;
  if (!lane?.trace || lane.task !== "chat" || lane.running) return;
  const answer = lane.tokens
    .filter((token) => token.new && !token.special)
    .map((token) => token.text)
    .join("");
  const box = /** @type {HTMLTextAreaElement | null} */ (document.querySelector("#text textarea"));
  keep([...turns, ["user", lane.given || box?.value || ""], ["assistant", answer.trim()]]);
  fill("#text textarea", "");
  box?.focus();
}

/** Python's box holds another conversation, from an address or a lesson.
 * @param {string} json
 */
export function historyIs(json) {
  try {
    const given = json ? JSON.parse(json) : [];
    turns = Array.isArray(given) ? given.filter((one) => Array.isArray(one) && one.length === 2) : [];
  } catch {
    turns = [];
  }
  draw();
  return [];
}

register("conversation", (root) => {
  const list = el("ol", { class: "pg-turns", "aria-label": t("Conversation so far") });
  const anew = el("button", {
    type: "button",
    class: "pg-button pg-small",
    text: t("New chat"),
    data: { testid: "new-chat" },
    on: { click: () => keep([]) },
  });
  const box = el("div", { class: "pg-conversation", hidden: true, data: { testid: "conversation" } }, list, anew);
  root.replaceChildren(box);
  draw = () => {
    box.hidden = !turns.length;
    list.replaceChildren(
      ...turns.map(([role, text]) =>
        el(
          "li",
          { data: { role } },
          el("b", { text: role === "user" ? t("You") : t("Model") }),
          " ",
          el("span", { text: String(text), translate: "no" }),
        ),
      ),
    );
  };
  draw();
});
