"""Pure functions from a trace to a view: one panel per file, ending in `PANEL = Panel(...)`."""
