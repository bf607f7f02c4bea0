"""Articles into a summit as the worker does it: analyse, store, compare, one after the other."""

from collections.abc import Iterable

from sqlalchemy import Engine
from sqlmodel import Session, select

from app.actions.analyses import store_analysis
from app.actions.articles import DuplicateArticle, add_article
from app.actions.comparisons import compare_article
from app.actions.summits import add_summit, source_named
from app.db import session_scope
from app.intake.drafts import make_draft
from app.models import Summit
from app.nlp.headlines import analyse_article
from tests.bench.corpus import CLOSES, NAME, OPENS, OUTLETS, PLACE, SUMMIT, Written

MAX_CHARS = 500_000


def add_empty_summit(engine: Engine) -> None:
    """The summit and its outlets, without articles."""
    with session_scope(engine, write=True) as session:
        add_summit(session, NAME, PLACE, OPENS, SUMMIT, ends_on=CLOSES)
        for name, kind, _ in OUTLETS:
            source = source_named(session, name)
            source.kind = kind
            session.add(source)


def add_written(session: Session, written: Written) -> int | None:
    """Store an article that waits for its analysis; its id, None where the summit has it."""
    summit = session.exec(select(Summit).where(Summit.slug == SUMMIT)).one()
    draft = make_draft(
        written.text, title=written.title, source=written.source, published=written.published, max_chars=MAX_CHARS
    )
    try:
        return add_article(session, summit, draft).id
    except DuplicateArticle:
        return None


def fill(engine: Engine, articles: Iterable[Written]) -> None:
    """Add articles, each analysed, stored and compared before the next."""
    for written in articles:
        with session_scope(engine, write=True) as session:
            article_id = add_written(session, written)
        if article_id is None:
            continue
        analysis = analyse_article(written.text, written.title)
        with session_scope(engine, write=True) as session:
            store_analysis(session, article_id, analysis)
            compare_article(session, article_id)
