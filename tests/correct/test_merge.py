"""What people decided comes before what the machine found, whatever it finds next time."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.correct.decisions import Counted, Mark, Named, Quoted, Topics, Unreadable, read, written
from app.correct.merge import merge
from app.nlp.types import Analysis, Mention, Quotation, Sentence, TopicMark
from tests.correct.decided import PEOPLE, TEXT, analyses, decisions, place

EMPTY = Analysis("none", "de", 0, (), (Sentence(0, len(TEXT), "sentence"),), (), (), ())
BIDEN = (0, 9)


def people_say(analysis: Analysis) -> set[object]:
    """Everything that bears the flag, without what only a machine could add to it."""
    topics = {(s.start, m.slug) for s in analysis.sentences for m in s.topics if m.corrected}
    figures = {(f.start, f.end, f.kind, f.value, f.unit) for f in analysis.figures if f.corrected}
    spoken = {q for q in analysis.quotations if q.corrected}
    return topics | figures | spoken | {replace(m, metonym=False) for m in analysis.mentions if m.corrected}


@given(analyses(), st.lists(decisions(), max_size=8))
def test_corrected_marks_are_those_that_the_decisions_alone_give(machine: Analysis, said: list[Mark]) -> None:
    alone = replace(EMPTY, sentences=tuple(replace(one, topics=()) for one in machine.sentences))
    assert people_say(merge(machine, said)) == people_say(merge(alone, said))


@given(analyses(), st.lists(decisions(), max_size=8))
def test_merging_again_changes_nothing(machine: Analysis, said: list[Mark]) -> None:
    once = merge(machine, said)
    assert people_say(merge(once, said)) == people_say(once)
    assert merge(machine, [*said, *said]) == merge(machine, [*said, *said, *said])


@given(analyses(), st.lists(decisions(), max_size=8))
def test_the_last_word_holds(machine: Analysis, said: list[Mark]) -> None:
    if not said:
        assert merge(machine, said) == machine
        return
    merged, last = merge(machine, said), said[-1]
    spot = (last.start, last.end)
    if isinstance(last, Topics):
        for sentence in merged.sentences:
            if 2 * (min(sentence.end, last.end) - max(sentence.start, last.start)) > sentence.end - sentence.start:
                slugs = {mark.slug for mark in sentence.topics}
                assert set(last.add) <= slugs
                assert not set(last.drop) & slugs
        return
    layer = {Named: merged.mentions, Quoted: merged.quotations, Counted: merged.figures}[type(last)]
    here = [mark for mark in layer if (mark.start, mark.end) == spot]
    assert len(here) == (last.label is not None)
    assert all(mark.corrected for mark in here)


@given(analyses(), st.lists(decisions(), max_size=8))
def test_what_nobody_spoke_about_stays(machine: Analysis, said: list[Mark]) -> None:
    merged = merge(machine, said)
    for mention in machine.mentions:
        if not any(one.start < mention.end and one.end > mention.start for one in said if isinstance(one, Named)):
            assert mention in merged.mentions
    used = {m.entity for m in merged.mentions} | {q.speaker for q in merged.quotations}
    assert {entity.key for entity in merged.entities} == used - {None}


@given(decisions())
def test_decisions_can_be_written_and_read(decision: Mark) -> None:
    assert read(decision.KIND, written(decision)) == decision


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("nonsense", {}),
        ("mention", {}),
        ("mention", {"start": 0, "end": "far", "surface": "x"}),
        ("mention", {"start": 0, "end": 1, "surface": "x", "label": "planet"}),
        ("topics", {"start": 0, "end": 1, "surface": "x", "add": "ukraine"}),
        ("entity-join", {"who": "Biden", "into": None}),
    ],
)
def test_what_is_no_decision_is_not_read(kind: str, fields: dict[str, object]) -> None:
    with pytest.raises(Unreadable):
        read(kind, fields)


def named(span: tuple[int, int], entity: str | None = "joe-biden", via: str = "name") -> Mention:
    return Mention(*span, TEXT[slice(*span)], "person", via, entity, "certain")


@pytest.mark.parametrize(
    ("case", "machine", "said", "expected"),
    [
        ("no name", [named(BIDEN)], Named(**place(BIDEN)), []),
        ("another", [named(BIDEN)], Named(**place(BIDEN), label="person", who=PEOPLE["Peskow"]), [(0, 9, "peskow")]),
        ("no name, which the machine cuts shorter now", [named((4, 9))], Named(**place(BIDEN)), []),
        ("no name, but part of a longer one", [named((0, 20))], Named(**place(BIDEN)), [(0, 20, "joe-biden")]),
        ("missed", [], Named(**place(BIDEN), label="person", who=PEOPLE["Joe Biden"]), [(0, 9, "joe-biden")]),
        ("open", [named(BIDEN)], Named(**place(BIDEN), label="person"), [(0, 9, None)]),
        (
            "an office around a name stays",
            [named((0, 29), via="role"), named(BIDEN)],
            Named(**place(BIDEN), label="person", who=PEOPLE["Peskow"]),
            [(0, 9, "peskow"), (0, 29, "joe-biden")],
        ),
    ],
)  # fmt: skip
def test_names(case: str, machine: list[Mention], said: Named, expected: list[object]) -> None:
    merged = merge(replace(EMPTY, mentions=tuple(machine)), [said])
    assert [(m.start, m.end, m.entity) for m in merged.mentions] == expected, case


def test_a_word_in_marks_stays_when_the_sentence_around_it_is_no_report() -> None:
    inside, around = Quotation(30, 35, "label"), Quotation(30, 62, "indirect")
    merged = merge(replace(EMPTY, quotations=(inside, around)), [Quoted(**place((30, 62)))])
    assert merged.quotations == (inside,)


def test_a_confirmed_topic_keeps_the_words_that_put_it_there() -> None:
    carried = TopicMark("ukraine", 0.25, (), carried=True)
    machine = replace(EMPTY, sentences=(Sentence(0, 30, "sentence", (carried,)),))
    (mark,) = merge(machine, [Topics(**place((0, 30)), add=("ukraine",))]).sentences[0].topics
    assert (mark.carried, mark.corrected, mark.score) == (False, True, 1.0)
