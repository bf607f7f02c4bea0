"""Two sources side by side: what only one has, and what both have."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.queries.views.claims import ClaimView
from app.queries.views.doubts import Doubt
from app.queries.views.heads import FilterBar, SourceView, SummitView
from app.queries.views.lines import Lines
from app.queries.views.shared import SharedText


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that either source can have: sentences of a topic, mentions of a person, place or organisation."""

    kind: str  # topic | person | place | organisation
    slug: str
    name: str
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An entry of one source that may be in the other: ``claim`` is what is to be said of that one."""

    entry: Entry
    source: SourceView  # that has it
    claim: ClaimView


@dataclass(frozen=True, slots=True)
class Entries:
    """One subject of the comparison; each entry is in exactly one of the four.

    ``perhaps``: found in one, and offered in the other, or found there too where the filters do not look.
    """

    kind: str
    left: tuple[Entry, ...]
    both: tuple[Entry, ...]
    right: tuple[Entry, ...]
    perhaps: tuple[Elsewhere, ...] = ()

    @property
    def most(self) -> int:
        """The largest number, for bars; at least 1."""
        numbers = [one.left for one in (*self.left, *self.both)] + [one.right for one in (*self.right, *self.both)]
        return max([1, *numbers])


@dataclass(frozen=True, slots=True)
class MarkView:
    """A quotation or figure as it stands in one of the two."""

    article_id: int
    start: int
    label: str
    text: str
    speaker: str | None
    proposed: bool


@dataclass(frozen=True, slots=True)
class Marks:
    """Quotations, or figures. ``both`` are pairs that say the same thing, with how they relate (identical, rounded,
    ...); the totals count groups in the middle and marks without a partner in the other source at the sides."""

    layer: str
    left: tuple[MarkView, ...]
    left_total: int
    both: tuple[tuple[str, MarkView, MarkView], ...]
    both_total: int
    right: tuple[MarkView, ...]
    right_total: int
    perhaps: tuple[Doubt, ...] = ()
    perhaps_total: int = 0


@dataclass(frozen=True, slots=True)
class EntryLines:
    """The sentences of one source that name a person, place or organisation."""

    kind: str
    slug: str
    name: str
    source: SourceView
    found: Lines


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """``left`` and ``right`` are None where there are no two sources to compare. ``same`` tells that one source was
    asked for twice, ``unknown`` which slugs this summit does not know; then the page compares others.

    ``searched`` says for the column of either (left, right) how the other one was searched: of topics, of the rest.
    """

    summit: SummitView
    bar: FilterBar
    sources: tuple[SourceView, ...]
    left: SourceView | None
    right: SourceView | None
    same: bool
    unknown: tuple[str, ...]
    entries: tuple[Entries, ...] = ()
    marks: tuple[Marks, ...] = ()
    shared: tuple[SharedText, ...] = ()
    shared_total: int = 0
    opened: EntryLines | None = None
    searched: Mapping[str, tuple[ClaimView, ClaimView]] = field(default_factory=dict)
