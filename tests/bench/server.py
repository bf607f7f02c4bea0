"""The real server in a process of its own, with one more address: a page's HTML as a template without any data."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader

from app.main import create_app
from app.serve import share_memory
from app.settings import ROOT, Settings

BLANKS = "BENCH_BLANKS"  # environment: the folder of the templates


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its address and process."""

    url: str
    process: psutil.Process
    blanks: Path

    def memory(self) -> float:
        """Resident memory in MB."""
        return float(self.process.memory_info().rss) / 1e6

    def keep_blank(self, name: str, html: str) -> str:
        """Make a page a template without data; its address."""
        file = re.sub(r"\W+", "-", name)
        (self.blanks / f"{file}.html").write_text("{% raw %}" + html + "{% endraw %}")
        return f"/bench/{file}"

    @staticmethod
    def fetch(url: str) -> tuple[str, int]:
        """A page's HTML, and the bytes that were sent for it."""
        with httpx.stream("GET", url, timeout=120) as response:
            response.raise_for_status()
            html = response.read().decode()
            return html, response.num_bytes_downloaded


def application() -> FastAPI:
    """The program with the settings of the environment, and the templates without data behind the same middleware."""
    share_memory()
    app = create_app(Settings())
    environment = Environment(loader=FileSystemLoader(os.environ[BLANKS]), autoescape=True)

    @app.get("/bench/{name}")
    def blank(name: str) -> HTMLResponse:
        return HTMLResponse(environment.get_template(f"{name}.html").render())

    return app


@contextmanager
def serving(database: Path) -> Iterator[Server]:
    """Start uvicorn on a database and stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    blanks = database.with_suffix(".blanks")
    blanks.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "uvicorn", "--factory", "tests.bench.server:application", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--log-level", "error", "--no-access-log"],
        cwd=ROOT,
        env=os.environ | {"DATABASE_URL": f"sqlite:///{database}", BLANKS: str(blanks)},
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _wait(url)
        yield Server(url, psutil.Process(process.pid), blanks)
    finally:
        process.terminate()
        process.wait(10)


def _wait(url: str) -> None:
    for _ in range(300):
        try:
            httpx.get(f"{url}/api/summits")
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")
