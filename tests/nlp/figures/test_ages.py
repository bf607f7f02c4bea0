"""Years that are an age, and years that are a time."""

import pytest

from app.nlp.pipeline import analyse


@pytest.mark.parametrize(
    ("text", "kind", "value", "high"),
    [
        ("Für Jugendliche (14 bis 17 Jahre) ist der Eintritt frei.", "age", 14, 17),
        ("Senioren (ab 65 Jahren) zahlen weniger.", "age", 65, None),
        ("Kinder unter sechs Jahren fahren kostenlos.", "age", 6, None),
        ("Jugendliche zwischen 12 und 16 Jahren dürfen mitmachen.", "age", 12, 16),
        ("Mädchen von 8 bis 10 Jahren turnen hier.", "age", 8, 10),
        ("Menschen über 80 Jahre gelten als gefährdet.", "age", 80, None),
        ("Die Kinder im Alter zwischen drei und sechs Jahren schliefen.", "age", 3, 6),
        ("Die Männer im Alter von 23 und 31 Jahren wurden gefasst.", "age", 31, None),
        ("Das Studium (vier Jahre) endet mit einer Prüfung.", "duration", 4 * 525_600, None),
        ("Die Männer waren über drei Jahre in Haft.", "duration", 3 * 525_600, None),
        ("Sie arbeitete mit Jugendlichen über zwei Jahre zusammen.", "duration", 2 * 525_600, None),
        ("Das Gericht verhängte gegen die Frauen bis zu fünf Jahre Haft.", "duration", 5 * 525_600, None),
        ("Der Umbau dauert drei bis vier Jahre.", "duration", 3 * 525_600, 4 * 525_600),
    ],
)
def test_age_or_duration(text: str, kind: str, value: float, high: float | None) -> None:
    (found,) = analyse(text).figures
    assert (found.kind, found.value, found.high) == (kind, value, high)
