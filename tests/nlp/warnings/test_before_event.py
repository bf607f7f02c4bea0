"""What tells that a text was written before its event was over, and what only looks like it."""

import pytest

from app.nlp.text.sentences import split
from app.nlp.warnings.before_event import find_upcoming

BODY = "Der Präsident traf die Kanzlerin am Mittwoch in Wien. Sie sprachen über Handel. {} Damit endet der Text."


def announced(sentence: str, body: str = BODY) -> list[str]:
    text = body.replace("{}", sentence)
    return [text[start:end] for start, end in find_upcoming(text, split(text))]


@pytest.mark.parametrize(
    "sentence",
    [
        "Merkel wollte nach dem Treffen noch eine Pressekonferenz geben, eine gemeinsame war ausgeschlossen.",
        "Die Pressekonferenz der Kanzlerin stand noch aus.",
        "Eine gemeinsame Abschlusserklärung stand zunächst noch aus.",
        "Der französische Präsident wird am Abend vor die Presse treten.",
        "Am Abend wollen beide getrennt vor die Journalisten treten.",
        "Das Vier-Augen-Gespräch sollte am Nachmittag beginnen.",
        "Die Beratungen sollen am Freitagabend fortgesetzt werden.",
        "Anschließend wollten die Minister eine Erklärung abgeben.",
        "Für den Abend ist ein Abendessen der Staats- und Regierungschefs geplant.",
        "Im Anschluss war eine Pressekonferenz vorgesehen.",
        "Gegen 18 Uhr soll die Sitzung enden, teilte eine Sprecherin mit.",
        "Der Vorstandschef werde sich im Laufe des Tages vor den Medien äußern, hieß es.",
        "Eine Abstimmung wird am späten Abend erwartet.",
        "Danach sollten die Gespräche im größeren Kreis weitergehen.",
    ],
)
def test_a_part_still_to_come_is_found(sentence: str) -> None:
    assert announced(sentence) == [sentence]


@pytest.mark.parametrize(
    "sentence",
    [
        "Ein weiteres Treffen wird 2022 in Paris stattfinden.",
        "Der nächste Gipfel soll im Herbst stattfinden.",
        "Im kommenden Jahr wollen die Minister noch eine Konferenz abhalten.",
        "In zwei Wochen sollen die Gespräche beginnen.",
        "Nach dem Treffen sollen die Beratungen im Juli beginnen.",
        "Das Gespräch sollte ursprünglich am Nachmittag beginnen.",
        "Das Gespräch sollte am Nachmittag beginnen, doch der Präsident kam erst am Abend.",
        "Eine gemeinsame Pressekonferenz sollte es nach dem Treffen nicht geben.",
        "Nach dem Treffen gab Merkel am Abend noch eine Pressekonferenz.",
        "Die Gespräche dauerten bis zum Abend.",
        "„Wir werden am Abend noch eine Pressekonferenz geben“, sagte der Sprecher.",
        "Wird die Kanzlerin am Abend noch eine Erklärung abgeben?",
        "Merkel will Menschenrechte weiter ansprechen.",
        "Er will nach dem Treffen noch enger mit Wien zusammenarbeiten.",
        "Am Abend soll der Präsident zum Nato-Gipfel fliegen.",
        "Am Montagabend soll der EU-Gipfel beginnen.",
        "1985 wollten die beiden nach dem Gespräch noch eine Erklärung abgeben.",
        "Merkel hatte am Abend noch eine Pressekonferenz geben wollen.",
        "Die Ergebnisse sollen geprüft werden.",
        "Wenn die Gespräche am Abend enden sollten, wäre das ein Erfolg.",
        "Die beiden Diplomaten sollen nun wieder ihre Posten übernehmen.",
    ],
)
def test_what_is_no_sign(sentence: str) -> None:
    assert announced(sentence) == []


def test_what_the_text_itself_reports_as_held_is_no_sign() -> None:
    early = "Merkel wollte nach dem Treffen noch eine Pressekonferenz geben."
    held = BODY.replace("Damit endet", "Auf ihrer Pressekonferenz sagte Merkel, es gebe viel zu tun. Damit endet")
    other = held.replace("sagte Merkel", "sagte Macron")
    assert announced(early, held) == []
    assert announced(early, other) == [early]


@pytest.mark.parametrize(
    "sign", ["„", "Am Abend soll ", "noch aus ", '"', "das Treffen steht noch aus und ", "vor die "]
)
def test_odd_texts(sign: str) -> None:
    text = sign * 5000
    assert all(0 <= start < end <= len(text) for start, end in find_upcoming(text, split(text)))
