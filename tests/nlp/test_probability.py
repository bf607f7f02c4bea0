"""How likely what is found is right: learning it, telling it, and what becomes of it on persons and topics."""

import pytest

from app.nlp.pipeline import analyse
from app.nlp.probability import Logit, likely, log_odds
from app.nlp.training.logit import Found, certain_from, crossed_by_article, learnt, reliability

# Every fourth of those with the bad trait is right, all of the others.
FOUND = [
    Found({"": 1.0, "bad" if number % 2 else "good": 1.0}, number % 2 == 0 or number % 8 == 1, number)
    for number in range(200)
]


def test_a_trait_without_a_weight_says_nothing() -> None:
    assert likely({"a": 2.0}, {"b": 1.0}) == 0.5
    assert Logit({"a": 5.0}, 0.9).judge({"a": 1.0}) == (0.993, "certain")
    assert Logit({"a": 1.0}, 0.9).judge({"a": 1.0}) == (0.731, "proposed")


@pytest.mark.parametrize(("share", "odds"), [(0.5, 0.0), (1.0, 7.0), (0.0, -7.0), (1 - 1e-9, 7.0)])
def test_log_odds_have_bounds(share: float, odds: float) -> None:
    assert log_odds(share) == pytest.approx(odds)


def test_certain_begins_where_the_precision_is_reached() -> None:
    assert certain_from([(0.9, True)] * 97 + [(0.8, False)] * 3) == 0.8
    assert certain_from([(0.9, True)] * 9 + [(0.95, False)] * 5) == 1.0


def test_what_is_learnt_tells_good_from_bad() -> None:
    logit = learnt(FOUND)
    assert logit.judge({"": 1.0, "good": 1.0})[1] == "certain"
    assert logit.judge({"": 1.0, "bad": 1.0})[1] == "proposed"
    assert logit == learnt(FOUND)
    judged = crossed_by_article(FOUND)
    assert [right for _, right in judged] == [one.right for one in FOUND]
    assert len(reliability(judged)) == 10


def test_persons_and_topics_say_how_likely_they_are() -> None:
    found = analyse("Bundeskanzlerin Angela Merkel sprach in Genf über Abrüstung. Merkel war zufrieden.")
    persons = [one for one in found.mentions if one.kind == "person"]
    assert persons
    assert all(one.probability is not None and 0 <= one.probability <= 1 for one in persons)
    assert all(one.probability is None and one.status == "certain" for one in found.mentions if one.kind == "place")
    assert all(mark.probability is not None for sentence in found.sentences for mark in sentence.topics)


def test_what_a_rule_only_proposes_is_never_certain() -> None:
    found = analyse("Wladimir Putin kam. Der US-Präsident und Joe Biden lachten.")
    assert [one.status for one in found.mentions if one.via == "role"] == ["proposed"]
