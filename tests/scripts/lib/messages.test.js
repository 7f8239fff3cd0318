import assert from "node:assert/strict";
import test from "node:test";
import { t, translator } from "../../../assets/ui/lib/messages.js";
import pt from "../../../assets/ui/messages/pt.js";
import zh from "../../../assets/ui/messages/zh.js";

const translate = translator({
  Run: "Executar",
  "Press Run.": "Aperte Executar.",
  "{count} tokens read": "{count} tokens lidos",
  "Layer {layer}: {reason}": "Camada {layer}: {reason}",
  "It says {word}.": "Diz {word}.",
  "Too short.": "Curto demais.",
});

test("a sentence is found as it is, and the white space around it stays", () => {
  assert.equal(translate("Run"), "Executar");
  assert.equal(translate("  Run "), "  Executar ");
  assert.equal(translate("Ran"), null);
  assert.equal(translate(" "), null);
  assert.equal(translate("0.75"), null);
});

test("what is filled in is taken over, and translated where it is a sentence of ours", () => {
  assert.equal(translate("13 tokens read"), "13 tokens lidos");
  assert.equal(translate("Layer 4: Too short."), "Camada 4: Curto demais.");
});

test("a word of somebody's is not translated, even where it reads like ours", () => {
  assert.equal(translate("It says Run."), "Diz Run.");
});

test("several sentences are translated one by one, and what is unknown stays", () => {
  assert.equal(translate("Press Run. Too short."), "Aperte Executar. Curto demais.");
  assert.match(translate("Press Run. Nobody knows this."), /^Aperte Executar\. Nobody knows this\.$/);
});

test("signs of patterns and very long texts end", () => {
  assert.equal(translate("(a|b)*[c]{d}$"), null);
  assert.equal(translate("a. ".repeat(2000)), null);
  assert.equal(translate("$& $1 ".repeat(50)), null);
});

test("every message of a file is found by its own key, and holds what is filled in", () => {
  for (const messages of [zh, pt]) {
    const all = translator(messages);
    for (const [key, message] of Object.entries(messages)) {
      if (/\{\w+\}/.test(key)) continue;
      assert.equal(all(key), message);
    }
  }
});

test("t fills in what it is given and leaves the rest", () => {
  assert.equal(t("{a} of {b}", { a: 3 }), "3 of {b}");
});
