/* Files made in the page: a CSV that no spreadsheet runs, a NPZ that numpy reads. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { exporting } from "../../../assets/ui/lib/export.js";

test("fields are quoted where they must be, and a formula is text", () => {
  assert.equal(
    exporting.csv([
      ["a,b", 'say "hi"', "=1+1"],
      [0.1, -2, "line\nbreak"],
    ]),
    '"a,b","say ""hi""",\'=1+1\r\n0.1,-2,"line\nbreak"',
  );
});

test("an archive has its parts where its directory says, with the right check sums", async () => {
  const blob = exporting.npz({ weights: { shape: [2, 3], data: [1, 2, 3, 4, 5, 6] }, tokens: ["a", "北京"] });
  const file = join(mkdtempSync(join(tmpdir(), "npz-")), "x.npz");
  writeFileSync(file, Buffer.from(await blob.arrayBuffer()));
  const program =
    "import sys, zipfile; z = zipfile.ZipFile(sys.argv[1]); assert z.testzip() is None; print(sorted(z.namelist()))";
  assert.equal(
    execFileSync("python3", ["-c", program, file], { encoding: "utf8" }).trim(),
    "['tokens.npy', 'weights.npy']",
  );
});
