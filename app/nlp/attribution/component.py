"""Quotations and reported speech with their speakers: the factory ``attribution``, which sets ``doc._.quotations``.

Rules over clauses, no parser. One walk through the text: each unit (a sentence, or several that one quotation holds
together) is searched for marks, for verbs and phrases of saying, and for the subjunctive; what names no speaker goes on
with the last one as long as the paragraph and the grammar allow, and stays open otherwise.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions, lexicon  # noqa: F401  (the attributes are registered)
from app.nlp.attribution.candidates import Candidates, Utterance
from app.nlp.attribution.coreference import Coreference
from app.nlp.attribution.extraction import Extractor, unattributed
from app.nlp.attribution.grounds import OF_TEXT, Ground, Grounds
from app.nlp.attribution.ranking import ranked, shipped
from app.nlp.attribution.second_pass import SecondPass
from app.nlp.attribution.turns import find_turns
from app.nlp.german import konjunktiv
from app.nlp.german.component import TextClauses, Token, Unit
from app.nlp.german.reporting_verbs import forms
from app.nlp.text.quotation_marks import Marked, Marks, find_marks
from app.nlp.types import Entity, Mention, Quotation, Sentence

_LONGEST = 400  # tokens of a unit

_FORMS = forms()
_NOUNS = lexicon.nouns("report") | lexicon.nouns("opinion") | {"sicht", "rede"}
_SIGNS = frozenset(_FORMS.main).union(
    _FORMS.final, _FORMS.participle, {word.capitalize() for word in _NOUNS}, lexicon.words("sign")
)


_SIGN_END = 7  # letters of a noun for a report that ends a compound (Polizeiangaben)
_SIGN_ENDS = frozenset(noun[-_SIGN_END:] for noun in lexicon.nouns("compound_report")) | {"Angaben"}


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
    return find_quotations(TextClauses(text, tokens, mentions, entities), sentences, german)


def find_quotations(clauses: TextClauses, sentences: Sequence[Sentence], german: bool = True) -> list[Quotation]:
    """The same of a text whose clauses are at hand."""
    text, tokens = clauses.text, clauses.tokens
    marks = find_marks(text)
    units = _units(text, tokens, sentences, marks)
    if not german:
        return sorted(
            (unattributed(text, mark) for unit in units for mark in unit.marks),
            key=lambda quotation: (quotation.start, quotation.end),
        )
    utterances, candidates = read_utterances(clauses, units, marks)
    found = (_doubted(one, marks) for one in ranked(utterances, candidates, shipped()))
    return sorted(found, key=lambda quotation: (quotation.start, quotation.end))


def _doubted(quotation: Quotation, marks: Marks) -> Quotation:
    """The quotation, never certain where a mark without a partner stands in its line."""
    told = quotation.kind in ("direct", "partial") and (quotation.speaker or quotation.speaker_text)
    broken = told and marks.are_broken(quotation.start, quotation.end)
    return replace(quotation, status="proposed") if broken else quotation


def read_utterances(clauses: TextClauses, units: Sequence[Unit], marks: Marks) -> tuple[list[Utterance], Candidates]:
    """What the rules take for somebody's words, in the order of the text, and who else may have said them."""
    coreference = Coreference(clauses.text, clauses.mentions, clauses.entities, marks.spans)
    turns = find_turns(clauses.text, clauses.mentions, clauses.entities)
    extractor = Extractor(clauses, coreference, marks, turns)
    found: list[Quotation] = []
    for unit in units:
        signs = bool(unit.marks) or _has_signs(clauses.tokens[unit.tokens[0] : unit.tokens[1]])
        found += extractor.read(unit, signs)
    revised = SecondPass(units, coreference, clauses, clauses.text).revise(found)
    return list(_utterances(revised, extractor.grounds, units)), Candidates(clauses, coreference, units)


def _utterances(found: Sequence[Quotation], grounds: Grounds, units: Sequence[Unit]) -> Iterator[Utterance]:
    """The quotations of one place and kind together, with their ground."""
    starts = [unit.start for unit in units]
    ordered = sorted(found, key=lambda quotation: (quotation.start, quotation.end, quotation.kind))
    for (start, end, _), group in groupby(ordered, key=lambda one: (one.start, one.end, one.kind)):
        place = max(bisect_right(starts, start) - 1, 0)
        later = Ground(place, units[place].paragraph, OF_TEXT, ())
        yield Utterance(tuple(group), grounds.of(start, end) or later)


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


def _has_signs(words: Sequence[Token]) -> bool:
    """May these tokens hold reported speech? A quick look-up of each word."""
    for _, _, word in words:
        if word in _SIGNS or (len(word) > _SIGN_END and word[-_SIGN_END:] in _SIGN_ENDS):
            return True
        if konjunktiv.may_be_first(word) or konjunktiv.is_second(word):
            return True
    first = words[0][2].lower() if words else ""
    return first in _SIGNS or konjunktiv.may_be_first(first) or konjunktiv.is_second(first)


def utterances_of(doc: Doc) -> tuple[list[Utterance], Candidates]:
    """What the rules find in a processed text, before anything is weighed: to learn from."""
    clauses = doc._.clauses
    marks = find_marks(clauses.text)
    return read_utterances(clauses, _units(clauses.text, clauses.tokens, doc._.sentences, marks), marks)


@Language.component("attribution", assigns=["doc._.quotations"], requires=["doc._.sentences", "doc._.clauses"])
def attribution(doc: Doc) -> Doc:
    """Set ``doc._.quotations``."""
    doc._.quotations = find_quotations(doc._.clauses, doc._.sentences, german=doc._.language in (None, "de"))
    return doc
