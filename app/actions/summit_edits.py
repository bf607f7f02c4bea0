"""What people ask of summits in forms: a new one, other particulars, away with it, back again."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from app.actions.source_tallies import follow_first_day
from app.actions.summits import add_summit, in_order
from app.intake.drafts import IntakeError
from app.models import Article, Summit
from app.search import article_search

MAX_NAME_CHARS = 120
KEPT_DAYS = 30


@dataclass(frozen=True, slots=True)
class Particulars:
    """What a form says about a summit, once it is known to make sense."""

    name: str
    place: str
    starts_on: date | None
    ends_on: date | None


def new_summit(session: Session, name: str, place: str, day: str, last_day: str = "") -> str:
    """A summit with the lexicon's topics; its slug. Days are ISO or empty. Raises IntakeError for what is wrong."""
    told = _checked(name, place, day, last_day)
    return add_summit(session, told.name, told.place, told.starts_on, ends_on=told.ends_on).slug


def rename_summit_at(session: Session, slug: str, name: str, place: str, day: str, last_day: str = "") -> bool:
    """New name, place and days; the address stays, so that mailed links hold. False where no such summit is.

    Days are ISO or empty. Raises IntakeError for what is wrong.
    """
    summit = _present(session, slug)
    if summit is None:
        return False
    told = _checked(name, place, day, last_day)
    moved = summit.starts_on != told.starts_on
    summit.name, summit.place, summit.starts_on, summit.ends_on = told.name, told.place, told.starts_on, told.ends_on
    session.add(summit)
    session.flush()
    if moved and summit.id is not None:
        follow_first_day(session, summit.id)
    return True


def remove_summit(session: Session, slug: str) -> str | None:
    """Take a summit out of sight, with everything in it; its name, or None where there is none.

    ``restore_summit`` brings it back until ``forget_summits`` has deleted it, 30 days later at the earliest.
    """
    summit = _present(session, slug)
    if summit is None:
        return None
    summit.removed_at = datetime.now(UTC)
    session.add(summit)
    return summit.name


def restore_summit(session: Session, slug: str) -> bool:
    """Bring a removed summit back; False where there is none (any more)."""
    summit = session.exec(select(Summit).where(Summit.slug == slug)).one_or_none()
    if summit is None:
        return False
    summit.removed_at = None
    session.add(summit)
    return True


def forget_summits(session: Session, now: datetime | None = None) -> int:
    """Delete for good what was removed more than 30 days ago; how many summits."""
    before = (now or datetime.now(UTC)) - timedelta(days=KEPT_DAYS)
    old = session.exec(select(Summit).where(col(Summit.removed_at) < before)).all()
    for summit in old:
        for article_id in session.exec(select(Article.id).where(Article.summit_id == summit.id)).all():
            article_search(session).drop(session, article_id or 0)
        session.delete(summit)
    session.flush()
    return len(old)


def _present(session: Session, slug: str) -> Summit | None:
    return session.exec(select(Summit).where(Summit.slug == slug, col(Summit.removed_at).is_(None))).one_or_none()


def _checked(name: str, place: str, day: str, last_day: str) -> Particulars:
    """What the form says. Raises IntakeError for the first field (name, place, day, last_day) that is wrong."""
    lines = {field: _line(field, value) for field, value in (("name", name), ("place", place))}
    if not lines["name"]:
        raise IntakeError("name", "A summit needs a name.")
    starts_on, ends_on = _day("day", day), _day("last_day", last_day)
    in_order(starts_on, ends_on)
    return Particulars(lines["name"], lines["place"], starts_on, ends_on)


def _line(field: str, value: str) -> str:
    """One line of what can be seen."""
    line = "".join(c for c in " ".join(value.split()) if c.isprintable()).strip()
    if len(line) > MAX_NAME_CHARS:
        raise IntakeError(field, "This is too long: at most %(limit)d characters.", limit=MAX_NAME_CHARS)
    return line


def _day(field: str, value: str) -> date | None:
    typed = value.strip()
    try:
        if typed and re.fullmatch(r"\d{4}-\d{2}-\d{2}", typed, re.ASCII) is None:
            raise ValueError(typed)
        return date.fromisoformat(typed) if typed else None
    except ValueError:
        shown = "".join(c for c in typed if c.isprintable())[:40]
        raise IntakeError(field, "“%(value)s” is not a day. Write it like 2021-06-16.", value=shown) from None
