"""What can be put right about a person or a topic."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.compare.key_words import key_words
from app.correct.decisions import TOPIC_EDITS, Decision, TopicDescribed, TopicEdit, read
from app.correct.history import Record, standing
from app.correct.lexicon import FIELDS, SummitLexicon, edited
from app.event_topics import kept_topics
from app.models import Annotation, Article, Correction, Entity, EntityAlias
from app.nlp.topics.lexicon import EventTopic
from app.queries.corrections import rework_of
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.scope import find_scope, source_rows, topics_by_id
from app.queries.tallies import topic_numbers
from app.queries.views.corrections import AliasView, Origination, PersonEdit, Renaming, TopicEditPage
from app.queries.views.heads import TopicView
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
    lexicon = lexicon_after(record_of(session, scope.summit_id), own)
    table = lexicon.topics.get(topic_slug or "", {})
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
        homes=tuple(
            view
            for view in topics.values()
            if topic_slug and view.slug in lexicon.topics and lexicon.can_nest(topic_slug, view.slug)
        ),
        parts=tuple(view for view in topics.values() if topic_slug and view.within == topic_slug),
    )


def renaming(session: Session, slug: str, edit: TopicDescribed) -> Renaming | None:
    """What another name of a topic changes; None where summit or topic is not there, or nothing would be another."""
    scope = find_scope(session, slug, Filters())
    topics = topics_by_id(session, scope.summit_id) if scope else {}
    id_, before = next(((id_, view) for id_, view in topics.items() if view.slug == edit.slug), (0, None))
    if scope is None or before is None:
        return None
    kept = [row for row in topic_numbers(session, scope.summit_id) if row.topic_id == id_ and row.passages]
    after = replace(before, **{name: getattr(edit, name) for name in FIELDS})
    same = (view for view in topics.values() if view.slug != edit.slug and _is_called(view, after))
    described = (before.description_de, before.description_en) != (after.description_de, after.description_en)
    return Renaming(before, after, len(kept), sum(row.sentences for row in kept), said=described, twin=next(same, None))


def _is_called(view: TopicView, like: TopicView) -> bool:
    return view.label_de.casefold() == like.label_de.casefold()


def origination(session: Session, slug: str, article_id: int, start: int) -> Origination | None:
    """The sentence of an article that begins there, with its key words; None where there is none. Six statements."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    found = session.execute(
        columns(col(Annotation.end), col(Article.text))
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(col(Article.summit_id) == scope.summit_id, col(Annotation.article_id) == article_id)
        .where(col(Annotation.layer) == "sentence", col(Annotation.start) == start)
    ).first()
    if found is None:
        return None
    names = session.execute(
        columns(col(Annotation.start), col(Annotation.end))
        .where(col(Annotation.article_id) == article_id, col(Annotation.layer) == "mention")
        .where(col(Annotation.via) == "name", col(Annotation.start) >= start, col(Annotation.start) < found.end)
        .order_by(col(Annotation.start))
    )
    words = key_words(found.text, start, found.end, [(one.start, one.end) for one in names])
    article = article_views(session, [article_id], source_rows(session, scope))[article_id]
    return Origination(article, start, found.text[start : found.end], words)


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
