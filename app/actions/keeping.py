"""Many drafts become articles: some at once, the rest piece by piece by the worker, which goes on wherever it was."""

from contextlib import suppress

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.addresses import Unknown
from app.actions.drafts import Undecided, keep_draft, made
from app.desk import Draft, Keeping
from app.intake.drafts import IntakeError
from app.models import Summit

AT_ONCE = 30  # drafts in one transaction: some 100 ms


def keep_ready(session: Session, summit_slug: str, max_chars: int) -> list[int]:
    """Keep the open drafts that raise no question; the ids of the new articles. What cannot be kept stays on the desk.

    Where there are more than ``AT_ONCE`` the rest is remembered: see ``still_keeping``.
    """
    here = col(Summit.slug) == summit_slug, col(Draft.status) == "open"
    last = columns(col(Draft.summit_id), func.max(col(Draft.id))).join(Summit, col(Summit.id) == col(Draft.summit_id))
    found = session.execute(last.where(*here).group_by(col(Draft.summit_id))).one_or_none()
    if found is None:
        return []
    session.merge(Keeping(summit_id=found[0], last_id=found[1], done_id=0))
    session.flush()
    return keep_more(session, found[0], max_chars) or []


def still_keeping(session: Session, summit_slug: str | None = None) -> list[int]:
    """The summits (or the one) with drafts that are still to be kept: the worker has to be called to them."""
    summits = select(Keeping.summit_id).join(Summit)
    if summit_slug is not None:
        summits = summits.where(Summit.slug == summit_slug)
    return list(session.exec(summits.order_by(col(Keeping.summit_id))))


def keep_more(session: Session, summit_id: int, max_chars: int) -> list[int] | None:
    """Keep the next of them; the ids of the new articles. None where nothing is to be kept (any more)."""
    keeping = session.get(Keeping, summit_id, with_for_update=True)
    if keeping is None:
        return None
    ids = session.exec(
        select(Draft.id)
        .where(
            Draft.summit_id == summit_id,
            Draft.status == "open",
            col(Draft.id) > keeping.done_id,
            col(Draft.id) <= keeping.last_id,
        )
        .order_by(col(Draft.id))
        .limit(AT_ONCE)
    ).all()
    kept = []
    for draft_id in ids:
        assert draft_id is not None
        with suppress(IntakeError, Undecided, Unknown), session.begin_nested():
            described = made(session.get_one(Draft, draft_id), max_chars)
            kept.append(keep_draft(session, draft_id, described, awaited=False))
    if len(ids) < AT_ONCE:
        session.delete(keeping)
    else:
        keeping.done_id = ids[-1] or 0
        session.add(keeping)
    return kept
