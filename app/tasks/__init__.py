"""What can be asked of a model: one task per file, each ending in `TASK = Task(...)`."""
