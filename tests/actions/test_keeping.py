"""Keeping a whole desk: a piece at once, the rest by the worker, each draft once wherever it is cut off."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from app.actions.drafts import lay_draft
from app.actions.imports import Brought, start_batch
from app.actions.keeping import AT_ONCE, keep_more, keep_ready, still_keeping
from app.actions.summit_edits import remove_summit
from app.actions.summits import add_summit
from app.db import session_scope
from app.desk import Draft
from app.importer import Importer
from app.intake.drafts import ArticleDraft
from app.main import create_app
from app.models import Article, Summit
from app.pages import desk as desk_pages
from app.settings import Settings

NUMBER = 2 * AT_ONCE + 5


@pytest.fixture
def desk(each: Engine) -> Engine:
    """A summit whose desk has many drafts."""
    fill(each)
    return each


def fill(engine: Engine) -> None:
    with session_scope(engine, write=True) as session:
        summit = add_summit(session, "Wien")
        (item,) = start_batch(session, "wien", [Brought("mappe.zip", data=b"x")])
        for number in range(1, NUMBER + 1):
            lay(session, summit.id or 0, item, number)


def lay(session: Session, summit_id: int, item: int, number: int) -> int:
    words = " ".join(f"wort{number}mal{place}" for place in range(30))
    return lay_draft(session, summit_id, item, number, ArticleDraft(text=f"Text {words}.", source="Blatt"))


def kept(engine: Engine) -> int:
    with session_scope(engine) as session:
        return session.exec(select(func.count()).select_from(Article)).one()


def summit_of(engine: Engine) -> int:
    with session_scope(engine) as session:
        return session.exec(select(Summit.id)).one() or 0


def test_a_piece_at_once_and_the_rest_when_called(desk: Engine) -> None:
    with session_scope(desk, write=True) as session:
        assert len(keep_ready(session, "wien", 10_000)) == AT_ONCE
        assert still_keeping(session, "wien") == still_keeping(session) == [summit_of(desk)]
        assert still_keeping(session, "graz") == []
    sizes = []
    while True:
        with session_scope(desk, write=True) as session:
            more = keep_more(session, summit_of(desk), 10_000)
        if more is None:
            break
        sizes.append(len(more))
    assert sizes == [AT_ONCE, 5]
    assert kept(desk) == NUMBER
    with session_scope(desk, write=True) as session:
        assert still_keeping(session) == []
        assert keep_ready(session, "wien", 10_000) == []
        assert not session.exec(select(Article.id).where(col(Article.awaited).is_(True))).all()


def test_what_came_later_and_what_was_dropped_meanwhile_stays(desk: Engine) -> None:
    with session_scope(desk, write=True) as session:
        keep_ready(session, "wien", 10_000)
        last = session.exec(select(func.max(Draft.id))).one()
        session.get_one(Draft, last).status = "dropped"
        item = session.get_one(Draft, last).item_id
        later = lay(session, summit_of(desk), item, NUMBER + 1)
    for _ in range(4):
        with session_scope(desk, write=True) as session:
            keep_more(session, summit_of(desk), 10_000)
    assert kept(desk) == NUMBER - 1
    with session_scope(desk) as session:
        assert session.get_one(Draft, later).status == "open"


def test_a_summit_that_was_removed_meanwhile_ends_it(desk: Engine) -> None:
    with session_scope(desk, write=True) as session:
        keep_ready(session, "wien", 10_000)
        remove_summit(session, "wien")
    for _ in range(4):
        with session_scope(desk, write=True) as session:
            keep_more(session, summit_of(desk), 10_000)
    assert kept(desk) == AT_ONCE
    with session_scope(desk) as session:
        assert still_keeping(session) == []


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What the worker would have been called to."""
    told: list[object] = []
    monkeypatch.setattr(desk_pages, "enqueue_round", lambda _settings, number: told.append(number))
    monkeypatch.setattr(desk_pages, "enqueue_keeping", lambda _settings, ids: told.append(ids))
    return told


@pytest.fixture
def browser(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


def test_the_desk_says_that_it_goes_on(
    settings: Settings, engine: Engine, browser: TestClient, called: list[object]
) -> None:
    fill(engine)
    english = {"accept-language": "en"}
    assert browser.post("/summits/wien/desk/keep", follow_redirects=False).status_code == 303
    assert called == [AT_ONCE, [summit_of(engine)]]
    page = browser.get("/summits/wien/desk", headers=english).text
    assert f"{NUMBER - AT_ONCE} drafts are still being kept" in page
    assert "/desk/keep" not in page
    reader = Importer(engine, settings, lambda ids: None)
    assert list(reader.keep(summit_of(engine))) == [AT_ONCE, 5]
    reader.close()
    assert "still being kept" not in browser.get("/summits/wien/desk", headers=english).text
    assert kept(engine) == NUMBER
