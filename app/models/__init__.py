"""Models: a catalogue of rows, the sources that bring their files, and what loads and keeps them.

    catalog -> sources -> loading -> store

Nothing here imports torch, transformers or huggingface_hub before a model is asked for.
"""
