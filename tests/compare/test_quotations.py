"""The same utterance in several sources: what is one, what must stay apart, on fresh texts and in single cases."""

import random
import re
import tomllib
from itertools import combinations, permutations
from pathlib import Path
from typing import Any

import pytest

from app.compare.name_search import heard
from app.compare.quotations import (
    UNKNOWN,
    Utterance,
    group_utterances,
    read_utterance,
    relation,
    reporting_clause,
    same_utterance,
    stretches,
)
from app.compare.wording import read_wording
from app.nlp.german.reporting_verbs import stances

SETS = tomllib.loads((Path(__file__).parent / "utterances.toml").read_text(encoding="utf-8"))["set"]


def utterance(kind: Any, speaker: str, text: str, others: list[str] | None = None) -> Utterance | None:
    """A mark as the database would give it: the verb as the language service finds it, names as names."""
    frames = [*re.findall(r", (\w+)[^,]*$", text), *re.findall(r"\w+", text)]
    verb = next((word for word in frames if word in stances()), None) if kind == "indirect" else None
    own = speaker.split("-")[0].title()
    names = [(m.start(), m.end(), speaker) for m in re.finditer(own, text)] if own else []
    names += [(m.start(), m.end(), name) for name in others or () for m in re.finditer(name, text)]
    return read_utterance(text, kind, speaker, verb, names)


def said(text: str, kind: Any = "direct", speaker: str = "x") -> Utterance:
    found = utterance(kind, speaker, text)
    assert found is not None
    return found


def pairs(groups: list[list[int]]) -> set[tuple[int, ...]]:
    return {tuple(sorted(pair)) for group in groups for pair in combinations(group, 2)}


def judged(fresh: dict[str, Any]) -> tuple[set[tuple[int, ...]], set[tuple[int, ...]]]:
    """Pairs that should be in one group, and pairs that are."""
    marks, names = fresh["marks"], fresh.get("names")
    read = [(number, utterance(mark[1], mark[2], mark[3], names)) for number, mark in enumerate(marks)]
    kept = [(number, one) for number, one in read if one is not None]
    letters: dict[str, list[int]] = {}
    for number, mark in enumerate(marks):
        letters.setdefault(mark[4], []).append(number)
    found = [[kept[place][0] for place in group] for group in group_utterances([one for _, one in kept])]
    return pairs([group for letter, group in letters.items() if letter]), pairs(found)


@pytest.mark.parametrize("fresh", SETS, ids=lambda fresh: fresh["name"])
def test_no_two_different_utterances_are_joined(fresh: dict[str, Any]) -> None:
    expected, found = judged(fresh)
    assert found <= expected
    assert found


def test_nine_in_ten_pairs_of_the_same_utterance_are_found() -> None:
    results = [judged(fresh) for fresh in SETS]
    right = sum(len(expected & found) for expected, found in results)
    assert right >= 0.9 * sum(len(expected) for expected, _ in results)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("„Wir werden die Steuern nicht senken.“", "Man werde die Steuern nicht senken."),
        ("„Ich habe den Vertrag nie gesehen.“", "Er habe den Vertrag nie gesehen."),
        ("„Es gibt keine Alternative zu diesem Abkommen.“", "Eine Alternative zu diesem Abkommen gebe es nicht."),
        ("„Die Cyber-Angriffe müssen aufhören.“", "Die Cyberangriffe müssten aufhören."),
        ("„Das ist ein großer Schritt für unser Land.“", '"Das ist ein grosser Schritt für unser Land"'),
        ("„Wer die Flüsse aufgibt, bekommt die Lastwagen.“", "Wer Flüsse aufgebe, der bekomme Lastwagen."),
        ("„Kein Unternehmen verlässt diesen Standort.“", "Kein Unternehmen verließ diesen Standort."),
    ],
)
def test_mood_person_order_and_spelling_are_no_difference(a: str, b: str) -> None:
    assert same_utterance(said(a), said(b, "indirect"))
    assert same_utterance(said(b, "indirect"), said(a))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("„Wir werden die Steuern senken.“", "„Wir werden die Steuern nicht senken.“"),
        ("„Die Lieferung beginnt im März.“", "„Die Lieferung endet im März.“"),
        ("„Wir schicken 300 Soldaten nach Litauen.“", "„Wir schicken 500 Soldaten nach Litauen.“"),
        ("„Wir brauchen mehr Geld für Schulen.“", "„Wir brauchen mehr Geld für Panzer.“"),
        ("„Der Minister muss sofort zurücktreten.“", "„Der Minister muss sich sofort erklären.“"),
        ("„Ich bin sehr zufrieden.“", "„Ich bin sehr besorgt.“"),
        ("„Sie lassen Millionen Menschen hungern“", "„Das wird Millionen Menschen vor dem Hunger bewahren“"),
    ],
)
def test_what_says_something_else_stays_apart(a: str, b: str) -> None:
    assert not same_utterance(said(a), said(b))


def test_other_names_part_the_same_sentence() -> None:
    texts = ("„Ich vertraue der Kanzlerin Weber vollkommen.“", "„Ich vertraue der Kanzlerin Huber vollkommen.“")
    names = [(m.start(), m.end(), m[0]) for text in texts for m in [re.search("Weber|Huber", text)] if m]
    a, b = (read_utterance(text, "direct", "x", names=[name]) for text, name in zip(texts, names, strict=True))
    assert a is not None
    assert b is not None
    assert not same_utterance(a, b)


@pytest.mark.parametrize(
    ("text", "verb", "left"),
    [
        ("Die Lage sei ernst, sagte der Minister am Abend.", "sagte", "Die Lage sei ernst"),
        ("Der Minister sagte, die Lage sei ernst.", "sagte", "die Lage sei ernst"),
        ("Der Minister nannte die Lage ernst.", "nannte", "Der Minister die Lage ernst"),
        ("Der Minister hob hervor, die Lage sei ernst.", "hob hervor", "die Lage sei ernst"),
        ("Die Lage sei ernst, hob er am Abend hervor.", "hob … hervor", "Die Lage sei ernst"),
        ("Der Minister tat die Lage als ernst ab.", "tat … ab", "Der Minister die Lage als ernst"),
        ("Nach ersten Angaben ist die Lage ernst.", "nach … Angaben", "ersten ist die Lage ernst"),
        ("Dem Amt zufolge ist die Lage ernst, sehr ernst.", "zufolge", "Dem Amt ist die Lage ernst sehr ernst"),
        ("Die Lage ist ernst.", "…", "Die Lage ist ernst"),
        (
            "Dort, wo nach den Worten des Ministers kein Zug mehr fährt, warten alle.",
            "nach … Worten",
            "Dort wo den des Ministers kein Zug mehr fährt warten alle",
        ),
    ],
)
def test_the_clause_that_reports_is_no_part_of_what_is_said(text: str, verb: str, left: str) -> None:
    gone = reporting_clause(text, verb)
    assert read_wording(text, left_out=gone).key == read_wording(left).key


def test_words_that_say_nothing_are_no_utterance() -> None:
    assert read_utterance("„in vielen Fragen“", "partial", "x") is None
    assert read_utterance("", "direct", "x") is None


@pytest.mark.parametrize("fresh", SETS, ids=lambda fresh: fresh["name"])
def test_groups_do_not_depend_on_the_order_of_arrival(fresh: dict[str, Any]) -> None:
    read = [utterance(mark[1], mark[2], mark[3], fresh.get("names")) for mark in fresh["marks"]]
    marks = [one for one in read if one is not None]

    def grouped(order: list[int]) -> set[frozenset[int]]:
        return {frozenset(order[place] for place in group) for group in group_utterances([marks[n] for n in order])}

    first = grouped(list(range(len(marks))))
    chance = random.Random(3)
    for _ in range(20):
        assert grouped(chance.sample(range(len(marks)), len(marks))) == first
    assert all(same_utterance(a, b) == same_utterance(b, a) for a, b in permutations(marks, 2))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (
            "„Frankreich kann dieses Abkommen nicht unterschreiben.“",
            "Frankreich könne den Vertrag nicht unterzeichnen.",
        ),
        ("„Es gibt einen Aggressor und ein Opfer.“", "Es gebe einen Angreifer und ein Opfer."),
        ("„Der Deal schafft Stabilität und Planbarkeit.“", "Die Vereinbarung schaffe Stabilität und Berechenbarkeit."),
        ("„Wir hatten ein äußerst produktives Gespräch.“", "Man habe ein konstruktives Gespräch gehabt."),
    ],
)
def test_words_that_stand_for_one_another_are_no_difference(a: str, b: str) -> None:
    assert same_utterance(said(a), said(b, "indirect"))
    assert same_utterance(said(b, "indirect"), said(a))


def test_a_name_in_the_same_letters_is_the_same_word() -> None:
    a, b = "„Rotterdam ist nur so stark, wie Kaub tief ist“", "Rotterdam sei nur so stark, wie Kaub tief sei."
    places = [[(text.index(name), text.index(name) + len(name)) for name in ("Rotterdam", "Kaub")] for text in (a, b)]
    one = read_utterance(a, "direct", "x", names=[(*places[0][0], "rotterdam"), (*places[0][1], "kaub")])
    other = read_utterance(b, "indirect", "x", names=[(*places[1][0], "rotterdam"), (*places[1][1], "pegel-kaub")])
    none = read_utterance(b, "indirect", "x")
    assert one is not None
    assert other is not None
    assert none is not None
    assert same_utterance(one, other)
    assert same_utterance(one, none)


def test_spellings_of_one_name_are_one_speaker() -> None:
    texts = "„Wir lassen keinen Bauern im Trockenen stehen“", "Keinen Bauern werde man im Trockenen stehen lassen."

    def spelt(text: str, speaker: str, name: str) -> Utterance:
        found = read_utterance(text, "direct", speaker, heard=heard(name))
        assert found is not None
        return found

    a = spelt(texts[0], "1", "Schiwko Radojtschew")
    for name, same in (("Živko Radojčev", True), ("Radojcev", True), ("Boris Radojtschew", False), ("Marhold", False)):
        b = spelt(texts[1], "2", name)
        assert same_utterance(a, b) is same_utterance(b, a) is same
        assert (len(group_utterances([a, b])) == 1) is same


def test_a_land_is_no_other_name_than_its_adjective() -> None:
    a, b = (
        "„Wir achten die Grenzen der Ukraine und ihre Verfassung.“",
        "Man achte die ukrainischen Grenzen und die Verfassung.",
    )
    named = read_utterance(a, "direct", "x", names=[(a.index("Ukraine"), a.index("Ukraine") + 7, "ukraine")])
    assert named is not None
    assert same_utterance(named, said(b, "indirect"))


REMAIN = "„Wir bleiben, bis es regnet“"
DUTY = "„gemeinsame, aber gestufte Verantwortung“"
WORDS = "„gerechte, geordnete und faire Weise“"


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ((WORDS, "partial", UNKNOWN), ("„gerechten, geordneten und ausgewogenen“", "partial", UNKNOWN), True),
        ((WORDS, "partial", UNKNOWN), (WORDS, "partial", "x"), True),
        ((WORDS, "partial", "y"), (WORDS, "partial", "x"), False),
        ((REMAIN, "direct", UNKNOWN), (REMAIN, "direct", "x"), True),
        ((REMAIN, "direct", UNKNOWN), (REMAIN, "partial", UNKNOWN), True),
        ((REMAIN, "direct", "y"), (REMAIN, "direct", "x"), False),
        ((REMAIN, "direct", UNKNOWN), ("„Wir bleiben, bis es schneit“", "direct", "x"), False),
        ((DUTY, "partial", UNKNOWN), (DUTY, "partial", UNKNOWN), True),
        ((DUTY, "partial", UNKNOWN), (DUTY, "partial", "x"), False),
        ((WORDS, "partial", UNKNOWN), ("„ungerechte, geordnete und teure Weise“", "partial", "x"), False),
        ((WORDS, "partial", UNKNOWN), ("„nicht gerechte, geordnete und faire Weise“", "partial", "x"), False),
        (
            ("„Kinder, Brücken, Schulen und Straßen brauchen verlässliche Finanzierung.“", "direct", "al-jaber"),
            ("„Kinder, Brücken, Schulen und Straßen brauchen verlässliche Finanzierung“", "direct", "al-dschaber"),
            True,
        ),
        (
            ("„Niemand wird zwischen Heizen und Essen wählen müssen.“", "direct", "x"),
            ("Niemand werde zwischen Heizen und Essen wählen müssen, versprach sie.", "indirect", UNKNOWN),
            True,
        ),
        (
            ("„Niemand wird zwischen Heizen und Essen wählen müssen.“", "direct", "x"),
            ("Niemand werde zwischen Heizen und Essen und Wohnen wählen müssen, versprach sie.", "indirect", UNKNOWN),
            False,
        ),
    ],
)
def test_words_alone_tell_where_no_other_speaker_is_named(
    a: tuple[str, Any, str], b: tuple[str, Any, str], same: bool
) -> None:
    assert same_utterance(said(*a), said(*b)) is same
    assert same_utterance(said(*b), said(*a)) is same
    assert (len(group_utterances([said(*a), said(*b)])) == 1) is same


def test_few_words_of_nobody_are_no_utterance() -> None:
    assert read_utterance("„Übergang“", "label", UNKNOWN) is None
    assert read_utterance("„klares Signal“", "partial", UNKNOWN) is None


def test_a_report_gives_the_words_that_are_marked_in_it() -> None:
    report = "Man müsse die „irreguläre Migration beenden“."
    marks = [(report.index("„"), report.index("“") + 1)]
    told = read_utterance(report, "indirect", "x", nested=marks)
    plain = read_utterance("Man müsse die irreguläre Migration beenden.", "indirect", "x")
    marked = said("„irreguläre Migration beenden“", "partial")
    assert told is not None
    assert plain is not None
    assert told.given == marked.given
    assert relation([told.given, marked.given]) == "identical"
    assert relation([plain.given, marked.given]) == "reported"
    assert same_utterance(told, plain)


@pytest.mark.parametrize(
    ("members", "label"),
    [
        ([(True, 1), (True, 1)], "identical"),
        ([(False, 1), (False, 1)], "identical"),
        ([(True, 1), (True, 2)], "wording"),
        ([(True, 1), (True, 1), (False, 1)], "reported"),
    ],
)
def test_how_the_members_relate(members: list[tuple[bool, int]], label: str) -> None:
    assert relation(members) == label


def test_only_words_that_the_others_lack_are_marked() -> None:
    own, other = "„Wir brauchen dringend neue Brücken.“", "Man brauche neue Brücken."
    cut = stretches(own, read_wording(own), [read_wording(other)])
    assert "".join(piece.text for piece in cut) == own
    assert [piece.text for piece in cut if piece.differs] == ["dringend"]
    assert not any(piece.differs for piece in stretches(other, read_wording(other), [read_wording(own)]))
