"""Documents that take long: ordered, made once by whichever worker comes first, cancelled, forgotten after a week."""

from datetime import UTC, datetime, timedelta
from secrets import token_urlsafe
from typing import Any

from sqlalchemy import delete
from sqlmodel import Session, col, select

from app.actions.addresses import Unknown, present_summit
from app.made_documents import KEPT_DAYS, MadeDocument

OPEN = ("waiting", "making")


def order_document(
    session: Session, slug: str, *, title: str, ending: str, items: int, asked: dict[str, Any]
) -> MadeDocument:
    """Order one; the worker has to be called to it. Raises Unknown. What is older than a week goes."""
    summit = present_summit(session, slug)
    session.execute(delete(MadeDocument).where(col(MadeDocument.ordered_at) < datetime.now(UTC) - timedelta(KEPT_DAYS)))
    document = MadeDocument(
        token=token_urlsafe(18), summit_id=summit.id or 0, title=title, ending=ending, items=items, asked=asked
    )
    session.add(document)
    session.flush()
    return document


def begin_document(session: Session, document_id: int) -> MadeDocument | None:
    """Say that it is being made; None where it is gone, done or no longer wanted. Safe to repeat."""
    document = session.get(MadeDocument, document_id, with_for_update=True)
    if document is None or document.status not in OPEN:
        return None
    document.status, document.begun_at = "making", datetime.now(UTC)
    session.add(document)
    session.flush()
    return document


def finish_document(session: Session, document_id: int, data: bytes | None) -> None:
    """Keep what was made, or (None) that it could not be. One that was cancelled meanwhile stays so."""
    document = session.get(MadeDocument, document_id, with_for_update=True)
    if document is not None and document.status == "making":
        document.status, document.data = ("ready", data) if data is not None else ("failed", None)
        session.add(document)


def cancel_document(session: Session, slug: str, token: str) -> None:
    """Nobody wants it any more. Raises Unknown."""
    summit = present_summit(session, slug)
    asked = select(MadeDocument).where(MadeDocument.summit_id == summit.id, MadeDocument.token == token)
    document = session.exec(asked).one_or_none()
    if document is None:
        raise Unknown
    if document.status in OPEN:
        document.status = "cancelled"
        session.add(document)


def waiting_documents(session: Session) -> list[int]:
    """Those that nobody has made yet, for a worker that starts."""
    asked = select(MadeDocument.id).where(col(MadeDocument.status).in_(OPEN)).order_by(col(MadeDocument.id))
    return [id_ for id_ in session.exec(asked) if id_ is not None]
