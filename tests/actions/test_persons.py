"""Who is who across the articles of a summit."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.actions.analyses import store_analysis
from app.actions.article_edits import remove_article
from app.db import session_scope
from app.models import Annotation, Entity, EntityAlias, Passage, PassagePerson
from app.slugs import own_slug
from tests.stories import S, add_story, analysed


def bearers(engine: Engine) -> dict[int, list[tuple[str, str]]]:
    """By article: (name, status) of whom its mentions stand for."""
    with session_scope(engine) as session:
        rows = session.exec(
            select(Annotation.article_id, Entity.name, Annotation.status)
            .join(Entity)
            .where(Annotation.layer == "mention")
            .order_by(Annotation.article_id, Annotation.start)
        )
        found: dict[int, list[tuple[str, str]]] = {}
        for article_id, name, status in rows:
            found.setdefault(article_id, []).append((name, status))
        return found


def in_passages(session: Session, article_id: int) -> set[str]:
    return set(
        session.exec(select(Entity.name).join(PassagePerson).join(Passage).where(Passage.article_id == article_id))
    )


def test_a_bare_name_follows_its_bearers(each: Engine) -> None:
    """One bearer: linked as proposed. A second one: apart. The second goes: linked again. The first goes: apart."""
    bare = add_story(each, S("{Sullivan} reiste an.", "ablauf"))
    assert bearers(each)[bare] == [("Sullivan", "certain")]

    first = add_story(each, S("{Jake Sullivan} beriet.", "ablauf"))
    assert bearers(each)[bare] == [("Jake Sullivan", "proposed")]
    assert bearers(each)[first] == [("Jake Sullivan", "certain")]

    second = add_story(each, S("{John Sullivan} kehrt zurück.", "botschafter"))
    assert bearers(each)[bare] == [("Sullivan", "certain")]

    with session_scope(each, write=True) as session:
        remove_article(session, second)
    assert bearers(each)[bare] == [("Jake Sullivan", "proposed")]

    with session_scope(each, write=True) as session:
        remove_article(session, first)
    assert bearers(each)[bare] == [("Sullivan", "certain")]


def test_the_person_filter_follows_too(each: Engine) -> None:
    bare = add_story(each, S("{Sullivan} reiste an.", "ablauf"))
    steps = []
    for name in ("Jake Sullivan", "John Sullivan"):
        steps.append(add_story(each, S(f"{{{name}}} sprach.", "nato")))
        with session_scope(each) as session:
            wanted = {"Jake Sullivan"} if len(steps) == 1 else {"Sullivan"}
            assert in_passages(session, bare) == wanted
    with session_scope(each, write=True) as session:
        remove_article(session, steps[0])
    with session_scope(each) as session:
        assert in_passages(session, bare) == {"John Sullivan"}


def test_a_new_analysis_that_loses_a_bearer_frees_the_name(each: Engine) -> None:
    bare = add_story(each, S("{Sullivan} reiste an.", "ablauf"))
    first = add_story(each, S("{Jake Sullivan} sprach.", "ablauf"))
    with session_scope(each, write=True) as session:
        store_analysis(session, first, analysed(S("Jake Sullivan sprach.", "ablauf"))[1])
    assert bearers(each)[bare] == [("Sullivan", "certain")]
    with session_scope(each) as session:
        assert in_passages(session, bare) == {"Sullivan"}


def test_a_bare_name_finds_a_bearer_that_was_there_before(each: Engine) -> None:
    add_story(each, S("{Dmitri Peskow} sprach."))
    late = add_story(each, S("{Peskow} schwieg.", "ablauf"))
    assert bearers(each)[late] == [("Dmitri Peskow", "proposed")]


def test_a_quotation_by_a_bare_name_is_proposed_as_well(each: Engine) -> None:
    add_story(each, S("{Dmitri Peskow} sprach."))
    add_story(each, S("{Peskow} sagte: „Nein.“", "ablauf", says="Peskow"))
    with session_scope(each) as session:
        assert session.exec(select(Annotation.status).where(Annotation.layer == "quotation")).all() == ["proposed"]


def test_summits_do_not_share_persons(each: Engine) -> None:
    add_story(each, S("{Dmitri Peskow} sprach."), summit="eins")
    other = add_story(each, S("{Peskow} schwieg."), summit="zwei")
    assert bearers(each)[other] == [("Peskow", "certain")]


def test_one_name_is_one_person_in_all_articles(each: Engine) -> None:
    for source in ("A", "B", "C"):
        add_story(each, S(f"{{Angela Merkel}} sprach mit {source}."), source=source)
    with session_scope(each) as session:
        assert [(e.slug, e.name) for e in session.exec(select(Entity))] == [("angela-merkel", "Angela Merkel")]
        assert len(session.exec(select(EntityAlias)).all()) == 1


def test_a_name_alone_stays_alone_in_its_family(each: Engine) -> None:
    """Nawalny and Nawalnaja are two families."""
    bare = add_story(each, S("{Nawalny} ist in Haft."))
    add_story(each, S("{Julia Nawalnaja} sprach."))
    assert bearers(each)[bare] == [("Nawalny", "certain")]


@pytest.mark.parametrize(("one", "other"), [("Владимир Путин", "Сергей Лавров"), ("习近平", "王毅"), ("Ελένη", "Ζωή")])
def test_names_in_other_letters_are_persons_of_their_own(each: Engine, one: str, other: str) -> None:
    add_story(each, S(f"{{{one}}} und {{{other}}} sprachen."))
    with session_scope(each) as session:
        assert {entity.name for entity in session.exec(select(Entity))} == {one, other}


@pytest.mark.parametrize(
    ("key", "slug"), [("joe biden", "joe-biden"), ("björn höcke", "bjoern-hoecke"), ("a.-b. c", "a-b-c")]
)
def test_addresses_of_names_can_be_read(key: str, slug: str) -> None:
    assert own_slug(key) == slug
