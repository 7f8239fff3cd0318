/* The keys one query may read, each with its steps from q·k to the weight and what that writes.
 *
 * anatomyKeys(name, onChoose) → {node, draw({told, keys}), choose(key)}. The rows are grid boxes, so that
 * those out of sight cost nothing (content-visibility); roles keep them a table for everyone.
 */
import { closest, el, pressed } from "../../../kit/dom.js";
import { token } from "../../../kit/tokens.js";
import { decimal, grouped, percent, spoken } from "../../../lib/format.js";

const SHOWN = 24; // the strongest; all of 512 only when asked for

/** Writes the numbers of one column with as many digits as its largest needs, none rounded to nothing.
 * @param {(number | null)[]} values
 * @returns {(value: number) => string}
 */
function writer(values) {
  const most = Math.max(...values.map((value) => Math.abs(value ?? 0)));
  const digits = most >= 100 ? 1 : most >= 10 ? 2 : 3;
  const least = 0.5 * 10 ** -digits;
  return (value) =>
    value > 0 && value < least
      ? `<\u202f${(10 ** -digits).toFixed(digits)}`
      : value === 0
        ? "0"
        : decimal(value, digits);
}

/**
 * @param {LaneName} name
 * @param {(key: number) => void} onChoose
 */
function anatomyKeys(name, onChoose) {
  const table = el("table", {
    class: "pg-anatomy-keys",
    role: "table",
    "aria-label": "Keys and their steps",
    data: { testid: `anatomy-keys-${name}` },
  });
  const order = el(
    "select",
    { class: "pg-select", data: { testid: `anatomy-order-${name}` }, on: { change: fill } },
    el("option", { value: "weight", text: "by weight" }),
    el("option", { value: "text", text: "as in the text" }),
  );
  const all = el("button", {
    type: "button",
    class: "pg-button",
    "aria-pressed": "false",
    data: { testid: `anatomy-all-${name}` },
    on: { click: toggleAll },
  });
  const count = el("p", { class: "pg-note", data: { testid: `anatomy-count-${name}` } });
  const node = el(
    "div",
    { class: "pg-anatomy-keys-box" },
    el("div", { class: "pg-controls" }, el("label", { class: "pg-field" }, "Keys", order), all),
    el("div", { class: "pg-anatomy-rows" }, table),
    count,
  );
  /** @type {ToldSteps} */
  let shown; //   {told, keys}
  let chosen = 0;
  let everything = false;
  /** @type {Map<number, HTMLTableRowElement>} */
  /** @type {Map<number, HTMLElement>} */
  let rows = new Map(); //  key → its row
  let lit = -1; //          the row that is marked as chosen

  table.addEventListener("keydown", move);
  table.addEventListener("click", (event) => {
    const row = closest(event, "[data-key]");
    if (row) onChoose(Number(row.dataset.key));
  });

  // ------------------------------------------------------------ columns
  /** Only the steps this head takes; each with what its heading means.
   * @param {KnownSteps} told
   */
  function columns({ steps, constants }) {
    const stepped = steps.capped !== null || steps.added !== null;
    /** @type {([label: string, title: string, values: (number | null)[], most?: number] | null | false)[]} */
    const columns = [
      ["q·k", "The query's product with this key", steps.raw ?? []],
      [
        stepped ? "× scale" : "score",
        stepped ? "q·k times the scale" : "q·k times the scale: what the softmax gets",
        steps.scaled ?? [],
      ],
      steps.capped && ["capped", `Held between −${constants.softcap} and ${constants.softcap}`, steps.capped],
      steps.added && ["+ bias", "What the model adds for the distance", steps.added],
      stepped && ["score", "What the softmax gets", steps.logit],
      ["weight", "Softmax of the scores: they sum to 1 over all keys", steps.weight, 1],
      steps.length && ["‖v\u00a0Wᴼ‖", "How long what the head writes would be if it read this key alone", steps.length],
      steps.written && [
        "weight × ‖v\u00a0Wᴼ‖",
        "How long this key's part of what is written is",
        steps.written,
        Math.max(...steps.written),
      ],
    ];
    return columns
      .filter((each) => each !== null && each !== false)
      .map(([label, title, values, most]) => ({ label, title, values, most, write: writer(values) }));
  }

  /** @type {("stack" | "layer" | "head" | "query")[]} */
  const SAME = ["stack", "layer", "head", "query"];

  /**
   * @param {KnownSteps} one
   * @param {KnownSteps} other
   */
  const alike = (one, other) => SAME.every((part) => one[part] === other[part]);

  /** @param {ToldSteps} next */
  function draw(next) {
    const same = shown && shown.keys === next.keys && alike(shown.told, next.told);
    shown = next;
    chosen = next.told.key;
    // Another key of the same query: its row is there already, and 512 rows are not made for nothing.
    if (same && rows.has(chosen)) light();
    else fill();
  }

  // ------------------------------------------------------------ rows
  function listed() {
    const { weight, hidden } = shown.told.steps;
    const places = weight.map((_, key) => key);
    const strongest = [...places].sort(
      (x, y) => Number(hidden[x]) - Number(hidden[y]) || weight[y] - weight[x] || x - y,
    );
    let kept = everything ? strongest : strongest.slice(0, SHOWN).filter((key) => !hidden[key]);
    if (!kept.includes(chosen)) kept = [...kept, chosen];
    return order.value === "text" ? kept.sort((x, y) => x - y) : kept;
  }

  function fill() {
    if (!shown) return;
    const parts = columns(shown.told);
    const kept = listed();
    const inside = table.contains(document.activeElement);
    table.style.setProperty("--parts", String(parts.length));
    // A column with a bar is two wide, where there is room.
    table.style.setProperty("--columns", String(parts.length + parts.filter(({ most }) => most !== undefined).length));
    rows = new Map(kept.map((key) => [key, rowOf(key, parts)]));
    table.replaceChildren(
      el(
        "thead",
        { role: "rowgroup" },
        el(
          "tr",
          { role: "row" },
          el("th", { role: "columnheader", scope: "col", text: "key" }),
          ...parts.map(({ label, title, most }) =>
            el("th", {
              role: "columnheader",
              scope: "col",
              class: most === undefined ? null : "pg-anatomy-wide",
              title,
              text: label,
            }),
          ),
        ),
      ),
      el("tbody", { role: "rowgroup" }, ...rows.values()),
    );
    light();
    if (inside) button(chosen)?.focus({ preventScroll: true });
    counted(kept);
  }

  /** @param {number[]} kept */
  function counted(kept) {
    const { weight, hidden } = shown.told.steps;
    const total = weight.length;
    const masked = hidden.filter(Boolean).length;
    const mass = kept.reduce((sum, key) => sum + weight[key], 0);
    all.hidden = total <= kept.length && !everything;
    all.textContent = everything ? "Show the strongest" : `Show all ${grouped(total)}`;
    all.setAttribute("aria-pressed", String(everything));
    const whole = kept.filter((key) => !hidden[key]).length === total - masked;
    count.textContent = whole
      ? masked
        ? `All ${grouped(total - masked)} keys that may be read from here; ${grouped(masked)} more ${masked === 1 ? "is" : "are"} masked.`
        : ""
      : `${grouped(kept.length)} of ${grouped(total)} keys, with ${percent(Math.min(1, mass))} of the weight.`;
    count.hidden = !count.textContent;
  }

  /**
   * @param {number} key
   * @param {StepColumn[]} parts
   */
  function rowOf(key, parts) {
    const { steps } = shown.told;
    const hidden = steps.hidden[key];
    const text = shown.keys[key] ?? "";
    return el(
      "tr",
      {
        role: "row",
        class: hidden ? "pg-anatomy-key pg-anatomy-hidden" : "pg-anatomy-key",
        data: { key, weight: steps.weight[key] },
      },
      el(
        "th",
        { role: "rowheader", scope: "row" },
        el(
          "button",
          {
            type: "button",
            class: "pg-anatomy-pick",
            tabindex: "-1",
            "aria-pressed": "false",
            "aria-label": `Key ${key}: ${spoken(text)}`,
          },
          el("span", { class: "pg-anatomy-index", text: key, "aria-hidden": "true" }),
          token(text),
        ),
      ),
      ...parts.map((part) => cell(part, part.values[key], hidden)),
    );
  }

  /**
   * @param {StepColumn} part
   * @param {number | null} value
   * @param {boolean} hidden
   */
  function cell({ label, most, write }, value, hidden) {
    const text = hidden && label === "score" ? "masked" : write(value ?? 0);
    const data = { label, value };
    if (most === undefined) return el("td", { role: "cell", data }, el("span", { class: "pg-number", text }));
    return el(
      "td",
      { role: "cell", class: "pg-anatomy-wide", data },
      el("span", { class: "pg-number", text }),
      el("span", {
        class: "pg-anatomy-bar",
        "aria-hidden": "true",
        style: `--w: ${most ? ((100 * (value ?? 0)) / most).toFixed(2) : 0}%`,
      }),
    );
  }

  function toggleAll() {
    everything = !everything;
    fill();
  }

  // ------------------------------------------------------------ choosing
  /** @param {number} key */
  const button = (key) => rows.get(key)?.querySelector("button");

  /** Only the row that was chosen and the one that is are touched. */
  function light() {
    for (const on of [false, true]) {
      const key = on ? chosen : lit;
      const row = rows.get(key);
      if (!row) continue;
      row.classList.toggle("pg-anatomy-chosen", on);
      const pick = button(key);
      if (!pick) continue;
      pick.setAttribute("aria-pressed", String(on));
      pick.tabIndex = on ? 0 : -1;
    }
    lit = chosen;
  }

  /** Arrow keys go through the rows as they are listed.
   * @param {KeyboardEvent} event
   */
  function move(event) {
    const keys = [...rows.keys()];
    const at = keys.indexOf(Number(closest(event, "[data-key]")?.dataset.key));
    const to = pressed(event, { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: keys.length - 1 });
    if (at < 0 || to === undefined || keys[to] === undefined) return;
    event.preventDefault();
    button(keys[to])?.focus();
    onChoose(keys[to]);
  }

  return {
    node,
    draw,
    /** Mark a key before its vectors have come.
     * @param {number} key
     */
    choose(key) {
      chosen = key;
      light();
    },
  };
}

export { anatomyKeys };
