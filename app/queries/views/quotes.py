"""Who said what."""

from dataclasses import dataclass

from app.queries.views.heads import ArticleView, FilterBar, SourceView, SummitView, TopicView
from app.queries.views.text import Piece


@dataclass(frozen=True, slots=True)
class QuotationView:
    """A quotation in lists, with the sentence(s) around it."""

    article: ArticleView
    start: int
    kind: str
    verb: str | None
    speaker: str | None
    proposed: bool
    pieces: tuple[Piece, ...]
    words: int
    slug: str | None = None  # of a speaker who is a person


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """Who is quoted how often by each source; ``counts`` in the order of the columns. ``name`` None: unclear."""

    slug: str | None  # of a person, who can be filtered by
    name: str | None
    counts: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class QuotesPage:
    """Screen 5: who said what. ``kinds`` and ``topics`` are (value, number) under the other filters."""

    summit: SummitView
    bar: FilterBar
    sources: tuple[SourceView, ...]
    speakers: tuple[SpeakerRow, ...]
    more_speakers: int
    quotations: tuple[QuotationView, ...]
    total: int
    next_offset: int | None
    kind: str | None
    kinds: tuple[tuple[str, int], ...]
    topic: TopicView | None
    topics: tuple[tuple[TopicView, int], ...]
