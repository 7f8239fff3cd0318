/* The longest common subsequence of two lists of words. */
/** For each word of `a` and of `b`, whether it belongs to their longest common subsequence.
 * @param {{ text: string }[]} a
 * @param {{ text: string }[]} b
 */
export function longestCommon(a, b) {
  const [rows, columns] = [a.length + 1, b.length + 1];
  const longest = new Uint16Array(rows * columns);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const at = i * columns + j;
      longest[at] =
        a[i].text === b[j].text ? longest[at + columns + 1] + 1 : Math.max(longest[at + columns], longest[at + 1]);
    }
  }
  const [inA, inB] = [new Uint8Array(a.length), new Uint8Array(b.length)];
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const at = i * columns + j;
    if (a[i].text === b[j].text) inA[i++] = inB[j++] = 1;
    else if (longest[at + columns] >= longest[at + 1]) i++;
    else j++;
  }
  return { a: inA, b: inB, length: longest[0] };
}
