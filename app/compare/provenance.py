"""Whose words a text's words are: the one rule that counts, pictures, lists and strands of shared text follow.

1. A text that an agency signs is the agency's from its first word to its last.
2. In others, words that stand inside a quotation on both sides are the speaker's: a shared quotation, no template.
3. What else is shared with a signed text stands as in that text; what is shared with unsigned ones only has a common
   source that cannot be told.
4. The rest was found nowhere else here. Nothing more is said of it than that.

Pure functions over texts and spans; offsets are code points, starts inclusive, ends exclusive.
"""

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.compare.shared import VERBATIM_WORDS, Words

MARKED = frozenset({"direct", "partial", "label"})  # kinds of quotations between marks; the words are the speaker's
_WORD = re.compile(r"\S*\w\S*")

Spans = list[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation in one of two texts: ``marked`` stands between marks, ``speaker`` None where nobody is known."""

    start: int
    end: int
    marked: bool
    speaker: Hashable | None = None


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of equal words that are quoted on both sides, with its place in either text."""

    a_start: int
    a_end: int
    b_start: int
    b_end: int
    words: int


@dataclass(frozen=True, slots=True)
class Borrowed:
    """A shared passage as one of its texts sees it.

    ``signed``: an agency signs the other text; ``spoken`` are the stretches quoted on both sides, ``speech`` whether
    that is what is shared (``is_speech``).
    """

    start: int
    end: int
    signed: bool
    spoken: tuple[tuple[int, int], ...] = ()
    speech: bool = False


@dataclass(frozen=True, slots=True)
class Parts:
    """Numbers of words, none counted twice: as in signed texts, quoted on both sides, of a source that is not known."""

    signed: int = 0
    quoted: int = 0
    unsigned: int = 0

    @property
    def shared(self) -> int:
        """Words that stand in another text too."""
        return self.signed + self.quoted + self.unsigned


def shared_speech(
    a: Words, a_span: tuple[int, int], a_quoted: Sequence[Quoted], b: Words, b_span: tuple[int, int],
    b_quoted: Sequence[Quoted],
) -> list[Speech]:  # fmt: skip
    """The equal words of a passage (a span in each text) that both texts give as somebody's words, as stretches.

    Both between marks, or between marks on one side and reported of the same speaker on the other. Reported on both
    sides the wording is a reporter's, not the speaker's.
    """
    if not a_quoted or not b_quoted:
        return []
    a_first, a_after = a.between(*a_span)
    b_first, b_after = b.between(*b_span)
    matcher = SequenceMatcher(None, a.folded[a_first:a_after], b.folded[b_first:b_after], autojunk=False)
    found: list[Speech] = []
    last = (-2, -2)
    for block in matcher.get_matching_blocks():
        for step in range(block.size):
            at, other = a_first + block.a + step, b_first + block.b + step
            if not _spoken(_around(a_quoted, a.spans[at]), _around(b_quoted, b.spans[other])):
                continue
            (a_start, a_end), (b_start, b_end) = a.spans[at], b.spans[other]
            if (at - 1, other - 1) == last:
                before = found.pop()
                found.append(Speech(before.a_start, a_end, before.b_start, b_end, before.words + 1))
            else:
                found.append(Speech(a_start, a_end, b_start, b_end, 1))
            last = at, other
    return found


def _around(quoted: Sequence[Quoted], word: tuple[int, int]) -> list[Quoted]:
    return [one for one in quoted if one.start <= word[0] and word[1] <= one.end]


def _spoken(here: Sequence[Quoted], there: Sequence[Quoted]) -> bool:
    return any(
        (one.marked and other.marked)
        or ((one.marked or other.marked) and one.speaker is not None and one.speaker == other.speaker)
        for one in here
        for other in there
    )


def is_speech(words: int, quoted: int) -> bool:
    """Whether a passage of so many equal words is a shared quotation: without them nothing would be left to report."""
    return 2 * quoted > words and words - quoted < VERBATIM_WORDS


def parts(text: str, borrowed: Iterable[Borrowed]) -> Parts:
    """Each word of an unsigned text counts once: as a speaker's, else as an agency's, else as of an unknown source."""
    spoken: Spans = []
    signed: Spans = []
    unsigned: Spans = []
    for one in borrowed:
        spoken += [(one.start, one.end)] if one.speech else one.spoken
        if not one.speech:
            (signed if one.signed else unsigned).append((one.start, one.end))
    layers = [_union(spoken), _union(signed), _union(unsigned)]
    numbers = [0, 0, 0]
    if any(layers):
        for word in _WORD.finditer(text):
            layer = next((n for n, spans in enumerate(layers) if _holds(spans, word.start(), word.end())), None)
            if layer is not None:
                numbers[layer] += 1
    return Parts(quoted=numbers[0], signed=numbers[1], unsigned=numbers[2])


def _union(spans: Spans) -> Spans:
    joined: Spans = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _holds(spans: Spans, start: int, end: int) -> bool:
    """Whether a word lies in one of the spans (quotation marks around it do not matter)."""
    return any(a < end and start < b for a, b in spans)
