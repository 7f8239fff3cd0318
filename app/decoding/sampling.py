"""How the next token is chosen: the settings of a generation, checked in one place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from app.errors import InputError

MOST_BEAMS = 16
MOST_BIASED = 300  # as other services allow
MOST_BANNED = 100

# The rules in the order in which transformers' `generate` applies them, and the setting each reads.
RULES = {
    "bias": "bias",
    "repetition": "repetition_penalty",
    "presence": "presence_penalty",
    "frequency": "frequency_penalty",
    "banned": "banned",
    "temperature": "temperature",
    "top_k": "top_k",
    "top_p": "top_p",
    "min_p": "min_p",
    "typical_p": "typical_p",
}
ORDER = tuple(RULES)
CUTS = ("top_k", "top_p", "min_p", "typical_p")  # they take no part at temperature 0
# Rules that must know which entry is which token.
BY_ID = ("bias", "repetition", "presence", "frequency", "banned")


@dataclass(frozen=True)
class Setting:
    """What one setting may be: a number from `least` to `most`, without `least` where `above`.

    `most` None depends on the server; both are None for a text or a list. `neutral` is the value
    that does nothing, where that is not the default.
    """

    name: str
    default: Any
    least: float | None = None
    most: float | None = None
    is_whole: bool = False
    above: bool = False
    neutral: float | None = None

    @property
    def off(self) -> Any:
        """The value at which the rule that reads it does nothing."""
        return self.default if self.neutral is None else self.neutral

    def checked(self, value: object, most: int | None = None) -> float:
        """`value` as a clean number. Raises InputError naming this setting."""
        least, limit = self.least or 0, most if self.most is None else self.most
        if limit is None:
            raise ValueError(f"the most that {self.name} may be must be given")
        if self.is_whole:
            return _whole(value, self.name, int(least), int(limit))
        return _real(value, self.name, least, limit, above=self.above)


# The only place where a setting's default and range are stated.
SETTINGS = {
    each.name: each
    for each in (
        Setting("max_new_tokens", 20, 1, None, is_whole=True),
        Setting("temperature", 0.0, 0.0, 100.0, neutral=1.0),
        Setting("top_k", 0, 0, 1_000_000, is_whole=True),
        Setting("top_p", 1.0, 0.0, 1.0, above=True),
        Setting("min_p", 0.0, 0.0, 1.0),
        Setting("repetition_penalty", 1.0, 0.01, 100.0),
        Setting("seed", 0, 0, 2**63 - 1, is_whole=True),
        Setting("num_beams", 1, 1, MOST_BEAMS, is_whole=True),
        Setting("length_penalty", 1.0, -10.0, 10.0),
        Setting("typical_p", 1.0, 0.0, 1.0, above=True),
        Setting("presence_penalty", 0.0, -10.0, 10.0),
        Setting("frequency_penalty", 0.0, -10.0, 10.0),
        Setting("bias", ""),
        Setting("banned", ""),
        Setting("order", ""),
    )
}


@dataclass(frozen=True)
class Sampling:
    """The settings of one generation.

    repetition_penalty  logits of tokens already seen are divided (positive) or multiplied
                        (negative) by it; 1 is off
    temperature         logits are divided by it; 0 is greedy: always the most likely token
    top_k               only the k most likely stay; 0 is off
    top_p               only the smallest set reaching this probability stays; 1 is off
    min_p               only tokens with at least this share of the largest probability stay
    typical_p           only the tokens whose surprise is nearest to the entropy, up to this
                        probability, stay; 1 is off
    presence_penalty    taken off the logit of every token seen so far, the prompt included
    frequency_penalty   the same for every time it was seen
    bias                (id, number): added to the logit of a token
    banned              sequences of ids that are never completed
    order               the rules as they are applied; see ORDER
    seed                of the random draw; the same seed gives the same text
    max_new_tokens      where it ends at the latest
    num_beams           hypotheses kept side by side; 1 is off. Beam search draws nothing, so it
                        goes with temperature 0
    length_penalty      a hypothesis' log-probability is divided by its length to this power:
                        above 1 longer ones win, below 1 shorter ones
    """

    max_new_tokens: int = 20
    temperature: float = 0.0
    top_k: int = 0
    top_p: float = 1.0
    min_p: float = 0.0
    repetition_penalty: float = 1.0
    seed: int = 0
    num_beams: int = 1
    length_penalty: float = 1.0
    typical_p: float = 1.0
    presence_penalty: float = 0.0
    frequency_penalty: float = 0.0
    bias: tuple[tuple[int, float], ...] = ()
    banned: tuple[tuple[int, ...], ...] = ()
    order: tuple[str, ...] = ORDER

    def checked(self, most_new_tokens: int) -> Sampling:
        """These settings with clean number types. Raises InputError naming the first bad one."""
        values: dict[str, Any] = {
            name: setting.checked(getattr(self, name), most_new_tokens)
            for name, setting in SETTINGS.items()
            if setting.least is not None and name != "temperature"
        }
        values["temperature"] = _temperature(self.temperature)
        values["bias"] = _bias(self.bias)
        values["banned"] = _banned(self.banned)
        values["order"] = _order(self.order)
        if values["num_beams"] > 1 and values["temperature"] > 0:
            raise InputError(
                "Beam search draws nothing: set the temperature to 0, or the beams to 1."
            )
        return Sampling(**values)


def _bias(pairs: tuple[tuple[int, float], ...]) -> tuple[tuple[int, float], ...]:
    if len(pairs) > MOST_BIASED:
        raise InputError(f"bias names {len(pairs)} tokens and at most {MOST_BIASED} fit.")
    checked = [
        (_whole(token, "a token of bias", 0, 2**31), _real(value, "bias", -100.0, 100.0))
        for token, value in pairs
    ]
    return tuple(sorted(dict(checked).items()))


def _banned(sequences: tuple[tuple[int, ...], ...]) -> tuple[tuple[int, ...], ...]:
    if len(sequences) > MOST_BANNED:
        raise InputError(f"banned holds {len(sequences)} words and at most {MOST_BANNED} fit.")
    if not all(sequences):
        raise InputError("banned holds an empty word: remove it.")
    return tuple(
        tuple(_whole(token, "a token of banned", 0, 2**31) for token in each) for each in sequences
    )


def _order(names: tuple[str, ...]) -> tuple[str, ...]:
    if sorted(names) != sorted(ORDER):
        raise InputError(f"order must name each of {', '.join(ORDER)} once.")
    return tuple(names)


def _temperature(value: object) -> float:
    # Below a hundredth the scaled logits leave the range of float32; 0 means greedy.
    return (
        0.0
        if value == 0 and not isinstance(value, bool)
        else _real(value, "temperature", 0.01, 100.0, also="0, or ")
    )


def _real(
    value: object, name: str, least: float, most: float, *, above: bool = False, also: str = ""
) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    # NaN fails every comparison, and huge whole numbers are compared before they become floats.
    if not number or not least <= value <= most or (above and value == least):  # type: ignore[operator]
        word = "above" if above else "from"
        raise InputError(f"{name} must be {also}a number {word} {least:g} to {most:g}.")
    return float(value)  # type: ignore[arg-type]


def _whole(value: object, name: str, least: int, most: int) -> int:
    number = value
    if isinstance(value, float) and math.isfinite(value) and value == int(value):
        number = int(value)
    if isinstance(number, bool) or not isinstance(number, int) or not least <= number <= most:
        raise InputError(f"{name} must be a whole number from {least} to {most}.")
    return number
