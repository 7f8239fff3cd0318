"""From a request to an answer: turns, the runs that are kept, cancellation. Values, never JSON."""
