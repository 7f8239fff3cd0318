import assert from "node:assert/strict";
import test from "node:test";
import { inPieces } from "../../../assets/ui/lib/glossary.js";
import { translator } from "../../../assets/ui/lib/messages.js";
import zh from "../../../assets/ui/messages/zh.js";

const dotted = (sentence, translate) =>
  inPieces(sentence, translate)
    .filter((piece) => typeof piece !== "string")
    .map(({ text, term }) => [text, term.id]);

test("a term is dotted at its first mention, as a whole word, and nothing is lost", () => {
  const sentence = "Every head of every layer: heads look, and one head rests on a key.";
  assert.deepEqual(dotted(sentence), [
    ["head", "head"],
    ["layer", "layer"],
    ["key", "query-key"],
  ]);
  const pieces = inPieces(sentence).map((piece) => (typeof piece === "string" ? piece : piece.text));
  assert.equal(pieces.join(""), sentence);
  assert.deepEqual(dotted("He headed for a keyboard."), []);
});

test("in Chinese a sign that is part of a longer word is no term", () => {
  const translate = translator(zh);
  assert.deepEqual(dotted("模型从你的文本结束处继续，一次一个词元。", translate), [["词元", "token"]]);
  assert.ok(dotted("束搜索会同时跟踪几个束。", translate).length > 0);
});
