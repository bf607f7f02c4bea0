"""Where sentences end in German news, and which lines are none."""

import pytest

from app.nlp.text.sentences import split


def parts(text: str) -> list[tuple[str, str]]:
    return [(text[one.start : one.end], one.kind) for one in split(text)]


SENTENCES = [
    ("Am 6. Januar kam er. Er ging.", ["Am 6. Januar kam er.", "Er ging."]),
    ("Dr. Anna Weber sprach. Prof. Klein schwieg.", ["Dr. Anna Weber sprach.", "Prof. Klein schwieg."]),
    ("Joseph R. Biden kam. Dann ging er.", ["Joseph R. Biden kam.", "Dann ging er."]),
    ("Es geht um Waffen, z. B. Raketen. Und mehr.", ["Es geht um Waffen, z. B. Raketen.", "Und mehr."]),
    ("Das kostet 3,5 Mio. Euro. Zu viel.", ["Das kostet 3,5 Mio. Euro.", "Zu viel."]),
    ("Er kam 2020. Die Wahl war vorbei.", ["Er kam 2020.", "Die Wahl war vorbei."]),
    ("„Was? Nein!“, rief sie. Stille.", ["„Was? Nein!“, rief sie.", "Stille."]),
    ("Er sagte: „Ja. Nein.“ Dann ging er.", ["Er sagte: „Ja.", "Nein.“", "Dann ging er."]),
    ("»Gut. Sehr gut«, sagte er. Ende.", ["»Gut. Sehr gut«, sagte er.", "Ende."]),
    ('Er sagte: "Ja. Nein."Dann ging er.', ['Er sagte: "Ja.', 'Nein."', "Dann ging er."]),
    ('Das sagte Berg."Nein."So ist es.', ["Das sagte Berg.", '"Nein."', "So ist es."]),
    ("Das schrieb er auf X. „Nein“, sagte sie.", ["Das schrieb er auf X.", "„Nein“, sagte sie."]),
    ("Warum?  Darum!\nSo ist es.", ["Warum?", "Darum!", "So ist es."]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences_end_where_german_news_ends_them(text: str, expected: list[str]) -> None:
    assert [surface for surface, _ in parts(text)] == expected


LINES = [
    ("Ein Handschlag ohne Illusionen\n\nDie Lage blieb ernst.", ("Ein Handschlag ohne Illusionen", "heading")),
    ("Es geht weiter.\n\nWas kommt nun?\n\nNiemand weiß es.", ("Was kommt nun?", "heading")),
    ("Das ist alles.\nQuelle: AFP", ("Quelle: AFP", "signature")),
    ("Das ist alles. (apa/reu/dpa)", ("(apa/reu/dpa)", "signature")),
    (
        "Streit um Geld\n\nVon Anna Berg und Karl Meier, Paris\n\nDas ist alles.",
        ("Von Anna Berg und Karl Meier, Paris", "signature"),
    ),
    (
        "Streit um Geld\nVon Anna Berg, sagte er, wisse er nichts.",
        ("Von Anna Berg, sagte er, wisse er nichts.", "sentence"),
    ),
    ("Streit um Geld\n\nInterview: Anna Berg\n\nDas ist alles.", ("Interview: Anna Berg", "signature")),
    (
        "Das ist alles.\n(Bericht von Anna Berg, redigiert von Karl Meier.)",
        ("(Bericht von Anna Berg, redigiert von Karl Meier.)", "signature"),
    ),
    ("Das ist alles. Ein Kommentar von Anna Berg", ("Ein Kommentar von Anna Berg", "signature")),
    ("Das ist alles. (APA, 28.4.2016)", ("(APA, 28.4.2016)", "signature")),
    ("„Wir bleiben.“ (Vera Lenz aus Belgrad, 12. 3. 2016)", ("(Vera Lenz aus Belgrad, 12. 3. 2016)", "signature")),
    ("Berlin taz | Das Treffen begann.", ("Berlin taz |", "signature")),
    ("Genf (dpa) - Das Treffen begann.", ("Genf (dpa) -", "signature")),
    ("Frankfurt, 28. Juli (Reuters) – Die Bank schwieg.", ("Frankfurt, 28. Juli (Reuters) –", "signature")),
    (" date 2021-06 Das Treffen begann.", ("date 2021-06", "meta")),
    (
        "Sehen Sie im Video: Kanzler will reden Nach dem Treffen sprach er.",
        ("Sehen Sie im Video: Kanzler will reden", "meta"),
    ),
    ("Rückkehr der Botschafter . Die Beziehungen ruhten.", ("Rückkehr der Botschafter .", "heading")),
]


@pytest.mark.parametrize(("text", "expected"), LINES)
def test_lines_that_are_no_sentences_are_told_apart(text: str, expected: tuple[str, str]) -> None:
    assert expected in parts(text)


def test_brackets_in_prose_are_no_signature() -> None:
    assert parts("Der Vorsitzende (SPD) kam.") == [("Der Vorsitzende (SPD) kam.", "sentence")]


def test_every_visible_character_lies_in_exactly_one_span() -> None:
    text = " date 2021-06 Erster Satz. Zweiter!\n\nHeading\n\n„Drei. Vier“, sagte er.\n(dpa)\n"
    covered = [place for one in split(text) for place in range(one.start, one.end)]
    assert len(covered) == len(set(covered))
    assert {place for place, sign in enumerate(text) if not sign.isspace()} <= set(covered)
