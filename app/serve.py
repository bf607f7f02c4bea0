"""``gipfelspiegel serve``: the web server in this process, the worker beside it as a process of its own."""

import ctypes
import ipaddress
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

import uvicorn
from fastapi import FastAPI
from uvicorn.supervisors import ChangeReload

from app.main import create_app
from app.settings import ROOT, Settings, get_settings

FIRST_PAUSE, LONGEST_PAUSE, PROVEN = 0.5, 30.0, 30.0  # seconds: before a restart; of life after which it starts anew
STOP_SECONDS = 10.0
WORKER = (sys.executable, "-m", "app.cli", "worker", "--supervised")

M_ARENA_MAX = -8  # of glibc's malloc.h

log = logging.getLogger("gipfelspiegel.serve")


class CannotServe(Exception):
    """The address cannot be had; the message is a sentence for the operator."""


def web() -> FastAPI:
    """The application with the settings of the environment: what the reloading server imports anew."""
    return create_app(get_settings())


def serve(settings: Settings, *, worker: bool = True, reload: bool = False) -> None:
    """Serve until SIGINT or SIGTERM, then end the worker too. Prints one line as soon as the server answers."""
    share_memory()
    if reload:
        os.environ["KEPT_MB"] = "0"  # templates and files are worked on, and Python files alone start it anew
    listener = bind(settings.host, settings.port)
    if not settings.allow_everyone:
        keep_private(listener, settings.host)
    config = uvicorn.Config(
        "app.serve:web",
        factory=True,
        host=settings.host,
        port=settings.port,
        log_level="info" if reload else "warning",
        access_log=reload,
        server_header=False,
        timeout_graceful_shutdown=3,
        reload=reload,
        reload_dirs=[str(ROOT / "app")] if reload else None,
    )
    server = uvicorn.Server(config)
    # uvicorn raises the signal again after its own clean end: these handlers turn that into an orderly return.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: None)
    supervisor = Supervisor() if worker else None
    if supervisor:
        supervisor.start()
    threading.Thread(target=_announce, args=(listener,), daemon=True).start()
    try:
        if reload:
            ChangeReload(config, target=server.run, sockets=[listener]).run()
        else:
            server.run(sockets=[listener])
    finally:
        listener.close()
        if supervisor:
            supervisor.close()


def share_memory() -> None:
    """One heap for all threads where the C library is glibc.

    It gives each thread that answers a request a heap of its own and keeps what pages leave there: `make bench` shows
    some ten megabytes more after sixteen connections.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1)


def bind(host: str, port: int) -> socket.socket:
    """A socket that holds the address. Raises CannotServe with what to do about it."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as refused:
        listener.close()
        raise CannotServe(
            f"Cannot listen on {host}, port {port}: {refused.strerror or refused}. "
            f"Another program may be using the port; choose another one, for example PORT={port % 65_000 + 1}."
        ) from refused
    return listener


def keep_private(listener: socket.socket, host: str) -> None:
    """Raise CannotServe where the address can be reached from other machines."""
    if not ipaddress.ip_address(listener.getsockname()[0]).is_loopback:
        listener.close()
        raise CannotServe(
            f"HOST={host} can be reached from other machines, and there is no login: everybody there could read, "
            "change and delete everything. Set ALLOW_EVERYONE=yes as well if that is wanted (in a container, say), "
            "or leave HOST out and put a web server that asks for a password in front."
        )


def _announce(listener: socket.socket) -> None:
    """Print the address once somebody answers there."""
    host, port = listener.getsockname()[:2]
    name = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - compared, not bound
    for _ in range(600):
        try:
            socket.create_connection((name, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            shown = f"[{name}]" if ":" in name else name
            print(f"Gipfelspiegel is ready: http://{shown}:{port}  (Ctrl-C ends it)", flush=True)
            return


class Supervisor(threading.Thread):
    """Keeps one worker process alive: starts it again, after growing pauses, whenever it ends unasked.

    The worker has its own session, so that Ctrl-C reaches us alone and we end it in order. It ends by itself when our
    end of its standard input closes, so that it never outlives us, even when we are killed.
    """

    def __init__(self, command: Sequence[str] = WORKER, env: dict[str, str] | None = None) -> None:
        super().__init__(daemon=True, name="supervisor")
        self.command, self.env = list(command), env
        self.process: subprocess.Popen[Any] | None = None
        self.ending = threading.Event()
        self.starting = threading.Lock()

    def run(self) -> None:
        """Start, wait, start again."""
        pause = FIRST_PAUSE
        while True:
            with self.starting:
                if self.ending.is_set():
                    return
                began = time.monotonic()
                self.process = subprocess.Popen(  # noqa: S603 - our own command
                    self.command, stdin=subprocess.PIPE, start_new_session=True, env=self.env
                )
            status = self.process.wait()
            if self.ending.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - began > PROVEN else pause
            log.warning("The worker ended (status %d); it is started again in %.1f seconds.", status, pause)
            self.ending.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def close(self) -> None:
        """End the worker and wait for it; what it had not finished is taken up at the next start."""
        self.ending.set()
        with self.starting:
            process = self.process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
