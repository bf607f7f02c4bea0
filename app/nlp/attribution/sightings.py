"""Who stands where in a unit of a text: names, offices and nouns of people or bodies, each with its grammatical place.

A sighting is what a reader could take for a speaker. Roles are told by place and case, as in ``german.clauses``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.nlp.attribution.descriptions import can_speak, is_medium, is_nominative
from app.nlp.attribution.discourse import Discourse
from app.nlp.entities.gender import Gender, noun_gender
from app.nlp.german.clauses import PREPOSITIONS, Item, Phrase, Segment, View, is_person_noun, phrases, relative

Role = Literal["subject", "nominative", "oblique", "genitive", "governed"]
_FAR = 6  # items back in which a preposition still governs a name
_MOST = 24  # sightings of a unit: a list of two hundred guests has no more to tell


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody in a unit. ``key``: an Entity.key, else ``text`` are the words; ``segment`` and ``item`` its place;
    ``governor``: the preposition before it, "" where none governs it;
    ``is_apposed``: it stands alone between commas."""

    key: str | None
    text: str
    kind: str
    start: int
    segment: int
    item: int
    role: Role
    gender: Gender
    subordinate: bool
    governor: str = ""
    is_medium: bool = False
    is_apposed: bool = False


def sightings(view: View, discourse: Discourse) -> list[Sighting]:
    """Those of a unit from left to right, what stands inside marked quotations left out."""
    found: list[Sighting] = []
    for number, segment in enumerate(view.segments):
        found += _of_segment(view, number, segment, discourse)
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def _of_segment(view: View, number: int, segment: Segment, discourse: Discourse) -> Iterator[Sighting]:
    items = segment.items
    subordinate = segment.subordinate or relative(segment)
    apposed = bool(number) and segment.before == "," and len(items) == 1
    is_first = True  # of those that may be the subject
    for place, item, phrase in _visible(items):
        role, governor = _role(items, place, phrase)
        if role == "nominative" and is_first:
            role, is_first = "subject", False
        key: str | None
        kind: str
        if item.name is not None and item.name.entity is not None:
            key, text, kind = item.name.entity, item.text, item.name.kind
        else:
            assert phrase is not None
            key = phrase.role.entity if phrase.role is not None else None
            text, kind = phrase.words(discourse.text), _kind_of_noun(phrase)
        named = key is not None and kind in ("person", "somebody")
        gender: Gender = discourse.gender(str(key)) if named else noun_gender(phrase) if phrase and not key else "?"
        medium = item.name is not None and is_medium(item)
        yield Sighting(key, text, kind, item.start, number, place, role, gender, subordinate, governor, medium, apposed)


def _visible(items: Sequence[Item]) -> Iterator[tuple[int, Item, Phrase | None]]:
    """The names, and the first items of phrases that speak of people or bodies, with the phrases around them."""
    free = {place: phrase for phrase in phrases(items, 0, len(items)) for place in range(phrase.start, phrase.end)}
    for place, item in enumerate(items):
        phrase = free.get(place)
        is_named = item.name is not None and item.name.entity is not None
        if is_named or (phrase is not None and place == phrase.start and _is_described(phrase)):
            yield place, item, phrase


def _kind_of_noun(phrase: Phrase) -> str:
    return "somebody" if is_person_noun(phrase.head.low) else "something"


def _is_described(phrase: Phrase) -> bool:
    """Does a phrase without a name speak of people or of a body?"""
    return phrase.name is None and not phrase.pronoun and can_speak(phrase)


def _role(items: Sequence[Item], place: int, phrase: Phrase | None) -> tuple[Role, str]:
    if items[place].genitive:
        return "genitive", ""
    if phrase is None:
        return "governed", _governor(items, place)
    head = phrase.head.name
    if head is not None and items[place].name is not None and items[place].name is not head:
        return "genitive", ""  # "der Sprecher von Berg"
    return ("nominative", "") if is_nominative(phrase) else ("oblique", "")


def _governor(items: Sequence[Item], place: int) -> str:
    """The nearest preposition before a place."""
    before = (item.low for item in reversed(items[max(0, place - _FAR) : place]))
    return next((low for low in before if low in PREPOSITIONS), "")
