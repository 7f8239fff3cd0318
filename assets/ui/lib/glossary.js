/* The words of the field that the page uses: one sentence each, and the name of a small picture (kit/term_picture.js).
 *
 * A term is found in running text by any of its `spellings`; the first one is its name.
 */
import { t } from "./messages.js";

/** @typedef {{ id: string, spellings: string[], says: string, picture: string }} Term */

/** @type {Term[]} */
export const TERMS = [
  {
    id: "token",
    spellings: [t("token"), t("tokens")],
    says: t("A piece of text the model reads or writes in one step: a word, a part of one, or a sign."),
    picture: "tokens",
  },
  {
    id: "embedding",
    spellings: [t("embedding"), t("embeddings")],
    says: t("The list of numbers that stands for a token when it enters the model."),
    picture: "vector",
  },
  {
    id: "position",
    spellings: [t("positional encoding"), t("position scheme")],
    says: t("How the model knows which word comes first: without it, a sentence would be a bag of words."),
    picture: "positions",
  },
  {
    id: "layer",
    spellings: [t("layer"), t("layers")],
    says: t(
      "One floor of the model: attention, then a small network at every position. The text goes up floor by floor.",
    ),
    picture: "layers",
  },
  {
    id: "head",
    spellings: [t("head"), t("heads")],
    says: t(
      "One of several attentions that work side by side in a layer; each has learned to look for something else.",
    ),
    picture: "heads",
  },
  {
    id: "attention",
    spellings: [t("attention")],
    says: t("How much a word looks at each of the others: shares that sum to 100 %."),
    picture: "attention",
  },
  {
    id: "query-key",
    spellings: [t("q · k"), t("query"), t("queries"), t("key"), t("keys")],
    says: t(
      "A query is what a word looks for, a key is what a word offers; the better they match, the more is looked at.",
    ),
    picture: "match",
  },
  {
    id: "value",
    spellings: [t("value vector"), t("values")],
    says: t("What a word hands over to those that look at it."),
    picture: "vector",
  },
  {
    id: "sink",
    spellings: [t("sink"), t("attention sink")],
    says: t("A token, mostly the first, on which heads park their attention when there is nothing to look at."),
    picture: "sink",
  },
  {
    id: "softmax",
    spellings: [t("softmax")],
    says: t("Turns scores into shares that are positive and sum to 100 %: the highest score takes most."),
    picture: "softmax",
  },
  {
    id: "logit",
    spellings: [t("logit"), t("logits")],
    says: t("The score a model gives a possible next token, before softmax turns scores into probabilities."),
    picture: "softmax",
  },
  {
    id: "probability",
    spellings: [t("probability"), t("probabilities")],
    says: t("How likely the model finds a token here, from 0 to 100 %; over the whole vocabulary they sum to 100 %."),
    picture: "bars",
  },
  {
    id: "vocabulary",
    spellings: [t("vocabulary")],
    says: t("All tokens the model knows; every one of them gets a probability at every step."),
    picture: "bars",
  },
  {
    id: "entropy",
    spellings: [t("entropy")],
    says: t("How open the choice is: 0 when one token is certain, high when many are about equally likely."),
    picture: "bars",
  },
  {
    id: "temperature",
    spellings: [t("temperature")],
    says: t("Below 1 makes likely tokens likelier, above 1 evens them out, 0 always takes the likeliest."),
    picture: "temperature",
  },
  {
    id: "top-p",
    spellings: [t("top-p"), t("top-k"), t("min-p")],
    says: t("Leaves out unlikely tokens before one is drawn: the tail of the bars is cut."),
    picture: "cut",
  },
  {
    id: "beam",
    spellings: [t("beam"), t("beams"), t("hypothesis"), t("hypotheses")],
    says: t("A text kept beside others while writing: the search follows several and takes the likeliest whole."),
    picture: "tree",
  },
  {
    id: "residual",
    spellings: [t("residual stream")],
    says: t("The running sum at a position that every layer reads from and adds to."),
    picture: "layers",
  },
  {
    id: "neuron",
    spellings: [t("neuron"), t("neurons")],
    says: t("One number inside a layer's small network; it rises for some kinds of text and pushes some words."),
    picture: "vector",
  },
  {
    id: "surprise",
    spellings: [t("surprisal"), t("surprise")],
    says: t("How unexpected a token was: the less likely, the more surprising."),
    picture: "bars",
  },
  {
    id: "perplexity",
    spellings: [t("perplexity")],
    says: t("Among how many equally likely tokens the model was choosing, on average."),
    picture: "bars",
  },
  {
    id: "encoder",
    spellings: [t("encoder"), t("encoders")],
    says: t("A Transformer in which every word may look at every other, before and after it; it reads."),
    picture: "attention",
  },
  {
    id: "decoder",
    spellings: [t("decoder"), t("decoders")],
    says: t("A Transformer in which a word may look only at what came before; it writes one token at a time."),
    picture: "tokens",
  },
  {
    id: "cross-attention",
    spellings: [t("cross-attention")],
    says: t("How the word being written looks at the words of the source sentence."),
    picture: "match",
  },
];

const escaped = (/** @type {string} */ text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
const HAN = /\p{Script=Han}/u; //  written without blanks between words

/** The terms as a language spells them, and a pattern that finds them.
 * @param {import("./messages.js").Translate} translate
 */
function spelled(translate) {
  const terms = new Map(
    TERMS.flatMap((term) => term.spellings.map((spelling) => [(translate(spelling) ?? spelling).toLowerCase(), term])),
  );
  const either = [...terms.keys()]
    .sort((one, other) => other.length - one.length)
    .map((spelling) =>
      HAN.test(spelling) ? escaped(spelling) : `(?<![a-zà-ÿ0-9-])${escaped(spelling)}(?![a-zà-ÿ0-9-])`,
    )
    .join("|");
  return { terms, pattern: new RegExp(either, "giu") };
}

/** Whether a single sign is only a part of a longer word, as 束 is of 结束.
 * @param {string} sentence
 * @param {number} at
 * @param {string} spelling
 */
function isPart(sentence, at, spelling) {
  if (spelling.length > 1 || !HAN.test(spelling)) return false;
  if (typeof Intl.Segmenter !== "function") return true; // an older browser: better no term than a wrong one
  return new Intl.Segmenter("zh", { granularity: "word" }).segment(sentence).containing(at)?.segment !== spelling;
}

const ENGLISH = () => null;
/** @type {WeakMap<import("./messages.js").Translate, ReturnType<typeof spelled>>} */
const spellings = new WeakMap();

/** A sentence in pieces: texts, and terms at their first mention.
 * @param {string} sentence
 * @param {import("./messages.js").Translate} [translate] the language that the sentence is in
 * @returns {(string | { text: string, term: Term })[]}
 */
export function inPieces(sentence, translate = ENGLISH) {
  const { terms, pattern } = spellings.get(translate) || spelled(translate);
  spellings.set(translate, { terms, pattern });
  /** @type {Set<string>} */
  const seen = new Set();
  /** @type {(string | { text: string, term: Term })[]} */
  const pieces = [];
  let reached = 0;
  for (const match of sentence.matchAll(pattern)) {
    const term = terms.get(match[0].toLowerCase());
    if (!term || seen.has(term.id) || isPart(sentence, match.index, match[0])) continue;
    seen.add(term.id);
    if (match.index > reached) pieces.push(sentence.slice(reached, match.index));
    pieces.push({ text: match[0], term });
    reached = match.index + match[0].length;
  }
  if (reached < sentence.length) pieces.push(sentence.slice(reached));
  return pieces;
}
