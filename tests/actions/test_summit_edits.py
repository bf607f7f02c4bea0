"""Summits are made, removed, brought back, and forgotten after 30 days."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.summit_edits import forget_summits, new_summit, remove_summit, rename_summit_at, restore_summit
from app.db import session_scope
from app.intake.drafts import IntakeError
from app.models import Article, Summit
from app.queries.filters import Filters
from app.queries.summits import overview_page, summits_page
from tests.stories import SLUG, S, add_story


@pytest.mark.parametrize(
    ("name", "day", "last_day", "field"),
    [
        ("", "", "", "name"),
        ("\x00\u200b", "", "", "name"),
        ("x" * 200, "", "", "name"),
        ("Glasgow", "gestern", "", "day"),
        ("Glasgow", "2021-W44-1", "", "day"),
        ("Glasgow", "2021-11-01", "2021-11-31", "last_day"),
        ("Glasgow", "2021-11-01", "2021-10-31", "last_day"),
    ],
)
def test_what_is_wrong_is_told_at_its_field(each: Engine, name: str, day: str, last_day: str, field: str) -> None:
    with session_scope(each, write=True) as session, pytest.raises(IntakeError) as told:
        new_summit(session, name, "", day, last_day)
    assert told.value.field == field


def test_days_can_be_given_changed_and_taken_away(each: Engine) -> None:
    with session_scope(each, write=True) as session:
        slug = new_summit(session, "Klima", "Glasgow", "2021-11-01", "2021-11-12")
    for day, last_day in (("2021-11-01", "2021-11-13"), ("", "2021-11-13"), ("2021-11-01", "2021-11-01"), ("", "")):
        with session_scope(each, write=True) as session:
            assert rename_summit_at(session, slug, "Klima", "Glasgow", day, last_day)
        with session_scope(each) as session:
            (view,) = summits_page(session).summits
            assert (str(view.starts_on or ""), str(view.ends_on or "")) == (day, last_day)


def test_others_may_take_the_address_in_between(each: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    with session_scope(each, write=True) as session:
        new_summit(session, "Klima", "", "")
    free = iter(["klima", "klima-2"])  # as if the first one had still been free when it was looked up
    monkeypatch.setattr("app.actions.summits.free_slug", lambda _wanted, _taken: next(free))
    with session_scope(each, write=True) as session:
        assert new_summit(session, "Klima", "", "") == "klima-2"
    with session_scope(each) as session:
        assert len(summits_page(session).summits) == 2


def test_a_removed_summit_is_out_of_sight_and_comes_back_whole(each: Engine) -> None:
    add_story(each, S("Ein Satz.", "arktis"))
    with session_scope(each, write=True) as session:
        assert new_summit(session, "Klima 2021", "Glasgow", "2021-11-01") == "klima-2021"
        assert remove_summit(session, SLUG)
    with session_scope(each, write=True) as session:
        assert [one.slug for one in summits_page(session).summits] == ["klima-2021"]
        assert overview_page(session, SLUG, Filters()) is None
        assert remove_summit(session, SLUG) is None
        assert restore_summit(session, SLUG)
    with session_scope(each) as session:
        page = overview_page(session, SLUG, Filters())
        assert page is not None
        assert page.summit.articles == 1


def test_after_thirty_days_it_is_gone(each: Engine) -> None:
    add_story(each, S("Ein Satz.", "arktis"))
    with session_scope(each, write=True) as session:
        remove_summit(session, SLUG)
        assert forget_summits(session) == 0
        assert forget_summits(session, datetime.now(UTC) + timedelta(days=31)) == 1
        assert not restore_summit(session, SLUG)
        assert session.exec(select(Article)).all() == []
        assert session.exec(select(Summit)).all() == []
