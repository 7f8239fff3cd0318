/* The page finds the words that app/text/words.py finds. */
import assert from "node:assert/strict";
import test from "node:test";
import { WORD_PATTERN, wordNumbers, wordSpans } from "../../../assets/ui/lib/word_spans.js";
import { golden } from "../golden.js";

const { pattern, texts, lines } = golden("word_boundaries");

test("the pattern is the same, letter by letter", () => assert.equal(WORD_PATTERN, pattern));

for (const { text, words } of texts) {
  test(`the words of ${JSON.stringify(text)}`, () => {
    const spans = wordSpans(text);
    assert.deepEqual(
      spans.map((span) => span.text),
      words,
    );
    for (const { start, end, text: word } of spans) assert.equal(text.slice(start, end), word);
  });
}

for (const { tokens, numbers } of lines) {
  test(`the words of the tokens ${JSON.stringify(tokens.map(({ text }) => text))}`, () => {
    assert.deepEqual(wordNumbers(tokens), numbers);
  });
}
