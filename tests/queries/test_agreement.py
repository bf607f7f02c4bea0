"""Counts, passages, JSON and the article documents tell the same story, filtered or not."""

from collections import defaultdict
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlmodel import Session

from app.db import session_scope
from app.queries.articles import article_page
from app.queries.documents import article_document, matrix_document, passages_document
from app.queries.filters import Filters
from app.queries.reading import Emphasis, load_marks, pieces
from app.queries.summits import overview_page, row_preview
from app.queries.topics import topic_page
from app.queries.views.topics import PassageView
from tests.queries.press import TOPICS, publish
from tests.stories import SLUG

NAWALNY = "alexej-nawalny"
FILTERS = [
    Filters(),
    Filters(persons=(NAWALNY,)),
    Filters(persons=(NAWALNY, "joe-biden")),
    Filters(persons=(NAWALNY, "joe-biden"), any_person=True),
    Filters(sources=("quelle-b",), persons=("joe-biden",)),
]
Place = tuple[int, int, int]  # article, start, end


@pytest.fixture
def press(each: Engine) -> Engine:
    publish(each, 14)
    return each


def all_passages(session: Session, topic: str, filters: Filters) -> dict[str, list[PassageView]]:
    """Every passage of the topic page by source, as a reader finds them who asks for more."""
    page = topic_page(session, SLUG, topic, filters)
    assert page is not None
    found = {column.source.slug: list(column.passages) for column in page.columns}
    for column in page.columns:
        offset = column.next_offset
        while offset is not None:
            more = topic_page(session, SLUG, topic, filters, source=column.source.slug, offset=offset)
            assert more is not None
            found[column.source.slug] += more.columns[0].passages
            offset = more.columns[0].next_offset
        assert len(found[column.source.slug]) == column.total_passages
    return found


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_every_cell_counts_the_sentences_of_the_passages_it_leads_to(press: Engine, filters: Filters) -> None:
    with session_scope(press) as session:
        document = matrix_document(session, SLUG, filters)
        assert document is not None
        counted = {(cell["topic"], cell["source"]): cell["sentences"] for cell in document["cells"]}
        shown: dict[tuple[str, str], int] = defaultdict(int)
        for topic in TOPICS:
            for source, passages in all_passages(session, topic, filters).items():
                shown[topic, source] += sum(passage.last - passage.first + 1 for passage in passages)
        assert counted == dict(shown)
        overview = overview_page(session, SLUG, filters)
        assert overview is not None
        rows = {
            (row.topic.slug, cell.source.slug): cell.sentences
            for row in (*overview.pinned, *overview.issues, *overview.events, *overview.frames)
            for cell in row.cells
            if cell.sentences
        }
        assert rows == counted


@pytest.mark.parametrize("filters", FILTERS[:4], ids=str)
def test_the_topic_page_shows_what_the_json_gives_and_what_the_articles_say(press: Engine, filters: Filters) -> None:
    with session_scope(press) as session:
        for topic in TOPICS:
            shown = [
                (passage.article.id, passage.start, passage.end)
                for passages in all_passages(session, topic, filters).values()
                for passage in passages
            ]
            document = passages_document(session, SLUG, topic, filters, 0, 200)
            assert document is not None
            given = [(item["article"], item["start"], item["end"]) for item in document["items"]]
            assert shown == given
            assert sorted(given) == sorted(_recomputed(session, topic, filters))


def _recomputed(session: Session, topic: str, filters: Filters) -> list[Place]:
    """From nothing but the article documents: runs of sentences of the topic that name a person or give their words."""
    found = []
    for article_id in range(1, 15):
        document = article_document(session, article_id)
        assert document is not None
        run: list[dict[str, Any]] = []
        for sentence in [*document["sentences"], {"topics": []}]:
            if any(mark["slug"] == topic for mark in sentence["topics"]):
                run.append(sentence)
                continue
            if run and _kept(document, run[0]["start"], run[-1]["end"], filters):
                found.append((article_id, run[0]["start"], run[-1]["end"]))
            run = []
    return found


def _kept(document: dict[str, Any], start: int, end: int, filters: Filters) -> bool:
    touching = [(mark, "entity") for mark in document["mentions"]]
    touching += [(mark, "speaker") for mark in document["quotations"]]
    there = {
        mark[whose]["slug"] for mark, whose in touching if mark[whose] and mark["start"] < end and mark["end"] > start
    }
    if not filters.persons:
        return True
    return bool(there & set(filters.persons)) if filters.any_person else set(filters.persons) <= there


def test_pieces_give_the_text_back(press: Engine) -> None:
    with session_scope(press) as session:
        for article_id in range(1, 15):
            document = article_document(session, article_id)
            page = article_page(session, article_id, topic="nato", person=NAWALNY)
            assert document is not None
            assert page is not None
            sentences = [document["text"][one["start"] : one["end"]] for one in document["sentences"]]
            assert ["".join(piece.text for piece in block.pieces) for block in page.blocks] == sentences
            marks = load_marks(session, ["mention", "quotation"])[article_id]
            whole = pieces(document["text"], 0, len(document["text"]), marks, Emphasis())
            assert "".join(piece.text for piece in whole) == document["text"]
            assert all(one != other or one.text != other.text for one, other in pairwise(whole))


def test_a_passage_shows_its_text_between_its_context(press: Engine) -> None:
    with session_scope(press) as session:
        for topic in TOPICS:
            for passages in all_passages(session, topic, Filters()).values():
                for passage in passages:
                    document = article_document(session, passage.article.id)
                    assert document is not None
                    inside = [block for block in passage.blocks if not block.context]
                    text = " ".join("".join(piece.text for piece in block.pieces) for block in inside)
                    assert text.split() == document["text"][passage.start : passage.end].split()
                    around = [block.context for block in passage.blocks]
                    assert around.count(True) <= 2


def test_a_row_opened_in_place_begins_as_the_columns_do(press: Engine) -> None:
    with session_scope(press) as session:
        page, row = topic_page(session, SLUG, "nato", Filters()), row_preview(session, SLUG, "nato", Filters())
        assert page is not None
        assert row is not None
        assert [passage.id for passage in row.passages] == [column.passages[0].id for column in page.columns]


def test_emphasis_marks_the_person_asked_for_and_nobody_else(press: Engine) -> None:
    with session_scope(press) as session:
        found = all_passages(session, "nato", Filters(persons=(NAWALNY,)))
        shown = [piece for ones in found.values() for one in ones for block in one.blocks for piece in block.pieces]
        assert any(piece.active for piece in shown)
        assert all(piece.active == (piece.entity == NAWALNY) for piece in shown)
