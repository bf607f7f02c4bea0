"""Every rule over two figures has two sentences, and speaks about figures of them."""

from collections.abc import Iterator
from datetime import date

import pytest

from app.compare import one_thing, pair_rules
from app.compare.dates import reference, resolve
from app.compare.figure_keys import Mark
from app.compare.pair_rules import BESIDE, PairTable
from app.nlp.pipeline import analyse
from app.nlp.rules import traced

DAY = date(2021, 6, 17)


def rows() -> Iterator[tuple[str, str, str]]:
    for table in pair_rules.PAIR_TABLES.values():
        for rule in table.rules:
            yield from ((table.name, rule.name, example) for example in rule.examples or ("",))


def marks(sentence: str, article: int) -> list[Mark]:
    against = reference(DAY, DAY, DAY)
    found = enumerate(analyse(sentence).figures, 100 * article)
    return [Mark(number, article, article, figure, resolve(figure.when, against)) for number, figure in found]


@pytest.mark.parametrize(("table", "rule", "example"), sorted(rows()))
def test_a_rule_speaks_about_its_examples(table: str, rule: str, example: str) -> None:
    first, _, second = example.partition(BESIDE)
    with traced() as spoken:
        for a in marks(first, 1):
            for b in marks(second, 2):
                one_thing.joined(a, b)
    assert (table, rule) in {(one.table, one.rule) for one in spoken}


def test_no_two_tables_have_one_name() -> None:
    (name, *_) = pair_rules.PAIR_TABLES
    with pytest.raises(ValueError, match="two tables"):
        PairTable[int, bool](name, otherwise=False)
