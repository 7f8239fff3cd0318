"""What `make bench` runs: every figure as a ratio against a peer, measured in one run."""
