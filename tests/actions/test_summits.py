"""Sources keep colour and address whatever they are called."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.addresses import Unknown
from app.actions.article_edits import bring_article, rename_source_at
from app.actions.drafts import set_aside
from app.actions.summits import add_summit, rename_source, source_named, unnamed_source
from app.db import session_scope
from app.intake.drafts import IntakeError, make_draft
from app.models import Article, Source


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


def test_neutral_names_are_counted_within_a_summit(each: Engine) -> None:
    """The "Quelle A" of one summit is not that of another: naming one leaves the other as it was."""
    with session_scope(each, write=True) as session:
        ids = [add_summit(session, name).id for name in ("Wien", "Genf")]
        drafts = [make_draft(f"Der Rat tagt zum {number}. Mal.", max_chars=100) for number in range(3)]
        articles = [bring_article(session, slug, draft) for slug in ("wien", "genf") for draft in drafts[:2]]
        named = [session.get_one(Source, session.get_one(Article, id_).source_id) for id_ in articles]
        assert [source.name for source in named] == ["Quelle A", "Quelle B"] * 2
        assert len({source.slug for source in named}) == 4
        for summit_id, source in zip(ids, (named[1], named[3]), strict=True):
            assert source_named(session, "quelle b", summit_id).id == source.id
        rename_source(session, named[1], "Wiener Blatt")
        assert named[3].name == "Quelle B"
        rename_source(session, named[2], "Quelle A")  # its own name, although another summit's source bears it too
        # What was removed may come back: its name is not given away meanwhile.
        set_aside(session, articles[3])
        third = session.get_one(Article, bring_article(session, "genf", drafts[2]))
        assert session.get_one(Source, third.source_id).name == "Quelle C"


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
