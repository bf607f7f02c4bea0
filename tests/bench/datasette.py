"""The same articles in Datasette, a general browser of SQLite databases: what its pages cost in the same minutes.

It is taken from PyPI into an environment of its own beside the databases, never into ours; where it cannot be had, the
bench says so and goes on. Its tables are made for these questions: an index for everything that is counted or chosen
by, persons beside the articles, full text search over headline and text; suggesting facets is off.
"""

import sqlite3
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path

from tests.bench.addresses import ARTICLE, BY_PERSON, FACETED, LIST, SEARCH, WORD, Subjects, subjects
from tests.bench.databases import Stock
from tests.bench.load import Load, measure
from tests.bench.server import running

VERSION = "0.65.1"
DATASETTE = f"Datasette {VERSION}"
TIMES_OF_DATASETTE = {ARTICLE: 2.0}  # that a page of ours may take; others once
BESIDE = (LIST, BY_PERSON, SEARCH, FACETED, ARTICLE)
ROWS = 20
SETTINGS = {"suggest_facets": "off", "default_page_size": str(ROWS)}

_TABLES = """
CREATE TABLE article (id INTEGER PRIMARY KEY, title TEXT, source TEXT, published TEXT, words INTEGER, text TEXT);
CREATE TABLE person (article_id INTEGER REFERENCES article (id), slug TEXT, name TEXT, PRIMARY KEY (slug, article_id));
INSERT INTO article SELECT article.id, title, source.slug, published_from, words, text
    FROM ours.article JOIN ours.source ON source.id = article.source_id;
INSERT INTO person SELECT DISTINCT article_id, entity.slug, entity.name
    FROM ours.annotation JOIN ours.entity ON entity.id = annotation.entity_id
    WHERE entity.kind = 'person' AND annotation.layer = 'mention' AND entity.slug IS NOT NULL;
CREATE INDEX by_source ON article (source);
CREATE INDEX by_day ON article (published);
CREATE INDEX by_article ON person (article_id);
CREATE VIRTUAL TABLE article_fts USING fts5 (title, text, content=article, content_rowid=id);
INSERT INTO article_fts (article_fts) VALUES ('rebuild');
ANALYZE;
"""


def measure_datasette(stock: Stock, size: int, requests: int) -> Mapping[str, Load]:
    """What its pages cost with so many articles, by the names of ours; empty where it is not to be had."""
    program = _installed(stock.folder / "datasette")
    if program is None:
        return {}
    ours = stock.database(size)
    path = _database(ours)
    asked = _addresses(subjects(ours), path.stem)
    settings = [part for name, value in SETTINGS.items() for part in ("--setting", name, value)]
    with running([str(program), "serve", str(path), "--port", "{port}", *settings], "/-/versions.json", {}) as server:
        return {page: measure(server.process, server.url + address, requests) for page, address in asked.items()}


def _addresses(known: Subjects, name: str) -> Mapping[str, str]:
    rows = f"/{name}/article"
    facets = f"_facet=source&_facet=published&_size={ROWS}"
    by_person = f"id+in+(select+article_id+from+person+where+slug='{known.person}')"
    return {
        LIST: f"{rows}?{facets}&_sort_desc=published",
        BY_PERSON: f"{rows}?_where={by_person}&{facets}&_sort_desc=published",
        SEARCH: f"{rows}?_search={WORD}&_size={ROWS}",
        FACETED: f"{rows}?_search={WORD}&source={known.left}&{facets}",
        ARTICLE: f"{rows}/{known.article}",
    }


def _database(ours: Path) -> Path:
    """The articles and persons of one of our databases as Datasette shows them."""
    path = ours.with_name(f"datasette-{ours.stem}.db")
    if not path.exists():
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(part)) as connection:
            connection.execute("ATTACH ? AS ours", (str(ours),))
            connection.executescript(_TABLES)
        part.rename(path)
    return path


def _installed(folder: Path) -> Path | None:
    """Its program, installed where it is missing; None, and a sentence, where that fails."""
    program = folder / ("Scripts" if sys.platform == "win32" else "bin") / "datasette"
    if program.exists():
        return program
    commands: Sequence[Sequence[str]] = (
        [sys.executable, "-m", "venv", str(folder)],
        [str(program.with_name("python")), "-m", "pip", "install", "--quiet", f"datasette=={VERSION}"],
    )
    for command in commands:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
            print(f"\n  {DATASETTE} could not be installed: {' '.join(last)}", flush=True)
            return None
    return program
