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

from app.nlp import extensions, lexicon  # noqa: F401  (registers the attributes)
from app.nlp.figures.about import about
from app.nlp.figures.ages import beside_name, named_behind
from app.nlp.figures.clause import About, Clauses, present
from app.nlp.figures.context import context_of, daypart_of, event_of, wording_of
from app.nlp.figures.counted_nouns import number_of
from app.nlp.figures.dates import Time, times
from app.nlp.figures.discourse import Discourse
from app.nlp.figures.edtf import Weekday
from app.nlp.figures.edtf import write as write_when
from app.nlp.figures.holders import holder_of, listed, subject_of
from app.nlp.figures.lexicon import LEXICON, either, term
from app.nlp.figures.measure import Measure
from app.nlp.figures.periods import with_periods
from app.nlp.figures.quantities import bare_numbers, currencies_in, measures
from app.nlp.figures.setting import Setting
from app.nlp.figures.surroundings import Told, telling_words, with_around
from app.nlp.figures.terms import read, write
from app.nlp.german.clauses import is_person_noun
from app.nlp.german.component import Token
from app.nlp.tokens import triples
from app.nlp.types import Figure, Sentence

_LONGEST = 3_000  # characters of a sentence that are searched: what is longer is a table or has no full stops
_REMEMBERED = 50_000
_DATES = LEXICON["dates"]
_YEARLY = re.compile(r"jährige?[nrms]?$")
_FUTURE = lexicon.verb_forms("future")
_PASSIVE = lexicon.verb_forms("past_passive")
_CHILDREN = lexicon.nouns("child", as_written=True)
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
    discourse = Discourse(doc._.clauses)
    found: list[Told] = []
    sentences = _Sentences(discourse, triples(doc), doc._.sentence_tokens)
    behind = 0
    signs = [_may_belong_to_a_figure(word) for _, _, word in sentences.tokens]
    for place, (sentence, (first, after)) in enumerate(zip(doc._.sentences, doc._.sentence_tokens, strict=True)):
        if sentence.kind in ("meta", "signature"):
            continue
        if "\n" in discourse.text[behind : sentence.start]:
            discourse.open_paragraph(sentence.start)
        behind = sentence.end
        if any(signs[first:after]):
            figures = _in_sentence(sentences, place, sentence)
            found += [Told(place, figure, sentences.words(place)) for figure in figures]
        discourse.earlier.append((sentence.start, sentence.end))
    told = with_around(found, lambda place: sentences.words(place - 1) if place else ())
    return sorted(told, key=lambda figure: (figure.start, figure.end))


class _Sentences:
    """The sentences of a text as clauses, each cut when it is first asked for."""

    def __init__(self, discourse: Discourse, tokens: Sequence[Token], spans: Sequence[tuple[int, int]]) -> None:
        self.discourse = discourse
        self.tokens = tokens
        self._spans = spans
        self._clauses: dict[int, Clauses] = {}
        self._words: dict[int, tuple[str, ...]] = {}
        self.currencies: dict[int, str] = {}  # the one a sentence speaks of last

    def clauses(self, place: int) -> Clauses:
        """The clauses of a sentence, its head alone where it is very long."""
        if place not in self._clauses:
            first, after = self._spans[place]
            tokens = self.tokens[first:after]
            end = tokens[0][0] + _LONGEST if tokens else 0
            self._clauses[place] = self.discourse.clauses([token for token in tokens if token[0] < end])
        return self._clauses[place]

    def words(self, place: int) -> tuple[str, ...]:
        """The telling words of a sentence."""
        if place not in self._words:
            self._words[place] = telling_words(self.clauses(place).items, self.discourse.name_key)
        return self._words[place]

    def currency(self, place: int) -> str | None:
        """The one that the sentence before speaks of last; else the only one of the text."""
        return self.currencies.get(place - 1) or self._only_currency

    @cached_property
    def _only_currency(self) -> str | None:
        told = currencies_in(self.discourse.text)
        return told.pop() if len(told) == 1 else None

    def subject(self, place: int) -> str | None:
        """The body a sentence begins with; None where it begins with something else."""
        segments = self.clauses(place).segments if place >= 0 else []
        return subject_of(segments[0].items, self.discourse.name_key) if segments else None


@lru_cache(maxsize=_REMEMBERED)
def _may_belong_to_a_figure(word: str) -> bool:
    return bool(_SIGN.search(word[:60]))


def _in_sentence(sentences: _Sentences, place: int, sentence: Sentence) -> list[Figure]:
    """Dates first, then quantities, then bare numbers, each only where none before it stands."""
    discourse = sentences.discourse
    start, end = sentence.start, min(sentence.end, sentence.start + _LONGEST)
    dates = times(discourse.text, start, end)
    taken = [(date.start, date.end) for date in dates]
    found = measures(discourse.text, start, end, discourse.names.__contains__, sentences.currency(place))
    sizes = [size for size in found if _free(taken, size.start, size.end)]
    taken += [(size.start, size.end) for size in sizes]
    bare = [size for size in bare_numbers(discourse.text, start, end) if _free(taken, size.start, size.end)]
    if not (dates or sizes or bare):
        return []
    clauses = sentences.clauses(place)
    paid = [size.unit for size in sizes if size.kind == "money" and size.unit]
    if paid:
        sentences.currencies[place] = paid[-1]
    figures = [_date(discourse, clauses, date) for date in dates]
    figures += [figure for size in sizes if (figure := _measure(Setting(discourse, clauses, size))) is not None]
    figures += [figure for size in bare if (figure := _bare(Setting(discourse, clauses, size))) is not None]
    return with_periods(clauses, _with_holders(sentences, place, figures))


def _with_holders(sentences: _Sentences, place: int, found: Sequence[Figure]) -> list[Figure]:
    """Counts with the body that has them as a limit, and those of a list that leave out the noun."""
    clauses, key_of = sentences.clauses(place), sentences.discourse.name_key
    told: list[Figure] = []
    for figure in found:
        counts = figure.kind == "count"
        owner = holder_of(clauses, figure, sentences.subject(place - 1), key_of) if counts else None
        told.append(_held(figure, owner) if owner else figure)
    head = next((figure for figure in told if figure.kind == "count" and figure.terms and _owned(figure)), None)
    if head is None:
        return told
    taken = [(figure.start, figure.end) for figure in told]
    for start, end, value, owner in listed(clauses, head.end, key_of):
        if _free(taken, start, end):
            bare = replace(
                head, start=start, end=end, surface=clauses.text[start:end], value=value, high=None, precision="exact",
                about=None, about_start=None, limits=(), context=(), wording=(),
            )  # fmt: skip
            told.append(_held(bare, owner))
    return told


def _held(figure: Figure, owner: str) -> Figure:
    limits = (*(limit for limit in figure.limits if limit != write("where", owner)), write("holder", owner))
    return replace(figure, limits=tuple(sorted(set(limits))))


def _owned(figure: Figure) -> bool:
    return any(read(limit).kind == "holder" for limit in figure.limits)


def _free(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return not any(start < stop and first < end for first, stop in taken)


def _date(discourse: Discourse, clauses: Clauses, date: Time) -> Figure:
    text, start, end = discourse.text, date.start, date.end
    about = event_of(clauses, start, end)
    told = about is not None and about.start < about.end
    when = date.when
    if isinstance(when.what, Weekday) and when.which is None and _ahead(clauses, start):
        when = when._replace(which="ahead")
    return Figure(
        start,
        end,
        date.kind,
        None,
        None,
        text[about.start : about.end] if about and told else None,
        text[start:end],
        precision=date.precision,
        when=write_when(when),
        about_start=about.start if about and told else None,
        terms=about.terms if about else (),
        context=(*context_of(clauses, start, end, discourse.name_key), *daypart_of(text[start:end])),
        wording=wording_of(clauses, start, end),
    )


def _ahead(clauses: Clauses, place: int) -> bool:
    """Does the clause speak of what is to come: with "wird" or "will", or of something done in the present tense?"""
    number = clauses.segment_of(place)
    items = clauses.segments[number].items if number is not None else []
    if present(items):
        return True
    lows = {item.low for item in items}
    return not _FUTURE.isdisjoint(lows) and _PASSIVE.isdisjoint(lows)


def _measure(setting: Setting) -> Figure | None:
    measure = setting.measure
    if measure.only_behind_a_name and not beside_name(setting.discourse, measure.start):
        return None
    lasts = measure.attributive and measure.kind == "duration"
    if lasts and _YEARLY.search(setting.discourse.text, measure.start, measure.end):
        return _yearly(setting)
    return _figure(setting, measure, about(setting), measure.unit)


def _yearly(setting: Setting) -> Figure | None:
    """ "zehnjährig" is an age beside a person and a duration beside anything else."""
    lasting = setting.measure
    years = lasting.value and lasting.value / LEXICON["units"]["duration"]["Jahr"]
    aged = replace(lasting, kind="age", value=years, unit="years")
    person = named_behind(setting)
    if person is not None:
        return _figure(setting, aged, person, aged.unit)
    thing = about(setting)
    if thing is None:
        return None
    words = setting.discourse.text[thing.start : thing.end].split()
    noun = next((word for word in words if word[0].isupper()), "")
    told = aged if is_person_noun(noun) or noun in _CHILDREN else lasting
    return _figure(setting, told, thing, told.unit)


def _bare(setting: Setting) -> Figure | None:
    """A number without a noun, where the clause tells whose it is."""
    whose = number_of(setting)
    return _figure(setting, setting.measure, *whose) if whose is not None else None


def _figure(setting: Setting, measure: Measure, thing: About | None, unit: str | None) -> Figure:
    discourse, start, end = setting.discourse, measure.start, measure.end
    terms = thing.terms if thing else ()
    if measure.kind == "count" and unit and (measure.attributive or not terms):
        terms = (term(unit),)
    return Figure(
        start,
        end,
        measure.kind,
        measure.value,
        unit,
        discourse.text[thing.start : thing.end] if thing else None,
        discourse.text[start:end],
        measure.high,
        measure.precision,
        about_start=thing.start if thing else None,
        terms=terms,
        limits=thing.limits if thing else (),
        context=context_of(setting.clauses, start, end, discourse.name_key),
        wording=wording_of(setting.clauses, start, end),
    )


@Language.component("figures", assigns=["doc._.figures"], requires=["doc._.sentences", "doc._.clauses"])
def figures(doc: Doc) -> Doc:
    """Set ``doc._.figures``; empty if the text is not German."""
    if doc._.language in (None, "de"):
        doc._.figures = find_figures(doc)
    return doc
