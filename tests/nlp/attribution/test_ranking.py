"""Whose words are weighed: rules are overruled only with a clear lead, and certain is what is likely enough."""

import pytest

from app.nlp.attribution import ranking
from app.nlp.attribution.candidates import Candidate, Utterance
from app.nlp.attribution.component import utterances_of
from app.nlp.attribution.grounds import OF_TURN, Ground
from app.nlp.attribution.ranking import Weights, best_of, ranked
from app.nlp.omissions import processed
from app.nlp.pipeline import analyse, get_pipeline
from app.nlp.types import Quotation

TEXT = (
    "Anna Berg kam mit Jan Huber. „Das ist ein guter Anfang“, sagte Anna Berg. Man müsse weitermachen. "
    "Emil Kranz, der Chef der Bahn, widersprach: „Das ist viel zu teuer.“"
)
THOSE = [Candidate((("a", None),), {"near"}), Candidate((("b", None),), {"far"}), Candidate((), {"nobody"})]


def utterance(speaker: str | None, rule: str = "governed_by_a_cue") -> Utterance:
    return Utterance((Quotation(0, 9, "direct", speaker),), Ground(0, 0, rule, ()))


def test_shares_sum_to_one_and_follow_the_weights() -> None:
    shares = Weights({"near": 2.0, "far": -1.0}, {}, 1.0).shares(THOSE)
    assert sum(shares) == pytest.approx(1.0)
    assert shares[0] > shares[2] > shares[1]


@pytest.mark.parametrize(
    ("said", "rule", "weight", "best"),
    [
        ("b", "governed_by_a_cue", 9.0, "a"),  # a clear lead
        ("b", "governed_by_a_cue", 1.0, "b"),  # none
        ("b", OF_TURN, 9.0, "b"),  # the whole text tells it
        (None, "who_spoke_before", 9.0, None),  # a wrong speaker is worse than none
    ],
)
def test_rules_are_overruled_only_by_a_clear_lead(said: str | None, rule: str, weight: float, best: str | None) -> None:
    found, _ = best_of(utterance(said, rule), THOSE, Weights({"near": weight}, {}, 1.0))
    assert (found.who[0][0] if found.who else None) == best


def test_certain_begins_at_the_threshold() -> None:
    utterances, candidates = utterances_of(processed(get_pipeline(), TEXT))
    for least, status in ((0.4, "certain"), (0.6, "proposed")):
        found = ranked(utterances, candidates, Weights({}, {}, least))
        assert {(one.status, one.probability) for one in found if one.kind != "label"} == {(status, 0.5)}


def test_every_utterance_has_its_rules_answer_and_nobody_among_the_candidates() -> None:
    utterances, candidates = utterances_of(processed(get_pipeline(), TEXT))
    assert len(utterances) >= 3
    for one in utterances:
        those = candidates.of(one)
        assert [each.who for each in those].count(one.answer) == 1
        assert () in [each.who for each in those]


def test_every_attribution_tells_how_likely_it_is() -> None:
    found = [one for one in analyse(TEXT).quotations if one.kind != "label"]
    assert found
    for one in found:
        assert one.probability is not None
        assert 0 < one.probability <= 1
        assert (one.status == "certain") <= (one.probability >= ranking.shipped().certain)
