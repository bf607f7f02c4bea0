"""Learning whose words they are: the weights of ``attribution.ranking`` out of annotated news, the same bytes each time.

Newton's method on the two logits with a penalty on the squares of their weights: both are convex, so that there is one
answer whatever the start. The calibration is learnt from, and ``certain`` set on, what a ranker says of articles it has
not seen (ten folds, by article).
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.nlp.attribution.candidates import Candidate, Utterance
from app.nlp.attribution.component import utterances_of
from app.nlp.attribution.ranking import WEIGHTS, Weights, traits
from app.nlp.omissions import processed
from app.nlp.pipeline import get_pipeline
from app.nlp.training.logit import FOLDS, STEPS, calibrated, certain_from, fit, seen_often
from app.nlp.training.speech_gold import GoldArticle, GoldUtterance, Identities, covers, read, touches

Floats = NDArray[np.float64]

_PENALTY = 4.0


@dataclass(slots=True)
class Case:
    """An utterance that was found, its candidates, and what the annotation says: ``right`` are the places of those who
    said it (empty: none of them, or no speech at all), ``counts`` tells whether it is judged."""

    article: int
    utterance: Utterance
    candidates: list[Candidate]
    right: list[int]
    is_speech: bool
    judge: Callable[[Candidate], bool]


def cases(articles: Iterable[GoldArticle]) -> list[Case]:
    """The utterances that the rules find, but for those the annotation leaves open."""
    nlp = get_pipeline()
    found: list[Case] = []
    for number, article in enumerate(articles):
        doc = processed(nlp, article.text)
        identities = Identities(article, doc._.mentions, doc._.entities)
        utterances, candidates = utterances_of(doc)
        for utterance in utterances:
            case = _case(number, utterance, candidates.of(utterance), identities)
            if case is not None:
                found.append(case)
    return found


def _case(number: int, utterance: Utterance, those: list[Candidate], identities: Identities) -> Case | None:
    first = utterance.first
    if first.kind == "label":
        return None
    gold = counterpart(identities.gold.utterances, first.kind, (first.start, first.end))
    if gold is not None and (gold.optional or gold.kind == "label"):
        return None
    if gold is None:
        return Case(number, utterance, those, [], False, lambda _: False)
    right = [place for place, one in enumerate(those) if _said(one, gold, identities)]
    return Case(number, utterance, those, right, True, lambda one: identities.is_right(one.who, gold))


def counterpart(gold: Sequence[GoldUtterance], kind: str, span: tuple[int, int]) -> GoldUtterance | None:
    """The annotated utterance that a found one is: of marks by half of both, of reported speech by any overlap, those
    that are judged first."""
    marked = kind != "indirect"
    fits = [
        one
        for one in gold
        if (covers(span, (one.start, one.end)) if marked and one.kind != "reported" else False)
        or (not marked and one.kind == "reported" and touches(span, (one.start, one.end)))
    ]
    if not fits and not marked:
        fits = [one for one in gold if one.kind == "direct" and covers(span, (one.start, one.end))]
    if not fits and marked:
        fits = [one for one in gold if one.kind == "reported" and covers(span, (one.start, one.end))]
    shared = lambda one: min(one.end, span[1]) - max(one.start, span[0])  # noqa: E731
    return max(fits, key=lambda one: (not one.optional, shared(one)), default=None)


def _said(one: Candidate, gold: GoldUtterance, identities: Identities) -> bool:
    """Is this who the annotation names, in full? Nobody where it is nobody, the words where there is no name."""
    if not one.who:
        return all(speaker == "-" for speaker in gold.speakers)
    means = [[identities.means(who, speaker, gold) for speaker in gold.speakers] for who in one.who]
    return all(map(any, means)) and len(one.who) == min(len(gold.speakers), len(one.who))


# --- two logits


def _ranker(those: Sequence[Case], penalty: float = _PENALTY) -> dict[str, float]:
    """Weights under which who said it gets the largest share."""
    known = [case for case in those if case.right and len(case.right) < len(case.candidates)]
    columns = seen_often(set().union(*(one.features for one in case.candidates)) for case in known)
    at = {feature: place for place, feature in enumerate(columns)}
    table = np.concatenate([_block(case, at) for case in known])
    starts = np.cumsum([0, *(len(case.candidates) for case in known)])[:-1]
    sizes = [len(case.candidates) for case in known]
    said = np.concatenate([np.isin(np.arange(len(case.candidates)), case.right) for case in known]).astype(float)
    weights = np.zeros(len(columns))
    for _ in range(STEPS):
        sums = table @ weights
        raised = np.exp(sums - np.repeat(np.maximum.reduceat(sums, starts), sizes))
        shares = raised / np.repeat(np.add.reduceat(raised, starts), sizes)
        right = shares * said
        right /= np.repeat(np.add.reduceat(right, starts), sizes)
        means = np.add.reduceat(table * shares[:, None], starts)
        gradient = table.T @ (shares - right) + penalty * weights
        curvature = table.T @ (table * shares[:, None]) - means.T @ means + penalty * np.eye(len(columns))
        step = np.linalg.solve(curvature, gradient)
        weights -= step
        if np.abs(step).max() < 1e-6:
            break
    return {
        feature: round(float(weight), 4) for feature, weight in zip(columns, weights, strict=True) if abs(weight) > 5e-5
    }


def _block(case: Case, at: dict[str, int]) -> Floats:
    block = np.zeros((len(case.candidates), len(at)))
    for row, one in enumerate(case.candidates):
        block[row, [at[feature] for feature in one.features if feature in at]] = 1.0
    return block


@dataclass(frozen=True, slots=True)
class Outcome:
    """The best candidate of a case by a ranker that has not seen its article."""

    traits: dict[str, float]
    right: bool
    kind: str
    rules_right: bool


def outcome(case: Case, weights: Weights) -> Outcome:
    shares = weights.shares(case.candidates)
    order = sorted(range(len(shares)), key=lambda place: -shares[place])
    best = case.candidates[order[0]]
    behind = shares[order[1]] if len(order) > 1 else 0.0
    told = next((one for one in case.candidates if any(f.startswith("answer") for f in one.features)), None)
    rules_right = told is not None and case.judge(told)
    found = traits(case.utterance, best, shares[order[0]], behind)
    return Outcome(found, case.judge(best), case.utterance.first.kind, rules_right)


def held_out(those: Sequence[Case], penalty: float = _PENALTY) -> list[Outcome]:
    """Each case judged by a ranker that learnt from the other folds."""
    found: list[Outcome] = []
    for fold in range(FOLDS):
        seen = [case for case in those if case.article % FOLDS != fold]
        weights = Weights(_ranker(seen, penalty), {}, 1.0)
        found += (outcome(case, weights) for case in those if case.article % FOLDS == fold)
    return found


def train(folder: Path, out: Path) -> None:
    """Write ``speakers.json`` from the training split of an annotated folder."""
    those = cases(read(folder, "train"))
    outcomes = held_out(those)
    weights = {
        "certain": certain_from(calibrated(outcomes)),
        "right": fit(outcomes),
        "candidate": _ranker(those),
    }
    (out / WEIGHTS).write_text(
        json.dumps(weights, indent=0, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8"
    )
