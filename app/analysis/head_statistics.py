"""The heads of one stack over many sentences: means, spreads, and where a head is unlike itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.analysis.head_role_definitions import ROLES
from app.analysis.head_roles import ENOUGH, Roles
from app.trace import Floats

Doubles = NDArray[np.float64]

NAMES = (*(role.id for role in ROLES), "reach", "entropy")
MOST_UNLIKE = 5
# With two sentences both lie equally far from their mean.
FEWEST = 3
# A spread below this is rounding: the measures are float32.
FLAT = 1e-6
# A role that could be asked of few sentences does not name what a head does on average.
SHARE_ASKED = 0.25


@dataclass(frozen=True)
class Unlike:
    """A sentence in which a head behaves unlike itself.

    sentence  its number in the order in which they were taken in
    distance  root mean square, over the measures that could be asked, of the differences from the
              head's means in units of its spreads
    measure   the one that lies furthest off
    value     what it is in this sentence
    away      its signed difference from the mean in units of the spread
    """

    sentence: int
    distance: float
    measure: str
    value: float
    away: float


@dataclass(frozen=True, eq=False)
class Summary:
    """What the heads did over the sentences so far; see app.analysis.head_roles for the measures.

    sentences  how many were taken in
    asked      per measure: in how many of them it could be asked; measures never asked are missing
    mean       per measure (layer, head): over the sentences in which it could be asked
    spread     per measure (layer, head): the standard deviation over those sentences, dividing by
               their number
    chance     per role: the mean of what evenly spread attention would give
    queries    per role: of how many queries of all sentences together it was asked
    unlike     per layer and head, the furthest first; empty for fewer than FEWEST sentences
    """

    sentences: int
    asked: dict[str, int]
    mean: dict[str, Doubles]
    spread: dict[str, Doubles]
    chance: dict[str, float]
    queries: dict[str, int]
    unlike: tuple[tuple[tuple[Unlike, ...], ...], ...]

    def average(self) -> Roles:
        """The means as if of one text, to tell which role is clear on average.

        Roles that could be asked of less than SHARE_ASKED of the sentences are left out.
        """
        often = {
            name: table.astype(np.float32)
            for name, table in self.mean.items()
            if self.asked[name] >= SHARE_ASKED * self.sentences
        }
        reach, entropy = often.pop("reach"), often.pop("entropy")
        return Roles(often, self.chance, reach, entropy, asked=self.queries)


class SentenceSet:
    """Takes in the measures of one sentence after another.

    What is kept of a sentence is its measures (measure, layer, head) as float32, nothing of its
    length; means and spreads are running ones. Source: Welford 1962, "Note on a method for
    calculating corrected sums of squares and products".
    """

    def __init__(self) -> None:
        self._kept: list[Floats] = []
        self._asked = np.zeros(len(NAMES), dtype=np.int64)
        self._mean: Doubles = np.zeros(0)
        self._squares: Doubles = np.zeros(0)
        self._chance = np.zeros(len(NAMES))
        self._queries = np.zeros(len(NAMES), dtype=np.int64)

    def __len__(self) -> int:
        """How many sentences were taken in."""
        return len(self._kept)

    def add(self, found: Roles) -> None:
        """Take in a sentence. Raises ValueError for another number of layers or heads.

        Raises ValueError, too, for a stack that reads another text than its own.
        """
        if found.reach is None:
            raise ValueError("queries and keys are different texts")
        shape = (len(NAMES), *found.reach.shape)
        table = np.full(shape, np.nan, dtype=np.float32)
        for place, name in enumerate(NAMES[:-2]):
            if name in found.measures:
                table[place] = found.measures[name]
        table[-2:] = found.reach, found.entropy
        if not self._kept:
            self._mean, self._squares = np.zeros(shape), np.zeros(shape)
        if table.shape != self._mean.shape:
            raise ValueError(f"{table.shape} after {self._mean.shape} (measure, layer, head)")
        self._kept.append(table)
        for place, name in enumerate(NAMES):
            if np.isnan(table[place, 0, 0]):
                continue
            self._asked[place] += 1
            count = self._asked[place]
            before = table[place] - self._mean[place]
            self._mean[place] += before / count
            self._squares[place] += before * (table[place] - self._mean[place])
            self._queries[place] += found.asked.get(name, ENOUGH)
            self._chance[place] += (found.chance.get(name, 0.0) - self._chance[place]) / count

    def found(self) -> Summary:
        """What the sentences so far come to. Raises ValueError where there are none."""
        if not self._kept:
            raise ValueError("no sentence has been taken in")
        counts = np.maximum(self._asked, 1)[:, None, None]
        spread = np.sqrt(self._squares / counts)
        known = [place for place in range(len(NAMES)) if self._asked[place]]
        roles = [place for place in known if place < len(NAMES) - 2]
        return Summary(
            sentences=len(self._kept),
            asked={NAMES[place]: int(self._asked[place]) for place in known},
            mean={NAMES[place]: self._mean[place].copy() for place in known},
            spread={NAMES[place]: spread[place] for place in known},
            chance={NAMES[place]: float(self._chance[place]) for place in roles},
            queries={NAMES[place]: int(self._queries[place]) for place in roles},
            unlike=self._unlike(spread) if len(self._kept) >= FEWEST else self._nothing(),
        )

    def _nothing(self) -> tuple[tuple[tuple[Unlike, ...], ...], ...]:
        _, layers, heads = self._mean.shape
        return (((),) * heads,) * layers

    def _unlike(self, spread: Doubles) -> tuple[tuple[tuple[Unlike, ...], ...], ...]:
        # Layer by layer, so that no more than one layer of all sentences is held as doubles.
        return tuple(
            self._unlike_of_layer(layer, spread[:, layer]) for layer in range(spread.shape[1])
        )

    def _unlike_of_layer(self, layer: int, spread: Doubles) -> tuple[tuple[Unlike, ...], ...]:
        table = np.stack([each[:, layer] for each in self._kept])  # (sentence, measure, head)
        counts = ~np.isnan(table) & (spread > FLAT)
        away = np.zeros(table.shape)
        np.divide(table - self._mean[:, layer], spread, out=away, where=counts)
        of = np.maximum(counts.sum(axis=1), 1)
        distances = np.sqrt((away**2).sum(axis=1) / of)  # (sentence, head)
        furthest = np.abs(away).argmax(axis=1)
        order = np.argsort(-distances, axis=0, kind="stable")[:MOST_UNLIKE]
        return tuple(
            tuple(
                _told(int(sentence), head, distances, furthest, table, away)
                for sentence in order[:, head]
                if distances[sentence, head] > 0
            )
            for head in range(distances.shape[1])
        )


def _told(
    sentence: int,
    head: int,
    distances: Doubles,
    furthest: NDArray[np.int64],
    table: Floats,
    away: Doubles,
) -> Unlike:
    place = int(furthest[sentence, head])
    return Unlike(
        sentence,
        float(distances[sentence, head]),
        NAMES[place],
        float(table[sentence, place, head]),
        float(away[sentence, place, head]),
    )
