/* The branches of this visit as an outline one can climb with the arrow keys.
 *
 * treeBranches({onShow}) → {node, draw}. ↑ ↓ go from branch to branch, ← to the one it grew from,
 * → to the first that grew from it; Enter shows a branch in lane A.
 */
import { all, badge, closest, el, pressed } from "../../kit/dom.js";
import { token } from "../../kit/tokens.js";
import { decimal, percent, spoken } from "../../lib/format.js";
import { LANES } from "../../lib/lanes.js";
import { present } from "../../lib/present.js";
import { treeMemory } from "../../state/run_history.js";

const CONTEXT = 3; // tokens quoted before the one where a branch leaves

const OURS = /^(Run|Branch) \d+$/; // a name that no visitor gave

/** @param {{ onShow: (lane: LaneName, branch: Branch) => void }} options */
function treeBranches({ onShow }) {
  const list = el("div", {
    class: "pg-branches",
    role: "tree",
    "aria-label": "Branches of this visit",
    data: { testid: "branches" },
  });
  /** @type {BranchRow[]} */
  let shown = []; //     [{branch, depth}] as drawn
  /** @type {string | null} */
  let focusable = null; // the trace of the row that can be tabbed to
  /** @type {string | null} */
  let naming = null; //  the trace whose name is being typed

  function draw() {
    shown = treeMemory.rows();
    const had =
      list.contains(document.activeElement) &&
      /** @type {HTMLElement | null} */ (document.activeElement?.closest("[data-trace]"))?.dataset.trace;
    if (!shown.some(({ branch }) => branch.trace === focusable))
      focusable = treeMemory.current.a ?? shown[0]?.branch.trace ?? null;
    list.replaceChildren(...shown.map(row));
    if (had && !naming) rowOf(had)?.focus();
  }

  /**
   * @param {string} trace
   * @returns {HTMLElement | undefined}
   */
  const rowOf = (trace) => all(list, "[data-trace]").find((node) => node.dataset.trace === trace);

  /** @param {BranchRow} row */
  function row({ branch, depth }) {
    const { trace, name, gone } = branch;
    const { count, sum, mean } = treeMemory.likelihood(branch);
    const lanes = LANES.filter((lane) => treeMemory.current[lane] === trace);
    /**
     * @param {string} text
     * @param {string} words
     * @param {() => void} act
     * @param {string} what
     */
    const action = (text, words, act, what) =>
      el("button", {
        type: "button",
        class: "pg-button pg-branch-button",
        tabindex: "-1",
        "aria-label": `${words} ${name}`,
        title: words,
        text,
        data: { testid: `branch-${what}` },
        on: {
          click: (event) => {
            event.stopPropagation();
            act();
          },
        },
      });
    const title =
      naming === trace
        ? nameField(branch)
        : el("b", { class: "pg-branch-name", translate: OURS.test(name) ? null : "no", text: name });
    const node = el(
      "div",
      {
        class: "pg-branch",
        role: "treeitem",
        tabindex: trace === focusable ? "0" : "-1",
        "aria-level": depth + 1,
        "aria-selected": String(lanes.includes("a")),
        "aria-label": `${name}, ${spoken(words(branch))}, ${count} tokens, log-probability ${sum.toFixed(2)}${gone ? ", no longer kept" : ""}`,
        data: { trace, testid: "branch" },
      },
      el("span", { class: "pg-branch-lanes" }, ...lanes.map(badge)),
      el("span", { class: "pg-branch-head" }, title, ...text(branch)),
      el("span", {
        class: "pg-branch-numbers pg-number",
        title: "Sum of the log-probabilities of the new tokens, and their mean, in nats: nearer to 0 is more likely",
        text: count ? `${decimal(sum)} · ${decimal(mean)} a token` : "only read",
      }),
      el(
        "span",
        { class: "pg-branch-actions" },
        action("A", "Show in lane A:", () => onShow("a", branch), "a"),
        action("B", "Show in lane B:", () => onShow("b", branch), "b"),
        action("✎", "Name", () => rename(trace), "name"),
        action("✕", "Delete", () => remove(trace), "delete"),
      ),
    );
    node.style.setProperty("--depth", String(depth));
    node.classList.toggle("pg-branch-gone", Boolean(gone));
    return node;
  }

  /** The place where a branch leaves, and what was written from there on.
   * @param {Branch} branch
   */
  function text(branch) {
    const { tokens, position, gone } = branch;
    const from = position === null ? tokens.findIndex(({ made }) => made) : position + 1;
    const start = from < 0 ? tokens.length : from;
    const before = tokens
      .slice(Math.max(0, start - CONTEXT), start)
      .filter(({ special }) => !special)
      .map((one) => one.text)
      .join("");
    const written = tokens.slice(start).filter(({ special }) => !special);
    const first = (branch.parent && written[0]) || null;
    const rest = (first ? written.slice(1) : written).map((one) => one.text).join("");
    return [
      el("span", { class: "pg-branch-before" }, start > CONTEXT ? "… " : "", token(before, { spaces: "keep" })),
      first &&
        el(
          "span",
          { class: "pg-branch-first" },
          token(first.text, { spaces: "keep" }),
          el("span", {
            class: "pg-branch-share pg-number",
            text: typeof first.probability === "number" ? percent(first.probability) : "",
          }),
        ),
      el("span", { class: "pg-branch-rest" }, token(rest, { spaces: "keep" })),
      gone ? el("span", { class: "pg-tag", text: "expired" }) : null,
    ];
  }

  /** @param {Branch} branch */
  const words = ({ tokens, position }) =>
    tokens
      .slice(position === null ? 0 : position + 1)
      .map((one) => one.text)
      .join("");

  // ------------------------------------------------------------ names and leaving
  /** @param {Branch} branch */
  function nameField(branch) {
    const field = el("input", {
      type: "text",
      class: "pg-input",
      value: branch.name,
      maxlength: "60",
      "aria-label": "Name of the branch",
      data: { testid: "branch-name-field" },
    });
    /** @param {boolean} keep */
    const end = (keep) => {
      if (naming !== branch.trace) return;
      naming = null;
      if (keep) treeMemory.rename(branch.trace, field.value);
      else draw();
      rowOf(branch.trace)?.focus();
    };
    field.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter") end(true);
      if (event.key === "Escape") end(false);
    });
    field.addEventListener("click", (event) => event.stopPropagation());
    field.addEventListener("blur", () => end(true));
    return field;
  }

  /** @param {string} trace */
  function rename(trace) {
    naming = trace;
    draw();
    const field = rowOf(trace)?.querySelector("input");
    field?.focus();
    field?.select();
  }

  /** @param {string} trace */
  function remove(trace) {
    const at = shown.findIndex(({ branch }) => branch.trace === trace);
    focusable = (shown[at + 1] || shown[at - 1])?.branch.trace ?? null;
    treeMemory.remove(trace);
    if (focusable) rowOf(focusable)?.focus();
  }

  // ------------------------------------------------------------ pointing and keys
  /** @param {number} at */
  function focus(at) {
    const next = shown[at];
    if (!next) return;
    for (const node of all(list, ".pg-branch")) node.tabIndex = -1;
    focusable = next.branch.trace;
    const node = rowOf(focusable);
    if (!node) return;
    node.tabIndex = 0;
    node.focus();
  }

  list.addEventListener("click", (event) => {
    const node = closest(event, ".pg-branch");
    if (!node) return;
    focus(shown.findIndex(({ branch }) => branch.trace === node.dataset.trace));
    onShow("a", present(treeMemory.get(node.dataset.trace ?? "")));
  });
  list.addEventListener("keydown", (event) => {
    const node = closest(event, ".pg-branch");
    if (!node || event.target !== node || event.ctrlKey || event.metaKey || event.altKey) return;
    const at = shown.findIndex(({ branch }) => branch.trace === node.dataset.trace);
    const { branch, depth } = shown[at];
    const parent = shown.findIndex((one) => one.branch.trace === branch.parent);
    const child = shown[at + 1]?.depth > depth ? at + 1 : at;
    const to = pressed(event, {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      ArrowLeft: parent,
      ArrowRight: child,
      Home: 0,
      End: shown.length - 1,
    });
    if (to !== undefined) focus(to);
    else if (event.key === "Enter" || event.key === " ") onShow("a", branch);
    else if (event.key === "b" || event.key === "B") onShow("b", branch);
    else if (event.key === "F2") rename(branch.trace);
    else if (event.key === "Delete") remove(branch.trace);
    else return;
    event.preventDefault();
  });

  const legend = el("p", {
    class: "pg-note",
    text: `Numbers: sum of the log-probabilities of what was written, and per token, in nats; nearer to 0 is likelier. Keys: ↑ ↓ ← → climb, Enter shows in A, B beside it, F2 names, Delete removes.`,
  });
  return { node: el("div", { class: "pg-branches-box" }, list, legend), draw };
}

export { treeBranches };
