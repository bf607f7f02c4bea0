"""Learning how likely something found is right, and from which probability on it is called certain.

Newton's method on a binary logit with a penalty on the squares of its weights: convex, so that there is one answer
whatever the start, and the same bytes each time.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from app.nlp.probability import Logit, likely

FOLDS = 10
PRECISION = 0.97  # of what is called certain
BINS = 10  # of a reliability table
STEPS = 30
_PENALTY = 1.0
_LEAST_SEEN = 3  # things in which a trait is seen, to get a weight


class Judged(Protocol):
    """Something found, its traits, and whether the annotation says that it is right."""

    @property
    def traits(self) -> Mapping[str, float]: ...
    @property
    def right(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Found:
    """The plainest ``Judged``. ``article``: those of one article are never learnt from and judged in one fold;
    ``shown``: what is told of it today, certain or proposed."""

    traits: Mapping[str, float]
    right: bool
    article: int
    shown: str = "certain"


def seen_often(rows: Iterable[Iterable[str]]) -> list[str]:
    """The features seen often enough, in order."""
    counts: dict[str, int] = {}
    for row in rows:
        for feature in row:
            counts[feature] = counts.get(feature, 0) + 1
    return sorted(feature for feature, count in counts.items() if count >= _LEAST_SEEN)


def fit(judged: Sequence[Judged], penalty: float = _PENALTY) -> dict[str, float]:
    """Weights of the logit that tells how likely something is right."""
    names = seen_often(one.traits for one in judged)
    table = np.array([[one.traits.get(name, 0.0) for name in names] for one in judged])
    right = np.array([one.right for one in judged], float)
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        share = 1 / (1 + np.exp(-table @ weights))
        gradient = table.T @ (share - right) + penalty * weights
        curvature = (table * (share * (1 - share))[:, None]).T @ table + penalty * np.eye(len(names))
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=True)}


def calibrated(
    judged: Sequence[Judged], groups: Sequence[int] | None = None, penalty: float = _PENALTY
) -> list[tuple[float, bool]]:
    """(probability, right) of each in order, by a logit that learnt from the other folds. ``groups``: numbers of which
    each is a fold as a whole; the places where none are given."""
    folds = [group % FOLDS for group in (groups if groups is not None else range(len(judged)))]
    found: dict[int, tuple[float, bool]] = {}
    for fold in sorted(set(folds)):
        weights = fit([one for one, where in zip(judged, folds, strict=True) if where != fold], penalty)
        for place, one in enumerate(judged):
            if folds[place] == fold:
                found[place] = (likely(weights, one.traits), one.right)
    return [found[place] for place in range(len(judged))]


def certain_from(judged: Iterable[tuple[float, bool]], precision: float = PRECISION) -> float:
    """The least probability from which on the share of right ones is at least the ``precision``; 1 if there is none."""
    best, right, count = 1.0, 0, 0
    for probability, is_right in sorted(judged, reverse=True):
        count, right = count + 1, right + is_right
        if right >= precision * count:
            best = probability
    return round(best, 3)


def crossed_by_article(judged: Sequence[Found]) -> list[tuple[float, bool]]:
    """(probability, right) of each in order, by a logit that has not seen its article."""
    return calibrated(judged, [one.article for one in judged])


def learnt(judged: Sequence[Found]) -> Logit:
    """The logit of all, certain from where a cross-validation by article says so of what rules do not only propose."""
    crossed = zip(judged, crossed_by_article(judged), strict=True)
    return Logit(fit(judged), certain_from(pair for one, pair in crossed if one.shown == "certain"))


def write(logits: Mapping[str, Logit], path: Path) -> None:
    """For ``probability.shipped``, the same bytes each time."""
    table = {about: {"certain": one.certain, "weights": one.weights} for about, one in logits.items()}
    path.write_text(json.dumps(table, indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def reliability(judged: Iterable[tuple[float, bool]], bins: int = BINS) -> list[str]:
    """A line for each tenth of probability: how many there are, what was told of them, how many are right."""
    sorted_in: dict[int, list[tuple[float, bool]]] = {}
    for one in judged:
        sorted_in.setdefault(min(int(one[0] * bins), bins - 1), []).append(one)
    lines = []
    for number in range(bins):
        inside = sorted_in.get(number, [])
        if inside:
            told, right = (sum(column) / len(inside) for column in zip(*inside, strict=True))
            figures = f"{len(inside):5d}  told {told:.3f}  right {right:.3f}"
        lines.append(f"  {number / bins:.1f}-{(number + 1) / bins:.1f}  {figures if inside else '    0'}")
    return lines


def told(name: str, found: Sequence[Found], judged: Sequence[tuple[float, bool]], certain: float) -> list[str]:
    """Precision and share of what is certain, and the reliability table. ``judged``: (probability, right) of each."""
    rules = [one.shown == "certain" for one in found]
    sure = [right for said, (share, right) in zip(rules, judged, strict=True) if said and share >= certain]
    kept = sum(sure) / max(1, sum(one.right for one, said in zip(found, rules, strict=True) if said))
    right = sum(one.right for one in found)
    return [
        f"{name}: right {right}/{len(found)} = {right / max(1, len(found)):.3f}; certain from {certain:.3f}: "
        f"right {sum(sure)}/{len(sure)} = {sum(sure) / max(1, len(sure)):.3f}, "
        f"{len(sure) / max(1, len(found)):.2f} of all, {kept:.2f} of the right ones that rules are sure of",
        *reliability(judged),
    ]
