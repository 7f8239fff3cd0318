/* One head at one reading token, from q and k to what it writes, told in three steps.
 *
 * headAnatomy(name) → {node, show({trace, stack, layer, head, query, queries, keys}), redraw}.
 * `queries` and `keys` are the texts of the tokens. The numbers are the server's, see docs/api.md;
 * a newer show wins over an older one that is still on its way.
 */

import { get, messageOf } from "../../../data/api.js";
import * as endpoints from "../../../data/endpoints.js";
import { citation } from "../../../kit/citation.js";
import { el, write } from "../../../kit/dom.js";
import { quoted } from "../../../kit/tokens.js";
import { listed } from "../../../lib/format.js";
import { present } from "../../../lib/present.js";
import { store } from "../../../state/store.js";
import { figure } from "./figure.js";
import { anatomyKeys } from "./keys.js";
import { anatomyWritten } from "./output.js";
import { anatomyVectors } from "./vectors.js";

const PAPERS = [
  {
    authors: "Vaswani et al.",
    year: 2017,
    title: "Attention Is All You Need, sections 3.2.1 and 3.2.2",
    arxiv: "1706.03762",
    url: "https://arxiv.org/abs/1706.03762",
  },
  {
    authors: "Kobayashi et al.",
    year: 2020,
    title: "Attention is Not Only a Weight: Analyzing Transformers with Vector Norms",
    arxiv: "2004.10102",
    url: "https://arxiv.org/abs/2004.10102",
  },
  {
    authors: "Elhage et al.",
    year: 2021,
    title: "A Mathematical Framework for Transformer Circuits",
    arxiv: "",
    url: "https://transformer-circuits.pub/2021/framework/index.html",
  },
];

/** @param {LaneName} name */
function headAnatomy(name) {
  const title = el("h4", { data: { testid: `anatomy-title-${name}` } });
  const message = el("p", {
    class: "pg-note",
    hidden: true,
    role: "status",
    data: { testid: `anatomy-message-${name}` },
  });
  const group = el("div", { class: "pg-anatomy-group", data: { testid: `anatomy-group-${name}` } });
  const scores = anatomyVectors("The numbers of q, k and their products");
  const match = el("p", { class: "pg-anatomy-says" });
  const sum = el("p", { class: "pg-anatomy-sum", data: { testid: `anatomy-sum-${name}` } });
  const rule = el("p", { class: "pg-anatomy-says" });
  const formula = el("p", { class: "pg-anatomy-sum", data: { testid: `anatomy-formula-${name}` } });
  const keys = anatomyKeys(name, (key) => choose(key));
  const written = anatomyWritten(name);
  const steps = el(
    "ol",
    { class: "pg-anatomy-steps" },
    step("The query meets a key", match, scores.node, sum),
    step("Scores become weights", rule, formula, keys.node),
    step("What the head takes and writes", written.node),
  );
  const sources = el(
    "details",
    { class: "pg-anatomy-more" },
    el("summary", { text: "Where this comes from" }),
    el("p", { class: "pg-sources" }, ...PAPERS.flatMap((paper, i) => [i ? el("br") : "", ...citation(paper)])),
  );
  const body = el("div", { class: "pg-anatomy-body" }, group, steps, sources);
  const node = el(
    "section",
    {
      class: "pg-anatomy",
      data: { lane: name, testid: `anatomy-${name}` },
      "aria-label": `Inside one head, lane ${name.toUpperCase()}`,
    },
    title,
    message,
    body,
  );

  /** @type {StepsOf} */
  let asked; //  what is to be shown
  /** @type {number | null} */
  let key = null; //    the key the visitor chose, or null for the strongest
  let wanted = ""; //   the address that is shown or on its way
  /** @type {KnownSteps | null} */
  let told = null;

  /**
   * @param {StepsOf | undefined} one
   * @param {StepsOf} other
   */
  const sameReader = (one, other) =>
    one && one.trace === other.trace && one.stack === other.stack && one.query === other.query;

  /** @param {StepsOf} next */
  function show(next) {
    // Other heads at the same token are compared at the same key.
    if (!sameReader(asked, next)) key = null;
    asked = next;
    return fetchAndDraw();
  }

  /** @param {number} next */
  function choose(next) {
    key = next;
    keys.choose(next);
    return fetchAndDraw();
  }

  async function fetchAndDraw() {
    const { trace, stack, layer, head, query } = asked;
    const address = endpoints.attentionSteps(trace, { stack, layer, head, query, key });
    if (address === wanted) return;
    wanted = address;
    node.classList.add("pg-anatomy-stale");
    if (!told) say("Taking the head apart …");
    try {
      const found = await get(address);
      if (address !== wanted) return;
      told = found.why ? null : /** @type {KnownSteps} */ (found);
      say(found.why);
      if (told) draw(told);
    } catch (error) {
      if (address !== wanted) return;
      told = null;
      wanted = "";
      say(messageOf(error));
    } finally {
      if (address === wanted || !wanted) node.classList.remove("pg-anatomy-stale");
    }
  }

  /** @param {string} sentence */
  function say(sentence) {
    write(message, sentence);
    message.hidden = !sentence;
    body.hidden = !told;
    title.hidden = !told;
  }

  // ------------------------------------------------------------ the three steps
  /** @param {KnownSteps} told */
  function draw(told) {
    const { q, k, steps: all, key: at } = told;
    const [reader, read] = [quotedAt(asked.queries, told.query), quotedAt(asked.keys, at)];
    title.replaceChildren(`Inside layer ${asked.named ?? told.layer}, head ${told.head}: how `, reader, " reads");
    shares(told);
    match.replaceChildren(
      "The token that reads, ",
      reader.cloneNode(true),
      ", has a query vector q; each token it may read has a key vector k. Here both are shown as the model compares them, positions included: ",
      `d = ${q.length} numbers each. Multiplied number by number and added up they give one number, q·k: how well this query and the key of `,
      read,
      " match.",
    );
    const products = q.map((x, i) => x * k[i]);
    scores.draw([
      { name: "q", of: asked.queries[told.query], values: q },
      { name: "k", of: asked.keys[at], values: k },
      { name: "product", of: "", values: products },
    ]);
    sum.replaceChildren(
      "q·k = ",
      ...term(1),
      " + … + ",
      ...term(q.length),
      " = ",
      el("b", { text: figure(present(all.raw)[at]) }),
    );
    sum.dataset.value = String(present(all.raw)[at]);
    rules(told);
    keys.draw({ told, keys: asked.keys });
    written.draw({ told, keys: asked.keys });
  }

  /**
   * @param {string[]} texts
   * @param {number} at
   */
  const quotedAt = (texts, at) => quoted(texts[at] ?? "");
  /** @param {number} i */
  const term = (i) => ["q", el("sub", { text: i }), "·k", el("sub", { text: i })];

  /** The heads that read the same keys and values, each a button.
   * @param {KnownSteps} told
   */
  function shares(told) {
    const { heads, groups } = told.group;
    group.hidden = heads.length < 2;
    if (group.hidden) return;
    group.replaceChildren(
      el("span", {
        text:
          groups === 1
            ? "All heads share these keys and values and differ in their queries:"
            : `Heads ${listed(heads)} share these keys and values and differ in their queries:`,
      }),
      ...heads.map((head) =>
        el("button", {
          type: "button",
          class: "pg-anatomy-head",
          "aria-pressed": String(head === told.head),
          "aria-label": `Head ${head}`,
          text: head,
          data: { head },
          on: { click: (event) => store.select({ heads: [head] }, { since: event.timeStamp }) },
        }),
      ),
    );
  }

  /** From scores to weights, in words and as the formula with this head's own constants.
   * @param {KnownSteps} told
   */
  function rules(told) {
    const { scale, width, inverse_root: root, softcap, log_sum_exp: sum } = told.constants;
    const { added, hidden } = told.steps;
    const hid = hidden.filter(Boolean).length;
    rule.replaceChildren(
      `Each q·k is multiplied by the scale ${figure(scale)}${root ? ` (1/√d, d = ${width})` : " (this model's own; Vaswani et al. have 1/√d)"}`,
      softcap === null ? "" : `, held between −${softcap} and ${softcap} by the model's soft cap`,
      added === null ? "" : ", and what the model adds for the distance of the two tokens is added",
      ". Softmax turns the results into weights that are positive and sum to 1: the larger the score, the larger the share.",
      hid
        ? ` ${hid === 1 ? "One key is" : `${hid} keys are`} masked: ${hid === 1 ? "it" : "they"} may not be read from here and ${hid === 1 ? "gets" : "get"} the weight 0.`
        : "",
    );
    const scaled = root ? `q·k / √${width}` : `q·k × ${figure(scale)}`;
    formula.replaceChildren(
      `score = ${softcap === null ? scaled : `${softcap} · tanh(${scaled} / ${softcap})`}${added === null ? "" : " + bias"}`,
      el("br"),
      `weight = exp(score) / Σ exp(score) = exp(score − ${figure(sum)})`,
      el("br"),
      ...example(told),
    );
    formula.dataset.logSum = String(sum);
  }

  /** The same with the numbers of the chosen key.
   * @param {KnownSteps} told
   */
  function example(told) {
    const { steps: all, key: at, constants } = told;
    const it = quotedAt(asked.keys, at);
    if (all.logit[at] === null) return ["Here ", it, " is masked: its weight is 0."];
    const capped = all.capped === null ? "" : `, capped ${figure(all.capped[at])}`;
    const added = all.added === null ? "" : `, with the bias ${figure(all.added[at])} it is ${figure(all.logit[at])}`;
    return [
      "Here ",
      it,
      `: ${figure(present(all.raw)[at])} × ${figure(constants.scale)} = ${figure(present(all.scaled)[at])}${capped}${added}; exp(${figure(all.logit[at])} − ${figure(constants.log_sum_exp)}) = `,
      el("b", { text: figure(all.weight[at]) }),
    ];
  }

  return {
    node,
    show,
    /** For callers that redraw every view: sizes and colours are the style sheet's here. */
    redraw() {},
  };
}

/** One numbered step of the story.
 * @param {string} text
 * @param {...HTMLElement} children
 */
const step = (text, ...children) => el("li", {}, el("h5", { text }), ...children);

export { headAnatomy };
