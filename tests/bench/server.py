"""The real server in a process of its own, with one more address: a template of 20 kB without any data."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

import httpx
import psutil
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Template

from app.main import create_app
from app.serve import share_memory
from app.settings import ROOT, Settings

EMPTY = "/bench/empty"
EMPTY_BYTES = 20_000
PATIENCE = 120.0  # seconds


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address and process."""

    url: str
    process: psutil.Process

    def memory(self) -> float:
        """Resident memory in MB."""
        return float(self.process.memory_info().rss) / 1e6


def application() -> FastAPI:
    """The program with the settings of the environment, and the template without data behind the same middleware."""
    share_memory()
    app = create_app(Settings())
    template = Template("<!doctype html>" + "<p>Ein Absatz ohne Daten.</p>" * (EMPTY_BYTES // 29))

    @app.get(EMPTY)
    def empty() -> HTMLResponse:
        return HTMLResponse(template.render())

    return app


@contextmanager
def serving(database: Path, *, kept_mb: int | None = None) -> Iterator[Server]:
    """Start uvicorn on a database and stop it at the end; ``kept_mb`` of answered pages (0: each is made anew)."""
    command = [sys.executable, "-m", "uvicorn", "--factory", "tests.bench.server:application", "--port", "{port}"]
    settings = {"DATABASE_URL": f"sqlite:///{database}"} | ({} if kept_mb is None else {"KEPT_MB": str(kept_mb)})
    with running([*command, "--log-level", "error", "--no-access-log"], "/api/summits", settings) as server:
        yield server


@contextmanager
def running(command: Sequence[str], ready: str, settings: Mapping[str, str]) -> Iterator[Server]:
    """A server of any kind as long as the block lasts; it is up once the address ``ready`` answers."""
    port = _free_port()
    with TemporaryFile() as told:
        process = subprocess.Popen(
            [part.format(port=port) for part in command],
            cwd=ROOT,
            env=os.environ | settings,
            stdout=told,  # what it tells of each request is nobody's business here
            stderr=subprocess.STDOUT,
        )
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(process, url + ready)
            yield Server(url, psutil.Process(process.pid))
        except RuntimeError:
            told.seek(0)
            print(told.read()[-2_000:].decode(errors="replace"), file=sys.stderr)
            raise
        finally:
            process.terminate()
            process.wait(20)


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(process: subprocess.Popen[bytes], url: str) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and process.poll() is None:
        try:
            httpx.get(url, timeout=60)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")
