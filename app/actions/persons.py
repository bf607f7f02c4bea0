"""One identity per person, place and organisation across the articles of a summit.

An article knows its entities under folded names (``Entity.key``). Each folded name is an alias row of the summit and
points to an entity. A full name is its own entity; a bare family name is whoever alone bears it in the summit,
and stays apart while nobody or several do; what people decided comes before either. Every annotation remembers its
alias, so an alias can be pointed elsewhere later.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, bindparam, case, delete, insert, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.records import decisions
from app.actions.stated_marks import move_marks
from app.actions.tallies import touch
from app.arrays import array
from app.compare.name_search import loose_key
from app.correct.decisions import Identity, Who
from app.correct.identities import Identities, Place, fold_identities, place_of
from app.models import NAMING_LAYERS, Annotation, Entity, EntityAlias
from app.nlp.types import Entity as LocalEntity


@dataclass(frozen=True, slots=True)
class Link:
    """What a name of an article stands for. ``certain`` is False where only other articles tell who is meant."""

    alias_id: int | None
    entity_id: int | None
    certain: bool
    kind: str | None = None  # of the entity: people may have said that it is another than the machine's


def identities(session: Session, summit_id: int) -> Identities:
    """What people decided about the names of a summit. One statement."""
    found: list[Identity] = [one for one in decisions(session, summit_id) if isinstance(one, Identity)]
    return fold_identities(found)


def link_entities(
    session: Session, summit_id: int, entities: tuple[LocalEntity, ...]
) -> tuple[dict[str, Link], set[int]]:
    """Links by local key, and the ids of *other* articles in which a bare name has changed its bearer."""
    decided = identities(session, summit_id)
    registry = Registry(session, summit_id, decided)
    keys = [entity.key for entity in entities]
    aliases = {(alias.kind, alias.key): alias for alias in registry.called(keys)}
    if new := [entity for entity in entities if (entity.kind, entity.key) not in aliases]:
        registry.enter(new)
        aliases = {(alias.kind, alias.key): alias for alias in registry.called(keys)}
    changed = registry.settle_families({entity.family for entity in entities if entity.kind == "person"} - {None, ""})
    chosen = {entity.key: aliases[entity.kind, entity.key] for entity in entities}
    ids = {alias.entity_id for alias in chosen.values()}
    kinds: dict[int, str] = dict(session.execute(_KINDS, {"entities": ids}).all())
    links = {
        key: Link(alias.id, alias.entity_id, registry.certain(alias), kinds[alias.entity_id])
        for key, alias in chosen.items()
    }
    return links, changed


def settle_all(session: Session, summit_id: int) -> set[int]:
    """Point every name of the summit where rules and decisions say; ids of the articles whose marks moved."""
    registry = Registry(session, summit_id, identities(session, summit_id))
    aliases = registry.aliases()
    changed = registry.settle(aliases)
    registry.rename(aliases)
    _drop_orphans(session, summit_id)
    return changed


def prune(session: Session, summit_id: int, alias_ids: set[int]) -> set[int]:
    """Drop those of the aliases that no annotation uses any more, and entities that no alias points to.

    Returns the ids of the articles in which a bare name has changed its bearer by that.
    """
    if not alias_ids:
        return set()
    used = set(session.scalars(_USED, {"aliases": alias_ids}))
    gone = alias_ids - used
    if not gone:
        return set()
    families = set(session.exec(select(EntityAlias.family).where(col(EntityAlias.id).in_(gone))))
    session.exec(delete(EntityAlias).where(col(EntityAlias.id).in_(gone)))
    registry = Registry(session, summit_id, identities(session, summit_id))
    changed = registry.settle_families(families - {None, ""})
    _drop_orphans(session, summit_id)
    return changed


def who_of(alias: EntityAlias) -> Who:
    """A name as decisions have it."""
    return Who(alias.kind, alias.key, alias.name, alias.family, alias.bare)  # type: ignore[arg-type]


def _drop_orphans(session: Session, summit_id: int) -> None:
    session.exec(
        delete(Entity).where(
            col(Entity.summit_id) == summit_id,
            col(Entity.id).not_in(select(EntityAlias.entity_id).where(EntityAlias.summit_id == summit_id)),
        )
    )


_NAMES = select(EntityAlias).where(EntityAlias.summit_id == bindparam("summit")).order_by(col(EntityAlias.id))
_CALLED = _NAMES.where(col(EntityAlias.key).in_(array("keys", Text)))
_OF_FAMILIES = _NAMES.where(col(EntityAlias.kind) == "person", col(EntityAlias.family).in_(array("families", Text)))
_KINDS = columns(col(Entity.id), col(Entity.kind)).where(col(Entity.id).in_(array("entities")))
_BY_SLUG = columns(col(Entity.kind), col(Entity.slug), col(Entity.id)).where(
    col(Entity.summit_id) == bindparam("summit"), col(Entity.slug).in_(array("slugs", Text))
)
_USED = columns(col(Annotation.alias_id)).where(col(Annotation.alias_id).in_(array("aliases"))).distinct()
_INSERT_ALIASES = insert(EntityAlias)
_INSERT_ENTITIES = insert(Entity).returning(col(Entity.id), sort_by_parameter_order=True)


class Registry:
    """The names and entities of one summit, as rules and decisions want them."""

    def __init__(self, session: Session, summit_id: int, decided: Identities) -> None:
        self.session, self.summit_id, self.decided = session, summit_id, decided
        self.ids: dict[Place, int] = {}

    def aliases(self, *where: object) -> Sequence[EntityAlias]:
        """Names of the summit, all of them or those under a condition."""
        return self.session.exec(
            select(EntityAlias)
            .where(EntityAlias.summit_id == self.summit_id, *where)  # type: ignore[arg-type]
            .order_by(col(EntityAlias.id))
        ).all()

    def called(self, keys: Collection[str]) -> Sequence[EntityAlias]:
        """Names of the summit by their folded forms."""
        return self.session.scalars(_CALLED, {"summit": self.summit_id, "keys": keys}).all()

    def enter(self, new: Sequence[LocalEntity]) -> None:
        """Names that have not occurred so far, with entities for those that have none."""
        who = [Who(local.kind, local.key, local.name, local.family, local.bare) for local in new]
        targets = [self.decided.target(own, own) for own in who]
        self._look_up(targets)
        self._make({place_of(target): target for target in targets if place_of(target) not in self.ids})
        rows = [
            {
                "summit_id": self.summit_id,
                "kind": local.kind,
                "key": local.key,
                "name": local.name,
                "family": local.family,
                "bare": local.bare,
                "loose_key": loose_key(local.kind, local.name),
                "entity_id": self.ids[place_of(target)],
            }
            for local, target in zip(new, targets, strict=True)
        ]
        self.session.connection().execute(_INSERT_ALIASES, rows)

    def certain(self, alias: EntityAlias) -> bool:
        """Does the name itself, or a decision, tell who is meant? A bare family name alone does not."""
        own = who_of(alias)
        if not alias.bare or self._decided(own):
            return True
        self._look_up([own])
        return alias.entity_id == self.ids.get(place_of(own))

    def _decided(self, own: Who) -> bool:
        return place_of(own) in self.decided.pinned or place_of(own) in self.decided.joined

    def settle_families(self, families: Iterable[str | None]) -> set[int]:
        """Point the names of families anew; ids of the articles whose marks moved."""
        given = {"summit": self.summit_id, "families": sorted(filter(None, families))}
        return self.settle(self.session.scalars(_OF_FAMILIES, given).all() if given["families"] else ())

    def settle(self, aliases: Sequence[EntityAlias]) -> set[int]:
        """Point names, whole families of them, to their entities; ids of the articles whose marks moved."""
        bearers: dict[str | None, dict[Place, Who]] = {}
        for alias in aliases:
            if alias.kind == "person" and not alias.bare:
                target = self.decided.target(who_of(alias), who_of(alias))
                bearers.setdefault(alias.family, {})[place_of(target)] = target
        targets = {}
        for alias in aliases:
            own = who_of(alias)
            full = bearers.get(alias.family, {}) if alias.bare and alias.kind == "person" else {}
            ruled = next(iter(full.values())) if len(full) == 1 else own
            targets[alias.id] = self.decided.target(own, ruled)
        self._look_up([*targets.values(), *map(who_of, aliases)])
        changed: set[int] = set()
        for alias in aliases:
            entity_id = self.entity_id(targets[alias.id])
            if alias.entity_id != entity_id:
                alias.entity_id = entity_id
                self.session.add(alias)
                changed |= self._move(alias, targets[alias.id].kind)
        self.session.flush()
        return changed

    def _move(self, alias: EntityAlias, kind: str) -> set[int]:
        """Let the marks of a name follow it, to an entity of that kind."""
        marks = col(Annotation.alias_id) == alias.id
        changed = set(self.session.exec(select(Annotation.article_id).where(marks).distinct()))
        touch(self.session, changed)
        self.session.exec(update(Annotation).where(marks).values(entity_id=alias.entity_id))
        self.session.exec(update(Annotation).where(marks, col(Annotation.layer).in_(NAMING_LAYERS)).values(label=kind))
        if alias.bare:
            status: Any = "proposed"
            if self.certain(alias):  # what the language service itself doubts stays so
                doubted = col(Annotation.attrs)["doubted"].as_boolean()
                status = case((doubted, "proposed"), else_="certain")
            self.session.exec(
                update(Annotation).where(marks, col(Annotation.corrected).is_(False)).values(status=status)
            )
        move_marks(self.session, changed)
        return changed

    def entity_id(self, who: Who) -> int:
        """The entity of a folded name, made where it is not there."""
        place = place_of(who)
        if place not in self.ids:
            self._look_up([who])
        if place not in self.ids:
            self._make({place: who})
        return self.ids[place]

    def _make(self, wanted: Mapping[Place, Who]) -> None:
        """Entities that are not there."""
        rows = [
            {
                "summit_id": self.summit_id,
                "kind": who.kind,
                "slug": place[1],
                "name": self.decided.names.get(place, who.name),
                "family": who.family,
            }
            for place, who in wanted.items()
        ]
        if rows:
            made = self.session.connection().execute(_INSERT_ENTITIES, rows).all()
            self.ids |= {place: id_ for place, (id_,) in zip(wanted, made, strict=True) if id_ is not None}

    def _look_up(self, wanted: Collection[Who]) -> None:
        """Learn the ids of entities that are there, in one statement."""
        slugs = {slug for kind, slug in map(place_of, wanted) if (kind, slug) not in self.ids}
        if not slugs:
            return
        rows = self.session.execute(_BY_SLUG, {"summit": self.summit_id, "slugs": slugs})
        self.ids |= {(kind, slug): id_ for kind, slug, id_ in rows}

    def rename(self, aliases: Sequence[EntityAlias]) -> None:
        """Show entities under the names decided; where none is, under the one that made them."""
        own = {place_of(who_of(alias)): alias.name for alias in aliases}
        for entity in self.session.exec(select(Entity).where(Entity.summit_id == self.summit_id)):
            place = (entity.kind, entity.slug)
            named = self.decided.names.get(place) or own.get(place) or self.decided.called.get(place)
            entity.name = named or entity.name
            self.session.add(entity)
        self.session.flush()
