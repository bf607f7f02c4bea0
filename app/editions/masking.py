"""What of the articles' texts may not be given is taken out of whatever leaves, page or table: by its words.

Not every page is trusted to leave out the right thing: what is written is held against the texts themselves. Four words
in a row that stand in a text which may not be given, and in no part that may, are cut out, and an ellipsis stands for
them. Single words stay: they are no excerpt. What pages count and compare was counted before, on the whole texts.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

ROW = 4  # words in a row that are taken for words of the text
WORD = re.compile(r"\w+")
CUT = "…"
CUTS = re.compile(rf"(?:\s*{CUT}[\s,;:.!?–-]*){{2,}}")  # with nothing between them but punctuation
CLOSING = re.compile(rf"{CUT}\s*[,;.!?–-]+")

Span = tuple[int, int]


@dataclass(slots=True)
class Masker:
    """Knows the rows of words that may not be given (``cut``) and those that may (``given``), by their hashes."""

    cut: set[int] = field(default_factory=set)
    given: set[int] = field(default_factory=set)

    def learn(self, text: str, given: Iterable[Span]) -> None:
        """A text, and what of it may be given."""
        words = list(WORD.finditer(text))
        open_ = [False] * len(words)
        starts = [word.start() for word in words]
        for start, end in given:
            for number in range(bisect_left(starts, start), bisect_left(starts, end)):
                open_[number] = True
        for number, row in enumerate(_rows([word[0] for word in words])):
            (self.given if all(open_[number : number + ROW]) else self.cut).add(row)

    def is_cut(self, words: Sequence[str]) -> list[bool]:
        """Which of these words, that follow each other, have to go."""
        cut, given = [False] * len(words), [False] * len(words)
        for number, row in enumerate(_rows(words)):
            hidden = row in self.cut and row not in self.given
            shown = row in self.given
            for place in range(number, min(number + ROW, len(words))):
                cut[place] |= hidden
                given[place] |= shown
        return [one and not other for one, other in zip(cut, given, strict=True)]

    def masked(self, text: str) -> str:
        """One text by itself: a cell, a title."""
        return self.masked_parts([text])[0]

    def masked_parts(self, parts: Sequence[str], kept: Sequence[bool] = ()) -> list[str]:
        """Texts that are read one after the other, as the parts of a paragraph. ``kept``: those that stay, such as a
        name between two stretches that go."""
        found = [[*WORD.finditer(part)] for part in parts]
        flags = iter(self.is_cut([word[0] for words in found for word in words]))
        told = []
        for number, (part, words) in enumerate(zip(parts, found, strict=True)):
            own = [next(flags) for _ in words]
            told.append(part if number < len(kept) and kept[number] else _without(part, words, own))
        return told


def _rows(words: Sequence[str]) -> Iterator[int]:
    """Every row of words, as a hash; of fewer words than a row has there is none."""
    folded = [word.casefold() for word in words]
    for start in range(len(folded) - ROW + 1):
        yield hash(tuple(folded[start : start + ROW]))


def _without(text: str, words: Sequence[re.Match[str]], cut: Sequence[bool]) -> str:
    """The text with an ellipsis for every stretch of words that go."""
    if not any(cut):
        return text
    parts: list[str] = []
    at = 0
    for number, (word, gone) in enumerate(zip(words, cut, strict=True)):
        if not gone:
            continue
        if number and cut[number - 1]:
            at = word.end()
            continue
        parts += [text[at : word.start()], CUT]
        at = word.end()
    parts.append(text[at:])
    return CLOSING.sub(CUT, CUTS.sub(f" {CUT} ", "".join(parts)))
