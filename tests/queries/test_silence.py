"""Who leaves out what: silences, the proposals why, persons, and what one source alone has."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import Engine
from sqlmodel import col, select

from app.db import session_scope
from app.models import Annotation, Rework
from app.queries.exclusives import KINDS, PAGE
from app.queries.filters import Filters
from app.queries.silence import silence_page
from app.queries.summits import overview_page
from app.queries.topics import topic_page
from app.queries.views.silence import SilencePage, SilentTopic
from tests.queries.marks import add_figure, add_group, add_warning
from tests.stories import SLUG, S, add_story, add_text

Page = Callable[..., SilencePage]
LATER = "Eine Pressekonferenz stand noch aus."


@pytest.fixture
def page(engine: Engine) -> Page:
    def ask(filters: Filters | None = None, kind: str | None = None, offset: int = 0) -> SilencePage:
        with session_scope(engine) as session:
            found = silence_page(session, SLUG, filters or Filters(), kind, offset)
        assert found is not None
        return found

    return ask


def press(engine: Engine) -> dict[str, int]:
    """All have the Nato and what went on; A, B and C Iran; A and D Ukraine. D tells of what is to come; E's text has
    a gap."""
    ids = {
        "A": (
            S("{Joe Biden} zur Nato.", "nato"),
            S("Der Iran.", "iran"),
            S("{Wladimir Putin} zur Ukraine.", "ukraine"),
        ),
        "B": (S("Die Nato und {Joe Biden}.", "nato"), S("Zum Iran.", "iran")),
        "C": (S("Nato mit {Joe Biden}.", "nato"), S("Iran, Iran.", "iran")),
        "D": (S("Nato.", "nato"), S("Die Ukraine.", "ukraine"), S(LATER)),
        "E": (S("Auch die Nato. {Joe Biden}.", "nato"), S("Und dann [...]")),
    }
    more = S("Beginn war um neun.", "ablauf"), S("Ende war um zehn.", "ablauf")
    found = {name: add_story(engine, *sentences, *more, source=name) for name, sentences in ids.items()}
    add_warning(engine, found["D"], "before-event", LATER)
    add_warning(engine, found["E"], "possible-gap", "[...]")
    return found


def states(topic: SilentTopic) -> dict[str, str]:
    """What is told of the sources in which it was not found, or the reason why nothing is."""
    return {one.source.name: one.reason or one.state for one in topic.claims.of if one.state != "found"}


def test_topics_most_have_come_first_and_each_silence_has_its_state(engine: Engine, page: Page) -> None:
    press(engine)
    found = page()
    assert [(one.topic.slug, one.covering, one.of) for one in found.topics] == [("iran", 3, 5), ("ukraine", 2, 5)]
    assert found.everywhere == 2
    iran, ukraine = found.topics
    assert states(iran) == {"D": "before-event", "E": "gap"}
    assert states(ukraine) == {"B": "absent", "C": "absent", "E": "gap"}


def test_every_proposal_has_its_sentence_and_every_voice_its_own(engine: Engine, page: Page) -> None:
    ids = press(engine)
    iran = page().topics[0]
    signs = iran.signs
    assert [(s.code, s.sentence, s.article_id) for s in signs["d"]] == [("before-event", LATER, ids["D"])]
    assert [(s.code, s.sentence) for s in signs["e"]] == [("possible-gap", "Und dann [...]")]
    assert [(v.source.name, v.sentence) for v in iran.voices] == [
        ("A", "Der Iran."),
        ("B", "Zum Iran."),
        ("C", "Iran, Iran."),
    ]


def test_a_source_with_a_whole_article_is_silent_whatever_another_lacks(engine: Engine, page: Page) -> None:
    press(engine)
    add_story(engine, S("Noch einmal zur Nato.", "nato"), source="E")
    assert states(page().topics[0])["E"] == "absent"


def test_a_text_of_three_sentences_and_one_in_another_language_carry_no_silence(engine: Engine, page: Page) -> None:
    press(engine)
    add_story(engine, S("Nato, Nato.", "nato"), S("Beginn war um neun.", "ablauf"), source="F")
    iran = page().topics[0]
    assert states(iran)["F"] == "short"
    assert found_of(iran) == ["A", "B", "C"]


def found_of(topic: SilentTopic) -> list[str]:
    return [one.source.name for one in topic.claims.state("found")]


def test_matrix_and_topic_page_tell_the_same_states(engine: Engine, page: Page) -> None:
    press(engine)
    with session_scope(engine) as session:
        overview, topic = overview_page(session, SLUG, Filters()), topic_page(session, SLUG, "iran", Filters())
    assert overview is not None
    assert topic is not None
    row = next(row for row in overview.issues if row.topic.slug == "iran")
    cells = {cell.source.name: cell.claim.reason or cell.claim.state for cell in row.cells}
    assert cells == {"A": "found", "B": "found", "C": "found", "D": "before-event", "E": "gap"}
    assert {one.source.name: one.reason for one in topic.silent.of} == {"D": "before-event", "E": "gap"}
    assert {slug: [s.code for s in signs] for slug, signs in topic.signs.items()} == {
        "d": ["before-event"],
        "e": ["possible-gap"],
    }


def test_chosen_sources_narrow_whose_silences_are_shown_not_what_they_are_asked_against(
    engine: Engine, page: Page
) -> None:
    press(engine)
    found = page(Filters(sources=("d",)))
    assert [(one.topic.slug, one.covering) for one in found.topics] == [("iran", 3)]


def test_a_topic_without_the_person_is_filtered_not_silent(engine: Engine, page: Page) -> None:
    press(engine)
    (ukraine,) = page(Filters(persons=("wladimir-putin",))).topics
    assert ukraine.topic.slug == "ukraine"
    assert states(ukraine) == {"B": "absent", "C": "absent", "E": "gap"}
    hidden = {cell.claim.source.name: (cell.claim.state, cell.sentences) for cell in ukraine.cells}
    assert hidden["D"] == ("found", 0)  # what a filter hides is not absent
    assert "d" not in ukraine.signs


def test_persons_whom_most_name_and_some_do_not(engine: Engine, page: Page) -> None:
    press(engine)
    (biden,) = page().persons
    assert (biden.name, biden.covering, biden.of) == ("Joe Biden", 4, 5)
    assert [(one.source.name, one.reason) for one in biden.claims.state("withheld")] == [("D", "before-event")]
    assert page(Filters(sources=("a",))).persons == ()


def only(found: SilencePage) -> dict[str, dict[str, int]]:
    return {row.source.name: dict(zip(KINDS, row.counts, strict=True)) for row in found.only.rows}


def test_what_one_source_alone_has(engine: Engine, page: Page) -> None:
    a = add_story(engine, S("{Angela Merkel} kam, 30 Gäste kamen.", "nato"), S("„Ja.“ „So.“", "iran", says="Joe Biden"))
    b = add_story(engine, S("Die Nato: 30 Gäste, 40 Autos.", "nato"), S("„Ja.“", says="Joe Biden"), source="B")
    add_group(engine, "same", [add_figure(engine, one, "30 Gäste", value=30) for one in (a, b)])
    add_figure(engine, b, "40 Autos", value=40)
    with session_scope(engine) as session:
        said = select(Annotation.id).where(Annotation.layer == "quotation").order_by(col(Annotation.id))
        quoted = [id_ for id_ in session.exec(said) if id_ is not None]
    add_group(engine, "identical", [quoted[0], quoted[2]], layer="quotation")
    found = only(page())
    assert found["Quelle A"] == dict.fromkeys(KINDS, 0) | {"topic": 1, "person": 1, "quotation": 1}
    assert found["B"] == dict.fromkeys(KINDS, 0) | {"figure": 1}


@pytest.mark.parametrize("kind", KINDS)
def test_every_count_leads_to_as_many_sentences(engine: Engine, page: Page, kind: str) -> None:
    press(engine)
    for row in page().only.rows:
        expected = row.counts[KINDS.index(kind)]
        listed = page(Filters(sources=(row.source.slug,)), kind)
        assert listed.only.total == len(listed.only.items) == expected
        assert all(item.source.slug == row.source.slug and item.pieces for item in listed.only.items)


def test_long_lists_of_one_kind_are_paged(engine: Engine, page: Page) -> None:
    story = add_story(engine, S(" ".join(f"Es kamen {100 + n} Leute." for n in range(PAGE + 4))))
    add_story(engine, S("Nichts."), source="B")
    for n in range(PAGE + 4):
        add_figure(engine, story, f"{100 + n} Leute", value=100 + n)
    first, second = page(kind="figure").only, page(kind="figure", offset=PAGE).only
    assert (len(first.items), first.next_offset, len(second.items), second.next_offset) == (PAGE, PAGE, 4, None)


def test_a_lone_source_leaves_nothing_out(engine: Engine, page: Page) -> None:
    add_story(engine, S("Die Nato.", "nato"))
    found = page()
    assert found.topics == ()
    assert found.persons == ()


@pytest.mark.parametrize("filters", [Filters(), Filters(since=date(2021, 6, 1), until=date(2021, 6, 30))])
def test_nothing_is_absent_from_a_source_with_an_article_that_was_never_read(
    engine: Engine, page: Page, filters: Filters
) -> None:
    lines = [S(f"Tag {number} begann um neun.", "ablauf") for number in range(4)]
    for name in "AB":
        add_story(engine, S(f"Die Nato {name}.", "nato"), *lines, source=name, published="2021-06-16")
    add_story(engine, *lines, source="C", published="2021-06-16")
    (nato,) = [one for one in page(filters).topics if one.topic.slug == "nato"]
    assert states(nato) == {"C": "absent"}
    add_text(engine, "Was hier steht, weiß noch niemand.", source="C", published="2021-06-17")
    (nato,) = [one for one in page(filters).topics if one.topic.slug == "nato"]
    assert states(nato) == {"C": "not-searched"}


def test_nothing_is_said_of_topics_while_articles_are_still_searched_for_them(engine: Engine, page: Page) -> None:
    def told() -> set[str]:
        return {state for topic in page().topics for state in states(topic).values()}

    press(engine)
    assert {"absent", "gap"} <= told()
    with session_scope(engine, write=True) as session:
        session.add(Rework(summit_id=1, total=5))
    assert told() == {"not-searched", "gap", "before-event"}
