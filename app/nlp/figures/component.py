"""Figures: durations, counts, dates, ages, distances, money, percentages, comparisons, and what each is about.

The factory ``figures`` sets ``doc._.figures``. Only sentences with a word that can belong to a figure are looked at;
page furniture and signatures never are. A wrong figure is worse than a missing one, and so is what it is about.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property, lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.figures.about import Reader, Token
from app.nlp.figures.clause import About, Clauses, present
from app.nlp.figures.context import context_of, daypart_of, event_of, wording_of
from app.nlp.figures.dates import Time, times
from app.nlp.figures.holders import holder_of, listed, subject_of
from app.nlp.figures.lexicon import LEXICON, either, term
from app.nlp.figures.quantities import Measure, currencies_in, measures, number_of
from app.nlp.figures.surroundings import Told, telling_words, with_around
from app.nlp.german.clauses import is_person_noun
from app.nlp.tokens import text_of, triples
from app.nlp.types import Figure, Sentence

_LONGEST = 3_000  # characters of a sentence that are searched: what is longer is a table or has no full stops
_REMEMBERED = 50_000
_DATES = LEXICON["dates"]
_YEARLY = re.compile(r"jährige?[nrms]?$")
_CHILDREN = frozenset(("Kind", "Kinder", "Junge", "Jungen", "Mädchen", "Baby"))
# Words without one of these hold no figure. Number words are known by their beginnings, so the sign is generous.
_SIGN = re.compile(
    r"\d|[€$£%]|tel$|^(?i:zwei|zwo|drei|vier|fünf|sechs|sieb|acht|neun|zehn|elf|zwölf|zwan|hundert|tausend|anderthalb)"
    r"|^(?i:ein(?:hundert|tausend|einhalb))"
    rf"|(?:{either(LEXICON['units']['adjective'])})ig(?:e[rnms]?)?$|^(?:{either(LEXICON['units']['duration'])})"
    rf"|Million|Milliard|Dutzend|Hundert|Tausend|^(?:{either([*_DATES['months'], *_DATES['seasons']])})$"
    rf"|^(?:{either(_DATES['weekdays'])})|^(?:{either(LEXICON['comparison']['yardsticks'])})$"
    r"|^Hälfte$|^Vor(?:jahr|tag|woche)$|^(?:[Vv]or)?[Gg]estern$|^[Üü]bermorgen$"
)


def find_figures(doc: Doc) -> list[Figure]:
    """The figures of a German text with sentences and mentions, sorted by start."""
    text = text_of(doc)
    reader = Reader(text, doc._.mentions, doc._.entities)
    found: list[Told] = []
    sentences = _Sentences(reader, triples(doc), doc._.sentence_tokens)
    behind = 0
    signs = [_signs(word) for _, _, word in sentences.tokens]
    for place, (sentence, (first, after)) in enumerate(zip(doc._.sentences, doc._.sentence_tokens, strict=True)):
        if sentence.kind in ("meta", "signature"):
            continue
        if "\n" in text[behind : sentence.start]:
            reader.open_paragraph(sentence.start)
        behind = sentence.end
        if any(signs[first:after]):
            figures = _in_sentence(text, reader, sentences, place, sentence)
            found += [Told(place, one, sentences.words(place)) for one in figures]
        reader.earlier.append((sentence.start, sentence.end))
    told = with_around(found, lambda place: sentences.words(place - 1) if place else ())
    return sorted(told, key=lambda one: (one.start, one.end))


class _Sentences:
    """The sentences of a text as clauses, each cut when it is first asked for."""

    def __init__(self, reader: Reader, tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> None:
        self.tokens = tokens
        self._reader, self._spans = reader, spans
        self._clauses: dict[int, Clauses] = {}
        self._words: dict[int, tuple[str, ...]] = {}
        self.currencies: dict[int, str] = {}  # the one a sentence speaks of last

    def clauses(self, place: int) -> Clauses:
        """The clauses of a sentence, its head alone where it is very long."""
        if place not in self._clauses:
            first, after = self._spans[place]
            tokens = self.tokens[first:after]
            end = tokens[0][0] + _LONGEST if tokens else 0
            self._clauses[place] = self._reader.clauses([token for token in tokens if token[0] < end])
        return self._clauses[place]

    def words(self, place: int) -> tuple[str, ...]:
        """The telling words of a sentence."""
        if place not in self._words:
            self._words[place] = telling_words(self.clauses(place).items, self._reader.name_key)
        return self._words[place]

    def currency(self, place: int) -> str | None:
        """The one that the sentence before speaks of last; else the only one of the text."""
        return self.currencies.get(place - 1) or self._only_currency

    @cached_property
    def _only_currency(self) -> str | None:
        told = currencies_in(self._reader.text)
        return told.pop() if len(told) == 1 else None

    def subject(self, place: int) -> str | None:
        """The body a sentence begins with; None where it begins with something else."""
        segments = self.clauses(place).segments if place >= 0 else []
        return subject_of(segments[0].items, self._reader.name_key) if segments else None


@lru_cache(maxsize=_REMEMBERED)
def _signs(word: str) -> bool:
    """May the word belong to a figure?"""
    return bool(_SIGN.search(word[:60]))


def _in_sentence(text: str, reader: Reader, sentences: _Sentences, place: int, sentence: Sentence) -> list[Figure]:
    start, end = sentence.start, min(sentence.end, sentence.start + _LONGEST)
    dates = times(text, start, end)
    taken = [(one.start, one.end) for one in dates]
    sizes = [
        one
        for one in measures(text, start, end, lambda at: at in reader.names, sentences.currency(place))
        if _free(taken, one.start, one.end)
    ]
    taken += [(one.start, one.end) for one in sizes]
    bare = [one for one in number_of(text, start, end) if _free(taken, one.start, one.end)]
    if not (dates or sizes or bare):
        return []
    clauses = sentences.clauses(place)
    paid = [one.unit for one in sizes if one.kind == "money" and one.unit]
    if paid:
        sentences.currencies[place] = paid[-1]
    found = [_date(text, reader, clauses, one) for one in dates]
    found += [told for one in sizes if (told := _measure(text, reader, clauses, one)) is not None]
    for one in bare:
        whose = reader.number_of(clauses, one)
        if whose is not None:
            found.append(_figure(text, reader, clauses, one, *whose))
    return _with_holders(text, reader, sentences, place, found)


def _with_holders(
    text: str, reader: Reader, sentences: _Sentences, place: int, found: Sequence[Figure]
) -> list[Figure]:
    """Counts with the body that has them as a limit, and those of a list that leave out the noun."""
    clauses, key_of = sentences.clauses(place), reader.name_key
    told: list[Figure] = []
    for one in found:
        owner = holder_of(clauses, one, sentences.subject(place - 1), key_of) if one.kind == "count" else None
        told.append(_held(one, owner) if owner else one)
    head = next((one for one in told if one.kind == "count" and one.terms and _owned(one)), None)
    taken = [(one.start, one.end) for one in told]
    for start, end, value, owner in listed(clauses, head.end, key_of) if head is not None else ():
        if head is not None and _free(taken, start, end):
            bare = replace(
                head, start=start, end=end, surface=text[start:end], value=value, high=None, precision="exact",
                about=None, about_start=None, limits=(), context=(), wording=(),
            )  # fmt: skip
            told.append(_held(bare, owner))
    return told


def _held(one: Figure, owner: str) -> Figure:
    limits = (*(limit for limit in one.limits if limit != f"in:{owner}"), f"by:{owner}")
    return replace(one, limits=tuple(sorted(set(limits))))


def _owned(one: Figure) -> bool:
    return any(limit.startswith("by:") for limit in one.limits)


def _free(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return not any(start < stop and first < end for first, stop in taken)


def _date(text: str, reader: Reader, clauses: Clauses, one: Time) -> Figure:
    about = event_of(clauses, one.start, one.end)
    when = one.when
    if when.startswith("weekday") and _ahead(clauses, one.start):
        when = f"ahead:{when}"
    return Figure(
        one.start,
        one.end,
        one.kind,
        None,
        None,
        text[about.start : about.end] if about else None,
        text[one.start : one.end],
        precision=one.precision,
        when=when,
        about_start=about.start if about else None,
        terms=about.terms if about else (),
        context=(*context_of(clauses, one.start, one.end, reader.name_key), *daypart_of(text[one.start : one.end])),
        wording=wording_of(clauses, one.start, one.end),
    )


def _ahead(clauses: Clauses, place: int) -> bool:
    """Does the clause speak of what is to come: with "wird" or "will", or of something done in the present tense?"""
    number = clauses.segment_of(place)
    items = clauses.segments[number].items if number is not None else []
    if present(items):
        return True
    lows = {item.low for item in items}
    return bool(lows & {"wird", "werden", "werde", "will", "wollen", "wolle"}) and not lows & {
        "worden",
        "wurde",
        "wurden",
    }


def _measure(text: str, reader: Reader, clauses: Clauses, one: Measure) -> Figure | None:
    if one.unit == "years?":  # a bare number behind a name
        if not reader.beside_name(one):
            return None
        one = Measure(one.start, one.end, "age", one.value, "years")
    if one.attributive and one.kind == "duration" and _YEARLY.search(text, one.start, one.end):
        return _yearly(text, reader, clauses, one)
    return _figure(text, reader, clauses, one, reader.measure(clauses, one), one.unit)


def _yearly(text: str, reader: Reader, clauses: Clauses, one: Measure) -> Figure | None:
    """ "zehnjährig" is an age beside a person and a duration beside anything else."""
    aged = replace(one, kind="age", value=one.value and one.value / LEXICON["units"]["duration"]["Jahr"], unit="years")
    person = reader.named_behind(clauses, one)
    if person is not None:
        return _figure(text, reader, clauses, aged, person, aged.unit)
    about = reader.measure(clauses, one)
    if about is None:
        return None
    noun = next((word for word in text[about.start : about.end].split() if word[0].isupper()), "")
    aged_noun = is_person_noun(noun) or noun in _CHILDREN
    return _figure(text, reader, clauses, aged if aged_noun else one, about, aged.unit if aged_noun else one.unit)


def _figure(text: str, reader: Reader, clauses: Clauses, one: Measure, about: About | None, unit: str | None) -> Figure:
    terms = about.terms if about else ()
    if one.kind == "count" and unit and (one.attributive or not terms):
        terms = (term(unit),)
    return Figure(
        one.start,
        one.end,
        one.kind,
        one.value,
        unit,
        text[about.start : about.end] if about else None,
        text[one.start : one.end],
        one.high,
        one.precision,
        about_start=about.start if about else None,
        terms=terms,
        limits=about.limits if about else (),
        context=context_of(clauses, one.start, one.end, reader.name_key),
        wording=wording_of(clauses, one.start, one.end),
    )


@Language.component("figures", assigns=["doc._.figures"], requires=["doc._.sentences", "doc._.mentions"])
def figures(doc: Doc) -> Doc:
    """Set ``doc._.figures``; empty if the text is not German."""
    if doc._.language in (None, "de"):
        doc._.figures = find_figures(doc)
    return doc
