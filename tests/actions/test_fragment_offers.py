"""A marked word or two: whoever is told that it was not found in a source must not find it there."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.actions.analyses import store_analysis
from app.actions.articles import add_article
from app.actions.comparisons import compare_article
from app.actions.summits import add_summit
from app.db import session_scope
from app.intake.drafts import make_draft
from app.models import Annotation, Article, Offer, Summit

MARKED = (
    "Der Kanzler traf den Gast in Wien. Er nannte ihn einen „Halunken“. Danach schwiegen beide. Man ging auseinander."
)
PLAIN = (
    "Es gab Streit in Wien. Der Gast sei ein Halunke, hieß es in der Delegation. Später wurde gelacht. Alle reisten ab."
)
OTHER = "In Wien regnete es. Die Delegationen reisten mit der Bahn an. Das Essen war kalt. Am Abend schien die Sonne."


def bring(session: Session, text: str, source: str, title: str = "Streit") -> int:
    from app.nlp.pipeline import analyse

    summit = session.exec(select(Summit)).one_or_none() or add_summit(session, "Gipfel", "Wien", None)
    article = add_article(session, summit, make_draft(text, title=title, source=source, max_chars=10_000))
    assert article.id is not None
    store_analysis(session, article.id, analyse(text))
    compare_article(session, article.id)
    return article.id


def offered(session: Session, mark: str) -> list[tuple[int, str, str]]:
    """(article, part, words) of the places offered for marks with these words."""
    articles = {one.id: one for one in session.exec(select(Article))}
    found = []
    for offer, annotation in session.exec(
        select(Offer, Annotation).join(Annotation, col(Annotation.id) == col(Offer.annotation_id))
    ):
        if mark in articles[annotation.article_id].text[annotation.start : annotation.end]:
            words = articles[offer.article_id].title if offer.part == "headline" else articles[offer.article_id].text
            found.append((offer.article_id, offer.part, (words or "")[offer.start : offer.end]))
    return found


@pytest.mark.parametrize("marked_first", [True, False])
def test_the_word_is_offered_wherever_it_stands(each: Engine, marked_first: bool) -> None:
    with session_scope(each, write=True) as session:
        texts = {"A": MARKED, "B": PLAIN, "C": OTHER}
        ids = {name: bring(session, texts[name], name) for name in sorted(texts, reverse=not marked_first)}
        places = offered(session, "Halunken")
        assert (ids["B"], "text", "Halunke") in places
        assert ids["C"] not in {article for article, _, _ in places}


def test_a_headline_counts(engine: Engine) -> None:
    with session_scope(engine, write=True) as session:
        bring(session, MARKED, "A")
        other = bring(session, OTHER, "B", title="Ein Halunke in Wien")
        assert (other, "headline") in {place[:2] for place in offered(session, "Halunken")}


def test_a_sentence_is_no_fragment(engine: Engine) -> None:
    whole = MARKED.replace("„Halunken“", "Freund: „Wir haben in dieser Woche alle Fragen des Handels gelöst“, sagte er")
    with session_scope(engine, write=True) as session:
        bring(session, whole, "A")
        bring(session, OTHER.replace("Das Essen", "Der Handel"), "B")
        assert offered(session, "Handels") == []
