"""What is brought to the desk: files and addresses wait, are read one by one, and give drafts or a reason why not."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Text, cast, delete, func, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.addresses import present_summit
from app.desk import ColumnName, Draft, ImportBatch, ImportItem
from app.intake.items import Columns
from app.intake.tables.columns import FIELDS
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


def count_words(session: Session, item_id: int, words: int) -> None:
    """Remember how many words there are in the file; of an archive, in all of its files."""
    sum_of_words = func.coalesce(col(ImportItem.words), 0) + words
    session.exec(update(ImportItem).where(col(ImportItem.id) == item_id).values(words=sum_of_words))


def tell_columns(session: Session, item_id: int, told: Columns) -> None:
    """Remember how a table of the item was understood."""
    item = session.get_one(ImportItem, item_id)
    item.columns = [*(one for one in item.columns if one["name"] != told.name), asdict(told)]
    session.add(item)
    session.flush()
    session.expunge(item)  # with its bytes


def columns_told(session: Session) -> dict[str, str]:
    """What people said that columns of such names hold: {column: field}, an empty field for nothing of an article."""
    return {row[0]: row[1] for row in session.execute(columns(col(ColumnName.name), col(ColumnName.field)))}


def correct_columns(session: Session, summit_slug: str, item_id: int, fields: Mapping[str, str]) -> list[int]:
    """Read a table again with its columns as a person says, and remember that for others with such columns.

    Drafts of it that still wait are made anew; articles stay. The item's id, for the queue; none where it is gone, is
    being read, or its bytes are no longer there. Raises ValueError for a field that there is not.
    """
    if not {"", *FIELDS}.issuperset(fields.values()):
        raise ValueError("no such field")
    here = _of_summit(summit_slug).where(
        col(ImportItem.id) == item_id, col(ImportItem.status).not_in(UNREAD), col(ImportItem.data).is_not(None)
    )
    if session.execute(here).one_or_none() is None:
        return []
    item = session.get_one(ImportItem, item_id)
    parts = col(ImportItem.batch_id) == item.batch_id, col(ImportItem.name).startswith(item.name, autoescape=True)
    told = delete(ImportItem).where(*parts, col(ImportItem.status) == "refused", col(ImportItem.id) != item_id)
    session.exec(told)
    for name, field in fields.items():
        session.merge(ColumnName(name=name, field=field))
    waiting = delete(Draft).where(col(Draft.item_id) == item_id, col(Draft.status).in_(["open", "split"]))
    session.exec(waiting)
    again = update(ImportItem).where(col(ImportItem.id) == item_id)
    session.exec(again.values(status="waiting", found=0, attempts=0, words=None, columns=[], reason=None, details={}))
    return [item_id]


def finish_item(session: Session, item_id: int) -> None:
    """It has been read to its end; the bytes are no longer needed, but for a table that may be read otherwise."""
    done = col(ImportItem.id) == item_id, col(ImportItem.status) == "reading"
    session.exec(update(ImportItem).where(*done, ~_is_table()).values(data=None))
    session.exec(update(ImportItem).where(*done).values(status="done"))


def _is_table() -> Any:
    return func.length(cast(col(ImportItem.columns), Text)) > len("[]")


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
