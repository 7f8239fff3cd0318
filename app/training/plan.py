"""A plan: all that a training needs to know beside the folder that it writes to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from app.training.base import Base
from app.training.lesson import Lesson
from app.training.recipe import Recipe


@dataclass(frozen=True)
class Naming:
    """What the card says besides numbers; command is what repeats the training."""

    title: str
    note: str = ""
    licence: str = ""
    command: str = ""


@dataclass(frozen=True, eq=False)
class Plan:
    """What is learned, above which base, with which settings, and how the result is named."""

    lesson: Lesson
    base: Base
    recipe: Recipe
    naming: Naming

    def identity(self) -> str:
        """Changes with anything that changes the weights; a resumed training must have the same."""
        facts = [self.lesson.kind, self.lesson.labels, self.base.sha256, self.recipe.as_json()]
        digest = hashlib.sha256(json.dumps(facts).encode())
        digest.update(self.lesson.fingerprint().encode())
        return digest.hexdigest()
