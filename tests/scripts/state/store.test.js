/* The page's state: lanes as Python sends them, the selection, and the address. */
import assert from "node:assert/strict";
import { test } from "node:test";

/** As much of a browser's address bar as the store needs. */
globalThis.location = new URL("http://here/?sel-layer=2&sel-head=1-3&sel-view=rows&sel-unit=%3Cb%3E");
globalThis.history = {
  state: null,
  replaceState: (_state, _title, url) => {
    globalThis.location = new URL(url);
  },
};

const { store } = await import("../../../assets/ui/state/store.js");
const tokens = (...texts) => {
  let at = 0;
  return texts.map((text, id) => ({ id, text, start: at, end: (at += text.length) }));
};
const lane = (given) => ({
  lane: "a",
  run: 1,
  trace: null,
  model: "m",
  running: false,
  recorded: false,
  error: "",
  tokens: [],
  ...given,
});

test("the address says what is selected, and what is none of our words is ignored", () => {
  const { layer, heads, view, unit, position } = store.selection;
  assert.deepEqual(
    { layer, heads, view, unit, position },
    { layer: 2, heads: [1, 3], view: "rows", unit: "token", position: null },
  );
});

test("a head that the address names is not changed by the first run", () => {
  assert.equal(store.mayOpen("m"), false);
  assert.equal(store.mayOpen("m"), false);
  assert.equal(store.mayOpen("other"), true);
});

test("a lane is published once, and as a copy", () => {
  const heard = [];
  const leave = store.subscribe((change) => heard.push(change));
  const given = lane({ trace: "t1", tokens: tokens("a", " b", " c") });
  store.setLane("a", given);
  store.setLane("a", given);
  leave();
  assert.deepEqual(
    heard.map(({ lane, traceChanged }) => ({ lane, traceChanged })),
    [{ lane: "a", traceChanged: true }],
  );
  given.tokens.push({});
  assert.equal(store.lanes.a.tokens.length, 3);
});

test("what was sent for another lane changes nothing", () => {
  store.setLane("b", lane({ trace: "t9" }));
  assert.equal(store.lanes.b, null);
});

test("a refused run takes nothing away", () => {
  store.setLane("a", lane({ run: 2, error: "The text is too long." }));
  assert.equal(store.lanes.a.trace, "t1");
  assert.equal(store.lanes.a.error, "The text is too long.");
});

test("a selected token stays while the text up to it does", () => {
  store.setLane("a", lane({ run: 3, trace: "t2", tokens: tokens("a", " b", " c") }));
  store.select({ position: 1, positionLane: "a" });
  store.setLane("a", lane({ run: 4, trace: "t3", tokens: tokens("a", " b", " d") }));
  assert.equal(store.selection.position, 1);
  store.setLane("a", lane({ run: 5, trace: "t4", tokens: tokens("a", " x", " d") }));
  assert.equal(store.selection.position, null);
});

test("a token of one lane is found in the other by its characters", () => {
  store.setLane("b", { ...lane({ trace: "t5", tokens: tokens("a x", " ", "d") }), lane: "b" });
  store.select({ position: 2, positionLane: "a" });
  assert.equal(store.positionIn("a"), 2);
  assert.equal(store.positionIn("b"), 1);
});

test("a broken listener does not silence the others", () => {
  const heard = [];
  const error = console.error;
  console.error = () => {};
  const leave = [
    store.subscribe(() => {
      throw new Error("mine");
    }),
    store.subscribe(() => heard.push(1)),
  ];
  store.select({ layer: 4 });
  for (const each of leave) each();
  console.error = error;
  assert.deepEqual(heard, [1]);
});

test("the selection is written into the address, and only what differs from the start", async () => {
  store.select({ layer: 5, heads: [0], view: "links", position: null });
  await new Promise((done) => setTimeout(done, 300));
  assert.equal(location.search.replace("&sel-unit=%3Cb%3E", ""), "?sel-layer=5&sel-head=0");
});
