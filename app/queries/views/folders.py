"""Folders, and what is said where something was remembered."""

from dataclasses import dataclass
from datetime import datetime

from app.language import N_
from app.queries.views.heads import SourceView, SummitView
from app.queries.views.review import Item

# The charts that can be remembered, by the name that their button says; and where on their page they stand.
CHARTS = {
    "matrix": N_("Who writes about what?"),
    "strands": N_("Who writes about what? (strands counted)"),
    "barcodes": N_("In which order?"),
    "scale": N_("Figures on one line"),
    "shares": N_("Who has how much of the say?"),
}
PLACES = {"matrix": "matrix", "strands": "matrix", "barcodes": "barcodes", "scale": "", "shares": "shares-title"}


@dataclass(frozen=True, slots=True)
class Kept:
    """What a button has done: the item and the folder that it is in; not ``new``: it was in there before."""

    item: int
    folder: str
    name: str
    new: bool = True


@dataclass(frozen=True, slots=True)
class FolderView:
    """A folder in lists and heads."""

    slug: str
    name: str
    note: str
    readers: str
    items: int
    own: str  # slug of the outlet that stands first in what is proposed
    added_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class RubricView:
    """A heading of a folder; ``id`` 0 and no title: what stands before all headings."""

    id: int
    title: str
    items: int


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as its page shows it. ``hue`` is its outlet's; ``number`` its place in the whole folder, from 1."""

    id: int
    number: int
    rubric: int
    item: Item
    hue: int
    added_at: datetime


@dataclass(frozen=True, slots=True)
class FolderPage:
    """A page of a folder's items with the rubrics they stand under, in order."""

    summit: SummitView
    folder: FolderView
    rubrics: tuple[RubricView, ...]
    entries: tuple[Entry, ...]
    total: int
    next_offset: int | None
    others: tuple[FolderView, ...]
    sources: tuple[SourceView, ...]
    gone: int
    changed: int


@dataclass(frozen=True, slots=True)
class FoldersPage:
    """All folders of a summit, and those that were taken out of sight."""

    summit: SummitView
    folders: tuple[FolderView, ...]
    removed: tuple[FolderView, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A passage to take into a folder or leave. ``place``: what says so in the form; ``own``: of one's own outlet."""

    place: str
    item: Item
    hue: int
    own: bool


@dataclass(frozen=True, slots=True)
class ProposalGroup:
    """One passage of each independent strand of a topic; ``sources`` that cover it in all."""

    title: str
    strands: int
    sources: int
    proposals: tuple[Proposal, ...]


@dataclass(frozen=True, slots=True)
class ProposalsPage:
    """What a press review of these filters would hold, and the folders that it can go into."""

    summit: SummitView
    topic: str  # label of the one topic asked for; empty: all
    told: tuple[str, ...]  # the filters in words
    groups: tuple[ProposalGroup, ...]
    folders: tuple[FolderView, ...]
    folder: str  # slug of the one that is chosen; empty: a new one
    own: str  # slug of the outlet that stands first
    sources: tuple[SourceView, ...]
