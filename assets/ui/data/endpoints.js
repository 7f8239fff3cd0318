/* Every address of the server that the page asks for; docs/api.md says what each one answers. */
/** "?a=1&b=2", without what is null or undefined. */
function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : "";
}

// ---------------------------------------------------------------- panels
export const panel = (id, trace, choice = {}) => `/panels/${encodeURIComponent(id)}/${trace}${query(choice)}`;

// ---------------------------------------------------------------- arrays
/** The attention of one stack of a run; the functions below take this address. */
export const stackAddress = (trace, stack) => `/arrays/${trace}/attention/${stack}`;
export const thumbnails = (stack) => `${stack}/thumbnails`;
export const valueNorms = (stack) => `${stack}/lengths`;
export const layerWeights = (stack, layer) => `${stack}/${layer}`;
export const headWeights = (stack, layer, head) => `${stack}/${layer}/${head}`;
export const rowWeights = (stack, row) => `${stack}/rows/${row}`;
export const rollout = (stack, layer) => `${stack}/rollout/${layer}`;
export const rolloutRows = (stack, row) => `${stack}/rollout/rows/${row}`;
export const logits = (trace, position) => `/arrays/${trace}/logits/${position}`;
export const sortedEntries = (trace, position) => `/arrays/${trace}/entries/${position}`;

// ---------------------------------------------------------------- heads
export const headRoles = (trace, stack) => `/heads/roles/${trace}${query({ stack })}`;
export const distanceShares = (trace, stack) => `/heads/positional/${trace}${query({ stack })}`;
export const inductionScores = (trace) => `/heads/induction/${trace}`;
export const attentionSteps = (trace, choice) => `/heads/anatomy/${trace}${query(choice)}`;
export const SENTENCE_SETS = "/heads/sets";

// ---------------------------------------------------------------- predictions
export const namedTokens = (trace, choice) => `/lab/${trace}${query(choice)}`;
export const tokenTexts = (trace, ids) => `/lab/${trace}/words?ids=${ids.join()}`;
export const draws = (trace, choice) => `/draw/${trace}${query(choice)}`;
export const surprisal = (trace) => `/score/${trace}`;
export const lensCells = (trace, choice) => `/lens/${trace}${query(choice)}`;
export const lensCell = (trace, choice) => `/lens/${trace}/cell${query(choice)}`;
export const lensWatch = (trace, choice) => `/lens/${trace}/watch${query(choice)}`;
export const neurons = (trace, choice) => `/neurons/${trace}${query(choice)}`;

// ---------------------------------------------------------------- two runs
export const comparison = (a, b, stack) => `/compare/${a}/${b}${query({ stack })}`;
export const comparedHead = (a, b, layer, head, choice) => `/compare/${a}/${b}/${layer}/${head}${query(choice)}`;
export const comparedSchemes = (choice) => `/schemes${query(choice)}`;

// ---------------------------------------------------------------- experiments
export const attributionRun = (trace, choice) => `/experiments/decides/${trace}${query(choice)}`;
export const ablationRun = (trace, choice) => `/experiments/hide/${trace}${query(choice)}`;
export const movableWords = (trace) => `/experiments/positions/${trace}/words`;
export const positionRun = (trace, move) => `/experiments/positions/${trace}${query(move)}`;
export const treeRun = (trace, choice) => `/experiments/tree/${trace}${query(choice)}`;

// ---------------------------------------------------------------- bertviz, and the rest
export const bertviz = (view, trace, choice) => `/classic/${view}/${trace}${query(choice)}`;
export const bertvizPlan = (view, trace, choice) => `/classic/${view}/${trace}/plan${query(choice)}`;
export const AUTOCOMPLETE = "/autocomplete";
export const STATUS = "/status";
export const PLOTLY = "/ui/plotly.min.js";
export const adapterFile = (name) => `/adapters/${encodeURIComponent(name)}.zip`;
