"""The table of ``python -m tests.hostile`` as a test: a clear sentence or a draft each, nothing raised, below 1 GB."""

from collections.abc import Iterator

import pytest

from app.intake.items import Limits
from app.intake.sandbox import Sandbox
from tests.hostile import GIGABYTE, Case, cases, outcome
from tests.intake.website import Web, website

CASES = cases()


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(Limits(seconds=60, cpu_seconds=6)) as running:
        yield running


@pytest.fixture(scope="module")
def site() -> Iterator[Web]:
    with website() as running:
        yield running


def test_the_table_is_long_enough() -> None:
    assert len(CASES) >= 200
    assert len({case.what for case in CASES}) == len(CASES)


@pytest.mark.parametrize("case", CASES, ids=[case.what for case in CASES])
def test_input(case: Case, sandbox: Sandbox, site: Web) -> None:
    told = outcome(case, sandbox, site)
    assert told.fault == ""
    assert set(told.outcomes) <= set(case.expected.split())
    assert sandbox.peak < GIGABYTE
    assert told.good or told.memory >= GIGABYTE  # the memory of the process that runs all tests is not ours to judge
