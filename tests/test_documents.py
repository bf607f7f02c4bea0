"""What the documents name is there."""

import re

import pytest

from app.settings import ROOT

FILE = re.compile(r"`([\w./-]+\.(?:py|toml|html|txt|npz|css))`")
ROOMS = ("app", "migrations", "seeds", "static", "templates", "tests")
FILES = [path.relative_to(ROOT).as_posix() for room in ROOMS for path in (ROOT / room).rglob("*.*")]
DOCUMENTS = [*(path.name for path in ROOT.glob("*.md")), *(file for file in FILES if file.endswith(".md"))]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_file_that_a_document_names_is_there(document: str) -> None:
    named = set(FILE.findall((ROOT / document).read_text("utf-8")))
    there = {name for name in named if any(f"/{file}".endswith(f"/{name}") for file in FILES)}
    assert named - there - {path.name for path in ROOT.iterdir()} == set()
