"""What the bench measures on is all different: no wording recurs but an agency's, and the same articles come again."""

import re
from collections import Counter, defaultdict
from itertools import islice
from pathlib import Path

import pytest

from tests.bench.corpus import MOST, RUN, WORDS, Newsroom, Written, articles, keep_articles, kept_articles
from tests.bench.sentences import Material, gather

MANY = 150


@pytest.fixture(scope="module")
def material() -> Material:
    return gather()


@pytest.fixture(scope="module")
def written(material: Material) -> list[Written]:
    newsroom = Newsroom(material)
    return [newsroom.write() for _ in range(MANY)]


def _runs(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_no_run_of_words_stands_in_more_than_a_few_articles(written: list[Written]) -> None:
    holders = Counter(run for one in written for run in _runs(one.text))
    assert max(holders.values()) == MOST  # a report that four articles take from
    assert sum(number > 1 for number in holders.values()) < 0.03 * len(holders)


def test_some_articles_share_a_passage_of_a_report(written: list[Written]) -> None:
    holders: dict[str, set[int]] = defaultdict(set)
    for number, one in enumerate(written):
        for run in _runs(one.text):
            holders[run].add(number)
    sharing = {number for some in holders.values() if len(some) > 1 for number in some}
    assert 0.08 * MANY < len(sharing) < 0.25 * MANY


def test_lengths_outlets_and_days_vary(written: list[Written]) -> None:
    lengths = [len(one.text.split()) for one in written]
    assert min(lengths) >= WORDS[0]
    assert max(lengths) <= WORDS[1] + 100  # the last sentence is whole, and a report is not cut
    assert 330 < sum(lengths) / MANY < 450
    assert max(lengths) > 2 * min(lengths)
    assert len({one.source for one in written}) > 12
    assert len({one.published for one in written}) > 10
    assert any(one.published is None for one in written)


def test_the_first_articles_are_the_same_however_many_follow(material: Material, written: list[Written]) -> None:
    again = Newsroom(material)
    assert [again.write() for _ in range(10)] == written[:10]


def test_a_file_gives_back_what_was_written(tmp_path: Path, written: list[Written]) -> None:
    path = tmp_path / "articles.jsonl"
    keep_articles(path, 3)
    assert list(kept_articles(path)) == written[:3] == list(islice(articles(), 3))
