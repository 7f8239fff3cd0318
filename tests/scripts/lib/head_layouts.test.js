/* The map of heads: every head has a place of its own, and a place gives its head back. */
import assert from "node:assert/strict";
import test from "node:test";

globalThis.window = globalThis;
const { headLayouts } = await import("../../../assets/ui/lib/head_layouts.js");

const shape = { layers: 6, heads: 4, blocks: [1, 3, 5, 7, 9, 11] };
const roles = Array.from({ length: 6 }, (_, layer) =>
  Array.from({ length: 4 }, (_, head) => (head === 1 ? { role: "sink", measure: layer / 6 } : null)),
);
const told = { definitions: [{ id: "sink", title: "Sink" }], roles };

for (const [name, layout] of [
  ["layer", headLayouts.byLayer(shape, 600)],
  ["role", headLayouts.byRole(shape, 600, told)],
]) {
  test(`by ${name}: what stands at the place of a head is that head`, () => {
    for (let layer = 0; layer < shape.layers; layer++) {
      for (let head = 0; head < shape.heads; head++) {
        const { x, y } = layout.at(layer, head);
        assert.deepEqual(layout.find(x + layout.cell / 2, y + layout.cell / 2), { layer, head });
        assert.ok(x + layout.cell <= layout.width && y + layout.cell <= layout.height);
      }
    }
    assert.equal(layout.find(-1, -1), null);
  });
}

test("layers are called by the block they are in", () => {
  assert.ok(headLayouts.byLayer(shape, 600).labels.some(({ text }) => text === "11"));
});

test("of a role the clearest head comes first", () => {
  const { at } = headLayouts.byRole(shape, 600, told);
  assert.ok(at(5, 1).x < at(4, 1).x);
});
