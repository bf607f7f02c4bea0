"""Figures of several articles that say the same of the same thing, grouped: pure functions over marks.

Which two are about one thing says ``one_thing``; groups are what such pairs connect.

``figure_keys`` are what an index finds candidates by: two marks without a common key are never one thing. So ``group``
and an index over keys give the same groups, in whatever order the marks come.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from typing import Literal

from app.compare.components import Components
from app.compare.dates import bounds
from app.compare.figure_keys import Key, Mark, is_date, keys, main_keys
from app.compare.figure_terms import soft
from app.compare.one_thing import ALIKE, EQUAL, LOOSE, fits, joined
from app.compare.values import likeness
from app.nlp.types import Figure

Label = Literal["same", "rounded", "complementing", "differing", "single"]
ORDER: tuple[Label, ...] = ("single", "same", "rounded", "complementing", "differing")


@dataclass(frozen=True, slots=True)
class Group:
    """Marks about one thing, sorted by id, and how they relate."""

    label: Label
    marks: tuple[Mark, ...]


def group(marks: Iterable[Mark]) -> list[Group]:
    """The groups of two and more marks; the rest has no like."""
    every = sorted(marks, key=lambda mark: mark.id)
    return [Group(label(found), tuple(found)) for found in _components(every, every) if len(found) > 1]


def attach(new: Sequence[Mark], others: Sequence[Mark]) -> list[list[Mark]]:
    """What new marks hold together: each list has new ones and those of the others that are about the same thing.

    How the others hang together among themselves is known, and not asked again.
    """
    fresh = {mark.id for mark in new}
    return [found for found in _components(new, [*new, *others]) if fresh & {mark.id for mark in found}]


def tearing(new: Iterable[Mark], others: Iterable[Mark]) -> set[Key]:
    """The keys under which new marks part what was joined among the others."""
    fresh, known = _shelves(new), _shelves(others)
    return {key for key, shelf in fresh.items() if _tie([*shelf, *known[key]]) > _tie(known[key])}


def _shelves(marks: Iterable[Mark]) -> defaultdict[Key, list[Mark]]:
    """Marks by the keys that name their thing."""
    shelves: defaultdict[Key, list[Mark]] = defaultdict(list)
    for mark in marks:
        for key in main_keys(mark):
            shelves[key].append(mark)
    return shelves


def _components(from_: Sequence[Mark], every: Sequence[Mark]) -> list[list[Mark]]:
    """Marks that are joined, directly or by others, over all pairs with one of ``from_`` in it."""
    shelves: dict[Key, list[Mark]] = defaultdict(list)
    for mark in every:
        for key in keys(mark):
            shelves[key].append(mark)
    ties = {key: _tie(shelf) for key, shelf in shelves.items() if key.names_thing}
    components = Components(mark.id for mark in every)
    for a in from_:
        for key in keys(a):
            for b in shelves[key]:
                if not components.are_joined(a.id, b.id) and joined(a, b, _strictest(a, b, key, ties)):
                    components.join(a.id, b.id)
    marks = {mark.id: mark for mark in every}
    return [[marks[id_] for id_ in group] for group in components.groups()]


def _strictest(a: Mark, b: Mark, key: Key, ties: Mapping[Key, int]) -> int:
    """How alike two values have to be that meet under a key: one that does not name their thing lets through no more
    than those that do."""
    if key.names_thing:
        return ties[key]
    return max((ties[name] for name in {*main_keys(a)} & {*main_keys(b)}), default=ALIKE)


def _tie(shelf: Sequence[Mark]) -> int:
    """How alike values under one key have to be, so that all that hangs together fits together."""
    if len(shelf) < 2:
        return LOOSE
    tie = ALIKE if _torn(shelf) else LOOSE
    distinct = list({_value(mark): mark.figure for mark in shelf}.values())
    while tie < EQUAL and not _fit_together(distinct, tie):
        tie += 1
    return tie


def _torn(shelf: Sequence[Mark]) -> bool:
    """Does one article give two values for what looks like one thing? Then it is not one."""
    by_article: dict[int, list[Mark]] = defaultdict(list)
    for mark in shelf:
        by_article[mark.article].append(mark)
    return any(
        likeness(a.figure, b.figure) == "apart" and soft(a.figure) == soft(b.figure)
        for found in by_article.values()
        for a, b in combinations(found, 2)
    )


def _fit_together(figures: Sequence[Figure], tie: int) -> bool:
    """Does a value that fits to one always fit to all that this one fits to?"""
    fitting = {(a, b) for (a, x), (b, y) in permutations(enumerate(figures), 2) if fits(x, y, tie)}
    return all((a, c) in fitting for a, b in fitting for x, c in fitting if b == x and a != c)


def label(marks: Sequence[Mark]) -> Label:
    """How the marks of one group relate; of one source alone it says nothing."""
    if len({mark.source for mark in marks}) < 2:
        return "single"
    distinct = list({_value(mark): mark for mark in marks}.values())
    found: Label = "same"
    for a, b in combinations(distinct, 2):
        found = max(found, _relation(a, b), key=ORDER.index)
        if found == "differing":
            break
    return found


def _value(mark: Mark) -> tuple[object, ...]:
    """All of a mark that its relation to others depends on."""
    figure = mark.figure
    vague = figure.surface if figure.value is None else ""
    return figure.value, figure.high, figure.precision, figure.terms, mark.day, vague or figure.when


def _relation(a: Mark, b: Mark) -> Label:
    if is_date(a.figure):
        same = bounds(a.day) == bounds(b.day) or a.figure.when == b.figure.when
        return "same" if same else "complementing"
    alike = likeness(a.figure, b.figure)
    if alike == "apart":
        return "differing"
    if alike == "bounded" or (a.figure.kind == "count" and a.figure.terms != b.figure.terms):
        return "complementing"
    return "rounded" if alike == "rounded" or a.figure.precision != b.figure.precision else "same"
