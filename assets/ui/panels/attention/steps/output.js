/* The last step of a head: the values it takes, the vector it writes, and the words that points to.
 *
 * anatomyWritten(name) → {node, draw({told, keys})}.
 */
import { el } from "../../../kit/dom.js";
import { quoted, token } from "../../../kit/tokens.js";
import { present } from "../../../lib/present.js";
import { figure } from "./figure.js";
import { anatomyVectors } from "./vectors.js";

/** @param {LaneName} name */
function anatomyWritten(name) {
  const says = el("p", { class: "pg-anatomy-says" });
  const vectors = anatomyVectors("The numbers of v and of what is taken");
  const writes = el("p", { class: "pg-anatomy-says", data: { testid: `anatomy-writes-${name}` } });
  const sum = el("p", { class: "pg-anatomy-sum", data: { testid: `anatomy-written-${name}` } });
  const lists = el("div", { class: "pg-anatomy-words", data: { testid: `anatomy-words-${name}` } });
  const caution = el("p", { class: "pg-note" });
  const words = el(
    "div",
    { class: "pg-anatomy-direction" },
    el("h6", { text: "Which words this direction points to" }),
    lists,
    caution,
  );
  const node = el("div", { class: "pg-anatomy-written" }, says, vectors.node, writes, sum, words);

  /** @param {ToldSteps} steps */
  function draw({ told, keys }) {
    const { key, steps, written, v, output } = told;
    says.replaceChildren(
      "Each key comes with a value vector v. The head takes the sum of all values, each times its weight α: Σ α v. Below, the value of ",
      quoted(keys[key] ?? ""),
      ` (weight α = ${figure(steps.weight[key])}) and the sum.`,
    );
    vectors.draw([
      { name: "v", of: keys[key], values: v },
      { name: "Σ α v", of: "", values: present(output) },
    ]);
    writes.textContent = written
      ? `The output projection Wᴼ turns these ${present(output).length} numbers into the ${written.vector.length} of the residual stream. That vector is what this head adds there, beside the other heads; the bias of the layer belongs to all of them and is left out.`
      : told.why_not_written;
    sum.hidden = !written;
    if (written) {
      sum.replaceChildren(
        "‖(Σ α v) Wᴼ‖ = ",
        el("b", { text: figure(written.length) }),
        el("br"),
        "From ",
        quoted(keys[key] ?? ""),
        ` alone: α · ‖v Wᴼ‖ = ${figure(steps.weight[key])} × ${figure(present(steps.length)[key])} = `,
        el("b", { text: figure(present(steps.written)[key]) }),
        ". The lengths of single keys do not add up to the whole, since their vectors point different ways.",
      );
      sum.dataset.value = String(written.length);
    }
    direction(told);
  }

  /** @param {KnownSteps} told */
  function direction({ words: found, why_no_words: why, written }) {
    words.hidden = !written;
    lists.hidden = !found;
    caution.textContent = found
      ? "The product of the written vector with each token's row of the unembedding, the matrix that makes logits of the last state. It is a direction and no prediction: later layers read and change it, the norms on the way rescale it, and a head may write for other heads to read and not for words at all."
      : why;
    if (!found) return;
    const most = Math.max(...[...found.toward, ...found.against].map(({ change }) => Math.abs(change)));
    lists.replaceChildren(column("towards", found.toward, most), column("away from", found.against, most));
  }

  /**
   * @param {string} title
   * @param {PushedEntry[]} entries
   * @param {number} most
   */
  const column = (title, entries, most) =>
    el(
      "div",
      {},
      el("p", { class: "pg-anatomy-words-title", text: title }),
      el(
        "ol",
        {},
        ...entries.map(({ id, text, change }) =>
          el(
            "li",
            { data: { id, change } },
            token(text),
            el("span", {
              class: `pg-anatomy-bar ${change < 0 ? "pg-anatomy-low" : "pg-anatomy-high"}`,
              "aria-hidden": "true",
              style: `--w: ${((100 * Math.abs(change)) / most).toFixed(1)}%`,
            }),
            el("span", { class: "pg-number", text: (change > 0 ? "+" : "") + figure(change) }),
          ),
        ),
      ),
    );

  return { node, draw };
}

export { anatomyWritten };
