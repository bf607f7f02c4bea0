"""What the noun of a phrase tells of whom it designates: an office, a post, a nationality, a medium; can it speak?"""

from collections.abc import Sequence
from functools import lru_cache

from app.nlp import lexicon
from app.nlp.entities.tenure import known_in_office
from app.nlp.german.clauses import PREPOSITIONS, Item, Phrase, phrase_at, speak
from app.nlp.german.role_nouns import head_of
from app.nlp.german.word_table import words

_OFFICES = lexicon.nouns("single_office")
_POSTS = lexicon.nouns("post")
_COMPOUND_REPORTS = tuple(sorted(lexicon.nouns("compound_report")))
_NOBODY = lexicon.nouns("nobody") - lexicon.nouns("compound_report") | {"medienberichten", "presseberichten"}
_COURTS = lexicon.nouns("court")
_PAPERS = lexicon.nouns("paper")
_PRESS = lexicon.press_words()
_TIMES = lexicon.words("time")
_NAME_WORDS = 4  # of a medium in marks
_OF_OWNER = lexicon.function_words("genitive_determiner") | lexicon.function_words("dative_article")


def is_office(low: str) -> bool:
    """Does a noun, in small letters, name an office?"""
    return ends_with(low, _OFFICES)


def in_office(phrase: Phrase, key: str) -> bool | None:
    """``entities.tenure.known_in_office`` of the phrase's words."""
    return known_in_office([item.text for item in phrase.items[phrase.start : phrase.end]], key)


def for_a_field(phrase: Phrase) -> bool:
    """Is it a politician's post ("die außenpolitische Sprecherin"), not somebody who speaks for another?"""
    return any(item.low.rstrip("nr").endswith("politische") for item in phrase.items[phrase.start : phrase.end])


def is_post(low: str) -> bool:
    """Does it name an office or something else that one of a kind holds (Direktorin, Leiter)?"""
    return is_office(low) or ends_with(low, _POSTS)


def ends_with(low: str, ends: frozenset[str]) -> bool:
    """Is the last part of a noun, after any compounding, among the ``ends``?"""
    last = low.rsplit("-", 1)[-1]
    return any(last[cut:] in ends for cut in range(max(1, len(last) - 3)))


@lru_cache(maxsize=4096)
def whose_report(noun: str) -> str | None:
    """Whose report a compound names: Polizei of Polizeiangaben, BILD of BILD-Informationen; None of all else."""
    low = noun.lower()
    head = next((end for end in _COMPOUND_REPORTS if low.endswith(end)), None) if low not in _NOBODY else None
    whose = noun[: -len(head)] if head is not None else ""
    if whose.endswith("-"):
        return whose[:-1] or None
    stems = (whose, whose.removesuffix("s"), whose.removesuffix("n"), whose.removesuffix("en"))
    found = next((stem for stem in stems if stem and speak(stem)), None)
    return found if found is None or whose in (found, f"{found}s") else whose


def is_court(phrase: Phrase) -> bool:
    """Does it name who decides in law: Landgericht, Richterin?"""
    return ends_in(phrase.head.low, _COURTS)


def is_paper(low: str) -> bool:
    """Is it a noun for a text that says something: Bericht, Koalitionsvertrag, Positionspapier?"""
    return ends_in(low, _PAPERS)


def ends_in(low: str, ends: frozenset[str]) -> bool:
    """Is a noun among the ``ends``, or one of them of four letters and more the last part of it?"""
    last = low.rsplit("-", 1)[-1]
    return last in ends or any(last[cut:] in ends for cut in range(2, len(last) - 3))


def is_national(noun: str) -> bool:
    """Does it say of what country somebody is? Then who is meant depends on that, not on nearness alone."""
    head = head_of(noun)
    return head is not None and head.role == "national"


def from_there(phrase: Phrase) -> bool:
    """Does the noun say from what town or region somebody is ("der Vorarlberger", "die Hamburgerin")?"""
    noun = phrase.head.text.removesuffix("in")
    if phrase.head.name is not None or phrase.end - phrase.start != 2:
        return False
    if noun.endswith("e") and noun == phrase.head.text:
        region = words()[f"{noun}n"]
        return bool(region.bits) or region.tag == "NE"  # Niedersachse, Hesse, Westfale
    towns = [words()[town] for town in (noun[:-2], f"{noun[:-2]}en", f"{noun[:-3]}en")]  # Kölner, Bremer, Münchner
    return noun.endswith("er") and any(town.bits or town.tag == "NE" for town in towns)


def is_medium(item: Item) -> bool:
    """Is it a newspaper, an agency, a broadcaster?"""
    return item.marked is not None or item.low.rsplit("-", 1)[-1] in _PRESS


def governed(items: Sequence[Item], at: int) -> Phrase | None:
    """The phrase behind a preposition, whatever its case; also a medium in marks (laut „Spiegel“)."""
    phrase = phrase_at(items, at) or marked_name(items, at)
    if phrase is None or phrase.pronoun:
        return None
    return phrase


def marked_name(items: Sequence[Item], at: int) -> Phrase | None:
    """A name in marks: a few words, the first and the last with a capital."""
    if at >= len(items) or items[at].marked is None:
        return None
    words = items[at].text.split()
    short = 0 < len(words) <= _NAME_WORDS and words[0][:1].isupper() and words[-1][:1].isupper()
    return Phrase(at, at + 1, items, items[at]) if short and words[-1][-1:].isalnum() else None


def owner_of(phrase: Phrase, place: int) -> Phrase | None:
    """The genitive or "von" phrase behind a noun."""
    items = phrase.items
    at = next((n for n in range(phrase.start, phrase.end) if items[n] is phrase.head), place) + 1
    while at < len(items) and items[at].low in ("von", "vom", "aus"):
        at += 1
    if at >= len(items):
        return None
    if items[at].name is not None:
        return _named(items, at)
    inner = governed(items, at) if items[at].low not in PREPOSITIONS else None
    if inner is None or inner.head.low in _TIMES:
        return None
    if not (items[at].low in _OF_OWNER or items[at].capital):
        return None
    if inner.head.name is not None:
        inner.name = inner.head.name
    return inner


def _named(items: Sequence[Item], at: int) -> Phrase | None:
    """A name as owner, its genitive s or not."""
    phrase = phrase_at(items, at)
    if phrase is not None and phrase.head.name is not None and phrase.name is None:
        phrase.name = phrase.head.name
    return phrase


def is_nominative(phrase: Phrase) -> bool:
    """Can the phrase be the subject of a verb of saying?"""
    low = phrase.head.low
    if phrase.oblique or (low in _TIMES and phrase.name is None):  # "sagte Sommer"
        return False
    if phrase.pronoun:
        return low in ("er", "sie", "man", "der", "die", "dieser", "diese", "letzterer", "letztere", "jener", "jene")
    return low not in PREPOSITIONS


def can_speak(phrase: Phrase) -> bool:
    """Does it name somebody or something that can speak?"""
    if phrase.pronoun or phrase.animate:
        return True
    return phrase.head.name is None and (speak(phrase.head.text) or (phrase.plural and _is_trade(phrase.head.text)))


def _is_trade(noun: str) -> bool:
    """Is it a trade from which families have their name: "mehrere Fischer"?"""
    return noun.endswith("er") and words()[noun].name in ("L", "B")


def agent_of(items: Sequence[Item]) -> Phrase | None:
    """Who does what is told in the passive: the living phrase behind "von"."""
    by = next((n for n, item in enumerate(items) if item.low in ("von", "vom") and item.name is None), None)
    phrase = governed(items, by + 1) if by is not None else None
    return phrase if phrase is not None and can_speak(phrase) else None
