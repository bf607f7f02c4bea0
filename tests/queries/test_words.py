"""Words that set a source apart: only where the text bears it, and every word leads to its sentences."""

from sqlalchemy import Engine

from app.db import session_scope
from app.queries.filters import Filters
from app.queries.words import LEAST_OWN, words_page
from tests.conftest import counting
from tests.stories import SLUG, S, add_story

PLAIN = "Delegationen berieten Abrüstung, Grenzfragen, Gasleitungen, Klimaschutz, Weizenlieferungen und Sanktionen."


def press(engine: Engine, articles: int, first: int = 0) -> None:
    """Two sources that write alike, but one calls the meeting a Krisengipfel; the other only quotes the word."""
    for number in range(first, first + articles):
        add_story(engine, *[S(f"{PLAIN} Lauf {number}.")] * 8, S("Der Krisengipfel endete."), source="Quelle A")
        quoted = S("{Joe Biden} sagte: „Krisengipfel, ein Krisengipfel.“", says="Joe Biden")
        add_story(engine, *[S(f"{PLAIN} Lauf {number}.")] * 8, quoted, source="Quelle B")


def test_a_word_of_one_source_stands_out_and_opens_its_sentences(each: Engine) -> None:
    press(each, 12)
    with session_scope(each) as session:
        page = words_page(session, SLUG, Filters(), word="krisengipfel", outlet="quelle-a")
    assert page is not None
    assert not page.thin
    one = next(panel for panel in page.panels if panel.source.slug == "quelle-a")
    row = next(row for row in one.more if row.surface == "Krisengipfel")
    assert (row.here, row.elsewhere, row.articles) == (12, 0, 12)
    assert row.z >= 1.96
    assert page.opened is not None
    assert page.opened.found.total == len(page.opened.found.lines) == row.here
    assert {(line.before, line.hit, line.after) for line in page.opened.found.lines} == {
        ("Der ", "Krisengipfel", " endete.")
    }
    assert [(view.slug, number) for view, number in page.opened.counts] == [("quelle-a", 12)]


def test_what_all_use_alike_stands_out_nowhere(each: Engine) -> None:
    press(each, 12)
    with session_scope(each) as session:
        page = words_page(session, SLUG, Filters())
    assert page is not None
    shown = {row.surface for panel in page.panels for row in panel.more}
    assert not {"Abrüstung", "Sanktionen", "berieten"} & shown


def test_too_little_text_says_how_much_is_missing(each: Engine) -> None:
    add_story(each, S("Der Krisengipfel endete."), S("Der Krisengipfel begann."))
    add_story(each, S("Das Treffen endete."), source="Quelle B")
    with session_scope(each) as session:
        page = words_page(session, SLUG, Filters())
    assert page is not None
    assert page.panels == ()
    assert [(one.source.slug, one.own, one.missing) for one in page.thin] == [
        ("quelle-a", 4, LEAST_OWN - 2),
        ("quelle-b", 2, LEAST_OWN - 2),
    ]


def test_chosen_sources_narrow_what_is_shown_not_what_is_compared(each: Engine) -> None:
    press(each, 12)
    with session_scope(each) as session:
        everything = words_page(session, SLUG, Filters())
        one = words_page(session, SLUG, Filters(sources=("quelle-a",)))
    assert everything is not None
    assert one is not None
    assert [panel for panel in everything.panels if panel.source.slug == "quelle-a"] == list(one.panels)


def test_statements_do_not_grow(engine: Engine) -> None:
    numbers = []
    for first, articles in ((0, 1), (1, 12)):
        press(engine, articles, first)
        with counting(engine) as count, session_scope(engine) as session:
            words_page(session, SLUG, Filters(), word="krisengipfel")
            numbers.append(count())
    assert numbers[0] == numbers[1] <= 16
