"""Load a folder of articles that a ``manifest.toml`` describes; loading twice adds nothing."""

import tomllib
from pathlib import Path

from sqlmodel import Session, select

from app.actions.articles import DuplicateArticle, add_article
from app.actions.summits import add_summit
from app.intake.drafts import ArticleDraft, parse_published
from app.models import Summit


def load_seeds(session: Session, folder: Path) -> list[int]:
    """Add the summit of the manifest and its articles; return the new articles' ids, to be enqueued after the commit.

    A summit that is there stays as people have left it: an article they removed does not come back. The texts are taken
    unchanged, offsets of hand-made annotations hold. Raises OSError, tomllib.TOMLDecodeError or IntakeError.
    """
    manifest = tomllib.loads((folder / "manifest.toml").read_text(encoding="utf-8"))
    entry = manifest["summit"]
    if session.exec(select(Summit).where(Summit.slug == entry["slug"])).first() is not None:
        return []
    days = entry["starts_on"], entry.get("ends_on")
    summit = add_summit(session, entry["name"], entry["place"], days[0], entry["slug"], ends_on=days[1])
    added: list[int] = []
    for item in manifest["articles"]:
        draft = ArticleDraft(
            text=(folder / item["file"]).read_bytes().decode("utf-8"),
            source=item["source"],
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
