"""Transformer Playground: the map of the house.

A task runs a loaded model once and returns an answer that carries a trace; a visualizer is
a pure function from a trace to a view; the page only wires them.

    catalog -> sources -> loading -> task -> tracing -> Trace -> visualizers -> ui / api

    models/       what can be loaded, where it comes from, and the store that keeps it
    training/     small trained parts for an encoder, from data to a folder that can be loaded
    tasks/        one file per task: what is asked of a model
    decoding      a decoder writes token by token; every step is recorded
    tracing       the only reader of transformers' internals
    trace         what a pass left behind: numpy, no torch, no model
    engine        the one door: request -> answer, with limits, caches and locks
    server        the array routes, health and the mounted page
    ui/           the page itself
"""

import os

# numpy's products here are small: its threads would wait for each other longer than they work, and
# the more so beside torch's. Said before numpy is imported, which reads it once.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
