"""What is cited, and what stands at an address that lasts."""

from dataclasses import dataclass

from app.queries.views.claims import Claims
from app.queries.views.figures import NOBODY, FigureGroup
from app.queries.views.heads import SummitView
from app.queries.views.quotes import ParallelView
from app.queries.views.review import Item
from app.queries.views.shared import SharedText


@dataclass(frozen=True, slots=True)
class CitedPage:
    """Words of an article: ``item`` has the article as ``clipping``; ``hue``: of its source."""

    summit: SummitView
    item: Item
    hue: int


@dataclass(frozen=True, slots=True)
class PermanentPage:
    """One group of an utterance or figure, one mark in no group, or one shared passage. ``key`` is its own in
    addresses: whoever asked by another is to be led there. ``items``: every place of it, with its outlet's hue."""

    summit: SummitView
    kind: str  # quotation, figure or shared
    key: str
    items: tuple[tuple[Item, int], ...]
    parallel: ParallelView | None = None
    figures: FigureGroup | None = None
    shared: SharedText | None = None
    claims: Claims = NOBODY
