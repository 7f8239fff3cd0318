/* What hiding each source word did: a row of three bars per word, two rank correlations beside
 * their control, and one sentence that says what the numbers allow to say.
 */
(() => {
  "use strict";

  const playground = window.playground;
  const { el, percent, decimal, quoted, showNote, hideNote, aligned } = playground;

  // From here on an order of words is called alike. Ranks of ten unrelated words reach it by chance
  // about once in thirty times, which is why it must also beat the control.
  const ALIKE = 0.6;
  // So much above the mean of the control is called better than it; less is within the noise of ranks.
  const BETTER = 0.2;
  // So much below the other correlation is worth a word.
  const APART = 0.3;

  const WAYS = [
    { key: "cross", title: "Hidden from cross-attention", says: "the decoder cannot read this word's place; the encoder still saw the word" },
    { key: "encoder", title: "Hidden everywhere", says: "neither the encoder nor the decoder sees the word" },
  ];

  const isKnown = (value) => value !== null && value !== undefined;

  /** Nodes for one finished experiment on the written unit. */
  function hidingResult(name, unit, told) {
    const scale = playground.barCells.scaleOf(told.words.flatMap((word) => WAYS.map(({ key }) => word[key])));
    return [bars(name, unit, told, scale), comparison(told), el("p", { class: "pg-experiment-says", data: { testid: `hide-says-${name}` } }, ...conclusion(unit, told))];
  }

  // ---------------------------------------------------------------- bars
  function bars(name, unit, told, scale) {
    const { cell, bar, signedBar, signed } = playground.barCells;
    const head = el("tr", {}, el("th", { scope: "col", text: "Source word" }), el("th", { scope: "col", text: "Attention" }),
      ...WAYS.map(({ title, says }) => el("th", { scope: "col", title: says, text: title })));
    const rows = told.words.map((word, i) => el("tr", { data: { word: i } },
      el("th", { scope: "row" }, playground.token(word.text)),
      el("td", { data: { value: word.attention } }, cell(percent(word.attention), bar(0, word.attention))),
      ...WAYS.map(({ key }) => el("td", { data: { way: key, value: word[key] } }, cell(signed(word[key]), signedBar(word[key], scale, word[key] > 0))))));
    const table = el("table", { class: "pg-experiment-table" },
      el("caption", { text: "Change of the word's log-probability in nats: left of the line it became less likely, right of it more." }),
      el("thead", {}, head), el("tbody", {}, ...rows));

    table.addEventListener("pointerover", (event) => {
      const row = event.target.closest("tr[data-word]");
      if (!row) return;
      const word = told.words[Number(row.dataset.word)];
      const alignment = aligned.of(name);
      const index = alignment && aligned.unitOf(alignment, "source", word.pieces[0]);
      if (isKnown(index)) aligned.focus({ lane: name, side: "source", index, across: null }, event.timeStamp);
      const place = event.target.closest("td[data-way]");
      if (!place) return hideNote();
      const after = Math.exp(Math.min(0, told.log_probability + Number(place.dataset.value)));
      showNote(place.getBoundingClientRect(), el("p", {}, quoted(unit.text), ` without `, quoted(word.text)),
        el("p", { text: `${percent(told.probability)} before, ${percent(after)} after` }));
    });
    table.addEventListener("pointerleave", (event) => {
      hideNote();
      aligned.focus(null, event.timeStamp);
    });
    return el("div", { class: "pg-experiment-scroll" }, table);
  }

  // ---------------------------------------------------------------- beside the control
  function comparison(told) {
    const row = (title, says, valueOf) => el("tr", {}, el("th", { scope: "row", title: says, text: title }), ...WAYS.map(({ key }) => el("td", { class: "pg-number", text: valueOf(key) })));
    const control = ({ mean, low, high }) => `${decimal(mean)} (${decimal(low)} to ${decimal(high)})`;
    const others = WAYS.map(({ key }) => told.control[key]?.words).find(isKnown);
    const rows = [
      row("Rank correlation with attention", "Spearman: 1 where the words that take more attention are also those that matter more", (key) => (isKnown(told.correlation[key]) ? decimal(told.correlation[key]) : "too few words")),
      row(`Control: ${isKnown(others) ? `${others} ` : ""}other written words, mean (range)`, "the same attention, compared with what hiding did to the other written words", (key) => (told.control[key] ? control(told.control[key]) : "too few words")),
      row("Most attended word hidden, nats", "what hiding the source word with the largest weight did", (key) => number(told.hidden_most, key)),
      row("A random word hidden, nats", "the mean over all source words", (key) => number(told.random, key)),
    ];
    return el("div", { class: "pg-experiment-scroll" }, el("table", { class: "pg-experiment-table pg-experiment-facts" },
      el("thead", {}, el("tr", {}, el("td"), ...WAYS.map(({ title }) => el("th", { scope: "col", text: title })))), el("tbody", {}, ...rows)));
  }

  const number = (by, key) => (typeof by?.[key] === "number" ? playground.barCells.signed(by[key]) : "not known");

  // ---------------------------------------------------------------- in words
  function conclusion(unit, { correlation, control }) {
    const caution = " Attention is not by itself an explanation.";
    const { cross: r, encoder } = correlation;
    if (!isKnown(r)) return ["There are too few source words to put them in an order, so nothing can be said by ranks.", caution];
    const other = control.cross;
    const word = quoted(unit.text);
    const mixed = isKnown(encoder) && encoder < r - APART
      ? " Hidden everywhere, another order comes out: the encoder has mixed the words before they are read." : "";
    if (r >= ALIKE && (!other || r > other.high)) {
      return ["For ", word, " attention ranks the source words much as hiding them does", other ? ", and better than for any other written word" : "", `.${mixed}`, caution];
    }
    if (r >= ALIKE && r >= other.mean + BETTER) {
      return ["For ", word, ` attention ranks the source words much as hiding them does, yet so it does for some other written word: part of this order holds for the whole sentence.${mixed}`, caution];
    }
    if (other && r >= other.mean + BETTER) {
      return ["For ", word, ` attention agrees with what hiding does better than the control on average, but not closely: a hint, no proof.${mixed}`, caution];
    }
    if (other) return ["For ", word, ` attention agrees with what hiding does no better than the control: here the weights do not tell which source words mattered.${mixed}`, caution];
    return ["For ", word, ` attention and hiding put the source words in different orders, and there is no other word to compare with.${mixed}`, caution];
  }

  playground.hidingResult = hidingResult;
})();
