"""Figures of several articles that say the same of the same thing, grouped: pure functions over marks.

Two figures are joined only by what both say they are about: the same kind, unit and thing ("treffen", "tote", a
person), and the same limits ("erste Runde", "davon"). Counts of one number may be joined over different nouns where
their clauses share two words; dates where they fall on the same day and their clauses share two words. A group that
joins different things is worse than a missing one, so everything that does not agree keeps apart:

- Values may differ only for things there is one of (a person's age, the dead of a disaster, the length of a meeting),
  and not by far.
- Where one article gives two values for what looks like one thing, only equal or rounded values are joined.

``keys`` are what an index finds candidates by: two marks without a common key are never one thing. So ``group`` and an
index over keys give the same groups, in whatever order the marks come.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from app.compare.dates import bounds
from app.compare.values import likeness
from app.nlp.figures_lexicon import LEXICON
from app.nlp.types import Figure

Label = Literal["same", "rounded", "complementing", "differing", "single"]
ORDER: tuple[Label, ...] = ("single", "same", "rounded", "complementing", "differing")

SHARED = 2  # words that two clauses must share where nothing else tells that they speak of one thing
FEW = 11  # smaller counts are common: there the clauses must share a word, too
# How far two values of one thing may lie apart and still be told as differing.
APART = {"duration": 1.5, "distance": 1.5, "age": 1.1, "count": 2.0, "money": 1.25, "percentage": 1.25}
_UNIQUE = frozenset(("tote", "verletzte", "vermisste", "festnahmen", "geiseln", "obdachlose", "stellen", "beteiligung"))
_CLASSES = frozenset(LEXICON["same"])
_TELLING = 8  # words of a clause that are looked up
_SOFT = ("in:", "y:", "q:")  # place or body, year, quarter
_DATES = frozenset(("date", "year"))


@dataclass(frozen=True, slots=True)
class Mark:
    """A figure in an article of a source. ``day``: of a date, what ``dates.resolve`` made of it."""

    id: int
    article: int
    source: int
    figure: Figure
    day: str | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Marks about one thing, sorted by id, and how they relate."""

    label: Label
    marks: tuple[Mark, ...]


def keys(mark: Mark) -> tuple[str, ...]:
    """What the mark can be joined by, most telling first; none where it is not known what it is about."""
    figure = mark.figure
    if figure.kind in _DATES:
        return tuple(f"date|{mark.day}|{word}" for word in _words(figure)[:_TELLING]) if mark.day else ()
    if figure.kind == "comparison":
        return tuple(f"comparison|{figure.unit}|{word}" for word in figure.terms)
    if figure.kind == "age" and not any(word.startswith("@") for word in figure.terms):
        return ()  # "ein achtjähriges Mädchen" may be any
    unit = "" if figure.kind == "count" else figure.unit
    hard = ",".join(_hard(figure))
    found = [f"{figure.kind}|{unit}|{word}|{hard}" for word in figure.terms]
    if figure.kind == "count" and figure.value is not None:
        found += [f"value|{figure.value:g}|{word}" for word in _words(figure)[:_TELLING]]
    return tuple(found)


def _words(figure: Figure) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*figure.terms, *figure.context)))


def _hard(figure: Figure) -> list[str]:
    """Limits that must be equal: all but where and when, which one paper may leave out."""
    return sorted(limit for limit in figure.limits if not limit.startswith(_SOFT))


def main_keys(mark: Mark) -> tuple[str, ...]:
    """Those of the keys that name the thing, with all its limits."""
    return tuple(key for key in keys(mark) if _names_thing(key))


def _names_thing(key: str) -> bool:
    return not key.startswith(("date|", "value|", "comparison|"))


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


def tearing(marks: Iterable[Mark]) -> set[str]:
    """The keys under which marks of one article give values that do not agree."""
    shelves: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        for key in main_keys(mark):
            shelves[key].append(mark)
    return {key for key, shelf in shelves.items() if _torn(shelf)}


def _components(from_: Sequence[Mark], every: Sequence[Mark]) -> list[list[Mark]]:
    """Marks that are joined, directly or by others, over all pairs with one of ``from_`` in it."""
    shelves: dict[str, list[Mark]] = defaultdict(list)
    for mark in every:
        for key in keys(mark):
            shelves[key].append(mark)
    torn = {key: _torn(shelf) for key, shelf in shelves.items() if _names_thing(key)}
    leader = {mark.id: mark.id for mark in every}

    def find(id_: int) -> int:
        while leader[id_] != id_:
            leader[id_] = leader[leader[id_]]
            id_ = leader[id_]
        return id_

    for a in from_:
        for key in keys(a):
            for b in shelves[key]:
                first, second = find(a.id), find(b.id)
                if first != second and joined(a, b, torn=torn.get(key, False)):
                    leader[max(first, second)] = min(first, second)
    members: dict[int, list[Mark]] = defaultdict(list)
    for mark in every:
        members[find(mark.id)].append(mark)
    return list(members.values())


def _torn(shelf: Sequence[Mark]) -> bool:
    """Does one article give two values for what looks like one thing? Then it is not one."""
    by_article: dict[int, list[Mark]] = defaultdict(list)
    for mark in shelf:
        by_article[mark.article].append(mark)
    return any(
        likeness(a.figure, b.figure) == "apart" for found in by_article.values() for a, b in combinations(found, 2)
    )


def joined(a: Mark, b: Mark, *, torn: bool = False) -> bool:
    """Are two marks with a common key about one thing? ``torn``: one article gives several values under that key."""
    first, second = a.figure, b.figure
    if (first.kind in _DATES) != (second.kind in _DATES):
        return False
    if first.kind in _DATES:
        return _same_date(a, b)
    if first.kind != second.kind or _elsewhere(first, second):
        return False
    if first.kind == "comparison":
        return first.unit == second.unit and bool(set(first.terms) & set(second.terms))
    alike = likeness(first, second) != "apart"
    if set(first.terms) & set(second.terms) and _hard(first) == _hard(second):
        if first.kind == "count":
            return _same_count(first, second, alike, torn)
        return alike or (not torn and set(first.limits) == set(second.limits) and _near(first, second))
    return first.kind == "count" and _same_number(first, second)


def _elsewhere(a: Figure, b: Figure) -> bool:
    """Are they of different places, bodies or times, as far as both papers tell?"""
    for kind in _SOFT:
        here, there = ({limit for limit in one.limits if limit.startswith(kind)} for one in (a, b))
        if here and there and not here & there:
            return True
    return False


def _near(a: Figure, b: Figure) -> bool:
    if not a.value or not b.value or a.high is not None or b.high is not None:
        return False
    low, high = sorted((abs(a.value), abs(b.value)))
    return high <= low * APART[a.kind] and a.value * b.value > 0


def _same_count(a: Figure, b: Figure, alike: bool, torn: bool) -> bool:
    """Counts of one noun: what there is one number of may differ; others must agree, small ones in more than that."""
    if set(a.terms) & set(b.terms) & _UNIQUE:
        return alike or (not torn and _near(a, b))
    if not alike:
        return False
    small = (a.value or 0) < FEW or (b.value or 0) < FEW
    shared = (set(a.context) & set(b.context)) - set(a.terms)
    return not small or any(not word.startswith("@") for word in shared) or len(shared) >= SHARED


def _same_number(a: Figure, b: Figure) -> bool:
    """Counts of one number over different nouns or attributes: two shared words tell, one of them no name."""
    if a.value != b.value or a.high != b.high or a.value is None or a.value < 3:
        return False
    if set(a.terms) != set(b.terms) and set(a.terms) <= _CLASSES and set(b.terms) <= _CLASSES:
        return False  # 16 dead and 16 hurt
    if {limit for limit in a.limits if limit[0] != "+"} != {limit for limit in b.limits if limit[0] != "+"}:
        return False
    if set(a.terms) == set(b.terms):  # "drei Geiseln", "drei israelische Geiseln"
        here, there = ({limit for limit in one.limits if limit[0] == "+"} for one in (a, b))
        if not (here <= there or there <= here):
            return False
        if a.value >= FEW or set(a.terms) & _UNIQUE:
            return True
    shared = set(_words(a)) & set(_words(b))
    return len(shared) >= SHARED and any(not word.startswith("@") for word in shared)


def _same_date(a: Mark, b: Mark) -> bool:
    """The same day (month, year) in clauses that share two words."""
    if a.day is None or a.day != b.day:
        return False
    shared = set(_words(a.figure)) & set(_words(b.figure))
    if len(a.day) == len("2021-06-16"):
        return len(shared) >= SHARED
    return len(shared) >= SHARED and any(not word.startswith("@") for word in shared)


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
    return figure.value, figure.high, figure.precision, figure.terms, mark.day, vague


def _relation(a: Mark, b: Mark) -> Label:
    if a.figure.kind in _DATES:
        return "same" if bounds(a.day) == bounds(b.day) else "complementing"
    alike = likeness(a.figure, b.figure)
    if alike == "apart":
        return "differing"
    if alike == "bounded" or (a.figure.kind == "count" and a.figure.terms != b.figure.terms):
        return "complementing"
    return "rounded" if alike == "rounded" or a.figure.precision != b.figure.precision else "same"
