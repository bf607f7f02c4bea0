"""Figures of several sources about the same thing, and those that one source alone gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.queries.views.claims import Claims
from app.queries.views.doubts import Doubt
from app.queries.views.heads import FilterBar, SourceView, SummitView
from app.queries.views.text import Piece

NOBODY = Claims(())


@dataclass(frozen=True, slots=True)
class FigureView:
    """A figure as written, in its sentence. ``at`` is where the sentence begins, for the link.

    ``value`` and ``high`` are in the base of ``unit`` (minutes, metres, points, whole units of a currency); ``first``
    and ``last`` bound a date, ISO 8601. ``others`` counts further places where the source gives the same.
    """

    id: int
    source: SourceView
    article_id: int
    start: int
    end: int
    at: int
    kind: str
    surface: str
    value: float | None
    high: float | None
    unit: str | None
    precision: str  # exact | about | at-least | at-most | vague
    first: str | None
    last: str | None
    about: str | None
    pieces: tuple[Piece, ...]  # the sentence; the figure is the piece that is a hit
    others: int = 0


@dataclass(frozen=True, slots=True)
class FigureColumn:
    """What one source says in a group: one figure for each value it gives."""

    source: SourceView
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class Dot:
    """One figure in a picture: ``x`` and ``to`` in percent of the line, ``row`` counted from the line upwards."""

    figure: FigureView
    x: float
    to: float
    row: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Figures of a group on one line. ``kind`` is scale (from zero) or time; ``left`` and ``right`` are its ends.

    On a scale these are values in the base of ``unit``, on a time line days (proleptic ordinals).
    """

    kind: str
    left: float
    right: float
    unit: str | None
    dots: tuple[Dot, ...]
    rows: int
    named: bool  # there is room for the names of the sources


@dataclass(frozen=True, slots=True)
class FigureGroup:
    """What several sources say about one thing, a column a source.

    ``label`` is differing, complementing, rounded or same.
    """

    id: int
    label: str
    kind: str
    about: str | None
    sources: int
    members: int
    columns: tuple[FigureColumn, ...]
    picture: Picture | None


@dataclass(frozen=True, slots=True)
class FiguresOfOne:
    """Figures that one source alone gives: how many, and the first few."""

    source: SourceView
    total: int
    figures: tuple[FigureView, ...]


@dataclass(frozen=True, slots=True)
class FiguresPage:
    """The tab of figures. ``kinds`` are (kind, figures) under the other filters; groups are paged, clashes first."""

    summit: SummitView
    bar: FilterBar
    kind: str | None
    kinds: tuple[tuple[str, int], ...]
    figures: int  # under all filters
    groups: tuple[FigureGroup, ...]
    labels: dict[str, int]  # groups by label
    total: int
    next_offset: int | None
    alone: tuple[FiguresOfOne, ...]
    chosen: SourceView | None  # the page is then the list of what this source alone gives
    unassigned: int = 0  # figures under all filters that stand in no group of several sources
    claims: Mapping[int, Claims] = field(default_factory=dict)  # by id of a group, or of a figure of one source alone
    doubts: tuple[Doubt, ...] = ()
    doubtful: int = 0
    withheld: Claims = NOBODY  # the sources of which nothing is said, whatever figure is asked for


@dataclass(frozen=True, slots=True)
class Unlike:
    """Of the figures that several sources give: the first groups that are not alike, how many there are, and of all
    others ``alike``; ``beyond`` have figures outside of the filters, too. ``unassigned`` figures stand in no group;
    ``doubtful``: some of them may differ."""

    groups: tuple[FigureGroup, ...] = ()
    total: int = 0
    beyond: int = 0
    alike: int = 0
    unassigned: int = 0
    doubtful: bool = False
