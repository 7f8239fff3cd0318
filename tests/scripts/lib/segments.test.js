/* Of a pair of texts, the links that are shown. */
import assert from "node:assert/strict";
import test from "node:test";
import { segments } from "../../../assets/ui/lib/segments.js";

const OF = [0, 0, 1, 1];

test("all links are shown of one text, and where nothing is chosen", () => {
  assert.equal(segments.links(null, "within"), null);
  assert.equal(segments.links(OF, "all"), null);
});

test("links within, from the first to the second, and back, are told apart", () => {
  const shown = (mode) =>
    OF.map((_, query) => OF.map((_, key) => (segments.links(OF, mode)(query, key) ? 1 : 0)).join("")).join(" ");
  assert.equal(shown("within"), "1100 1100 0011 0011");
  assert.equal(shown("0-1"), "0011 0011 0000 0000");
  assert.equal(shown("1-0"), "0000 0000 1100 1100");
});

test("the same choice is the same function, so that lines are not drawn anew", () => {
  const choose = segments.chosen();
  const picture = { unit: "word", starts: { query: [0, 2], key: [0, 2] } };
  const first = choose(OF, "0-1", picture);
  assert.equal(choose(OF, "0-1", picture), first);
  assert.notEqual(choose(OF, "1-0", picture), first);
});

test("rows of words follow the token they begin with", () => {
  const allowed = segments.chosen()(OF, "0-1", { unit: "word", starts: { query: [0, 2], key: [0, 2] } });
  assert.deepEqual([allowed(0, 0), allowed(0, 1), allowed(1, 0)], [false, true, false]);
});

test("the strongest reader along the links that are left", () => {
  const weights = Float32Array.from([0.9, 0.1, 0.2, 0.8]);
  assert.equal(
    segments.reader(weights, 2, 2, (query, key) => query !== key),
    1,
  );
});
