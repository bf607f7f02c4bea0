"""Citation lines: outlet, day and page, in whatever order an archive prints them; and lines that are none."""

import pytest

from app.intake.citations import EXAMPLES, Citation, citation
from app.intake.items import Outlet

KNOWN = [Outlet("Wochenblatt", ("Das Wochenblatt", "WB"), ("wochenblatt.example",))]


@pytest.mark.parametrize(("line", "expected"), EXAMPLES)
def test_lines_as_they_are_met(line: str, expected: Citation) -> None:
    assert citation(line) == expected
    assert citation(f"  {line}  ") == expected


@pytest.mark.parametrize(
    "line",
    [
        "",
        "Quelle: dpa, 16.06.2021",
        "(APA, 28.4.2016)",
        "Von Anna Weber, 16. Juni 2021",
        "Berlin, 17. Juni 2021 (dpa) –",
        "Die Welt am 16. Juni 2021",
        "Am 16. Juni 2021 tagte der Rat, Seite 3 des Papiers.",
        "Der Spiegel berichtete am 16. Juni 2021, die Lage sei ernst",
        "Mittwoch, 16. Juni 2021",
        "Bild: Anna Weber, 16.06.2021",
        "Siehe Kapitel 3, Seite 4",
        "Gipfel vom 16. Juni 2021",
        "Zeit für neue Wege, 16. Juni 2021",
        "Stand: 16.06.2021, Seite 3",
        "Der Standard",
        "Süddeutsche Zeitung",
        "Die Zeit drängt, sagt der Minister, 16. Juni 2021, S. 4",
        "16.06.2021",
        "S. 4",
        "Süddeutsche Zeitung, 31. Februar 2021",
        "Süddeutsche Zeitung, Juni 2021",
        "A" * 300,
        "Quelle: " + ", " * 80,
        '"' * 150 + " 16.06.2021",
    ],
)
def test_other_lines(line: str) -> None:
    assert citation(line) is None


def test_outlets_of_the_summit() -> None:
    assert citation("WB vom 16.6.2021", KNOWN) == Citation("Wochenblatt", "2021-06-16")
    assert citation("wochenblatt.example, 16.6.2021", KNOWN) == Citation("Wochenblatt", "2021-06-16")
    assert citation("WB vom 16.6.2021") is None
