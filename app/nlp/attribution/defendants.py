"""Who stands trial, by what a text says of it: "der Prozess gegen Anton Pichler", "X bekannte sich nicht schuldig"."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from app.nlp.rules import read_patterns
from app.nlp.types import Mention

_SIGNS = read_patterns("defendants")


def defendants(text: str, persons: Sequence[Mention]) -> Iterator[str]:
    """The keys of the persons on trial. ``persons``: mentions by name, sorted by start."""
    starts = [mention.start for mention in persons]
    for match in _SIGNS["trial"].pattern.finditer(text):
        at = bisect_left(starts, match.start("who"))
        if at < len(persons) and starts[at] < match.end("who"):
            yield from _with_others(text, persons, at, 1)
    for match in _SIGNS["plea"].pattern.finditer(text):
        at = bisect_left(starts, match.start("verb")) - 1
        if at >= 0 and starts[at] >= match.start():
            yield from _with_others(text, persons, at, -1)


def _with_others(text: str, persons: Sequence[Mention], at: int, step: int) -> Iterator[str]:
    """The person at a place and those whom "und" or a comma joins with them, going on or back."""
    while 0 <= at < len(persons):
        key = persons[at].entity
        if key is not None:
            yield key
        last, at = persons[at], at + step
        if 0 <= at < len(persons):
            first, second = (last, persons[at]) if step > 0 else (persons[at], last)
            if text[first.end : second.start].strip() not in ("und", ",", "sowie"):
                return
