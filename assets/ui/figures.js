/* A panel made of plotly figures that Python drew: fetched, dressed in our colours, laid out.
 *
 * Plotly (4.6 MB) is loaded when the first figure is needed. A figure may name our colours as
 * "var(--pg-…)" or "var(--lane…)"; they are replaced here, so that one figure serves both themes.
 */
(() => {
  "use strict";

  const playground = window.playground;
  const { el, store, badge, colour } = playground;
  const SCRIPT = "/ui/plotly.min.js";
  const HEIGHT = 320;
  const SETTLE_MS = 120; // a held arrow key must not ask for every layer on the way

  let loading = null;
  function plotly() {
    loading ||= new Promise((resolve, reject) => {
      if (window.Plotly) return resolve(window.Plotly);
      document.head.append(el("script", {
        src: SCRIPT,
        on: {
          load: () => resolve(window.Plotly),
          error: () => {
            loading = null; // may be asked again
            reject(new Error("The drawing library could not be loaded from this server."));
          },
        },
      }));
    });
    return loading;
  }

  // ---------------------------------------------------------------- colours
  /** A copy of a figure's part with every "var(--…)" replaced by its value at `node`. */
  function resolved(part, node) {
    if (typeof part === "string") {
      const name = part.match(/^var\((--[a-z0-9-]+)\)$/);
      return name ? colour(node, name[1]) || part : part;
    }
    if (Array.isArray(part)) return part.length > 4096 ? part : part.map((one) => resolved(one, node));
    if (part && typeof part === "object") {
      if (ArrayBuffer.isView(part)) return part;
      return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, resolved(value, node)]));
    }
    return part;
  }

  function template(node) {
    const c = (name) => colour(node, name);
    const axis = { gridcolor: c("--pg-line"), linecolor: c("--pg-line-strong"), zerolinecolor: c("--pg-line-strong"), tickcolor: c("--pg-line-strong"), automargin: true, title: { standoff: 8 } };
    const sequential = [[0, c("--pg-sunken")], [1, c("--lane")]];
    const diverging = [[0, c("--pg-muted")], [0.5, c("--pg-paper")], [1, c("--lane")]];
    const bar = { outlinewidth: 0, thickness: 12, tickcolor: c("--pg-line-strong"), tickfont: { color: c("--pg-muted") } };
    return {
      layout: {
        paper_bgcolor: "rgba(0,0,0,0)", plot_bgcolor: "rgba(0,0,0,0)",
        font: { family: getComputedStyle(node).fontFamily, size: 12, color: c("--pg-muted") },
        colorway: [c("--lane"), c("--pg-ink"), c("--pg-line-strong"), c("--lane-fill"), c("--pg-muted"), c("--lane-tint")],
        colorscale: { sequential, sequentialminus: [...sequential].reverse().map(([, ink], i) => [i, ink]), diverging },
        coloraxis: { colorbar: bar }, xaxis: axis, yaxis: axis,
        hoverlabel: { bgcolor: c("--pg-raised"), bordercolor: c("--pg-line-strong"), font: { color: c("--pg-ink"), family: getComputedStyle(node).fontFamily } },
        legend: { orientation: "h", y: -0.2, x: 0, font: { color: c("--pg-muted") } },
        margin: { l: 48, r: 12, t: 10, b: 44 },
      },
      data: { heatmap: [{ colorbar: bar }], bar: [{ marker: { color: c("--lane-fill"), line: { width: 0 } } }] },
    };
  }

  function dressed({ data, layout }, node) {
    const { template: _theirs, width: _width, ...rest } = resolved(layout || {}, node);
    // Plotly labels a logarithmic axis 1 2 5 10 2 5 …; powers of ten alone read better.
    for (const axis of Object.values(rest)) if (axis && axis.type === "log") axis.dtick ??= 1;
    return {
      data: resolved(data || [], node),
      layout: { ...rest, title: undefined, template: template(node), autosize: true, height: rest.height || HEIGHT },
    };
  }

  // ---------------------------------------------------------------- the view
  function start(root, props) {
    const panel = props.panel;
    root.classList.add("pg-figures");
    root.dataset.testid = `figures-${panel}`;
    const hint = el("p", { class: "pg-note", text: "Run a model to fill this panel." });
    const grid = el("div", { class: "pg-figure-lanes" });
    const lanes = ["a", "b"].map((name) => figureLane(name, panel));
    grid.append(...lanes.map((lane) => lane.node));
    root.replaceChildren(playground.explains(props), hint, grid);
    let timer = 0;

    function update(change) {
      hint.hidden = lanes.map((lane) => lane.follow(change.since)).some(Boolean);
      if (!change.selection || !(change.changed || []).some((key) => ["layer", "heads", "stack"].includes(key))) return;
      clearTimeout(timer);
      timer = setTimeout(() => lanes.forEach((lane) => lane.refresh(change.since)), SETTLE_MS);
    }
    store.subscribe(update);
    playground.onTheme(() => lanes.forEach((lane) => lane.redraw()));
    update({ selection: false, since: performance.now() });
  }

  function figureLane(name, panel) {
    const title = el("h3");
    const message = el("p", { class: "pg-note", hidden: true });
    const caption = el("p", { class: "pg-figure-caption", data: { testid: `caption-${panel}-${name}` } });
    const formula = el("p", { class: "pg-formula" });
    const sections = el("div", { class: "pg-sections" });
    const node = el("article", { class: "pg-figure-lane", data: { lane: name } },
      el("header", { class: "pg-lane-head" }, badge(name), title), message, caption, formula, sections);
    let trace = null;
    let url = null; //    what is on screen
    let content = null;
    const plots = []; //  {box, plot} per section, kept so that plotly can update in place

    const hiddenNow = () => node.offsetParent === null;
    const resize = new ResizeObserver(() => {
      if (!hiddenNow()) refresh(performance.now()); // the tab was opened: draw what was put off
      for (const { plot } of plots) if (plot.classList.contains("js-plotly-plot") && plot.clientWidth) window.Plotly.Plots.resize(plot);
    });
    resize.observe(node);

    function address() {
      const { layer, heads, stack } = store.selection;
      const query = new URLSearchParams({ layer, head: heads[0] });
      if (stack) query.set("stack", stack);
      return `/panels/${encodeURIComponent(panel)}/${trace}?${query}`;
    }

    function say(sentence) {
      message.textContent = sentence || "";
      message.hidden = !sentence;
      for (const part of [caption, formula, sections]) part.hidden = Boolean(sentence);
      if (sentence) url = content = null;
    }

    async function refresh(since) {
      if (!trace || hiddenNow() || address() === url) return; // drawing for nobody would slow down what is seen
      const wanted = (url = address());
      try {
        const [found] = await Promise.all([store.get(wanted), plotly()]);
        if (wanted !== url) return;
        say("");
        content = found;
        await redraw();
        playground.drawn(panel, "layer", since);
      } catch (error) {
        if (wanted === url) say(error.message);
      }
    }

    async function redraw() {
      if (!content || !window.Plotly) return;
      caption.textContent = content.caption || "";
      formula.textContent = content.formula || "";
      formula.hidden = !content.formula;
      node.dataset.scheme = content.scheme || "";
      const wanted = content.sections || [];
      for (const { box, plot } of plots.splice(wanted.length)) {
        window.Plotly.purge(plot);
        box.remove();
      }
      while (plots.length < wanted.length) plots.push(figureBox(sections));
      await Promise.all(wanted.map((section, i) => {
        const { heading, explains, plot } = plots[i];
        heading.textContent = section.title || "";
        explains.textContent = section.explains || "";
        plot.setAttribute("aria-label", `${section.title}. ${section.explains || ""}`);
        const { data, layout } = dressed(section.figure, node);
        return window.Plotly.react(plot, data, layout, { displaylogo: false, responsive: true, displayModeBar: "hover", modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"] });
      }));
    }

    return {
      node, refresh, redraw,
      follow(since) {
        const lane = store.lanes[name];
        const reason = lane && lane.panels && lane.panels[panel];
        const present = Boolean(lane && (lane.trace || lane.running || trace || reason));
        node.hidden = !present;
        if (!present) {
          trace = null;
          return false;
        }
        title.textContent = lane.title || "";
        node.classList.toggle("pg-stale", Boolean(lane.running && content));
        if (reason) {
          trace = null;
          say(reason);
        } else if (lane.trace && lane.trace !== trace) {
          trace = lane.trace;
          refresh(since);
        } else if (!trace) say("The figures appear here when the text is complete.");
        return true;
      },
    };
  }

  function figureBox(sections) {
    const heading = el("h4");
    const explains = el("p");
    const plot = el("div", { class: "pg-plot", role: "group" });
    const box = el("section", { class: "pg-section" }, heading, explains, plot);
    sections.append(box);
    return { box, heading, explains, plot };
  }

  playground.register("figures", start);
})();
