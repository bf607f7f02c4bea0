"""Tables whose rows are sentences: what a search found, where a name stands, what bears no topic."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from sqlalchemy import and_, case, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import col

from app.models import HEADLINE, Annotation, Article, Source
from app.nlp.codecs import probability_of
from app.queries.articles import listed
from app.queries.people import named_there, sure_marks
from app.queries.scope import article_conditions
from app.queries.tables.rows import Row, Wanted, stretch, sureness, told
from app.queries.topicless import topicless_statement
from app.search import matching_spans
from app.tallies import ArticleTally


def hits(wanted: Wanted) -> Iterator[Row]:
    """One row a sentence or headline with a word of the search, of articles that hold every one; nothing without."""
    query = wanted.scope.filters.query
    if not query:
        return
    sentence = aliased(Annotation)
    statement = (
        columns(
            col(Article.id), col(Source.name), col(Article.title), col(Article.published),
            stretch(col(sentence.start), col(sentence.end)).label("text"), col(sentence.start),
        )
        .join(Source, col(Source.id) == col(Article.source_id))
        .join(ArticleTally, col(ArticleTally.article_id) == col(Article.id))
        .outerjoin(
            sentence, and_(col(sentence.article_id) == col(Article.id), col(sentence.layer) == "sentence")
        )
        .where(*listed(wanted.session, wanted.scope))
        .order_by(col(Article.id), col(sentence.start), col(sentence.id))
    )  # fmt: skip
    for id_, rows in groupby(wanted.stream(statement), key=lambda row: row.id):
        for place, row in enumerate(rows):
            if place == 0 and (words := _matched(row.title or "", query)):
                yield row.name, row.title, row.published, "headline", words, told(row.title), wanted.address(id_)
            if row.text and (words := _matched(row.text, query)):
                yield (
                    row.name, row.title, row.published, "text", words, told(row.text), wanted.address(id_, row.start)
                )  # fmt: skip


def _matched(text: str, query: str) -> str:
    """The words of the text that the search finds, once each."""
    return ", ".join(dict.fromkeys(text[start:end] for start, end in matching_spans(text, query)))


def name(wanted: Wanted) -> Iterator[Row]:
    """One row a place in a text or headline that names a person, place or organisation, or gives the person's words."""
    scope = wanted.scope
    kind, short = wanted.own.get("kind", "person"), wanted.own.get("name", "")
    found = named_there(wanted.session, scope.summit.slug, short, scope.filters, kind)
    if found is None:
        return
    _, one = found
    bare = replace(scope, filters=replace(scope.filters, persons=()))
    sentence, is_above = aliased(Annotation), col(Annotation.layer).startswith(HEADLINE)
    start, end = col(Annotation.start), col(Annotation.end)
    where = case((is_above, col(Article.title)), else_=col(Article.text))
    layers = [prefix + layer for prefix in ("", HEADLINE) for layer in ("mention", "quotation")]
    statement: Any = (
        columns(
            col(Source.name), col(Article.title), col(Article.published), col(Annotation.layer), col(Annotation.label),
            func.substr(where, start + 1, end - start).label("text"), col(Annotation.status), col(Annotation.attrs),
            col(Annotation.corrected), col(Annotation.surface), col(Annotation.words), col(Annotation.article_id),
            start, stretch(col(sentence.start), col(sentence.end)).label("sentence"),
        )
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .join(Source, col(Source.id) == col(Article.source_id))
        .outerjoin(
            sentence,
            and_(
                ~is_above, col(sentence.article_id) == col(Article.id), col(sentence.layer) == "sentence",
                col(sentence.start) <= start, col(sentence.end) > start,
            ),
        )
        .where(*article_conditions(bare), *sure_marks(scope))
        .where(col(Annotation.entity_id) == one.id, col(Annotation.layer).in_(layers))
        .order_by(col(Article.id), is_above.desc(), start, col(Annotation.id))
    )  # fmt: skip
    for row in wanted.stream(statement):
        above = row.layer.startswith(HEADLINE)
        said = row.layer.endswith("quotation")
        yield (
            row.name, row.title, row.published, "headline" if above else "text", row.label if said else "mention",
            told(row.text), told(row.sentence) or None, sureness(row, True), probability_of(row),
            row.surface if said else None, row.words if said else None,
            wanted.address(row.article_id, None if above else row.start),
        )  # fmt: skip


def topicless(wanted: Wanted) -> Iterator[Row]:
    """One row a sentence that bears no topic."""
    found = topicless_statement(wanted.scope).subquery()
    statement = (
        columns(
            col(Source.name), col(Article.title), col(Article.published), stretch(found.c.start, found.c.end),
            found.c.article_id, found.c.start,
        )
        .select_from(found)
        .join(Article, col(Article.id) == found.c.article_id)
        .join(Source, col(Source.id) == col(Article.source_id))
        .order_by(found.c.article_id, found.c.start)
    )  # fmt: skip
    for source, title, day, text, article, start in wanted.stream(statement):
        yield source, title, day, told(text), wanted.address(article, start)
