/* Every head of one stack as a small picture: layers from left to right, heads from top to bottom.
 *
 * headMap(node, {onPick, onPeek, says}) → {set, select, redraw, node}. It knows nothing of the store;
 * `says` gives a word for (layer, head), shown beside the pointer.
 */
(() => {
  "use strict";

  const { el, clamp, colour, ramp, prepare, showNote, hideNote } = window.playground;
  const LABEL = 30; //    room for head numbers on the left and layer numbers on top, CSS px
  const TOP = 20;
  const LARGEST = 44;
  const TALLEST = 300; // and when two maps share the width:
  const TALLEST_BESIDE = 216;

  function headMap(node, { onPick, onPeek, says = () => "" }) {
    const canvas = el("canvas", { class: "pg-map-canvas", role: "application", tabindex: "0", "aria-roledescription": "head map", "aria-description": "Ctrl- or Shift-click adds a head of the same layer; their mean is shown." });
    node.append(canvas);
    let thumbs = null; //   {shape: [layers, heads, s, s'], data}
    let chosen = { layer: 0, heads: [0] };
    let hover = null;
    let picture = null; //  the thumbnails alone, so that a frame costs one blit
    let cell = 0;
    let gap = 0;

    // ------------------------------------------------------------ drawing
    /** All thumbnails side by side, one pixel per weight. */
    function atlas() {
      const [layers, heads, rows, columns] = thumbs.shape;
      const sheet = new OffscreenCanvas(layers * columns, heads * rows);
      const context = sheet.getContext("2d");
      const image = context.createImageData(sheet.width, sheet.height);
      const pixels = new Uint32Array(image.data.buffer);
      const palette = ramp(colour(node, "--pg-map-low"), colour(node, "--pg-map-high"));
      let at = 0;
      for (let layer = 0; layer < layers; layer++) {
        for (let head = 0; head < heads; head++) {
          for (let row = 0; row < rows; row++) {
            let out = (head * rows + row) * sheet.width + layer * columns;
            for (let column = 0; column < columns; column++) pixels[out++] = palette[thumbs.data[at++]];
          }
        }
      }
      context.putImageData(image, 0, 0);
      return sheet;
    }

    function layout() {
      const [layers, heads] = thumbs.shape;
      const width = node.clientWidth - LABEL;
      const pitch = clamp(Math.min(width / layers, (width < 540 ? TALLEST_BESIDE : TALLEST) / heads), 6, LARGEST);
      // Whole device pixels: fractions blur the cells' edges.
      const ratio = window.devicePixelRatio || 1;
      gap = pitch > 12 ? 2 : 1;
      cell = Math.max(4, Math.floor(pitch * ratio) / ratio - gap);
      return { width: LABEL + layers * (cell + gap), height: TOP + heads * (cell + gap) };
    }

    const left = (layer) => LABEL + layer * (cell + gap);
    const top = (head) => TOP + head * (cell + gap);

    function paint() {
      const size = layout();
      if (node.clientWidth < LABEL + 20) return; // hidden tab: drawn again when it is shown
      const [layers, heads, rows, columns] = thumbs.shape;
      const sheet = atlas();
      picture = el("canvas");
      const context = prepare(picture, size.width, size.height);
      context.imageSmoothingEnabled = cell * (window.devicePixelRatio || 1) < rows;
      context.imageSmoothingQuality = "high";
      for (let layer = 0; layer < layers; layer++) {
        for (let head = 0; head < heads; head++) {
          context.drawImage(sheet, layer * columns, head * rows, columns, rows, left(layer), top(head), cell, cell);
        }
      }
      context.fillStyle = colour(node, "--pg-muted");
      context.font = `11px ${getComputedStyle(node).fontFamily}`;
      context.textBaseline = "middle";
      const every = cell + gap < 15 ? 5 : 1; // numbers must not run into each other
      context.textAlign = "center";
      for (let layer = 0; layer < layers; layer += every) context.fillText(layer, left(layer) + cell / 2, TOP / 2 + 2);
      context.textAlign = "right";
      for (let head = 0; head < heads; head += cell + gap < 11 ? 2 : 1) context.fillText(head, LABEL - 7, top(head) + cell / 2);
      frames();
    }

    /** The picture with the selected heads and the pointed one framed. */
    function frames() {
      if (!picture) return;
      const ratio = window.devicePixelRatio || 1;
      const context = prepare(canvas, picture.width / ratio, picture.height / ratio);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.drawImage(picture, 0, 0);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const frame = (layer, head, width, ink) => {
        context.strokeStyle = ink;
        context.lineWidth = width;
        const out = width / 2;
        context.strokeRect(left(layer) - out, top(head) - out, cell + 2 * out, cell + 2 * out);
      };
      if (hover) frame(hover.layer, hover.head, 1.5, colour(node, "--pg-muted"));
      for (const head of chosen.heads) {
        frame(chosen.layer, head, 4, colour(node, "--pg-paper")); // a halo, so that the frame shows on dark cells
        frame(chosen.layer, head, 2, colour(node, "--pg-ink"));
      }
    }

    // ------------------------------------------------------------ pointing and keys
    function at(event) {
      if (!thumbs) return null;
      const box = canvas.getBoundingClientRect();
      const layer = Math.floor((event.clientX - box.left - LABEL) / (cell + gap));
      const head = Math.floor((event.clientY - box.top - TOP) / (cell + gap));
      const inside = layer >= 0 && head >= 0 && layer < thumbs.shape[0] && head < thumbs.shape[1];
      return inside ? { layer, head } : null;
    }

    function point(next) {
      if (JSON.stringify(next) === JSON.stringify(hover)) return;
      hover = next;
      frames();
      if (!hover) return hideNote();
      const box = canvas.getBoundingClientRect();
      showNote(
        { left: box.left + left(hover.layer), top: box.top + top(hover.head), width: cell, height: cell },
        el("p", { text: [`layer ${hover.layer} · head ${hover.head}`, says(hover.layer, hover.head)].filter(Boolean).join(" · ") }),
        hover.layer === chosen.layer ? el("p", { class: "pg-note-hint", text: "Ctrl- or Shift-click: mean with the selected" }) : "",
      );
      onPeek(hover.layer);
    }

    canvas.addEventListener("pointermove", (event) => point(at(event)));
    canvas.addEventListener("pointerleave", () => point(null));
    canvas.addEventListener("click", (event) => {
      const hit = at(event);
      if (!hit) return;
      const adding = (event.ctrlKey || event.metaKey || event.shiftKey) && hit.layer === chosen.layer;
      let heads = [hit.head];
      if (adding) {
        const rest = chosen.heads.filter((head) => head !== hit.head);
        heads = rest.length < chosen.heads.length ? rest : [...rest, hit.head];
        if (!heads.length) return;
      }
      onPick({ layer: hit.layer, heads: heads.sort((a, b) => a - b) }, event.timeStamp);
    });
    canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      if (!step || !thumbs || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      const layer = clamp(chosen.layer + step[0], 0, thumbs.shape[0] - 1);
      const head = clamp(chosen.heads[0] + step[1], 0, thumbs.shape[1] - 1);
      onPick({ layer, heads: [head] }, event.timeStamp);
    });

    return {
      node,
      set(next) {
        if (thumbs === next) return;
        thumbs = next;
        hover = null;
        paint();
      },
      select(next) {
        chosen = next;
        const many = next.heads.length > 1 ? `heads ${next.heads.join(", ")}` : `head ${next.heads[0]}`;
        canvas.setAttribute("aria-label", `Map of all heads. Selected: layer ${next.layer}, ${many}. Arrow keys move.`);
        frames();
      },
      redraw: () => thumbs && paint(),
    };
  }

  window.playground.headMap = headMap;
})();
