"""In whose voice a stretch of text stands: the outlet's own, words in quotation marks, or reported speech."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.nlp.types import Quotation

Voice = Literal["own", "quoted", "reported"]
Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Voices:
    """Where a text is quoted and where it reports, as disjoint spans in order; everything else is the outlet's own."""

    quoted: tuple[Span, ...]
    reported: tuple[Span, ...]

    def at(self, start: int, end: int) -> Voice:
        """Whose the words from ``start`` to ``end`` are. Marks that hold only a part of them count for all."""
        if _touches(self.quoted, start, end):
            return "quoted"
        return "reported" if _touches(self.reported, start, end) else "own"

    def own(self, start: int, end: int) -> list[Span]:
        """The stretches between two offsets that are the outlet's own words."""
        return _without(_without([(start, end)], self.quoted), self.reported)


def voices(quotations: Iterable[Quotation]) -> Voices:
    """Read off an article's quotations: marks beat reported speech, and the frame of that is the outlet's own.

    Where several sentences of reported speech overlap, words are the outlet's own only if they are in the frame of
    each ("gaben Biden und Putin zu verstehen" stands once for either speaker).
    """
    marked: list[Span] = []
    reported: list[Span] = []
    for one in quotations:
        if one.kind == "indirect":
            reported += _without([(one.start, one.end)], _joined(one.frame))
        else:
            marked.append((one.start, one.end))
    return Voices(_joined(marked), _joined(reported))


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The same places as disjoint spans, sorted."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _touches(spans: Sequence[Span], start: int, end: int) -> bool:
    """Does any of the disjoint, sorted spans overlap?"""
    at = bisect_right(spans, (start, start)) - 1
    near = spans[max(0, at) : bisect_left(spans, (end, end))]
    return any(a < end and b > start for a, b in near)


def _without(spans: Sequence[Span], taken: Sequence[Span]) -> list[Span]:
    """What is left of the spans; ``taken`` disjoint and sorted."""
    left: list[Span] = []
    for start, end in spans:
        at = max(0, bisect_right(taken, (start, start)) - 1)
        for a, b in taken[at:]:
            if a >= end:
                break
            if b <= start:
                continue
            if a > start:
                left.append((start, a))
            start = max(start, b)
        if start < end:
            left.append((start, end))
    return left
