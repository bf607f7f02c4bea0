"""Every write raises revisions, in its own transaction; a block of one summit only that summit's."""

import sqlite3
from contextlib import closing, suppress
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text, update
from sqlmodel import Session, select

from app.actions.backups import backup, restore
from app.actions.summits import add_summit
from app.db import session_scope
from app.models import Source, Summit
from app.revisions import Revisions, State, Writes, of_summit
from app.settings import Settings
from tests.conftest import migrate, run_apart


def state(engine: Engine, slug: str | None = None) -> State:
    """What the web reads for a page."""

    async def read() -> State | None:
        revisions = Revisions(engine)
        try:
            return await revisions.read(slug)
        finally:
            await revisions.close()

    found = run_apart(read())
    assert found is not None
    return found


@pytest.fixture
def two(each: Engine) -> Engine:
    """A database of each kind with two summits, a and b."""
    with session_scope(each, write=True) as session:
        for slug in "ab":
            add_summit(session, slug, "", date(2021, 6, 16), slug=slug)
    return each


def id_of(session: Session, slug: str) -> int:
    return session.exec(select(Summit.id).where(Summit.slug == slug)).one() or 0


def both(engine: Engine) -> tuple[State, State]:
    return state(engine, "a"), state(engine, "b")


def rename(session: Session, slug: str) -> None:
    session.exec(update(Summit).where(Summit.slug == slug).values(name="anders"))  # type: ignore[arg-type]


def test_a_write_raises_all_summits(two: Engine) -> None:
    before = both(two)
    with session_scope(two, write=True) as session:
        rename(session, "a")
    after = both(two)
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_objects_and_plain_text_are_writes_too(two: Engine) -> None:
    seen = {state(two)}
    with session_scope(two, write=True) as session:
        session.add(Source(slug="neu", name="Neu", hue=0))
    seen.add(state(two))
    with session_scope(two, write=True) as session:
        session.connection().execute(text("  update source SET name = 'Alt'"))
    seen.add(state(two))
    with session_scope(two, write=True) as session:
        session.connection().exec_driver_sql("DELETE FROM source")
    seen.add(state(two))
    assert len(seen) == 4


def test_reading_raises_nothing(two: Engine) -> None:
    before = state(two)
    with session_scope(two, write=True) as session:
        session.exec(select(Summit)).all()
        session.connection().execute(text("WITH one AS (SELECT 1) SELECT * FROM one"))
    assert state(two) == before


def test_what_is_not_committed_raises_nothing(two: Engine) -> None:
    before = state(two)
    with suppress(RuntimeError), session_scope(two, write=True) as session:
        rename(session, "a")
        session.flush()
        raise RuntimeError
    assert state(two) == before


def test_a_block_of_one_summit_raises_that_one_and_what_shows_all(two: Engine) -> None:
    for _ in range(2):  # there is no row of it at first
        before, everything = both(two), state(two)
        with session_scope(two, write=True) as session, of_summit(session, id_of(session, "a")):
            rename(session, "a")
        after = both(two)
        assert before[0] != after[0]
        assert before[1] == after[1]
        assert state(two) != everything


def test_what_is_written_outside_of_the_block_counts_as_everything(two: Engine) -> None:
    before = both(two)
    with session_scope(two, write=True) as session:
        session.add(Source(slug="neu", name="Neu", hue=0))  # waits for the next flush, which is in the block
        with of_summit(session, id_of(session, "a")):
            rename(session, "a")
    assert both(two)[1] != before[1]
    before = both(two)
    with session_scope(two, write=True) as session:
        summit = session.exec(select(Summit).where(Summit.slug == "a")).one()
        with of_summit(session, summit.id):
            rename(session, "a")
        session.add(Source(slug="noch-eine", name="Noch eine", hue=0))
    assert both(two)[1] != before[1]


def test_objects_changed_in_the_block_belong_to_it(two: Engine) -> None:
    before = both(two)
    with session_scope(two, write=True) as session:
        summit = session.exec(select(Summit).where(Summit.slug == "a")).one()
        with of_summit(session, summit.id):
            summit.place = "anderswo"
            session.add(summit)
    assert both(two)[0] != before[0]
    assert both(two)[1] == before[1]


def test_an_unknown_summit_counts_as_everything(two: Engine) -> None:
    before = both(two)
    with session_scope(two, write=True) as session, of_summit(session, None):
        rename(session, "a")
    assert both(two)[1] != before[1]


def test_a_summit_that_goes_takes_its_number_along(two: Engine) -> None:
    with session_scope(two, write=True) as session, of_summit(session, id_of(session, "a")):
        rename(session, "a")
    assert len(state(two)) == 2
    with session_scope(two, write=True) as session:
        session.delete(session.exec(select(Summit).where(Summit.slug == "a")).one())
    assert len(state(two)) == 1
    with session_scope(two, write=True) as session, of_summit(session, 999):
        rename(session, "b")  # of no summit that there is: nothing to say, and no error
    assert len(state(two)) == 1


def test_a_migration_raises_everything(two: Engine) -> None:
    before = state(two)
    migrate(two)
    assert state(two) != before


@pytest.mark.parametrize(
    ("statement", "reads"),
    [
        ("SELECT 1", True),
        ("\n  select 1", True),
        ("(SELECT 1) UNION (SELECT 2)", True),
        ("WITH x AS (SELECT 1) SELECT 1", True),
        ("WITH x AS (DELETE FROM source RETURNING id) SELECT 1", False),
        ("INSERT INTO source VALUES (1)", False),
        ("REPLACE INTO source VALUES (1)", False),
        ("CREATE TABLE x (y INT)", False),
        ("/* a remark */ DELETE FROM source", False),
        ("BEGIN IMMEDIATE", True),
        ("", True),
    ],
)
def test_what_does_not_surely_read_counts_as_a_write(statement: str, reads: bool) -> None:
    writes = Writes()
    writes.note(statement)
    assert writes.everything != reads


def test_a_backup_brings_no_number_back_for_another_state(settings: Settings, engine: Engine, tmp_path: Path) -> None:
    with session_scope(engine, write=True) as session:
        add_summit(session, "a", "", date(2021, 6, 16), slug="a")
    seen = [state(engine, "a")]
    backup(settings.database_url, tmp_path / "copy.db")
    for _ in range(3):
        with session_scope(engine, write=True) as session:
            rename(session, "a")
        seen.append(state(engine, "a"))
        engine.dispose()
        restore(settings.database_url, tmp_path / "copy.db")
        assert state(engine, "a") == seen[0]
    assert len(set(seen)) == 4


def test_another_process_locks_the_file_whole(settings: Settings, engine: Engine) -> None:
    async def read(revisions: Revisions) -> State | None:
        return await revisions.read(None)

    revisions = Revisions(engine)
    with closing(sqlite3.connect(engine.url.database or "", isolation_level=None)) as other:
        assert run_apart(read(revisions))
        run_apart(revisions.close())
        other.execute("PRAGMA locking_mode=EXCLUSIVE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("DELETE FROM source")
        assert run_apart(read(revisions)) is None
        other.execute("COMMIT")
    assert run_apart(read(revisions))
    run_apart(revisions.close())
