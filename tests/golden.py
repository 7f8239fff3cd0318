"""What the page's scripts must compute, computed by Python: `python -m tests.golden` writes it.

The files in tests/scripts/golden are read by the tests of the scripts (`node --test`), so that the
arithmetic of the page is held to Python's without a server and without a browser.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np

from app.decoding.rules import stages
from app.decoding.sampling import ORDER, Sampling
from app.text.words import WORD, words
from app.trace import Token
from tests.analysis.test_alignment import tokens
from tests.text.test_words import TEXTS

FOLDER = Path(__file__).parent / "scripts" / "golden"
ENTRIES = 24
SEEN = [3, 9, 9, 4, 9, 20]
chance = np.random.default_rng(11)
LOGITS = np.round(chance.gamma(0.7, 2.0, ENTRIES) - 1.5, 3)
LOGITS[5] = LOGITS[6]  # two that are equal

ONE_RULE: list[dict[str, Any]] = [
    {},
    {"bias": ((3, 4.5), (10, -7.0))},
    {"repetition_penalty": 1.7},
    {"repetition_penalty": 0.6},
    {"presence_penalty": 1.2},
    {"frequency_penalty": 0.9},
    {"banned": ((8,), (9, 20, 12), (9, 11, 13))},
    {"temperature": 0.6},
    {"temperature": 1.7},
    {"temperature": 0.0},
    *({"top_k": k} for k in (1, 3, 17, 999)),
    *({"top_p": p} for p in (0.05, 0.5, 0.83, 0.999)),
    *({"min_p": p} for p in (0.02, 0.3, 0.9)),
    *({"typical_p": p} for p in (0.05, 0.2, 0.4, 0.6, 0.95)),
]
SEVERAL: list[dict[str, Any]] = [
    {"top_p": 0.5, "typical_p": 0.6},
    {"temperature": 1.7, "min_p": 0.3},
    {"temperature": 0.0, "repetition_penalty": 2.0, "top_k": 3},
    {"presence_penalty": -2.0, "frequency_penalty": 1.1, "top_k": 5},
]
EVERY: dict[str, Any] = {
    "bias": ((3, 2.5), (10, -1.0)),
    "repetition_penalty": 1.3,
    "presence_penalty": 0.4,
    "frequency_penalty": 0.3,
    "banned": ((8,), (9, 20, 12)),
    "temperature": 0.8,
    "top_k": 15,
    "top_p": 0.9,
    "min_p": 0.02,
    "typical_p": 0.85,
}
ORDERS = [ORDER, ORDER[::-1], *(tuple(chance.permutation(ORDER)) for _ in range(9))]


def decoding_rules() -> dict[str, Any]:
    """Settings, an order, and what every rule leaves."""
    cases: list[tuple[dict[str, Any], tuple[str, ...]]]
    cases = [({"temperature": 1.0, **settings}, ORDER) for settings in (*ONE_RULE, *SEVERAL)]
    cases += [(EVERY, tuple(str(name) for name in order)) for order in ORDERS]
    return {
        "order": ORDER,
        "logits": LOGITS.tolist(),
        "seen": SEEN,
        "cases": [_case(settings, order) for settings, order in cases],
    }


def _case(settings: dict[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    sampling = Sampling(**settings, order=order).checked(ENTRIES)
    told = stages(LOGITS, SEEN, sampling)[1:]
    return {
        "settings": settings,
        "order": order,
        "stages": [
            {
                "name": stage.name,
                "active": stage.active,
                "cut": stage.cut,
                "mass": stage.mass,
                "nats": _nats(stage.shares),
            }
            for stage in told
        ],
        "shares": told[-1].shares.tolist(),
    }


def _nats(shares: np.ndarray) -> float:
    held = shares[shares > 0]
    return float(-(held * np.log(held)).sum())


def word_boundaries() -> dict[str, Any]:
    """The words of texts, and the word each token of a line belongs to."""
    mark = Token(9, "[SEP]", 0, 0, special=True)
    emoji = [Token(n, "👩‍", 2, 4, part=(n, 2)) for n in (1, 2)]
    lines = [
        ("Don't re-do北京!", [*tokens("Don", "'t", " re", "-", "do", "北京", "!"), mark]),
        ("मुंबई  x", [mark, *tokens("मु", "ंबई", "  ", "x")]),
        ("a 👩‍b", [*tokens("a ")[:1], *emoji, Token(3, "b", 4, 5)]),
        ("", []),
    ]
    return {
        "pattern": WORD,
        "texts": [{"text": text, "words": expected} for text, expected in TEXTS],
        "lines": [
            {"tokens": [vars(token) for token in line], "numbers": words(text, line)}
            for text, line in lines
        ],
    }


GOLDEN = {"decoding_rules": decoding_rules, "word_boundaries": word_boundaries}


def file_of(name: str) -> Path:
    """Where what `name` computes is kept."""
    return FOLDER / f"{name}.json"


def main() -> None:
    """Writes every file anew."""
    for name, compute in GOLDEN.items():
        text = json.dumps(compute(), ensure_ascii=False, indent=1)
        file_of(name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
