"""What is said of outlets, two that are one, and taking that back."""

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from app.actions.addresses import Unknown
from app.actions.folders import Place, describe_folder, remember
from app.actions.outlets import describe_source, merge_sources, part_source
from app.db import session_scope
from app.intake.drafts import IntakeError
from app.models import Article, Passage, Source
from app.queries.folders import folder_page
from tests.stories import S, add_story

FIELDS = {"name": "FAZ", "kind": "newspaper", "country": "de", "domains": "https://www.faz.net/politik, sub.faz.net"}


def source(engine: Engine, slug: str) -> Source:
    with session_scope(engine) as session:
        found = session.exec(select(Source).where(Source.slug == slug)).one()
        session.expunge(found)
        return found


def test_what_a_form_says_is_kept_in_one_spelling(each: Engine) -> None:
    add_story(each, S("Ein Satz.", "arktis"), source="Quelle A")
    with session_scope(each, write=True) as session:
        describe_source(session, "quelle-a", **FIELDS, aliases="F.A.Z.; Frankfurter  Allgemeine\nFAZ")
    found = source(each, "quelle-a")
    assert (found.name, found.kind, found.country) == ("FAZ", "newspaper", "DE")
    assert found.domains == ["faz.net", "sub.faz.net"]
    assert found.aliases == ["F.A.Z.", "Frankfurter Allgemeine"]


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", " "), ("kind", "zine"), ("country", "Deutschland"), ("domains", "kein Name"), ("domains", "<script>.de")],
)
def test_what_is_wrong_is_told_at_its_field(each: Engine, field: str, value: str) -> None:
    add_story(each, S("Ein Satz.", "arktis"), source="Quelle A")
    with session_scope(each, write=True) as session, pytest.raises(IntakeError) as told:
        describe_source(session, "quelle-a", **(FIELDS | {"aliases": ""} | {field: value}))
    assert told.value.field == field


def test_two_that_are_one_and_apart_again(each: Engine) -> None:
    add_story(each, S("Ein Satz.", "arktis"), source="FAZ")
    moved = add_story(each, S("Ein anderer Satz.", "arktis"), source="Frankfurter Allgemeine")
    with session_scope(each, write=True) as session:
        merged = merge_sources(session, "frankfurter-allgemeine", "faz")
    assert merged.article_ids == (moved,)
    target = source(each, "faz")
    assert target.aliases == ["Frankfurter Allgemeine"]
    with session_scope(each) as session:
        assert set(session.exec(select(Passage.source_id)).all()) == {target.id}
        assert len(session.exec(select(Source)).all()) == 1
    with session_scope(each, write=True) as session:
        part_source(session, "faz", merged.name, merged.article_ids)
    again = source(each, "frankfurter-allgemeine")
    with session_scope(each) as session:
        assert session.get_one(Article, moved).source_id == again.id
    assert source(each, "faz").aliases == []


def test_a_source_is_not_merged_with_itself_or_nothing(each: Engine) -> None:
    add_story(each, S("Ein Satz.", "arktis"), source="FAZ")
    with session_scope(each, write=True) as session:
        with pytest.raises(IntakeError):
            merge_sources(session, "faz", "faz")
        with pytest.raises(Unknown):
            merge_sources(session, "faz", "nirgends")


def test_a_folder_follows_its_own_outlet_into_another(each: Engine) -> None:
    add_story(each, S("Ein Satz.", "arktis"), source="FAZ")
    article = add_story(each, S("Ein anderer Satz.", "arktis"), source="Frankfurter Allgemeine")
    with session_scope(each, write=True) as session:
        remember(session, "gipfel", Place("article", article))
        fields = {"name": "Mappe", "note": "", "note_before": "", "readers": ""}
        describe_folder(session, "gipfel", "mappe", **fields, own="frankfurter-allgemeine")
        merge_sources(session, "frankfurter-allgemeine", "faz")
    with session_scope(each) as session:
        found = folder_page(session, "gipfel", "mappe", "de")
    assert found is not None
    assert found.folder.own == "faz"
    told = found.entries[0].item
    assert told.clipping is not None
    assert (told.clipping.outlet, told.changed) == ("FAZ", True)
