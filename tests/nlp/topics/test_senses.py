"""Words of a topic that are said of everyday life, and lists of countries."""

import pytest

from app.nlp.pipeline import analyse


def _topics(text: str) -> set[str]:
    return {mark.slug for sentence in analyse(text).sentences for mark in sentence.topics}


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Das Klima in der Mannschaft stimmt wieder.", "klima"),
        ("Im Lehrerkollegium herrscht ein raues Klima.", "klima"),
        ("Das Klima zwischen den Nachbarn ist frostig.", "klima"),
        ("Die Invasion der Marienkäfer ärgert die Winzer.", "militaereinsaetze"),
        ("Forscher warnen vor einer Invasion asiatischer Hornissen.", "militaereinsaetze"),
        ("Beim Einmarsch der Athleten regnete es.", "militaereinsaetze"),
        ("Die Machtübernahme im Fußballklub gelang über Nacht.", "rechtsstaat"),
        ("Für Katzen gilt ein Einreiseverbot auf die Vogelinsel.", "sanktionen"),
        ("Der Häftling wurde aus humanitären Gründen entlassen.", "humanitaere-hilfe"),
        ("Die Einwanderung der Wölfe nach Sachsen begann vor 20 Jahren.", "migration"),
        ("Briefmarken aus Kuba, Korea, China und dem Kosovo lagen in der Vitrine.", "korea"),
        ("Fahrkarten gibt es nach Serbien, nach Bosnien und in die Türkei.", "eu-erweiterung"),
        ("Sportler aus Kenia, aus der Ukraine und aus China liefen mit.", "china"),
        ("In der Werkstatt arbeiten Syrer, Afghanen und Iraner zusammen.", "syrien"),
    ],
)
def test_another_sense(text: str, topic: str) -> None:
    assert topic not in _topics(text)


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Die Schule setzt sich für das Klima ein.", "klima"),
        ("Das Klima in der Region verändert sich rasch.", "klima"),
        ("Im Konzern ist man für das Klima zuständig.", "klima"),
        ("Seit der Invasion der Amerikaner im Irak herrscht Gewalt.", "militaereinsaetze"),
        ("Der Einmarsch der Truppen begann in der Nacht.", "militaereinsaetze"),
        ("Nach der Machtübernahme des Militärs wurden Journalisten verhaftet.", "rechtsstaat"),
        ("Das Einreiseverbot für Oligarchen bleibt bestehen.", "sanktionen"),
        ("Asyl für verfolgte Journalisten fordern Verbände.", "migration"),
        ("Die Krisen in Libyen, in Syrien und in der Ukraine beschäftigten den Rat.", "syrien"),
    ],
)
def test_the_sense_of_the_topic(text: str, topic: str) -> None:
    assert topic in _topics(text)
