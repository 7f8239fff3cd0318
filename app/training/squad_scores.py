"""Exact match and F1 of answers, as the SQuAD evaluation counts them (Rajpurkar et al. 2016)."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Sequence

_ARTICLES = re.compile(r"\b(a|an|the)\b")
_PUNCTUATION = str.maketrans("", "", string.punctuation)


def normalised(answer: str) -> str:
    """Lower case, without punctuation, articles and doubled blanks."""
    return " ".join(_ARTICLES.sub(" ", answer.lower().translate(_PUNCTUATION)).split())


def exact_match(given: str, right: Sequence[str]) -> float:
    """1 where the answer is one of the right ones after normalising, else 0."""
    return float(any(normalised(given) == normalised(each) for each in right))


def f1(given: str, right: Sequence[str]) -> float:
    """The harmonic mean of precision and recall over words, with the best of the right ones."""
    return max(_f1(normalised(given).split(), normalised(each).split()) for each in right)


def _f1(given: list[str], right: list[str]) -> float:
    if not given or not right:
        return float(given == right)
    common = sum((Counter(given) & Counter(right)).values())
    return 2 * common / (len(given) + len(right))
