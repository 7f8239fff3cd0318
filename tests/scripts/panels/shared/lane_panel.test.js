/* The life cycle of a lane in a panel: what is asked for, what is shown, and what comes too late. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

globalThis.location = new URL("http://here/");
globalThis.history = { state: null, replaceState() {} };

const { store } = await import("../../../../assets/ui/state/store.js");
const { laneLife } = await import("../../../../assets/ui/panels/shared/lane_panel.js");

let run = 0;
/** Publish a state of a lane; null empties it. */
const publish = (name, given) =>
  store.setLane(
    name,
    given && { lane: name, run: ++run, trace: null, running: false, title: "Toy", tokens: [], panels: {}, ...given },
  );

/** A lane whose answers come when the test says so; `log` is what a visitor sees, in its order. */
function lane(name, options = {}) {
  const log = [];
  const asked = [];
  const classes = new Set();
  const node = {
    hidden: false,
    classList: { toggle: (one, on) => (on ? classes.add(one) : classes.delete(one)) },
  };
  const frame = {
    node,
    entitle: (title) => log.push(`title ${title}`),
    say: (sentence) => log.push(`says ${sentence}`),
  };
  const life = laneLife(name, {
    panel: "toy",
    frame,
    waiting: "Wait.",
    load: (trace) => new Promise((answer, refuse) => asked.push({ trace, answer, refuse })),
    show: (answer) => log.push(`shows ${answer}`),
    forget: () => log.push("forgets"),
    ...options,
  });
  /** What was logged since the last look, without titles. */
  const seen = () => log.splice(0).filter((line) => !line.startsWith("title"));
  return { life, node, asked, classes, seen };
}
const settled = () => new Promise((next) => setTimeout(next));

beforeEach(() => {
  publish("a", null);
  publish("b", null);
});

test("a lane is hidden, waits, asks for its run and shows what came", async () => {
  const { life, node, asked, seen } = lane("a");
  assert.equal(life.follow(), false);
  assert.equal(node.hidden, true);
  publish("a", { running: true });
  assert.equal(life.follow(), true);
  assert.deepEqual([node.hidden, asked.length], [false, 0]);
  assert.deepEqual(seen(), ["forgets", "says Wait."]);
  publish("a", { trace: "t1" });
  life.follow();
  assert.deepEqual([asked.map(({ trace }) => trace), life.trace(), life.answer()], [["t1"], "t1", null]);
  asked[0].answer("one");
  await settled();
  assert.deepEqual(seen(), ["says ", "shows one"]);
  assert.equal(life.answer(), "one");
});

test("the same run is asked for once, however often the store speaks of it", async () => {
  const { life, asked } = lane("a");
  publish("a", { trace: "t1" });
  life.follow();
  life.follow();
  life.refresh();
  asked[0].answer("one");
  await settled();
  publish("a", { trace: "t1", status: "another state of the same run" });
  life.follow();
  life.refresh();
  assert.equal(asked.length, 1);
});

test("an answer that comes late is dropped, whatever the lane has by then", async () => {
  const { life, asked, seen } = lane("a");
  publish("a", { trace: "t1" });
  life.follow();
  publish("a", { trace: "t2" });
  life.follow();
  asked[1].answer("two");
  await settled();
  asked[0].answer("one");
  await settled();
  assert.deepEqual(seen(), ["says ", "shows two"]);
  publish("a", { trace: "t3" });
  life.follow();
  publish("a", null);
  life.follow();
  seen();
  asked[2].answer("three");
  await settled();
  assert.deepEqual([seen(), life.answer()], [[], null]);
});

test("a refusal that comes late is dropped, too", async () => {
  const { life, asked, seen } = lane("a");
  publish("a", { trace: "t1" });
  life.follow();
  publish("a", { trace: "t2" });
  life.follow();
  asked[0].refuse(new Error("Gone."));
  asked[1].answer("two");
  await settled();
  assert.deepEqual(seen(), ["says ", "shows two"]);
});

test("a refusal is shown as its sentence, takes the picture away and is tried again only when asked", async () => {
  const { life, asked, seen } = lane("a");
  publish("a", { trace: "t1" });
  life.follow();
  asked[0].answer("one");
  await settled();
  publish("a", { trace: "t2" });
  life.follow();
  seen();
  asked[1].refuse(new Error("This run is no longer kept."));
  await settled();
  assert.deepEqual(seen(), ["forgets", "says This run is no longer kept."]);
  life.follow();
  assert.deepEqual([seen(), asked.length], [[], 2]); // the sentence stands
  life.refresh(); // its tab was opened anew
  assert.equal(asked.length, 3);
});

test("what fails while it is drawn is a sentence as well", async () => {
  const { life, asked, seen } = lane("a", {
    show: () => {
      throw new Error("No figure.");
    },
  });
  publish("a", { trace: "t1" });
  life.follow();
  asked[0].answer("one");
  await settled();
  assert.deepEqual(seen(), ["says ", "forgets", "says No figure."]);
});

test("the picture of the run before stays, greyed, until the next answer is there", async () => {
  const { life, asked, classes, seen } = lane("a");
  publish("a", { trace: "t1" });
  life.follow();
  asked[0].answer("one");
  await settled();
  seen();
  publish("a", { running: true });
  life.follow();
  assert.deepEqual([seen(), classes.has("pg-stale"), life.answer()], [[], true, "one"]);
  publish("a", { trace: "t2" });
  life.follow();
  assert.deepEqual([seen(), classes.has("pg-stale"), life.answer()], [[], false, null]);
});

test("where a panel does not apply its reason stands, and nothing is asked for", async () => {
  const { life, asked, seen } = lane("a");
  publish("a", { trace: "t1", panels: { toy: "There are no layers." } });
  assert.equal(life.follow(), true);
  assert.deepEqual([seen(), asked.length, life.trace()], [["forgets", "says There are no layers."], 0, null]);
  publish("a", { trace: "t1", panels: { toy: null } });
  life.follow();
  assert.equal(asked.length, 1);
});

test("a lane that nobody sees asks for nothing until it is seen", async () => {
  let open = false;
  const { life, asked } = lane("a", { seen: () => open });
  publish("a", { trace: "t1" });
  life.follow();
  assert.equal(asked.length, 0);
  open = true;
  life.refresh();
  life.refresh();
  assert.equal(asked.length, 1);
});

test("another choice of the same run is another question", async () => {
  let layer = 0;
  const { life, asked, seen } = lane("a", { address: (trace) => `${trace}/${layer}` });
  publish("a", { trace: "t1" });
  life.follow();
  layer = 1;
  life.refresh();
  life.refresh();
  assert.equal(asked.length, 2);
  asked[1].answer("layer 1");
  asked[0].answer("layer 0");
  await settled();
  assert.deepEqual(seen(), ["says ", "shows layer 1"]);
});

test("the two lanes know nothing of each other", async () => {
  const [left, right] = [lane("a"), lane("b")];
  publish("a", { trace: "t1" });
  publish("b", { trace: "t2" });
  left.life.follow();
  right.life.follow();
  left.asked[0].refuse(new Error("Gone."));
  right.asked[0].answer("two");
  await settled();
  assert.deepEqual(left.seen(), ["forgets", "says Gone."]);
  assert.deepEqual(right.seen(), ["says ", "shows two"]);
  publish("a", null);
  left.life.follow();
  right.life.follow();
  assert.deepEqual([left.node.hidden, right.node.hidden, right.life.answer()], [true, false, "two"]);
});
