"""Rename a summit by its address, from a form."""

from datetime import date

from sqlmodel import Session, select

from app.actions.summits import rename_summit
from app.intake.drafts import IntakeError
from app.models import Summit

MAX_NAME_CHARS = 120


def rename_summit_at(session: Session, slug: str, name: str, place: str, day: str) -> bool:
    """New name, place and day (ISO, or empty); False where no such summit is. Raises IntakeError for what is wrong."""
    summit = session.exec(select(Summit).where(Summit.slug == slug)).one_or_none()
    if summit is None:
        return False
    for field, value in (("name", name), ("place", place)):
        if len(value.strip()) > MAX_NAME_CHARS:
            raise IntakeError(field, "This is too long: at most %(limit)d characters.", limit=MAX_NAME_CHARS)
    try:
        starts_on = date.fromisoformat(day.strip()) if day.strip() else None
    except ValueError:
        raise IntakeError(
            "day", "“%(value)s” is not a day. Write it like 2021-06-16.", value=day.strip()[:40]
        ) from None
    rename_summit(session, summit, name, place, starts_on)
    return True
