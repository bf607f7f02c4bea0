"""Lines that a program broke are joined; lines that somebody wrote stay."""

import textwrap

import pytest

from app.intake.plain_text import unwrap

PARAGRAPHS = [
    "Die Außenminister der sieben Staaten haben sich am Mittwoch in Lindau auf einen Fahrplan für Schiffe geeinigt.",
    "Bis zum Herbst sollen die Behörden gemeinsame Regeln für Elektroboote vorlegen, sagte Ministerin Holzapfel nach"
    " den Beratungen. Umweltverbände nannten das Ergebnis enttäuschend.",
    "Er verwies auf Messungen des Landesamts, nach denen der Lärm an 14 von 20 Stellen über dem Richtwert lag.",
]


@pytest.mark.parametrize("width", [48, 60, 72, 78, 100])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_wrapped_paragraphs_are_whole(width: int, between: str) -> None:
    wrapped = between.join(textwrap.fill(paragraph, width) for paragraph in PARAGRAPHS)
    joined = unwrap(f"Gespräche am See\n\nVon Anna Berg\n\n{wrapped}\n")
    lines = [line for line in joined.split("\n") if line]
    assert lines[:2] == ["Gespräche am See", "Von Anna Berg"]
    if between == "\n\n":
        assert lines[2:] == PARAGRAPHS
    assert " ".join(" ".join(lines[2:]).split()) == " ".join(PARAGRAPHS)


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(PARAGRAPHS),
        "\n\n".join(PARAGRAPHS),
        "Titel\nVon Anna Berg\nSüddeutsche Zeitung, 16.06.2021\n\nEin kurzer Satz.",
        "Wer kam:\n- Anna Berg aus Wien, die für die Werften spricht\n- Karl Meier, der für die Verbände spricht\n"
        "- Eva Holz, die für das Land spricht",
        "Wie geht es Ihnen heute, am Tag nach dem Gipfel von Lindau?\nMinister: Gut.\n\nWas bleibt von diesem Gipfel?"
        f"\nMinister: {PARAGRAPHS[1]}\n\nWar das alles?\nMinister: {PARAGRAPHS[0]}",
        "Es war einmal\nein Mann am See\nder hatte ein Boot\nund fuhr darin fort",
        "",
        "Wort",
    ],
    ids=["a line each", "paragraphs", "head", "list", "interview", "poem", "nothing", "word"],
)
def test_written_lines_stay(text: str) -> None:
    assert unwrap(text) == text
