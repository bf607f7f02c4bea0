"""The wider search for topics: which words find which, what is left out, and what hits are worth together.

Measured on the two events and five seeds with gold, when this was written: of the 4 topics and sources that the gold
has and no mark says, all 4 are offered; of 115 that the gold has not, 9 (8 %). With every second line of the lexicon
struck out at random (12 draws), as topics are on events that nobody tuned them to: 122 of 167 (73 %) and 60 of 1385
(4 %).
Above ``LEAST_STRENGTH`` a threshold costs more true offers than false ones: at 0.45 it is 2 of 4 and still 9. Below it
is a weak word inside another ("Grenze" in Grenzwert): of 55 such offers on the invented summit 7 were right, and each
kept a true absence from being told.
"""

import subprocess
import sys
from typing import Any

import pytest

from app.compare.topic_search import LEAST_STRENGTH, SearchHit, TopicSearch, search_of, search_words, strength
from app.correct.decisions import TopicCreated
from app.correct.lexicon import edited, finders_of
from app.nlp.topics.lexicon import build_lexicon, load_lexicon, read_lexicon

JAIL = ["Haft", "Journalisten"]
SETTINGS = read_lexicon()["settings"]


def searching(**lines: Any) -> TopicSearch:
    """A lexicon of one topic with the lines given (``strong``, ``weak``, ``exclude``)."""
    labels = dict.fromkeys(("label_de", "label_en", "description_de", "description_en"), "x")
    table = labels | {"group": "issue", "not": lines.pop("exclude", [])} | lines
    return TopicSearch(build_lexicon({"settings": SETTINGS, "topics": {"t": table}}))


def found(line: str, text: str, **more: Any) -> list[str]:
    hits = searching(weak=[line], **more).hits(text).get("t", ())
    return [text[hit.start : hit.end] for hit in hits]


@pytest.mark.parametrize(
    ("line", "text", "words"),
    [
        # inflected, folded, hyphened
        ("Zoll", "Die Zölle und Zolls.", ["Zölle", "Zolls"]),
        ("Klimaziele", "Das Klimaziel wackelt.", ["Klimaziel"]),
        ("Rüstung", "Ruestung und RÜSTUNG.", ["Ruestung", "RÜSTUNG"]),
        ("Guantánamo", "Nach Guantanamo.", ["Guantanamo"]),
        ("Steuer", "Mit den Steuern.", ["Steuern"]),
        ("konstruktiv", "Konstruktives und konstruktive Worte.", ["Konstruktives", "konstruktive"]),
        ("Cybersicherheit", "Cyber-Sicherheit zuerst.", ["Cyber-Sicherheit"]),
        ("Energie", "Die Energie-Effizienz steigt.", ["Energie"]),
        ("liefern", "Sie lieferten nicht, sie liefert.", ["lieferten", "liefert"]),
        # inside compounds
        ("Energie", "In den Energiesystemen.", ["Energiesystemen"]),
        ("Energie", "Die Atomenergiebehörde prüft Atomenergie.", ["Atomenergiebehörde", "Atomenergie"]),
        ("fossil*", "Von fossilen Brennstoffen.", ["fossilen"]),
        ("Klima", "Bis 2045 klimaneutral.", ["klimaneutral"]),
        ("Grenze", "Mehr Grenzkontrollen.", ["Grenzkontrollen"]),
        ("Frieden", "Die Friedensgespräche.", ["Friedensgespräche"]),
        ("Zoll", "Das Zollpaket.", ["Zollpaket"]),
        ("Stahl", "Edelstahl und Stahlwerke.", ["Edelstahl", "Stahlwerke"]),
        ("*Zoll", "Die Strafzölle.", ["Strafzölle"]),
        ("*haft*", "Untersuchungshaftbefehl.", ["Untersuchungshaftbefehl"]),
        # not in words that only look like it
        ("Krim", "Kriminelle in Krimis, auf der Krim.", ["Krim"]),
        ("Frieden", "Friedrich Merz.", []),
        ("Agent", "Die Agentur meldet.", []),
        ("Haft", "Dauerhaft, ernsthaft, die Mannschaft.", []),
        ("Handel", "Ein ausverhandelter Vertrag.", []),
        ("Hunger", "Beziehungen und Drohungen.", []),
        ("Einfuhr", "Man wolle das einführen.", []),
        ("Rat", "Die Beratung der Räte im Vaterland.", []),
        ("ab", "Aber Abend, Abbau.", []),
        # short words and acronyms
        ("Öl", "Öl und Ölpreise, Höll.", ["Öl"]),
        ("Öl", "Der Öl-Preis.", ["Öl"]),
        ("WTO", "WTO, WTO-Regeln, Wto.", ["WTO", "WTO"]),
        ("START", "Der START-Vertrag, der Start.", ["START"]),
        # not across words
        ("Klimaschutz", "Das Klima schützt.", []),
        ("Naher Osten", "Im Nahen Osten, im Osten nahe.", ["Nahen", "Osten"]),
        ("rote Linie", "Die roten Linien.", ["roten", "Linien"]),
        # both sides, anywhere in the sentence
        ("Haft + Journalist", "Haft, so hieß es am Abend in den Fluren Wiens, für ihn, den Journalisten.", JAIL),
        ("Haft + Journalist", "Er kam in Haft.", []),
        ("Waffe | Panzer", "Der Panzer.", ["Panzer"]),
    ],
)  # fmt: skip
def test_which_words_are_found(line: str, text: str, words: list[str]) -> None:
    assert found(line, text) == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Das Betriebsklima ist gut.", []),
        ("Betriebsklimas und Klimaanlagen.", []),
        ("Das Klima und das Betriebsklima.", ["Klima"]),
        ("Ein gutes Klima herrschte.", []),
        ("Das gute Wetter, das Klima.", ["Klima"]),
        ("Das Betriebs-Klima.", []),
        ("Geschäftsklimaindex.", []),
    ],
)
def test_excluded_words_find_nothing(text: str, words: list[str]) -> None:
    assert found("Klima", text, exclude=["Betriebsklima", "Klimaanlage", "gutes Klima", "Geschäftsklima*"]) == words


def test_what_lines_share_is_a_word_of_the_topic_too() -> None:
    combinations = ["Botschafter + Rückkehr", "Botschafter + Abzug", "Botschafter + Rückruf"]
    assert found("x", "Der Botschafter schwieg.", strong=combinations) == ["Botschafter"]
    assert found("x", "Die Rückkehr war schön.", strong=combinations) == []
    compounds = ["Steuersenkung", "Steuerflucht", "Steuerpolitik"]
    assert found("x", "Die Steuer auf Strom, die Stromsteuer.", strong=compounds) == ["Steuer", "Stromsteuer"]
    assert found("x", "Die Steuer auf Strom.", strong=compounds[:2]) == []


def test_what_many_topics_share_is_nobodys_word() -> None:
    assert "energie" not in search_of(load_lexicon()).hits("Die Menschen in China.")
    assert "migration" not in search_of(load_lexicon()).hits("Die Menschen in China.")


def test_strength_grows_with_the_evidence() -> None:
    def of(text: str) -> float:
        return strength(searching(strong=["Energiewende"], weak=["Strom", "Kohle"]).hits(text).get("t", ()))

    strong, two, one = of("Die Energiewende."), of("Strom aus Kohle."), of("Viel Strom.")
    part, weak_part = of("Das Energiewendegesetz."), of("Die Stromsteuer.")
    assert 1 > strong > two > one > part >= LEAST_STRENGTH > weak_part > 0
    assert of("Strom, Strom und nochmals Strom.") == one
    assert of("Nichts davon.") == strength([]) == 0


def test_hits_say_where_and_why() -> None:
    text = "Gestern gab es die Energiewende, heute Stromnetze."
    assert searching(strong=["energiewende*"], weak=["Strom"]).hits(text) == {
        "t": (
            SearchHit(19, 31, "energiewende", strong=True, part=False),
            SearchHit(39, 49, "Strom", strong=False, part=True),
        )
    }


def test_a_topic_made_in_the_browser_is_searched_as_well() -> None:
    edit = TopicCreated(slug="geld", label_de="Geld", label_en="Money", strong=("Klimafinanzierung",), weak=("Geld",))
    search = search_of(finders_of(edited([edit]))[-1].lexicon)
    assert search is search_of(finders_of(edited([edit]))[-1].lexicon)
    assert [hit.word for hit in search.hits("Wo sind die Geldgeber der Klimafinanzierungen?")["geld"]] == [
        "Geld",
        "Klimafinanzierung",
    ]
    assert set(search.words("geld")) == {"Klimafinanzierung", "Geld"}


def test_the_words_that_are_told() -> None:
    table = {"strong": ["klimaschutz*", "Kohle + Ausstieg", "Kohle + Ende", "Kohle + Strom"], "weak": ["CO2 | Methan"]}
    assert search_words(table) == ("klimaschutz", "CO2", "Methan", "Kohle")
    assert search_words({}) == ()


def test_every_mark_of_a_single_word_is_found_by_the_search() -> None:
    """What is marked is certainly found: each plain line of the shipped lexicon, as it stands."""
    search, missed = search_of(load_lexicon()), []
    for slug, table in read_lexicon()["topics"].items():
        for line in (*table.get("strong", ()), *table.get("weak", ())):
            for entry in line.split(" | "):
                plain = entry.replace("*", "").replace(" + ", " ")
                hits = search.hits(plain).get(slug, ())
                barred = any(word.strip("*").casefold() in plain.casefold() for word in table.get("not", ()))
                if not hits and not barred:
                    missed.append((slug, entry))
    assert missed == []


@pytest.mark.parametrize("text", ["", "…", "-", "a-b-c-d", "😀" * 50, "Klima-" * 200, "x" * 5000, "\u0308Ö-ö"])
def test_odd_texts(text: str) -> None:
    for hits in search_of(load_lexicon()).hits(text).values():
        assert all(text[hit.start : hit.end] for hit in hits)


def test_the_web_may_import_it() -> None:
    code = "import sys, app.compare.topic_search; print({'spacy', 'numpy'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
