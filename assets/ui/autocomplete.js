/* Autocomplete: a greyed continuation behind the caret, and the three likeliest next tokens below the box.
 *
 * Only the newest question counts: typing leaves off the one under way, and an answer is shown only
 * while the box still holds what it was asked for.
 */
(() => {
  "use strict";

  const playground = window.playground;
  const { el, token, spoken, percent } = playground;
  const TASK = "autocomplete";
  const PAUSE_MS = 40; // between two keys of a fast typist; longer would be felt

  const page = crypto.getRandomValues(new Uint32Array(2)).join("-"); // tells this page from another
  const says = "Tab takes the grey text, Escape sends it away.";
  const chips = el("div", { class: "pg-suggested-tokens", role: "group", "aria-label": "Likeliest next tokens", data: { testid: "suggested-tokens" } });
  const note = el("p", { class: "pg-note", text: says, data: { testid: "suggestion-note" } });
  const live = el("p", { class: "pg-unseen", "aria-live": "polite" });
  const panel = el("div", { class: "pg-suggested", data: { lane: "a" } }, chips, note, live);
  let copy = null;
  let asked = null; //   {text, controller}: the question under way or answered last
  let shown = { text: "", ghost: "" }; // the grey text, and the text it follows
  let pause = 0;

  const box = () => document.querySelector("#text textarea");
  const active = () => document.querySelector("#task input:checked")?.value === TASK;
  const atEnd = (area) => area.selectionStart === area.value.length && area.selectionEnd === area.value.length;

  // ---------------------------------------------------------------- what is shown
  function draw(area) {
    const { text, ghost } = shown;
    copy ||= playground.boxCopy("pg-input-marks pg-ghost");
    const fits = ghost && area.value === text && atEnd(area);
    copy.node.hidden = !fits;
    if (!fits) return;
    copy.lay(area);
    copy.node.dataset.testid = "ghost";
    copy.node.replaceChildren(el("div", { style: `translate: 0 ${-area.scrollTop}px` }, text, el("span", { class: "pg-ghost-text", text: ghost })));
  }

  function clear(sentence = says) {
    shown = { text: "", ghost: "" };
    if (copy) copy.node.hidden = true;
    chips.replaceChildren();
    note.textContent = sentence;
  }

  function leaveOff() {
    clearTimeout(pause);
    asked?.controller.abort();
    asked = null;
  }

  function show(area, text, line) {
    shown = { text, ghost: line.text };
    const key = JSON.stringify([text, line.tokens]);
    if (chips.dataset.key !== key) {
      chips.dataset.key = key;
      chips.replaceChildren(...line.tokens.map(({ id, text: word, probability }) => {
        const button = el("button", { type: "button", class: "pg-choice", "aria-label": `${spoken(word)}, ${percent(probability)}. Take it.`, data: { id, probability, testid: "suggested-token" }, on: { click: () => take(area, text, word) } }, token(word), el("span", { class: "pg-number", text: percent(probability) }));
        button.style.setProperty("--p", probability.toFixed(4));
        return button;
      }));
    }
    note.textContent = says;
    draw(area);
  }

  // ---------------------------------------------------------------- asking
  async function ask(area) {
    const text = area.value;
    leaveOff();
    if (!active() || !text.trim() || !atEnd(area)) return;
    const question = (asked = { text, controller: new AbortController() });
    const current = () => question === asked && area.value === text;
    const model = document.querySelector("#model-a input")?.value || "";
    const began = performance.now();
    try {
      let first = true;
      for await (const line of playground.lines("/autocomplete", question.controller.signal, { text, model: modelId(model), page })) {
        if (!current()) return;
        if (line.error) throw new Error(line.error);
        show(area, text, line);
        if (first) playground.timings.autocomplete = { event: "first", ms: performance.now() - began };
        first = false;
      }
      if (current() && shown.ghost) live.textContent = `Suggestion: ${shown.ghost}`;
    } catch (error) {
      if (error.name !== "AbortError" && current()) clear(error.message);
    }
  }

  /** The box shows a title; the lanes know its id, and a model of one's own is typed as its id. */
  function modelId(title) {
    const known = Object.values(playground.store.lanes).find((lane) => lane?.title === title);
    return known ? known.model : title.includes(":") ? title : "";
  }

  /** What goes on as suggested keeps the rest of the suggestion until the new one is there. */
  function typed(area) {
    const { text, ghost } = shown;
    const more = area.value.slice(text.length);
    const goesOn = ghost && more && area.value.startsWith(text) && ghost.startsWith(more);
    leaveOff();
    chips.replaceChildren();
    delete chips.dataset.key;
    shown = goesOn ? { text: area.value, ghost: ghost.slice(more.length) } : { text: "", ghost: "" };
    draw(area);
    pause = setTimeout(() => ask(area), PAUSE_MS);
  }

  // ---------------------------------------------------------------- taking
  function take(area, text, words) {
    if (area.value !== text) return;
    area.focus();
    area.setSelectionRange(text.length, text.length);
    // As if typed: Gradio hears it, and Ctrl Z takes it back.
    document.execCommand("insertText", false, words);
  }

  document.addEventListener("input", (event) => {
    if (event.target === box() && active()) typed(event.target);
  }, true);
  document.addEventListener("keydown", (event) => {
    const area = box();
    if (event.target !== area || !active() || event.isComposing) return;
    const there = shown.ghost && shown.text === area.value && atEnd(area);
    if (event.key === "Tab" && !event.shiftKey && !event.ctrlKey && !event.altKey && there) {
      event.preventDefault();
      take(area, shown.text, shown.ghost);
    } else if (event.key === "Escape" && (there || asked)) {
      event.preventDefault();
      leaveOff();
      clear("Sent away: type on for another one. Tab now leaves the box.");
    }
  }, true);
  document.addEventListener("selectionchange", () => document.activeElement === box() && active() && copy && draw(box()));
  addEventListener("scroll", (event) => {
    if (copy && !copy.node.hidden && event.target === box()) draw(event.target);
  }, { capture: true, passive: true });
  addEventListener("resize", () => copy && box() && active() && draw(box()), { passive: true });

  /** The task was chosen or left. */
  function place() {
    const field = document.querySelector("#text");
    if (!field) return;
    if (!active()) {
      if (panel.isConnected) {
        leaveOff();
        clear();
        panel.remove();
      }
      return;
    }
    if (!panel.isConnected) {
      field.append(panel);
      if (box()?.value) ask(box());
    }
  }
  document.addEventListener("change", (event) => event.target.closest?.("#task") && setTimeout(place));
  playground.store.subscribe(place);
  // An address may name the task, and then nobody touches the switch: its look changes.
  const watch = new MutationObserver(() => {
    const rail = document.querySelector(".pg-rail");
    if (rail && !watch.rail) {
      watch.rail = rail;
      watch.disconnect();
      watch.observe(rail, { childList: true, subtree: true, attributes: true, attributeFilter: ["class"] });
    }
    place();
  });
  watch.observe(document.body, { childList: true, subtree: true });
})();
