"""Limits are told as kept or passed; of several values the worst stands for all, and all that pass are named."""

from tests.bench.verdicts import Verdicts


def test_the_worst_of_several_decides_and_those_that_pass_are_named() -> None:
    verdicts = Verdicts()
    verdicts.hold_all("pages", {"list": 10, "words": 300, "silences": 200}, 100)
    assert not verdicts.kept
    assert "pages: words" in verdicts.lines[0]
    assert verdicts.lines[0].endswith("MISSED")
    assert "words 300, silences 200" in verdicts.lines[1]


def test_a_limit_that_is_kept_takes_one_line() -> None:
    verdicts = Verdicts()
    verdicts.hold_all("pages", {"list": 10, "words": 30}, 100)
    verdicts.hold_all("answers", {"overview": 400, "topic": 300}, 300, "a second", least=True)
    assert verdicts.kept
    assert [line.split()[-1] for line in verdicts.lines] == ["kept", "kept"]
    assert "topic" in verdicts.lines[1]


def test_too_little_is_passed_too() -> None:
    verdicts = Verdicts()
    verdicts.hold("answers", 299, 300, "a second", least=True)
    assert not verdicts.kept
