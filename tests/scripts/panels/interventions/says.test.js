/* A change inside a run, and what it did, as sentences: what a visitor reads, word for word. */
import assert from "node:assert/strict";
import { test } from "node:test";

/** What `el` asks of an element: children, and the text they make. */
class FakeElement {
  children = [];
  dataset = {};
  setAttribute() {}
  append(...nodes) {
    this.children.push(...nodes);
  }
  set textContent(text) {
    this.children = text ? [text] : [];
  }
  get textContent() {
    return read(this.children);
  }
}
const read = (nodes) => nodes.map((node) => (typeof node === "string" ? node : node.textContent)).join("");
globalThis.document = { createElement: () => new FakeElement() };

const { changesSay, effectSays } = await import("../../../../assets/ui/panels/interventions/says.js");

const stack = (name, queries, keys) => ({ name, layers: 3, heads: 5, queries, keys, words: keys.map((_, n) => n) });
const DECODER = { stacks: [stack("self", ["The", " cat", " sat"], ["The", " cat", " sat"])] };
const TRANSLATOR = {
  stacks: [
    stack("encoder", ["black", " cat"], ["black", " cat"]),
    stack("cross", ["<s>", "gato", " preto"], ["black", " cat"]),
  ],
};
const told = (changes, facts = DECODER) => read(changesSay(changes, facts));

test("each kind of change is told with its numbers", () => {
  const head = { part: "head", layers: [1], heads: [4] };
  const layer = { part: "head", layers: [2] };
  const mlp = { part: "mlp", layers: [0] };
  const neuron = { part: "neuron", layers: [1], neurons: [77] };
  for (const [change, sentence] of [
    [{ ...head, how: "zero" }, "head 4 of layer 1 hands on nothing"],
    [{ ...head, how: "mean" }, "head 4 of layer 1 hands on only its mean"],
    [{ ...head, how: "scale", factor: 2 }, "head 4 of layer 1 counts twice"],
    [{ ...layer, how: "zero" }, "the attention of layer 2 hands on nothing"],
    [{ ...layer, how: "mean" }, "the attention of layer 2 hands on only its mean"],
    [{ ...mlp, how: "zero" }, "the feed-forward part of layer 0 adds nothing"],
    [{ ...mlp, how: "mean" }, "the feed-forward part of layer 0 adds only its mean"],
    [{ ...neuron, how: "zero" }, "neuron 77 of layer 1 is off"],
    [{ ...neuron, how: "scale", factor: 2 }, "neuron 77 of layer 1 counts twice"],
    [{ ...neuron, how: "scale", factor: -1 }, "neuron 77 of layer 1 is turned round"],
  ])
    assert.equal(told([change]), sentence);
});

test("a link names who reads and what is read, a word only itself", () => {
  const link = { part: "link", how: "cut", layers: [2], heads: [3], positions: [2], keys: [1] };
  assert.equal(told([link]), '" sat" no longer reads " cat" in head 3 of layer 2');
  assert.equal(told([{ part: "link", how: "cut", keys: [0] }]), 'nothing reads "The"');
});

test("the tokens of a link are those of its own stack", () => {
  const link = { part: "link", how: "cut", stack: "cross", layers: [0], heads: [0], positions: [2], keys: [0] };
  assert.equal(told([link], TRANSLATOR), '" preto" no longer reads "black" in head 0 of layer 0');
});

test("a word that is cut in the encoder and in cross-attention is told once", () => {
  const word = ["encoder", "cross"].map((name) => ({ part: "link", how: "cut", stack: name, keys: [1] }));
  assert.equal(told(word, TRANSLATOR), 'nothing reads " cat"');
});

test("several changes are a list", () => {
  const changes = [
    { part: "head", how: "zero", layers: [0], heads: [1] },
    { part: "mlp", how: "zero", layers: [2] },
  ];
  assert.equal(told(changes), "head 1 of layer 0 hands on nothing; the feed-forward part of layer 2 adds nothing");
});

/** The sentence for a word whose probability goes from `before` to `after`, beside others. */
const effect = (before, after, others = []) =>
  read(
    effectSays({
      chosen: { text: " Rome", before, after },
      next: { candidates: [{ text: " Rome", before, after }, ...others] },
      output: null,
    }),
  ).replaceAll("\u202f", " ");

test("an effect falls, rises or stays", () => {
  assert.equal(effect(0.65, 0.25), '" Rome" falls from 65.0 % to 25.0 %.');
  assert.equal(effect(0.65, 0.7), '" Rome" rises from 65.0 % to 70.0 %.');
  assert.equal(effect(0.65, 0.6501), '" Rome" stays at 65.0 %: it did not depend on this.');
});

test("an effect never falls from a percentage to the same one", () => {
  assert.equal(effect(0.6533, 0.6527), '" Rome" stays at 65.3 %: it did not depend on this.');
  assert.equal(effect(0.6527, 0.6533), '" Rome" stays at 65.3 %: it did not depend on this.');
});

test("a rare word that becomes much rarer does not stay, however small the share", () => {
  assert.match(effect(0.0004, 0.0001), /^" Rome" falls from /);
});

test("another word that is the likeliest now is named, and only then", () => {
  const florence = { text: " Florence", before: 0.06, after: 0.4 };
  assert.equal(
    effect(0.65, 0.25, [florence]),
    '" Rome" falls from 65.0 % to 25.0 %. Now the likeliest is " Florence" (40.0 %).',
  );
  assert.equal(effect(0.65, 0.45, [florence]), '" Rome" falls from 65.0 % to 45.0 %.');
});

test("another word that is only as likely is not the likeliest", () => {
  const [mine, other] = [" Rome", " Florence"].map((text) => ({ text, before: 0.5, after: 0.4 }));
  const said = read(effectSays({ chosen: mine, next: { candidates: [other, mine] }, output: null }));
  assert.match(said, /to 40\.0.%\.$/u);
});

test("of a model with a head the likeliest is looked for among its answers", () => {
  const options = [
    { text: "positive", before: 0.9, after: 0.2 },
    { text: "negative", before: 0.1, after: 0.8 },
  ];
  const said = read(effectSays({ chosen: options[0], next: null, output: { kind: "labels", options } }));
  assert.match(said, /^"positive" falls .* Now the likeliest is "negative" \(80\.0.%\)\.$/u);
});
