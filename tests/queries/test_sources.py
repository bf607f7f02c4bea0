"""Sources as column heads: what their texts bear of agencies, however many articles they have."""

from sqlalchemy import Engine

from app.actions.tallies import touch
from app.db import session_scope
from app.models import Article
from app.queries.filters import Filters
from app.queries.scope import find_scope, source_rows
from app.queries.summits import BARCODES, overview_page
from tests.stories import SLUG, S, add_story


def test_the_head_of_a_source_tells_how_many_of_its_articles_an_agency_signs(each: Engine) -> None:
    ids = [add_story(each, S(f"Satz {n}."), source="Quelle A") for n in range(3)] + [
        add_story(each, S("Satz."), source="B")
    ]
    with session_scope(each, write=True) as session:
        for id_, names in zip(ids, (["AFP"], ["AFP", "dpa"], [], ["dpa"]), strict=True):
            session.get_one(Article, id_).agencies = names
        touch(session, ids)
    with session_scope(each) as session:
        scope = find_scope(session, SLUG, Filters())
        assert scope is not None
        a, b = source_rows(session, scope).values()
        assert (a.agencies, b.agencies) == ((("AFP", 2), ("dpa", 1)), (("dpa", 1),))


def test_every_source_has_its_order_of_topics_by_its_latest_article(each: Engine) -> None:
    for number in range(BARCODES + 2):
        add_story(each, S(f"Neu {number}.", "nato"), source=f"Quelle {number}", published="2021-06-17")
        if number < 2:
            add_story(each, S(f"Alt {number}.", "nato"), source=f"Quelle {number}", published="2021-06-15")
    with session_scope(each) as session:
        page = overview_page(session, SLUG, Filters())
        assert page is not None
        assert [code.article.source.name for code in page.barcodes] == [f"Quelle {n}" for n in range(BARCODES)]
        assert {code.article.published for code in page.barcodes} == {"2021-06-17"}
        assert page.more_barcodes == 2
