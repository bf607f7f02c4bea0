"""Persons, and one person in all sources."""

from dataclasses import dataclass

from app.queries.views.heads import FilterBar, Option, SourceView, SummitView, TopicView
from app.queries.views.quotes import QuotationView


@dataclass(frozen=True, slots=True)
class NameForm:
    """A name or role as one source writes it, how often, and where first."""

    surface: str
    via: str
    count: int
    article_id: int
    start: int


@dataclass(frozen=True, slots=True)
class PersonColumn:
    """One source on the person page."""

    source: SourceView
    mentions: int
    names: tuple[NameForm, ...]
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
