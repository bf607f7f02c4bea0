"""Persons, places and organisations, and one of them in all sources."""

from dataclasses import dataclass, field

from app.queries.views.claims import Claims
from app.queries.views.heads import ArticleView, FilterBar, Option, SourceView, SummitView, TopicView
from app.queries.views.lines import Lines
from app.queries.views.quotes import QuotationView

FEWEST = 5  # mentions in one cell, for bars: ones and twos side by side are read faster as numbers


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
    proposed: int = 0  # of all the mentions

    @property
    def scale(self) -> int | None:
        """The number that a full bar of the table stands for, in whatever row; None where bars would tell nothing."""
        most = max((max(row.counts, default=0) for row in (*self.names, *self.roles, *self.others)), default=0)
        return most if most >= FEWEST else None


@dataclass(frozen=True, slots=True)
class PersonColumn:
    """One source on the person page."""

    source: SourceView
    mentions: int
    quotations: tuple[QuotationView, ...]
    quotations_total: int
    quoted_words: int
    single_words: int = 0  # in marks, counted apart: whether one is this person's word is seldom certain
    headlines: int = 0  # mentions in headlines, in no other number
    proposed: int = 0  # of the quotations: only likely this person's
    named_above: tuple[ArticleView, ...] = ()  # articles whose headlines name the person, the first few


@dataclass(frozen=True, slots=True)
class PersonView:
    """A person, place or organisation in lists. ``single_words`` in marks are no ``quotations``, ``headlines`` no
    ``mentions``: who has nothing but these is named in headlines alone. ``proposed`` mentions and
    ``proposed_quotations`` are only likely this person's; the former are told on the page of one person alone."""

    slug: str
    name: str
    mentions: int
    articles: int
    quotations: int
    single_words: int = 0
    sources: tuple[SourceView, ...] = ()
    headlines: int = 0
    proposed: int = 0
    proposed_quotations: int = 0


@dataclass(frozen=True, slots=True)
class PersonPage:
    """Screen 3. ``beside`` are persons in the same passages, with the number of passages."""

    summit: SummitView
    bar: FilterBar
    person: PersonView
    names: NameTable
    columns: tuple[PersonColumn, ...]
    silent: Claims  # of the sources shown in which it was not found
    topics: tuple[tuple[TopicView, int], ...]
    beside: tuple[Option, ...]
    kind: str = "person"


@dataclass(frozen=True, slots=True)
class PersonsPage:
    """All persons (or places, or organisations: ``kind``) of a summit, most mentioned first; ``numbers`` by kind."""

    summit: SummitView
    bar: FilterBar
    persons: tuple[PersonView, ...]
    total: int
    next_offset: int | None
    kind: str = "person"
    numbers: dict[str, int] = field(default_factory=dict)
