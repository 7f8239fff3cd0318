/* One lane's text, token by token, while it is written and afterwards.
 *
 * Python sends the whole Lane on every step; only the tokens that are new are added to the page.
 */
(() => {
  "use strict";

  const playground = window.playground;
  const { el, write, fillToken, token, spoken, direction, grouped, percent, count, mebibytes, badge, THIN } = playground;
  const { store, showNote, hideNote } = playground;

  const STOPPED = { length: "length reached", "end of text": "ended by the model", stop: "stopped by you" };
  const EMPTY = {
    a: "Type a sentence and press Run. The model's continuation appears here, token by token.",
    b: "Choose a second model for lane B and press Run to compare the two.",
  };
  const FOLLOW_PX = 24; // closer than this to the bottom counts as "following the text"

  const same = (x, y) =>
    x.id === y.id && x.text === y.text && x.probability === y.probability && x.rank === y.rank && x.new === y.new;

  function start(root, props, _emit, watch) {
    const name = root.dataset.lane === "b" ? "b" : "a";
    const view = build(root, name);
    let shown = []; //        the tokens on the page
    let spans = [];
    let focusable = 0; //     roving tabindex: one token can be tabbed to, arrows reach the rest
    let following = true;
    let announced = "";
    let frame = 0;

    // ------------------------------------------------------------ drawing
    function redraw() {
      frame = 0;
      const lane = store.lanes[name];
      const tokens = lane ? lane.tokens || [] : [];
      drawHead(lane);
      drawTokens(tokens);
      drawSelected();
      view.text.hidden = !tokens.length;
      view.empty.hidden = tokens.length > 0 || Boolean(lane && (lane.running || lane.error));
      view.legend.hidden = !tokens.some((t) => t.new && t.probability !== null && t.probability !== undefined);
      view.root.classList.toggle("pg-running", Boolean(lane && lane.running));
      view.text.setAttribute("aria-busy", String(Boolean(lane && lane.running)));
      if (following) view.box.scrollTop = view.box.scrollHeight;
      announce(lane, tokens);
    }

    function drawHead(lane) {
      write(view.title, lane ? lane.title || lane.model || "" : name === "a" ? "No run yet" : "Empty");
      view.tag.hidden = !(lane && lane.recorded);
      const status = lane && lane.running ? lane.status || "Running…" : lane ? lane.status || "" : "";
      write(view.status, status);
      drawFacts(lane && !lane.running ? lane.facts : null);
      view.error.hidden = !(lane && lane.error);
      write(view.error, (lane && lane.error) || "");
      const progress = lane ? lane.progress : null;
      const known = progress !== null && progress !== undefined;
      view.bar.classList.toggle("pg-indeterminate", Boolean(lane && lane.running) && !known);
      view.bar.style.setProperty("--progress", known && lane.running ? progress : 0);
    }

    function drawFacts(facts) {
      const key = JSON.stringify(facts);
      if (view.facts.dataset.key === key) return;
      view.facts.dataset.key = key;
      view.facts.replaceChildren();
      if (!facts) return;
      const add = (value, unit) =>
        value !== null && view.facts.append(el("li", {}, el("b", { text: value }), unit && ` ${unit}`));
      const has = (value) => value !== null && value !== undefined;
      if (has(facts.read_tokens)) add(grouped(facts.read_tokens), "tokens read");
      if (has(facts.new_tokens)) add(grouped(facts.new_tokens), facts.new_tokens === 1 ? "token" : "tokens");
      if (has(facts.seconds)) add(`${facts.seconds.toFixed(2)}${THIN}s`);
      if (has(facts.tokens_per_second)) add(facts.tokens_per_second.toFixed(1), "tok/s");
      if (has(facts.parameters)) add(count(facts.parameters), "parameters");
      if (has(facts.memory_bytes)) add(mebibytes(facts.memory_bytes));
      if (facts.stopped_by) view.facts.append(el("li", { text: STOPPED[facts.stopped_by] || `stopped by ${facts.stopped_by}` }));
    }

    function drawTokens(tokens) {
      let kept = 0;
      while (kept < shown.length && kept < tokens.length && same(shown[kept], tokens[kept])) kept++;
      for (const span of spans.splice(kept)) {
        if (span.pgGap) span.pgGap.remove();
        span.remove();
      }
      const added = document.createDocumentFragment();
      for (let i = kept; i < tokens.length; i++) {
        const span = tokenSpan(tokens[i], i, i ? tokens[i - 1].end : 0);
        spans.push(span);
        if (tokens[i].gap) added.append((span.pgGap = document.createTextNode(tokens[i].gap)));
        added.append(span);
      }
      view.text.append(added);
      shown = tokens.slice();
      if (!kept) {
        following = true;
        view.text.dir = direction(tokens.map((t) => t.text).join(""));
      }
      if (focusable >= spans.length) focusable = Math.max(0, spans.length - 1);
      if (spans[focusable]) spans[focusable].tabIndex = 0;
    }

    function drawSelected() {
      const at = store.positionIn(name);
      spans.forEach((span, i) => span.setAttribute("aria-selected", String(i === at)));
    }

    // Speak at the start and at the end, not at every token.
    function announce(lane, tokens) {
      let words = "";
      if (lane && lane.error) words = lane.error;
      else if (lane && lane.running) words = `${lane.title || "The model"} is writing.`;
      else if (lane && tokens.length) {
        words = `${lane.title || "The model"}: ${tokens.filter((t) => t.new).map((t) => t.text).join("")}`;
      }
      if (words === announced) return;
      announced = words;
      write(view.live, words);
    }

    // ------------------------------------------------------------ pointing and keys
    const indexOf = (target) => {
      const span = target.closest && target.closest(".pg-token");
      return span && view.text.contains(span) ? Number(span.dataset.index) : null;
    };

    function explain(i, since) {
      showNote(spans[i].getClientRects()[0] || spans[i].getBoundingClientRect(), ...noteFor(shown[i]));
      playground.drawn("output", "hover", since);
    }

    function pick(i) {
      const again = store.positionIn(name) === i;
      store.select({ position: again ? null : i, positionLane: name });
    }

    function focusToken(i) {
      if (!spans[i]) return;
      spans[focusable].tabIndex = -1;
      focusable = i;
      spans[i].tabIndex = 0;
      spans[i].focus();
    }

    view.text.addEventListener("pointerover", (event) => {
      const i = indexOf(event.target);
      if (i !== null) explain(i, event.timeStamp);
    });
    view.text.addEventListener("pointerleave", hideNote);
    view.text.addEventListener("focusin", (event) => {
      const i = indexOf(event.target);
      if (i !== null) explain(i, event.timeStamp);
    });
    view.text.addEventListener("focusout", hideNote);
    view.text.addEventListener("click", (event) => {
      const i = indexOf(event.target);
      if (i === null) return;
      pick(i);
      focusToken(i);
    });
    view.text.addEventListener("keydown", (event) => {
      const i = indexOf(event.target);
      if (i === null || event.ctrlKey || event.metaKey || event.altKey) return;
      const ahead = view.text.dir === "rtl" ? -1 : 1;
      const moves = {
        ArrowRight: i + ahead, ArrowLeft: i - ahead, Home: 0, End: spans.length - 1,
        ArrowDown: onNextLine(spans, i, 1), ArrowUp: onNextLine(spans, i, -1),
      };
      if (event.key in moves) focusToken(moves[event.key]);
      else if (event.key === "Enter" || event.key === " ") pick(i);
      else if (event.key === "Escape") store.select({ position: null });
      else return;
      event.preventDefault();
    });
    view.box.addEventListener("scroll", () => {
      following = view.box.scrollHeight - view.box.scrollTop - view.box.clientHeight < FOLLOW_PX;
    }, { passive: true });

    // ------------------------------------------------------------ wiring
    store.subscribe((change) => {
      if (change.selection || (change.lane && change.lane !== name)) drawSelected();
      // Python may send many steps within one frame: draw the last one.
      if (change.lane === name && !frame) frame = requestAnimationFrame(redraw);
    });
    watch("value", () => store.setLane(name, props.value));
    store.setLane(name, props.value);
    redraw();
  }

  function build(root, name) {
    root.classList.add("pg-output");
    Object.assign(root.dataset, { lane: name, testid: `output-${name}` });
    const view = {
      root,
      title: el("h2", { class: "pg-output-title" }),
      tag: el("span", { class: "pg-tag", title: "Recorded from the real model; press Run for your own", text: "recorded run", hidden: true }),
      status: el("p", { class: "pg-status", data: { testid: `status-${name}` } }),
      facts: el("ul", { class: "pg-facts", data: { testid: `facts-${name}` } }),
      bar: el("div", { class: "pg-progress", "aria-hidden": "true" }),
      error: el("p", { class: "pg-error", role: "alert", hidden: true, data: { testid: `error-${name}` } }),
      text: el("div", { class: "pg-text", role: "listbox", "aria-label": `Text of lane ${name.toUpperCase()}, token by token`, data: { testid: `tokens-${name}` } }),
      empty: el("p", { class: "pg-empty", text: EMPTY[name] }),
      live: el("div", { class: "pg-unseen", "aria-live": "polite" }),
      legend: legend(),
    };
    view.box = el("div", { class: "pg-text-box" }, view.text, view.empty);
    root.replaceChildren(
      view.bar,
      el("header", { class: "pg-output-head" }, badge(name), view.title, view.tag),
      el("div", { class: "pg-output-line" }, view.facts, view.status),
      view.error, view.box, view.legend, view.live,
    );
    return view;
  }

  function legend() {
    return el("p", { class: "pg-legend", hidden: true },
      el("span", { text: "Probability of each new token" }),
      el("span", { class: "pg-ramp" }, el("span", { text: "0" }), el("span", { class: "pg-ramp-bar" }), el("span", { text: `100${THIN}%` })),
      el("span", { class: "pg-legend-second" }, el("span", { class: "pg-second-mark", text: "word" }), " not the first choice"));
  }

  function tokenSpan(item, index, reached) {
    // Tokens that share a character carry it each; in the running text it stands once.
    const shared = item.part ? Math.max(0, reached - item.start) : 0;
    const span = el("bdi", { class: "pg-token", role: "option", tabindex: "-1", "aria-selected": "false", data: { index } });
    if (item.new) span.classList.add("pg-new");
    if (item.special) span.classList.add("pg-special");
    if (item.rank > 1) span.classList.add("pg-second");
    if (item.new && item.probability !== null && item.probability !== undefined) {
      span.style.setProperty("--p", item.probability.toFixed(4));
      span.dataset.probability = item.probability;
    }
    fillToken(span, [...item.text].slice(shared).join(""), { spaces: "keep", breaks: true, part: item.part });
    span.setAttribute("aria-label", described(item));
    return span;
  }

  function described(item) {
    const text = spoken(item.text);
    return item.probability === null || item.probability === undefined
      ? text
      : `${text}, ${percent(item.probability)}${item.rank > 1 ? `, choice ${item.rank}` : ""}`;
  }

  function noteFor(item) {
    const rows = [];
    const row = (label, ...value) => rows.push(el("dt", { text: label }), el("dd", {}, ...value));
    const known = item.probability !== null && item.probability !== undefined;
    if (known) row("probability", percent(item.probability));
    if (item.rank) row("rank", item.rank === 1 ? "1, the most likely" : grouped(item.rank));
    if (item.runner_up) row(item.rank > 1 ? "most likely" : "runner-up", token(item.runner_up.text), ` ${percent(item.runner_up.probability)}`);
    if (item.part) row("piece", `${item.part[0]} of ${item.part[1]} of one character`);
    if (item.special) row("kind", "control token");
    row("id", String(item.id));
    if (!known) row("origin", item.new ? "no probability recorded" : "given by you");
    return [el("p", { class: "pg-note-word" }, token(item.text, { part: item.part })), el("dl", {}, ...rows)];
  }

  /** The token on the line below (1) or above (-1) that is nearest in x. */
  function onNextLine(spans, from, way) {
    const here = spans[from].getBoundingClientRect();
    let best = from;
    let line = null;
    for (let i = from + way; i >= 0 && i < spans.length; i += way) {
      const box = spans[i].getBoundingClientRect();
      if ((box.top - here.top) * way < here.height / 2) continue;
      if (line === null) line = box.top;
      if (Math.abs(box.top - line) > here.height / 2) break;
      if (best === from || Math.abs(box.left - here.left) < Math.abs(spans[best].getBoundingClientRect().left - here.left)) best = i;
    }
    return best;
  }

  playground.register("output", start);
})();
