"""One offered passage with its sentence, and what would follow from a yes that teaches the summit."""

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.correct.decisions import TopicWords
from app.models import Annotation, Article, Entity, Offer
from app.nlp.lexicon import LexiconError
from app.nlp.topics.lexicon import check_line
from app.queries.claims import ask, load_offers
from app.queries.filters import Filters
from app.queries.scope import Scope, find_scope, source_rows, topics_by_id
from app.queries.topic_preview import preview
from app.queries.views.heads import SourceView
from app.queries.views.offers import NamedThere, OfferPage


def offer_page(session: Session, slug: str, offer_id: int, word: str = "") -> OfferPage | None:
    """An offer, and what ``word`` would bring into its topic (by default the word that it was offered for).

    None where summit or offer is not there, or has been refused.
    """
    scope = find_scope(session, slug, Filters())
    offer = session.get(Offer, offer_id) if scope else None
    if scope is None or offer is None or offer.summit_id != scope.summit_id:
        return None
    sources = source_rows(session, scope)
    found = load_offers(session, ask(session, scope, sources), col(Offer.id), {offer_id: offer_id})
    shown = next((one for own in found.get(offer_id, {}).values() for one in own), None)
    if shown is None:
        return None
    topic = topics_by_id(session, scope.summit_id).get(offer.topic_id or 0)
    entity = session.get(Entity, offer.entity_id) if offer.entity_id else None
    edit = None
    if topic is not None:
        word = word or next((one.partition(":")[2] for one in offer.reasons if one.startswith("word:")), "")
        edit = TopicWords(slug=topic.slug, strong=(word,)) if _usable(word) else None
    return OfferPage(
        summit=scope.summit,
        offer=shown,
        kind=offer.kind,
        name=entity.name if entity else _words(session, offer.annotation_id),
        topic=topic,
        other=_named_there(session, scope, offer, sources) if entity else None,
        word=word,
        preview=preview(session, slug, topic.slug, edit) if topic and edit else None,
    )


def _words(session: Session, mark_id: int | None) -> str:
    """Those of a figure or quotation."""
    mark = session.get(Annotation, mark_id) if mark_id else None
    if mark is None:
        return ""
    article = session.get_one(Article, mark.article_id)
    whole = (article.title or "") if mark.layer.startswith("headline-") else article.text
    return " ".join(whole[mark.start : mark.end].split())


def _usable(word: str) -> bool:
    """Can it be looked for?"""
    try:
        check_line(word)
    except LexiconError:
        return False
    return True


def _named_there(session: Session, scope: Scope, offer: Offer, sources: dict[int, SourceView]) -> NamedThere | None:
    """The other person whose name stands there, and what of it would move. Two statements."""
    other = session.exec(
        select(Entity)
        .join(Annotation, col(Annotation.entity_id) == col(Entity.id))
        .where(
            Annotation.article_id == offer.article_id,
            Annotation.layer == ("mention" if offer.part == "text" else "headline-mention"),
            col(Annotation.start) < offer.end,
            col(Annotation.end) > offer.start,
            col(Entity.id) != offer.entity_id,
        )
        .order_by(col(Annotation.start), col(Annotation.id))
        .limit(1)
    ).one_or_none()
    if other is None:
        return None
    rows = session.execute(
        columns(col(Article.source_id), func.count())
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .where(col(Annotation.entity_id) == other.id)
        .group_by(col(Article.source_id))
    ).all()
    by_source: dict[int, int] = dict(rows)
    moving = tuple((view, by_source[id_]) for id_, view in sources.items() if id_ in by_source)
    return NamedThere(other.kind, other.slug, other.name, sum(by_source.values()), moving)
