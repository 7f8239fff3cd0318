/* What Python computed for the scripts, see tests/golden.py. */
import { readFileSync } from "node:fs";

export const golden = (name) => JSON.parse(readFileSync(new URL(`golden/${name}.json`, import.meta.url), "utf8"));
