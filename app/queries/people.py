"""Persons: who occurs how often, and one person source by source: names, words, topics, company."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Annotation, Article, Entity, Passage, PassagePerson
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.names import NamesAsked, name_table
from app.queries.reading import Emphasis, Mark, load_marks, pieces
from app.queries.scope import (
    Scope,
    article_conditions,
    filter_bar,
    find_scope,
    passage_conditions,
    person_counts,
    source_options,
    source_rows,
    topics_by_id,
)
from app.queries.views.heads import ArticleView, Option, SourceView, TopicView
from app.queries.views.people import PersonColumn, PersonPage, PersonsPage, PersonView
from app.queries.views.quotes import QuotationView

PAGE = 100
QUOTATIONS = 12
BESIDE = 12


def _counts(scope: Scope) -> Any:
    """(slug, name, mentions, articles, quotations) of the persons under the source and date filters."""
    named = func.count().filter(col(Annotation.layer) == "mention")
    spoken = func.count().filter(col(Annotation.layer) == "quotation", col(Annotation.label) != "label")
    return (
        columns(
            col(Entity.slug),
            col(Entity.name),
            named.label("mentions"),
            func.count(col(Annotation.article_id).distinct()).label("articles"),
            spoken.label("quotations"),
        )
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .join(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(*article_conditions(scope), col(Entity.kind) == "person")
        .where(col(Annotation.layer).in_(["mention", "quotation"]))
        .group_by(col(Entity.id), col(Entity.slug), col(Entity.name))
        .order_by(named.desc(), col(Entity.name))
    )


def persons_page(
    session: Session, slug: str, filters: Filters, offset: int = 0, limit: int = PAGE
) -> PersonsPage | None:
    """Persons by how often they are mentioned; with persons chosen, those in the same passages."""
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    statement = _counts(scope)
    if filters.persons:
        inside = (
            columns(col(PassagePerson.entity_id))
            .join(Passage, col(Passage.id) == col(PassagePerson.passage_id))
            .where(*passage_conditions(scope))
        )
        statement = statement.where(col(Entity.id).in_(inside))
    rows = session.execute(statement).all()  # counting them costs as much as giving them
    total = len(rows)
    sources = source_rows(session, replace(scope, filters=Filters()))
    return PersonsPage(
        summit=scope.summit,
        bar=filter_bar(
            scope,
            person_counts(session, scope, articles=True),
            source_options(session, scope, sources, articles=True),
            "articles",
        ),
        persons=tuple(
            PersonView(r.slug, r.name, r.mentions, r.articles, r.quotations) for r in rows[offset : offset + limit]
        ),
        total=total,
        next_offset=offset + limit if offset + limit < total else None,
    )


def person_page(
    session: Session, slug: str, person_slug: str, filters: Filters, asked: NamesAsked | None = None
) -> PersonPage | None:
    """Screen 3. A name that has been joined to a person finds that person: ``page.person.slug`` tells."""
    own = replace(filters, persons=(person_slug, *(p for p in filters.persons if p != person_slug)), any_person=False)
    scope = find_scope(session, slug, own)
    if scope is None or person_slug not in scope.people:
        return None
    person_id = scope.people[person_slug][0]
    bare = replace(scope, filters=replace(filters, persons=()))
    name = session.execute(columns(col(Entity.slug), col(Entity.name)).where(col(Entity.id) == person_id)).one()
    sources = source_rows(session, bare)
    marks = _marks_of(session, bare, person_id)
    quoted = _quotations(session, marks, sources)
    mentions = _by_source(session, bare, person_id)
    occurring = {id_: view for id_, view in sources.items() if id_ in mentions}
    columns_ = [
        PersonColumn(
            source=view,
            mentions=mentions[id_][0],
            quotations=tuple(q for q in quoted if q.article.source.slug == view.slug)[:QUOTATIONS],
            quotations_total=mentions[id_][1],
            quoted_words=mentions[id_][2],
        )
        for id_, view in occurring.items()
    ]
    return PersonPage(
        summit=scope.summit,
        bar=filter_bar(scope, person_counts(session, scope), source_options(session, scope, sources)),
        person=PersonView(
            name.slug,
            name.name,
            sum(number for number, *_ in mentions.values()),
            sum(number for *_, number in mentions.values()),
            sum(number for _, number, *_ in mentions.values()),
        ),
        names=name_table(session, bare, person_id, name.name, occurring, asked or NamesAsked()),
        columns=tuple(columns_),
        silent=tuple(view for id_, view in sources.items() if id_ not in mentions),
        topics=_topics(session, scope),
        beside=_beside(session, scope, person_id),
    )


def _marks_of(session: Session, scope: Scope, person_id: int) -> dict[int, list[Mark]]:
    """The person's quotations, the first few of each source, by article."""
    rank = func.row_number().over(
        partition_by=col(Article.source_id), order_by=[col(Article.id), col(Annotation.start)]
    )
    ranked = (
        columns(col(Annotation.id), rank.label("rank"))
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(*article_conditions(scope), col(Annotation.entity_id) == person_id)
        .where(col(Annotation.layer) == "quotation", col(Annotation.label) != "label")
        .subquery()
    )
    first = columns(ranked.c.id).where(ranked.c.rank <= QUOTATIONS)
    return load_marks(session, ["quotation"], col(Annotation.id).in_(first))


def _quotations(session: Session, marks: dict[int, list[Mark]], sources: dict[int, SourceView]) -> list[QuotationView]:
    articles = article_views(session, list(marks), sources)
    texts = dict(
        session.execute(columns(col(Article.id), col(Article.text)).where(col(Article.id).in_(list(marks)))).all()
    )
    return [
        _quotation(articles[article_id], texts[article_id], mark) for article_id, own in marks.items() for mark in own
    ]


def _quotation(article: ArticleView, text: str, mark: Mark) -> QuotationView:
    return QuotationView(
        article=article,
        start=mark.start,
        kind=mark.label,
        verb=mark.attrs.get("verb"),
        speaker=mark.name,
        proposed=mark.status == "proposed",
        pieces=pieces(text, mark.start, mark.end, (), Emphasis()),
        words=len(text[mark.start : mark.end].split()),
    )


def _by_source(session: Session, scope: Scope, person_id: int) -> dict[int, tuple[int, int, int, int]]:
    """(mentions, quotations, words given of the person, articles) by source id."""
    spoken = (col(Annotation.layer) == "quotation") & (col(Annotation.label) != "label")
    rows = session.execute(
        columns(
            col(Article.source_id),
            func.count().filter(col(Annotation.layer) == "mention"),
            func.count().filter(spoken),
            func.coalesce(func.sum(col(Annotation.words)).filter(spoken), 0),
            func.count(col(Annotation.article_id).distinct()),
        )
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(*article_conditions(scope), col(Annotation.entity_id) == person_id)
        .group_by(col(Article.source_id))
    )
    return {source: (named, said, int(words), articles) for source, named, said, words, articles in rows}


def _topics(session: Session, scope: Scope) -> tuple[tuple[TopicView, int], ...]:
    """Topics of the passages with the person, with their sentences."""
    views = topics_by_id(session, scope.summit_id)
    number = func.sum(col(Passage.sentences))
    rows = session.execute(
        columns(col(Passage.topic_id), number)
        .where(*passage_conditions(scope))
        .group_by(col(Passage.topic_id))
        .order_by(number.desc())
    )
    return tuple((views[topic], int(sentences)) for topic, sentences in rows)


def _beside(session: Session, scope: Scope, person_id: int) -> tuple[Option, ...]:
    """Who else is in the person's passages."""
    other = aliased(PassagePerson)
    number = func.count()
    rows: Sequence[Any] = session.execute(
        columns(col(Entity.slug), col(Entity.name), number)
        .select_from(Passage)
        .join(other, other.passage_id == Passage.id)  # type: ignore[arg-type]
        .join(Entity, col(Entity.id) == other.entity_id)
        .where(*passage_conditions(scope), col(Entity.id) != person_id)
        .group_by(col(Entity.id), col(Entity.slug), col(Entity.name))
        .order_by(number.desc(), col(Entity.name))
        .limit(BESIDE)
    ).all()
    return tuple(Option(slug, name, count, slug in scope.people) for slug, name, count in rows)
