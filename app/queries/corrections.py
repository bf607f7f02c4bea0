"""What was put right, and what can be."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.correct.decisions import Unreadable, read
from app.correct.history import TURNS, Record, standing
from app.models import Annotation, Article, Correction, Entity, Summit, Topic
from app.models import Rework as ReworkRow
from app.nlp.codecs import probability_of
from app.nlp.layers import decided
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.reading import Mark, load_marks
from app.queries.scope import find_scope, source_rows, topics_by_id
from app.queries.views.corrections import CorrectionsPage, FixPanel, LineView, Rework, Spot, TopicSpot
from app.queries.views.heads import TopicView

PAGE = 50
OF_ARTICLE = 30
MOST_NAMES = 400
WORD = re.compile(r"\S+")


def corrections_page(
    session: Session,
    slug: str,
    *,
    kind: str = "",
    state: str = "",
    article: int | None = None,
    offset: int = 0,
    limit: int = PAGE,
) -> CorrectionsPage | None:
    """The record of a summit, latest first; ``kind``, ``state`` (holds, undone) and ``article`` narrow it."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    rows = session.execute(
        columns(col(Correction.id), col(Correction.kind), col(Correction.of_id), col(Correction.article_id))
        .where(col(Correction.summit_id) == scope.summit_id)
        .order_by(col(Correction.id))
    ).all()
    holds = set(standing(Record(row.id, row.kind, row.of_id) for row in rows))
    taken = [row for row in rows if row.kind not in TURNS]
    chosen = [
        row.id
        for row in reversed(taken)
        if (not kind or row.kind == kind)
        and (not state or (row.id in holds) == (state == "holds"))
        and (article is None or row.article_id == article)
    ]
    counts: dict[str, int] = {}
    for row in taken:
        counts[row.kind] = counts.get(row.kind, 0) + 1
    return CorrectionsPage(
        summit=scope.summit,
        lines=_lines(session, scope.summit_id, slug, chosen[offset : offset + limit], holds),
        total=len(chosen),
        next_offset=offset + limit if offset + limit < len(chosen) else None,
        counts=counts,
        undone=len(taken) - len(holds),
        rework=rework_of(session, scope.summit_id),
        topics={view.slug: view for view in topics_by_id(session, scope.summit_id).values()},
    )


def article_lines(session: Session, article_id: int, slug: str) -> tuple[LineView, ...]:
    """The decisions about one article, latest first."""
    rows = session.execute(
        columns(col(Correction.id), col(Correction.kind), col(Correction.of_id), col(Correction.summit_id))
        .where(col(Correction.article_id) == article_id)
        .order_by(col(Correction.id))
    ).all()
    if not rows:
        return ()
    holds = set(standing(Record(row.id, row.kind, row.of_id) for row in rows))
    latest = [row.id for row in reversed(rows) if row.kind not in TURNS][:OF_ARTICLE]
    return _lines(session, rows[0].summit_id, slug, latest, holds)


def line_view(session: Session, slug: str, line_id: int) -> LineView | None:
    """One decision on record, whether ``line_id`` is its own line or that of its latest undoing."""
    row = session.get(Correction, line_id)
    summit = session.exec(select(Summit.id).where(Summit.slug == slug)).one_or_none()
    if row is None or row.summit_id != summit:
        return None
    if row.kind in TURNS:
        row = session.get_one(Correction, row.of_id)
    own = [id_ for id_ in (row.id, row.of_id) if id_ is not None]
    about = col(Correction.id).in_(own) | col(Correction.of_id).in_(own)
    rows = session.execute(columns(col(Correction.id), col(Correction.kind), col(Correction.of_id)).where(about)).all()
    holds = set(standing(Record(one.id, one.kind, one.of_id) for one in rows))
    found = _lines(session, row.summit_id, slug, [own[0]], holds)
    return found[0] if found else None


def _lines(session: Session, summit_id: int, slug: str, ids: Sequence[int], holds: set[int]) -> tuple[LineView, ...]:
    """Views in the order of the ids. Five statements at most."""
    if not ids:
        return ()
    rows = session.exec(select(Correction).where(col(Correction.id).in_(ids) | col(Correction.of_id).in_(ids))).all()
    own = {row.id: row for row in rows if row.id in ids}
    taken_with = {row.of_id for row in own.values()} - {None}
    if taken_with:  # they are undone with another one
        above = col(Correction.of_id).in_(taken_with) & col(Correction.kind).in_(TURNS)
        rows = [*rows, *session.exec(select(Correction).where(above))]
    turned = {row.of_id: row for row in sorted(rows, key=lambda row: row.id or 0) if row.kind in TURNS}
    scope = find_scope(session, slug, Filters())
    assert scope is not None
    wanted = sorted({row.article_id for row in own.values() if row.article_id is not None})
    articles = article_views(session, wanted, source_rows(session, scope)) if wanted else {}
    views = []
    for id_ in ids:
        row = own[id_]
        turn = turned.get(id_) or turned.get(row.of_id)
        try:
            said = read(row.kind, row.payload)
        except Unreadable:
            continue  # of a newer version of this program
        views.append(
            LineView(
                id=id_,
                said=said,
                holds=id_ in holds,
                at=_utc(row.at),
                by=row.by,
                turned_at=_utc(turn.at) if turn else None,
                turned_by=turn.by if turn else "",
                of_text=row.sha256 is not None,
                article=articles.get(row.article_id or 0),
                taken_with=row.of_id,
                turnable=row.of_id is None or row.of_id in holds,
            )
        )
    return tuple(views)


def _utc(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def topic_names(session: Session, slug: str) -> dict[str, TopicView]:
    """The summit's topics by slug."""
    summit_id = session.exec(select(Summit.id).where(Summit.slug == slug)).one()
    return {view.slug: view for view in topics_by_id(session, summit_id or 0).values()}


def joined_topic(session: Session, slug: str, topic_slug: str) -> str | None:
    """The slug of the topic that another has become."""
    return session.execute(
        columns(col(Topic.joined_to))
        .join(Summit, col(Summit.id) == col(Topic.summit_id))
        .where(col(Summit.slug) == slug.replace("\0", "?"), col(Topic.slug) == topic_slug.replace("\0", "?"))
    ).scalar()


def rework_of(session: Session, summit_id: int) -> Rework | None:
    """How far the articles have followed, while they do."""
    total = session.execute(columns(col(ReworkRow.total)).where(col(ReworkRow.summit_id) == summit_id)).scalar()
    if total is None:
        return None
    behind = columns(func.count()).where(col(Article.summit_id) == summit_id, col(Article.behind).is_(True))
    return Rework(max(0, total - session.execute(behind).scalar_one()), total)


def rework_at(session: Session, slug: str) -> tuple[Rework | None, bool]:
    """The same by the summit's address; False where there is no such summit."""
    summit_id = session.exec(select(Summit.id).where(Summit.slug == slug.replace("\0", "?"))).one_or_none()
    return (rework_of(session, summit_id), True) if summit_id is not None else (None, False)


def fix_panel(session: Session, article_id: int, layer: str, start: int, end: int) -> FixPanel | None:
    """What can be put right at a place of an article; None where the text has no such place."""
    found = session.execute(
        columns(col(Article.text), col(Article.summit_id)).where(col(Article.id) == article_id)
    ).one_or_none()
    if found is None or not 0 <= start < end <= len(found.text):
        return None
    near = col(Annotation.article_id) == article_id, col(Annotation.start) < end, col(Annotation.end) > start
    around = load_marks(session, ["sentence"], *near).get(article_id, [])
    first, last = min((m.start for m in around), default=start), max((m.end for m in around), default=end)
    inside = col(Annotation.article_id) == article_id, col(Annotation.start) < last, col(Annotation.end) > first
    others = decided()
    marks = load_marks(session, ["mention", "quotation", "figure", "topic", *others], *inside).get(article_id, [])
    spots = _spots(found.text, marks)
    topics = topics_by_id(session, found.summit_id)
    of = _topics_of(marks, topics)
    mentions = tuple(spots["mention"])
    return FixPanel(
        layer=layer,
        start=start,
        end=end,
        words=found.text[start:end],
        sentence_start=first,
        sentence_end=last,
        sentence=found.text[first:last],
        mention=next((spot for spot in mentions if (spot.start, spot.end) == (start, end)), None),
        mentions=mentions,
        quotations=tuple(spots["quotation"]),
        figures=tuple(spots["figure"]),
        marks=tuple(spot for name in others for spot in spots[name]),
        layers=others,
        topics=of,
        others=tuple(view for view in topics.values() if view.slug not in {one.topic.slug for one in of}),
        names=_names(session, found.summit_id),
        parts=tuple((first + m.start(), first + m.end(), m[0]) for m in WORD.finditer(found.text[first:last]))[:80],
    )


def _spots(text: str, marks: Sequence[Mark]) -> dict[str, list[Spot]]:
    """Marks of a text that can be put right where they stand, by layer; topics are those of whole sentences."""
    spots: dict[str, list[Spot]] = defaultdict(list)
    for mark in marks:
        if mark.layer != "topic":
            spots[mark.layer].append(_spot(text, mark))
    return spots


def _topics_of(marks: Sequence[Mark], topics: dict[int, TopicView]) -> tuple[TopicSpot, ...]:
    """One for each topic; confirmed where all its sentences are."""
    of: dict[int, TopicSpot] = {}
    for mark in marks:
        if mark.layer == "topic" and mark.topic_id in topics:
            known = of.get(mark.topic_id)
            one = _topic_spot(topics[mark.topic_id], mark)
            of[mark.topic_id] = replace(known, corrected=known.corrected and one.corrected) if known else one
    return tuple(of.values())


def _topic_spot(topic: TopicView, mark: Mark) -> TopicSpot:
    carried, words = bool(mark.attrs.get("carried")), [surface for *_, surface in mark.attrs.get("evidence", ())]
    proposed = mark.proposed
    return TopicSpot(topic, mark.corrected, carried, proposed, probability_of(mark), tuple(dict.fromkeys(words)))


def _spot(text: str, mark: Mark) -> Spot:
    attrs: dict[str, Any] = mark.attrs
    return Spot(
        layer=mark.layer,
        label=mark.label,
        start=mark.start,
        end=mark.end,
        words=text[mark.start : mark.end],
        name=mark.name or attrs.get("speaker") or "",
        via=mark.via or "",
        verb=attrs.get("verb") or "",
        proposed=mark.proposed,
        probability=probability_of(mark),
        corrected=mark.corrected,
        value=attrs.get("value"),
        unit=attrs.get("unit") or "",
        about=attrs.get("about") or "",
        slug=mark.slug or "",
    )


def _names(session: Session, summit_id: int) -> tuple[str, ...]:
    """Names to choose from: persons first."""
    rows = session.execute(
        columns(col(Entity.name))
        .where(col(Entity.summit_id) == summit_id)
        .order_by(col(Entity.kind) != "person", col(Entity.name))
        .limit(MOST_NAMES)
    )
    return tuple(dict.fromkeys(rows.scalars()))
