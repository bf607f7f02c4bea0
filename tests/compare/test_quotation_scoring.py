"""The figures about parallel quotations: what counts as found, and what as joined wrongly."""

from typing import Any

import pytest

from app.compare.quotation_scoring import score_quotations

TEXTS = {
    "a": "„Ja, wir kommen.“ Nein, sie gehen.",
    "b": "„Ja, wir kommen“ Sie kämen, sagte er.",
    "c": "Man komme wohl.",
}
NAMES = {1: "a", 2: "b", 3: "c"}
GOLD = {
    "parallel_quotations": [
        {
            "id": "P1",
            "members": [
                {"article": "a", "start": 0, "end": 17, "mode": "direct", "surface": "„Ja, wir kommen.“"},
                {"article": "b", "start": 0, "end": 16, "mode": "direct", "surface": "„Ja, wir kommen“"},
                {"article": "c", "start": 0, "end": 15, "mode": "indirect", "surface": "Man komme wohl."},
            ],
        }
    ]
}


def member(article: int, start: int, end: int) -> dict[str, Any]:
    return {"article": article, "start": start, "end": end, "kind": "direct"}


@pytest.mark.parametrize(
    ("members", "identical", "reported", "wrong"),
    [
        ([member(1, 0, 17), member(2, 0, 16)], "1/1 (P1)", "0/1 (none)", 0),
        ([member(1, 0, 17), member(2, 0, 16), member(3, 0, 15)], "1/1 (P1)", "1/1 (P1)", 0),
        ([member(1, 0, 17), member(2, 17, 37)], "0/1 (none)", "0/1 (none)", 1),
        ([member(1, 0, 17)], "0/1 (none)", "0/1 (none)", 0),
    ],
)
def test_what_is_found_and_what_is_wrong(
    members: list[dict[str, Any]], identical: str, reported: str, wrong: int
) -> None:
    lines = score_quotations(GOLD, [{"members": members}], TEXTS, NAMES)
    assert lines[0] == f"parallel quotations, direct, identical: {identical}"
    assert lines[2] == f"parallel quotations, direct here, reported there: {reported}"
    assert lines[4].endswith(f"does not join: {wrong}")
    assert len(lines) == 5 + wrong
