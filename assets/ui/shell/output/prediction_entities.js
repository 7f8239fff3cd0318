/* The names in a text: marked where they stand, listed, and for each token what every label got. */
import { all, el } from "../../kit/dom.js";
import { intoView, kindStyle, tokensOver } from "../../kit/text_marks.js";
import { percent } from "../../lib/format.js";
import { present } from "../../lib/present.js";

// The usual four keep their colours in every model; other sets take them in turn.
const USUAL = ["PER", "LOC", "ORG", "MISC"];
/** @type {Record<string, string>} */
const ALIASES = { PERSON: "PER", GPE: "LOC", LOCATION: "LOC", ORGANIZATION: "ORG", ORGANISATION: "ORG" };
/** @type {Record<string, string>} */
const NAMES = { PER: "person", LOC: "place", ORG: "organisation", MISC: "other name" };
const LISTED = 9; // bars in a note; more would not fit beside a token

/** type → number of its colour.
 * @param {string[]} types
 */
function coloursOf(types) {
  const others = [];
  return new Map(
    [...new Set(types)]
      .filter((type) => type)
      .map((type) => {
        const usual = USUAL.indexOf(ALIASES[type.toUpperCase()] || type.toUpperCase());
        return [type, usual >= 0 ? usual : others.push(type) + USUAL.length - 1];
      }),
  );
}

/** @param {{ name: LaneName, line: TokenLine, marks: { set(layer: string, stretches: Stretched[]): void, clear: () => void } }} tools */
function entitiesResult({ name, line, marks }) {
  const list = el("ul", { class: "pg-entities", "aria-label": "Names found", data: { testid: `entities-${name}` } });
  const none = el("p", {
    class: "pg-note pg-result-note",
    text: "No names were found: every token's most likely label is “O”, outside of any name.",
  });
  const hint = el("p", {
    class: "pg-note pg-result-note",
    text: "Point at a token to see the probability of every label.",
  });
  /** @type {{ result: Entities, kinds: Map<string, number>, places: ({ first: number, last: number } | null)[] }} */
  let now;
  /** @type {number | null} */
  let pressed = null;

  /**
   * @param {Entities} result
   * @param {Lane} lane
   */
  function draw(result, lane) {
    const kinds = coloursOf(result.kinds);
    const places = result.entities.map(({ start, end }) => tokensOver(lane.tokens, start, end));
    now = { result, kinds, places };
    pressed = null;
    none.hidden = result.entities.length > 0;
    list.hidden = !result.entities.length;
    list.replaceChildren(...result.entities.map(chip));
    marks.set(
      "entity",
      result.entities.flatMap(({ label }, i) => {
        const place = places[i];
        return place ? [{ ...place, kind: kinds.get(label) ?? 0, tag: label }] : [];
      }),
    );
  }

  /**
   * @param {Entity} entity
   * @param {number} i
   */
  function chip({ text, label, score }, i) {
    /** @param {PointerEvent} event */
    const press = (event) => {
      pressed = pressed === i ? null : i;
      for (const each of all(list, ".pg-name")) each.setAttribute("aria-pressed", "false");
      /** @type {Element} */ (event.currentTarget).setAttribute("aria-pressed", String(pressed === i));
      light(pressed);
    };
    return el(
      "li",
      {},
      el(
        "button",
        {
          type: "button",
          class: "pg-name",
          "aria-pressed": "false",
          title: NAMES[ALIASES[label] || label] || null,
          style: `--kind: ${kindStyle(now.kinds.get(label) ?? 0)}`,
          data: { entity: i, label, score },
          on: {
            click: press,
            pointerenter: () => light(i),
            pointerleave: () => light(pressed),
            focus: () => light(i),
            blur: () => light(pressed),
          },
        },
        el("bdi", { class: "pg-entity-tag", text: label }),
        el("bdi", { class: "pg-name-text", text }),
        el("span", { class: "pg-number", text: percent(score) }),
      ),
    );
  }

  /** @param {number | null} i */
  function light(i) {
    const place = i === null ? null : now.places[i];
    marks.set("pointed", place ? [{ ...place, kind: now.kinds.get(now.result.entities[present(i)].label) ?? 0 }] : []);
    if (place) intoView(line.spans[place.first]);
  }

  /** Labels of one token, the most likely first: [[label, probability, its kind]].
   * @param {Entities} result
   * @param {number} i
   */
  const ranked = ({ labels, kinds, probabilities }, i) =>
    (probabilities[i] || [])
      .map((probability, at) => /** @type {Ranked} */ ([labels[at], probability, kinds[at]]))
      .sort((x, y) => y[1] - x[1]);

  return {
    nodes: [list, none, hint],
    draw,
    /** A screen reader hears the label with the token.
     * @param {Entities} result
     * @param {LaneToken[]} tokens
     */
    tokens: (result, tokens) =>
      tokens.map((token, i) => {
        const [best] = ranked(result, i);
        return best && !token.special ? { ...token, says: `${best[0]} ${percent(best[1])}` } : token;
      }),
    /** @param {number} i */
    note(i) {
      const all = ranked(now.result, i);
      if (line.tokens[i]?.special || !all.length) return [];
      const rows = all.slice(0, LISTED).map(([label, probability, type]) =>
        el(
          "li",
          {
            class: "pg-score",
            style: `--kind: ${now.kinds.has(type) ? kindStyle(present(now.kinds.get(type))) : "var(--pg-line-strong)"}; --fill: ${probability.toFixed(5)}`,
            data: { label, probability },
          },
          el("span", { class: "pg-score-label" }, el("bdi", { text: label })),
          el("span", { class: "pg-score-track" }),
          el("span", { class: "pg-number", text: percent(probability) }),
        ),
      );
      const rest = all.length - rows.length;
      return [
        el("ol", { class: "pg-scores pg-note-scores" }, ...rows),
        rest > 0
          ? el("p", { class: "pg-note-hint", text: `and ${rest} more labels below ${percent(all[LISTED - 1][1])}` })
          : "",
      ];
    },
    /** @param {Entities} result */
    words: ({ entities }) =>
      entities.length ? entities.map(({ text, label }) => `${text}: ${NAMES[label] || label}`).join("; ") : "no names",
  };
}

export { entitiesResult };
