/* Eight short examples, each with what to look for. An example is a run, as the address describes it, with the
 * panel to open; what it asks one to find is said above the questions until something else is run.
 */
import { t } from "../lib/messages.js";

/** @typedef {{ id: string, title: string, find: string, query: Record<string, string> }} Example */

/** @type {Example[]} */
export const EXAMPLES = [
  {
    id: "it",
    title: t("What does “it” point to?"),
    find: t("Click the word it: this head looks back at animal, not at street. Then try another head."),
    query: {
      task: "read",
      text: "The animal didn't cross the street because it was too tired.",
      tab: "attention",
      "sel-layer": "13",
      "sel-head": "8",
      "sel-position": "8",
    },
  },
  {
    id: "negation",
    title: t("One small word turns the verdict"),
    find: t("Press Run in “What decides”: which word carries the verdict? Then put “not” before “good” and run again."),
    query: { task: "sentiment", text: "The story is good, and I was never bored.", tab: "deciding" },
  },
  {
    id: "order",
    title: t("A translation that changes the order"),
    find: t("“black cat” becomes “gato preto”: the bright cells cross. Find the two that swap places."),
    query: { task: "translate", text: "The black cat sleeps on the red chair.", tab: "alignment" },
  },
  {
    id: "induction",
    title: t("A head that copies"),
    find: t("Where a word comes again, this head looks at what followed it the first time. Click the second “cat”."),
    query: {
      task: "read",
      text: "The cat sat on the mat. The dog lay on the rug. The cat sat on the",
      tab: "attention",
      "sel-layer": "17",
      "sel-head": "5",
    },
  },
  {
    id: "temperature",
    title: t("Turn up the temperature"),
    find: t("Move Temperature from 0.3 to 2 and watch the bars: nothing is run again, and the numbers stay exact."),
    query: { task: "generate", text: "My favourite animal is the", tab: "next_token" },
  },
  {
    id: "answer",
    title: t("The words that answer"),
    find: t("The model writes nothing: it marks words of the text. Which of them did the question decide on?"),
    query: {
      task: "answer",
      text: "The Tower Bridge in London was opened in 1894. It took eight years to build and cost over a million pounds.",
      question: "When was the bridge opened?",
      tab: "deciding",
    },
  },
  {
    id: "places",
    title: t("The same words in another order"),
    find: t("Press “Run”: the model gets the same words with their places shuffled. Does it still know the answer?"),
    query: { task: "generate", text: "The capital of France is Paris. The capital of Italy is", tab: "move_words" },
  },
  {
    id: "paris",
    title: t("Where does Paris appear?"),
    find: t("Every row is a layer. Look for the first one in which Paris is the model's guess."),
    query: { task: "generate", text: "The capital of France is", tab: "lens" },
  },
];
