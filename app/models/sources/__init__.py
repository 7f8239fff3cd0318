"""Where a model's files come from: a wheel, the Hub, a folder."""
