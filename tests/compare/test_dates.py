"""Dates of articles read against the day the article, or the summit, belongs to."""

from datetime import date

import pytest

from app.compare.dates import Reference, bounds, reference, resolve

WEDNESDAY = date(2021, 6, 16)
ARTICLE, SUMMIT = Reference(date(2021, 6, 18), published=True), Reference(WEDNESDAY, published=False)


@pytest.mark.parametrize(
    ("when", "against", "day"),
    [
        ("2021-06-16", None, "2021-06-16"),
        ("2021", None, "2021"),
        ("196X", None, "1960/1969"),
        ("2021-13-01", None, None),
        ("2021-02-30", None, None),
        ("weekday:3", None, None),
        (None, SUMMIT, None),
        ("weekday:3", ARTICLE, "2021-06-16"),
        ("weekday:5", ARTICLE, "2021-06-18"),
        ("weekday:6", ARTICLE, "2021-06-12"),
        ("next:weekday:6", ARTICLE, "2021-06-19"),
        ("next:weekday:5", ARTICLE, "2021-06-25"),
        ("ahead:weekday:5", ARTICLE, "2021-06-18"),
        ("ahead:weekday:6", ARTICLE, "2021-06-19"),
        ("ahead:weekday:4", SUMMIT, "2021-06-17"),
        ("last:weekday:5", ARTICLE, "2021-06-11"),
        ("weekday:3", SUMMIT, "2021-06-16"),
        ("weekday:4", SUMMIT, "2021-06-17"),
        ("next:weekday:4", SUMMIT, "2021-06-17"),
        ("weekday:1", SUMMIT, "2021-06-14"),
        ("weekday:7", SUMMIT, "2021-06-13"),
        ("--03", SUMMIT, "2021-03"),
        ("--11", SUMMIT, "2021-11"),
        ("last:--11", SUMMIT, "2020-11"),
        ("--06", SUMMIT, "2021-06"),
        ("next:--03", SUMMIT, "2022-03"),
        ("--01-06", SUMMIT, "2021-01-06"),
        ("--02-29", SUMMIT, "2020-02-29"),
        ("--21", SUMMIT, "2021-21"),
        ("--24", Reference(date(2021, 1, 9), True), "2020-24"),
        ("-2M", SUMMIT, "2021-04"),
        ("-7M", SUMMIT, "2020-11"),
        ("-1Y", SUMMIT, "2020"),
        ("0Y", SUMMIT, "2021"),
        ("-1D", ARTICLE, "2021-06-17"),
        ("-1W", ARTICLE, "2021-06-07/2021-06-13"),
        ("+?D", ARTICLE, None),
        ("early:0Y", SUMMIT, "2021-01/2021-03"),
        ("late:2019", None, "2019-10/2019-12"),
        ("mid:--06", SUMMIT, "2021-06-11/2021-06-20"),
        ("--06-11/--06-13", SUMMIT, "2021-06-11/2021-06-13"),
        ("-9999Y", SUMMIT, None),
        ("nonsense", SUMMIT, None),
    ],
)
def test_resolve(when: str | None, against: Reference | None, day: str | None) -> None:
    assert resolve(when, against) == day
    assert day is None or bounds(day) is not None


@pytest.mark.parametrize(
    ("first", "last", "summit", "expected"),
    [
        (date(2021, 6, 18), date(2021, 6, 18), WEDNESDAY, ARTICLE),
        (date(2021, 6, 1), date(2021, 6, 30), WEDNESDAY, SUMMIT),
        (None, None, WEDNESDAY, SUMMIT),
        (date(2022, 1, 1), date(2022, 12, 31), WEDNESDAY, Reference(date(2022, 12, 31), False)),
        (None, None, None, None),
    ],
)
def test_what_dates_are_read_against(
    first: date | None, last: date | None, summit: date | None, expected: Reference | None
) -> None:
    assert reference(first, last, summit) == expected
