"""Numbers as somebody types them or sends them in an address."""

from __future__ import annotations

# More than any place, token or layer has; Python itself refuses to read thousands of them.
MOST_DIGITS = 18


def numeral(text: str) -> int | None:
    """A whole number from 0 on; None for what is none, or has more digits than anything counted."""
    fits = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if fits else None
