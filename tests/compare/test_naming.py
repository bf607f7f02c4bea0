"""Forms of a name that are one, and how they are shown."""

import pytest

from app.compare.naming import called, families

CASES = [
    ({"Putin": 5, "Putins": 2}, "", {"Putin"}),
    ({"Nawalnys": 2}, "Alexej Nawalny", {"Nawalny"}),
    ({"Nawalny": 2, "Nawalnys": 9}, "", {"Nawalny"}),
    ({"Johannes": 2}, "Johannes Rau", {"Johannes"}),
    ({"Kremlchef": 3, "Kreml-Chef": 1, "des Kreml-Chefs": 2}, "", {"Kremlchef"}),
    ({"des Kreml-Chefs": 1}, "", {"Kreml-Chef"}),
    ({"dem russischen Staatspräsidenten": 1}, "", {"russischen Staatspräsidenten"}),
    ({"den russischen Staatschef": 1}, "", {"russischer Staatschef"}),
    ({"der russische Präsident": 2, "dem russischen Präsidenten": 3}, "", {"russischer Präsident"}),
    ({"der deutschen Kanzlerin": 1, "die deutsche Kanzlerin": 1}, "", {"deutsche Kanzlerin"}),
    ({"der Oppositionelle": 1, "dem Oppositionellen": 1}, "", {"Oppositionelle"}),
    ({"der 45-Jährige": 1, "des 45-Jährigen": 1, "der 61-Jährige": 1}, "", {"45-Jährige", "61-Jährige"}),
    ({"US-Präsident": 1, "Der US-Präsident": 2, "Staatschef": 1}, "", {"US-Präsident", "Staatschef"}),
    ({"Joe Biden": 1, "Biden": 1, "Bidens": 1}, "Joe Biden", {"Joe Biden", "Biden"}),
    ({"Der": 1}, "", {"Der"}),
]


@pytest.mark.parametrize(
    ("surfaces", "name", "shown"),
    CASES,
    ids=lambda value: str(sorted(value))[:40] if isinstance(value, set | dict) else str(value)[:40],
)
def test_forms_that_are_one(surfaces: dict[str, int], name: str, shown: set[str]) -> None:
    found = families(surfaces, name)
    assert set(found) == set(surfaces)
    assert len({key for key, _ in found.values()}) == len(shown)
    assert {label for _, label in found.values()} == shown


@pytest.mark.parametrize(
    ("between", "marked", "word"),
    [
        (" in einem Fernsehinterview als ", "“Killer”", "Killer"),
        (" für einen ", '"Killer"', "Killer"),
        (" einen ", "„würdigen Gegner“", None),
        (" eine ", "„Gefahr für Europa“", "Gefahr für Europa"),
        ("s Vorgehen als ", "„Aggression“", None),
        (" und bezeichnete den Gipfel als ", "„Erfolg“", None),
        (" im März und den Gipfel als ", "„Erfolg“", None),
        (" die Begegnung ", "„Erfolg“", None),
        (". Er sprach als ", "„Freund“", None),
        (" als ", "„positiv“", None),
    ],
)
def test_what_somebody_calls_a_person(between: str, marked: str, word: str | None) -> None:
    assert called(between, marked) == word
