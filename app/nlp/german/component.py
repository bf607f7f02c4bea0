"""The clauses of a text for whoever reads it: the factory ``clauses``, which sets ``doc._.clauses``.

Nothing is cut before somebody asks, so that sentences without any sign cost nothing. Words are seen in two ways, and a
reading chooses: ``around_quotations`` takes a marked quotation for one item and tells offices and genitives, for who
speaks is told around the marks; ``word_by_word`` goes on inside the marks, for a figure may stand there.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
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
        first, after = unit.tokens
        items = self._items(self.tokens[first:after], self._names, unit.marks, unit.start)
        return View(cut(items), unit.paragraph, unit.start, unit.end)

    def word_by_word(self, tokens: Sequence[Token]) -> list[Item]:
        """The items of some tokens: names of persons, places and organisations, and else words."""
        return self._items(tokens, self._named)

    def _items(
        self, tokens: Sequence[Token], names: Mapping[int, Mention], marks: Sequence[Marked] = (), opening: int = -1
    ) -> list[Item]:
        """Items of some tokens. ``opening``: where the first sentence begins, if quotations are one item, and offices
        and genitives are told; -1 else."""
        items: list[Item] = []
        around = opening >= 0
        has_roles = around and self._has_roles(tokens)
        following = iter(marks)
        mark = next(following, None)
        behind = -1
        for start, end, word in tokens:
            if start < behind or word.isspace():
                continue
            while mark is not None and mark.end <= start:
                mark = next(following, None)
            if mark is not None and mark.start < end:
                behind = mark.end
                inner = mark.inner(self.text)
                items.append(Item(mark.start, mark.end, inner, inner.lower(), False, marked=mark))
                continue
            role = self._role_at(start) if has_roles else None
            name = names.get(start)
            if name is not None and name.end >= end:
                behind, surface = name.end, name.surface
                genitive = around and self._is_genitive(name)
                items.append(Item(start, name.end, surface, surface.lower(), True, name, role, genitive=genitive))
                continue
            low = word.lower()
            capital = word[:1].isupper()
            if not around:
                capital = capital and (bool(items) or is_known_noun(word))
            elif capital:
                capital = start != opening or low not in STOP_WORDS
            else:
                capital = word[0].isdigit() and bool(_AGE.match(word))
            items.append(Item(start, end, word, low, capital, role=role))
        return items

    def _has_roles(self, tokens: Sequence[Token]) -> bool:
        """May an office stand among these tokens?"""
        if not tokens:
            return False
        start = tokens[0][0]
        first, after = bisect_right(self._role_starts, start) - 1, bisect_right(self._role_starts, tokens[-1][0])
        return any(role.end > start for role in self._roles[max(first, 0) : after])

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


def is_known_noun(word: str) -> bool:
    """Is a capital word at the head of a sentence a noun: rarer in lower case, if known there at all?"""
    known = words()[word]
    return known.tag in ("NN", "NE") and (not known.lower or known.rarity < known.lower)


@Language.component("clauses", assigns=["doc._.clauses"], requires=["doc._.mentions", "doc._.entities"])
def clauses(doc: Doc) -> Doc:
    """Set ``doc._.clauses``."""
    doc._.clauses = TextClauses(text_of(doc), triples(doc), doc._.mentions, doc._.entities)
    return doc
