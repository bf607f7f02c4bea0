"""What a folder could be filled with, in the order that a press review has: the topics of most independent strands
first, of each strand one passage, one's own outlet on top.

A fact sheet will be one more way to choose places; what is proposed of them is told here.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Article, Passage
from app.queries.clippings import Kept, clippings
from app.queries.filters import Filters
from app.queries.folders import all_folders, folder_view, in_strands, told_filters
from app.queries.scope import Scope, find_scope, passage_conditions, source_rows, topics_by_id
from app.queries.strands import strands_by_topic
from app.queries.tallies import topic_numbers
from app.queries.views.folders import Proposal, ProposalGroup, ProposalsPage
from app.queries.views.heads import SourceView, TopicView
from app.queries.views.review import Kind
from app.queries.views.shared import Strands

MOST_TOPICS, LOOKED_AT = 12, 40
MOST_OF_TOPIC, MOST_OF_ONE = 8, 60  # passages of each of many topics, and of the one asked for


def proposals_page(
    session: Session,
    slug: str,
    filters: Filters,
    language: str,
    topic: str = "",
    folder: str = "",
    own: str | None = None,
) -> ProposalsPage | None:
    """What these filters bring, of one topic or of all; None where summit or topic is not there.

    ``own``: slug of the outlet on top; None: the one that the folder says. A fixed number of statements.
    """
    scope = find_scope(session, slug, filters)
    topics = topics_by_id(session, scope.summit_id) if scope else {}
    wanted = next((id_ for id_, view in topics.items() if view.slug == topic), None)
    if scope is None or (topic and wanted is None):
        return None
    folders = [folder_view(row) for row in all_folders(session, scope.summit_id) if row.removed_at is None]
    chosen = next((one for one in folders if one.slug == folder), None) or (folders[0] if folders else None)
    first = own if own is not None else (chosen.own if chosen else "")
    sources = source_rows(session, scope)
    return ProposalsPage(
        summit=scope.summit,
        topic=topics[wanted].label(language) if wanted is not None else "",
        told=tuple(told_filters(scope, language)),
        groups=_groups(session, scope, topics, wanted, sources, first, language),
        folders=tuple(folders),
        folder=chosen.slug if chosen else "",
        own=first,
        sources=tuple(sources.values()),
    )


def _groups(
    session: Session,
    scope: Scope,
    topics: dict[int, TopicView],
    wanted: int | None,
    sources: dict[int, SourceView],
    own: str,
    language: str,
) -> tuple[ProposalGroup, ...]:
    """Topics by the number of their strands, with what is proposed of each."""
    places = _places(session, scope, topics, wanted, sources)
    covering = {id_: list(by_source) for id_, by_source in places.items()}
    strands = strands_by_topic(session, scope, covering, sources, topic_numbers(session, scope.summit_id))
    order = sorted(places, key=lambda id_: (-strands[id_].count, -len(places[id_]), list(topics).index(id_)))
    most = MOST_OF_TOPIC if wanted is None else MOST_OF_ONE
    picked = [
        (id_, source)
        for id_ in order[:MOST_TOPICS]
        for source in _of_each_strand(covering[id_], strands[id_], sources, own)[:most]
    ]
    found = clippings(session, scope.summit_id, [_kept(places[id_][source]) for id_, source in picked], language)
    proposals: dict[int, list[Proposal]] = defaultdict(list)
    for (id_, source), one in zip(picked, found, strict=True):
        is_own = sources[source].slug == own
        proposals[id_].append(Proposal(_place(places[id_][source]), one.item, one.hue, is_own))
    return tuple(
        ProposalGroup(topics[id_].label(language), strands[id_].count, len(places[id_]), tuple(own_))
        for id_, own_ in proposals.items()
    )


def _places(
    session: Session,
    scope: Scope,
    topics: dict[int, TopicView],
    wanted: int | None,
    sources: dict[int, SourceView],
) -> dict[int, dict[int, Any]]:
    """The longest passage of every source by topic, of the issues that most sources have. One statement."""
    issues = [id_ for id_, view in topics.items() if view.group == "issue" and not view.hidden]
    rank = func.row_number().over(
        partition_by=[col(Passage.topic_id), col(Passage.source_id)],
        order_by=[col(Passage.sentences).desc(), col(Passage.article_id), col(Passage.start)],
    )
    ranked = (
        columns(
            col(Passage.topic_id),
            col(Passage.source_id),
            col(Passage.article_id),
            col(Passage.start),
            col(Passage.end),
            rank.label("rank"),
        )
        .where(*passage_conditions(scope), col(Passage.topic_id).in_(issues if wanted is None else [wanted]))
        .subquery()
    )
    rows = session.execute(
        columns(ranked, col(Article.sha256))
        .join(Article, col(Article.id) == ranked.c.article_id)
        .where(ranked.c.rank == 1)
        .order_by(ranked.c.topic_id, ranked.c.source_id)
    )
    found: dict[int, dict[int, Any]] = defaultdict(dict)
    for row in rows:
        if row.source_id in sources:
            found[row.topic_id][row.source_id] = row
    widest = sorted(found, key=lambda id_: -len(found[id_]))[:LOOKED_AT]
    return {id_: found[id_] for id_ in widest}


def _of_each_strand(ids: Sequence[int], strands: Strands, sources: dict[int, SourceView], own: str) -> list[int]:
    """Of the sources of a topic one of each strand, in the order of a press review."""
    seen: set[int] = set()
    chosen = []
    for id_ in in_strands(ids, strands, sources, own):
        strand = strands.of(sources[id_].slug)
        if strand is None or strand.number not in seen:
            chosen.append(id_)
            seen |= {strand.number} if strand else set()
    return chosen


def _kept(row: Any) -> Kept:
    return Kept(Kind.PASSAGE, row.sha256, "text", row.start, row.end)


def _place(row: Any) -> str:
    """As the buttons of ``macros/folder.html`` say it."""
    return f"passage:{row.article_id}:text:{row.start}-{row.end}:"
