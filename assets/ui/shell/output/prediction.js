/* What a model with a head found in a text: its labels, answers, names or missing words.
 *
 * result(name, {line, emit}) → {node, draw, tokens, note, pick, words}. Each kind of result has a view
 * of its own (shell/output/prediction_labels.js and so on), which is asked for what it shows and marks in the text.
 */
import { el } from "../../kit/dom.js";
import { textMarks } from "../../kit/text_marks.js";
import { entitiesResult } from "./prediction_entities.js";
import { labelsResult } from "./prediction_labels.js";
import { filledResult } from "./prediction_mask.js";
import { spansResult } from "./prediction_spans.js";

/**
 * @param {LaneName} name
 * @param {{ line: TokenLine, emit: Heard }} given
 */
function result(name, { line, emit }) {
  const node = el("section", {
    class: "pg-result",
    hidden: true,
    "aria-label": `Result of lane ${name.toUpperCase()}`,
    data: { testid: `result-${name}` },
  });
  const tools = { name, line, emit, marks: textMarks(line) };
  const views = {
    labels: labelsResult(tools),
    spans: spansResult(tools),
    entities: entitiesResult(tools),
    filled: filledResult(tools),
  };
  /** @type {{ view: ResultView<any>, lane: Lane | null } | null} */
  let shown = null; // {lane, view}: what is on screen; lane is null while its marks are not

  /**
   * @param {Lane | null} lane
   * @returns {ResultView<any> | null}
   */
  const viewOf = (lane) => (lane && lane.result && views[lane.result.kind]) || null;
  /** @param {Lane} lane */
  const writes = (lane) => lane.tokens.some((token) => token.new);

  /** @param {Lane | null} lane */
  function draw(lane) {
    const view = viewOf(lane);
    if (!view || !lane?.result) {
      tools.marks.clear();
      // The next run of the same kind fills the same place: until then nothing below moves.
      const waits = lane?.running && !writes(lane) ? shown : null;
      node.classList.toggle("pg-stale", Boolean(waits));
      node.hidden = !waits;
      shown = waits && { view: waits.view, lane: null };
      return;
    }
    node.hidden = false;
    node.classList.remove("pg-stale");
    if (shown?.view !== view) node.replaceChildren(...view.nodes);
    if (shown?.lane?.result === lane.result && shown.lane.tokens === lane.tokens) return;
    tools.marks.clear();
    shown = { lane, view };
    node.dataset.kind = lane.result.kind;
    view.draw(lane.result, lane);
  }

  return {
    node,
    draw,
    /** The lane's tokens as they are to be printed.
     * @param {Lane | null} lane
     */
    tokens: (lane) => (lane && viewOf(lane)?.tokens?.(lane.result, lane.tokens)) || lane?.tokens || [],
    /** More nodes for the note beside token `i`.
     * @param {number} i
     */
    note: (i) => shown?.view.note?.(i) || [],
    /** A token was pressed; true when that meant something to the result.
     * @param {number} i
     */
    pick: (i) => Boolean(shown && !node.classList.contains("pg-stale") && shown.view.pick?.(i)),
    /** A token is pointed at; null: none.
     * @param {number} i
     */
    point: (i) => shown?.view.point?.(i),
    /** The result in a few words, for screen readers.
     * @param {Lane | null} lane
     */
    words: (lane) => (lane && viewOf(lane)?.words(lane.result, lane)) || "",
  };
}

export { result };
