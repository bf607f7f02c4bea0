"""Independent strands: the sources of a topic that shared text joins within that topic count once."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import and_, case, cast, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlalchemy.types import Text
from sqlmodel import Session, col

from app.models import Article, Passage, SharedPassage
from app.queries.scope import Scope, passage_conditions, person_condition
from app.queries.views.heads import SourceView
from app.queries.views.shared import Strand, Strands

Edges = dict[int, list[tuple[int, int, bool, tuple[str, ...]]]]


def strands_by_topic(
    session: Session,
    scope: Scope,
    covering: Mapping[int, Collection[int]],
    sources: Mapping[int, SourceView],
) -> dict[int, Strands]:
    """Strands by topic id, of the sources (ids) that cover each; two statements."""
    edges = _edges(session, scope, covering)
    return {topic: _strands(own, edges.get(topic, []), sources) for topic, own in covering.items()}


def _edges(session: Session, scope: Scope, topics: Iterable[int]) -> Edges:
    """(source, source, verbatim, agencies) by topic: shared text that lies in passages of the topic on both sides."""
    # The conditions stand inside: with "id in (…)" SQLite tries every passage of the summit for each shared one.
    shown = columns(Passage).where(*passage_conditions(scope, persons=False))
    if scope.filters.persons:
        shown = shown.where(person_condition(scope, col(Passage.id) + 0))  # an expression: nothing to look rows up by
    left, right = aliased(Passage, shown.subquery()), aliased(Passage, shown.subquery())
    a, b = aliased(Article), aliased(Article)

    def lies_in(passage: Any, article: Any, start: Any, end: Any) -> Any:
        return and_(col(passage.article_id) == article, col(passage.start) < end, col(passage.end) > start)

    def signed(article: Any) -> Any:
        return func.min(case((cast(col(article.agencies), Text) != "[]", col(article.id))))

    rows = session.execute(
        columns(
            col(left.topic_id),
            col(left.source_id),
            col(right.source_id),
            func.max(case((col(SharedPassage.verbatim), 1), else_=0)),
            signed(a),
            signed(b),
        )
        .select_from(SharedPassage)
        .join(left, lies_in(left, SharedPassage.a_id, SharedPassage.a_start, SharedPassage.a_end))
        .join(right, lies_in(right, SharedPassage.b_id, SharedPassage.b_start, SharedPassage.b_end))
        .join(a, col(a.id) == SharedPassage.a_id)
        .join(b, col(b.id) == SharedPassage.b_id)
        .where(
            col(SharedPassage.summit_id) == scope.summit_id,
            col(left.topic_id) == col(right.topic_id),
            col(left.topic_id).in_(list(topics)),
            col(left.source_id) != col(right.source_id),
        )
        .group_by(col(left.topic_id), col(left.source_id), col(right.source_id))
    ).all()
    signers = {id_ for row in rows for id_ in row[4:] if id_ is not None}
    named = columns(col(Article.id), col(Article.agencies)).where(col(Article.id).in_(signers))
    agencies = {id_: tuple(names) for id_, names in session.execute(named)}
    edges: Edges = defaultdict(list)
    for topic, one, other, verbatim, *signing in rows:
        names = dict.fromkeys(name for id_ in signing for name in agencies.get(id_, ()))
        edges[topic].append((one, other, bool(verbatim), tuple(names)))
    return edges


def _strands(
    covering: Collection[int],
    edges: list[tuple[int, int, bool, tuple[str, ...]]],
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
            joined.append(Strand(len(joined) + 1, views, any(link[2] for link in links), tuple(names)))
    return Strands(len(members), tuple(joined))
