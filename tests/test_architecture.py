"""Who may import whom, held over the real imports, lazy ones included."""

import re
import subprocess
import sys
from pathlib import Path

import grimp
import pytest
from radon.complexity import cc_visit
from radon.visitors import Function

from app.settings import ROOT

APP = ROOT / "app"
ANALYSIS_ONLY = ["spacy", "thinc", "pycrfsuite", "HanTa", "numpy"]
# What makes documents and pictures: loaded where one is asked for.
EXPORTS_ONLY = ["typst", "xlsxwriter", "resvg_py"]
# What reads files and pages, in a child process or the worker; and the queue.
INTAKE_ONLY = ["trafilatura", "lxml", "pypdfium2", "docx", "striprtf", "feedparser", "httpx", "dbos"]
# Outside libraries that a rule may name, besides rooms.
OUTSIDE = ["fastapi", "sqlmodel"]
_STORES = ["models", "db"]
_ASKS = ["queries", "actions"]
_SHOWS = ["pages", "api"]
# Who may import whom. A room; what it may import directly of the rooms that stand in this table; what it may not know
# even in a roundabout way. What stands in no row (settings, db, cli ...) is bound by the second list alone.
LAW: dict[str, tuple[set[str], list[str]]] = {
    "models": (set(), [*_SHOWS, *_ASKS, "fastapi"]),
    "nlp": (set(), [*_STORES, *_SHOWS, *_ASKS, *OUTSIDE]),
    "compare": ({"nlp"}, [*_STORES, *_SHOWS, *_ASKS, *OUTSIDE]),
    "correct": ({"nlp"}, [*_STORES, *_SHOWS, *_ASKS, *OUTSIDE]),
    "intake": ({"nlp"}, [*_STORES, *_SHOWS, *_ASKS, *OUTSIDE]),
    "search": ({"models", "nlp"}, [*_SHOWS, *_ASKS, "fastapi"]),
    "queries": ({"models", "search", "nlp", "compare", "correct"}, [*_SHOWS, "actions", "fastapi"]),
    "actions": ({"models", "search", "nlp", "compare", "correct", "intake"}, [*_SHOWS, "worker", "fastapi"]),
    "analyst": ({"actions", "nlp"}, [*_SHOWS, "main"]),
    "worker": ({"actions", "queries", "exports", "nlp", "analyst"}, [*_SHOWS, "main"]),
    "editions": ({"queries", "actions", "exports", "models", "intake"}, ["worker"]),
    "exports": ({"queries", "intake"}, [*_SHOWS, "actions", "db", *OUTSIDE]),
    "pages": ({"queries", "actions", "exports", "intake", "correct"}, []),
    "api": ({"queries", "actions", "exports", "intake", "pages"}, []),
}
# The same inside the language service: what each of its rooms may import of the others. ``types``, ``tokens``,
# ``extensions``, ``probability`` and ``rules`` are everybody's; figures and attribution do not know each other.
_WORDS = {"lexicon", "model"}
NLP: dict[str, set[str]] = {
    "types": set(),
    "tokens": set(),
    "extensions": set(),
    "lexicon": set(),
    "rules": {"lexicon"},
    "model": set(),
    "probability": {"model"},
    "text": _WORDS,
    "german": _WORDS | {"text"},
    "topics": _WORDS | {"text", "german"},
    "figures": _WORDS | {"text", "german"},
    "warnings": _WORDS | {"text", "german"},
    "genre": _WORDS | {"text"},
    "entities": _WORDS | {"text", "german"},
    "attribution": _WORDS | {"text", "german", "entities"},
}
EVERYBODY = {"types", "tokens", "extensions", "probability", "rules"}
# Ways through one function, and lines of one module: more does not fit in the head.
MOST_WAYS, MOST_LINES, MOST_LINES_OF_LANGUAGE = 20, 500, 350


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """The program and what it imports from outside."""
    return grimp.build_graph("app", include_external_packages=True, cache_dir=None)


def imports_of(graph: grimp.ImportGraph, package: str) -> set[str]:
    """What the modules of a package import directly, without each other."""
    modules = {package} | graph.find_descendants(package)
    return {name for module in modules for name in graph.find_modules_directly_imported_by(module)} - modules


@pytest.mark.parametrize(("room", "other"), [(room, other) for room, (_, others) in LAW.items() for other in others])
def test_a_room_does_not_know(graph: grimp.ImportGraph, room: str, other: str) -> None:
    target = other if other in OUTSIDE else f"app.{other}"
    chain = next(iter(graph.find_shortest_chains(f"app.{room}", target, as_packages=True)), None)
    # The session's dependencies stand in app.db, which knows FastAPI: that is where it ends.
    assert chain is None or (other == "fastapi" and "app.db" in chain), " -> ".join(chain)


@pytest.mark.parametrize("room", sorted(LAW))
def test_a_room_imports_only_from(graph: grimp.ImportGraph, room: str) -> None:
    imported = imports_of(graph, f"app.{room}")
    used = {name.split(".")[1] for name in imported if name.startswith("app.")} & set(LAW)
    assert used <= LAW[room][0], f"{room} also imports from {used - LAW[room][0]}"


@pytest.mark.parametrize("room", sorted(NLP))
def test_a_room_of_the_language_service_imports_only_from(graph: grimp.ImportGraph, room: str) -> None:
    imported = imports_of(graph, f"app.nlp.{room}")
    used = {name.split(".")[2] for name in imported if name.startswith("app.nlp.")}
    allowed = NLP[room] | EVERYBODY
    assert used <= allowed, f"nlp.{room} also imports from {used - allowed}"


def test_every_room_has_a_row() -> None:
    rooms = {path.parent.name for path in APP.glob("*/__init__.py")}
    assert rooms <= set(LAW)


def test_every_room_of_the_language_service_has_a_row() -> None:
    rooms = {path.parent.name for path in (APP / "nlp").glob("*/__init__.py")} - {"training"}
    assert rooms <= set(NLP)


@pytest.mark.parametrize("package", ANALYSIS_ONLY)
def test_the_web_never_imports_what_analysis_needs(graph: grimp.ImportGraph, package: str) -> None:
    if package not in graph.modules:
        pytest.skip("not used")
    chain = graph.find_shortest_chain("app.main", package)
    assert chain is None, " -> ".join(chain)


def test_the_web_process_starts_without_what_analysis_and_intake_need() -> None:
    late = ANALYSIS_ONLY + INTAKE_ONLY + EXPORTS_ONLY
    asked = f"import sys, app.main; print([name for name in {late} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_the_worker_stores_and_compares_without_what_analysis_needs() -> None:
    asked = f"import sys, app.worker; print([name for name in {ANALYSIS_ONLY} if name in sys.modules])"
    told = subprocess.run([sys.executable, "-c", asked], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout.strip() == "[]"


def test_only_main_puts_the_web_together(graph: grimp.ImportGraph) -> None:
    importers = graph.find_modules_that_directly_import("app.main")
    assert importers <= {"app.serve", "app.cli", "app.editions.archive"}


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
    lines = {name: text.count("\n") for name, text in sources(APP).items()}
    assert {
        name: number
        for name, number in lines.items()
        if number > (MOST_LINES_OF_LANGUAGE if name.startswith("app/nlp/") else MOST_LINES)
    } == {}


@pytest.mark.parametrize("folder", ["app", "tests"])
def test_functions_fit_in_the_head(folder: str) -> None:
    """Cyclomatic complexity as radon counts it: every branch, loop, comprehension, ``and`` and ``or`` is a way more."""
    entangled = {
        f"{name}:{block.lineno} {block.fullname}": block.complexity
        for name, text in sources(ROOT / folder).items()
        for block in cc_visit(text)
        if isinstance(block, Function) and block.complexity > MOST_WAYS
    }
    assert entangled == {}
