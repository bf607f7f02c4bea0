"""The order within a folder: headings and items, what is written beside them, and what is taken out."""

from datetime import timedelta

from sqlalchemy import delete, update
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.actions.addresses import Unknown, present_summit
from app.actions.folders import (
    KEPT_DAYS,
    held,
    joined_notes,
    last_position,
    mark_changed,
    need_room,
    new_rubric,
    now,
    plain_name,
    rubrics_of,
    same_item,
)
from app.actions.refusals import Declined
from app.folders import Folder, FolderItem, FolderRubric
from app.revisions import of_summit


def add_rubric(session: Session, summit_slug: str, slug: str, title: str) -> int:
    """A new heading at the end; its id. Raises Unknown, Declined."""
    summit, folder = held(session, summit_slug, slug)
    with of_summit(session, summit.id):
        return new_rubric(session, folder, title).id or 0


def _rubric(session: Session, folder: Folder, rubric_id: int) -> FolderRubric:
    rubric = session.get(FolderRubric, rubric_id)
    if rubric is None or rubric.folder_id != folder.id:
        raise Declined("There is no such heading in this folder any more.")
    return rubric


def change_rubric(session: Session, summit_slug: str, slug: str, rubric_id: int, act: str, title: str = "") -> None:
    """``rename`` a heading, move it ``up`` or ``down``, or ``remove`` it: its items then stand under the one before.

    Raises Unknown, Declined.
    """
    summit, folder = held(session, summit_slug, slug)
    with of_summit(session, summit.id):
        rubric = _rubric(session, folder, rubric_id)
        order = rubrics_of(session, folder)
        at = order.index(rubric)
        if act == "rename":
            rubric.title = plain_name(title)
        elif act in ("up", "down"):
            other = order[min(max(at + (-1 if act == "up" else 1), 0), len(order) - 1)]
            rubric.position, other.position = other.position, rubric.position
            session.add(other)
        elif act == "remove":
            _to_the_end(session, folder, rubric, order[at - 1].id if at else None)
        if act != "remove":
            session.add(rubric)
        mark_changed(session, folder)


def _to_the_end(session: Session, folder: Folder, rubric: FolderRubric, other: int | None) -> None:
    """Give the items of a heading that goes to another, behind those that it has."""
    last = last_position(session, folder)
    mine = col(FolderItem.rubric_id) == rubric.id
    session.execute(update(FolderItem).where(mine).values(rubric_id=other, position=col(FolderItem.position) + last))
    session.delete(rubric)


def _held_item(session: Session, folder: Folder, item_id: int, *, removed: bool = False) -> FolderItem:
    item = session.get(FolderItem, item_id)
    if item is None or item.folder_id != folder.id or (item.removed_at is not None and not removed):
        raise Declined("This is not in the folder any more. Somebody may have taken it out meanwhile.")
    return item


def folder_of(session: Session, summit_slug: str, item_id: int) -> str:
    """The folder that an item is in. Raises Unknown."""
    summit = present_summit(session, summit_slug)
    here = select(Folder.slug).join(FolderItem, col(FolderItem.folder_id) == col(Folder.id))
    slug = session.exec(here.where(Folder.summit_id == summit.id, FolderItem.id == item_id)).first()
    if slug is None:
        raise Unknown(str(item_id))
    return slug


def remove_item(session: Session, summit_slug: str, slug: str, item_id: int, *, back: bool = False) -> None:
    """Take an item out, or bring it back to where it was. Raises Unknown, Declined."""
    summit, folder = held(session, summit_slug, slug)
    with of_summit(session, summit.id):
        item = _held_item(session, folder, item_id, removed=True)
        gone = col(FolderItem.removed_at) < now() - timedelta(days=KEPT_DAYS)
        if back and item.removed_at is not None:
            need_room(session, folder, 1)
        session.execute(
            delete(FolderItem).where(col(FolderItem.folder_id) == folder.id, gone, col(FolderItem.id) != item_id)
        )
        item.removed_at = None if back else now()
        session.add(item)
        mark_changed(session, folder)


def note_item(session: Session, summit_slug: str, slug: str, item_id: int, note: str, before: str) -> bool:
    """Write beside an item. True where somebody else wrote meanwhile: then both are kept. Raises Unknown, Declined."""
    summit, folder = held(session, summit_slug, slug)
    with of_summit(session, summit.id):
        item = _held_item(session, folder, item_id)
        item.note, both = joined_notes(item.note, before, note)
        session.add(item)
        mark_changed(session, folder)
    return both


def move_item(session: Session, summit_slug: str, slug: str, item_id: int, act: str) -> None:
    """One place ``up`` or ``down``: at the edge of a heading into the next one. Raises Unknown, Declined."""
    summit, folder = held(session, summit_slug, slug)
    with of_summit(session, summit.id):
        item = _held_item(session, folder, item_id)
        up = act == "up"
        position = col(FolderItem.position)
        near = _in_rubric(folder, item.rubric_id).where(
            position < item.position if up else position > item.position, col(FolderItem.removed_at).is_(None)
        )
        other = session.exec(near.order_by(position.desc() if up else position).limit(1)).first()
        if other is not None:
            item.position, other.position = other.position, item.position
            session.add(other)
        else:
            _over_the_edge(session, folder, item, up=up)
        session.add(item)
        mark_changed(session, folder)


def _in_rubric(folder: Folder, rubric_id: int | None) -> SelectOfScalar[FolderItem]:
    where = col(FolderItem.rubric_id).is_(None) if rubric_id is None else col(FolderItem.rubric_id) == rubric_id
    return select(FolderItem).where(FolderItem.folder_id == folder.id, where)


def _over_the_edge(session: Session, folder: Folder, item: FolderItem, *, up: bool) -> None:
    """To the end of the heading before, or the beginning of the one behind; at the ends of the folder nothing."""
    order: list[int | None] = [None, *(one.id for one in rubrics_of(session, folder))]
    at = order.index(item.rubric_id) + (-1 if up else 1)
    if 0 <= at < len(order):
        item.rubric_id = order[at]
        item.position = last_position(session, folder) + 1 if up else _shifted(session, folder, 0)


def place_item(
    session: Session, summit_slug: str, slug: str, item_id: int, *, before: int = 0, rubric: int | None = None
) -> None:
    """Put an item before another, or (``before`` 0) at the end of a heading (0: of none). Raises Unknown, Declined."""
    summit, folder = held(session, summit_slug, slug)
    with of_summit(session, summit.id):
        item = _held_item(session, folder, item_id)
        if before and before != item_id:
            other = _held_item(session, folder, before)
            item.rubric_id, at = other.rubric_id, other.position
            item.position = _shifted(session, folder, at)
        elif rubric is not None:
            item.rubric_id = _rubric(session, folder, rubric).id if rubric else None
            item.position = last_position(session, folder) + 1
        session.add(item)
        mark_changed(session, folder)


def _shifted(session: Session, folder: Folder, at: int) -> int:
    """Make room: whatever stands at that place or behind moves on by one. One statement."""
    session.execute(
        update(FolderItem)
        .where(col(FolderItem.folder_id) == folder.id, col(FolderItem.position) >= at)
        .values(position=col(FolderItem.position) + 1)
        .execution_options(synchronize_session="fetch")
    )
    return at


def carry_item(session: Session, summit_slug: str, slug: str, item_id: int, into: str) -> None:
    """Put an item into another folder of the summit, at its end. Raises Unknown, Declined."""
    summit, folder = held(session, summit_slug, slug)
    _, target = held(session, summit_slug, into)
    with of_summit(session, summit.id):
        item = _held_item(session, folder, item_id)
        if same_item(session, target, item) is not None:
            raise Declined("“%(name)s” has this already.", name=target.name)
        need_room(session, target, 1)
        item.folder_id, item.rubric_id, item.position = target.id or 0, None, last_position(session, target) + 1
        session.add(item)
        mark_changed(session, folder)
        mark_changed(session, target)
