/** `value` itself, where who reads the code knows that it is there and its type does not.
 * @template Value
 * @param {Value} value
 * @returns {NonNullable<Value>}
 */
export const present = (value) => /** @type {NonNullable<Value>} */ (value);
