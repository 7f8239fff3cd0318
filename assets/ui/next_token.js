/* The next-token view: a place in the text, four sliders, and what the model expects there.
 *
 * Moving a slider recomputes the distribution here, from all logits, and never runs the model.
 */
(() => {
  "use strict";

  const playground = window.playground;
  const { el, store, clamp, token } = playground;

  const SLIDERS = [
    { key: "temperature", label: "Temperature", min: 0, max: 2, step: 0.05, says: "0 is greedy: always the likeliest token" },
    { key: "top_k", label: "Top-k", min: 0, max: 200, step: 1, says: "keep the k likeliest tokens; 0 is off" },
    { key: "top_p", label: "Top-p", min: 0.01, max: 1, step: 0.01, says: "keep the fewest tokens that reach this probability; 1 is off" },
    { key: "min_p", label: "Min-p", min: 0, max: 1, step: 0.01, says: "drop tokens below this share of the likeliest; 0 is off" },
  ];
  const SCALES = [0.05, 0.1, 0.25, 0.5, 1]; // full width of a bar: steps, so that bars do not swim while sliding
  const CONTINUE_MS = 4000;

  function start(root, props, emit) {
    const { sampling, candidateList } = playground;
    root.classList.add("pg-next-token");
    root.dataset.testid = "next-token";
    let settings = { ...sampling.OFF };
    const place = placeRow();
    const knobs = sliders((key, value, since) => {
      settings = { ...settings, [key]: value };
      draw(since);
    });
    const reset = el("button", { type: "button", class: "pg-button", text: "Reset", data: { testid: "reset-sampling" }, on: { click: (event) => use(sampling.OFF, event.timeStamp) } });
    const asGenerated = el("button", { type: "button", class: "pg-button", text: "As generated", data: { testid: "as-generated" }, on: { click: (event) => use(generatedWith(), event.timeStamp) } });
    const note = el("p", { class: "pg-note", hidden: true });
    const hint = el("p", { class: "pg-note", text: "Run a model to see how likely it finds each next token." });
    const head = el("div", { class: "pg-next-head" }, place.node,
      el("div", { class: "pg-knobs" }, ...knobs.nodes, el("div", { class: "pg-knob-buttons" }, asGenerated, reset)), note);
    const grid = el("div", { class: "pg-next-lanes" });
    root.replaceChildren(playground.explains(props), head, hint, grid);
    const lanes = Object.fromEntries(["a", "b"].map((name) => [name, { trace: null, tokens: [], position: null, list: null, busy: 0 }]));
    for (const [name, lane] of Object.entries(lanes)) {
      lane.list = candidateList(name, (picked) => pick(name, picked));
      grid.append(lane.list.node);
    }

    // ------------------------------------------------------------ settings
    const generatedWith = () => {
      const made = ["a", "b"].map((name) => store.lanes[name] && store.lanes[name].settings).find(Boolean) || {};
      return Object.fromEntries(SLIDERS.map(({ key }) => [key, made[key] ?? sampling.OFF[key]]));
    };

    function use(next, since) {
      settings = { ...next };
      knobs.set(settings);
      const made = store.lanes.a && store.lanes.a.settings;
      const penalty = made && next !== sampling.OFF && made.repetition_penalty && made.repetition_penalty !== 1;
      note.hidden = !penalty;
      note.textContent = penalty ? `The run also used a repetition penalty of ${made.repetition_penalty}; it is not part of these bars.` : "";
      draw(since);
    }

    function pick(name, { position, id }) {
      const { trace, list } = lanes[name];
      if (!trace || lanes[name].busy) return;
      list.node.classList.add("pg-stale");
      // If nothing comes of it, the bars must not stay grey.
      lanes[name].busy = setTimeout(() => settle(name), CONTINUE_MS);
      emit({ lane: name, trace, position, id });
    }

    function settle(name) {
      clearTimeout(lanes[name].busy);
      lanes[name].busy = 0;
      const lane = store.lanes[name];
      lanes[name].list.node.classList.toggle("pg-stale", Boolean(lane && lane.running));
    }

    // ------------------------------------------------------------ data
    /** The logits shown in a lane: those that produced the selected token, or the ones after the last. */
    function wantedPosition(name) {
      const at = store.positionIn(name);
      const last = lanes[name].tokens.length - 1;
      return at === null ? last : Math.min(at, last) - 1;
    }

    async function load(name) {
      const mine = lanes[name];
      const { trace, list } = mine;
      const position = wantedPosition(name);
      if (mine.position === position && list.ready) return true;
      mine.position = position;
      if (position < 0) {
        list.say("Nothing stands before the first token, so the model had nothing to predict it from.");
        return false;
      }
      try {
        const [panel, array] = await Promise.all([
          store.get(`/panels/next_token/${trace}?position=${position}`),
          store.get(`/arrays/${trace}/logits/${position}`),
        ]);
        if (mine.trace !== trace || mine.position !== position) return false;
        list.say("");
        list.lay(panel, array.data, mine.tokens);
        return true;
      } catch (error) {
        if (mine.trace === trace && mine.position === position) list.say(error.message);
        return false;
      }
    }

    async function loadAll(since, event) {
      const names = Object.keys(lanes).filter((name) => lanes[name].trace);
      await Promise.all(names.map(load));
      draw(since, event);
    }

    function draw(since, event = "temperature") {
      const ready = Object.values(lanes).filter(({ list, trace }) => trace && list.ready);
      if (!ready.length) return;
      const largest = Math.max(...ready.map(({ list }) => list.largest(settings)));
      const scale = SCALES.find((one) => one >= largest) || 1;
      for (const { list } of ready) list.draw(settings, scale);
      playground.drawn("next_token", event, since);
    }

    // ------------------------------------------------------------ life
    function follow(name) {
      const lane = store.lanes[name];
      const mine = lanes[name];
      const reason = lane && lane.panels && lane.panels.next_token;
      const present = Boolean(lane && (lane.trace || lane.running || mine.trace || reason));
      mine.list.node.hidden = !present;
      if (!present) mine.trace = null;
      else {
        mine.list.title(lane.title);
        settleUnlessPicked(name, lane);
        if (reason) {
          mine.trace = null;
          mine.list.say(reason);
        } else if (lane.trace && lane.trace !== mine.trace) Object.assign(mine, { trace: lane.trace, tokens: lane.tokens, position: null });
        else if (!mine.trace) mine.list.say("The bars appear here when the text is complete.");
      }
      return present;
    }

    function settleUnlessPicked(name, lane) {
      if (lane.running || lane.trace !== lanes[name].trace) settle(name);
    }

    function update(change) {
      const before = Object.values(lanes).map((lane) => lane.trace).join();
      const shown = Object.keys(lanes).filter(follow);
      const usable = shown.filter((name) => lanes[name].trace);
      hint.hidden = shown.length > 0;
      head.hidden = !usable.length;
      if (usable.length && !store.lanes[usable[0]].running) place.set(usable[0]);
      const moved = change.selection && (!change.changed || change.changed.includes("position"));
      if (moved || before !== Object.values(lanes).map((lane) => lane.trace).join()) loadAll(change.since, "position");
    }
    store.subscribe(update);
    knobs.set(settings);
    update({ selection: true, since: performance.now() });
  }

  // ---------------------------------------------------------------- the place in the text
  function placeRow() {
    const step = (by, sign, words) => el("button", { type: "button", class: "pg-button pg-step", "aria-label": words, text: sign, on: { click: (event) => move(by, event.timeStamp) } });
    const [back, forth] = [step(-1, "◀", "Previous token"), step(1, "▶", "Next token")];
    const count = el("span", { class: "pg-number pg-place-count", data: { testid: "position" } });
    const strip = el("div", { class: "pg-strip", role: "listbox", "aria-label": "Which token to explain", data: { testid: "position-strip" } });
    const node = el("div", { class: "pg-place" }, back, forth, count, strip);
    let lane = null;
    let spans = [];
    let at = 0; //  index of the token being predicted; spans.length - 1 is the one still to come

    function go(index, since) {
      const last = spans.length - 1;
      const next = clamp(index, 1, last);
      store.select({ position: next === last ? null : next, positionLane: lane }, { since });
    }
    const move = (by, since) => go(at + by, since);

    strip.addEventListener("click", (event) => {
      const span = event.target.closest(".pg-strip-token");
      if (span) go(Number(span.dataset.index), event.timeStamp);
    });
    strip.addEventListener("keydown", (event) => {
      const to = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 1, End: spans.length - 1 }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      go(to, event.timeStamp);
      spans[at].focus({ preventScroll: true });
    });

    function fill(tokens) {
      const key = tokens.map((one) => one.text).join("\u0000");
      if (strip.dataset.key === key) return;
      strip.dataset.key = key;
      const text = (one) => token(one.text, { part: one.part });
      spans = tokens.map((one, index) => el("span", { class: "pg-strip-token", role: "option", "aria-label": playground.spoken(one.text), data: { index } }, text(one)));
      spans.push(el("span", { class: "pg-strip-token pg-strip-next", role: "option", data: { index: tokens.length }, text: "next ?" }));
      strip.replaceChildren(...spans);
    }

    return {
      node,
      set(name) {
        lane = name;
        const { tokens } = store.lanes[name];
        fill(tokens);
        at = store.positionIn(name) ?? tokens.length;
        spans.forEach((span, index) => {
          span.setAttribute("aria-selected", String(index === at));
          span.classList.toggle("pg-unread", index > at);
          span.tabIndex = index === at ? 0 : -1;
        });
        count.textContent = at === tokens.length ? `next token, after ${tokens.length}` : `token ${at} of ${tokens.length - 1}`;
        count.dataset.position = at - 1; // the logits shown: after this token
        back.disabled = at <= 1;
        forth.disabled = at >= tokens.length;
        const span = spans[at];
        // scrollIntoView would also move the page.
        strip.scrollTop = span.offsetTop - strip.clientHeight / 2 + span.offsetHeight / 2;
      },
    };
  }

  // ---------------------------------------------------------------- sliders
  function sliders(onMove) {
    const inputs = {};
    const nodes = SLIDERS.map(({ key, label, min, max, step, says }) => {
      const shared = { min, max, step, "aria-label": `${label}: ${says}` };
      const range = el("input", { type: "range", ...shared, data: { testid: `slider-${key}` } });
      const number = el("input", { type: "number", class: "pg-input", ...shared, data: { testid: `number-${key}` } });
      const paint = (value) => range.style.setProperty("--at", `${((value - min) / (max - min)) * 100}%`);
      const moved = (from, to) => (event) => {
        if (from.value === "" || !Number.isFinite(from.valueAsNumber)) return; // still being typed
        const value = clamp(from.valueAsNumber, min, max);
        to.value = value;
        paint(value);
        onMove(key, value, event.timeStamp);
      };
      range.addEventListener("input", moved(range, number));
      number.addEventListener("input", moved(number, range));
      number.addEventListener("change", () => (number.value = range.value));
      inputs[key] = { range, number, paint };
      return el("div", { class: "pg-slider", title: says }, el("span", { class: "pg-slider-name", text: label, "aria-hidden": "true" }), number, range);
    });
    return {
      nodes,
      set(settings) {
        for (const [key, { range, number, paint }] of Object.entries(inputs)) {
          range.value = number.value = settings[key];
          paint(settings[key]);
        }
      },
    };
  }

  playground.register("next_token", start, ["candidateList", "sampling"]);
})();
