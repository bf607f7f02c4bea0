"""Each folding, and in what it differs from the others."""

import pytest

from app.nlp.german import fold


@pytest.mark.parametrize(
    ("folding", "word", "folded"),
    [
        (fold.spelt_out, "Rüstungs-Straße", "ruestungs-strasse"),
        (fold.spelt_out, "Orbán", "orbán"),
        (fold.joined, "Rüstungs-Straße", "ruestungsstrasse"),
        (fold.joined, "Rüstungs_Straße", "ruestungsstrasse"),
        (fold.unaccented, "Guantánamo Bay", "guantanamobay"),
        (fold.unaccented, "Ru\u0308stung", "ruestung"),  # the dots as a letter of their own
        (fold.plain, "Erdoğan-Ødegård", "erdogan-oedegard"),
        (fold.plain, "Kaczyński", "kaczynski"),
        (fold.undotted, "Brüssel", "brussel"),
        (fold.undotted, "Straße-5", "strasse5"),
        (fold.swiss, "Rüstungs-Straße", "rüstungsstrasse"),
    ],
)
def test_foldings(folding: fold.Folding, word: str, folded: str) -> None:
    assert folding(word) == folded


def test_the_table_of_umlauts_serves_capitals() -> None:
    assert "Öl Über Ärzte".translate(fold.UMLAUTS) == "oel ueber aerzte"
