"""Folders: remember, put in order, write beside, take out and bring back.

Every write takes the folder's row first, so that two people who write at once follow each other and lose nothing.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.addresses import Unknown, present_article, present_summit
from app.actions.analyses import locked_summit
from app.actions.folder_files import RESERVED
from app.actions.refusals import Declined
from app.folders import (
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_TEXT,
    MOST_FOLDERS,
    MOST_ITEMS,
    MOST_RUBRICS,
    Folder,
    FolderItem,
    FolderRubric,
)
from app.models import Source, Summit
from app.revisions import of_summit
from app.sentences import sentence_around
from app.slugs import free_slug, slugify

FIRST_NAME = "Mappe"
KEPT_DAYS = 30  # that what was taken out can be brought back


@dataclass(frozen=True, slots=True)
class Place:
    """What a button says: a place in an article, or a chart (``article`` 0) that ``address`` shows.

    An ``end`` of 0 is that of the sentence in which ``start`` stands; of a whole article both are 0.
    """

    kind: str
    article: int = 0
    part: str = "text"
    start: int = 0
    end: int = 0
    chart: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Remembered:
    """The item, and the folder that it stands in; not ``new``: it stood there before."""

    item: int
    folder: str
    name: str
    new: bool


def remember(session: Session, summit_slug: str, place: Place, folder_slug: str = "") -> Remembered:
    """Put a place at the end of a folder: the one named, else the latest; the first of a summit is made.

    What stands there already is not doubled. Raises Unknown for an article that is not of the summit, and Declined.
    """
    summit = present_summit(session, summit_slug)
    with of_summit(session, summit.id):
        item = _item(session, summit, place)
        folder = _chosen(session, summit, folder_slug)
        known = same_item(session, folder, item)
        if known is not None:
            return Remembered(known.id or 0, folder.slug, folder.name, new=False)
        need_room(session, folder, 1)
        return Remembered(_put(session, folder, item), folder.slug, folder.name, new=True)


def remember_all(session: Session, summit_slug: str, folder_slug: str, places: list[tuple[Place, str]]) -> int:
    """Put places into a folder, each under the rubric of that title ("": none), which is made where it is missing.

    How many were new. Raises Unknown and Declined, and then none is put.
    """
    summit, folder = held(session, summit_slug, folder_slug)
    with of_summit(session, summit.id):
        items = [(_item(session, summit, place), title) for place, title in places]
        new = [(item, title) for item, title in items if same_item(session, folder, item) is None]
        need_room(session, folder, len(new))
        rubrics = {one.title: one.id for one in rubrics_of(session, folder)}
        for item, title in new:
            if title and title not in rubrics:
                rubrics[title] = new_rubric(session, folder, title).id
            item.rubric_id = rubrics[title] if title else None
            _put(session, folder, item)
    return len(new)


def _item(session: Session, summit: Summit, place: Place) -> FolderItem:
    """What is kept of a place. Raises Unknown, and Declined where the text has no such place."""
    if not place.article:
        return FolderItem(
            folder_id=0, position=0, kind=place.kind, chart=place.chart, address=place.address, added_at=now()
        )
    article = present_article(session, place.article)
    if article.summit_id != summit.id:
        raise Unknown(str(place.article))
    whole = article.text if place.part == "text" else article.title or ""
    start, end = place.start, place.end
    if place.kind == "article":
        start, end = 0, len(whole)
    elif not end:
        start, end = sentence_around(session, article, start) if place.part == "text" else (0, len(whole))
    if not 0 <= start < end <= len(whole):
        raise Declined("The text at this place is not what was to be remembered. Load the page again and look.")
    source = session.get_one(Source, article.source_id)
    return FolderItem(
        folder_id=0,
        position=0,
        kind=place.kind,
        sha256=article.sha256,
        part=place.part,
        start=start,
        end=end,
        text=whole[start:end][:LONGEST_TEXT],
        title=article.title,
        outlet=source.name,
        published=article.published,
        chart=place.chart,
        address=place.address,
        added_at=now(),
    )


def _chosen(session: Session, summit: Summit, slug: str) -> Folder:
    """The folder of that address; where it is not there, the one that was written to last, or a new one."""
    here = select(Folder).where(Folder.summit_id == summit.id, col(Folder.removed_at).is_(None))
    found = session.exec(here.where(Folder.slug == slug).with_for_update()).first() if slug else None
    latest = here.order_by(col(Folder.changed_at).desc(), col(Folder.id).desc()).limit(1).with_for_update()
    found = found or session.exec(latest).first()
    if found is None:
        locked_summit(session, summit.id or 0)  # two people may press their first button at once
        found = session.exec(latest).first()
    return found or _new_folder(session, summit, FIRST_NAME)


def held(session: Session, summit_slug: str, folder_slug: str, *, removed: bool = False) -> tuple[Summit, Folder]:
    """The folder, held against everybody else who writes to it until this transaction ends. Raises Unknown."""
    summit = present_summit(session, summit_slug)
    here = select(Folder).where(Folder.summit_id == summit.id, Folder.slug == folder_slug).with_for_update()
    folder = session.exec(here).one_or_none()
    if folder is None or (folder.removed_at is not None and not removed):
        raise Unknown(folder_slug)
    return summit, folder


def same_item(session: Session, folder: Folder, item: FolderItem) -> FolderItem | None:
    """The item that says the same, if the folder has it."""
    same = select(FolderItem).where(
        FolderItem.folder_id == folder.id,
        FolderItem.sha256 == item.sha256 if item.sha256 else col(FolderItem.sha256).is_(None),
        FolderItem.start == item.start,
        FolderItem.end == item.end,
        FolderItem.kind == item.kind,
        FolderItem.part == item.part,
        FolderItem.chart == item.chart,
        FolderItem.address == item.address,
        col(FolderItem.removed_at).is_(None),
    )
    return session.exec(same).first()


def need_room(session: Session, folder: Folder, more: int) -> None:
    """Raises Declined where so many more would not fit."""
    inside = func.count().filter(col(FolderItem.removed_at).is_(None))
    number = session.execute(columns(inside).where(col(FolderItem.folder_id) == folder.id)).scalar_one()
    if number + more > MOST_ITEMS:
        raise Declined(
            "A folder holds at most %(most)s items, and “%(name)s” has %(number)s. Make another folder.",
            most=MOST_ITEMS,
            name=folder.name,
            number=number,
        )


def _put(session: Session, folder: Folder, item: FolderItem) -> int:
    item.folder_id = folder.id or 0
    item.position = last_position(session, folder) + 1
    session.add(item)
    mark_changed(session, folder)
    return item.id or 0


def last_position(session: Session, folder: Folder) -> int:
    highest = columns(func.max(col(FolderItem.position))).where(col(FolderItem.folder_id) == folder.id)
    return session.execute(highest).scalar_one() or 0


def mark_changed(session: Session, folder: Folder) -> None:
    folder.changed_at = now()
    session.add(folder)
    session.flush()


def now() -> datetime:
    return datetime.now(UTC)


# --- folders


def make_folder(session: Session, summit_slug: str, name: str) -> str:
    """A new folder; its slug. Raises Unknown, and Declined for a name that cannot be."""
    summit = present_summit(session, summit_slug)
    with of_summit(session, summit.id):
        return _new_folder(session, summit, name).slug


def _new_folder(session: Session, summit: Summit, name: str) -> Folder:
    name = plain_name(name)
    locked_summit(session, summit.id or 0)
    taken = set(session.exec(select(Folder.slug).where(Folder.summit_id == summit.id)))
    if len(taken) >= MOST_FOLDERS:
        raise Declined("A summit has at most %(most)s folders.", most=MOST_FOLDERS)
    slug = free_slug(slugify(name, "mappe"), taken | RESERVED)
    folder = Folder(summit_id=summit.id or 0, slug=slug, name=name)
    session.add(folder)
    session.flush()
    return folder


def describe_folder(
    session: Session,
    summit_slug: str,
    slug: str,
    *,
    name: str,
    note: str,
    note_before: str,
    readers: str,
    own: str,
) -> bool:
    """What a form says of a folder. True where somebody else wrote a note meanwhile: then both are kept.

    Raises Unknown, and Declined for a name that cannot be.
    """
    summit, folder = held(session, summit_slug, slug)
    with of_summit(session, summit.id):
        folder.name, folder.readers = plain_name(name), one_line(readers)[:500]
        folder.note, both = joined_notes(folder.note, note_before, note)
        source = session.exec(select(Source).where(Source.slug == own)).first() if own else None
        folder.own_id = source.id if source else None
        mark_changed(session, folder)
    return both


def remove_folder(session: Session, summit_slug: str, slug: str, *, back: bool = False) -> None:
    """Take a folder out of sight, or bring it back. Raises Unknown."""
    summit, folder = held(session, summit_slug, slug, removed=True)
    with of_summit(session, summit.id):
        gone = col(Folder.removed_at) < now() - timedelta(days=KEPT_DAYS)
        session.execute(delete(Folder).where(col(Folder.summit_id) == summit.id, gone, col(Folder.id) != folder.id))
        folder.removed_at = None if back else now()
        mark_changed(session, folder)


def plain_name(value: str) -> str:
    """A name on one line. Raises Declined where it is empty or too long."""
    name = one_line(value)
    if not name:
        raise Declined("Give it a name.")
    if len(name) > LONGEST_NAME:
        raise Declined("The name is too long: at most %(most)s characters.", most=LONGEST_NAME)
    return name


def one_line(value: str) -> str:
    """Without control characters, white space as single spaces."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())


def plain_note(value: str) -> str:
    """A note as typed, without control characters but line breaks. Raises Declined where it is too long."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    note = "\n".join("".join(sign for sign in line if sign.isprintable()).rstrip() for line in lines).strip()
    if len(note) > LONGEST_NOTE:
        raise Declined("The note is too long: at most %(most)s characters.", most=LONGEST_NOTE)
    return note


def joined_notes(present: str, before: str, typed: str) -> tuple[str, bool]:
    """The note to keep, and whether it is two: where it changed after the form had been opened, nobody's is lost."""
    typed, before = plain_note(typed), plain_note(before)
    if present in (before, typed) or typed == before:
        return (present if typed == before else typed), False
    return f"{present}\n\n{typed}".strip(), bool(present and typed)


def new_rubric(session: Session, folder: Folder, title: str) -> FolderRubric:
    there = rubrics_of(session, folder)
    if len(there) >= MOST_RUBRICS:
        raise Declined("A folder has at most %(most)s headings.", most=MOST_RUBRICS)
    last = max((one.position for one in there), default=0)
    rubric = FolderRubric(folder_id=folder.id or 0, title=plain_name(title), position=last + 1)
    session.add(rubric)
    mark_changed(session, folder)
    return rubric


def rubrics_of(session: Session, folder: Folder) -> list[FolderRubric]:
    here = select(FolderRubric).where(FolderRubric.folder_id == folder.id)
    return list(session.exec(here.order_by(col(FolderRubric.position), col(FolderRubric.id))))
