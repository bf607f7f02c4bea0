"""For every mark: which rule, word and score spoke."""

import pytest

from app.nlp.explanation import Explained, explain

TEXT = (
    "Genf. US-Präsident Joe Biden hat mit Wladimir Putin zwei Stunden über Rüstungskontrolle gesprochen. "
    "„Das war gut“, sagte Putin. Laut dem Kreml sei man zufrieden."
)


@pytest.fixture(scope="module")
def explained() -> dict[str, Explained]:
    return {TEXT[mark.start : mark.end]: mark for mark in explain(TEXT) if mark.layer != "topic"}


def test_a_name_says_how_sure_the_recogniser_was(explained: dict[str, Explained]) -> None:
    mark = explained["Wladimir Putin"]
    assert mark.says.startswith("person Wladimir Putin, certain (probability ")
    assert mark.says.endswith(", by name")
    assert mark.reasons[0] == "recogniser: person (1.00) – Wladimir Putin"
    assert mark.reasons[1].startswith("certainty: name (probability ")


def test_a_quotation_says_which_rules_gave_its_cue_and_its_speaker(explained: dict[str, Explained]) -> None:
    mark = explained["„Das war gut“"]
    assert mark.says.startswith("direct of Wladimir Putin, certain (probability 0.")
    assert "cue of a verb: main_clause – sagte" in mark.reasons
    assert "whom a phrase means: name_or_office – Putin" in mark.reasons
    assert not any("Laut" in reason for reason in mark.reasons)  # that is the sentence behind


def test_a_topic_says_its_words_and_score() -> None:
    first = next(mark for mark in explain(TEXT) if mark.layer == "topic")
    assert first.says.startswith("ruestungskontrolle, ")
    assert first.says.endswith("score 0.50")
    assert "probability " in first.says
    assert "word Rüstungskontrolle" in first.reasons


def test_a_text_without_marks_has_nothing_to_explain() -> None:
    assert list(explain("")) == []
