"""Load a folder of articles that a ``manifest.toml`` describes; loading twice adds nothing."""

import hashlib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from app.actions.arrivals import add_articles, finish_summit, put_aside
from app.actions.summit_edits import restore_summit
from app.actions.summits import add_summit, source_named
from app.intake.drafts import ArticleDraft, parse_published
from app.models import Summit
from app.settings import ROOT

SEEDS = ROOT / "seeds"
DEMO = "bregenz-2037"  # the invented summit: its folder under SEEDS and its address


@dataclass(frozen=True, slots=True)
class Folder:
    """What a manifest describes: the summit, its outlets, its articles. ``sha256`` tells the manifest from others."""

    summit: Mapping[str, Any]
    outlets: Sequence[Mapping[str, Any]]
    drafts: tuple[ArticleDraft, ...]
    sha256: str


def read_folder(folder: Path) -> Folder:
    """Raises OSError, tomllib.TOMLDecodeError or IntakeError.

    The texts are taken unchanged, offsets of hand-made annotations hold.
    """
    data = (folder / "manifest.toml").read_bytes()
    manifest = tomllib.loads(data.decode("utf-8"))
    drafts = tuple(
        ArticleDraft(
            text=(folder / item["file"]).read_bytes().decode("utf-8"),
            source=item["source"],
            title=item.get("title"),
            author=item.get("author"),
            published=parse_published(item.get("published")),
            agencies=tuple(item.get("agencies", ())),
            file=item["file"],
        )
        for item in manifest["articles"]
    )
    return Folder(manifest["summit"], manifest.get("sources", ()), drafts, hashlib.sha256(data).hexdigest())


def begin_folder(session: Session, folder: Folder) -> int | None:
    """Make the summit of a folder, out of sight until ``finish_summit``; its id. None where it is there already.

    A summit that is there stays as people have left it: an article they removed does not come back. One whose loading
    was cut off goes on.
    """
    entry = folder.summit
    there = session.exec(select(Summit).where(Summit.slug == entry["slug"])).first()
    if there is not None:
        return there.id if there.unfinished == folder.sha256 else None
    summit = add_summit(
        session,
        entry["name"],
        entry["place"],
        entry["starts_on"],
        entry["slug"],
        ends_on=entry.get("ends_on"),
        invented=entry.get("invented", False),
    )
    for outlet in folder.outlets:
        _describe(session, outlet, summit.id)
    put_aside(session, summit, folder.sha256)
    return summit.id


def load_seeds(session: Session, folder: Path) -> list[int]:
    """All of a folder in one transaction; the new articles' ids, to be enqueued after the commit. Raises as above."""
    found = read_folder(folder)
    summit_id = begin_folder(session, found)
    if summit_id is None:
        return []
    added = add_articles(session, summit_id, found.drafts)
    finish_summit(session, summit_id)
    return added


def load_demo(session: Session) -> list[int]:
    """The invented summit with its sixty articles, loaded like any folder; out of sight, it is brought back."""
    restore_summit(session, DEMO)
    return load_seeds(session, SEEDS / DEMO)


def _describe(session: Session, outlet: Mapping[str, Any], summit_id: int | None) -> None:
    """What the manifest says of an outlet fills gaps only: an outlet that is known stays as people described it."""
    source = source_named(session, outlet["name"], summit_id)
    source.kind = source.kind or outlet.get("kind", "")
    source.country = source.country or outlet.get("country", "")
    source.aliases = source.aliases or list(outlet.get("aliases", ()))
    session.add(source)
