/* What the server sends: kept, unpacked as it was sent, and refused in its own words. */
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { fresh, get, peek } from "../../../assets/ui/data/api.js";
import { lines } from "../../../assets/ui/data/ndjson.js";

/** A server that answers from a table and counts what it was asked. */
const asked = [];
let answers = {};
globalThis.fetch = async (url) => {
  asked.push(url);
  if (!(url in answers)) throw new TypeError("Failed to fetch");
  return answers[url]();
};
beforeEach(() => {
  asked.length = 0;
  answers = {};
});

const json =
  (value, status = 200) =>
  () =>
    new Response(JSON.stringify(value), { status });
const array =
  (data, shape, order = "rows") =>
  () =>
    new Response(data.buffer, { headers: { "X-Shape": shape.join(), "X-Dtype": "float32", "X-Order": order } });
const collected = async (url) => {
  const found = [];
  for await (const line of lines(url)) found.push(line);
  return found;
};

test("an answer is asked for once", async () => {
  answers["/a"] = json({ x: 1 });
  assert.equal(peek("/a"), undefined);
  const [one, other] = await Promise.all([get("/a"), get("/a")]);
  assert.equal(one, other);
  assert.equal(peek("/a"), one);
  assert.deepEqual(asked, ["/a"]);
});

test("a fresh answer is kept nowhere", async () => {
  answers["/status"] = json({ phase: "ready" });
  await fresh("/status");
  await fresh("/status");
  assert.equal(asked.length, 2);
  assert.equal(peek("/status"), undefined);
});

test("a refusal is the server's sentence, and may be gone at the next try", async () => {
  answers["/b"] = json({ error: "This run has left the memory." }, 404);
  await assert.rejects(get("/b"), { message: "This run has left the memory." });
  answers["/b"] = json({ fine: true });
  assert.deepEqual(await get("/b"), { fine: true });
});

test("a refusal without a sentence tells its number", async () => {
  answers["/c"] = () => new Response("<html>", { status: 502 });
  await assert.rejects(get("/c"), { message: "The server answered 502." });
});

test("a server that is gone is said in a sentence", async () => {
  await assert.rejects(get("/gone"), /cannot be reached/);
});

const whole = [
  [1, 0, 0],
  [2, 3, 0],
  [4, 5, 6],
].flat();
for (const [order, sent] of [
  ["rows", whole],
  ["columns", [1, 2, 4, 0, 3, 5, 0, 0, 6]],
  ["lower-columns", [1, 2, 4, 3, 5, 6]],
  ["lower", [1, 2, 3, 4, 5, 6]],
]) {
  test(`weights sent as ${order} come out query by query`, async () => {
    answers[`/${order}`] = array(Float32Array.from([...sent, ...sent]), [2, 3, 3], order);
    const { shape, data } = await get(`/${order}`);
    assert.deepEqual(shape, [2, 3, 3]);
    assert.deepEqual([...data], [...whole, ...whole]);
  });
}

test("what takes too much room goes, the oldest first", async () => {
  const size = 10 * 1024 * 1024; // floats: 40 MB
  for (const url of ["/1", "/2", "/3"]) answers[url] = array(new Float32Array(size), [size]);
  for (const url of ["/1", "/2", "/3"]) await get(url);
  assert.equal(peek("/1"), undefined);
  assert.ok(peek("/2") && peek("/3"));
});

test("lines come one by one, however they are cut on their way", async () => {
  const parts = ['{"done": 1}\n{"do', 'ne": 2}\n\n{"text": "北', '京"}'];
  answers["/l"] = () =>
    new Response(
      new ReadableStream({
        start(to) {
          for (const part of parts) to.enqueue(new TextEncoder().encode(part));
          to.close();
        },
      }),
    );
  assert.deepEqual(await collected("/l"), [{ done: 1 }, { done: 2 }, { text: "北京" }]);
});

test("a refused stream is the server's sentence", async () => {
  answers["/m"] = json({ error: "first must be below last." }, 422);
  await assert.rejects(collected("/m"), { message: "first must be below last." });
});
