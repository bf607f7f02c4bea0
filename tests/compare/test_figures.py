"""Figures of several articles grouped: ten events other than the seeds, and what keeps things apart."""

import random
import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.compare.dates import reference, resolve
from app.compare.figure_keys import Key, Mark, keys
from app.compare.figures import group, label, tearing
from app.compare.one_thing import joined
from app.nlp.pipeline import analyse
from app.nlp.types import Figure

SETS = {
    path.stem: tomllib.loads(path.read_text("utf-8")) for path in Path(__file__).parent.glob("texts/figures_*.toml")
}
NOT_FOUND = 4  # expected groups in all that the rules miss


def marks_of(one: Mapping[str, Any]) -> dict[str, Mark]:
    """The marks of a set's articles by ``a: surface`` (the last where a surface comes twice)."""
    marks: dict[str, Mark] = {}
    number = 0
    for at, (name, text) in enumerate(sorted(one["articles"].items())):
        day = one.get("published", {}).get(name)
        against = reference(day, day, one.get("summit"))
        for figure in analyse(text).figures:
            number += 1
            marks[f"{name}: {figure.surface}"] = Mark(number, at, at, figure, resolve(figure.when, against))
    return marks


def groups_of(marks: Mapping[str, Mark]) -> dict[frozenset[str], str]:
    names = {mark.id: name for name, mark in marks.items()}
    found = group(marks.values())
    return {frozenset(names[mark.id] for mark in one.marks): one.label for one in found if one.label != "single"}


@pytest.mark.parametrize("name", sorted(SETS))
def test_no_group_joins_different_things(name: str) -> None:
    wanted = {frozenset(one["members"]): one["label"] for one in SETS[name]["groups"]}
    for members, told in groups_of(marks_of(SETS[name])).items():
        held = [whole for whole in wanted if members <= whole]
        assert held, f"{sorted(members)} belong to no group"
        assert members not in wanted or wanted[members] == told


def test_most_groups_are_found_whole() -> None:
    found = {(name, members) for name, one in SETS.items() for members in groups_of(marks_of(one))}
    wanted = {(name, frozenset(one["members"])) for name, held in SETS.items() for one in held["groups"]}
    assert len(SETS) >= 6
    assert len(wanted - found) <= NOT_FOUND, wanted - found


@pytest.mark.parametrize("name", sorted(SETS))
def test_the_order_of_the_marks_does_not_matter(name: str) -> None:
    marks = marks_of(SETS[name])
    expected = groups_of(marks)
    for seed in range(5):
        ids = list(range(1, len(marks) + 1))
        random.Random(seed).shuffle(ids)
        pairs = zip(ids, marks.items(), strict=True)
        moved = {key: Mark(id_, one.article, one.source, one.figure, one.day) for id_, (key, one) in pairs}
        assert groups_of(moved) == expected


def mark(number: int, article: int, **fields: Any) -> Mark:
    day = fields.pop("day", None)
    basic: dict[str, Any] = {"kind": "count", "value": 10, "unit": "Dinge", "about": "Dinge", "terms": ("ding",)}
    return Mark(number, article, article, Figure(0, 1, **{**basic, "surface": "x", **fields}), day)


DURATION = {"kind": "duration", "unit": "min", "terms": ("treffen",)}
DEAD = {"unit": "Tote", "terms": ("tote",)}


@pytest.mark.parametrize(
    ("a", "b", "together"),
    [
        (DURATION | {"value": 201}, DURATION | {"value": 180, "precision": "about"}, True),
        (DURATION | {"value": 201}, DURATION | {"value": 90}, False),
        (DURATION | {"value": 90, "limits": ("erst",)}, DURATION | {"value": 90}, False),
        (DURATION | {"value": 90, "limits": ("in:genf",)}, DURATION | {"value": 90}, True),
        (DURATION | {"value": 90, "limits": ("in:genf",)}, DURATION | {"value": 90, "limits": ("in:wien",)}, False),
        (DEAD | {"value": 120}, DEAD | {"value": 134}, True),
        (DEAD | {"value": 120}, DEAD | {"value": 900}, False),
        ({"value": 45}, {"value": 2}, False),
        ({"value": 45}, {"value": 45}, True),
        ({"value": 3}, {"value": 3}, False),
        ({"value": 3, "context": ("liste",)}, {"value": 3, "context": ("liste",)}, True),
        ({"value": 16, "context": ("liste", "@x")}, {"value": 16, "terms": ("ort",), "context": ("liste", "@x")}, True),
        ({"value": 16, "context": ("@y", "@x")}, {"value": 16, "terms": ("ort",), "context": ("@y", "@x")}, False),
        (
            DEAD | {"value": 16, "context": ("a", "b")},
            {"value": 16, "terms": ("verletzte",), "context": ("a", "b")},
            False,
        ),
        ({"value": 99, "limits": ("+deutsch",)}, {"value": 99, "limits": ("+russisch",)}, False),
        ({"kind": "age", "terms": ("@a",), "value": 45}, {"kind": "age", "terms": ("@a",), "value": 44}, True),
        ({"kind": "age", "terms": ("@a",), "value": 45}, {"kind": "age", "terms": ("@b",), "value": 45}, False),
    ],
)
def test_what_is_joined(a: dict[str, Any], b: dict[str, Any], together: bool) -> None:
    first, second = mark(1, 1, **a), mark(2, 2, **b)
    assert bool(group([first, second])) is together
    assert not together or set(keys(first)) & set(keys(second))
    assert joined(first, second) == joined(second, first)


def test_a_chain_of_small_differences_joins_only_what_is_equal() -> None:
    guests = [mark(n, n, value=value, precision="about") for n, value in enumerate((100, 107, 114, 122, 131), 1)]
    assert len(group(guests[:2])) == 1
    assert group(guests) == []
    (pair,) = group([*guests, mark(6, 6, value=114)])
    assert [one.figure.value for one in pair.marks] == [114, 114]
    dead = [mark(n, n, **DEAD, value=value) for n, value in enumerate((100, 180, 340), 1)]
    assert len(group(dead[:2])) == 1
    assert group(dead) == []


def test_what_parts_a_group_is_told_when_it_comes() -> None:
    guests = [mark(n, n, value=value, precision="about") for n, value in enumerate((100, 107, 122), 1)]
    assert tearing(guests[:1], guests[1:2]) == set()
    assert tearing(guests[2:], guests[:2]) == {Key("thing", "count||ding|")}


@pytest.mark.parametrize(
    ("a", "b", "together"),
    [
        ({"value": 1e9, "context": ("fond", "@@deutschland")}, {"value": 1e9, "context": ("fond", "@@spanien")}, False),
        ({"value": 1e9, "context": ("fond", "hilf")}, {"value": 1e9, "context": ("fond", "hilf")}, True),
        ({"value": 1e9, "context": ("fond",)}, {"value": 1e9, "context": ("fond",)}, False),
        ({"value": 42.5, "context": ("aktie",)}, {"value": 42.5, "context": ("bieten",)}, True),
        ({"value": 6e9, "context": ("a", "b", "/jahr")}, {"value": 6e9, "context": ("a", "b", "/monat")}, False),
        ({"value": 3.8e9, "terms": ("gewinn",)}, {"value": 3.8e9, "terms": ("verlust",)}, False),
    ],
)
def test_sums_are_joined_by_their_clauses(a: dict[str, Any], b: dict[str, Any], together: bool) -> None:
    first, second = (mark(n, n, **{"kind": "money", "unit": "EUR", "terms": (), **one}) for n, one in enumerate((a, b)))
    assert bool(group([first, second])) is together
    assert joined(first, second) is joined(second, first)


@pytest.mark.parametrize(
    ("a", "b", "together"),
    [
        ({"terms": ("menschen",), "value": 400}, {"terms": ("menschen",), "value": 400}, False),
        ({"terms": ("menschen",), "value": 105_000}, {"terms": ("menschen",), "value": 105_000}, True),
        ({"terms": ("tonn", "getreid"), "value": 2e7}, {"terms": ("tonn", "stahl"), "value": 2e7}, False),
        ({"terms": ("tonn", "getreid"), "value": 2e7}, {"terms": ("tonn", "getreid"), "value": 2e7}, True),
    ],
)
def test_what_is_counted_everywhere_needs_more(a: dict[str, Any], b: dict[str, Any], together: bool) -> None:
    assert bool(group([mark(1, 1, **a), mark(2, 2, **b)])) is together


def test_two_values_in_one_article_are_two_things() -> None:
    assert len(group([mark(1, 1, **DEAD, value=100), mark(2, 2, **DEAD, value=130)])) == 1
    assert group([mark(1, 1, **DEAD, value=100), mark(2, 2, **DEAD, value=130), mark(3, 1, **DEAD, value=60)]) == []


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ({"value": 45}, {"value": 45}, "same"),
        ({"value": 3.42e9, "kind": "money"}, {"value": 3.4e9, "kind": "money"}, "rounded"),
        ({"value": 30.4, "kind": "percentage"}, {"value": 30.6, "kind": "percentage"}, "differing"),
        ({"value": 66.2, "kind": "percentage"}, {"value": 66, "kind": "percentage"}, "rounded"),
        ({"value": 100, "precision": "at-least"}, {"value": 120}, "complementing"),
        ({"value": 100, "precision": "at-least"}, {"value": 100}, "rounded"),
        (
            {"value": 3.5, "precision": "at-least", "kind": "percentage"},
            {"value": 3.5, "kind": "percentage"},
            "rounded",
        ),
        ({"value": None, "surface": "Hunderte Dinge"}, {"value": 350}, "rounded"),
        ({"value": None, "surface": "Hunderte Dinge"}, {"value": None, "surface": "Tausende Dinge"}, "differing"),
        ({"value": 16}, {"value": 16, "terms": ("ort",)}, "complementing"),
        ({"value": 6, "high": 12}, {"value": 6, "high": 12}, "same"),
        ({"value": 6, "high": 12}, {"value": 8}, "rounded"),
        ({"value": 201, "kind": "duration"}, {"value": 210, "kind": "duration"}, "rounded"),
        ({"value": 201, "kind": "duration"}, {"value": None, "kind": "duration", "surface": "mehrstündig"}, "rounded"),
    ],
)
def test_labels(first: dict[str, Any], second: dict[str, Any], told: str) -> None:
    assert label([mark(1, 1, **first), mark(2, 2, **second)]) == told
    assert label([mark(1, 1, **second), mark(2, 2, **first)]) == told
    assert label([mark(1, 1, **first), mark(2, 1, **second)]) == "single"


@pytest.mark.parametrize(
    ("day", "other", "context", "together"),
    [
        ("2021-06-16", "2021-06-16", ("@a", "@b"), True),
        ("2021-06-16", "2021-06-17", ("@a", "@b"), False),
        ("2021-06-16", "2021-06-16", ("@a",), False),
        ("2021-06-16", "2021-06-16", ("treffen",), False),
        ("2021-03", "2021-03", ("@a", "@b"), False),
        ("2021-03", "2021-03", ("@a", "wahl"), True),
        (None, None, ("@a", "wahl"), False),
    ],
)
def test_dates_are_joined_by_day_and_clause(
    day: str | None, other: str | None, context: tuple[str, ...], together: bool
) -> None:
    fields: dict[str, Any] = {"kind": "date", "value": None, "unit": None, "terms": (), "context": context}
    assert bool(group([mark(1, 1, **fields, day=day), mark(2, 2, **fields, day=other)])) is together


@pytest.mark.parametrize(
    ("first", "second", "together"),
    [
        (
            "Die Kommission untersucht seit Oktober, ob Peking Hersteller von Elektroautos unterstützt.",
            "In Brüssel untersucht man seit Oktober, ob Peking Hersteller von Elektroautos unterstützt.",
            True,
        ),
        (
            "Ein Mann saß vier Tage unter den Trümmern des eingestürzten Hauses in Antakya.",
            "Gerettet wurde, wer vier Tage unter den Trümmern des eingestürzten Hauses lag.",
            True,
        ),
        (
            "Die Regierung in Wien will den Bau neuer Wohnungen mit 300 Millionen Euro fördern.",
            "Die Regierung in Rom will den Bau neuer Wohnungen mit 300 Millionen Euro fördern.",
            False,
        ),
        (
            "Ein Mann saß vier Tage unter den Trümmern des eingestürzten Hauses in Antakya.",
            "Gerettet wurde, wer fünf Tage unter den Trümmern des eingestürzten Hauses lag.",
            False,
        ),
        (
            "Das Handelsdefizit der EU gegenüber China lag im Jahr 2023 bei 292 Milliarden Euro.",
            "Das Defizit der EU im Handel mit China stieg im Jahr 2023 deutlich.",
            True,
        ),
        ("Der Konzern BASF strich 2023 weltweit Stellen.", "Der Konzern Bayer strich 2023 weltweit Stellen.", False),
        (
            "Für den Kampf gegen den Hunger geben sie 4,5 Milliarden Dollar.",
            "Die Hungerhilfe fällt mit 4,5 Milliarden Dollar klein aus.",
            True,
        ),
        (
            "Für den Ausbau der Schiene sind 1,5 Milliarden Euro vorgesehen.",
            "Der Ausbau der Stromnetze kostet 1,5 Milliarden Euro.",
            False,
        ),
        (
            "Die Militärhilfe beträgt 1,2 Milliarden Dollar.",
            "Für humanitäre Hilfe sind 1,2 Milliarden Dollar vorgesehen.",
            False,
        ),
        (
            "730 Kilometer lang ist ihre Grenze im Regenwald von Guayana.",
            "Durch den Regenwald verläuft in Guayana eine 730 Kilometer lange Grenze.",
            True,
        ),
        ("Das Dorf liegt 30 Kilometer vor Kiew.", "Sie legten 30 Kilometer zu Fuß zurück.", False),
        ("18.000 Polizisten sichern das Schloss.", "Im Einsatz sind 18.000 Polizisten.", True),
        ("Zwölf Polizisten sichern das Schloss.", "Im Einsatz sind zwölf Polizisten.", False),
        ("323 Millionen Menschen sind vom Hunger bedroht.", "Sie lassen Millionen Menschen hungern.", False),
        ("Bayer streicht weltweit 500 Stellen.", "BASF streicht weltweit 500 Stellen.", False),
    ],
)
def test_sentences_whose_figures_are_of_one_thing(first: str, second: str, together: bool) -> None:
    marks = [
        Mark(number, article, article, figure, resolve(figure.when, reference(None, None, date(2024, 5, 6))))
        for article, text in enumerate((first, second))
        for number, figure in enumerate(analyse(text).figures, 10 * article)
        if figure.value is None or figure.value < 1e10
    ]
    assert len(marks) >= 2
    assert bool(group(marks)) is together


def in_order(*texts: str, days: tuple[date, ...] = ()) -> list[Mark]:
    """The marks of several sources' texts, in their order."""
    marks: list[Mark] = []
    for article, text in enumerate(texts):
        day = days[article] if days else date(2025, 4, 9)
        for figure in analyse(text).figures:
            day_of_it = resolve(figure.when, reference(day, day, None))
            marks.append(Mark(len(marks) + 1, article, article, figure, day_of_it))
    return marks


@pytest.mark.parametrize(
    ("texts", "told"),
    [
        (("Die CDU erhält sechs Ministerien.", "Sieben Ressorts gehen an die CDU, sieben an die SPD."), {"differing"}),
        (("Die SPD bekommt sieben Ministerien.", "Sechs gehen an die CDU, die SPD führt sieben Ressorts."), {"same"}),
        (("Auf den rund 140 Seiten steht wenig.", "Sie legten das 143 Seiten starke Papier vor."), {"rounded"}),
        (("Keines der fast 200 Länder widersprach.", "Nötig sind 198 sehr unterschiedliche Staaten."), {"rounded"}),
        (
            ("Gut sechs Wochen nach der Wahl steht der Vertrag.", "Gut sechs Wochen nach der Wahl war es so weit."),
            {"same"},
        ),
        (("Fünf Wochen nach der Wahl steht der Vertrag.", "Sechs Wochen nach der Wahl war es so weit."), set()),
        (
            ("Die Ausgaben steigen auf 3,5 Prozent des BIP.", "Mindestens 3,5 Prozent der Wirtschaftsleistung."),
            {"rounded"},
        ),
        (("Geplant waren 1,26 Prozent des BIP.", "Beschlossen wurden 1,1 Prozent der Wirtschaftsleistung."), set()),
        (("Vertreter der 27 Staaten berieten.", "Rund 30 Staaten schickten jemanden."), set()),
        (("Der 15-Prozent-Zoll kommt.", "Auf Autos gilt ein Zollsatz von 15 Prozent."), {"same"}),
        (("Die Chancen schätzte er auf 50:50.", "Die Wahrscheinlichkeit bezifferte er auf 50 Prozent."), {"same"}),
    ],
)
def test_one_thing_in_other_words(texts: tuple[str, ...], told: set[str]) -> None:
    assert {one.label for one in group(in_order(*texts)) if one.label != "single"} == told


def test_the_same_words_on_other_days_are_one_thing() -> None:
    sentence = "Der Sprecher des Präsidenten kündigte am Donnerstag weitere Gespräche in Genf an."
    (found,) = group(in_order(sentence, sentence, days=(date(2025, 4, 10), date(2025, 4, 18))))
    assert found.marks[0].day != found.marks[1].day
    assert found.label == "same"
    vague = "Der Sprecher kündigte in den kommenden Tagen weitere Gespräche der Minister in Genf an."
    assert group(in_order(vague, vague, days=(date(2025, 4, 10), date(2025, 4, 18))))


def test_numbers_that_both_give_beside_it_join_what_shares_few_words() -> None:
    first = "Für Energie gibt die Union 75 Milliarden Dollar aus, 60 Milliarden Dollar stecken Firmen in Amerika."
    second = "Für 75 Milliarden Dollar kauft man Gas, 60 Milliarden Dollar sollen Investoren aufbringen."
    assert len(group(in_order(first, second))) == 2
    assert not group(in_order(first.split(", ")[0], second.split(", ")[0]))


def test_of_a_sum_of_hundreds_of_billions_an_event_has_no_two_unless_something_speaks_against_it() -> None:
    first = "Für Energie gibt die Union 750 Milliarden Dollar aus."
    assert group(in_order(first, "Für 750 Milliarden Dollar kauft man Gas."))
    assert group(in_order(first, "Eine Zahl bleibt, und die heißt 750 Milliarden."))
    assert not group(in_order(first, "China plant einen Fonds von 750 Milliarden Dollar für Renten."))
    assert not group(in_order("Die Renten kosten 750 Milliarden Dollar.", "Die Straßen kosten 750 Milliarden Dollar."))


def test_one_share_or_deadline_joins_unless_nouns_or_names_speak_against_it() -> None:
    assert group(in_order("Die Abgabe soll 12,5 Prozent betragen.", "Vorgesehen sind 12,5 Prozent Abgabe."))
    assert not group(in_order("Die Inflation beträgt 5,7 Prozent.", "Die Arbeitslosenquote beträgt 5,7 Prozent."))
    first = "Bis 2050 sollen die Entnahmen aus den Flüssen sinken."
    assert group(in_order(first, "Die Entnahmen müssen bis 2050 um ein Drittel zurückgehen."))
    assert not group(in_order(first, "Bis 2050 will Ungarn die Wehrpflicht abschaffen."))
