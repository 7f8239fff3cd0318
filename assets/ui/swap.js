/* “Swap direction”: what was translated becomes the text, if it is still that of the last run. */
(() => {
  "use strict";

  const playground = window.playground;

  /** The translation of `text` in lane A, or the text itself where none is known. */
  playground.turnedRound = (text) => {
    const lane = playground.store.lanes.a;
    const sentences = (lane && !lane.running && lane.sentences) || [];
    if (!sentences.length) return text;
    const same = sentences.every(({ start, end, text: source }) => text.slice(start, end) === source);
    if (!same || sentences.at(-1).end < text.trimEnd().length) return text;
    return sentences.map(({ gap, translation }) => gap + translation).join("");
  };
})();
