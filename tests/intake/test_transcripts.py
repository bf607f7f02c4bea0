"""Subtitles and texts with time codes: who speaks, in whole sentences, and when."""

import pytest

from app.intake.items import Limits, Parsed, Refused
from app.intake.kinds import kind_of
from app.intake.transcripts import TIME_CODES

VTT = """WEBVTT - Pressekonferenz in Genf

NOTE made by hand

1
00:00:01.000 --> 00:00:04.000
<v Anna Weber>Guten Tag, wir haben uns

2
00:00:04.000 --> 00:00:07.500 align:start
<v Anna Weber>auf <i>neun</i> Seiten geeinigt.

3
00:00:08.000 --> 00:00:11.000
<v Bert Kramer>Und was steht nicht darin?
"""
SRT = """1
00:00:01,000 --> 00:00:04,000
ANNA WEBER: Guten Tag, wir haben uns

2
00:00:04,000 --> 00:00:07,500
auf neun Seiten geeinigt.

3
00:00:07,500 --> 00:00:08,000
[Applaus]

4
00:00:08,000 --> 00:00:11,000
BERT KRAMER: Und was steht nicht darin?
"""
ROLLING = """WEBVTT
Kind: captions
Language: de

00:00:01.000 --> 00:00:03.000
Guten Tag, wir haben

00:00:03.000 --> 00:00:05.000
Guten Tag, wir haben
uns<00:00:03.500><c> geeinigt</c> auf neun Seiten.

00:00:05.000 --> 00:00:07.000
uns geeinigt auf neun Seiten.
Und nun zu Ihren Fragen.
"""
SAID = "Guten Tag, wir haben uns auf neun Seiten geeinigt."
ASKED = "Und was steht nicht darin?"


def parsed(text: str, name: str = "a.txt") -> Parsed:
    data = text.encode()
    (piece,) = kind_of(name, data, Limits()).read(data, Limits(), None, None)
    assert isinstance(piece, Parsed)
    return piece


def test_who_speaks_in_subtitles() -> None:
    found = parsed(VTT)
    assert found.title == "Pressekonferenz in Genf"
    assert found.text == f"Anna Weber: {SAID}\n\nBert Kramer: {ASKED}"
    assert found.notes == (f"{TIME_CODES}1 8",)
    assert parsed(SRT).text == f"ANNA WEBER: {SAID}\n\nBERT KRAMER: {ASKED}"


def test_lines_that_stay_on_the_screen_are_said_once() -> None:
    assert parsed(ROLLING).text == "Guten Tag, wir haben uns geeinigt auf neun Seiten. Und nun zu Ihren Fragen."


@pytest.mark.parametrize(
    "text",
    [
        f"[00:00:01] Anna Weber: {SAID}\n[00:00:08] Bert Kramer: {ASKED}\n[00:00:12] Anna Weber: Nichts.\n",
        f"00:01 Anna Weber: {SAID}\n00:08 Bert Kramer: {ASKED}\n00:12 Anna Weber: Nichts.\n",
        f"Anna Weber (00:00:01): {SAID}\nBert Kramer (00:00:08): {ASKED}\nAnna Weber (00:00:12): Nichts.\n",
        f"Anna Weber  0:01\n{SAID}\n\nBert Kramer  0:08\n{ASKED}\n\nAnna Weber  0:12\nNichts.\n",
        f"Anna Weber\n0:01\n{SAID}\nBert Kramer\n0:08\n{ASKED}\nAnna Weber\n0:12\nNichts.\n",
    ],
)
def test_texts_with_time_codes(text: str) -> None:
    found = parsed(text)
    assert found.text == f"Anna Weber: {SAID}\n\nBert Kramer: {ASKED}\n\nAnna Weber: Nichts."
    assert found.notes == (f"{TIME_CODES}1 8 12",)


def test_the_head_of_a_transcript_stays() -> None:
    text = f"Pressekonferenz in Genf\n16. Juni 2021\n\n00:01 {SAID}\n00:08 {ASKED}\n00:12 Nichts.\n"
    assert parsed(text).text.startswith("Pressekonferenz in Genf\n16. Juni 2021\n\nGuten Tag")


def test_an_article_that_tells_times_is_none() -> None:
    text = "Live-Ticker aus Genf\n\n" + "Um 10:30 Uhr kamen die Delegationen an, wie es geplant war.\n" * 8
    assert kind_of("a.txt", text.encode(), Limits()).name == "txt"


def test_damaged_subtitles_are_refused() -> None:
    with pytest.raises(Refused):
        parsed("WEBVTT\n\n00:00:01.000 --> \n")
