"""The databases that are measured: made where the folder does not hold them yet."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.actions.seeds import DEMO, load_demo
from app.db import make_engine, session_scope
from app.settings import ROOT
from tests.bench.added import LAST, WARM, Measured
from tests.conftest import analyse_waiting, migrate

__all__ = ["DEMO", "Stock"]


@dataclass(frozen=True, slots=True)
class Stock:
    """A folder of databases, the corpora that their articles are made of (None: the tests' own texts)."""

    folder: Path
    corpora: Path | None = None

    def articles(self, many: int) -> Path:
        """A file of at least so many articles, one a line."""
        path = self.folder / "articles.jsonl"
        many += WARM + LAST
        if path.exists():
            with path.open("rb") as lines:
                if sum(1 for _ in lines) >= many:
                    return path
        # A process of its own, so that what the language service takes is given back.
        command = [sys.executable, "-m", "tests.bench.corpus", str(path), str(many)]
        subprocess.run([*command, *([str(self.corpora)] if self.corpora else [])], cwd=ROOT, check=True)
        return path

    def grow(self, sizes: Sequence[int]) -> Iterator[Measured]:
        """Make what is missing of these sizes, and what an article cost at each."""
        asked = [str(self.folder), str(self.articles(max(sizes))), ",".join(map(str, sizes))]
        with subprocess.Popen(
            [sys.executable, "-m", "tests.bench.added", *asked], cwd=ROOT, stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                yield Measured(**json.loads(line))
        if process.returncode:
            raise subprocess.CalledProcessError(process.returncode, process.args)

    def database(self, articles: int) -> Path:
        """A summit of so many articles, as the tables are today."""
        path = self.folder / f"{articles}.db"
        if not path.exists():
            list(self.grow([articles]))
        engine = make_engine(f"sqlite:///{path}")
        migrate(engine)
        engine.dispose()
        return path

    def demo(self) -> Path:
        """The invented summit of the second seeds, analysed."""
        path = self.folder / "demo.db"
        if not path.exists():
            part = path.with_suffix(".part")
            part.unlink(missing_ok=True)
            engine = make_engine(f"sqlite:///{part}")
            migrate(engine)
            with session_scope(engine, write=True) as session:
                load_demo(session)
            analyse_waiting(engine)
            engine.dispose()
            part.rename(path)
        return path
