"""`make help` and the README agree on what can be typed."""

import re
import subprocess
import tomllib

from app.settings import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def test_help_explains_every_target_and_the_readme_names_it() -> None:
    told = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    explained = dict(re.findall(r"^  make (\w+) +(\S.*)$", told, re.MULTILINE))
    makefile = (ROOT / "Makefile").read_text("utf-8")
    phony = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    assert set(explained) == phony - {"assets", "ready"}  # steps of the others, which nobody types
    assert set(re.findall(r"make (\w+)", README)) >= set(explained)


def test_the_readme_names_no_target_that_does_not_exist() -> None:
    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    assert set(re.findall(r"`make (\w+)", README)) <= targets


def test_locks_hold_versions_and_hashes_but_no_addresses() -> None:
    for name in ("requirements.lock", "static/nodejs.lock", "app/nlp/training/requirements.lock"):
        lines = (ROOT / name).read_text("utf-8").splitlines()
        pins = [line for line in lines if not line.startswith((" ", "#"))]
        assert pins
        assert all(re.match(r"[\w.-]+==[\w.]+( ;.*)? \\$", line) for line in pins)
        assert not any("://" in line for line in lines)
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text("utf-8")


def test_the_locks_know_every_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    for lock, wanted in {
        "requirements.lock": [*project["dependencies"], *extras["dev"]],
        "app/nlp/training/requirements.lock": extras["train"],
    }.items():
        locked = set(re.findall(r"^([\w.-]+)==", (ROOT / lock).read_text("utf-8"), re.MULTILINE))
        assert {re.match(r"[\w.-]+", one)[0].lower() for one in wanted} <= locked
