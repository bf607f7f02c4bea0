"""The page of shared wording: which sources have whose words, how much of each article is its own, every passage."""

from collections import defaultdict
from dataclasses import replace

from sqlalchemy import func, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.compare.shared import VERBATIM_WORDS
from app.models import Entity, SharedPassage
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.provenance import provenances, spoken_words
from app.queries.scope import MOST_PERSONS, Scope, filter_bar, find_scope, source_rows
from app.queries.shared import (
    numbers_of,
    of_two_sources,
    shared_conditions,
    shared_texts,
)
from app.queries.views.heads import ArticleView, Option, SourceView
from app.queries.views.shared import Provenance, SharedPage, SourcePair
from app.sums import SharedPerson, SharedTally

PAGE = 12  # passages, two texts each
ORIGINS = 12
LEVELS = 5


def shared_page(session: Session, slug: str, filters: Filters, offset: int = 0, limit: int = PAGE) -> SharedPage | None:
    """In a fixed number of statements; None for a summit that is not there."""
    filters = filters.with_proposed()
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    sources = source_rows(session, replace(scope, filters=Filters()))
    where = shared_conditions(scope)
    shown, pairs = _pairs(session, scope, sources)
    total, speeches = numbers_of(session, where)
    read = not scope.summit.waiting and not scope.summit.failed
    origins, more = _origins(session, scope, sources)
    joined = {view.slug for view in shown}
    return SharedPage(
        summit=scope.summit,
        bar=filter_bar(scope, _persons(session, scope), _source_options(session, scope, sources)),
        sources=shown,
        pairs=pairs,
        alone=tuple(view for view in sources.values() if read and view.slug not in joined),
        least=VERBATIM_WORDS,
        origins=origins,
        more_origins=more,
        passages=tuple(shared_texts(session, sources, *where, limit=limit, offset=offset)),
        total=total,
        speeches=speeches,
        next_offset=offset + limit if offset + limit < total else None,
    )


def _pairs(
    session: Session, scope: Scope, sources: dict[int, SourceView]
) -> tuple[tuple[SourceView, ...], tuple[tuple[SourcePair | None, ...], ...]]:
    """The sources that share words under the filters, and a row for each of them."""
    rows = session.execute(
        of_two_sources(*shared_conditions(scope))
        .add_columns(
            col(SharedPassage.a_source),
            col(SharedPassage.b_source),
            func.sum(SharedPassage.words),
            func.sum(spoken_words()),
            func.count(),
        )
        .group_by(col(SharedPassage.a_source), col(SharedPassage.b_source))
    )
    words: dict[tuple[int, int], int] = defaultdict(int)
    quoted: dict[tuple[int, int], int] = defaultdict(int)
    passages: dict[tuple[int, int], int] = defaultdict(int)
    for one, other, number, spoken, count in rows:
        for pair in ((one, other), (other, one)):
            words[pair] += int(number) - int(spoken)
            quoted[pair] += int(spoken)
            passages[pair] += count
    most = max(words.values(), default=1)
    shown = [id_ for id_ in sources if any(one == id_ for one, _ in words)]

    def cell(row: int, column: int) -> SourcePair | None:
        if row == column:
            return None
        pair = row, column
        number = words.get(pair, 0)
        level = -(-LEVELS * number // most) if number else 0
        return SourcePair(sources[column], number, quoted.get(pair, 0), passages.get(pair, 0), level)

    grid = tuple(tuple(cell(row, column) for column in shown) for row in shown)
    return tuple(sources[id_] for id_ in shown), grid


def _origins(
    session: Session, scope: Scope, sources: dict[int, SourceView]
) -> tuple[tuple[tuple[ArticleView, Provenance], ...], int]:
    """The articles with most shared words under the filters, with all that is known of their words' provenance."""
    if scope.filters.active:
        sides = [
            of_two_sources(*shared_conditions(scope)).add_columns(col(side).label("id"), col(SharedPassage.words))
            for side in (SharedPassage.a_id, SharedPassage.b_id)
        ]
        both = union_all(*sides).subquery()
        ranked = columns(both.c.id, func.count().over()).group_by(both.c.id)
        rows = session.execute(ranked.order_by(func.sum(both.c.words).desc(), both.c.id).limit(ORIGINS)).all()
    else:
        own = col(SharedTally.summit_id) == scope.summit_id
        number = columns(func.count()).select_from(SharedTally).where(own).scalar_subquery()
        kept = columns(col(SharedTally.article_id), number).where(own)
        most = col(SharedTally.words).desc(), col(SharedTally.article_id)
        rows = session.execute(kept.order_by(*most).limit(ORIGINS)).all()
    ids = [row[0] for row in rows]
    views = article_views(session, ids, sources)
    found = provenances(session, ids)
    ordered = sorted(ids, key=lambda id_: -found[id_].elsewhere)
    return tuple((views[id_], found[id_]) for id_ in ordered), (rows[0][1] if rows else 0) - len(rows)


def _persons(session: Session, scope: Scope) -> list[tuple[str, str, int]]:
    """(slug, name, passages) of the persons named in shared passages. One statement."""
    number = func.count()
    counted = columns(col(SharedPerson.entity_id), number.label("number"))
    if scope.filters.active:
        shared = col(SharedPassage.id) == col(SharedPerson.shared_id)
        where = shared_conditions(scope, persons=not scope.filters.any_person)
        counted = counted.join(SharedPassage, shared).where(*where)
    else:
        counted = counted.where(col(SharedPerson.summit_id) == scope.summit_id)
    found = counted.group_by(col(SharedPerson.entity_id)).subquery()
    rows = session.execute(
        columns(col(Entity.slug), col(Entity.name), found.c.number)
        .join(found, found.c.entity_id == col(Entity.id))
        .order_by(found.c.number.desc(), col(Entity.name))
        .limit(MOST_PERSONS)
    )
    return [(slug, name, count) for slug, name, count in rows]


def _source_options(session: Session, scope: Scope, sources: dict[int, SourceView]) -> list[Option]:
    """Each source with the passages that it has a part in. One statement."""
    conditions = shared_conditions(scope, sources=False)
    sides = [
        of_two_sources(*conditions).add_columns(col(side).label("id"))
        for side in (SharedPassage.a_source, SharedPassage.b_source)
    ]
    both = union_all(*sides).subquery()
    counts = dict(session.execute(columns(both.c.id, func.count()).group_by(both.c.id)).all())
    chosen = scope.filters.sources
    return [Option(v.slug, v.name, counts.get(id_, 0), v.slug in chosen, v.hue) for id_, v in sources.items()]
