"""How the rules of decoding are shown: their names, their sliders and what is said of them.

The controls of a lane are made from this table, and so is assets/ui/lib/decoding_settings.js, from
which the scripts make their sliders and cards. What a setting may be at all is in
app/decoding/sampling.py.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleShown:
    """One rule: its slider goes from `least` to `most` by `step`, or its box shows an `example`.

    says      on its card
    on        the value it has when it is switched on there
    control   its label among the settings of a lane, where it is one of them
    brief     what the slider of the next-token panel says, where it is one of these
    """

    label: str
    says: str
    least: float = 0
    most: float = 1
    step: float = 1
    on: float | None = None
    example: str | None = None
    control: str = ""
    brief: str = ""


RULES_SHOWN = {
    "bias": RuleShown(
        "Logit bias",
        "adds a number to the logit of tokens you name",
        example="cat: 2.5, #18: -7",
    ),
    "repetition": RuleShown(
        "Repetition penalty",
        "divides the logits of tokens that stand in the text already; 1 is off",
        0.5,
        2,
        0.05,
        on=1.2,
        control="Repetition penalty (1 = off)",
    ),
    "presence": RuleShown(
        "Presence penalty",
        "takes this off the logit of every token in the text, however often; 0 is off",
        -2,
        2,
        0.1,
        on=0.5,
    ),
    "frequency": RuleShown(
        "Frequency penalty",
        "takes this off the logit for every time a token stands in the text; 0 is off",
        -2,
        2,
        0.1,
        on=0.5,
    ),
    "banned": RuleShown(
        "Banned words", "words that are never completed", example="cat, New York, #18"
    ),
    "temperature": RuleShown(
        "Temperature",
        "divides the logits: below 1 sharper, above 1 flatter; 0 takes the likeliest",
        0,
        2,
        0.05,
        on=0.7,
        control="Temperature (0 = greedy)",
        brief="0 is greedy: always the likeliest token",
    ),
    "top_k": RuleShown(
        "Top-k",
        "keeps the k likeliest tokens; 0 is off",
        0,
        200,
        1,
        on=50,
        control="Top-k (0 = off)",
        brief="keep the k likeliest tokens; 0 is off",
    ),
    "top_p": RuleShown(
        "Top-p",
        "keeps the fewest tokens that reach this probability; 1 is off",
        0.01,
        1,
        0.01,
        on=0.9,
        control="Top-p (1 = off)",
        brief="keep the fewest tokens that reach this probability; 1 is off",
    ),
    "min_p": RuleShown(
        "Min-p",
        "drops tokens below this share of the likeliest; 0 is off",
        0,
        1,
        0.01,
        on=0.05,
        control="Min-p (0 = off)",
        brief="drop tokens below this share of the likeliest; 0 is off",
    ),
    "typical_p": RuleShown(
        "Typical-p",
        "keeps the tokens whose surprise is nearest to the entropy, up to this probability; "
        "1 is off",
        0.01,
        1,
        0.01,
        on=0.9,
    ),
}
