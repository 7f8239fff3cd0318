"""The only code that reaches inside a model: what it records, and what is changed there."""
