"""Per year, month or hour: the period of which a figure tells so much each time.

A period belongs to one figure of its clause: the one right before it ("1200 Anträge pro Jahr"), else the next one
behind it ("jährlich 50.000 Euro"). "Im Jahr" and its like also say when ("im Jahr zuvor"), so they have to stand near
it. An adjective is of the noun behind it ("der jährliche Zuschuss"): of the figure only if that is what it is about.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.nlp.figures.clause import Clauses
from app.nlp.figures.kinds import KINDS
from app.nlp.figures.patterns import PERIODS, QUANTITIES
from app.nlp.types import Figure

_NEAR = 2  # words between a figure and a period that may also say when
_FAR = 9  # the same of one that says nothing else
_BREAK = re.compile(r"[,;:()\u2013]")
_NOUN = 40  # letters of adjectives and a noun behind an adjective of time


@dataclass(frozen=True, slots=True)
class _Period:
    """``sure``: it says how often, and nothing else. ``only_behind``: before a figure it says when ("am Tag").
    ``attributive``: it is an adjective before a noun."""

    start: int
    end: int
    name: str
    sure: bool
    only_behind: bool
    attributive: bool


def with_periods(clauses: Clauses, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a sentence, each with its period where the sentence tells one."""
    told = list(figures)
    for period in _periods(clauses):
        at = _whose(clauses, period, told)
        if at is not None:
            told[at] = replace(told[at], per=period.name)
    return told


def _periods(clauses: Clauses) -> Iterator[_Period]:
    start, end = clauses.items[0].start, clauses.items[-1].end
    for match in QUANTITIES["per"].finditer(clauses.text, start, end):
        unit = match["each"] or match["unit"] or match["adverb"] or ""
        when = (match["when"] or "").lower()
        yield _Period(*match.span(), PERIODS[unit.lower()], not when, when not in ("", "im"), bool(match["inflected"]))


def _whose(clauses: Clauses, period: _Period, figures: Sequence[Figure]) -> int | None:
    """Number of the figure that a period belongs to."""
    text = clauses.text
    able = [at for at, figure in enumerate(figures) if figure.per is None and KINDS[figure.kind].beside]
    if period.attributive:
        return next((at for at in able if _is_said_of(text, period, figures[at])), None)
    ahead = [at for at in able if figures[at].end <= period.start]
    last = max(ahead, key=lambda at: figures[at].end, default=None)
    if last is not None and _reaches(text, period, figures[last].end, period.start):
        return last
    later = [at for at in able if figures[at].start >= period.end and not period.only_behind]
    first = min(later, key=lambda at: figures[at].start, default=None)
    return first if first is not None and _reaches(text, period, period.end, figures[first].start) else None


def _is_said_of(text: str, period: _Period, figure: Figure) -> bool:
    """ "1200 jährliche Anträge"; "der jährliche Zuschuss beträgt zwei Millionen Euro"."""
    if figure.start < period.start < figure.end:
        return True
    if figure.about is None or figure.about_start is None:
        return False
    noun = QUANTITIES["noun"].match(text, period.end, period.end + _NOUN)
    return noun is not None and figure.about_start <= noun.start("noun") < figure.about_start + len(figure.about)


def _reaches(text: str, period: _Period, start: int, end: int) -> bool:
    """Do a figure and a period stand in one clause, near enough?"""
    between = text[start:end]
    return not _BREAK.search(between) and len(between.split()) <= (_FAR if period.sure else _NEAR)
