"""What is kept of marks, words and shared text is what counting anew gives, whatever was done and in which order."""

import importlib.util
from dataclasses import replace
from types import ModuleType
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, text
from sqlalchemy import select as columns
from sqlmodel import col, select

from app.actions.analyses import store_analysis
from app.actions.answers import answer_offer
from app.actions.article_edits import remove_article
from app.db import session_scope
from app.models import Article, Offer, Parallel
from app.nlp.types import Figure
from app.settings import ROOT
from app.sums import (
    OwnWords,
    SharedPerson,
    SharedTally,
    StatedMark,
    StatedPerson,
    StatedTopic,
    WordSpelling,
    WordTally,
    WordTotal,
)
from tests.actions.test_tallies import LINES, Editor
from tests.stories import SLUG, S, add_text, analysed

TABLES = (
    *(StatedMark, StatedTopic, StatedPerson, SharedPerson, SharedTally),
    *(WordTally, WordTotal, WordSpelling, OwnWords),
)
SAID = ("„Das war gut und offen.“", "„Das war gut, offen und lang.“", "„Wir haben nichts erreicht.“")


def migration(name: str = "0017_stated_marks") -> ModuleType:
    """The one that filled the tables of old databases: it counts all of them by a few statements of its own."""
    path = ROOT / "migrations" / "versions" / f"{name}.py"
    spec = importlib.util.spec_from_file_location("stated_marks", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rows(connection: Any) -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept, and the sources that shared text and offers carry with them."""
    found = {
        table.__name__: [tuple(row) for row in connection.execute(columns(table.__table__))]  # type: ignore[attr-defined]
        for table in TABLES
    }
    carried = (
        "SELECT s.id, s.a_source, s.b_source, a.source_id, b.source_id FROM shared_passage s "
        "JOIN article a ON a.id = s.a_id JOIN article b ON b.id = s.b_id"
    )
    assert all(row[1:3] == row[3:5] for row in connection.execute(text(carried)))
    offered = "SELECT o.source_id, a.source_id FROM offer o JOIN article a ON a.id = o.article_id"
    assert all(row[0] == row[1] for row in connection.execute(text(offered)))
    return {name: sorted(own, key=str) for name, own in found.items()}


def check(engine: Engine, done: object) -> None:
    """Kept and counted are the same, table by table."""
    with engine.connect() as connection:
        kept = rows(connection)
        for table in reversed(TABLES):
            connection.execute(table.__table__.delete())  # type: ignore[attr-defined]
        for statement in (*migration().count_anew(), migration("0023_proposed_marks").fill(engine.dialect.name)):
            connection.execute(text(statement))
        anew = rows(connection)
        connection.rollback()
    for name in anew:
        assert kept[name] == anew[name], (name, done)


class Reporter(Editor):
    """Also brings quotations that others have too, figures, and answers to whatever is offered."""

    def report(self) -> object:
        """An article with figures and an utterance."""
        chance = self.chance
        self.number += 1
        number = chance.choice([16, 16, 17, 40])
        line = chance.choice(LINES)
        told = S(f"{chance.choice(['{Joe Biden}', '{Biden}'])} sprach über {number} Minister.", "nato")
        said = S(f"Am Ende hieß es Nummer {self.number}: {chance.choice(SAID)}", "iran", says="Joe Biden")
        words, found = analysed(told, said, *([S(line, "nato")] if chance.random() < 0.5 else []))
        start = words.index(str(number))
        end = words.index(" Minister") + len(" Minister")
        figure = Figure(
            start, end, "count", float(number), "Minister", "Minister", words[start:end], terms=("minister",)
        )
        source = f"Quelle {chance.choice('ABC')}"
        try:
            article = add_text(self.engine, words, source=source, published="2021-06-16")
        except Exception:
            return None
        with session_scope(self.engine, write=True) as session:
            store_analysis(session, article, replace(found, figures=(figure,)))
        self.ids.append(article)
        return self.compare(article)

    def answer(self) -> object:
        with session_scope(self.engine, write=True) as session:
            offers = list(session.exec(select(Offer).order_by(col(Offer.id))))
            if not offers:
                return None
            offer, said = self.chance.choice(offers), self.chance.choice(["yes", "no"])
            answer_offer(session, SLUG, offer.id or 0, {"answer": said})
        return said


@pytest.mark.parametrize("seed", [3, 5])
def test_whatever_is_done_what_is_kept_is_what_counting_gives(each: Engine, seed: int) -> None:
    editor = Reporter(each, seed)
    for _ in range(4):
        check(each, ("report", editor.report()))
    with session_scope(each) as session:
        assert session.exec(select(Parallel.id)).first(), "nothing is grouped: what is bonds good for?"
    steps = ("report", "report", "add", "share", "wait", "analyse", "again", "remove", "edit", "outlet", "person")
    steps += ("topic", "sentence", "answer", "answer", "undo", "away")
    for _ in range(16):
        step = editor.chance.choice(steps) if len(editor.ids) > 3 else "report"
        check(each, (step, getattr(editor, step)()))


def test_an_old_database_is_filled_by_the_migration(each: Engine) -> None:
    editor = Reporter(each, 4)
    for step in ("share", "report", "report", "report", "add", "wait", "answer", "person"):
        getattr(editor, step)()
    with each.connect() as connection:
        before = rows(connection)
    config = Config(toml_file=ROOT / "pyproject.toml")
    for run, revision in (("downgrade", "0016"), ("upgrade", "head")):
        with each.connect() as connection:
            config.attributes["connection"] = connection
            getattr(command, run)(config, revision)
            connection.commit()
    with each.connect() as connection:
        assert rows(connection) == before
    assert all(before[table.__name__] for table in TABLES if table is not SharedPerson)


def test_removed_articles_leave_nothing(each: Engine) -> None:
    editor = Reporter(each, 6)
    for step in ("share", "report", "report"):
        getattr(editor, step)()
    with session_scope(each, write=True) as session:
        for article in list(session.exec(select(Article.id))):
            remove_article(session, article or 0)
    with each.connect() as connection:
        assert not any(rows(connection).values())
