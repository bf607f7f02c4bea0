"""Who said what: every quotation of a summit under the filters, and who is quoted how often by whom."""

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Annotation, Article, Entity
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.reading import Emphasis, Mark, load_marks, pieces
from app.queries.scope import Scope, article_conditions, filter_bar, find_scope, source_rows, topics_by_id
from app.queries.views.heads import ArticleView, Option, SourceView
from app.queries.views.quotes import QuotationView, QuotesPage, SpeakerRow

KINDS = ("direct", "partial", "indirect", "label")
topic_mark = aliased(Annotation)
PAGE = 40
SPEAKERS = 12


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The filters of this page, each as conditions of its own, so that the options of one can leave it out."""

    articles: list[ColumnElement[bool]]  # summit and dates
    sources: list[ColumnElement[bool]]
    persons: list[ColumnElement[bool]]  # as speakers: a quotation has one, so several are always OR
    kind: list[ColumnElement[bool]]
    topic: list[ColumnElement[bool]]

    def without(self, *left_out: str) -> list[ColumnElement[bool]]:
        """All conditions but those of the named filters."""
        names = [name for name in ("articles", "sources", "persons", "kind", "topic") if name not in left_out]
        return [condition for name in names for condition in getattr(self, name)]


def quotes_page(
    session: Session,
    slug: str,
    filters: Filters,
    kind: str | None = None,
    topic: str | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> QuotesPage | None:
    """Quotations in the order of the articles, in a fixed number of statements; None for an unknown summit."""
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    topics = topics_by_id(session, scope.summit_id)
    topic_id = next((id_ for id_, view in topics.items() if view.slug == topic), None)
    kind = kind if kind in KINDS else None
    narrowed = _narrow(scope, kind, topic_id)
    sources = source_rows(session, replace(scope, filters=replace(filters, persons=(), sources=())))
    speakers, more = _speakers(session, narrowed, sources)
    total = session.execute(_counted(narrowed.without())).scalar_one()
    persons, by_source, by_kind, by_topic = _options(session, scope, narrowed)
    options = [
        Option(v.slug, v.name, by_source.get(id_, 0), v.slug in filters.sources, v.hue) for id_, v in sources.items()
    ]
    return QuotesPage(
        summit=scope.summit,
        bar=filter_bar(scope, persons, options, "quotations"),
        sources=tuple(sources.values()),
        speakers=speakers,
        more_speakers=more,
        quotations=_quotations(session, narrowed, sources, offset, limit),
        total=total,
        next_offset=offset + limit if offset + limit < total else None,
        kind=kind,
        kinds=tuple((name, by_kind.get(name, 0)) for name in KINDS),
        topic=topics.get(topic_id or 0),
        topics=tuple((topics[id_], by_topic[id_]) for id_ in topics if id_ in by_topic),
    )


def _narrow(scope: Scope, kind: str | None, topic_id: int | None) -> Narrowed:
    bare = replace(scope, filters=replace(scope.filters, sources=()))
    chosen = [id_ for id_, _ in scope.outlets.values()]
    said = col(Annotation.entity_id).in_(scope.person_ids)
    return Narrowed(
        articles=[*article_conditions(bare), col(Annotation.layer) == "quotation"],
        sources=[col(Article.source_id).in_(chosen)] if scope.filters.sources else [],
        persons=[said] if scope.filters.persons else [],
        kind=[col(Annotation.label) == kind] if kind else [],
        topic=[_about(col(topic_mark.topic_id) == topic_id)] if topic_id is not None else [],
    )


def _about(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """The quotation touches a sentence of the topic."""
    return exists().where(
        col(topic_mark.article_id) == col(Annotation.article_id),
        col(topic_mark.layer) == "topic",
        col(topic_mark.start) < col(Annotation.end),
        col(topic_mark.end) > col(Annotation.start),
        which,
    )


def _counted(where: list[ColumnElement[bool]], *by: Any) -> Any:
    """Numbers of quotations, grouped."""
    statement = (
        columns(*by, func.count(col(Annotation.id).distinct()))
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(*where)
    )
    return statement.group_by(*by) if by else statement


def _options(
    session: Session, scope: Scope, narrowed: Narrowed
) -> tuple[list[tuple[str, str, int]], dict[int, int], dict[str, int], dict[int, int]]:
    """What each choice of each filter would show: persons, sources, kinds, topics. Four statements."""
    people = [*narrowed.without("persons"), col(Entity.kind) == "person"]
    persons = [
        (slug, name, number)
        for _, slug, name, number in session.execute(
            _counted(people, col(Entity.id), col(Entity.slug), col(Entity.name))
        )
    ]
    by_source = session.execute(_counted(narrowed.without("sources"), col(Article.source_id))).all()
    by_kind = session.execute(_counted(narrowed.without("kind"), col(Annotation.label))).all()
    touching = (
        (col(topic_mark.article_id) == col(Annotation.article_id))
        & (col(topic_mark.layer) == "topic")
        & (col(topic_mark.start) < col(Annotation.end))
        & (col(topic_mark.end) > col(Annotation.start))
    )
    by_topic = session.execute(
        columns(col(topic_mark.topic_id), func.count(col(Annotation.id).distinct()))
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .join(topic_mark, touching)
        .where(*narrowed.without("topic"))
        .group_by(col(topic_mark.topic_id))
    ).all()
    return (
        persons,
        {row[0]: row[1] for row in by_source},
        {row[0]: row[1] for row in by_kind},
        {row[0]: row[1] for row in by_topic if row[0] is not None},
    )


def _speakers(
    session: Session, narrowed: Narrowed, sources: dict[int, SourceView]
) -> tuple[tuple[SpeakerRow, ...], int]:
    """The most quoted, source by source, then those of whom the texts do not tell; and how many more there are."""
    by = (col(Entity.id), col(Entity.slug), col(Entity.name), col(Entity.kind), col(Article.source_id))
    counts: dict[tuple[str | None, str | None], dict[int, int]] = defaultdict(dict)
    for _, slug, name, kind, source_id, number in session.execute(_counted(narrowed.without(), *by)):
        counts[slug if kind == "person" else None, name][source_id] = number
    rows = [
        SpeakerRow(slug, name, tuple(own.get(id_, 0) for id_ in sources), sum(own.values()))
        for (slug, name), own in counts.items()
    ]
    rows.sort(key=lambda row: (row.name is None, -row.total, row.name or ""))
    named = [row for row in rows if row.name is not None]
    unclear = [row for row in rows if row.name is None]
    return (*named[:SPEAKERS], *unclear), max(0, len(named) - SPEAKERS)


def _quotations(
    session: Session, narrowed: Narrowed, sources: dict[int, SourceView], offset: int, limit: int
) -> tuple[QuotationView, ...]:
    """One page of the list, each with the sentences around it."""
    chosen = session.execute(
        columns(col(Annotation.id), col(Annotation.article_id))
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .where(*narrowed.without())
        .order_by(col(Article.id), col(Annotation.start), col(Annotation.id))
        .offset(offset)
        .limit(limit)
    ).all()
    ids = {row.id for row in chosen}
    articles = sorted({row.article_id for row in chosen})
    views = article_views(session, articles, sources)
    read = columns(col(Article.id), col(Article.text)).where(col(Article.id).in_(articles))
    texts = {row.id: row.text for row in session.execute(read)}
    quoted = load_marks(session, ["quotation"], col(Annotation.id).in_(ids))
    around = load_marks(session, ["sentence", "mention"], col(Annotation.article_id).in_(articles))
    return tuple(
        _view(views[id_], texts[id_], mark, around.get(id_, [])) for id_ in articles for mark in quoted.get(id_, [])
    )


def _view(article: ArticleView, text: str, mark: Mark, around: list[Mark]) -> QuotationView:
    sentences = [m for m in around if m.layer == "sentence" and m.start < mark.end and m.end > mark.start]
    start = min([mark.start, *(m.start for m in sentences)])
    end = max([mark.end, *(m.end for m in sentences)])
    mentions = [m for m in around if m.layer == "mention" and m.start < end and m.end > start]
    return QuotationView(
        article=article,
        start=start,
        kind=mark.label,
        verb=mark.attrs.get("verb"),
        speaker=mark.name or mark.attrs.get("speaker"),
        proposed=mark.status == "proposed",
        pieces=pieces(text, start, end, [mark, *mentions], Emphasis()),
        words=len(text[mark.start : mark.end].split()),
        slug=mark.slug if mark.entity_kind == "person" else None,
    )
