"""Drafts on the desk: what is decided about them, and that nothing is lost or doubled."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.addresses import Unknown
from app.actions.article_edits import bring_article
from app.actions.articles import DuplicateArticle, set_status
from app.actions.comparisons import compare_article
from app.actions.drafts import Undecided, drop_draft, edit_draft, keep_draft, lay_draft, reopen_draft
from app.actions.imports import (
    Brought,
    cancel,
    count_found,
    finish_item,
    forget_old,
    refuse_item,
    retry,
    start_batch,
    take_item,
    unread_items,
)
from app.actions.keeping import keep_ready
from app.actions.summits import add_summit
from app.db import session_scope
from app.desk import Draft, ImportBatch, ImportItem
from app.intake.drafts import ArticleDraft, make_draft
from app.models import Article, Source

WORDS = (
    "Die Ministerin sprach am {n}. Tag in Wien mit der Delegation aus Oslo über {n} Vorschläge zum Hafen. "
    "Danach fuhr sie mit dem Zug Nummer {n} nach Graz, wo {n} Bürgermeister auf sie warteten und Fragen stellten. "
    "Einig wurde man sich nicht, doch die {n} Gespräche sollen im Herbst weitergehen, hieß es aus dem Ministerium."
)


def text(number: int, more: str = "") -> ArticleDraft:
    """Texts that differ in a few words each are near duplicates; see ``other`` for one that is not."""
    return make_draft(WORDS.replace("{n}", str(number)) + more, max_chars=10_000, title=f"Nummer {number}")


OTHER = make_draft(
    "Im Stadtrat von Lyon stritten die Fraktionen bis tief in die Nacht über den Preis des Wassers. Am Ende stimmte "
    "eine knappe Mehrheit dafür, ihn um ein Zehntel zu senken. Der Kämmerer warnte vor leeren Kassen im nächsten Jahr.",
    max_chars=10_000,
    source="Anzeiger",
)


@pytest.fixture
def desk(each: Engine) -> tuple[Engine, int, int]:
    """An empty summit with one item in hand: engine, summit, item."""
    with session_scope(each, write=True) as session:
        summit = add_summit(session, "Wien")
        (item,) = start_batch(session, "wien", [Brought("a.zip", data=b"zip")])
        taken = take_item(session, item)
        assert taken is not None
        assert summit.id is not None
        return each, summit.id, item


def lay(desk: tuple[Engine, int, int], number: int, draft: ArticleDraft, twin: tuple[int, float] | None = None) -> int:
    engine, summit, item = desk
    with session_scope(engine, write=True) as session:
        return lay_draft(session, summit, item, number, draft, "de", twin)


def article(desk: tuple[Engine, int, int], draft: ArticleDraft) -> int:
    """An article that is there already, with its wording known."""
    with session_scope(desk[0], write=True) as session:
        article_id = bring_article(session, "wien", draft)
        set_status(session, article_id, "ready")
        compare_article(session, article_id)
        return article_id


def stored(desk: tuple[Engine, int, int], draft_id: int) -> Draft:
    with session_scope(desk[0]) as session:
        row = session.get_one(Draft, draft_id)
        session.expunge(row)
        return row


def test_nothing_is_an_article_before_it_is_kept(desk: tuple[Engine, int, int]) -> None:
    draft_id = lay(desk, 1, text(1))
    with session_scope(desk[0]) as session:
        assert session.exec(select(Article)).all() == []
    with session_scope(desk[0], write=True) as session:
        article_id = keep_draft(session, draft_id, text(1))
        again = keep_draft(session, draft_id, text(1))
    assert again == article_id
    assert stored(desk, draft_id).status == "kept"


def test_reading_an_item_twice_lays_each_draft_once(desk: tuple[Engine, int, int]) -> None:
    assert lay(desk, 1, text(1)) == lay(desk, 1, text(1))


def test_the_same_text_needs_a_decision_and_can_take_its_description(desk: tuple[Engine, int, int]) -> None:
    there = article(desk, text(1))
    draft_id = lay(desk, 1, replace(text(1), title="Genauer"))
    assert stored(desk, draft_id).same_id == there
    with session_scope(desk[0], write=True) as session, pytest.raises(Undecided):
        keep_draft(session, draft_id, replace(text(1), title="Genauer"))
    with session_scope(desk[0], write=True) as session:
        assert keep_draft(session, draft_id, replace(text(1), title="Genauer"), "replace") == there
        assert session.get_one(Article, there).title == "Genauer"


def test_a_near_duplicate_is_told_and_both_can_stay(desk: tuple[Engine, int, int]) -> None:
    there = article(desk, text(1))
    longer = text(1, " Am Abend kam noch eine Erklärung, die niemand unterschrieb.")
    draft_id = lay(desk, 1, longer)
    assert stored(desk, draft_id).near_id == there
    assert stored(desk, draft_id).near_share > 0.9
    with session_scope(desk[0], write=True) as session, pytest.raises(Undecided):
        keep_draft(session, draft_id, longer)
    with session_scope(desk[0], write=True) as session:
        assert keep_draft(session, draft_id, longer, "both") != there


def test_what_is_replaced_goes_to_the_desk_and_can_come_back(desk: tuple[Engine, int, int]) -> None:
    article(desk, text(1))
    longer = text(1, " Am Abend kam noch eine Erklärung, die niemand unterschrieb.")
    draft_id = lay(desk, 1, longer)
    with session_scope(desk[0], write=True) as session:
        keep_draft(session, draft_id, longer, "replace")
    with session_scope(desk[0], write=True) as session:
        assert session.exec(select(Article.text)).all() == [longer.text]  # its number may be given anew
        aside = session.exec(select(Draft).where(Draft.status == "dropped")).one()
        assert aside.text == text(1).text
        assert aside.id is not None
        reopen_draft(session, aside.id)


def test_an_unrelated_text_raises_no_question(desk: tuple[Engine, int, int]) -> None:
    article(desk, text(1))
    row = stored(desk, lay(desk, 1, OTHER))
    assert (row.same_id, row.near_id, row.twin_id) == (None, None, None)


def test_keeping_all_leaves_what_needs_a_decision_and_what_is_wrong(desk: tuple[Engine, int, int]) -> None:
    article(desk, text(1))
    same, fine = lay(desk, 1, text(1)), lay(desk, 2, OTHER)
    twin = lay(desk, 3, text(7), twin=(fine, 0.8))
    with session_scope(desk[0], write=True) as session:
        session.get_one(Draft, twin).twin_id = None
        wrong = lay_draft(session, desk[1], desk[2], 4, replace(OTHER, text=OTHER.text * 2, title="x" * 400))
        assert len(keep_ready(session, "wien", 10_000)) == 1
    assert [stored(desk, one).status for one in (same, fine, wrong)] == ["open", "kept", "open"]


def test_a_twin_that_was_kept_becomes_the_article_it_is_near_to(desk: tuple[Engine, int, int]) -> None:
    first = lay(desk, 1, text(1))
    second = lay(desk, 2, text(1, " Und noch ein Satz dazu, der länger ist als die anderen hier."), twin=(first, 0.95))
    with session_scope(desk[0], write=True) as session:
        kept = keep_draft(session, first, text(1))
    with session_scope(desk[0], write=True) as session, pytest.raises(Undecided):
        keep_draft(session, second, replace(text(2), text=stored(desk, second).text))
    with session_scope(desk[0], write=True) as session:
        drop_draft(session, second)
        assert session.get_one(Article, kept).title == "Nummer 1"


def test_what_is_typed_is_kept_and_a_settled_draft_stays_as_it_is(desk: tuple[Engine, int, int]) -> None:
    draft_id = lay(desk, 1, OTHER)
    with session_scope(desk[0], write=True) as session:
        edit_draft(session, draft_id, replace(OTHER, title="Wasser", source="Neuer Anzeiger"))
        keep_draft(session, draft_id, replace(OTHER, title="Wasser in Lyon", source="Neuer Anzeiger"))
    with session_scope(desk[0], write=True) as session:
        assert session.exec(select(Article.title)).one() == "Wasser in Lyon"
        assert "Neuer Anzeiger" in session.exec(select(Source.name)).all()
        with pytest.raises(Unknown):
            edit_draft(session, draft_id, OTHER)
        with pytest.raises(Unknown):
            drop_draft(session, draft_id)


def test_how_a_field_was_told_is_forgotten_once_it_is_changed_or_kept(desk: tuple[Engine, int, int]) -> None:
    draft_id = lay(desk, 1, replace(OTHER, found=(("published", "page"), ("title", "first-line"))))
    assert stored(desk, draft_id).notes == ["told:published:page", "told:title:first-line"]
    with session_scope(desk[0], write=True) as session:
        edit_draft(session, draft_id, replace(OTHER, title="Wasser"))
    assert stored(desk, draft_id).notes == ["told:published:page"]
    with session_scope(desk[0], write=True) as session:
        keep_draft(session, draft_id, replace(OTHER, notes=("decoded:cp1252", "told:published:page")))
        assert session.exec(select(Article.notes)).one() == ["decoded:cp1252"]


def test_an_item_is_read_refused_and_tried_again(desk: tuple[Engine, int, int]) -> None:
    engine, _, item = desk
    with session_scope(engine, write=True) as session:
        assert unread_items(session) == [item]
        refuse_item(session, item, "It is %(size)d pages long.", {"size": 9})
        assert unread_items(session) == []
        assert take_item(session, item) is None
        assert retry(session, "wien", item) == [item]
        taken = take_item(session, item)
        assert taken is not None
        assert taken.data == b"zip"
        count_found(session, item, 2)
        finish_item(session, item)
        assert session.get_one(ImportItem, item).data is None
        assert retry(session, "wien") == []


def test_cancelling_stops_what_is_unread_and_keeps_what_was_found(desk: tuple[Engine, int, int]) -> None:
    draft_id = lay(desk, 1, OTHER)
    with session_scope(desk[0], write=True) as session:
        assert cancel(session, "wien") == 1
        finish_item(session, desk[2])  # the reader was busy with it: it must not count as read
        assert session.get_one(ImportItem, desk[2]).status == "cancelled"
    assert stored(desk, draft_id).status == "open"


def test_after_thirty_days_the_desk_is_cleared_and_articles_stay(desk: tuple[Engine, int, int]) -> None:
    engine, _, item = desk
    draft_id = lay(desk, 1, OTHER)
    with session_scope(engine, write=True) as session:
        article_id = keep_draft(session, draft_id, OTHER)
        batch = session.get_one(ImportBatch, session.get_one(ImportItem, item).batch_id)
        batch.added_at = batch.added_at.replace(year=2020)
        session.add(batch)
    with session_scope(engine, write=True) as session:
        assert forget_old(session) == 1
        assert session.get(Draft, draft_id) is None
        assert session.get(Article, article_id) is not None
        with pytest.raises(DuplicateArticle):
            bring_article(session, "wien", OTHER)
