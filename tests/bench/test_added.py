"""Databases grow from one another, and a cost counts once."""

from itertools import islice
from pathlib import Path

import pytest
from sqlmodel import func, select

from app.db import make_engine, session_scope
from app.models import Article
from tests.bench.added import LANGUAGE, OTHER, PARTS, STORING, Clock, grow
from tests.bench.corpus import keep_articles, kept_articles


def _texts(path: Path) -> list[str]:
    engine = make_engine(f"sqlite:///{path}")
    with session_scope(engine) as session:
        texts = list(session.exec(select(Article.text).order_by(Article.id)))
        ready = session.exec(select(func.count()).select_from(Article).where(Article.status == "ready")).one()
    engine.dispose()
    assert ready == len(texts)
    return texts


def test_each_size_begins_with_the_articles_of_the_smaller_and_is_not_made_twice(tmp_path: Path) -> None:
    file = tmp_path / "articles.jsonl"
    keep_articles(file, 8)
    small, large = grow(tmp_path, file, [4, 2])
    assert [small.size, small.added, large.size, large.added] == [2, 2, 4, 4]
    assert set(large.parts) == set(PARTS)
    assert large.whole > large.parts[LANGUAGE] > 0
    wanted = [one.text for one in islice(kept_articles(file), 4)]
    assert _texts(tmp_path / "4.db") == wanted
    assert _texts(tmp_path / "2.db") == wanted[:2]

    (again,) = grow(tmp_path, file, [4])
    assert again.added == 4  # to a copy: all that the file has beyond
    assert _texts(tmp_path / "4.db") == wanted
    assert not list(tmp_path.glob("growing*"))


def test_what_runs_within_another_part_counts_as_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    seconds = iter((0, 1, 4, 10))  # outer begins, inner begins and ends, outer ends
    monkeypatch.setattr("tests.bench.added.time.process_time", lambda: next(seconds))
    clock = Clock()
    with clock.on(OTHER), clock.on(STORING):
        pass
    assert clock.spent == {STORING: 3000, OTHER: 7000}
