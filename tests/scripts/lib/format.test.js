/* Numbers are written so that nothing is rounded to nothing or to certainty. */
import assert from "node:assert/strict";
import test from "node:test";
import { clamp } from "../../../assets/ui/lib/clamp.js";
import {
  count,
  decimal,
  direction,
  listed,
  mebibytes,
  percent,
  small,
  spoken,
  THIN,
} from "../../../assets/ui/lib/format.js";

const all = (write, pairs) => {
  for (const [value, text] of pairs) assert.equal(write(value).replaceAll(THIN, " "), text);
};

test("only 0 is 0 % and only 1 is 100 %", () =>
  all(percent, [
    [0, "0 %"],
    [1, "100 %"],
    [1e-9, "< 0.01 %"],
    [1 - 1e-9, "> 99.99 %"],
    [0.5, "50.0 %"],
    [0.0123, "1.23 %"],
    [0.995, "99.50 %"],
  ]));

test("a percentage grows with what it stands for", () => {
  const values = Array.from({ length: 999 }, (_, i) => (i + 1) / 1000);
  const numbers = values.map((p) => Number.parseFloat(percent(p)));
  assert.deepEqual(
    numbers,
    [...numbers].sort((x, y) => x - y),
  );
});

test("a minus is as wide as a digit and stands before no zero", () =>
  all(decimal, [
    [-0.472, "\u22120.47"],
    [0.472, "0.47"],
    [-0.001, "0.00"],
  ]));

test("a small number keeps two digits that count", () =>
  all(small, [
    [0, "0"],
    [0.34, "0.34"],
    [0.0012, "0.0012"],
    [2e-7, "2 × 10⁻⁷"],
    [-3e-12, "\u22123 × 10⁻¹²"],
  ]));

test("large counts are named", () =>
  all(count, [
    [999, "999"],
    [134515008, "134.5 M"],
    [1500, "1.50 k"],
    [2e9, "2.00 B"],
  ]));
test("memory is told in the unit that fits", () =>
  all(mebibytes, [
    [2 ** 20, "1 MiB"],
    [1.5 * 2 ** 30, "1.50 GiB"],
  ]));
test("a list ends in and", () => assert.equal(listed([2, 4, 7]), "2, 4 and 7"));
test("white space has a name", () => {
  assert.equal(spoken(" "), "space");
  assert.equal(spoken(""), "nothing");
  assert.equal(spoken("\n"), "line break");
});
test("a text runs as its first letter with a direction does", () => {
  assert.equal(direction("1. שלום hello"), "rtl");
  assert.equal(direction("hello שלום"), "ltr");
  assert.equal(direction("123"), "ltr");
});
test("a number is held within bounds", () =>
  assert.deepEqual(
    [-1, 0.5, 7].map((x) => clamp(x, 0, 1)),
    [0, 0.5, 1],
  ));
