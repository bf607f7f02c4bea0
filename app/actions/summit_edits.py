"""What people ask of summits in forms: a new one, other particulars, away with it, back again."""

from datetime import UTC, date, datetime, timedelta

from sqlmodel import Session, col, select

from app.actions.summits import add_summit, rename_summit
from app.intake.drafts import IntakeError
from app.models import Article, Summit
from app.search import article_search

MAX_NAME_CHARS = 120
KEPT_DAYS = 30


def new_summit(session: Session, name: str, place: str, day: str) -> str:
    """A summit with the lexicon's topics; its slug. Raises IntakeError for what is wrong."""
    starts_on = _checked(name, place, day)
    return add_summit(session, " ".join(name.split()), " ".join(place.split()), starts_on).slug


def rename_summit_at(session: Session, slug: str, name: str, place: str, day: str) -> bool:
    """New name, place and day (ISO, or empty); False where no such summit is. Raises IntakeError for what is wrong."""
    summit = _present(session, slug)
    if summit is None:
        return False
    rename_summit(session, summit, name, place, _checked(name, place, day))
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


def _checked(name: str, place: str, day: str) -> date | None:
    """The day. Raises IntakeError for the first field that is wrong."""
    if not name.strip():
        raise IntakeError("name", "A summit needs a name.")
    for field, value in (("name", name), ("place", place)):
        if len(value.strip()) > MAX_NAME_CHARS:
            raise IntakeError(field, "This is too long: at most %(limit)d characters.", limit=MAX_NAME_CHARS)
    try:
        return date.fromisoformat(day.strip()) if day.strip() else None
    except ValueError:
        raise IntakeError(
            "day", "“%(value)s” is not a day. Write it like 2021-06-16.", value=day.strip()[:40]
        ) from None
