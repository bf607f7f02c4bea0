"""One identity per person, place and organisation across the articles of a summit.

An article knows its entities under folded names (``Entity.key``). Each folded name is an alias row of the summit and
points to an entity. A full name is its own entity; a bare family name is whoever alone bears it in the summit,
and stays apart while nobody or several do. Every annotation remembers its alias, so an alias can be pointed
elsewhere later.
"""

from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import delete, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.models import Annotation, Entity, EntityAlias
from app.nlp.types import Entity as LocalEntity
from app.slugs import slugify


@dataclass(frozen=True, slots=True)
class Link:
    """What a name of an article stands for. ``certain`` is False where only other articles tell who is meant."""

    alias_id: int | None
    entity_id: int | None
    certain: bool


def link_entities(
    session: Session, summit_id: int, entities: tuple[LocalEntity, ...]
) -> tuple[dict[str, Link], set[int]]:
    """Links by local key, and the ids of *other* articles in which a bare name has changed its bearer."""
    aliases = {
        (alias.kind, alias.key): alias
        for alias in session.exec(
            select(EntityAlias).where(
                EntityAlias.summit_id == summit_id, col(EntityAlias.key).in_([entity.key for entity in entities])
            )
        )
    }
    for entity in entities:
        if (entity.kind, entity.key) not in aliases:
            aliases[entity.kind, entity.key] = _new_alias(session, summit_id, entity)
    session.flush()
    families = {entity.family for entity in entities if entity.kind == "person" and entity.family}
    changed = settle_bare_names(session, summit_id, families)
    chosen = {alias.entity_id for alias in aliases.values()}
    found = session.execute(columns(col(Entity.id), col(Entity.slug)).where(col(Entity.id).in_(chosen)))
    slugs = dict(found.all())
    links = {}
    for entity in entities:
        alias = aliases[entity.kind, entity.key]
        certain = not alias.bare or slugs[alias.entity_id] == own_slug(alias.key)
        links[entity.key] = Link(alias.id, alias.entity_id, certain)
    return links, changed


def _new_alias(session: Session, summit_id: int, local: LocalEntity) -> EntityAlias:
    own = _own_entity(session, summit_id, local.kind, local.key, local.name, local.family)
    assert own.id is not None
    alias = EntityAlias(
        summit_id=summit_id,
        kind=local.kind,
        key=local.key,
        name=local.name,
        family=local.family,
        bare=local.bare,
        entity_id=own.id,
    )
    session.add(alias)
    return alias


def own_slug(key: str) -> str:
    """The address of a folded name. One in other letters than Latin has no readable one, but one of its own."""
    return slugify(key, fallback=f"name-{sha256(key.encode()).hexdigest()[:8]}")


def _own_entity(session: Session, summit_id: int, kind: str, key: str, name: str, family: str | None) -> Entity:
    """The entity that a name stands for by itself."""
    slug = own_slug(key)
    own = session.exec(
        select(Entity).where(Entity.summit_id == summit_id, Entity.kind == kind, Entity.slug == slug)
    ).one_or_none()
    if own is None:
        own = Entity(summit_id=summit_id, kind=kind, slug=slug, name=name, family=family)
        session.add(own)
        session.flush()
    return own


def settle_bare_names(session: Session, summit_id: int, families: set[str]) -> set[int]:
    """Point each bare family name to its only full bearer, or to itself; ids of the articles whose marks moved."""
    aliases = session.exec(
        select(EntityAlias).where(
            EntityAlias.summit_id == summit_id,
            EntityAlias.kind == "person",
            col(EntityAlias.family).in_(families),
        )
    ).all()
    changed: set[int] = set()
    for family in sorted(families):
        bearers = {alias.entity_id for alias in aliases if alias.family == family and not alias.bare}
        for alias in (a for a in aliases if a.family == family and a.bare):
            if len(bearers) == 1:
                target, status = next(iter(bearers)), "proposed"
            else:
                own = _own_entity(session, summit_id, "person", alias.key, alias.name, alias.family)
                assert own.id is not None
                target, status = own.id, "certain"
            if alias.entity_id == target:
                continue
            alias.entity_id = target
            session.add(alias)
            marks = col(Annotation.alias_id) == alias.id
            changed |= set(session.exec(select(Annotation.article_id).where(marks).distinct()))
            session.exec(update(Annotation).where(marks).values(entity_id=target, status=status))
    session.flush()
    return changed


def prune(session: Session, summit_id: int, alias_ids: set[int]) -> set[int]:
    """Drop those of the aliases that no annotation uses any more, and entities that no alias points to.

    Returns the ids of the articles in which a bare name has changed its bearer by that.
    """
    used = set(session.exec(select(Annotation.alias_id).where(col(Annotation.alias_id).in_(alias_ids)).distinct()))
    gone = alias_ids - used
    if not gone:
        return set()
    families = set(session.exec(select(EntityAlias.family).where(col(EntityAlias.id).in_(gone))))
    session.exec(delete(EntityAlias).where(col(EntityAlias.id).in_(gone)))
    changed = settle_bare_names(session, summit_id, {family for family in families if family})
    session.exec(
        delete(Entity).where(
            col(Entity.summit_id) == summit_id,
            col(Entity.id).not_in(select(EntityAlias.entity_id).where(EntityAlias.summit_id == summit_id)),
        )
    )
    return changed
