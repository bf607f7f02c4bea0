"""What may be said of sources and things: the one place that every screen asks, so that no two can disagree.

A thing is found where it is marked (passages, mentions, groups), perhaps where the wider search offers a passage that
nobody has judged, and absent where every article of the source was searched in vain and the source can carry that.
Dates narrow what is asked; chosen sources and persons never do: they narrow what is shown.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, exists, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.compare.claims import Reason, reason_against, reason_against_topics, reason_against_words, state_of
from app.correct.claims import token
from app.models import HEADLINE, NAMING_LAYERS, Annotation, Article, Offer, Parallel, ParallelMember, Passage
from app.queries.scope import Scope, dated
from app.queries.views.claims import Claims, ClaimView, OfferView
from app.queries.views.heads import SourceView
from app.queries.views.text import Piece
from app.tallies import ArticleTally, ArticleTopic, TopicTally

SHOWN = 3  # passages offered for one thing in one source
MENTIONS = (*NAMING_LAYERS, "quotation", f"{HEADLINE}quotation")  # where an entity is found

SIGNS_OF = {"possible-gap": "gap", "before-event": "early"}  # by code of the warning: how a statement calls it

PLACE = ("article_id", "part", "start", "end")  # columns of an offer that say where it is
OFFERED = ("id", "topic_id", "entity_id", "annotation_id", "state", "differing", "score", "reasons")

Terms = Mapping[int, tuple[str, ...]]
Kind = tuple[str | None, bool, bool]  # of an article: its language, and whether it carries the signs of SIGNS_OF


@dataclass(frozen=True, slots=True)
class Ground:
    """What was searched of a source, and why it cannot carry an absence: of anything, of a topic."""

    articles: int
    sentences: int
    reason: Reason | None
    topics: Reason | None
    languages: frozenset[str | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """All sources of a summit under the dates, and what each can carry."""

    scope: Scope
    sources: dict[int, SourceView]
    grounds: dict[int, Ground]


def ask(session: Session, scope: Scope, sources: dict[int, SourceView]) -> Asked:
    """Get ready to ask. ``sources`` are all of the summit under the dates. One statement under dates, else none."""
    everyone = replace(scope, filters=replace(scope.filters, sources=(), persons=()))
    kinds, bare = _kinds(session, everyone)
    grounds = {}
    for id_, view in sources.items():
        told = kinds.get(id_, ())
        signed = all(gap or early for _, gap, early in told)
        codes = [code for at, code in enumerate(SIGNS_OF, 1) if signed and any(kind[at] for kind in told)]
        languages = {language for language, _, _ in told}
        reason = reason_against(view.sentences, codes, languages)
        topics = reason or reason_against_topics(bare.get(id_, 0), view.sentences)
        grounds[id_] = Ground(view.articles, view.sentences, reason, topics, frozenset(languages))
    return Asked(everyone, sources, grounds)


def _kinds(session: Session, scope: Scope) -> tuple[dict[int, set[Kind]], dict[int, int]]:
    """By source: which kinds of analysed articles it has, and how many sentences have no topic and are offered none."""
    if not scope.dates:
        kept = {one.id: {(language, gap, early) for language, gap, early, _ in one.kinds} for one in scope.numbers}
        return kept, {one.id: one.bare for one in scope.numbers}
    kind = (col(ArticleTally.language), col(ArticleTally.gap), col(ArticleTally.early))
    by = (col(ArticleTally.source_id), col(ArticleTally.known), *kind)
    days = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
    rows = columns(*by, func.sum(col(ArticleTally.bare))).where(col(ArticleTally.article_id).in_(days)).group_by(*by)
    kinds: dict[int, set[Kind]] = defaultdict(set)
    bare: Counter[int] = Counter()
    for source, known, language, gap, early, number in session.execute(rows):
        bare[source] += int(number)
        if known:
            kinds[source].add((language, gap, early))
    return kinds, bare


_TALLIES = columns(
    *(col(getattr(TopicTally, name)) for name in ("topic_id", "source_id", "passages", "open", "accepted"))
).where(col(TopicTally.topic_id).in_(bindparam("topics", expanding=True)))


def topic_claims(
    session: Session, asked: Asked, topics: Collection[int], terms: Terms | None = None
) -> dict[int, Claims]:
    """By topic id. Two statements."""
    if asked.scope.dates:
        found = _with_passages(session, asked, topics)
        offers = load_offers(session, asked, col(Offer.topic_id), col(Offer.topic_id).in_(topics))
    else:
        told = session.execute(_TALLIES, {"topics": list(topics)}).all()
        found = defaultdict(set)
        for row in told:
            if row.passages:
                found[row.topic_id].add(row.source_id)
        some = {row.source_id for row in told if row.accepted or (row.open and not row.passages)}
        values = {"topics": list(topics), "summit": asked.scope.summit_id, "sources": list(some & asked.sources.keys())}
        offers = _shelves(asked, session.execute(_OF_TOPICS, values))
    return {
        id_: _claims(asked, found[id_], offers.get(id_, {}), (terms or {}).get(id_, ()), topic=True) for id_ in topics
    }


def topic_states(session: Session, asked: Asked, topics: Collection[int], kept: Iterable[Any]) -> dict[int, Claims]:
    """The same without the passages and what was searched for: for tables of all topics.

    ``kept`` are the summit's ``topic_numbers``; under dates they do not tell, and two statements are asked.
    """
    found: dict[int, set[int]] = defaultdict(set)
    open_: dict[int, set[int]] = defaultdict(set)
    if asked.scope.dates:
        found = _with_passages(session, asked, topics)
        for row in session.execute(_offered_under_dates(asked, topics)):
            (found if row.accepted else open_)[row.topic_id].add(row.source_id)
    else:
        for row in kept:
            if row.passages or row.accepted:
                found[row.topic_id].add(row.source_id)
            if row.open:
                open_[row.topic_id].add(row.source_id)
    return {
        id_: Claims(
            tuple(
                _told(asked, source, source in found[id_], source in open_[id_], asked.grounds[source].topics)
                for source in asked.sources
            )
        )
        for id_ in topics
    }


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


def _with_passages(session: Session, asked: Asked, topics: Collection[int]) -> dict[int, set[int]]:
    """Sources that have passages of each topic. One statement."""
    found: dict[int, set[int]] = defaultdict(set)
    here = [col(Passage.summit_id) == asked.scope.summit_id, col(Passage.topic_id).in_(topics)]
    if asked.scope.filters.since or asked.scope.filters.until:
        days = columns(col(Article.id)).where(
            col(Article.summit_id) == asked.scope.summit_id, *dated(asked.scope.filters)
        )
        here.append(col(Passage.article_id).in_(days))
    rows = columns(col(Passage.topic_id), col(Passage.source_id)).where(*here).distinct()
    for topic, source in session.execute(rows):
        found[topic].add(source)
    return found


def entity_claims(session: Session, asked: Asked, entities: Mapping[int, str]) -> dict[int, Claims]:
    """By entity id; ``entities`` gives their names. Two statements."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = session.execute(
        columns(col(Annotation.entity_id), col(Article.source_id))
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(*conditions(asked), col(Annotation.entity_id).in_(entities), col(Annotation.layer).in_(MENTIONS))
        .distinct()
    )
    for entity, source in rows:
        found[entity].add(source)
    offers = load_offers(session, asked, col(Offer.entity_id), col(Offer.entity_id).in_(entities))
    return {id_: _claims(asked, found[id_], offers.get(id_, {}), (name,)) for id_, name in entities.items()}


def mark_claims(
    session: Session, asked: Asked, marks: Collection[int], terms: Terms | None = None
) -> dict[int, Claims]:
    """Of figures and quotations by thing: the id of a group (``thing_of``), or of a mark in none, negated.

    ``marks`` are such things. Three statements.
    """
    groups = [thing for thing in marks if thing > 0]
    alone = [-thing for thing in marks if thing < 0]
    members = aliased(ParallelMember)
    found: dict[int, set[int]] = defaultdict(set)
    member_rows = session.execute(
        columns(col(members.parallel_id), col(Article.source_id), col(Article.language), col(Parallel.layer))
        .join(Article, col(Article.id) == col(members.article_id))
        .join(Parallel, col(Parallel.id) == col(members.parallel_id))
        .where(*conditions(asked), col(members.parallel_id).in_(groups))
        .distinct()
    )
    lone_rows = session.execute(
        columns(-col(Annotation.id), col(Article.source_id), col(Article.language), col(Annotation.layer))
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .where(*conditions(asked), col(Annotation.id).in_(alone))
    )
    languages: dict[int, set[str | None]] = defaultdict(set)
    for thing, source, language, layer in (*member_rows, *lone_rows):
        found[thing].add(source)
        if layer == "quotation":  # figures are compared whatever the language
            languages[thing].add(language)
    thing_ = thing_of(col(Offer.annotation_id))
    where = and_(col(Offer.topic_id).is_(None), standing_for(marks, col(Offer.annotation_id)))
    offers = load_offers(session, asked, thing_, where)
    told = terms or {}
    return {
        thing: _claims(
            asked,
            found[thing],
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


def mark_offered(articles: Any = None) -> ColumnElement[bool]:
    """The same for the figure or quotation itself, or one that it is in a group with; of some ``articles`` (ids)."""

    def stands(offer: Any, *where: ColumnElement[bool]) -> ColumnElement[bool]:
        within = [col(offer.article_id).in_(articles)] if articles is not None else []
        return exists().where(col(offer.topic_id).is_(None), col(offer.state).in_(OPEN), *where, *within)

    offer, of_mate, own, mate = aliased(Offer), aliased(Offer), aliased(ParallelMember), aliased(ParallelMember)
    grouped = (
        col(own.annotation_id) == col(Annotation.id),
        col(mate.parallel_id) == col(own.parallel_id),
        col(of_mate.annotation_id) == col(mate.annotation_id),
    )
    return or_(stands(offer, col(offer.annotation_id) == col(Annotation.id)), stands(of_mate, *grouped))


def load_offers(
    session: Session, asked: Asked, thing: Any, where: ColumnElement[bool]
) -> dict[int, dict[int, tuple[OfferView, ...]]]:
    """Offers by thing and source, the best first; what people refused is left out. One statement.

    Chosen by their places alone: only of those that are shown sentences are read.
    """
    known = [col(ArticleTally.summit_id) == asked.scope.summit_id, col(ArticleTally.source_id).in_(asked.sources)]
    if asked.scope.dates:
        known.append(col(ArticleTally.article_id).in_(columns(col(Article.id)).where(*conditions(asked))))
    return _shelves(asked, session.execute(_shown(thing, *known, where)))


def _shelves(asked: Asked, rows: Iterable[Any]) -> dict[int, dict[int, tuple[OfferView, ...]]]:
    found: dict[int, dict[int, dict[Any, OfferView]]] = defaultdict(lambda: defaultdict(dict))
    for row in rows:
        place = _place(row)
        shelf = found[row.thing][row.source_id]
        if row.state == "same" or (len(shelf) < SHOWN and place not in shelf):
            shelf[place] = _view(row, asked.sources[row.source_id])
    return {thing_: {source: tuple(shelf.values()) for source, shelf in own.items()} for thing_, own in found.items()}


def _shown(thing: Any, *where: ColumnElement[bool]) -> Any:
    """The offers that may be shown, with their sentences."""
    chosen = _chosen(thing, *where)
    around = and_(
        col(Offer.part) == "text",
        col(_sentence.article_id) == col(Offer.article_id),
        col(_sentence.layer) == "sentence",
        col(_sentence.start) <= col(Offer.start),
        col(_sentence.end) > col(Offer.start),
    )
    at, to = func.coalesce(_sentence.start, 0), func.coalesce(_sentence.end, 0)
    return (
        columns(
            chosen.c.thing,
            *(col(getattr(Offer, name)) for name in (*PLACE, *OFFERED)),
            col(Article.source_id),
            at.label("at"),
            func.substr(col(Article.text), at + 1, to - at).label("words"),
            col(Article.title),
        )
        .select_from(chosen)
        .join(Offer, col(Offer.id) == chosen.c.id)
        .join(Article, col(Article.id) == col(Offer.article_id))
        .outerjoin(_sentence, around)
        .order_by(*_BEST)
    )


_sentence = aliased(Annotation)
_BEST = (col(Offer.score).desc(), col(Offer.article_id), col(Offer.start), col(Offer.id))


def _chosen(thing: Any, *where: ColumnElement[bool]) -> Any:
    """(thing, id) of the offers that may be shown: those accepted, and those at the best places of each source."""
    place = [col(getattr(Offer, name)) for name in PLACE]
    refused = func.max(case((col(Offer.state) == "not-same", 1), else_=0))
    offered: Any = (
        columns(
            thing.label("thing"),
            col(Offer.id),
            col(Offer.state),
            col(Offer.score),
            col(Offer.article_id),
            col(Offer.start),
            col(ArticleTally.source_id),
            refused.over(partition_by=[thing, *place]).label("refused"),
            func.row_number().over(partition_by=[thing, *place], order_by=_BEST).label("here"),
        )
        .join(ArticleTally, col(ArticleTally.article_id) == col(Offer.article_id))
        .where(*where)
        .subquery()
    )
    best = (offered.c.score.desc(), offered.c.article_id, offered.c.start, offered.c.id)
    again = case((offered.c.here == 1, 0), else_=1)  # at one place only the best counts
    rank = func.row_number().over(partition_by=[offered.c.thing, offered.c.source_id, again], order_by=best)
    ranked: Any = columns(offered.c.thing, offered.c.id, offered.c.state, offered.c.here, rank.label("rank"))
    ranked = ranked.where(offered.c.refused == 0).subquery()
    first = (ranked.c.here == 1) & (ranked.c.rank <= SHOWN)
    return columns(ranked.c.thing, ranked.c.id).where(or_(ranked.c.state == "same", first)).subquery()


_OF_TOPICS = _shown(  # of all days, and of the sources in which something may be offered: built once
    col(Offer.topic_id),
    col(Offer.topic_id).in_(bindparam("topics", expanding=True)),
    col(ArticleTally.summit_id) == bindparam("summit", type_=Integer),
    col(ArticleTally.source_id).in_(bindparam("sources", expanding=True)),
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


def conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """Conditions on Article: the summit and the dates."""
    return [col(Article.summit_id) == asked.scope.summit_id, *dated(asked.scope.filters)]


def _claims(
    asked: Asked,
    found: Collection[int],
    offers: Mapping[int, tuple[OfferView, ...]],
    terms: tuple[str, ...],
    *,
    topic: bool = False,
    languages: Collection[str | None] = (),
    searchable: bool = True,
) -> Claims:
    """``languages`` of what a thing was found in where its words are what was searched, else none.

    What has no telling word ("in vielen Fragen") cannot be searched for, and nothing is said of it.
    """
    claims = []
    for id_ in asked.sources:
        ground = asked.grounds[id_]
        reason = (ground.topics if topic else ground.reason) or reason_against_words(languages, ground.languages)
        reason = reason if searchable else "short"
        claims.append(replace(_claim(asked, id_, id_ in found, offers.get(id_, ()), reason), terms=terms))
    return Claims(tuple(claims))


def _claim(asked: Asked, source: int, found: bool, offers: Iterable[OfferView], reason: Reason | None) -> ClaimView:
    accepted = tuple(offer for offer in offers if offer.accepted)
    open_ = tuple(offer for offer in offers if not offer.accepted)
    told = _told(asked, source, found or bool(accepted), bool(open_), reason)
    return replace(told, offers=accepted if told.state == "found" else open_)


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
