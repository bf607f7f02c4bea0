"""The five articles are loaded once, unchanged, and what people did afterwards survives."""

from datetime import date
from pathlib import Path

from sqlalchemy import Engine
from sqlmodel import func, select

from app.actions.article_edits import remove_article, rename_source_at
from app.actions.seeds import load_seeds
from app.db import session_scope
from app.models import Article, Source, Summit
from tests.conftest import SEEDS


def test_texts_are_taken_unchanged(each: Engine) -> None:
    with session_scope(each, write=True) as session:
        assert len(load_seeds(session, SEEDS)) == 5
    with session_scope(each) as session:
        for article in session.exec(select(Article)):
            assert article.file is not None
            assert article.text == (SEEDS / article.file).read_bytes().decode()
            assert article.title is None
            assert article.status == "queued"


def test_nothing_is_invented(each: Engine) -> None:
    with session_scope(each, write=True) as session:
        load_seeds(session, SEEDS)
    with session_scope(each) as session:
        names = session.exec(select(Source.name).order_by(Source.id)).all()
        assert names == [f"Quelle {letter}" for letter in "ABCDE"]
        assert set(session.exec(select(Article.published))) == {None, "2021-06"}


def test_loading_twice_adds_nothing_and_keeps_what_people_did(each: Engine) -> None:
    with session_scope(each, write=True) as session:
        ids = load_seeds(session, SEEDS)
    with session_scope(each, write=True) as session:
        rename_source_at(session, "quelle-a", "Morgenblatt")
        remove_article(session, ids[1])
    with session_scope(each, write=True) as session:
        assert load_seeds(session, SEEDS) == []
    with session_scope(each) as session:
        assert session.exec(select(func.count()).select_from(Article)).one() == 4
        assert session.exec(select(func.count()).select_from(Summit)).one() == 1
        assert "Morgenblatt" in session.exec(select(Source.name)).all()
        assert "Quelle A" not in session.exec(select(Source.name)).all()


def test_a_manifest_may_tell_the_last_day(each: Engine, tmp_path: Path) -> None:
    head = '[summit]\nslug = "x"\nname = "X"\nplace = ""\nstarts_on = 2023-11-30\n'
    (tmp_path / "manifest.toml").write_text(f"articles = []\n{head}ends_on = 2023-12-13\n", "utf-8")
    with session_scope(each, write=True) as session:
        assert load_seeds(session, tmp_path) == []
        assert session.exec(select(Summit.ends_on)).all() == [date(2023, 12, 13)]
