"""Whose words they are, weighed: each candidate by what speaks for it, and how sure the best one is.

A conditional logit (McFadden 1974) over the candidates of an utterance, as coreference rankers use it (Denis, Baldridge
2008): the weights of a candidate's features are summed, the sums made shares. How often the best is right, given its
share and the kind of utterance, tells a second, binary logit (Platt 1999); both are learnt by
``training.speakers`` from real text. ``certain`` begins where the words had the right speaker in at least 97 of 100
cases of a cross-validation.
"""

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from app.nlp.attribution.candidates import Candidate, Candidates, Previous, Utterance
from app.nlp.model import FOLDER
from app.nlp.probability import likely
from app.nlp.rules import note
from app.nlp.types import Quotation

WEIGHTS = "speakers.json"
OVERRULED = 0.6  # share by which another has to lead before what the rules say
_LEAST = 1e-6  # of a share, so that its logarithm can be taken


@dataclass(frozen=True, slots=True)
class Weights:
    """``candidate``: feature -> weight of the ranker; ``right``: feature -> weight of the calibration; ``certain``:
    the least probability with which an attribution counts as certain."""

    candidate: Mapping[str, float]
    right: Mapping[str, float]
    certain: float

    def shares(self, candidates: Sequence[Candidate]) -> list[float]:
        """The share of each candidate; they sum to 1."""
        sums = [sum(self.candidate.get(feature, 0.0) for feature in one.features) for one in candidates]
        highest = max(sums)
        raised = [math.exp(each - highest) for each in sums]
        return [each / sum(raised) for each in raised]

    def probability(self, traits: Mapping[str, float]) -> float:
        """That an attribution with these traits is right."""
        return likely(self.right, traits)


def read_weights(file: Path) -> Weights:
    table = json.loads(file.read_text(encoding="utf-8"))
    return Weights(table["candidate"], table["right"], table["certain"])


@cache
def shipped() -> Weights:
    """Those that come with the program."""
    return read_weights(FOLDER / WEIGHTS)


def traits(utterance: Utterance, best: Candidate, share: float, next_share: float) -> dict[str, float]:
    """What the calibration looks at: the share of the best, its lead, the kind of utterance and how it was seen."""
    ground, first = utterance.ground, utterance.first
    how = ground.cue.how if ground.cue else "none"
    named = "nobody" if not best.who else "key" if best.who[0][0] else "words"
    facts = ["", f"kind {first.kind}", f"cue {how}", named, f"rule {ground.rule}", f"kind {first.kind} cue {how}"]
    facts += [f"sign {sign}" for sign in ground.signs]
    facts.append("answer" if any(feature.startswith("answer") for feature in best.features) else "overruled")
    bounded = min(max(share, _LEAST), 1 - _LEAST)
    found = dict.fromkeys(facts, 1.0)
    found["log odds"] = math.log(bounded / (1 - bounded))
    found["lead"] = share - next_share
    return found


def ranked(utterances: Iterable[Utterance], candidates: Candidates, weights: Weights) -> list[Quotation]:
    """The quotations with the likeliest speakers."""
    found: list[Quotation] = []
    previous: Previous | None = None
    for utterance in utterances:
        if utterance.first.kind == "label":
            found += utterance.quotations
            continue
        those = candidates.of(utterance, previous)
        best, told = best_of(utterance, those, weights)
        found += _weighed(utterance, best, told, weights)
        previous = Previous(utterance, best.who)
    return found


def best_of(utterance: Utterance, those: Sequence[Candidate], weights: Weights) -> tuple[Candidate, dict[str, float]]:
    """The candidate with the largest share, and the traits of the choice. What the rules say is given up only for one
    that leads by ``OVERRULED``."""
    shares = weights.shares(those)
    order = sorted(range(len(those)), key=lambda place: -shares[place])
    answer = next(place for place, one in enumerate(those) if one.who == utterance.answer)
    stands = utterance.ground.is_settled or shares[order[0]] - shares[answer] < OVERRULED
    best = answer if stands else order[0]
    behind = max((shares[place] for place in order if place != best), default=0.0)
    return those[best], traits(utterance, those[best], shares[best], behind)


def _weighed(utterance: Utterance, best: Candidate, told: dict[str, float], weights: Weights) -> list[Quotation]:
    probability = round(weights.probability(told), 3)
    first = utterance.first
    note("speaker", "ranked", first.start, first.end, f"probability {probability:.2f}")
    status = "certain" if probability >= weights.certain else "proposed"
    words = replace(first, status=status, probability=probability)  # type: ignore[arg-type]
    return [replace(words, speaker=key, speaker_text=text) for key, text in best.who or ((None, None),)]
