"""What the names of token labels say: which kind of entity, and where in one the token stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

OUTSIDE = "O"
# Begin, inside (or middle), end (or last), and an entity of one word (single, unit, or whole).
_BEGINS, _ENDS, _ALONE, _LETTERS = "B", "EL", "SUW", "BIMELSUW"
_SEPARATORS = "-_"


@dataclass(frozen=True)
class Label:
    """One label. `kind` is empty for the one that stands for no entity.

    begins, ends  whether an entity begins, or is over, with a word of this label
    """

    kind: str
    begins: bool = False
    ends: bool = False


def read_labels(names: Sequence[str]) -> tuple[Label, ...]:
    """The labels of one model: B-PER, PER-B, B_PER, S-PER, … or plain PER; "O" for no entity.

    The letter is looked for on the side, and with the separator, on which most names have one, so
    that a kind may hold a hyphen itself (creative-work). Names without one are plain kinds, and all
    are where fewer than half have one.
    Sources: IOB2 of Tjong Kim Sang and Veenstra 1999; Ratinov and Roth 2009 for BILOU.
    """
    ways = [(side, mark) for side in ("before", "after") for mark in _SEPARATORS]
    read = {way: [_cut(name, *way) for name in names] for way in ways}
    best = max(ways, key=lambda way: sum(letter != "" for letter, _ in read[way]))
    letters = {letter for letter, _ in read[best]} - {""}
    inside = sum(name != OUTSIDE for name in names)
    told = sum(letter != "" for letter, _ in read[best])
    if not letters & {"B", "I"} or 2 * told < inside:
        return tuple(Label("" if name == OUTSIDE else name) for name in names)
    return tuple(_label(letter, kind) for letter, kind in read[best])


def _cut(name: str, side: str, mark: str) -> tuple[str, str]:
    """(letter of the scheme, kind); an empty letter where the name has none there."""
    if side == "before":
        letter, _, kind = name.partition(mark)
    else:
        kind, _, letter = name.rpartition(mark)
    if len(letter) == 1 and letter.upper() in _LETTERS and kind:
        return letter.upper(), kind
    return "", name


def _label(letter: str, kind: str) -> Label:
    if not letter:
        return Label("" if kind == OUTSIDE else kind)
    alone = letter in _ALONE
    return Label(kind, begins=alone or letter in _BEGINS, ends=alone or letter in _ENDS)
