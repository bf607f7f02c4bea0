"""What a text says of a time, and how that is stored."""

import pytest

from app.nlp.figures.edtf import Away, Calendar, Decade, Span, Weekday, When, read, write


@pytest.mark.parametrize(
    ("stored", "when"),
    [
        ("2021-06-16", When(Calendar(2021, 6, 16))),
        ("2021", When(Calendar(2021))),
        ("--22", When(Calendar(None, 22))),
        ("196X", When(Decade("196"))),
        ("weekday:3", When(Weekday(3))),
        ("last:weekday:5", When(Weekday(5), which="last")),
        ("late:last:--06", When(Calendar(None, 6), "late", "last")),
        ("-2M", When(Away("-", 2, "M"))),
        ("0Y", When(Away("", 0, "Y"))),
        ("-?W", When(Away("-", None, "W"))),
        ("0?W", When(Away("", None, "W"))),
        ("--06-11/--06-13", When(Span(When(Calendar(None, 6, 11)), When(Calendar(None, 6, 13))))),
    ],
)
def test_it_is_read_as_it_was_written(stored: str, when: When) -> None:
    assert (read(stored), write(when)) == (when, stored)


@pytest.mark.parametrize("stored", [None, "", "-", "nonsense", "weekday:8", "2021/", "early:", "196Y2"])
def test_anything_else_says_nothing(stored: str | None) -> None:
    assert read(stored) is None


def test_a_day_is_a_day_of_a_month_told_as_such() -> None:
    told = [read(stored) for stored in ("--06-16", "2021-06", "early:2021-06-16")]
    assert [when.is_day for when in told if when] == [True, False, False]
