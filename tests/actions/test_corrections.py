"""Corrections hold through undoing, redoing and every new analysis, on both databases."""

from dataclasses import dataclass, replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.actions.addresses import Unknown
from app.actions.analyses import store_again, store_analysis
from app.actions.article_edits import remove_article
from app.actions.articles import add_article
from app.actions.comparisons import compare_article
from app.actions.corrections import correct_summit, correct_text, turn
from app.actions.records import decisions as on_record
from app.actions.refusals import Declined
from app.actions.rework import next_behind
from app.actions.summits import add_summit
from app.correct.decisions import (
    Alias,
    Joined,
    Mark,
    Named,
    NotShared,
    Renamed,
    Split,
    TopicCreated,
    TopicDescribed,
    Topics,
    TopicsJoined,
    TopicSplit,
    TopicWords,
    Who,
)
from app.correct.machine import packed, unpacked
from app.correct.merge import merge
from app.db import session_scope
from app.intake.drafts import make_draft
from app.models import Annotation, Article, Correction, Entity, EntityAlias, Run, SharedPassage, Summit, Topic
from app.nlp.types import Analysis
from tests.compare.test_shared import LINE
from tests.correct.decided import TEXT, analyses, decisions
from tests.stories import S, add_story

summits = count(1)
steps = st.lists(
    st.one_of(
        decisions(),
        analyses(),
        st.tuples(st.just("undo"), st.integers(0, 9)),
        st.tuples(st.just("redo"), st.integers(0, 9)),
    ),
    max_size=12,
)


def rows(session: Session, article_id: int) -> list[tuple[object, ...]]:
    """The marks of an article, by whom they name instead of ids."""
    found = session.execute(
        select(Annotation, Entity.name)
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(Annotation.article_id == article_id)
    )
    fields = ("layer", "label", "start", "end", "via", "corrected", "status", "score", "surface")
    return sorted(((*(getattr(mark, field) for field in fields), name) for mark, name in found), key=repr)


def expected(analysis: Analysis) -> list[tuple[object, ...]]:
    """The same, straight from an analysis."""
    names = {entity.key: entity.name for entity in analysis.entities}
    found: list[tuple[object, ...]] = []
    for s in analysis.sentences:
        found.append(("sentence", s.kind, s.start, s.end, None, False, "certain", None, None, None))
        found += [
            ("topic", t.slug, s.start, s.end, None, t.corrected, "certain", t.score, None, None) for t in s.topics
        ]
    for m in analysis.mentions:
        place_ = ("mention", m.kind, m.start, m.end, m.via, m.corrected, m.status)
        found.append((*place_, None, m.surface, names.get(m.entity or "")))
    for q in analysis.quotations:
        place_ = ("quotation", q.kind, q.start, q.end, None, q.corrected, q.status)
        found.append((*place_, None, None, names.get(q.speaker or "")))
    for f in analysis.figures:
        found.append(("figure", f.kind, f.start, f.end, None, f.corrected, "certain", f.value, f.surface, None))
    return sorted(found, key=repr)


@pytest.mark.timeout(300)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(first=analyses(), taken=steps)
def test_the_marks_are_those_that_analysis_and_decisions_say(
    each: Engine, first: Analysis, taken: list[object]
) -> None:
    with session_scope(each, write=True) as session:
        slug = f"gipfel-{next(summits)}"
        article = add_article(session, add_summit(session, slug, slug=slug), make_draft(TEXT, max_chars=1_000))
        id_ = article.id
        assert id_ is not None
    machine = first
    lines: list[int] = []
    said: list[tuple[Mark, bool]] = []
    for step in [first, *taken]:
        with session_scope(each, write=True) as session:
            if isinstance(step, Analysis):
                store_analysis(session, id_, step)
                machine = step
            elif not isinstance(step, tuple):
                line = correct_text(session, id_, step).line
                if line not in lines:
                    lines.append(line)
                    said.append((step, True))
            elif lines:
                at = step[1] % len(lines)
                redo = step[0] == "redo"
                if said[at][1] is redo:
                    with pytest.raises(Declined):
                        turn(session, slug, lines[at], redo=redo)
                else:
                    turn(session, slug, lines[at], redo=redo)
                    said[at] = (said[at][0], redo)
    with session_scope(each) as session:
        assert rows(session, id_) == expected(merge(machine, [one for one, holds in said if holds]))


@given(analyses())
def test_what_the_machine_found_is_kept_whole(machine: Analysis) -> None:
    assert unpacked(packed(machine)) == machine


def test_an_analysis_of_an_older_version_can_be_read() -> None:
    import json
    import zlib

    old = b'{"pipeline": "1", "language": "de", "words": 1, "agencies": [], "sentences": [], "entities": [],'
    old += b'"mentions": [{"start": 0, "end": 1, "surface": "A", "kind": "person", "via": "name", "entity": null,'
    old += b'"status": "certain", "no longer known": 1}], "quotations": []}'
    assert json.loads(old)
    assert unpacked(zlib.compress(old)).mentions[0].corrected is False


@pytest.fixture
def stories(each: Engine) -> dict[str, int]:
    """Two articles; one names Biden by his family name alone, one Joseph and Hunter."""
    return {
        "a": add_story(each, S("{Joe Biden} traf {Putin} in Genf.", "ablauf"), S("{Biden} schwieg.", "ukraine")),
        "b": add_story(each, S("{Joseph Biden} kam mit {Wladimir Putin}.", "ukraine"), source="Quelle B"),
    }


def who(name: str) -> Who:
    """As ``tests.stories`` folds names."""
    return Who("person", name.lower(), name, name.split()[-1].lower(), " " not in name)


def people(engine: Engine) -> dict[str, str]:
    """Every mention's words, and the person they stand for."""
    with session_scope(engine) as session:
        found = select(Annotation.surface, Entity.name).join(Entity, col(Entity.id) == Annotation.entity_id)
        return dict(session.exec(found.where(Annotation.layer == "mention")).all())


def decide(engine: Engine, *taken: object) -> list[int]:
    with session_scope(engine, write=True) as session:
        (summit_id,) = session.exec(select(Summit.id)).all()
        return [correct_summit(session, summit_id, one).line for one in taken]


def again(engine: Engine, *ids: int) -> None:
    """Store the articles' analyses anew, as a new version of the language service would."""
    for id_ in ids:
        with session_scope(engine, write=True) as session:
            store_analysis(session, id_, replace(unpacked(session.get_one(Run, id_).machine or b""), pipeline="newer"))


@dataclass(frozen=True)
class Case:
    taken: tuple[object, ...]
    biden: str  # whom "Biden", which article a alone uses, stands for
    joseph: str
    putin: str = "Wladimir Putin"


JOE, JOSEPH, BIDEN = who("Joe Biden"), who("Joseph Biden"), who("Biden")
IDENTITIES = {
    "nothing": Case((), "Biden", "Joseph Biden"),
    "joined": Case((Joined(who=JOSEPH, into=JOE),), "Joe Biden", "Joe Biden"),
    "joined and split": Case((Joined(who=JOSEPH, into=JOE), Split(who=JOSEPH)), "Biden", "Joseph Biden"),
    "both ways": Case((Joined(who=JOSEPH, into=JOE), Joined(who=JOE, into=JOSEPH)), "Joseph Biden", "Joseph Biden"),
    "a name given": Case((Alias(who=BIDEN, into=JOSEPH),), "Joseph Biden", "Joseph Biden"),
    "a bare name split": Case((Split(who=who("Putin")),), "Biden", "Joseph Biden", putin="Putin"),
    "renamed": Case((Renamed(who=JOSEPH, name="Präsident"), Joined(who=JOE, into=JOSEPH)), "Präsident", "Präsident"),
}


@pytest.mark.parametrize("case", IDENTITIES.values(), ids=IDENTITIES)
def test_persons_are_who_people_say(each: Engine, stories: dict[str, int], case: Case) -> None:
    untouched = people(each)
    lines = decide(each, *case.taken)
    wanted = {"Biden": case.biden, "Joseph Biden": case.joseph, "Putin": case.putin}
    assert {name: people(each)[name] for name in wanted} == wanted
    again(each, stories["b"], stories["a"])
    assert {name: people(each)[name] for name in wanted} == wanted
    for line in reversed(lines):
        with session_scope(each, write=True) as session:
            turn(session, "gipfel", line, redo=False)
    assert people(each) == untouched


def test_a_name_that_comes_later_follows_the_decision(each: Engine, stories: dict[str, int]) -> None:
    decide(each, Alias(who=who("Sleepy Joe"), into=JOE), Joined(who=who("J. R. Biden"), into=JOE))
    add_story(each, S("{Sleepy Joe} und {J. R. Biden} schwiegen."), source="Quelle C")
    assert people(each)["Sleepy Joe"] == people(each)["J. R. Biden"] == "Joe Biden"


def test_joining_moves_marks_everywhere_and_leaves_nobody_behind(each: Engine, stories: dict[str, int]) -> None:
    decide(each, Joined(who=JOSEPH, into=JOE))
    with session_scope(each) as session:
        names = set(session.exec(select(Entity.name)))
        assert names == {"Joe Biden", "Wladimir Putin"}
        used = set(session.exec(select(EntityAlias.entity_id)))
        assert used == set(session.exec(select(Entity.id)))


def topics_of(engine: Engine, article_id: int) -> list[str]:
    with session_scope(engine) as session:
        found = select(Annotation.label).where(Annotation.article_id == article_id, Annotation.layer == "topic")
        return sorted(session.exec(found))


def catch_up(engine: Engine) -> int:
    """Do what the worker does; how many articles were behind."""
    number = 0
    while True:
        with session_scope(engine, write=True) as session:
            (summit_id,) = session.exec(select(Summit.id)).all()
            article_id = next_behind(session, summit_id)
            if article_id is None:
                return number
            assert store_again(session, article_id, tag=True)
            number += 1


WORDS = (S("Der Minister sprach über Pinguine.", ""), S("Die Hackerangriffe nehmen zu, sagte er im Gespräch.", ""))


def test_a_new_topic_finds_its_words_and_goes_when_undone(each: Engine) -> None:
    article_id = add_story(each, *WORDS)
    (line,) = decide(each, TopicCreated(slug="tiere", label_de="Tiere", label_en="Animals", strong=("Pinguin",)))
    assert catch_up(each) == 1
    assert "tiere" in topics_of(each, article_id)
    again(each, article_id)
    assert "tiere" in topics_of(each, article_id)
    with session_scope(each, write=True) as session:
        assert turn(session, "gipfel", line, redo=False).call_worker
    with session_scope(each) as session:
        assert session.exec(select(Topic).where(Topic.slug == "tiere")).one_or_none() is None
    assert catch_up(each) == 1
    assert "tiere" not in topics_of(each, article_id)
    with session_scope(each, write=True) as session:
        turn(session, "gipfel", line, redo=True)
    catch_up(each)
    assert "tiere" in topics_of(each, article_id)


def test_words_come_and_go(each: Engine) -> None:
    article_id = add_story(each, *WORDS)
    decide(each, TopicWords(slug="arktis", strong=("Pinguin",)))
    catch_up(each)
    assert "arktis" in topics_of(each, article_id)
    decide(each, TopicWords(slug="arktis", drop_strong=("Pinguin",)))
    catch_up(each)
    assert "arktis" not in topics_of(each, article_id)


def test_joined_topics_are_one_and_decisions_about_either_hold(each: Engine) -> None:
    article_id = add_story(each, *WORDS)
    first = {"start": 0, "end": 34, "surface": "Der Minister sprach über Pinguine."}
    with session_scope(each, write=True) as session:
        correct_text(session, article_id, Topics(**first, add=("arktis",)))
    (line,) = decide(each, TopicsJoined(slug="arktis", into="klima"))
    catch_up(each)
    assert "klima" in topics_of(each, article_id)
    assert "arktis" not in topics_of(each, article_id)
    with session_scope(each, write=True) as session:
        correct_text(session, article_id, Topics(**first, drop=("arktis",)))
        turn(session, "gipfel", line, redo=False)
    catch_up(each)
    assert not {"klima", "arktis"} & set(topics_of(each, article_id))


def test_a_topic_is_split_and_whole_again_when_that_is_undone(each: Engine) -> None:
    article_id = add_story(each, *WORDS)
    decide(each, TopicWords(slug="arktis", strong=("Pinguin",)))
    catch_up(each)
    before = topics_of(each, article_id)
    assert "cybersicherheit" in before
    names = {"label_de": "Hacker", "label_en": "Hackers"}
    (line,) = decide(each, TopicSplit(slug="cybersicherheit", into="hacker", strong=("hacker*",), **names))
    catch_up(each)
    assert {"hacker"} == set(topics_of(each, article_id)) - set(before)
    assert "cybersicherheit" not in topics_of(each, article_id)
    again(each, article_id)
    assert "hacker" in topics_of(each, article_id)
    with session_scope(each, write=True) as session:
        turn(session, "gipfel", line, redo=False)
    catch_up(each)
    assert topics_of(each, article_id) == before


def test_a_topic_gets_names_and_gets_its_old_ones_back(engine: Engine) -> None:
    add_story(engine, *WORDS)

    def label() -> str:
        with session_scope(engine) as session:
            return session.exec(select(Topic.label_de).where(Topic.slug == "arktis")).one()

    before = label()
    (line,) = decide(engine, TopicDescribed(slug="arktis", label_de="Nordpol", label_en="North Pole"))
    assert label() == "Nordpol"
    with session_scope(engine, write=True) as session:
        turn(session, "gipfel", line, redo=False)
    assert label() == before


def test_decisions_come_back_with_the_text(each: Engine, stories: dict[str, int]) -> None:
    spot = {"start": 0, "end": 9, "surface": "Joe Biden"}
    with session_scope(each, write=True) as session:
        text = session.get_one(Article, stories["a"]).text
        machine = unpacked(session.get_one(Run, stories["a"]).machine or b"")
        correct_text(session, stories["a"], Named(**spot, label="person", who=who("Jill Biden")))
        remove_article(session, stories["a"])
    with session_scope(each, write=True) as session:
        summit = session.exec(select(Summit)).one()
        back = add_article(session, summit, make_draft(text, max_chars=1_000))
        store_analysis(session, back.id or 0, machine)
    assert people(each)["Joe Biden"] == "Jill Biden"


@pytest.mark.parametrize(
    "decision",
    [
        Named(start=0, end=5, surface="Jason"),
        Named(start=0, end=5_000, surface="Joe"),
        Named(start=5, end=5, surface=""),
        Topics(start=0, end=9, surface="Joe Biden", add=("no-such-topic",)),
        Topics(start=0, end=9, surface="Joe Biden"),
    ],
)
def test_what_does_not_fit_is_refused_and_leaves_nothing(engine: Engine, decision: Mark) -> None:
    article_id = add_story(engine, S("{Joe Biden} schwieg."))
    with session_scope(engine) as session:
        before = rows(session, article_id)
    with pytest.raises(Declined), session_scope(engine, write=True) as session:
        correct_text(session, article_id, decision)
    with session_scope(engine) as session:
        assert rows(session, article_id) == before
        assert session.exec(select(Correction)).all() == []


@pytest.mark.parametrize(
    "edit",
    [
        TopicsJoined(slug="arktis", into="arktis"),
        TopicsJoined(slug="arktis", into="nowhere"),
        TopicWords(slug="nowhere", strong=("Eis",)),
        TopicSplit(slug="nowhere", into="neu", label_de="Neu", label_en="New", strong=("Eis",)),
        TopicSplit(slug="arktis", into="neu", label_de="Neu", label_en="New"),
        TopicSplit(slug="arktis", into="neu", label_de="Neu", label_en="New", strong=("Steht nicht da",)),
        TopicSplit(slug="arktis", into="neu", label_de="Klimaschutz", label_en="New", strong=("Arktis",)),
        TopicWords(slug="arktis", strong=("E*s",)),
        TopicWords(slug="arktis", strong=("...",)),
        TopicCreated(slug="arktis", label_de="Arktis 2", label_en="Arctic 2"),
    ],
)
def test_impossible_topic_edits_are_refused(engine: Engine, edit: object) -> None:
    add_story(engine, *WORDS)
    with pytest.raises(Declined):
        decide(engine, edit)


def test_said_twice_is_recorded_once_and_unknown_things_are_unknown(engine: Engine) -> None:
    article_id = add_story(engine, S("{Joe Biden} schwieg."))
    no_name = Named(start=0, end=9, surface="Joe Biden")
    with session_scope(engine, write=True) as session:
        line = correct_text(session, article_id, no_name).line
        assert correct_text(session, article_id, no_name).line == line
        summit_id = session.get_one(Article, article_id).summit_id
        assert on_record(session, summit_id, article_id) == [no_name]
        with pytest.raises(Unknown):
            correct_text(session, 999, no_name)
        with pytest.raises(Unknown):
            turn(session, "elsewhere", line, redo=False)
        with pytest.raises(Declined):
            turn(session, "gipfel", 999, redo=False)


def test_text_that_is_not_shared_stays_apart_until_that_is_undone(each: Engine) -> None:
    first = add_story(each, S(LINE), S("Hier ist es warm gewesen."))
    second = add_story(each, S("Dort hat es heftig geregnet."), S(LINE), source="Quelle B")

    def shared() -> list[tuple[int, int, int, int]]:
        with session_scope(each) as session:
            found = session.exec(select(SharedPassage)).all()
            return [(one.a_start, one.a_end, one.b_start, one.b_end) for one in found]

    with session_scope(each, write=True) as session:
        compare_article(session, first)
        compare_article(session, second)
    before = shared()
    assert len(before) == 1
    (start, end, other_start, other_end) = before[0]
    with session_scope(each, write=True) as session:
        text, other = session.get_one(Article, first).text, session.get_one(Article, second).sha256
        place = {"start": start, "end": end, "surface": text[start:end], "other": other}
        decision = NotShared(**place, other_start=other_start, other_end=other_end)
        line = correct_text(session, first, decision).line
    assert shared() == []
    with session_scope(each, write=True) as session:
        compare_article(session, second)
    assert shared() == []
    with session_scope(each, write=True) as session:
        turn(session, "gipfel", line, redo=False)
    assert shared() == before
