"""The topics of a summit: those of the shipped lexicon, with what people changed in them."""

from dataclasses import asdict
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.records import decisions
from app.actions.tallies import touch
from app.correct.decisions import TOPIC_EDITS, TopicEdit
from app.correct.lexicon import FIELDS, SummitLexicon, edited
from app.event_topics import kept_topics
from app.models import Correction, Summit, Topic
from app.tallies import ArticleTopic


def summit_lexicon(session: Session, summit_id: int) -> SummitLexicon:
    """The lexicon with the summit's own topics, after every edit that holds. Two statements."""
    return edited(topic_edits(session, summit_id), kept_topics(session, summit_id))


def topic_edits(session: Session, summit_id: int) -> list[TopicEdit]:
    """The edits that hold, in the order in which they were made."""
    return [one for one in decisions(session, summit_id) if isinstance(one, TOPIC_EDITS)]


def sync_topics(session: Session, summit: Summit, lexicon: SummitLexicon) -> dict[str, int]:
    """Give a summit the topics that its lexicon has by now; topic ids by slug, those of joined topics too.

    Names that exist are left alone here: ``follow_edits`` changes them.
    """
    assert summit.id is not None
    rows = session.execute(columns(col(Topic.slug), col(Topic.id)).where(col(Topic.summit_id) == summit.id))
    known: dict[str, int] = dict(rows.all())
    for position, (slug, table) in enumerate(lexicon.topics.items()):
        if slug not in known:
            fields = {name: table[name] for name in FIELDS}
            origin = "people" if slug in lexicon.made else "lexicon"
            topic = Topic(
                summit_id=summit.id, slug=slug, group=table["group"], position=position, origin=origin, **fields
            )
            session.add(topic)
            session.flush()
            assert topic.id is not None
            known[slug] = topic.id
    return known | {slug: known[into] for slug, into in lexicon.joined.items() if into in known}


def follow_edits(session: Session, summit: Summit) -> None:
    """Bring the topics' rows in line with the edits that hold: names, joined ones, made ones and those unmade."""
    assert summit.id is not None
    lexicon = summit_lexicon(session, summit.id)
    known = sync_topics(session, summit, lexicon)
    for slug in ever_edited(session, summit.id):
        here = (col(Topic.summit_id) == summit.id) & (col(Topic.slug) == slug)
        if slug in lexicon.topics:
            fields = {name: lexicon.topics[slug][name] for name in FIELDS} | asdict(lexicon.placing(slug))
            session.exec(update(Topic).where(here).values(joined_to=None, **fields))
        elif slug in lexicon.joined:
            session.exec(update(Topic).where(here).values(joined_to=lexicon.joined[slug]))
        elif slug in known:  # its making was undone
            touch(session, session.scalars(articles_of(summit.id, slug)))
            session.exec(delete(Topic).where(here))
    session.expire_all()


def ever_edited(session: Session, summit_id: int) -> set[str]:
    """Slugs of the topics that any edit on record is about, whether it holds or not."""
    kinds = [one.KIND for one in TOPIC_EDITS]
    payloads = session.exec(
        select(Correction.payload).where(Correction.summit_id == summit_id, col(Correction.kind).in_(kinds))
    )
    return {payload[key] for payload in payloads for key in ("slug", "into") if key in payload}


def articles_of(summit_id: int, slug: str) -> Any:
    """Ids of the articles that have sentences of a topic, or are offered some: they have fewer without it."""
    topic = columns(col(Topic.id)).where(col(Topic.summit_id) == summit_id, col(Topic.slug) == slug)
    return columns(col(ArticleTopic.article_id)).where(col(ArticleTopic.topic_id).in_(topic))
