"""How many of an article's words stand in other sources too, and whose they are, by the rule of ``compare``."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, case, cast, literal, text, union_all
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlalchemy.types import Text
from sqlmodel import Session, col

from app.compare.provenance import Borrowed, is_speech, parts
from app.compare.shared import VERBATIM_WORDS
from app.models import SIGNED, Article, SharedPassage, Source
from app.queries.views.heads import AGENCY
from app.queries.views.shared import Provenance
from app.tallies import ArticleTally


def provenances(session: Session, ids: Sequence[int]) -> dict[int, Provenance]:
    """Provenance by article id; one statement for the texts, one for agencies, one for each side of the passages."""
    texts = session.execute(_TEXTS, {"ids": list(ids)})
    found = [row for side in _SIDES for row in session.execute(side, {"ids": list(ids)})]
    agencies_of = _agencies_of(session, {*ids, *(row.twin for row in found)})
    borrowed: dict[int, list[Borrowed]] = defaultdict(list)
    agencies: dict[int, dict[str, None]] = defaultdict(dict)
    for row in found:
        spoken = tuple((one[row.at], one[row.at + 1]) for one in row.speech)
        speech = is_speech(row.words, row.quoted)
        borrowed[row.id].append(Borrowed(row.start, row.end, row.twin in agencies_of, spoken, speech))
        agencies[row.id].update(dict.fromkeys(() if speech else agencies_of.get(row.twin, ())))
    return {
        id_: _provenance(text_, words, borrowed[id_], agencies_of.get(id_, ()), agencies[id_])
        for id_, text_, words in texts
    }


def _agencies_of(session: Session, ids: Iterable[int]) -> dict[int, list[str]]:
    """As ``signing`` tells it, of these articles alone."""
    found = {}
    for id_, names, source, kind in session.execute(_AGENCIES, {"ids": list(ids)}):
        if names or kind == AGENCY:
            found[id_] = names or [source]
    return found


def signing(session: Session, summit: Any) -> dict[int, list[str]]:
    """The agencies whose texts a summit's articles are (an id, or a query that gives some). One statement.

    Those that sign an article, else its source where that is an agency itself: what it sends needs no signature.
    """
    own = col(Article.summit_id) == summit if isinstance(summit, int) else col(Article.summit_id).in_(summit)
    signed = columns(col(Article.id), cast(col(Article.agencies), Text), literal(1)).where(own, is_signed())
    sent = columns(col(Article.id), col(Source.name), literal(0)).join(Source, col(Source.id) == col(Article.source_id))
    found: dict[int, list[str]] = {}
    for id_, names, signs in session.execute(union_all(signed, sent.where(own, col(Source.kind) == AGENCY))):
        if signs:
            found[id_] = json.loads(names)
        else:
            found.setdefault(id_, [names])
    return found


def is_signed() -> ColumnElement[bool]:
    """Does an agency sign the article? Written as its index is."""
    return text(SIGNED.replace("agencies", "article.agencies"))  # type: ignore[return-value]


def tells_speech() -> ColumnElement[bool]:
    """``compare.provenance.is_speech`` of a stored passage, for the database."""
    words, quoted = col(SharedPassage.words), col(SharedPassage.quoted)
    return and_(2 * quoted > words, words - quoted < VERBATIM_WORDS)


def spoken_words() -> Any:
    """Of a stored passage: how many of its equal words are told as a shared quotation; the rest is wording."""
    return case((tells_speech(), col(SharedPassage.words)), else_=col(SharedPassage.quoted))


def _side(at: int, mine: Any, start: Any, end: Any, theirs: Any) -> Any:
    """The passages of articles (``ids``) that they share with those of other sources; ``at``: their side of speech."""
    here, twin = aliased(ArticleTally), aliased(ArticleTally)
    counts = col(SharedPassage.words), col(SharedPassage.quoted), col(SharedPassage.speech)
    return (
        columns(
            col(mine).label("id"),
            col(start).label("start"),
            col(end).label("end"),
            col(theirs).label("twin"),
            *counts,
            literal(at).label("at"),
        )
        .select_from(SharedPassage)
        .join(here, col(here.article_id) == mine)
        .join(twin, col(twin.article_id) == theirs)
        .where(col(mine).in_(bindparam("ids", expanding=True)), col(here.source_id) != col(twin.source_id))
    )


_IDS = col(Article.id).in_(bindparam("ids", expanding=True))
_TEXTS = columns(col(Article.id), col(Article.text), col(Article.words)).where(_IDS)
_AGENCIES = (
    columns(col(Article.id), col(Article.agencies), col(Source.name), col(Source.kind))
    .join(Source, col(Source.id) == col(Article.source_id))
    .where(_IDS)
)
_SIDES = (
    _side(0, SharedPassage.a_id, SharedPassage.a_start, SharedPassage.a_end, SharedPassage.b_id),
    _side(2, SharedPassage.b_id, SharedPassage.b_start, SharedPassage.b_end, SharedPassage.a_id),
)


def _provenance(
    text_: str, words: int, borrowed: list[Borrowed], own: Iterable[str], agencies: Iterable[str]
) -> Provenance:
    found = parts(text_, borrowed)
    words = max(words, found.shared)
    signs = tuple(own)
    if signs:
        return Provenance(words, words, 0, 0, signs, whole=True, elsewhere=found.shared)
    return Provenance(words, found.signed, found.quoted, found.unsigned, tuple(agencies), elsewhere=found.shared)
