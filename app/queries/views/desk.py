"""The ingest desk: what was brought, how far its reading is, and the texts that wait to be kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.queries.views.heads import ArticleView, SourceView, SummitView


@dataclass(frozen=True, slots=True)
class Line:
    """Something to look at in a text: ``code`` is translated by the templates, ``line`` the very words.

    ``apart``: it is a whole line that may not belong to the article, and can be taken out as it stands.
    """

    code: str
    line: str
    apart: bool


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
    whole_id: int | None  # the text that was split to get this one
    sha256: str

    @property
    def lines_apart(self) -> tuple[str, ...]:
        """The lines that can be taken out at once."""
        return tuple(one.line for one in self.warnings if one.apart)

    @property
    def several(self) -> int:
        """How many articles it seems to hold; 0 where it does not."""
        return next((int(note.partition(":")[2]) for note in self.notes if note.startswith("seems-several:")), 0)

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
class FileView:
    """A file that was read, and what was taken of it: ``texts`` with ``taken`` words, of ``words`` in the whole file
    (None where its reader took all there was). ``first_id`` is the first of its drafts that waits.
    """

    id: int
    name: str
    texts: int
    taken: int
    words: int | None
    tables: int  # whose columns can be corrected
    first_id: int | None

    @property
    def left(self) -> float:
        """The share of the file's words that is in none of its texts, 0 to 1."""
        return max(0.0, 1 - self.taken / self.words) if self.words else 0.0


@dataclass(frozen=True, slots=True)
class TableView:
    """How a table was understood: ``fields`` as many as ``header``; None for a column that is not taken."""

    name: str
    header: tuple[str, ...]
    fields: tuple[str | None, ...]
    sample: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class ColumnsPage:
    """The tables of one file. ``again``: its bytes are still there, so that it can be read otherwise."""

    summit: SummitView
    item_id: int
    name: str
    tables: tuple[TableView, ...]
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
    files: tuple[FileView, ...]
    more_files: int
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
    before_id: int | None  # the open draft before it in the same file, to which it can be joined
