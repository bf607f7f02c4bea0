"""What is only proposed can be hidden: it is in no count then, the counts say how much it is, and nothing is absent."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.actions.analyses import store_analysis
from app.actions.corrections import correct_text
from app.actions.summit_files import read_summit, write_summit
from app.correct.decisions import Named, Topics, Who
from app.correct.machine import packed, unpacked
from app.db import session_scope
from app.models import Annotation
from app.nlp.types import Analysis
from app.queries.articles import article_page
from app.queries.documents import article_document
from app.queries.filters import Filters
from app.queries.parallels import parallels_document
from app.queries.people import person_page
from app.queries.persons import persons_page
from app.queries.quotes import Asked, quotes_page
from app.queries.summits import overview_page
from app.queries.topics import topic_page
from tests.queries.marks import add_group
from tests.stories import SLUG, S, add_story, add_text, analysed

SURE = (S("{Joe Biden} sagte: „Es war gut.“", "nato", says="Joe Biden"), S("Man aß danach zu Mittag.", "ablauf"))
LIKELY = (S("Auch {Joe Biden} sagte: „Es war gut.“", "nato", says="Joe Biden"), S("Dann ging man zu Tisch.", "iran"))
CERTAIN = Filters(certain=True)


def doubted(analysis: Analysis, probability: float | None = 0.8) -> Analysis:
    """The same, with every mark only proposed."""
    unsure = {"status": "proposed", "probability": probability}
    return replace(
        analysis,
        mentions=tuple(replace(one, **unsure) for one in analysis.mentions),  # type: ignore[arg-type]
        quotations=tuple(replace(one, **unsure) for one in analysis.quotations),  # type: ignore[arg-type]
        sentences=tuple(
            replace(one, topics=tuple(replace(topic, **unsure) for topic in one.topics))  # type: ignore[arg-type]
            for one in analysis.sentences
        ),
    )


def add_likely(engine: Engine, *sentences: S, source: str = "Quelle B") -> int:
    """An article of which every mark is only proposed; its id."""
    text, analysis = analysed(*sentences)
    article_id = add_text(engine, text, source=source)
    with session_scope(engine, write=True) as session:
        store_analysis(session, article_id, doubted(analysis))
    return article_id


@pytest.fixture
def two(each: Engine) -> Engine:
    """One source whose marks are certain, another one whose marks are proposed."""
    add_story(each, *SURE, source="Quelle A")
    add_likely(each, *LIKELY)
    return each


def test_marks_keep_their_probability_and_json_tells_it(two: Engine) -> None:
    with session_scope(two) as session:
        sure, likely = article_document(session, 1), article_document(session, 2)
        assert sure is not None
        assert likely is not None
        for layer in ("mentions", "quotations"):
            assert [(one["status"], one["probability"]) for one in sure[layer]] == [("certain", None)]  # type: ignore[literal-required]
            assert [(one["status"], one["probability"]) for one in likely[layer]] == [("proposed", 0.8)]  # type: ignore[literal-required]
        topics = [topic for sentence in likely["sentences"] for topic in sentence["topics"]]  # type: ignore[typeddict-item]
        assert {(one["status"], one["probability"]) for one in topics} == {("proposed", 0.8)}


def test_what_people_say_is_certain_and_has_no_probability(two: Engine) -> None:
    name = "Joe Biden"
    at = LIKELY[0].text.index("{")
    with session_scope(two, write=True) as session:
        who = Who("person", name.lower(), name, "biden")
        correct_text(session, 2, Named(start=at, end=at + len(name), surface=name, label="person", who=who))
        text = LIKELY[0].text.replace("{", "").replace("}", "")
        correct_text(session, 2, Topics(start=0, end=len(text), surface=text, add=("nato",)))
    with session_scope(two) as session:
        document = article_document(session, 2)
        assert document is not None
        (mention,), topic = document["mentions"], document["sentences"][0]["topics"][0]  # type: ignore[typeddict-item]
        for mark in (mention, topic):
            assert (mark["corrected"], mark["status"], mark["probability"]) == (True, "certain", None)


def test_what_the_service_doubts_stays_doubted_when_other_articles_tell_no_more(each: Engine) -> None:
    bare = add_likely(each, S("{Biden} kam."), source="Quelle A")
    add_story(each, S("{Joe Biden} kam."), source="Quelle B")
    add_story(each, S("{Hunter Biden} kam."), source="Quelle C")  # two bearers: the bare name stands for itself
    chosen = select(Annotation).where(Annotation.article_id == bare, Annotation.layer == "mention")
    with session_scope(each) as session:
        mark = session.exec(chosen).one()
        assert (mark.status, mark.attrs["probability"]) == ("proposed", 0.8)


def test_quotations_are_hidden_and_counted(two: Engine) -> None:
    with session_scope(two) as session:
        all_, sure = (quotes_page(session, SLUG, filters) for filters in (Filters(), CERTAIN))
        assert all_ is not None
        assert sure is not None
        assert (all_.total, all_.proposed, all_.sentences) == (2, 1, 2)
        assert (sure.total, sure.proposed, sure.sentences) == (1, 1, 1)
        assert [part.article.source.slug for part in sure.articles] == ["quelle-a"]
        assert {(option.slug, option.count) for option in sure.bar.sources} == {("quelle-a", 1), ("quelle-b", 0)}
        (voice,) = all_.articles[1].sentences[0].voices
        assert (voice.proposed, voice.probability) == (True, 0.8)


def test_an_utterance_keeps_its_sources_found_whatever_is_hidden(two: Engine) -> None:
    with session_scope(two) as session:
        marks = list(session.scalars(select(Annotation.id).where(col(Annotation.layer) == "quotation")))
    add_group(two, "identical", [mark for mark in marks if mark is not None], layer="quotation")
    with session_scope(two) as session:
        for filters, sources in ((Filters(), 2), (CERTAIN, 1)):
            page = quotes_page(session, SLUG, filters, Asked(view="same"))
            assert page is not None
            group = page.parallels[0]
            assert (group.sources, len(group.claims.state("found")), group.proposed) == (sources, 2, False)
            assert not group.claims.state("absent")
        document = parallels_document(session, SLUG, 0, 9)
        assert document is not None
        members = document["items"][0]["members"]
        assert [(one["status"], one["probability"]) for one in members] == [("certain", None), ("proposed", 0.8)]


def test_persons_are_counted_by_what_is_certain(two: Engine) -> None:
    with session_scope(two) as session:
        for filters, numbers in ((Filters(), (2, 2, 2, 1)), (CERTAIN, (1, 1, 1, 0))):
            page = persons_page(session, SLUG, filters)
            assert page is not None
            (person,) = page.persons
            assert (person.mentions, person.articles, person.quotations, person.proposed_quotations) == numbers


def test_a_person_page_hides_a_source_and_does_not_call_it_silent(two: Engine) -> None:
    with session_scope(two) as session:
        all_, sure = (person_page(session, SLUG, "joe-biden", filters) for filters in (Filters(), CERTAIN))
        assert all_ is not None
        assert sure is not None
        assert (all_.person.mentions, all_.person.proposed, all_.person.proposed_quotations) == (2, 1, 1)
        assert (sure.person.mentions, sure.person.proposed, sure.person.quotations) == (1, 0, 1)
        assert [column.source.slug for column in sure.columns] == ["quelle-a"]
        assert [claim.state for claim in sure.silent.of] == ["found"]
        assert {topic.slug for topic, _ in sure.topics} == {"nato"}


def test_a_topic_hides_its_passages_and_no_source_is_absent(two: Engine) -> None:
    with session_scope(two) as session:
        all_, sure = (topic_page(session, SLUG, "nato", filters) for filters in (Filters(), CERTAIN))
        assert all_ is not None
        assert sure is not None
        assert (all_.sentences, all_.proposed, [column.proposed for column in all_.columns]) == (2, 1, [0, 1])
        assert [column.passages[0].proposed for column in all_.columns] == [False, True]
        assert all_.columns[1].passages[0].probability == 0.8
        assert (sure.sentences, sure.proposed, len(sure.columns)) == (1, 1, 1)
        assert [claim.state for claim in sure.silent.of] == ["found"]


def test_the_overview_hides_cells_and_calls_nothing_absent(two: Engine) -> None:
    with session_scope(two) as session:
        page = overview_page(session, SLUG, CERTAIN)
        assert page is not None
        rows = {row.topic.slug: [cell.sentences for cell in row.cells] for row in (*page.issues, *page.frames)}
        assert rows["nato"] == [1, 0]
        assert "iran" not in rows
        assert "iran" not in {view.slug for view in page.absent}
        assert [(one.quotations, one.proposed) for one in page.speakers] == [(1, 0)]


@pytest.mark.parametrize("filters", [Filters(), Filters(persons=("joe-biden",)), Filters(sources=("quelle-b",))])
def test_a_cell_of_which_nothing_is_certain_says_so(two: Engine, filters: Filters) -> None:
    with session_scope(two) as session:
        page = overview_page(session, SLUG, filters)
        assert page is not None
        (row,) = (row for row in page.issues if row.topic.slug == "nato")
        assert {cell.source.slug: cell.proposed for cell in row.cells if cell.sentences}["quelle-b"]
        assert not any(cell.proposed for cell in row.cells if cell.source.slug == "quelle-a")


def test_a_person_chosen_is_looked_for_in_what_is_certain(two: Engine) -> None:
    with session_scope(two) as session:
        for certain, sources in ((False, 2), (True, 1)):
            page = topic_page(session, SLUG, "nato", Filters(persons=("joe-biden",), certain=certain))
            assert page is not None
            assert len(page.columns) == sources
            assert [(one.slug, one.count) for one in page.bar.persons] == [("joe-biden", sources)]


def test_an_article_shows_its_text_without_the_marks(two: Engine) -> None:
    with session_scope(two) as session:
        for certain in (False, True):
            page = article_page(session, 2, filters=Filters(certain=certain))
            assert page is not None
            assert (page.quotations, page.proposed_quotations, page.proposed) == (1, 1, 4)
            assert bool(page.entities or page.topics) is not certain
            pieces = [piece for block in page.blocks for piece in block.pieces]
            assert any(piece.kind or piece.quoted for piece in pieces) is not certain


def test_marks_are_as_sure_after_a_summit_has_travelled(two: Engine) -> None:
    def sure(session: Session, article: int) -> list[tuple[str, str, float | None]]:
        rows = session.exec(select(Annotation).where(Annotation.article_id == article).order_by(col(Annotation.id)))
        return [(row.layer, row.status, row.attrs.get("probability")) for row in rows]

    _, analysis = analysed(*LIKELY)
    with session_scope(two, write=True) as session:
        _, ids = read_summit(session, write_summit(session, SLUG), max_chars=10_000)
    with session_scope(two, write=True) as session:
        store_analysis(session, ids[1], unpacked(packed(doubted(analysis))))
    with session_scope(two) as session:
        assert sure(session, ids[1]) == sure(session, 2)
        assert ("quotation", "proposed", 0.8) in sure(session, 2)
