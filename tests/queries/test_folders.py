"""A folder as its page and the press review tell it: the very words, whose they are, what became of them."""

from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from app.actions.article_edits import bring_article, edit_description, remove_article
from app.actions.articles import requeue
from app.actions.corrections import correct_text
from app.actions.folder_order import add_rubric, note_item, place_item
from app.actions.folders import Place, describe_folder, make_folder, remember
from app.correct.decisions import Topics
from app.db import session_scope
from app.intake.drafts import make_draft
from app.models import Annotation, Article, Entity, Passage, SharedPassage, Source, Topic
from app.queries.filters import Filters
from app.queries.folders import folder_page, review, topic_review
from app.queries.views.review import Kind, Review
from tests.conftest import analyse_waiting, counting

SUMMIT = "genf-2021"


def folder(engine: Engine, *places: Place) -> list[int]:
    with session_scope(engine, write=True) as session:
        return [remember(session, SUMMIT, place).item for place in places]


def made(engine: Engine, name: str = "mappe") -> Review:
    with session_scope(engine) as session:
        found = review(session, SUMMIT, name, "de", "https://presse.example/")
    assert found is not None
    return found


def quotation(session: Session) -> Annotation:
    rows = select(Annotation).where(Annotation.layer == "quotation", Annotation.label == "direct")
    return session.exec(rows.where(col(Annotation.entity_id).is_not(None))).first()  # type: ignore[return-value]


def test_an_items_words_are_those_of_its_place(seeded_engine: Engine) -> None:
    with session_scope(seeded_engine) as session:
        passage = session.exec(select(Passage)).first()
        assert passage is not None
        article = session.get_one(Article, passage.article_id)
    folder(seeded_engine, Place("passage", passage.article_id, "text", passage.start, passage.end))
    folder(seeded_engine, Place("article", 3))
    one, whole = made(seeded_engine).items
    assert one.text == article.text[passage.start : passage.end]
    assert (one.start, one.end, one.sentence) == (passage.start, passage.end, passage.first)
    assert one.clipping is not None
    assert one.clipping.text == article.text
    assert one.clipping.headline == article.title
    assert one.address == f"/articles/{article.id}?at={passage.start}#here"
    assert whole.clipping is not None
    assert whole.text == whole.clipping.text


def test_a_quotation_says_whose_words_it_is(seeded_engine: Engine) -> None:
    with session_scope(seeded_engine) as session:
        said = quotation(session)
        name = session.get_one(Entity, said.entity_id).name
    folder(seeded_engine, Place("quotation", said.article_id, "text", said.start))
    words = made(seeded_engine).items[0]
    assert words.speaker == name
    assert words.start <= said.start < said.end <= words.end
    assert (said.start, said.end, name) in [(one.start, one.end, one.speaker) for one in words.sayings]


def test_a_chart_keeps_its_page_and_the_method_how_marks_came_about(seeded_engine: Engine) -> None:
    folder(seeded_engine, Place("chart", chart="matrix", address=f"/summits/{SUMMIT}?person=joe-biden#matrix"))
    found = made(seeded_engine)
    chart = found.items[0]
    assert chart.kind is Kind.CHART
    assert chart.picture is not None
    assert chart.picture.title == "Wer schreibt worüber?"
    assert chart.picture.address.endswith("?person=joe-biden#matrix")
    assert found.base == "https://presse.example"
    assert (found.method.articles, found.method.corrections) == (5, 0)
    assert found.method.pipeline


def test_words_that_stand_in_a_signed_text_say_whose_they_are(seeded_engine: Engine) -> None:
    with session_scope(seeded_engine) as session:
        rows = session.exec(select(SharedPassage).order_by(col(SharedPassage.words).desc()))
        shared = next(row for row in rows if row.verbatim and row.a_source != row.b_source and not row.quoted)
        twin = session.get_one(Article, shared.b_id)
        outlet = session.get_one(Source, twin.source_id).name
    folder(seeded_engine, Place("shared", shared.a_id, "text", shared.a_start, shared.a_end))
    told = made(seeded_engine).items[0].provenance
    assert any(outlet in one.outlets and one.words >= 8 for one in told)
    assert all(set(twin.agencies) == set(one.agency) for one in told if one.outlets == (outlet,))


def test_a_correction_and_a_new_headline_are_told_and_a_removed_article_keeps_its_words(seeded_engine: Engine) -> None:
    folder(
        seeded_engine, Place("passage", 1, "text", 0), Place("passage", 2, "text", 0), Place("passage", 3, "text", 0)
    )
    with session_scope(seeded_engine, write=True) as session:
        topic = session.exec(select(Topic.slug)).first()
        start, end = session.execute(
            text("SELECT start, \"end\" FROM annotation WHERE article_id = 1 AND layer = 'sentence' ORDER BY start")
        ).first() or (0, 0)
        surface = session.get_one(Article, 1).text[start:end]
        correct_text(session, 1, Topics(start=start, end=end, surface=surface, add=(topic or "",)))
        edit_description(session, 2, title="Ganz neu", source=None, published=None, url=None)
        words = session.get_one(Article, 3).text[:20]
        remove_article(session, 3)
    one, two, three = made(seeded_engine).items
    assert one.changed
    assert two.changed
    assert three.gone
    assert three.text.startswith(words)
    assert three.clipping is not None
    assert three.clipping.outlet
    assert three.address == ""


def test_an_item_finds_its_article_again_when_that_comes_back(seeded_engine: Engine) -> None:
    folder(seeded_engine, Place("passage", 3, "text", 0))
    with session_scope(seeded_engine, write=True) as session:
        article = session.get_one(Article, 3)
        draft = make_draft(article.text, max_chars=1_000_000, source="Quelle C", title=article.title)
        remove_article(session, 3)
    assert made(seeded_engine).items[0].gone
    with session_scope(seeded_engine, write=True) as session:
        new = bring_article(session, SUMMIT, draft)
    item = made(seeded_engine).items[0]
    assert not item.gone
    assert item.clipping is not None
    assert item.clipping.id == new


def test_an_item_holds_through_a_new_analysis(seeded_engine: Engine) -> None:
    with session_scope(seeded_engine) as session:
        said = quotation(session)
    folder(seeded_engine, Place("quotation", said.article_id, "text", said.start))
    before = made(seeded_engine).items[0]
    with session_scope(seeded_engine, write=True) as session:
        requeue(session, SUMMIT)
    analyse_waiting(seeded_engine)
    after = made(seeded_engine).items[0]
    assert (after.text, after.speaker, after.sentence, after.changed) == (
        before.text,
        before.speaker,
        before.sentence,
        False,
    )


def test_items_stand_under_their_headings_in_their_order(seeded_engine: Engine) -> None:
    first, second, third = folder(seeded_engine, *(Place("article", number) for number in (1, 2, 3)))
    with session_scope(seeded_engine, write=True) as session:
        rubric = add_rubric(session, SUMMIT, "mappe", "Rüstung")
        place_item(session, SUMMIT, "mappe", first, rubric=rubric)
        place_item(session, SUMMIT, "mappe", third, before=second)
        note_item(session, SUMMIT, "mappe", second, "Bitte lesen", "")
        describe_folder(
            session, SUMMIT, "mappe", name="Lage", note="Morgen", note_before="", readers="Vorstand", own="quelle-a"
        )
    found = made(seeded_engine)
    assert [(one.title, [item.clipping.id for item in one.items if item.clipping]) for one in found.rubrics] == [
        ("", [3, 2]),
        ("Rüstung", [1]),
    ]
    assert [item.note for item in found.items] == ["", "Bitte lesen", ""]
    assert (found.title, found.note, found.readers) == ("Lage", "Morgen", "Vorstand")


def test_a_topic_makes_a_review_under_its_filters(seeded_engine: Engine) -> None:
    filters = Filters(sources=("quelle-a", "quelle-b"), since=date(2021, 1, 1))
    with session_scope(seeded_engine) as session:
        slug = session.exec(
            select(Topic.slug).join(Passage, col(Passage.topic_id) == col(Topic.id)).where(Passage.source_id == 1)
        ).first()
        found = topic_review(session, SUMMIT, slug or "", filters, "de")
        assert topic_review(session, SUMMIT, "keines", Filters(), "de") is None
        assert topic_review(session, "keiner", slug or "", Filters(), "de") is None
    assert found is not None
    assert found.items
    assert all(item.clipping and item.text == item.clipping.text[item.start : item.end] for item in found.items)
    assert len(found.method.filters) == 4
    assert "Quelle: Quelle A" in found.method.filters


@pytest.mark.parametrize("items", [3, 60])
def test_the_number_of_statements_does_not_grow(seeded_engine: Engine, items: int) -> None:
    with session_scope(seeded_engine, write=True) as session:
        make_folder(session, SUMMIT, "Mappe")
        sentences = session.execute(
            text(
                "SELECT article_id, start, \"end\" FROM annotation WHERE layer = 'sentence' ORDER BY start, article_id"
            )
        ).all()
        for article, start, end in sentences[:items]:
            remember(session, SUMMIT, Place("passage", article, "text", start, end), "mappe")
    with counting(seeded_engine) as number, session_scope(seeded_engine) as session:
        page = folder_page(session, SUMMIT, "mappe", "de")
        assert page is not None
        assert page.total == items
        assert number() == 13
    with counting(seeded_engine) as number, session_scope(seeded_engine) as session:
        assert review(session, SUMMIT, "mappe", "de")
        assert number() == 15
