/* The attention view: one row of controls, and per lane a head map, the links of the chosen head and
 * one sentence that says in words what is seen.
 */
(() => {
  "use strict";

  const playground = window.playground;
  const { el, store, clamp, badge } = playground;

  const PEEK_MS = 80; // a layer is fetched ahead when the pointer rests on it this long

  function start(root, props) {
    root.classList.add("pg-attention");
    root.dataset.testid = "attention";
    const controls = playground.attentionControls();
    const grid = el("div", { class: "pg-attention-lanes" });
    const hint = el("p", { class: "pg-note", text: "Run a model to see, head by head, which token reads from which." });
    root.replaceChildren(playground.explains(props), controls.node, hint, grid);
    const panels = ["a", "b"].map((name) => lanePanel(name, () => controls.update(panels)));
    grid.append(...panels.map((panel) => panel.node));

    function update(change) {
      const shown = panels.filter((panel) => panel.update(change));
      hint.hidden = shown.length > 0;
      root.dataset.lanes = shown.length;
      controls.update(panels);
    }
    store.subscribe(update);
    playground.onTheme(() => panels.forEach((panel) => panel.redraw()));
    new ResizeObserver(() => panels.forEach((panel) => panel.redraw())).observe(root);
    update({ lane: null, selection: true, since: performance.now() });
  }

  // ---------------------------------------------------------------- one lane
  function lanePanel(name, onReady) {
    const { headWeights } = playground;
    const title = el("h3");
    const message = el("p", { class: "pg-note", hidden: true, data: { testid: `attention-message-${name}` } });
    const mapBox = el("div", { class: "pg-map" });
    const linksBox = el("div", { class: "pg-links" });
    const absent = el("p", { class: "pg-note pg-absent", hidden: true, data: { testid: `attention-absent-${name}` } });
    const caption = el("p", { class: "pg-caption", data: { testid: `attention-caption-${name}` } });
    const why = el("p", { class: "pg-note pg-why" });
    const roles = playground.headRoles(name, (head, since) => store.select(head, { since }));
    const node = el("article", { class: "pg-attention-lane", data: { lane: name }, "aria-label": `Attention, lane ${name.toUpperCase()}` },
      el("header", { class: "pg-lane-head" }, badge(name), title), message, mapBox,
      el("div", { class: "pg-words" }, absent, caption, why, roles.node), linksBox);

    let trace = null; //   the trace on screen; kept while the next one is being made
    let info = null; //    /panels/attention of that trace
    let shown = null; //   {key, weights, exact}: the head on screen
    let chosenLinks = {}; // {info, between, allowed}: which links of a pair of texts are shown
    let peeking = 0;

    const map = playground.headMap(mapBox, {
      says: roles.title,
      onPick: (head, since) => store.select(head, { since }),
      onPeek: (layer) => {
        clearTimeout(peeking);
        peeking = setTimeout(() => fetchAhead(layer), PEEK_MS);
      },
    });
    const links = playground.tokenLinks(linksBox, name, {
      onPin: (query, since) => store.select({ pinned: pinnedEverywhere(query) }, { byVisitor: false, since }),
      onFocus: (_focus, since) => {
        describe();
        playground.drawn("attention", "hover", since);
      },
    });

    // Lanes that read the same token at the same place are pinned together.
    function pinnedEverywhere(query) {
      const other = name === "a" ? "b" : "a";
      const pinned = { ...store.selection.pinned, [name]: query };
      const [here, there] = [store.lanes[name], store.lanes[other]];
      if (here && there && (query === null || there.tokens[query]?.text === here.tokens[query]?.text)) pinned[other] = query;
      return pinned;
    }

    // ------------------------------------------------------------ what to show
    function stack() {
      if (!info) return null;
      const wanted = store.selection.stack;
      return info.stacks.find((one) => one.name === wanted) || info.stacks.find((one) => one.name === info.opening_stack) || info.stacks[0];
    }

    function chosen() {
      const { layers, heads } = stack();
      const mine = [...new Set(store.selection.heads.map((head) => clamp(head, 0, heads - 1)))];
      return { layer: clamp(store.selection.layer, 0, layers - 1), heads: mine };
    }

    const address = () => `/arrays/${trace}/attention/${stack().name}`;
    const opens = ({ layer, heads }, { opening }) => heads.length === 1 && layer === opening.layer && heads[0] === opening.head;

    /** Of a pair of texts: which links are shown, or null for all of them. */
    function allowedLinks() {
      const { between } = store.selection;
      // The same function for the same choice: the lines are drawn anew only for another one.
      if (chosenLinks.info !== info || chosenLinks.between !== between) {
        chosenLinks = { info, between, allowed: playground.segments.links(info.segments, between) };
      }
      return chosenLinks.allowed;
    }

    /** The reading token shown when none is pointed at. */
    function restingQuery() {
      const { query_tokens: queries, opening } = stack();
      const lane = store.lanes[name];
      const inText = lane && lane.tokens.length === queries.length ? store.positionIn(name) : null;
      const usual = clamp(store.selection.pinned[name] ?? inText ?? opening.query, 0, queries.length - 1);
      const allowed = allowedLinks();
      const keys = stack().key_tokens.length;
      if (!allowed || !shown || Array.from({ length: keys }).some((_, key) => allowed(usual, key))) return usual;
      return playground.segments.reader(shown.weights, queries.length, keys, allowed);
    }

    // ------------------------------------------------------------ weights
    function fetchAhead(layer) {
      const one = stack();
      if (!one || layer < 0 || layer >= one.layers) return;
      store.get(headWeights.isSmall(one) ? address() : `${address()}/${layer}`).catch(() => {});
    }

    /** Draw the chosen heads with what is here; false when nothing is. */
    function drawHead(since, event) {
      const pick = chosen();
      const one = stack();
      map.select(pick);
      roles.show(trace, one.name, pick);
      const key = `${address()}/${pick.layer}/${pick.heads}`;
      if (!shown || shown.key !== key || !shown.exact) {
        const found = headWeights.of(address(), one, pick);
        if (!found) return false;
        shown = { key, ...found };
      }
      links.set({
        queries: one.query_tokens, keys: one.key_tokens, weights: shown.weights, exact: shown.exact,
        hidden: store.selection.hideSink && one.sink ? one.sink.index : null, allowed: allowedLinks(),
        query: restingQuery(), pinned: store.selection.pinned[name],
        says: one.name === "memory" ? ["after", "still holds"] : ["reads", "is read"],
      });
      describe();
      if (event) playground.drawn("attention", event, since);
      return true;
    }

    async function showHead(since, event) {
      const wanted = trace;
      const pick = chosen();
      const drawn = drawHead(since, event);
      if (drawn && shown.exact) return;
      if (!drawn) fetchAhead(pick.layer);
      try {
        await Promise.all(headWeights.exactAddresses(address(), pick).map(store.get));
      } catch (error) {
        if (wanted === trace) say(error.message);
        return;
      }
      if (wanted !== trace || JSON.stringify(pick) !== JSON.stringify(chosen())) return;
      drawHead(since, drawn ? null : event);
      if (!headWeights.isSmall(stack())) [pick.layer - 1, pick.layer + 1].forEach(fetchAhead);
    }

    // ------------------------------------------------------------ in words
    function describe() {
      const one = stack();
      if (!one) return; //  hovered before the text it belongs to has arrived
      const pick = chosen();
      const inWords = one.name === "memory" ? playground.memoryWords : playground.attentionWords;
      const words = inWords({ stack: one, ...pick, ...shown, focus: links.focus(), query: restingQuery(), hideSink: store.selection.hideSink, allowed: allowedLinks() });
      caption.replaceChildren(...words);
      why.textContent = opens(pick, one) && one.opening.why ? `Why this ${one.heads > 1 ? "head" : "layer"} first: ${one.opening.why}` : "";
    }

    /** What this decoder has in the place of self-attention, and the way to it. */
    function describeAbsent() {
      const missing = info && info.absent;
      absent.hidden = !missing;
      if (!missing) return;
      const other = info.stacks.find(({ name: each }) => each === missing.stack);
      const go = (event) => store.select({ stack: other.name, layer: other.opening.layer, heads: [other.opening.head], pinned: { a: null, b: null } }, { since: event.timeStamp });
      absent.replaceChildren(missing.says, other && stack() !== other
        ? el("button", { type: "button", class: "pg-link", text: "Show the memory", data: { testid: `show-memory-${name}` }, on: { click: go } }) : "");
    }

    function say(sentence) {
      message.textContent = sentence || "";
      message.hidden = !sentence;
      node.classList.toggle("pg-only-message", Boolean(sentence));
    }

    // ------------------------------------------------------------ life
    async function open(next) {
      trace = next;
      info = null;
      shown = null;
      try {
        const found = await store.get(`/panels/attention/${next}`);
        if (trace !== next) return;
        info = found;
        const lane = store.lanes[name];
        const one = stack();
        if (name === "a" && lane && store.mayOpen(lane.model)) {
          store.select({ layer: one.opening.layer, heads: [one.opening.head] }, { byVisitor: false });
        }
        say("");
        onReady();
        await showStack(performance.now(), null);
      } catch (error) {
        if (trace !== next) return;
        info = null;
        say(error.message);
        onReady();
      }
    }

    async function showStack(since, event) {
      const wanted = address();
      describeAbsent();
      const head = showHead(since, event);
      const thumbnails = await store.get(`${wanted}/thumbnails`);
      if (!info || wanted !== address()) return;
      map.set(thumbnails);
      map.select(chosen());
      await head;
      links.reveal(restingQuery());
      fetchAhead(chosen().layer);
    }

    return {
      node,
      stack,
      stacks: () => (info ? info.stacks : []),
      /** What the two texts are, where there are two. */
      pair: () => (info?.segments?.length ? info.pair : null),
      /** Follow the store; says whether the lane has anything to show. */
      update(change) {
        const lane = store.lanes[name];
        const reason = lane && lane.panels && lane.panels.attention;
        const present = Boolean(lane && (lane.trace || lane.running || trace || reason));
        node.hidden = !present;
        if (!present) {
          trace = info = shown = null;
          return false;
        }
        title.textContent = lane.title || "";
        node.classList.toggle("pg-stale", Boolean(lane.running && info));
        if (reason) {
          info = shown = trace = null;
          say(reason);
        } else if (lane.trace && lane.trace !== trace) open(lane.trace);
        else if (!info && lane.running) say("The heads appear here when the text is complete.");
        else if (info && change.selection) {
          if ((change.changed || []).includes("stack")) showStack(change.since, "layer").catch((error) => say(error.message));
          else {
            const event = (change.changed || []).some((key) => key === "layer" || key === "heads") ? "layer" : "select";
            showHead(change.since, event);
            if ((change.changed || []).some((key) => key === "position" || key === "between") || change.lane) links.reveal(restingQuery());
          }
        }
        return true;
      },
      redraw() {
        if (!info) return;
        map.redraw();
        links.redraw();
      },
    };
  }

  playground.register("attention", start, ["attentionControls", "attentionWords", "memoryWords", "headMap", "headRoles", "tokenLinks", "segments", "headWeights"]);
})();
