"""Passages: runs of neighbouring sentences of one topic, projected from an article's annotations."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Row, delete, insert
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.tallies import touch
from app.models import Annotation, Article, Entity, Passage, PassagePerson


@dataclass(frozen=True, slots=True)
class Run:
    """Sentences ``first`` to ``last`` (indices from 0, both included) of one topic."""

    topic_id: int
    first: int
    last: int


def runs(topics_by_sentence: list[set[int]]) -> list[Run]:
    """Neighbouring sentences that share a topic, one run for each topic and stretch, in order of appearance."""
    found: list[Run] = []
    open_: dict[int, int] = {}
    for number, topics in enumerate([*topics_by_sentence, set()]):
        for topic in [topic for topic in open_ if topic not in topics]:
            found.append(Run(topic, open_.pop(topic), number - 1))
        for topic in topics:
            open_.setdefault(topic, number)
    return sorted(found, key=lambda run: (run.first, run.topic_id))


def project_passages(session: Session, article_id: int) -> None:
    """Replace the passages of an article, and who is in each, by what its annotations say."""
    article = session.get(Article, article_id)
    if article is None:
        return
    touch(session, [article_id])
    session.exec(delete(Passage).where(col(Passage.article_id) == article_id))
    marks = session.execute(
        columns(
            col(Annotation.layer),
            col(Annotation.start),
            col(Annotation.end),
            col(Annotation.topic_id),
            col(Annotation.entity_id),
        )
        .where(
            col(Annotation.article_id) == article_id,
            col(Annotation.layer).in_(["sentence", "topic", "mention", "quotation"]),
        )
        .order_by(col(Annotation.start), col(Annotation.id))
    ).all()
    sentences = [(start, end) for layer, start, end, _, _ in marks if layer == "sentence"]
    index = {start: number for number, (start, _) in enumerate(sentences)}
    topics: list[set[int]] = [set() for _ in sentences]
    for layer, start, _, topic_id, _ in marks:
        if layer == "topic" and topic_id is not None:
            topics[index[start]].add(topic_id)
    persons = _persons_by_sentence(session, sentences, marks)
    found = runs(topics)
    if not found:
        return
    rows = [_row(article, run, sentences) for run in found]
    made = insert(Passage).returning(col(Passage.id), sort_by_parameter_order=True)
    ids = session.connection().execute(made, rows).scalars().all()
    inside = [
        {"passage_id": passage_id, "entity_id": entity_id}
        for passage_id, run in zip(ids, found, strict=True)
        for entity_id in sorted(set().union(*persons[run.first : run.last + 1]))
    ]
    if inside:
        session.connection().execute(insert(PassagePerson), inside)


def _row(article: Article, run: Run, sentences: list[tuple[int, int]]) -> dict[str, int]:
    assert article.id is not None
    return {
        "summit_id": article.summit_id,
        "topic_id": run.topic_id,
        "source_id": article.source_id,
        "article_id": article.id,
        "first": run.first + 1,
        "sentences": run.last - run.first + 1,
        "start": sentences[run.first][0],
        "end": sentences[run.last][1],
        "before": sentences[max(0, run.first - 1)][0],
        "after": sentences[min(len(sentences) - 1, run.last + 1)][1],
    }


def _persons_by_sentence(
    session: Session, sentences: list[tuple[int, int]], marks: Sequence[Row[str, int, int, int | None, int | None]]
) -> list[set[int]]:
    """Ids of the persons that each sentence names or gives words of. A quotation may run over several sentences."""
    wanted = {entity_id for layer, _, _, _, entity_id in marks if layer != "topic" and entity_id is not None}
    people = set(session.exec(select(Entity.id).where(Entity.kind == "person", col(Entity.id).in_(wanted))))
    by_sentence: list[set[int]] = [set() for _ in sentences]
    touching: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for layer, start, end, _, entity_id in marks:
        if layer in {"mention", "quotation"} and entity_id in people and entity_id is not None:
            touching[entity_id].append((start, end))
    for entity_id, spans in touching.items():
        for number in _touched(sentences, sorted(spans)):
            by_sentence[number].add(entity_id)
    return by_sentence


def _touched(sentences: list[tuple[int, int]], spans: list[tuple[int, int]]) -> set[int]:
    """Indices of the sentences that overlap any span; both lists sorted by start."""
    hit: set[int] = set()
    first = 0
    for start, end in spans:
        while first < len(sentences) and sentences[first][1] <= start:
            first += 1
        number = first
        while number < len(sentences) and sentences[number][0] < end:
            hit.add(number)
            number += 1
    return hit
