"""The command line as its users meet it: output, exit status, and sentences instead of tracebacks."""

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import psutil
import pytest
from sqlalchemy import Engine
from sqlmodel import col, func, select
from typer.testing import CliRunner

from app import cli
from app.actions.articles import queued_ids
from app.db import session_scope
from app.models import Article, Summit
from app.settings import ROOT, Settings, get_settings

SEED = ROOT / "seeds" / "004_ddcc27634d5f0323.txt"
COMMANDS = ["serve", "worker", "seed", "ingest", "analyse", "reanalyse", "export", "import", "backup", "restore"]
COMMANDS += ["train", "score", "summit", "explain"]

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(seeded_settings: Settings, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Runs the program on a copy of the analysed seeds; returns the exit status and all it printed."""
    monkeypatch.setenv("DATABASE_URL", seeded_settings.database_url)
    monkeypatch.setattr("app.cli.logging.basicConfig", lambda **_: None)

    def call(*arguments: object) -> tuple[int, str]:
        get_settings.cache_clear()
        monkeypatch.setattr(sys, "argv", ["gipfelspiegel", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            cli.main()
        printed = capfd.readouterr()
        assert "Traceback" not in printed.err
        return int(end.value.code or 0), printed.out + printed.err

    yield call  # type: ignore[misc]
    get_settings.cache_clear()


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(command: str) -> None:
    result = CliRunner().invoke(cli.program, [command, "--help"])
    assert result.exit_code == 0
    assert len(result.output) > 200


def test_the_commands_are_those_of_the_contract() -> None:
    assert {info.name or getattr(info.callback, "__name__", "") for info in cli.program.registered_commands} == set(
        COMMANDS
    )


@pytest.mark.parametrize(
    ("arguments", "status", "sentence"),
    [
        (["sing"], 2, "No such command"),
        (["serve", "--port", "99999"], 2, "65535"),
        (["ingest"], 2, "Missing argument"),
        (["ingest", "/no/such/file"], 2, "does not exist"),
        (["ingest", str(SEED), "--summit", "wien-1815"], 2, "no summit “wien-1815”. Summits: genf-2021"),
        (["reanalyse", "--summit", "wien-1815"], 2, "no summit"),
        (["analyse", "/no/such/file"], 2, "No such file"),
        (["restore", str(SEED)], 1, "not an SQLite database"),
        (["restore", "/no/such/file"], 1, "no file"),
        (["backup", "/no/such/folder/file"], 1, "does not exist"),
        (["export", "wien-1815", "/no/such/folder/file"], 2, "no summit"),
        (["export", "genf-2021", "/no/such/folder/file"], 1, "No such file"),
        (["import", "/no/such/file"], 2, "does not exist"),
        (["import", str(SEED)], 1, "cannot be used"),
        (["score"], 2, "--gold"),
        (["summit"], 2, "Missing argument"),
        (["summit", " "], 2, "needs a name"),
        (["summit", "x" * 121], 2, "at most 120 characters"),
        (["summit", "Wien", "--from", "gestern"], 2, "“gestern” is not a day"),
        (["summit", "Wien", "--from", "2023-11-30", "--to", "2023-11-29"], 2, "comes before the first"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(run: Run, arguments: list[str], status: int, sentence: str) -> None:
    got, printed = run(*arguments)
    assert sentence in re.sub(r"[\s│]+", " ", printed)
    assert got == status


@pytest.mark.parametrize(
    ("name", "value", "status", "sentence"),
    [
        ("DATABASE_URL", "oracle://x", 2, "must begin with sqlite:/// or postgresql://"),
        ("DATABASE_URL", "postgresql://127.0.0.1:1/x", 1, "The database cannot be used"),
        ("DATABASE_URL", "sqlite:////no/such/place/x.db", 1, ""),
        ("PORT", "many", 2, "port"),
    ],
)
def test_wrong_settings_are_said_in_a_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, name: str, value: str, status: int, sentence: str
) -> None:
    if os.geteuid() == 0 and value.startswith("sqlite"):
        pytest.skip("root may create any folder")
    monkeypatch.setenv(name, value)
    got, printed = run("reanalyse")
    assert (got, sentence in printed) == (status, True)


def test_a_database_without_tables_is_no_traceback(run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'fresh.db'}")
    assert run("seed") == (
        1,
        "gipfelspiegel: The database has no tables yet. `make run` makes them, or: alembic upgrade head\n",
    )


def test_seeding_again_changes_nothing(run: Run, seeded_engine: Engine) -> None:
    before = sorted(seeded_engine.raw_connection().driver_connection.iterdump())  # type: ignore[union-attr]
    assert run("seed") == (0, "")
    assert sorted(seeded_engine.raw_connection().driver_connection.iterdump()) == before  # type: ignore[union-attr]


def test_seeding_analyses_before_it_ends(
    run: Run, settings: Settings, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", settings.database_url)
    assert run("seed")[0] == 0
    with session_scope(engine) as session:
        assert session.exec(select(func.count()).where(col(Article.status) == "ready")).one() == 5


def test_ingest_tells_what_became_of_each_file(run: Run, seeded_engine: Engine, tmp_path: Path) -> None:
    folder = tmp_path / "mappe"
    folder.mkdir()
    (folder / "neu.txt").write_text("Die Gespräche über Syrien wurden vertagt.", "utf-8")
    (folder / "leer.txt").write_text(" \n")
    (folder / "scan.pdf").write_text("%PDF-1.4 kaputt")
    status, printed = run("ingest", folder, SEED, "--source", "Quelle Z")
    assert status == 1
    assert "neu.txt: added as article 6" in printed
    assert "leer.txt: not added. There is nothing in this file." in printed
    assert f"{SEED.name}: already there as article 5" in printed
    assert "scan.pdf: not added. This file is damaged" in printed
    assert "1 added, 1 already there, 2 not added." in printed
    with session_scope(seeded_engine) as session:
        assert session.get_one(Article, 6).text == "Die Gespräche über Syrien wurden vertagt."
        assert queued_ids(session) == [6]


def test_reanalyse_puts_every_article_in_line(run: Run, seeded_engine: Engine) -> None:
    assert run("reanalyse", "--summit", "genf-2021")[1].startswith("5 articles")
    with session_scope(seeded_engine) as session:
        assert queued_ids(session) == [1, 2, 3, 4, 5]


def test_analyse_prints_the_article_document(run: Run) -> None:
    status, printed = run("analyse", SEED)
    document = json.loads(printed)
    assert status == 0
    assert document["file"] == SEED.name
    assert document["text"] == SEED.read_text("utf-8")
    assert {"sentences", "mentions", "quotations", "figures", "warnings", "words"} <= document.keys()
    assert all(document["text"][m["start"] : m["end"]] == m["surface"] for m in document["mentions"])


def test_a_backup_brings_everything_back(run: Run, seeded_engine: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert run("backup", copy)[0] == 0
    assert run("backup", copy)[0] == 1  # never over an older one
    with session_scope(seeded_engine, write=True) as session:
        session.delete(session.get_one(Article, 3))
    assert run("restore", copy)[0] == 0
    with session_scope(seeded_engine) as session:
        assert session.exec(select(func.count()).select_from(Article)).one() == 5
    assert run("restore", tmp_path / "test.db.before-restore")[0] == 0  # and the restoring can be taken back
    with session_scope(seeded_engine) as session:
        assert session.exec(select(func.count()).select_from(Article)).one() == 4


def test_a_damaged_backup_is_refused_and_nothing_changed(run: Run, seeded_engine: Engine, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    run("backup", copy)
    data = bytearray(copy.read_bytes())
    data[4096 * 3 : 4096 * 9] = b"\xff" * 4096 * 6
    copy.write_bytes(data)
    with closing(sqlite3.connect(tmp_path / "foreign.db")) as foreign:
        foreign.execute("CREATE TABLE recipes (id)")
    assert run("restore", copy)[0] == 1
    assert "another program" in run("restore", tmp_path / "foreign.db")[1]
    with session_scope(seeded_engine) as session:
        assert session.exec(select(func.count()).select_from(Article)).one() == 5


class TestServe:
    @pytest.fixture
    def environment(self, seeded_settings: Settings) -> dict[str, str]:
        with closing(socket.create_server(("127.0.0.1", 0))) as free:
            port = free.getsockname()[1]
        return {**os.environ, "DATABASE_URL": seeded_settings.database_url, "HOST": "127.0.0.1", "PORT": str(port)}

    @pytest.mark.parametrize("host", ["0.0.0.0", "::"])
    def test_without_a_login_others_are_let_in_only_on_request(self, environment: dict[str, str], host: str) -> None:
        command = [sys.executable, "-m", "app.cli", "serve", "--no-worker"]
        environment = environment | {"HOST": host, "ALLOW_EVERYONE": ""}
        refused = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
        assert refused.returncode == 1
        assert f"HOST={host} can be reached from other machines" in refused.stderr
        assert "ALLOW_EVERYONE=yes" in refused.stderr
        assert refused.stderr.count("\n") == 1
        server = subprocess.Popen(
            command, env=environment | {"ALLOW_EVERYONE": "yes"}, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        try:
            assert server.stdout
            assert f":{environment['PORT']} " in server.stdout.readline()
        finally:
            server.kill()
            server.wait()

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_one_line_when_it_answers_and_a_clean_end(
        self, environment: dict[str, str], number: signal.Signals
    ) -> None:
        command = [sys.executable, "-m", "app.cli", "serve"]
        server = subprocess.Popen(
            command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        try:
            assert server.stdout
            assert f"http://127.0.0.1:{environment['PORT']} " in server.stdout.readline()
            browser = HTTPConnection("127.0.0.1", int(environment["PORT"]))
            browser.request("GET", "/summits/genf-2021")
            assert browser.getresponse().status == 200
            workers = psutil.Process(server.pid).children()
            server.send_signal(number)
            assert server.stdout.read() == ""
            assert server.wait(20) == 0
            assert len(workers) == 1
            assert not workers[0].is_running()
        finally:
            server.kill()

    def test_the_worker_does_not_outlive_a_killed_server(self, environment: dict[str, str]) -> None:
        server = subprocess.Popen(
            [sys.executable, "-m", "app.cli", "serve"], env=environment, cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert server.stdout
        server.stdout.readline()
        (worker,) = psutil.Process(server.pid).children()
        server.kill()
        server.wait()
        worker.wait(60)

    def test_a_busy_port_is_a_sentence(self, environment: dict[str, str]) -> None:
        with closing(socket.create_server(("127.0.0.1", int(environment["PORT"])))):
            command = [sys.executable, "-m", "app.cli", "serve", "--no-worker"]
            ended = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
        assert ended.returncode == 1
        assert "Another program may be using the port" in ended.stderr
        assert "Traceback" not in ended.stderr


def test_a_summit_is_made_and_its_slug_is_what_ingest_takes(
    run: Run, monkeypatch: pytest.MonkeyPatch, seeded_engine: Engine
) -> None:
    monkeypatch.setenv("PORT", "9000")
    days = ["--from", "2023-11-30", "--to", "2023-12-13"]
    assert run("summit", "Klima", "--place", "Dubai", *days) == (0, "klima http://127.0.0.1:9000/summits/klima\n")
    assert run("summit", "Klima")[1].split()[0] == "klima-2"
    assert run("ingest", SEED, "--summit", "klima", "--yes")[0] == 0
    with session_scope(seeded_engine) as session:
        made = session.exec(select(Summit).where(Summit.slug == "klima")).one()
        assert (made.name, made.place) == ("Klima", "Dubai")
        assert [str(day) for day in (made.starts_on, made.ends_on)] == ["2023-11-30", "2023-12-13"]


def test_a_refused_summit_is_not_made(run: Run, seeded_engine: Engine) -> None:
    run("summit", "Wien", "--from", "2023-11-30", "--to", "2023-11-29")
    with session_scope(seeded_engine) as session:
        assert session.exec(select(Summit.slug)).all() == ["genf-2021"]
