"""Independent strands: the sources of a topic that shared text joins within that topic count once.

Wording joins, as ``compare.provenance`` tells it: two that give the same words of a politician are still two. So does a
signature: sources that have nothing on the topic but texts that one agency signs are one strand, whatever these say.
"""

import json
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, case, cast, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlalchemy.types import Text
from sqlmodel import Session, col

from app.models import Article, Passage, SharedPassage
from app.queries.provenance import is_signed, signing, tells_speech
from app.queries.scope import Scope, passage_conditions
from app.queries.views.heads import AGENCY, SourceView
from app.queries.views.shared import Strand, Strands
from app.tallies import ArticleTopic, SharedTopic

Edge = tuple[int, int, bool | None, tuple[str, ...]]  # source, source, verbatim (None: only signed alike), agencies
Edges = dict[int, list[Edge]]
Signed = dict[tuple[int, int], list[str]]  # by topic and source: agencies
Joined = tuple[int, int, int, int, bool, int]  # source, source, article, article, verbatim, set of topics


def strands_by_topic(
    session: Session,
    scope: Scope,
    covering: Mapping[int, Collection[int]],
    sources: Mapping[int, SourceView],
    kept: Iterable[Any],
) -> dict[int, Strands]:
    """Strands by topic id, of the sources (ids) that cover each. ``kept`` are the summit's ``topic_numbers``.

    Three statements. Under dates and persons passages are joined: three, or four.
    """
    if scope.filters.narrows_marks:
        agencies = signing(session, scope.summit_id)
        edges = _edges(session, scope, list(covering), agencies)
        if agencies:
            for topic, one in _signed_alike(_signed_texts(session, scope, list(covering), agencies)):
                edges[topic].append(one)
    else:
        edges = _kept_edges(session, scope, list(covering))
        for topic, one in _signed_alike(_kept_texts(session, scope, covering, kept)):
            edges[topic].append(one)
    return {topic: _strands(own, edges.get(topic, []), sources) for topic, own in covering.items()}


def _agencies_of(scope: Scope) -> dict[int, str]:
    """The sources that are agencies themselves: what they send needs no signature."""
    return {one.id: one.name for one in scope.numbers if one.kind == AGENCY}


def _kept_edges(session: Session, scope: Scope, topics: Sequence[int]) -> Edges:
    """The edges of ``_edges`` as they are kept: without filters on passages."""
    own = _agencies_of(scope)
    signed = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, is_signed())
    sides = [
        func.min(id_).filter(or_(source.in_(own), id_.in_(signed)))
        for id_, source in (
            (col(SharedTopic.a_id), col(SharedTopic.a_source)),
            (col(SharedTopic.b_id), col(SharedTopic.b_source)),
        )
    ]
    by = col(SharedTopic.topic_id), col(SharedTopic.a_source), col(SharedTopic.b_source)
    verbatim = func.max(case((col(SharedTopic.verbatim), 1), else_=0))
    rows = session.execute(
        columns(*by, verbatim, *sides).where(col(SharedTopic.topic_id).in_(topics)).group_by(*by).order_by(*by)
    ).all()
    names = _names(session, {id_ for row in rows for id_ in row[4:] if id_ is not None}, own)
    edges: Edges = defaultdict(list)
    for topic, one, other, verbatim_, *signers in rows:
        told = dict.fromkeys(name for id_ in signers if id_ is not None for name in names[id_])
        edges[topic].append((one, other, bool(verbatim_), tuple(told)))
    return edges


def _names(session: Session, ids: Collection[int], own: Mapping[int, str]) -> dict[int, list[str]]:
    """The agencies whose texts the articles are. One statement."""
    rows = session.execute(
        columns(col(Article.id), col(Article.source_id), col(Article.agencies)).where(col(Article.id).in_(ids))
    )
    return {id_: names or [own[source]] for id_, source, names in rows}


def _kept_texts(session: Session, scope: Scope, covering: Mapping[int, Collection[int]], kept: Iterable[Any]) -> Signed:
    """Who signs the texts of a source on a topic, where all are signed in several sources. One statement."""
    own = _agencies_of(scope)
    whole: dict[int, list[int]] = defaultdict(list)
    for row in kept:
        signed = row.covering and (row.signed == row.covering or row.source_id in own)
        if signed and row.source_id in covering.get(row.topic_id, ()):
            whole[row.topic_id].append(row.source_id)
    several = {topic: found for topic, found in whole.items() if len(found) > 1}
    by = col(ArticleTopic.topic_id), col(ArticleTopic.source_id), cast(col(Article.agencies), Text)
    rows = session.execute(
        columns(*by)
        .join(Article, col(Article.id) == col(ArticleTopic.article_id))
        .where(col(ArticleTopic.topic_id).in_(several), col(ArticleTopic.passages) > 0)
        .where(or_(col(ArticleTopic.signed), col(ArticleTopic.source_id).in_(own)))
        .where(col(ArticleTopic.source_id).in_({source for found in several.values() for source in found}))
        .group_by(*by)
        .order_by(*by[:2], func.min(col(Article.id)))
    )
    texts: Signed = defaultdict(list)
    for topic, source, written in rows:
        if source in several[topic]:
            texts[topic, source] += json.loads(written) or [own[source]]
    return texts


@dataclass(slots=True)
class _Edge:
    """What two sources share, by sets of topics: bit n is topic n of the list asked for."""

    common: int = 0
    verbatim: int = 0
    signed: tuple[dict[int, int], dict[int, int]] = field(default_factory=lambda: ({}, {}))  # article -> topics

    def signers(self, topic: int) -> list[int]:
        """The first signed article of either side that the two share text in this topic with."""
        sides = ([id_ for id_, topics in side.items() if topics >> topic & 1] for side in self.signed)
        return [min(ids) for ids in sides if ids]


@dataclass(frozen=True, slots=True)
class _Cover:
    """One article as stretches, each with the set of topics whose passages it lies in; ``starts`` ascends."""

    starts: list[int]
    topics: list[int]

    def within(self, start: int, end: int) -> int:
        """The topics of all stretches that a span touches."""
        found = 0
        for at in range(max(0, bisect_right(self.starts, start) - 1), bisect_left(self.starts, end)):
            found |= self.topics[at]
        return found


def _covers(rows: Iterable[tuple[int, int, int, int]]) -> dict[int, _Cover]:
    """Covers by article, of (article, number of the topic, start, end) of passages."""
    passages: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for article, topic, start, end in rows:
        passages[article].append((start, end, 1 << topic))
    covers = {}
    for article, own in passages.items():
        starts = sorted({at for start, end, _ in own for at in (start, end)})
        topics = [0] * len(starts)
        for start, end, bit in own:
            for at in range(bisect_left(starts, start), bisect_left(starts, end)):
                topics[at] |= bit
        covers[article] = _Cover(starts, topics)
    return covers


def _signed_texts(
    session: Session, scope: Scope, topics: Sequence[int], agencies: Mapping[int, Sequence[str]]
) -> Signed:
    """Who signs the texts of a source on a topic, where all of them are signed."""
    shown = [*passage_conditions(scope), col(Passage.topic_id).in_(topics)]
    place = col(Passage.topic_id), col(Passage.source_id), col(Passage.article_id)
    texts: dict[tuple[int, int], list[int]] = defaultdict(list)
    for topic, source, article in session.execute(columns(*place).where(*shown).distinct().order_by(*place)):
        texts[topic, source].append(article)
    return {
        key: [name for article in own for name in agencies[article]]
        for key, own in texts.items()
        if all(article in agencies for article in own)
    }


def _signed_alike(texts: Signed) -> Iterator[tuple[int, Edge]]:
    """Edges by topic between sources whose texts on it are all signed, each with the first that has the agency."""
    first: dict[tuple[int, str], int] = {}
    for (topic, source), names in texts.items():
        for name in dict.fromkeys(names):
            other = first.setdefault((topic, name), source)
            if other != source:
                yield topic, (other, source, None, (name,))


def _edges(session: Session, scope: Scope, topics: Sequence[int], agencies: Mapping[int, Sequence[str]]) -> Edges:
    """(source, source, verbatim, agencies) by topic: shared text that lies in passages of the topic on both sides."""
    joined = _joined_there(session, scope, topics[0]) if len(topics) == 1 else _joined_here(session, scope, topics)
    found: dict[tuple[int, int], _Edge] = defaultdict(_Edge)
    for one, other, a, b, verbatim, common in joined:
        edge = found[one, other]
        edge.common |= common
        edge.verbatim |= common if verbatim else 0
        for id_, side in zip((a, b), edge.signed, strict=True):
            if id_ in agencies:
                side[id_] = side.get(id_, 0) | common
    edges: Edges = defaultdict(list)
    for (one, other), edge in sorted(found.items(), key=lambda item: item[0]):
        for bit, topic in enumerate(topics):
            if edge.common >> bit & 1:
                names = dict.fromkeys(name for id_ in edge.signers(bit) for name in agencies[id_])
                edges[topic].append((one, other, bool(edge.verbatim >> bit & 1), tuple(names)))
    return edges


def _joined_there(session: Session, scope: Scope, topic: int) -> Iterator[Joined]:
    """Shared passages between two sources within one topic, joined by the database: its passages lead to few."""
    shown = [*passage_conditions(scope), col(Passage.topic_id) == topic]
    other = aliased(Passage)
    rows = session.execute(
        columns(
            col(Passage.source_id),
            col(other.source_id),
            col(SharedPassage.a_id),
            col(SharedPassage.b_id),
            col(SharedPassage.verbatim),
        )
        .join(SharedPassage, _touches(Passage, SharedPassage.a_id, SharedPassage.a_start, SharedPassage.a_end))
        .join(other, _touches(other, SharedPassage.b_id, SharedPassage.b_start, SharedPassage.b_end))
        .where(*shown, col(other.source_id) != col(Passage.source_id), ~tells_speech())
        .where(col(other.id).in_(columns(col(Passage.id)).where(*shown).correlate(None)))
    )
    return ((one, two, a, b, verbatim, 1) for one, two, a, b, verbatim in rows)


def _touches(passage: type[Passage], article: Any, start: Any, end: Any) -> ColumnElement[bool]:
    """Does a passage of the article have characters in common with the span?"""
    return and_(col(passage.article_id) == article, col(passage.start) < end, col(passage.end) > start)


def _joined_here(session: Session, scope: Scope, topics: Sequence[int]) -> Iterator[Joined]:
    """The same within many topics, joined here and not in the database, which would try every passage of one text with
    every one of the other."""
    shown = [*passage_conditions(scope), col(Passage.topic_id).in_(topics)]
    place = col(Passage.article_id), col(Passage.topic_id), col(Passage.start), col(Passage.end)
    rows = session.execute(columns(*place, col(Passage.source_id)).where(*shown)).all()
    source_of = {row.article_id: row.source_id for row in rows}
    bits = {topic: number for number, topic in enumerate(topics)}
    covers = _covers((article, bits[topic], start, end) for article, topic, start, end, _ in rows)
    for a, a_start, a_end, b, b_start, b_end, verbatim in _shared(session, scope, shown):
        if source_of[a] != source_of[b]:
            common = covers[a].within(a_start, a_end) & covers[b].within(b_start, b_end)
            if common:
                yield source_of[a], source_of[b], a, b, verbatim, common


def _shared(session: Session, scope: Scope, shown: list[ColumnElement[bool]]) -> Any:
    """The two spans of every shared passage between articles with such passages, and whether it is verbatim."""
    articles = columns(col(Passage.article_id)).where(*shown)
    a = col(SharedPassage.a_id), col(SharedPassage.a_start), col(SharedPassage.a_end)
    b = col(SharedPassage.b_id), col(SharedPassage.b_start), col(SharedPassage.b_end)
    return session.execute(
        columns(*a, *b, col(SharedPassage.verbatim)).where(
            col(SharedPassage.summit_id) == scope.summit_id,
            col(SharedPassage.a_id).in_(articles),
            col(SharedPassage.b_id).in_(articles),
            ~tells_speech(),
        )
    )


def _strands(
    covering: Collection[int],
    edges: Sequence[Edge],
    sources: Mapping[int, SourceView],
) -> Strands:
    """Union-find over the covering sources; strands in the order of their first source."""
    root = {source: source for source in covering}

    def find(source: int) -> int:
        while root[source] != source:
            root[source] = root[root[source]]
            source = root[source]
        return source

    inside = [edge for edge in edges if edge[0] in root and edge[1] in root]
    for one, other, _, _ in inside:
        root[find(one)] = find(other)
    members: dict[int, list[int]] = defaultdict(list)
    for source in sources:
        if source in root:
            members[find(source)].append(source)
    joined: list[Strand] = []
    for head, own in members.items():
        if len(own) > 1:
            links = [edge for edge in inside if find(edge[0]) == head]
            names = dict.fromkeys(name for link in links for name in link[3])
            views = tuple(sources[id_] for id_ in own)
            told = [link[2] for link in links if link[2] is not None]
            joined.append(Strand(len(joined) + 1, views, any(told) if told else None, tuple(names)))
    return Strands(len(members), tuple(joined))
