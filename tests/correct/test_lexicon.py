"""A summit's own topics: what an edit of one topic does to the others, which is nothing."""

import re
from collections.abc import Callable
from itertools import chain

import pytest

from app.correct.decisions import (
    TopicCreated,
    TopicEdit,
    TopicHidden,
    TopicNested,
    TopicPinned,
    TopicsJoined,
    TopicSplit,
    TopicWords,
)
from app.correct.lexicon import Placing, edited, finders_of
from app.nlp.topics.lexicon import EventTopic, load_topics
from app.nlp.topics.marks import mark_topics
from app.nlp.types import Sentence, TopicMark
from tests.nlp.topics.test_topics import TEXTS, one_text


def texts() -> list[tuple[str, list[Sentence]]]:
    """The texts of the topic tests, as they are and with every second sentence in a paragraph of its own."""
    found = []
    for path in TEXTS:
        text, sentences, _, _ = one_text(path)
        broken = list(text)
        for sentence in sentences[1::2]:
            broken[sentence.start - 1] = "\n"
        found += [(text, sentences), ("".join(broken), sentences)]
    return found


def marks(edits: list[TopicEdit], text: str, sentences: list[Sentence]) -> list[dict[str, TopicMark]]:
    return [{mark.slug: mark for mark in found} for found in mark_topics(text, sentences, finders_of(edited(edits)))]


def created(text: str, group: str = "issue") -> TopicEdit:
    """A topic that has a word in every third sentence or so: nouns of the text."""
    nouns = sorted(set(re.findall(r"\b[A-ZÄÖÜ][a-zäöüß]{4,}\b", text)))
    return TopicCreated(
        slug="eigen", label_de="Eigen", label_en="Own", group=group, strong=tuple(nouns[::3]), weak=tuple(nouns[1::3])
    )


WORDS = {topic.slug: topic.words for topic in load_topics()}
SPLIT = TopicSplit(
    slug="klima", into="k2", label_de="K", label_en="K", strong=WORDS["klima"][:8], weak=WORDS["klima"][-3:]
)


@pytest.mark.parametrize(
    ("edit", "own"),
    [
        (created, {"eigen"}),
        (lambda text: created(text, "frame"), {"eigen"}),
        (lambda _: TopicWords(slug="handel", drop_strong=WORDS["handel"][:20], weak=("Stimme",)), {"handel"}),
        (lambda _: TopicWords(slug="ton", strong=("Gipfel", "Präsident")), {"ton"}),
        (lambda _: TopicsJoined(slug="energie", into="klima"), {"energie", "klima"}),
        (lambda _: SPLIT, {"klima", "k2"}),
    ],
)
def test_an_edit_moves_no_other_topic(edit: Callable[[str], TopicEdit], own: set[str]) -> None:
    moved = 0
    for text, sentences in texts():
        before, after = marks([], text, sentences), marks([edit(text)], text, sentences)
        for one, other in zip(before, after, strict=True):
            moved += one != other
            assert {s: m for s, m in one.items() if s not in own} == {s: m for s, m in other.items() if s not in own}
    assert moved  # the edit did something


def test_what_two_edits_do_does_not_depend_on_each_other() -> None:
    for text, sentences in texts():
        first, second = created(text), TopicWords(slug="klima", strong=("Stimme",), weak=("Minister",))
        alone = marks([second], text, sentences)
        both = marks([first, second], text, sentences)
        assert [found.get("klima") for found in alone] == [found.get("klima") for found in both]


def test_a_topic_of_one_s_own_is_carried_like_any_other() -> None:
    text = "Sie stritten um die Klimafinanzierungsziele. Dabei ging es laut zu. Am Abend regnete es."
    ends = [match.end() for match in re.finditer(r"\.", text)]
    starts = [0, *(end + 1 for end in ends)]
    sentences = [Sentence(start, end, "sentence") for start, end in zip(starts, ends, strict=False)]
    edit = TopicCreated(slug="geld", label_de="Geld", label_en="Money", strong=("*finanzierung*",))
    found = list(chain.from_iterable(mark_topics(text, sentences, finders_of(edited([edit])))))
    assert [(mark.carried, mark.evidence[0].start) for mark in found if mark.slug == "geld"] == [
        (False, 20),
        (True, 20),
    ]


PIN, HIDE = TopicPinned(slug="klima"), TopicHidden(slug="ton")
UNDER_CLIMATE, UNDER_ENERGY = TopicNested(slug="handel", within="klima"), TopicNested(slug="handel", within="energie")


def test_where_a_topic_stands_changes_no_word() -> None:
    lexicon = edited([PIN, HIDE, UNDER_CLIMATE])
    assert lexicon.placing("klima") == Placing(pinned=True)
    assert lexicon.placing("ton") == Placing(hidden=True)
    assert lexicon.placing("handel") == Placing(within="klima")
    assert lexicon.placing("energie") == Placing()
    assert (lexicon.stamp, lexicon.topics) == ("", edited([]).topics)


def test_the_last_word_on_where_it_stands_counts() -> None:
    said: list[TopicEdit] = [PIN, TopicPinned(slug="klima", on=False), UNDER_CLIMATE, UNDER_ENERGY]
    assert edited(said).placing("klima") == Placing()
    assert edited(said).placing("handel").within == "energie"
    assert edited([*said, TopicNested(slug="handel")]).placing("handel") == Placing()


@pytest.mark.parametrize(
    "later",
    [
        TopicNested(slug="klima", within="energie"),  # has a part itself
        TopicNested(slug="ton", within="handel"),  # that one is a part
        TopicNested(slug="ton", within="ton"),
        TopicNested(slug="ton", within="gibt-es-nicht"),
    ],
)
def test_topics_are_nested_one_level(later: TopicNested) -> None:
    assert edited([UNDER_CLIMATE, later]).placed == edited([UNDER_CLIMATE]).placed


def test_parts_go_with_a_topic_that_is_joined() -> None:
    join = TopicsJoined(slug="klima", into="energie")
    assert edited([UNDER_CLIMATE, join]).placing("handel").within == "energie"
    assert edited([join, UNDER_CLIMATE]).placing("handel").within == "energie"
    assert "klima" not in edited([PIN, join]).placed
    assert edited([UNDER_CLIMATE, TopicsJoined(slug="klima", into="handel")]).placing("handel") == Placing()


def test_what_people_made_has_their_words_where_the_lexicon_has_it_by_now() -> None:
    edit = TopicCreated(slug="rente", label_de="Meine Rente", label_en="My pension", strong=("Rentenloch",))
    table = edited([edit]).topics["rente"]
    assert table["label_de"] == "Meine Rente"
    assert table["strong"][0] == "Rentenloch"
    assert set(edited([]).topics["rente"]["strong"]) < set(table["strong"])


def test_where_people_put_a_topic_goes_before_where_the_texts_put_theirs() -> None:
    own = EventTopic("kuckucksuhr", "Kuckucksuhr", ("Kuckucksuhr",), above="fossile")
    assert edited([], [own]).placing("kuckucksuhr").within == "fossile"
    found = edited([TopicNested(slug="fossile", within="klima")], [own])
    assert found.placing("fossile").within == "klima"
    assert found.placing("kuckucksuhr").within is None, "one level, no more"
