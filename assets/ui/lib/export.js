/* Files of what is shown, made in the page: nothing is sent anywhere and the model is not run.
 *
 * exporting → {save, csv, npz, svg, png}. NPZ is numpy's own: a zip of .npy arrays, read by
 * numpy.load(file, allow_pickle=False).
 */
const ENCODER = new TextEncoder();

/**
 * @param {Blob} blob
 * @param {string} name
 */
function save(blob, name) {
  const url = URL.createObjectURL(blob);
  const link = document.createElement("a");
  Object.assign(link, { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

// ---------------------------------------------------------------- CSV
/** One field; a text that a spreadsheet would take for a formula gets an apostrophe in front.
 * @param {string | number} value
 */
function field(value) {
  if (typeof value === "number") return String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows of fields as text: numbers as they are, with every digit they have.
 * @param {(string | number)[][]} rows
 */
const csv = (rows) => rows.map((row) => row.map(field).join(",")).join("\r\n");

// ---------------------------------------------------------------- NPZ
/** A .npy file. Source: numpy.lib.format, version 1.0.
 * @param {string} descr
 * @param {number[]} shape
 * @param {Uint8Array} bytes
 */
function npy(descr, shape, bytes) {
  const tuple = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  let header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${tuple}), }`;
  header += `${" ".repeat((64 - ((header.length + 11) % 64)) % 64)}\n`;
  const out = new Uint8Array(10 + header.length + bytes.length);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 255, header.length >> 8]);
  out.set(ENCODER.encode(header), 10);
  out.set(bytes, 10 + header.length);
  return out;
}

/** @param {string[]} texts */
function ofTexts(texts) {
  const points = texts.map((text) => Array.from(text, (sign) => sign.codePointAt(0) || 0));
  const width = Math.max(1, ...points.map((each) => each.length));
  const data = new Uint32Array(texts.length * width);
  points.forEach((each, row) => data.set(each, row * width));
  return npy(`<U${width}`, [texts.length], new Uint8Array(data.buffer));
}

/** One array: {shape, data} of 32-bit floats, or a list of texts.
 * @param {NumbersOrTexts} value
 */
const array = (value) =>
  Array.isArray(value) ? ofTexts(value) : npy("<f4", value.shape, new Uint8Array(Float32Array.from(value.data).buffer));

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit++) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c >>> 0;
});

/** @param {Uint8Array} bytes */
function crc(bytes) {
  let c = 0xffffffff;
  for (const byte of bytes) c = TABLE[(c ^ byte) & 255] ^ (c >>> 8);
  return (c ^ 0xffffffff) >>> 0;
}

/** Arrays by name as one .npz. Source: the ZIP file format, APPNOTE 6.3.10, stored, not packed.
 * @param {Record<string, NumbersOrTexts>} arrays
 */
function npz(arrays) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, value] of Object.entries(arrays)) {
    const [title, body] = [ENCODER.encode(`${name}.npy`), array(value)];
    const facts = new DataView(new ArrayBuffer(26));
    [20, 0, 0, 0, 0x21].forEach((number, i) => facts.setUint16(2 * i, number, true)); // 1 January 1980
    [crc(body), body.length, body.length].forEach((number, i) => facts.setUint32(10 + 4 * i, number, true));
    facts.setUint16(22, title.length, true);
    const same = new Uint8Array(facts.buffer);
    const local = [Uint8Array.of(0x50, 0x4b, 3, 4), same, title, body];
    const place = new DataView(new ArrayBuffer(14));
    place.setUint32(10, offset, true);
    directory.push(Uint8Array.of(0x50, 0x4b, 1, 2, 20, 0), same, new Uint8Array(place.buffer), title);
    parts.push(...local);
    offset += local.reduce((sum, { length }) => sum + length, 0);
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = Object.keys(arrays).length;
  const end = new DataView(new ArrayBuffer(22));
  end.setUint32(0, 0x06054b50, true);
  end.setUint16(8, count, true);
  end.setUint16(10, count, true);
  end.setUint32(12, size, true);
  end.setUint32(16, offset, true);
  return new Blob([...parts, ...directory, end.buffer], { type: "application/zip" });
}

// ---------------------------------------------------------------- pictures
/** @param {SVGElement} drawing */
const svg = (drawing) => new Blob([new XMLSerializer().serializeToString(drawing)], { type: "image/svg+xml" });

/** The drawing as pixels, twice as fine as on screen.
 * @param {SVGElement} drawing
 * @returns {Promise<Blob>}
 */
async function png(drawing) {
  const url = URL.createObjectURL(svg(drawing));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    const by = Math.min(2, 8000 / Math.max(image.width, image.height)); // larger ones browsers refuse
    Object.assign(canvas, { width: Math.round(image.width * by), height: Math.round(image.height * by) });
    /** @type {CanvasRenderingContext2D} */ (canvas.getContext("2d")).drawImage(
      image,
      0,
      0,
      canvas.width,
      canvas.height,
    );
    return await new Promise((done, fail) =>
      canvas.toBlob(
        (blob) => (blob ? done(blob) : fail(new Error("The picture is too large for this browser: take the SVG."))),
        "image/png",
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}

export const exporting = { save, csv, npz, svg, png };
