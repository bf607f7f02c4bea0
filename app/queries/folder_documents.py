"""Folders as JSON, from the same queries as their pages."""

from sqlmodel import Session

from app.queries.folders import folder_page, folders_page
from app.queries.views.folder_documents import (
    ElsewhereEntry,
    FolderAnswer,
    FolderEntry,
    FolderItemEntry,
    FolderList,
    SayingEntry,
)
from app.queries.views.folders import Entry, FolderView
from app.queries.views.review import Provenance, Saying


def folders_document(session: Session, slug: str) -> FolderList | None:
    """``GET /api/summits/{slug}/folders``; None for a summit that is not there."""
    page = folders_page(session, slug)
    return {"items": [_folder(one) for one in page.folders]} if page else None


def folder_document(
    session: Session, slug: str, folder: str, language: str, offset: int, limit: int
) -> FolderAnswer | None:
    """``GET /api/summits/{slug}/folders/{folder}``; None where summit or folder is not there."""
    page = folder_page(session, slug, folder.replace("\0", "?"), language, offset, limit)
    if page is None:
        return None
    titles = {one.id: one.title for one in page.rubrics}
    return {
        **_folder(page.folder),
        "total": page.total,
        "entries": [_entry(one, titles.get(one.rubric, "")) for one in page.entries],
    }


def _folder(view: FolderView) -> FolderEntry:
    return {
        "slug": view.slug,
        "name": view.name,
        "note": view.note,
        "readers": view.readers,
        "items": view.items,
        "changed_at": view.changed_at.isoformat(),
    }


def _entry(entry: Entry, rubric: str) -> FolderItemEntry:
    item, clipping = entry.item, entry.item.clipping
    return {
        "kind": item.kind.value,
        "rubric": rubric,
        "article": clipping.id or None if clipping else None,
        "outlet": clipping.outlet if clipping else None,
        "headline": clipping.headline if clipping else None,
        "published": clipping.published if clipping else None,
        "text": item.text,
        "start": item.start,
        "end": item.end,
        "sentence": item.sentence,
        "speaker": item.speaker,
        "status": "proposed" if item.proposed else "certain",
        "probability": item.probability,
        "sayings": [_saying(one) for one in item.sayings],
        "elsewhere": [_elsewhere(one) for one in item.provenance],
        "title": item.picture.title if item.picture else None,
        "address": item.address,
        "note": item.note,
        "changed": item.changed,
        "gone": item.gone,
    }


def _saying(one: Saying) -> SayingEntry:
    return {
        "start": one.start,
        "end": one.end,
        "speaker": one.speaker,
        "status": "proposed" if one.proposed else "certain",
        "probability": one.probability,
    }


def _elsewhere(one: Provenance) -> ElsewhereEntry:
    return {"outlets": list(one.outlets), "agencies": list(one.agency), "words": one.words}
