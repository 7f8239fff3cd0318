/* What a head does in this text: one sentence for the chosen head, and the way to others with a role.
 *
 * headRoles(name, onPick, onTold) → {node, show, hide, title, told}. The measures come with the run, once per stack.
 */
(() => {
  "use strict";

  const playground = window.playground;
  const { el, store, percent } = playground;

  const TITLES = { reach: "Mean distance read over", entropy: "Mean entropy of a row" };

  function headRoles(name, onPick, onTold = () => {}) {
    const says = el("p", { class: "pg-role-says", data: { testid: `role-${name}` } });
    const chips = el("div", { class: "pg-role-chips", role: "group", "aria-label": "Heads with a role in this text" });
    const table = el("tbody");
    const all = el("details", { class: "pg-role-all", data: { testid: `role-measures-${name}` } },
      el("summary", { text: "All measures of this head" }),
      el("div", { class: "pg-role-scroll" }, el("table", { class: "pg-experiment-table" },
        el("thead", {}, el("tr", {}, ...["Measure", "This head", "By chance", "What is averaged over the queries", "Source"].map((text) => el("th", { scope: "col", text })))), table)),
      el("p", { class: "pg-note", text: "A role is given where a measure lies clearly above what evenly spread attention would give in this text; thresholds were tested on planted and on random heads. Attention is not by itself an explanation: it tells what was read, not what it was used for." }));
    const node = el("div", { class: "pg-roles", hidden: true, data: { testid: `roles-${name}` } }, says, chips, all);
    let wanted = ""; //  what is shown or on its way
    let told = null;
    let pick = { layer: 0, heads: [0] };

    async function show(trace, stack, next) {
      pick = next;
      const address = `/heads/roles/${trace}?stack=${encodeURIComponent(stack)}`;
      if (address !== wanted) {
        wanted = address;
        told = null;
        says.textContent = "Measuring what each head does …";
        chips.replaceChildren();
        node.hidden = false;
        try {
          const found = await store.get(address);
          if (address !== wanted) return;
          all.hidden = Boolean(found.why);
          if (found.why) {
            says.textContent = found.why;
            return;
          }
          told = found;
          offer();
          onTold();
        } catch (error) {
          if (address !== wanted) return;
          says.textContent = error.message;
          all.hidden = true;
          return;
        }
      }
      if (told) describe();
    }

    // ------------------------------------------------------------ the chosen head
    const definition = (role) => told.definitions.find(({ id }) => id === role);

    function describe() {
      const { layer, heads } = pick;
      all.hidden = heads.length > 1;
      for (const chip of chips.children) chip.setAttribute("aria-pressed", String(heads.length === 1 && told.roles[layer]?.[heads[0]]?.role === chip.dataset.role));
      if (heads.length > 1) {
        says.textContent = "A role is told of single heads: choose one.";
        return;
      }
      const found = told.roles[layer][heads[0]];
      says.dataset.role = found ? found.role : "";
      if (found) {
        const of = definition(found.role);
        says.replaceChildren(el("b", { text: of.title }), `: ${of.says} ${share(found)}`);
      } else says.replaceChildren(el("b", { text: "No clear role" }), " in this text: what it reads is none of the known patterns.");
      table.replaceChildren(...rows(layer, heads[0]));
    }

    const share = ({ role, measure }) => (role === "uniform" ? `(${percent(measure)} of the highest possible entropy)` : `(${percent(measure)} of its attention, ${percent(told.chance[role])} by chance)`);

    function rows(layer, head) {
      const measured = told.definitions.map((role) => row(role.title, percent(told.measures[role.id][layer][head]), role.id === "uniform" ? "" : percent(told.chance[role.id]), role.formula, role.source, role.id));
      const reach = told.measures.reach[layer][head];
      const nats = told.measures.entropy[layer][head];
      return [...measured,
        row(TITLES.reach, `${reach.toFixed(2)} tokens`, "", "Σ w(q, k) · |q − k|", "", "reach"),
        row(TITLES.entropy, `${nats.toFixed(2)} nats`, "", "−Σ w(q, k) · ln w(q, k)", "", "entropy")];
    }

    const row = (title, value, chance, formula, source, measure) => el("tr", { data: { measure } },
      el("th", { scope: "row", text: title }), ...[value, chance, formula, source].map((text) => el("td", { text })));

    // ------------------------------------------------------------ heads with a role
    /** One button per role: it goes from head to head, the clearest first. */
    function offer() {
      const byRole = new Map();
      told.roles.forEach((heads, layer) => heads.forEach((found, head) => {
        if (found) byRole.set(found.role, [...(byRole.get(found.role) || []), { layer, head, measure: found.measure }]);
      }));
      const present = told.definitions.filter(({ id }) => byRole.has(id));
      chips.replaceChildren(...present.map(({ id, title, says: what }) => {
        const heads = byRole.get(id).sort((one, other) => other.measure - one.measure);
        return el("button", {
          type: "button", class: "pg-role", title: what, data: { role: id, testid: `role-chip-${name}` },
          "aria-label": `${title}: ${heads.length} ${heads.length === 1 ? "head" : "heads"}. Press for the clearest, again for the next.`,
          on: {
            click: (event) => {
              const at = heads.findIndex(({ layer, head }) => layer === pick.layer && pick.heads.length === 1 && head === pick.heads[0]);
              const { layer, head } = heads[(at + 1) % heads.length];
              onPick({ layer, heads: [head] }, event.timeStamp);
            },
          },
        }, title, el("span", { class: "pg-role-count", text: heads.length }));
      }));
    }

    return {
      node, show,
      hide() {
        wanted = "";
        told = null;
        node.hidden = true;
      },
      /** All of it, as the server gave it, or null. */
      told: () => told,
      /** The role of a head, for a note beside the pointer; "" where it has none. */
      title: (layer, head) => told?.roles[layer]?.[head]?.title || "",
    };
  }

  playground.headRoles = headRoles;
})();
