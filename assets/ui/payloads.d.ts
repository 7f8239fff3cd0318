/* What Python sends, by `python -m tests.payloads` from app/ui/lane_payload.py. */

/** One lane at one moment. `run` is another number for every request; `trace` its finished run. */
interface Lane {
  lane: "a" | "b";
  run: number;
  trace: string | null;
  task: string;
  model: string;
  title: string;
  family: string | null;
  recorded: boolean;
  running: boolean;
  status: string;
  progress: number | null;
  error: string;
  tokens: LaneToken[];
  settings: LaneSettings;
  facts: LaneFacts | null;
  panels: Record<string, string | null>;
  opening_stack: string;
  source: LaneToken[];
  alignment: LaneAlignment | null;
  sentences: LaneSentence[];
  shown: number;
  hypotheses: Hypothesis[];
  hint: string;
  result: Labels | Spans | Entities | Filled | null;
}

/** One token. `gap`: the text before it that belongs to no token; start, end: characters. */
interface LaneToken {
  id: number;
  text: string;
  gap: string;
  start: number;
  end: number;
  part: [number, number] | null;
  special: boolean;
  new: boolean;
  probability: number | null;
  rank: number | null;
  runner_up: RunnerUp | null;
}

/** The likeliest token that was not chosen. */
interface RunnerUp {
  text: string;
  probability: number;
}

/** The settings of the next token that a run was made with. */
interface LaneSettings {
  temperature: number;
  top_k: number;
  top_p: number;
  min_p: number;
  repetition_penalty: number;
  typical_p: number;
  presence_penalty: number;
  frequency_penalty: number;
  order: string[];
}

/** What a finished run took. */
interface LaneFacts {
  new_tokens: number | null;
  read_tokens: number | null;
  seconds: number;
  tokens_per_second: number | null;
  parameters: number;
  memory_bytes: number;
  stopped_by: string;
  dtype: string;
  device: string;
  cached: boolean;
}

/** Which source tokens each written one was read from: rows (target, source). */
interface LaneAlignment {
  title: string;
  why: string;
  rows: number[][];
}

/** One sentence of a translated text; its hypotheses are there when it is finished. */
interface LaneSentence {
  start: number;
  end: number;
  text: string;
  trace: string | null;
  translation: string;
  gap: string;
  source: LaneToken[];
  tokens: LaneToken[];
  alignment: LaneAlignment | null;
  hypotheses?: Hypothesis[];
}

/** One finished text of a beam search; `node` is its last one in the tree. */
interface Hypothesis {
  text: string;
  score: number;
  node: number;
}

/** The labels of a whole text, the most likely first; values in their own order. */
interface Labels {
  scores: Score[];
  exclusive: boolean;
  parts: Part[];
  kind: "labels";
}

/** A label with its probability: softmax over the labels, or sigmoid where several may hold. */
interface Score {
  label: string;
  probability: number | null;
  logit: number;
}

/** One sentence of a text, judged by itself. */
interface Part {
  start: number;
  end: number;
  scores: Score[];
}

/** Possible answers, the best first; `answered` says whether it is above the threshold. */
interface Spans {
  spans: Span[];
  answered: boolean;
  threshold: number;
  windows: Window[];
  shown: number;
  start_logits: number[];
  end_logits: number[];
  kind: "spans";
}

/** A possible answer: characters of the context. */
interface Span {
  text: string;
  start: number;
  end: number;
  score: number;
  probability: number;
  window: number;
}

/** One stretch of the context that was read with the question; `best` is its best score. */
interface Window {
  start: number;
  end: number;
  best: number;
}

/** Entities in reading order, and per token the probability of every label (token, label). */
interface Entities {
  entities: Entity[];
  labels: string[];
  probabilities: number[][];
  kinds: string[];
  kind: "entities";
}

/** A named entity; its score is the mean probability of its type over its words. */
interface Entity {
  text: string;
  label: string;
  start: number;
  end: number;
  score: number;
}

/** The hidden places of a text, in reading order. */
interface Filled {
  blanks: Blank[];
  kind: "filled";
}

/** One hidden place: its token, the best guesses, and the word that stood there, if one did. */
interface Blank {
  position: number;
  start: number;
  end: number;
  guesses: Guess[];
  original: Guess | null;
  original_rank: number | null;
}

/** A word for a hidden place: softmax over the whole vocabulary. */
interface Guess {
  id: number;
  text: string;
  probability: number;
}
