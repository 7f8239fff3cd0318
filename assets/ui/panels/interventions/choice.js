/* What is to be changed: a kind, and the place it names. The page's chosen head and token fill it in.
 *
 * changeChoice(name, {onChange}) → {node, open, follow, changes}.
 */
import { el, write } from "../../kit/dom.js";
import { clamp } from "../../lib/clamp.js";
import { spoken } from "../../lib/format.js";
import { t } from "../../lib/messages.js";
import { store } from "../../state/store.js";

/** @typedef {import("../../state/interventions.js").Intervention} Intervention */

const KINDS = [
  { id: "head", title: t("A head"), attention: true },
  { id: "link", title: t("A link"), attention: true },
  { id: "word", title: t("A word"), attention: true },
  { id: "layer", title: t("A layer's attention"), attention: true },
  { id: "mlp", title: t("A feed-forward part"), attention: false },
  { id: "neuron", title: t("A neuron"), attention: false },
];
/** @type {Record<string, [id: string, title: string][]>} */
const WAYS = {
  head: [
    ["zero", t("off")],
    ["mean", t("only its mean")],
    ["scale", t("twice as strong")],
  ],
  layer: [
    ["zero", t("off")],
    ["mean", t("only its mean")],
  ],
  mlp: [
    ["zero", t("off")],
    ["mean", t("only its mean")],
  ],
  neuron: [
    ["zero", t("off")],
    ["double", t("twice as strong")],
    ["turned", t("turned round")],
  ],
};

/**
 * @param {LaneName} name
 * @param {{ onChange: () => void }} options
 */
function changeChoice(name, { onChange }) {
  /** @type {InterventionsPanel | null} */
  let facts = null;
  let kind = "head";
  const kinds = el("div", { class: "pg-cut-kinds", role: "radiogroup", "aria-label": t("What to change") });
  /**
   * @param {string} label
   * @param {string} testid
   */
  const list = (label, testid) => {
    const select = el("select", {
      class: "pg-select",
      "aria-label": label,
      data: { testid: `cut-${testid}-${name}` },
      on: { change: () => changed() },
    });
    return { select, field: el("label", { class: "pg-field" }, label, select) };
  };
  const stack = list(t("Attention"), "stack");
  const layer = list(t("Layer"), "layer");
  const head = list(t("Head"), "head");
  const reader = list(t("What reads"), "reader");
  const read = list(t("What is read"), "read");
  const how = list(t("How"), "how");
  const neuron = el("input", {
    type: "number",
    class: "pg-input pg-cut-number",
    min: 0,
    step: 1,
    value: 0,
    "aria-label": t("Neuron"),
    data: { testid: `cut-neuron-${name}` },
    on: { change: () => changed() },
  });
  const neuronField = el("label", { class: "pg-field" }, t("Neuron"), neuron);
  const share = el("input", {
    type: "checkbox",
    checked: true,
    data: { testid: `cut-share-${name}` },
    on: { change: () => changed() },
  });
  const shareField = el(
    "label",
    { class: "pg-switch", title: t("Off: the other weights stay as they were, and the row sums to less than 1.") },
    share,
    el("span", { text: t("the other weights take over its share") }),
  );
  const why = el("p", { class: "pg-note", hidden: true, data: { testid: `cut-why-${name}` } });
  const node = el(
    "div",
    { class: "pg-cut-choice" },
    kinds,
    why,
    el(
      "div",
      { class: "pg-controls" },
      stack.field,
      layer.field,
      head.field,
      reader.field,
      read.field,
      neuronField,
      how.field,
      shareField,
    ),
  );

  const chosenStack = () => facts?.stacks.find((one) => one.name === stack.select.value) ?? facts?.stacks[0] ?? null;

  /** @param {InterventionsPanel} next */
  function open(next) {
    facts = next;
    const usable = KINDS.filter(({ attention }) => (attention ? next.stacks.length : next.blocks));
    if (!usable.some(({ id }) => id === kind)) kind = usable[0]?.id ?? "head";
    write(why, next.why_no_attention);
    why.hidden = !next.why_no_attention;
    kinds.replaceChildren(
      ...usable.map(({ id, title }) =>
        el(
          "label",
          { class: "pg-cut-kind" },
          el("input", {
            type: "radio",
            name: `pg-cut-${name}`,
            value: id,
            checked: id === kind,
            data: { testid: `cut-kind-${id}-${name}` },
            on: {
              change: () => {
                kind = id;
                shape();
                changed();
              },
            },
          }),
          el("span", { text: title }),
        ),
      ),
    );
    fill(
      stack.select,
      next.stacks.map((one) => [one.name, one.name === "self" ? t("self-attention") : t(one.name)]),
      OURS,
    );
    if (next.stacks.length > 1) stack.select.value = present("cross") ? "cross" : next.stacks[0].name;
    shape();
    follow();
  }

  /** @param {string} wanted */
  const present = (wanted) => facts?.stacks.some((one) => one.name === wanted);

  /** The fields that this kind has, with what there is to choose. */
  function shape() {
    if (!facts) return;
    const one = chosenStack();
    const attention = kind !== "mlp" && kind !== "neuron";
    stack.field.hidden = !attention || kind === "word" || facts.stacks.length < 2;
    layer.field.hidden = kind === "word";
    head.field.hidden = kind !== "head" && kind !== "link";
    reader.field.hidden = kind !== "link";
    read.field.hidden = kind !== "link" && kind !== "word";
    neuronField.hidden = kind !== "neuron";
    how.field.hidden = !WAYS[kind];
    shareField.hidden = kind !== "link";
    fill(layer.select, numbers(attention ? (one?.layers ?? 0) : facts.blocks));
    fill(head.select, numbers(one?.heads ?? 0));
    const source = kind === "word" ? wordStack() : one;
    fill(reader.select, texts(one?.queries ?? []));
    fill(read.select, texts(source?.keys ?? [], source?.words));
    fill(how.select, WAYS[kind] ?? [], OURS);
    for (const input of kinds.getElementsByTagName("input")) input.checked = input.value === kind;
  }

  /** Whose keys are the words of the text: of a translator those of the source. */
  const wordStack = () => facts?.stacks.find((one) => one.name === "encoder") ?? facts?.stacks[0] ?? null;

  /** The page's head and token, where the visitor has chosen them elsewhere. */
  function follow() {
    const one = chosenStack();
    if (!facts || !one) return;
    const { layer: at, heads } = store.selection;
    const most = kind === "mlp" || kind === "neuron" ? facts.blocks : one.layers;
    layer.select.value = String(clamp(at, 0, Math.max(0, most - 1)));
    head.select.value = String(clamp(heads[0], 0, one.heads - 1));
    const place = store.placeIn(name);
    const before = place === null ? one.queries.length - 1 : place - (facts.predicts === "next" ? 1 : 0);
    reader.select.value = String(clamp(before, 0, one.queries.length - 1));
  }

  function changed() {
    shape(); // another stack may have other layers and tokens
    onChange();
  }

  /** @returns {Intervention[]} */
  function changes() {
    const at = [Number(layer.select.value)];
    const chosen = chosenStack()?.name ?? "self";
    const own = chosen === "self" ? {} : { stack: chosen };
    const key = Number(read.select.value);
    const block = facts?.block_stack === "decoder" ? { stack: "decoder" } : {};
    if (kind === "head") return [{ part: "head", ...way(), ...own, layers: at, heads: [Number(head.select.value)] }];
    if (kind === "layer") return [{ part: "head", ...way(), ...own, layers: at }];
    if (kind === "mlp") return [{ part: "mlp", ...way(), ...block, layers: at }];
    if (kind === "neuron")
      return [
        {
          part: "neuron",
          ...way(),
          ...block,
          layers: at,
          neurons: [Math.max(0, Math.trunc(neuron.valueAsNumber) || 0)],
        },
      ];
    if (kind === "word") return wordChanges(key, facts);
    return [
      {
        part: "link",
        how: "cut",
        ...own,
        layers: at,
        heads: [Number(head.select.value)],
        positions: [Number(reader.select.value)],
        keys: [key],
        ...(share.checked ? {} : { renormalised: false }),
      },
    ];
  }

  function way() {
    const chosen = how.select.value;
    if (chosen === "double" || chosen === "scale") return { how: "scale", factor: 2 };
    if (chosen === "turned") return { how: "scale", factor: -1 };
    return { how: chosen || "zero" };
  }

  /** Show what is measured.
   * @param {Intervention[]} given
   */
  function show(given) {
    const [first] = given;
    if (!facts || !first) return;
    if (first.part === "link") kind = first.positions ? "link" : "word";
    else if (first.part === "head") kind = first.heads ? "head" : "layer";
    else kind = first.part;
    if (first.stack && first.part !== "mlp" && first.part !== "neuron") stack.select.value = first.stack;
    shape();
    if (first.layers) layer.select.value = String(first.layers[0]);
    if (first.heads) head.select.value = String(first.heads[0]);
    if (first.positions) reader.select.value = String(first.positions[0]);
    if (first.keys) read.select.value = String(first.keys[0]);
    if (first.neurons) neuron.value = String(first.neurons[0]);
    share.checked = first.renormalised !== false;
    if (WAYS[kind]) how.select.value = first.how === "scale" ? scaled(first.factor ?? 1) : first.how;
  }

  /** @param {number} factor */
  const scaled = (factor) => (kind === "neuron" ? (factor < 0 ? "turned" : "double") : "scale");

  return { node, open, follow, changes, show };
}

/** Nobody reads a token: the links to it are cut in every head, of a translator in both stacks that see the source.
 * @param {number} key
 * @param {InterventionsPanel | null} facts
 * @returns {Intervention[]}
 */
function wordChanges(key, facts) {
  if (!facts?.stacks.some((one) => one.name === "cross")) return [{ part: "link", how: "cut", keys: [key] }];
  return ["encoder", "cross"].map((stack) => ({ part: "link", how: "cut", stack, keys: [key] }));
}

/** @param {number} count @returns {[string, string][]} */
const numbers = (count) => Array.from({ length: count }, (_, n) => [String(n), String(n)]);

/**
 * @param {string[]} tokens
 * @param {number[]} [only]
 * @returns {[string, string][]}
 */
const texts = (tokens, only) =>
  tokens
    .map((text, n) => /** @type {[string, string]} */ ([String(n), `${n} ${spoken(text)}`]))
    .filter(([n]) => !only || only.includes(Number(n)));

// Names of ours stand in the language of the page, tokens as they are.
const OURS = {};

/** Options that are there already stay, with what is chosen.
 * @param {HTMLSelectElement} select
 * @param {[string, string][]} options
 * @param {{ translate?: string }} [whose] of the text
 */
function fill(select, options, whose = { translate: "no" }) {
  const was = select.value;
  select.replaceChildren(...options.map(([value, text]) => el("option", { value, text, ...whose })));
  if (options.some(([value]) => value === was)) select.value = was;
}

export { changeChoice, wordChanges };
