"""How many of an article's words stand in other sources too, and whether an agency signs them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import cast
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlalchemy.types import Text
from sqlmodel import Session, col

from app.models import Article, SharedPassage
from app.queries.views.shared import Provenance

_WORD = re.compile(r"\S*\w\S*")

Spans = list[tuple[int, int]]


def provenances(session: Session, ids: Sequence[int]) -> dict[int, Provenance]:
    """Provenance by article id; one statement for the texts, one for agencies, one for each side of the passages."""
    texts = session.execute(
        columns(col(Article.id), col(Article.text), col(Article.words)).where(col(Article.id).in_(ids))
    )
    signed: dict[int, Spans] = defaultdict(list)
    unsigned: dict[int, Spans] = defaultdict(list)
    agencies: dict[int, dict[str, None]] = defaultdict(dict)
    agencies_of = signing(session, columns(col(Article.summit_id)).where(col(Article.id).in_(ids)))
    for article_id, start, end, twin in _spans(session, ids):
        names = agencies_of.get(twin) or agencies_of.get(article_id, [])
        (signed if names else unsigned)[article_id].append((start, end))
        agencies[article_id].update(dict.fromkeys(names))
    return {id_: _provenance(text, words, signed[id_], unsigned[id_], agencies[id_]) for id_, text, words in texts}


def signing(session: Session, summit: Any) -> dict[int, list[str]]:
    """The agencies of the signed articles of a summit (an id, or a query that gives some). One statement."""
    own = col(Article.summit_id) == summit if isinstance(summit, int) else col(Article.summit_id).in_(summit)
    found = columns(col(Article.id), col(Article.agencies)).where(own, cast(col(Article.agencies), Text) != "[]")
    return dict(row for row in session.execute(found))


def _spans(session: Session, ids: Sequence[int]) -> Iterable[tuple[int, int, int, int]]:
    """(article, start, end, the twin) of every passage shared with another source."""
    here, twin = aliased(Article), aliased(Article)
    for mine, start, end, theirs in (
        (SharedPassage.a_id, SharedPassage.a_start, SharedPassage.a_end, SharedPassage.b_id),
        (SharedPassage.b_id, SharedPassage.b_start, SharedPassage.b_end, SharedPassage.a_id),
    ):
        rows = session.execute(
            columns(col(mine), col(start), col(end), col(theirs))
            .select_from(SharedPassage)
            .join(here, col(here.id) == mine)
            .join(twin, col(twin.id) == theirs)
            .where(col(mine).in_(ids), col(here.source_id) != col(twin.source_id))
        )
        yield from (tuple(row) for row in rows)


def _provenance(text: str, words: int, signed: Spans, unsigned: Spans, agencies: Iterable[str]) -> Provenance:
    """Each word counts once; what an agency's text has too is the agency's, whoever else has it."""
    signed, unsigned = _union(signed), _union(unsigned)
    of_agency = of_unknown = 0
    if signed or unsigned:
        for word in _WORD.finditer(text):
            if _holds(signed, word.start(), word.end()):
                of_agency += 1
            elif _holds(unsigned, word.start(), word.end()):
                of_unknown += 1
    return Provenance(max(words, of_agency + of_unknown), of_agency, of_unknown, tuple(agencies))


def _union(spans: Spans) -> Spans:
    joined: Spans = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _holds(spans: Spans, start: int, end: int) -> bool:
    """Whether a word lies in one of the spans (quotation marks around it do not matter)."""
    return any(a < end and start < b for a, b in spans)
