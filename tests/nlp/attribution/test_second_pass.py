"""What a later sentence tells about an earlier one."""

import pytest

from app.nlp.german.konjunktiv import is_state, may_be_plural
from app.nlp.pipeline import analyse


def told(text: str) -> list[tuple[str, str | None]]:
    """Kind and speaker of what is found, labels aside."""
    found = analyse(text)
    names = {entity.key: entity.name for entity in found.entities}
    return [(one.kind, names.get(one.speaker or "")) for one in found.quotations if one.kind != "label"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("„Das reicht.“ Landrätin Anna Bergmann schlug auf den Tisch.", [("direct", "Anna Bergmann")]),
        ("STADE. „Das reicht jetzt wirklich.“ Anna Bergmann schlug auf den Tisch.", [("direct", "Anna Bergmann")]),
        ("„Das reicht jetzt wirklich.“ Der Saal tobte.", [("direct", None)]),
    ],
)
def test_a_quotation_alone_belongs_to_whom_the_next_sentence_names(text: str, expected: object) -> None:
    assert told(text) == expected


SAID = "Die Lage sei ernst, sagte Minister Karl Mertens am Freitag. "


@pytest.mark.parametrize(
    ("text", "reports"),
    [
        (SAID + "Die Vorräte dauerten bis März. Danach werde es eng.", 3),  # between two reports
        (SAID + "Die Kommunen brauchten Hilfe.", 2),  # a need
        (SAID + "Die Abgeordneten klatschten. Danach wurde abgestimmt.", 1),  # an event
        (SAID + "\n\nDie Kommunen brauchten Hilfe.", 1),  # a new paragraph
        ("Am Freitag tagte der Rat. Die Kommunen brauchten Hilfe.", 0),
    ],
)
def test_plurals_that_may_be_preterite(text: str, reports: int) -> None:
    assert [kind for kind, _ in told(text)] == ["indirect"] * reports


@pytest.mark.parametrize(
    ("word", "plural", "state"),
    [("brauchten", True, True), ("arbeiteten", True, True), ("lachten", True, False), ("Gärten", False, False)],
)
def test_forms(word: str, plural: bool, state: bool) -> None:
    assert (may_be_plural(word), is_state(word)) == (plural, state)
