"""Moments, days, months and years, however they are written."""

from datetime import date, datetime

import pytest

from app.intake.dates import Moment, find_date, moment, whole_date

DAY = "2021-06-16"
HALF_PAST_TEN = "2021-06-16T10:30:00+02:00"
AFTER_MIDNIGHT = "2021-06-16T00:30:00+02:00"


@pytest.mark.parametrize(
    ("value", "day", "at"),
    [
        ("1623832200", DAY, HALF_PAST_TEN),
        ("1623832200000", DAY, HALF_PAST_TEN),
        ("1623832200000000", DAY, HALF_PAST_TEN),
        (1623832200, DAY, HALF_PAST_TEN),
        (1623832200.0, DAY, HALF_PAST_TEN),
        ("1623832200.0", DAY, HALF_PAST_TEN),
        ("1623796200", DAY, AFTER_MIDNIGHT),
        ("20210616", DAY, None),
        ("20210616T083000Z", DAY, HALF_PAST_TEN),
        ("20210616T103000+0200", DAY, HALF_PAST_TEN),
        ("20210616103000", DAY, HALF_PAST_TEN),
        ("16/06/2021", DAY, None),
        ("16-06-2021", DAY, None),
        ("06/16/2021", DAY, None),
        ("2021.06.16", DAY, None),
        ("2021/6/16", DAY, None),
        ("16. Jänner 2021", "2021-01-16", None),
        ("16 juin 2021", DAY, None),
        ("Mi, 16.06.21", DAY, None),
        ("Mittwoch, 16. Juni 2021, 10:30 Uhr", DAY, HALF_PAST_TEN),
        ("16.06.2021 um 10.30 Uhr", DAY, HALF_PAST_TEN),
        ("16.06.2021 – 10:30", DAY, HALF_PAST_TEN),
        ("10:30 Uhr, 16.06.2021", DAY, HALF_PAST_TEN),
        ("16. Dezember 2021, 10 Uhr", "2021-12-16", "2021-12-16T10:00:00+01:00"),
        ("June 16, 2021 10:30 AM", DAY, HALF_PAST_TEN),
        ("June 16, 2021 at 12:05 a.m.", DAY, "2021-06-16T00:05:00+02:00"),
        ("2021-06-15T22:30:00Z", DAY, AFTER_MIDNIGHT),
        ("2021-06-15T22:30:00.000+00:00", DAY, AFTER_MIDNIGHT),
        ("2021-06-15 22:30:00 +0000 UTC", DAY, AFTER_MIDNIGHT),
        ("Tue, 15 Jun 2021 22:30:00 GMT", DAY, AFTER_MIDNIGHT),
        ("Tue, 15 Jun 2021 22:30:00 +0000 (UTC)", DAY, AFTER_MIDNIGHT),
        ("Tue Jun 15 22:30:00 +0000 2021", DAY, AFTER_MIDNIGHT),
        ("Wed Jun 16 2021 10:30:00 GMT+0200 (Mitteleuropäische Sommerzeit)", DAY, HALF_PAST_TEN),
        ("2021-12-31T23:30:00Z", "2022-01-01", "2022-01-01T00:30:00+01:00"),
        ("2021-06-15 22:30:00", "2021-06-15", "2021-06-15T22:30:00+02:00"),
        ("2021-06-15T22:30:00-04:00", "2021-06-15", "2021-06-15T22:30:00-04:00"),
        ("Tue, 15 Jun 2021 22:30 EDT", "2021-06-15", "2021-06-15T22:30:00-04:00"),
        ("2021-06-16T10:30:00+02:00", DAY, HALF_PAST_TEN),
        ("2021-06-16T00:00:00", DAY, None),
        ("2021-06-16T00:00:00Z", DAY, None),
        (datetime(2021, 6, 16, 10, 30), DAY, HALF_PAST_TEN),
        (date(2021, 6, 16), DAY, None),
        ("Veröffentlicht am 16.6.2021 | Aktualisiert am 17.6.2021, 10:30", DAY, None),
        ("2021-06-16T99:99:99Z", DAY, None),
        ("Juni 2021", "2021-06", None),
        ("2021", "2021", None),
    ],
)
def test_a_field_that_is_a_date(value: object, day: str, at: str | None) -> None:
    assert moment(value) == Moment(day, at)
    assert whole_date(value) == day


@pytest.mark.parametrize(
    "value", [None, "", True, "12345", "123456789", "2021-02-31", "9" * 16, "9" * 300, "gestern", "10:30", [], {}]
)
def test_what_is_no_date(value: object) -> None:
    assert moment(value) is None


def test_a_line_names_its_first_day() -> None:
    assert find_date("faz 20210616 genf") == DAY
    assert find_date("Die Zeit Nr. 25/2021 vom 17. Juni 2021") == "2021-06-17"
    assert find_date("Konto 202106161 und 16/06/20211") is None
