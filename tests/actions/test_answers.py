"""A yes or a no to an offered passage holds through analysis, undo, export and import, on both databases."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.actions.analyses import store_again, store_analysis
from app.actions.answers import Changed, answer_offer
from app.actions.articles import add_article
from app.actions.comparisons import compare_article
from app.actions.corrections import correct_text, turn
from app.actions.refusals import Declined
from app.actions.summit_files import read_summit, write_summit
from app.actions.summits import add_summit
from app.actions.tallies import touch
from app.actions.verdicts import apply_verdicts
from app.correct.decisions import NotSame, Same
from app.db import session_scope
from app.intake.drafts import make_draft
from app.models import Annotation, Article, Correction, Entity, Offer, Passage, Summit, Topic
from app.queries.corrections import corrections_page, line_view
from app.queries.editing import topic_edit

A = (
    "Kiril Radojtschew leitete die Konferenz in Baku. Wir haben noch 48 Stunden, sagte er am Montag. "
    "Das Erdgas sei ein Geschenk Gottes. Die Delegierten hörten zu und gingen danach essen."
)
B = (
    "Kyril Radoychev sprach in Baku vor den Delegierten. Bis zum Schluss bleiben zwei Tage, hieß es. "
    "Über Bohrungen in der Tiefe wurde lange gestritten. Danach gingen alle nach Hause."
)


def stored(session: Session, texts: dict[str, str]) -> tuple[str, list[int]]:
    from app.nlp.pipeline import analyse

    summit = add_summit(session, "Klimagipfel", slug="baku")
    ids = []
    for source, text in texts.items():
        article = add_article(session, summit, make_draft(text, max_chars=9_000, source=source, title=f"Aus {source}"))
        assert article.id is not None
        store_analysis(session, article.id, analyse(text))
        compare_article(session, article.id)
        ids.append(article.id)
    return summit.slug, ids


@pytest.fixture
def baku(each: Engine) -> tuple[Engine, str, list[int]]:
    with session_scope(each, write=True) as session:
        slug, ids = stored(session, {"Nordblatt": A, "Südpost": B})
    return each, slug, ids


def offered(session: Session, article_id: int, words: str, **thing: int) -> int:
    """An offer as the wider search would store it."""
    article = session.get_one(Article, article_id)
    kind = "topic" if "topic_id" in thing else "person" if "entity_id" in thing else "figure"
    start = article.text.index(words)
    row = Offer(
        summit_id=article.summit_id, kind=kind, article_id=article_id, start=start, end=start + len(words), **thing
    )
    session.add(row)
    session.flush()
    touch(session, [article_id])
    assert row.id is not None
    return row.id


def topic(session: Session, slug: str = "energie") -> int:
    return session.exec(select(Topic.id).where(Topic.slug == slug)).one() or 0


def entity(session: Session, slug: str) -> Entity:
    return session.exec(select(Entity).where(Entity.slug == slug)).one()


def is_on_topic(session: Session, article_id: int, slug: str = "energie") -> bool:
    marks = select(Annotation.id).where(
        Annotation.article_id == article_id, Annotation.layer == "topic", Annotation.label == slug
    )
    return bool(session.exec(marks).all())


SENTENCE = "Über Bohrungen in der Tiefe wurde lange gestritten."


def test_yes_to_a_topic_marks_the_sentence_until_it_is_undone(baku: tuple[Engine, str, list[int]]) -> None:
    engine, slug, (_, b) = baku
    with session_scope(engine, write=True) as session:
        offer = offered(session, b, SENTENCE, topic_id=topic(session))
        done = answer_offer(session, slug, offer, {"answer": "yes"}, "Ada")
        assert is_on_topic(session, b)
        assert session.exec(select(Passage.id).where(Passage.article_id == b, Passage.topic_id == topic(session))).all()
        again = offered(session, b, SENTENCE, topic_id=topic(session))
        assert answer_offer(session, slug, again, {"answer": "yes"}).line == done.line  # said twice, recorded once
        from app.nlp.pipeline import analyse

        store_analysis(session, b, analyse(B))
        assert is_on_topic(session, b)
        turn(session, slug, done.line, redo=False)
        assert not is_on_topic(session, b)
        turn(session, slug, done.line, redo=True)
        assert is_on_topic(session, b)


def test_no_is_never_offered_again_and_undone_it_is(baku: tuple[Engine, str, list[int]]) -> None:
    engine, slug, (_, b) = baku
    with session_scope(engine, write=True) as session:
        where = {"topic_id": topic(session)}
        done = answer_offer(session, slug, offered(session, b, SENTENCE, **where), {"answer": "no"})
        anew = offered(session, b, SENTENCE, **where)  # as a new search finds it
        apply_verdicts(session, b)
        assert session.get_one(Offer, anew).state == "not-same"
        turn(session, slug, done.line, redo=False)
        left = session.exec(select(Offer).where(Offer.article_id == b, Offer.topic_id == where["topic_id"])).all()
        assert {one.state for one in left} <= {"perhaps"}


def test_yes_can_teach_the_topic_a_word_and_undo_takes_both_back(baku: tuple[Engine, str, list[int]]) -> None:
    engine, slug, (_, b) = baku
    with session_scope(engine, write=True) as session:
        offer = offered(session, b, SENTENCE, topic_id=topic(session))
        done = answer_offer(session, slug, offer, {"answer": "yes", "word": "Bohrungen"})
        assert done.call_worker is not None  # the other articles follow the new word
        page = topic_edit(session, slug, "energie")
        assert page is not None
        assert "Bohrungen" in page.strong
        record = corrections_page(session, slug)
        assert record is not None
        assert [(line.kind, line.taken_with) for line in record.lines] == [("topic-words", done.line), ("same", None)]
        turn(session, slug, done.line, redo=False)
        page = topic_edit(session, slug, "energie")
        assert page is not None
        assert "Bohrungen" not in page.strong
        store_again(session, b, tag=True)
        assert not is_on_topic(session, b)
        word = record.lines[0].id
        gone = line_view(session, slug, word)
        assert gone is not None
        assert (gone.holds, gone.turnable, gone.turned_at is not None) == (False, False, True)
        with pytest.raises(Declined, match="together with another"):
            turn(session, slug, word, redo=True)
        turn(session, slug, done.line, redo=True)
        turn(session, slug, word, redo=False)  # the word alone can go, too
        page = topic_edit(session, slug, "energie")
        assert page is not None
        assert "Bohrungen" not in page.strong
        store_again(session, b, tag=True)
        assert is_on_topic(session, b)


def test_a_word_that_cannot_be_looked_for_records_nothing(baku: tuple[Engine, str, list[int]]) -> None:
    engine, slug, (_, b) = baku
    with session_scope(engine, write=True) as session:
        offer = offered(session, b, SENTENCE, topic_id=topic(session))
        with pytest.raises(Declined, match="cannot be looked for"):
            answer_offer(session, slug, offer, {"answer": "yes", "word": "***"})
        assert session.exec(select(Correction)).all() == []


def test_yes_to_a_name_is_for_that_place_or_for_the_person(baku: tuple[Engine, str, list[int]]) -> None:
    engine, slug, (_, b) = baku
    with session_scope(engine, write=True) as session:
        minister = entity(session, "kiril-radojtschew")
        assert minister.id is not None
        other = session.exec(
            select(Entity).join(Annotation).where(Annotation.article_id == b, Entity.kind == "person")
        ).first()
        offer = offered(session, b, "Kyril Radoychev", entity_id=minister.id)
        done = answer_offer(session, slug, offer, {"answer": "yes"})
        named = select(Annotation).where(Annotation.article_id == b, Annotation.entity_id == minister.id)
        assert [B[one.start : one.end] for one in session.exec(named)] == ["Kyril Radoychev"]
        turn(session, slug, done.line, redo=False)
        assert session.exec(named).all() == []
        if other is None:
            pytest.fail("the machine no longer finds the other spelling: choose another one for this test")
        offer = offered(session, b, "Kyril Radoychev", entity_id=minister.id)
        for nobody in ("person/nobody", "person/", "x", f"person/{minister.slug}"):
            with pytest.raises(Changed):
                answer_offer(session, slug, offer, {"answer": "yes", "join": nobody})
        done = answer_offer(session, slug, offer, {"answer": "yes", "join": f"{other.kind}/{other.slug}"})
        assert session.exec(select(Entity).where(Entity.slug == other.slug)).all() == []
        turn(session, slug, done.line, redo=False)
        assert session.exec(select(Entity).where(Entity.slug == other.slug)).one().name == other.name


def figure_of(session: Session, article_id: int) -> Annotation:
    marks = select(Annotation).where(Annotation.article_id == article_id, Annotation.layer == "figure")
    return session.exec(marks.order_by(col(Annotation.start))).first() or pytest.fail("no figure was found")


def test_two_figures_are_one_by_decision_after_analysis_export_and_import(
    baku: tuple[Engine, str, list[int]],
) -> None:
    from app.nlp.pipeline import analyse

    engine, slug, (a, b) = baku
    with session_scope(engine, write=True) as session:
        mark = figure_of(session, a)
        assert mark.id is not None
        offer = offered(session, b, "zwei Tage", annotation_id=mark.id)
        answer_offer(session, slug, offer, {"answer": "yes"})
        assert session.get_one(Offer, offer).state == "same"
        store_analysis(session, a, analyse(A))  # its marks are other rows now, and the offer went with them
        compare_article(session, a)
        apply_verdicts(session, a)
        kept = session.exec(select(Offer).where(Offer.article_id == b, Offer.state == "same")).all()
        assert [(B[one.start : one.end], one.kind) for one in kept] == [("zwei Tage", "figure")]
        data = write_summit(session, slug)
    with session_scope(engine, write=True) as session:
        new, ids = read_summit(session, data, max_chars=9_000)
        for id_ in ids:
            store_analysis(session, id_, analyse(session.get_one(Article, id_).text))
            compare_article(session, id_)
            apply_verdicts(session, id_)
        summit = session.exec(select(Summit).where(Summit.slug == new)).one()
        kept = session.exec(select(Offer).where(Offer.summit_id == summit.id, Offer.state == "same")).all()
        assert {one.article_id for one in kept} >= {ids[1]}
        record = corrections_page(session, new)
        assert record is not None
        assert [line.kind for line in record.lines] == ["same"]


def test_a_lesson_travels_with_its_yes(baku: tuple[Engine, str, list[int]]) -> None:
    engine, slug, (_, b) = baku
    with session_scope(engine, write=True) as session:
        offer = offered(session, b, SENTENCE, topic_id=topic(session))
        answer_offer(session, slug, offer, {"answer": "yes", "word": "Bohrungen"})
        data = write_summit(session, slug)
    with session_scope(engine, write=True) as session:
        new, _ = read_summit(session, data, max_chars=9_000)
        record = corrections_page(session, new)
        assert record is not None
        lesson, yes = record.lines
        assert lesson.taken_with == yes.id
        turn(session, new, yes.id, redo=False)
        page = topic_edit(session, new, "energie")
        assert page is not None
        assert "Bohrungen" not in page.strong


def test_a_place_in_a_headline_is_kept_as_such(baku: tuple[Engine, str, list[int]]) -> None:
    engine, _, (_, b) = baku
    with session_scope(engine, write=True) as session:
        place = {"start": 4, "end": 11, "surface": "Südpost", "part": "headline"}
        correct_text(session, b, Same(thing="energie", **place))  # type: ignore[arg-type]
        row = session.exec(select(Offer).where(Offer.article_id == b, Offer.state == "same")).one()
        assert (row.part, row.start, row.end, row.topic_id) == ("headline", 4, 11, topic(session))
        assert not is_on_topic(session, b)  # what a headline says counts in no text
        correct_text(session, b, NotSame(thing="energie", **place))  # type: ignore[arg-type]
        session.refresh(row)
        assert row.state == "not-same"
        with pytest.raises(Declined):
            correct_text(session, b, Same(thing="energie", **place | {"start": 5}))  # type: ignore[arg-type]


def test_an_answer_to_what_was_not_seen_is_refused(baku: tuple[Engine, str, list[int]]) -> None:
    engine, slug, (_, b) = baku
    with session_scope(engine, write=True) as session:
        offer = offered(session, b, SENTENCE, topic_id=topic(session))
        row = session.get_one(Offer, offer)
        for fields in ({"at": f"{b}:text:0-4"}, {"at": f"{b}:text:{row.start}-{row.end}", "thing": "topic-99999"}):
            with pytest.raises(Changed):
                answer_offer(session, slug, offer, {"answer": "yes", **fields})
        with pytest.raises(Changed):
            answer_offer(session, slug, 999_999, {"answer": "yes"})
        with pytest.raises(Declined):
            answer_offer(session, slug, offer, {"answer": "maybe"})
        assert session.exec(select(Correction)).all() == []
