"""Where figures lie on a line."""

from typing import Any

import pytest

from app.queries.pictures import MOST_ROWS, picture, span_of
from app.queries.views.figures import FigureView
from app.queries.views.heads import SourceView


def figure(value: float | None = None, kind: str = "duration", unit: str | None = "min", **more: Any) -> FigureView:
    given: dict[str, Any] = {"high": None, "precision": "exact", "first": None, "last": None, "about": None} | more
    source = SourceView("a", "A", 0)
    return FigureView(1, source, 1, 0, 1, 0, kind, "x", value, unit=unit, pieces=(), **given)


def day(when: str) -> FigureView:
    first, last = span_of(when)
    return figure(kind="date", unit=None, first=first, last=last)


@pytest.mark.parametrize(
    ("when", "span"),
    [
        ("2021-06-16", ("2021-06-16", "2021-06-16")),
        ("2021-02", ("2021-02-01", "2021-02-28")),
        ("2020", ("2020-01-01", "2020-12-31")),
        ("2021-22", ("2021-06-01", "2021-08-31")),
        ("2021-06-14/2021-06-16", ("2021-06-14", "2021-06-16")),
        ("2014/2020", ("2014-01-01", "2020-12-31")),
        ("2021-06-31", (None, None)),
        ("2021-13", (None, None)),
        ("0000", (None, None)),
        ("2021-06-16/2021-06-14", (None, None)),
        ("weekday:3", (None, None)),
        ("--06", (None, None)),
        ("", (None, None)),
        (None, (None, None)),
    ],
)
def test_spans_of_days(when: str | None, span: tuple[str | None, str | None]) -> None:
    assert span_of(when) == span


def test_a_scale_begins_at_zero() -> None:
    found = picture([figure(201), figure(210), figure(180, precision="about")])
    assert found is not None
    assert (found.kind, found.left, found.right, found.unit) == ("scale", 0, 210, "min")
    assert [dot.x for dot in found.dots] == [85.71, 95.71, 100.0]
    assert len({dot.row for dot in found.dots}) == 3  # too near each other for their names


def test_dots_apart_share_a_row_and_a_span_has_two_ends() -> None:
    found = picture([figure(10), figure(50, high=60), figure(100)])
    assert found is not None
    assert found.rows == 1
    assert [(dot.x, dot.to) for dot in found.dots] == [(10, 10), (50, 60), (100, 100)]


def test_days_lie_on_a_line_of_days() -> None:
    found = picture([day("2021-06-01"), day("2021-06-11"), day("2021-06-21")])
    assert found is not None
    assert (found.kind, [dot.x for dot in found.dots]) == ("time", [0, 50, 100])


def test_what_has_no_number_is_left_out() -> None:
    found = picture([figure(201), figure(None, precision="vague"), figure(210)])
    assert found is not None
    assert len(found.dots) == 2


@pytest.mark.parametrize(
    "figures",
    [
        [],
        [figure(5)],
        [figure(5), figure(5)],
        [figure(0), figure(0)],
        [figure(1, unit="EUR", kind="money"), figure(2, unit="USD", kind="money")],
        [figure(1), figure(2, kind="count")],
        [figure(1, kind="comparison"), figure(-1, kind="comparison")],
        [figure(None), figure(3)],
        [day("2021"), day("2021")],
    ],
)
def test_where_there_is_nothing_to_see(figures: list[FigureView]) -> None:
    assert picture(figures) is None


def test_other_nouns_for_what_is_counted_share_a_scale() -> None:
    found = picture([figure(16, "count", "Bereiche"), figure(17, "count", "Einrichtungen")])
    assert found is not None
    assert found.unit is None


def test_a_picture_of_very_many_figures_stays_low() -> None:
    found = picture([figure(100), *(figure(180) for _ in range(60))])
    assert found is not None
    assert found.rows == MOST_ROWS
    assert not found.named
