"""The ingest desk: what was brought, how far its reading is, and the texts that wait to be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.queries.views.heads import ArticleView, SourceView, SummitView


@dataclass(frozen=True, slots=True)
class Line:
    """Something to look at in a text: ``code`` is translated by the templates, ``line`` the very words."""

    code: str
    line: str


@dataclass(frozen=True, slots=True)
class Rival:
    """The article or draft that has the same text or much of it; ``share`` (0 to 1) of the shorter one's wording."""

    kind: str  # same | near | twin
    share: float
    article: ArticleView | None
    draft_id: int | None
    name: str


@dataclass(frozen=True, slots=True)
class DraftView:
    """A text on the desk. ``text`` is whole on its own page, and cut in the list."""

    id: int
    status: str  # open | kept | dropped | split
    number: int
    text: str
    cut: bool
    title: str | None
    source: str | None
    published: str | None
    changed_at: str | None
    page: str | None
    url: str | None
    file: str | None
    author: str | None
    language: str | None
    words: int
    agencies: tuple[str, ...]
    notes: tuple[str, ...]
    warnings: tuple[Line, ...]
    rival: Rival | None
    article_id: int | None

    @property
    def told(self) -> dict[str, str]:
        """By what a field was told ({"published": "page"}), for those that nobody has changed since."""
        notes = (note.split(":") for note in self.notes)
        return {note[1]: note[2] for note in notes if note[0] == "told"}


@dataclass(frozen=True, slots=True)
class ItemView:
    """A file or address that gave nothing. ``again`` tells that it can be tried once more."""

    id: int
    name: str
    status: str  # refused | cancelled
    reason: str | None
    details: Mapping[str, Any]
    again: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """How far the reading is: ``done`` of ``total`` items, the names of those in hand, texts found so far."""

    total: int
    done: int
    in_hand: tuple[tuple[str, int], ...]  # name, results so far
    refused: int

    @property
    def unread(self) -> int:
        """Items that still wait or are in hand."""
        return self.total - self.done


@dataclass(frozen=True, slots=True)
class DeskPage:
    """The desk of a summit. ``ready`` of the ``open`` drafts can be kept without a decision.

    ``keeping``: how many drafts the worker has yet to look at, because somebody wants all kept.
    """

    summit: SummitView
    sources: tuple[SourceView, ...]  # to choose from
    reading: Reading
    refused: tuple[ItemView, ...]
    more_refused: int
    drafts: tuple[DraftView, ...]
    open: int
    ready: int
    dropped: int
    kept: int
    keeping: int
    showing: str  # open | dropped
    next_offset: int | None


@dataclass(frozen=True, slots=True)
class DraftPage:
    """One draft with its whole text, and what differs from its rival's, stretch by stretch."""

    summit: SummitView
    sources: tuple[SourceView, ...]
    draft: DraftView
    differences: tuple[tuple[str, str, bool], ...]  # here, there, whether both say the same
    previous_id: int | None
    next_id: int | None
