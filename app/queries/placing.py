"""Where topics stand on a screen: which are the event itself, which are parts of others, which nobody wants to see."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from app.compare.coverage import Reach, is_event_itself
from app.queries.tallies import SourceNumbers
from app.queries.views.heads import TopicView

Row = TypeVar("Row")


def event_topics(
    topics: Mapping[int, TopicView], kept: Iterable[Any], numbers: Sequence[SourceNumbers]
) -> dict[int, Reach]:
    """Ids of the issues that are the event itself, with how far they reach. ``kept`` are ``topic_numbers``.

    Asked of the whole summit, whatever the filters: what the event is does not change with what is looked at.
    """
    whole = summit_reach(numbers)
    reach: dict[int, Reach] = {}
    for row in kept:
        if row.passages and row.topic_id in topics and topics[row.topic_id].group == "issue":
            one = reach.get(row.topic_id, Reach(0, 0, 0))
            reach[row.topic_id] = Reach(one.sources + 1, one.articles + row.covering, one.sentences + row.sentences)
    return {id_: one for id_, one in reach.items() if not topics[id_].pinned and is_event_itself(one, whole)}


def summit_reach(numbers: Sequence[SourceNumbers]) -> Reach:
    """All sources, articles and sentences of a summit."""
    return Reach(len(numbers), sum(one.articles for one in numbers), sum(one.sentences for one in numbers))


def nested(rows: Sequence[tuple[TopicView, Row]]) -> list[tuple[TopicView, Row, bool]]:
    """The same rows with every part right under its topic, where that has a row; whether each stands there as one."""
    there = {topic.slug for topic, _ in rows}
    parts: dict[str, list[tuple[TopicView, Row]]] = {}
    for topic, row in rows:
        if topic.within in there:
            parts.setdefault(topic.within or "", []).append((topic, row))
    found: list[tuple[TopicView, Row, bool]] = []
    for topic, row in rows:
        if topic.within not in there:
            found.append((topic, row, False))
            found += [(part, own, True) for part, own in parts.get(topic.slug, ())]
    return found
