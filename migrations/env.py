"""Alembic's entry: migrates the database of the settings, or the connection that a test hands over."""

from alembic import context
from sqlalchemy import Connection
from sqlmodel import SQLModel

import app.desk
import app.folders
import app.made_documents
import app.sums
import app.tallies
import app.terms  # noqa: F401 - all fill the metadata, as app.models does
from app.db import make_engine
from app.revisions import renew_everything
from app.settings import get_settings

SEARCH_TABLES = "article_search"


def include_name(name: str | None, kind: str, _parents: object) -> bool:
    """The search index and FTS5's shadow tables belong to app/search, not to the models."""
    return not (kind == "table" and name is not None and name.startswith(SEARCH_TABLES))


def run() -> None:
    """Migrate within one transaction."""
    connection = context.config.attributes.get("connection")
    if connection is not None:
        configure_and_run(connection)
        return
    engine = make_engine(context.config.attributes.get("url") or get_settings().database_url)
    with engine.connect() as own:
        configure_and_run(own)
        own.commit()
    engine.dispose()


def configure_and_run(connection: Connection) -> None:
    """Hand the connection to Alembic; batch mode because SQLite cannot alter columns in place.

    Whatever a migration has changed, pages that a running program keeps are not to be believed any more.
    """
    context.configure(
        connection=connection,
        target_metadata=SQLModel.metadata,
        include_name=include_name,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        renew_everything(connection)


run()
