"""Articles under the filters, counted by what is kept of them: the sources they are of, the persons they name.

A person's articles are those that name the person or give the person's words, in the text or the headline, in a passage
of some topic or outside of any.
"""

from typing import Any

from sqlalchemy import and_, false, func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Article, Entity
from app.queries.scope import MOST_PERSONS, Scope, dated, filter_bar
from app.queries.tallies import Person, person_numbers
from app.queries.views.heads import FilterBar, Option, SourceView
from app.tallies import ArticleEntity, ArticleTally


def kept_conditions(scope: Scope, *, sources: bool = True) -> list[Any]:
    """Conditions on ArticleTally: summit, sources, dates."""
    conditions = [col(ArticleTally.summit_id) == scope.summit_id]
    if sources and scope.filters.sources:
        conditions.append(col(ArticleTally.source_id).in_(scope.source_ids))
    if scope.dates:
        days = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
        conditions.append(col(ArticleTally.article_id).in_(days))
    return conditions


def person_conditions(scope: Scope, article: Any = ArticleTally.article_id) -> list[Any]:
    """Conditions on the id of an article: it names all chosen persons (or any of them). Nobody unknown is named."""
    if not scope.filters.persons:
        return []
    tests: list[Any] = [col(article).in_(_articles_of(person)) for person in scope.person_ids]
    missing = len(scope.filters.persons) > len(tests)
    if not tests or (missing and not scope.filters.any_person):
        return [false()]
    return [or_(*tests) if scope.filters.any_person else and_(*tests)]


def article_persons(session: Session, scope: Scope, *extra: Any) -> list[Person]:
    """(slug, name, articles) of the persons in the articles that the other filters, and ``extra`` conditions on
    ArticleTally, leave. One statement."""
    if scope.filters.sources and not scope.outlets:
        return []
    if not (extra or scope.dates or scope.filters.persons):
        return person_numbers(session, scope.summit_id, "articles", MOST_PERSONS, scope.source_ids)
    chosen = [] if scope.filters.any_person else person_conditions(scope)
    return persons_in(session, [*kept_conditions(scope), *chosen, *extra])


def article_numbers(session: Session, scope: Scope, *extra: Any) -> dict[int, int]:
    """Articles by source (id), whatever sources are chosen, under all else. One statement, or none."""
    if not (extra or scope.dates or scope.filters.persons):
        return {one.id: one.articles for one in scope.numbers}
    where = [*kept_conditions(scope, sources=False), *person_conditions(scope), *extra]
    counted = columns(col(ArticleTally.source_id), func.count()).where(*where)
    return dict(session.execute(counted.group_by(col(ArticleTally.source_id))).all())


def source_choices(scope: Scope, sources: dict[int, SourceView], numbers: dict[int, int]) -> list[Option]:
    """Each source with its number."""
    return [
        Option(view.slug, view.name, numbers.get(id_, 0), view.slug in scope.filters.sources, view.hue)
        for id_, view in sources.items()
    ]


def article_bar(session: Session, scope: Scope, sources: dict[int, SourceView], *extra: Any) -> FilterBar:
    """The bar of screens that count articles. Two statements at most."""
    persons = article_persons(session, scope, *extra)
    return filter_bar(
        scope, persons, source_choices(scope, sources, article_numbers(session, scope, *extra)), "articles"
    )


def persons_in(session: Session, where: list[Any]) -> list[Person]:
    """(slug, name, articles) of the persons in the articles that conditions on ArticleTally leave. One statement."""
    number = func.count()
    counts = (
        columns(col(ArticleEntity.entity_id), number.label("number"))
        .select_from(ArticleTally)
        .join(ArticleEntity, col(ArticleEntity.article_id) == col(ArticleTally.article_id))
        .where(*where, _is_named())
        .group_by(col(ArticleEntity.entity_id))
        .subquery()
    )
    rows = session.execute(
        columns(col(Entity.slug), col(Entity.name), counts.c.number)
        .join(counts, counts.c.entity_id == col(Entity.id))
        .where(col(Entity.kind) == "person")
        .order_by(counts.c.number.desc(), col(Entity.name))
        .limit(MOST_PERSONS)
    )
    return [(slug, name, count) for slug, name, count in rows]


def _articles_of(person: int) -> Any:
    """Ids of the articles with a mention or quotation of a person, in text or headline."""
    return columns(col(ArticleEntity.article_id)).where(col(ArticleEntity.entity_id) == person, _is_named())


def _is_named() -> Any:
    """The article has a mark of its own, not only a passage that has yet to follow."""
    marks = (ArticleEntity.mentions, ArticleEntity.quotations, ArticleEntity.labels, ArticleEntity.above)
    return or_(*(col(one) > 0 for one in marks))
