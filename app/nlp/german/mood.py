"""Where a sentence has subjunctives that may give somebody's words."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from app.nlp import lexicon
from app.nlp.german import konjunktiv
from app.nlp.german.clauses import Item, Segment, View, relative
from app.nlp.rules import Table

_QUESTIONS = lexicon.nouns("question")
_GENITIVE_DETERMINERS = lexicon.function_words("genitive_determiner")
_INVITATIONS = lexicon.verb_forms("invitation")
_WISHES = lexicon.verb_forms("wish")
_TO_READERS = lexicon.function_words("to_reader")
ASKED = lexicon.function_words("content") | {"ob"}
_BE_IT_WORDS = 5
_UNREAL = frozenset({"als"})
_NOT_SPEECH = lexicon.function_words("no_report")
_UNREAL_REACH = 3  # words from "als" to its subjunctive


@dataclass(slots=True)
class Mood:
    """Where a unit has subjunctives: numbers of the segments with Konjunktiv I and II, and doubtful forms."""

    first: set[int] = field(default_factory=set)
    second: set[int] = field(default_factory=set)
    doubtful: set[int] = field(default_factory=set)
    main_first: bool = False
    main_second: bool = False  # in the plural, where it stands in for a Konjunktiv I that looks like the indicative
    conditional: bool = False


@dataclass(slots=True)
class _Clause:
    """The segment ``number`` with its words in small letters, but for nouns."""

    view: View
    number: int
    low: list[str]

    @property
    def segment(self) -> Segment:
        return self.view.segments[self.number]


def mood_of(view: View) -> Mood:
    """Find the subjunctives of a unit, leaving out unreal comparisons and set phrases."""
    mood = Mood()
    for number, segment in enumerate(view.segments):
        low = [_lowered(item) for item in segment.items]
        if not NO_REPORT.decide(_Clause(view, number, low), view.start, view.end):
            _enter(mood, number, segment, low)
    return mood


def _lowered(item: Item) -> str:
    return konjunktiv.lowered(item.text) if item.text[:1].isupper() and item.low != "ich" else item.low


def _enter(mood: Mood, number: int, segment: Segment, low: list[str]) -> None:
    """Note the subjunctives of a clause."""
    below: bool | None = None
    for place, item in enumerate(segment.items):
        if item.name is not None or item.marked is not None:
            continue
        first = konjunktiv.is_first(low, place)
        second = not first and konjunktiv.is_second(low[place]) and not konjunktiv.is_wish(low[place])
        if not (first or second):
            if konjunktiv.is_doubtful(low[place]):
                mood.doubtful.add(number)
            continue
        if below is None:
            below = segment.subordinate or relative(segment)
        if first:
            mood.first.add(number)
            mood.main_first |= not below
        else:
            mood.second.add(number)
            mood.main_second |= not below and low[place].endswith("n")
            mood.conditional |= place == 0 or segment.first == "wenn"


NO_REPORT = Table[_Clause, bool]("subjunctive without a report", otherwise=False)


@NO_REPORT.rule("Anna Berg tat so, als sei nichts geschehen.")
def unreal_comparison(clause: _Clause) -> bool | None:
    low = clause.low
    if clause.segment.first not in _UNREAL:
        return None
    near = range(min(_UNREAL_REACH, len(low)))
    return True if any(konjunktiv.is_first(low, n) or konjunktiv.is_second(low[n]) for n in near) else None


@NO_REPORT.rule("Anna Berg blieb, damit alle kämen.")
def conjunction_of_purpose_or_time(clause: _Clause) -> bool | None:
    return True if _no_speech(clause.segment.first, clause.low) and not _adverb(clause.low) else None


@NO_REPORT.rule("Ein Kompromiss ist möglich, es sei denn, die Ministerin lehnt ab.")
def set_phrase(clause: _Clause) -> bool | None:
    return True if _set_phrase(clause.low) else None


@NO_REPORT.rule("Zur Frage, ob das Werk verkauft werde, äußerte sich Anna Berg nicht.")
def question_of_a_noun(clause: _Clause) -> bool | None:
    if not clause.number or clause.segment.first not in ASKED:
        return None
    return True if _asks(clause.view.segments[clause.number - 1]) else None


def _no_speech(first: str, low: Sequence[str]) -> bool:
    """Does a conjunction open the clause that no report follows? "Ohne sie gebe es nichts" has a preposition."""
    return first in _NOT_SPEECH and (first != "ohne" or low[1:2] == ["dass"])


def _adverb(low: Sequence[str]) -> bool:
    """Does the finite verb follow at once ("Damit werde nichts gebaut")? Then no conjunction opens the clause."""
    return len(low) > 1 and (konjunktiv.is_first(low, 1) or konjunktiv.is_second(low[1]))


def _asks(segment: Segment) -> bool:
    """Does a noun for a question end it, its genitive aside, so that "ob" or "warum" goes on with that noun?"""
    at = next((n for n, item in enumerate(segment.items) if item.low in _QUESTIONS and item.capital), None)
    rest = segment.items[at + 1 :] if at is not None else []
    return at is not None and (not rest or rest[0].low in _GENITIVE_DETERMINERS or rest[0].genitive)


def _set_phrase(low: Sequence[str]) -> bool:
    """Set phrases: "es sei denn", "man stelle sich vor", "seien es Immobilien oder Aktien", "sei es aus Angst"."""
    if not low:
        return False
    if low[:3] == ["es", "sei", "denn"] or (low[0].lower() == "man" and low[1:2] and low[1] in _INVITATIONS):
        return True
    if low[-1] in _WISHES and low[0] in _TO_READERS and "sei" in low[:3]:
        return True  # "dem sei ein Blick in die Akten empfohlen"
    return low[:2] in (["sei", "es"], ["seien", "es"]) and ("oder" in low or len(low) <= _BE_IT_WORDS)
