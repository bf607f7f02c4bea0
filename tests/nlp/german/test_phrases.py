"""Noun phrases by case and place, without a parser."""

import pytest

from app.nlp.german.clauses import phrases
from app.nlp.german.component import TextClauses
from app.nlp.pipeline import get_pipeline


def found(text: str) -> list[str]:
    """The phrases of a sentence that no preposition governs; "*" before one that cannot be a subject."""
    doc = get_pipeline()(text)
    clauses: TextClauses = doc._.clauses
    items = clauses.word_by_word(clauses.tokens)
    return [("*" if phrase.oblique else "") + phrase.words(text) for phrase in phrases(items, 0, len(items))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Die frühere Ministerin lobte den Plan.", ["Die frühere Ministerin", "*den Plan"]),
        ("Er kam mit der Ministerin.", ["Er"]),
        ("Der Sprecher des russischen Außenministeriums kam.", ["Der Sprecher des russischen Außenministeriums"]),
        ("Der Republikaner Lindsey Graham kam.", ["Der Republikaner Lindsey Graham"]),
        ("Auch die Grünen im Landtag schwiegen.", ["die Grünen"]),
    ],
)
def test_phrases_of_a_sentence(text: str, expected: list[str]) -> None:
    assert found(text) == expected
