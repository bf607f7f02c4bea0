"""Topics of sentences: fresh texts with figures over all of them, and cases for each rule."""

import subprocess
import sys
import time
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from app.nlp.lexicon import LexiconError
from app.nlp.topics.lexicon import FILE, Trial, load_lexicon, load_topics, load_trials, read_lexicon
from app.nlp.topics.marks import mark_topics
from app.nlp.types import Sentence, TopicMark

TEXTS = sorted((Path(__file__).parents[1] / "texts").glob("topics_*.toml"))


def one_text(path: Path) -> tuple[str, list[Sentence], list[set[str]], list[set[str]]]:
    """The text of a file, its sentences, the topics each must and may have."""
    text, sentences, must, may = "", [], [], []
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))["sentences"]:
        heading = entry.get("kind") == "heading"
        if text:
            text = text.rstrip() + "\n\n" if heading else text
        start = len(text)
        text += entry["text"] + ("\n\n" if heading else " ")
        sentences.append(Sentence(start, start + len(entry["text"]), "heading" if heading else "sentence"))
        must.append(set(entry["topics"]))
        may.append(set(entry.get("optional", ())))
    return text, sentences, must, may


def figures(paths: list[Path]) -> dict[str, Counter[str]]:
    """Hits, misses and extras per sentence and per text, for issues and frames."""
    group = {topic.slug: topic.group for topic in load_topics()}
    counts: dict[str, Counter[str]] = {}
    for path in paths:
        text, sentences, must, may = one_text(path)
        found = [{mark.slug for mark in marks} for marks in mark_topics(text, sentences)]
        levels = {
            "sentence": list(zip(found, must, may, strict=True)),
            "text": [(set().union(*found), set().union(*must), set().union(*may))],
        }
        for level, rows in levels.items():
            for got, needed, allowed in rows:
                for kind in ("issue", "frame"):
                    count = counts.setdefault(f"{level} {kind}", Counter())
                    mine = {slug for slug in got if group[slug] == kind}
                    wanted = {slug for slug in needed if group[slug] == kind}
                    count["hit"] += len(mine & wanted)
                    count["missed"] += len(wanted - mine)
                    count["extra"] += len(mine - needed - allowed)
    return counts


def f1(count: Counter[str]) -> float:
    return 2 * count["hit"] / (2 * count["hit"] + count["missed"] + count["extra"])


def test_expected_topics_exist() -> None:
    slugs = {topic.slug for topic in load_topics()}
    for path in TEXTS:
        _, _, must, may = one_text(path)
        assert set().union(*must, *may) <= slugs, path.name


@pytest.mark.parametrize(
    ("what", "least"),
    [("text issue", 0.9), ("text frame", 0.8), ("sentence issue", 0.85), ("sentence frame", 0.7)],
)
def test_fresh_texts_get_sensible_topics(what: str, least: float) -> None:
    assert f1(figures(TEXTS)[what]) >= least


def topics_of(*parts: str) -> list[tuple[TopicMark, ...]]:
    """Marks of sentences given one by one; a part that starts with # is a heading, with ¶ a new paragraph."""
    text, sentences = "", []
    for part in parts:
        heading = part.startswith("#")
        text += "\n\n" if part.startswith("¶") else ""
        part = part.lstrip("#¶")
        sentences.append(Sentence(len(text), len(text) + len(part), "heading" if heading else "sentence"))
        text += part + ("\n\n" if heading else " ")
    return mark_topics(text, sentences)


def slugs(text: str) -> set[str]:
    return {mark.slug for mark in topics_of(text)[0]}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Sie sprachen über Cyber-Sicherheit.", {"cybersicherheit"}),
        ("Sie sprachen über Cybersicherheit.", {"cybersicherheit"}),
        ("Die Hackerangriffe gehen weiter.", {"cybersicherheit"}),
        ("Es ging um Cyber- und Handelsfragen.", {"cybersicherheit"}),
        ("Das START-Rüstungsabkommen gilt weiter.", {"ruestungskontrolle"}),
        ("Die Ruestungskontrolle kommt voran.", {"ruestungskontrolle"}),
        ("DIE KLIMAKONFERENZ BEGINNT.", {"klima"}),
        ("die klimakonferenz beginnt.", {"klima"}),
        ("Das 1,5-Grad-Ziel bleibt.", {"klima", "pariser-abkommen"}),
        ("Es geht um das 5G-Netz.", {"technologie"}),
        ("Armenien und Aserbaidschan verhandeln.", {"karabach"}),
        ("Guantánamo soll schließen.", {"guantanamo"}),
        ("Guantanamo soll schließen.", {"guantanamo"}),
        ("Die Strafzölle bleiben.", {"handel"}),
        ("Der Kremlkritiker klagt an.", {"menschenrechte"}),
        ("Kreml-Kritikerinnen klagen an.", {"menschenrechte"}),
        ("Er drohte, Diplomaten auszuweisen.", {"botschafter"}),
        ("Alle Botschafter kehren zurück.", {"botschafter"}),
        ("Beide Länder ziehen ihre Botschafter wieder ab.", {"botschafter"}),
        ("Für Moskau ist das Treffen eine rote Linie.", {"interessen"}),
        ("Das Treffen begann wie im Kalten Krieg.", {"interessen", "ablauf"}),
        ("Der Gipfel verlief in gutem Ton.", {"ton"}),
    ],
)
def test_words_fold(sentence: str, expected: set[str]) -> None:
    assert slugs(sentence) == expected


@pytest.mark.parametrize("trial", load_trials(), ids=lambda trial: f"{trial.topic}: {trial.sentence[:40]}")
def test_the_sentences_of_the_file_try_its_topics(trial: Trial) -> None:
    assert (trial.topic in slugs(trial.sentence)) == trial.wanted


def test_what_tries_a_topic_is_no_word_of_it() -> None:
    assert not {"examples", "others"} & {field for table in read_lexicon()["topics"].values() for field in table}
    assert len({trial.topic for trial in load_trials() if trial.wanted}) >= 70


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("Die Ministerin für Umwelt und Klima kam zu spät.", "klima"),
        ("Das Ressort Umwelt und Klima geht an die Grünen.", "klima"),
        ("Die Ressorts Finanzen, Bauen und Wohnen, Umwelt und Klima sowie Justiz behält sie.", "klima"),
        ("Der Klima- und Umweltminister reiste ab.", "klima"),
        ("Das Klimaschutzministerium antwortete nicht.", "klima"),
        ("Der Kommissar für Handel und wirtschaftliche Sicherheit schwieg.", "handel"),
        ("Die Migrationsbeauftragte lächelte.", "migration"),
        ("Der ukrainische Außenminister kam später.", "ukraine"),
        ("Irans Präsident sagte ab.", "iran"),
        ("Die Präsidentin der Ukraine sagte ab.", "ukraine"),
        ("Neben den USA, Israel und der Ukraine fehlte auch Indien.", "ukraine"),
        ("Am Tisch saßen Briten, Franzosen, Vertreter aus Iran, Israel und Syrien.", "syrien"),
    ],
)
def test_a_word_in_a_name_is_hardly_evidence(sentence: str, topic: str) -> None:
    assert topic not in slugs(sentence)


@pytest.mark.parametrize(
    ("sentence", "topic"),
    [
        ("Ein neues Ministerium für Klima und Energie entsteht.", "klima"),  # named for what it shall do
        ("Die Ministerin für Umwelt und Klima sprach über den Klimaschutz.", "klima"),
        ("Die Ministerin für Umwelt und Klima sprach über das Klima.", "klima"),
        ("Die Ministerin für Umwelt kam wegen der Klimakrise.", "klima"),
        ("Der Minister für Verkehr reiste zu den Verhandlungen über die Ukraine.", "ukraine"),
        ("Der ukrainische Präsident Selenskyj warb um Hilfe.", "ukraine"),
        ("Gesprochen wurde über Syrien, Libyen und den Iran.", "libyen"),
        ("Um die Konflikte in Syrien, Libyen und der Ukraine ging es auch.", "ukraine"),
        ("Das Finanzministerium geht an die CSU.", "ministerien"),  # the entry means the office
    ],
)
def test_what_a_name_does_not_take_away(sentence: str, topic: str) -> None:
    assert topic in slugs(sentence)


def test_a_heading_parts_sentences() -> None:
    parted = topics_of(
        "Es ging um die Ukraine.", "#Am Abend", "Ein Manöver lief.", "#Krieg in der Ukraine", "Es regnete."
    )
    assert [[mark.slug for mark in found] for found in parted] == [["ukraine"], [], [], ["ukraine"], ["ukraine"]]


@pytest.mark.parametrize(
    "sentence",
    [
        "Der Gipfel, das Treffen, das Gespräch, die Unterredung, die Zusammenkunft.",
        "Der Start der Rakete verzögert sich.",
        "START DER SAISON",
        "Die Entrüstung über die schlechte Ausrüstung ist groß.",
        "Das Betriebsklima ist gut, die Klimaanlage läuft.",
        "Der Botschafter kam.",
        "Er hatte die Wahl.",
        "Die Minister reisten viel, aber ohne Eile.",
        "Die Waren waren alle fort.",
        "Er saß am Steuer und musste gegensteuern.",
        "Dauerhaft war die Gesellschaft ernsthaft und vorteilhaft.",
        "Die Landschaft, die Mannschaft, die Botschaft an das Volk.",
        "Der mit Spannung erwartete Abend begann.",
        "Die Delegierten kamen nach Baku in Aserbaidschan.",  # a host is no topic
        "Auch Südkorea und Japan nahmen teil.",
        "Die Bank nahm 80 Milliarden Euro ein.",
        "Das Paket wurde am Montag geliefert, die Lieferung war pünktlich.",
        "",
        "…",
    ],
)
def test_no_silly_topic(sentence: str) -> None:
    assert slugs(sentence) == set()


def test_frames_need_a_meeting() -> None:
    assert topics_of("Die Stimmung war frostig.") == [()]
    assert [mark.slug for mark in topics_of("Die Stimmung war frostig.", "Der Gipfel ist aus.")[0]] == ["ton"]


def test_a_weak_word_needs_company() -> None:
    alone, beside = topics_of("Ein Manöver lief."), topics_of("Es ging um die Ukraine.", "Ein Manöver lief.")
    assert alone == [()]
    (mark,) = beside[1]
    assert (mark.slug, mark.carried, [word.surface for word in mark.evidence]) == ("ukraine", False, ["Manöver"])


def test_in_a_text_about_a_topic_a_weak_word_suffices() -> None:
    about = ["Es ging um die Ukraine.", "Kiew lehnte ab.", "Auch Donezk wurde genannt."]
    between = ["Der Saal war voll.", "Der Kaffee war kalt.", "Es regnete."]
    marks = topics_of(*about, *between, "Ein Manöver lief.")
    assert [mark.slug for mark in marks[-1]] == ["ukraine"]
    assert topics_of(*about[:2], *between, "Ein Manöver lief.")[-1] == ()  # too few
    assert topics_of(*about, *between * 4, "Ein Manöver lief.")[-1] == ()  # too small a part of the text


def test_alternatives_count_once() -> None:
    assert "menschenrechte" not in slugs("Er kam aus der Haft in ein anderes Gefängnis.")


def test_a_heading_carries_over_until_another_topic_comes() -> None:
    marks = topics_of(
        "#Streit um Nawalny",
        "Putin wollte den Namen nicht nennen.",
        "Danach ging es um die Arktis.",
        "Am Abend schien die Sonne.",
        "#Zum Schluss",
        "Der Saal war leer.",
    )
    assert [[mark.slug for mark in found] for found in marks] == [
        ["menschenrechte"],
        ["menschenrechte"],
        ["arktis"],
        [],
        [],
        [],
    ]
    carried = marks[1][0]
    assert carried.carried
    assert [word.surface for word in carried.evidence] == ["Nawalny"]


@pytest.mark.parametrize(
    ("section", "carried"),
    [
        (["Der Name fiel nicht.", "Der Saal war leer."], [True, True]),  # one paragraph
        (["Der Name fiel nicht.", "¶Der Saal war leer."], [True, False]),  # the second paragraph
        (["Der Name fiel nicht.", "¶Das Lager liegt im Norden."], [True, False]),
        (["Es wurde spät."] * 5, [True, True, True, False, False]),  # a text without paragraphs
        (["Das Wetter war schön.", "¶Diese Frage blieb offen."], [True, True]),  # points back to what was carried
    ],
)
def test_a_heading_reaches_over_the_first_paragraph(section: list[str], carried: list[bool]) -> None:
    marks = topics_of("#Streit um Nawalny", *section)[1:]
    assert [[(mark.slug, mark.carried) for mark in found] for found in marks] == [
        [("menschenrechte", True)] if there else [] for there in carried
    ]


def test_further_down_a_heading_only_helps_a_sentence_with_a_word_of_the_topic() -> None:
    far = topics_of("#Streit um Nawalny", "Es regnete.", "¶Es schneite.", "¶Er sprach von der Haft.")[3]
    assert [(mark.slug, mark.carried, [word.surface for word in mark.evidence]) for mark in far] == [
        ("menschenrechte", False, ["Haft"])
    ]
    assert topics_of("Es regnete.", "¶Er sprach von der Haft.")[1] == ()


@pytest.mark.parametrize(
    ("second", "carried"),
    [
        ("Diese Vorwürfe wies er zurück.", True),
        ("Dabei nannte er keine Namen.", True),
        ("Das ist ein lächerlicher Vergleich.", True),
        ("Russland habe zwei Anfragen gestellt.", True),
        ("Das Wetter war schön.", False),
        ("Am Abend gab es Kaffee.", False),
    ],
)
def test_a_sentence_that_points_back_takes_the_topic_before_it(second: str, carried: bool) -> None:
    marks = topics_of("Er sprach über Hackerangriffe.", second)[1]
    assert [(mark.slug, mark.carried) for mark in marks] == ([("cybersicherheit", True)] if carried else [])


def test_furniture_and_signatures_have_no_topic() -> None:
    text = "Lesen Sie auch: Klimaschutz"
    assert mark_topics(text, [Sentence(0, len(text), "meta")]) == [()]


def test_evidence_is_the_very_words() -> None:
    text = "Über die Minsker Vereinbarungen und den Kalten Krieg sprachen sie beim Gipfel im Donbass."
    for mark in mark_topics(text, [Sentence(0, len(text), "sentence")])[0]:
        assert mark.evidence
        assert all(text[word.start : word.end] == word.surface for word in mark.evidence)
        assert 0 < mark.score <= 1


@pytest.mark.parametrize("unit", ["Klima Handel, ", "klima-", "klima", "Sanktionen gegen Iran. ", "\u0308Ö-", "😀 "])
def test_odd_texts_take_linear_time(unit: str) -> None:
    text = unit * 20_000
    began = time.process_time()
    marks = mark_topics(text, [Sentence(0, len(text), "sentence")])
    assert time.process_time() - began < 8
    assert len(marks) == 1
    assert all(len(mark.evidence) <= 12 for mark in marks[0])


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ('group = "theme"', "group"),
        ('group = "issue"\nlabel_de = "A"', "label_en"),
        ('group = "issue"\nstrong = ["Kl*ma"]', "Kl\\*ma"),
        ('group = "issue"\nstrong = ["Klima + "]', "Klima"),
        ('group = "issue"\nstrnog = ["Klima"]', "strnog"),
        ("group = issue", "TOML"),
    ],
)
def test_a_mistake_in_the_file_is_told(tmp_path: Path, body: str, message: str) -> None:
    settings = FILE.read_text(encoding="utf-8").split("# ----")[0]
    path = tmp_path / "topics.toml"
    path.write_text(f"{settings}\n[topics.klima]\n{body}\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=message):
        load_lexicon(path)


def test_labels_and_descriptions_are_complete() -> None:
    topics = load_topics()
    assert len({topic.slug for topic in topics}) == len(topics) >= 40
    for topic in topics:
        assert topic.words
        assert len(set(topic.words)) == len(topic.words), topic.slug
        assert topic.description_de.endswith(".")
        assert topic.description_en.endswith(".")
        assert len(topic.label_de) <= 40


def test_labels_need_no_spacy() -> None:
    code = "import sys; from app.nlp.topics.lexicon import load_topics; load_topics(); print('spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
