"""Groups of figures follow the articles: they come in any order, change and go, and the groups are the same."""

import random
from collections.abc import Sequence
from datetime import date

import pytest
from sqlalchemy import Engine, text
from sqlmodel import Session, col, select

from app.actions import figures as room
from app.actions.article_edits import edit_description, remove_article
from app.actions.figures import group_figures
from app.compare.figures import group
from app.db import session_scope
from app.intake.drafts import Published
from app.models import Annotation, Article, Parallel, ParallelMember, Source, Summit
from app.nlp.types import Figure
from app.terms import MarkTerm

TREFFEN = {"kind": "duration", "unit": "min", "terms": ["treffen"]}
TOTE = {"kind": "count", "unit": "Tote", "terms": ["tote"]}
TAG = {"kind": "date", "unit": None, "when": "weekday:3", "context": ["treffen", "@genf"]}
ARTICLES: Sequence[Sequence[dict[str, object]]] = [
    [{**TREFFEN, "value": 201.0}, {**TAG, "value": None}],
    [{**TREFFEN, "value": 210.0}, {**TOTE, "value": 120.0}],
    [{**TREFFEN, "value": 180.0, "precision": "about"}, {**TOTE, "value": 134.0}, {**TAG, "value": None}],
    [{**TREFFEN, "value": 105.0, "limits": ["erst"]}, {**TOTE, "value": 134.0}],
    [{**TOTE, "value": 60.0}, {**TOTE, "value": 134.0}],  # two values: no longer one thing
    [{**TREFFEN, "value": None, "precision": "vague", "surface": "mehrstündigen"}],
]

Groups = set[tuple[str, int, frozenset[tuple[str, float | None]]]]


def add(session: Session, number: int) -> int:
    """Article ``number`` of ARTICLES, of its own source, as the worker leaves it."""
    summit = session.exec(select(Summit)).one_or_none()
    if summit is None:
        summit = Summit(slug="gipfel", name="Gipfel", starts_on=date(2021, 6, 16))
        session.add(summit)
    source = Source(slug=f"quelle-{number}", name=f"Quelle {number}", hue=number % 8)
    session.add(source)
    session.flush()
    article = Article(
        summit_id=summit.id, source_id=source.id, text=f"Text {number}.", sha256=str(number), title=str(number)
    )
    session.add(article)
    session.flush()
    for at, fields in enumerate(ARTICLES[number]):
        basic = {"start": at, "end": at + 1, "about": None, "surface": "x", **fields}
        kind, value = str(basic["kind"]), basic["value"]
        session.add(
            Annotation(
                article_id=article.id, layer="figure", label=kind, start=at, end=at + 1, score=value, attrs=basic
            )
        )
    session.flush()
    assert article.id is not None
    group_figures(session, article.id)
    return article.id


def stored(session: Session) -> Groups:
    """Label, number of sources and members (title of the article, value) of each group."""
    found: Groups = set()
    for parallel in session.exec(select(Parallel).where(Parallel.layer == "figure")):
        members = session.exec(
            select(Article.title, Annotation.score, Annotation.start)
            .join(ParallelMember, col(ParallelMember.article_id) == Article.id)
            .join(Annotation, col(Annotation.id) == ParallelMember.annotation_id)
            .where(ParallelMember.parallel_id == parallel.id)
        ).all()
        assert parallel.members == len(members)
        assert parallel.sources == len({title for title, _, _ in members})
        found.add((parallel.label, parallel.sources, frozenset((f"{t}/{s}", v) for t, v, s in members)))
    return found


def expected(session: Session) -> Groups:
    """The same from the pure function over all marks at once."""
    rows = session.execute(room._mark_columns().where(col(Annotation.layer) == "figure")).all()
    titles = dict(session.execute(text("select id, title from article")).all())
    return {
        (
            one.label,
            len({mark.source for mark in one.marks}),
            frozenset((f"{titles[m.article]}/{m.figure.start}", m.figure.value) for m in one.marks),
        )
        for one in group(map(room.read_mark, rows))
    }


def test_groups_are_those_of_all_marks_after_every_article(each: Engine) -> None:
    with session_scope(each, write=True) as session:
        for number in range(len(ARTICLES)):
            add(session, number)
            assert stored(session) == expected(session)
        assert {label for label, _, _ in stored(session)} == {"same", "rounded"}


@pytest.mark.parametrize("seed", range(6))
def test_in_whatever_order_the_articles_come(engine: Engine, seed: int) -> None:
    order = list(range(len(ARTICLES)))
    random.Random(seed).shuffle(order)
    with session_scope(engine, write=True) as session:
        for number in order:
            add(session, number)
        whole = stored(session)
        assert whole == expected(session)
        assert ("rounded", 4, frozenset({("0/0", 201.0), ("1/0", 210.0), ("2/0", 180.0), ("5/0", None)})) in whole


@pytest.mark.parametrize("seed", range(4))
def test_what_goes_leaves_its_groups(engine: Engine, seed: int) -> None:
    with session_scope(engine, write=True) as session:
        ids = [add(session, number) for number in range(len(ARTICLES))]
        random.Random(seed).shuffle(ids)
        for article_id in ids:
            remove_article(session, article_id)
            session.flush()
            session.expire_all()
            assert stored(session) == expected(session)
        assert session.exec(select(Parallel)).all() == []
        assert session.exec(select(MarkTerm)).all() == []


def test_grouping_again_changes_nothing(engine: Engine) -> None:
    with session_scope(engine, write=True) as session:
        ids = [add(session, number) for number in range(len(ARTICLES))]
        before = stored(session)
        for article_id in ids:
            group_figures(session, article_id)
            assert stored(session) == before


def test_dates_are_read_against_the_articles_day(engine: Engine) -> None:
    with session_scope(engine, write=True) as session:
        first, _, third = (add(session, number) for number in range(3))
        (told,) = (one for one in stored(session) if one[2] == {("0/1", None), ("2/2", None)})
        assert told[0] == "same"
        edit_description(
            session,
            first,
            title="0",
            source=None,
            published=Published("2021-06-24", date(2021, 6, 24), date(2021, 6, 24)),
            url=None,
        )
        session.flush()
        days = {
            row.article_id: row.attrs["day"]
            for row in session.exec(select(Annotation).where(Annotation.label == "date")).all()
        }
        assert days == {first: "2021-06-23", third: "2021-06-16"}
        assert not any(held == {("0/1", None), ("2/2", None)} for _, _, held in stored(session))


def test_a_large_group_only_grows(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "WHOLE", 2)
    monkeypatch.setattr(room, "OLDEST", 2)
    with session_scope(engine, write=True) as session:
        ids = [add(session, number) for number in range(len(ARTICLES))]
        (whole,) = (one for one in stored(session) if ("0/0", 201.0) in one[2])
        assert whole[:2] == ("rounded", 4)
        remove_article(session, ids[1])
        assert ("rounded", 3, whole[2] - {("1/0", 210.0)}) in stored(session)


def test_a_stored_figure_is_read_as_it_was(engine: Engine) -> None:
    with session_scope(engine, write=True) as session:
        add(session, 3)
        row = session.execute(room._mark_columns().where(col(Annotation.label) == "duration")).one()
        found = room.read_mark(row).figure
    assert isinstance(found, Figure)
    assert (found.value, found.terms, found.limits) == (105.0, ("treffen",), ("erst",))
