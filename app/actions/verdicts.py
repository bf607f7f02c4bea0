"""What people say of offered passages: their answers on record, and the state of the offers by all of them."""

from sqlalchemy import bindparam, or_, union, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.form_values import entity_at
from app.actions.persons import identities
from app.actions.records import claims_that_hold, holding
from app.actions.tallies import touch_offers
from app.actions.topics import summit_lexicon
from app.correct.claims import Accepted, Spot, Verdicts
from app.correct.decisions import Anchor, Decision, Part, Thing, Who
from app.correct.identities import place_of
from app.models import Annotation, Article, Entity, Offer, Topic, table_of

HEADLINE = "headline-"  # what layers of marks in headlines begin with


def article_verdicts(session: Session, article: Article) -> Verdicts:
    """What people said of the places in an article, and of offered passages anywhere. Four statements."""
    assert article.id is not None
    own = holding(session, article.summit_id, article.id)
    lines: dict[int, tuple[str, Decision]] = {id_: (article.sha256, one) for id_, one in own}
    lines |= {id_: (sha256, claim) for id_, sha256, claim in claims_that_hold(session, article.summit_id)}
    joined = summit_lexicon(session, article.summit_id).joined
    return Verdicts([lines[id_] for id_ in sorted(lines)], joined, identities(session, article.summit_id))


def apply_verdicts(session: Session, article_id: int) -> None:
    """Let the offers about an article say what people have decided: those of places in it, those for its marks.

    A place that was accepted and is offered no more (or never was) gets a row, unless a mark says the same; one whose
    answer has been undone is offered again. To be called whenever the offers of an article have been found anew.
    """
    article = session.get(Article, article_id)
    if article is None:
        return
    said = article_verdicts(session, article)
    if said.silent:
        session.execute(_OPEN_AGAIN, {"article": article_id})
        return
    known: list[Accepted] = []
    for offer, thing, sha256 in _offers(session, article):
        spot = Spot(sha256, offer.part, offer.start, offer.end)  # type: ignore[arg-type]
        state = said.verdict([thing], spot) or "perhaps"
        if offer.state != state:
            offer.state = state
            session.add(offer)
            touch_offers(session, [offer.article_id])
        known.append(Accepted(thing, spot))
    for one in said.accepted(article.sha256):
        marked = one.spot.part == "text" and not isinstance(one.thing, Anchor)
        if not marked and not any(one.meets(other) for other in known):
            _add_row(session, article.summit_id, one)
    session.flush()


_OF_ARTICLE = columns(col(Annotation.id)).where(col(Annotation.article_id) == bindparam("article"))
_OPEN_AGAIN = (
    update(Offer)
    .where(
        or_(col(Offer.article_id) == bindparam("article"), col(Offer.annotation_id).in_(_OF_ARTICLE)),
        col(Offer.state) != "perhaps",
    )
    .values(state="perhaps")
)


def thing_of(session: Session, offer: Offer) -> Thing:
    """What a passage is offered for, as decisions name it."""
    if offer.topic_id is not None:
        return session.get_one(Topic, offer.topic_id).slug
    if offer.entity_id is not None:
        entity = session.get_one(Entity, offer.entity_id)
        return entity_at(session, offer.summit_id, entity.kind, entity.slug)
    mark = session.get_one(Annotation, offer.annotation_id)
    article = session.get_one(Article, mark.article_id)
    words = article.text if _part(mark) == "text" else article.title or ""
    return _anchor(mark, article.sha256, words[mark.start : mark.end])


def _offers(session: Session, article: Article) -> list[tuple[Offer, Thing, str]]:
    """Offers about an article, each with its thing and the sha256 of the text that its place is in. One statement."""
    here = columns(col(Offer.id)).where(col(Offer.article_id) == article.id)
    of_marks = columns(col(Offer.id)).join(Annotation, col(Annotation.id) == col(Offer.annotation_id))
    about = union(here, of_marks.where(col(Annotation.article_id) == article.id)).subquery()
    of = table_of(Article).alias("of")
    rows = session.execute(
        columns(Offer, col(Article.sha256), col(Topic.slug), Entity, Annotation, of.c.sha256)
        .join(about, about.c.id == col(Offer.id))
        .join(Article, col(Article.id) == col(Offer.article_id))
        .outerjoin(Topic, col(Topic.id) == col(Offer.topic_id))
        .outerjoin(Entity, col(Entity.id) == col(Offer.entity_id))
        .outerjoin(Annotation, col(Annotation.id) == col(Offer.annotation_id))
        .outerjoin(of, of.c.id == col(Annotation.article_id))
    )
    found: list[tuple[Offer, Thing, str]] = []
    for offer, sha256, slug, entity, mark, text in rows:
        if slug is not None:
            found.append((offer, slug, sha256))
        elif entity is not None:
            found.append((offer, Who(entity.kind, entity.slug, entity.name, entity.family), sha256))
        elif mark is not None:
            found.append((offer, _anchor(mark, text, ""), sha256))
    return found


def _anchor(mark: Annotation, sha256: str, surface: str) -> Anchor:
    return Anchor(mark.layer.removeprefix(HEADLINE), sha256, _part(mark), mark.start, mark.end, surface)  # type: ignore[arg-type]


def _part(mark: Annotation) -> Part:
    return "headline" if mark.layer.startswith(HEADLINE) else "text"


def _add_row(session: Session, summit_id: int, one: Accepted) -> None:
    """Nothing where thing or text are not there (any more)."""
    article_id = _article_id(session, summit_id, one.spot.sha256)
    if article_id is None:
        return
    source_id = session.get_one(Article, article_id).source_id
    row = Offer(
        summit_id=summit_id,
        kind="topic",
        article_id=article_id,
        source_id=source_id,
        part=one.spot.part,
        start=one.spot.start,
        end=one.spot.end,
        state="same",
        score=1.0,
        reasons=["accepted"],
    )
    if isinstance(one.thing, str):
        here = select(Topic.id).where(Topic.summit_id == summit_id, Topic.slug == one.thing)
        row.topic_id = session.exec(here).one_or_none()
    elif isinstance(one.thing, Who):
        kind, slug = place_of(one.thing)
        row.kind, row.entity_id = (
            kind,
            session.exec(
                select(Entity.id).where(Entity.summit_id == summit_id, Entity.kind == kind, Entity.slug == slug)
            ).one_or_none(),
        )
    else:
        row.kind, row.annotation_id = one.thing.kind, _mark_id(session, summit_id, one.thing)
    if row.topic_id or row.entity_id or row.annotation_id:
        session.add(row)
        touch_offers(session, [article_id])


def _article_id(session: Session, summit_id: int, sha256: str) -> int | None:
    here = select(Article.id).where(Article.summit_id == summit_id, Article.sha256 == sha256)
    return session.exec(here).one_or_none()


def _mark_id(session: Session, summit_id: int, anchor: Anchor) -> int | None:
    """The figure or quotation that stands where the anchor says: the one with the most of it."""
    near = select(Annotation).where(
        Annotation.article_id == _article_id(session, summit_id, anchor.sha256),
        Annotation.layer == (anchor.kind if anchor.part == "text" else HEADLINE + anchor.kind),
        col(Annotation.start) < anchor.end,
        col(Annotation.end) > anchor.start,
    )
    spot = Spot(anchor.sha256, anchor.part, anchor.start, anchor.end)
    marks = [mark for mark in session.exec(near) if Spot(anchor.sha256, _part(mark), mark.start, mark.end).meets(spot)]
    best = max(marks, key=lambda m: min(m.end, anchor.end) - max(m.start, anchor.start), default=None)
    return best.id if best else None
