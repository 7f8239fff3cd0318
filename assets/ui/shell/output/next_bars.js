/* The likeliest next tokens beside the text, always in sight: those of the place that is chosen, or of the
 * first one where the model had a choice. Pressing one lets the text go on from there.
 *
 * nextBars(name, emit) → {node, draw}. The model's own probabilities, before any setting.
 */
import { get } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { el, write } from "../../kit/dom.js";
import { quoted, token } from "../../kit/tokens.js";
import { grouped, percent, spoken } from "../../lib/format.js";
import { t } from "../../lib/messages.js";
import { store } from "../../state/store.js";

const ROWS = 5;
const CONTEXT = 4; // tokens quoted

/**
 * @param {LaneName} name
 * @param {(detail: Record<string, unknown>) => void} emit
 */
export function nextBars(name, emit) {
  const title = el("p", { class: "pg-next-title", data: { testid: `next-title-${name}` } });
  const list = el("ol", {
    class: "pg-next-list",
    "aria-label": t("Likeliest next tokens, lane {lane}", { lane: name.toUpperCase() }),
  });
  const rest = el("p", { class: "pg-next-rest pg-number" });
  const node = el(
    "section",
    { class: "pg-next-bars", hidden: true, data: { testid: `next-bars-${name}` } },
    title,
    list,
    rest,
  );
  const rows = Array.from({ length: ROWS }, row);
  list.append(...rows.map((one) => one.node));
  let shown = ""; // trace and place that the bars are of
  /** @type {{ trace: string, position: number } | null} */
  let at = null;

  function row() {
    const label = el("span", { class: "pg-next-label" });
    const fill = el("span", { class: "pg-next-fill" });
    const number = el("span", { class: "pg-next-number pg-number" });
    const button = el(
      "button",
      {
        type: "button",
        class: "pg-next-row",
        data: { testid: `next-bar-${name}` },
        on: { click: () => at && emit({ lane: name, ...at, id: Number(button.dataset.id) }) },
      },
      label,
      el("span", { class: "pg-next-track" }, fill),
      number,
    );
    return { node: el("li", {}, button), button, label, fill, number };
  }

  /** Where the shown distribution lies: after this token; null where the model predicts none. */
  function place() {
    const lane = store.lanes[name];
    if (!lane?.trace || lane.panels.next_token !== null) return null;
    const chosen = store.placeIn(name);
    const last = lane.tokens.length - 1;
    const position = chosen === null ? last : Math.min(chosen, last) - 1;
    return position < 0 ? null : { trace: lane.trace, position };
  }

  async function draw() {
    const lane = store.lanes[name];
    const wanted = place();
    node.classList.toggle("pg-stale", Boolean(lane?.running));
    if (!wanted) {
      // While the next run is under way the last bars stay, so that nothing moves.
      if (lane?.running) return;
      node.hidden = true;
      shown = "";
      return;
    }
    const key = `${wanted.trace} ${wanted.position}`;
    if (key === shown) return;
    shown = key;
    try {
      const next = await get(endpoints.panel("next_token", wanted.trace, { position: wanted.position }));
      if (shown !== key) return;
      at = wanted;
      node.hidden = false;
      fillIn(next, store.lanes[name]?.tokens || []);
    } catch {
      if (shown === key) node.hidden = true;
    }
  }

  /**
   * @param {NextTokenPanel} next
   * @param {LaneToken[]} tokens
   */
  function fillIn(next, tokens) {
    const { actual, position, vocabulary } = next;
    const before = tokens.slice(Math.max(0, position + 1 - CONTEXT), position + 1);
    const text = before.length ? before.map((one) => one.text).join("") : next.text;
    if (before.length && before.every(({ special }) => special)) write(title, t("What comes first?"));
    else {
      const quote = quoted(position + 1 > CONTEXT ? `… ${text.trimStart()}` : text);
      title.replaceChildren(`${t("What comes after")} `, quote, "?");
    }
    const candidates = next.candidates.slice(0, ROWS);
    // What came is among the bars, however unlikely it was.
    if (actual && !candidates.some(({ id }) => id === actual.id)) candidates[candidates.length - 1] = actual;
    rows.forEach((one, i) => {
      const candidate = candidates[i];
      one.node.hidden = !candidate;
      if (candidate) fillRow(one, candidate, candidate.id === actual?.id);
    });
    const sum = candidates.reduce((total, { probability }) => total + probability, 0);
    const others = t("{count} other tokens: {share}", {
      count: grouped(vocabulary - candidates.length),
      share: percent(Math.max(0, 1 - sum)),
    });
    const far = actual && actual.rank > ROWS;
    write(rest, far ? `${t("what came was number {rank}", { rank: grouped(actual.rank) })} · ${others}` : others);
  }

  /**
   * @param {ReturnType<typeof row>} one
   * @param {LikelyEntry} candidate
   * @param {boolean} came
   */
  function fillRow({ button, label, fill, number }, { id, text, probability }, came) {
    const said = { word: spoken(text), share: percent(probability) };
    label.replaceChildren(token(text));
    number.textContent = said.share;
    fill.style.setProperty("--fill", probability.toFixed(5));
    button.classList.toggle("pg-came", came);
    Object.assign(button.dataset, { id, probability });
    button.setAttribute(
      "aria-label",
      came
        ? t("{word}, {share}: this came. Press to write on from here anew.", said)
        : t("{word}, {share}. Press to go on with it.", said),
    );
  }

  return { node, draw };
}
