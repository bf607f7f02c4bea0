"""An analysis is stored whole, replaced whole, and removed without a trace."""

from contextlib import suppress
from typing import Any

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, func, select

from app.actions.addresses import Unknown
from app.actions.analyses import store_analysis
from app.actions.article_edits import edit_description, remove_article
from app.actions.articles import requeue
from app.db import session_scope
from app.intake.drafts import parse_published
from app.models import Annotation, Article, ArticleWord, Entity, EntityAlias, Passage, PassagePerson, Run, Source
from app.search import article_search
from tests.stories import S, add_story, add_text, analysed

GENEVA = (
    S("{Joe Biden} traf {Wladimir Putin} in Genf.", "ablauf"),
    S("{Biden} sagte: „Wir reden über Waffen.“", "ruestungskontrolle", says="Joe Biden"),
    S("Auch über die Ukraine.", "ruestungskontrolle ukraine"),
    S("{Peskow} schwieg."),
)
MOSCOW = (
    S("{Dmitri Peskow} sprach über die Ukraine.", "ukraine"),
    S("{Wladimir Putin} hörte zu.", "ukraine"),
)
TABLES = (Annotation, ArticleWord, Entity, EntityAlias, Passage, PassagePerson, Run)


def contents(session: Session) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that an analysis leaves, without the ids and times that may differ."""
    skipped = {"id", "finished_at", "passage_id", "alias_id", "entity_id", "topic_id"}
    rows: dict[str, list[tuple[Any, ...]]] = {}
    for table in TABLES:
        kept = [name for name in table.model_fields if name not in skipped]
        rows[table.__name__] = sorted(
            (tuple(str(getattr(row, name)) for name in kept) for row in session.exec(select(table))), key=repr
        )
    who = select(Entity.name, Passage.article_id, Passage.first).select_from(PassagePerson).join(Entity).join(Passage)
    rows["who"] = sorted(session.exec(who).all())
    return rows


def counts(session: Session) -> dict[str, int]:
    return {table.__name__: session.exec(select(func.count()).select_from(table)).one() for table in TABLES}


def test_storing_twice_leaves_the_same_rows(each: Engine) -> None:
    add_story(each, *MOSCOW)
    article_id = add_story(each, *GENEVA)
    with session_scope(each) as session:
        before, number = contents(session), counts(session)
    with session_scope(each, write=True) as session:
        store_analysis(session, article_id, analysed(*GENEVA)[1])
    with session_scope(each) as session:
        assert contents(session) == before
        assert counts(session) == number


def test_a_new_analysis_replaces_the_old_one_whole(each: Engine) -> None:
    article_id = add_story(each, *GENEVA)
    text_, _ = analysed(*GENEVA)
    only = analysed(S(text_.strip().replace("{", ""), "nato"))[1]
    with session_scope(each, write=True) as session:
        store_analysis(session, article_id, only)
    with session_scope(each) as session:
        assert {row.label for row in session.exec(select(Annotation))} == {"sentence", "nato", "direct"}
        assert [(p.first, p.sentences) for p in session.exec(select(Passage))] == [(1, 1)]
        assert session.exec(select(Entity)).all() == []
        assert session.exec(select(EntityAlias)).all() == []


def test_an_analysis_that_comes_too_late_is_dropped(each: Engine) -> None:
    article_id = add_text(each, "Kurz da.")
    with session_scope(each, write=True) as session:
        remove_article(session, article_id)
    with session_scope(each, write=True) as session:
        store_analysis(session, article_id, analysed(S("Kurz da.", "nato"))[1])
    with session_scope(each) as session:
        assert set(counts(session).values()) == {0}


def test_removing_articles_leaves_nothing_behind(each: Engine) -> None:
    ids = [add_story(each, *GENEVA), add_story(each, *MOSCOW, source="Quelle B")]
    for article_id in ids:
        with session_scope(each, write=True) as session:
            remove_article(session, article_id)
    with session_scope(each) as session:
        assert set(counts(session).values()) == {0}
        assert session.exec(select(Article)).all() == []
        assert session.execute(text("SELECT count(*) FROM article_search")).scalar_one() == 0


def test_removing_one_article_keeps_what_others_use(each: Engine) -> None:
    gone, stays = add_story(each, *GENEVA), add_story(each, *MOSCOW)
    with session_scope(each, write=True) as session:
        remove_article(session, gone)
    with session_scope(each) as session:
        assert sorted(entity.name for entity in session.exec(select(Entity))) == ["Dmitri Peskow", "Wladimir Putin"]
        assert set(session.exec(select(Annotation.article_id))) == {stays}
        found = article_search(session).ids("Ukraine")
        assert found is not None
        assert list(session.scalars(found)) == [stays]


def test_what_is_not_there_cannot_be_removed(each: Engine) -> None:
    with session_scope(each, write=True) as session, pytest.raises(Unknown):
        remove_article(session, 77)


def test_marks_stay_while_an_article_waits_for_a_new_analysis(each: Engine) -> None:
    article_id = add_story(each, *GENEVA)
    with session_scope(each, write=True) as session:
        assert requeue(session) == [article_id]
    with session_scope(each) as session:
        assert session.get_one(Article, article_id).status == "queued"
        assert counts(session)["Passage"] == 3


def test_passages_follow_their_article_to_another_source(each: Engine) -> None:
    article_id = add_story(each, *GENEVA)
    with session_scope(each, write=True) as session:
        published = parse_published("2021-06")
        edit_description(session, article_id, title="Neu", source="Anderswo", published=published, url=None)
    with session_scope(each) as session:
        names = select(Source.name).join(Passage, col(Passage.source_id) == Source.id).distinct()
        assert session.exec(names).all() == ["Anderswo"]
        found = article_search(session).ids("neu")
        assert found is not None
        assert list(session.scalars(found)) == [article_id]


def test_unknown_topics_of_another_lexicon_are_left_out(each: Engine) -> None:
    add_story(each, S("Etwas ganz anderes.", "gibt-es-nicht nato"))
    with session_scope(each) as session:
        assert [row.label for row in session.exec(select(Annotation).where(Annotation.layer == "topic"))] == ["nato"]


def test_a_failing_store_changes_nothing(each: Engine) -> None:
    article_id = add_story(each, *GENEVA)
    with session_scope(each) as session:
        before = contents(session)
    broken = analysed(S("{Joe Biden} ging.", "nato"))[1]
    with suppress(RuntimeError), session_scope(each, write=True) as session:
        store_analysis(session, article_id, broken)
        raise RuntimeError
    with session_scope(each) as session:
        assert contents(session) == before
