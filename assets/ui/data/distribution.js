/* The distribution after one position of one run: its logits, the rules over them, and the texts.
 *
 * distribution(trace, position) → a promise of {panel, run, name, named, text, spell, placeOf}. The ids and
 * what a visitor named are only fetched when a rule asks for them: `name({bias, banned})`.
 */

import { decodingRules } from "../lib/decoding_rules.js";
import { BY_ID, SETTING } from "../lib/decoding_settings.js";
import { get } from "./api.js";
import * as endpoints from "./endpoints.js";

/**
 * @param {string} trace
 * @param {number} position
 */
async function distribution(trace, position) {
  const [panel, array] = await Promise.all([
    get(endpoints.panel("next_token", trace, { position })),
    get(endpoints.logits(trace, position)),
  ]);
  const logits = array.data;
  const candidates = /** @type {NamedToken[]} */ (panel.candidates);
  const texts = new Map(candidates.map(({ id, text }) => [id, text]));
  if (panel.actual) texts.set(panel.actual.id, panel.actual.text);
  let rules = decodingRules.pipeline(logits, []);
  /** @type {Int32Array | null} */
  let ids = null;
  /** @type {Int32Array} */
  let placeById = new Int32Array();
  let key = ""; // what was named last

  /** @param {number} place */
  const idOf = (place) => candidates[place]?.id ?? ids?.[place];

  /** Fetch the ids and the places of what was named. Rejects with the server's sentence.
   * @param {{ bias: string, banned: string }} words
   */
  async function name({ bias, banned }) {
    const asked = endpoints.namedTokens(trace, { position, bias, banned });
    const [entries, namedEntries] = await Promise.all([get(endpoints.sortedEntries(trace, position)), get(asked)]);
    if (key === asked) return;
    key = asked;
    if (!ids) {
      const sorted = /** @type {Int32Array} */ (entries.data);
      placeById = new Int32Array(sorted.length);
      sorted.forEach((id, place) => (placeById[id] = place));
      ids = sorted;
    }
    /** @type {{ seen: NamedToken[], bias: NamedToken[], banned: NamedToken[], sequences: unknown[] }} */
    const { seen, bias: added, banned: kept, sequences } = namedEntries;
    for (const { id, text } of [...seen, ...added, ...kept]) texts.set(id, text);
    /** @param {NamedToken} token */
    const at = ({ id }) => placeById[id];
    rules = decodingRules.pipeline(logits, ids, {
      seen: new Map(seen.map((one) => [at(one), one.count ?? 0])),
      bias: new Map(added.map((one) => [at(one), one.value ?? 0])),
      banned: new Set(kept.map(at)),
      bans: sequences.length > 0,
    });
    result.namedEntries = namedEntries;
  }

  /** Fetch the texts of these places that are not known yet; whether there were any.
   * @param {number[]} places
   */
  async function spell(places) {
    const missing = places
      .map(idOf)
      .filter((id) => id !== undefined)
      .filter((id) => !texts.has(id));
    if (!missing.length) return false;
    const { words } = await get(endpoints.tokenTexts(trace, missing));
    missing.forEach((id, i) => texts.set(id, words[i]));
    return true;
  }

  /** @type {Distribution} */
  const result = {
    trace,
    position,
    panel,
    name,
    spell,
    idOf,
    namedEntries: null, // what /lab said of the seen and the named tokens
    get named() {
      return ids !== null;
    },
    get own() {
      return rules.own;
    },
    /** The stages; a rule that needs the ids waits for them. */
    run(/** @type {Record<string, any>} */ settings, /** @type {string[]} */ order) {
      if (ids) return rules.run(settings, order);
      const off = Object.fromEntries(BY_ID.map((one) => SETTING[one]));
      return rules.run({ ...settings, ...off }, order);
    },
    text: (/** @type {number} */ place) => texts.get(idOf(place) ?? -1),
    /** Where the token that really came stands in the sorted list; null where none came. */
    get actualPlace() {
      const { actual } = panel;
      if (!actual) return null;
      if (ids) return placeById[actual.id];
      const listed = candidates.findIndex(({ id }) => id === actual.id);
      return listed >= 0 ? listed : actual.rank - 1;
    },
  };
  return result;
}

export { distribution };
