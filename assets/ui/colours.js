/* Colours for what CSS cannot paint: canvases and plotly figures read the same variables. */
(() => {
  "use strict";

  const playground = window.playground;
  const listeners = new Set();
  const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

  /** The value of a CSS variable at `node`, e.g. colour(node, "--lane-fill"). */
  const colour = (node, variable) => getComputedStyle(node).getPropertyValue(variable).trim();

  /** Any CSS colour as [r, g, b], 0 to 255. */
  function channels(text) {
    probe.clearRect(0, 0, 1, 1);
    probe.fillStyle = text;
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
  }

  /** 256 packed RGBA pixels from `from` to `to`. Weights are drawn by a root, or a weight of 0.1,
   * which is a lot among thirty tokens, would be invisible. */
  function ramp(from, to) {
    const [a, b] = [channels(from), channels(to)];
    const pixels = new Uint32Array(256);
    const bytes = new Uint8Array(pixels.buffer);
    for (let i = 0; i < 256; i++) {
      const t = (i / 255) ** 0.42;
      for (let c = 0; c < 3; c++) bytes[4 * i + c] = a[c] + (b[c] - a[c]) * t;
      bytes[4 * i + 3] = 255;
    }
    return pixels;
  }

  const isDark = () => document.body.classList.contains("dark");

  // Gradio's theme is the class "dark" on body.
  let dark = isDark();
  new MutationObserver(() => {
    if (isDark() === dark) return;
    dark = !dark;
    for (const listener of listeners) listener();
  }).observe(document.body || document.documentElement, { attributes: true, attributeFilter: ["class"], subtree: !document.body });

  /** Size a canvas for the screen's pixels; returns its context, scaled to CSS pixels. */
  function prepare(canvas, width, height) {
    const ratio = window.devicePixelRatio || 1;
    const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (canvas.width !== w || canvas.height !== h) {
      canvas.width = w;
      canvas.height = h;
      canvas.style.width = `${width}px`;
      canvas.style.height = `${height}px`;
    }
    const context = canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, width, height);
    return context;
  }

  Object.assign(playground, {
    colour, channels, ramp, prepare, isDark,
    onTheme: (listener) => listeners.add(listener),
  });
})();
