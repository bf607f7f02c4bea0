"""Kept numbers follow what they count: who changes an article calls ``touch``, and it is counted before the commit.

Sums change by the difference, so that an article costs the same in a large summit.
"""

import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Table, cast, delete, event, func, insert, or_, text
from sqlalchemy import select as columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.types import Text
from sqlmodel import Session, SQLModel, col

from app.compare.claims import LEFT_OUT
from app.compare.provenance import is_speech
from app.models import (
    HEADLINE,
    SIGNED,
    Annotation,
    Article,
    Entity,
    Offer,
    Passage,
    PassagePerson,
    Run,
    SharedPassage,
    Summit,
)
from app.tallies import (
    COUNT_FIRST,
    ArticleEntity,
    ArticleTally,
    ArticleTopic,
    EntitySource,
    EntityTally,
    SharedTopic,
    SourceTally,
    TopicTally,
)

AT_ONCE = 400  # articles counted by one set of statements
_MARKS = ("mention", "quotation", f"{HEADLINE}mention", f"{HEADLINE}quotation")
_GAP, _EARLY = "possible-gap", "before-event"  # codes of warnings
_SIGNED: Any = text(SIGNED.replace("agencies", "article.agencies"))

Key = tuple[int, ...]
Rows = dict[Key, dict[str, Any]]


@dataclass(slots=True)
class _Touched:
    """What a session has changed so far: articles, those of which only offers are others, (summit, source)."""

    articles: set[int] = field(default_factory=set)
    offered: set[int] = field(default_factory=set)
    sources: set[tuple[int, int]] = field(default_factory=set)


def touch(session: Session, article_ids: Iterable[int | None]) -> None:
    """Articles have changed, or what is known of them: count them again before the commit."""
    _touched(session).articles.update(id_ for id_ in article_ids if id_ is not None)


def touch_offers(session: Session, article_ids: Iterable[int]) -> None:
    """Only what is offered in articles has changed."""
    _touched(session).offered.update(article_ids)


def let_go(session: Session, article_id: int) -> None:
    """Take an article out of all sums: to be called before it is deleted."""
    session.flush()
    found = _touched(session)
    found.articles.discard(article_id)
    found.offered.discard(article_id)
    old = session.execute(
        columns(col(ArticleTally.summit_id), col(ArticleTally.source_id)).where(
            col(ArticleTally.article_id) == article_id
        )
    ).all()
    found.sources |= {(row.summit_id, row.source_id) for row in old}
    summits = dict.fromkeys([article_id], old[0].summit_id) if old else {}
    _replace(session, ArticleTopic, _topic_sums, [article_id], {}, summits)
    _replace(session, ArticleEntity, _entity_sums, [article_id], {}, summits)


def count_touched(session: Session) -> None:
    """Bring the kept numbers up to date with everything touched so far. Safe to repeat."""
    found = _touched(session)
    session.flush()
    whole, offered, sources = set(found.articles), found.offered - found.articles, set(found.sources)
    found.articles.clear()
    found.offered.clear()
    found.sources.clear()
    every = sorted(whole | offered)
    for first in range(0, len(every), AT_ONCE):
        sources |= _count(session, every[first : first + AT_ONCE], whole)
    if sources:
        _count_sources(session, sources)


def _touched(session: Session) -> _Touched:
    found = session.info.get("touched")
    if found is None:
        found = session.info["touched"] = _Touched()
        session.info[COUNT_FIRST] = count_touched  # whoever reads numbers in this very session finds them counted
        event.listen(session, "before_commit", count_touched)
    assert isinstance(found, _Touched)
    return found


def _count(session: Session, ids: Sequence[int], whole: Collection[int]) -> set[tuple[int, int]]:
    """Count articles again, with all that is kept of them where they are among the ``whole``; sources that follow."""
    articles = {row.id: row for row in session.execute(_articles(ids))}
    summits = {id_: row.summit_id for id_, row in articles.items()}
    session.execute(
        columns(col(Summit.id))
        .where(col(Summit.id).in_(set(summits.values())))
        .order_by(col(Summit.id))
        .with_for_update()
    )
    offers = _offers(session, ids)
    topics = _topics(session, ids, articles, offers)
    _replace(session, ArticleTopic, _topic_sums, ids, topics, summits)
    chosen = [id_ for id_ in ids if id_ in whole]
    if chosen:
        _replace(session, ArticleEntity, _entity_sums, chosen, _entities(session, chosen, articles), summits)
        _share(session, chosen)
    covered = {article for (article, _), row in topics.items() if row["passages"]}
    return _describe(session, ids, articles, _bare(session, ids, offers), covered, set(chosen))


def _articles(ids: Sequence[int]) -> Any:
    return (
        columns(
            col(Article.id),
            col(Article.summit_id),
            col(Article.source_id),
            col(Article.language),
            col(Run.article_id).is_not(None).label("known"),
            cast(col(Article.agencies), Text).label("agencies"),
        )
        .outerjoin(Run, col(Run.article_id) == col(Article.id))
        .where(col(Article.id).in_(ids))
    )


# --- what one article has


def _offers(session: Session, ids: Sequence[int]) -> list[Any]:
    """The passages that are offered for topics in the articles."""
    place = (col(getattr(Offer, name)) for name in ("article_id", "topic_id", "kind", "part", "start", "end", "state"))
    return list(
        session.execute(columns(*place).where(col(Offer.article_id).in_(ids), col(Offer.topic_id).is_not(None)))
    )


def _topics(session: Session, ids: Sequence[int], articles: Mapping[int, Any], offers: Iterable[Any]) -> Rows:
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


def _entities(session: Session, ids: Sequence[int], articles: Mapping[int, Any]) -> Rows:
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


def _bare(session: Session, ids: Sequence[int], offers: Iterable[Any]) -> Counter[int]:
    """By article: sentences that have no topic, and in which none is offered. One statement."""
    marks = columns(col(Annotation.article_id), col(Annotation.layer), col(Annotation.start), col(Annotation.end))
    where = col(Annotation.article_id).in_(ids), col(Annotation.layer).in_(["sentence", "topic"])
    sentences: dict[int, list[tuple[int, int]]] = defaultdict(list)
    covered: set[tuple[int, int]] = set()
    for article, layer, start, end in session.execute(marks.where(*where).order_by(col(Annotation.start))):
        if layer == "sentence":
            sentences[article].append((start, end))
        else:
            covered.add((article, start))
    for one in offers:
        if one.kind == "topic" and one.part == "text":
            own = sentences[one.article_id]
            at = bisect_right(own, (one.start, 1 << 62)) - 1
            if at >= 0 and own[at][1] > one.start:
                covered.add((one.article_id, own[at][0]))
    return Counter(article for article, own in sentences.items() for start, _ in own if (article, start) not in covered)


def _share(session: Session, ids: Sequence[int]) -> None:
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


def _describe(
    session: Session,
    ids: Sequence[int],
    articles: Mapping[int, Any],
    bare: Mapping[int, int],
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
            columns(_table(ArticleTally)).where(col(ArticleTally.article_id).in_(ids))
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
            "covered": id_ in covered,
            "bare": bare.get(id_, 0),
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


# --- sums


def _topic_sums(article: int, topic: int, row: Mapping[str, Any]) -> Iterator[tuple[type[SQLModel], Key, Counter[str]]]:
    numbers = Counter({name: row[name] for name in ("passages", "sentences", "open", "accepted")})
    numbers["covering"] = int(row["passages"] > 0)
    numbers["signed"] = int(row["passages"] > 0 and row["signed"])
    yield TopicTally, (topic, row["source_id"]), numbers


def _entity_sums(
    article: int, entity: int, row: Mapping[str, Any]
) -> Iterator[tuple[type[SQLModel], Key, Counter[str]]]:
    kept = ("mentions", "quotations", "labels", "words", "proposed", "headlines", "passages")
    numbers = Counter({name: row[name] for name in kept})
    in_text = row["mentions"] + row["quotations"] + row["labels"]
    numbers["texts"] = int(in_text > 0)
    numbers["articles"] = int(in_text + row["above"] > 0)
    numbers["covering"] = int(row["passages"] > 0)
    yield EntityTally, (entity,), numbers
    few = Counter({name: numbers[name] for name in ("articles", "covering", "mentions")})
    yield EntitySource, (entity, row["source_id"]), few


_THING = {ArticleTopic: "topic_id", ArticleEntity: "entity_id"}
_KEYS: dict[type[SQLModel], tuple[str, ...]] = {
    TopicTally: ("topic_id", "source_id"),
    EntityTally: ("entity_id",),
    EntitySource: ("entity_id", "source_id"),
}
_EMPTY: dict[type[SQLModel], tuple[str, ...]] = {
    TopicTally: ("covering", "open", "accepted"),
    EntityTally: ("articles", "covering"),
    EntitySource: ("articles", "covering"),
}


def _replace(session: Session, kept: Any, sums: Any, ids: Sequence[int], new: Rows, summits: Mapping[int, int]) -> None:
    """Let the rows of articles be the new ones, and the sums follow by the difference."""
    thing = _THING[kept]
    old: Rows = {}
    for found in session.execute(columns(_table(kept)).where(kept.article_id.in_(ids))).mappings():
        row = dict(found)
        old[row.pop("article_id"), row.pop(thing)] = row
    changed = [key for key in {*old, *new} if old.get(key) != new.get(key)]
    if not changed:
        return
    moved: dict[type[SQLModel], dict[Key, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    belongs: dict[int, int] = {}
    for key in changed:
        belongs[key[1]] = summits[key[0]]
        for rows, sign in ((old, -1), (new, 1)):
            if key in rows:
                for table, place, numbers in sums(*key, rows[key]):
                    for name, number in numbers.items():
                        moved[table][place][name] += sign * number
    gone: dict[int, list[int]] = defaultdict(list)
    for article, one in changed:
        if (article, one) in old:
            gone[article].append(one)
    for article, things in gone.items():
        session.execute(delete(kept).where(kept.article_id == article, getattr(kept, thing).in_(things)))
    rows_ = [{"article_id": a, thing: b} | new[a, b] for a, b in sorted(changed) if (a, b) in new]
    if rows_:
        session.execute(insert(kept), rows_)
    for table, by_place in moved.items():
        _add(session, table, by_place, belongs)


def _add(
    session: Session, table: type[SQLModel], moved: Mapping[Key, Counter[str]], summits: Mapping[int, int]
) -> None:
    """Add differences to sums; a sum of nothing goes."""
    keys = _KEYS[table]
    moved = {key: numbers for key, numbers in moved.items() if any(numbers.values())}
    if not moved:
        return
    more: dict[int, dict[str, Any]] = {key[0]: {} for key in moved}
    if table is TopicTally:
        more = {thing: {"summit_id": summits[thing]} for thing in more}
    if table is EntityTally:
        rows = session.execute(columns(col(Entity.id), col(Entity.kind)).where(col(Entity.id).in_(more)))
        more = {id_: {"kind": kind, "summit_id": summits[id_]} for id_, kind in rows}
    names = sorted(next(iter(moved.values())))
    rows_ = [
        dict(zip(keys, key, strict=True)) | more[key[0]] | {name: numbers[name] for name in names}
        for key, numbers in sorted(moved.items())
        if key[0] in more
    ]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    put = dialect.insert(table)
    held = _table(table).c
    put = put.on_conflict_do_update(
        index_elements=list(keys), set_={name: held[name] + put.excluded[name] for name in names}
    )
    session.connection().execute(put, rows_)
    nothing = [held[name] == 0 for name in _EMPTY[table]]
    session.execute(delete(table).where(held[keys[0]].in_(list(more)), *nothing))


def _count_sources(session: Session, pairs: Collection[tuple[int, int]]) -> None:
    """Count sources of summits anew, by indexes that hold all of it. Five statements a summit."""
    by_summit: dict[int, set[int]] = defaultdict(set)
    for summit, source in pairs:
        by_summit[summit].add(source)
    for summit, sources in by_summit.items():
        here = SourceTally.summit_id == summit, col(SourceTally.source_id).in_(sources)
        session.execute(delete(SourceTally).where(*here))  # type: ignore[arg-type]
        agencies, kinds = _signatures(session, summit, sources), _kinds(session, summit, sources)
        rows = [
            dict(row._mapping)
            | {"summit_id": summit, "agencies": agencies.get(row.source_id, [])}
            | dict(zip(("covered", "bare", "kinds"), kinds.get(row.source_id, (0, 0, [])), strict=True))
            for row in session.execute(_of_sources(summit, sources))
        ]
        if rows:
            session.execute(insert(SourceTally), rows)


def _of_sources(summit: int, sources: Collection[int]) -> Any:
    return (
        columns(
            col(Article.source_id),
            func.count().label("articles"),
            func.min(col(Article.id)).label("first_id"),
            func.coalesce(func.sum(col(Article.words)), 0).label("words"),
            func.coalesce(func.sum(col(Article.sentences)), 0).label("sentences"),
            func.count().filter(col(Article.published_from).is_(None)).label("undated"),
            func.min(col(Article.published_from)).label("earliest"),
            func.max(col(Article.published_to)).label("latest"),
            func.max(col(Article.published)).label("published"),
        )
        .where(col(Article.summit_id) == summit, col(Article.source_id).in_(sources))
        .group_by(col(Article.source_id))
    )


def _signatures(session: Session, summit: int, sources: Collection[int]) -> dict[int, list[list[Any]]]:
    """By source: who signs its articles, each with how many, most first."""
    written = cast(col(Article.agencies), Text)
    rows = session.execute(
        columns(col(Article.source_id), written, func.count())
        .where(col(Article.summit_id) == summit, col(Article.source_id).in_(sources), _SIGNED)
        .group_by(col(Article.source_id), written)
        .order_by(func.min(col(Article.id)))
    )
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for source, names, number in rows:
        found[source].update(dict.fromkeys(json.loads(names), number))
    return {source: [list(one) for one in counts.most_common()] for source, counts in found.items()}


def _kinds(session: Session, summit: int, sources: Collection[int]) -> dict[int, tuple[int, int, list[list[Any]]]]:
    """By source: covered articles, bare sentences, and the kinds of its analysed articles."""
    kind = (col(ArticleTally.language), col(ArticleTally.gap), col(ArticleTally.early), col(ArticleTally.partly))
    by = (col(ArticleTally.source_id), col(ArticleTally.known), *kind)
    covered = func.count().filter(col(ArticleTally.covered))
    rows = session.execute(
        columns(*by, covered, func.sum(col(ArticleTally.bare)), func.count())
        .where(col(ArticleTally.summit_id) == summit, col(ArticleTally.source_id).in_(sources))
        .group_by(*by)
    )
    found: dict[int, tuple[int, int, list[list[Any]]]] = {}
    for source, known, language, gap, early, partly, articles, bare, number in rows:
        before = found.get(source, (0, 0, []))
        kinds = [*before[2], [language, gap, early, partly, number]] if known else before[2]
        found[source] = before[0] + articles, before[1] + int(bare), sorted(kinds, key=str)
    return found


def _table(model: type[SQLModel]) -> Table:
    return model.__table__  # type: ignore[attr-defined,no-any-return]
