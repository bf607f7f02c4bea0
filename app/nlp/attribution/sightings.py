"""Who stands where in a unit of a text: names, offices and nouns of people or bodies, each with its place in the grammar.

A sighting is what a reader could take for a speaker. Roles are told by place and case, as in ``german.clauses``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from app.nlp.attribution.descriptions import can_speak, is_medium, is_nominative
from app.nlp.attribution.discourse import Discourse
from app.nlp.entities.gender import Gender, noun_gender
from app.nlp.german.clauses import PREPOSITIONS, Item, Phrase, Segment, View, is_person_noun, phrases, relative

Role = Literal["subject", "nominative", "oblique", "genitive", "governed"]
_MOST = 24  # sightings of a unit: a list of two hundred guests has no more to tell


@dataclass(frozen=True, slots=True)
class Sighting:
    """Somebody in a unit. ``key``: an Entity.key, else ``text`` are the words; ``segment`` and ``item`` its place;
    ``governor``: the preposition before it, "" where none governs it."""

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


def sightings(view: View, discourse: Discourse) -> list[Sighting]:
    """Those of a unit from left to right, what stands inside marked quotations left out."""
    found: list[Sighting] = []
    for number, segment in enumerate(view.segments):
        subordinate = segment.subordinate or relative(segment)
        first = True
        for one in _of_segment(number, segment, discourse, subordinate):
            if one.role == "nominative" and first:
                first = False
                one = Sighting(
                    one.key,
                    one.text,
                    one.kind,
                    one.start,
                    one.segment,
                    one.item,
                    "subject",
                    one.gender,
                    one.subordinate,
                    is_medium=one.is_medium,
                )
            found.append(one)
            if len(found) >= _MOST:
                return found
    return found


def _of_segment(number: int, segment: Segment, discourse: Discourse, subordinate: bool) -> Iterator[Sighting]:
    items = segment.items
    free = {place: phrase for phrase in phrases(items, 0, len(items)) for place in range(phrase.start, phrase.end)}
    seen: set[int] = set()
    for place, item in enumerate(items):
        phrase = free.get(place)
        if item.name is not None and item.name.entity is not None:
            named = item.name
            role, governor = _role(items, place, phrase)
            gender: Gender = discourse.gender(str(named.entity)) if named.kind == "person" else "?"
            text = item.text
            yield Sighting(
                named.entity,
                text,
                named.kind,
                item.start,
                number,
                place,
                role,
                gender,
                subordinate,
                governor,
                named.kind == "organisation" and is_medium(item),
            )
        elif phrase is not None and phrase.start not in seen and place == phrase.start and _is_described(phrase):
            seen.add(phrase.start)
            role, _ = _role(items, place, phrase)
            kind = "somebody" if is_person_noun(phrase.head.low) else "something"
            words = phrase.words(discourse.text)
            key = phrase.role.entity if phrase.role is not None else None
            gender = discourse.gender(key) if key is not None else noun_gender(phrase)
            yield Sighting(key, words, kind, item.start, number, place, role, gender, subordinate)


def _is_described(phrase: Phrase) -> bool:
    """Does a phrase without a name speak of people or of a body?"""
    return phrase.name is None and not phrase.pronoun and can_speak(phrase)


def _role(items: list[Item], place: int, phrase: Phrase | None) -> tuple[Role, str]:
    if items[place].genitive:
        return "genitive", ""
    if phrase is None:
        return "governed", _governor(items, place)
    head = phrase.head.name
    if head is not None and items[place].name is not None and items[place].name is not head:
        return "genitive", ""  # "der Sprecher von Berg"
    return ("nominative", "") if is_nominative(phrase) else ("oblique", "")


def _governor(items: list[Item], place: int) -> str:
    """The nearest preposition before a place."""
    before = (item.low for item in reversed(items[max(0, place - 6) : place]))
    return next((low for low in before if low in PREPOSITIONS), "")
