/* The rules of decoding in the page are those of app/decoding/rules.py, in any order. */
import assert from "node:assert/strict";
import test from "node:test";
import { decodingRules } from "../../../assets/ui/lib/decoding_rules.js";
import { ORDER } from "../../../assets/ui/lib/decoding_settings.js";
import { golden } from "../golden.js";

const { order, logits, seen, cases } = golden("decoding_rules");
const ids = [...logits.keys()].sort((x, y) => logits[y] - logits[x] || x - y);
const placeOf = new Map(ids.map((id, place) => [id, place]));

/** What the rules must know by name, as data/distribution.js brings it. */
function named({ bias = [], banned = [] }) {
  const counts = new Map();
  for (const id of seen) counts.set(placeOf.get(id), (counts.get(placeOf.get(id)) || 0) + 1);
  const complete = banned.filter((ids) => ids.slice(0, -1).every((id, i) => seen.at(i - ids.length + 1) === id));
  return {
    seen: counts,
    bias: new Map(bias.map(([id, value]) => [placeOf.get(id), value])),
    banned: new Set(complete.map((ids) => placeOf.get(ids.at(-1)))),
    bans: banned.length > 0,
  };
}

const close = (one, other, why) =>
  assert.ok(Math.abs(one - other) <= 1e-9 * Math.max(1, Math.abs(other)), `${why}: ${one}, ${other}`);

test("the usual order is Python's", () => assert.deepEqual(ORDER, order));

for (const [number, { settings, order: asked, stages, shares }] of cases.entries()) {
  test(`case ${number}: ${Object.keys(settings).join(" ")} in the order ${asked.join(" ")}`, () => {
    const sorted = Float64Array.from(ids, (id) => logits[id]);
    const { run } = decodingRules.pipeline(sorted, ids, named(settings));
    const [, ...found] = run({ ...decodingRules.OFF, ...settings, bias: "", banned: "" }, asked);
    assert.deepEqual(
      found.map(({ name, active, cut }) => ({ name, active, cut })),
      stages.map(({ name, active, cut }) => ({ name, active, cut })),
    );
    stages.forEach(({ name, mass, nats }, i) => {
      close(found[i].mass, mass, `mass after ${name}`);
      close(found[i].entropy, nats, `entropy after ${name}`);
    });
    shares.forEach((share, id) => close(found.at(-1).probability(placeOf.get(id)), share, `token ${id}`));
  });
}

test("what did not change since the last call is the same object", () => {
  const { run } = decodingRules.pipeline(
    Float64Array.from(ids, (id) => logits[id]),
    ids,
  );
  const before = run({ ...decodingRules.OFF, temperature: 0.7, top_k: 5 });
  const after = run({ ...decodingRules.OFF, temperature: 0.7, top_k: 4 });
  assert.equal(after[6], before[6]);
  assert.notEqual(after[7], before[7]);
});
