"""Which words of shared passages are somebody's on both sides: told anew whenever quotations of either text change."""

from collections import defaultdict

from sqlalchemy import select as columns
from sqlalchemy import update
from sqlmodel import Session, col, select

from app.actions.tallies import touch
from app.compare.provenance import MARKED, Quoted, Speech, shared_speech
from app.compare.shared import split_words
from app.models import Annotation, Article, SharedPassage


def tell_speech(session: Session, article_id: int) -> None:
    """Bring ``quoted`` and ``speech`` of an article's shared passages up to date; safe to repeat.

    The cost is bounded by the candidates of ``share_text``. Four statements, the last only where something changed.
    """
    pair = (col(SharedPassage.a_id) == article_id) | (col(SharedPassage.b_id) == article_id)
    rows = session.execute(
        columns(
            *(col(getattr(SharedPassage, name)) for name in ("id", "a_id", "a_start", "a_end", "b_id", "b_start")),
            col(SharedPassage.b_end), col(SharedPassage.quoted), col(SharedPassage.speech),
        ).where(pair)
    ).all()  # fmt: skip
    if not rows:
        return
    ids = {id_ for row in rows for id_ in (row.a_id, row.b_id)}
    quoted = _quoted(session, ids)
    # A passage is a quotation on both sides only where both texts quote anybody: only their texts are read.
    read = {id_ for row in rows if quoted[row.a_id] and quoted[row.b_id] for id_ in (row.a_id, row.b_id)}
    texts = dict(session.execute(columns(col(Article.id), col(Article.text)).where(col(Article.id).in_(read))).all())
    changed = []
    for row in rows:
        found: list[Speech] = []
        if row.a_id in texts and row.b_id in texts:
            a, b = split_words(texts[row.a_id]), split_words(texts[row.b_id])
            here, there = (row.a_start, row.a_end), (row.b_start, row.b_end)
            found = shared_speech(a, here, quoted[row.a_id], b, there, quoted[row.b_id])
        number = sum(one.words for one in found)
        places = [[one.a_start, one.a_end, one.b_start, one.b_end] for one in found]
        if (number, places) != (row.quoted, row.speech):
            changed.append({"id": row.id, "quoted": number, "speech": places})
    if changed:
        touch(session, [article_id])
        session.execute(update(SharedPassage), changed)


def _quoted(session: Session, ids: set[int]) -> dict[int, list[Quoted]]:
    """Quotations by article. One statement."""
    found: dict[int, list[Quoted]] = defaultdict(list)
    rows = session.exec(
        select(Annotation).where(col(Annotation.article_id).in_(ids), col(Annotation.layer) == "quotation")
    )
    for row in rows:
        found[row.article_id].append(Quoted(row.start, row.end, row.label in MARKED, row.entity_id))
    return found
