"""Editions of the five articles, each made once for all tests of a process."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session

from app.db import make_engine, session_scope
from app.editions.archive import edition
from app.exports.rights import Mode, Terms

SLUG = "genf-2021"


def opened(data: bytes) -> dict[str, bytes]:
    """The files of an edition by name."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="session")
def reading(seeded_template: Path) -> Iterator[Session]:
    """A session on the analysed seeds, which nothing here changes."""
    engine = make_engine(f"sqlite:///{seeded_template}")
    with session_scope(engine) as session:
        yield session
    engine.dispose()


@pytest.fixture(scope="session")
def safest(reading: Session) -> bytes:
    """With excerpts and quotations only, in German."""
    return edition(reading, SLUG, Terms(), "de")


@pytest.fixture(scope="session")
def whole(reading: Session) -> bytes:
    """With whole texts, in English."""
    return edition(reading, SLUG, Terms(Mode.OWN, is_confirmed=True), "en")
