/* Real draws from a lane's distribution, made by the server with a seed, and how well they fit it.
 *
 * draws(lane, {ask, onDrawn}) → {node, result, forget}. `ask()` gives {trace, query} or null.
 */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { el } from "../../kit/dom.js";
import { decimal, grouped, percent } from "../../lib/format.js";

const DRAWS = 1000;

/**
 * @param {LaneName} name
 * @param {{ ask: () => { trace: string, query: Choice } | null, onDrawn: (since: number) => void }} options
 */
function draws(name, { ask, onDrawn }) {
  const seed = el("input", {
    type: "number",
    class: "pg-input pg-seed",
    min: 0,
    step: 1,
    value: 0,
    "aria-label": "Seed of the draws",
    data: { testid: `draw-seed-${name}` },
  });
  const button = el("button", {
    type: "button",
    class: "pg-button",
    text: `Draw ${grouped(DRAWS)}`,
    data: { testid: `draw-${name}` },
    on: { click: (event) => draw(event.timeStamp) },
  });
  const says = el("p", { class: "pg-note", role: "status", data: { testid: `draw-says-${name}` } });
  let asked = 0;
  const drawing = {
    node: [button, el("label", { class: "pg-field" }, "seed", seed)],
    says,
    result: /** @type {DrawCounts | null} */ (null), // {draws, counts: id → how often}
    forget() {
      asked += 1;
      drawing.result = null;
      says.textContent = "";
    },
    get seed() {
      return Math.max(0, Math.floor(seed.valueAsNumber) || 0);
    },
  };

  /** @param {number} since */
  async function draw(since) {
    const mine = ++asked;
    const wanted = ask();
    if (!wanted) return;
    try {
      const answer = await get(endpoints.draws(wanted.trace, { ...wanted.query, draws: DRAWS, seed: drawing.seed }));
      if (mine !== asked) return;
      drawing.result = { draws: answer.draws, counts: new Map(answer.counts.map(({ id, count }) => [id, count])) };
      Object.assign(says.dataset, {
        statistic: answer.fit.statistic,
        p: answer.fit.p ?? "",
        freedom: answer.fit.freedom,
      });
      says.textContent = words(answer);
    } catch (error) {
      if (mine !== asked) return;
      drawing.result = null;
      says.textContent = messageOf(error);
    }
    onDrawn(since);
  }
  return drawing;
}

/** The chi-square test in words.
 * @param {Draws} answer
 */
function words({ draws: total, different, fit }) {
  const kinds = `${grouped(different)} different ${different === 1 ? "token" : "tokens"} in ${grouped(total)} draws.`;
  if (fit.p === null) return `${kinds} Only one token is likely enough to be compared: there is nothing to test.`;
  const rarely = fit.p < 0.001 ? "in less than one of a thousand" : `in ${percent(fit.p)} of`;
  return `${kinds} Chi-square ${decimal(fit.statistic, 1)} with ${fit.freedom} degrees of freedom: true draws lie this far off or further ${rarely} tries, so these ${fit.p < 0.01 ? "hardly fit" : "fit"} the bars.`;
}

export { draws };
