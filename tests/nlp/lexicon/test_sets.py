"""The sets that rows give are those of the lists from which the rows were made (``sets.json``, frozen then).

Whoever adds a word adds it here, too, or takes the list out of the file once it has earned its trust.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from app.nlp import lexicon
from app.nlp.entities import gazetteer, person_names
from app.nlp.entities.gazetteer import Gazetteer, Listed
from app.nlp.figures import lexicon as figures
from app.nlp.german import role_nouns
from app.nlp.lexicon import Verb

SETS: dict[str, Any] = json.loads(Path(__file__).with_name("sets.json").read_text(encoding="utf-8"))

SPEECH: dict[str, frozenset[str]] = {  # by the names that the lists once had
    "people": lexicon.nouns("person"),
    "person_endings": lexicon.affixes("person_ending"),
    "offices": lexicon.nouns("single_office"),
    "dependents": lexicon.nouns("dependent"),
    "posts": lexicon.nouns("post"),
    "unnamed_offices": lexicon.nouns("unnamed_office"),
    "bodies": lexicon.nouns("body"),
    "women": lexicon.nouns("woman"),
    "press": lexicon.press_words(),
    "nobody": lexicon.nouns("nobody"),
    "times": lexicon.words("time"),
    "titled": lexicon.nouns("titled"),
    "report_nouns": lexicon.nouns("report"),
    "opinions": lexicon.nouns("opinion"),
    "papers": lexicon.nouns("paper"),
    "acts": lexicon.nouns("act"),
    "sayings": lexicon.nouns("saying"),
    "questions": lexicon.nouns("question"),
    "blamed": lexicon.words("blamed"),
    "prepositions": lexicon.function_words("preposition"),
    "subject_determiners": lexicon.function_words("subject_determiner"),
    "oblique_determiners": lexicon.function_words("oblique_determiner"),
    "genitive_determiners": lexicon.function_words("genitive_determiner"),
    "pronouns": lexicon.function_words("pronoun"),
    "first_persons": lexicon.function_words("first_person"),
    "focus": lexicon.function_words("focus"),
    "conjunctions": lexicon.function_words("conjunction"),
    "subordinators": lexicon.function_words("subordinator"),
    "relatives": lexicon.function_words("relative"),
    "particles": lexicon.function_words("verb_particle"),
    "to_readers": lexicon.function_words("to_reader"),
    "content_surely": lexicon.function_words("content_surely"),
    "content": lexicon.function_words("content"),
    "clear": lexicon.function_words("clear"),
    "convinced": lexicon.function_words("convinced"),
    "after_speakers": lexicon.function_words("after_speaker"),
    "explaining": lexicon.function_words("explaining"),
    "describing": lexicon.function_words("describing"),
    "naming": lexicon.verbs("naming"),
    "replies": lexicon.verbs("replying"),
    "telling_verbs": lexicon.verbs("telling"),
    "infinitive_verbs": lexicon.verbs("takes_infinitive"),
    "indicative_verbs": lexicon.verbs("takes_indicative"),
    "perfect": lexicon.verb_forms("perfect"),
    "passive": lexicon.verb_forms("passive"),
    "modals": lexicon.verb_forms("modal"),
    "being": lexicon.verb_forms("being"),
    "finite": lexicon.verb_forms("finite"),
    "written": lexicon.verb_forms("written"),
    "wishes": lexicon.verb_forms("wish"),
    "invitations": lexicon.verb_forms("invitation"),
    "signs": lexicon.words("sign"),
    "female_names": lexicon.names("female"),
    "male_names": lexicon.names("male"),
    "male_names_in_a": lexicon.names("male_in_a"),
}


@pytest.mark.parametrize("name", SETS["speech"])
def test_lists_of_speech(name: str) -> None:
    assert SPEECH[name] == set(SETS["speech"][name])


def test_offices_nationals_titles_and_countries() -> None:
    assert role_nouns._heads() == SETS["heads"]
    assert role_nouns._nationals() == SETS["nationals"]
    assert role_nouns._countries() == SETS["countries"]
    assert role_nouns.titles() == set(SETS["titles"])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("sure", lexicon.verb_forms("subjunctive")),
        ("second", lexicon.verb_forms("past_subjunctive")),
        ("doubtful", lexicon.verb_forms("doubtful")),
        ("states", lexicon.verb_forms("state")),
        ("verbs", lexicon.verbs("known")),
        ("also_adjectives", lexicon.function_words("also_adjective")),
        ("never", lexicon.function_words("never_verb")),
        ("articles", lexicon.function_words("article")),
        ("separable", lexicon.affixes("separable")),
        ("inseparable", lexicon.affixes("inseparable")),
    ],
)
def test_lists_of_the_subjunctive(name: str, words: frozenset[str]) -> None:
    assert words == set(SETS["konjunktiv"][name])


def test_verbs_of_saying_in_their_order() -> None:
    rows = [verb for verb in lexicon.read(Verb).values() if verb.frame]
    found = [
        [verb.word, verb.frame, verb.stance, " ".join([*lexicon.parts_of(verb), *verb.particle.split()])]
        for verb in rows
    ]
    assert found == SETS["reporting"]


def test_words_of_figures() -> None:
    assert SETS["figures_seats"] == figures.SEATS
    countries = {(figures.fold(stem), key) for key, stems in SETS["figures_countries"].items() for stem in stems}
    assert set(figures._COUNTRIES) == countries
    assert set(SETS["figures_light"]) == figures._LIGHT
    assert SETS["figures_irregular"] == figures._IRREGULAR


def test_irregular_verbs_of_wordings() -> None:
    verbs = [verb for verb in lexicon.read(Verb).values() if verb.forms or verb.compared]
    forms = {form: verb.word for verb in verbs for form in (verb.word, *verb.forms, *verb.compared)}
    assert forms == SETS["wording_irregular"]


def listed_names(entries: dict[str, Listed]) -> dict[tuple[str, ...], Listed]:
    return {words: listed for form, listed in entries.items() for words in gazetteer._inflected(form)}


def names_of(lists: Gazetteer) -> dict[tuple[str, ...], Listed]:
    return {words: listed for names in lists._names.values() for words, listed in names.items()}


def test_places_and_organisations() -> None:
    entries = {form: Listed("organisation", name, False, sure) for form, (name, sure) in SETS["organisations"].items()}
    entries |= {form: Listed("place", name, metonym) for form, (name, metonym) in SETS["places"].items()}
    assert names_of(Gazetteer(None)) == listed_names(entries)
    known = {form: Listed("organisation", name, False) for form, name in SETS["known_bodies"].items()}
    assert names_of(gazetteer.bodies()) == listed_names(known)


def test_nouns_around_names_of_bodies() -> None:
    assert gazetteer.legal_forms() == set(SETS["before"]["legal_forms"])
    for name, kind in (("things", "thing_before"), ("bodies", "body_before"), ("perhaps", "perhaps_before")):
        assert set(gazetteer._nouns_before(kind)) == set(SETS["before"][name])


def test_persons_and_who_held_offices() -> None:
    assert [[name, list(also), alone] for name, also, alone in person_names._entries()] == SETS["figures"]
    offices = {
        country: {role: frozenset(map(person_names.fold_name, names)) for role, names in roles.items()}
        for country, roles in SETS["offices"].items()
    }
    assert person_names._offices() == offices
    assert person_names.family_first() == set(SETS["family_first"])


def test_words_of_topics_and_wordings() -> None:
    assert lexicon.words("no_choice", swiss=False) == set(SETS["no_choice"])
    assert lexicon.words("no_prose", swiss=False) == set(SETS["no_prose"])
    assert lexicon.nouns("general", as_written=True) == set(SETS["general"])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("small", lexicon.words("contentless", swiss=False)),
        ("persons", lexicon.words("personal", swiss=False)),
        ("negations", lexicon.words("negation", swiss=False)),
        ("hedges", lexicon.words("hedge", swiss=False)),
        ("adpositions", lexicon.words("attributing", swiss=False)),
        ("everyday", lexicon.words("everyday", swiss=False)),
        ("auxiliaries", lexicon.verbs("auxiliary")),
        ("prefixes", lexicon.affixes("prefix")),
        ("particles", lexicon.affixes("particle")),
        ("endings", lexicon.affixes("derivation")),
    ],
)
def test_lists_of_wordings(name: str, words: frozenset[str]) -> None:
    assert words == set(SETS["wording"][name])


@pytest.mark.parametrize("name", SETS["figures_lists"])
def test_lists_of_figures(name: str) -> None:
    table, _, key = name.partition(".")
    assert sorted(figures.LEXICON[table][key].split()) == SETS["figures_lists"][name]
