/* The longest common subsequence: of the right length, and in order in both lists. */
import assert from "node:assert/strict";
import test from "node:test";
import { longestCommon } from "../../../assets/ui/lib/lcs.js";

const words = (text) => [...text].map((letter) => ({ text: letter }));
const kept = (list, marks) =>
  list
    .filter((_, i) => marks[i])
    .map(({ text }) => text)
    .join("");

/** Every subsequence of the shorter one, tried. */
function brute(a, b) {
  const inside = (part, text) => {
    let at = 0;
    for (const letter of text) if (letter === part[at]) at++;
    return at === part.length;
  };
  let longest = 0;
  for (let bits = 0; bits < 2 ** a.length; bits++) {
    const part = [...a].filter((_, i) => bits & (1 << i)).join("");
    if (part.length > longest && inside(part, b)) longest = part.length;
  }
  return longest;
}

for (const [a, b] of [
  ["abcbdab", "bdcaba"],
  ["", "abc"],
  ["aaaa", "aa"],
  ["xyz", "abc"],
  ["abcdef", "abcdef"],
  ["abac", "caba"],
]) {
  test(`${a} and ${b}`, () => {
    const { a: inA, b: inB, length } = longestCommon(words(a), words(b));
    assert.equal(length, brute(a, b));
    assert.equal(kept(words(a), inA), kept(words(b), inB));
    assert.equal(kept(words(a), inA).length, length);
  });
}
