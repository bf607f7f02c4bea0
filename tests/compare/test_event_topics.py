"""The topics of an event out of its own words."""

import random
from collections.abc import Sequence
from functools import cache
from itertools import count

import pytest
from sqlmodel import select

from app.actions.event_topics import LOOKED_AT, read_lines
from app.compare.event_topics import LEAST_ARTICLES, MOST_TOPICS, MOST_UNDER, EventLine, event_topics
from app.db import make_engine, session_scope
from app.models import Summit
from app.nlp.german.stems import stem
from app.nlp.topics.lexicon import EventTopic

NAMES = frozenset(stem(word) for word in ("SPD", "CDU", "Berg", "Weber", "Adenauer"))


def lines(*articles: str, topics: dict[str, str] | None = None, headline: str = "") -> list[EventLine]:
    """A line for every sentence (parted by "|"), each text of a source of its own; ``topics`` by a word of theirs."""
    found = []
    for number, text in enumerate(articles):
        if headline:
            found.append(EventLine(number, number, 0, headline, heading=True, headline=True))
        for words in text.split("|"):
            own = frozenset(slug for word, slug in (topics or {}).items() if word in words)
            found.append(EventLine(number, number, 0, words.strip(), topics=own))
    return found


def made(
    found: Sequence[EventLine], standing: Sequence[EventTopic] = (), labels: dict[str, str] | None = None
) -> dict[str, EventTopic]:
    """By label."""
    numbers = count()
    topics = event_topics(
        found, NAMES, lambda word: word == "Tonfall", labels or {}, standing, lambda label: f"{label}-{next(numbers)}"
    )
    return {topic.label: topic for topic in topics}


FILLER = ("Sie kamen am Abend.", "Es regnete.", "Das war alles.", "Mehr sagten sie nicht.", "Dann war Schluss.")


def event(*texts: str, **more: dict[str, str]) -> list[EventLine]:
    """Texts, filled up to as many articles as a summit with topics of its own has."""
    return lines(*texts, *FILLER[: max(0, LEAST_ARTICLES - len(texts))], **more)  # type: ignore[arg-type]


def test_few_articles_have_none() -> None:
    said = "Das Deutschlandticket bleibt."
    assert not made(lines(*[said] * (LEAST_ARTICLES - 1)))
    assert made(event(said, "Um das Deutschlandticket wurde gerungen."))


def test_a_topic_is_what_two_sources_write_about() -> None:
    found = made(
        event("Das Deutschlandticket bleibt.", "Heute kostet das Deutschlandticket mehr.", "Die Maskenpflicht fällt.")
    )
    assert list(found) == ["Deutschlandticket"]


def test_or_one_source_often() -> None:
    once = "Die Pendlerpauschale steigt. | Um die Pendlerpauschale ging es."
    assert not made(event(once))
    assert list(made(event(once + " | Die Pendlerpauschale bleibt."))) == ["Pendlerpauschale"]


def test_common_words_and_shells_name_nothing() -> None:
    assert not made(event("Am Ende stand die Frage nach der Zeit.", "Die Zeit lief, und die Frage blieb am Ende."))


@pytest.mark.parametrize(
    "word", ["SPD-Vorsitzende", "Konrad-Adenauer-Haus", "Regierungssprecher", "Kubikmeter", "Tonfall"]
)
def test_who_acts_what_is_measured_and_how_it_was_name_nothing(word: str) -> None:
    assert not made(event(f"Es war der {word} am Montag.", f"Auch der {word} kam vor."))


def test_a_compound_is_of_the_family_of_its_part() -> None:
    found = made(event("Das Bürgergeld fällt.", "Die Bürgergeldreform kommt.", "Am Bürgergeld hing es."))
    assert list(found) == ["Bürgergeld"]
    assert found["Bürgergeld"].strong == ("Bürgergeld", "Bürgergeldreform")


def test_compounds_with_a_telling_part_in_common_are_one() -> None:
    found = made(event("Die Rentenkasse ist leer.", "Das Rentenniveau sinkt.", "Zum Rentenniveau gab es nichts."))
    assert len(found) == 1


def test_what_stands_in_two_clauses_or_in_a_list_is_two_things() -> None:
    two = made(
        event("Deutschlandticket bleibt, Bürgergeld geht.", "Das Deutschlandticket bleibt, das Bürgergeld nicht.")
    )
    assert set(two) == {"Deutschlandticket", "Bürgergeld"}
    one = made(event("Der Familiennachzug für Schutzberechtigte ruht.", "Ohne Familiennachzug der Schutzberechtigten."))
    assert len(one) == 1


def test_what_all_report_on_is_the_event_itself() -> None:
    said = "Der Koalitionsvertrag steht. | Das Bürgergeld fällt."
    found = made(lines(*[said] * 5, headline="Koalitionsvertrag vorgestellt"))
    assert "Koalitionsvertrag" not in found
    assert "Bürgergeld" in found, "what all write about is a topic as long as it is not in the headlines"


def test_what_is_part_of_a_topic_of_the_lexicon_stands_under_it() -> None:
    texts = [f"Die Migration im Fall {number} nahm zu." for number in range(6)]
    texts += ["Der Familiennachzug ruht.", "Ohne Familiennachzug."]
    slugs = {"Migration": "migration", "Familiennachzug": "migration"}
    found = made(lines(*texts, topics=slugs), labels={"migration": "Migration und Asyl"})
    assert found["Familiennachzug"].above == "migration"
    assert "Migration" not in found, "that is the lexicon's"


def test_what_a_topic_of_the_lexicon_has_is_left_to_it() -> None:
    texts = event("Der Familiennachzug ruht.", "Ohne Familiennachzug.", topics={"Familiennachzug": "migration"})
    assert not made(texts, labels={"migration": "Migration und Asyl"})
    named = [f"Die Erwärmung im Jahr {number}." for number in range(9)]
    named += ["Der Klimafonds füllt sich.", "Der Klimafonds ist leer, und die Erwärmung geht weiter."]
    found = lines(*named, topics={"Erwärmung": "klima"})
    assert "Klimafonds" in made(found, labels={"klima": "Treibhausgase"})
    assert "Klimafonds" not in made(found, labels={"klima": "Klimaschutz"})


def test_only_some_stand_under_one_topic() -> None:
    words = ["Familiennachzug", "Grenzkontrolle", "Abschiebehaft", "Sammelunterkunft", "Bezahlkarte", "Drittstaat"]
    texts = [f"Die Migration {number}." for number in range(20)]
    texts += [f"Es ging um {word}." for word in words for _ in range(2)]
    slugs = dict.fromkeys(["Migration", *words], "migration")
    found = made(lines(*texts, topics=slugs), labels={"migration": "Zuwanderung"})
    assert sum(topic.above == "migration" for topic in found.values()) == MOST_UNDER


def test_a_topic_keeps_its_name_and_gains_words() -> None:
    first = made(event("Das Bürgergeld fällt.", "Am Bürgergeld hing es."))
    texts = ["Die Bürgergeldreform kommt."] * 4 + ["Das Bürgergeld fällt.", "Am Bürgergeld hing es."]
    then = made(lines(*texts), [*first.values()])
    assert [topic.slug for topic in then.values()] == [topic.slug for topic in first.values()]
    assert then["Bürgergeld"].strong == ("Bürgergeld", "Bürgergeldreform")


def test_a_topic_without_sentences_goes() -> None:
    gone = EventTopic("pegel", "Pegel", ("Pegel",))
    assert not made(event("Es regnet.", "Es schneit."), [gone])


def test_the_same_lines_give_the_same_topics() -> None:
    texts = event("Deutschlandticket bleibt, Bürgergeld geht.", "Das Deutschlandticket bleibt, das Bürgergeld nicht.")
    assert made(texts) == made(texts)


# --- the invented summit, its articles coming one by one


@pytest.fixture(scope="module")
def demo(demo_template: object) -> dict[int, list[EventLine]]:
    """The lines of its articles, by article."""
    engine = make_engine(f"sqlite:///{demo_template}")
    with session_scope(engine) as session:
        summit = session.exec(select(Summit.id)).one()
        found = read_lines(session, summit or 0, frozenset())
    engine.dispose()
    by_article: dict[int, list[EventLine]] = {}
    for line in found:
        by_article.setdefault(line.article, []).append(line)
    assert 60 <= len(by_article) <= LOOKED_AT
    return by_article


@pytest.mark.parametrize("seed", range(6))
def test_no_label_changes_while_articles_come(demo: dict[int, list[EventLine]], seed: int) -> None:
    order = sorted(demo)
    random.Random(seed).shuffle(order)
    numbers = count()
    topics: tuple[EventTopic, ...] = ()
    names: dict[str, set[str]] = {}
    sizes = []

    def free(label: str) -> str:
        return f"{label}-{next(numbers)}"

    for size in (4, 5, 6, 7, 9, 12, 15, 19, 24, 30, 38, 40):
        have = [line for article in order[:size] for line in demo[article]]
        topics = event_topics(have, NAMES, _no_frame, {}, topics, free)
        assert event_topics(have, NAMES, _no_frame, {}, topics) == topics, "the same articles again change nothing"
        for topic in topics:
            names.setdefault(topic.slug, set()).add(topic.label)
        sizes.append(len(topics))
    assert all(len(labels) == 1 for labels in names.values())
    assert 8 <= sizes[-1] <= MOST_TOPICS
    assert len(names) <= 2 * MOST_TOPICS, "most that came have stayed"


@cache
def _no_frame(word: str) -> bool:
    return False
