"""What every screen shows of summits, sources, topics and articles, and the filter bar."""

from dataclasses import dataclass
from datetime import date

AGENCY = "agency"  # kind of a source


@dataclass(frozen=True, slots=True)
class SummitView:
    """The head of every screen of a summit. ``persons`` and ``topics`` count what occurs in its articles."""

    slug: str
    name: str
    place: str
    starts_on: date | None
    ends_on: date | None
    articles: int
    sources: int
    topics: int = 0
    persons: int = 0
    waiting: int = 0  # articles to be analysed, for the first time or again
    failed: int = 0
    invented: bool = False  # every page of it says so
    again: int = 0  # of those that wait: analysed before, so that the page shows what was known then
    following: bool = False  # not all of its articles were searched for its topics as they are by now


@dataclass(frozen=True, slots=True)
class SourceView:
    """A source as column head. ``articles``, ``words`` and the rest are of this summit.

    ``agencies`` sign articles of it, each with how many, most first; of an agency itself, its ``kind``, none need to.
    """

    slug: str
    name: str
    hue: int  # 0 to 7
    articles: int = 0
    words: int = 0
    sentences: int = 0
    agencies: tuple[tuple[str, int], ...] = ()
    kind: str = ""
    published: str | None = None  # of its only or latest dated article, as precise as known


@dataclass(frozen=True, slots=True)
class TopicView:
    """A topic in both languages; templates choose with ``topic.label(locale)``.

    ``origin``: the lexicon, this event's texts, or people who made it. ``within``: slug of what it is a part of.
    """

    slug: str
    group: str  # issue | frame
    label_de: str
    label_en: str
    description_de: str = ""
    description_en: str = ""
    origin: str = "lexicon"  # lexicon | event | people
    within: str | None = None
    pinned: bool = False
    hidden: bool = False

    def label(self, locale: str) -> str:
        """The name in the reader's language."""
        return self.label_en if locale == "en" else self.label_de

    def description(self, locale: str) -> str:
        """What belongs to it, in the reader's language."""
        return self.description_en if locale == "en" else self.description_de


@dataclass(frozen=True, slots=True)
class ArticleView:
    """An article in lists and heads. ``title`` is never invented: ``opening`` are the first words, marked as such."""

    id: int
    title: str | None
    opening: str
    source: SourceView
    published: str | None
    agencies: tuple[str, ...]
    status: str  # queued | analysing | ready | failed
    words: int
    sentences: int
    language: str | None = None
    url: str | None = None
    file: str | None = None
    error: str | None = None
    added_at: str = ""
    author: str | None = None
    changed_at: str | None = None
    page: str | None = None  # of the printed issue
    genre: str = ""  # as ``nlp.types.GenreName``; empty: not told
    genre_status: str = ""  # certain | proposed | decided
    belonging: str = ""  # proposed (as not belonging) | yes | no

    def appeared_before(self, first_day: date | None) -> bool:
        """Surely before the first day of the event: by as much as is known of its own day."""
        return bool(first_day and self.published and self.published < first_day.isoformat()[: len(self.published)])


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a filter, with the number of things that would be shown with it under the other filters."""

    slug: str
    name: str
    count: int
    active: bool
    hue: int | None = None  # of a source


@dataclass(frozen=True, slots=True)
class FilterBar:
    """The filter bar. ``unit`` says what the counts count. ``undated`` articles are hidden by dates.

    ``by_month`` and ``by_year`` count those that dates keep although no more than their month or year is known, which
    reaches beyond the dates.
    """

    persons: tuple[Option, ...]  # the first few, active ones first
    more_persons: tuple[Option, ...]
    sources: tuple[Option, ...]
    unit: str  # "articles" | "passages"
    earliest: date | None
    latest: date | None
    undated: int
    by_month: int = 0
    by_year: int = 0
    chosen: tuple[str, ...] = ()  # names of the sources filtered by, also of those without articles in the dates
    genres: tuple[str, ...] = ()  # that the summit's articles have, in a fixed order; unknown among them
    unknown: tuple[str, ...] = ()  # slugs in the URL that this summit does not know
