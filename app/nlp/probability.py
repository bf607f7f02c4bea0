"""How likely it is that something found is right: a binary logit over its traits (Platt 1999).

``training.logit`` learns the weights and the probability from which on what is found counts as ``certain``; they stand
as JSON in ``model``. Imports nothing that analysis alone needs: topics are marked in the web process too.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from app.nlp.model import FOLDER
from app.nlp.types import Status

_DIGITS = 3  # of a probability
_FARTHEST = 7.0  # odds whose logarithm is larger tell no more


def likely(weights: Mapping[str, float], traits: Mapping[str, float]) -> float:
    """The probability, 0 to 1, that something with these traits is right; a trait without a weight says nothing."""
    return 1.0 / (1.0 + math.exp(-sum(weights.get(trait, 0.0) * value for trait, value in traits.items())))


def log_odds(share: float) -> float:
    """The logarithm of the odds of a probability, within what a weight can use."""
    if not 0.0 < share < 1.0:
        return math.copysign(_FARTHEST, share - 0.5)
    return max(-_FARTHEST, min(_FARTHEST, math.log(share / (1.0 - share))))


@dataclass(frozen=True, slots=True)
class Logit:
    """``weights``: trait -> weight; ``certain``: the least probability of what counts as certain."""

    weights: Mapping[str, float]
    certain: float

    def judge(self, traits: Mapping[str, float]) -> tuple[float, Status]:
        """Probability and status of something with these traits."""
        probability = round(likely(self.weights, traits), _DIGITS)
        return probability, "certain" if probability >= self.certain else "proposed"


@cache
def shipped(name: str) -> Mapping[str, Logit]:
    """The logits of one file of ``model``, by what they are about. Raises FileNotFoundError."""
    table = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return {about: Logit(one["weights"], one["certain"]) for about, one in table.items()}
