"""Quotations and reported speech with their speakers: the factory ``attribution``, which sets ``doc._.quotations``.

Rules over clauses, no parser. One walk through the text: each unit (a sentence, or several that one quotation holds
together) is searched for marks, for verbs and phrases of saying, and for the subjunctive; what names no speaker goes on
with the last one as long as the paragraph and the grammar allow, and stays open otherwise.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from spacy.lang.de.stop_words import STOP_WORDS
from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.extraction import Extractor, unattributed
from app.nlp.attribution.second_pass import SecondPass
from app.nlp.german import konjunktiv
from app.nlp.german.clauses import WORDS, Item, View, cut
from app.nlp.german.reporting_verbs import forms
from app.nlp.text.quotation_marks import Marked, Marks, find_marks
from app.nlp.tokens import text_of, triples
from app.nlp.types import Entity, Mention, Quotation, Sentence

Token = tuple[int, int, str]

_LONGEST = 400  # tokens of a unit
_AGE = re.compile(r"\d+-[A-ZÄÖÜ]")  # "der 61-Jährige"

_FORMS = forms()
_NOUNS = WORDS["report_nouns"] | WORDS["opinions"] | {"sicht", "rede"}
_SIGNS = frozenset(_FORMS.main).union(
    _FORMS.final, _FORMS.participle, {word.capitalize() for word in _NOUNS}, WORDS["signs"]
)


@dataclass(slots=True)
class _Unit:
    """Sentences that belong together, with the range of their tokens and outer quotations."""

    start: int
    end: int
    kind: str
    tokens: tuple[int, int]
    marks: list[Marked]
    paragraph: int


def find_speech(
    text: str,
    tokens: Sequence[Token],
    sentences: Sequence[Sentence],
    mentions: Sequence[Mention],
    entities: Mapping[str, Entity],
    german: bool = True,
) -> list[Quotation]:
    """All quotations and reported speech of a text, sorted by start.

    ``tokens``: (start, end, text) in order. ``mentions`` and ``entities`` as ``doc._.mentions`` and
    ``doc._.entities``; mentions without an entity give their words as speaker. Where the text is not ``german`` only
    marked quotations are found, without speakers.
    """
    marks = find_marks(text)
    units = _units(text, tokens, sentences, marks)
    coreference = Coreference(text, mentions, entities, marks.spans)
    extractor = Extractor(text, coreference, marks)
    builder = _Items(text, tokens, mentions, entities)
    found: list[Quotation] = []
    for unit in units:
        if not german:
            found += (unattributed(text, mark) for mark in unit.marks)
            continue
        signs = bool(unit.marks) or builder.signs(unit.tokens)
        found += extractor.read(lambda unit=unit: builder.view(unit), unit.kind, unit.marks, signs, unit.paragraph)  # type: ignore[misc]
    if german:
        found = SecondPass(
            units, coreference.history, coreference, lambda place: builder.view(units[place]), text
        ).revise(found)
    return sorted(found, key=lambda one: (one.start, one.end))


def _units(text: str, tokens: Sequence[Token], sentences: Sequence[Sentence], marks: Marks) -> list[_Unit]:
    """Sentences, joined where an outer quotation runs across their border."""
    outer = [mark for mark in marks.spans if mark.level == 0]
    starts = [token[0] for token in tokens]
    units: list[_Unit] = []
    place = paragraph = 0
    previous_end = 0
    for sentence in sentences:
        if sentence.kind in ("meta", "signature"):
            continue
        if "\n" in text[previous_end : sentence.start]:
            paragraph += 1
        first, after = bisect_left(starts, sentence.start), bisect_left(starts, sentence.end)
        here: list[Marked] = []
        while place < len(outer) and outer[place].start < sentence.end:
            if outer[place].start >= sentence.start:
                here.append(outer[place])
            place += 1
        last = units[-1] if units else None
        if last is not None and last.marks and last.marks[-1].end > sentence.start:
            last.end, last.tokens = max(sentence.end, last.end), (last.tokens[0], after)
            last.marks += here
        else:
            units.append(_Unit(sentence.start, sentence.end, sentence.kind, (first, after), here, paragraph))
        previous_end = sentence.end
    return [piece for unit in units for piece in _pieces(unit, tokens)]


def _pieces(unit: _Unit, tokens: Sequence[Token]) -> Iterator[_Unit]:
    """The unit, or parts of one that is far too long for a sentence (a table, a text without full stops)."""
    first, after = unit.tokens
    if after - first <= _LONGEST:
        yield unit
        return
    behind = -1
    place = 0
    for begin in range(first, after, _LONGEST):
        end = min(begin + _LONGEST, after)
        while begin < end and tokens[begin][0] < behind:  # inside a quotation of the part before
            begin += 1
        if begin >= end:
            continue
        here: list[Marked] = []
        while place < len(unit.marks) and unit.marks[place].start < tokens[end - 1][1]:
            here.append(unit.marks[place])
            place += 1
        behind = max(behind, here[-1].end if here else behind)
        closing = max(tokens[end - 1][1], behind)
        yield _Unit(tokens[begin][0], closing, unit.kind, (begin, end), here, unit.paragraph)


class _Items:
    """Makes the items of a unit out of tokens, names, roles and quotations."""

    def __init__(
        self, text: str, tokens: Sequence[Token], mentions: Sequence[Mention], entities: Mapping[str, Entity]
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.entities = entities
        self.names = {one.start: one for one in mentions if one.via == "name" and one.end > one.start}
        roles = sorted((one for one in mentions if one.via == "role"), key=lambda one: one.start)
        self.roles, self.role_starts = roles, [one.start for one in roles]

    def signs(self, span: tuple[int, int]) -> bool:
        """May these tokens hold reported speech? A quick look-up of each word."""
        for _, _, word in self.tokens[span[0] : span[1]]:
            if word in _SIGNS or konjunktiv.may_be_first(word) or konjunktiv.is_second(word):
                return True
        first = self.tokens[span[0]][2].lower() if span[0] < span[1] else ""
        return first in _SIGNS or konjunktiv.may_be_first(first) or konjunktiv.is_second(first)

    def view(self, unit: _Unit) -> View:
        items = list(self._items(unit))
        return View(cut(items), unit.paragraph, unit.start, unit.end)

    def _items(self, unit: _Unit) -> Iterator[Item]:
        marks = iter(unit.marks)
        mark = next(marks, None)
        behind = -1
        for start, end, word in self.tokens[unit.tokens[0] : unit.tokens[1]]:
            if start < behind or word.isspace():
                continue
            while mark is not None and mark.end <= start:
                mark = next(marks, None)
            if mark is not None and mark.start < end and start < mark.end:
                behind = mark.end
                inner = mark.inner(self.text)
                yield Item(mark.start, mark.end, inner, inner.lower(), False, marked=mark)
                continue
            name = self.names.get(start)
            if name is not None and name.end >= end:
                behind = name.end
                yield Item(
                    start,
                    name.end,
                    name.surface,
                    name.surface.lower(),
                    True,
                    name,
                    self._role(start),
                    genitive=self._genitive(name),
                )
                continue
            low = word.lower()
            capital = word[:1].isupper() and not (start == unit.start and low in STOP_WORDS)
            yield Item(start, end, word, low, capital or bool(_AGE.match(word)), role=self._role(start))

    def _role(self, place: int) -> Mention | None:
        at = bisect_right(self.role_starts, place) - 1
        return self.roles[at] if at >= 0 and place < self.roles[at].end else None

    def _genitive(self, mention: Mention) -> bool:
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


@Language.component("attribution", assigns=["doc._.quotations"], requires=["doc._.sentences", "doc._.mentions"])
def speech(doc: Doc) -> Doc:
    """Set ``doc._.quotations``."""
    german = doc._.language in (None, "de")
    doc._.quotations = find_speech(text_of(doc), triples(doc), doc._.sentences, doc._.mentions, doc._.entities, german)
    return doc
