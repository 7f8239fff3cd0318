"""How weights lie in files: gguf, Marian's, and the differences of adapters."""
