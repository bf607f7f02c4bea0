"""Text that two sources share, where it comes from, and how many independent strands that leaves."""

from dataclasses import dataclass

from app.queries.views.heads import ArticleView, FilterBar, SourceView, SummitView


@dataclass(frozen=True, slots=True)
class Wording:
    """A stretch of one side of a shared passage; joined, the stretches give it back. ``own``: the twin differs here."""

    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class SharedText:
    """A passage that two articles of different sources share; ``here`` and ``there`` are offsets into each.

    ``agencies`` sign one of the two texts; without any, who wrote it first cannot be told from the texts.
    """

    excerpt: str
    words: int  # equal ones
    verbatim: bool
    article: ArticleView
    start: int
    end: int
    twin: ArticleView
    twin_start: int
    twin_end: int
    agencies: tuple[str, ...]
    wording: tuple[Wording, ...] = ()
    twin_wording: tuple[Wording, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """An article's words by where else they stand; no word counts twice.

    ``signed``: in a text that ``agencies`` sign too (or this one itself is signed); ``unsigned``: in a source whose
    agency cannot be told; the rest is its own.
    """

    words: int
    signed: int
    unsigned: int
    agencies: tuple[str, ...]

    @property
    def own(self) -> int:
        """Words that no other source of the summit has."""
        return max(0, self.words - self.signed - self.unsigned)


@dataclass(frozen=True, slots=True)
class SourcePair:
    """Words that a source shares with another; ``level`` 1 to 5 for the picture, 0 for none."""

    other: SourceView
    words: int
    passages: int
    level: int


@dataclass(frozen=True, slots=True)
class SharedPage:
    """Who shares whose words: the picture of sources, the articles with most shared words, the passages."""

    summit: SummitView
    bar: FilterBar
    sources: tuple[SourceView, ...]  # those that share anything
    pairs: tuple[tuple[SourcePair | None, ...], ...]  # a row a source; None on the diagonal
    alone: tuple[SourceView, ...]  # sources that share nothing
    origins: tuple[tuple[ArticleView, Provenance], ...]
    more_origins: int
    passages: tuple[SharedText, ...]
    total: int
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class Strand:
    """Sources that shared text joins within one topic: they count once. ``number`` from 1."""

    number: int
    sources: tuple[SourceView, ...]
    verbatim: bool
    agencies: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Strands:
    """The independent strands of one topic: ``count`` of all its sources, ``joined`` those of more than one."""

    count: int
    joined: tuple[Strand, ...]

    def of(self, slug: str) -> Strand | None:
        """The strand that a source is joined in."""
        return next((one for one in self.joined if any(source.slug == slug for source in one.sources)), None)


NO_STRANDS = Strands(0, ())
