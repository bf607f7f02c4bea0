"""What may be said of sources and things: the one place that every screen asks, so that no two can disagree.

A thing is found where it is marked (passages, mentions, groups), perhaps where the wider search offers a passage that
nobody has judged, and absent where every article of the source was searched in vain and the source can carry that.
Dates narrow what is asked; chosen sources and persons never do: they narrow what is shown.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, exists, false, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.compare.claims import Reason, reason_against_words, state_of
from app.correct.claims import token
from app.event_topics import EVENT
from app.models import HEADLINE, NAMING_LAYERS, Annotation, Article, Offer, Parallel, ParallelMember, Passage
from app.queries.filters import Filters
from app.queries.grounds import Asked as Asked
from app.queries.grounds import ask as ask
from app.queries.grounds import belonging as belonging
from app.queries.grounds import conditions as conditions
from app.queries.grounds import everywhere
from app.queries.scope import dated
from app.queries.views.claims import Claims, ClaimView, OfferView
from app.queries.views.heads import SourceView, TopicView
from app.queries.views.text import Piece
from app.tallies import ArticleEntity, ArticleTopic, EntitySource

STATEMENTS = 64  # kept ready, of as many filters
SHOWN = 3  # passages offered for one thing in one source
LISTED = 10_000  # things up to which it is given a list of them
MENTIONS = (*NAMING_LAYERS, "quotation", f"{HEADLINE}quotation")  # where an entity is found


PLACE = ("article_id", "part", "start", "end")  # columns of an offer that say where it is
OFFERED = ("id", "topic_id", "entity_id", "annotation_id", "state", "differing", "score", "reasons")

Terms = Mapping[int, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """Sources by thing: those of which an article that belongs to the event has it; those of which only others do.

    ``whole``: by topic that came out of the texts as a part of another, those that have that other one.
    """

    has: dict[int, set[int]]
    aside: dict[int, set[int]]
    whole: dict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def reason(self, thing: int, source: int, accepted: bool) -> Reason | None:
        """Why nothing is said of a source that does not have the thing: something may not belong here, or it is one
        word of what the source writes about in others."""
        is_apart = source in self.aside[thing] or not (self.has[thing] or accepted)
        if is_apart and self.aside[thing]:
            return "foreign"
        return "part" if source in self.whole[thing] else None


def _parted(rows: Iterable[Any]) -> Found:
    """Of (thing, source, whether the article does not belong)."""
    found = Found(defaultdict(set), defaultdict(set))
    for thing, source, foreign in rows:
        (found.aside if foreign else found.has)[thing].add(source)
    for thing, sources in found.aside.items():
        sources -= found.has[thing]
    return found


def topic_claims(
    session: Session, asked: Asked, topics: Collection[int], views: Mapping[int, TopicView], terms: Terms | None = None
) -> dict[int, Claims]:
    """By topic id. Four statements, two more where other topics are parts of some. ``views`` are all of the summit.

    What has a part of a topic has the topic: it is not told as absent where a part is found, or offered.
    """
    nested = parents_of(views)
    above = {nested[id_] for id_ in topics if id_ in nested}
    parents = {child: parent for child, parent in nested.items() if parent in above or parent in topics}
    found = _with_passages(session, asked, {*topics, *parents, *above})
    parts = _parts(found, parents, views)
    offers = load_offers(session, asked, col(Offer.topic_id), {id_: id_ for id_ in topics}, found.has)
    of_parts: dict[int, dict[int, tuple[OfferView, ...]]] = {}
    asked_for = {child: parent for child, parent in parents.items() if parent in topics}
    if asked_for:
        either = {id_: found.has[id_] | parts[id_] for id_ in topics}
        of_parts = load_offers(session, asked, col(Offer.topic_id), asked_for, either)
    return {
        id_: _claims(
            asked,
            id_,
            found,
            of_parts.get(id_, {}) | offers.get(id_, {}),
            (terms or {}).get(id_, ()),
            topic=True,
            parts=parts[id_],
        )
        for id_ in topics
    }


def parents_of(views: Mapping[int, TopicView]) -> dict[int, int]:
    """By the id of a topic that is a part of another: that one's."""
    ids = {view.slug: id_ for id_, view in views.items()}
    return {id_: ids[view.within] for id_, view in views.items() if view.within in ids}


def topic_states(
    session: Session, asked: Asked, topics: Collection[int], views: Mapping[int, TopicView], kept: Iterable[Any]
) -> dict[int, Claims]:
    """The same without the passages and what was searched for: for tables of all topics.

    ``kept`` are the summit's ``topic_numbers``; under dates they do not tell, and two statements are asked.
    """
    parents = parents_of(views)
    wanted = {*topics, *parents, *parents.values()}
    open_: dict[int, set[int]] = defaultdict(set)
    if asked.scope.dates:
        found = _with_passages(session, asked, wanted)
        for row in session.execute(_offered_under_dates(asked, wanted)):
            (found.has if row.accepted else open_)[row.topic_id].add(row.source_id)
    else:
        found = _parted((row.topic_id, row.source_id, False) for row in kept if row.passages or row.accepted)
        for row in kept:
            if row.open:
                open_[row.topic_id].add(row.source_id)
    for child, parent in parents.items():
        open_[parent] |= open_[child]
    parts = _parts(found, parents, views)
    return {id_: _topic_state(asked, id_, found, open_[id_], parts[id_]) for id_ in topics}


def _parts(found: Found, parents: Mapping[int, int], views: Mapping[int, TopicView]) -> dict[int, set[int]]:
    """By topic: sources that have a part of it and not itself. What only articles apart have of it is theirs, too.

    Of parts that came out of the texts, ``found`` knows then who has the whole: that a text on energy lacks the word
    "Kohle" is no silence. Of those that people or the lexicon put there it is one.
    """
    parts: dict[int, set[int]] = defaultdict(set)
    for child, parent in parents.items():
        parts[parent] |= found.has[child] - found.has[parent]
    for child, parent in parents.items():
        found.aside[parent] |= found.aside[child] - found.has[parent] - parts[parent]
        if views[child].origin == EVENT:
            found.whole[child] = found.has[parent] | parts[parent]
    return parts


def _topic_state(asked: Asked, topic: int, found: Found, open_: Collection[int], parts: Collection[int]) -> Claims:
    return Claims(
        tuple(
            replace(
                _told(
                    asked,
                    source,
                    source in found.has[topic] or source in parts,
                    source in open_,
                    found.reason(topic, source, accepted=bool(parts)) or asked.grounds[source].topics,
                ),
                part=source in parts,
            )
            for source in asked.sources
        )
    )


def _offered_under_dates(asked: Asked, topics: Collection[int]) -> Any:
    """(topic, source, whether a place is accepted), of those that have accepted or open places."""
    days = columns(col(Article.id)).where(*conditions(asked))
    accepted = col(ArticleTopic.accepted) > 0
    return (
        columns(col(ArticleTopic.topic_id), col(ArticleTopic.source_id), accepted.label("accepted"))
        .where(col(ArticleTopic.topic_id).in_(topics), col(ArticleTopic.article_id).in_(days))
        .where(or_(accepted, col(ArticleTopic.open) > 0))
        .distinct()
    )


def with_terms(claims: Claims, terms: tuple[str, ...]) -> Claims:
    """With what was searched for."""
    return Claims(tuple(replace(one, terms=terms) for one in claims.of))


def _with_passages(session: Session, asked: Asked, topics: Collection[int]) -> Found:
    """Sources that have passages of each topic. One statement."""
    here = [col(Passage.summit_id) == asked.scope.summit_id, col(Passage.topic_id).in_(topics)]
    by = col(Passage.topic_id), col(Passage.source_id)
    if not asked.scope.dates:
        rows: Any = columns(*by, false()).where(*here).distinct()
    else:
        within = col(Article.id) == col(Passage.article_id)
        rows = columns(*by, col(Article.foreign)).join(Article, within).where(*here, *everywhere(asked)).distinct()
    return _parted(session.execute(rows))


def entity_claims(session: Session, asked: Asked, entities: Mapping[int, str]) -> dict[int, Claims]:
    """By entity id; ``entities`` gives their names. Four statements."""
    by: tuple[Any, ...]
    if asked.scope.dates:
        by = col(ArticleEntity.entity_id), col(ArticleEntity.source_id), col(Article.foreign)
        rows = columns(*by).join(Article, col(Article.id) == col(ArticleEntity.article_id)).distinct()
        rows = rows.where(by[0].in_(entities), *everywhere(asked))
    else:
        by = col(EntitySource.entity_id), col(EntitySource.source_id), false()
        rows = columns(*by).where(by[0].in_(entities), col(EntitySource.articles) > 0).distinct()
    found = _parted(session.execute(rows))
    offers = load_offers(session, asked, col(Offer.entity_id), {id_: id_ for id_ in entities}, found.has)
    return {id_: _claims(asked, id_, found, offers.get(id_, {}), (name,)) for id_, name in entities.items()}


def mark_claims(
    session: Session, asked: Asked, marks: Collection[int], terms: Terms | None = None
) -> dict[int, Claims]:
    """Of figures and quotations by thing: the id of a group (``thing_of``), or of a mark in none, negated.

    ``marks`` are such things. Six statements.
    """
    groups = [thing for thing in marks if thing > 0]
    alone = [-thing for thing in marks if thing < 0]
    members = aliased(ParallelMember)
    told_of = col(Article.source_id), col(Article.language), col(Article.foreign)
    member_rows = session.execute(
        columns(col(members.parallel_id), *told_of, col(Parallel.layer))
        .join(Article, col(Article.id) == col(members.article_id))
        .join(Parallel, col(Parallel.id) == col(members.parallel_id))
        .where(*everywhere(asked), col(members.parallel_id).in_(groups))
        .distinct()
    )
    lone_rows = session.execute(
        columns(-col(Annotation.id), *told_of, col(Annotation.layer))
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(*everywhere(asked), col(Annotation.id).in_(alone))
    )
    languages: dict[int, set[str | None]] = defaultdict(set)
    found_rows = [*member_rows, *lone_rows]
    for thing, _, language, foreign, layer in found_rows:
        if layer == "quotation" and not (foreign and asked.apart):  # figures are compared whatever the language
            languages[thing].add(language)
    found = _parted((row[0], row[1], row[3]) for row in found_rows)
    offers = load_offers(session, asked, col(Offer.annotation_id), marks_of(session, marks), found.has)
    told = terms or {}
    return {
        thing: _claims(
            asked,
            thing,
            found,
            offers.get(thing, {}),
            told.get(thing, ()),
            languages=languages[thing],
            searchable=terms is None or bool(told.get(thing)),
        )
        for thing in marks
    }


def thing_of(mark: Any) -> Any:
    """What a figure or quotation is told as: the id of its group; of none, its own id, negated."""
    member = aliased(ParallelMember)
    group = columns(col(member.parallel_id)).where(col(member.annotation_id) == mark).scalar_subquery()
    return func.coalesce(group, -mark)


def standing_for(things: Collection[int], mark: Any) -> ColumnElement[bool]:
    """The mark is one of the things, or a member of one."""
    member = aliased(ParallelMember)
    inside = columns(col(member.annotation_id)).where(col(member.parallel_id).in_([one for one in things if one > 0]))
    return or_(mark.in_(inside), mark.in_([-one for one in things if one < 0]))


def found_once(claims: Claims) -> bool:
    """Was it found in one source, and is it offered in no other? Of some of the others nothing may be said."""
    return len(claims.state("found")) == 1 and not claims.state("perhaps")


OPEN = ("perhaps", "same")  # states of what keeps a source from being told as searched in vain


def withheld(asked: Asked) -> Claims:
    """The sources that can carry no absence, whatever is asked for."""
    told = (_told(asked, source, False, False, asked.grounds[source].reason) for source in asked.sources)
    return Claims(tuple(one for one in told if one.state == "withheld"))


def topic_offered() -> ColumnElement[bool]:
    """A passage is offered, or was accepted, for the topic of ``Annotation``. Of no one source."""
    offer = aliased(Offer)
    return exists().where(col(offer.topic_id) == col(Annotation.topic_id), col(offer.state).in_(OPEN))


def entity_offered() -> ColumnElement[bool]:
    """The same for its entity."""
    offer = aliased(Offer)
    return exists().where(col(offer.entity_id) == col(Annotation.entity_id), col(offer.state).in_(OPEN))


def marks_of(session: Session, things: Collection[int]) -> dict[int, int]:
    """The figures and quotations that things stand for, each with its thing. One statement."""
    members = columns(col(ParallelMember.annotation_id), col(ParallelMember.parallel_id)).where(
        col(ParallelMember.parallel_id).in_([thing for thing in things if thing > 0])
    )
    return dict(session.execute(members).all()) | {-thing: thing for thing in things if thing < 0}


def load_offers(
    session: Session,
    asked: Asked,
    column: Any,
    things: Mapping[int, int],
    found: Mapping[int, Collection[int]] | None = None,
    *,
    judged: bool = True,
) -> dict[int, dict[int, tuple[OfferView, ...]]]:
    """Offers by thing and source, the best first; what people refused is left out. Two statements.

    ``things`` are the values of a ``column`` of Offer, each with the thing that it stands for. Of a source in which a
    thing is ``found`` only what was accepted is loaded. Without what was ``judged``: only what nobody has.
    """
    where = found or {}
    missing = {id_ for thing in set(things.values()) for id_ in asked.sources.keys() - where.get(thing, ())}
    filters = asked.scope.filters
    given: dict[str, Any] = {"summit": asked.scope.summit_id}
    given |= {"things": sorted(things), "sources": sorted(asked.sources), "missing": sorted(missing)}
    listed = len(things) <= LISTED
    narrowing = Filters(since=filters.since, until=filters.until, genres=filters.genres, native=filters.native)
    statement = _offered(column.key, listed, judged, narrowing)
    shelves = _shelved([row for row in session.execute(statement, given) if row.thing in things], things, where)
    ids = [row.id for own in shelves.values() for shelf in own.values() for row in shelf]
    shown = {row.id: row for row in session.execute(_with_words(), {"ids": ids})}
    return {
        thing: {
            source: tuple(_view(shown[row.id], asked.sources[source]) for row in shelf) for source, shelf in own.items()
        }
        for thing, own in shelves.items()
    }


def _shelved(
    rows: Sequence[Any], things: Mapping[int, int], found: Mapping[int, Collection[int]]
) -> dict[int, dict[int, list[Any]]]:
    """Rows to be shown by thing and source, each place once: what was accepted, and the best of the rest where the
    thing was not found; nothing where people refused it."""
    refused = {(things[row.thing], *_place(row)) for row in rows if row.state == "not-same"}
    shelves: dict[int, dict[int, dict[Any, Any]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        thing, place = things[row.thing], _place(row)
        if (thing, *place) in refused:
            continue
        shelf = shelves[thing][row.source_id]
        is_wanted = row.source_id not in found.get(thing, ()) and len(shelf) < SHOWN and place not in shelf
        if is_wanted or row.state == "same":
            shelf[place] = row
    return {thing: {source: list(shelf.values()) for source, shelf in own.items()} for thing, own in shelves.items()}


@lru_cache(maxsize=STATEMENTS)
def _offered(column: str, listed: bool, judged: bool, narrowing: Filters) -> Any:
    """Where passages are offered in some ``sources``, the best first, for ``things``, or for all of a ``summit``: those
    in the ``missing`` sources, and what was ``judged`` in others."""
    thing = col(getattr(Offer, column))
    own = thing.in_(bindparam("things", expanding=True)) if listed else col(Offer.summit_id) == bindparam("summit")
    lacking = col(Offer.source_id).in_(bindparam("missing", expanding=True))
    open_ = col(Offer.state) == "perhaps"
    where = [own, col(Offer.source_id).in_(bindparam("sources", expanding=True))]
    where.append(or_(~open_, lacking) if judged else open_)
    if narrowing.narrows_articles:
        days = columns(col(Article.id)).where(col(Article.summit_id) == bindparam("summit"), *dated(narrowing))
        where.append(col(Offer.article_id).in_(days))
    names = (*PLACE, "id", "state", "source_id")
    order = col(Offer.score).desc(), col(Offer.article_id), col(Offer.start), col(Offer.id)
    return columns(thing.label("thing"), *(col(getattr(Offer, name)) for name in names)).where(*where).order_by(*order)


@cache
def _with_words() -> Any:
    """Offers of some ``ids`` with the sentences they lie in."""
    sentence = aliased(Annotation)
    around = and_(
        col(Offer.part) == "text",
        col(sentence.article_id) == col(Offer.article_id),
        col(sentence.layer) == "sentence",
        col(sentence.start) <= col(Offer.start),
        col(sentence.end) > col(Offer.start),
    )
    at, to = func.coalesce(sentence.start, 0), func.coalesce(sentence.end, 0)
    return (
        columns(
            *(col(getattr(Offer, name)) for name in (*PLACE, *OFFERED)),
            at.label("at"),
            func.substr(col(Article.text), at + 1, to - at).label("words"),
            col(Article.title),
        )
        .select_from(Offer)
        .join(Article, col(Article.id) == col(Offer.article_id))
        .outerjoin(sentence, around)
        .where(col(Offer.id).in_(bindparam("ids", expanding=True)))
    )


def _place(row: Any) -> tuple[int, str, int, int]:
    return row.article_id, row.part, row.start, row.end


def _view(row: Any, source: SourceView) -> OfferView:
    words = row.title or "" if row.part == "headline" else row.words
    a, b = max(0, row.start - row.at), min(len(words), row.end - row.at)
    whole = a == 0 and b >= len(words)
    pieces = (Piece(words[:a]), Piece(words[a:b], hit=not whole), Piece(words[b:]))
    return OfferView(
        id=row.id,
        source=source,
        article_id=row.article_id,
        part=row.part,
        start=row.start,
        end=row.end,
        at=row.at,
        pieces=tuple(piece for piece in pieces if piece.text),
        score=row.score,
        reasons=tuple(row.reasons),
        differing=row.differing,
        accepted=row.state == "same",
        thing=token(row.topic_id, row.entity_id, row.annotation_id),
    )


def _claims(
    asked: Asked,
    thing: int,
    found: Found,
    offers: Mapping[int, tuple[OfferView, ...]],
    terms: tuple[str, ...],
    *,
    topic: bool = False,
    languages: Collection[str | None] = (),
    searchable: bool = True,
    parts: Collection[int] = (),
) -> Claims:
    """Of what was ``found`` in these sources, in ``parts`` by a part of it alone.

    ``languages`` of what a thing was found in where its words are what was searched, else none.

    What has no telling word ("in vielen Fragen") cannot be searched for, and nothing is said of it.
    """
    claims = []
    any_accepted = bool(parts) or any(offer.accepted for own in offers.values() for offer in own)
    for id_ in asked.sources:
        ground = asked.grounds[id_]
        reason = found.reason(thing, id_, any_accepted) or (ground.topics if topic else ground.reason)
        reason = reason or reason_against_words(languages, ground.languages)
        own = offers.get(id_, ())
        accepted = tuple(offer for offer in own if offer.accepted)
        open_ = tuple(offer for offer in own if not offer.accepted) if accepted else own
        own_state = id_ in found.has[thing] or bool(accepted)
        state = state_of(own_state or id_ in parts, bool(open_), reason if searchable else "short")
        claims.append(
            ClaimView(
                asked.sources[id_],
                state,
                (reason if searchable else "short") if state == "withheld" else None,
                ground.articles,
                ground.sentences,
                terms,
                accepted if state == "found" else open_,
                part=id_ in parts and not own_state,
            )
        )
    return Claims(tuple(claims))


def _told(asked: Asked, source: int, found: bool, open_: bool, reason: Reason | None) -> ClaimView:
    """Without passages and terms."""
    ground = asked.grounds[source]
    state = state_of(found, open_, reason)
    return ClaimView(
        source=asked.sources[source],
        state=state,
        reason=reason if state == "withheld" else None,
        articles=ground.articles,
        sentences=ground.sentences,
    )
