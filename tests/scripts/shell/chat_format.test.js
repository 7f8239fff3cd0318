import assert from "node:assert/strict";
import test from "node:test";
import { templateOf } from "../../../assets/ui/shell/output/chat_format.js";

const token = (text, { special = false, made = false } = {}) => ({ text, gap: "", special, new: made });

test("what the template puts around the visitor's own words is found, and nothing else", () => {
  const tokens = [
    token("<s>", { special: true }),
    token("user\n"),
    token("Who"),
    token(" are you?"),
    token("</s>", { special: true }),
    token("bot\n"),
    token(" I", { made: true }),
    token("</s>", { special: true, made: true }),
  ];
  assert.deepEqual(templateOf(tokens, " Who are you? "), [true, true, false, false, true, true, false, true]);
});

test("a text without marks, or one that is not there as typed, is not folded", () => {
  assert.equal(templateOf([token("the"), token(" cat")], "the cat"), null);
  const marked = [token("<s>", { special: true }), token("a"), token("</s>", { special: true })];
  assert.equal(templateOf(marked, "something else"), null);
  assert.equal(templateOf(marked, ""), null);
  assert.equal(templateOf([token("<s>", { special: true }), token("a")], "a"), null);
});
