"""Signatures of news agencies, and what only looks like one."""

import pytest

from app.nlp.text.sentences import split
from app.nlp.text.signatures import find_agencies

BODY = "Der Rat hat am Mittwoch getagt. Die Ministerin sagte, es sei genug Zeit."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{BODY} (apa/reu/dpa)", ["APA", "Reuters", "dpa"]),
        (f"{BODY}\nQuelle: AFP", ["AFP"]),
        (f"{BODY}\n\nQuelle: dpa/lby", ["dpa"]),
        (f"{BODY}\n\nQuellen: dpa, Reuters und AFP", ["dpa", "Reuters", "AFP"]),
        (f"{BODY}\n\nals/AFP/dpa", ["AFP", "dpa"]),
        (f"{BODY}\n\n(lb/dpa)", ["dpa"]),
        (f"{BODY} (SDA)", ["SDA"]),
        (f"{BODY} [Keystone-SDA]", ["Keystone-SDA"]),
        (f"{BODY}\n\nMit Material von dpa und AFP", ["dpa", "AFP"]),
        (f"{BODY}\n\nMit Material der Nachrichtenagentur Reuters", ["Reuters"]),
        (f"{BODY}\n\nMit Informationen von AFP und dpa", ["AFP", "dpa"]),
        (f"{BODY}\n\nMit Informationen der Nachrichtenagentur Reuters", ["Reuters"]),
        (f"{BODY}\n\n© dpa-infocom, dpa:210616-99-23423/3", ["dpa"]),
        (f"{BODY} dpa/afp", ["dpa", "AFP"]),
        (f"{BODY} AFP", ["AFP"]),
        (f"{BODY}\n\n(red, ORF.at/Agenturen)", []),
        (f"{BODY}\n\nRTR/kro", ["Reuters"]),
        (f"Frankfurt, 28. Juli (Reuters) – {BODY}", ["Reuters"]),
        (f"Berlin, 17. Juni 2021 (dpa) – {BODY}", ["dpa"]),
        (f"GENF/MOSKAU (dpa) - {BODY}", ["dpa"]),
        (f"Berlin (dpa/AFP) – {BODY}", ["dpa", "AFP"]),
        (f"Vatikanstadt (KNA) {BODY}", ["KNA"]),
        (f"dpa Berlin – {BODY}", ["dpa"]),
        (f"Berlin (epd). {BODY}", ["epd"]),
        (f"(Reuters) - {BODY}", ["Reuters"]),
        (f"Gipfel endet ohne Einigung\n\n(dpa/AFP) {BODY}", ["dpa", "AFP"]),
        (f"[AFP] – {BODY}", ["AFP"]),
        (f"WASHINGTON, June 16 (Reuters) - {BODY}", ["Reuters"]),
        (f"Berlin (dpa) - {BODY} (dpa)", ["dpa"]),
    ],
)
def test_signatures(text: str, expected: list[str]) -> None:
    assert find_agencies(text, split(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        f"{BODY} Wie AFP berichtet, war der Saal voll.",
        f"{BODY} Das sagte er der dpa.",
        f"AFP zufolge war der Saal voll. {BODY}",
        f"{BODY} Reuters hatte zuerst berichtet.",
        f"{BODY}\n\nMit Informationen von Anna Berg aus Genf",
        f"{BODY} Er versorgte die Redaktion mit Informationen von AFP.",
        f"{BODY} (mt)",
        f"(Genf) {BODY}",
        f"(laut dpa) {BODY}",
        f"(AFP hatte zuvor anderes gemeldet.) {BODY}",
        f"{BODY} (ap)",
        f"{BODY}\n\nsid",
        "Das Papier liegt der Nachrichtenagentur dpa vor.",
        "Die Nachrichtenagenturen dpa, AFP und Reuters haben Büros in Genf.",
        "",
        "((((/////))))",
    ],
)
def test_what_is_no_signature(text: str) -> None:
    assert find_agencies(text, split(text)) == []
