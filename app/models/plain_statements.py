"""Whether a text states something without judging it, told from a model's last states."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field


class PlainStatements(BaseModel):
    """A logistic regression on the mean of a text's last hidden states, its marks included.

    weights  one per number of a state; bias is in natural-log odds, as the sum is
    """

    model_config = ConfigDict(frozen=True)

    weights: tuple[float, ...] = Field(min_length=1, max_length=20_000)
    bias: float

    def probability(self, states: NDArray[np.floating]) -> float:
        """The probability that the text with these states (token, width) is a plain statement.

        Raises ValueError for states of another width.
        """
        mean = np.asarray(states, dtype=np.float64).mean(axis=0)
        if mean.shape != (len(self.weights),):
            raise ValueError(f"states of {mean.shape}, and {len(self.weights)} weights")
        return float(1 / (1 + np.exp(-(mean @ np.array(self.weights) + self.bias))))
