"""From filters to SQL: one summit, the ids behind the slugs of the URL, and the conditions every query shares.

What a filtered page says is about the articles that the filters leave. A comparison (figures of one thing, one
utterance, one shared passage) is the exception: half of it would be none, so that its own screen shows it whole where
any part passes, and says so; the overview's sidebar shows those alone of which all parts pass, and counts the others.
"""

import json
from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, cast, exists, false, func, literal, or_, true
from sqlalchemy import select as columns
from sqlalchemy.types import Text
from sqlmodel import Session, col, select

from app.models import Article, Entity, EntityAlias, Passage, PassagePerson, Run, Source, Summit, Topic
from app.queries.filters import Filters
from app.queries.provenance import is_signed
from app.queries.views.heads import FilterBar, Option, SourceView, SummitView, TopicView

FIRST_PERSONS = 7
MOST_PERSONS = 80
COLOURS = 12
_AGENCIES = cast(col(Article.agencies), Text)  # as written, to be grouped by


@dataclass(frozen=True, slots=True)
class Scope:
    """What a request is about. ``people`` and ``outlets`` are the chosen ones: slug -> (id, name)."""

    summit_id: int
    summit: SummitView
    filters: Filters
    people: dict[str, tuple[int, str]]
    outlets: dict[str, tuple[int, str]]
    earliest: date | None
    latest: date | None
    undated: int  # of the sources chosen
    by_month: int = 0  # that the dates keep although their month, or year, reaches beyond
    by_year: int = 0

    @property
    def unknown(self) -> tuple[str, ...]:
        """Slugs that the filters name and this summit does not know."""
        names = [*self.filters.persons, *self.filters.sources]
        return tuple(slug for slug in names if slug not in self.people and slug not in self.outlets)

    @property
    def person_ids(self) -> list[int]:
        """Ids of the persons chosen, in the order of the URL."""
        return [self.people[slug][0] for slug in self.filters.persons if slug in self.people]


def find_scope(session: Session, slug: str, filters: Filters) -> Scope | None:
    """Three statements; None for a summit that is not there."""
    # PostgreSQL takes no NUL in a value, not even to say that nothing has it.
    summit = session.exec(
        select(Summit).where(Summit.slug == slug.replace("\0", "?"), col(Summit.removed_at).is_(None))
    ).one_or_none()
    if summit is None or summit.id is None:
        return None
    counts = session.execute(_head_counts(summit.id, filters)).one()
    chosen = session.execute(_chosen(summit.id, filters)).all()
    return Scope(
        summit_id=summit.id,
        summit=SummitView(
            slug=summit.slug,
            name=summit.name,
            place=summit.place,
            starts_on=summit.starts_on,
            ends_on=summit.ends_on,
            invented=summit.invented,
            articles=counts.articles,
            sources=counts.sources,
            topics=counts.topics,
            persons=counts.persons,
            waiting=counts.waiting or 0,
            failed=counts.failed or 0,
            again=counts.again or 0,
        ),
        filters=filters,
        people={row.slug: (row.id, row.name) for row in chosen if row.what == "person"},
        outlets={row.slug: (row.id, row.name) for row in chosen if row.what == "source"},
        earliest=counts.earliest,
        latest=counts.latest,
        undated=counts.undated or 0,
        by_month=counts.by_month or 0,
        by_year=counts.by_year or 0,
    )


def _head_counts(summit_id: int, filters: Filters) -> Any:
    """Everything the head says about a summit as a whole, and the filter bar about dates that are not sure."""
    used = columns(col(EntityAlias.entity_id)).where(col(EntityAlias.summit_id) == summit_id)
    persons = (
        columns(func.count())
        .select_from(Entity)
        .where(col(Entity.summit_id) == summit_id, col(Entity.kind) == "person", col(Entity.id).in_(used))
    )
    topics = (
        columns(func.count())
        .select_from(Topic)
        .where(col(Topic.summit_id) == summit_id, exists().where(col(Passage.topic_id) == col(Topic.id)))
    )

    def number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count().filter(condition)

    of_sources: ColumnElement[bool] = true()
    if filters.sources:
        of_sources = col(Article.source_id).in_(columns(col(Source.id)).where(col(Source.slug).in_(filters.sources)))
    beyond = and_(of_sources, *dated(filters), _beyond(filters))
    precision = func.length(col(Article.published))
    waits = col(Article.status).in_(["queued", "analysing"])
    return columns(
        func.count(col(Article.id)).label("articles"),
        func.count(col(Article.source_id).distinct()).label("sources"),
        number_of(waits).label("waiting"),
        number_of(waits & exists().where(col(Run.article_id) == col(Article.id))).label("again"),
        number_of(col(Article.status) == "failed").label("failed"),
        number_of(and_(col(Article.published_from).is_(None), of_sources)).label("undated"),
        number_of(and_(beyond, precision == len("2021-06"))).label("by_month"),
        number_of(and_(beyond, precision == len("2021"))).label("by_year"),
        func.min(col(Article.published_from)).label("earliest"),
        func.max(col(Article.published_to)).label("latest"),
        topics.scalar_subquery().label("topics"),
        persons.scalar_subquery().label("persons"),
    ).where(col(Article.summit_id) == summit_id)


def _chosen(summit_id: int, filters: Filters) -> Any:
    """Ids and names behind the persons and sources of the URL; a name that was joined to another finds that one."""
    by_alias = (
        columns(_what("person"), col(EntityAlias.key).label("slug"), col(Entity.id), col(Entity.name))
        .join(EntityAlias, col(EntityAlias.entity_id) == col(Entity.id))
        .where(
            col(Entity.summit_id) == summit_id,
            col(Entity.kind) == "person",
            col(EntityAlias.key).in_(filters.persons),
        )
    )
    by_slug = columns(_what("person"), col(Entity.slug), col(Entity.id), col(Entity.name)).where(
        col(Entity.summit_id) == summit_id, col(Entity.kind) == "person", col(Entity.slug).in_(filters.persons)
    )
    sources = columns(_what("source"), col(Source.slug), col(Source.id), col(Source.name)).where(
        col(Source.slug).in_(filters.sources),
        exists().where(col(Article.summit_id) == summit_id, col(Article.source_id) == col(Source.id)),
    )
    return by_alias.union(by_slug, sources)


def _what(name: str) -> Any:
    return literal(name).label("what")


def dated(filters: Filters) -> list[ColumnElement[bool]]:
    """Conditions on Article for the dates; an article of unknown date passes only where no date is asked for."""
    conditions: list[ColumnElement[bool]] = []
    if filters.since:
        conditions.append(col(Article.published_to) >= filters.since)
    if filters.until:
        conditions.append(col(Article.published_from) <= filters.until)
    return conditions


def _beyond(filters: Filters) -> ColumnElement[bool]:
    """What is known of the article's date reaches beyond the dates asked for: it may have appeared outside them."""
    before = [col(Article.published_from) < filters.since] if filters.since else []
    after = [col(Article.published_to) > filters.until] if filters.until else []
    return or_(false(), *before, *after)


def article_conditions(scope: Scope) -> list[ColumnElement[bool]]:
    """Conditions on Article: summit, sources, dates."""
    conditions = [col(Article.summit_id) == scope.summit_id, *dated(scope.filters)]
    if scope.filters.sources:
        conditions.append(col(Article.source_id).in_([id_ for id_, _ in scope.outlets.values()]))
    return conditions


def passage_conditions(scope: Scope, *, persons: bool = True, sources: bool = True) -> list[ColumnElement[bool]]:
    """Conditions on Passage. Without ``persons`` or ``sources`` that filter is left out, for counts of its options."""
    conditions: list[ColumnElement[bool]] = [col(Passage.summit_id) == scope.summit_id]
    if sources and scope.filters.sources:
        conditions.append(col(Passage.source_id).in_([id_ for id_, _ in scope.outlets.values()]))
    if scope.filters.since or scope.filters.until:
        articles = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
        conditions.append(col(Passage.article_id).in_(articles))
    if persons and scope.filters.persons:
        conditions.append(person_condition(scope, col(Passage.id)))
    return conditions


def person_condition(scope: Scope, passage_id: Any) -> ColumnElement[bool]:
    """The passage names, or gives words of, all chosen persons (or any of them). An unknown person is in no passage."""
    tests = [
        passage_id.in_(
            columns(col(PassagePerson.passage_id)).where(col(PassagePerson.entity_id) == person).correlate(None)
        )
        for person in scope.person_ids
    ]
    missing = len(scope.filters.persons) > len(tests)
    if not tests or (missing and not scope.filters.any_person):
        return col(Passage.id).is_(None)
    return or_(*tests) if scope.filters.any_person else and_(*tests)


def filter_bar(
    scope: Scope, persons: list[tuple[str, str, int]], sources: list[Option], unit: str = "passages"
) -> FilterBar:
    """The bar from (slug, name, count) of persons and the options of sources."""
    active = set(scope.filters.persons)
    known = {slug for slug, _, _ in persons}
    rows = [*persons, *((slug, name, 0) for slug, (_, name) in scope.people.items() if slug not in known)]
    rows.sort(key=lambda row: (-row[2], row[1]))
    options = [Option(slug, name, count, slug in active) for slug, name, count in rows]
    first = [o for n, o in enumerate(options) if n < FIRST_PERSONS or o.active]
    rest = [o for n, o in enumerate(options) if n >= FIRST_PERSONS and not o.active]
    return FilterBar(
        persons=tuple(first),
        more_persons=tuple(rest),
        sources=tuple(sources),
        unit=unit,
        earliest=scope.earliest,
        latest=scope.latest,
        undated=scope.undated,
        by_month=scope.by_month,
        by_year=scope.by_year,
        chosen=tuple(scope.outlets[slug][1] for slug in scope.filters.sources if slug in scope.outlets),
        unknown=scope.unknown,
    )


def person_counts(
    session: Session, scope: Scope, *extra: ColumnElement[bool], articles: bool = False
) -> list[tuple[str, str, int]]:
    """(slug, name, passages or articles) of the persons in the passages that the other filters leave."""
    number = func.count(col(Passage.article_id).distinct()) if articles else func.count()
    found = session.execute(_named_counts(scope, number, extra))
    return [(row.slug, row.name, row.number) for row in found]


def _named_counts(scope: Scope, number: Any, extra: tuple[ColumnElement[bool], ...]) -> Any:
    counts = (
        columns(col(PassagePerson.entity_id), number.label("number"))
        .select_from(Passage)
        .join(PassagePerson, col(PassagePerson.passage_id) == col(Passage.id))
        .where(*passage_conditions(scope, persons=not scope.filters.any_person), *extra)
        .group_by(col(PassagePerson.entity_id))
        .order_by(number.desc(), col(PassagePerson.entity_id))
        .limit(MOST_PERSONS)
        .subquery()
    )
    return columns(col(Entity.slug), col(Entity.name), counts.c.number).join(counts, counts.c.entity_id == Entity.id)


def source_rows(session: Session, scope: Scope) -> dict[int, SourceView]:
    """Every source of the summit by id, in the order in which they came. Two statements.

    The date is given where a source has a single article: with several it belongs to the articles.
    """
    rows = session.execute(
        columns(
            col(Source.id),
            col(Source.slug),
            col(Source.name),
            col(Source.hue),
            col(Source.kind),
            func.count(col(Article.id)).label("articles"),
            func.sum(col(Article.words)).label("words"),
            func.sum(col(Article.sentences)).label("sentences"),
            func.max(col(Article.published)).label("published"),
        )
        .join(Article, col(Article.source_id) == col(Source.id))
        .where(*article_conditions(scope))
        .group_by(col(Source.id), col(Source.slug), col(Source.name), col(Source.hue), col(Source.kind))
        .order_by(func.min(col(Article.id)))
    ).all()
    agencies: dict[int, Counter[str]] = defaultdict(Counter)
    for source_id, names, number in session.execute(
        columns(col(Article.source_id), _AGENCIES, func.count())
        .where(*article_conditions(scope), is_signed())
        .group_by(col(Article.source_id), _AGENCIES)
        .order_by(func.min(col(Article.id)))
    ):
        agencies[source_id].update(dict.fromkeys(json.loads(names), number))
    return {
        row.id: SourceView(
            slug=row.slug,
            name=row.name,
            hue=row.hue,
            articles=row.articles,
            words=row.words or 0,
            sentences=row.sentences or 0,
            agencies=tuple(agencies[row.id].most_common()),
            kind=row.kind,
            published=row.published if row.articles == 1 else None,
        )
        for row in rows
    }


def source_options(
    session: Session, scope: Scope, sources: dict[int, SourceView], *extra: ColumnElement[bool], articles: bool = False
) -> list[Option]:
    """Each source with the passages (or articles) that the other filters leave. One statement."""
    number = func.count(col(Passage.article_id).distinct()) if articles else func.count()
    counts = dict(
        session.execute(
            columns(col(Passage.source_id), number)
            .where(*passage_conditions(scope, sources=False), *extra)
            .group_by(col(Passage.source_id))
        ).all()
    )
    return [
        Option(view.slug, view.name, counts.get(id_, 0), view.slug in scope.filters.sources, view.hue)
        for id_, view in sources.items()
    ]


def topic_view(topic: Topic) -> TopicView:
    """The view of a topic row."""
    return TopicView(
        topic.slug, topic.group, topic.label_de, topic.label_en, topic.description_de, topic.description_en
    )


def topics_by_id(session: Session, summit_id: int) -> dict[int, TopicView]:
    """Every topic of the summit, in the order of the lexicon. One statement.

    One that has been joined with another is there as long as any passage still is.
    """
    kept = or_(col(Topic.joined_to).is_(None), exists().where(col(Passage.topic_id) == col(Topic.id)))
    found = session.exec(select(Topic).where(Topic.summit_id == summit_id, kept).order_by(col(Topic.position)))
    return {topic.id: topic_view(topic) for topic in found if topic.id is not None}


def used_topics(session: Session, summit_id: int) -> set[int]:
    """Ids of the topics that any passage of the summit has. One statement, a look-up a topic."""
    occurs = exists().where(col(Passage.topic_id) == col(Topic.id))
    return set(session.execute(columns(col(Topic.id)).where(col(Topic.summit_id) == summit_id, occurs)).scalars())


def topic_colours(topics: dict[int, TopicView], used: set[int]) -> dict[str, int]:
    """A colour (0 to 11) by slug for the first twelve issues of the lexicon that the summit has, whatever is filtered.

    Frames, and issues beyond the twelfth, have none: more hues could not be told apart.
    """
    issues = [view.slug for id_, view in topics.items() if id_ in used and view.group == "issue"]
    return {slug: number for number, slug in enumerate(issues[:COLOURS])}
