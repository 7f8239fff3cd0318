/* The likeliest next tokens beside the text, always in sight: those of the place that is chosen, or of the
 * first one where the model had a choice. Pressing one lets the text go on from there.
 *
 * nextBars(name, emit) → {node, draw}. The model's own probabilities, before any setting.
 */
import { distribution } from "../../data/distribution.js";
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
      if (!lane?.running) node.hidden = true;
      if (!lane?.running) shown = "";
      return;
    }
    const key = `${wanted.trace} ${wanted.position}`;
    if (key === shown) return;
    shown = key;
    try {
      const data = await distribution(wanted.trace, wanted.position);
      const tokens = store.lanes[name]?.tokens || [];
      if (shown !== key) return;
      at = wanted;
      node.hidden = false;
      fillIn(data, tokens);
    } catch {
      if (shown === key) node.hidden = true;
    }
  }

  /**
   * @param {Awaited<ReturnType<typeof distribution>>} data
   * @param {LaneToken[]} tokens
   */
  function fillIn(data, tokens) {
    const { panel, own } = data;
    const before = tokens.slice(Math.max(0, panel.position + 1 - CONTEXT), panel.position + 1);
    const text = before.map((one) => one.text).join("");
    title.replaceChildren(`${t("What comes after")} `, quoted(panel.position + 1 > CONTEXT ? `…${text}` : text), "?");
    const came = data.actualPlace;
    const places = [...Array(Math.min(ROWS, panel.vocabulary)).keys()];
    // What came is among the bars, however unlikely it was.
    if (came !== null && came >= ROWS) places[ROWS - 1] = came;
    let sum = 0;
    rows.forEach((one, i) => {
      one.node.hidden = i >= places.length;
      if (one.node.hidden) return;
      const spot = places[i];
      const is = spot === came;
      const share = own.probability(spot);
      const word = (is ? panel.actual?.text : data.text(spot)) ?? "…";
      sum += share;
      one.label.replaceChildren(token(word));
      one.number.textContent = percent(share);
      one.fill.style.setProperty("--fill", share.toFixed(5));
      one.button.classList.toggle("pg-came", is);
      Object.assign(one.button.dataset, { id: is ? panel.actual?.id : data.idOf(spot), probability: share });
      one.button.setAttribute(
        "aria-label",
        is
          ? t("{word}, {share}: this came. Press to write on from here anew.", {
              word: spoken(word),
              share: percent(share),
            })
          : t("{word}, {share}. Press to go on with it.", { word: spoken(word), share: percent(share) }),
      );
    });
    const rank = came !== null && came >= ROWS ? t(" · what came was number {rank}", { rank: grouped(came + 1) }) : "";
    write(
      rest,
      t("{count} other tokens: {share}", {
        count: grouped(panel.vocabulary - places.length),
        share: percent(Math.max(0, 1 - sum)),
      }) + rank,
    );
  }

  return { node, draw };
}
