"""What sources leave out, and what one of them alone has."""

from dataclasses import dataclass

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
class Silent:
    """A source without the topic. ``state`` is silent, before-event, possible-gap or filtered.

    ``filtered`` tells that the source has the topic, but not with the persons chosen.
    """

    source: SourceView
    state: str
    signs: tuple[Sign, ...] = ()


@dataclass(frozen=True, slots=True)
class GridCell:
    """One field of the picture: covered (with its sentences), or the state of a silence."""

    source: SourceView
    state: str
    sentences: int


@dataclass(frozen=True, slots=True)
class SilentTopic:
    """A topic that some sources have and others not. ``voices`` are the first few of those ``covering``."""

    topic: TopicView
    covering: int
    of: int
    voices: tuple[Voice, ...]
    silent: tuple[Silent, ...]
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class SilentPerson:
    """A person whom most sources name and some do not."""

    slug: str
    name: str
    covering: int
    of: int
    absent: tuple[SourceView, ...]


@dataclass(frozen=True, slots=True)
class OnlyItem:
    """Something one source alone has, in the first sentence that has it. ``times`` counts its places."""

    kind: str
    name: str
    slug: str | None  # of a person or topic, to link to
    topic: TopicView | None
    source: SourceView
    article_id: int
    at: int
    pieces: tuple[Piece, ...]
    times: int


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
    """The tab of silences. ``everywhere`` counts topics that no source leaves out."""

    summit: SummitView
    bar: FilterBar
    sources: tuple[SourceView, ...]
    topics: tuple[SilentTopic, ...]
    everywhere: int
    persons: tuple[SilentPerson, ...]
    only: OnlyList
