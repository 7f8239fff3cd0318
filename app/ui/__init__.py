"""The page: what a visitor sees and does. It reaches models only through the engine."""
