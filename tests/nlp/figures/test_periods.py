"""Figures per year, month or hour."""

import pytest

from app.compare.figure_keys import Mark
from app.compare.one_thing import joined
from app.nlp.pipeline import analyse


@pytest.mark.parametrize(
    ("text", "pers"),
    [
        ("Das Amt bearbeitet 1200 Anträge pro Jahr.", ["year"]),
        ("Sie verdient 2400 Euro im Monat, sagte sie.", ["month"]),
        ("Die Stadt zahlt dem Verein jährlich 50.000 Euro.", ["year"]),
        ("Im Tunnel wurden 300 Lastwagen je Stunde gezählt.", ["hour"]),
        ("Jedes Jahr sterben 3000 Menschen auf den Straßen.", ["year"]),
        ("Der jährliche Zuschuss beträgt zwei Millionen Euro.", ["year"]),
        ("Im Jahr sterben 3000 Menschen an Hitze.", ["year"]),
        ("Pro Kopf und Jahr sind es 30 Kilogramm Müll.", ["year"]),
        ("Rund 1,5 Millionen Tonnen Müll pro Jahr werden verbrannt.", ["year"]),
        ("Das Haus kostete 300.000 Euro, pro Jahr fallen 2000 Euro Steuern an.", [None, "year"]),
        ("Die jährliche Messe zog 700 Aussteller an.", [None]),
        ("Im Jahr zuvor waren es 400 Anträge.", [None]),
        ("Am Tag der Wahl wurden 12 Menschen verletzt.", [None]),
        ("In der Nacht starben 12 Menschen.", [None]),
        ("Am Tag kamen 300 Gäste.", [None]),
        ("In diesem Jahr wurden 90 Wohnungen gebaut.", [None, None]),
        ("Im Monat Mai wurden 20 Räder gestohlen.", [None]),
    ],
)
def test_periods(text: str, pers: list[str | None]) -> None:
    assert [one.per for one in analyse(text).figures] == pers


@pytest.mark.parametrize(("other", "one"), [("im Jahr", True), ("im Monat", False), ("", True)])
def test_so_much_a_year_is_not_so_much_a_month(other: str, one: bool) -> None:
    texts = ("Die Stadt zahlt 1250 Euro im Jahr für den Chor.", f"Die Stadt zahlt 1250 Euro {other} für den Chor.")
    a, b = (Mark(at, at, at, analyse(text).figures[0]) for at, text in enumerate(texts))
    assert joined(a, b) is one
