/* Every address of the server that the page asks for; docs/api.md says what each one answers,
 * ANSWERS of the file that answers its type. */
/** "?a=1&b=2", without what is null or undefined.
 * @param {Choice} values
 */
function query(values) {
  const given = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return given.length ? `?${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}` : "";
}

// ---------------------------------------------------------------- panels
/** @type {<Id extends keyof Panels>(id: Id, trace: string, choice?: Choice) => Address<Panels[Id]>} */
export const panel = (id, trace, choice = {}) => `/panels/${encodeURIComponent(id)}/${trace}${query(choice)}`;

// ---------------------------------------------------------------- arrays
/** The attention of one stack of a run; the functions below take this address.
 * @type {(trace: string, stack: string) => Address<NumberArray<Uint8Array>>} */
export const stackAddress = (trace, stack) => `/arrays/${trace}/attention/${stack}`;
/** @type {(stack: string) => Address<NumberArray<Uint8Array>>} */
export const thumbnails = (stack) => `${stack}/thumbnails`;
/** @type {(stack: string) => Address<NumberArray>} */
export const valueNorms = (stack) => `${stack}/lengths`;
/** @type {(stack: string, layer: number) => Address<NumberArray<Uint8Array>>} */
export const layerWeights = (stack, layer) => `${stack}/${layer}`;
/** @type {(stack: string, layer: number, head: number) => Address<NumberArray>} */
export const headWeights = (stack, layer, head) => `${stack}/${layer}/${head}`;
/** @type {(stack: string, row: number) => Address<NumberArray>} */
export const rowWeights = (stack, row) => `${stack}/rows/${row}`;
/** @type {(stack: string, layer: number) => Address<NumberArray>} */
export const rollout = (stack, layer) => `${stack}/rollout/${layer}`;
/** @type {(stack: string, row: number) => Address<NumberArray>} */
export const rolloutRows = (stack, row) => `${stack}/rollout/rows/${row}`;
/** @type {(trace: string, position: number) => Address<NumberArray>} */
export const logits = (trace, position) => `/arrays/${trace}/logits/${position}`;
/** @type {(trace: string, position: number) => Address<NumberArray<Int32Array>>} */
export const sortedEntries = (trace, position) => `/arrays/${trace}/entries/${position}`;

// ---------------------------------------------------------------- heads
/** @type {(trace: string, stack: string) => Address<HeadRoles>} */
export const headRoles = (trace, stack) => `/heads/roles/${trace}${query({ stack })}`;
/** @type {(trace: string, stack: string) => Address<DistanceShares>} */
export const distanceShares = (trace, stack) => `/heads/positional/${trace}${query({ stack })}`;
/** @type {(trace: string) => Address<InductionScores>} */
export const inductionScores = (trace) => `/heads/induction/${trace}`;
/** @type {(trace: string, choice: Choice) => Address<HeadSteps>} */
export const attentionSteps = (trace, choice) => `/heads/anatomy/${trace}${query(choice)}`;
/** @type {Address<SetProgress>} */
export const SENTENCE_SETS = "/heads/sets";

// ---------------------------------------------------------------- predictions
/** @type {(trace: string, choice: Choice) => Address<NamedEntries>} */
export const namedTokens = (trace, choice) => `/lab/${trace}${query(choice)}`;
/** @type {(trace: string, ids: number[]) => Address<Texts>} */
export const tokenTexts = (trace, ids) => `/lab/${trace}/words?ids=${ids.join()}`;
/** @type {(trace: string, choice: Choice) => Address<Draws>} */
export const draws = (trace, choice) => `/draw/${trace}${query(choice)}`;
/** @type {(trace: string) => Address<ReadText>} */
export const surprisal = (trace) => `/score/${trace}`;
/** @type {(trace: string, choice: Choice) => Address<LensCells>} */
export const lensCells = (trace, choice) => `/lens/${trace}${query(choice)}`;
/** @type {(trace: string, choice: Choice) => Address<LensCandidates>} */
export const lensCell = (trace, choice) => `/lens/${trace}/cell${query(choice)}`;
/** @type {(trace: string, choice: Choice) => Address<LensWatch>} */
export const lensWatch = (trace, choice) => `/lens/${trace}/watch${query(choice)}`;
/** @type {(trace: string, choice: Choice) => Address<Neurons>} */
export const neurons = (trace, choice) => `/neurons/${trace}${query(choice)}`;

// ---------------------------------------------------------------- two runs
/** @type {(a: string, b: string, stack: string) => Address<Comparison>} */
export const comparison = (a, b, stack) => `/compare/${a}/${b}${query({ stack })}`;
/** @type {(a: string, b: string, layer: number, head: number, choice: Choice) => Address<NumberArray>} */
export const comparedHead = (a, b, layer, head, choice) => `/compare/${a}/${b}/${layer}/${head}${query(choice)}`;
/** @type {(choice: Choice) => Address<ComparedSchemes>} */
export const comparedSchemes = (choice) => `/schemes${query(choice)}`;

// ---------------------------------------------------------------- experiments
/** @type {(trace: string, choice: Choice) => Address<Attributed>} */
export const attributionRun = (trace, choice) => `/experiments/decides/${trace}${query(choice)}`;
/** @type {(trace: string, choice: Choice) => Address<Ablation>} */
export const ablationRun = (trace, choice) => `/experiments/hide/${trace}${query(choice)}`;
/** @type {(trace: string, choice: Choice) => Address<InterventionEffect>} */
export const intervention = (trace, choice) => `/experiments/intervene/${trace}${query(choice)}`;
/** @type {(trace: string, choice: Choice) => Address<InterventionControls>} */
export const interventionControls = (trace, choice) => `/experiments/controls/${trace}${query(choice)}`;
/** @type {(trace: string, choice: Choice) => Address<AblatedHeads>} */
export const ablatedHeads = (trace, choice) => `/experiments/ablate/${trace}${query(choice)}`;
/** @type {(trace: string) => Address<WrittenAnew>} */
export const writtenAnew = (trace) => `/experiments/write/${trace}`;
/** @type {(trace: string) => Address<MovableWords>} */
export const movableWords = (trace) => `/experiments/positions/${trace}/words`;
/** @type {(trace: string, move: Choice) => Address<MovedPositions | PermutedPositions>} */
export const positionRun = (trace, move) => `/experiments/positions/${trace}${query(move)}`;
/** @type {(trace: string, choice: Choice) => Address<GrownTree>} */
export const treeRun = (trace, choice) => `/experiments/tree/${trace}${query(choice)}`;

// ---------------------------------------------------------------- bertviz, and the rest
/** @type {(view: string, trace: string, choice: Choice) => string} */
export const bertviz = (view, trace, choice) => `/classic/${view}/${trace}${query(choice)}`;
/** @type {(view: string, trace: string, choice: Choice) => Address<BertvizPlan>} */
export const bertvizPlan = (view, trace, choice) => `/classic/${view}/${trace}/plan${query(choice)}`;
/** @type {Address<Suggestions>} */
export const AUTOCOMPLETE = "/autocomplete";
/** @type {Address<ServerStatus>} */
export const STATUS = "/status";
export const ACCEPT = "/accept";
export const PLOTLY = "/ui/plotly.min.js";
/** @type {(name: string) => string} */
export const adapterFile = (name) => `/adapters/${encodeURIComponent(name)}.zip`;
