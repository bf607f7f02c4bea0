"""What can be put right about a person or a topic."""

from collections.abc import Sequence

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.correct.decisions import TOPIC_EDITS, Decision, TopicEdit, read
from app.correct.history import Record, standing
from app.correct.lexicon import SummitLexicon, edited
from app.event_topics import kept_topics
from app.models import Annotation, Correction, Entity, EntityAlias
from app.nlp.topics.lexicon import EventTopic
from app.queries.corrections import rework_of
from app.queries.filters import Filters
from app.queries.scope import find_scope, topics_by_id
from app.queries.views.corrections import AliasView, PersonEdit, TopicEditPage
from app.slugs import own_slug

MOST_OTHERS = 400


def person_edit(session: Session, slug: str, person: str, kind: str = "person") -> PersonEdit | None:
    """An entity's names, and what it could be joined with. None where summit or entity is not there."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    entity = session.exec(
        select(Entity).where(Entity.summit_id == scope.summit_id, Entity.kind == kind, Entity.slug == person)
    ).one_or_none()
    if entity is None:
        return None
    rows = session.execute(
        columns(EntityAlias, func.count().filter(col(Annotation.layer) == "mention").label("mentions"))
        .outerjoin(Annotation, col(Annotation.alias_id) == col(EntityAlias.id))
        .where(col(EntityAlias.entity_id) == entity.id)
        .group_by(col(EntityAlias.id))
        .order_by(func.count(col(Annotation.id)).desc(), col(EntityAlias.id))
    ).all()
    others = session.execute(
        columns(col(Entity.slug), col(Entity.name))
        .where(col(Entity.summit_id) == scope.summit_id, col(Entity.kind) == kind, col(Entity.id) != entity.id)
        .order_by(col(Entity.family) != entity.family, col(Entity.name))
        .limit(MOST_OTHERS)
    ).all()
    return PersonEdit(
        summit=scope.summit,
        kind=entity.kind,
        slug=entity.slug,
        name=entity.name,
        aliases=tuple(
            AliasView(one.kind, one.key, one.name, one.bare, _owns(one, entity), mentions) for one, mentions in rows
        ),
        others=tuple((slug_, name) for slug_, name in others),
    )


def _owns(alias: EntityAlias, entity: Entity) -> bool:
    """Is it the name that the entity has by itself?"""
    return (alias.kind, own_slug(alias.key)) == (entity.kind, entity.slug)


def topic_edit(session: Session, slug: str, topic_slug: str | None) -> TopicEditPage | None:
    """A topic with its words; without a slug the page for a new one. None where summit or topic is not there."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    topics = {view.slug: view for view in topics_by_id(session, scope.summit_id).values()}
    own = kept_topics(session, scope.summit_id)
    table = lexicon_after(record_of(session, scope.summit_id), own).topics.get(topic_slug or "", {})
    if topic_slug is not None and (topic_slug not in topics or not table):
        return None
    return TopicEditPage(
        summit=scope.summit,
        topic=topics[topic_slug] if topic_slug else None,
        strong=tuple(table.get("strong", ())),
        weak=tuple(table.get("weak", ())),
        exclude=tuple(table.get("not", ())),
        others=tuple(view for view in topics.values() if view.slug != topic_slug),
        rework=rework_of(session, scope.summit_id),
    )


def record_of(session: Session, summit_id: int) -> list[Correction]:
    """All lines of the summit's record."""
    here = select(Correction).where(Correction.summit_id == summit_id)
    return list(session.exec(here.order_by(col(Correction.id))))


def decisions_of(record: Sequence[Correction], article_id: int | None) -> list[Decision]:
    """What holds of an article, or (None) of the summit as a whole, in the order in which it was decided."""
    own = {row.id: row for row in record if row.article_id == article_id and (article_id or row.sha256 is None)}
    holding = standing(Record(row.id or 0, row.kind, row.of_id) for row in record)
    return [read(own[id_].kind, own[id_].payload) for id_ in holding if id_ in own]


def lexicon_after(
    record: Sequence[Correction], own: Sequence[EventTopic], more: tuple[TopicEdit, ...] = ()
) -> SummitLexicon:
    """The summit's lexicon with its ``own`` topics, and with edits that are not made yet."""
    edits = [one for one in decisions_of(record, None) if isinstance(one, TOPIC_EDITS)]
    return edited([*edits, *more], own)
