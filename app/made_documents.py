"""The table of documents that take long: ordered by a person, made by the worker, kept for a week."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, Column, LargeBinary
from sqlmodel import Field, SQLModel

from app.models import parent

KEPT_DAYS = 7


def _now() -> datetime:
    return datetime.now(UTC)


class MadeDocument(SQLModel, table=True):
    """``asked`` is what was chosen (``queries.made_documents.Order``); ``token`` stands in its address and cannot be
    guessed."""

    __tablename__ = "made_document"

    id: int | None = Field(default=None, primary_key=True)
    token: str = Field(unique=True)
    summit_id: int = Field(sa_column=parent("summit.id", index=True))
    title: str
    ending: str = Field(description="of its file's name: docx, pdf, html, txt, md")
    items: int
    asked: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    status: str = Field(default="waiting", description="waiting, making, ready, failed, cancelled")
    data: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    ordered_at: datetime = Field(default_factory=_now)
    begun_at: datetime | None = None
