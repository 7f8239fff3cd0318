/* One lane's next token: the likeliest candidates as bars that can be pressed, and what is left over.
 *
 * candidateList(name, onPick) → {node, show, say, own}. It is handed logits and settings, and fetches nothing.
 */
(() => {
  "use strict";

  const playground = window.playground;
  const { el, token, spoken, quoted, badge, percent, grouped, THIN } = playground;
  const ROWS = 15;
  const BITS = Math.LOG2E; // bits per nat
  const CONTEXT = 6; //      tokens quoted after "After …"

  function candidateList(name, onPick) {
    const title = el("h3");
    const after = el("p", { class: "pg-after" });
    const message = el("p", { class: "pg-note", hidden: true, data: { testid: `next-token-message-${name}` } });
    const list = el("ol", { class: "pg-bars", "aria-label": `Next token, lane ${name.toUpperCase()}`, data: { testid: `candidates-${name}` } });
    const scaleNote = el("p", { class: "pg-scale", "aria-hidden": "true" });
    const facts = el("p", { class: "pg-entropy", data: { testid: `entropy-${name}` } });
    const node = el("article", { class: "pg-next-lane", data: { lane: name }, "aria-label": `Next token, lane ${name.toUpperCase()}` },
      el("header", { class: "pg-lane-head" }, badge(name), title), message, after, scaleNote, list, facts);
    const rows = Array.from({ length: ROWS }, () => candidateRow(name));
    const extra = candidateRow(name); //  the token that came next, when it is not among the first
    const rest = othersRow(name);
    list.append(...rows.map((row) => row.node), extra.node, rest.node);
    let data = null; //  {panel, logits, own}

    list.addEventListener("click", (event) => {
      const button = event.target.closest("button[data-id]");
      if (!button || !data) return;
      onPick({ position: data.panel.position, id: Number(button.dataset.id) });
    });

    /** Lay out the tokens of one position; `draw` then fills in the numbers. */
    function lay(panel, logits, context) {
      data = { panel, logits, own: playground.sampling.raw(logits) };
      const { actual, candidates } = panel;
      rows.forEach((row, i) => row.lay(candidates[i], i, actual && candidates[i] && actual.id === candidates[i].id));
      const outside = actual && actual.rank > ROWS;
      extra.lay(outside ? actual : null, outside ? actual.rank - 1 : 0, true);
      after.replaceChildren(...contextWords(context, panel, actual));
    }

    /** Bars, numbers and the line below; `scale` is the probability of a full-width bar. */
    function draw(settings, scale) {
      const { logits, own, panel } = data;
      const now = playground.sampling.sampled(logits, own, settings);
      let listed = 0;
      let listedRaw = 0;
      let listedKept = 0;
      let drawn = 0;
      for (const row of [...rows, extra]) {
        if (row.index === null) continue;
        const [probability, before] = [now.probability(row.index), own.probability(row.index)];
        row.draw({ probability, before, kept: row.index < now.kept, scale });
        listed += probability;
        listedRaw += before;
        listedKept += row.index < now.kept ? 1 : 0;
        drawn += 1;
      }
      rest.draw({ probability: Math.max(0, 1 - listed), before: Math.max(0, 1 - listedRaw), scale, count: panel.vocabulary - drawn, kept: now.kept - listedKept });
      scaleNote.replaceChildren(el("span", { class: "pg-raw-key" }), "the model's own", ` · full bar = ${Math.round(scale * 100)}${THIN}%`);
      describe(now, own, panel);
    }

    function describe(now, own, panel) {
      const both = (nats) => `${nats.toFixed(2)}${THIN}nats (${(nats * BITS).toFixed(2)}${THIN}bits)`;
      const all = now.kept === panel.vocabulary;
      facts.dataset.nats = now.entropy;
      facts.dataset.rawNats = own.entropy;
      facts.dataset.kept = now.kept;
      facts.replaceChildren(
        "Entropy ", el("b", { text: both(own.entropy) }), " → ", el("b", { text: both(now.entropy) }), ". ",
        all
          ? `All ${grouped(panel.vocabulary)} tokens can be drawn.`
          : `${grouped(now.kept)} of ${grouped(panel.vocabulary)} tokens kept: ${percent(now.mass)} of the mass, rescaled to 100${THIN}%.`,
      );
    }

    return {
      node, lay, draw,
      get ready() {
        return Boolean(data);
      },
      /** Largest probability to be drawn, before and after the settings, for a scale common to both lanes. */
      largest: (settings) => Math.max(data.own.probability(0), playground.sampling.sampled(data.logits, data.own, settings).probability(0)),
      say(sentence) {
        message.textContent = sentence || "";
        message.hidden = !sentence;
        for (const part of [after, list, facts, scaleNote]) part.hidden = Boolean(sentence);
        if (sentence) data = null;
      },
      title: (text) => (title.textContent = text || ""),
    };
  }

  /** After “… on the windowsill”, the model expects: */
  function contextWords(tokens, panel, actual) {
    const last = tokens.slice(Math.max(0, panel.position + 1 - CONTEXT), panel.position + 1);
    const text = last.length ? last.map((one) => one.text).join("") : panel.text;
    const words = ["After ", quoted(panel.position + 1 > CONTEXT ? `… ${text.trimStart()}` : text)];
    if (actual) words.push(" came ", quoted(actual.text), ` (rank ${grouped(actual.rank)})`);
    else words.push(" comes next");
    return words;
  }

  function candidateRow(name) {
    const label = el("span", { class: "pg-bar-label" });
    const track = el("span", { class: "pg-bar-track" }, el("span", { class: "pg-bar-fill" }), el("span", { class: "pg-bar-raw" }));
    const number = el("span", { class: "pg-bar-number" });
    const button = el("button", { type: "button", class: "pg-row pg-bar", data: { testid: `candidate-${name}` } }, label, track, number);
    const row = {
      node: el("li", { hidden: true }, button),
      index: null, //  place in the sorted list of all tokens
      lay(candidate, index, came) {
        row.node.hidden = !candidate;
        row.index = candidate ? index : null;
        if (!candidate) return;
        row.text = candidate.text;
        row.came = came;
        button.dataset.id = candidate.id;
        button.dataset.rank = index + 1;
        button.classList.toggle("pg-came", Boolean(came));
        label.replaceChildren(token(candidate.text));
        if (came) label.append(el("span", { class: "pg-came-mark", text: "◆ came next" }));
      },
      draw({ probability, before, kept, scale }) {
        Object.assign(button.dataset, { probability, raw: before, kept });
        button.classList.toggle("pg-cut", !kept);
        button.style.setProperty("--fill", Math.min(1, probability / scale).toFixed(5));
        button.style.setProperty("--raw", Math.min(1, before / scale).toFixed(5));
        button.classList.toggle("pg-moved", Math.abs(probability - before) > scale / 400);
        number.textContent = kept ? percent(probability) : "cut";
        button.setAttribute("aria-label", `${spoken(row.text)}, ${kept ? percent(probability) : "cut"}, the model's own ${percent(before)}${row.came ? ", came next" : ""}. Press to continue with it.`);
      },
    };
    return row;
  }

  function othersRow(name) {
    const label = el("span", { class: "pg-bar-label" });
    const number = el("span", { class: "pg-bar-number" });
    const track = el("span", { class: "pg-bar-track" }, el("span", { class: "pg-bar-fill" }), el("span", { class: "pg-bar-raw" }));
    const box = el("div", { class: "pg-bar pg-others", data: { testid: `others-${name}` } }, label, track, number);
    return {
      node: el("li", {}, box),
      draw({ probability, before, scale, count, kept }) {
        Object.assign(box.dataset, { probability, raw: before, kept, count });
        label.textContent = kept === count ? `all ${grouped(count)} others` : `${grouped(kept)} of ${grouped(count)} others`;
        // This bar may be longer than the scale: it ends in a hatching and its number tells.
        box.classList.toggle("pg-over", probability > scale);
        box.classList.toggle("pg-moved", Math.abs(probability - before) > scale / 400);
        box.style.setProperty("--fill", Math.min(1, probability / scale).toFixed(5));
        box.style.setProperty("--raw", Math.min(1, before / scale).toFixed(5));
        number.textContent = kept ? percent(probability) : "cut";
      },
    };
  }

  window.playground.candidateList = candidateList;
})();
