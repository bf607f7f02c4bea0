"""Copies of the whole database as one file, taken while the program runs."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import make_url


class BackupError(Exception):
    """No copy was made, or nothing was put back; the message says why and what to do."""


def backup(database_url: str, target: Path) -> None:
    """Write a checked copy to ``target``. Raises BackupError; an existing file is never overwritten."""
    live = _sqlite_file(database_url, "pg_dump")
    if not live.exists():
        raise BackupError(f"There is no database at {live} yet, so there is nothing to save.")
    if target.exists():
        raise BackupError(f"{target} exists already. Name a new file, so that no older backup is lost.")
    if not target.absolute().parent.is_dir():
        raise BackupError(f"The folder {target.absolute().parent} does not exist.")
    part = target.with_name(target.name + ".part")
    try:
        with closing(_open(live)) as source, closing(sqlite3.connect(part)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it
            _check(copy, part)
        part.rename(target)
    except (sqlite3.Error, OSError) as problem:
        raise BackupError(f"The backup could not be written: {problem}") from problem
    finally:
        part.unlink(missing_ok=True)


def restore(database_url: str, source: Path) -> Path | None:
    """Replace the database's content by a backup's, in one transaction, after saving what is there now.

    Returns the file that keeps the former content (None if there was none). Raises BackupError and changes nothing
    where ``source`` is no sound backup of this program.
    """
    live = _sqlite_file(database_url, "pg_restore")
    if not source.is_file():
        raise BackupError(f"There is no file {source}.")
    kept: Path | None = None
    try:
        with closing(_open(source)) as saved:
            _check(saved, source)
            if live.exists():
                kept = _free_name(live.with_name(live.name + ".before-restore"))
                backup(database_url, kept)
            live.parent.mkdir(parents=True, exist_ok=True)
            with closing(sqlite3.connect(live, timeout=30)) as target:
                saved.backup(target)
                target.execute("PRAGMA journal_mode=WAL")
    except sqlite3.Error as problem:
        raise BackupError(f"{source} could not be restored: {problem}") from problem
    return kept


def _sqlite_file(database_url: str, instead: str) -> Path:
    url = make_url(database_url)
    if url.get_backend_name() != "sqlite" or not url.database:
        raise BackupError(f"This command copies SQLite databases. For PostgreSQL use its own tool, {instead}.")
    return Path(url.database)


def _open(path: Path) -> sqlite3.Connection:
    """Reading an absent or foreign file must not create or change it."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=30)


def _check(connection: sqlite3.Connection, path: Path) -> None:
    try:
        verdict = connection.execute("PRAGMA integrity_check").fetchone()[0]
        tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.DatabaseError as problem:
        raise BackupError(f"{path} is not an SQLite database ({problem}).") from problem
    if verdict != "ok":
        raise BackupError(f"{path} is damaged: {verdict}")
    if not {"article", "summit", "alembic_version"} <= tables:
        raise BackupError(f"{path} is a database of another program.")


def _free_name(path: Path) -> Path:
    """``path``, or the same with the next free number."""
    number = 1
    while path.exists():
        number += 1
        path = path.with_name(path.name.rsplit("~", 1)[0] + f"~{number}")
    return path
