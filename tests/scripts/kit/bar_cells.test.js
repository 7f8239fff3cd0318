/* Numbers beside bars: signs, and as many digits as the largest needs. */
import assert from "node:assert/strict";
import test from "node:test";
import { barCells } from "../../../assets/ui/kit/bar_cells.js";

test("a sign stands where there is something to sign", () => {
  assert.deepEqual(
    [0.474, -0.474, 0.001, -0.001].map((x) => barCells.signed(x)),
    ["+0.47", "\u22120.47", "0.00", "0.00"],
  );
});

test("small columns are not all 0.00", () => {
  assert.equal(barCells.digitsFor([0.5, 0.1]), 2);
  assert.equal(barCells.digitsFor([0.0004, -0.0001]), 5);
  assert.equal(barCells.digitsFor([0, 0]), 2);
});

test("a scale holds zero and all values", () => {
  assert.deepEqual(barCells.scaleOf([1, 3]), { low: 0, span: 3 });
  assert.deepEqual(barCells.scaleOf([-2, 3]), { low: -2, span: 5 });
  assert.deepEqual(barCells.scaleOf([0]), { low: 0, span: 1 });
});
