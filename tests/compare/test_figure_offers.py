"""Figures offered for each other: the same or another value of perhaps one thing, and numbers without a mark."""

from datetime import date
from typing import Any

import pytest

from app.compare.dates import reference, resolve
from app.compare.figure_keys import Mark
from app.compare.figure_offers import MOST_KEYS, FigureOffer, number_hits, offered, wide_keys
from app.compare.nearness import nearness, read_terms
from app.nlp.pipeline import analyse
from app.nlp.types import Figure

DAY = date(2025, 6, 25)


def marks_of(text: str, article: int) -> list[Mark]:
    """The figures of a text that came out on the day."""
    against = reference(DAY, DAY, None)
    return [
        Mark(100 * article + number, article, article, figure, resolve(figure.when, against))
        for number, figure in enumerate(analyse(text).figures)
    ]


def offer(first: str, second: str) -> FigureOffer | None:
    """What the first figures of two sentences are for each other."""
    a, b = marks_of(first, 1)[0], marks_of(second, 2)[0]
    near = nearness(read_terms(first), read_terms(second))
    found = offered(a, b, near.score, near.common)
    assert found == offered(b, a, near.score, near.common)
    assert found is None or set(wide_keys(a)) & set(wide_keys(b)), "an index would not bring them together"
    return found


@pytest.mark.parametrize(
    ("first", "second", "reason", "differing"),
    [
        (
            "Der Konzern Northgate will die Turbinenwerke für 3,8 Milliarden Euro übernehmen.",
            "Der Kaufpreis von 3,8 Milliarden Euro werde wieder hereingeholt, sagt der Analyst.",
            "same-value",
            False,
        ),
        (
            "Den Firmen fehlen 2,3 Milliarden Euro.",
            "Die Branche nennt ein Defizit von 2,3 Milliarden Euro.",
            "same-value",
            False,
        ),
        ("Das Land gibt 29,5 Milliarden Dollar.", "Knapp 30 Milliarden Dollar bekommt Kiew.", "near-value", False),
        (
            "Russland griff die Ukraine mit 85 Drohnen an.",
            "Die Ukraine meldete einen Angriff mit 90 Drohnen.",
            "other-value",
            True,
        ),
        ("Bei dem Hochwasser gab es sechs Tote.", "Die Flut forderte in Bayern fünf Tote.", "other-value", True),
        (
            "Die SPD soll sieben Ressorts führen.",
            "Die Sozialdemokraten können mit acht Ministerien rechnen.",
            "other-value",
            True,
        ),
        (
            "Der Pegel der Donau lag in Passau bei 9,97 Metern.",
            "Die Donau stand in Passau bei 9,95 Metern.",
            "other-value",
            True,
        ),
        (
            "Im Juni reist der Präsident nach Warschau.",
            "Am 12. Juni reist der Präsident nach Warschau.",
            "near-value",
            False,
        ),
        ("Am Mittwoch kam der Präsident in Genf an.", "Am Mittwoch schloss die Börse im Plus.", "same-value", False),
        ("Bis 2028 sollen alle bleiben.", "Die Garantie gilt bis Ende 2028.", "near-value", False),
        ("41 Menschen wurden festgenommen.", "Die Polizei nennt 41 Randalierer.", "same-value", False),
        ("Die Hilfen sinken um ein Fünftel.", "Die Mittel werden um 20 Prozent gekürzt.", "same-value", False),
        ("Der Gipfel dauert zehn Tage.", "Die Bilanz: In zehn Tagen war alles vorbei.", "same-value", False),
        ("Die Union gibt 153 Milliarden Euro aus.", "Für Waffen sind 153 Milliarden da.", "same-value", False),
        (
            "12.000 Menschen zogen am Samstag laut Polizei durch Bregenz.",
            "25.000 Menschen zogen am Samstag laut den Veranstaltern durch Bregenz.",
            "other-value",
            True,
        ),
        ("36 Staaten haben dafür gestimmt.", "Angenommen mit 37 Staaten.", "other-value", True),
    ],
)
def test_what_is_offered(first: str, second: str, reason: str, differing: bool) -> None:
    found = offer(first, second)
    assert found is not None
    assert reason in found.reasons
    assert found.differing is differing
    assert 0 < found.score <= 1


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Der Zug war mit 300 Menschen besetzt.", "Der Kredit beträgt 300 Euro."),
        ("Drei Häfen wurden geöffnet.", "Drei Minister traten zurück."),
        ("Die CDU erhält sechs Ministerien.", "Die SPD erhält sieben Ministerien."),
        ("In Mannheim starben zwei Menschen.", "In Köln starben zwei Menschen."),
        ("Am Mittwoch kam der Präsident in Genf an.", "Am Freitag kam der Präsident in Genf an."),
        ("Täglich fahren 600 Lastwagen in den Süden.", "Bisher waren es 76 Lastwagen."),
        ("Geplant sind 120 Gigawatt bis 2030, 300 Gigawatt bis 2050.", "Es sollen 300 Gigawatt bis 2050 werden."),
    ],
)
def test_what_is_not_offered(first: str, second: str) -> None:
    assert offer(first, second) is None


def test_the_same_value_is_worth_more_than_another_one() -> None:
    same = offer("Russland griff die Stadt mit 85 Drohnen an.", "Die Stadt meldete einen Angriff mit 85 Drohnen.")
    other = offer("Russland griff die Stadt mit 85 Drohnen an.", "Die Stadt meldete einen Angriff mit 90 Drohnen.")
    assert same is not None
    assert other is not None
    assert same.score > other.score


def mark(**fields: Any) -> Mark:
    basic: dict[str, Any] = {"kind": "count", "value": 10.0, "unit": "Dinge", "about": None, "terms": ("ding",)}
    return Mark(1, 1, 1, Figure(0, 1, **{**basic, **fields}))


def test_keys_are_few_and_vague_figures_have_some() -> None:
    long = mark(terms=tuple(f"noun{n}" for n in range(20)), context=tuple(f"word{n}" for n in range(20)))
    assert len(wide_keys(long)) == MOST_KEYS
    assert wide_keys(mark(value=None, surface="Hunderte Dinge"))
    assert wide_keys(mark(kind="date", value=None, when="-?D")) == ("when|-?D",)


@pytest.mark.parametrize(
    ("text", "sentence", "hit"),
    [
        ("Die Pressekonferenz dauerte zwölf Minuten.", "Zwölfminütiger Auftritt ohne Fragen", True),
        ("Die Pressekonferenz dauerte zwölf Minuten.", "12-minütiger Auftritt", True),
        ("Die Pressekonferenz dauerte zwölf Minuten.", "Zwölf Staaten sagen ab", False),
        ("Auf Autos gilt ein Zoll von 15 Prozent.", "Der 15-Prozent-Deal", True),
        ("Auf Autos gilt ein Zoll von 15 Prozent.", "15 Tage bis zur Wahl", False),
        ("Er drohte mit 30 Prozent.", "Die 30-prozentigen Zölle", True),
        ("Die SPD bekommt sieben Ministerien.", "SPD führt sieben Ressorts", True),
        ("Die SPD bekommt sieben Ministerien.", "Sieben auf einen Streich", False),
        ("Die EU kauft Energie für 750 Milliarden Dollar.", "750 Milliarden für Energie", True),
        ("Die EU kauft Energie für 750 Milliarden Dollar.", "750 Menschen", False),
        ("358.000 Mitglieder stimmen ab.", "358.000 dürfen abstimmen", True),
        ("Er kam am Mittwoch in Berlin an.", "Ankunft Mittwoch", True),
        ("Er kam am Mittwoch in Berlin an.", "Ankunft Donnerstag", False),
        ("Die Wahl war am 23. Februar.", "Wahl: 23. Februar entscheidet", True),
        ("Das Papier hat 143 Seiten.", "143-seitiges Papier", True),
        ("Die Chancen stehen 50:50.", "Chancen bei 50 Prozent", True),
        ("Hunderte Menschen kamen.", "Hunderte kamen", False),
    ],
)
def test_numbers_without_a_mark(text: str, sentence: str, hit: bool) -> None:
    assert number_hits(marks_of(text, 1)[0], sentence) is hit
