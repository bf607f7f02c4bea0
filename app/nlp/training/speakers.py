"""Learning whose words they are: the weights of ``attribution.ranking`` from annotated news, the same bytes each time.

Newton's method on the two logits with a penalty on the squares of their weights: both are convex, so that there is one
answer whatever the start. The calibration is learnt from, and ``certain`` set on, what a ranker says of articles it has
not seen (ten folds, by article).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.nlp.attribution.candidates import Candidate, Candidates, Previous, Utterance
from app.nlp.attribution.component import utterances_of
from app.nlp.attribution.ranking import WEIGHTS, Weights, best_of
from app.nlp.omissions import processed
from app.nlp.pipeline import get_pipeline
from app.nlp.training.logit import FOLDS, STEPS, calibrated, certain_from, fit, seen_often
from app.nlp.training.speech_gold import GoldArticle, GoldUtterance, Identities, counterpart, read

Floats = NDArray[np.float64]

_PENALTY = 10.0


@dataclass(slots=True)
class Case:
    """An utterance that was found, its candidates, and what the annotation says: ``right`` are the places of those who
    said it (empty: none of them, or no speech at all). ``around``: to find the candidates again, when it is known who
    spoke before; ``is_judged``: the annotation does not leave it open."""

    article: int
    utterance: Utterance
    candidates: list[Candidate]
    right: list[int]
    is_speech: bool
    judge: Callable[[Candidate], bool]
    around: Candidates
    is_judged: bool = True


def cases(articles: Iterable[GoldArticle]) -> list[Case]:
    """The utterances that the rules find, but for those the annotation leaves open."""
    nlp = get_pipeline()
    found: list[Case] = []
    for number, article in enumerate(articles):
        doc = processed(nlp, article.text)
        identities = Identities(article, doc._.mentions, doc._.entities)
        utterances, candidates = utterances_of(doc)
        previous: Previous | None = None
        for utterance in utterances:
            if utterance.first.kind != "label":
                case = _case(number, utterance, candidates, previous, identities)
                previous = Previous(utterance, utterance.answer)  # as wrong as what will be found is
                found.append(case)
    return found


def _case(
    number: int, utterance: Utterance, candidates: Candidates, previous: Previous | None, identities: Identities
) -> Case:
    """One utterance, with who is known to have spoken before."""
    first, those = utterance.first, candidates.of(utterance, previous)
    gold = counterpart(identities.gold.utterances, first.kind, (first.start, first.end))
    if gold is None or gold.kind == "label":
        open_ = gold is not None
        return Case(number, utterance, those, [], False, lambda _: False, candidates, is_judged=not open_)
    right = [place for place, one in enumerate(those) if _said(one, gold, identities)]
    judge: Callable[[Candidate], bool] = lambda one: identities.is_right(one.who, gold)  # noqa: E731
    return Case(number, utterance, those, right, True, judge, candidates, is_judged=not gold.optional)


def _said(one: Candidate, gold: GoldUtterance, identities: Identities) -> bool:
    """Is this who the annotation names, in full? Nobody where it is nobody, the words where there is no name."""
    if not one.who:
        return all(speaker == "-" for speaker in gold.speakers)
    return identities.is_right(one.who, gold)


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


def outcomes_of(those: Iterable[Case], weights: Weights) -> Iterator[Outcome]:
    """What comes out as the text is read: who goes on is who was found, right or not."""
    previous: Previous | None = None
    article = -1
    for case in those:
        previous = previous if case.article == article else None
        article = case.article
        best, traits = best_of(case.utterance, case.around.of(case.utterance, previous), weights)
        previous = Previous(case.utterance, best.who)
        if case.is_judged:
            rules = case.judge(Candidate(case.utterance.answer))
            yield Outcome(traits, case.judge(best), case.utterance.first.kind, rules)


def held_out(those: Sequence[Case], penalty: float = _PENALTY) -> list[Outcome]:
    """Each case judged by a ranker that learnt from the other folds."""
    found: list[Outcome] = []
    for fold in range(FOLDS):
        seen = [case for case in those if case.article % FOLDS != fold]
        weights = Weights(_ranker(seen, penalty), {}, 1.0)
        found += outcomes_of([case for case in those if case.article % FOLDS == fold], weights)
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
