"""The wider search: for every thing of a summit the passages that may hold it in the sources where it was not found.

Runs in the transaction that stores an article's marks, both ways: what its lines offer for the things of others, and
theirs for its own. What an article costs does not grow with the summit (see ``sentence_index``). Up to ``SETTLED``
articles the weights of words are taken anew whenever their number has doubled, and all are searched again; later they
hardly move, and only a new analysis of all (``gipfelspiegel reanalyse``) brings older articles in line with them.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, insert, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.actions.figures import read_mark
from app.actions.fragment_offers import fragments_offered
from app.actions.name_offers import names_offered, new_names_offered
from app.actions.quotation_index import FORGET_TERMS, INSERT_TERMS, marks_under
from app.actions.quotation_offers import (
    headline_marks,
    lines_about,
    mark_columns,
    named_around,
    said_at,
    told_of_reports,
    utterances_offered,
    verbatim_offered,
)
from app.actions.sentence_index import (
    HEADLINE,
    Line,
    enter_lines,
    near_lines,
    own_lines,
    read_damping,
    renew_damping,
)
from app.actions.tallies import touch_offers
from app.actions.topic_offers import topics_offered
from app.actions.verdicts import apply_verdicts
from app.arrays import array
from app.compare.figure_offers import wide_keys
from app.compare.name_search import heard
from app.compare.nearness import Damping, nearness, read_terms
from app.compare.offers import (
    FigureAt,
    Offered,
    SaidAt,
    Spot,
    TopicAt,
    best,
    figures_between,
    offers_between,
    said_between,
)
from app.compare.wording import hash_of
from app.models import Annotation, Article, Offer, ParallelMember, Summit

WIDE = "figure-wide"  # the layer of mark_term under which figures are looked up
PER_KEY = 40  # figures looked at under one key, the oldest
MOST = 2  # passages offered for a thing in one article
FIRST, SETTLED = 4, 32  # articles from which on, and up to which, doubling renews the weights for all
_LAYERS = ("figure", "quotation", "topic", "mention")


def search_offers(session: Session, article_id: int, *, settle: bool = True) -> None:
    """Search for the things of an article in the others, and for theirs in it; safe to repeat.

    To be called when its marks are stored and compared. Where the weights are to be renewed, all are searched again;
    whoever does not want to hold the lock so long says ``settle=False`` and takes the steps of ``rebuild`` one by one.
    """
    search_again(session, article_id)
    article = session.get(Article, article_id) if settle else None
    ids = unsettled(session, article.summit_id) if article else None
    if article is not None and ids is not None:
        rebuild(session, article.summit_id, ids)


def unsettled(session: Session, summit_id: int) -> list[int] | None:
    """Ids of the articles to be searched again with new weights, where these are to be renewed; else None."""
    damped_at = session.execute(columns(col(Summit.damped_at)).where(col(Summit.id) == summit_id)).scalar_one()
    ids: list[int] = list(session.scalars(columns(col(Article.id)).where(*_ready(summit_id)).order_by(col(Article.id))))
    if len(ids) < max(FIRST, 2 * damped_at):
        return None
    return ids if len(ids) <= SETTLED else []


def rebuild(session: Session, summit_id: int, ids: Iterable[int]) -> None:
    """Take the weights of the summit's words anew and search articles again with them."""
    renew_damping(session, summit_id)
    for article_id in ids:
        search_again(session, article_id)
    settled(session, summit_id)


def search_again(session: Session, article_id: int) -> None:
    """The search with the weights of now."""
    article = session.get(Article, article_id)
    if article is not None:
        _search(session, article)


def search_topics(session: Session, article: Article) -> None:
    """Only the search for words of topics, where these have changed and the article's marks have not."""
    assert article.id is not None
    session.execute(_FORGET_TOPICS, {"article": article.id})
    touch_offers(session, [article.id])
    found = best(topics_offered(session, article, own_lines(session, article.id)), MOST)
    _store(session, article.summit_id, found)
    apply_verdicts(session, article.id)


def settled(session: Session, summit_id: int) -> None:
    """The weights hold until the articles have doubled. Said last: cut off before, the next article begins anew."""
    summit = session.get_one(Summit, summit_id)
    summit.damped_at = session.execute(columns(func.count()).where(*_ready(summit_id))).scalar_one()
    session.add(summit)
    session.flush()


def _ready(summit_id: int) -> tuple[ColumnElement[bool], ...]:
    return col(Article.summit_id) == summit_id, col(Article.status) == "ready"


def forget_offers(session: Session, article_id: int) -> None:
    """Drop what was offered in an article and for its marks, before these go."""
    touch_offers(session, session.scalars(_PLACES, {"article": article_id}))
    session.execute(_FORGET, {"article": article_id})


def _search(session: Session, article: Article) -> None:
    assert article.id is not None
    forget_offers(session, article.id)
    lines = own_lines(session, article.id)
    if not lines:
        return
    enter_lines(session, article.summit_id, lines)
    damping = read_damping(session, article.summit_id)
    pairs = near_lines(session, article.summit_id, lines, damping)
    spots = _spots(session, {line.key: line for line in (*lines, *(pair.other for pair in pairs))})
    own = [spots[line.key] for line in lines]
    found = [
        offer
        for pair in pairs
        for offer in offers_between(spots[pair.own.key], spots[pair.other.key], pair.near, damping)
    ]
    found += _figures(session, article, own, damping)
    found += _named(session, article, own, {(pair.own.key, pair.other.key) for pair in pairs}, damping)
    found += utterances_offered(session, article, own, damping)
    found += verbatim_offered(session, article, own, damping)
    found += fragments_offered(session, article, lines, own, damping)
    found += told_of_reports(session, found)
    found = best(_not_joined(session, found), MOST)
    found += best(topics_offered(session, article, lines), MOST)
    found += best([*names_offered(session, article), *new_names_offered(session, article)], MOST)
    _store(session, article.summit_id, found)
    apply_verdicts(session, article.id)


def _named(
    session: Session, article: Article, own: Sequence[Spot], known: Collection[Any], damping: Damping
) -> Iterator[Offered]:
    """What is offered for quotations in sentences that name the speaker, ``known`` pairs of lines aside."""
    lines = {line.key: line for line in lines_about(session, article, own)}
    quoting = [spot for spot in own if spot.said]
    for key, other in _spots(session, lines).items():
        for spot in own if other.said else quoting:
            if (_key(spot), key) not in known:
                yield from said_between(spot, other, damping)


def _key(spot: Spot) -> tuple[int, int]:
    return spot.article, HEADLINE if spot.part == "headline" else spot.start


def _store(session: Session, summit_id: int, found: Sequence[Offered]) -> None:
    wanted = columns(col(Article.id), col(Article.source_id)).where(
        col(Article.id).in_({one.place[0] for one in found})
    )
    source_of: dict[int, int] = dict(session.execute(wanted).all())
    rows = [
        {
            "summit_id": summit_id,
            "source_id": source_of[one.place[0]],
            "kind": one.kind,
            "topic_id": one.topic,
            "entity_id": one.entity,
            "annotation_id": one.mark,
            **dict(zip(("article_id", "part", "start", "end"), one.place, strict=True)),
            "state": "perhaps",
            "differing": one.differing,
            "score": round(one.score, 3),
            "reasons": list(one.reasons),
        }
        for one in found
    ]
    if rows:
        session.connection().execute(_INSERT, rows)
        touch_offers(session, {one.place[0] for one in found if one.topic is not None})


# --- what stands in lines


@dataclass(slots=True)
class _Inside:
    """The marks of one line."""

    figures: list[FigureAt] = field(default_factory=list)
    said: list[SaidAt] = field(default_factory=list)
    topics: list[TopicAt] = field(default_factory=list)
    persons: set[str] = field(default_factory=set)
    heard: set[str] = field(default_factory=set)
    called: set[str] = field(default_factory=set)


def _spots(session: Session, lines: dict[tuple[int, int], Line]) -> dict[tuple[int, int], Spot]:
    """The lines with the marks that begin in them, and the speakers that their articles name. Three statements."""
    by_id = {line.id: line.key for line in lines.values() if line.id is not None}
    inside: dict[tuple[int, int], _Inside] = defaultdict(_Inside)
    headlines = {line.article: line.key for line in lines.values() if line.place == HEADLINE}
    rows = [(by_id[row.sentence], row.layer, row) for row in _marks(session, by_id)]
    rows += [
        (headlines[row.article_id], row.layer.removeprefix("headline-"), row)
        for row in headline_marks(session, headlines)
    ]
    for key, layer, row in rows:
        here = inside[key]
        if layer == "figure":
            here.figures.append(FigureAt(row.id, row.start, row.end, read_mark(row)))
        elif layer == "quotation":
            here.said.append(said_at(row))
        elif layer == "topic" and row.topic_id is not None:
            here.topics.append(TopicAt(row.topic_id, row.id))
        elif layer == "mention" and row.entity_id is not None:
            here.persons.add(str(row.entity_id))
            first = row.start - max(0, key[1])
            here.called.update(read_terms(lines[key].text[first : first + row.end - row.start]).weights)
            if row.spelt and (name := heard(row.spelt)):
                here.heard.add(name.family)
    around = named_around(session, lines.values(), (one for here in inside.values() for one in here.said))
    return {
        key: Spot(
            line.article,
            line.source,
            "headline" if line.place == HEADLINE else "text",
            max(0, line.place),
            line.end,
            line.text,
            tuple(inside[key].figures),
            tuple(inside[key].said),
            tuple(inside[key].topics),
            frozenset(inside[key].persons),
            frozenset(inside[key].heard),
            around=around.get(line.article, frozenset()),
            called=frozenset(inside[key].called),
        )
        for key, line in lines.items()
    }


def _marks(session: Session, sentences: Collection[int]) -> Iterable[Any]:
    return session.execute(_WITHIN, {"sentences": sentences}).all()


# --- marks that are looked up by themselves, wherever their sentences stand


def _figures(session: Session, article: Article, own: Sequence[Spot], damping: Damping) -> Iterator[Offered]:
    """Figures of the same or a near value anywhere in other sources."""
    mine = {figure.id: (figure, spot) for spot in own for figure in spot.figures}
    keys = {id_: {hash_of(f"wide {key}") for key in wide_keys(figure.mark)} for id_, (figure, _) in mine.items()}
    connection = session.connection()
    connection.execute(FORGET_TERMS, {"marks": mine, "layer": WIDE})
    held = marks_under(session, article.summit_id, set().union(*keys.values()), PER_KEY, WIDE) if keys else {}
    rows = [
        {"annotation_id": id_, "term": term, "summit_id": article.summit_id, "layer": WIDE}
        for id_, terms in keys.items()
        for term in sorted(terms)
    ]
    if rows:
        connection.execute(INSERT_TERMS, rows)
    others = _spots_of(session, {other for ids in held.values() for other in ids} - mine.keys(), article.source_id)
    for id_, (figure, spot) in mine.items():
        for other in sorted({other for term in keys[id_] for other in held.get(term, ()) if other in others}):
            there = others[other]
            near = nearness(read_terms(spot.text), read_terms(there.text), damping)
            yield from figures_between(figure, next(one for one in there.figures if one.id == other), near)


def _spots_of(session: Session, marks: Collection[int], source: int) -> dict[int, Spot]:
    """By figure the sentence around it, in articles of other sources. One statement."""
    rows = session.execute(_AROUND, {"marks": marks, "source": source})
    return {
        row.id: Spot(
            row.article_id,
            row.source_id,
            "text",
            row.from_,
            row.to,
            row.words,
            figures=(FigureAt(row.id, row.start, row.end, read_mark(row)),),
        )
        for row in rows
    }


def _not_joined(session: Session, found: Iterable[Offered]) -> list[Offered]:
    """Without what is in one group already: that is found. One statement."""
    offers = list(found)
    ids = {id_ for one in offers for id_ in (one.mark, one.at) if id_ is not None}
    groups = dict(session.execute(_GROUPS, {"marks": ids}).all())
    return [
        one
        for one in offers
        if one.mark is None or one.at is None or one.mark not in groups or groups[one.mark] != groups.get(one.at)
    ]


_SENTENCE = aliased(Annotation)
_WITHIN = (
    mark_columns(col(_SENTENCE.id).label("sentence"))
    .join(
        _SENTENCE,
        and_(
            col(Annotation.article_id) == col(_SENTENCE.article_id),
            col(Annotation.start) >= col(_SENTENCE.start),
            col(Annotation.start) < col(_SENTENCE.end),
        ),
    )
    .where(col(_SENTENCE.id).in_(array("sentences")), or_(*(col(Annotation.layer) == layer for layer in _LAYERS)))
    .order_by(col(Annotation.id))
)
_AROUND = (
    mark_columns(
        col(_SENTENCE.start).label("from_"),
        col(_SENTENCE.end).label("to"),
        func.substr(col(Article.text), col(_SENTENCE.start) + 1, col(_SENTENCE.end) - col(_SENTENCE.start)).label(
            "words"
        ),
    )
    .join(
        _SENTENCE,
        and_(
            col(_SENTENCE.article_id) == col(Annotation.article_id),
            col(_SENTENCE.layer) == "sentence",
            col(_SENTENCE.start) <= col(Annotation.start),
            col(_SENTENCE.end) > col(Annotation.start),
        ),
    )
    .where(col(Annotation.id).in_(array("marks")), col(Article.source_id) != bindparam("source"))
)
_GROUPS = columns(col(ParallelMember.annotation_id), col(ParallelMember.parallel_id)).where(
    col(ParallelMember.annotation_id).in_(array("marks"))
)
_OF_ARTICLE = columns(col(Annotation.id)).where(col(Annotation.article_id) == bindparam("article"))
_OF_OR_IN = or_(col(Offer.article_id) == bindparam("article"), col(Offer.annotation_id).in_(_OF_ARTICLE))
_PLACES = columns(col(Offer.article_id)).where(_OF_OR_IN, col(Offer.topic_id).is_not(None)).distinct()
_FORGET = delete(Offer).where(_OF_OR_IN)
_FORGET_TOPICS = delete(Offer).where(
    col(Offer.article_id) == bindparam("article"), col(Offer.kind) == "topic", col(Offer.annotation_id).is_(None)
)
_INSERT = insert(Offer)
