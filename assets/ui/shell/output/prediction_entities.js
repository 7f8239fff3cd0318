/* The names in a text: marked where they stand, listed, and for each token what every label got. */
import { el } from "../../kit/dom.js";
import { intoView, kindStyle, tokensOver } from "../../kit/text_marks.js";
import { percent } from "../../lib/format.js";

// The usual four keep their colours in every model; other sets take them in turn.
const USUAL = ["PER", "LOC", "ORG", "MISC"];
const ALIASES = { PERSON: "PER", GPE: "LOC", LOCATION: "LOC", ORGANIZATION: "ORG", ORGANISATION: "ORG" };
const NAMES = { PER: "person", LOC: "place", ORG: "organisation", MISC: "other name" };
const LISTED = 9; // bars in a note; more would not fit beside a token

/** type → number of its colour. */
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
  let now = null;
  let pressed = null;

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
      result.entities
        .map(({ label }, i) => ({ ...places[i], kind: kinds.get(label) ?? 0, tag: label }))
        .filter(({ first }) => first !== undefined),
    );
  }

  function chip({ text, label, score }, i) {
    const press = (event) => {
      pressed = pressed === i ? null : i;
      for (const each of list.querySelectorAll(".pg-name")) each.setAttribute("aria-pressed", "false");
      event.currentTarget.setAttribute("aria-pressed", String(pressed === i));
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

  function light(i) {
    const place = i === null ? null : now.places[i];
    marks.set("pointed", place ? [{ ...place, kind: now.kinds.get(now.result.entities[i].label) ?? 0 }] : []);
    if (place) intoView(line.spans[place.first]);
  }

  /** Labels of one token, the most likely first: [[label, probability, its kind]]. */
  const ranked = ({ labels, kinds, probabilities }, i) =>
    (probabilities[i] || []).map((probability, at) => [labels[at], probability, kinds[at]]).sort((x, y) => y[1] - x[1]);

  return {
    nodes: [list, none, hint],
    draw,
    /** A screen reader hears the label with the token. */
    tokens: (result, tokens) =>
      tokens.map((token, i) => {
        const [best] = ranked(result, i);
        return best && !token.special ? { ...token, says: `${best[0]} ${percent(best[1])}` } : token;
      }),
    note(i) {
      const all = ranked(now.result, i);
      if (line.tokens[i]?.special || !all.length) return [];
      const rows = all.slice(0, LISTED).map(([label, probability, type]) =>
        el(
          "li",
          {
            class: "pg-score",
            style: `--kind: ${now.kinds.has(type) ? kindStyle(now.kinds.get(type)) : "var(--pg-line-strong)"}; --fill: ${probability.toFixed(5)}`,
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
    words: ({ entities }) =>
      entities.length ? entities.map(({ text, label }) => `${text}: ${NAMES[label] || label}`).join("; ") : "no names",
  };
}

export { entitiesResult };
