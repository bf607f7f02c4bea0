"""Load a folder of articles that a ``manifest.toml`` describes; loading twice adds nothing."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlmodel import Session, select

from app.actions.articles import DuplicateArticle, add_article
from app.actions.summit_edits import restore_summit
from app.actions.summits import add_summit, source_named
from app.intake.drafts import ArticleDraft, parse_published
from app.models import Summit
from app.settings import ROOT

SEEDS = ROOT / "seeds"
DEMO = "bregenz-2037"  # the invented summit: its folder under SEEDS and its address


def load_seeds(session: Session, folder: Path) -> list[int]:
    """Add the summit of the manifest and its articles; return the new articles' ids, to be enqueued after the commit.

    A summit that is there stays as people have left it: an article they removed does not come back. The texts are taken
    unchanged, offsets of hand-made annotations hold. Raises OSError, tomllib.TOMLDecodeError or IntakeError.
    """
    manifest = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    entry = manifest["summit"]
    if session.exec(select(Summit).where(Summit.slug == entry["slug"])).first() is not None:
        return []
    summit = add_summit(
        session,
        entry["name"],
        entry["place"],
        entry["starts_on"],
        entry["slug"],
        ends_on=entry.get("ends_on"),
        invented=entry.get("invented", False),
    )
    for outlet in manifest.get("sources", ()):
        _describe(session, outlet)
    added: list[int] = []
    for item in manifest["articles"]:
        draft = ArticleDraft(
            text=(folder / item["file"]).read_bytes().decode("utf-8"),
            source=item["source"],
            title=item.get("title"),
            author=item.get("author"),
            published=parse_published(item.get("published")),
            agencies=tuple(item.get("agencies", ())),
            file=item["file"],
        )
        try:
            article = add_article(session, summit, draft)
        except DuplicateArticle:
            continue
        if article.id is not None:
            added.append(article.id)
    return added


def load_demo(session: Session) -> list[int]:
    """The invented summit with its sixty articles, loaded like any folder; out of sight, it is brought back."""
    restore_summit(session, DEMO)
    return load_seeds(session, SEEDS / DEMO)


def _describe(session: Session, outlet: Mapping[str, Any]) -> None:
    """What the manifest says of an outlet fills gaps only: an outlet that is known stays as people described it."""
    source = source_named(session, outlet["name"])
    source.kind = source.kind or outlet.get("kind", "")
    source.country = source.country or outlet.get("country", "")
    source.aliases = source.aliases or list(outlet.get("aliases", ()))
    session.add(source)
