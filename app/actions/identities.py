"""What forms say about who is who."""

from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session, select

from app.actions.addresses import present_summit
from app.actions.corrections import Done, correct_summit
from app.actions.form_values import KINDS, entity_at, name_as_typed, one_line, who_named
from app.actions.persons import identities, who_of
from app.actions.refusals import Declined
from app.correct.decisions import Alias, Identity, Joined, NoName, Renamed, Split, Who
from app.correct.identities import place_of
from app.models import Entity, EntityAlias
from app.nlp.types import EntityKind


def correct_entity(
    session: Session, summit_slug: str, kind: str, slug: str, fields: Mapping[str, str], by: str = ""
) -> tuple[Done, str, str]:
    """Record what a form says about a person, place or organisation; its kind and address from now on.

    ``act``: join, split, alias, rename, kind (``label`` is what it is), none (it is no name). Raises Unknown, Declined.
    """
    summit_id = present_summit(session, summit_slug).id or 0
    who = entity_at(session, summit_id, kind, slug)
    decision = _decision(session, summit_id, who, fields)
    done = correct_summit(session, summit_id, decision, by)
    root = identities(session, summit_id).root(who)
    return done, root.kind, place_of(root)[1]


def _decision(session: Session, summit_id: int, who: Who, fields: Mapping[str, str]) -> Identity:
    act, name = fields.get("act", ""), fields.get("name", "")
    if act == "join":
        return _join(session, summit_id, who, name)
    if act == "split":
        return Split(who=_alias(session, summit_id, fields.get("key", ""), fields.get("of", who.kind)))
    if act == "alias":
        return Alias(who=_name_alone(session, summit_id, who.kind, name), into=who)
    if act == "rename":
        line = one_line(name)
        if not any(sign.isalnum() for sign in line):
            raise Declined("A name needs letters.")
        return Renamed(who=who, name=line)
    if act == "kind":
        label = next((one for one in KINDS if one == fields.get("label") and one != who.kind), None)
        if label is None:
            raise Declined("It is not clear what is to be corrected.")
        return Joined(who=who, into=of_kind(who, label))
    if act == "none":
        return NoName(who=who)
    raise Declined("It is not clear what is to be corrected.")


def of_kind(who: Who, kind: EntityKind) -> Who:
    """The same name as that of a person, place or organisation."""
    return replace(name_as_typed(kind, who.name), key=who.key)


def _join(session: Session, summit_id: int, who: Who, name: str) -> Joined:
    """Whoever was chosen becomes part of the one whose page it is, so that this address stays."""
    other = who_named(session, summit_id, who.kind, name)
    if not _occurs(session, summit_id, other):
        raise Declined("Nobody and nothing of this name occurs in this summit.")
    if place_of(other) == place_of(who):
        raise Declined("A name cannot be joined with itself: choose another one.")
    return Joined(who=other, into=who)


def _occurs(session: Session, summit_id: int, who: Who) -> bool:
    kind, slug = place_of(who)
    here = select(Entity.id).where(Entity.summit_id == summit_id, Entity.kind == kind, Entity.slug == slug)
    return session.exec(here).first() is not None or _stored(session, summit_id, kind, who.key) is not None


def _name_alone(session: Session, summit_id: int, kind: EntityKind, typed: str) -> Who:
    """A name by itself, whatever it stands for now."""
    found = name_as_typed(kind, typed)
    alias = _stored(session, summit_id, kind, found.key)
    return who_of(alias) if alias else found


def _alias(session: Session, summit_id: int, key: str, kind: str) -> Who:
    alias = _stored(session, summit_id, kind, key)
    if alias is None:
        raise Declined("This name does not occur any more.")
    return who_of(alias)


def _stored(session: Session, summit_id: int, kind: str, key: str) -> EntityAlias | None:
    return session.exec(
        select(EntityAlias).where(EntityAlias.summit_id == summit_id, EntityAlias.kind == kind, EntityAlias.key == key)
    ).one_or_none()
