/* The views of the attention panel as SVG drawings that stand alone, colours and texts included.
 *
 * gridDrawing, linksDrawing and textDrawing give an <svg> element; texts become text nodes.
 */
import { colour, ramp, readable } from "../../kit/colour.js";
import { drawing } from "../../kit/dom.js";
import { shortToken } from "../../kit/matrix_grid.js";

const SPACE = "http://www.w3.org/2000/svg";
const FONT = "system-ui, sans-serif";
const SOLID = 16_000; // cells: up to here each is a rectangle, beyond they are one image

const INKS = ["#000", "#fff"]; // one of the two reads well on every shade

/**
 * @param {string} tag
 * @param {Record<string, string | number | null | undefined>} attributes
 * @param {...(Node | string)} children
 * @returns {SVGElement}
 */
function draw(tag, attributes, ...children) {
  const node = document.createElementNS(SPACE, tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

/**
 * @param {number} width
 * @param {number} height
 * @param {Element} node
 * @returns {SVGElement}
 */
function sheet(width, height, node) {
  const root = draw("svg", {
    xmlns: SPACE,
    width: Math.ceil(width),
    height: Math.ceil(height),
    viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
    "font-family": FONT,
  });
  root.append(draw("rect", { width: "100%", height: "100%", fill: colour(node, "--pg-paper") }));
  return root;
}

/**
 * @param {number} x
 * @param {number} y
 * @param {string} text
 * @param {Record<string, string | number | null | undefined>} attributes
 */
const letters = (x, y, text, attributes) =>
  draw("text", { x, y, "dominant-baseline": "central", ...attributes }, shortToken(text));

/** A grid with all its cells. `image` has one pixel per cell.
 * @param {GridState} grid
 * @param {OffscreenCanvas} image
 * @param {Element} node
 */
function gridDrawing(grid, image, node) {
  const [rows, columns] = [grid.rows.length, grid.columns.length];
  const cell = Math.max(4, Math.min(26, 900 / Math.max(rows, columns)));
  const [left, top] = [120, 96];
  const root = sheet(left + columns * cell + 60, top + rows * cell + 10, node);
  const [ink, muted] = [colour(node, "--pg-ink"), colour(node, "--pg-muted")];
  if (rows * columns <= SOLID) {
    const fills = readable(ramp(colour(node, "--pg-sunken"), colour(node, "--lane")), [ink, ink]).fill;
    const cells = draw("g", { "shape-rendering": "crispEdges" });
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        if (column === grid.hidden || grid.blank(row, column)) continue;
        const value = grid.values[row * columns + column];
        cells.append(
          draw(
            "rect",
            {
              x: left + column * cell,
              y: top + row * cell,
              width: cell,
              height: cell,
              fill: fills[Math.min(255, Math.round((value * 255) / grid.scale))],
            },
            draw("title", {}, `${grid.rows[row]} → ${grid.columns[column]}: ${grid.format(value)}`),
          ),
        );
      }
    }
    root.append(cells);
  } else {
    const canvas = document.createElement("canvas");
    Object.assign(canvas, { width: columns, height: rows });
    drawing(canvas).drawImage(image, 0, 0);
    root.append(
      draw("image", {
        x: left,
        y: top,
        width: columns * cell,
        height: rows * cell,
        href: canvas.toDataURL(),
        preserveAspectRatio: "none",
        style: "image-rendering: pixelated",
      }),
    );
  }
  const step = Math.max(1, Math.ceil(11 / cell));
  for (let row = 0; row < rows; row += step)
    root.append(
      letters(left - 6, top + (row + 0.5) * cell, grid.rows[row], {
        "text-anchor": "end",
        "font-size": 11,
        fill: row === grid.current ? ink : muted,
      }),
    );
  for (let column = 0; column < columns; column += step) {
    const x = left + (column + 0.5) * cell;
    root.append(
      letters(x, top - 6, grid.columns[column], {
        "font-size": 11,
        fill: muted,
        transform: `rotate(-45 ${x} ${top - 6})`,
      }),
    );
  }
  return root;
}

/** Two columns of tokens and the lines between them; those of `now` stand out.
 * @param {ShownPicture} picture
 * @param {number[][]} edges
 * @param {Element} node
 * @param {AxisPlace | null} now
 */
function linksDrawing(picture, edges, node, now) {
  const line = 24;
  const { labels: queries, keys } = picture;
  const root = sheet(560, Math.max(queries.length, keys.length) * line + 16, node);
  const ink = colour(node, "--pg-ink");
  const lines = draw("g", { fill: "none", stroke: colour(node, "--lane"), "stroke-linecap": "round" });
  /** @param {number} index */
  const y = (index) => 8 + (index + 0.5) * line;
  for (const [query, key, weight] of edges) {
    const mine = now && (now.side === "query" ? query === now.index : key === now.index);
    lines.append(
      draw(
        "path",
        {
          d: `M190 ${y(query)} C 260 ${y(query)} 300 ${y(key)} 370 ${y(key)}`,
          "stroke-width": (0.75 + 3.75 * weight).toFixed(2),
          "stroke-opacity": (mine ? 0.35 + 0.65 * Math.sqrt(weight) : 0.08 + 0.5 * weight).toFixed(3),
        },
        draw("title", {}, `${queries[query]} → ${keys[key]}: ${picture.format(weight * picture.scale)}`),
      ),
    );
  }
  root.append(lines);
  queries.forEach((text, index) =>
    root.append(letters(182, y(index), text, { "text-anchor": "end", "font-size": 14, fill: ink })),
  );
  keys.forEach((text, index) =>
    root.append(
      letters(378, y(index), text, {
        "font-size": 14,
        fill: index === picture.hidden ? colour(node, "--pg-faint") : ink,
      }),
    ),
  );
  return root;
}

/** The text that is read, shaded by what one row reads from it.
 * @param {ShownPicture} picture
 * @param {Element} node
 * @param {number} row
 */
function textDrawing(picture, node, row) {
  const [width, line, size] = [720, 30, 17];
  const pen = drawing(document.createElement("canvas"));
  pen.font = `${size}px ${FONT}`;
  const tones = readable(ramp(colour(node, "--pg-paper"), colour(node, "--lane-fill")), INKS);
  const parts = draw("g", { "font-size": size, "xml:space": "preserve", style: "white-space: pre" });
  let [x, y] = [16, 56];
  picture.keys.forEach((text, key) => {
    const wide = pen.measureText(text.replaceAll("\n", "")).width;
    if (x + wide > width - 16 || text.includes("\n")) [x, y] = [16, y + line];
    const value = picture.values[row * picture.keys.length + key];
    const out = key === picture.hidden || (picture.allowed && !picture.allowed(row, key));
    const tone = out ? 0 : Math.min(255, Math.round((value * 255) / picture.scale));
    if (tone)
      parts.append(
        draw("rect", { x, y: y - line / 2 + 2, width: wide, height: line - 4, rx: 3, fill: tones.fill[tone] }),
      );
    parts.append(
      draw(
        "text",
        { x, y, "dominant-baseline": "central", fill: tones.ink[tone] },
        text.replaceAll("\n", ""),
        draw("title", {}, picture.format(value)),
      ),
    );
    x += wide;
  });
  const root = sheet(width, y + line, node);
  root.append(
    draw(
      "text",
      { x: 16, y: 22, "font-size": 13, "dominant-baseline": "central", fill: colour(node, "--pg-muted") },
      `What “${picture.labels[row].trim()}” (${row}) reads`,
    ),
    parts,
  );
  return root;
}

export { gridDrawing, linksDrawing, textDrawing };
