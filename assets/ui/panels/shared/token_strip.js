/* Which token is explained: the text as a strip, a step back and forth, and the token still to come.
 *
 * tokenStrip() → {node, set(lane)}. Choosing a token is a selection of the whole page.
 */

import { closest, el, pressed } from "../../kit/dom.js";
import { token } from "../../kit/tokens.js";
import { clamp } from "../../lib/clamp.js";
import { spoken } from "../../lib/format.js";
import { store } from "../../state/store.js";

function tokenStrip() {
  /**
   * @param {number} by
   * @param {string} sign
   * @param {string} words
   */
  const step = (by, sign, words) =>
    el("button", {
      type: "button",
      class: "pg-button pg-step",
      "aria-label": words,
      text: sign,
      on: { click: (event) => move(by, event.timeStamp) },
    });
  const [back, forth] = [step(-1, "◀", "Previous token"), step(1, "▶", "Next token")];
  const count = el("span", { class: "pg-number pg-place-count", data: { testid: "position" } });
  const strip = el("div", {
    class: "pg-strip",
    role: "listbox",
    "aria-label": "Which token to explain",
    data: { testid: "position-strip" },
  });
  const node = el("div", { class: "pg-place" }, back, forth, count, strip);
  /** @type {LaneName | null} */
  let lane = null;
  /** @type {HTMLElement[]} */
  let spans = [];
  let at = 0; //  index of the token being predicted; spans.length - 1 is the one still to come

  /**
   * @param {number} index
   * @param {number} since
   */
  function go(index, since) {
    const last = spans.length - 1;
    const next = clamp(index, 1, last);
    store.select({ position: next, positionLane: lane ?? "a" }, { since });
  }
  /**
   * @param {number} by
   * @param {number} since
   */
  const move = (by, since) => go(at + by, since);

  strip.addEventListener("click", (event) => {
    const span = closest(event, ".pg-strip-token");
    if (span) go(Number(span.dataset.index), event.timeStamp);
  });
  strip.addEventListener("keydown", (event) => {
    const to = pressed(event, {
      ArrowRight: at + 1,
      ArrowDown: at + 1,
      ArrowLeft: at - 1,
      ArrowUp: at - 1,
      Home: 1,
      End: spans.length - 1,
    });
    if (to === undefined) return;
    event.preventDefault();
    go(to, event.timeStamp);
    spans[at].focus({ preventScroll: true });
  });

  /** @param {LaneToken[]} tokens */
  function fill(tokens) {
    const key = tokens.map((one) => one.text).join("\u0000");
    if (strip.dataset.key === key) return;
    strip.dataset.key = key;
    /** @param {LaneToken} one */
    const text = (one) => token(one.text, { part: one.part });
    spans = tokens.map((one, index) =>
      el(
        "span",
        { class: "pg-strip-token", role: "option", "aria-label": spoken(one.text), translate: "no", data: { index } },
        text(one),
      ),
    );
    spans.push(
      el("span", {
        class: "pg-strip-token pg-strip-next",
        role: "option",
        data: { index: tokens.length },
        text: "next ?",
      }),
    );
    strip.replaceChildren(...spans);
  }

  return {
    node,
    /** @param {LaneName} name */
    set(name) {
      lane = name;
      const tokens = store.lanes[name]?.tokens ?? [];
      fill(tokens);
      at = store.placeIn(name) ?? tokens.length;
      spans.forEach((span, index) => {
        span.setAttribute("aria-selected", String(index === at));
        span.classList.toggle("pg-unread", index > at);
        span.tabIndex = index === at ? 0 : -1;
      });
      count.textContent =
        at === tokens.length ? `next token, after ${tokens.length}` : `token ${at} of ${tokens.length - 1}`;
      count.dataset.position = String(at - 1); // the logits shown: after this token
      back.disabled = at <= 1;
      forth.disabled = at >= tokens.length;
      const span = spans[at];
      // scrollIntoView would also move the page.
      strip.scrollTop = span.offsetTop - strip.clientHeight / 2 + span.offsetHeight / 2;
    },
  };
}

export { tokenStrip };
