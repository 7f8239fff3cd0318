/* What a change did: the sentence, the answers before and after, what would be written now, and which heads read
 * differently because of it.
 */
import { el } from "../../kit/dom.js";
import { columns, pairedBars } from "../../kit/paired_bars.js";
import { quoted, token } from "../../kit/tokens.js";
import { decimal, percent, small, spoken } from "../../lib/format.js";
import { t } from "../../lib/messages.js";
import { store } from "../../state/store.js";
import { changesSay, effectSays } from "./says.js";

/** @typedef {import("../../state/interventions.js").Intervention} Intervention */

/** What has no shape of its own has a name for who listens.
 * @param {string} text
 */
const unseen = (text) => el("span", { class: "pg-unseen", text: spoken(text) });

/**
 * @param {LaneName} name
 * @param {{ effect: InterventionEffect, facts: InterventionsPanel }} of
 */
function effectNodes(name, { effect, facts }) {
  const changes = /** @type {Intervention[]} */ (effect.changes);
  const { next, output } = effect;
  const rows = (next ? next.candidates : (output?.options ?? [])).map(({ id, text, before, after }) => ({
    name: [next ? token(text) : el("bdi", { text }), text.trim() ? "" : unseen(text)],
    before,
    after,
    data: { id: id ?? text },
  }));
  const full = output ? 1 : Math.max(...rows.map(({ before, after }) => Math.max(before ?? 0, after ?? 0))) || 1;
  return [
    el("p", { class: "pg-cut-says", data: { testid: `cut-says-${name}` } }, ...effectSays(effect)),
    el("p", { class: "pg-note" }, t("Changed:"), " ", ...changesSay(changes, facts), "."),
    pairedBars(rows, {
      testid: `cut-bars-${name}`,
      title: t("Before and after the change"),
      first: next ? t("Token") : t("Answer"),
      number: percent,
      full,
    }),
    numbers(name, effect),
    heads(name, effect),
  ];
}

/**
 * @param {LaneName} name
 * @param {InterventionEffect} effect
 */
function numbers(name, { chosen, rival, difference, next, written }) {
  const lines = [
    t("log-probability of “{word}”: {before} → {after} nats", {
      word: chosen.text,
      before: decimal(Math.log(chosen.before)),
      after: decimal(Math.log(chosen.after)),
    }),
  ];
  if (rival && difference)
    lines.push(
      t("logit difference to “{word}”: {before} → {after}", {
        word: rival.text,
        before: decimal(difference.before),
        after: decimal(difference.after),
      }),
    );
  if (next) lines.push(t("KL divergence of the whole distribution: {kl} nats", { kl: small(next.kl_nats) }));
  if (written)
    lines.push(
      t("log-probability of all that was written: {before} → {after} nats", {
        before: decimal(written.before),
        after: decimal(written.after),
      }),
    );
  return el(
    "details",
    { class: "pg-numbers-more", data: { testid: `cut-numbers-${name}`, kl: next?.kl_nats ?? "" } },
    el("summary", { text: t("numbers") }),
    el("ul", { class: "pg-cut-numbers" }, ...lines.map((text) => el("li", { class: "pg-note", text }))),
  );
}

/**
 * @param {LaneName} name
 * @param {InterventionEffect} effect
 */
function heads(name, effect) {
  if (!effect.heads.length) return "";
  return el(
    "p",
    { class: "pg-note", data: { testid: `cut-heads-${name}` } },
    t("Attention that changed most because of it:"),
    " ",
    ...effect.heads.flatMap(({ stack, layer, head, change }, i) => [
      i ? ", " : "",
      el("button", {
        type: "button",
        class: "pg-tab-link",
        text: t("layer {layer} · head {head}", { layer, head }),
        title: percent(change),
        on: { click: (event) => store.select({ stack, layer, heads: [head] }, { since: event.timeStamp }) },
      }),
    ]),
    ".",
  );
}

/** What is written now, beside what was written.
 * @param {LaneName} name
 * @param {WrittenAnew} anew
 * @param {() => void} onShow puts the changed run in lane B
 */
function writtenNodes(name, { text, before }, onShow) {
  const same = text.trim() === before.trim();
  return el(
    "div",
    { class: "pg-cut-written", data: { testid: `cut-written-${name}` } },
    el("h4", { text: t("What it would write now") }),
    el("p", {}, el("span", { class: "pg-note", text: t("before") }), " ", quoted(before.trim())),
    el(
      "p",
      {},
      el("span", { class: "pg-note", text: t("now") }),
      " ",
      quoted(text.trim()),
      same ? ` ${t("(the same)")}` : "",
    ),
    name === "a"
      ? el("button", {
          type: "button",
          class: "pg-button",
          text: t("Open the changed run in lane B"),
          data: { testid: "cut-to-b" },
          on: { click: onShow },
        })
      : "",
  );
}

/** The tried change among others of its kind: a dot each, and the rank in words.
 * @param {LaneName} name
 * @param {InterventionControls} controls
 * @param {InterventionsPanel} facts
 */
function controlNodes(name, { effect, others, larger }, facts) {
  const all = [effect, ...others.map((one) => one.effect)];
  const [low, high] = [Math.min(0, ...all), Math.max(0, ...all)];
  const span = high - low || 1;
  /** @param {number} value */
  const x = (value) => `${(100 * (value - low)) / span}%`;
  /** @type {(value: number, kind: string, says: string) => HTMLElement} */
  const dot = (value, kind, says) =>
    el("span", { class: `pg-cut-dot ${kind}`, style: `left: ${x(value)}`, title: says, data: { effect: value } });
  const strip = el(
    "div",
    { class: "pg-cut-strip", "aria-hidden": "true", data: { testid: `cut-dots-${name}` } },
    el("span", { class: "pg-cut-zero", style: `left: ${x(0)}` }),
    ...others.map((one) => dot(one.effect, "", decimal(one.effect))),
    dot(effect, "pg-mine", decimal(effect)),
  );
  const table = el(
    "table",
    { class: "pg-experiment-table" },
    el(
      "thead",
      {},
      el("tr", {}, el("th", { scope: "col", text: t("Change") }), el("th", { scope: "col", text: t("Effect (nats)") })),
    ),
    el(
      "tbody",
      {},
      ...others.map((one) =>
        el(
          "tr",
          {},
          el("th", { scope: "row" }, ...changesSay([/** @type {Intervention} */ (one.change)], facts)),
          el("td", { class: "pg-number", text: decimal(one.effect, 3) }),
        ),
      ),
    ),
  );
  return [
    el("p", {
      class: "pg-cut-rank",
      data: { testid: `cut-rank-${name}`, larger, of: others.length },
      text: t("The effect is larger than that of {larger} of {count} others of the same kind.", {
        larger,
        count: others.length,
      }),
    }),
    strip,
    el("p", {
      class: "pg-note",
      text: t("Each dot is the same change elsewhere; left of the line the word becomes less likely."),
    }),
    el("details", { class: "pg-numbers-more" }, el("summary", { text: t("as a table") }), table),
  ];
}

/** The effect of each feed-forward part, by layer.
 * @param {LaneName} name
 * @param {AblatedHeads} map
 * @param {number} sign
 */
function feedForward(name, { mlp, no_mlp: why }, sign) {
  if (!mlp) return el("p", { class: "pg-note", text: why });
  const list = columns(
    mlp.map((value) => Math.max(0, sign * value)),
    {
      testid: `cut-mlp-${name}`,
      title: t("Feed-forward parts, by layer"),
      says: (layer) => t("feed-forward part of layer {layer}", { layer }),
      number: (value) => t("{value} nats", { value: decimal(value, 3) }),
    },
  );
  return el("div", {}, el("h4", { text: t("Feed-forward parts, by layer") }), list);
}

export { controlNodes, effectNodes, feedForward, writtenNodes };
