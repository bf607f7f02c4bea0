"""What is brought to the desk: files and addresses wait, are read one by one, and give drafts or a reason why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import delete, func, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.addresses import present_summit
from app.desk import ImportBatch, ImportItem
from app.models import Summit
from app.revisions import of_summit

KEPT_DAYS = 30
UNREAD = ("waiting", "reading")


@dataclass(frozen=True, slots=True)
class Brought:
    """A file with its bytes, or an address to be fetched."""

    name: str
    data: bytes | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Taken:
    """An item in hand. ``found`` results of an earlier, cut-off reading are stored already."""

    item_id: int
    batch_id: int
    summit_id: int
    name: str
    url: str | None
    data: bytes | None
    found: int
    attempts: int


def start_batch(session: Session, summit_slug: str, brought: Iterable[Brought]) -> list[int]:
    """Put everything in line; the ids of the items, for the queue. Raises Unknown."""
    batch = ImportBatch(summit_id=present_summit(session, summit_slug).id or 0)
    session.add(batch)
    session.flush()
    assert batch.id is not None
    return add_items(session, batch.id, brought)


def add_items(session: Session, batch_id: int, brought: Iterable[Brought]) -> list[int]:
    """More items for a batch (the entries of a feed, say). An address that the batch has already is left out."""
    known = set(session.exec(select(ImportItem.url).where(ImportItem.batch_id == batch_id)))
    ids = []
    for one in brought:
        if one.url is not None and one.url in known:
            continue
        known.add(one.url)
        item = ImportItem(batch_id=batch_id, name=one.name, url=one.url, data=one.data)
        session.add(item)
        session.flush()
        assert item.id is not None
        ids.append(item.id)
        session.expunge(item)  # its bytes need not stay in memory until the last one is stored
    return ids


def unread_items(session: Session) -> list[int]:
    """Items that still wait or were being read when the worker ended: what a starting worker takes up again."""
    waiting = select(ImportItem.id).where(col(ImportItem.status).in_(UNREAD)).order_by(col(ImportItem.id))
    return [item_id for item_id in session.exec(waiting) if item_id is not None]


def take_item(session: Session, item_id: int) -> Taken | None:
    """Begin (again) to read an item; None where it is gone, finished or cancelled."""
    found = session.exec(
        select(ImportItem, ImportBatch.summit_id)
        .join(ImportBatch, col(ImportBatch.id) == ImportItem.batch_id)
        .where(ImportItem.id == item_id, col(ImportItem.status).in_(UNREAD))
    ).one_or_none()
    if found is None:
        return None
    item, summit_id = found
    with of_summit(session, summit_id):  # the desk shows it, and no other summit's page
        item.status, item.attempts = "reading", item.attempts + 1
        session.add(item)
    return Taken(item_id, item.batch_id, summit_id, item.name, item.url, item.data, item.found, item.attempts)


def still_wanted(session: Session, item_id: int) -> bool:
    """Whether nobody has cancelled it meanwhile."""
    return session.exec(select(ImportItem.status).where(ImportItem.id == item_id)).one_or_none() == "reading"


def count_found(session: Session, item_id: int, number: int) -> None:
    """Remember that the results up to ``number`` (from 1) are stored."""
    session.exec(update(ImportItem).where(col(ImportItem.id) == item_id).values(found=number))


def refuse_part(session: Session, taken: Taken, name: str, reason: str, details: dict[str, Any]) -> None:
    """A member of an archive or a line of a list that gave nothing: told like an item of its own."""
    part = ImportItem(batch_id=taken.batch_id, name=name, status="refused", reason=reason, details=details)
    session.add(part)


def finish_item(session: Session, item_id: int) -> None:
    """It has been read to its end; the bytes are no longer needed."""
    done = update(ImportItem).where(col(ImportItem.id) == item_id, col(ImportItem.status) == "reading")
    session.exec(done.values(status="done", data=None))


def refuse_item(session: Session, item_id: int, reason: str, details: dict[str, Any] | None = None) -> None:
    """It gave nothing, for a reason; the bytes stay, so that it can be tried again."""
    refused = update(ImportItem).where(col(ImportItem.id) == item_id, col(ImportItem.status) == "reading")
    session.exec(refused.values(status="refused", reason=reason, details=details or {}))


def retry(session: Session, summit_slug: str, item_id: int | None = None) -> list[int]:
    """Put a refused or cancelled item back in line (all of the summit's without one); the ids, for the queue."""
    again = _of_summit(summit_slug).where(
        col(ImportItem.status).in_(["refused", "cancelled"]),
        col(ImportItem.data).is_not(None) | col(ImportItem.url).is_not(None),
    )
    if item_id is not None:
        again = again.where(col(ImportItem.id) == item_id)
    ids = list(session.scalars(again))
    waiting = update(ImportItem).where(col(ImportItem.id).in_(ids))
    session.exec(waiting.values(status="waiting", reason=None, details={}, attempts=0))
    return ids


def cancel(session: Session, summit_slug: str) -> int:
    """Stop reading what has not been read yet; how many. What was found stays on the desk."""
    unread = _of_summit(summit_slug).where(col(ImportItem.status).in_(UNREAD))
    ids = list(session.scalars(unread))
    session.exec(update(ImportItem).where(col(ImportItem.id).in_(ids)).values(status="cancelled"))
    return len(ids)


def forget_refused(session: Session, summit_slug: str) -> None:
    """Take the items that gave nothing off the desk."""
    gone = _of_summit(summit_slug).where(col(ImportItem.status).in_(["refused", "cancelled"]))
    ids = list(session.scalars(gone.where(col(ImportItem.found) == 0)))
    session.exec(delete(ImportItem).where(col(ImportItem.id).in_(ids)))


def forget_old(session: Session, now: datetime | None = None) -> int:
    """Clear the desk of what was brought more than 30 days ago; how many batches. Kept articles stay, of course."""
    before = (now or datetime.now(UTC)) - timedelta(days=KEPT_DAYS)
    old = list(session.scalars(columns(col(ImportBatch.id)).where(col(ImportBatch.added_at) < before)))
    session.exec(delete(ImportBatch).where(col(ImportBatch.id).in_(old)))
    return len(old)


def count_items(session: Session, batch_id: int) -> int:
    """How many files and addresses a batch has."""
    number = columns(func.count()).select_from(ImportItem).where(col(ImportItem.batch_id) == batch_id)
    return int(session.execute(number).scalar_one())


def _of_summit(summit_slug: str) -> Any:
    return (
        columns(col(ImportItem.id))
        .join(ImportBatch, col(ImportBatch.id) == col(ImportItem.batch_id))
        .join(Summit, col(Summit.id) == col(ImportBatch.summit_id))
        .where(col(Summit.slug) == summit_slug)
        .order_by(col(ImportItem.id))
    )
