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

    ``agencies`` sign one of the two texts; without any, who wrote it first cannot be told from the texts. ``quoted`` of
    the words are somebody's on both sides; where they are what is shared, the passage is a ``speech`` and no template.
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
    quoted: int = 0
    speech: bool = False


@dataclass(frozen=True, slots=True)
class Provenance:
    """An article's words by whose they are, as ``compare.provenance`` rules; no word counts twice.

    ``whole``: ``agencies`` sign this very text, so that all of it is ``signed``. Otherwise ``signed`` words stand in a
    text that they sign, ``quoted`` ones are somebody's words in another source too, ``unsigned`` ones stand in a source
    whose agency cannot be told. ``elsewhere`` of all words stand in another source, whosever they are.
    """

    words: int
    signed: int
    quoted: int
    unsigned: int
    agencies: tuple[str, ...]
    whole: bool = False
    elsewhere: int = 0

    @property
    def own(self) -> int:
        """Words of an unsigned text that were found in no other source of the summit."""
        return max(0, self.words - self.signed - self.quoted - self.unsigned)


@dataclass(frozen=True, slots=True)
class SourcePair:
    """Words that a source shares with another, and ``quoted`` ones, which both give as somebody's and which are none of
    them; ``level`` of the words 1 to 5 for the picture, 0 for none."""

    other: SourceView
    words: int
    quoted: int
    passages: int
    level: int


@dataclass(frozen=True, slots=True)
class SharedPage:
    """Who shares whose words: the picture of sources, the articles with most shared words, the passages."""

    summit: SummitView
    bar: FilterBar
    sources: tuple[SourceView, ...]  # those that share anything
    pairs: tuple[tuple[SourcePair | None, ...], ...]  # a row a source; None on the diagonal
    alone: tuple[SourceView, ...]  # sources of which no shared passage was found; empty while any text is unread
    least: int  # words of the shortest passage that is looked for
    origins: tuple[tuple[ArticleView, Provenance], ...]
    more_origins: int
    passages: tuple[SharedText, ...]
    total: int
    speeches: int  # of the total: shared quotations
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class Strand:
    """Sources that shared wording or one agency's signature joins within one topic: they count once.

    ``number`` from 1; ``verbatim`` None where nothing but the signature joins them.
    """

    number: int
    sources: tuple[SourceView, ...]
    verbatim: bool | None
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
