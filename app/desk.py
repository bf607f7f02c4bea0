"""Tables of the desk: what was brought, what was read of it, and what people decided about the columns of tables."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, LargeBinary, Text, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.models import loose, parent


def _now() -> datetime:
    return datetime.now(UTC)


def _list(description: str = "", default: str | None = None) -> Any:
    """A field that is an empty list at first. ``default``: of rows that were there before the column."""
    return Field(
        default_factory=list, sa_column=Column(JSON, nullable=False, server_default=default), description=description
    )


class ImportBatch(SQLModel, table=True):
    """What somebody brought to the desk at once: files, an archive, addresses. Forgotten after 30 days."""

    __tablename__ = "import_batch"

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id", index=True))
    added_at: datetime = Field(default_factory=_now)


class ImportItem(SQLModel, table=True):
    """One file or address of a batch, as it came. ``data`` goes as soon as it has been read.

    ``reason`` says in English why it gave nothing, with %-placeholders for ``details``: the key of its translation.
    ``words`` are those of the whole file, furniture and all, where its reader may not have taken all of them.
    ``columns`` says of each table in it how its columns were understood (``intake.items.Columns`` without its name).
    """

    __tablename__ = "import_item"
    __table_args__ = (Index("ix_import_item_batch", "batch_id", "status"),)

    id: int | None = Field(default=None, primary_key=True)
    batch_id: int = Field(sa_column=parent("import_batch.id"))
    name: str
    url: str | None = None
    data: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    status: str = Field(default="waiting", index=True, description="waiting, reading, done, refused, cancelled")
    found: int = Field(default=0, description="how many texts and refusals it has given so far")
    attempts: int = 0
    reason: str | None = None
    details: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    words: int | None = None
    columns: list[dict[str, Any]] = _list("", "[]")


class Draft(SQLModel, table=True):
    """A text on the desk: what was understood of it, to be put right and kept. Not an article before that.

    ``number`` is its place among what its item gave. ``same_id`` is an article with the same text, ``near_id`` one with
    much of it (``near_share``, 0 to 1), ``twin_id`` an earlier draft with much of it; ``article_id`` what became of it.
    ``whole_id`` is the draft that somebody split to get this one.
    """

    __table_args__ = (
        UniqueConstraint("item_id", "number"),
        Index("ix_draft_desk", "summit_id", "status", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id"))
    item_id: int = Field(sa_column=parent("import_item.id"))
    number: int
    status: str = Field(default="open", description="open, kept, dropped, split")
    text: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str
    title: str | None = None
    source: str | None = None
    published: str | None = Field(default=None, description="a year, month, day, or moment with its zone")
    changed_at: str | None = Field(default=None, description="when it was changed last: a moment with its zone")
    page: str | None = Field(default=None, description="of the printed issue")
    url: str | None = None
    file: str | None = None
    author: str | None = None
    language: str | None = None
    words: int = 0
    agencies: list[str] = _list()
    notes: list[str] = _list("intake codes")
    warnings: list[dict[str, Any]] = _list()
    same_id: int | None = Field(default=None, sa_column=loose("article.id"))
    near_id: int | None = Field(default=None, sa_column=loose("article.id"))
    near_share: float = 0.0
    twin_id: int | None = Field(default=None, sa_column=loose("draft.id"))
    article_id: int | None = Field(default=None, sa_column=loose("article.id"))
    whole_id: int | None = Field(default=None, sa_column=loose("draft.id"))


class Keeping(SQLModel, table=True):
    """A desk whose drafts up to ``last_id`` are being kept where they raise no question; ``done_id``: so far."""

    summit_id: int = Field(sa_column=parent("summit.id", primary_key=True))
    last_id: int
    done_id: int = 0


class ColumnName(SQLModel, table=True):
    """What a person said that a column of a table holds; remembered for every table with a column of that name."""

    __tablename__ = "column_name"

    name: str = Field(primary_key=True, description="as it stands in the table's first line, in lower case")
    field: str = Field(description="a field of an article, or empty: nothing of an article")


def drafts_before(row: Draft) -> SelectOfScalar[Draft]:
    """The open drafts before this one in the same file, the nearest first: what it can be joined to. None of a part of
    a text that was split, which is joined with its other parts.
    """
    earlier = select(Draft).where(
        Draft.item_id == row.item_id, Draft.status == "open", col(Draft.id) < row.id, col(Draft.whole_id).is_(None)
    )
    return earlier.where(row.whole_id is None).order_by(col(Draft.id).desc())
