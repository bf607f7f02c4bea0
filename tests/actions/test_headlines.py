"""Marks of headlines: stored beside those of the text, in no count, and following names, decisions and edits."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.actions.analyses import store_again, store_analysis
from app.actions.article_edits import edit_description, remove_article
from app.actions.headlines import unread_headline
from app.actions.identities import correct_entity
from app.analyst import Analyst
from app.correct.machine import packed, unpacked
from app.db import session_scope
from app.models import Annotation, Article, Entity, EntityAlias, Run, Summit
from app.nlp.types import Headline
from tests.stories import SLUG, S, add_story, add_text, analysed, headline

BODY = S("{Friedrich Merz} reiste an.", "ablauf")
ABOVE = headline("{Merz}: „Das wird gut“", "erwartungen", says="Merz")


def marks(engine: Engine, article_id: int, prefix: str = "headline-") -> list[tuple[str, int, int, str | None]]:
    """(layer, start, end, name) of the marks of the headline, or of those of the text."""
    with session_scope(engine) as session:
        rows = session.exec(
            select(Annotation.layer, Annotation.start, Annotation.end, Entity.name)
            .join(Entity, Annotation.entity_id == Entity.id, isouter=True)  # type: ignore[arg-type]
            .where(Annotation.article_id == article_id)
            .order_by(Annotation.layer, Annotation.start)
        ).all()
        return [tuple(row) for row in rows if row[0].startswith("headline-") == bool(prefix)]


def test_a_headline_has_layers_of_its_own(each: Engine) -> None:
    article_id = add_story(each, BODY, above=ABOVE)
    assert marks(each, article_id) == [
        ("headline-mention", 0, 4, "Friedrich Merz"),
        ("headline-quotation", 6, 20, "Friedrich Merz"),
        ("headline-topic", 0, 20, None),
    ]
    plain = add_story(each, replace_words(BODY), source="Quelle B")
    assert [mark[0] for mark in marks(each, article_id, "")] == [mark[0] for mark in marks(each, plain, "")]


def replace_words(sentence: S) -> S:
    return replace(sentence, text=f"{sentence.text} Ja.")


def test_who_is_named_in_a_headline_alone_is_an_entity_and_goes_with_it(each: Engine) -> None:
    article_id = add_story(each, S("Nichts weiter."), above=headline("{Baerbock} reist ab"))
    assert marks(each, article_id) == [("headline-mention", 0, 8, "Baerbock")]
    other = add_story(each, S("{Annalena Baerbock} sprach."), source="Quelle B")
    assert marks(each, article_id) == [("headline-mention", 0, 8, "Annalena Baerbock")]
    with session_scope(each, write=True) as session:
        remove_article(session, other)
    assert marks(each, article_id) == [("headline-mention", 0, 8, "Baerbock")]
    with session_scope(each, write=True) as session:
        remove_article(session, article_id)
        assert session.exec(select(EntityAlias)).all() == []


def test_decisions_on_names_reach_headlines_and_are_undone(each: Engine) -> None:
    first = add_story(each, S("{Friedrich Merz} reiste an."), above=headline("{Friedrich Merz} reist an"))
    add_story(each, S("{Fritz Merz} kam."), source="Quelle B", above=headline("{Fritz Merz} kommt"))
    with session_scope(each, write=True) as session:
        correct_entity(session, SLUG, "person", "fritz-merz", {"act": "join", "name": "Friedrich Merz"})
    assert marks(each, first)[0][3] == "Fritz Merz"
    with session_scope(each, write=True) as session:
        correct_entity(session, SLUG, "person", "fritz-merz", {"act": "none"})
    assert marks(each, first) == []


def test_the_machines_headline_is_kept_and_old_runs_are_read(each: Engine) -> None:
    article_id = add_story(each, BODY, above=ABOVE)
    with session_scope(each) as session:
        machine = session.get_one(Run, article_id).machine or b""
        assert unpacked(machine).headline == ABOVE
        assert unread_headline(session, article_id) is None
    with session_scope(each, write=True) as session:
        run = session.get_one(Run, article_id)
        run.machine = packed(replace(unpacked(machine), headline=None))  # as before headlines were read
        session.add(run)
        session.flush()
        assert store_again(session, article_id)
    assert marks(each, article_id) == []
    with session_scope(each, write=True) as session:
        unread = unread_headline(session, article_id)
        assert unread is not None
        assert unread.title == ABOVE.title
        store_again(session, article_id, headline=ABOVE)
    assert len(marks(each, article_id)) == 3


def edit(session: Session, article_id: int, title: str | None) -> bool:
    return edit_description(session, article_id, title=title, source=None, published=None, url=None)


def test_an_edited_headline_loses_its_marks_at_once_and_waits(each: Engine) -> None:
    article_id = add_story(each, BODY, above=ABOVE)
    with session_scope(each, write=True) as session:
        assert not edit(session, article_id, ABOVE.title)
        assert edit(session, article_id, "Merz: Das wird schlecht")
    assert marks(each, article_id) == []
    with session_scope(each, write=True) as session:
        assert session.get_one(Article, article_id).behind
        assert store_again(session, article_id)  # whatever else happens, it goes on waiting
        assert session.get_one(Article, article_id).behind
        store_again(session, article_id, headline=Headline("Merz: Das wird schlecht"))
        assert not session.get_one(Article, article_id).behind
        assert not edit(session, article_id, None)
        assert not session.get_one(Article, article_id).behind


def test_marks_of_another_headline_are_never_shown(each: Engine) -> None:
    text, analysis = analysed(BODY)
    article_id = add_text(each, text, title="Ganz anders")
    with session_scope(each, write=True) as session:
        store_analysis(session, article_id, replace(analysis, headline=ABOVE))
    assert marks(each, article_id) == []


class TestWorker:
    @pytest.fixture
    def analyst(self, each: Engine) -> Analyst:
        return Analyst(each)

    def test_reads_the_headline_with_the_text(self, each: Engine, analyst: Analyst) -> None:
        article_id = add_text(each, "Kanzler Friedrich Merz reiste an.", title="Merz: „Das wird gut“")
        analyst.work(article_id)
        assert marks(each, article_id)[:2] == [
            ("headline-mention", 0, 4, "Friedrich Merz"),
            ("headline-quotation", 6, 20, "Friedrich Merz"),
        ]

    def test_reads_an_edited_one_when_it_is_put_in_line(self, each: Engine, analyst: Analyst) -> None:
        article_id = add_text(each, "Kanzler Friedrich Merz traf Robert Habeck.", title="Merz reist ab")
        analyst.work(article_id)
        with session_scope(each, write=True) as session:
            edit(session, article_id, "Habeck reist ab")
        analyst.work(article_id)
        assert marks(each, article_id) == [("headline-mention", 0, 6, "Robert Habeck")]
        with session_scope(each) as session:
            assert not session.get_one(Article, article_id).behind

    def test_reads_the_one_that_was_edited_meanwhile(
        self, each: Engine, analyst: Analyst, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        article_id = add_text(each, "Kanzler Friedrich Merz traf Robert Habeck.", title="Merz reist ab")
        real = analyst.service.article

        def slow(text: str, title: str | None) -> object:
            found = real(text, title)
            with session_scope(each, write=True) as session:
                edit(session, article_id, "Habeck reist ab")
            return found

        monkeypatch.setattr(analyst.service, "article", slow)
        analyst.work(article_id)
        assert marks(each, article_id) == [("headline-mention", 0, 6, "Robert Habeck")]

    def test_reads_those_of_older_versions_when_the_summit_catches_up(self, each: Engine, analyst: Analyst) -> None:
        article_id = add_text(each, "Kanzler Friedrich Merz reiste an.", title="Merz reist an")
        analyst.work(article_id)
        with session_scope(each, write=True) as session:
            run = session.get_one(Run, article_id)
            run.machine = packed(replace(unpacked(run.machine or b""), headline=None))
            article = session.get_one(Article, article_id)
            article.behind = True
            session.add_all([run, article])
            summit = session.exec(select(Summit.id)).one()
        analyst.catch_up(summit or 0)
        assert marks(each, article_id) == [("headline-mention", 0, 4, "Friedrich Merz")]
