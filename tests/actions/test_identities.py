"""Persons, places and organisations are who people say, however decisions, undoing and new analyses take turns."""

from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.actions.analyses import store_analysis
from app.actions.articles import add_article
from app.actions.corrections import correct_summit, correct_text, turn
from app.actions.identities import correct_entity, of_kind
from app.actions.refusals import Declined
from app.actions.summits import add_summit
from app.correct.decisions import Alias, Identity, Joined, Named, NoName, Renamed, Split, Who
from app.db import session_scope
from app.intake.drafts import make_draft
from app.models import Annotation, Article, Entity, EntityAlias, PassagePerson, Summit
from app.nlp.types import Analysis, Mention, Sentence
from app.nlp.types import Entity as LocalEntity
from tests.correct.decided import PEOPLE, TEXT, analyses, decisions

summits = count(1)
TEXTS = (TEXT, f"{TEXT} Ende.")
POOL = [*PEOPLE.values(), of_kind(PEOPLE["Genf"], "organisation"), of_kind(PEOPLE["Peskow"], "place")]
whom = st.sampled_from(POOL)


@st.composite
def identities(draw: st.DrawFn) -> Identity:
    who, other = draw(whom), draw(whom)
    match draw(st.integers(0, 4)):
        case 0:
            return Joined(who=who, into=other)
        case 1:
            return Split(who=who)
        case 2:
            return Alias(who=who, into=other)
        case 3:
            return Renamed(who=who, name=draw(st.sampled_from(["X", "Y"])))
        case _:
            return NoName(who=who)


steps = st.lists(
    st.one_of(
        identities(),
        identities(),
        st.tuples(st.just("text"), decisions().filter(lambda one: isinstance(one, Named))),
        st.tuples(st.just("analysis"), analyses()),
        st.tuples(st.just("undo"), st.integers(0, 9)),
        st.tuples(st.just("redo"), st.integers(0, 9)),
    ),
    max_size=10,
)


def add(session: Session, *machines: Analysis) -> tuple[str, int, list[int]]:
    """A summit of its own with two texts, analysed where analyses are given."""
    slug = f"wer-{next(summits)}"
    summit = add_summit(session, slug, slug=slug)
    ids = [add_article(session, summit, make_draft(text, max_chars=1_000)).id or 0 for text in TEXTS]
    for id_, machine in zip(ids, machines, strict=False):
        store_analysis(session, id_, machine)
    return slug, summit.id or 0, ids


def marks(session: Session, ids: list[int]) -> list[list[tuple[object, ...]]]:
    """The mentions and quotations of each article, by what they stand for."""
    fields = ("layer", "label", "start", "end", "via", "status", "corrected")
    found = []
    for id_ in ids:
        rows = session.execute(
            select(Annotation, Entity.kind, Entity.slug, Entity.name)
            .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
            .where(Annotation.article_id == id_, col(Annotation.layer).in_(["mention", "quotation"]))
        )
        found.append(sorted(((*(getattr(row[0], name) for name in fields), *row[1:]) for row in rows), key=repr))
    return found


@pytest.mark.timeout(300)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(analyses(), analyses(), steps)
def test_only_what_holds_counts(each: Engine, first: Analysis, second: Analysis, taken: list[object]) -> None:
    machines = [first, second]
    said: list[tuple[int, object, bool]] = []
    with session_scope(each, write=True) as session:
        slug, summit_id, ids = add(session, *machines)
    for step in taken:
        with session_scope(each, write=True) as session:
            if not isinstance(step, tuple):
                line = correct_summit(session, summit_id, step).line
            elif step[0] == "text":
                line = correct_text(session, ids[0], step[1]).line
                step = step[1]
            elif step[0] == "analysis":
                machines[0] = step[1]
                store_analysis(session, ids[0], step[1])
                continue
            elif said:
                at, redo = step[1] % len(said), step[0] == "redo"
                if said[at][2] is not redo:
                    turn(session, slug, said[at][0], redo=redo)
                    said[at] = (*said[at][:2], redo)
                continue
            else:
                continue
            if line not in [one[0] for one in said]:
                said.append((line, step, True))
    with session_scope(each, write=True) as session:
        _, other, copies = add(session)
        for _, decision, holds in said:
            if holds and isinstance(decision, Named):
                correct_text(session, copies[0], decision)
            elif holds:
                correct_summit(session, other, decision)
        for id_, machine in zip(copies, machines, strict=True):
            store_analysis(session, id_, machine)
        assert marks(session, ids) == marks(session, copies)


NATO = Who("place", "nato", "Nato")


def place_story(engine: Engine) -> int:
    """An article in which Nato is found as a place, twice."""
    text = "Die Nato tagt. Nato: gut."
    machine = Analysis(
        "hand",
        "de",
        5,
        (),
        (Sentence(0, 14, "sentence"), Sentence(15, 25, "sentence")),
        (LocalEntity("nato", "place", "Nato"),),
        tuple(Mention(a, a + 4, "Nato", "place", "name", "nato", "certain") for a in (4, 15)),
        (),
    )
    with session_scope(engine, write=True) as session:
        summit = session.exec(select(Summit).where(Summit.slug == "gipfel")).one_or_none()
        summit = summit or add_summit(session, "Gipfel", slug="gipfel")
        id_ = add_article(session, summit, make_draft(text, max_chars=100)).id or 0
        store_analysis(session, id_, machine)
        return id_


def said(engine: Engine, kind: str, slug: str, **fields: str) -> tuple[int, str, str]:
    with session_scope(engine, write=True) as session:
        done, now, where = correct_entity(session, "gipfel", kind, slug, fields)
        return done.line, now, where


def kinds(engine: Engine) -> list[tuple[str, str]]:
    """Label and entity's kind of every mention."""
    with session_scope(engine) as session:
        found = select(Annotation.label, Entity.kind).join(Entity, col(Entity.id) == Annotation.entity_id)
        return sorted(session.exec(found.where(Annotation.layer == "mention")).all())


def test_a_place_that_is_an_organisation_and_back(each: Engine) -> None:
    place_story(each)
    _, now, where = said(each, "place", "nato", act="kind", label="organisation")
    assert (now, where) == ("organisation", "nato")
    assert kinds(each) == [("organisation", "organisation")] * 2
    with session_scope(each) as session:
        assert session.exec(select(Entity.kind)).all() == ["organisation"]
    line, now, _ = said(each, "organisation", "nato", act="kind", label="place")
    assert (now, kinds(each)) == ("place", [("place", "place")] * 2)
    with session_scope(each, write=True) as session:
        turn(session, "gipfel", line, redo=False)
    assert kinds(each) == [("organisation", "organisation")] * 2


def test_a_place_that_is_a_person_is_one_for_the_filters(engine: Engine) -> None:
    place_story(engine)
    said(engine, "place", "nato", act="kind", label="person")
    assert kinds(engine) == [("person", "person")] * 2
    with session_scope(engine) as session:
        assert session.exec(select(PassagePerson)).all() == []  # it is in no passage: no sentence has a topic


def test_what_is_no_name_has_no_marks_until_that_is_undone(each: Engine) -> None:
    place_story(each)
    line, *_ = said(each, "place", "nato", act="none")
    assert kinds(each) == []
    with session_scope(each, write=True) as session:
        assert session.exec(select(EntityAlias)).all() == []
        turn(session, "gipfel", line, redo=False)
    assert kinds(each) == [("place", "place")] * 2


def test_a_name_to_show_that_is_undone_leaves_the_one_that_was_decided(each: Engine) -> None:
    """Though no text calls the organisation by itself: the machine takes all of it for places."""
    place_story(each)
    _, kind, slug = said(each, "place", "nato", act="kind", label="organisation")
    line, *_ = said(each, kind, slug, act="rename", name="Bündnis")

    def name() -> str:
        with session_scope(each) as session:
            return session.exec(select(Entity.name)).one()

    assert name() == "Bündnis"
    with session_scope(each, write=True) as session:
        turn(session, "gipfel", line, redo=False)
    assert name() == "Nato"


def test_what_is_said_of_one_spot_comes_before_what_is_said_of_all(engine: Engine) -> None:
    id_ = place_story(engine)
    said(engine, "place", "nato", act="none")
    with session_scope(engine, write=True) as session:
        correct_text(session, id_, Named(start=4, end=8, surface="Nato", label="place", who=NATO))
    assert kinds(engine) == [("place", "place")]


def test_many_articles_follow_by_the_worker(engine: Engine) -> None:
    for number in range(8):
        with session_scope(engine, write=True) as session:
            summit = session.exec(select(Summit)).one_or_none() or add_summit(session, "Gipfel", slug="gipfel")
            id_ = add_article(session, summit, make_draft(f"Die Nato tagt. {number}", max_chars=100)).id or 0
            found = Mention(4, 8, "Nato", "place", "name", "nato", "certain")
            whole = (Sentence(0, 16, "sentence"),)
            entity = LocalEntity("nato", "place", "Nato")
            store_analysis(session, id_, Analysis("hand", "de", 3, (), whole, (entity,), (found,), ()))
    with session_scope(engine, write=True) as session:
        done, *_ = correct_entity(session, "gipfel", "place", "nato", {"act": "none"})
        assert done.call_worker
    with session_scope(engine) as session:
        assert len(session.exec(select(Article).where(Article.behind)).all()) == 8


@pytest.mark.parametrize(
    "fields",
    [
        {"act": "kind", "label": "place"},
        {"act": "kind", "label": "planet"},
        {"act": "join", "name": "Nato"},
        {"act": "join", "name": "Nirgendwo"},
        {"act": "rename", "name": "..."},
        {"act": "split", "key": "gone"},
        {"act": ""},
    ],
)
def test_what_makes_no_sense_is_refused(engine: Engine, fields: dict[str, str]) -> None:
    place_story(engine)
    with pytest.raises(Declined):
        said(engine, "place", "nato", **fields)
