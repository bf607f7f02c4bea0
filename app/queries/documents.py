"""The article document of the JSON contract, from stored annotations or straight from an analysis: the same fields."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.compare.voice import voices
from app.models import HEADLINE_LAYERS, Annotation, Article, Passage, Source, Summit
from app.nlp.genre.marks import chosen
from app.nlp.layers import LAYERS, documents_of, rows_of
from app.nlp.types import Analysis, Headline
from app.queries.articles import articles_page
from app.queries.filters import UNKNOWN, Filters
from app.queries.heads import article_columns
from app.queries.placing import event_topics
from app.queries.provenance import provenances
from app.queries.reading import Mark, load_marks, text_and_headline
from app.queries.scope import find_scope, passage_conditions, topics_by_id
from app.queries.summits import load_matrix, summits_page
from app.queries.topicless import topicless_shares
from app.queries.views.documents import (
    ArticleEntry,
    ArticleList,
    GenreDocument,
    Matrix,
    MatrixSource,
    ProvenanceDocument,
    SummitEntry,
    SummitList,
    TopicPassages,
)
from app.queries.views.heads import ArticleView, SummitView
from app.queries.views.shared import Provenance
from app.queries.views.topicless import Share

# An article's document: which fields it has beside those of its head, the registry of layers tells.
Document = dict[str, Any]


def summits_document(session: Session) -> SummitList:
    """``GET /api/summits``."""
    return {"items": [_summit(view) for view in summits_page(session).summits]}


def summit_document(session: Session, slug: str) -> SummitEntry | None:
    """``GET /api/summits/{slug}``: as in the list; None for a summit that is not there."""
    scope = find_scope(session, slug, Filters())
    return _summit(scope.summit) if scope else None


def _summit(view: SummitView) -> SummitEntry:
    return {
        "slug": view.slug,
        "name": view.name,
        "place": view.place,
        "starts_on": view.starts_on.isoformat() if view.starts_on else None,
        "ends_on": view.ends_on.isoformat() if view.ends_on else None,
        "articles": view.articles,
        "sources": view.sources,
    }


def articles_document(
    session: Session, slug: str, filters: Filters, topic: str | None, offset: int, limit: int
) -> ArticleList | None:
    """``GET /api/summits/{slug}/articles``; None for a summit that is not there."""
    page = articles_page(session, slug, filters, offset=offset, limit=limit, topic=topic)
    if page is None:
        return None
    return {"total": page.total, "items": [_head(article) for article in page.articles]}


def _head(article: ArticleView) -> ArticleEntry:
    return {
        "id": article.id,
        "title": article.title,
        "source": {"slug": article.source.slug, "name": article.source.name},
        "published": article.published,
        "agencies": list(article.agencies),
        "status": article.status,  # type: ignore[typeddict-item]
        "words": article.words,
        "belonging": article.belonging,  # type: ignore[typeddict-item]
    }


def article_document(session: Session, article_id: int) -> Document | None:
    """``GET /api/articles/{id}``: head, text and every mark; None for an article that is not there."""
    row = session.execute(
        article_columns()
        .add_columns(
            col(Article.text),
            col(Article.genre_evidence),
            col(Source.slug).label("source"),
            col(Source.name).label("outlet"),
        )
        .join(Source, col(Source.id) == col(Article.source_id))
        .join(Summit, col(Summit.id) == col(Article.summit_id))
        .where(col(Article.id) == article_id, col(Summit.removed_at).is_(None))
    ).one_or_none()
    if row is None:
        return None
    found = load_marks(session, [*LAYERS, *HEADLINE_LAYERS], col(Annotation.article_id) == article_id).get(
        article_id, []
    )
    marks, above = text_and_headline(found)
    return {
        "id": row.id,
        "title": row.title,
        "source": {"slug": row.source, "name": row.outlet},
        "published": row.published,
        "agencies": list(row.agencies),
        "status": row.status,
        "words": row.words,
        "belonging": row.belonging,
        "genre": _genre(row.genre, row.genre_status, row.genre_evidence),
        "url": row.url,
        "language": row.language,
        "changed_at": row.changed_at,
        "page": row.page,
        "text": row.text,
        "file": row.file,
        **documents_of(row.text, by_layer(marks)),
        "headline": documents_of(row.title or "", by_layer(above), headline=True),
        "provenance": _provenance(provenances(session, [article_id])[article_id]),
    }


def _genre(name: str, status: str, evidence: Sequence[Mapping[str, Any]]) -> GenreDocument:
    return {
        "name": name or UNKNOWN,  # type: ignore[typeddict-item]
        "status": status or UNKNOWN,  # type: ignore[typeddict-item]
        "evidence": [dict(one) for one in evidence],  # type: ignore[misc]
    }


def _provenance(found: Provenance) -> ProvenanceDocument:
    return {
        "own": found.own,
        "signed": found.signed,
        "quoted": found.quoted,
        "unsigned": found.unsigned,
        "elsewhere": found.elsewhere,
        "whole": found.whole,
        "agencies": list(found.agencies),
    }


def analysis_document(text: str, analysis: Analysis, file: str | None = None) -> Document:
    """The same document of a text that is not stored: ``gipfelspiegel analyse``."""
    above = analysis.headline or Headline("")
    return {
        "id": None,
        "title": above.title or None,
        "source": None,
        "published": None,
        "agencies": list(analysis.agencies),
        "status": "ready",
        "words": analysis.words,
        "belonging": "",
        "genre": _found_genre(analysis),
        "url": None,
        "language": analysis.language,
        "text": text,
        "file": file,
        **documents_of(text, by_layer(found_marks(text, analysis))),
        "headline": documents_of(above.title, by_layer(found_marks(above.title, above)), headline=True),
    }


def _found_genre(analysis: Analysis) -> GenreDocument:
    above = analysis.headline.genre if analysis.headline else None
    part, found = chosen([("headline", above), ("text", analysis.genre)]) or ("", None)
    evidence = [{"part": part} | asdict(one) for one in found.evidence] if found else []
    return _genre(found.name if found else "", found.status if found else "", evidence)


def found_marks(text: str, found: Analysis | Headline) -> list[Mark]:
    """Marks that are not stored, as those that are: slugs are the keys of the analysis, and nothing has an id."""
    names = {entity.key: entity for entity in found.entities}
    marks = []
    for layer, row in rows_of(found, text, voices(found.quotations).at):
        entity = names.get(row.entity or "")
        marks.append(
            Mark(
                layer=layer.name,
                label=row.label,
                start=row.start,
                end=row.end,
                via=row.via,
                status=row.status,
                topic_id=None,
                score=row.score,
                entity_id=None,
                slug=entity.key if entity else None,
                name=entity.name if entity else None,
                entity_kind=entity.kind if entity else None,
                attrs=row.attrs,
                voice=row.voice,
                corrected=row.corrected,
            )
        )
    return marks


def text_shapes() -> dict[str, tuple[type, str]]:
    """What the marks of a text look like in JSON, field by field of its document: the shape, and what it is."""
    return {layer.many: (layer.shape, layer.about) for layer in LAYERS.values() if layer.within is None}


def headline_shapes() -> dict[str, tuple[type, str]]:
    """The same of the marks of a headline."""
    return {layer.many: (layer.shape, layer.about) for layer in LAYERS.values() if layer.above}


def by_layer(marks: Iterable[Mark]) -> dict[str, list[Mark]]:
    """Marks by the names of their layers."""
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.layer].append(mark)
    return found


def matrix_document(session: Session, slug: str, filters: Filters) -> Matrix | None:
    """``GET /api/summits/{slug}/matrix``: cells that are not there are zero."""
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    matrix = load_matrix(session, scope)
    present = {topic for topic, _ in matrix.sentences}
    events = event_topics(matrix.topics, matrix.kept, scope.numbers)
    return {
        "topics": [
            {
                "slug": view.slug,
                "group": view.group,
                "label": {"de": view.label_de, "en": view.label_en},
                "origin": view.origin,
                "within": view.within,
                "pinned": view.pinned,
                "hidden": view.hidden,
                "event": id_ in events,
            }
            for id_, view in matrix.topics.items()
            if id_ in present
        ],
        "sources": [_source(one) for one in topicless_shares(session, scope, matrix.sources).sources],
        "cells": [
            {
                "topic": matrix.topics[topic].slug,
                "source": matrix.sources[source].slug,
                "sentences": number,
                "share": round(number / max(1, matrix.sources[source].sentences), 4),
            }
            for (topic, source), number in sorted(matrix.sentences.items())
        ],
    }


def _source(share: Share) -> MatrixSource:
    view = share.source
    return {
        "slug": view.slug,
        "name": view.name,
        "articles": view.articles,
        "words": view.words,
        "proper_sentences": share.of,
        "without_topic": share.without,
    }


def passages_document(
    session: Session, slug: str, topic: str, filters: Filters, offset: int, limit: int
) -> TopicPassages | None:
    """``GET /api/summits/{slug}/topics/{topic}/passages``: what the topic page shows, as offsets into the articles."""
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    topic_id = next((id_ for id_, view in topics_by_id(session, scope.summit_id).items() if view.slug == topic), None)
    if topic_id is None:
        return None
    where = [*passage_conditions(scope), col(Passage.topic_id) == topic_id]
    total = session.execute(columns(func.count()).select_from(Passage).where(*where)).scalar_one()
    rows = session.execute(
        columns(
            col(Passage.article_id),
            col(Source.slug),
            col(Passage.start),
            col(Passage.end),
            col(Passage.first),
            col(Passage.sentences),
        )
        .join(Source, col(Source.id) == col(Passage.source_id))
        .where(*where)
        .order_by(col(Passage.source_id), col(Passage.article_id), col(Passage.start))
        .offset(offset)
        .limit(limit)
    )
    return {
        "total": total,
        "items": [
            {
                "article": row.article_id,
                "source": row.slug,
                "start": row.start,
                "end": row.end,
                "first": row.first,
                "sentences": row.sentences,
            }
            for row in rows
        ],
    }
