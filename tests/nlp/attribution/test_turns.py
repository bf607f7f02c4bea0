"""Interviews, minutes, letters: whose words their lines are; and what is no conversation."""

import time

import pytest

from app.nlp.attribution.turns import find_turns
from app.nlp.pipeline import analyse

PORTRAIT = "Die Dirigentin Mara Seidel über Pausen.\n\n"
ASKED = "Frau Seidel, warum hören Sie auf?\n\n"


def spoken(text: str) -> list[tuple[str, str | None]]:
    found = analyse(text)
    names = {entity.key: entity.name for entity in found.entities}
    return [(text[one.start : one.end], names.get(one.speaker or "", one.speaker_text)) for one in found.quotations]


SEIDEL = "Mara Seidel"
TALKS: list[tuple[str, list[tuple[str, str | None]]]] = [
    (f"{PORTRAIT}Frage: {ASKED}Antwort: Ich bin müde. Sehr.", [("Ich bin müde.", SEIDEL), ("Sehr.", SEIDEL)]),
    (f"{PORTRAIT}{ASKED}Seidel: Ich bin müde.", [("Ich bin müde.", SEIDEL)]),
    (
        f"{PORTRAIT}KURIER: {ASKED}Seidel: Es reicht.\n\nKURIER: Das ist hart.\n\nSeidel: Ja.",
        [("Es reicht.", SEIDEL), ("Ja.", SEIDEL)],
    ),
    (f"{PORTRAIT}[10:02] Moderatorin: {ASKED}[10:03] Seidel: Ich gehe.", [("Ich gehe.", SEIDEL)]),
    (
        f"{PORTRAIT}{ASKED}Ich bin müde.\n\nUnd nun?\n\nDas ist offen.",
        [("Ich bin müde.", SEIDEL), ("Das ist offen.", SEIDEL)],
    ),
    (f"{PORTRAIT}{ASKED}Seidel: Ich gehe.\n\nDas Gespräch führte Petra Lang.", [("Ich gehe.", SEIDEL)]),
    ("Ludwig Stamm (FDP): Wir stimmen dagegen.", [("Wir stimmen dagegen.", "Ludwig Stamm")]),
    (
        "Clara Meinert, Bundesministerin der Finanzen: Herr Präsident! Der Haushalt ist solide.",
        [("Herr Präsident!", "Clara Meinert"), ("Der Haushalt ist solide.", "Clara Meinert")],
    ),
    (
        "Ines Pohl (AfD): Das ist wenig.\n\n(Beifall bei der AfD – Uwe Kranz [SPD]: Unsinn!)\n\nEs bleibt wenig.",
        [("Das ist wenig.", "Ines Pohl"), ("Unsinn!", "Uwe Kranz"), ("Es bleibt wenig.", "Ines Pohl")],
    ),
    ("Rabea Kluth (SPD):\nFrau Kollegin, das ist falsch.", [("Frau Kollegin, das ist falsch.", "Rabea Kluth")]),
    (
        "Sehr geehrter Herr Minister,\n\nich bitte um Antwort.\n\nMit freundlichen Grüßen\nMara Seidel",
        [("ich bitte um Antwort.", SEIDEL)],
    ),
]


@pytest.mark.parametrize(("text", "expected"), TALKS)
def test_whose_words_a_turn_is(text: str, expected: list[tuple[str, str | None]]) -> None:
    assert spoken(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Lage am Freitag\n\nWien: Drei Tote nach Lawine. Die Suche endete am Abend.\n\nGraz: Der Zug entgleiste.",
        "Berlin (dpa): Der Bundestag hat das Gesetz beschlossen. Es gilt ab Mai.",
        "Ergebnis im Wahlkreis:\n\nJens Lau (SPD): 34,5 Prozent\n\nUte Kern (CDU): 31,2 Prozent",
        "Jens Lau (SPD): Der Jurist war Richter.\n\nUte Kern (CDU): Die Ärztin kandidiert zum ersten Mal.",
        "Was ist passiert?\n\nAm Montag brannte das Lager.\n\nWie geht es weiter?\n\nDie Ermittler suchen die Ursache.",
        "Sehr geehrter Herr Minister,\n\nes ist Zeit für eine Antwort.\n\nMit freundlichen Grüßen",
        "Zubereitung: Den Teig kneten. Dann eine Stunde ruhen lassen.",
    ],
)
def test_what_is_no_conversation(text: str) -> None:
    assert spoken(text) == []


def test_what_follows_a_speech_in_a_report_is_the_outlets() -> None:
    text = "Ludwig Stamm (FDP): Wir stimmen dagegen.\n\nDie Sitzung dauerte bis zum Abend. Am Freitag geht sie weiter."
    assert [words for words, _ in spoken(text)] == ["Wir stimmen dagegen."]


@pytest.mark.parametrize("piece", ["Berg: ja?\n", "Anna Berg (SPD): Wir.\n", "(Berg [SPD]: ", "Herr Berg, ", "Dr. "])
def test_time_grows_with_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * (length // len(piece) + 1))[:length]
        start = time.process_time()
        find_turns(text, [], {})
        return time.process_time() - start

    small, large = seconds(30_000), seconds(300_000)
    assert large < 25 * small + 0.5
