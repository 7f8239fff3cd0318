"""From a trace to numbers: pure functions that run no model."""
