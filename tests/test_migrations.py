"""The migrations lead to what the models say, on both databases, and back to nothing."""

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, inspect, text

from app.settings import ROOT


def alembic(engine: Engine, run: str, *arguments: str) -> None:
    """One of Alembic's commands on an engine's database."""
    config = Config(toml_file=ROOT / "pyproject.toml")
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        getattr(command, run)(config, *arguments)
        connection.commit()


def test_models_have_not_drifted_from_the_migrations(each: Engine) -> None:
    alembic(each, "check")


def test_upgrading_twice_changes_nothing(each: Engine) -> None:
    before = sorted(inspect(each).get_table_names())
    alembic(each, "upgrade", "head")
    assert sorted(inspect(each).get_table_names()) == before


def test_downgrading_leaves_nothing_and_can_be_upgraded_again(each: Engine) -> None:
    alembic(each, "downgrade", "base")
    assert set(inspect(each).get_table_names()) <= {"alembic_version"}
    alembic(each, "upgrade", "head")
    alembic(each, "check")


def test_sqlite_enforces_foreign_keys_and_writes_ahead(engine: Engine) -> None:
    with engine.connect() as connection:
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
