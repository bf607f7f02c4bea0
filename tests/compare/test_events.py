"""Whole events, from text to groups: nothing is joined that should not be, and most of the rest is."""

from pathlib import Path

import pytest

from tests.compare.events import PATHS, measure

# Pairs of figures and of quotations that are found in each event, at least.
FOUND = {
    "buendnis": (26, 0),
    "cop": (11, 1),
    "etat": (19, 0),
    "fallen": (1, 0),
    "g20": (10, 5),
    "g7": (15, 7),
    "gefangene": (7, 2),
    "geiselabkommen": (12, 0),
    "getreide": (13, 4),
    "hochwasser": (8, 2),
    "koalition": (14, 8),
    "mercosur": (23, 16),
    "migration": (23, 9),
    "nordsee": (8, 5),
    "paris": (9, 10),
    "parteitag": (9, 4),
    "renten": (17, 4),
    "staatsbesuch": (7, 2),
    "stahl": (11, 3),
    "treffen": (6, 0),
    "uebernahme": (13, 4),
    "un": (4, 2),
    "verkehr": (9, 3),
    "waffenruhe": (17, 4),
    "zins": (7, 1),
    "zolldeal": (28, 0),
}
# Quotations of seven words that two have in part: too short for a passage, they are compared as quotations.
TOO_SHORT = {"mercosur": 2}


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_an_event(path: Path) -> None:
    result = measure(path)
    assert not result.figures.wrong
    assert not result.quotations.wrong
    assert not result.shared.wrong
    assert not result.told.missed
    assert not result.signatures.missed
    assert not result.signs.missed
    name = path.stem.removeprefix("event_")
    assert result.shared.found == result.shared.wanted - TOO_SHORT.get(name, 0)
    figures, quotations = FOUND[name]
    assert result.figures.found >= figures
    assert result.quotations.found >= quotations
