"""A marked span is an utterance, a fragment or a label: by what the marks hold and how they stand in their clause."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.nlp import lexicon
from app.nlp.attribution.cues import Cue
from app.nlp.attribution.descriptions import is_paper
from app.nlp.german.clauses import DETERMINERS, Item, Segment, View, speaks
from app.nlp.german.reporting_verbs import forms
from app.nlp.german.word_table import has_verb
from app.nlp.german.word_table import words as words_of
from app.nlp.rules import Table
from app.nlp.types import QuotationKind

_PRESS = lexicon.press_words()
_TITLED = lexicon.nouns("titled")
_NAMING = lexicon.verbs("naming")
_SAYINGS = lexicon.nouns("act") | lexicon.nouns("saying") | {"fraktion", "redaktion", "transaktion"}
_LEAST_NAME = 2  # words of a name that is told by its capitals, and in which the noun of a name stands
_WHOLE_WORDS = 6  # a marked span of so many words that stands alone in its clause is an utterance
_SENTENCE_WORDS = 3  # of an utterance that is told by its capital alone
_LABEL_WORDS = 3  # a marked span of at most so many words without a verb of saying near it is a label
_NAME_WORDS = 4  # words of a medium's name at most
_ADDRESSEE = 5  # items back to the verb from whom somebody told it ("sagte X der »Zeit«")
_ENDS = (".", "!", "?", "…", ",")
_ARTICLES = lexicon.function_words("definite_article") - {"des"}
_BESIDE = ("verb", "hearsay", "so", "as", "anonymous")
_INQUIT = ("verb", "hearsay", "so")


@dataclass(slots=True)
class MarkedSpan:
    """What the marks hold (``inner``), where they stand (item ``index`` of segment ``number``), and the cues near.
    ``in_report``: the sentence around is reported speech, or a cue governs it."""

    view: View
    inner: str
    number: int
    index: int
    cues: list[Cue]
    in_report: bool

    @property
    def segment(self) -> Segment:
        return self.view.segments[self.number]

    @property
    def words(self) -> list[str]:
        return self.inner.split()

    @property
    def is_ended(self) -> bool:
        """Does it end like a sentence?"""
        return self.inner[-1:] in _ENDS and len(self.words) >= 2

    @property
    def is_alone(self) -> bool:
        """Does nothing but a verb of saying stand in its clause („…!“ rief er)?"""
        if len(self.segment.items) == 1:
            return True
        return self.index == 0 and any(cue.segment == self.number and cue.how in _INQUIT for cue in self.cues)

    @property
    def has_cue_beside(self) -> bool:
        return any(abs(cue.segment - self.number) == 1 and cue.how in _BESIDE for cue in self.cues)

    @property
    def is_titled(self) -> bool:
        return _is_titled(self.segment.items, self.index) and not self.is_predicate

    @property
    def is_predicate(self) -> bool:
        """Do the marks hold what is said of the noun before them ("Der Verein „verdient jede Hilfe“, sagte X", "nannte
        das Gesetz „Murks auf ganzer Linie“")?"""
        here = (cue.verb for cue in self.cues if cue.segment == self.number and cue.verb is not None)
        if len(self.words) > 1 and any(verb.lemma in _NAMING for verb in here):
            return True
        if not self.inner[:1].islower():
            return False
        if self.words[0] in DETERMINERS:
            return True
        rest = " ".join(item.text for item in self.segment.items if item.marked is None)
        return has_verb(self.inner) and not has_verb(rest)


KIND = Table[MarkedSpan, QuotationKind]("kind of a marked span", otherwise="partial")


@KIND.rule("„Morning Star Tribune“ berichtete über Anna Berg.")
def name_that_is_the_subject(span: MarkedSpan) -> QuotationKind | None:
    """Capitals throughout, and a verb behind it that has no other subject."""
    words, items = span.words, span.segment.items
    if span.index or len(words) < _LEAST_NAME or len(items) == 1 or not all(word[:1].isupper() for word in words):
        return None
    if span.is_ended or items[1].capital or not words_of()[items[1].low].tag.startswith("VV"):
        return None
    return None if any(cue.segment == span.number and cue.speakers for cue in span.cues) else "label"


@KIND.rule("Die „Lübecker Erklärung zum Schutz der Küste“ liegt vor.", "Das „Gesetz zur Stärkung der Läden“ gilt.")
def name_of_a_paper_or_body(span: MarkedSpan) -> QuotationKind | None:
    """Behind an article, without a verb: the noun inside tells what it is."""
    items, index, first = span.segment.items, span.index, span.words[:_LEAST_NAME]
    if not index or items[index - 1].low not in _ARTICLES or span.is_ended or has_verb(span.inner):
        return None
    if len(first) < _LEAST_NAME or not span.inner[:1].isupper() or not any(map(_is_named_thing, first)):
        return None
    said = any(cue.segment == span.number and cue.how == "verb" and cue.speakers for cue in span.cues)
    return None if said and not any(is_paper(word.lower()) for word in first) else "label"


@KIND.rule("Anna Berg sagte: „Das ist ein Anfang.“")
def behind_a_colon(span: MarkedSpan) -> QuotationKind | None:
    return "direct" if span.segment.before == ":" and span.index == 0 and len(span.words) >= 2 else None


@KIND.rule("Anna Berg sagte, Verbote schüfen kein Haus, „dafür aber sehr viel Misstrauen bei allen“.")
def fragment_behind_a_comma(span: MarkedSpan) -> QuotationKind | None:
    if span.segment.before != "," or span.is_ended or not span.is_alone:
        return None
    infinitive = span.words[-2:-1] == ["zu"]
    return "partial" if infinitive or (span.inner[:1].islower() and not has_verb(span.inner)) else None


@KIND.rule("„Das ist ein Anfang“, sagte Anna Berg.", "„Niemals“, rief Anna Berg.")
def alone_in_its_clause(span: MarkedSpan) -> QuotationKind | None:
    if not span.is_alone:
        return None
    words = len(span.words)
    opened = span.inner[:1].isupper() and (words >= _SENTENCE_WORDS or span.has_cue_beside)
    return "direct" if span.is_ended or words >= _WHOLE_WORDS or opened else None


@KIND.rule("„nie wieder“, sagte Anna Berg.")
def first_before_a_cue(span: MarkedSpan) -> QuotationKind | None:
    return "direct" if not span.segment.before and span.is_alone and span.has_cue_beside else None


@KIND.rule("Auf dem Plakat stand „Wir bleiben alle hier!“ in roten Lettern.")
def whole_sentence(span: MarkedSpan) -> QuotationKind | None:
    sentence = span.is_ended and span.inner[:1].isupper() and len(span.words) >= _SENTENCE_WORDS
    return "direct" if sentence and not span.is_titled else None


@KIND.rule("Der Plan heißt „Omega“.")
def single_word(span: MarkedSpan) -> QuotationKind | None:
    return "label" if len(span.words) == 1 else None


@KIND.rule("Das stand in der „Bild am Sonntag“.")
def name_of_a_medium(span: MarkedSpan) -> QuotationKind | None:
    return "label" if _is_medium(span.inner) else None


@KIND.rule("Der Film „nicht von hier“ läuft im Kino.")
def behind_the_noun_for_a_work(span: MarkedSpan) -> QuotationKind | None:
    return "label" if span.is_titled else None


@KIND.rule("Die Länder heißen die „Geizigen Vier“.")
def capitals_throughout(span: MarkedSpan) -> QuotationKind | None:
    return "label" if all(word.lstrip("(")[:1].isupper() for word in span.words) else None


@KIND.rule("Im Süden brennt die „grüne Lunge“ des Landes.")
def few_words_that_nobody_says(span: MarkedSpan) -> QuotationKind | None:
    if len(span.words) > _LABEL_WORDS or span.is_ended or has_verb(span.inner):
        return None
    said = span.in_report or any(cue.segment == span.number for cue in span.cues)
    return "label" if not said and not any(item.low == "rede" for item in span.segment.items) else None


def names_a_body(items: Sequence[Item], index: int) -> bool:
    """Do the marks hold the name of a medium or the like, as behind an article (die »New York Times«)?"""
    if not index:
        return False
    low, inner = items[index - 1].low, items[index].text
    if low.endswith("-"):
        return True  # ARD-„Morgenmagazin“
    capital = all(word[:1].isupper() for word in inner.split())
    return (capital or _is_medium(inner)) and (low in _ARTICLES or _is_titled(items, index))


def _is_medium(inner: str) -> bool:
    """Is it the name of a newspaper or the like (Bild am Sonntag)?"""
    return _is_namelike(inner) and any(word.lower() in _PRESS for word in inner.split())


def _is_namelike(inner: str) -> bool:
    """Do a few words begin and end with a capital, as a medium's name does (NZZ am Sonntag)?"""
    words = inner.split()
    return 0 < len(words) <= _NAME_WORDS and words[0][:1].isupper() and words[-1][:1].isupper()


def _is_titled(items: Sequence[Item], index: int) -> bool:
    """Does a noun for a work stand right before the marks, or are they whom somebody told it ("sagte der „Zeit“")?"""
    if index > 1 and items[index - 1].low in ("der", "dem"):
        if items[index - 2].low in forms().main:
            return True
        if index > 2 and _is_namelike(items[index].text):
            return any(item.low in forms().main for item in items[max(0, index - _ADDRESSEE) : index - 1])
    return index > 0 and _is_title(items[index - 1].low)


def _is_title(low: str) -> bool:
    """Is it a noun for what has a title or name, or a compound of one (Bürgerverein, Kinderbuch)?"""
    last = low.rsplit("-", 1)[-1]
    return last in _TITLED or (last not in _SAYINGS and any(last[cut:] in _TITLED for cut in range(2, len(last) - 3)))


def _is_named_thing(word: str) -> bool:
    """Is it a noun for a paper or body, as names begin with (Gesetz zur …, Bund für …)?"""
    low = word.lower()
    return word[:1].isupper() and (is_paper(low) or _is_title(low) or speaks(word))
