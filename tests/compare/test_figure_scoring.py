"""The figures about figures: what counts as found, right and rightly joined."""

from typing import Any

import pytest

from app.compare.figure_scoring import agrees, score_figures


def figure(start: int, value: Any, high: Any = None) -> dict[str, Any]:
    return {"start": start, "end": start + 5, "value": value, "high": high}


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ({"min": 201}, figure(0, 201.0), True),
        ({"min": None}, figure(0, None), True),
        ({"min": 201}, figure(0, 210.0), False),
        ({"months": [6, 12]}, figure(0, 262_800.0, 525_600.0), True),
        ({"months": [6, 12]}, figure(0, 262_800.0), False),
        ({"sign": "-"}, figure(0, -1), True),
        ({"date": "2021-06-16"}, figure(0, "2021-06-16"), True),
        ({"month": "2021-06"}, figure(0, "2021-06-16"), False),
        ({"period": "2021-03/2021-05"}, figure(0, "2021-21"), True),
        ({"period": "2020-summer"}, figure(0, "2020-22"), True),
        ({"decade": "1960s"}, figure(0, "1960/1969"), True),
        ({"period": "days"}, figure(0, None), True),
    ],
)
def test_values(gold: dict[str, Any], found: dict[str, Any], right: bool) -> None:
    assert agrees(gold, found) is right


def test_lines() -> None:
    gold = [
        {"id": "a", "figures": [{"start": 0, "end": 5, "group": "x", "value": {"count": 3}}]},
        {
            "id": "b",
            "figures": [
                {"start": 0, "end": 5, "group": "x", "value": {"count": 3}},
                {"start": 9, "end": 14, "group": "y", "value": {"count": 4}},
            ],
        },
    ]
    figures = {"a": [figure(0, 3), figure(40, 1)], "b": [figure(1, 3), figure(9, 5)]}
    members = [{"article": ord(name), **one} for name, held in figures.items() for one in held]
    first, second, third = score_figures(gold, figures, [{"members": members, "relation": "same"}], {97: "a", 98: "b"})
    assert first == "figures: 3/3 found (2 to the sign), 2/3 with the right value, 1 beside the gold"
    assert second == "groups of figures: 1/1 things of several sources joined, pairs right 1, wrong 3"
    assert third == "what they are told to be: x same"
