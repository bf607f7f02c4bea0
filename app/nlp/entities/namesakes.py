"""The persons of one article, those of them who share a name, and which of these a single name means."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple

from app.nlp.entities.offices import Office
from app.nlp.entities.person_names import Name, figure, figure_alone, same_given
from app.nlp.rules import Table

MOST = 50  # persons of one family name, and spellings of one person, that a new full name is compared with


@dataclass(slots=True)
class Person:
    """Somebody the article gives a full name."""

    name: Name
    start: int  # character where the full name first stands
    spellings: Counter[Name] = field(default_factory=Counter)
    offices: list[Office] = field(default_factory=list)
    relative: bool = False  # introduced as somebody's wife, son …
    key: str = ""

    def is_called(self, name: Name) -> bool:
        """Is a full name of the same family name one of this person's? Its first MOST spellings are looked at."""
        known, other = figure(name), figure(self.name)
        if known and other:
            return known == other
        return any(
            same_given(name.given, spelling.given) or _tail(name.given, spelling.given)
            for spelling in islice(self.spellings, MOST)
        )

    def is_longer(self, name: Name) -> bool:
        """Does a full name begin with one of this person's, or the other way round: Faisal bin Farhan (al-Saud)?"""
        return any(_begins(name.words, spelling.words) for spelling in islice(self.spellings, MOST))


class Namesakes:
    """Persons whom one single name may mean, and what tells one of them from the others, worked out once."""

    def __init__(self, persons: Sequence[Person]) -> None:
        self.persons = frozenset(map(id, persons))
        self.only = single(persons)
        self.first = sorted(persons, key=lambda one: one.start)[:2]
        self.unrelated = single(one for one in persons if not one.relative)
        self.figure = single(one for one in persons if figure_alone(one.name.family) and figure(one.name))
        self.holders: dict[str, list[Person]] = defaultdict(list)  # by the class of the office
        for one in persons:
            for office in one.offices:
                self.holders[office.role].append(one)

    def introduced(self, place: int) -> Person | None:
        """The only one whose full name stands before a character."""
        return single(one for one in self.first if one.start < place)

    def __contains__(self, person: Person) -> bool:
        return id(person) in self.persons


class Lone(NamedTuple):
    """A single name: whom it may mean, the character where it stands, the classes of the offices beside it."""

    candidates: Namesakes
    start: int
    roles: set[str]


WHOM = Table[Lone, Person | None]("whom a single name means", otherwise=None)


@WHOM.rule("Angela Merkel reist nach Genf. Dort sprach Merkel mit der Presse.")
def only_bearer(name: Lone) -> Person | None:
    return name.candidates.only


@WHOM.rule("Minister Paul Velten und Kanzlerin Anna Velten reisen nach Genf. Dort sprach Minister Velten.")
def bearer_in_that_office(name: Lone) -> Person | None:
    return single(one for role in name.roles for one in name.candidates.holders.get(role, ()))


@WHOM.rule("Paul Velten reist nach Genf. Dort sprach Velten. Später kam Anna Velten an.")
def introduced_before(name: Lone) -> Person | None:
    return name.candidates.introduced(name.start)


@WHOM.rule("Paul Velten und seine Frau Anna Velten reisen nach Genf. Dort sprach Velten.")
def no_relative(name: Lone) -> Person | None:
    return name.candidates.unrelated


@WHOM.rule("Emma Merkel und Angela Merkel reisen nach Genf. Dort sprach Merkel.")
def known_by_that_name(name: Lone) -> Person | None:
    return name.candidates.figure


def single(persons: Iterable[Person]) -> Person | None:
    """The one whom all are; None where there are several, or none."""
    found = None
    for one in persons:
        if found is not None and one is not found:
            return None
        found = one
    return found


def _begins(one: Sequence[str], other: Sequence[str]) -> bool:
    """Is one of two names of three words and more the beginning of the other?"""
    shorter, longer = sorted((one, other), key=len)
    return len(shorter) > 2 and longer[: len(shorter)] == shorter


def _tail(one: Sequence[str], other: Sequence[str]) -> bool:
    """Is one the end of the other, as where a double family name stands alone: (…) Lamine Ould Cheikh, Ould Cheikh?"""
    shorter, longer = sorted((tuple(one), tuple(other)), key=len)
    return bool(shorter) and longer[-len(shorter) :] == shorter
