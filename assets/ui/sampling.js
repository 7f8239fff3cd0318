/* The distribution a model samples from, computed as transformers does, from all logits.
 *
 * Logits come sorted, largest first, so whatever temperature, top-k, top-p and min-p keep is always
 * a beginning of the list: one number, `kept`, describes it. Arithmetic is float64.
 */
(() => {
  "use strict";

  const OFF = { temperature: 1, top_k: 0, top_p: 1, min_p: 0 };

  /** Unnormalised probabilities exp((l - max) / temperature) and their sum. */
  function powers(logits, temperature) {
    const values = new Float64Array(logits.length);
    const [largest, scale] = [logits[0], 1 / temperature];
    let sum = 0;
    for (let i = 0; i < logits.length; i++) sum += values[i] = Math.exp((logits[i] - largest) * scale);
    return { values, sum };
  }

  /** How many tokens survive; each step works on the survivors of the one before. */
  function survivors(logits, values, { top_k, top_p, min_p }) {
    let kept = values.length;
    if (top_k > 0 && top_k < kept) {
      // Ties with the k-th logit stay, as in TopKLogitsWarper.
      const last = logits[top_k - 1];
      kept = top_k;
      while (kept < values.length && logits[kept] >= last) kept++;
    }
    if (top_p < 1) {
      let sum = 0;
      for (let i = 0; i < kept; i++) sum += values[i];
      // Counted from the bottom: tokens go while their cumulative probability is at most 1 - top_p.
      let tail = 0;
      while (kept > 1 && (tail += values[kept - 1]) <= (1 - top_p) * sum) kept--;
    }
    if (min_p > 0) {
      // values[0] is 1, the largest, so p < min_p · p_max reads:
      while (kept > 1 && values[kept - 1] < min_p * values[0]) kept--;
    }
    return kept;
  }

  /** Entropy in nats of values[0…kept) / sum. */
  function entropy(values, kept, sum) {
    let weighted = 0;
    for (let i = 0; i < kept; i++) if (values[i] > 0) weighted += values[i] * Math.log(values[i]);
    return Math.max(0, Math.log(sum) - weighted / sum);
  }

  /** The model's own distribution: {probability(i), entropy}. Depends on the logits alone. */
  function raw(logits) {
    const { values, sum } = powers(logits, 1);
    return { values, sum, probability: (i) => values[i] / sum, entropy: entropy(values, values.length, sum) };
  }

  /** The distribution after the settings.
   *
   * kept         tokens that can still be drawn: the first `kept` of the list
   * mass         their probability after temperature, before being rescaled to 1
   * probability  of the i-th token, after everything; entropy in nats
   */
  function sampled(logits, own, settings) {
    const { temperature } = settings;
    if (temperature <= 0) {
      return { kept: 1, mass: own.probability(0), probability: (i) => (i === 0 ? 1 : 0), entropy: 0 };
    }
    const { values, sum } = temperature === 1 ? own : powers(logits, temperature);
    const kept = survivors(logits, values, settings);
    let left = 0;
    if (kept === values.length) left = sum;
    else for (let i = 0; i < kept; i++) left += values[i];
    return {
      kept,
      mass: left / sum,
      probability: (i) => (i < kept ? values[i] / left : 0),
      entropy: kept === values.length && temperature === 1 ? own.entropy : entropy(values, kept, left),
    };
  }

  window.playground.sampling = { OFF, raw, sampled };
})();
