/* Is the alignment true? Every source word is hidden once, and the written word is predicted anew.
 *
 * hiding(name) → {node, choose, follow}. The server streams its progress line by line; leaving off
 * the request stops it. What was found is drawn by hiding_result.js.
 */
(() => {
  "use strict";

  const playground = window.playground;
  const { el, percent, quoted } = playground;

  function hiding(name) {
    const word = el("select", { class: "pg-select", "aria-label": "Written word to test", data: { testid: `hide-word-${name}` } });
    const ask = el("p", { class: "pg-hiding-ask" });
    const run = el("button", { type: "button", class: "pg-button pg-strong", text: "Run", data: { testid: `hide-run-${name}` }, on: { click: start } });
    const stop = el("button", { type: "button", class: "pg-button", text: "Stop", disabled: true, data: { testid: `hide-stop-${name}` }, on: { click: () => leaveOff() } });
    const bar = el("progress", { class: "pg-hiding-progress", max: 1, value: 0, "aria-label": "Words hidden so far", hidden: true });
    const status = el("p", { class: "pg-note", role: "status", data: { testid: `hide-status-${name}` } });
    const result = el("div", { class: "pg-hiding-result", data: { testid: `hide-result-${name}` } });
    const node = el("section", { class: "pg-hiding", "aria-label": `Is the alignment true? Lane ${name.toUpperCase()}`, data: { testid: `hiding-${name}` } },
      el("h4", { text: "Is the alignment true?" }), ask,
      el("div", { class: "pg-controls" }, el("label", { class: "pg-field" }, "Written word", word), run, stop, bar), status, result);

    let lane = null;
    let units = []; //      the written units that can be tested
    let chosen = null; //   {first, last, text}
    let trace = null;
    let under = null; //    AbortController of the request under way
    const found = new Map(); // "first-last" → what the server found, for this trace

    word.addEventListener("change", () => select(units[word.selectedIndex]));

    // ------------------------------------------------------------ which word
    function follow(next, alignment) {
      lane = next;
      node.hidden = !lane.trace;
      if (!lane.trace) return;
      if (lane.trace !== trace) {
        leaveOff();
        found.clear();
        trace = lane.trace;
        chosen = null;
      }
      units = alignment.target.filter(({ special }) => !special);
      const key = JSON.stringify(units);
      if (word.dataset.key === key) return;
      word.dataset.key = key;
      word.replaceChildren(...units.map(({ text }, i) => el("option", { value: i, text })));
      // Changing from words to pieces keeps the place.
      select(units.find(({ first, last }) => chosen && first <= chosen.first && chosen.first <= last) || units[0]);
    }

    function select(unit) {
      if (!unit) {
        node.hidden = true; //  nothing but marks was written
        return;
      }
      if (chosen && (chosen.first !== unit.first || chosen.last !== unit.last)) leaveOff();
      chosen = unit;
      word.selectedIndex = units.indexOf(unit);
      ask.replaceChildren("Hide each source word, one at a time, and see what happens to ", quoted(unit.text), ` (${percent(probability(unit))}).`);
      show();
    }

    /** Of all its pieces, each given the ones before it. */
    const probability = ({ first, last }) =>
      lane.tokens.filter((token) => token.new).slice(first, last + 1).reduce((product, token) => product * token.probability, 1);

    // ------------------------------------------------------------ the experiment
    const keyOf = ({ first, last }) => `${first}-${last}`;

    function show() {
      const told = found.get(keyOf(chosen));
      result.replaceChildren(...(told ? playground.hidingResult(name, chosen, told) : []));
      if (!under) status.textContent = told ? "" : "The model reads the sentence once more for every word hidden.";
    }

    function busy(on) {
      run.disabled = on;
      stop.disabled = !on;
      bar.hidden = !on;
      bar.value = 0;
    }

    function leaveOff() {
      if (!under) return;
      under.abort();
      under = null;
      busy(false);
      status.textContent = "Stopped.";
    }

    async function start() {
      if (!chosen || under) return;
      const [unit, of] = [chosen, trace];
      const request = (under = new AbortController());
      busy(true);
      status.textContent = "Starting …";
      try {
        const { first, last } = unit;
        const told = await read(`/experiments/hide/${of}?first=${first}&last=${last}`, request.signal);
        if (request !== under) return;
        found.set(keyOf(unit), told);
      } catch (error) {
        if (request !== under) return;
        under = null;
        busy(false);
        status.textContent = error.message;
        return;
      }
      under = null;
      busy(false);
      show();
    }

    async function read(url, signal) {
      let told = null;
      for await (const line of lines(url, signal)) {
        if (line.error) throw new Error(line.error);
        if (line.words) told = line;
        else {
          bar.max = line.of;
          bar.value = line.done;
          status.textContent = `${line.done} of ${line.of}`;
        }
      }
      if (!told) throw new Error("The server ended before there was a result: try again.");
      return told;
    }

    return {
      node,
      follow,
      /** A row of the matrix was pressed: `row` counts all written units, marks too. */
      choose(row) {
        const alignment = playground.aligned.of(name);
        const unit = alignment && alignment.target[row];
        const mine = unit && units.find(({ first }) => first === unit.first);
        if (mine) select(mine);
      },
    };
  }

  /** The JSON values of a response, one per line, as they come. */
  async function* lines(url, signal) {
    let response;
    try {
      response = await fetch(url, { signal, credentials: "same-origin" });
    } catch (error) {
      if (error.name === "AbortError") throw error;
      throw new Error("The server cannot be reached. Is the playground still running?");
    }
    if (!response.ok) {
      const told = await response.json().catch(() => ({}));
      throw new Error(told.error || `The server answered ${response.status}.`);
    }
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    let rest = "";
    for (;;) {
      const { done, value } = await reader.read();
      rest += value || "";
      const whole = rest.split("\n");
      rest = done ? "" : whole.pop();
      for (const line of whole) if (line.trim()) yield JSON.parse(line);
      if (done) return;
    }
  }

  playground.hiding = hiding;
})();
