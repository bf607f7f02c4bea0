"""Lines that do not belong to an article are told with their place; those that do are left alone."""

import re

import pytest

from app.intake.warnings import PAGE_LINES, SHORT_WORDS, find_warnings

BODY = " ".join(f"Der Rat hat am Mittwoch zum {n}. Mal getagt und lange beraten." for n in range(SHORT_WORDS))


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Wir verwenden Cookies, um Ihnen das beste Erlebnis zu bieten.", "cookie-notice"),
        ("Alle akzeptieren", "cookie-notice"),
        ("Cookie-Einstellungen", "cookie-notice"),
        ("Wir und unsere 213 Partner verarbeiten Ihre Daten.", "cookie-notice"),
        ("Dieser Artikel ist exklusiv für Abonnenten.", "paywall"),
        ("Jetzt weiterlesen mit dem Probeabo", "paywall"),
        ("Sie sind bereits Abonnent? Hier anmelden", "paywall"),
        ("Noch kein Abo? Die ersten vier Wochen für 1 Euro", "paywall"),
        ("Danach 9,99 Euro im Monat, jederzeit kündbar", "paywall"),
        ("Sehen Sie im Video: Der Präsident landet", "leaked-caption"),
        ("Foto: dpa/Peter Klaunzer", "leaked-caption"),
        ("Der Präsident vor der Villa. (Foto: AFP)", "leaked-caption"),
        ("Die Villa La Grange (Archivbild)", "leaked-caption"),
        ("Datum: 16.06.2021", "leaked-metadata"),
        ("Lesezeit: 5 Minuten", "leaked-metadata"),
        ("4 Min. Lesezeit", "leaked-metadata"),
        ("Kommentare (12)", "leaked-metadata"),
        ("Veröffentlicht am 16.06.2021 um 19:45 Uhr", "leaked-metadata"),
        ("Lesen Sie auch: Was auf dem Gipfel geschah", "boilerplate"),
        ("Mehr zum Thema", "boilerplate"),
        ("Abonnieren Sie unseren Newsletter", "boilerplate"),
        ("© 2021 Alle Rechte vorbehalten", "boilerplate"),
        ("Anzeige", "boilerplate"),
    ],
)
def test_a_line_that_does_not_belong(line: str, code: str) -> None:
    for text in (f"{line}\n{BODY}", f"{BODY}\n\n  {line}  \n\n{BODY}", f"{BODY}\n{line}"):
        (warning,) = find_warnings(text)
        assert warning.code == code
        assert text[warning.start : warning.end] == line


@pytest.mark.parametrize(("code", "row"), [(code, row) for code, rows in PAGE_LINES.items() for row in rows])
def test_a_row_speaks_in_its_example(code: str, row: dict[str, str]) -> None:
    line = row["example"]
    assert re.search(row["pattern"], line, re.I)
    (warning,) = find_warnings(text := f"{BODY}\n{line}\n{BODY}")
    assert (warning.code, text[warning.start : warning.end]) == (code, line)


@pytest.mark.parametrize(
    "line",
    [
        "Der Gerichtshof entschied, dass Nutzer dem Setzen von Cookies zustimmen müssen.",
        "Der Verlag verkauft mehr Abonnements als vor einem Jahr.",
        "„Lesen Sie den Vertrag“, sagte der Minister, „und Sie werden es verstehen.“",
        "Auf dem Bild ist der Präsident zu sehen, wie er die Treppe hinaufgeht.",
        "Das Video zeigt, wie die Wagen vorfahren, und wurde oft geteilt.",
        "Die Kommentare der Diplomaten fielen verhalten aus.",
        "Die Anzeige gegen den Minister wurde zurückgezogen.",
        "Sie teilen die Sorge, das Datum könnte zu früh sein.",
        "Das Copyright soll auf dem Gipfel nicht besprochen werden.",
        "Die Minister folgen dem Vorschlag der Kommission, wie Facebook mitteilte.",
        "Mehr als tausend Menschen kamen nach Lindau, und es wurden stündlich mehr.",
        "Mehr Geld für den See",
        "Hier geht es um die Sicherheit, sagte der Kanzler, und um nichts anderes als die Sicherheit der Menschen am"
        " See, die seit Jahren auf eine Lösung warten und von denen viele nicht mehr daran glauben.",
        "Alle Meldungen über einen Rückzug seien falsch, sagte der Sprecher.",
        "Der Text wurde bis in die Nacht hinein verhandelt.",
        "Der Stand der Verhandlungen: drei von neun Punkten sind offen.",
        "Wie hat der Kanzler das gemeint?",
        "An dieser Stelle will die Stadt einen Hafen bauen.",
        "Diese Woche für drei Tage in Genf: der Präsident.",
        "Im Video-Chat hatten sie zuvor dreißig Minuten lang gestritten.",
        "Sie hatten das Abo des Verlags gekündigt, weil es ihnen zu teuer war.",
        "Ohne Werbung und ohne Versprechen ging die Wahl zu Ende.",
    ],
)
def test_prose_about_the_same_words(line: str) -> None:
    assert find_warnings(f"{BODY}\n{line}\n{BODY}") == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        (BODY, []),
        ("Genf", ["no-sentence", "too-short"]),
        ("Der Rat hat getagt.", ["too-short"]),
        ("Der Rat hat getagt. Doch dann …", ["teaser"]),
        ("\n".join(["Wort Wort Wort"] * 40), ["no-sentence"]),
        ("", []),
    ],
)
def test_what_holds_for_the_whole(text: str, codes: list[str]) -> None:
    assert sorted(warning.code for warning in find_warnings(text)) == codes


def test_a_page_that_says_it_is_not_free() -> None:
    (warning,) = find_warnings(BODY, paywalled=True)
    assert warning.code == "paywall"


def test_furniture_that_ran_into_a_paragraph_is_shown_alone() -> None:
    (warning,) = find_warnings(text := f" date 2021-06 {BODY}")
    assert (warning.code, text[warning.start : warning.end]) == ("leaked-metadata", "date 2021-06")


AUTHOR = "Petra Amsel"


@pytest.mark.parametrize(
    "line",
    [
        "Petra Amsel ist Korrespondentin für den Bodenseeraum.",
        "Petra Amsel, Jahrgang 1978, berichtet seit 2010 aus Lindau.",
        "Petra Amsel schreibt über Schiffe und Häfen.",
        "Jonas Kiebitz ist Redakteur im Ressort Politik.",
        "Der Autor ist Wirtschaftsredakteur in Bregenz.",
    ],
)
def test_who_wrote_it_is_told_at_the_end(line: str) -> None:
    (warning,) = find_warnings(text := f"{BODY}\n{line}", authors=[AUTHOR])
    assert (warning.code, text[warning.start : warning.end]) == ("boilerplate", line)
    assert find_warnings(f"{line}\n{BODY}\n{BODY}\n{BODY}\n{BODY}\n{BODY}\n{BODY}\n{BODY}", authors=[AUTHOR]) == ()


def test_prose_about_a_writer_stays() -> None:
    for line in ("Petra Amsel sagte, der See sei schön.", "Angela Merkel ist die Kanzlerin der Deutschen."):
        assert find_warnings(f"{BODY}\n{line}", authors=[AUTHOR]) == ()


def test_lines_that_a_page_sets_apart() -> None:
    line = "Hafen: Warum die Werft in Bregenz schließt"
    (warning,) = find_warnings(text := f"{BODY}\n{line}\n{BODY}", beside=[line])
    assert (warning.code, text[warning.start : warning.end]) == ("boilerplate", line)


@pytest.mark.parametrize(
    "end", ["Die Schweiz hatte sich zuvor gegen eine feste Frist", "Die Minister, die seit Wochen über den See und"]
)
def test_a_text_that_ends_within_a_sentence(end: str) -> None:
    short = "Der Rat hat am Mittwoch getagt und lange beraten. " * 6
    (warning,) = find_warnings(text := f"{short}\n{end}")
    assert (warning.code, text[warning.start : warning.end]) == ("teaser", end)
    for other in ("Von Petra Amsel und Jonas Kiebitz in Lindau und Bregenz", "Rat tagt lange", f"„{end}“."):
        assert find_warnings(f"{short}\n{other}") == ()
