"""Words of one article as a citation tells them, and things at addresses that last.

The key of a thing names a text by its hash and a place in it, so it outlives new analyses and databases. Every member
of a group is a key to it, and the first one's is its own: when groups are merged, the keys of both lead to what became
of them.
"""

import re
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, func, or_
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Annotation, Article, ParallelMember, SharedPassage, Summit
from app.queries.claims import ask, mark_claims
from app.queries.clippings import Kept, clippings
from app.queries.figure_groups import figure_group
from app.queries.filters import Filters
from app.queries.parallels import parallels
from app.queries.scope import Scope, find_scope, source_rows
from app.queries.shared import shared_texts
from app.queries.terms import mark_terms
from app.queries.views.citations import CitedPage, PermanentPage
from app.sentences import sentence_around
from app.sums import StatedMark

HASH = 12  # characters of a text's hash that stand in an address
_TEXT = rf"(?:([0-9a-f]{{{HASH}}})|(\d{{1,9}}))"  # by hash, or by the number of its article
MARK_KEY = re.compile(_TEXT + r"-(\d{1,9})(?:-(\d{1,9}))?", re.ASCII)
PAIR_KEY = re.compile(_TEXT + r"-(\d{1,9})-" + _TEXT, re.ASCII)


@dataclass(frozen=True, slots=True)
class _Place:
    """A stretch of a text."""

    sha256: str
    start: int
    end: int

    @property
    def key(self) -> str:
        return f"{self.sha256[:HASH]}-{self.start}-{self.end}"


def cited_page(
    session: Session, article_id: int, kind: str, part: str, start: int, end: int, language: str
) -> CitedPage | None:
    """Words of an article; an ``end`` of 0 is that of the sentence in which ``start`` stands. None where there is no
    such article or no such place in it. Eight statements at most."""
    row = session.execute(
        columns(Article, col(Summit.slug))
        .join(Summit, col(Summit.id) == col(Article.summit_id))
        .where(col(Article.id) == article_id, col(Summit.removed_at).is_(None))
    ).one_or_none()
    if row is None:
        return None
    article: Article = row[0]
    whole = article.text if part == "text" else article.title or ""
    if not end and start < len(whole):
        start, end = sentence_around(session, article, start) if part == "text" else (0, len(whole))
    scope = find_scope(session, row[1], Filters())
    if scope is None or not 0 <= start < end <= len(whole):
        return None
    kept = Kept(kind, article.sha256, part, start, end, text=whole[start:end])
    (found,) = clippings(session, scope.summit_id, [kept], language)
    return CitedPage(scope.summit, found.item, found.hue)


def permanent_page(session: Session, slug: str, kind: str, key: str, language: str) -> PermanentPage | None:
    """The utterance, figure or shared passage that a key leads to; None where there is none (any more)."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    return _shared(session, scope, key, language) if kind == "shared" else _mark(session, scope, kind, key, language)


def _text_of(article: Any, sha256: str | None, number: str | None) -> ColumnElement[bool]:
    if sha256:
        return col(article.sha256).between(sha256, sha256 + "g")  # g: behind all hexadecimal digits
    return col(article.id) == int(number or 0)


def _mark(session: Session, scope: Scope, layer: str, key: str, language: str) -> PermanentPage | None:
    found = MARK_KEY.fullmatch(key)
    if found is None:
        return None
    start = int(found[3])
    end = int(found[4]) if found[4] else start + 1
    row = session.execute(
        columns(col(Annotation.id), col(ParallelMember.parallel_id))
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .outerjoin(ParallelMember, col(ParallelMember.annotation_id) == col(Annotation.id))
        .where(col(Article.summit_id) == scope.summit_id, _text_of(Article, found[1], found[2]))
        .where(col(Annotation.layer) == layer, col(Annotation.start) < end, col(Annotation.end) > start)
        # That which begins and ends most nearly there: marks may stand within others, or have grown.
        .order_by(func.abs(col(Annotation.start) - start) + func.abs(col(Annotation.end) - end))
        .limit(1)
    ).first()
    if row is None:
        return None
    mark, group = row
    own = col(ParallelMember.parallel_id) == group if group else col(Annotation.id) == mark
    sentence = aliased(Annotation)
    around = (
        (col(sentence.article_id) == col(Annotation.article_id))
        & (col(sentence.layer) == "sentence")
        & (col(sentence.start) <= col(Annotation.start))
        & (col(sentence.end) > col(Annotation.start))
    )
    rows = session.execute(
        columns(
            col(Article.sha256),
            col(Annotation.start),
            col(Annotation.end),
            func.coalesce(sentence.start, col(Annotation.start)),
            func.coalesce(sentence.end, col(Annotation.end)),
        )
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .outerjoin(ParallelMember, col(ParallelMember.annotation_id) == col(Annotation.id))
        .outerjoin(sentence, around)
        .where(own)
        .order_by(col(Annotation.article_id), col(Annotation.start), col(Annotation.end))
    ).all()
    key = _Place(*rows[0][:3]).key
    # A figure is cited with its sentence: alone it says nothing.
    places = [_Place(one[0], *(one[3:] if layer == "figure" else one[1:3])) for one in rows]
    sources = source_rows(session, scope)
    asked = ask(session, scope, sources)
    thing = group or -mark
    members = [col(StatedMark.annotation_id) == mark]
    return PermanentPage(
        scope.summit,
        layer,
        key,
        _items(session, scope, layer, places, language),
        parallel=next(iter(parallels(session, asked, members, None, 0, 1)), None) if layer == "quotation" else None,
        figures=figure_group(session, scope.summit.slug, group) if layer == "figure" and group else None,
        claims=mark_claims(session, asked, [thing], mark_terms(session, [thing]))[thing],
    )


def _shared(session: Session, scope: Scope, key: str, language: str) -> PermanentPage | None:
    found = PAIR_KEY.fullmatch(key)
    if found is None:
        return None
    one, other = aliased(Article), aliased(Article)
    start = int(found[3])
    a_side, b_side = col(SharedPassage.a_id), col(SharedPassage.b_id)
    a_start, b_start = col(SharedPassage.a_start), col(SharedPassage.b_start)
    here, there = _text_of(one, found[1], found[2]), _text_of(other, found[4], found[5])
    forwards = (a_side == one.id) & (b_side == other.id) & (a_start <= start) & (col(SharedPassage.a_end) > start)
    backwards = (b_side == one.id) & (a_side == other.id) & (b_start <= start) & (col(SharedPassage.b_end) > start)
    row = session.execute(
        columns(SharedPassage)
        .join(one, or_(a_side == one.id, b_side == one.id))
        .join(other, or_(a_side == other.id, b_side == other.id))
        .where(col(SharedPassage.summit_id) == scope.summit_id, here, there, or_(forwards, backwards))
        .order_by(col(SharedPassage.words).desc(), col(SharedPassage.id))
        .limit(1)
    ).first()
    if row is None:
        return None
    passage: SharedPassage = row[0]
    texts = columns(col(Article.id), col(Article.sha256)).where(col(Article.id).in_((passage.a_id, passage.b_id)))
    hashes: dict[int, str] = dict(session.execute(texts).all())
    sides = [
        _Place(hashes[passage.a_id], passage.a_start, passage.a_end),
        _Place(hashes[passage.b_id], passage.b_start, passage.b_end),
    ]
    texts_of = shared_texts(session, source_rows(session, scope), col(SharedPassage.id) == passage.id)
    return PermanentPage(
        scope.summit,
        "shared",
        f"{sides[0].sha256[:HASH]}-{sides[0].start}-{sides[1].sha256[:HASH]}",
        _items(session, scope, "shared", sides, language),
        shared=next(iter(texts_of), None),
    )


def _items(session: Session, scope: Scope, kind: str, places: list[_Place], language: str) -> Any:
    kept = [Kept(kind, place.sha256, "text", place.start, place.end) for place in places]
    return tuple((one.item, one.hue) for one in clippings(session, scope.summit_id, kept, language))
