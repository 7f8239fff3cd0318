"""How much may be asked of a decoding experiment; readable where there is no torch."""

MOST_CHILDREN = 10  # of a node of the tree of continuations
MOST_DEPTH = 12  # levels of that tree
MOST_NODES = 400  # of that tree
MOST_DRAWS = 100_000
