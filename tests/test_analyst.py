"""From waiting to ready, whatever the language service does with a text; in order, with any number of processes."""

import shutil
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from app import analyst as analysts
from app.actions.article_edits import bring_article
from app.actions.articles import set_status
from app.actions.comparisons import compare_article
from app.actions.seeds import load_demo
from app.actions.summits import add_summit
from app.actions.turns import QUEUED, put_back, take_up, try_again
from app.analyst import ATTEMPTS, DEADLY, FAILED, LATE, Analyst, Here, Turns
from app.db import make_engine, session_scope
from app.intake.drafts import ArticleDraft
from app.models import Article
from app.nlp import pool
from app.nlp.pool import CannotStart, Pool
from app.nlp.types import Analysis

TEXT = "Putin und Biden sprachen in Genf über Abrüstung. „Das war gut“, sagte Putin."
MOODY = (sys.executable, "-m", "tests.nlp.moody")


def bring(engine: Engine, text: str = TEXT, *, awaited: bool = False) -> int:
    """A new article of the summit g7."""
    with session_scope(engine, write=True) as session:
        return bring_article(session, "g7", ArticleDraft(text=text, source="Quelle A"), awaited=awaited)


def state(engine: Engine, article_id: int) -> tuple[str, str | None]:
    with session_scope(engine) as session:
        article = session.get_one(Article, article_id)
        return article.status, article.error


@pytest.fixture
def summit(each: Engine) -> Engine:
    """An empty database with one summit."""
    with session_scope(each, write=True) as session:
        add_summit(session, "G7")
    return each


class Broken(Here):
    """A language service that stumbles over texts with the word "kaputt"."""

    def article(self, text: str, title: str | None) -> Analysis:
        if "kaputt" in text:
            raise ValueError("no idea")
        return super().article(text, title)


class TestOneArticle:
    def test_goes_from_queued_to_ready(self, summit: Engine) -> None:
        article_id = bring(summit)
        Analyst(summit).work(article_id)
        assert state(summit, article_id) == ("ready", None)

    def test_fails_with_a_sentence_where_it_cannot_be_analysed(self, summit: Engine) -> None:
        bad, good = bring(summit, "Das ist kaputt."), bring(summit)
        analyst = Analyst(summit, Broken())
        analyst.work(bad)
        analyst.work(good)
        assert state(summit, bad) == ("failed", FAILED)
        assert state(summit, good)[0] == "ready"

    def test_is_given_up_when_its_turn_ended_the_process_too_often(self, summit: Engine) -> None:
        article_id = bring(summit)
        for _ in range(ATTEMPTS):
            with session_scope(summit, write=True) as session:
                assert take_up(session, article_id) is not None
        Analyst(summit).work(article_id)
        assert state(summit, article_id) == ("failed", DEADLY)

    def test_is_left_to_the_worker_that_has_it_in_hand(self, summit: Engine) -> None:
        class Slow(Here):
            def article(self, text: str, title: str | None) -> Analysis:
                """Meanwhile another worker takes it up."""
                if "Meldung" in text:
                    with session_scope(summit, write=True) as session:
                        assert take_up(session, mine, QUEUED) is not None
                        assert take_up(session, mine, QUEUED) is None
                return super().article(text, title)

        mine, other = bring(summit, "Eine Meldung."), bring(summit)
        Analyst(summit, Slow()).work_through()
        assert state(summit, mine) == ("analysing", None)
        assert state(summit, other) == ("ready", None)
        with session_scope(summit, write=True) as session:
            assert session.get_one(Article, mine).attempts == 1

    @pytest.mark.parametrize("through", [True, False])
    def test_is_not_blamed_where_the_database_cannot_be_reached(
        self, summit: Engine, monkeypatch: pytest.MonkeyPatch, through: bool
    ) -> None:
        article_id, analyst = bring(summit), Analyst(summit)
        real, left = compare_article, list(range(ATTEMPTS + 2))

        def unreachable(session: Session, article_id: int, **options: bool) -> None:
            if left:
                left.pop()
                raise OperationalError("SELECT", {}, Exception("database is locked"))
            real(session, article_id, **options)

        monkeypatch.setattr(analysts, "compare_article", unreachable)
        while left:
            with pytest.raises(OperationalError):
                analyst.work_through() if through else analyst.work(article_id)
        analyst.work_through() if through else analyst.work(article_id)
        assert state(summit, article_id) == ("ready", None)

    def test_is_not_blamed_for_waiting_while_others_ended_the_process(self, summit: Engine) -> None:
        article_id = bring(summit)
        for _ in range(ATTEMPTS + 1):
            with session_scope(summit, write=True) as session:
                set_status(session, article_id, "analysing")
                put_back(session)
        Analyst(summit).work(article_id)
        assert state(summit, article_id) == ("ready", None)

    def test_is_left_alone_when_it_is_ready_or_gone(self, summit: Engine) -> None:
        article_id = bring(summit, "Das ist kaputt.")
        with session_scope(summit, write=True) as session:
            set_status(session, article_id, "ready")
        analyst = Analyst(summit, Broken())
        analyst.work(article_id)
        analyst.work(article_id + 1)
        assert state(summit, article_id) == ("ready", None)

    def test_waits_on_where_the_language_service_is_not_there(self, summit: Engine) -> None:
        class Away(Here):
            def __init__(self) -> None:
                """It was there when the worker began."""

            def article(self, text: str, title: str | None) -> Analysis:
                raise CannotStart("gone")

        article_id = bring(summit)
        analyst = Analyst(summit, Away())
        with pytest.raises(CannotStart):
            analyst.work(article_id)
        assert state(summit, article_id) == ("analysing", None)


class TestWithProcesses:
    @pytest.fixture
    def moody(self, summit: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Analyst]:
        monkeypatch.setattr(pool, "SECONDS", 1.0)
        with Pool(2, MOODY) as service:
            yield Analyst(summit, service)

    @pytest.mark.parametrize(
        ("word", "code"), [("haengt", LATE), ("stirbt", DEADLY), ("kaputt", FAILED)], ids=["hangs", "dies", "raises"]
    )
    def test_one_text_never_stops_the_others_and_can_be_tried_again(
        self, summit: Engine, moody: Analyst, word: str, code: str
    ) -> None:
        before, bad, after = bring(summit, "Davor."), bring(summit, f"Das {word}."), bring(summit, "Danach.")
        moody.work_through()
        assert state(summit, bad) == ("failed", code)
        assert [state(summit, one)[0] for one in (before, after)] == ["ready", "ready"]
        with session_scope(summit, write=True) as session:
            assert try_again(session, bad)
            assert not try_again(session, bad)
            assert not try_again(session, after)
            assert session.get_one(Article, bad).awaited
        assert state(summit, bad) == ("queued", None)
        moody.work(bad)
        assert state(summit, bad) == ("failed", code)

    def test_an_article_that_somebody_waits_for_goes_first(
        self, summit: Engine, moody: Analyst, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bulk = [bring(summit, f"Nummer {number}.") for number in range(6)]
        stored, begun, go_on = list[int](), threading.Event(), threading.Event()
        real = moody._store

        def store(article_id: int, analysis: Analysis) -> tuple[bool, str | None]:
            stored.append(article_id)
            begun.set()
            assert go_on.wait(60)
            return real(article_id, analysis)

        monkeypatch.setattr(moody, "_store", store)
        going = threading.Thread(target=moody.work_through)
        going.start()
        assert begun.wait(60)  # the first of the bulk has its turn, the next are analysed already
        mine = bring(summit, "Meiner.", awaited=True)
        waiting = threading.Thread(target=moody.work, args=[mine])
        waiting.start()
        while not moody.turns._waiting:
            time.sleep(0.01)
        go_on.set()
        going.join()
        waiting.join()
        assert stored == [bulk[0], mine, *bulk[1:]]

    def test_what_was_awaited_when_the_worker_ended_is_the_first_when_it_begins(
        self, summit: Engine, moody: Analyst, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bulk = [bring(summit, f"Nummer {number}.") for number in range(3)]
        mine = bring(summit, "Meiner.", awaited=True)
        stored = list[int]()
        real = moody._store

        def store(article_id: int, analysis: Analysis) -> tuple[bool, str | None]:
            stored.append(article_id)
            return real(article_id, analysis)

        monkeypatch.setattr(moody, "_store", store)
        moody.work_through()
        assert stored == [mine, *bulk]

    def test_is_read_again_where_the_headline_was_edited_meanwhile(self, summit: Engine, moody: Analyst) -> None:
        article_id = bring(summit, "Das geht langsam.")
        working = threading.Thread(target=moody.work, args=[article_id])
        working.start()
        while state(summit, article_id)[0] != "analysing":
            time.sleep(0.01)
        with session_scope(summit, write=True) as session:
            session.get_one(Article, article_id).title = "Anders"
        working.join()
        assert state(summit, article_id) == ("ready", None)


def contents(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table but what tells a time."""
    found = {}
    with engine.connect() as connection:
        for table in ("article", "annotation", "entity", "entity_alias", "passage", "shared_passage", "parallel"):
            rows = connection.execute(text(f"SELECT * FROM {table} ORDER BY id")).mappings()
            found[table] = [tuple(value for name, value in row.items() if name != "added_at") for row in rows]
    return found


def test_two_processes_find_what_one_finds(empty_template: Path, tmp_path: Path) -> None:
    told = []
    for number in (1, 2):
        path = tmp_path / f"{number}.db"
        shutil.copy(empty_template, path)
        there = make_engine(f"sqlite:///{path}")
        with session_scope(there, write=True) as session:
            load_demo(session)
        with Pool(number) as service:
            Analyst(there, service).work_through()
        told.append(contents(there))
        there.dispose()
    assert all(told[0].values())
    assert told[0] == told[1]


class TestTurns:
    def test_one_at_a_time_first_what_is_awaited_then_in_the_order_of_coming(self) -> None:
        turns, order = Turns(), []

        def come(name: str, awaited: bool) -> None:
            with turns.taken(awaited=awaited):
                order.append(name)

        with turns.taken():
            coming = []
            for name, awaited in (("a", False), ("b", False), ("c", True), ("d", False), ("e", True)):
                coming.append(threading.Thread(target=come, args=[name, awaited]))
                coming[-1].start()
                time.sleep(0.05)
        for one in coming:
            one.join()
        assert "".join(order) == "ceabd"

    def test_waiting_in_vain_leaves_no_gap(self) -> None:
        turns = Turns()
        with turns.taken():
            assert not turns.take(timeout=0.01)
        assert turns.take(timeout=1)
