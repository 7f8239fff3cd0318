/* Plotly figures that Python drew, dressed in our colours and laid out under their words.
 *
 * figurePlots(container, dress) → {draw(sections), resize()}: each section is {title, explains,
 * finding, figure}. Plotly (4.6 MB) is loaded when the first figure is needed. A figure may name our
 * colours as "var(--pg-…)" or "var(--lane…)"; they are replaced here, so that one figure serves
 * both themes. `dress` is the element whose colours are meant.
 */
import * as endpoints from "../data/endpoints.js";
import { colour } from "./colour.js";
import { el } from "./dom.js";

const HEIGHT = 320;
const CONFIG = {
  displaylogo: false,
  responsive: true,
  displayModeBar: "hover",
  modeBarButtonsToRemove: ["select2d", "lasso2d", "autoScale2d"],
};

/** @type {Promise<any> | null} */
let loading = null;
/**  */
function plotly() {
  loading ||= new Promise((resolve, reject) => {
    if (window.Plotly) return resolve(window.Plotly);
    document.head.append(
      el("script", {
        src: endpoints.PLOTLY,
        on: {
          load: () => resolve(window.Plotly),
          error: () => {
            loading = null; // may be asked again
            reject(new Error("The drawing library could not be loaded from this server."));
          },
        },
      }),
    );
  });
  return loading;
}

// ---------------------------------------------------------------- colours
/** A copy of a figure's part with every "var(--…)" replaced by its value at `node`.
 * @param {any} part
 * @param {Element} node
 * @returns {any}
 */
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

/** @param {Element} node */
function template(node) {
  /** @param {string} name */
  const c = (name) => colour(node, name);
  const axis = {
    gridcolor: c("--pg-line"),
    linecolor: c("--pg-line-strong"),
    zerolinecolor: c("--pg-line-strong"),
    tickcolor: c("--pg-line-strong"),
    automargin: true,
    title: { standoff: 8 },
  };
  const sequential = [
    [0, c("--pg-sunken")],
    [1, c("--lane")],
  ];
  const diverging = [
    [0, c("--pg-muted")],
    [0.5, c("--pg-paper")],
    [1, c("--lane")],
  ];
  const bar = {
    outlinewidth: 0,
    thickness: 12,
    tickcolor: c("--pg-line-strong"),
    tickfont: { color: c("--pg-muted") },
  };
  return {
    layout: {
      paper_bgcolor: "rgba(0,0,0,0)",
      plot_bgcolor: "rgba(0,0,0,0)",
      font: { family: getComputedStyle(node).fontFamily, size: 12, color: c("--pg-muted") },
      colorway: [
        c("--lane"),
        c("--pg-ink"),
        c("--pg-line-strong"),
        c("--lane-fill"),
        c("--pg-muted"),
        c("--lane-tint"),
      ],
      colorscale: { sequential, sequentialminus: [...sequential].reverse().map(([, ink], i) => [i, ink]), diverging },
      coloraxis: { colorbar: bar },
      xaxis: axis,
      yaxis: axis,
      hoverlabel: {
        bgcolor: c("--pg-raised"),
        bordercolor: c("--pg-line-strong"),
        font: { color: c("--pg-ink"), family: getComputedStyle(node).fontFamily },
      },
      legend: { orientation: "h", y: -0.2, x: 0, font: { color: c("--pg-muted") } },
      margin: { l: 48, r: 12, t: 10, b: 44 },
    },
    data: { heatmap: [{ colorbar: bar }], bar: [{ marker: { color: c("--lane-fill"), line: { width: 0 } } }] },
  };
}

/**
 * @param {Record<string, any>} figure
 * @param {Element} node
 */
function dressed({ data, layout }, node) {
  const { template: _theirs, width: _width, ...rest } = resolved(layout || {}, node);
  // Plotly labels a logarithmic axis 1 2 5 10 2 5 …; powers of ten alone read better.
  for (const axis of Object.values(rest)) if (axis && axis.type === "log") axis.dtick ??= 1;
  return {
    data: resolved(data || [], node),
    layout: { ...rest, title: undefined, template: template(node), autosize: true, height: rest.height || HEIGHT },
  };
}

// ---------------------------------------------------------------- sections
/**
 * @param {HTMLElement} container
 * @param {Element} dress
 */
function figurePlots(container, dress) {
  /** @type {ReturnType<typeof figureBox>[]} */
  const boxes = []; // kept, so that plotly can update in place

  /** @param {Section[]} sections */
  async function draw(sections) {
    for (const { box, plot } of boxes.splice(sections.length)) {
      window.Plotly.purge(plot);
      box.remove();
    }
    while (boxes.length < sections.length) boxes.push(figureBox(container));
    await Promise.all(
      sections.map((section, i) => {
        const { heading, explains, finding, plot } = boxes[i];
        heading.textContent = section.title || "";
        explains.textContent = section.explains || "";
        finding.textContent = section.finding || "";
        finding.hidden = !section.finding;
        plot.setAttribute("aria-label", `${section.title}. ${section.explains || ""}`);
        const { data, layout } = dressed(section.figure, dress);
        return window.Plotly.react(plot, data, layout, CONFIG);
      }),
    );
  }

  function resize() {
    for (const { plot } of boxes)
      if (plot.classList.contains("js-plotly-plot") && plot.clientWidth) window.Plotly.Plots.resize(plot);
  }

  return { draw, resize };
}

/** @param {HTMLElement} container */
function figureBox(container) {
  const heading = el("h4");
  const explains = el("p");
  const finding = el("p", { class: "pg-finding", hidden: true });
  const plot = el("div", { class: "pg-plot", role: "group" });
  const box = el("section", { class: "pg-section" }, heading, explains, finding, plot);
  container.append(box);
  return { box, heading, explains, finding, plot };
}

export { figurePlots, plotly };
