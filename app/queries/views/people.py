"""Persons, and one person in all sources."""

from dataclasses import dataclass

from app.queries.views.heads import FilterBar, Option, SourceView, SummitView, TopicView
from app.queries.views.lines import Lines
from app.queries.views.quotes import QuotationView


@dataclass(frozen=True, slots=True)
class NameRow:
    """One name or role of a person, in all its forms. ``counts`` are by the sources of the table, ``total`` is of all.

    ``voice`` own, quoted or reported; in the latter two ``speakers`` are whose word it is, as (name, slug of a person,
    mentions), name None where the texts do not tell. ``proposed`` of the mentions are only likely to mean this person.
    """

    key: str
    label: str
    via: str  # name | role
    voice: str
    total: int
    proposed: int
    counts: tuple[int, ...]
    speakers: tuple[tuple[str | None, str | None, int], ...] = ()


@dataclass(frozen=True, slots=True)
class NameLines:
    """The sentences behind a number of the table."""

    row: NameRow
    source: SourceView | None
    found: Lines


@dataclass(frozen=True, slots=True)
class NameTable:
    """How the sources name a person: ``sources`` are the columns, ``hidden`` how many more there are."""

    sources: tuple[SourceView, ...]
    hidden: int
    names: tuple[NameRow, ...]
    roles: tuple[NameRow, ...]
    others: tuple[NameRow, ...]
    opened: NameLines | None


@dataclass(frozen=True, slots=True)
class PersonColumn:
    """One source on the person page."""

    source: SourceView
    mentions: int
    quotations: tuple[QuotationView, ...]
    quotations_total: int
    quoted_words: int


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person in lists."""

    slug: str
    name: str
    mentions: int
    articles: int
    quotations: int
    sources: tuple[SourceView, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Screen 3. ``beside`` are persons in the same passages, with the number of passages."""

    summit: SummitView
    bar: FilterBar
    person: PersonView
    names: NameTable
    columns: tuple[PersonColumn, ...]
    silent: tuple[SourceView, ...]
    topics: tuple[tuple[TopicView, int], ...]
    beside: tuple[Option, ...]


@dataclass(frozen=True, slots=True)
class PersonsPage:
    """All persons of a summit, most mentioned first."""

    summit: SummitView
    bar: FilterBar
    persons: tuple[PersonView, ...]
    total: int
    next_offset: int | None
