"""The article document of the JSON contract, from stored annotations or straight from an analysis: the same fields."""

import re
from collections import defaultdict
from dataclasses import asdict
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.compare.voice import voices
from app.models import HEADLINE_LAYERS, Annotation, Article, Passage, Source, Summit
from app.nlp.types import Analysis, Headline, TopicMark
from app.queries.articles import articles_page
from app.queries.filters import Filters
from app.queries.heads import article_columns
from app.queries.provenance import provenances
from app.queries.reading import Mark, load_marks, text_and_headline
from app.queries.scope import find_scope, passage_conditions, topics_by_id
from app.queries.summits import load_matrix, summits_page
from app.queries.views.heads import ArticleView, SourceView, SummitView
from app.queries.views.shared import Provenance

Document = dict[str, Any]
_ISO = re.compile(r"\d{4}(?:-\d\d){0,2}(?:/\d{4}(?:-\d\d){0,2})?")


def summits_document(session: Session) -> Document:
    """``GET /api/summits``."""
    return {"items": [_summit(view) for view in summits_page(session).summits]}


def summit_document(session: Session, slug: str) -> Document | None:
    """``GET /api/summits/{slug}``: as in the list; None for a summit that is not there."""
    scope = find_scope(session, slug, Filters())
    return _summit(scope.summit) if scope else None


def _summit(view: SummitView) -> Document:
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
) -> Document | None:
    """``GET /api/summits/{slug}/articles``; None for a summit that is not there."""
    page = articles_page(session, slug, filters, offset=offset, limit=limit, topic=topic)
    if page is None:
        return None
    return {"total": page.total, "items": [_head(article) for article in page.articles]}


def _head(article: ArticleView) -> Document:
    return {
        "id": article.id,
        "title": article.title,
        "source": {"slug": article.source.slug, "name": article.source.name},
        "published": article.published,
        "agencies": list(article.agencies),
        "status": article.status,
        "words": article.words,
    }


def article_document(session: Session, article_id: int) -> Document | None:
    """``GET /api/articles/{id}``: head, text and every mark; None for an article that is not there."""
    row = session.execute(
        article_columns()
        .add_columns(col(Article.text), col(Source.slug).label("source"), col(Source.name).label("outlet"))
        .join(Source, col(Source.id) == col(Article.source_id))
        .join(Summit, col(Summit.id) == col(Article.summit_id))
        .where(col(Article.id) == article_id, col(Summit.removed_at).is_(None))
    ).one_or_none()
    if row is None:
        return None
    layers = ["sentence", "topic", "mention", "quotation", "figure", "warning", *HEADLINE_LAYERS]
    found = load_marks(session, layers, col(Annotation.article_id) == article_id).get(article_id, [])
    marks, above = text_and_headline(found)
    return {
        "id": row.id,
        "title": row.title,
        "source": {"slug": row.source, "name": row.outlet},
        "published": row.published,
        "agencies": list(row.agencies),
        "status": row.status,
        "words": row.words,
        "url": row.url,
        "language": row.language,
        "text": row.text,
        "file": row.file,
        **_layers(row.text, marks),
        "headline": {
            **_marks(row.title or "", above),
            "topics": [_topic(mark) for mark in above if mark.layer == "topic"],
        },
        "provenance": _provenance(provenances(session, [article_id])[article_id]),
    }


def _provenance(one: Provenance) -> Document:
    """Words by whose they are; ``whole``: the text itself is signed, and ``elsewhere`` of its words others have too."""
    counts = {name: getattr(one, name) for name in ("own", "signed", "quoted", "unsigned", "elsewhere", "whole")}
    return {**counts, "agencies": list(one.agencies)}


def _layers(text: str, marks: list[Mark]) -> Document:
    topics: dict[int, list[Document]] = defaultdict(list)
    for mark in marks:
        if mark.layer == "topic":
            topics[mark.start].append(_topic(mark))
    return {
        "warnings": [
            {"code": m.label, "message": m.attrs["message"], "start": m.start, "end": m.end}
            for m in marks
            if m.layer == "warning"
        ],
        "sentences": [
            {"start": m.start, "end": m.end, "kind": m.label, "topics": topics.get(m.start, [])}
            for m in marks
            if m.layer == "sentence"
        ],
        **_marks(text, marks),
    }


def _topic(mark: Mark) -> Document:
    return {
        "slug": mark.label,
        "score": mark.score,
        "evidence": [surface for _, _, surface in mark.attrs["evidence"]],
        "carried": mark.attrs["carried"],
        "corrected": mark.corrected,
    }


def _marks(text: str, marks: list[Mark]) -> Document:
    """Mentions, quotations and figures of a text or headline."""
    of: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        of[mark.layer].append(mark)
    return {
        "mentions": [
            {
                "start": m.start,
                "end": m.end,
                "surface": text[m.start : m.end],
                "kind": m.label,
                "via": m.via,
                "entity": _entity(m),
                "status": m.status,
                "metonym": bool(m.attrs.get("metonym")),
                "corrected": m.corrected,
                "voice": m.voice,
            }
            for m in of["mention"]
        ],
        "quotations": [
            {
                "start": m.start,
                "end": m.end,
                "kind": m.label,
                "speaker": _entity(m),
                "speaker_text": m.attrs.get("speaker"),
                "verb": m.attrs.get("verb"),
                "status": m.status,
                "corrected": m.corrected,
            }
            for m in of["quotation"]
        ],
        "figures": [figure_document(m.attrs) for m in of["figure"]],
    }


def figure_document(figure: Document) -> Document:
    """A figure from its fields. ``value`` is a number or, of a date, the day, month or year as far as it is known: as
    the text gives it, or as read against the article's date (stored figures only)."""
    when = figure.get("day") or figure["when"]
    known = when if when and _ISO.fullmatch(when) else None
    return {
        "start": figure["start"],
        "end": figure["end"],
        "surface": figure["surface"],
        "kind": figure["kind"],
        "value": figure["value"] if figure["when"] is None else known,
        "high": figure["high"],
        "unit": figure["unit"],
        "precision": figure["precision"],
        "when": figure["when"],
        "about": figure["about"],
    }


def _entity(mark: Mark) -> Document | None:
    return {"slug": mark.slug, "name": mark.name} if mark.slug else None


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
        "url": None,
        "language": analysis.language,
        "text": text,
        "file": file,
        "warnings": [{"code": w.code, "message": w.message, "start": w.start, "end": w.end} for w in analysis.warnings],
        "sentences": [
            {"start": s.start, "end": s.end, "kind": s.kind, "topics": [_found_topic(t) for t in s.topics]}
            for s in analysis.sentences
        ],
        **_found_marks(analysis),
        "headline": {**_found_marks(above), "topics": [_found_topic(t) for t in above.topics]},
    }


def _found_topic(mark: TopicMark) -> Document:
    return {
        "slug": mark.slug,
        "score": mark.score,
        "evidence": [e.surface for e in mark.evidence],
        "carried": mark.carried,
        "corrected": mark.corrected,
    }


def _found_marks(found: Analysis | Headline) -> Document:
    """Mentions, quotations and figures that are not stored."""
    names = {entity.key: {"slug": entity.key, "name": entity.name} for entity in found.entities}
    heard = voices(found.quotations)
    return {
        "mentions": [
            {
                "start": m.start,
                "end": m.end,
                "surface": m.surface,
                "kind": m.kind,
                "via": m.via,
                "entity": names.get(m.entity or ""),
                "status": m.status,
                "metonym": m.metonym,
                "corrected": m.corrected,
                "voice": heard.at(m.start, m.end),
            }
            for m in found.mentions
        ],
        "quotations": [
            {
                "start": q.start,
                "end": q.end,
                "kind": q.kind,
                "speaker": names.get(q.speaker or ""),
                "speaker_text": q.speaker_text,
                "verb": q.verb,
                "status": q.status,
                "corrected": q.corrected,
            }
            for q in found.quotations
        ],
        "figures": [figure_document(asdict(f)) for f in found.figures],
    }


def matrix_document(session: Session, slug: str, filters: Filters) -> Document | None:
    """``GET /api/summits/{slug}/matrix``: cells that are not there are zero."""
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    matrix = load_matrix(session, scope)
    present = {topic for topic, _ in matrix.sentences}
    return {
        "topics": [
            {"slug": view.slug, "group": view.group, "label": {"de": view.label_de, "en": view.label_en}}
            for id_, view in matrix.topics.items()
            if id_ in present
        ],
        "sources": [_source(view) for view in matrix.sources.values()],
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


def _source(view: SourceView) -> Document:
    return {"slug": view.slug, "name": view.name, "articles": view.articles, "words": view.words}


def passages_document(
    session: Session, slug: str, topic: str, filters: Filters, offset: int, limit: int
) -> Document | None:
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
    names = ("article", "source", "start", "end", "first", "sentences")
    return {"total": total, "items": [dict(zip(names, row, strict=True)) for row in rows]}
