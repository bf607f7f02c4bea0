"""Groups of the same utterance are the same rows whatever the order of events, on both databases."""

import random
from itertools import permutations

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.actions.analyses import store_analysis
from app.actions.article_edits import edit_description, remove_article
from app.actions.comparisons import compare_article, move_comparisons
from app.db import session_scope
from app.models import Annotation, Article, Entity, Parallel, ParallelMember
from app.terms import MarkTerm
from tests.conftest import counting
from tests.stories import S, add_text, analysed

PEACE = "„Wir werden den Frieden in diesem Sommer erreichen.“"
PEACE_TOO = "„Wir werden den Frieden noch in diesem Sommer erreichen“"
PEACE_BRIDGE = "„Den Frieden werden wir in diesem Sommer erreichen, und dann öffnen wir sofort alle Grenzübergänge.“"
BORDERS = "„Dann öffnen wir sofort alle Grenzübergänge.“"
OTHER = "„Die Ernte war in diesem Jahr schlecht.“"
ARTICLES = [
    ("Quelle A", (PEACE, OTHER)),
    ("Quelle B", (PEACE_TOO,)),
    ("Quelle C", (PEACE_BRIDGE,)),
    ("Quelle C", (BORDERS, PEACE)),
    ("Quelle D", (BORDERS,)),
]
Group = tuple[str, int, int, frozenset[tuple[str, str]]]


def bring(engine: Engine, source: str, *quotes: str, speaker: str | None = "Ada Lang") -> int:
    """An article that quotes, analysed and compared as the worker does it."""
    text, analysis = analysed(*(S(f"{source} schreibt: {quote}", says=speaker) for quote in quotes))
    article_id = add_text(engine, text, source=source)
    with session_scope(engine, write=True) as session:
        store_analysis(session, article_id, analysis)
        compare_article(session, article_id)
    return article_id


def again(engine: Engine, article_id: int, source: str, *quotes: str, speaker: str = "Ada Lang") -> None:
    """A new analysis of the same text."""
    _, analysis = analysed(*(S(f"{source} schreibt: {quote}", says=speaker) for quote in quotes))
    with session_scope(engine, write=True) as session:
        store_analysis(session, article_id, analysis)
        compare_article(session, article_id)


def groups(engine: Engine) -> set[Group]:
    """(label, sources, members, what they say by which article's text) of every group."""
    with session_scope(engine) as session:
        found: dict[int, set[tuple[str, str]]] = {}
        for member in session.exec(select(ParallelMember)):
            mark = session.get_one(Annotation, member.annotation_id)
            article = session.get_one(Article, member.article_id)
            assert mark.article_id == article.id
            found.setdefault(member.parallel_id, set()).add((article.text[:8], article.text[mark.start : mark.end]))
        rows = session.exec(select(Parallel)).all()
        assert {row.id for row in rows} == set(found)
        assert all(row.members == len(found[row.id or 0]) for row in rows)
        return {(row.label, row.sources, row.members, frozenset(found[row.id or 0])) for row in rows}


def leftovers(session: Session) -> int:
    """Index rows of marks that are in no group."""
    return len(session.exec(select(MarkTerm)).all())


def test_each_order_of_arrival_gives_the_same_groups(each: Engine, request: pytest.FixtureRequest) -> None:
    orders = random.Random(5).sample(list(permutations(ARTICLES)), 4)
    seen = []
    for order in orders:
        ids = [bring(each, source, *quotes) for source, quotes in order]
        seen.append(groups(each))
        with session_scope(each, write=True) as session:
            for article_id in ids:
                remove_article(session, article_id)
        assert groups(each) == set()
        with session_scope(each) as session:
            assert leftovers(session) == 0
    assert all(one == seen[0] for one in seen)
    [group] = seen[0]
    assert group[:3] == ("wording", 4, 6)


def test_without_the_article_that_joined_them_two_utterances_part(each: Engine) -> None:
    ids = [bring(each, source, *quotes) for source, quotes in ARTICLES[:3]]
    ids += [bring(each, "Quelle D", BORDERS), bring(each, "Quelle E", BORDERS)]
    assert {group[1:3] for group in groups(each)} == {(5, 5)}
    with session_scope(each, write=True) as session:
        remove_article(session, ids[2])
    assert {group[:3] for group in groups(each)} == {("wording", 2, 2), ("identical", 2, 2)}


def test_a_new_analysis_and_a_repeated_comparison_change_nothing(each: Engine) -> None:
    ids = [bring(each, source, *quotes) for source, quotes in ARTICLES]
    before = groups(each)
    for article_id, (source, quotes) in zip(ids, ARTICLES, strict=True):
        again(each, article_id, source, *quotes)
        with session_scope(each, write=True) as session:
            compare_article(session, article_id)
        assert groups(each) == before


def test_a_new_analysis_that_finds_nothing_leaves_the_groups(each: Engine) -> None:
    first = bring(each, "Quelle A", PEACE)
    bring(each, "Quelle B", PEACE)
    again(each, first, "Quelle A")
    assert groups(each) == set()


def test_the_wording_stays_known_when_the_first_that_had_it_goes(each: Engine) -> None:
    first = bring(each, "Quelle A", PEACE)
    bring(each, "Quelle B", PEACE)
    with session_scope(each, write=True) as session:
        remove_article(session, first)
    bring(each, "Quelle C", PEACE_TOO)
    assert {group[:3] for group in groups(each)} == {("wording", 2, 2)}


def test_another_source_counts_anew(each: Engine) -> None:
    first = bring(each, "Quelle A", PEACE)
    bring(each, "Quelle B", PEACE)
    with session_scope(each, write=True) as session:
        edit_description(session, first, title=None, source="Quelle B", published=None, url=None)
    assert {group[:3] for group in groups(each)} == {("identical", 1, 2)}
    with session_scope(each, write=True) as session:
        edit_description(session, first, title=None, source="Quelle C", published=None, url=None)
        move_comparisons(session, first)
    assert {group[:3] for group in groups(each)} == {("identical", 2, 2)}


def test_a_bare_name_that_finds_its_bearer_joins_and_leaves_with_him(each: Engine) -> None:
    bring(each, "Quelle A", PEACE, speaker="Lang")
    assert groups(each) == set()
    ada = bring(each, "Quelle B", PEACE, speaker="Ada Lang")
    assert {group[:3] for group in groups(each)} == {("identical", 2, 2)}
    eva = bring(each, "Quelle C", OTHER, speaker="Eva Lang")
    assert groups(each) == set()
    with session_scope(each, write=True) as session:
        remove_article(session, eva)
    assert {group[:3] for group in groups(each)} == {("identical", 2, 2)}
    with session_scope(each, write=True) as session:
        remove_article(session, ada)
        assert [one.name for one in session.exec(select(Entity))] == ["Lang"]
    assert groups(each) == set()


def test_the_same_words_of_others_and_in_other_summits_stay_apart(each: Engine) -> None:
    bring(each, "Quelle A", PEACE, speaker="Ada Lang")
    bring(each, "Quelle B", PEACE, speaker="Bo Kurz")
    text, analysis = analysed(S(f"Quelle C schreibt: {PEACE}", says="Ada Lang"))
    article_id = add_text(each, text, source="Quelle C", summit="anderswo")
    with session_scope(each, write=True) as session:
        store_analysis(session, article_id, analysis)
        compare_article(session, article_id)
    assert groups(each) == set()


def test_a_sentence_that_hundreds_quote_costs_one_comparison(engine: Engine) -> None:
    bring(engine, "Quelle A", PEACE)
    for number in range(16):  # so many that the line is a standing one, which is told once
        bring(engine, f"Quelle {'BCDE'[number % 4]}", PEACE, f"„Zuerst der Paragraf {number} zählt.“")
    with counting(engine) as few:
        bring(engine, "Quelle A", PEACE, "„Sechs mal sieben Gründe sprechen dafür.“")
        first = few()
    for number in range(12):
        bring(engine, f"Quelle {'BCDE'[number % 4]}", PEACE, f"„Erst der Vertrag Nummer {number} gilt.“")
    with counting(engine) as many:
        bring(engine, "Quelle A", PEACE, "„Acht mal neun Bedenken sprechen dagegen.“")
        assert many() <= first + 2
    with session_scope(engine) as session:
        largest = max(row.members for row in session.exec(select(Parallel)))
    assert largest == 31


def test_a_group_has_the_speaker_whom_somebody_names_unless_others_name_another(each: Engine) -> None:
    words = "„Wir beenden den Verbrauch fossiler Brennstoffe in gerechter Weise.“"
    told: list[tuple[str, str | None]] = [("Quelle A", None), ("Quelle B", "Ada Lang"), ("Quelle C", None)]
    for order in (told, told[::-1], [told[1], told[0], told[2]]):
        ids = [bring(each, source, words, speaker=speaker) for source, speaker in order]
        assert {(label, sources) for label, sources, *_ in groups(each)} == {("identical", 3)}
        assert speakers(each) == ["Ada Lang"]
        last = bring(each, "Quelle D", words, speaker="Mira Holm")
        assert {(label, sources) for label, sources, *_ in groups(each)} == {("identical", 4)}
        assert speakers(each) == [None]
        with session_scope(each, write=True) as session:
            remove_article(session, last)
        assert speakers(each) == ["Ada Lang"]
        with session_scope(each, write=True) as session:
            for article_id in ids:
                remove_article(session, article_id)
        assert groups(each) == set()


def speakers(engine: Engine) -> list[str | None]:
    """Who the groups say has said it."""
    with session_scope(engine) as session:
        rows = session.exec(select(Parallel)).all()
        return [session.get_one(Entity, row.entity_id).name if row.entity_id else None for row in rows]
