"""The recogniser, what can stand in its place, and how it is trained."""

from pathlib import Path

import pytest
import spacy

from app.nlp.entities.component import spans
from app.nlp.entities.features import Features, shape
from app.nlp.entities.gazetteer import gazetteer
from app.nlp.german.word_table import words
from app.nlp.pipeline import analyse, build
from app.nlp.training import corpora, recogniser

TINY = """#\tsource
1\tAngela\tB-PER\tO
2\tMerkel\tI-PER\tO
3\tbesucht\tO\tO
4\tdeutsche\tB-LOCderiv\tO
5\tFirmen\tO\tO
6\tin\tO\tO
7\tParis\tB-LOC\tO
8\t.\tO\tO

1\tSiemens\tB-ORG\tO
2\twächst\tO\tO
"""


def kinds(text: str) -> dict[str, str]:
    return {m.surface: m.kind for m in analyse(text).mentions if m.via == "name"}


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("Das Treffen im Weißen Haus dauerte drei Stunden.", "Weißen Haus", "place"),
        ("Der Kreml wies das zurück.", "Kreml", "place"),
        ("Ein Beitritt zur Nato sei nicht geplant.", "Nato", "organisation"),
        ("Die Europäische Union berät am Montag.", "Europäische Union", "organisation"),
        ("In Nordrhein-Westfalen wird gewählt.", "Nordrhein-Westfalen", "place"),
        ("Das Auswärtige Amt schwieg.", "Auswärtige Amt", "organisation"),
        ("Am Montag sprach Tamara Grünwaldt in Köln.", "Tamara Grünwaldt", "person"),
        ("Frau Wolf kam zu spät.", "Wolf", "person"),
        ("Oxfam zeigte sich enttäuscht.", "Oxfam", "organisation"),
        ("Der Pharmazulieferer Helvantis wächst.", "Helvantis", "organisation"),
    ],
)
def test_names_have_their_kind(text: str, surface: str, kind: str) -> None:
    assert kinds(text).get(surface) == kind


def test_names_in_capitals_are_found() -> None:
    found = kinds("JOE BIDEN REIST NACH GENF.\nTAMARA GRÜNWALDT KOMMT AUS RUSSLAND.")
    assert found == {"JOE BIDEN": "person", "GENF": "place", "TAMARA GRÜNWALDT": "person", "RUSSLAND": "place"}


def test_an_installed_spacy_pipeline_can_take_its_place(tmp_path: Path) -> None:
    other = spacy.blank("de")
    other.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Zork Blau"}])  # type: ignore[attr-defined]
    other.to_disk(tmp_path / "other")
    analysis = analyse("Gestern kam Zork Blau nach Köln.", build(str(tmp_path / "other")))
    assert [m.surface for m in analysis.mentions if m.kind == "person"] == ["Zork Blau"]


def test_a_pipeline_that_is_not_installed_is_an_error() -> None:
    with pytest.raises(OSError, match="de_no_such_pipeline"):
        build("de_no_such_pipeline")


def test_corpora_are_read_with_outer_labels_alone(tmp_path: Path) -> None:
    path = tmp_path / "tiny.tsv"
    path.write_text(TINY, encoding="utf-8")
    (_, labels), (other, _) = corpora.read(path)
    assert labels == ["B-PER", "I-PER", "O", "O", "O", "O", "B-LOC", "O"]
    assert other == ["Siemens", "wächst"]


def test_training_gives_the_same_bytes_every_time(tmp_path: Path) -> None:
    path = tmp_path / "tiny.tsv"
    path.write_text(TINY, encoding="utf-8")
    for name in ("one", "two"):
        recogniser.train(corpora.read(path), Features(words(), gazetteer()), tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_labels_become_spans() -> None:
    labels = ["B-PER", "I-PER", "O", "B-LOC", "B-LOC", "I-ORG"]
    assert list(spans(labels)) == [(0, 2, "PER"), (3, 4, "LOC"), (4, 5, "LOC"), (5, 6, "ORG")]


@pytest.mark.parametrize(
    ("word", "expected"), [("Kreml-Chef", "Xxxx-Xxxx"), ("G7", "Xd"), ("USA", "XXX"), ("2021", "ddd")]
)
def test_shapes(word: str, expected: str) -> None:
    assert shape(word) == expected


@pytest.mark.parametrize(
    ("word", "form"), [("Genf", ""), ("Putins", "s"), ("GENF", "u"), ("Xyzzy-Gipfel", "h"), ("Qwrtzk", "-")]
)
def test_words_are_known_by_themselves_or_by_what_they_are_made_of(word: str, form: str) -> None:
    assert words()[word].form == form


def test_who_signs_is_not_spoken_of() -> None:
    found = kinds("Angela Merkel traf am Montag Joe Biden in Genf. (Vera Lenz aus Belgrad, 12. 3. 2016)")
    assert [name for name, kind in found.items() if kind == "person"] == ["Angela Merkel", "Joe Biden"]


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("Der Autozulieferer Bergmann schließt sein Werk. Bergmann schwieg dazu.", "Bergmann", "organisation"),
        ("Am Montag meldete die Robert Bergmann GmbH Insolvenz an.", "Robert Bergmann GmbH", "organisation"),
        ("Der Konzern Mertens wächst. Vorstandschef Karl Mertens freut sich.", "Karl Mertens", "person"),
        ("Bundeskanzler Olaf Scholz de facto vertreten hatte ein Beamter.", "Olaf Scholz", "person"),
        ("Verbands-Boss Detlef Kunisch fordert mehr Geld.", "Detlef Kunisch", "person"),
        ("Fraktionschef Beat von Allmen schimpfte.", "Beat von Allmen", "person"),
        ("Ein Sprecher des betroffenen Unternehmens Badijah sagte nichts.", "Badijah", "organisation"),
        ("Europol berichtete von Kindern, von denen jede Spur fehlt.", "Europol", "organisation"),
        ("Wien – Die Universität Wien bittet die Technische Universität Wien um Rat.", "Wien", "place"),
    ],
)
def test_firms_and_persons_are_told_apart(text: str, surface: str, kind: str) -> None:
    assert kinds(text).get(surface) == kind


def persons(text: str) -> list[str]:
    return [m.surface for m in analyse(text).mentions if m.kind == "person" and m.via == "name"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Die Sängerin Ilse Mutter starb in Graz. Mutter wurde 80.", ["Ilse Mutter", "Mutter"]),
        ("Die Köchin Ella Mutter kocht. Die Mutter von zwei Kindern lebt in Wien.", ["Ella Mutter"]),
        ("Vera Herz liegt die Schule am Herzen. Mit Herz und Verstand führt sie sie.", ["Vera Herz"]),
        ("Astrid Freitag gewann am Dienstag. Bis Freitag bleibt sie.", ["Astrid Freitag"]),
        ("Dirk Koch ging. Ein Koch muss her. „Ich bleibe“, sagte Koch.", ["Dirk Koch", "Koch"]),
        ("Der Chemiker Otto Graf gewann. Graf arbeitet in Basel.", ["Otto Graf", "Graf"]),
        ("Der Graf von Hohenstein gratulierte. Auch der König kam.", []),
        ("Charlotte van der Meer siegte. Hinter van der Meer lag niemand.", ["Charlotte van der Meer", "van der Meer"]),
        ("Ottilie vom Stein dankte. Vom Stein kam spät.", ["Ottilie vom Stein", "Vom Stein"]),
        ("Da rief Charlotte von der Polizei an.", ["Charlotte"]),
        ("Dass Ministerpräsident Erdogan Pläne vorstellte, war neu.", ["Erdogan"]),
    ],
)
def test_family_names_that_are_words_too(text: str, found: list[str]) -> None:
    assert persons(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Der Abgeordnete Till Hölzer geht. „Das reicht“, sagt SPD-Mann Hölzer.", ["Till Hölzer", "Hölzer"]),
        ("Verdi-Chef Frank Bsirek drohte. „Wir streiken“, sagte Verdi-Mann Bsirek.", ["Frank Bsirek", "Bsirek"]),
        ("Karl-Heinz Mann und Anna-Lena Frau heirateten.", ["Karl-Heinz Mann", "Anna-Lena Frau"]),
        ("BRATISLAVA/TASR Kovar bleibt hart. Premier Milan Kovar schwieg.", ["Kovar", "Milan Kovar"]),
        ("So erging es Familie D. Hans Ott half ihr.", ["Hans Ott"]),
        ("Der Maler A. R. Penck stellte aus.", ["A. R. Penck"]),
        ("„Die Wohnung ist klein“, sagt Tarek B. Kosten: 900 Euro im Monat.", ["Tarek B."]),
        ("In Halle B. Karten gibt es an der Kasse.", []),
        ("Das bestätigte Bürgermeister Arno Tiedke Mittwochfrüh.", ["Arno Tiedke"]),
        ("Die Autorin Sibylle Kranz las. Sibylles Verlag druckt.", ["Sibylle Kranz", "Sibylles"]),
    ],
)
def test_what_stands_around_a_name_is_no_part_of_it(text: str, found: list[str]) -> None:
    assert persons(text) == found


FOREIGN = [
    (
        "Le président Éric Vaillant a rencontré la ministre Hélène Garnier à Lyon. « Nous avons parlé longtemps de la "
        "pêche », a-t-il déclaré devant la presse. Le Sommet des ports aura lieu en juin.",
        {"Éric Vaillant": "person", "Hélène Garnier": "person"},
    ),
    ("Le président Emmanuel Macron est à Paris avec la presse. Selon M. Macron, rien ne presse.", {"Macron": "person"}),
    (
        "Last week, Thomas Reed met Ambassador Linda Cole in Vienna. Reed said the meeting was useful.",
        {"Thomas Reed": "person", "Linda Cole": "person"},
    ),
    (
        "The Bank of England kept its rates and said that nothing else was needed.",
        {"The Bank of England": "organisation"},
    ),
]


@pytest.mark.parametrize(("text", "names"), FOREIGN)
def test_texts_of_other_languages_have_no_nonsense_names(text: str, names: dict[str, str]) -> None:
    found = kinds(text)
    assert names.items() <= found.items()
    assert not [name for name in found if any(word.islower() and len(word) > 3 for word in name.split())]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (
            "[15:10] Lawrow und Blinken kommen.\n\n[15:25] Blinken gibt eine Erklärung ab.",
            ["Lawrow", "Blinken", "Blinken"],
        ),
        ("+++ Merz reist nach Paris +++ Macron empfängt ihn +++", ["Merz", "Macron"]),
        ("Blinken ist Pflicht beim Abbiegen.", []),
        ("Das Spiel hat neun neue Modi. Die Aktie fiel um 40 Pence.", []),
        ("Ministerin Lena Otto besuchte das Versandhaus Otto. Otto sagte, sie kaufe dort ein.", ["Lena Otto", "Otto"]),
        ("Die Robert Bosch GmbH baut ab. Bosch teilte mit, 300 Stellen entfielen.", []),
        ("Megawati Sukarnoputri leitet die Partei. Megawati war Präsidentin.", ["Megawati Sukarnoputri", "Megawati"]),
    ],
)
def test_names_that_stand_alone(text: str, found: list[str]) -> None:
    assert persons(text) == found
