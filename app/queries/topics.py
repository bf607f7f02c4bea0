"""One topic side by side: a column a source, passages in article order, and the sources that leave it out."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence, Sized
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Passage, Source
from app.queries.claims import ask, topic_claims
from app.queries.filters import Filters
from app.queries.passages import Place, passage_views, place_columns
from app.queries.scope import (
    Scope,
    filter_bar,
    find_scope,
    is_surely_about,
    passage_conditions,
    person_counts,
    source_options,
    source_rows,
    topics_by_id,
)
from app.queries.signs import source_signs
from app.queries.strands import strands_by_topic
from app.queries.tallies import topic_numbers
from app.queries.terms import topic_terms
from app.queries.views.claims import Claims
from app.queries.views.heads import SourceView, TopicView
from app.queries.views.topics import Column, PassageView, TopicPage

PER_COLUMN = 8
AT_FIRST = 40  # passages in all columns; each is some 4 kB of page


def topic_page(
    session: Session,
    slug: str,
    topic_slug: str,
    filters: Filters,
    locale: str = "de",
    source: str | None = None,
    offset: int = 0,
) -> TopicPage | None:
    """Screen 2, in a fixed number of statements; None where summit or topic is not there.

    With ``source`` the columns hold that source alone, its passages from ``offset`` on.
    """
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    topics = topics_by_id(session, scope.summit_id)
    topic_id = next((id_ for id_, view in topics.items() if view.slug == topic_slug), None)
    if topic_id is None:
        return None
    here = col(Passage.topic_id) == topic_id
    kept = topic_numbers(session, scope.summit_id)
    sources = source_rows(session, replace(scope, filters=replace(filters, persons=(), sources=())))
    options = source_options(session, scope, sources, here)
    totals = _totals(session, scope, topic_id, kept)
    whoever = _whoever(session, scope, topic_id, totals)
    shown = {id_: view for id_, view in sources.items() if not filters.sources or view.slug in filters.sources}
    claims = _claims(session, scope, sources, topics, topic_id) if source is None else Claims(())
    signs = source_signs(session, scope, shown)
    piece = Piece(source, offset if source is not None else 0, _number(totals, source))
    found = _passages(session, scope, topic_id, piece, sources)
    proposed = _proposed(session, scope, topic_id)
    before, after = _neighbours(kept, topics, topic_id)
    return TopicPage(
        summit=scope.summit,
        bar=filter_bar(scope, person_counts(session, scope, here), options),
        topic=topics[topic_id],
        previous=before,
        next=after,
        columns=tuple(
            replace(column, proposed=proposed.get(column.source.slug, 0))
            for column in _columns({id_: view for id_, view in shown.items() if id_ in totals}, totals, found, piece)
        ),
        proposed=sum(proposed.values()),
        silent=_of_sources(claims, {view.slug for id_, view in shown.items() if id_ not in totals}),
        sentences=sum(sentences for _, sentences in totals.values()),
        sentences_unfiltered=sum(whoever.values()),
        signs={sources[id_].slug: told for id_, told in signs.items() if id_ in shown and id_ not in whoever},
        strands=strands_by_topic(session, scope, {topic_id: list(totals)}, sources, kept)[topic_id],
        active_persons=_names_of_chosen(scope),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """What the columns hold: up to ``number`` passages of every source, or those of one ``source`` from ``offset``."""

    source: str | None
    offset: int
    number: int

    def is_of(self, view: SourceView) -> bool:
        """Does the piece show this source?"""
        return self.source is None or view.slug == self.source


def _number(totals: Sized, source: str | None) -> int:
    """Passages in a column: fewer at first where many sources have the topic, so that the page can be held."""
    return PER_COLUMN if source is not None else min(PER_COLUMN, max(1, AT_FIRST // max(1, len(totals))))


def _of_sources(claims: Claims, slugs: Collection[str]) -> Claims:
    return Claims(tuple(claim for claim in claims.of if claim.source.slug in slugs))


def _names_of_chosen(scope: Scope) -> tuple[str, ...]:
    return tuple(scope.people[person][1] for person in scope.filters.persons if person in scope.people)


def _claims(
    session: Session, scope: Scope, sources: dict[int, SourceView], topics: dict[int, TopicView], topic_id: int
) -> Claims:
    """What may be said of all sources and this topic. Seven statements."""
    terms = topic_terms(session, scope.summit_id, {topic_id: topics[topic_id].slug})
    return topic_claims(session, ask(session, scope, sources), [topic_id], topics, terms)[topic_id]


def _totals(session: Session, scope: Scope, topic_id: int, kept: Sequence[Any]) -> dict[int, tuple[int, int]]:
    """(passages, sentences) by source id under all filters."""
    if not scope.filters.narrows_marks:
        chosen = scope.source_ids
        return {
            row.source_id: (row.passages, row.sentences)
            for row in kept
            if row.topic_id == topic_id and row.passages and (not scope.filters.sources or row.source_id in chosen)
        }
    rows = session.execute(
        columns(col(Passage.source_id), func.count(), func.sum(col(Passage.sentences)))
        .where(*passage_conditions(scope), col(Passage.topic_id) == topic_id)
        .group_by(col(Passage.source_id))
    )
    return {source: (passages, int(sentences)) for source, passages, sentences in rows}


def _proposed(session: Session, scope: Scope, topic_id: int) -> dict[str, int]:
    """Sentences by the slug of the source under all other filters, in passages of which none is certain."""
    everything = replace(scope, filters=scope.filters.with_proposed())
    rows = session.execute(
        columns(col(Source.slug), func.sum(col(Passage.sentences)))
        .join(Source, col(Source.id) == col(Passage.source_id))
        .where(*passage_conditions(everything), col(Passage.topic_id) == topic_id, ~is_surely_about())
        .group_by(col(Source.slug))
    )
    return {slug: int(sentences) for slug, sentences in rows}


def _whoever(session: Session, scope: Scope, topic_id: int, totals: dict[int, tuple[int, int]]) -> dict[int, int]:
    """Sentences of the topic by source id, whoever they are about: what the person filter is a part of, the ``totals``
    where there is none."""
    if not scope.filters.persons:
        return {source: sentences for source, (_, sentences) in totals.items()}
    rows = session.execute(
        columns(col(Passage.source_id), func.sum(col(Passage.sentences)))
        .where(*passage_conditions(scope, persons=False), col(Passage.topic_id) == topic_id)
        .group_by(col(Passage.source_id))
    )
    return {source: int(sentences) for source, sentences in rows}


def _passages(
    session: Session, scope: Scope, topic_id: int, piece: Piece, sources: dict[int, SourceView]
) -> dict[int, list[PassageView]]:
    """The passages of a piece by source id, in the order of the articles."""
    places = _places(session, scope, topic_id, piece)
    views = passage_views(session, scope, places, sources)
    found: dict[int, list[PassageView]] = defaultdict(list)
    for place in places:
        found[place.source_id].append(views[place.id])
    return found


def _places(session: Session, scope: Scope, topic_id: int, piece: Piece) -> list[Place]:
    """The passages to show: the first few of every source, or a later stretch of one."""
    rank = func.row_number().over(
        partition_by=col(Passage.source_id), order_by=[col(Passage.article_id), col(Passage.start)]
    )
    ranked = (
        place_columns()
        .add_columns(rank.label("rank"))
        .where(*passage_conditions(scope), col(Passage.topic_id) == topic_id)
        .subquery()
    )
    chosen = (
        columns(ranked)
        .where(ranked.c.rank > piece.offset, ranked.c.rank <= piece.offset + piece.number)
        .order_by(ranked.c.source_id, ranked.c.rank)
    )
    if piece.source is not None:
        chosen = chosen.join(Source, col(Source.id) == ranked.c.source_id).where(col(Source.slug) == piece.source)
    return [Place(*row[:-1]) for row in session.execute(chosen)]


def _columns(
    shown: dict[int, SourceView],
    totals: dict[int, tuple[int, int]],
    passages: dict[int, list[PassageView]],
    piece: Piece,
) -> Iterator[Column]:
    """Of each source that the piece shows."""
    for id_, view in shown.items():
        if piece.is_of(view):
            yield _column(view, totals[id_], passages.get(id_, []), piece)


def _column(view: SourceView, total: tuple[int, int], passages: list[PassageView], piece: Piece) -> Column:
    shown = piece.offset + len(passages)
    more = max(0, total[0] - shown)
    next_offset = shown if more and passages else None
    return Column(
        view, tuple(passages), total[0], total[1], more, next_offset, goes_on=bool(more) and shown < PER_COLUMN
    )


def _neighbours(
    kept: Sequence[Any], topics: dict[int, TopicView], topic_id: int
) -> tuple[TopicView | None, TopicView | None]:
    """The topics before and after, among those that occur: issues first, in the order of the lexicon."""
    occurs = {row.topic_id for row in kept if row.passages}
    shown = {id_ for id_ in occurs if not topics[id_].hidden}
    order = sorted({*shown, topic_id}, key=lambda id_: (topics[id_].group != "issue", list(topics).index(id_)))
    at = order.index(topic_id)
    before = topics[order[at - 1]] if at else None
    after = topics[order[at + 1]] if at + 1 < len(order) else None
    return before, after
