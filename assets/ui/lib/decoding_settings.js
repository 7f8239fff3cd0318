/* The rules of decoding, their settings and how they are shown, by
 * `python -m tests.script_constants` from app/decoding/sampling.py and app/ui/rules_shown.py.
 */

/** The rules as transformers' `generate` applies them. */
export const ORDER = [
  "bias",
  "repetition",
  "presence",
  "frequency",
  "banned",
  "temperature",
  "top_k",
  "top_p",
  "min_p",
  "typical_p",
];

/** The setting each rule reads, and the value at which it does nothing.
 * @type {Record<string, [string, string | number]>}
 */
export const SETTING = {
  bias: ["bias", ""],
  repetition: ["repetition_penalty", 1],
  presence: ["presence_penalty", 0],
  frequency: ["frequency_penalty", 0],
  banned: ["banned", ""],
  temperature: ["temperature", 1],
  top_k: ["top_k", 0],
  top_p: ["top_p", 1],
  min_p: ["min_p", 0],
  typical_p: ["typical_p", 1],
};

/** The rules that cut: none does at temperature 0. */
export const CUTS = ["top_k", "top_p", "min_p", "typical_p"];

/** The rules that must know which entry is which token. */
export const BY_ID = ["bias", "repetition", "presence", "frequency", "banned"];

/** How each is shown; `on`: the value it starts with when it is switched on.
 * @type {Record<string, RuleWords>}
 */
export const RULES = {
  bias: {
    label: "Logit bias",
    says: "adds a number to the logit of tokens you name",
    text: "cat: 2.5, #18: -7",
  },
  repetition: {
    label: "Repetition penalty",
    min: 0.5,
    max: 2,
    step: 0.05,
    says: "divides the logits of tokens that stand in the text already; 1 is off",
    on: 1.2,
  },
  presence: {
    label: "Presence penalty",
    min: -2,
    max: 2,
    step: 0.1,
    says: "takes this off the logit of every token in the text, however often; 0 is off",
    on: 0.5,
  },
  frequency: {
    label: "Frequency penalty",
    min: -2,
    max: 2,
    step: 0.1,
    says: "takes this off the logit for every time a token stands in the text; 0 is off",
    on: 0.5,
  },
  banned: {
    label: "Banned words",
    says: "words that are never completed",
    text: "cat, New York, #18",
  },
  temperature: {
    label: "Temperature",
    min: 0,
    max: 2,
    step: 0.05,
    says: "divides the logits: below 1 sharper, above 1 flatter; 0 takes the likeliest",
    on: 0.7,
  },
  top_k: {
    label: "Top-k",
    min: 0,
    max: 200,
    step: 1,
    says: "keeps the k likeliest tokens; 0 is off",
    on: 50,
  },
  top_p: {
    label: "Top-p",
    min: 0.01,
    max: 1,
    step: 0.01,
    says: "keeps the fewest tokens that reach this probability; 1 is off",
    on: 0.9,
  },
  min_p: {
    label: "Min-p",
    min: 0,
    max: 1,
    step: 0.01,
    says: "drops tokens below this share of the likeliest; 0 is off",
    on: 0.05,
  },
  typical_p: {
    label: "Typical-p",
    min: 0.01,
    max: 1,
    step: 0.01,
    says: "keeps the tokens whose surprise is nearest to the entropy, up to this probability; 1 is off",
    on: 0.9,
  },
};

/** The sliders of the next-token panel.
 * @type {KnobSetting[]}
 */
export const SLIDERS = [
  {
    key: "temperature",
    label: "Temperature",
    min: 0,
    max: 2,
    step: 0.05,
    says: "0 is greedy: always the likeliest token",
  },
  {
    key: "top_k",
    label: "Top-k",
    min: 0,
    max: 200,
    step: 1,
    says: "keep the k likeliest tokens; 0 is off",
  },
  {
    key: "top_p",
    label: "Top-p",
    min: 0.01,
    max: 1,
    step: 0.01,
    says: "keep the fewest tokens that reach this probability; 1 is off",
  },
  {
    key: "min_p",
    label: "Min-p",
    min: 0,
    max: 1,
    step: 0.01,
    says: "drop tokens below this share of the likeliest; 0 is off",
  },
];
