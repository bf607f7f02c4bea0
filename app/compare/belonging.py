"""Which articles of a summit do not seem to belong to its event: those that share too few telling words with the rest.

An article is known by its traits, its telling words (``nearness``: the rarer in German at large, the heavier). Two are
near by the cosine of these. Whoever is near to one another, over others too, is one group; the largest is about the
event, and who is near to none of it is proposed as foreign. Nothing is said below ``FEWEST`` articles, nor where no
group is large enough to be the event. Pure functions; the same for any order of the articles.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from app.compare.components import Components
from app.compare.nearness import read_terms
from app.nlp.german.stems import stem

FEWEST = 5  # articles below which nothing is said
LEAST = 0.25  # weight from which on a word is a trait
MOST = 90  # traits of an article, the heaviest
LINKED = 0.12  # nearness from which on two articles are about one thing
TIED = 0.1  # mean of the two best of an article of the event
FAR_DAYS, FAR_LINKED = 180, 0.2  # who appeared so far from the others has to be so near
CORE, SHARE = 3, 0.33  # articles that make an event, and their share of all
TOLD = 5  # words given as evidence

Traits = Mapping[str, float]
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Candidate:
    """An article: its traits, when it appeared as far as that is known, and whether people say that it belongs."""

    id: int
    traits: Traits
    day: date | None = None
    belongs: bool = False


def traits_of(text: str, title: str | None = None) -> dict[str, float]:
    """The heaviest telling words of an article, those that it uses often before others."""
    weights: dict[str, float] = {}
    number: Counter[str] = Counter()
    for line in filter(None, [title, *text.splitlines()]):
        for term, weight in read_terms(line).weights.items():
            weights[term] = max(weight, weights.get(term, 0.0))
            number[term] += 1
    told = {term: weight * (1 + math.log(number[term])) for term, weight in weights.items() if weight >= LEAST}
    return {term: round(told[term], 3) for term in sorted(told, key=lambda term: (-told[term], term))[:MOST]}


def foreign_articles(articles: Sequence[Candidate], about: str = "") -> dict[int, tuple[str, ...]]:
    """Who does not seem to belong, by id, with words that most of the others have and it lacks.

    ``about``: name and place of the summit; a group that has words of it counts twice.
    """
    if len(articles) < FEWEST:
        return {}
    near = _nearness(articles)
    core = _core(articles, near, set(read_terms(about).weights))
    if len(core) < max(CORE, SHARE * len(articles)):
        return {}
    days = sorted(one.day for one in articles if one.id in core and one.day)
    middle = median_low(days) if days else None
    common = _common([one for one in articles if one.id in core])
    foreign = {}
    for one in articles:
        if not one.belongs and not _is_tied(one, core, near, middle):
            foreign[one.id] = tuple(term for term in common if term not in one.traits)[:TOLD]
    return foreign


def spelt(terms: Collection[str], texts: Iterable[str]) -> list[str]:
    """Terms as the texts mostly spell them; those that none has are left out."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for text in texts:
        for word in _WORD.findall(text):
            root = stem(word)
            if root in terms:
                found[root][word] += 1
    return [max(found[term], key=lambda word: (found[term][word], word)) for term in terms if term in found]


def _nearness(articles: Sequence[Candidate]) -> dict[int, dict[int, float]]:
    """By article, of every other with which it shares a trait. Term by term: most pairs share few."""
    near: dict[int, dict[int, float]] = {one.id: {} for one in articles}
    having: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for one in articles:
        length = math.sqrt(sum(weight * weight for weight in one.traits.values()))
        for term, weight in one.traits.items():
            having[term].append((one.id, weight / length))
    for places in having.values():
        for number, (a, own) in enumerate(places):
            held = near[a]
            for b, other in places[:number]:
                held[b] = held.get(b, 0.0) + own * other
    for a, others in list(near.items()):
        for b, score in list(others.items()):
            near[b][a] = score
    return near


def _core(articles: Sequence[Candidate], near: Mapping[int, Mapping[int, float]], about: set[str]) -> set[int]:
    """The group that is about the event; empty where two could be."""
    ties = Components(one.id for one in articles)
    for a, others in near.items():
        for b, score in others.items():
            if score >= LINKED:
                ties.join(a, b)
    groups = [set(group) for group in ties.groups()]
    known = {one.id: one for one in articles}

    def rank(group: set[int]) -> tuple[int, int]:
        """Its size, twice where most of it has a word of the summit's name; people's words count too."""
        named = sum(not about.isdisjoint(known[id_].traits) for id_ in group)
        size = len(group) * (2 if 2 * named > len(group) else 1)
        return size + sum(known[id_].belongs for id_ in group), named

    ranked = sorted(groups, key=rank, reverse=True)
    if not ranked or (len(ranked) > 1 and rank(ranked[0]) == rank(ranked[1])):
        return set()
    return ranked[0]


def _is_tied(
    one: Candidate, core: Collection[int], near: Mapping[int, Mapping[int, float]], middle: date | None
) -> bool:
    best = sorted((score for other, score in near[one.id].items() if other in core), reverse=True)[:2]
    is_far = bool(one.day and middle) and abs((one.day - middle).days) > FAR_DAYS  # type: ignore[operator]
    return bool(best) and best[0] >= (FAR_LINKED if is_far else LINKED) and sum(best) >= 2 * TIED


def _common(core: Sequence[Candidate]) -> list[str]:
    """What most of the event's articles share, the most telling first."""
    weights: Counter[str] = Counter()
    number: Counter[str] = Counter()
    for one in core:
        weights.update(one.traits)
        number.update(one.traits.keys())
    shared = [term for term in weights if 2 * number[term] > len(core)] or [t for t in weights if number[t] > 1]
    return sorted(shared, key=lambda term: (-weights[term], term))
