/* The weights of the chosen heads, from what the server has already sent.
 *
 * headWeights → {of, exactAddresses, isSmall}; `address` is that of a stack, a pick is {layer, heads}.
 */
(() => {
  "use strict";

  const { peek } = window.playground;
  const WHOLE_STACK = 4.5e6; // bytes: up to here all layers are fetched at once

  const isSmall = ({ layers, heads, query_tokens: q, key_tokens: k }) => layers * heads * q.length * k.length <= WHOLE_STACK;

  const exactAddresses = (address, { layer, heads }) => heads.map((head) => `${address}/${layer}/${head}`);

  /** Mean of the chosen heads: exact if those have come, else from the 8-bit layer, else null. */
  function of(address, one, pick) {
    const size = one.query_tokens.length * one.key_tokens.length;
    const exact = exactAddresses(address, pick).map(peek);
    if (exact.every(Boolean)) return { exact: true, weights: mean(exact.map((array) => array.data)) };
    const whole = peek(address);
    const part = peek(`${address}/${pick.layer}`);
    if (!whole && !part) return null;
    const parts = pick.heads.map((head) => {
      const first = (whole ? pick.layer * one.heads + head : head) * size;
      return (whole || part).data.subarray(first, first + size);
    });
    return { exact: false, weights: mean(parts, 1 / 255) };
  }

  function mean(arrays, scale = 1) {
    if (arrays.length === 1 && scale === 1) return arrays[0];
    const sum = new Float32Array(arrays[0].length);
    for (const array of arrays) for (let i = 0; i < sum.length; i++) sum[i] += array[i];
    const by = scale / arrays.length;
    for (let i = 0; i < sum.length; i++) sum[i] *= by;
    return sum;
  }

  window.playground.headWeights = { of, exactAddresses, isSmall };
})();
