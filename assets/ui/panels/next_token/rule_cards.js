/* The rules of decoding as a row of cards: each can be switched, set and moved earlier or later.
 *
 * ruleCards({onChange}) → {node, set(settings, order), draw(lanes, scale), refuse(sentence)}. A rule that
 * is off is folded to one line; Alt with ↑ ↓ moves the card that has the focus.
 */

import { el, one, pressed } from "../../kit/dom.js";
import { knob } from "../../kit/slider.js";
import { decodingRules } from "../../lib/decoding_rules.js";
import { ORDER, RULES, SETTING } from "../../lib/decoding_settings.js";
import { ruleBars } from "./rule_bars.js";

const TYPING_MS = 350;

/** @param {{ onChange: (settings: Rules, order: string[], since: number) => void }} options */
function ruleCards({ onChange }) {
  let settings = { ...decodingRules.OFF };
  let order = [...ORDER];
  const live = el("p", { class: "pg-unseen", "aria-live": "polite" });
  const list = el("ol", {
    class: "pg-rules",
    "aria-label": "The rules in the order they are applied",
    data: { testid: "rules" },
  });
  const node = el("div", { class: "pg-rules-box" }, list, live);
  const cards = Object.fromEntries(ORDER.map((name) => [name, card(name)]));

  /** @param {string} name */
  function card(name) {
    const { label, says, text, on, min = 0, max = 1, step: by = 1 } = RULES[name];
    const [key, off] = SETTING[name];
    let last = on ?? ""; //  the value it had when it was switched off
    let open = false;
    let typing = 0;
    const place = el("span", { class: "pg-rule-place pg-number", "aria-hidden": "true" });
    const box = el("input", { type: "checkbox", data: { testid: `rule-on-${name}` } });
    /**
     * @param {number} by
     * @param {string} sign
     * @param {string} words
     */
    const step = (by, sign, words) =>
      el("button", {
        type: "button",
        class: "pg-button pg-step",
        "aria-label": `${label}: ${words}`,
        title: `${words} (Alt ${by < 0 ? "↑" : "↓"})`,
        text: sign,
        on: { click: (event) => move(name, by, event.currentTarget, event.timeStamp) },
      });
    const [earlier, later] = [step(-1, "▲", "earlier"), step(1, "▼", "later")];
    /**
     * @param {number | string} value
     * @param {number} since
     */
    const change = (value, since) => {
      settings = { ...settings, [key]: value };
      onChange(settings, order, since);
    };
    /** @type {RuleField} */
    const field =
      text === undefined
        ? knob({ label, says, min, max, step: by, key }, (_, value, since) => change(value, since), "rule-")
        : words(name, text, (value, since) => {
            clearTimeout(typing);
            typing = setTimeout(() => change(value, since + TYPING_MS), TYPING_MS);
          });
    const error = el("p", { class: "pg-error", role: "alert", hidden: true, data: { testid: `rule-error-${name}` } });
    const lanes = { a: ruleBars("a", name), b: ruleBars("b", name) };
    const explains = el("p", { class: "pg-rule-explains", text: says });
    const body = el(
      "div",
      { class: "pg-rule-body", hidden: true },
      el("div", { class: "pg-rule-set" }, field.node, explains, error),
      el("div", { class: "pg-rule-lanes" }, lanes.a.node, lanes.b.node),
    );
    const brief = el("span", { class: "pg-rule-brief", text: says });
    const item = el(
      "li",
      { class: "pg-rule", data: { rule: name, testid: `rule-${name}` } },
      el(
        "div",
        { class: "pg-rule-line" },
        place,
        el("label", { class: "pg-switch" }, box, el("b", { text: label })),
        brief,
        el("span", { class: "pg-rule-moves" }, earlier, later),
      ),
      body,
    );
    box.addEventListener("change", (event) => {
      open = box.checked;
      if (open) change(last, event.timeStamp);
      else {
        clearTimeout(typing);
        if (settings[key] !== off) last = settings[key];
        change(off, event.timeStamp);
      }
      field.set(settings[key]);
      fold();
    });
    item.addEventListener("keydown", (event) => {
      const by = pressed(event, { ArrowUp: -1, ArrowDown: 1 });
      if (!event.altKey || !by) return;
      event.preventDefault();
      move(name, by, event.target, event.timeStamp);
    });
    function fold() {
      box.checked = open;
      body.hidden = !open;
      brief.hidden = open;
      item.classList.toggle("pg-rule-off", !open);
    }
    return {
      item,
      lanes,
      error,
      /** @param {number} at */
      number(at) {
        place.textContent = String(at + 1);
        earlier.disabled = at === 0;
        later.disabled = at === order.length - 1;
      },
      set() {
        open =
          settings[key] !== off ||
          (open && text !== undefined && settings[key] === off && document.activeElement === field.input);
        field.set(settings[key]);
        error.hidden = true;
        fold();
      },
      get open() {
        return open;
      },
    };
  }

  /**
   * @param {string} name
   * @param {number} by
   * @param {HTMLButtonElement | EventTarget | null} focused
   * @param {number} since
   */
  function move(name, by, focused, since) {
    const from = order.indexOf(name);
    const to = from + by;
    if (to < 0 || to >= order.length) return;
    order = [...order];
    order.splice(from, 1);
    order.splice(to, 0, name);
    arrange();
    // A card that moves must keep the focus, or the next press of the key is lost.
    const button = /** @type {HTMLButtonElement} */ (focused);
    (button.disabled ? one(cards[name].item, ".pg-rule-moves button:not(:disabled)") : button)?.focus();
    live.textContent = `${RULES[name].label} is now rule ${to + 1} of ${order.length}.`;
    onChange(settings, order, since);
  }

  function arrange() {
    order.forEach((name, at) => {
      cards[name].number(at);
      if (list.children[at] !== cards[name].item) list.insertBefore(cards[name].item, list.children[at] || null);
    });
  }

  arrange();
  for (const one of Object.values(cards)) one.set();
  return {
    node,
    /**
     * @param {Rules} nextSettings
     * @param {string[]} nextOrder
     */
    set(nextSettings, nextOrder) {
      settings = { ...nextSettings };
      order = [...nextOrder];
      arrange();
      for (const one of Object.values(cards)) one.set();
    },
    /** lanes: [{name, data, stages}]; the stage of a rule is compared with the one before it.
     * @param {{ name: LaneName, data: Distribution, stages: Stage[] }[]} shown
     * @param {ProbabilityScale} scale
     */
    draw(shown, scale) {
      for (const one of Object.values(cards)) for (const lane of Object.values(one.lanes)) lane.node.hidden = true;
      for (const { name, data, stages } of shown) {
        stages.forEach((after, i) => {
          if (i && cards[after.name].open)
            cards[after.name].lanes[name].draw(data, stages[i - 1], after, scale, shown.length === 1);
        });
      }
    },
    /** One sentence about what was typed, or "" where all is well.
     * @param {string} rule
     * @param {string} sentence
     */
    refuse(rule, sentence) {
      for (const name of ["bias", "banned"]) {
        cards[name].error.hidden = name !== rule || !sentence;
        cards[name].error.textContent = name === rule ? sentence : "";
      }
    },
  };
}

/**
 * @param {string} name
 * @param {string} hint
 * @param {(value: string, since: number) => void} onType
 */
function words(name, hint, onType) {
  const input = el("input", {
    type: "text",
    class: "pg-input pg-rule-words",
    placeholder: hint,
    "aria-label": `${RULES[name].label}: ${RULES[name].says}`,
    spellcheck: "false",
    autocomplete: "off",
    maxlength: "1000",
    data: { testid: `rule-words-${name}` },
  });
  input.addEventListener("input", (event) => onType(input.value, event.timeStamp));
  return {
    node: input,
    input,
    /** @param {string} value */
    set(value) {
      if (input.value !== value) input.value = value;
    },
  };
}

export { ruleCards };
