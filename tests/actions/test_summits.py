"""Sources keep colour and address whatever they are called."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.addresses import Unknown
from app.actions.article_edits import rename_source_at
from app.actions.summits import rename_source, source_named, unnamed_source
from app.db import session_scope
from app.intake.drafts import IntakeError
from app.models import Source


@pytest.mark.parametrize("again", ["Österreich-Blatt", "österreich-blatt", "ÖSTERREICH-BLATT", "  Österreich-Blatt "])
def test_a_source_is_found_again_whatever_the_letter_case(each: Engine, again: str) -> None:
    with session_scope(each, write=True) as session:
        assert source_named(session, "Österreich-Blatt").id == source_named(session, again).id


def test_sources_without_a_name_are_numbered_by_letters(each: Engine) -> None:
    with session_scope(each, write=True) as session:
        source_named(session, "quelle b")
        names = [unnamed_source(session).name for _ in range(27)]
    assert names[:3] == ["Quelle A", "Quelle C", "Quelle D"]
    assert names[-3:] == ["Quelle Z", "Quelle AA", "Quelle AB"]


@pytest.mark.parametrize("blank", ["\u200b", "\u202e", " \u00ad "])
def test_a_name_that_cannot_be_seen_is_no_name(each: Engine, blank: str) -> None:
    with session_scope(each, write=True) as session:
        assert source_named(session, blank).name == "Quelle A"


def test_a_new_name_keeps_colour_and_address(each: Engine) -> None:
    with session_scope(each, write=True) as session:
        source = source_named(session, "Quelle A")
        before = (source.id, source.slug, source.hue)
        rename_source_at(session, source.slug, "Morgenblatt")
    with session_scope(each) as session:
        found = session.exec(select(Source)).one()
        assert found.name == "Morgenblatt"
        assert (found.id, found.slug, found.hue) == before


def test_a_source_may_change_the_letter_case_of_its_own_name(each: Engine) -> None:
    with session_scope(each, write=True) as session:
        source = source_named(session, "morgenblatt")
        rename_source(session, source, "Morgenblatt")
        assert source.name == "Morgenblatt"


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "QUELLE Ü", "x" * 121])
def test_names_that_cannot_be_given(each: Engine, name: str) -> None:
    with session_scope(each, write=True) as session:
        source_named(session, "Quelle ü")
        source = source_named(session, "Quelle A")
        with pytest.raises(IntakeError) as refused:
            rename_source(session, source, name)
        assert refused.value.field == "name"
        assert source.name == "Quelle A"


def test_a_source_that_is_not_there(each: Engine) -> None:
    with session_scope(each, write=True) as session, pytest.raises(Unknown):
        rename_source_at(session, "nirgends", "Neu")
