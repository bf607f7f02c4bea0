"""What one article has in common with the others of its summit: brought up to date when it comes, changes or goes."""

from sqlmodel import Session

from app.actions.belonging import hold_against_others
from app.actions.figures import forget_figures, group_figures
from app.actions.offers import forget_offers, search_offers
from app.actions.quotations import group_quotations, recount_quotations, ungroup_quotations
from app.actions.shared import drop_unshared, share_text
from app.actions.speech import tell_speech
from app.actions.stated_marks import share_names


def compare_article(session: Session, article_id: int, *, settle: bool = True) -> None:
    """Compare an article just analysed with its candidates among the others, and store what they share.

    Runs in the transaction that stored the analysis, so that a reader never sees one without the other. Safe to
    repeat: what an earlier run found for this article is replaced. ``settle``: see ``search_offers``.
    """
    share_text(session, article_id)
    drop_unshared(session, article_id)
    compare_marks(session, article_id, settle=settle)
    hold_against_others(session, article_id)


def compare_marks(session: Session, article_id: int, *, settle: bool = True) -> None:
    """Compare only the marks: for an article whose text is as it was, but not what is said to stand in it."""
    group_quotations(session, article_id)
    group_figures(session, article_id)
    tell_speech(session, article_id)
    share_names(session, [article_id])
    search_offers(session, article_id, settle=settle)


def part_marks(session: Session, article_id: int) -> None:
    """Take an article's marks out of what they are compared with: called before they are deleted, for rows that go
    with them would leave groups behind that are too large, or nothing holds together any more."""
    ungroup_quotations(session, article_id)
    forget_figures(session, article_id)
    forget_offers(session, article_id)


def move_comparisons(session: Session, article_id: int) -> None:
    """Follow an article to another source, or to another day, against which its dates are read."""
    recount_quotations(session, article_id)
    group_figures(session, article_id)
    search_offers(session, article_id)
    hold_against_others(session, article_id)
