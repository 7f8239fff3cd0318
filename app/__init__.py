"""Transformer Playground: one run of a loaded model, and everything that can be read from it.

The rooms, from the ground up; docs/architecture.md draws who imports whom:

    errors, settings, discovery
    trace            what a run left behind, as plain arrays
    text             ids, characters, words, sentences, languages
    analysis         a trace -> numbers
    instrumentation  what reaches inside a model: recording, and changing
    models           what can be loaded, where it comes from, and the store that keeps it
    training         small trained parts for an encoder
    decoding         how the next token is chosen
    experiments      questions that ask the model again
    tasks            one file per task: what is asked of a model
    engine           request -> answer: turns, kept runs, cancellation
    visualizers      a trace -> a view (beside app/)
    api              what other programs call
    ui               the page
    server, cli      put it all together
"""

import os

# numpy's products here are small: its threads would wait for each other longer than they work, and
# the more so beside torch's. Said before numpy is imported, which reads it once.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
