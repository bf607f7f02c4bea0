"""Stems are the same whoever asks, and however many ask at once."""

import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.nlp.german.stems import stem
from app.settings import ROOT

WORDS = sorted({word for path in (ROOT / "seeds").glob("*.txt") for word in path.read_text("utf-8").split()})


@pytest.fixture
def hasty() -> Iterator[None]:
    """Threads that take turns as often as they can."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("hasty")
def test_many_threads_get_the_stems_that_one_gets() -> None:
    every = WORDS[:600]
    alone = [stem.__wrapped__(word) for word in every]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda _: [stem.__wrapped__(word) for word in every], range(8)))
    assert all(found == alone for found in together)
