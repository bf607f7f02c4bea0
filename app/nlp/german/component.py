"""The clauses of a text for whoever reads it: the factory ``clauses``, which sets ``doc._.clauses``.

Nothing is cut before somebody asks, so that sentences without any sign cost nothing. Words are seen in two ways, and a
reading chooses: ``around_quotations`` takes a marked quotation for one item and tells offices and genitives, for who
speaks is told around the marks; ``word_by_word`` goes on inside the marks, for a figure may stand there.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol

from spacy.lang.de.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.german.clauses import View, cut
from app.nlp.german.items import Item
from app.nlp.german.word_table import words
from app.nlp.text.quotation_marks import Marked
from app.nlp.tokens import text_of, triples
from app.nlp.types import Entity, Mention

Token = tuple[int, int, str]

_AGE = re.compile(r"\d+-[A-ZÄÖÜ]")  # "der 61-Jährige"
_NAMED = ("person", "place", "organisation")


class Unit(Protocol):
    """Sentences that belong together: their offsets, the range of their tokens, their outer quotations."""

    start: int
    end: int
    kind: str
    tokens: tuple[int, int]
    marks: list[Marked]
    paragraph: int


class TextClauses:
    """The clauses of one text. ``tokens``: (start, end, text) in order; ``mentions`` and ``entities`` as
    ``doc._.mentions`` and ``doc._.entities``."""

    def __init__(
        self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention], entities: Mapping[str, Entity]
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.mentions = mentions
        self.entities = entities
        names = [mention for mention in mentions if mention.via == "name"]
        self._names = {mention.start: mention for mention in names if mention.end > mention.start}
        self._named = {mention.start: mention for mention in names if mention.kind in _NAMED}
        self._roles = sorted((mention for mention in mentions if mention.via == "role"), key=lambda role: role.start)
        self._role_starts = [role.start for role in self._roles]

    def around_quotations(self, unit: Unit) -> View:
        """The segments of some sentences in which each outer quotation is one item."""
        return View(cut(self._around(unit)), unit.paragraph, unit.start, unit.end)

    def word_by_word(self, tokens: Sequence[Token]) -> list[Item]:
        """The items of some tokens: names of persons, places and organisations, and else words."""
        items: list[Item] = []
        for start, end, word, name, _ in _stretches(tokens, self._named):
            capital = word[:1].isupper() and (bool(items) or is_known_noun(word))
            items.append(Item(start, end, word, word.lower(), name is not None or capital, name))
        return items

    def _around(self, unit: Unit) -> Iterator[Item]:
        first, after = unit.tokens
        for start, end, word, name, mark in _stretches(self.tokens[first:after], self._names, unit.marks):
            low = word.lower()
            if mark is not None:
                inner = mark.inner(self.text)
                yield Item(start, end, inner, inner.lower(), False, marked=mark)
            elif name is not None:
                genitive = self._is_genitive(name)
                yield Item(start, end, word, low, True, name, self._role_at(start), genitive=genitive)
            else:
                opening = start == unit.start and low in STOP_WORDS
                capital = (word[:1].isupper() and not opening) or bool(_AGE.match(word))
                yield Item(start, end, word, low, capital, role=self._role_at(start))

    def _role_at(self, place: int) -> Mention | None:
        at = bisect_right(self._role_starts, place) - 1
        return self._roles[at] if at >= 0 and place < self._roles[at].end else None

    def _is_genitive(self, mention: Mention) -> bool:
        """Does the name carry a genitive s (or an apostrophe) that its canonical form does not have?"""
        surface = mention.surface
        if surface.endswith(("'", "’")):
            return True
        if not surface.endswith("s") or len(surface) < 4:
            return False
        entity = self.entities.get(mention.entity) if mention.entity else None
        if entity is None:
            return False
        last = surface.split()[-1].lower()
        return not any(part.lower() == last for part in entity.name.split())


def _stretches(
    tokens: Sequence[Token], names: Mapping[int, Mention], marks: Sequence[Marked] = ()
) -> Iterator[tuple[int, int, str, Mention | None, Marked | None]]:
    """(start, end, words, name, quotation) of what is one item: a quotation with its marks, a whole name, or a word.
    The words of a quotation are left out."""
    following = iter(marks)
    mark = next(following, None)
    behind = -1
    for start, end, word in tokens:
        if start < behind or word.isspace():
            continue
        while mark is not None and mark.end <= start:
            mark = next(following, None)
        if mark is not None and mark.start < end and start < mark.end:
            behind = mark.end
            yield mark.start, mark.end, "", None, mark
            continue
        name = names.get(start)
        if name is not None and name.end >= end:
            behind = name.end
            yield start, name.end, name.surface, name, None
        else:
            yield start, end, word, None, None


def is_known_noun(word: str) -> bool:
    """Is a capital word at the head of a sentence a noun: rarer in lower case, if known there at all?"""
    known = words()[word]
    return known.tag in ("NN", "NE") and (not known.lower or known.rarity < known.lower)


@Language.component("clauses", assigns=["doc._.clauses"], requires=["doc._.mentions", "doc._.entities"])
def clauses(doc: Doc) -> Doc:
    """Set ``doc._.clauses``."""
    doc._.clauses = TextClauses(text_of(doc), triples(doc), doc._.mentions, doc._.entities)
    return doc
