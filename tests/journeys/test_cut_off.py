"""A summit that comes with many articles is killed half-way: nobody sees half of it, and the same command goes on."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlmodel import col, func, select

from app.actions.article_edits import bring_article
from app.actions.corrections import correct_text
from app.actions.summit_files import write_summit
from app.actions.summits import add_summit
from app.correct.decisions import Topics
from app.db import session_scope
from app.intake.drafts import ArticleDraft
from app.models import Article, Correction, Summit
from app.queries.summits import summits_page
from app.settings import ROOT, Settings

NUMBER = 400


def texts() -> list[str]:
    return [f"Meldung {number}. Die Nummer {number} wurde in Genf besprochen." for number in range(NUMBER)]


def file_of(engine: Engine, path: Path) -> Path:
    """A summit's file with many articles, two of them corrected; what it was made of is gone."""
    with session_scope(engine, write=True) as session:
        add_summit(session, "Viel")
        for text in texts()[:1]:
            bring_article(session, "viel", ArticleDraft(text=text, source="Blatt"))
        correct_text(session, 1, Topics(start=0, end=10, surface="Meldung 0.", add=("ukraine",)))
        whole = json.loads(write_summit(session, "viel"))
        session.delete(session.exec(select(Summit)).one())
    first = whole["articles"][0]
    drafts = [ArticleDraft(text=text, source="Blatt") for text in texts()]
    whole["articles"] = [first | {"text": draft.text, "sha256": draft.sha256} for draft in drafts]
    path.write_text(json.dumps(whole), "utf-8")
    return path


def folder_of(_engine: Engine, path: Path) -> Path:
    """A folder with a manifest."""
    path = path.with_suffix("")
    path.mkdir()
    lines = ['[summit]\nslug = "viel"\nname = "Viel"\nplace = "Genf"\nstarts_on = 2021-06-16\n']
    for number, text in enumerate(texts()):
        (path / f"{number}.txt").write_text(text, "utf-8")
        lines.append(f'[[articles]]\nfile = "{number}.txt"\nsource = "Blatt"\n')
    (path / "manifest.toml").write_text("\n".join(lines), "utf-8")
    return path


def stored(engine: Engine) -> int:
    with session_scope(engine) as session:
        return session.exec(select(func.count()).select_from(Article)).one()


@pytest.mark.parametrize(("command", "make"), [("import", file_of), ("seed", folder_of)])
def test_it_goes_on_where_it_was(
    settings: Settings, engine: Engine, tmp_path: Path, command: str, make: Callable[[Engine, Path], Path]
) -> None:
    what = make(engine, tmp_path / "viel.json")
    line = [sys.executable, "-m", "app.cli", command, str(what)]
    env = os.environ | {"DATABASE_URL": settings.database_url}
    cut_off = subprocess.Popen(line, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    end = time.monotonic() + 120
    while not stored(engine) > 0:
        assert time.monotonic() < end
        time.sleep(0.01)
    cut_off.kill()
    cut_off.wait()
    assert 0 < stored(engine) < NUMBER
    with session_scope(engine) as session:
        assert summits_page(session).summits == ()
    if command == "seed":  # it would analyse all of them, which takes its time
        with subprocess.Popen(line, cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True) as again:
            assert again.stdout is not None
            assert again.stdout.readline() == f"Analysing {NUMBER} articles ...\n"
            again.kill()
    else:
        told = subprocess.run(line, cwd=ROOT, env=env, capture_output=True, text=True, check=True)
        assert told.stdout == f"Brought as /summits/viel with {NUMBER} articles, which wait for the worker.\n"
    with session_scope(engine) as session:
        assert [one.slug for one in summits_page(session).summits] == ["viel"]
        assert sorted(session.exec(select(Article.text))) == sorted(texts())
        if command == "import":
            correction = session.exec(select(Correction)).one()
            corrected = session.exec(select(Article).where(col(Article.id) == correction.article_id)).one()
            assert corrected.text == texts()[0]


def test_a_finished_one_is_brought_a_second_time_only_as_another(
    settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    line = [sys.executable, "-m", "app.cli", "import", str(file_of(engine, tmp_path / "viel.json"))]
    env = os.environ | {"DATABASE_URL": settings.database_url}
    for _ in range(2):
        subprocess.run(line, cwd=ROOT, env=env, capture_output=True, check=True)
    with session_scope(engine) as session:
        assert {one.slug for one in summits_page(session).summits} == {"viel", "viel-2"}
    assert stored(engine) == 2 * NUMBER
