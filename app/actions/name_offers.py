"""Where an article may name a person, place or organisation of its summit that was not found in it."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, bindparam, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.arrays import array
from app.compare.name_search import NamePlaces, NamesIn, Span, name_places
from app.compare.offers import Offered
from app.models import Annotation, Article, EntityAlias, Offer
from app.search import article_search

WHOLE, FAMILY, LOOSE = 0.9, 0.7, 0.5  # how sure the kinds of hits are
HOLDERS = 60  # articles looked at for a name that is new, the oldest


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
    found = set(map(tuple, session.execute(_FOUND_IN, {"article": article.id})))
    parts = _parts(article)
    names = [name for places in parts.values() for name in _known(session, article.summit_id, places)]
    return list(_offers(article.id, parts, [name for name in names if (name.entity, article.id) not in found]))


def new_names_offered(session: Session, article: Article) -> list[Offered]:
    """Names that the summit has from this article alone, where other articles may have them.

    Names that others have, too, were looked for when these came; what is offered already is not offered again.
    """
    names = _read(session, _NEW, {"summit": article.summit_id, "article": article.id})
    holders: dict[int, list[_Name]] = {}
    for name in names:
        for id_ in _holders(session, article, name):
            holders.setdefault(id_, []).append(name)
    entities = {name.entity for name in names}
    found = set(map(tuple, session.execute(_FOUND, {"entities": entities})))
    found |= set(map(tuple, session.execute(_OFFERED, {"entities": entities})))
    missing = {
        id_: wanted
        for id_, names in holders.items()
        if (wanted := [name for name in names if (name.entity, id_) not in found])
    }
    offers: list[Offered] = []
    for id_, title, text in session.execute(_BOTH, {"articles": missing}):
        offers += _offers(id_, {"headline": NamesIn(title or ""), "text": NamesIn(text)}, missing[id_])
    return offers


def _parts(article: Article) -> dict[str, NamePlaces]:
    return {"headline": name_places(article.title or ""), "text": name_places(article.text)}


def _holders(session: Session, article: Article, name: _Name) -> list[int]:
    """Other articles that have the name's last word, or a name that sounds like it."""
    words = article_search(session).ids(name.name.split()[-1])
    where = [col(Article.id).in_(words)] if words is not None else []
    where += [col(Article.id).in_(_ALIKE)] if name.loose else []
    if not where:
        return []
    chosen = _OTHERS.where(or_(*where)).order_by(col(Article.id)).limit(HOLDERS)
    given = {"summit": article.summit_id, "article": article.id} | ({"loose": name.loose} if name.loose else {})
    return list(session.scalars(chosen, given))


def _known(session: Session, summit_id: int, places: NamePlaces) -> Iterator[_Name]:
    """The names of a summit that a text may hold. A bare family name is whoever bears it."""
    for statement, keys in zip(_KNOWN, (places.wholes, places.families, places.loose), strict=True):
        yield from _read(session, statement, {"summit": summit_id, "keys": [key for key in keys if key]})


def _read(session: Session, statement: Any, given: dict[str, Any]) -> list[_Name]:
    return [_Name(*row) for row in session.execute(statement, given)]


_COLUMNS = ("kind", "key", "name", "family", "loose_key", "entity_id")
_NAMES = (
    columns(*(col(getattr(EntityAlias, name)) for name in _COLUMNS))
    .where(col(EntityAlias.summit_id) == bindparam("summit"))
    .order_by(col(EntityAlias.id))
)
_KNOWN = tuple(
    _NAMES.where(col(getattr(EntityAlias, name)).in_(array("keys", Text))) for name in ("key", "family", "loose_key")
)
_HERE = columns(col(Annotation.alias_id)).where(
    col(Annotation.article_id) == bindparam("article"), col(Annotation.alias_id).is_not(None)
)
_ELSEWHERE = columns(col(Annotation.alias_id)).where(
    col(Annotation.alias_id).in_(_HERE), col(Annotation.article_id) != bindparam("article")
)
_NEW = _NAMES.where(col(EntityAlias.id).in_(_HERE), col(EntityAlias.id).not_in(_ELSEWHERE))
_ALIKE = (
    columns(col(Annotation.article_id))
    .join(EntityAlias, col(EntityAlias.id) == col(Annotation.alias_id))
    .where(
        col(EntityAlias.summit_id) == bindparam("summit"),
        col(EntityAlias.loose_key) == bindparam("loose"),
    )
)
_OTHERS = columns(col(Article.id)).where(
    col(Article.summit_id) == bindparam("summit"),
    col(Article.id) != bindparam("article"),
    col(Article.status) == "ready",
)
# (entity, article) where it was found, in text or headline, and where it is offered.
_PLACES = columns(col(Annotation.entity_id), col(Annotation.article_id)).distinct()
_FOUND_IN = _PLACES.where(col(Annotation.article_id) == bindparam("article"), col(Annotation.entity_id).is_not(None))
_FOUND = _PLACES.where(col(Annotation.entity_id).in_(array("entities")))
_OFFERED = columns(col(Offer.entity_id), col(Offer.article_id)).where(col(Offer.entity_id).in_(array("entities")))
_BOTH = columns(col(Article.id), col(Article.title), col(Article.text)).where(col(Article.id).in_(array("articles")))


def _offers(article_id: int, parts: Mapping[str, NamePlaces | NamesIn], names: Collection[_Name]) -> Iterator[Offered]:
    """The best place of each name in each part."""
    for name in names:
        for part, places in parts.items():
            hit = _hit(places, name)
            if hit is not None:
                (start, end), score, reason = hit
                yield Offered(name.kind, (article_id, part, start, end), score, (reason,), entity=name.entity)


def _hit(places: NamePlaces | NamesIn, name: _Name) -> tuple[Span, float, str] | None:
    person = name.kind == "person"
    if (span := places.whole(name.key)) is not None:
        return span, WHOLE, "same-name"
    if person and name.family and (span := places.family(name.family)) is not None:
        return span, FAMILY, "family-name"
    if name.loose and (span := places.like(name.loose)) is not None:
        return span, LOOSE, "like-name" if person else "same-name"
    return None
