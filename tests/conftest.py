"""What every test can ask for: a migrated database, the seeds as the real pipeline sees them, a client, a counter."""

import asyncio
import shutil
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest
from alembic import command
from alembic.config import Config
from fastapi.testclient import TestClient
from hypothesis import settings as hypothesis
from sqlalchemy import Engine, event

from app.actions.analyses import store_analysis
from app.actions.articles import queued_ids, read_both
from app.actions.comparisons import compare_article
from app.actions.seeds import load_demo, load_seeds
from app.db import make_engine, session_scope
from app.jobs import prepare_queue
from app.main import create_app
from app.settings import ROOT, Settings

T = TypeVar("T")
SEEDS = ROOT / "seeds"
hypothesis.register_profile("busy machine", deadline=None, max_examples=60)
hypothesis.load_profile("busy machine")
pytest_plugins = ["tests.databases"]  # PostgreSQL


def migrate(engine: Engine) -> None:
    """``alembic upgrade head``, as in production."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def run_apart(coroutine: Coroutine[Any, Any, T]) -> T:
    """Run it in a thread of its own: the browser of another test may have left a running loop in this one."""
    with ThreadPoolExecutor(1) as threads:
        return threads.submit(asyncio.run, coroutine).result()


def analyse_waiting(engine: Engine) -> None:
    """Do what the worker does, here and now."""
    from app.nlp.headlines import analyse_article

    with session_scope(engine) as session:
        waiting = {article_id: read_both(session, article_id) for article_id in queued_ids(session)}
    for article_id, both in waiting.items():
        analysis = analyse_article(*(both or ("", None)))
        with session_scope(engine, write=True) as session:
            store_analysis(session, article_id, analysis)
            compare_article(session, article_id)


@pytest.fixture(scope="session")
def empty_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database without content."""
    path = tmp_path_factory.mktemp("template") / "empty.db"
    engine = make_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    prepare_queue(f"sqlite:///{path.with_name('empty-jobs.db')}")
    return path


@pytest.fixture(scope="session")
def seeded_template(empty_template: Path) -> Path:
    """The five articles, analysed by the real pipeline."""
    path = empty_template.with_name("seeded.db")
    shutil.copy(empty_template, path)
    engine = make_engine(f"sqlite:///{path}")
    with session_scope(engine, write=True) as session:
        load_seeds(session, SEEDS)
    analyse_waiting(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def demo_template(empty_template: Path) -> Path:
    """The invented summit with its sixty articles, analysed by the real pipeline."""
    path = empty_template.with_name("demo.db")
    shutil.copy(empty_template, path)
    engine = make_engine(f"sqlite:///{path}")
    with session_scope(engine, write=True) as session:
        load_demo(session)
    analyse_waiting(engine)
    engine.dispose()
    return path


def _settings(template: Path, queue: Path, folder: Path) -> Settings:
    shutil.copy(template, folder / "test.db")
    shutil.copy(queue, folder / "test-jobs.db")
    return Settings(database_url=f"sqlite:///{folder / 'test.db'}")


@pytest.fixture
def settings(empty_template: Path, tmp_path: Path) -> Settings:
    """Settings of an empty database of the test's own."""
    return _settings(empty_template, empty_template.with_name("empty-jobs.db"), tmp_path)


@pytest.fixture
def engine(settings: Settings) -> Iterator[Engine]:
    """An engine on an empty database."""
    engine = make_engine(settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A browser without JavaScript, on an empty database."""
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture
def seeded_settings(seeded_template: Path, tmp_path: Path) -> Settings:
    """Settings of a copy of the analysed seeds."""
    return _settings(seeded_template, seeded_template.with_name("empty-jobs.db"), tmp_path)


@pytest.fixture
def seeded_engine(seeded_settings: Settings) -> Iterator[Engine]:
    """An engine on a copy of the analysed seeds."""
    engine = make_engine(seeded_settings.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def seeded(seeded_settings: Settings) -> Iterator[TestClient]:
    """A browser without JavaScript, on a copy of the analysed seeds."""
    with TestClient(create_app(seeded_settings)) as client:
        yield client


@pytest.fixture
def demo(demo_template: Path, empty_template: Path, tmp_path: Path) -> Iterator[TestClient]:
    """A browser without JavaScript, on a copy of the analysed invented summit."""
    settings = _settings(demo_template, empty_template.with_name("empty-jobs.db"), tmp_path)
    with TestClient(create_app(settings)) as client:
        yield client


@contextmanager
def counting(engine: Engine) -> Iterator[Callable[[], int]]:
    """Count the SQL statements that run inside the block."""
    statements: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield lambda: len(statements)
    finally:
        event.remove(engine, "before_cursor_execute", note)
