"""Every rule has an example, and speaks in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.nlp import rules
from app.nlp.lexicon import FOLDER
from app.nlp.pipeline import analyse, get_pipeline
from app.nlp.rules import Spoken, Table, traced

FILES = sorted(path.stem for path in (FOLDER / "rules").glob("*.toml"))


def rows() -> Iterator[tuple[str, str, str]]:
    for table in rules.TABLES.values():
        for rule in table.rules:
            yield from ((table.name, rule.name, example) for example in rule.examples or ("",))


@pytest.mark.parametrize(("table", "rule", "example"), sorted(rows()))
def test_a_rule_speaks_in_its_examples(table: str, rule: str, example: str) -> None:
    nlp = get_pipeline()  # not while we listen: it warms up on a text of its own
    with traced() as spoken:
        analyse(example, nlp)
    assert (table, rule) in {(one.table, one.rule) for one in spoken}


def test_every_file_of_patterns_is_read() -> None:
    assert sorted(rules.PATTERNS) == FILES


@pytest.mark.parametrize(("file", "name"), [(file, name) for file, found in rules.PATTERNS.items() for name in found])
def test_a_pattern_finds_its_examples_and_nothing_in_the_others(file: str, name: str) -> None:
    rule = rules.PATTERNS[file][name]
    assert rule.examples
    assert [one.text for one in rule.examples if not rule.pattern.search(one.text)] == []
    assert [other for other in rule.others if rule.pattern.search(other)] == []


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ('[[rule]]\nname = "a"\npattern = "b"', "made.toml, rule a: a row has"),
        ('[[rule]]\nname = "a"\npattern = "{b}"\nexamples = []', "made.toml, rule a: unknown piece b"),
        ('[[rule]]\nname = "a"\npattern = "("\nexamples = []', "made.toml, rule a: missing"),
        ('[pieces]\nb = "{c}"\n[[rule]]\nname = "a"', "made.toml, piece b: unknown piece c"),
        (2 * '[[rule]]\nname = "a"\npattern = "b"\nexamples = []\n', "two rules are called 'a'"),
    ],
)
def test_a_mistake_in_a_row_is_named(rows: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "FOLDER", tmp_path)
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "made.toml").write_text(rows)
    with pytest.raises(ValueError, match=problem):
        rules.read_patterns("made")


def test_the_first_rule_with_an_answer_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rules, "TABLES", {})
    sizes = Table[int, str]("sizes", otherwise="some")

    @sizes.rule()
    def none_at_all(number: int) -> str | None:
        return "none" if number == 0 else None

    @sizes.rule()
    def few(number: int) -> str | None:
        return "few" if number < 3 else None

    with traced() as spoken:
        assert [sizes.decide(number, number, number + 1) for number in (0, 1, 9)] == ["none", "few", "some"]
    assert spoken == [Spoken("", "sizes", "none_at_all", 0, 1), Spoken("", "sizes", "few", 1, 2)]
    with pytest.raises(ValueError, match="two tables"):
        Table[int, str]("sizes", otherwise="")
