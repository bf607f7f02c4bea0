"""Who waits for the write lock gets it, however much another process writes; and a sign ends with who gave it."""

import os
import signal
import subprocess
import sys
import threading
import time

import pytest
from sqlalchemy import Engine, create_engine

from app import precedence
from app.db import session_scope
from app.precedence import let_pass, waiting
from app.settings import ROOT


@pytest.fixture
def endless(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever lets others pass does so as long as they wait: so a test needs no clock."""
    monkeypatch.setattr(precedence, "LONGEST", 60.0)


def test_nobody_waits_for_nobody(engine: Engine, endless: None) -> None:
    let_pass(engine)
    let_pass(create_engine("sqlite:///:memory:"))


def test_a_writer_that_waits_goes_before_the_next_of_many(engine: Engine, endless: None) -> None:
    order: list[str] = []

    def other() -> None:
        with session_scope(engine, write=True) as session:
            session.connection()
            order.append("other")

    coming = threading.Thread(target=other)
    with session_scope(engine, write=True) as session:
        session.connection()
        coming.start()
        while not held(engine):
            time.sleep(0.005)
        order.append("first")
    let_pass(engine)
    with session_scope(engine, write=True) as session:
        session.connection()
        order.append("second")
    coming.join()
    assert order == ["first", "other", "second"]


def held(engine: Engine) -> bool:
    """Does anybody give the sign?"""
    asked = (
        "import fcntl, sys\n"
        "try: fcntl.flock(open(sys.argv[1], 'a'), fcntl.LOCK_EX | fcntl.LOCK_NB)\n"
        "except BlockingIOError: sys.exit(1)"
    )
    return bool(subprocess.run([sys.executable, "-c", asked, f"{engine.url.database}-waiting"]).returncode)


def test_the_sign_of_a_killed_process_holds_up_nobody(engine: Engine, endless: None) -> None:
    asked = (
        "import sys, time; from sqlalchemy.engine import make_url; from app.precedence import waiting\n"
        "with waiting(make_url(sys.argv[1])): print('waits', flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", asked, str(engine.url)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "waits\n"
        assert held(engine)
        os.kill(process.pid, signal.SIGKILL)
    let_pass(engine)


def test_one_who_waits_for_something_else_holds_up_nobody_for_ever(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(precedence, "LONGEST", 0.05)
    with waiting(engine.url):
        let_pass(engine)
        assert held(engine)
