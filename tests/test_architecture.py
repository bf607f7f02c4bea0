"""Who may import whom, held over the real imports, lazy ones included."""

import re
import subprocess
import sys
from pathlib import Path

import grimp
import pytest

from app.settings import ROOT

APP = ROOT / "app"
ANALYSIS_ONLY = ["spacy", "thinc", "pycrfsuite", "HanTa", "numpy"]
# What reads files and pages, in a child process or the worker; and the queue.
INTAKE_ONLY = ["trafilatura", "lxml", "pypdfium2", "docx", "striprtf", "feedparser", "httpx", "dbos"]
# Rooms and what they may not import, directly or in a roundabout way.
FORBIDDEN = {
    "app.nlp": ["app.models", "app.db", "app.pages", "app.api", "app.queries", "app.actions", "fastapi", "sqlmodel"],
    "app.compare": [
        "app.models",
        "app.db",
        "app.pages",
        "app.api",
        "app.queries",
        "app.actions",
        "fastapi",
        "sqlmodel",
    ],
    "app.correct": [
        "app.models",
        "app.db",
        "app.pages",
        "app.api",
        "app.queries",
        "app.actions",
        "fastapi",
        "sqlmodel",
    ],
    "app.intake": ["app.models", "app.db", "app.pages", "app.api", "app.queries", "app.actions", "fastapi", "sqlmodel"],
    "app.search": ["app.pages", "app.api", "app.queries", "app.actions", "fastapi"],
    "app.queries": ["app.pages", "app.api", "app.actions", "fastapi"],
    "app.actions": ["app.pages", "app.api", "app.worker", "fastapi"],
    "app.worker": ["app.pages", "app.api", "app.main"],
    "app.analyst": ["app.pages", "app.api", "app.main"],
    "app.models": ["app.pages", "app.api", "app.queries", "app.actions", "fastapi"],
}
# What a room may import directly, of the rooms that hold rules.
RULED = {
    "pages",
    "api",
    "queries",
    "actions",
    "intake",
    "nlp",
    "compare",
    "correct",
    "exports",
    "search",
    "worker",
    "analyst",
    "cli",
    "models",
}
ALLOWED = {
    "pages": {"queries", "actions", "intake", "correct"},
    "api": {"queries", "actions", "intake", "pages"},
    "queries": {"models", "search", "nlp", "compare", "correct"},
    "actions": {"models", "search", "nlp", "compare", "correct", "intake"},
    "intake": {"nlp"},
    "nlp": set(),
    "compare": {"nlp"},
    "correct": {"nlp"},
    "search": {"models", "nlp"},
    "worker": {"actions", "queries", "nlp", "analyst"},
    "analyst": {"actions", "nlp"},
    "models": set(),
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """The program and what it imports from outside."""
    return grimp.build_graph("app", include_external_packages=True, cache_dir=None)


def rooms(graph: grimp.ImportGraph) -> set[str]:
    return {module for module in graph.modules if module.startswith("app.") and module.count(".") == 1}


@pytest.mark.parametrize(("room", "other"), [(room, other) for room, others in FORBIDDEN.items() for other in others])
def test_a_room_does_not_know(graph: grimp.ImportGraph, room: str, other: str) -> None:
    if room not in graph.modules or other not in graph.modules:
        pytest.skip("no such room yet")
    if room in {"app.models", "app.worker", "app.analyst"}:
        chain = graph.find_shortest_chain(room, other, as_packages=True)
    else:
        chain = next(iter(graph.find_shortest_chains(room, other, as_packages=True)), None)
    # The session's dependencies stand in app.db, which knows FastAPI: that is where it ends.
    assert chain is None or (other == "fastapi" and "app.db" in chain), " -> ".join(chain)


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_a_room_imports_only_from(graph: grimp.ImportGraph, room: str) -> None:
    if f"app.{room}" not in graph.modules:
        pytest.skip("no such room yet")
    modules = {f"app.{room}"} | graph.find_descendants(f"app.{room}")
    imported = {name for module in modules for name in graph.find_modules_directly_imported_by(module)}
    used = {name.split(".")[1] for name in imported if name.startswith("app.")} & (RULED - {room})
    assert used <= ALLOWED[room], f"{room} also imports from {used - ALLOWED[room]}"


@pytest.mark.parametrize("package", ANALYSIS_ONLY)
def test_the_web_never_imports_what_analysis_needs(graph: grimp.ImportGraph, package: str) -> None:
    if package not in graph.modules:
        pytest.skip("not used")
    chain = graph.find_shortest_chain("app.main", package)
    assert chain is None, " -> ".join(chain)


def test_the_web_process_starts_without_what_analysis_and_intake_need() -> None:
    asked = f"import sys, app.main; print([name for name in {ANALYSIS_ONLY + INTAKE_ONLY} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_worker_stores_and_compares_without_what_analysis_needs() -> None:
    asked = f"import sys, app.worker; print([name for name in {ANALYSIS_ONLY} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_only_main_puts_the_web_together(graph: grimp.ImportGraph) -> None:
    importers = graph.find_modules_that_directly_import("app.main")
    assert importers <= {"app.serve", "app.cli"}


def sources(folder: Path) -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in folder.rglob("*.py")}


def test_only_db_commits() -> None:
    assert {name for name, text in sources(APP).items() if ".commit(" in text} == {"app/db.py"}


def test_pages_and_api_never_query() -> None:
    for room in ("pages", "api"):
        assert {name for name, text in sources(APP / room).items() if re.search(r"\bselect\(", text)} == set()


def test_no_room_is_a_drawer(graph: grimp.ImportGraph) -> None:
    drawers = {"utils", "util", "helpers", "common", "core", "misc", "services"}
    assert {
        module for module in graph.modules if module.startswith("app.") and set(module.split(".")) & drawers
    } == set()


def test_templates_mark_nothing_as_safe() -> None:
    for path in (ROOT / "templates").rglob("*.html"):
        assert not re.search(r"\|\s*safe\b", path.read_text("utf-8")), path.name


def test_files_fit_in_the_head() -> None:
    assert {name: lines for name, text in sources(APP).items() if (lines := text.count("\n")) > 500} == {}
