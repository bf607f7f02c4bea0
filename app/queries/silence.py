"""What was found in some sources and not in others: by topic and source, and persons found in most of them."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Annotation, Article, Entity, Passage
from app.queries.article_counts import article_bar
from app.queries.claims import SHOWN, Asked, ask, belonging, conditions, entity_claims, topic_claims, topic_states
from app.queries.exclusives import only_list
from app.queries.filters import Filters
from app.queries.placing import event_topics
from app.queries.scope import (
    Scope,
    find_scope,
    passage_conditions,
    source_rows,
    topics_by_id,
)
from app.queries.signs import source_signs
from app.queries.tallies import topic_numbers
from app.queries.terms import topic_terms
from app.queries.views.claims import Claims
from app.queries.views.heads import SourceView, TopicView
from app.queries.views.silence import GridCell, Sign, SilencePage, SilentPerson, SilentTopic, Voice
from app.tallies import ArticleEntity, EntityTally

VOICES = 4
PERSONS = 12
OFTEN = 9  # topics that most sources have, shown before the others
OFFERS = 60  # passages on offer with which a piece of the topics ends
Counts = dict[tuple[int, int], int]  # sentences by (topic id, source id)


def silence_page(
    session: Session, slug: str, filters: Filters, kind: str | None = None, offset: int = 0, begin: int = 0
) -> SilencePage | None:
    """The tab of silences in a fixed number of statements; None for an unknown summit.

    Of the topics a piece is told in full, from number ``begin`` on.

    Chosen sources narrow whose silences are shown; what they are silent about is always asked of all sources.
    """
    filters = filters.with_proposed()
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    topics = topics_by_id(session, scope.summit_id)
    sources = source_rows(session, replace(scope, filters=replace(filters, persons=(), sources=())))
    kept = topic_numbers(session, scope.summit_id)
    asked = ask(session, scope, sources)
    counts = _sentences(session, belonging(scope, asked), kept)
    material = Material(topics, sources, counts, source_signs(session, scope, sources))
    present = _present(topics, counts, event_topics(topics, kept, scope.numbers))
    claims = topic_states(session, asked, present, topics, kept)
    told = {id_: topic for id_, topic in _partly_found(material, present, claims) if _concerns(topic.claims, filters)}
    ids, often = _by_coverage(told)
    order = list(dict.fromkeys([*often, *ids]))
    end = _end_of_piece([told[id_] for id_ in order], begin)
    piece = order[begin:end]
    full = _in_full(session, asked, {id_: present[id_] for id_ in told}, piece, topics, kept)
    claims |= full
    told |= {id_: material.topic(id_, own) or told[id_] for id_, own in full.items()}
    voices = _voices(session, belonging(scope, asked), sources, counts, [id_ for id_ in topics if id_ in piece])
    told |= {id_: replace(told[id_], voices=tuple(voices[told[id_].topic.slug])) for id_ in piece}
    return SilencePage(
        summit=scope.summit,
        bar=article_bar(session, scope, sources),
        sources=tuple(sources.values()),
        topics=tuple(told[id_] for id_ in ids),
        often=tuple(told[id_] for id_ in piece if id_ in often),
        seldom=tuple(told[id_] for id_ in piece if id_ not in often),
        any_often=bool(often),
        begin=begin,
        next_topic=end if end < len(order) else None,
        left=len(order) - end,
        everywhere=sum(len(one.state("found")) == len(one.of) for one in claims.values()),
        persons=_persons(session, scope, asked),
        only=only_list(session, belonging(scope, asked), asked, kind, offset),
    )


def _present(topics: Mapping[int, TopicView], counts: Counts, apart: Collection[int]) -> dict[int, str]:
    """Slugs of the topics that any source has, by id; without those set ``apart``, and those nobody wants to see."""
    found = {id_ for id_, _ in counts if id_ in topics} - set(apart)
    return {id_: view.slug for id_, view in topics.items() if id_ in found and not view.hidden}


@dataclass(frozen=True, slots=True)
class Material:
    """What topics are told from: all sources under the dates, sentences by topic and source, what speaks against a
    source's silence."""

    topics: dict[int, TopicView]
    sources: dict[int, SourceView]
    counts: Counts
    signs: dict[int, tuple[Sign, ...]]

    def topic(self, id_: int, claims: Claims) -> SilentTopic | None:
        """A topic that was found in some and not in others; None for any other. Without its voices."""
        covering = len(claims.state("found"))
        if not covering or covering == len(claims.of):
            return None
        numbers = {source.slug: self.counts.get((id_, source_id), 0) for source_id, source in self.sources.items()}
        signs = {
            self.sources[source_id].slug: own for source_id, own in self.signs.items() if source_id in self.sources
        }
        return SilentTopic(
            topic=self.topics[id_],
            covering=covering,
            of=len(claims.of),
            voices=(),
            claims=claims,
            cells=tuple(GridCell(claim, numbers[claim.source.slug]) for claim in claims.of),
            signs={claim.source.slug: signs.get(claim.source.slug, ()) for claim in claims.state("withheld")},
        )


def _partly_found(
    material: Material, present: Collection[int], claims: Mapping[int, Claims]
) -> Iterator[tuple[int, SilentTopic]]:
    """Topics found in some sources and not in others, in the order of the lexicon."""
    for id_ in material.topics:
        topic = material.topic(id_, claims[id_]) if id_ in present else None
        if topic is not None:
            yield id_, topic


def _by_coverage(told: Mapping[int, SilentTopic]) -> tuple[list[int], list[int]]:
    """Topics as the picture has them, issues and what most sources have first; and the first few of those that more
    than half of the sources have."""
    ids = sorted(told, key=lambda id_: (told[id_].topic.group != "issue", -told[id_].covering))
    return ids, [id_ for id_ in ids if told[id_].covering * 2 > told[id_].of][:OFTEN]


def _in_full(
    session: Session,
    asked: Asked,
    slugs: Mapping[int, str],
    piece: Collection[int],
    topics: Mapping[int, TopicView],
    kept: Iterable[Any],
) -> dict[int, Claims]:
    """Claims with passages and what was searched for: of the piece, and of topics of which a passage was accepted.
    Five statements."""
    accepted = {row.topic_id for row in kept if row.accepted}
    full = {id_: slug for id_, slug in slugs.items() if id_ in piece or id_ in accepted}
    return topic_claims(session, asked, full, topics, topic_terms(session, asked.scope.summit_id, full))


def _end_of_piece(topics: list[SilentTopic], begin: int) -> int:
    """Where a piece ends that offers no more passages than a page can hold; one topic at least."""
    end, offers = begin, 0
    while end < len(topics) and (end == begin or offers < OFFERS):
        offers += SHOWN * len(topics[end].claims.state("perhaps"))
        end += 1
    return end


def _concerns(claims: Claims, filters: Filters) -> bool:
    """Is one of the chosen sources among those where it was not found?"""
    return not filters.sources or any(one.state != "found" and one.source.slug in filters.sources for one in claims.of)


def _sentences(session: Session, scope: Scope, kept: Sequence[Any]) -> Counts:
    if not (scope.dates or scope.filters.persons):
        return {(row.topic_id, row.source_id): row.sentences for row in kept if row.passages}
    rows = session.execute(
        columns(col(Passage.topic_id), col(Passage.source_id), func.sum(col(Passage.sentences)))
        .where(*passage_conditions(scope, sources=False))
        .group_by(col(Passage.topic_id), col(Passage.source_id))
    )
    return {(topic, source): int(number) for topic, source, number in rows}


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


def _persons(session: Session, scope: Scope, asked: Asked) -> tuple[SilentPerson, ...]:
    """Persons found in more than half of the sources, by name or role, and not in at least one. Three statements."""
    total = len(asked.sources)
    number, mentions = func.count(col(ArticleEntity.source_id).distinct()), func.sum(_named())
    counted = (
        columns(col(ArticleEntity.entity_id), number.label("sources"), mentions.label("mentions"))
        .join(EntityTally, col(EntityTally.entity_id) == col(ArticleEntity.entity_id))
        .where(col(EntityTally.summit_id) == asked.scope.summit_id, col(EntityTally.kind) == "person", _named() > 0)
        .where(2 * col(EntityTally.articles) > total)  # of fewer articles than that, no more than half are named
        .group_by(col(ArticleEntity.entity_id))
        .having(number * 2 > total, number < total)
    )
    if asked.scope.dates:
        days = columns(col(Article.id)).where(*conditions(asked))
        counted = counted.where(col(ArticleEntity.article_id).in_(days))
    named = counted.subquery()
    of_chosen = [col(Entity.id).in_(scope.person_ids)] if scope.filters.persons else []
    rows = session.execute(
        columns(col(Entity.id), col(Entity.slug), col(Entity.name))
        .join(named, named.c.entity_id == col(Entity.id))
        .where(*of_chosen)
        .order_by(named.c.sources.desc(), named.c.mentions.desc(), col(Entity.id))
        .limit(4 * PERSONS)
    ).all()
    claims = entity_claims(session, asked, {row.id: row.name for row in rows})
    found = [
        SilentPerson(row.slug, row.name, len(claims[row.id].state("found")), total, claims[row.id]) for row in rows
    ]
    return tuple(one for one in found if one.covering < one.of and _concerns(one.claims, scope.filters))[:PERSONS]


def _named() -> Any:
    """Of an article: how often it names somebody, in its text or headline."""
    return col(ArticleEntity.mentions) + col(ArticleEntity.headlines)
