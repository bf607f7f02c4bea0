"""Where topics stand in the overview, and what may be said of those that are parts of others, hidden, or the event."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.actions.corrections import correct_summit
from app.correct.decisions import TopicEdit, TopicHidden, TopicNested, TopicPinned
from app.db import session_scope
from app.event_topics import lines_of
from app.models import Summit, Topic
from app.nlp.topics.lexicon import EventTopic
from app.queries.absences import absences_document
from app.queries.documents import matrix_document
from app.queries.filters import Filters
from app.queries.silence import silence_page
from app.queries.summits import overview_page
from app.queries.topics import topic_page
from app.queries.views.overview import MatrixRow, OverviewPage
from tests.stories import SLUG, S, add_story

REST = (S("Der Iran blieb aus.", "iran"), S("Der Ton war gut.", "ton"), S("Vom Iran kam nichts.", "iran"))


@pytest.fixture
def press(each: Engine) -> Iterator[Engine]:
    """Source A writes about Nato and Ukraine, B about Ukraine alone; C about neither."""
    add_story(each, S("Die Nato tagte.", "nato"), S("Zur Ukraine viel.", "ukraine"), *REST)
    add_story(each, S("Zur Ukraine etwas.", "ukraine"), S("Mehr zur Ukraine.", "ukraine"), *REST, source="Quelle B")
    add_story(each, *REST, *REST, source="Quelle C")
    return each


def decide(engine: Engine, *edits: TopicEdit) -> None:
    with session_scope(engine, write=True) as session:
        summit = session.exec(select(Summit.id)).one() or 0
        for edit in edits:
            correct_summit(session, summit, edit)


def overview(session: Session, filters: Filters | None = None) -> OverviewPage:
    page = overview_page(session, SLUG, filters or Filters())
    assert page is not None
    return page


def slugs(rows: tuple[MatrixRow, ...]) -> list[tuple[str, bool]]:
    return [(row.topic.slug, row.nested) for row in rows]


def test_parts_stand_under_theirs_and_pinned_ones_first(press: Engine) -> None:
    decide(press, TopicNested(slug="nato", within="iran"), TopicPinned(slug="ukraine"))
    with session_scope(press) as session:
        page = overview(session)
        assert slugs(page.pinned) == [("ukraine", False)]
        assert slugs(page.issues) == [("iran", False), ("nato", True)]
    decide(press, TopicPinned(slug="iran"))
    with session_scope(press) as session:
        assert ("nato", True) in slugs(overview(session).pinned)
        assert overview(session).issues == ()


def test_a_part_whose_topic_has_no_row_stands_for_itself(press: Engine) -> None:
    decide(press, TopicNested(slug="nato", within="ukraine"), TopicHidden(slug="ukraine"))
    with session_scope(press) as session:
        assert ("nato", False) in slugs(overview(session).issues)


def test_what_has_a_part_of_a_topic_is_not_told_to_lack_it(press: Engine) -> None:
    """The Nato is found in A alone; with Ukraine as its part, in B too."""

    def told(session: Session) -> dict[str, str]:
        row = next(row for row in overview(session).issues if row.topic.slug == "nato")
        page, document = (
            topic_page(session, SLUG, "nato", Filters()),
            absences_document(session, SLUG, Filters(), 0, 99),
        )
        assert page is not None
        assert document is not None
        found = {claim.source.slug: claim.state for claim in row.claims.of}
        assert {claim.source.slug: claim.state for claim in page.silent.of} == {
            slug: state for slug, state in found.items() if slug != "quelle-a"
        }
        absent = {item["source"] for item in document["items"] if item["topic"] == "nato"}
        assert absent == {slug for slug, state in found.items() if state != "found"}
        return dict(found)

    with session_scope(press) as session:
        before = told(session)
        assert (before["quelle-a"], before["quelle-b"]) == ("found", "absent")
    decide(press, TopicNested(slug="ukraine", within="nato"))
    with session_scope(press) as session:
        assert told(session) == before | {"quelle-b": "found"}
        row = next(row for row in overview(session).issues if row.topic.slug == "nato")
        cell = next(cell for cell in row.cells if cell.source.slug == "quelle-b")
        assert (cell.sentences, cell.claim.part) == (0, True)
        assert row.covering == 1  # it counts its own sentences
        assert "nato" not in {one.topic.slug for one in overview(session).only_here}


def test_of_hidden_topics_nothing_is_said(press: Engine) -> None:
    with session_scope(press) as session:
        topics = overview(session).summit.topics
        assert "nato" in {one.topic.slug for one in overview(session).only_here}
    decide(press, TopicHidden(slug="nato"))
    with session_scope(press) as session:
        page = overview(session)
        assert "nato" not in dict(slugs((*page.pinned, *page.issues, *page.events, *page.frames)))
        assert [view.slug for view in page.hidden] == ["nato"]
        assert "nato" not in {view.slug for view in page.absent} | {one.topic.slug for one in page.only_here}
        assert page.summit.topics == topics - 1
        silence = silence_page(session, SLUG, Filters(), kind="topic")
        document = absences_document(session, SLUG, Filters(), 0, 99)
        assert silence is not None
        assert document is not None
        assert "nato" not in {row.topic.slug for row in silence.topics}
        assert "nato" not in {item.topic.slug for item in silence.only.items if item.topic}
        assert "nato" not in {item["topic"] for item in document["items"]}
        matrix = matrix_document(session, SLUG, Filters())
        assert matrix is not None
        assert {one["slug"]: one["hidden"] for one in matrix["topics"]}["nato"]  # JSON has all of it, and says so
        assert topic_page(session, SLUG, "nato", Filters()) is not None
    decide(press, TopicHidden(slug="nato", on=False))
    with session_scope(press) as session:
        assert ("nato", False) in slugs(overview(session).issues)


def test_the_event_itself_is_set_apart(each: Engine) -> None:
    for number in range(6):
        about = [S(f"Der Iran, zum {number}. und {times}.", "iran") for times in range(5)]
        others = S("Die Nato tagte.", "nato"), S("Zur Ukraine.", "ukraine")
        add_story(each, *about, *others, source=f"Quelle {number % 3}")
    with session_scope(each) as session:
        page = overview(session)
        assert slugs(page.events) == [("iran", False)]
        assert {slug for slug, _ in slugs(page.issues)} == {"nato", "ukraine"}
        assert page.events[0].reach is not None
        assert (page.events[0].reach.articles, page.whole.articles) == (6, 6)
        assert "iran" not in {topic.slug for topic, _ in page.legend}
        assert {tick.topic.slug for code in page.barcodes for tick in code.ticks if tick.topic} == {"nato", "ukraine"}
        silence = silence_page(session, SLUG, Filters())
        matrix = matrix_document(session, SLUG, Filters())
        assert silence is not None
        assert matrix is not None
        assert silence.everywhere == 2
        assert [one["slug"] for one in matrix["topics"] if one["event"]] == ["iran"]
        # What the event is does not change with what is looked at.
        assert slugs(overview(session, Filters(sources=("quelle-1",))).events) == [("iran", False)]
    decide(each, TopicPinned(slug="iran"))
    with session_scope(each) as session:
        assert slugs(overview(session).pinned) == [("iran", False)]


def test_a_source_mostly_without_topics_is_never_told_to_be_silent(each: Engine) -> None:
    bare = [S(f"Es regnete zum {times}. Mal.") for times in range(6)]
    add_story(each, S("Die Nato tagte.", "nato"), *REST)
    add_story(each, S("Vom Iran kam nichts.", "iran"), *bare, source="Quelle B")
    with session_scope(each) as session:
        row = next(row for row in overview(session).issues if row.topic.slug == "nato")
        claim = next(one for one in row.claims.of if one.source.slug == "quelle-b")
        assert (claim.state, claim.reason) == ("withheld", "no-topics")
        assert not row.claims.alone
        silence = silence_page(session, SLUG, Filters())
        assert silence is not None
        topic = next(one for one in silence.topics if one.topic.slug == "nato")
        assert [one.source.slug for one in topic.claims.state("absent")] == []
        document = absences_document(session, SLUG, Filters(), 0, 99, kind="topic")
        assert document is not None
        assert {item["verdict"] for item in document["items"] if item["source"] == "quelle-b"} <= {
            "withheld",
            "perhaps",
        }


def test_a_word_of_the_texts_is_not_missed_where_the_whole_is_written_about(press: Engine) -> None:
    """That a text on energy lacks the word "Kohle" is no silence; that of a topic which people put there is one."""
    decide(press, TopicNested(slug="nato", within="ukraine"))
    assert nato_in(press) == {"quelle-a": None, "quelle-b": "absent", "quelle-c": "absent"}
    with session_scope(press, write=True) as session:
        topic = session.exec(select(Topic).where(Topic.slug == "nato")).one()
        topic.origin, topic.lines = "event", lines_of(EventTopic("nato", "Nato", ("Nato",)))
    assert nato_in(press) == {"quelle-a": None, "quelle-b": "part", "quelle-c": "absent"}


def nato_in(engine: Engine) -> dict[str, str | None]:
    """What the row and the page of the topic tell of the sources that lack it: the reason why nothing, or the state."""
    with session_scope(engine) as session:
        (row,) = [row for row in overview(session).issues if row.topic.slug == "nato"]
        page = topic_page(session, SLUG, "nato", Filters())
    assert page is not None
    of_row = {one.source.slug: None if one.state == "found" else one.reason or one.state for one in row.claims.of}
    assert {slug: told for slug, told in of_row.items() if told} == {
        one.source.slug: one.reason or one.state for one in page.silent.of
    }
    return of_row
