"""The reading process: replaced when it dies, ended when it hangs, and never given our settings."""

import os
import signal
from pathlib import Path

import psutil
import pytest

from app.intake.drafts import ArticleDraft
from app.intake.items import Limits, Refused
from app.intake.sandbox import Sandbox

TEXT = b"Der Rat hat am Mittwoch getagt."


def pid(sandbox: Sandbox) -> int:
    assert sandbox._process
    return sandbox._process.pid


def test_one_process_for_many_files() -> None:
    with Sandbox() as sandbox:
        sandbox.read("a.txt", TEXT)
        first = pid(sandbox)
        ((suffix, draft),) = sandbox.read("b.txt", TEXT)
        assert pid(sandbox) == first
        assert suffix == ""
        assert isinstance(draft, ArticleDraft)
        assert draft.file == "b.txt"
        assert 0 < sandbox.peak < 100_000_000
    assert not psutil.pid_exists(first)


def test_a_killed_process_is_replaced() -> None:
    with Sandbox() as sandbox:
        sandbox.read("a.txt", TEXT)
        os.kill(pid(sandbox), signal.SIGKILL)
        answers = [sandbox.read("a.txt", TEXT)[0][1] for _ in range(2)]
        assert isinstance(answers[-1], ArticleDraft)


def test_a_stopped_process_is_given_up() -> None:
    with Sandbox(Limits(seconds=1.0)) as sandbox:
        sandbox.read("a.txt", TEXT)
        os.kill(stopped := pid(sandbox), signal.SIGSTOP)
        ((_, why),) = sandbox.read("a.txt", TEXT)
        assert isinstance(why, Refused)
        assert why.code == "too-slow"
        assert not psutil.pid_exists(stopped)


def test_it_is_not_told_our_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://user:secret@host/name")
    with Sandbox() as sandbox:
        sandbox.read("a.txt", TEXT)
        assert "secret" not in str(psutil.Process(pid(sandbox)).environ())


def test_it_may_not_take_more_than_its_memory(tmp_path: Path) -> None:
    with Sandbox(Limits(memory=300_000_000)) as sandbox:
        sandbox.read("a.txt", TEXT)
        process = psutil.Process(pid(sandbox))
        assert process.rlimit(psutil.RLIMIT_AS) == (300_000_000, 300_000_000)
        assert process.rlimit(psutil.RLIMIT_FSIZE) == (0, 0)
