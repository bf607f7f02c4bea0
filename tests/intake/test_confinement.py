"""The reading process has no network, starts no program and reads no file of ours, by the kernel or by Python."""

import subprocess
import sys
from pathlib import Path

import pytest

from app.intake.items import Limits
from app.intake.sandbox import ROOT, Sandbox

TRIES = """
import os, socket, subprocess, sys
from app.intake import confinement
{before}
held = confinement.close_off()
def allowed(what):
    try:
        what()
    except OSError:
        return "no"
    return "yes"
print(allowed(lambda: socket.socket()), allowed(lambda: open({secret!r}).read()))
print(allowed(lambda: os.listdir({folder!r})), allowed(lambda: subprocess.run(["true"])))
print(allowed(lambda: open(confinement.__file__).read()))
import json.tool, app.intake.web.feeds
"""
WITHOUT_KERNEL = "confinement._refuse_calls = confinement._restrict_files = lambda *_: False"


@pytest.mark.parametrize("before", ["", WITHOUT_KERNEL], ids=["kernel", "hooks"])
def test_what_the_process_gives_up(before: str, tmp_path: Path) -> None:
    secret = tmp_path / "articles.db"
    secret.write_text("geheim")
    script = TRIES.format(before=before, secret=str(secret), folder=str(tmp_path))
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.split() == ["no", "no", "no", "no", "yes"]


def test_the_reading_process_is_closed_off() -> None:
    with Sandbox(Limits()) as sandbox:
        sandbox.read("a.txt", b"Der Rat hat am Mittwoch getagt.")
        assert sandbox._process
        status = Path(f"/proc/{sandbox._process.pid}/status")
        if not status.exists():
            pytest.skip("no Linux")
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        assert lines["NoNewPrivs"].strip() == "1"
        assert lines["Seccomp"].strip() == "2"
        assert sandbox.peak > 0
