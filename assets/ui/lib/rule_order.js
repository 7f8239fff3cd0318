/* By `python -m tests.payloads` from app/decoding/sampling.py. */
export const ORDER = [
  "bias",
  "repetition",
  "presence",
  "frequency",
  "banned",
  "temperature",
  "top_k",
  "top_p",
  "min_p",
  "typical_p",
];
