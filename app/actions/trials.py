"""Texts taken the whole way in a database of their own, which is gone afterwards: what scores are taken from."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.actions.analyses import store_analysis
from app.actions.articles import add_article
from app.actions.comparisons import compare_article
from app.actions.seeds import load_seeds
from app.actions.shared import share_text
from app.actions.summits import add_summit
from app.db import make_engine, session_scope
from app.intake.drafts import ArticleDraft
from app.models import Article, SharedPassage, Summit
from app.nlp.types import Analysis
from app.settings import ROOT


@contextmanager
def trial(folder: Path) -> Iterator[tuple[Session, str, dict[int, str]]]:
    """The folder's articles (with its manifest), analysed and compared: a session, the summit's slug, names by id.

    Names are what a gold file calls them: the number that the file's name begins with.
    """
    from app.nlp.headlines import analyse_article  # slow to load, and not for everyone who comes by here

    with _database() as session:
        ids = load_seeds(session, folder)
        for article_id in ids:
            article = session.get_one(Article, article_id)
            analysis: Analysis = analyse_article(article.text, article.title)
            store_analysis(session, article_id, analysis)
            compare_article(session, article_id)
        slug = session.execute(columns(col(Summit.slug)).order_by(col(Summit.id))).scalars().first() or ""
        rows = session.execute(columns(col(Article.id), col(Article.file)))
        yield session, slug, {id_: (file or str(id_)).split("_")[0] for id_, file in rows}


def false_pairs(texts: Sequence[str]) -> int:
    """How many pairs of articles that have nothing to do with each other are said to share text."""
    with _database() as session:
        summit = add_summit(session, "Unverbunden", "", date(2021, 6, 16), slug="unverbunden")
        for number, text in enumerate(texts):
            article = add_article(session, summit, ArticleDraft(text=text, source=f"Quelle {number % 12}"))
            share_text(session, article.id or 0)
        pairs = columns(SharedPassage.a_id, SharedPassage.b_id).distinct().subquery()  # type: ignore[call-overload]
        return int(session.execute(columns(func.count()).select_from(pairs)).scalar_one())


def named(items: Sequence[Mapping[str, Any]], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """Passages of the JSON contract with their articles called by names."""
    return [
        {**item, **{side: {**item[side], "article": names[item[side]["article"]]} for side in "ab"}} for item in items
    ]


@contextmanager
def _database() -> Iterator[Session]:
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'trial.db'}")
        config = Config(toml_file=ROOT / "pyproject.toml")
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
        with session_scope(engine, write=True) as session:
            yield session
        engine.dispose()
