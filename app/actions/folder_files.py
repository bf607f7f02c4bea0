"""The folders of a summit in its file: by headings and places, without a number of this database.

Files of older versions have none, and older versions pass them over.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from app.folders import (
    CHART,
    KINDS,
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
from app.slugs import free_slug, slugify

LONGEST_ADDRESS = 2_000
RESERVED = {"items", "proposals"}  # addresses beside those of folders


@dataclass(frozen=True)
class ItemPart:
    """An item; ``rubric`` counts the headings of its folder from 1, 0: under none."""

    kind: str
    added_at: datetime
    rubric: int = 0
    sha256: str | None = None
    part: str = "text"
    start: int = 0
    end: int = 0
    text: str = ""
    title: str | None = None
    outlet: str = ""
    published: str | None = None
    chart: str = ""
    address: str = ""
    note: str = ""


@dataclass(frozen=True)
class FolderPart:
    """A folder with its headings and items, in order. ``own``: name of the outlet that stands first."""

    slug: str
    name: str
    added_at: datetime
    changed_at: datetime
    note: str = ""
    readers: str = ""
    own: str = ""
    rubrics: tuple[str, ...] = ()
    items: tuple[ItemPart, ...] = ()


def folder_parts(session: Session, summit_id: int) -> tuple[FolderPart, ...]:
    """All folders in sight. Four statements."""
    here = Folder.summit_id == summit_id, col(Folder.removed_at).is_(None)
    folders = session.exec(select(Folder).where(*here).order_by(col(Folder.id))).all()
    ids = [one.id for one in folders]
    names = dict(
        session.exec(select(Source.id, Source.name).where(col(Source.id).in_([one.own_id for one in folders]))).all()
    )
    rubrics = session.exec(
        select(FolderRubric)
        .where(col(FolderRubric.folder_id).in_(ids))
        .order_by(col(FolderRubric.position), col(FolderRubric.id))
    ).all()
    items = session.exec(
        select(FolderItem)
        .where(col(FolderItem.folder_id).in_(ids), col(FolderItem.removed_at).is_(None))
        .order_by(col(FolderItem.position), col(FolderItem.id))
    ).all()
    return tuple(
        _part(
            one,
            [rubric for rubric in rubrics if rubric.folder_id == one.id],
            [item for item in items if item.folder_id == one.id],
            names.get(one.own_id, ""),
        )
        for one in folders
    )


def _part(folder: Folder, rubrics: Sequence[FolderRubric], items: Sequence[FolderItem], own: str) -> FolderPart:
    number: dict[int | None, int] = {one.id: place for place, one in enumerate(rubrics, 1)}
    return FolderPart(
        slug=folder.slug,
        name=folder.name,
        added_at=folder.added_at,
        changed_at=folder.changed_at,
        note=folder.note,
        readers=folder.readers,
        own=own,
        rubrics=tuple(one.title for one in rubrics),
        items=tuple(
            ItemPart(
                kind=item.kind,
                added_at=item.added_at,
                rubric=number.get(item.rubric_id, 0),
                sha256=item.sha256,
                part=item.part,
                start=item.start,
                end=item.end,
                text=item.text,
                title=item.title,
                outlet=item.outlet,
                published=item.published,
                chart=item.chart,
                address=item.address,
                note=item.note,
            )
            for item in items
        ),
    )


def wrong_folder(parts: Sequence[FolderPart]) -> str | None:
    """What of the folders of a file cannot be used, as a sentence; None where all can."""
    if len(parts) > MOST_FOLDERS:
        return f"The folders cannot be used: there are more than {MOST_FOLDERS}."
    for one in parts:
        if not one.name.strip() or len(one.name) > LONGEST_NAME or len(one.note) > LONGEST_NOTE:
            return "A folder cannot be used: its name is missing, or its name or note is too long."
        if len(one.items) > MOST_ITEMS or len(one.rubrics) > MOST_RUBRICS:
            return f"Folder {one.name!r} cannot be used: it holds too much."
        if any(not title.strip() or len(title) > LONGEST_NAME for title in one.rubrics):
            return f"Folder {one.name!r} cannot be used: a heading is missing or too long."
        for number, item in enumerate(one.items, 1):
            if not _is_usable(item, len(one.rubrics)):
                return f"Folder {one.name!r} cannot be used: item {number} is damaged."
    return None


def _is_usable(item: ItemPart, rubrics: int) -> bool:
    placed = 0 <= item.rubric <= rubrics and 0 <= item.start <= item.end
    short = len(item.text) <= LONGEST_TEXT and len(item.note) <= LONGEST_NOTE and len(item.address) <= LONGEST_ADDRESS
    own = not item.address or (item.address.startswith("/") and not item.address.startswith(("//", "/\\")))
    known = item.kind in KINDS and item.part in ("text", "headline")
    return placed and short and own and known and (item.sha256 is not None or item.kind == CHART)


def add_folders(session: Session, summit: Summit, slug: str, parts: Sequence[FolderPart]) -> None:
    """Store the folders of a file in a summit that has none yet; they have been found usable (``wrong_folder``).

    ``slug``: what the summit is called in the file. Charts lead to pages of the new one.
    """
    taken = set(RESERVED)
    sources = dict(session.exec(select(Source.name, Source.id)).all()) if any(one.own for one in parts) else {}
    for one in parts:
        folder = Folder(
            summit_id=summit.id or 0,
            slug=free_slug(slugify(one.slug, "mappe"), taken),
            name=one.name,
            note=one.note,
            readers=one.readers[:500],
            own_id=sources.get(one.own),
            added_at=one.added_at,
            changed_at=one.changed_at,
        )
        taken.add(folder.slug)
        session.add(folder)
        session.flush()
        rubrics = [
            FolderRubric(folder_id=folder.id or 0, title=title, position=place)
            for place, title in enumerate(one.rubrics, 1)
        ]
        session.add_all(rubrics)
        session.flush()
        session.add_all(
            FolderItem(
                folder_id=folder.id or 0,
                rubric_id=rubrics[item.rubric - 1].id if item.rubric else None,
                position=place,
                kind=item.kind,
                sha256=item.sha256,
                part=item.part,
                start=item.start,
                end=item.end,
                text=item.text,
                title=item.title,
                outlet=item.outlet,
                published=item.published,
                chart=item.chart,
                address=_moved(item.address, slug, summit.slug),
                note=item.note,
                added_at=item.added_at,
            )
            for place, item in enumerate(one.items, 1)
        )
    session.flush()


def _moved(address: str, before: str, now: str) -> str:
    """The same page of the summit under its new name."""
    root = f"/summits/{before}"
    rest = address.removeprefix(root)
    return f"/summits/{now}{rest}" if rest != address and rest[:1] in ("", "/", "?", "#") else address
