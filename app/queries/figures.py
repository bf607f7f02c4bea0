"""Figures side by side: what several sources say about one thing, where they differ, and what one alone gives."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, exists, func, or_, true, union_all
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Annotation, Article, Entity, Offer, Parallel, ParallelMember, Source
from app.nlp.figures.kinds import KINDS as KINDS  # pages ask for it here
from app.queries.filters import Filters
from app.queries.groups import Item, group_items
from app.queries.pictures import picture, span_of
from app.queries.scope import Scope, article_conditions, filter_bar, find_scope, source_rows
from app.queries.stated_marks import is_alone, kinds_of_alone, named_beside, of_sources, stated_conditions, unshared
from app.queries.statement_cache import built
from app.queries.views.documents import FigureGroup as GroupDocument
from app.queries.views.documents import FigureGroups, FigureMember
from app.queries.views.figures import FigureColumn, FigureGroup, FiguresOfOne, FiguresPage, FigureView, Unlike
from app.queries.views.heads import Option, SourceView
from app.queries.views.text import Piece
from app.sums import StatedMark, StatedPerson

LABELS = ("differing", "complementing", "rounded", "same")  # in the order in which a reader wants to see them
PAGE = 12
ALONE = 5  # figures of one source alone that are shown at once
ALL_ALONE = 40
OVERVIEW = 3


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Conditions on StatedMark, one filter each, so that the options of one can leave it out."""

    articles: list[ColumnElement[bool]]  # summit, dates, and that it is a figure
    sources: list[ColumnElement[bool]]
    persons: list[ColumnElement[bool]]
    kind: list[ColumnElement[bool]]
    narrows: bool  # whether anything but persons does

    def without(self, *left_out: str) -> list[ColumnElement[bool]]:
        """All conditions but those of the named filters."""
        names = [name for name in ("articles", "sources", "persons", "kind") if name not in left_out]
        return [condition for name in names for condition in getattr(self, name)]


def figures_page(
    session: Session,
    slug: str,
    filters: Filters,
    kind: str | None = None,
    offset: int = 0,
    alone: str | None = None,
) -> FiguresPage | None:
    """Groups of figures, clashes first, in a fixed number of statements; None for an unknown summit.

    A group is shown whole where any of its figures passes the filters: half a comparison would be none. With ``alone``
    (a source's slug) the page is the list of what that source alone gives, from ``offset`` on.
    """
    filters = filters.with_proposed()
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    sources = source_rows(session, replace(scope, filters=Filters()))
    return figures_of(session, scope, sources, kind, offset, alone)


def figures_of(
    session: Session,
    scope: Scope,
    sources: dict[int, SourceView],
    kind: str | None = None,
    offset: int = 0,
    alone: str | None = None,
) -> FiguresPage:
    """The same of a summit that is there; ``sources`` are all of it."""
    filters = scope.filters
    kind = kind if kind in KINDS else None
    asked = _statements(scope, kind)
    counted = Counter(dict(session.execute(asked.kinds).all()))
    by_source = dict(session.execute(asked.sources).all())
    labels = dict(session.execute(asked.labels).all())
    persons = [(slug, name, count) for slug, name, count in session.execute(asked.persons)]
    options = [
        Option(v.slug, v.name, by_source.get(i, 0), v.slug in filters.sources, v.hue) for i, v in sources.items()
    ]
    chosen = next((id_ for id_, view in sources.items() if view.slug == alone), None)
    own = _alone(session, scope, kind, sources, chosen, offset)
    total, size = sum(labels.values()), PAGE
    if chosen is not None:
        total, size = sum(one.total for one in own), ALL_ALONE
    return FiguresPage(
        summit=scope.summit,
        bar=filter_bar(scope, persons, options, "figures"),
        kind=kind,
        kinds=tuple((name, counted[name]) for name in KINDS),
        figures=counted[kind] if kind else sum(counted.values()),
        groups=load_groups(session, _page(scope, kind, offset), sources) if chosen is None else (),
        labels={label: labels.get(label, 0) for label in LABELS},
        total=total,
        next_offset=offset + size if offset + size < total else None,
        alone=own,
        chosen=sources[chosen] if chosen is not None else None,
        unassigned=sum(number for _, number in session.execute(asked.unassigned)),
    )


@dataclass(frozen=True, slots=True)
class _Statements:
    """What the page of figures counts, whatever it shows."""

    kinds: Any
    sources: Any
    labels: Any
    persons: Any
    unassigned: Any
    alone: Any
    first_alone: Any


@built
def _statements(scope: Scope, kind: str | None) -> _Statements:
    narrowed = narrow_figures(scope, kind)
    kinds = kinds_of_alone(scope.summit_id)
    return _Statements(
        kinds=_counts(col(StatedMark.label), narrowed.without("kind")),
        sources=_counts(col(StatedMark.source_id), narrowed.without("sources")),
        labels=_label_counts(scope, narrowed),
        persons=_person_counts(scope.summit_id, narrowed),
        unassigned=_counts(col(StatedMark.layer), [*narrowed.without(), unshared()]),
        alone=_counts(col(StatedMark.source_id), [*narrowed.without(), or_(*kinds)]),
        first_alone=_first_alone(narrowed.without(), kinds),
    )


@built
def _page(scope: Scope, kind: str | None, offset: int) -> Any:
    return _chosen(scope, narrow_figures(scope, kind)).offset(offset).limit(PAGE)


def unlike_figures(session: Session, scope: Scope, sources: dict[int, SourceView], limit: int = OVERVIEW) -> Unlike:
    """For the overview: the first groups whose figures are not alike, and what of the others. Six statements.

    Under sources or dates a group is shown where all its figures pass them; those ``beyond`` have figures that do and
    figures that do not.
    """
    narrowed = narrow_figures(scope)
    unlike = col(Parallel.label).in_(LABELS[:-1])
    within, label = _within(scope), col(Parallel.label)
    counted = columns(label, func.count().filter(within), func.count()).select_from(Parallel).group_by(label)
    labels = {row[0]: (row[1], row[2]) for row in session.execute(counted.where(*_passing(scope, narrowed)))}
    inside = sum(number for name, (number, _) in labels.items() if name != "same")
    passing = sum(number for name, (_, number) in labels.items() if name != "same")
    differing = col(Offer.differing) & (col(Offer.kind) == "figure") & (col(Offer.state) == "perhaps")
    doubtful = exists().where(col(Offer.summit_id) == scope.summit_id, differing)
    return Unlike(
        groups=load_groups(session, _chosen(scope, narrowed).where(unlike, within).limit(limit), sources),
        total=inside,
        beyond=passing - inside,
        alike=labels.get("same", (0, 0))[0],
        unassigned=_unassigned(session, narrowed),
        doubtful=bool(session.execute(columns(doubtful)).scalar()),
    )


def _unassigned(session: Session, narrowed: Narrowed) -> int:
    """How many figures under the filters stand in no group of several sources."""
    return sum(
        number for _, number in session.execute(_counts(col(StatedMark.layer), [*narrowed.without(), unshared()]))
    )


def _within(scope: Scope) -> ColumnElement[bool]:
    """All figures of the group are in articles that sources and dates leave."""
    if not scope.filters.narrows_coverage:
        return true()
    left = columns(col(Article.id)).where(*article_conditions(scope))
    outside = exists().where(
        col(ParallelMember.parallel_id) == col(Parallel.id), col(ParallelMember.article_id).not_in(left)
    )
    return ~outside


def narrow_figures(scope: Scope, kind: str | None = None) -> Narrowed:
    """The filters as conditions; a chosen person is named in the sentence of the figure."""
    return Narrowed(
        articles=stated_conditions(scope, "figure"),
        sources=of_sources(scope),
        persons=[named_beside(scope, StatedMark, col(StatedMark.at))] if scope.filters.persons else [],
        kind=[col(StatedMark.label) == kind] if kind else [],
        narrows=scope.filters.narrows_coverage or kind is not None,
    )


def _counts(by: Any, where: Sequence[ColumnElement[bool]]) -> Any:
    return columns(by, func.count()).where(*where).group_by(by)


def _person_counts(summit_id: int, narrowed: Narrowed, limit: int = 80) -> Any:
    """(slug, name, figures) of the persons whom the sentences of the figures name."""
    number = func.count()
    counted = columns(col(StatedPerson.entity_id), number.label("number"))
    if narrowed.narrows:
        mark = col(StatedMark.annotation_id) == col(StatedPerson.annotation_id)
        counted = counted.join(StatedMark, mark).where(*narrowed.without("persons"))
    else:
        counted = counted.where(col(StatedPerson.summit_id) == summit_id)
    found = counted.group_by(col(StatedPerson.entity_id)).subquery()
    return (
        columns(col(Entity.slug), col(Entity.name), found.c.number)
        .join(found, found.c.entity_id == col(Entity.id))
        .order_by(found.c.number.desc(), col(Entity.name))
        .limit(limit)
    )


def _groups(summit_id: int) -> list[ColumnElement[bool]]:
    """Groups of figures of two or more sources."""
    return [
        col(Parallel.summit_id) == summit_id,
        col(Parallel.layer) == "figure",
        col(Parallel.sources) >= 2,
        col(Parallel.label).in_(LABELS),
    ]


def _passing(scope: Scope, narrowed: Narrowed) -> list[ColumnElement[bool]]:
    """Those of which any figure passes the filters."""
    if not (scope.filters.active or narrowed.kind):
        return _groups(scope.summit_id)
    passing = (
        columns(col(ParallelMember.parallel_id))
        .join(StatedMark, col(StatedMark.annotation_id) == col(ParallelMember.annotation_id))
        .where(*narrowed.without(), ~unshared())
        .correlate(None)
    )
    return [*_groups(scope.summit_id), col(Parallel.id).in_(passing)]


def _rank() -> Any:
    return case({label: number for number, label in enumerate(LABELS)}, value=col(Parallel.label))


def _label_counts(scope: Scope, narrowed: Narrowed) -> Any:
    return columns(col(Parallel.label), func.count()).where(*_passing(scope, narrowed)).group_by(col(Parallel.label))


def _chosen(scope: Scope, narrowed: Narrowed) -> Any:
    found = columns(col(Parallel.id), col(Parallel.label), col(Parallel.sources), col(Parallel.members))
    return found.where(*_passing(scope, narrowed)).order_by(_rank(), col(Parallel.sources).desc(), col(Parallel.id))


def load_groups(session: Session, chosen: Any, sources: dict[int, SourceView]) -> tuple[FigureGroup, ...]:
    """The groups that a statement of (id, label, sources, members) chooses, in its order. Two statements."""
    heads = session.execute(chosen).all()
    views: dict[int, list[FigureView]] = defaultdict(list)
    for row in session.execute(_members(), {"groups": [head.id for head in heads]}):
        views[row.group].append(_view(row, sources[row.source_id], row.again - 1))
    return tuple(_group(head, views[head.id], sources) for head in heads)


@cache
def _members() -> Any:
    """The figures of some ``groups``, once for each source and wording."""
    same = [col(ParallelMember.parallel_id), col(Article.source_id), col(Annotation.surface), col(Annotation.score)]
    rank = func.row_number().over(partition_by=same, order_by=[col(Article.id), col(Annotation.start)])
    again = func.count().over(partition_by=same)
    found = (
        _figure_columns(col(ParallelMember.parallel_id).label("group"), rank.label("rank"), again.label("again"))
        .join(ParallelMember, col(ParallelMember.annotation_id) == col(Annotation.id))
        .where(col(ParallelMember.parallel_id).in_(bindparam("groups", expanding=True)))
        .subquery()
    )
    return with_sentence(found, found.c.rank == 1)


def _figure_columns(*more: Any) -> Any:
    """Figures with their article, to which a query joins and adds conditions."""
    return (
        columns(
            col(Annotation.id),
            col(Annotation.article_id),
            col(Article.source_id),
            col(Annotation.label),
            col(Annotation.start),
            col(Annotation.end),
            col(Annotation.surface),
            col(Annotation.score),
            *more,
        )
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
    )


def with_sentence(found: Any, *where: Any) -> Any:
    """The rows of ``found``, in reading order, with what only display needs: attrs and the sentence around."""
    mark = aliased(Annotation)
    start, end = func.coalesce(mark.start, found.c.start), func.coalesce(mark.end, found.c.end)
    around = and_(
        col(mark.article_id) == found.c.article_id,
        col(mark.layer) == "sentence",
        col(mark.start) <= found.c.start,
        col(mark.end) > found.c.start,
    )
    return (
        columns(
            found,
            col(Annotation.attrs),
            start.label("at"),
            func.substr(col(Article.text), start + 1, end - start).label("sentence"),
        )
        .select_from(found)
        .join(Annotation, col(Annotation.id) == found.c.id)
        .join(Article, col(Article.id) == found.c.article_id)
        .outerjoin(mark, around)
        .where(*where)
        .order_by(found.c.article_id, found.c.start, found.c.id)
    )


def _view(row: Any, source: SourceView, others: int = 0) -> FigureView:
    attrs: dict[str, Any] = row.attrs
    a, b = row.start - row.at, row.end - row.at
    pieces = (Piece(row.sentence[:a]), Piece(row.sentence[a:b], hit=True), Piece(row.sentence[b:]))
    first, last = span_of(attrs.get("day") or attrs.get("when"))
    return FigureView(
        id=row.id,
        source=source,
        article_id=row.article_id,
        start=row.start,
        end=row.end,
        at=row.at,
        kind=row.label,
        surface=row.surface or row.sentence[a:b],
        value=row.score,
        high=attrs.get("high"),
        unit=attrs.get("unit"),
        precision=attrs.get("precision") or "exact",
        first=first,
        last=last,
        about=_told(attrs.get("about")),
        pieces=tuple(piece for piece in pieces if piece.text),
        others=others,
    )


def _group(head: Any, views: list[FigureView], sources: dict[int, SourceView]) -> FigureGroup:
    of_source: dict[str, dict[Any, FigureView]] = defaultdict(dict)
    for view in sorted(views, key=lambda one: one.precision == "vague"):  # what has a value comes first
        own = of_source[view.source.slug]
        key = (
            (view.value, view.high, view.precision, view.first, view.last) if view.value or view.first else view.surface
        )
        own[key] = replace(own[key], others=own[key].others + view.others + 1) if key in own else view
    shown = [
        FigureColumn(source, tuple(of_source[source.slug].values()))
        for source in sources.values()
        if source.slug in of_source
    ]
    return FigureGroup(
        id=head.id,
        label=head.label,
        kind=Counter(view.kind for view in views).most_common(1)[0][0] if views else "count",
        about=_about(views),
        sources=head.sources,
        members=head.members,
        columns=tuple(shown),
        picture=picture([one for column in shown for one in column.figures]),
    )


def _told(about: str | None) -> str | None:
    """What a figure is about where a noun or a name says so; a bare verb ("kehrte") tells a reader nothing."""
    return about if about and any(part[:1].isupper() for part in about.split()) else None


def _about(views: Iterable[FigureView]) -> str | None:
    """The words most sources use for what it is about; of equals the longest says most."""
    words = Counter(view.about for view in views if view.about)
    return max(words, key=lambda word: (words[word], len(word)), default=None)


def _alone(
    session: Session,
    scope: Scope,
    kind: str | None,
    sources: dict[int, SourceView],
    chosen: int | None,
    offset: int,
) -> tuple[FiguresOfOne, ...]:
    """By source: how many figures were found there alone and are offered nowhere else, and the first few; of a chosen
    source a page. Three statements."""
    asked = _statements(scope, kind)
    totals: dict[int, int] = dict(session.execute(asked.alone).all())
    if chosen is not None:
        totals = {id_: number for id_, number in totals.items() if id_ == chosen}
        ids = session.scalars(_page_alone(scope, kind, chosen, offset)).all()
    else:
        by_source: dict[int, list[int]] = defaultdict(list)
        for source, id_ in session.execute(asked.first_alone, {"sources": list(totals)}):
            by_source[source].append(id_)
        ids = [id_ for found in by_source.values() for id_ in found[:ALONE]]
    own: dict[int, list[FigureView]] = defaultdict(list)
    for row in session.execute(_figures_of(), {"ids": ids}):
        own[row.source_id].append(_view(row, sources[row.source_id]))
    return tuple(FiguresOfOne(view, totals[id_], tuple(own[id_])) for id_, view in sources.items() if id_ in totals)


@cache
def _figures_of() -> Any:
    """Figures of some ``ids`` in their sentences."""
    return with_sentence(_figure_columns().where(col(Annotation.id).in_(bindparam("ids", expanding=True))).subquery())


@built
def _page_alone(scope: Scope, kind: str | None, source: int, offset: int) -> Any:
    where = [*narrow_figures(scope, kind).without(), is_alone(scope.summit_id), col(StatedMark.source_id) == source]
    return columns(_PLACE[-1]).where(*where).order_by(*_PLACE).offset(offset).limit(ALL_ALONE)


_PLACE = (col(StatedMark.article_id), col(StatedMark.start), col(StatedMark.annotation_id))


def _first_alone(where: list[ColumnElement[bool]], kinds: Sequence[ColumnElement[bool]]) -> Any:
    """(source, id) of the first few of each of some ``sources``: looked up one by one, for there are very many."""
    shown = aliased(StatedMark)
    first = [
        col(shown.annotation_id).in_(
            columns(_PLACE[-1])
            .where(*where, kind, col(StatedMark.source_id) == col(Source.id))
            .order_by(*_PLACE)
            .limit(ALONE)
            .correlate(Source)
        )
        for kind in kinds
    ]
    either: Any = union_all(
        *(
            columns(col(shown.annotation_id), col(Source.id).label("source"))
            .select_from(Source)
            .join(shown, one)
            .where(col(Source.id).in_(bindparam("sources", expanding=True)))
            for one in first
        )
    ).subquery()
    return (
        columns(either.c.source, either.c.annotation_id)
        .join(StatedMark, col(StatedMark.annotation_id) == either.c.annotation_id)
        .order_by(either.c.source, *_PLACE)
    )


def figures_document(session: Session, slug: str, offset: int, limit: int) -> FigureGroups | None:
    """``GET /api/summits/{slug}/figures``; None for a summit that is not there."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    total, items = group_items(session, scope, "figure", [_rank()], offset, limit)
    return {"total": total, "items": [_group_document(item) for item in items]}


def _group_document(item: Item) -> GroupDocument:
    return {
        "id": item.id,
        "relation": item.relation,  # type: ignore[typeddict-item]
        "sources": item.sources,
        "members": [_member(mark) for mark in item.members],
        "perhaps": list(item.perhaps),
    }


def _member(mark: Annotation) -> FigureMember:
    return {
        "article": mark.article_id,
        "part": "text",
        "start": mark.start,
        "end": mark.end,
        "surface": mark.surface,
        "kind": mark.label,
        "value": mark.score,
        "high": mark.attrs.get("high"),
        "unit": mark.attrs.get("unit"),
        "precision": mark.attrs.get("precision"),
        "when": mark.attrs.get("when"),
        "day": mark.attrs.get("day"),
        "about": mark.attrs.get("about"),
    }
