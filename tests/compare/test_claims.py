"""The one rule of what may be said of a source and a thing."""

import pytest

from app.compare.claims import reason_against, reason_against_topics, reason_against_words, state_of


@pytest.mark.parametrize(
    ("found", "perhaps", "reason", "state"),
    [
        (True, True, "short", "found"),
        (False, True, "short", "perhaps"),
        (False, False, "short", "withheld"),
        (False, False, None, "absent"),
    ],
)
def test_only_what_was_searched_in_vain_is_absent(found: bool, perhaps: bool, reason: str | None, state: str) -> None:
    assert state_of(found, perhaps, reason) == state


@pytest.mark.parametrize(
    ("sentences", "signs", "languages", "reason"),
    [
        (3, [], ["de"], "short"),
        (40, [], ["de"], None),
        (40, ["before-event"], ["de"], "before-event"),
        (40, ["before-event", "possible-gap"], ["de"], "gap"),
        (40, ["left-out-"], ["de"], "not-searched"),
        (40, [], ["de", "en"], "other-language"),
        (40, [], [None], None),
        (2, ["possible-gap"], ["en"], "short"),
    ],
)
def test_what_cannot_carry_an_absence(
    sentences: int, signs: list[str], languages: list[str | None], reason: str | None
) -> None:
    assert reason_against(sentences, signs, languages) == reason


def test_words_of_another_language_cannot_be_missed() -> None:
    assert reason_against_words({"en"}, {"de"}) == "other-language"
    assert reason_against_words({"en", "de"}, {"de"}) is None
    assert reason_against_words({"en"}, {"de", "en"}) is None
    assert reason_against_words({"en", None}, {"de"}) is None  # of one nobody knows
    assert reason_against_words((), {"de"}) is None


def test_a_source_without_topics_lacks_none() -> None:
    assert reason_against_topics(19, 20) == "no-topics"
    assert reason_against_topics(5, 20) is None
