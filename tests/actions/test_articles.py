"""Articles come once, are described again, and wait in order."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.actions.addresses import Unknown
from app.actions.article_edits import bring_article, replace_description
from app.actions.articles import DuplicateArticle, add_article, queued_ids, requeue, set_status
from app.actions.summits import add_summit
from app.actions.turns import take_up
from app.db import session_scope
from app.intake.drafts import ArticleDraft
from app.models import Article, Source, Summit
from tests.stories import SLUG, S, add_story, add_text


def summit(session: Session, slug: str = SLUG) -> Summit:
    return session.exec(select(Summit).where(Summit.slug == slug)).one()


@pytest.mark.parametrize("again", ["Ein Text.", "  Ein   Text.\n", "Ein\n\nText."])
def test_the_same_text_is_refused_with_the_one_that_is_there(each: Engine, again: str) -> None:
    article_id = add_text(each, "Ein Text.")
    with session_scope(each, write=True) as session, pytest.raises(DuplicateArticle) as refused:
        add_article(session, summit(session), ArticleDraft(text=again))
    assert refused.value.article_id == article_id


def test_another_summit_may_hold_the_same_text(each: Engine) -> None:
    assert add_text(each, "Ein Text.", summit="eins") != add_text(each, "Ein Text.", summit="zwei")


def test_a_summit_that_is_not_there(each: Engine) -> None:
    with session_scope(each, write=True) as session, pytest.raises(Unknown):
        bring_article(session, "nirgends", ArticleDraft(text="Ein Text."))


def test_what_is_known_can_be_replaced_and_what_is_not_told_stays(each: Engine) -> None:
    article_id = add_text(each, "Ein Text.", source="Alt", published="2021-06")
    with session_scope(each, write=True) as session:
        replace_description(session, article_id, ArticleDraft(text="Ein Text.", source="Neu", title="Kopf"))
    with session_scope(each) as session:
        article = session.get_one(Article, article_id)
        assert (article.title, article.published) == ("Kopf", "2021-06")
        assert session.get_one(Source, article.source_id).name == "Neu"


@pytest.mark.parametrize(
    ("published", "earliest", "latest"),
    [
        ("2021", "2021-01-01", "2021-12-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2021-06-16", "2021-06-16", "2021-06-16"),
    ],
)
def test_dates_are_kept_as_precise_as_known(each: Engine, published: str, earliest: str, latest: str) -> None:
    article_id = add_text(each, "Ein Text.", published=published)
    with session_scope(each) as session:
        article = session.get_one(Article, article_id)
        assert (article.published, str(article.published_from), str(article.published_to)) == (
            published,
            earliest,
            latest,
        )


def test_what_waits_comes_in_order_and_once(each: Engine) -> None:
    first, second = add_text(each, "Eins."), add_text(each, "Zwei.")
    done = add_story(each, S("Fertig."))
    with session_scope(each, write=True) as session:
        assert queued_ids(session) == [first, second]
        turn = take_up(session, first)
        assert turn is not None
        assert (turn.text, turn.attempts) == ("Eins.", 1)
        assert take_up(session, done) is None
        assert take_up(session, 99) is None
        set_status(session, second, "failed", "weil")
    with session_scope(each, write=True) as session:
        turn = take_up(session, first)
        assert turn is not None
        assert turn.attempts == 2
        assert take_up(session, second) is None
        assert queued_ids(session) == [first]
        assert requeue(session, SLUG) == [first, second, done]
        assert requeue(session, "nirgends") == []
        assert queued_ids(session) == [first, second, done]


def test_a_summit_comes_with_the_topics_of_the_lexicon(each: Engine) -> None:
    with session_scope(each, write=True) as session:
        one, two = add_summit(session, "Großer Gipfel"), add_summit(session, "Großer Gipfel")
        assert (one.slug, two.slug) == ("grosser-gipfel", "grosser-gipfel-2")
