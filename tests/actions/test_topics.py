"""Topics are pinned, hidden and nested: decisions like the others, which no article has to follow."""

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from app.actions.corrections import correct_summit, turn
from app.actions.refusals import Declined
from app.actions.summit_files import read_summit, write_summit
from app.correct.decisions import TopicCreated, TopicEdit, TopicHidden, TopicNested, TopicPinned
from app.db import session_scope
from app.models import Article, Summit, Topic
from tests.stories import SLUG, S, add_story

Placed = tuple[str | None, bool, bool]
PLAIN: Placed = (None, False, False)


@pytest.fixture
def summit(each: Engine) -> int:
    add_story(each, S("Man sprach über die Nato.", "nato"), S("Auch über den Iran.", "iran"))
    with session_scope(each) as session:
        return session.exec(select(Summit.id)).one() or 0


def decide(engine: Engine, summit: int, edit: TopicEdit) -> int:
    """The line on record; no article has to be done again for it."""
    with session_scope(engine, write=True) as session:
        behind = session.exec(select(Article.id).where(col(Article.behind).is_(True))).all()
        done = correct_summit(session, summit, edit)
        assert session.exec(select(Article.id).where(col(Article.behind).is_(True))).all() == behind
        return done.line


def placed(engine: Engine, slug: str, summit: str = SLUG) -> Placed:
    with session_scope(engine) as session:
        topic = session.exec(select(Topic).join(Summit).where(Summit.slug == summit, Topic.slug == slug)).one()
        return topic.within, topic.pinned, topic.hidden


@pytest.mark.parametrize(
    ("edit", "told"),
    [
        (TopicPinned(slug="nato"), (None, True, False)),
        (TopicHidden(slug="nato"), (None, False, True)),
        (TopicNested(slug="nato", within="iran"), ("iran", False, False)),
    ],
)
def test_it_is_done_undone_and_done_again(each: Engine, summit: int, edit: TopicEdit, told: Placed) -> None:
    line = decide(each, summit, edit)
    assert placed(each, "nato") == told
    for redo, then in ((False, PLAIN), (True, told)):
        with session_scope(each, write=True) as session:
            turn(session, SLUG, line, redo=redo)
            assert session.exec(select(Article.id).where(col(Article.behind).is_(True))).all() == []
        assert placed(each, "nato") == then


def test_nothing_is_nested_two_levels_deep(each: Engine, summit: int) -> None:
    decide(each, summit, TopicNested(slug="nato", within="iran"))
    for slug, within in (("ukraine", "nato"), ("iran", "ukraine"), ("iran", "iran"), ("iran", "gibt-es-nicht")):
        with session_scope(each, write=True) as session, pytest.raises(Declined):
            correct_summit(session, summit, TopicNested(slug=slug, within=within))


def test_a_topic_stands_for_itself_when_that_above_it_is_unmade(each: Engine, summit: int) -> None:
    with session_scope(each, write=True) as session:
        made = correct_summit(session, summit, TopicCreated(slug="bund", label_de="Bund", label_en="League")).line
    decide(each, summit, TopicNested(slug="nato", within="bund"))
    assert placed(each, "nato") == ("bund", False, False)
    with session_scope(each, write=True) as session:
        turn(session, SLUG, made, redo=False)
    assert placed(each, "nato") == PLAIN


def test_a_summit_file_keeps_where_topics_stand(each: Engine, summit: int) -> None:
    for edit in (TopicPinned(slug="iran"), TopicHidden(slug="ton"), TopicNested(slug="nato", within="iran")):
        decide(each, summit, edit)
    with session_scope(each, write=True) as session:
        slug, _ = read_summit(session, write_summit(session, SLUG), max_chars=100_000)
    assert [placed(each, topic, slug) for topic in ("iran", "ton", "nato")] == [
        (None, True, False),
        (None, False, True),
        ("iran", False, False),
    ]
