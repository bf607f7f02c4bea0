"""What can be put right about a person or a topic, and what an edit of a topic would do before it is made."""

import time
from collections.abc import Sequence

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.correct.claims import with_implied
from app.correct.decisions import TOPIC_EDITS, Decision, Mark, OfText, TopicEdit, read
from app.correct.history import Record, standing
from app.correct.lexicon import SummitLexicon, edited, follow_joins, tagged
from app.correct.machine import unpacked
from app.correct.merge import merge
from app.models import Annotation, Article, Correction, Entity, EntityAlias, Run
from app.nlp.types import Analysis
from app.queries.corrections import rework_of
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.scope import find_scope, source_rows, topics_by_id
from app.queries.views.corrections import AliasView, PersonEdit, Preview, SentenceView, TopicEditPage
from app.slugs import own_slug

MOST_OTHERS = 400
LOOKED_AT = 200  # articles of a preview at most, the latest
SECONDS = 2.0  # and no longer than that
SHOWN = 25


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
    table = _lexicon(_record(session, scope.summit_id), ()).topics.get(topic_slug or "", {})
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


def preview(session: Session, slug: str, topic_slug: str, edit: TopicEdit) -> Preview:
    """Which sentences an edit would bring into a topic and which it would take out, corrections considered.

    Looks at the latest articles, for a few seconds at most; ``articles`` says at how many. The edit must be possible.
    """
    scope = find_scope(session, slug, Filters())
    assert scope is not None
    record = _record(session, scope.summit_id)
    now, then = _lexicon(record, ()), _lexicon(record, (edit,))
    rows = session.execute(
        columns(col(Article.id), col(Article.text), col(Article.title), col(Run.machine))
        .join(Run, col(Run.article_id) == col(Article.id))
        .where(col(Article.summit_id) == scope.summit_id, col(Run.machine).is_not(None))
        .order_by(col(Article.id).desc())
        .limit(LOOKED_AT)
    )
    ends, looked, stay = time.monotonic() + SECONDS, 0, 0
    come: list[tuple[int, int, str, tuple[str, ...]]] = []
    go: list[tuple[int, int, str, tuple[str, ...]]] = []
    for id_, text, title, machine in rows:
        if time.monotonic() > ends:
            break
        looked += 1
        held = _decisions(record, id_)
        said = with_implied(one for one in held if isinstance(one, OfText) and one.fits(text, title))
        before, after = (_of_topic(text, unpacked(machine), said, lexicon, topic_slug) for lexicon in (now, then))
        stay += len(before.keys() & after.keys())
        come += [(id_, a, text[a:b], after[a, b]) for a, b in sorted(after.keys() - before.keys())]
        go += [(id_, a, text[a:b], before[a, b]) for a, b in sorted(before.keys() - after.keys())]
    shown = sorted({one[0] for one in (*come[:SHOWN], *go[:SHOWN])})
    articles = article_views(session, shown, source_rows(session, scope))

    def views(found: list[tuple[int, int, str, tuple[str, ...]]]) -> tuple[SentenceView, ...]:
        return tuple(SentenceView(articles[id_], at, words, why) for id_, at, words, why in found[:SHOWN])

    return Preview(views(come), views(go), len(come), len(go), stay, looked, scope.summit.articles)


def _of_topic(
    text: str, machine: Analysis, said: Sequence[Mark], lexicon: SummitLexicon, slug: str
) -> dict[tuple[int, int], tuple[str, ...]]:
    """Spans of the sentences of a topic, each with the words that put it there."""
    marked = merge(*follow_joins(tagged(text, machine, lexicon), said, lexicon.joined))
    return {
        (sentence.start, sentence.end): tuple(dict.fromkeys(word.surface for word in mark.evidence))[:6]
        for sentence in marked.sentences
        for mark in sentence.topics
        if mark.slug == slug
    }


def _record(session: Session, summit_id: int) -> list[Correction]:
    """All lines of the summit's record."""
    here = select(Correction).where(Correction.summit_id == summit_id)
    return list(session.exec(here.order_by(col(Correction.id))))


def _decisions(record: Sequence[Correction], article_id: int | None) -> list[Decision]:
    own = {row.id: row for row in record if row.article_id == article_id and (article_id or row.sha256 is None)}
    holding = standing(Record(row.id or 0, row.kind, row.of_id) for row in record)
    return [read(own[id_].kind, own[id_].payload) for id_ in holding if id_ in own]


def _lexicon(record: Sequence[Correction], more: tuple[TopicEdit, ...]) -> SummitLexicon:
    edits = [one for one in _decisions(record, None) if isinstance(one, TOPIC_EDITS)]
    return edited([*edits, *more])
