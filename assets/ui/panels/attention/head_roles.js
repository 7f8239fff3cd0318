/* What a head does in this text: one sentence for the chosen head, and the way to others with a role.
 *
 * headRoles(name, onPick, onTold) → {node, show, hide, title, told}. The measures come with the run, once per stack.
 */

import { get, messageOf } from "../../data/api.js";
import * as endpoints from "../../data/endpoints.js";
import { el } from "../../kit/dom.js";
import { layerName } from "../../lib/attention_names.js";
import { percent } from "../../lib/format.js";
import { present } from "../../lib/present.js";

// Measures that cost more than a look at the weights: asked for when somebody wants them.
const DISTANCE = {
  id: "positional",
  title: "Explained by distance",
  formula: "1 − rest² / within² of the scores, adjusted; see Positions",
  source: "adjusted partial R²",
};
const INDUCTION = {
  id: "repeated",
  title: "Induction, random tokens",
  formula: "w(q, k + 1), k the same random token before",
  source: "Olsson et al. 2022",
};
const DUPLICATE = {
  id: "again",
  title: "Duplicate, random tokens",
  formula: "w(q, k), k the same random token before",
  source: "Olsson et al. 2022",
};

const TITLES = { reach: "Mean distance read over", entropy: "Mean entropy of a row" };

/**
 * @param {string} name
 * @param {Heard} onPick
 * @param {() => void} onTold
 */
function headRoles(name, onPick, onTold = () => {}) {
  const says = el("p", { class: "pg-role-says", data: { testid: `role-${name}` } });
  const chips = el("div", { class: "pg-role-chips", role: "group", "aria-label": "Heads with a role in this text" });
  const table = el("tbody");
  const random = el("button", {
    type: "button",
    class: "pg-button pg-role-random",
    text: "Try random tokens said twice",
    title: "Runs the model on random tokens that are said twice: only the repetition can be gone by",
    data: { testid: `role-random-${name}` },
    on: { click: () => tryRandom() },
  });
  const tried = el("p", { class: "pg-note", role: "status", data: { testid: `role-tried-${name}` } });
  const all = el(
    "details",
    { class: "pg-role-all", data: { testid: `role-measures-${name}` } },
    el("summary", { text: "All measures of this head" }),
    el("div", { class: "pg-role-more" }, random, tried),
    el(
      "div",
      { class: "pg-role-scroll" },
      el(
        "table",
        { class: "pg-experiment-table" },
        el(
          "thead",
          {},
          el(
            "tr",
            {},
            ...["Measure", "This head", "By chance", "What is averaged over the queries", "Source"].map((text) =>
              el("th", { scope: "col", text }),
            ),
          ),
        ),
        table,
      ),
    ),
    el("p", {
      class: "pg-note",
      text: "A role is given where a measure lies clearly above what evenly spread attention would give in this text; thresholds were tested on planted and on random heads. Attention is not by itself an explanation: it tells what was read, not what it was used for.",
    }),
  );
  const node = el("div", { class: "pg-roles", hidden: true, data: { testid: `roles-${name}` } }, says, chips, all);
  all.addEventListener("toggle", () => all.open && addDistance());
  /** @type {string | null} */
  let shown = null; //  the trace
  let wanted = ""; //  what is shown or on its way
  /** @type {ToldRoles | null} */
  let told = null;
  /** @type {number[] | null} */
  let blocks = null; // of the stack
  let pick = { layer: 0, heads: [0] };

  /**
   * @param {string} trace
   * @param {Stack} one
   * @param {{ layer: number, heads: number[] }} next
   */
  async function show(trace, one, next) {
    const stack = one.name;
    blocks = one.blocks;
    pick = next;
    shown = trace;
    const address = endpoints.headRoles(trace, stack);
    if (address !== wanted) {
      wanted = address;
      told = null;
      tried.textContent = "";
      says.textContent = "Measuring what each head does …";
      chips.replaceChildren();
      node.hidden = false;
      try {
        const found = await get(address);
        if (address !== wanted) return;
        all.hidden = Boolean(found.why);
        if (found.why) {
          says.textContent = found.why;
          return;
        }
        told = { .../** @type {Required<HeadRoles>} */ (found), extras: [] };
        offer();
        onTold();
        random.hidden = found.stack === "cross" || found.stack === "decoder";
        if (all.open) addDistance();
      } catch (error) {
        if (address !== wanted) return;
        says.textContent = messageOf(error);
        all.hidden = true;
        return;
      }
    }
    if (told) describe();
  }

  // ------------------------------------------------------------ what has to be asked for
  /**
   * @param {{ id: string, title: string, formula: string, source: string }} extra
   * @param {number[][]} table
   * @param {number} [chance]
   */
  function add(extra, table, chance) {
    if (!told || told.extras.includes(extra)) return;
    told.extras.push(extra);
    told.measures[extra.id] = table;
    if (chance !== undefined) told.chance[extra.id] = chance;
    describe();
    onTold();
  }

  async function addDistance() {
    if (!told || told.stack === "cross" || told.extras.includes(DISTANCE)) return;
    const [asked, trace] = [told, shown];
    try {
      const { share } = await get(endpoints.distanceShares(present(trace), told.stack));
      if (asked === told) add(DISTANCE, share);
    } catch {
      // Some schemes give no such share; Positions says why.
    }
  }

  async function tryRandom() {
    if (!told || random.disabled) return;
    const [asked, trace] = [told, shown];
    random.disabled = true;
    tried.textContent = "Running the model on random tokens …";
    try {
      const found = await get(endpoints.inductionScores(present(trace)));
      if (asked !== told) return;
      add(INDUCTION, found.induction, found.chance);
      add(DUPLICATE, found.duplicate, found.chance);
      const best = found.induction
        .flatMap((heads, layer) => heads.map((value, head) => ({ layer, head, value })))
        .sort((x, y) => y.value - x.value)[0];
      tried.textContent = `${found.sequences} times ${found.length} random tokens, each said twice. Most: layer ${layerName({ blocks: blocks ?? undefined }, best.layer)}, head ${best.head} with ${percent(best.value)} (${percent(found.chance)} by chance). The map can be coloured by it.`;
    } catch (error) {
      if (asked === told) tried.textContent = messageOf(error);
    } finally {
      random.disabled = false;
    }
  }

  // ------------------------------------------------------------ the chosen head
  /** @param {string} role */
  const definition = (role) => told?.definitions.find(({ id }) => id === role);

  function describe() {
    if (!told) return;
    const { layer, heads } = pick;
    all.hidden = heads.length > 1;
    for (const chip of [.../** @type {HTMLCollectionOf<HTMLElement>} */ (chips.children)])
      chip.setAttribute(
        "aria-pressed",
        String(heads.length === 1 && told.roles[layer]?.[heads[0]]?.role === chip.dataset.role),
      );
    if (heads.length > 1) {
      says.textContent = "Choose a single head to see what it does.";
      return;
    }
    const found = told.roles[layer][heads[0]];
    says.dataset.role = found ? found.role : "";
    if (found) {
      const of = present(definition(found.role));
      says.replaceChildren(el("b", { text: of.title }), `: ${of.says} ${share(found)}`);
    } else
      says.replaceChildren(
        el("b", { text: "No clear role" }),
        " in this text: what it reads is none of the known patterns.",
      );
    table.replaceChildren(...rows(layer, heads[0], told));
  }

  /** @param {ClearRole} found */
  const share = ({ role, measure }) =>
    role === "uniform"
      ? `(${percent(measure)} of the highest possible entropy)`
      : `(${percent(measure)} of its attention, ${percent(told?.chance[role] ?? 0)} by chance)`;

  /**
   * @param {number} layer
   * @param {number} head
   * @param {ToldRoles} told
   */
  function rows(layer, head, told) {
    /** @param {string} id */
    const asked = (id) =>
      id in told.asked ? ` (${told.asked[id]} ${told.asked[id] === 1 ? "query" : "queries"})` : "";
    const measured = told.definitions.map((role) =>
      row(
        role.title + asked(role.id),
        percent(told.measures[role.id][layer][head]),
        role.id === "uniform" ? "" : percent(told.chance[role.id]),
        role.formula,
        role.source,
        role.id,
      ),
    );
    const more = told.extras.map(({ id, title, formula, source }) =>
      row(
        title,
        percent(told.measures[id][layer][head]),
        id in told.chance ? percent(told.chance[id]) : "",
        formula,
        source,
        id,
      ),
    );
    const reach = told.measures.reach?.[layer][head];
    const nats = told.measures.entropy[layer][head];
    return [
      ...measured,
      ...more,
      reach === undefined
        ? ""
        : row(TITLES.reach, `${reach.toFixed(2)} tokens`, "", "Σ w(q, k) · |q − k|", "", "reach"),
      row(TITLES.entropy, `${nats.toFixed(2)} nats`, "", "−Σ w(q, k) · ln w(q, k)", "", "entropy"),
    ];
  }

  /**
   * @param {string} title
   * @param {string} value
   * @param {string} chance
   * @param {string} formula
   * @param {string} source
   * @param {string} measure
   */
  const row = (title, value, chance, formula, source, measure) =>
    el(
      "tr",
      { data: { measure } },
      el("th", { scope: "row", text: title }),
      ...[value, chance, formula, source].map((text) => el("td", { text })),
    );

  // ------------------------------------------------------------ heads with a role
  /** One button per role: it goes from head to head, the clearest first. */
  function offer() {
    if (!told) return;
    /** @type {Map<string, { layer: number, head: number, measure: number }[]>} */
    const byRole = new Map();
    told.roles.forEach((heads, layer) =>
      heads.forEach((found, head) => {
        if (found) byRole.set(found.role, [...(byRole.get(found.role) || []), { layer, head, measure: found.measure }]);
      }),
    );
    const clear = told.definitions.filter(({ id }) => byRole.has(id));
    chips.replaceChildren(
      ...clear.map(({ id, title, says: what }) => {
        const heads = present(byRole.get(id)).sort((one, other) => other.measure - one.measure);
        return el(
          "button",
          {
            type: "button",
            class: "pg-role",
            title: what,
            data: { role: id, testid: `role-chip-${name}` },
            "aria-label": `${title}: ${heads.length} ${heads.length === 1 ? "head" : "heads"}. Press for the clearest, again for the next.`,
            on: {
              click: (event) => {
                const at = heads.findIndex(
                  ({ layer, head }) => layer === pick.layer && pick.heads.length === 1 && head === pick.heads[0],
                );
                const { layer, head } = heads[(at + 1) % heads.length];
                onPick({ layer, heads: [head] }, event.timeStamp);
              },
            },
          },
          title,
          el("span", { class: "pg-role-count", text: heads.length }),
        );
      }),
    );
  }

  return {
    node,
    show,
    hide() {
      wanted = "";
      told = null;
      node.hidden = true;
    },
    /** All of it, as the server gave it, or null. */
    told: () => told,
    /** The role of a head, for a note beside the pointer; "" where it has none.
     * @param {number} layer
     * @param {number} head
     */
    title: (layer, head) => told?.roles[layer]?.[head]?.title || "",
  };
}

export { headRoles };
