"""Words that set a source apart."""

from dataclasses import dataclass

from app.queries.views.heads import FilterBar, SourceView, SummitView
from app.queries.views.lines import Lines


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word of one source against all others. ``here`` and ``elsewhere`` count it, ``articles`` hold it here;
    ``rate`` and ``rate_elsewhere`` are per 10,000 own words. ``z`` below 0: conspicuously rare here."""

    stem: str
    surface: str
    z: float
    here: int
    elsewhere: int
    articles: int
    rate: float
    rate_elsewhere: float


@dataclass(frozen=True, slots=True)
class SourceWords:
    """One source. ``missing`` own words it would still need before anything is said of it; 0: it has enough."""

    source: SourceView
    own: int
    missing: int
    more: tuple[WordRow, ...]
    less: tuple[WordRow, ...]
    compared: int


@dataclass(frozen=True, slots=True)
class WordLines:
    """The sentences behind a word: in the source it was opened from, and how often each source has it."""

    stem: str
    surface: str
    source: SourceView | None
    counts: tuple[tuple[SourceView, int], ...]
    found: Lines


@dataclass(frozen=True, slots=True)
class WordsPage:
    """``least`` own words are needed of a source and of all others together, ``reach`` is the largest \\|z| shown."""

    summit: SummitView
    bar: FilterBar
    panels: tuple[SourceWords, ...]
    thin: tuple[SourceWords, ...]
    least: int
    own: int
    reach: float
    opened: WordLines | None
