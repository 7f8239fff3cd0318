/* Bars stay within their track and grow with what they show. */
import assert from "node:assert/strict";
import test from "node:test";
import { probabilityScale } from "../../../assets/ui/lib/probability_scale.js";

const SHARES = [0, 1e-9, 1e-4, 0.02, 0.3, 0.7, 1];

for (const log of [false, true]) {
  test(`a ${log ? "logarithmic" : "linear"} bar is between none and full and never shorter for more`, () => {
    for (const largest of SHARES.slice(1)) {
      const widths = SHARES.map(probabilityScale(largest, log).width);
      assert.deepEqual(
        widths,
        [...widths].sort((x, y) => x - y),
      );
      assert.ok(widths.every((width) => width >= 0 && width <= 1));
    }
  });
}

test("the full length is the first step that holds the largest", () => {
  assert.deepEqual(
    [0.04, 0.06, 0.2, 0.3, 0.51].map((most) => probabilityScale(most).full),
    [0.05, 0.1, 0.25, 0.5, 1],
  );
});
