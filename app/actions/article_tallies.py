"""What one article has, counted from its marks, passages and offers: topics, entities, sentences without a topic."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sqlalchemy import cast, delete, func, insert, or_
from sqlalchemy import select as columns
from sqlalchemy.types import Text
from sqlmodel import Session, col

from app.actions.tally_sums import Rows
from app.compare.claims import LEFT_OUT
from app.compare.provenance import is_speech
from app.models import (
    HEADLINE,
    Annotation,
    Article,
    Offer,
    Passage,
    PassagePerson,
    Run,
    SharedPassage,
    Summit,
    table_of,
)
from app.tallies import ArticleTally, SharedTopic

_MARKS = ("mention", "quotation", f"{HEADLINE}mention", f"{HEADLINE}quotation")
_GAP, _EARLY = "possible-gap", "before-event"  # codes of warnings
PROPER = "sentence"  # kind of what is a sentence, no heading and no line that is none


def articles_to_count(session: Session, ids: Sequence[int]) -> dict[int, Any]:
    """What of the articles themselves is counted, by id. One statement."""
    rows = (
        columns(
            col(Article.id),
            col(Article.summit_id),
            col(Article.source_id),
            col(Article.language),
            col(Article.genre),
            col(Article.foreign),
            (col(Article.published_to) < col(Summit.starts_on)).label("before"),
            col(Run.article_id).is_not(None).label("known"),
            cast(col(Article.agencies), Text).label("agencies"),
        )
        .join(Summit, col(Summit.id) == col(Article.summit_id))
        .outerjoin(Run, col(Run.article_id) == col(Article.id))
        .where(col(Article.id).in_(ids))
    )
    return {row.id: row for row in session.execute(rows)}


def offered_places(session: Session, ids: Sequence[int]) -> list[Any]:
    """The passages that are offered for topics in the articles."""
    place = (col(getattr(Offer, name)) for name in ("article_id", "topic_id", "kind", "part", "start", "end", "state"))
    return list(
        session.execute(columns(*place).where(col(Offer.article_id).in_(ids), col(Offer.topic_id).is_not(None)))
    )


def topic_rows(session: Session, ids: Sequence[int], articles: Mapping[int, Any], offers: Iterable[Any]) -> Rows:
    """By article and topic: passages, sentences, and places that are open or accepted. One statement."""
    found: Rows = {}

    def row(article: int, topic: int) -> dict[str, Any]:
        about = articles[article]
        empty = {"source_id": about.source_id, "signed": about.agencies != "[]"}
        return found.setdefault((article, topic), empty | {"passages": 0, "sentences": 0, "open": 0, "accepted": 0})

    by = col(Passage.article_id), col(Passage.topic_id)
    counted = columns(*by, func.count(), func.sum(col(Passage.sentences))).where(col(Passage.article_id).in_(ids))
    for article, topic, passages, sentences in session.execute(counted.group_by(*by)):
        row(article, topic).update(passages=passages, sentences=int(sentences))
    places: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for one in offers:
        places[one.article_id, one.topic_id, one.part, one.start, one.end].add(one.state)
    for (article, topic, *_), states in places.items():
        if "same" in states:
            row(article, topic)["accepted"] += 1
        if "perhaps" in states and "not-same" not in states:
            row(article, topic)["open"] += 1
    return found


def entity_rows(session: Session, ids: Sequence[int], articles: Mapping[int, Any]) -> Rows:
    """By article and entity: how often it is named, quoted, in headlines, in passages. Two statements."""
    found: Rows = {}
    names = ("mentions", "quotations", "labels", "words", "proposed", "headlines", "above", "passages")

    def row(article: int, entity: int) -> dict[str, Any]:
        empty = {"source_id": articles[article].source_id} | dict.fromkeys(names, 0)
        return found.setdefault((article, entity), empty)

    by = col(Annotation.article_id), col(Annotation.entity_id), col(Annotation.layer), col(Annotation.label)
    doubtful = func.count().filter(col(Annotation.status) == "proposed")
    marks = (
        columns(*by, func.count(), func.sum(col(Annotation.words)), doubtful)
        .where(col(Annotation.article_id).in_(ids), col(Annotation.entity_id).is_not(None))
        .where(col(Annotation.layer).in_(_MARKS))
        .group_by(*by)
    )
    for article, entity, layer, label, number, words, proposed in session.execute(marks):
        one = row(article, entity)
        if layer == "mention":
            one["mentions"] += number
        elif layer == "quotation" and label == "label":
            one["labels"] += number
        elif layer == "quotation":
            one["quotations"] += number
            one["words"] += int(words)
            one["proposed"] += proposed
        else:
            one["above"] += number
            one["headlines"] += number if layer == f"{HEADLINE}mention" else 0
    of_passages = (
        columns(col(Passage.article_id), col(PassagePerson.entity_id), func.count())
        .join(PassagePerson, col(PassagePerson.passage_id) == col(Passage.id))
        .where(col(Passage.article_id).in_(ids))
        .group_by(col(Passage.article_id), col(PassagePerson.entity_id))
    )
    for article, entity, number in session.execute(of_passages):
        row(article, entity)["passages"] = number
    return found


@dataclass(slots=True)
class SentenceCounts:
    """Of one article: sentences that have no topic, and none is offered in them; and as ``ArticleTally`` tells them."""

    bare: int = 0
    proper: int = 0
    topicless: int = 0


def sentence_counts(session: Session, ids: Sequence[int], offers: Iterable[Any]) -> dict[int, SentenceCounts]:
    """By article, where it has any sentence. One statement."""
    marks = columns(*(col(getattr(Annotation, name)) for name in ("article_id", "layer", "label", "start", "end")))
    where = col(Annotation.article_id).in_(ids), col(Annotation.layer).in_(["sentence", "topic"])
    sentences: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    topical: set[tuple[int, int]] = set()
    for article, layer, label, start, end in session.execute(marks.where(*where).order_by(col(Annotation.start))):
        if layer == "sentence":
            sentences[article].append((start, end, label == PROPER))
        else:
            topical.add((article, start))
    covered = topical | _sentences_offered(sentences, offers)
    found: dict[int, SentenceCounts] = defaultdict(SentenceCounts)
    for article, own in sentences.items():
        one = found[article]
        one.bare = sum((article, start) not in covered for start, _, _ in own)
        one.proper = sum(proper for _, _, proper in own)
        one.topicless = sum(proper and (article, start) not in topical for start, _, proper in own)
    return found


def _sentences_offered(
    sentences: Mapping[int, Sequence[tuple[int, int, bool]]], offers: Iterable[Any]
) -> set[tuple[int, int]]:
    """(article, start) of the sentences in which a topic is offered."""
    found: set[tuple[int, int]] = set()
    for one in offers:
        if one.kind == "topic" and one.part == "text":
            own = sentences.get(one.article_id, ())
            at = bisect_right(own, (one.start, 1 << 62)) - 1
            if at >= 0 and own[at][1] > one.start:
                found.add((one.article_id, own[at][0]))
    return found


def replace_shared_topics(session: Session, ids: Sequence[int]) -> None:
    """Within which topics the articles share wording with those of other sources: replaced. Four statements."""
    session.execute(delete(SharedTopic).where(or_(col(SharedTopic.a_id).in_(ids), col(SharedTopic.b_id).in_(ids))))
    pair = or_(col(SharedPassage.a_id).in_(ids), col(SharedPassage.b_id).in_(ids))
    names = ("a_id", "a_start", "a_end", "b_id", "b_start", "b_end", "words", "quoted", "verbatim")
    shared = session.execute(columns(*(col(getattr(SharedPassage, name)) for name in names)).where(pair)).all()
    shared = [row for row in shared if not is_speech(row.words, row.quoted)]
    if not shared:
        return
    place = col(Passage.article_id), col(Passage.topic_id), col(Passage.source_id)
    spans = columns(*place, col(Passage.start), col(Passage.end))
    both = {id_ for row in shared for id_ in (row.a_id, row.b_id)}
    passages: dict[int, list[Any]] = defaultdict(list)
    for one in session.execute(spans.where(col(Passage.article_id).in_(both))):
        passages[one.article_id].append(one)
    found: Rows = {}
    for row in shared:
        a, b = _within(passages[row.a_id], row.a_start, row.a_end), _within(passages[row.b_id], row.b_start, row.b_end)
        for topic in a.keys() & b.keys():
            if a[topic] != b[topic]:
                ends = {"a_source": a[topic], "b_source": b[topic], "verbatim": False}
                found.setdefault((row.a_id, row.b_id, topic), ends)["verbatim"] |= row.verbatim
    rows = [{"a_id": a, "b_id": b, "topic_id": topic} | row for (a, b, topic), row in found.items()]
    if rows:
        session.execute(insert(SharedTopic), rows)


def _within(passages: Iterable[Any], start: int, end: int) -> dict[int, int]:
    """Topics of the passages that a span touches, with their source."""
    return {one.topic_id: one.source_id for one in passages if one.start < end and one.end > start}


def replace_article_tallies(
    session: Session,
    ids: Sequence[int],
    articles: Mapping[int, Any],
    counts: Mapping[int, SentenceCounts],
    covered: Collection[int],
    whole: Collection[int],
) -> set[tuple[int, int]]:
    """Replace what is kept of the articles themselves; the sources of which anything is another now."""
    warned: dict[int, set[str]] = defaultdict(set)
    warnings = columns(col(Annotation.article_id), col(Annotation.label)).where(
        col(Annotation.article_id).in_(ids),
        col(Annotation.layer) == "warning",
        or_(col(Annotation.label).in_([_GAP, _EARLY]), col(Annotation.label).startswith(LEFT_OUT, autoescape=True)),
    )
    for article, label in session.execute(warnings):
        warned[article].add(label)
    old = {
        row["article_id"]: dict(row)
        for row in session.execute(
            columns(table_of(ArticleTally)).where(col(ArticleTally.article_id).in_(ids))
        ).mappings()
    }
    new = {
        id_: {
            "article_id": id_,
            "summit_id": row.summit_id,
            "source_id": row.source_id,
            "known": row.known,
            "language": row.language,
            "gap": _GAP in warned[id_],
            "early": _EARLY in warned[id_],
            "partly": any(code.startswith(LEFT_OUT) for code in warned[id_]),
            "before": bool(row.before),
            "genre": row.genre,
            "foreign": row.foreign,
            "covered": id_ in covered,
            **asdict(counts.get(id_, SentenceCounts())),
        }
        for id_, row in articles.items()
    }
    changed = [id_ for id_ in {*old, *new} if old.get(id_) != new.get(id_)]
    if changed:
        session.execute(delete(ArticleTally).where(col(ArticleTally.article_id).in_(changed)))
        rows = [new[id_] for id_ in sorted(changed) if id_ in new]
        if rows:
            session.execute(insert(ArticleTally), rows)
    follow = {*changed, *whole}
    both = [row for id_ in follow for row in (old.get(id_), new.get(id_)) if row]
    return {(row["summit_id"], row["source_id"]) for row in both}
