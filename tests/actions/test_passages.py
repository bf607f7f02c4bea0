"""Passages are runs of neighbouring sentences; persons are in them by name or by their words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.passages import Run, runs
from app.db import session_scope
from app.models import Article, Entity, Passage, PassagePerson, Topic
from tests.stories import S, add_story

SENTENCES = st.lists(st.sets(st.integers(1, 4)), max_size=12)


def naive(topics: list[set[int]]) -> set[Run]:
    """Every stretch whose sentences all have the topic and whose neighbours do not."""
    return {
        Run(topic, first, last)
        for first in range(len(topics))
        for last in range(first, len(topics))
        for topic in range(1, 5)
        if all(topic in topics[at] for at in range(first, last + 1))
        and (first == 0 or topic not in topics[first - 1])
        and (last + 1 == len(topics) or topic not in topics[last + 1])
    }


@given(SENTENCES)
def test_runs_are_the_longest_stretches(topics: list[set[int]]) -> None:
    found = runs(topics)
    assert set(found) == naive(topics)
    assert len(found) == len(set(found))
    assert [run.first for run in found] == sorted(run.first for run in found)


@given(SENTENCES)
def test_every_sentence_is_in_one_run_for_each_of_its_topics(topics: list[set[int]]) -> None:
    covered = sorted((run.topic_id, at) for run in runs(topics) for at in range(run.first, run.last + 1))
    assert covered == sorted((topic, at) for at, here in enumerate(topics) for topic in here)


def passages(engine: Engine, article_id: int) -> list[tuple[str, str, str, list[str]]]:
    """(topic, its text, text with context, persons) of an article's passages."""
    with session_scope(engine) as session:
        article = session.get_one(Article, article_id)
        rows = session.exec(
            select(Passage, Topic.slug).join(Topic).where(Passage.article_id == article_id).order_by(Passage.id)
        ).all()
        found = []
        for passage, slug in rows:
            who = session.exec(
                select(Entity.name).join(PassagePerson).where(PassagePerson.passage_id == passage.id)
            ).all()
            inside = article.text[passage.start : passage.end]
            found.append((slug, inside, article.text[passage.before : passage.after], sorted(who)))
        return found


def test_a_passage_holds_its_sentences_and_knows_those_around(each: Engine) -> None:
    article_id = add_story(
        each, S("Vorher."), S("Eins.", "nato"), S("Zwei.", "nato iran"), S("Nachher."), S("Drei.", "nato")
    )
    found = passages(each, article_id)
    assert [(topic, inside, context) for topic, inside, context, _ in found] == [
        ("nato", "Eins. Zwei.", "Vorher. Eins. Zwei. Nachher."),
        ("iran", "Zwei.", "Eins. Zwei. Nachher."),
        ("nato", "Drei.", "Nachher. Drei."),
    ]


@pytest.mark.parametrize(
    ("sentences", "persons"),
    [
        ([S("{Joe Biden} kam.", "nato"), S("Er ging.")], ["Joe Biden"]),
        ([S("{Joe Biden} kam."), S("Die Nato auch.", "nato")], []),
        ([S("Er sagte: „Die Nato.“", "nato", says="Joe Biden")], ["Joe Biden"]),
        ([S("{Joe Biden} und {Wladimir Putin}.", "nato"), S("{Joe Biden}.", "nato")], ["Joe Biden", "Wladimir Putin"]),
        ([S("Niemand.", "nato")], []),
    ],
)
def test_who_is_in_a_passage(each: Engine, sentences: list[S], persons: list[str]) -> None:
    article_id = add_story(each, *sentences)
    assert [who for topic, _, _, who in passages(each, article_id) if topic == "nato"] == [persons]
