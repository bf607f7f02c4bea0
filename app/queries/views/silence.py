"""What was not found in some sources, and what was found in one of them alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.queries.views.claims import Claims, ClaimView
from app.queries.views.heads import FilterBar, SourceView, SummitView, TopicView
from app.queries.views.text import Piece


@dataclass(frozen=True, slots=True)
class Sign:
    """Why all that a source has may say less than the others: a proposal, with the sentence that suggests it.

    ``code`` is possible-gap or before-event. ``at`` is where the sentence begins.
    """

    code: str
    article_id: int
    at: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Voice:
    """What a source that has the topic first says about it, and in how many sentences it does."""

    source: SourceView
    sentences: int
    sentence: str
    article_id: int
    at: int


@dataclass(frozen=True, slots=True)
class GridCell:
    """One field of the picture. ``sentences`` under all filters: none may be left of what was found."""

    claim: ClaimView
    sentences: int


@dataclass(frozen=True, slots=True)
class SilentTopic:
    """A topic found in some sources and not in others. ``voices`` are the first few of those ``covering``.

    ``signs`` support what keeps a source from being told as silent, by its slug.
    """

    topic: TopicView
    covering: int
    of: int
    voices: tuple[Voice, ...]
    claims: Claims
    cells: tuple[GridCell, ...]
    signs: Mapping[str, tuple[Sign, ...]]


@dataclass(frozen=True, slots=True)
class SilentPerson:
    """A person found in most sources and not in some."""

    slug: str
    name: str
    covering: int
    of: int
    claims: Claims


@dataclass(frozen=True, slots=True)
class OnlyItem:
    """Something found in one source, and offered in no other, in the first sentence that has it.

    ``times`` counts its places. ``key`` is its address in the list.
    """

    kind: str
    name: str
    slug: str | None  # of a person or topic, to link to
    topic: TopicView | None
    source: SourceView
    article_id: int
    at: int
    pieces: tuple[Piece, ...]
    times: int
    claims: Claims
    key: str


@dataclass(frozen=True, slots=True)
class OnlyRow:
    """Of one source: how much of each kind it alone has, in the order of the columns."""

    source: SourceView
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class OnlyList:
    """The table of counts, and the list of the kind chosen."""

    kinds: tuple[str, ...]
    rows: tuple[OnlyRow, ...]
    kind: str
    items: tuple[OnlyItem, ...]
    total: int
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class SilencePage:
    """The tab of silences. ``everywhere`` counts topics that no source leaves out.

    ``topics`` are those of the picture; a piece of them is told in full, from number ``begin`` on: those that most
    sources have (``often``; ``any_often``: there are some, in this piece or another), then the others. ``left`` more
    follow from ``next_topic`` on.
    """

    summit: SummitView
    bar: FilterBar
    sources: tuple[SourceView, ...]
    topics: tuple[SilentTopic, ...]
    often: tuple[SilentTopic, ...]
    seldom: tuple[SilentTopic, ...]
    any_often: bool
    begin: int
    next_topic: int | None
    left: int
    everywhere: int
    persons: tuple[SilentPerson, ...]
    only: OnlyList
