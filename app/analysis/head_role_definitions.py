"""What heads are known to do, in plain words and as a formula; how it is measured: head_roles."""

from __future__ import annotations

from dataclasses import dataclass

LOCAL = 3


@dataclass(frozen=True)
class Role:
    """One thing a head may do.

    says       in plain words, what such a head reads
    formula    what is averaged over the queries
    threshold  of (measure − chance) / (1 − chance), above which a head is said to do it
    trivial    whether such heads are common and say little about the text
    source     where it was described
    """

    id: str
    title: str
    says: str
    formula: str
    threshold: float
    trivial: bool = False
    source: str = ""


_CLARK = "Clark et al. 2019, “What does BERT look at?”"
_OLSSON = "Olsson et al. 2022, “In-context learning and induction heads”"
_XIAO = "Xiao et al. 2024, “Efficient streaming language models with attention sinks”"
_VOITA = "Voita et al. 2019, “Analyzing multi-head self-attention”"

# Most telling first: a head that does two things is named after the first of them.
ROLES = (
    Role(
        "induction",
        "Induction",
        "It looks for an earlier occurrence of the token and reads what came after it.",
        "Σ w(q, k + 1) over earlier k with the same token as q",
        0.35,
        source=_OLSSON,
    ),
    Role(
        "duplicate",
        "Duplicate token",
        "It reads other occurrences of the same token.",
        "Σ w(q, k) over k ≠ q with the same token as q",
        0.35,
        source="Wang et al. 2023, “Interpretability in the wild”",
    ),
    Role(
        "previous",
        "Previous token",
        "It reads the token just before.",
        "w(q, q − 1)",
        0.4,
        source=_VOITA,
    ),
    Role("next", "Next token", "It reads the token just after.", "w(q, q + 1)", 0.4, source=_CLARK),
    Role(
        "separator",
        "Punctuation",
        "It reads punctuation and the marks between texts.",
        "Σ w(q, k) over punctuation and marks, the first token left out",
        0.45,
        source=_CLARK,
    ),
    Role(
        "same",
        "Same place",
        "It reads the token itself.",
        "w(q, q)",
        0.5,
        trivial=True,
        source=_CLARK,
    ),
    Role(
        "sink",
        "First-token sink",
        "It leaves its attention on the first token, which often means that it finds nothing here.",
        "w(q, 0)",
        0.6,
        trivial=True,
        source=_XIAO,
    ),
    Role(
        "local",
        "Local window",
        f"It reads the {LOCAL} tokens on either side and the token itself.",
        f"Σ w(q, k) over |q − k| ≤ {LOCAL}",
        0.6,
        source=_VOITA,
    ),
    Role(
        "uniform",
        "Uniform",
        "It spreads its attention over everything it may read.",
        "entropy of the row / logarithm of the keys that may be read",
        0.97,
        trivial=True,
        source=_CLARK,
    ),
)
BY_ID = {role.id: role for role in ROLES}
