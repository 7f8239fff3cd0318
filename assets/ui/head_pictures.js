/* One head before and after: two squares of weights, who reads (rows) from whom (columns). */
(() => {
  "use strict";

  const playground = window.playground;
  const { el, store, badge, colour, ramp } = playground;

  function headPictures() {
    const boxes = Object.fromEntries(["a", "b"].map((lane) => {
      const canvas = el("canvas", { class: "pg-head-picture", role: "img", width: 1, height: 1 });
      return [lane, { canvas, node: el("figure", { class: "pg-head-figure", data: { lane } }, el("figcaption", {}, badge(lane), el("span", { text: lane === "a" ? "before" : "after" })), canvas) }];
    }));
    const node = el("div", { class: "pg-head-pictures" }, boxes.a.node, boxes.b.node);
    let wanted = null; //  {a, b}: addresses
    let drawn = null; //   {a, b}: arrays

    function redraw() {
      for (const [lane, { data, shape }] of Object.entries(drawn || {})) {
        const [queries, keys] = shape.slice(-2);
        const { canvas } = boxes[lane];
        Object.assign(canvas, { width: keys, height: queries });
        canvas.setAttribute("aria-label", `Weights in lane ${lane.toUpperCase()}: ${queries} reading tokens by ${keys} tokens read`);
        const palette = ramp(colour(node, "--pg-sunken"), colour(canvas, "--lane"));
        const context = canvas.getContext("2d");
        const image = context.createImageData(keys, queries);
        const pixels = new Uint32Array(image.data.buffer);
        for (let i = 0; i < pixels.length; i++) pixels[i] = palette[Math.round(Math.min(1, data[i]) * 255)];
        context.putImageData(image, 0, 0);
      }
    }

    return {
      node,
      redraw,
      async show(next) {
        if (JSON.stringify(next) === JSON.stringify(wanted)) return;
        wanted = next;
        try {
          const [a, b] = await Promise.all([store.get(next.a), store.get(next.b)]);
          if (wanted !== next) return;
          drawn = { a, b };
          redraw();
        } catch {
          if (wanted === next) drawn = wanted = null; // the numbers beside it stand without the picture
        }
      },
    };
  }

  playground.headPictures = headPictures;
})();
