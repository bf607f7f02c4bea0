"""The wider search: what it offers, both ways, in whatever order articles come, change and go."""

import random
from collections.abc import Sequence

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.actions.analyses import store_again, store_analysis
from app.actions.article_edits import remove_article
from app.actions.articles import add_article, requeue
from app.actions.comparisons import compare_article
from app.actions.offers import rebuild
from app.actions.summits import add_summit
from app.db import session_scope
from app.intake.drafts import make_draft
from app.models import Annotation, Article, Entity, Offer, Source, Summit, Topic
from app.nlp.types import Analysis
from app.terms import SentenceTerm

# source, headline, text
ARTICLES: Sequence[tuple[str, str, str]] = [
    (
        "Morgenpost",
        "Minister lobt Hafenvertrag",
        "Verkehrsminister Karim al-Dschaber hat den Vertrag über den neuen Hafen gelobt. „Wir haben die Grundlage für "
        "einen sicheren Handel gelegt“, sagte er in Triest. Das Land will dafür sieben Milliarden Euro ausgeben. "
        "Gewerkschaften kritisierten die Arbeitsbedingungen der Hafenarbeiter. Am Abend reisten die Delegationen ab.",
    ),
    (
        "Abendblatt",
        "Al Jaber: Grundlage für sicheren Handel",
        "In Triest ist ein Vertrag über den Hafen geschlossen worden. Man habe die Grundlage für einen sicheren Handel "
        "gelegt, sagte der Minister. Kosten soll der Bau sieben Milliarden Euro. Umweltschützer fürchten um die "
        "Lagune. Die Opposition sprach von einer Blamage für die Regierung.",
    ),
    (
        "Lokalanzeiger",
        "Sorge um die Lagune",
        "Umweltschützer fürchten um die Lagune vor Triest. Der Bau des Hafens kostet nach ihren Angaben neun "
        "Milliarden Euro. Minister Jaber wollte sich dazu nicht äußern. Die Stadt hat zu einer Versammlung eingeladen. "
        "Viele Fischer leben von dem, was die Lagune hergibt.",
    ),
    (
        "Wochenschau",
        "Streit in Wien",
        "In Wien wird über die Schulen gestritten. Die Lehrer fordern kleinere Klassen. Der Stadtrat verweist auf den "
        "Haushalt. Am Freitag wird abgestimmt. Ein Ergebnis erwartet niemand.",
    ),
    (
        "Morgenpost",
        "Nach dem Vertrag",
        "Der Vertrag über den Hafen ist unterschrieben. Sieben Milliarden Euro sollen fließen. Umweltschützer fürchten "
        "um die Lagune. Der Minister sprach von einem sicheren Handel. Im Herbst beginnt der Bau.",
    ),
]

Row = tuple[object, ...]


@pytest.fixture(scope="module")
def analyses() -> list[Analysis]:
    """What the language service makes of the texts."""
    from app.nlp.pipeline import analyse

    return [analyse(text) for _, _, text in ARTICLES]


def add(session: Session, number: int, analyses: Sequence[Analysis]) -> int:
    """Article ``number`` of ARTICLES, as the worker leaves it."""
    summit = session.exec(select(Summit)).one_or_none() or add_summit(session, "Hafengipfel", "Triest", None)
    source, title, text = ARTICLES[number]
    article = add_article(session, summit, make_draft(text, title=title, source=source, max_chars=10_000))
    assert article.id is not None
    store_analysis(session, article.id, analyses[number])
    compare_article(session, article.id)
    return article.id


def offered(session: Session) -> set[Row]:
    """Every offer by words instead of ids: kind, thing, title of the article, part, words."""
    found: set[Row] = set()
    articles = {one.id: one for one in session.exec(select(Article))}
    for offer in session.exec(select(Offer)):
        article = articles[offer.article_id]
        words = ((article.title or "") if offer.part == "headline" else article.text)[offer.start : offer.end]
        if offer.annotation_id is None and offer.entity_id is None:
            thing = "words"  # a topic is offered by its own words too
        elif offer.entity_id is not None:
            thing = session.get_one(Entity, offer.entity_id).slug
        else:
            mark = session.get_one(Annotation, offer.annotation_id)
            near = articles[mark.article_id]
            thing = f"{near.title}: {near.text[mark.start : mark.end]}"
        if offer.topic_id is not None:
            thing += f" ({session.get_one(Topic, offer.topic_id).slug})"
        found.add((offer.kind, thing, article.title, offer.part, words, offer.score, offer.differing, offer.state))
    return found


def build_again(session: Session) -> None:
    summit = session.exec(select(Summit.id)).one() or 0
    rebuild(session, summit, session.exec(select(Article.id).order_by(col(Article.id))).all())


def test_what_another_source_may_have_is_offered(each: Engine, analyses: list[Analysis]) -> None:
    with session_scope(each, write=True) as session:
        for number in range(len(ARTICLES)):
            add(session, number, analyses)
        build_again(session)
        found = {row[:4] for row in offered(session)}
        names = {(thing, title, part) for kind, thing, title, part in found if kind == "person"}
        assert ("karim-al-dschaber", ARTICLES[1][1], "headline") in names  # another spelling, in a headline
        named = (
            select(Annotation)
            .join(Article)
            .join(Entity, col(Annotation.entity_id) == Entity.id)
            .where(Article.title == ARTICLES[2][1], Entity.slug == "karim-al-dschaber")
        )
        assert "Jaber" in [one.surface for one in session.exec(named)]  # found: it need not be offered
        assert {kind for kind, _, title, _ in found if title == "Streit in Wien"} <= {"topic"}  # of another matter


def test_a_source_is_offered_nothing_of_its_own(each: Engine, analyses: list[Analysis]) -> None:
    with session_scope(each, write=True) as session:
        for number in range(len(ARTICLES)):
            add(session, number, analyses)
        sources = {row.id: row.source_id for row in session.exec(select(Article))}
        for offer in session.exec(select(Offer).where(col(Offer.annotation_id).is_not(None))):
            mark = session.get_one(Annotation, offer.annotation_id)
            assert sources[mark.article_id] != sources[offer.article_id]


@pytest.mark.parametrize("seed", range(3))
def test_in_whatever_order_articles_come_change_and_go(each: Engine, analyses: list[Analysis], seed: int) -> None:
    chance = random.Random(seed)
    with session_scope(each, write=True) as session:
        for number in range(len(ARTICLES)):
            add(session, number, analyses)
        build_again(session)
        expected = offered(session)
        assert expected
        for article in list(session.exec(select(Article))):
            remove_article(session, article.id or 0)
        session.flush()
        assert session.exec(select(Offer)).all() == []
        assert session.exec(select(SentenceTerm)).all() == []
        order = list(range(len(ARTICLES)))
        chance.shuffle(order)
        ids = {number: add(session, number, analyses) for number in order}
        gone = chance.choice(order)
        remove_article(session, ids[gone])
        session.flush()
        session.expire_all()
        ids[gone] = add(session, gone, analyses)
        store_again(session, chance.choice(sorted(ids.values())))
        build_again(session)
        assert offered(session) == expected


def test_searching_again_changes_nothing(each: Engine, analyses: list[Analysis]) -> None:
    with session_scope(each, write=True) as session:
        ids = [add(session, number, analyses) for number in range(len(ARTICLES))]
        build_again(session)
        before = offered(session)
        for article_id in ids:
            store_again(session, article_id)
            assert offered(session) == before


def test_an_article_that_moves_to_the_other_source_is_offered_anew(engine: Engine, analyses: list[Analysis]) -> None:
    from app.actions.article_edits import edit_description

    with session_scope(engine, write=True) as session:
        first = add(session, 0, analyses)
        second = add(session, 1, analyses)
        assert any(row[2] == ARTICLES[1][1] for row in offered(session))
        edit_description(session, second, title=ARTICLES[1][1], source="Morgenpost", published=None, url=None)
        session.flush()
        assert len(session.exec(select(Source.id).join(Article)).all()) == 2
        marks = {row.id for row in session.exec(select(Annotation).where(Annotation.article_id == first))}
        assert not {one.annotation_id for one in session.exec(select(Offer))} & marks


def test_analysing_all_again_takes_the_weights_of_words_anew(engine: Engine, analyses: list[Analysis]) -> None:
    with session_scope(engine, write=True) as session:
        ids = [add(session, number, analyses) for number in range(len(ARTICLES))]
        assert session.exec(select(Summit)).one().damped_at == 4
        requeue(session)
        session.expire_all()
        for id_, analysis in zip(ids, analyses, strict=True):
            store_analysis(session, id_, analysis)
            compare_article(session, id_)
        assert session.exec(select(Summit)).one().damped_at >= 4
        assert offered(session)
