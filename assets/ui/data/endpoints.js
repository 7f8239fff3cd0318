/* Every address of the server that the page asks for; docs/api.md says what each one answers. */
/** "?a=1&b=2", without what is null or undefined.
 * @param {Choice} values
 */
function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : "";
}

// ---------------------------------------------------------------- panels
/** @type {(id: string, trace: string, choice?: Choice) => string} */
export const panel = (id, trace, choice = {}) => `/panels/${encodeURIComponent(id)}/${trace}${query(choice)}`;

// ---------------------------------------------------------------- arrays
/** The attention of one stack of a run; the functions below take this address.
 * @type {(trace: string, stack: string) => string} */
export const stackAddress = (trace, stack) => `/arrays/${trace}/attention/${stack}`;
/** @type {(stack: string) => string} */
export const thumbnails = (stack) => `${stack}/thumbnails`;
/** @type {(stack: string) => string} */
export const valueNorms = (stack) => `${stack}/lengths`;
/** @type {(stack: string, layer: number) => string} */
export const layerWeights = (stack, layer) => `${stack}/${layer}`;
/** @type {(stack: string, layer: number, head: number) => string} */
export const headWeights = (stack, layer, head) => `${stack}/${layer}/${head}`;
/** @type {(stack: string, row: number) => string} */
export const rowWeights = (stack, row) => `${stack}/rows/${row}`;
/** @type {(stack: string, layer: number) => string} */
export const rollout = (stack, layer) => `${stack}/rollout/${layer}`;
/** @type {(stack: string, row: number) => string} */
export const rolloutRows = (stack, row) => `${stack}/rollout/rows/${row}`;
/** @type {(trace: string, position: number) => string} */
export const logits = (trace, position) => `/arrays/${trace}/logits/${position}`;
/** @type {(trace: string, position: number) => string} */
export const sortedEntries = (trace, position) => `/arrays/${trace}/entries/${position}`;

// ---------------------------------------------------------------- heads
/** @type {(trace: string, stack: string) => string} */
export const headRoles = (trace, stack) => `/heads/roles/${trace}${query({ stack })}`;
/** @type {(trace: string, stack: string) => string} */
export const distanceShares = (trace, stack) => `/heads/positional/${trace}${query({ stack })}`;
/** @type {(trace: string) => string} */
export const inductionScores = (trace) => `/heads/induction/${trace}`;
/** @type {(trace: string, choice: Choice) => string} */
export const attentionSteps = (trace, choice) => `/heads/anatomy/${trace}${query(choice)}`;
export const SENTENCE_SETS = "/heads/sets";

// ---------------------------------------------------------------- predictions
/** @type {(trace: string, choice: Choice) => string} */
export const namedTokens = (trace, choice) => `/lab/${trace}${query(choice)}`;
/** @type {(trace: string, ids: number[]) => string} */
export const tokenTexts = (trace, ids) => `/lab/${trace}/words?ids=${ids.join()}`;
/** @type {(trace: string, choice: Choice) => string} */
export const draws = (trace, choice) => `/draw/${trace}${query(choice)}`;
/** @type {(trace: string) => string} */
export const surprisal = (trace) => `/score/${trace}`;
/** @type {(trace: string, choice: Choice) => string} */
export const lensCells = (trace, choice) => `/lens/${trace}${query(choice)}`;
/** @type {(trace: string, choice: Choice) => string} */
export const lensCell = (trace, choice) => `/lens/${trace}/cell${query(choice)}`;
/** @type {(trace: string, choice: Choice) => string} */
export const lensWatch = (trace, choice) => `/lens/${trace}/watch${query(choice)}`;
/** @type {(trace: string, choice: Choice) => string} */
export const neurons = (trace, choice) => `/neurons/${trace}${query(choice)}`;

// ---------------------------------------------------------------- two runs
/** @type {(a: string, b: string, stack: string) => string} */
export const comparison = (a, b, stack) => `/compare/${a}/${b}${query({ stack })}`;
/** @type {(a: string, b: string, layer: number, head: number, choice: Choice) => string} */
export const comparedHead = (a, b, layer, head, choice) => `/compare/${a}/${b}/${layer}/${head}${query(choice)}`;
/** @type {(choice: Choice) => string} */
export const comparedSchemes = (choice) => `/schemes${query(choice)}`;

// ---------------------------------------------------------------- experiments
/** @type {(trace: string, choice: Choice) => string} */
export const attributionRun = (trace, choice) => `/experiments/decides/${trace}${query(choice)}`;
/** @type {(trace: string, choice: Choice) => string} */
export const ablationRun = (trace, choice) => `/experiments/hide/${trace}${query(choice)}`;
/** @type {(trace: string) => string} */
export const movableWords = (trace) => `/experiments/positions/${trace}/words`;
/** @type {(trace: string, move: Choice) => string} */
export const positionRun = (trace, move) => `/experiments/positions/${trace}${query(move)}`;
/** @type {(trace: string, choice: Choice) => string} */
export const treeRun = (trace, choice) => `/experiments/tree/${trace}${query(choice)}`;

// ---------------------------------------------------------------- bertviz, and the rest
/** @type {(view: string, trace: string, choice: Choice) => string} */
export const bertviz = (view, trace, choice) => `/classic/${view}/${trace}${query(choice)}`;
/** @type {(view: string, trace: string, choice: Choice) => string} */
export const bertvizPlan = (view, trace, choice) => `/classic/${view}/${trace}/plan${query(choice)}`;
export const AUTOCOMPLETE = "/autocomplete";
export const STATUS = "/status";
export const PLOTLY = "/ui/plotly.min.js";
/** @type {(name: string) => string} */
export const adapterFile = (name) => `/adapters/${encodeURIComponent(name)}.zip`;
