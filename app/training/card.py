"""An adapter's folder: its weights, its description, and a card for people."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import TYPE_CHECKING

from app.models.adapter import CARD, DESCRIPTION, WEIGHTS, Description
from app.training.origins import ORIGINS

if TYPE_CHECKING:
    import torch


def write_weights(folder: Path, stored: dict[str, torch.Tensor]) -> tuple[str, int]:
    """(sha256, bytes) of the weights' file, written in one step."""
    from safetensors.torch import save

    content = save(stored)
    _write(folder / WEIGHTS, content)
    return hashlib.sha256(content).hexdigest(), len(content)


def write_description(folder: Path, described: Description) -> None:
    """The description, and the card that says the same in words."""
    _write(folder / CARD, card(described).encode())
    text = described.model_dump_json(indent=2, exclude_none=True)
    _write(folder / DESCRIPTION, f"{text}\n".encode())


def _write(path: Path, content: bytes) -> None:
    partial = path.with_name(path.name + ".partial")
    try:
        partial.write_bytes(content)
        os.replace(partial, path)
    finally:
        partial.unlink(missing_ok=True)


def card(described: Description) -> str:
    """The card in Markdown: what it is, its scores, how it was made, and from whose data."""
    parts = [f"# {described.title}", described.note or "A small trained part for an encoder."]
    parts.append(
        f"It predicts by {described.head} and needs the model `{described.base}` (weights' sha256 "
        f"`{described.base_sha256[:16]}…`). Its own file is {described.size / 1e6:.1f} MB."
    )
    if described.labels:
        parts.append("Labels: " + ", ".join(f"`{label}`" for label in described.labels) + ".")
    rows = [f"| {name} | {number(value)} |" for name, value in described.scores.items()]
    parts.append("## Scores\n\nMeasured from the compressed file that is here.")
    parts.append("\n".join(["| score | value |", "|---|---|", *rows]))
    parts.append(
        f"## Training\n\nSeed {described.recipe.get('seed')}, "
        f"{described.recipe.get('steps_done')} steps of which the weights after step "
        f"{described.recipe.get('best_step')} were kept, {described.seconds / 60:.0f} minutes on "
        f"{_ran_on(described)} in {described.recipe.get('precision')}.\n\n"
        f"```\n{described.command}\n```"
    )
    if limits := described.thresholds:
        parts.append(
            "The score of an answer is the logit of its first plus that of its last token, less "
            "that of “not in the text”. Above "
            f"{limits.answered_above:.3f} it is answered, above {limits.unsure_above:.3f} unsure, "
            "else absent (not in the text); chosen on questions held back from the training."
        )
    if described.plain is not None:
        parts.append(
            "A text is unclear where it is more likely a plain statement than an opinion. That is "
            f"told by a logistic regression on the mean of its last states "
            f"({len(described.plain.weights)} numbers in adapter.json), learned with all weights "
            "frozen from sentences of Wikipedia and Tatoeba against phrases of the reviews; those "
            "it is measured on are others."
        )
    known = [ORIGINS[name] for name in described.data if name in ORIGINS]
    if known:
        parts.append("## Data")
        parts.append("\n".join(f"- {d.title}: {d.licence}. {d.attribution}." for d in known))
    else:
        parts.append("## Data\n\nData of whoever trained it; its licence is theirs to state.")
    if described.licence:
        parts.append(f"Licence of this file: {described.licence}.")
    return "\n\n".join(parts) + "\n"


def _ran_on(described: Description) -> str:
    device = described.recipe.get("device", "cpu")
    if device == "cpu":
        return f"{described.recipe.get('threads')} thread(s)"
    return f"one {device}"


def number(value: float) -> str:
    """A score as people read it: counts whole, shares with four digits."""
    return f"{value:,.0f}" if value > 1 and float(value).is_integer() else f"{value:.4f}"
