/* Addresses: what is not chosen is left out, what is typed stays one value. */
import assert from "node:assert/strict";
import test from "node:test";
import * as endpoints from "../../../assets/ui/data/endpoints.js";

test("what is null is left out", () => {
  assert.equal(
    endpoints.panel("positions", "t", { layer: 0, head: 3, stack: null }),
    "/panels/positions/t?layer=0&head=3",
  );
  assert.equal(endpoints.attributionRun("t", { label: null }), "/experiments/decides/t");
  assert.equal(endpoints.attentionSteps("t", { layer: 1, key: undefined }), "/heads/anatomy/t?layer=1");
});

test("what is typed cannot add an argument or leave its place", () => {
  const address = new URL(endpoints.namedTokens("t", { bias: "a&banned=b#c: 2" }), "http://here");
  assert.deepEqual([...address.searchParams], [["bias", "a&banned=b#c: 2"]]);
  assert.equal(endpoints.adapterFile("../x"), "/adapters/..%2Fx.zip");
});

test("a head's weights lie below its stack", () => {
  assert.equal(endpoints.headWeights(endpoints.stackAddress("t", "self"), 2, 5), "/arrays/t/attention/self/2/5");
});
