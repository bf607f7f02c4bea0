"""Who leaves out what the others report: by topic and source, and persons whom most name and some do not."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import HEADLINE, NAMING_LAYERS, Annotation, Article, Entity, Passage
from app.queries.filters import Filters
from app.queries.onlyhere import only_list
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
from app.queries.signs import source_signs
from app.queries.views.heads import SourceView, TopicView
from app.queries.views.silence import GridCell, Sign, SilencePage, Silent, SilentPerson, SilentTopic, Voice

VOICES = 4
PERSONS = 12
Counts = dict[tuple[int, int], int]  # sentences by (topic id, source id)


def silence_page(
    session: Session, slug: str, filters: Filters, kind: str | None = None, offset: int = 0
) -> SilencePage | None:
    """The tab of silences in a fixed number of statements; None for an unknown summit.

    Chosen sources narrow whose silences are shown; what they are silent about is always asked of all sources.
    """
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    topics = topics_by_id(session, scope.summit_id)
    sources = source_rows(session, replace(scope, filters=replace(filters, persons=(), sources=())))
    counts, whoever = _sentences(session, scope, persons=True), _sentences(session, scope, persons=False)
    signs = source_signs(session, scope, sources)
    silent = [
        topic
        for id_, view in topics.items()
        if (topic := _topic(id_, view, sources, counts, whoever, signs)) and _concerns(topic, filters)
    ]
    silent.sort(key=lambda one: (one.topic.group != "issue", -one.covering))
    shown = {one.topic.slug for one in silent}
    voices = _voices(session, scope, sources, counts, [id_ for id_, view in topics.items() if view.slug in shown])
    everywhere = {topic for topic, _ in counts}
    return SilencePage(
        summit=scope.summit,
        bar=filter_bar(
            scope,
            person_counts(session, scope, articles=True),
            source_options(session, scope, sources, articles=True),
            "articles",
        ),
        sources=tuple(sources.values()),
        topics=tuple(replace(one, voices=tuple(voices[one.topic.slug])) for one in silent),
        everywhere=sum(all((id_, source) in counts for source in sources) for id_ in everywhere),
        persons=_persons(session, scope, sources),
        only=only_list(session, scope, sources, kind, offset),
    )


def _concerns(topic: SilentTopic, filters: Filters) -> bool:
    """Is one of the chosen sources among the silent ones?"""
    return not filters.sources or any(one.source.slug in filters.sources for one in topic.silent)


def _sentences(session: Session, scope: Scope, *, persons: bool) -> Counts:
    rows = session.execute(
        columns(col(Passage.topic_id), col(Passage.source_id), func.sum(col(Passage.sentences)))
        .where(*passage_conditions(scope, persons=persons, sources=False))
        .group_by(col(Passage.topic_id), col(Passage.source_id))
    )
    return {(topic, source): int(number) for topic, source, number in rows}


def missing_states(
    session: Session, scope: Scope, sources: dict[int, SourceView], counts: Counts
) -> dict[tuple[int, int], str]:
    """For cells of the matrix without a sentence: filtered, possible-gap or before-event; plain silence is left out.

    ``counts`` are the cells that have sentences. Two statements, three with persons chosen.
    """
    whoever = _sentences(session, scope, persons=False) if scope.filters.persons else counts
    signs = source_signs(session, scope, sources)
    states = {
        (topic, source): told[0].code
        for topic in {topic for topic, _ in counts}
        for source, told in signs.items()
        if told and (topic, source) not in counts
    }
    return states | {cell: "filtered" for cell in whoever if cell not in counts}


def _topic(
    id_: int,
    view: TopicView,
    sources: dict[int, SourceView],
    counts: Counts,
    whoever: Counts,
    signs: dict[int, tuple[Sign, ...]],
) -> SilentTopic | None:
    """A topic that some have and some have not; None for any other. Without its voices."""
    silent: list[Silent] = []
    cells: list[GridCell] = []
    for source_id, source in sources.items():
        if number := counts.get((id_, source_id), 0):
            cells.append(GridCell(source, "covered", number))
            continue
        told = () if (id_, source_id) in whoever else signs.get(source_id, ())
        state = "filtered" if (id_, source_id) in whoever else told[0].code if told else "silent"
        silent.append(Silent(source, state, told))
        cells.append(GridCell(source, state, 0))
    covering = len(sources) - len(silent)
    if not silent or not covering:
        return None
    return SilentTopic(view, covering, len(sources), (), tuple(silent), tuple(cells))


def _voices(
    session: Session, scope: Scope, sources: dict[int, SourceView], counts: Counts, topics: list[int]
) -> dict[str, list[Voice]]:
    """The first sentence of the first few sources that have each topic, by its slug. Two statements."""
    rank = func.row_number().over(
        partition_by=[col(Passage.topic_id), col(Passage.source_id)],
        order_by=[col(Passage.article_id), col(Passage.start)],
    )
    ranked = (
        columns(col(Passage.id), col(Passage.topic_id), col(Passage.source_id), rank.label("rank"))
        .where(*passage_conditions(scope, sources=False), col(Passage.topic_id).in_(topics))
        .subquery()
    )
    order = list(sources)
    first = session.execute(columns(ranked).where(ranked.c.rank == 1)).all()
    chosen: dict[int, list[int]] = defaultdict(list)
    for row in sorted(first, key=lambda row: order.index(row.source_id)):
        chosen[row.topic_id].append(row.id)
    ids = [id_ for own in chosen.values() for id_ in own[:VOICES]]
    voices: dict[str, list[Voice]] = defaultdict(list)
    for row in sorted(session.execute(_first_sentences(ids)), key=lambda row: order.index(row.source_id)):
        number = counts[row.topic_id, row.source_id]
        sentence = " ".join(row.sentence.split())
        voices[row.slug].append(Voice(sources[row.source_id], number, sentence, row.article_id, row.start))
    return voices


def _first_sentences(passages: list[int]) -> Any:
    """The first sentence of each passage; the mark of the topic spans it."""
    length = col(Annotation.end) - col(Annotation.start)
    return (
        columns(
            col(Passage.topic_id),
            col(Annotation.label).label("slug"),
            col(Passage.source_id),
            col(Passage.article_id),
            col(Passage.start),
            func.substr(col(Article.text), col(Annotation.start) + 1, length).label("sentence"),
        )
        .join(Article, col(Article.id) == col(Passage.article_id))
        .join(
            Annotation,
            (col(Annotation.article_id) == col(Passage.article_id))
            & (col(Annotation.layer) == "topic")
            & (col(Annotation.topic_id) == col(Passage.topic_id))
            & (col(Annotation.start) == col(Passage.start)),
        )
        .where(col(Passage.id).in_(passages))
    )


def _persons(session: Session, scope: Scope, sources: dict[int, SourceView]) -> tuple[SilentPerson, ...]:
    """Persons whom more than half of the sources name, by name or role, and at least one does not. Two statements."""
    everyone = replace(scope, filters=replace(scope.filters, sources=(), persons=()))
    number = func.count(col(Article.source_id).distinct())
    named = (
        columns(col(Annotation.entity_id), number.label("sources"), func.count().label("mentions"))
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .where(*article_conditions(everyone), col(Annotation.layer).in_(NAMING_LAYERS))
        .where(col(Annotation.label) == "person")
        .where(col(Annotation.entity_id).is_not(None))
        .group_by(col(Annotation.entity_id))
        .having(number * 2 > len(sources), number < len(sources))
        .subquery()
    )
    of_chosen = [col(Entity.id).in_(scope.person_ids)] if scope.filters.persons else []
    rows = session.execute(
        columns(col(Entity.id), col(Entity.slug), col(Entity.name), named.c.sources)
        .join(named, named.c.entity_id == col(Entity.id))
        .where(*of_chosen)
        .order_by(named.c.sources.desc(), named.c.mentions.desc(), col(Entity.id))
        .limit(4 * PERSONS)
    ).all()
    naming: dict[int, set[int]] = defaultdict(set)
    for entity_id, source_id in session.execute(
        columns(col(Annotation.entity_id), col(Article.source_id))
        .select_from(Annotation)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(*article_conditions(everyone), col(Annotation.entity_id).in_([row.id for row in rows]))
        .where(col(Annotation.layer).in_([*NAMING_LAYERS, "quotation", HEADLINE + "quotation"]))
        .distinct()
    ):
        naming[entity_id].add(source_id)
    found = []
    for row in rows:
        absent = tuple(view for id_, view in sources.items() if id_ not in naming[row.id])
        concerned = not scope.filters.sources or any(view.slug in scope.filters.sources for view in absent)
        if absent and concerned:
            found.append(SilentPerson(row.slug, row.name, len(sources) - len(absent), len(sources), absent))
    return tuple(found[:PERSONS])
