"""What the examples of the patterns come to: the value behind the arrow, found by the rule that they stand at."""

import pytest

from app.nlp.figures import patterns
from app.nlp.figures.dates import times
from app.nlp.figures.edtf import write
from app.nlp.figures.quantities import measures
from app.nlp.rules import PATTERNS, traced


def rows(file: str) -> list[tuple[str, str, str]]:
    found = PATTERNS[file].items()
    return [(name, one.text, one.value) for name, rule in found for one in rule.examples if one.value is not None]


@pytest.mark.parametrize(("rule", "text", "when"), rows("dates"))
def test_dates(rule: str, text: str, when: str) -> None:
    with traced() as spoken:
        (found, *_) = times(text, 0, len(text))
    assert (write(found.when), spoken[0].rule) == (when, rule)


@pytest.mark.parametrize(("rule", "text", "value"), rows("quantities"))
def test_quantities(rule: str, text: str, value: str) -> None:
    with traced() as spoken:
        (found,) = measures(text, 0, len(text), lambda _: False)
    assert (f"{found.value:g} {found.unit}", spoken[0].rule) == (value, rule)


def test_every_rule_of_dates_says_what_it_comes_to() -> None:
    assert {name for name, _, _ in rows("dates")} == set(patterns.DATES)
