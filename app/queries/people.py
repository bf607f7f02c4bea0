"""A person, place or organisation source by source: names, words, topics, company."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, case, func, literal, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import HEADLINE, Annotation, Article, Entity, EntityAlias, Passage, PassagePerson
from app.queries.article_counts import article_numbers, source_choices
from app.queries.claims import ask, entity_claims
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.names import NamesAsked, name_table
from app.queries.persons import mark_kinds
from app.queries.reading import Emphasis, Mark, load_marks, pieces, probability
from app.queries.scope import (
    Scope,
    article_conditions,
    dated,
    filter_bar,
    find_scope,
    is_certain,
    passage_conditions,
    person_counts,
    source_options,
    source_rows,
    surely_names,
    topics_by_id,
)
from app.queries.statement_cache import built
from app.queries.views.claims import Claims
from app.queries.views.heads import ArticleView, FilterBar, Option, SourceView, TopicView
from app.queries.views.people import PersonColumn, PersonPage, PersonView
from app.queries.views.quotes import QuotationView
from app.tallies import ArticleEntity

QUOTATIONS = 12
BESIDE = 12


def _in_text() -> ColumnElement[bool]:
    return col(Annotation.layer).in_(["mention", "quotation"])


def _in_headline() -> ColumnElement[bool]:
    return col(Annotation.layer).in_([HEADLINE + "mention", HEADLINE + "quotation"])


def sure_marks(scope: Scope) -> list[ColumnElement[bool]]:
    """The condition on Annotation where what is only proposed is hidden."""
    return [is_certain()] if scope.filters.certain else []


class SourceNumbers(NamedTuple):
    """How much a source has of a person: mentions, quotations, words given of them, articles whose text names them,
    single words in marks, mentions in headlines; of the quotations those that are only likely this person's."""

    mentions: int
    quotations: int
    words: int
    articles: int
    single_words: int
    headlines: int
    proposed: int

    @property
    def has_text(self) -> bool:
        """Is the person named or quoted in a text, not in headlines alone?"""
        return any(self[:5])


def person_page(
    session: Session,
    slug: str,
    person_slug: str,
    filters: Filters,
    asked: NamesAsked | None = None,
    *,
    kind: str = "person",
) -> PersonPage | None:
    """Screen 3. A name that has been joined to a person finds that person: ``page.person.slug`` tells.

    A place or organisation has no topics and no company here: passages know their persons only.
    """
    found = named_there(session, slug, person_slug, filters, kind)
    if found is None:
        return None
    scope, name = found
    bare = replace(scope, filters=replace(filters, persons=()))
    sources = source_rows(session, bare)
    marks = _marks_of(session, bare, name.id)
    quoted = _quotations(session, marks, sources)
    numbers = _by_source(session, bare, name.id)
    occurring = {id_: view for id_, view in sources.items() if id_ in numbers}
    in_text = {id_: view for id_, view in occurring.items() if numbers[id_].has_text}
    above = _headlines(session, bare, name.id, sources)
    names = name_table(session, bare, name.id, name.name, in_text, asked or NamesAsked())
    columns_ = [_column(view, numbers[id_], quoted, above) for id_, view in occurring.items()]
    return PersonPage(
        summit=scope.summit,
        bar=_bar(session, scope, sources, kind),
        person=replace(_person(name, list(numbers.values())), proposed=names.proposed),
        kind=kind,
        names=names,
        columns=tuple(sorted(columns_, key=lambda column: not column.quotations)),
        silent=_silent(session, bare, name.id, name.name, [view for i, view in sources.items() if i not in numbers]),
        topics=_topics(session, scope) if kind == "person" else (),
        beside=_beside(session, scope, name.id) if kind == "person" else (),
    )


def named_there(session: Session, slug: str, name: str, filters: Filters, kind: str) -> tuple[Scope, Any] | None:
    """The summit under the filters and (id, slug, name) of whom a short name is of; None where either is not there."""
    scope = find_scope(session, slug, _about(filters, name, kind))
    found = _found(session, scope, kind, name) if scope is not None else None
    return (scope, found) if scope is not None and found is not None else None


def _about(filters: Filters, slug: str, kind: str) -> Filters:
    """What passages with a person are found by: the person, and whoever else is chosen."""
    if kind != "person":
        return filters
    others = (person for person in filters.persons if person != slug)
    return replace(filters, persons=(slug, *others), any_person=False)


def _column(
    view: SourceView, numbers: SourceNumbers, quoted: Iterable[QuotationView], above: Iterable[ArticleView]
) -> PersonColumn:
    """What one source has. ``quoted`` and ``above`` are the quotations and headlines of all."""
    own = [quotation for quotation in quoted if quotation.article.source.slug == view.slug]
    return PersonColumn(
        source=view,
        mentions=numbers.mentions,
        quotations=tuple(own[:QUOTATIONS]),
        quotations_total=numbers.quotations,
        quoted_words=numbers.words,
        single_words=numbers.single_words,
        headlines=numbers.headlines,
        proposed=numbers.proposed,
        named_above=tuple(article for article in above if article.source.slug == view.slug),
    )


def _person(name: Any, numbers: Sequence[SourceNumbers]) -> PersonView:
    """Name and sums over all sources."""
    return PersonView(
        name.slug,
        name.name,
        mentions=sum(own.mentions for own in numbers),
        articles=sum(own.articles for own in numbers),
        quotations=sum(own.quotations for own in numbers),
        single_words=sum(own.single_words for own in numbers),
        headlines=sum(own.headlines for own in numbers),
        proposed_quotations=sum(own.proposed for own in numbers),
    )


def _silent(session: Session, scope: Scope, id_: int, name: str, missing: Sequence[SourceView]) -> Claims:
    """What may be said of the sources in which a name was not found. Seven statements, none where there are none."""
    if not missing:
        return Claims(())
    everyone = replace(scope, filters=replace(scope.filters, sources=()))
    claims = entity_claims(session, ask(session, everyone, source_rows(session, everyone)), {id_: name})[id_]
    slugs = {view.slug for view in missing}
    return Claims(tuple(one for one in claims.of if one.source.slug in slugs))


def _bar(session: Session, scope: Scope, sources: dict[int, SourceView], kind: str) -> FilterBar:
    """Of a person's page: by the passages with this person."""
    if kind == "person":
        return filter_bar(scope, person_counts(session, scope), source_options(session, scope, sources))
    return filter_bar(scope, [], source_choices(scope, sources, article_numbers(session, scope)), "articles")


def _found(session: Session, scope: Scope, kind: str, slug: str) -> Any:
    """(id, slug, name) of the entity at an address, or of the one that this name stands for by now."""
    if kind == "person":
        if slug not in scope.people:
            return None
        here = col(Entity.id) == scope.people[slug][0]
    else:
        named = columns(col(EntityAlias.entity_id)).where(
            col(EntityAlias.summit_id) == scope.summit_id, col(EntityAlias.key) == slug
        )
        own = col(Entity.slug) == slug
        here = (
            (col(Entity.summit_id) == scope.summit_id) & (col(Entity.kind) == kind) & (own | col(Entity.id).in_(named))
        )
    order = col(Entity.slug) != slug
    return session.execute(
        columns(col(Entity.id), col(Entity.slug), col(Entity.name)).where(here).order_by(order).limit(1)
    ).one_or_none()


def _marks_of(session: Session, scope: Scope, person_id: int) -> dict[int, list[Mark]]:
    """The person's quotations, the first few of each source, by article."""
    rank = func.row_number().over(
        partition_by=col(Article.source_id), order_by=[col(Article.id), col(Annotation.start)]
    )
    ranked = (
        columns(col(Annotation.id), rank.label("rank"))
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(*article_conditions(scope), col(Annotation.entity_id) == person_id)
        .where(col(Annotation.layer) == "quotation", col(Annotation.label) != "label", *sure_marks(scope))
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
        proposed=mark.proposed,
        probability=probability(mark),
        pieces=pieces(text, mark.start, mark.end, (), Emphasis()),
        words=len(text[mark.start : mark.end].split()),
    )


def _headlines(session: Session, scope: Scope, person_id: int, sources: dict[int, SourceView]) -> list[ArticleView]:
    """Articles whose headlines name or quote the person, the first few of each source. Two statements at most."""
    rank = func.row_number().over(partition_by=col(Article.source_id), order_by=col(Article.id))
    found = (
        columns(col(Article.id), rank.label("rank"))
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .where(*article_conditions(scope), col(Annotation.entity_id) == person_id, _in_headline(), *sure_marks(scope))
        .group_by(col(Article.id), col(Article.source_id))
        .subquery()
    )
    ids = session.execute(columns(found.c.id).where(found.c.rank <= QUOTATIONS)).scalars().all()
    return [view for _, view in sorted(article_views(session, ids, sources).items())]


@built
def _numbers_by_source(scope: Scope, entity_id: int) -> Any:
    if scope.filters.certain:
        return _certain_by_source(scope, entity_id)
    names = ("mentions", "quotations", "words", "labels", "headlines", "proposed")
    mentions, quotations, words, labels, headlines, proposed = (col(getattr(ArticleEntity, name)) for name in names)
    in_text = mentions + quotations + labels
    where = [col(ArticleEntity.entity_id) == entity_id, in_text + col(ArticleEntity.above) > 0]
    if scope.filters.sources:
        where.append(col(ArticleEntity.source_id).in_([id_ for id_, _ in scope.outlets.values()]))
    if scope.dates:
        days = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
        where.append(col(ArticleEntity.article_id).in_(days))
    texts = func.sum(case((in_text > 0, 1), else_=0))
    counted = (func.sum(one) for one in (mentions, quotations, words))
    rest = (func.sum(labels), func.sum(headlines), func.sum(proposed))
    source = col(ArticleEntity.source_id)
    return columns(source, *counted, texts, *rest).where(*where).group_by(source)


def _certain_by_source(scope: Scope, entity_id: int) -> Any:
    """The same, of the marks that are certain."""
    kinds = mark_kinds()
    text = or_(kinds["mentions"], kinds["quotations"], kinds["labels"])
    source = col(Article.source_id)
    return (
        columns(
            source,
            func.count().filter(kinds["mentions"]),
            func.count().filter(kinds["quotations"]),
            func.coalesce(func.sum(case((kinds["quotations"], col(Annotation.words)))), 0),
            func.count(case((text, col(Article.id))).distinct()),
            func.count().filter(kinds["labels"]),
            func.count().filter(kinds["headlines"]),
            literal(0),
        )
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .where(*article_conditions(scope), col(Annotation.entity_id) == entity_id, is_certain())
        .where(or_(_in_text(), _in_headline()))
        .group_by(source)
    )


def _by_source(session: Session, scope: Scope, person_id: int) -> dict[int, SourceNumbers]:
    """By source id; a source with nothing but headlines names the person all the same."""
    rows = session.execute(_numbers_by_source(scope, person_id))
    return {source: SourceNumbers(*map(int, numbers)) for source, *numbers in rows}


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
    return tuple((views[topic], int(sentences)) for topic, sentences in rows if not views[topic].hidden)


def _beside(session: Session, scope: Scope, person_id: int) -> tuple[Option, ...]:
    """Who else is in the person's passages."""
    rows = session.execute(_company(scope, person_id)).all()
    return tuple(Option(slug, name, count, slug in scope.people) for slug, name, count in rows)


@built
def _company(scope: Scope, person_id: int) -> Any:
    other = aliased(PassagePerson)
    number = func.count()
    sure = [surely_names(col(other.entity_id))] if scope.filters.certain else []
    beside = (
        columns(col(other.entity_id), number.label("number"))
        .select_from(Passage)
        .join(other, col(other.passage_id) == col(Passage.id))
        .where(*passage_conditions(scope), col(other.entity_id) != person_id, *sure)
        .group_by(col(other.entity_id))
        .subquery()
    )
    return (
        columns(col(Entity.slug), col(Entity.name), beside.c.number)
        .join(beside, beside.c.entity_id == col(Entity.id))
        .order_by(beside.c.number.desc(), col(Entity.name))
        .limit(BESIDE)
    )
