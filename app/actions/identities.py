"""What forms say about who is who."""

from collections.abc import Mapping

from sqlmodel import Session, select

from app.actions.asked import entity_at, name_as_typed, one_line, who_named
from app.actions.corrections import Done, correct_summit
from app.actions.persons import identities, who_of
from app.actions.present import present_summit
from app.actions.refusals import Declined
from app.correct.decisions import Alias, Joined, Renamed, Split, Who
from app.correct.identities import place_of
from app.models import Entity, EntityAlias


def correct_person(
    session: Session, summit_slug: str, person: str, fields: Mapping[str, str], by: str = ""
) -> tuple[Done, str]:
    """Join, split, alias or rename a person, and the address where it is found now. Raises Unknown, Declined."""
    summit_id = present_summit(session, summit_slug).id or 0
    who = entity_at(session, summit_id, "person", person)
    act, name = fields.get("act", ""), fields.get("name", "")
    decision: Joined | Split | Alias | Renamed
    if act == "join":
        into = who_named(session, summit_id, "person", name)
        if not _occurs(session, summit_id, into):
            raise Declined("Nobody of this name occurs in this summit.")
        if place_of(into) == place_of(who):
            raise Declined("A person cannot be joined with itself: choose another one.")
        # Whoever was chosen becomes part of the person whose page it is, so that this address stays.
        decision = Joined(who=into, into=who)
    elif act == "split":
        decision = Split(who=_alias(session, summit_id, fields.get("key", "")))
    elif act == "alias":
        decision = Alias(who=_name_alone(session, summit_id, name), into=who)
    elif act == "rename":
        line = one_line(name)
        if not any(sign.isalnum() for sign in line):
            raise Declined("A name needs letters.")
        decision = Renamed(who=who, name=line)
    else:
        raise Declined("It is not clear what is to be corrected.")
    done = correct_summit(session, summit_id, decision, by)
    root = identities(session, summit_id).root(who)
    return done, place_of(root)[1]


def _occurs(session: Session, summit_id: int, who: Who) -> bool:
    kind, slug = place_of(who)
    here = select(Entity.id).where(Entity.summit_id == summit_id, Entity.kind == kind, Entity.slug == slug)
    return session.exec(here).first() is not None


def _name_alone(session: Session, summit_id: int, typed: str) -> Who:
    """A name by itself, whatever it stands for now."""
    found = name_as_typed("person", typed)
    alias = session.exec(
        select(EntityAlias).where(
            EntityAlias.summit_id == summit_id, EntityAlias.kind == "person", EntityAlias.key == found.key
        )
    ).one_or_none()
    return who_of(alias) if alias else found


def _alias(session: Session, summit_id: int, key: str) -> Who:
    alias = session.exec(
        select(EntityAlias).where(
            EntityAlias.summit_id == summit_id, EntityAlias.kind == "person", EntityAlias.key == key
        )
    ).one_or_none()
    if alias is None:
        raise Declined("This name does not occur any more.")
    return who_of(alias)
