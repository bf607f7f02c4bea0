"""The tables of folders: what people remember of a summit's articles, to hand it on.

An item hangs on its article by the text's hash and offsets, as a correction does: never on a mark or on a number of
the article. So it holds through every new analysis, and finds its text again when that comes back or is brought
elsewhere. What it said when it was remembered is kept beside it, and is what is left once the article is gone.
"""

from datetime import UTC, datetime

from sqlalchemy import Column, ForeignKey, Index, Integer, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.models import loose, parent

MOST_ITEMS = 5_000  # of one folder
MOST_FOLDERS, MOST_RUBRICS = 200, 100  # of a summit, of a folder
LONGEST_NAME, LONGEST_NOTE = 120, 5_000
LONGEST_TEXT = 100_000  # of what is kept of an item
CHART = "chart"
KINDS = ("passage", "quotation", "figure", "shared", "article", CHART)  # of items: queries.views.review.Kind


def _now() -> datetime:
    return datetime.now(UTC)


class Folder(SQLModel, table=True):
    """Things remembered of one summit, under a name. ``own_id``: the outlet that stands first in what is proposed."""

    __table_args__ = (UniqueConstraint("summit_id", "slug"),)

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id"))
    slug: str
    name: str
    note: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    readers: str = Field(default="", description="the circle of readers, as a person wrote it")
    own_id: int | None = Field(default=None, sa_column=loose("source.id"))
    added_at: datetime = Field(default_factory=_now)
    changed_at: datetime = Field(default_factory=_now)
    removed_at: datetime | None = Field(default=None, description="out of sight since; may be brought back")


class FolderRubric(SQLModel, table=True):
    """A heading within a folder. Items of none stand before all of them."""

    __tablename__ = "folder_rubric"

    id: int | None = Field(default=None, primary_key=True)
    folder_id: int = Field(sa_column=parent("folder.id", index=True))
    title: str
    position: int


class FolderItem(SQLModel, table=True):
    """One thing remembered. ``start`` and ``end`` count into the article's text or, where ``part`` says so, headline.

    ``text``, ``title``, ``outlet`` and ``published`` are what they were when it was remembered. Of a chart there is
    its name, and ``address``, the page with its filters that shows it.
    """

    __tablename__ = "folder_item"
    __table_args__ = (
        Index("ix_folder_item_order", "folder_id", "rubric_id", "position"),
        Index("ix_folder_item_place", "folder_id", "sha256", "start"),
    )

    id: int | None = Field(default=None, primary_key=True)
    folder_id: int = Field(sa_column=parent("folder.id"))
    rubric_id: int | None = Field(
        default=None,
        sa_column=Column(Integer, ForeignKey("folder_rubric.id", ondelete="SET NULL"), index=True, nullable=True),
    )
    position: int
    kind: str = Field(description="of queries.views.review.Kind")
    sha256: str | None = Field(default=None, description="of the article's text; none: a chart")
    part: str = "text"
    start: int = 0
    end: int = 0
    text: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    title: str | None = None
    outlet: str = ""
    published: str | None = None
    chart: str = ""
    address: str = ""
    note: str = Field(default="", sa_column=Column(Text, nullable=False, server_default=""))
    added_at: datetime = Field(default_factory=_now)
    removed_at: datetime | None = Field(default=None, description="taken out; may be brought back")
