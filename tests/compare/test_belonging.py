"""Articles that do not seem to belong: told by what the others share, in any order, and never of too few."""

import random
import tomllib
from datetime import date

from app.actions.seeds import DEMO, SEEDS, read_folder
from app.compare.belonging import FEWEST, Candidate, foreign_articles, spelt, traits_of
from tests.compare.events import PATHS

GENEVA = [
    "Die Präsidenten Biden und Putin trafen sich in Genf zum Gipfel und sprachen über Abrüstung und Cyberangriffe.",
    "In Genf endete der Gipfel von Putin und Biden. Die Botschafter sollen zurückkehren, die Abrüstung geht weiter.",
    "Biden nannte das Treffen mit Putin in Genf konstruktiv. Über Cyberangriffe wurde beim Gipfel gestritten.",
    "Putin lobte Biden nach dem Gipfel in Genf. Beide Botschafter kehren zurück, Nawalny blieb ein Streitpunkt.",
    "Nach dem Genfer Gipfel: Putin und Biden wollen über Abrüstung reden, Nawalny bleibt in Haft.",
]
OTHERS = [
    "Der Fußballverein aus Freiburg verlor sein Heimspiel gegen Bremen mit zwei zu drei Toren.",
    "Eine Lawine verschüttete oberhalb von Davos drei Tourenskifahrer; die Bergwacht barg sie lebend.",
]


def candidates(texts: list[str], **of: bool) -> list[Candidate]:
    return [
        Candidate(number, traits_of(text), belongs=of.get(f"n{number}", False)) for number, text in enumerate(texts)
    ]


def test_what_shares_nothing_is_foreign_and_is_told_what_it_lacks() -> None:
    found = foreign_articles(candidates([*GENEVA, *OTHERS]))
    assert sorted(found) == [5, 6]
    assert {"genf", "putin"} & set(found[5])


def test_below_five_articles_nothing_is_said() -> None:
    assert foreign_articles(candidates([*GENEVA[:3], OTHERS[0]])) == {}
    assert FEWEST == 5


def test_where_nothing_hangs_together_nothing_is_said() -> None:
    assert (
        foreign_articles(candidates([*OTHERS, "Ein Bäcker backt Brot.", "Regen über Oslo.", "Der Zinssatz steigt."]))
        == {}
    )


def test_two_events_of_one_size_are_told_apart_by_the_name_of_the_summit() -> None:
    snow = [f"Lawine bei Davos: Tourenskifahrer, Bergwacht und Suchhunde, Einsatz {n}." for n in "abcde"]
    both = candidates([*GENEVA, *snow])
    assert foreign_articles(both) == {}
    assert sorted(foreign_articles(both, "Lawinenunglück in Davos")) == [0, 1, 2, 3, 4]
    assert sorted(foreign_articles(both, "Gipfel in Genf")) == [5, 6, 7, 8, 9]


def test_the_word_of_people_holds() -> None:
    assert sorted(foreign_articles(candidates([*GENEVA, *OTHERS], n5=True))) == [6]


def test_the_order_does_not_matter() -> None:
    all_of_them = candidates([*GENEVA, *OTHERS])
    wanted = foreign_articles(all_of_them)
    for seed in range(5):
        random.Random(seed).shuffle(all_of_them)
        assert foreign_articles(all_of_them) == wanted


def test_who_appeared_far_away_has_to_be_nearer() -> None:
    near = [Candidate(n, traits_of(text), date(2021, 6, 16)) for n, text in enumerate(GENEVA)]
    loose = traits_of("Putin sprach in Moskau mit Landwirten über Weizen, Kunstdünger und die Ernte.")
    assert foreign_articles([*near, Candidate(9, loose, date(2021, 6, 17))]) == {}
    assert list(foreign_articles([*near, Candidate(9, loose, date(2019, 6, 17))])) == [9]


def test_words_are_spelt_as_the_others_spell_them() -> None:
    assert spelt(["genf", "gipfel", "nirgends"], GENEVA) == ["Genf", "Gipfel"]


def test_reports_of_other_events_are_foreign_to_an_event() -> None:
    """Twenty-six events in four or five short reports each, with three of others: on 69 and 96 articles."""
    events = {path.stem: tomllib.loads(path.read_text("utf-8"))["articles"] for path in PATHS}
    found = strangers = told = natives = 0
    for name, articles in events.items():
        own = [traits_of(one["text"], one.get("title")) for one in articles.values()]
        rest = [one for other, more in events.items() if other != name for one in more.values()]
        others = [traits_of(one["text"]) for one in random.Random(name).sample(rest, min(3, len(own) - 1))]
        foreign = foreign_articles([Candidate(number, traits) for number, traits in enumerate([*own, *others])])
        found += sum(number >= len(own) for number in foreign)
        told += sum(number < len(own) for number in foreign)
        strangers, natives = strangers + len(others), natives + len(own)
        assert foreign_articles([Candidate(number, traits) for number, traits in enumerate(own)]) == {}
    assert found >= 0.9 * strangers
    assert told <= 0.02 * natives


def test_the_shipped_summits_are_of_one_piece() -> None:
    for folder, most in ((SEEDS, 0), (SEEDS / DEMO, 2)):
        drafts = read_folder(folder).drafts
        found = foreign_articles([Candidate(n, traits_of(one.text, one.title)) for n, one in enumerate(drafts)])
        assert len(found) <= most


def test_the_smaller_group_is_the_event_where_it_bears_the_name_of_the_summit() -> None:
    snow = [f"Lawine bei Davos: Tourenskifahrer, Bergwacht und Suchhunde, Einsatz {n}." for n in "abcdefgh"]
    both = candidates([*GENEVA, *snow])
    assert sorted(foreign_articles(both, "Gipfel in Genf")) == list(range(5, 13))
    assert sorted(foreign_articles(both)) == list(range(5))
