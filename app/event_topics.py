"""The topics that a summit's own texts gave, as they are kept: rows of ``topic`` that bring their words with them."""

from sqlalchemy import Integer, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Topic
from app.nlp.topics.lexicon import EventTopic

EVENT = "event"  # ``Topic.origin`` of these
_KEPT = (
    columns(col(Topic.slug), col(Topic.lines))
    .where(col(Topic.summit_id) == bindparam("summit", type_=Integer), col(Topic.origin) == EVENT)
    .order_by(col(Topic.id))
)


def kept_topics(session: Session, summit_id: int) -> tuple[EventTopic, ...]:
    """In the order in which they were made. One statement."""
    rows = session.execute(_KEPT, {"summit": summit_id})
    return tuple(
        EventTopic(slug, lines["label"], tuple(lines["strong"]), tuple(lines["weak"]), lines["above"])
        for slug, lines in rows
    )


def lines_of(topic: EventTopic) -> dict[str, object]:
    """What ``Topic.lines`` keeps of one."""
    return {"label": topic.label, "strong": topic.strong, "weak": topic.weak, "above": topic.above}
