/* The rules of decoding, one after the other, over a whole vocabulary: app/decoding/rules.py in the browser.
 *
 * Logits come sorted, largest first, with `ids`, the entry at each place. What the rules leave is
 * `order`, the places by their score, so that every rule is one walk along it and none sorts anew.
 * Arithmetic is float64.
 */
import { CUTS, ORDER, SETTING } from "./decoding_settings.js";

/** @type {Record<string, any>} */
const OFF = Object.fromEntries(Object.values(SETTING));
/** @type {NamedTokens} */
const NAMED_NOTHING = { seen: new Map(), bias: new Map(), banned: new Set(), bans: false };

/** What one rule left: scores by place (-Infinity where cut), the places kept in their order.
 * @param {string} name
 * @param {boolean} active
 * @param {Float64Array} scores
 * @param {Int32Array} order
 * @param {Stage | null} before
 * @param {Float64Array} [known] powers that are known already, NaN where they are not
 * @returns {Stage}
 */
function stage(name, active, scores, order, before, known) {
  const largest = order.length ? scores[order[0]] : 0;
  const powers = known ?? new Float64Array(order.length).fill(Number.NaN);
  let sum = 0;
  for (let i = 0; i < order.length; i++) {
    if (Number.isNaN(powers[i])) powers[i] = Math.exp(scores[order[i]] - largest);
    sum += powers[i];
  }
  const cut = before ? before.order.length - order.length : 0;
  let mass = 0;
  if (before && cut)
    for (let i = 0; i < before.order.length; i++) if (scores[before.order[i]] === -Infinity) mass += before.powers[i];
  /** @type {number | null} */
  let nats = null;
  return {
    name,
    active,
    scores,
    order,
    powers,
    sum,
    cut,
    mass: before && cut ? mass / before.sum : 0,
    kept: order.length,
    keeps: (place) => scores[place] !== -Infinity,
    probability: (place) => (scores[place] === -Infinity ? 0 : Math.exp(scores[place] - largest) / sum),
    /** In nats, over what is kept. */
    get entropy() {
      if (nats === null) {
        let weighted = 0;
        for (let i = 0; i < powers.length; i++) if (powers[i] > 0) weighted += powers[i] * (scores[order[i]] - largest);
        nats = Math.max(0, Math.log(sum) - weighted / sum);
      }
      return nats;
    },
  };
}

// ---------------------------------------------------------------- rules that move scores
/** The stage before, with the scores of a few places changed: they find their new ones in the order.
 * @param {string} name
 * @param {Stage} before
 * @param {ArrayLike<number>} ids
 * @param {Iterable<number>} places
 * @param {(score: number, place: number) => number} change
 */
function moved(name, before, ids, places, change) {
  const scores = before.scores.slice();
  const mine = [...places].filter(before.keeps);
  for (const place of mine) scores[place] = change(scores[place], place);
  /** @type {(x: number, y: number) => number} */
  const earlier = (x, y) => scores[y] - scores[x] || ids[x] - ids[y];
  mine.sort(earlier);
  const changed = new Uint8Array(scores.length);
  for (const place of mine) changed[place] = 1;
  const order = new Int32Array(before.order.length);
  const powers = new Float64Array(order.length).fill(Number.NaN);
  let [at, next] = [0, 0];
  for (let i = 0; i < order.length; i++) {
    const place = before.order[i];
    if (changed[place]) continue;
    // Most are larger than the next that moved: a number is compared sooner than a function is called.
    while (next < mine.length && scores[mine[next]] >= scores[place] && earlier(mine[next], place) < 0)
      order[at++] = mine[next++];
    powers[at] = before.powers[i];
    order[at++] = place;
  }
  while (next < mine.length) order[at++] = mine[next++];
  // What did not move has the power it had, as long as the largest score is the same.
  const same = order.length > 0 && scores[order[0]] === before.scores[before.order[0]];
  return stage(name, true, scores, order, before, same ? powers : undefined);
}

/** @type {Rule} */
function heated(name, before, temperature) {
  const scores = new Float64Array(before.scores.length);
  if (temperature > 0) {
    for (let i = 0; i < scores.length; i++) scores[i] = before.scores[i] / temperature;
    return stage(name, true, scores, before.order, before);
  }
  return kept(name, before, before.order.subarray(0, 1));
}

// ---------------------------------------------------------------- rules that cut
/** The order without some places.
 * @param {Int32Array} order
 * @param {Set<number>} places
 */
function without(order, places) {
  if (!places.size) return order;
  const left = new Int32Array(order.length);
  let count = 0;
  for (let i = 0; i < order.length; i++) if (!places.has(order[i])) left[count++] = order[i];
  return left.subarray(0, count);
}

/**
 * @param {string} name
 * @param {Stage} before
 * @param {Int32Array} order
 */
function kept(name, before, order) {
  if (order.length === before.order.length) return stage(name, true, before.scores, before.order, before);
  const scores = new Float64Array(before.scores.length).fill(-Infinity);
  for (let i = 0; i < order.length; i++) scores[order[i]] = before.scores[order[i]];
  return stage(name, true, scores, order, before);
}

/** Equals of the last one that fits all stay.
 * @type {(before: Stage, k: number) => Int32Array}
 */
function topK(before, k) {
  const { order, scores } = before;
  let count = Math.min(k, order.length);
  while (count < order.length && scores[order[count]] === scores[order[count - 1]]) count++;
  return order.subarray(0, count);
}

/** Counted from below: entries go while they have at most 1 - p together.
 * @type {(before: Stage, p: number) => Int32Array}
 */
function topP(before, p) {
  const { order, powers, scores, sum } = before;
  let count = order.length;
  for (let tail = 0; count > 1 && (tail += powers[count - 1] / sum) <= 1 - p; ) count--;
  if (count === order.length || scores[order[count]] !== scores[order[count - 1]]) return order.subarray(0, count);
  // Among equals the lowest ids go first, as in the stable sort of the reference.
  const value = scores[order[count]];
  let [first, last] = [count - 1, count];
  while (first > 0 && scores[order[first - 1]] === value) first--;
  while (last + 1 < order.length && scores[order[last + 1]] === value) last++;
  return Int32Array.from([...order.subarray(0, first), ...order.subarray(last + 1 - (count - first), last + 1)]);
}

/** @type {(before: Stage, share: number) => Int32Array} */
function minP(before, share) {
  const { order, powers, sum } = before;
  let count = order.length;
  while (count > 1 && powers[count - 1] / sum < share * (powers[0] / sum)) count--;
  return order.subarray(0, count);
}

/** The surprise rises along the order, so what is nearest to the entropy is a stretch of it.
 * @type {(before: Stage, p: number) => Int32Array}
 */
function typicalP(before, p) {
  const { order, powers, scores, sum, entropy } = before;
  const level = scores[order[0]] + Math.log(sum);
  /** @param {number} i */
  const far = (i) => Math.abs(level - scores[order[i]] - entropy);
  let after = 0;
  while (after < order.length && level - scores[order[after]] < entropy) after++;
  let [left, right, reached, last] = [after - 1, after, 0, Infinity];
  while (left >= 0 || right < order.length) {
    const ahead = left < 0 || (right < order.length && far(right) < far(left));
    const i = ahead ? right++ : left--;
    reached += powers[i] / sum;
    if (reached >= p) {
      last = far(i);
      break;
    }
  }
  while (left >= 0 && far(left) <= last) left--;
  while (right < order.length && far(right) <= last) right++;
  return order.subarray(left + 1, right);
}

// ---------------------------------------------------------------- all of them
/** What the rules do to one position.
 *
 * named: {seen: place → how often, bias: place → number, banned: places, bans: whether any word is
 * banned at all}. run(settings, order) → the model's own stage, then one stage for each rule; what
 * did not change since the last call is not computed again.
 * @param {Float64Array | Float32Array} logits
 * @param {ArrayLike<number>} ids
 * @param {NamedTokens} named
 */
function pipeline(logits, ids, named = NAMED_NOTHING) {
  const own = stage("model", true, Float64Array.from(logits), Int32Array.from(logits.keys()), null);
  /** @type {{ keys: string[], stages: Stage[] }} */
  let last = { keys: [], stages: [own] };

  const seen = named.seen;
  /** @type {Record<string, Rule>} */
  const rules = {
    bias: (name, before) =>
      moved(name, before, ids, named.bias.keys(), (score, place) => score + (named.bias.get(place) ?? 0)),
    repetition: (name, before, penalty) =>
      moved(name, before, ids, seen.keys(), (score) => (score < 0 ? score * penalty : score / penalty)),
    presence: (name, before, penalty) => moved(name, before, ids, seen.keys(), (score) => score - penalty),
    frequency: (name, before, penalty) =>
      moved(name, before, ids, seen.keys(), (score, place) => score - penalty * (seen.get(place) ?? 0)),
    banned: (name, before) => kept(name, before, without(before.order, named.banned)),
    temperature: heated,
    top_k: (name, before, k) => kept(name, before, topK(before, k)),
    top_p: (name, before, p) => kept(name, before, topP(before, p)),
    min_p: (name, before, share) => kept(name, before, minP(before, share)),
    typical_p: (name, before, p) => kept(name, before, typicalP(before, p)),
  };

  /**
   * @param {string} name
   * @param {Record<string, any>} settings
   */
  function isActive(name, settings) {
    if (name === "bias") return named.bias.size > 0;
    if (name === "banned") return named.bans;
    const [key, off] = SETTING[name];
    if (settings[key] === off) return false;
    return settings.temperature > 0 || !CUTS.includes(name);
  }

  /**
   * @param {Record<string, any>} settings
   * @param {string[]} order
   */
  function run(settings, order = ORDER) {
    const keys = order.map((name) => `${name} ${isActive(name, settings) ? settings[SETTING[name][0]] : "off"}`);
    let same = 0;
    while (same < keys.length && keys[same] === last.keys[same]) same++;
    const stages = last.stages.slice(0, same + 1);
    for (const name of order.slice(same)) {
      const before = stages[stages.length - 1];
      stages.push(
        isActive(name, settings)
          ? rules[name](name, before, settings[SETTING[name][0]])
          : { ...before, name, active: false, cut: 0, mass: 0 },
      );
    }
    last = { keys, stages };
    return stages;
  }

  return { own, run };
}

export const decodingRules = { OFF, pipeline };
