"""From filters to SQL: one summit, the ids behind the slugs of the URL, and the conditions every query shares.

What a filtered page says is about the articles that the filters leave. A comparison (figures of one thing, one
utterance, one shared passage) is the exception: half of it would be none, so that its own screen shows it whole where
any part passes, and says so; the overview's sidebar shows those alone of which all parts pass, and counts the others.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, cast, exists, false, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlalchemy.types import Text
from sqlmodel import Session, col

from app.models import HEADLINE, Annotation, Article, Entity, EntityAlias, Passage, PassagePerson, Source, Topic
from app.queries.filters import GENRES, UNKNOWN, Filters
from app.queries.provenance import is_signed
from app.queries.tallies import Person, SourceNumbers, person_numbers, source_numbers, summit_head
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
    numbers: tuple[SourceNumbers, ...] = ()  # kept of its sources, whatever the filters

    @property
    def dates(self) -> bool:
        """Whether only some days or genres are asked about: then what is kept of all articles is of no use."""
        return self.filters.narrows_articles

    @property
    def source_ids(self) -> list[int]:
        """Ids of the sources chosen; none: all."""
        return [id_ for id_, _ in self.outlets.values()] if self.filters.sources else []

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
    """Three statements, one more for dates; None for a summit that is not there."""
    summit = summit_head(session, slug)
    if summit is None:
        return None
    sources = source_numbers(session, summit.id)
    chosen = session.execute(_CHOSEN, {"summit": summit.id, "persons": list(filters.persons)})
    dates = session.execute(_under_dates(summit.id, filters)).one() if filters.since or filters.until else None
    outlets = {one.slug: (one.id, one.name) for one in sources if one.slug in filters.sources}
    return Scope(
        summit_id=summit.id,
        summit=SummitView(
            slug=summit.slug,
            name=summit.name,
            place=summit.place,
            starts_on=summit.starts_on,
            ends_on=summit.ends_on,
            invented=summit.invented,
            articles=sum(one.articles for one in sources),
            sources=len(sources),
            topics=summit.topics,
            persons=summit.persons,
            waiting=summit.waiting,
            failed=summit.failed,
            again=summit.again,
            following=summit.following,
        ),
        filters=filters,
        people={row.slug: (row.id, row.name) for row in chosen},
        outlets=outlets,
        earliest=min((one.earliest for one in sources if one.earliest), default=None),
        latest=max((one.latest for one in sources if one.latest), default=None),
        undated=sum(one.undated for one in sources if not filters.sources or one.slug in outlets),
        by_month=dates.by_month or 0 if dates else 0,
        by_year=dates.by_year or 0 if dates else 0,
        numbers=sources,
    )


def _under_dates(summit_id: int, filters: Filters) -> Any:
    """How many articles the dates keep although what is known of their days reaches beyond."""

    def number_of(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count().filter(condition)

    where = [col(Article.summit_id) == summit_id, *dated(filters), _beyond(filters)]
    if filters.sources:
        where.append(col(Article.source_id).in_(columns(col(Source.id)).where(col(Source.slug).in_(filters.sources))))
    precision = func.length(col(Article.published))
    return columns(
        number_of(precision == len("2021-06")).label("by_month"),
        number_of(precision == len("2021")).label("by_year"),
    ).where(*where)


def _chosen() -> Any:
    """Ids and names behind the persons of the URL; a name that was joined to another finds that one."""
    here = col(Entity.summit_id) == bindparam("summit", type_=Integer), col(Entity.kind) == "person"
    slugs: Any = bindparam("persons", expanding=True)
    by_alias: Any = (
        columns(col(EntityAlias.key).label("slug"), col(Entity.id), col(Entity.name))
        .join(EntityAlias, col(EntityAlias.entity_id) == col(Entity.id))
        .where(*here, col(EntityAlias.key).in_(slugs))
    )
    by_slug = columns(col(Entity.slug), col(Entity.id), col(Entity.name)).where(*here, col(Entity.slug).in_(slugs))
    return by_alias.union(by_slug)


_CHOSEN = _chosen()


def dated(filters: Filters, article: Any = Article) -> list[ColumnElement[bool]]:
    """Conditions on Article for dates and genres; an article of unknown date passes only where no date is asked for."""
    conditions: list[ColumnElement[bool]] = []
    if filters.since:
        conditions.append(col(article.published_to) >= filters.since)
    if filters.until:
        conditions.append(col(article.published_from) <= filters.until)
    if filters.genres:
        conditions.append(col(article.genre).in_(["" if one == UNKNOWN else one for one in filters.genres]))
    if filters.native:
        conditions.append(col(article.foreign).is_(False))
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
    if scope.dates:
        articles = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
        conditions.append(col(Passage.article_id).in_(articles))
    if scope.filters.certain:
        conditions.append(is_surely_about())
    if persons and scope.filters.persons:
        conditions.append(person_condition(scope, col(Passage.id)))
    return conditions


def is_certain(mark: Any = Annotation) -> ColumnElement[bool]:
    """A mark that is not only proposed; nor is one that gives words as nobody's: that it is unclear is said there."""
    nobodys = and_(
        col(mark.layer).in_(["quotation", f"{HEADLINE}quotation"]),
        col(mark.entity_id).is_(None),
        col(mark.attrs)["speaker"].as_string().is_(None),
    )
    return or_(col(mark.status) != "proposed", nobodys)


def is_surely_about() -> ColumnElement[bool]:
    """A sentence of the passage is certain to be of its topic; the others beside it come with it."""
    mark = aliased(Annotation)
    return exists().where(
        col(mark.article_id) == col(Passage.article_id),
        col(mark.layer) == "topic",
        col(mark.start) >= col(Passage.start),
        col(mark.start) < col(Passage.end),
        col(mark.topic_id) == col(Passage.topic_id),
        is_certain(mark),
    )


def surely_names(entity_id: Any, passage: Any = Passage) -> ColumnElement[bool]:
    """A mark in the passage is certain to name the person, or to give the person's words."""
    mark = aliased(Annotation)
    return exists().where(
        col(mark.article_id) == col(passage.article_id),
        col(mark.layer).in_(["mention", "quotation"]),
        col(mark.start) < col(passage.end),
        col(mark.end) > col(passage.start),
        col(mark.entity_id) == entity_id,
        is_certain(mark),
    )


def person_condition(scope: Scope, passage_id: Any) -> ColumnElement[bool]:
    """The passage names, or gives words of, all chosen persons (or any of them). An unknown person is in no passage."""
    tests = [passage_id.in_(_passages_with(person, scope.filters.certain)) for person in scope.person_ids]
    missing = len(scope.filters.persons) > len(tests)
    if not tests or (missing and not scope.filters.any_person):
        return col(Passage.id).is_(None)
    return or_(*tests) if scope.filters.any_person else and_(*tests)


def _passages_with(person: int, certain: bool) -> Any:
    """Ids of the passages that a person is in."""
    ids = columns(col(PassagePerson.passage_id)).where(col(PassagePerson.entity_id) == person).correlate(None)
    if not certain:
        return ids
    passage = aliased(Passage)
    return ids.join(passage, col(passage.id) == col(PassagePerson.passage_id)).where(surely_names(person, passage))


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
        genres=genres_of(scope),
        unknown=scope.unknown,
    )


def genres_of(scope: Scope) -> tuple[str, ...]:
    """The genres that articles of the summit have, whatever is filtered, and those chosen."""
    present = {kind[-3] or UNKNOWN for one in scope.numbers for kind in one.kinds}
    return tuple(name for name in GENRES if name in present or name in scope.filters.genres)


def person_counts(session: Session, scope: Scope, *extra: ColumnElement[bool]) -> list[Person]:
    """(slug, name, passages) of the persons in the passages that the other filters leave. One statement."""
    chosen = scope.filters.persons and not scope.filters.any_person
    if not (extra or scope.dates or scope.filters.certain or scope.filters.sources or chosen):
        return person_numbers(session, scope.summit_id, "passages", MOST_PERSONS)
    return [(row.slug, row.name, row.number) for row in session.execute(_named_counts(scope, extra))]


def _named_counts(scope: Scope, extra: tuple[ColumnElement[bool], ...]) -> Any:
    number = func.count()
    sure = [surely_names(col(PassagePerson.entity_id))] if scope.filters.certain else []
    counts = (
        columns(col(PassagePerson.entity_id), number.label("number"))
        .select_from(Passage)
        .join(PassagePerson, col(PassagePerson.passage_id) == col(Passage.id))
        .where(*passage_conditions(scope, persons=not scope.filters.any_person), *extra, *sure)
        .group_by(col(PassagePerson.entity_id))
        .order_by(number.desc(), col(PassagePerson.entity_id))
        .limit(MOST_PERSONS)
        .subquery()
    )
    return columns(col(Entity.slug), col(Entity.name), counts.c.number).join(counts, counts.c.entity_id == Entity.id)


def source_rows(session: Session, scope: Scope) -> dict[int, SourceView]:
    """Every source of the summit by id, in the order in which they came. Two statements under dates, else none.

    The date is given where a source has a single article: with several it belongs to the articles.
    """
    if scope.dates:
        return _rows_under_dates(session, scope)
    return {
        one.id: SourceView(
            slug=one.slug,
            name=one.name,
            hue=one.hue,
            articles=one.articles,
            words=one.words,
            sentences=one.sentences,
            agencies=tuple((name, number) for name, number in one.agencies),
            kind=one.kind,
            published=one.published if one.articles == 1 else None,
        )
        for one in scope.numbers
        if not scope.filters.sources or one.slug in scope.outlets
    }


def _rows_under_dates(session: Session, scope: Scope) -> dict[int, SourceView]:
    rows = session.execute(
        columns(
            col(Article.source_id).label("id"),
            func.count(col(Article.id)).label("articles"),
            func.sum(col(Article.words)).label("words"),
            func.sum(col(Article.sentences)).label("sentences"),
            func.max(col(Article.published)).label("published"),
        )
        .where(*article_conditions(scope))
        .group_by(col(Article.source_id))
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
    known = {one.id: one for one in scope.numbers}
    return {
        row.id: SourceView(
            slug=known[row.id].slug,
            name=known[row.id].name,
            hue=known[row.id].hue,
            articles=row.articles,
            words=row.words or 0,
            sentences=row.sentences or 0,
            agencies=tuple(agencies[row.id].most_common()),
            kind=known[row.id].kind,
            published=row.published if row.articles == 1 else None,
        )
        for row in rows
    }


def source_options(
    session: Session, scope: Scope, sources: dict[int, SourceView], *extra: ColumnElement[bool]
) -> list[Option]:
    """Each source with the passages that the other filters leave. One statement."""
    counts = dict(
        session.execute(
            columns(col(Passage.source_id), func.count())
            .where(*passage_conditions(scope, sources=False), *extra)
            .group_by(col(Passage.source_id))
        ).all()
    )
    return [
        Option(view.slug, view.name, counts.get(id_, 0), view.slug in scope.filters.sources, view.hue)
        for id_, view in sources.items()
    ]


_OCCURS = exists().where(col(Passage.topic_id) == col(Topic.id))
_TOPICS = (
    columns(
        *(col(getattr(Topic, name)) for name in ("id", "slug", "group", "label_de", "label_en")),
        col(Topic.description_de),
        col(Topic.description_en),
        *(col(getattr(Topic, name)) for name in ("origin", "within", "pinned", "hidden")),
    )
    .where(col(Topic.summit_id) == bindparam("summit", type_=Integer), or_(col(Topic.joined_to).is_(None), _OCCURS))
    .order_by(col(Topic.position))
)


def topics_by_id(session: Session, summit_id: int) -> dict[int, TopicView]:
    """Every topic of the summit, in the order of the lexicon. One statement.

    One that has been joined with another is there as long as any passage still is.
    """
    return {id_: TopicView(*told) for id_, *told in session.execute(_TOPICS, {"summit": summit_id})}


def topic_colours(topics: Mapping[int, TopicView], kept: Iterable[Any]) -> dict[str, int]:
    """A colour (0 to 11) by slug for the twelve issues that most sources of the summit have, whatever is filtered.

    ``kept`` are its ``topic_numbers``. Frames, hidden issues and those beyond the twelfth have none: more hues could
    not be told apart. Of equal ones by sentences, then in the order of the lexicon.
    """
    sources, sentences = Counter[int](), Counter[int]()
    for row in kept:
        if row.passages:
            sources[row.topic_id] += 1
            sentences[row.topic_id] += row.sentences
    order = list(topics)
    issues = [id_ for id_ in order if id_ in sources and topics[id_].group == "issue" and not topics[id_].hidden]
    issues.sort(key=lambda id_: (-sources[id_], -sentences[id_]))
    return {topics[id_].slug: number for number, id_ in enumerate(issues[:COLOURS])}
