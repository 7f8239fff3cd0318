"""Which tokens are hidden from the model, as BERT was trained (Devlin et al. 2019)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

SHARE = 0.15  # of the tokens are to be guessed, where a model is scored
# Twice as much in training teaches nearly twice as much per step, at a tenth more work: up to 40 %
# does no harm (Wettig et al. 2023, arXiv 2202.08005).
SHARE_IN_TRAINING = 0.3
_MASKED, _DRAWN = 0.8, 0.1  # of those; the rest stays as it is


def hide(
    ids: Integers,
    *,
    special: Sequence[int],
    mask: int,
    vocabulary: int,
    share: float,
    random: np.random.Generator,
) -> tuple[Integers, NDArray[np.bool_]]:
    """(what the model reads, where it has to guess), both (row, token).

    Of the tokens that are not special, a `share` is to be guessed: of these 80 % become the mask,
    10 % a token drawn from the vocabulary, and 10 % stay.
    """
    ordinary = ~np.isin(ids, list(special))
    guessed = ordinary & (random.random(ids.shape) < share)
    fate = random.random(ids.shape)
    read = ids.copy()
    read[guessed & (fate < _MASKED)] = mask
    drawn = guessed & (fate >= _MASKED) & (fate < _MASKED + _DRAWN)
    read[drawn] = random.integers(vocabulary, size=int(drawn.sum()))
    return read, guessed
