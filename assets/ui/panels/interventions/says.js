/* What a change inside a run is, and what it did, in words. */
import { quoted } from "../../kit/tokens.js";
import { percent } from "../../lib/format.js";
import { t } from "../../lib/messages.js";

/** @typedef {import("../../state/interventions.js").Intervention} Intervention */

// A smaller change of a probability is not seen in its percentage.
const SEEN = 0.0005;

/** What is changed, as nodes of a sentence without a full stop.
 * @param {Intervention} change
 * @param {InterventionsPanel} facts
 * @returns {(string | HTMLElement)[]}
 */
function changeSays(change, facts) {
  const { part, layers = [], heads = [], positions = [], keys = [], neurons = [] } = change;
  const layer = layers[0] ?? 0;
  if (part === "link")
    return linkSays(change, facts, { layer, head: heads[0] ?? 0, query: positions[0], key: keys[0] });
  if (part === "neuron") {
    const values = { neuron: neurons[0] ?? 0, layer };
    if (change.how === "zero") return [t("neuron {neuron} of layer {layer} is off", values)];
    if ((change.factor ?? 1) < 0) return [t("neuron {neuron} of layer {layer} is turned round", values)];
    return [t("neuron {neuron} of layer {layer} counts twice", values)];
  }
  if (part === "mlp") {
    if (change.how === "mean") return [t("the feed-forward part of layer {layer} adds only its mean", { layer })];
    return [t("the feed-forward part of layer {layer} adds nothing", { layer })];
  }
  if (!heads.length) {
    if (change.how === "mean") return [t("the attention of layer {layer} hands on only its mean", { layer })];
    return [t("the attention of layer {layer} hands on nothing", { layer })];
  }
  const values = { layer, head: heads[0] };
  if (change.how === "mean") return [t("head {head} of layer {layer} hands on only its mean", values)];
  if (change.how === "scale") return [t("head {head} of layer {layer} counts twice", values)];
  return [t("head {head} of layer {layer} hands on nothing", values)];
}

/**
 * @param {Intervention} change
 * @param {InterventionsPanel} facts
 * @param {{ layer: number, head: number, query: number | undefined, key: number | undefined }} at
 */
function linkSays(change, facts, { layer, head, query, key }) {
  const stack = facts.stacks.find(({ name }) => name === (change.stack ?? "self"));
  const read = quoted(stack?.keys[key ?? 0] ?? "");
  if (query === undefined) return [t("nothing reads"), " ", read];
  const reader = quoted(stack?.queries[query] ?? "");
  return [reader, " ", t("no longer reads"), " ", read, " ", t("in head {head} of layer {layer}", { head, layer })];
}

/** Several changes as one list; cutting a word in two stacks is one change to a reader.
 * @param {Intervention[]} changes
 * @param {InterventionsPanel} facts
 */
function changesSay(changes, facts) {
  /** @type {(string | HTMLElement)[]} */
  const nodes = [];
  const shown = changes.filter(({ part, positions, stack }) => part !== "link" || positions || stack !== "cross");
  shown.forEach((change, i) => {
    if (i) nodes.push("; ");
    nodes.push(...changeSays(change, facts));
  });
  return nodes;
}

/** The effect as one sentence.
 * @param {InterventionEffect} effect
 */
function effectSays({ chosen, next, output }) {
  const name = quoted(chosen.text);
  const change = chosen.after - chosen.before;
  const [before, after] = [percent(chosen.before), percent(chosen.after)];
  const values = { before, after };
  const all = next ? next.candidates : (output?.options ?? []);
  const now = all.reduce((top, one) => ((one.after ?? 0) > (top?.after ?? 0) ? one : top), all[0]);
  /** @type {(string | HTMLElement)[]} */
  const nodes = [name, " "];
  const unseen = Math.abs(change) < SEEN && Math.abs(Math.log(chosen.after / chosen.before)) < 0.05;
  if (unseen || before === after) nodes.push(t("stays at {before}: it did not depend on this.", values));
  else if (change < 0) nodes.push(t("falls from {before} to {after}.", values));
  else nodes.push(t("rises from {before} to {after}.", values));
  if (now && now.text !== chosen.text && (now.after ?? 0) > chosen.after)
    nodes.push(" ", t("Now the likeliest is"), " ", quoted(now.text), ` (${percent(now.after ?? 0)}).`);
  return nodes;
}

export { changesSay, effectSays };
