"""Who is named in a headline is named, and counted nowhere."""

import pytest
from sqlalchemy import Engine

from app.db import session_scope
from app.queries.articles import articles_page
from app.queries.comparison import comparison_page
from app.queries.filters import Filters
from app.queries.people import person_page
from app.queries.persons import persons_page
from app.queries.search import search_page
from app.queries.silence import silence_page
from tests.stories import SLUG, S, add_story, headline

MERZ = "friedrich-merz"


@pytest.fixture
def press(each: Engine) -> Engine:
    """Three sources: two name Merz in the text, one in the headline alone, where also Baerbock is."""
    add_story(each, S("{Friedrich Merz} reiste mit {Robert Habeck} an.", "ablauf"), source="Quelle A")
    add_story(each, S("{Friedrich Merz} kam.", "ablauf"), source="Quelle B")
    above = headline("{Friedrich Merz} zu {Baerbock}: „Das wird gut“", "ablauf", says="Friedrich Merz")
    add_story(each, S("Gut sei es nicht.", "ablauf"), source="Quelle C", above=above)
    return each


def test_persons_are_listed_with_what_headlines_say_apart(press: Engine) -> None:
    with session_scope(press) as session:
        page = persons_page(session, SLUG, Filters())
    assert page is not None
    assert {one.name: (one.mentions, one.articles, one.quotations, one.headlines) for one in page.persons} == {
        "Friedrich Merz": (2, 2, 0, 1),
        "Robert Habeck": (1, 1, 0, 0),
        "Baerbock": (0, 0, 0, 1),
    }
    assert page.numbers["person"] == page.total == page.summit.persons == 3


def test_a_source_whose_headline_names_somebody_names_that_one(press: Engine) -> None:
    with session_scope(press) as session:
        page = person_page(session, SLUG, MERZ, Filters())
        silence = silence_page(session, SLUG, Filters())
    assert page is not None
    assert page.silent.of == ()
    assert [(one.source.name, one.mentions, one.headlines) for one in page.columns] == [
        ("Quelle A", 1, 0),
        ("Quelle B", 1, 0),
        ("Quelle C", 0, 1),
    ]
    assert [[article.title for article in one.named_above] for one in page.columns][2] == [
        "Friedrich Merz zu Baerbock: „Das wird gut“"
    ]
    assert (page.person.mentions, page.person.articles, page.person.headlines) == (2, 2, 1)
    assert [view.name for view in page.names.sources] == ["Quelle A", "Quelle B"]
    assert page.names.hidden == 0
    assert silence is not None
    assert MERZ not in {one.slug for one in silence.persons}


def test_without_the_headline_the_source_would_be_silent(each: Engine) -> None:
    for source, text in (("A", "{Friedrich Merz} kam."), ("B", "Auch {Friedrich Merz} kam."), ("C", "Nichts weiter.")):
        add_story(each, S(text, "ablauf"), source=source)
    with session_scope(each) as session:
        silence = silence_page(session, SLUG, Filters())
    assert silence is not None
    assert [one.slug for one in silence.persons] == [MERZ]


def test_two_sources_do_not_differ_by_who_stands_in_a_headline(press: Engine) -> None:
    with session_scope(press) as session:
        page = comparison_page(session, SLUG, Filters(), "quelle-a", "quelle-c")
    assert page is not None
    persons = next(one for one in page.entries if one.kind == "person")
    assert [one.name for one in persons.left] == ["Robert Habeck"]
    assert [(one.name, one.left, one.right) for one in persons.both] == [("Friedrich Merz", 1, 0)]
    assert persons.right == ()


def test_the_list_of_articles_finds_a_person_in_headlines(press: Engine) -> None:
    with session_scope(press) as session:
        page = articles_page(session, SLUG, Filters(persons=(MERZ,)))
    assert page is not None
    assert [one.source.name for one in page.articles] == ["Quelle A", "Quelle B", "Quelle C"]


def test_the_search_says_that_it_was_the_headline(press: Engine) -> None:
    with session_scope(press) as session:
        above, below = (search_page(session, SLUG, word, Filters()) for word in ("Baerbock", "Habeck"))
    assert above is not None
    assert below is not None
    (hit,), (other,) = above.hits, below.hits
    assert [piece.text for piece in hit.headline if piece.hit] == ["Baerbock"]
    assert "".join(piece.text for piece in hit.headline) == "Friedrich Merz zu Baerbock: „Das wird gut“"
    assert hit.sentences == ()
    assert other.headline == ()
    assert len(other.sentences) == 1
