"""One offered passage with its sentence, and what would follow from a yes that teaches the summit."""

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.correct.claims import told
from app.correct.decisions import Anchor, Thing, TopicWords, Who
from app.models import Annotation, Article, Entity, Offer
from app.nlp.topic_lexicon import LexiconError, check_line
from app.queries.editing import preview
from app.queries.filters import Filters
from app.queries.reading import Emphasis, load_marks, pieces
from app.queries.scope import Scope, find_scope, source_rows, topics_by_id
from app.queries.views.claims import OfferView
from app.queries.views.heads import SourceView
from app.queries.views.offers import NamedThere, OfferPage
from app.queries.views.text import Piece


def offer_page(session: Session, slug: str, offer_id: int, word: str = "") -> OfferPage | None:
    """An offer, and what ``word`` would bring into its topic (by default the word that it was offered for).

    None where summit or offer is not there.
    """
    scope = find_scope(session, slug, Filters())
    offer = session.get(Offer, offer_id) if scope else None
    if scope is None or offer is None or offer.summit_id != scope.summit_id:
        return None
    sources = source_rows(session, scope)
    article = session.get_one(Article, offer.article_id)
    at, shown = _passage(session, article, offer)
    topic = topics_by_id(session, scope.summit_id).get(offer.topic_id or 0)
    entity = session.get(Entity, offer.entity_id) if offer.entity_id else None
    mark = session.get(Annotation, offer.annotation_id) if offer.annotation_id else None
    thing: Thing
    name, own = "", ""
    if topic is not None:
        thing, name, own = topic.slug, topic.label_de, topic.slug
        word = word or next((one.partition(":")[2] for one in offer.reasons if one.startswith("word:")), "")
    elif entity is not None:
        thing = Who(entity.kind, entity.slug, entity.name, entity.family)  # type: ignore[arg-type]
        name, own = entity.name, entity.slug
    else:
        assert mark is not None
        thing, name = _anchored(session, mark)
    edit = TopicWords(slug=topic.slug, strong=(word,)) if topic and word and _usable(word) else None
    return OfferPage(
        summit=scope.summit,
        offer=OfferView(
            id=offer_id,
            source=sources[article.source_id],
            article_id=offer.article_id,
            part=offer.part,
            start=offer.start,
            end=offer.end,
            at=at,
            pieces=shown,
            score=offer.score,
            reasons=tuple(offer.reasons),
            differing=offer.differing,
            accepted=offer.state == "same",
            thing=told(thing),
        ),
        state=offer.state,
        kind=offer.kind,
        name=name,
        slug=own,
        topic=topic,
        other=_named_there(session, scope, offer, sources) if entity else None,
        word=word,
        preview=preview(session, slug, topic.slug, edit) if topic and edit else None,
    )


def _passage(session: Session, article: Article, offer: Offer) -> tuple[int, tuple[Piece, ...]]:
    """Where the sentence begins, and the sentence (or headline) with the offered words as hit."""
    emphasis = Emphasis(hits=((offer.start, offer.end),))
    if offer.part == "headline":
        title = article.title or ""
        return 0, pieces(title, 0, len(title), [], emphasis)
    near = (
        col(Annotation.article_id) == offer.article_id,
        col(Annotation.start) < offer.end,
        col(Annotation.end) > offer.start,
    )
    marks = load_marks(session, ["sentence", "mention"], *near).get(offer.article_id, [])
    inside = [mark for mark in marks if mark.layer == "sentence"]
    start, end = min((m.start for m in inside), default=offer.start), max((m.end for m in inside), default=offer.end)
    whole = offer.start <= start and offer.end >= end
    return start, pieces(article.text, start, end, marks, Emphasis() if whole else emphasis)


def _anchored(session: Session, mark: Annotation) -> tuple[Anchor, str]:
    """The figure or quotation that is asked for, and its words."""
    article = session.get_one(Article, mark.article_id)
    part = "headline" if mark.layer.startswith("headline-") else "text"
    words = (article.text if part == "text" else article.title or "")[mark.start : mark.end]
    kind = mark.layer.removeprefix("headline-")
    return Anchor(kind, article.sha256, part, mark.start, mark.end, words), words  # type: ignore[arg-type]


def _usable(word: str) -> bool:
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
