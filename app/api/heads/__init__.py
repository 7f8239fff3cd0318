"""Questions on heads that other programs ask: steps, roles, distances, many sentences."""
