"""Questions that ask the model again: lens, ablation, attribution, other positions."""
