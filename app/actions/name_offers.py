"""Where an article may name a person, place or organisation of its summit that was not found in it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.compare.name_search import NamePlaces, Span, name_places
from app.compare.offers import Offered
from app.models import Annotation, Article, EntityAlias, Offer
from app.search import article_search

WHOLE, FAMILY, LOOSE = 0.9, 0.7, 0.5  # how sure the kinds of hits are
HOLDERS = 60  # articles looked at for a name that is new, the oldest
AT_ONCE = 400  # values in one condition


@dataclass(frozen=True, slots=True)
class _Name:
    """A name of the summit as it is looked for."""

    kind: str
    key: str
    name: str
    family: str | None
    loose: str
    entity: int


def names_offered(session: Session, article: Article) -> list[Offered]:
    """Names of the summit that stand in an article's text or headline, as far as they were not found there."""
    assert article.id is not None
    found = _found(session, [article.id])
    parts = _parts(article)
    names = [name for places in parts.values() for name in _known(session, article.summit_id, places)]
    return list(_offers(article.id, parts, [name for name in names if (name.entity, article.id) not in found]))


def new_names_offered(session: Session, article: Article) -> list[Offered]:
    """Names that the summit has from this article alone, where other articles may have them.

    Names that others have, too, were looked for when these came; what is offered already is not offered again.
    """
    here = columns(col(Annotation.alias_id)).where(col(Annotation.article_id) == article.id)
    elsewhere = columns(col(Annotation.alias_id)).where(
        col(Annotation.alias_id).in_(here), col(Annotation.article_id) != article.id
    )
    names = _read(
        session,
        col(EntityAlias.summit_id) == article.summit_id,
        col(EntityAlias.id).in_(here),
        col(EntityAlias.id).not_in(elsewhere.where(col(Annotation.alias_id).is_not(None))),
    )
    holders: dict[int, list[_Name]] = {}
    for name in names:
        for id_ in _holders(session, article, name):
            holders.setdefault(id_, []).append(name)
    found = _found(session, holders) | _offered(session, holders)
    offers: list[Offered] = []
    for other in session.execute(columns(Article).where(col(Article.id).in_(holders))).scalars():
        assert other.id is not None
        wanted = [name for name in holders[other.id] if (name.entity, other.id) not in found]
        offers += _offers(other.id, _parts(other), wanted)
    return offers


def _parts(article: Article) -> dict[str, NamePlaces]:
    return {"headline": name_places(article.title or ""), "text": name_places(article.text)}


def _holders(session: Session, article: Article, name: _Name) -> list[int]:
    """Other articles that have the name's last word, or a name that sounds like it."""
    words = article_search(session).ids(name.name.split()[-1])
    alike = columns(col(Annotation.article_id)).where(
        col(Annotation.alias_id).in_(
            columns(col(EntityAlias.id)).where(
                col(EntityAlias.summit_id) == article.summit_id, col(EntityAlias.loose_key) == name.loose
            )
        )
    )
    where = [col(Article.id).in_(words)] if words is not None else []
    where += [col(Article.id).in_(alike)] if name.loose else []
    if not where:
        return []
    chosen = columns(col(Article.id)).where(
        col(Article.summit_id) == article.summit_id,
        col(Article.id) != article.id,
        col(Article.status) == "ready",
        or_(*where),
    )
    return list(session.scalars(chosen.order_by(col(Article.id)).limit(HOLDERS)))


def _known(session: Session, summit_id: int, places: NamePlaces) -> Iterator[_Name]:
    """The names of a summit that a text may hold. A bare family name is whoever bears it."""
    kinds: tuple[tuple[Any, Collection[str]], ...] = (
        (col(EntityAlias.key), places.wholes),
        (col(EntityAlias.family), places.families),
        (col(EntityAlias.loose_key), places.loose),
    )
    for column, values in kinds:
        ordered = sorted(filter(None, values))
        for first in range(0, len(ordered), AT_ONCE):
            chunk = ordered[first : first + AT_ONCE]
            yield from _read(session, col(EntityAlias.summit_id) == summit_id, column.in_(chunk))


def _read(session: Session, *where: Any) -> list[_Name]:
    rows = session.execute(
        columns(
            col(EntityAlias.kind),
            col(EntityAlias.key),
            col(EntityAlias.name),
            col(EntityAlias.family),
            col(EntityAlias.loose_key),
            col(EntityAlias.entity_id),
        )
        .where(*where)
        .order_by(col(EntityAlias.id))
    )
    return [_Name(*row) for row in rows]


def _found(session: Session, articles: Collection[int]) -> set[tuple[int, int]]:
    """(entity, article) where it was found, in text or headline."""
    rows = session.execute(
        columns(col(Annotation.entity_id), col(Annotation.article_id))
        .where(col(Annotation.article_id).in_(articles), col(Annotation.entity_id).is_not(None))
        .distinct()
    )
    return {(entity, article) for entity, article in rows}


def _offered(session: Session, articles: Collection[int]) -> set[tuple[int, int]]:
    """(entity, article) where it is offered."""
    rows = session.execute(
        columns(col(Offer.entity_id), col(Offer.article_id)).where(
            col(Offer.article_id).in_(articles), col(Offer.entity_id).is_not(None)
        )
    )
    return {(entity, article) for entity, article in rows}


def _offers(article_id: int, parts: dict[str, NamePlaces], names: Collection[_Name]) -> Iterator[Offered]:
    """The best place of each name in each part."""
    for name in names:
        for part, places in parts.items():
            hit = _hit(places, name)
            if hit is not None:
                (start, end), score, reason = hit
                yield Offered(name.kind, (article_id, part, start, end), score, (reason,), entity=name.entity)


def _hit(places: NamePlaces, name: _Name) -> tuple[Span, float, str] | None:
    person = name.kind == "person"
    if name.key in places.wholes:
        return places.wholes[name.key], WHOLE, "same-name"
    if person and name.family and name.family in places.families:
        return places.families[name.family], FAMILY, "family-name"
    if name.loose and name.loose in places.loose:
        return places.loose[name.loose], LOOSE, "like-name" if person else "same-name"
    return None
