"""The two ways in which the clauses of a text are seen."""

from app.nlp.german.clauses import cut
from app.nlp.german.component import TextClauses
from app.nlp.pipeline import get_pipeline
from app.nlp.text.quotation_marks import find_marks

TEXT = "Die Sprecherin Merkels sagte am 3. Mai, „zwölf Staaten“ und eine 61-Jährige kämen."


def clauses() -> TextClauses:
    found: TextClauses = get_pipeline()(TEXT)._.clauses
    return found


class Unit:
    start, end, kind, paragraph = 0, len(TEXT), "sentence", 0

    def __init__(self, clauses: TextClauses) -> None:
        place = TEXT.index("„")
        self.tokens = (0, len(clauses.tokens))
        self.marks = [mark for mark in find_marks(TEXT).spans if mark.start == place]


def test_a_quotation_is_one_item_for_who_speaks() -> None:
    found = clauses()
    view = found.around_quotations(Unit(found))
    assert [[item.text for item in segment.items] for segment in view.segments] == [
        ["Die", "Sprecherin", "Merkels", "sagte", "am", "3.", "Mai"],
        ["zwölf Staaten", "und", "eine", "61-Jährige", "kämen"],
    ]
    items = [item for segment in view.segments for item in segment.items]
    assert [item.text for item in items if item.genitive] == ["Merkels"]
    assert [item.text for item in items if item.capital] == ["Sprecherin", "Merkels", "Mai", "61-Jährige"]


def test_words_inside_marks_are_items_for_figures() -> None:
    found = clauses()
    items = found.word_by_word(found.tokens)
    assert [[item.text for item in segment.items] for segment in cut(items)] == [
        ["Die", "Sprecherin", "Merkels", "sagte", "am", "3.", "Mai"],
        ["„", "zwölf", "Staaten", "“", "und", "eine", "61-Jährige", "kämen"],
    ]
    assert not any(item.genitive or item.role or item.marked for item in items)
    assert [item.text for item in items if item.capital] == ["Sprecherin", "Merkels", "Mai", "Staaten"]
