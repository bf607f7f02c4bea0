"""Summits are made, removed, brought back, and forgotten after 30 days."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.summit_edits import forget_summits, new_summit, remove_summit, restore_summit
from app.db import session_scope
from app.intake.drafts import IntakeError
from app.models import Article, Summit
from app.queries.filters import Filters
from app.queries.summits import overview_page, summits_page
from tests.stories import SLUG, S, add_story


@pytest.mark.parametrize(
    ("name", "day", "field"), [("", "", "name"), ("x" * 200, "", "name"), ("Glasgow", "gestern", "day")]
)
def test_what_is_wrong_is_told_at_its_field(each: Engine, name: str, day: str, field: str) -> None:
    with session_scope(each, write=True) as session, pytest.raises(IntakeError) as told:
        new_summit(session, name, "", day)
    assert told.value.field == field


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
