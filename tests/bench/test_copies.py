"""A summit made of rewordings is whole: keys, counts, and fingerprints that are those of the texts."""

import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, func, select

from app.compare.shared import fingerprints, split_words
from app.db import make_engine, session_scope
from app.models import Annotation, Article, Fingerprint, Parallel, ParallelMember, SharedPassage
from tests.bench.copies import Rewording, multiply, tables
from tests.bench.corpus import article, fill, late_comer, numbers

ARTICLES, ROUNDS = 6, 2


@pytest.fixture(scope="module")
def summit(empty_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Engine:
    """Six articles and two rounds of rewordings."""
    path = tmp_path_factory.mktemp("copies") / "summit.db"
    shutil.copy(empty_template, path)
    engine = make_engine(f"sqlite:///{path}")
    fill(engine, ARTICLES)
    engine.dispose()
    multiply(path, ROUNDS)
    return make_engine(f"sqlite:///{path}")


def test_every_key_leads_somewhere_and_every_index_is_back(summit: Engine, empty_template: Path) -> None:
    def indexes(engine: Engine) -> set[str]:
        with engine.connect() as connection:
            return set(connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'index'")).scalars())

    with summit.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
        assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
    assert indexes(summit) == indexes(make_engine(f"sqlite:///{empty_template}"))


def test_each_round_has_the_rows_of_the_first_articles(summit: Engine) -> None:
    whole = {table.name: 1 + ROUNDS for table in tables()}
    fewer = {"fingerprint", "mark_term", "parallel"}  # by chance, and what all rounds have in common
    with session_scope(summit) as session:
        for table in tables():
            rows = session.execute(select(func.count()).select_from(table)).scalar_one()
            owner = next((name for name in ("article_id", "a_id") if name in table.c), None)
            if owner and table.name not in fewer:
                first = session.execute(
                    select(func.count()).select_from(table).where(table.c[owner] <= ARTICLES)
                ).scalar_one()
                assert rows == first * whole[table.name], table.name
        assert session.exec(select(func.count(col(Article.sha256).distinct()))).one() == ARTICLES * (1 + ROUNDS)


def test_fingerprints_are_those_of_the_new_wordings(summit: Engine) -> None:
    right, every = 0, 0
    with session_scope(summit) as session:
        for one in session.exec(select(Article)).all():
            known = set(session.exec(select(Fingerprint.hash).where(Fingerprint.article_id == one.id)).all())
            found = fingerprints(split_words(one.text))
            right += len(known & found)
            every += len(known | found)
    assert right >= 0.9 * every  # what was boilerplate may be none in new words, and the other way about


def test_new_words_are_those_of_the_new_text() -> None:
    rewording = Rewording(1)
    for number in numbers(ARTICLES):
        text_, _ = article(number)
        words = split_words(text_)
        real, ours = split_words(rewording.text(text_, words)), rewording.words(text_, words)
        assert real.spans == ours.spans
        told = [(a, b) for a, b in zip(real.folded, ours.folded, strict=True) if " " not in a + b]  # no boilerplate
        assert all(a == b for a, b in told)
        assert len(told) > 0.8 * len(words)


def test_rewordings_keep_every_place_and_share_little(summit: Engine) -> None:
    with session_scope(summit) as session:
        texts = {one.id: one.text for one in session.exec(select(Article)).all()}
        names = session.execute(
            select(Annotation.article_id, Annotation.start, Annotation.end, Annotation.surface).where(
                Annotation.layer == "mention", Annotation.via == "name"
            )
        ).all()
        between = session.exec(select(SharedPassage)).all()
    assert all(len(texts[id_]) == len(texts[(id_ - 1) % ARTICLES + 1]) for id_ in texts)
    assert all(texts[id_][start:end] == surface for id_, start, end, surface in names)
    assert all((one.a_id - 1) // ARTICLES == (one.b_id - 1) // ARTICLES for one in between)


def test_groups_count_their_members(summit: Engine) -> None:
    with session_scope(summit) as session:
        counted = dict(_members(session))
        told = {one.id: one.members for one in session.exec(select(Parallel)).all()}
    assert counted == told
    assert max(told.values()) > min(told.values())


def _members(session: Session) -> list[tuple[int, int]]:
    counted = select(ParallelMember.parallel_id, func.count()).group_by(col(ParallelMember.parallel_id))
    return [(id_, number) for id_, number in session.exec(counted).all()]


def test_the_late_comer_shares_words_with_its_handful_only() -> None:
    own = fingerprints(split_words(article(late_comer(0))[0]))
    shared = [len(own & fingerprints(split_words(article(number)[0]))) for number in (0, 1, 2, 4, 5, 6)]
    assert min(shared[:3]) > max(shared[3:])


def test_a_round_replaces_most_words_by_others_as_long() -> None:
    other = Rewording(1).other
    assert all(len(one) == len(two) for one, two in other.items())
    assert sum(one != two for one, two in other.items()) > 0.6 * len(other)
