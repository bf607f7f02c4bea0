"""Which words may set a source apart, by the kept sums: the few that can reach ``compare.words.Z``, of very many.

With r the ratio of the odds here and elsewhere and s² the variance of its logarithm (``compare.words.differences``),
|ln r| <= |r - 1| / sqrt(r). So what does not have (r - 1)² >= Z² s² r reaches Z in no case, and the database can tell.
Of a word that a source hardly uses, |z| <= 2 sqrt(e) / exp(1) for e times that it would be expected there: words
that are rare everywhere need not be looked at.
"""

import math
from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Float, Integer, and_, bindparam, func, text
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.compare.words import PRIORWORDS, Z, differences
from app.sums import OwnWords, WordSpelling, WordTally, WordTotal

Candidate = tuple[str, int, int, int]  # stem, times here, articles here, times everywhere
_SUMMIT = bindparam("summit", type_=Integer)
_ALL = bindparam("all", type_=Float)


def own_words(session: Session, summit_id: int) -> dict[int, int]:
    """Own words of each source. One statement."""
    rows = columns(col(OwnWords.source_id), col(OwnWords.count)).where(col(OwnWords.summit_id) == _SUMMIT)
    return dict(session.execute(rows, {"summit": summit_id}).all())


def number_compared(session: Session, summit_id: int, least: int) -> int:
    """How many words are used at least so often. One statement."""
    often = col(WordTotal.summit_id) == summit_id, col(WordTotal.count) >= least
    return int(session.execute(columns(func.count()).select_from(WordTotal).where(*often)).scalar_one())


def spellings(session: Session, summit_id: int, stems: list[str]) -> dict[str, str]:
    """The commonest spelling of each stem in the summit. One statement."""
    stem, surface, count = col(WordSpelling.stem), col(WordSpelling.surface), col(WordSpelling.count)
    own = col(WordSpelling.summit_id) == summit_id, stem.in_(stems)
    rows = session.execute(columns(stem, surface).where(*own).order_by(count, surface.desc()))
    return dict(rows.all())


def candidates(session: Session, summit_id: int, totals: Mapping[int, int], least: int) -> dict[int, list[Candidate]]:
    """By source, words that may be used strikingly more (``least`` times here at least) or less. Three statements."""
    every = sum(totals.values())
    asked = {"summit": summit_id, "all": float(every), "z": Z**2, "least": least}
    seldom = min((_rarest(own, every) for own in totals.values()), default=0)
    absent = min((_rarest_absent(own, every) for own in totals.values()), default=0)
    found: dict[int, list[Candidate]] = defaultdict(list)
    for statement, rarest in ((_more(), 0), (_less(), seldom)):
        for source, *candidate in session.execute(statement, asked | {"rarest": rarest}):
            found[source].append(tuple(candidate))
    held: dict[str, set[int]] = defaultdict(set)
    often: dict[str, int] = {}
    for stem, number, source in session.execute(_often(), {"summit": summit_id, "rarest": absent}):
        often[stem] = number
        held[stem].add(source)
    for stem, number in often.items():
        for source in totals.keys() - held[stem]:
            found[source].append((stem, 0, 0, number))
    return found


def _rarest(own: int, every: int) -> int:
    """Times everywhere below which a word cannot be used strikingly less in a source of so many words."""
    expected = Z**2 * math.exp(2) / 4 / 2  # half of it: what is left for all other words is at least half of the text
    return int(expected * (every - own) / ((own + PRIORWORDS) * (1 + PRIORWORDS / every))) if every else 0


def _rarest_absent(own: int, every: int) -> int:
    """The same for a word that the source has not at all."""
    low, high = 1, max(1, every - own)
    while low < high:
        middle = (low + high) // 2
        z = differences({}, {"": middle}, own, every - own)[""].z
        low, high = (low, middle) if z <= -Z else (middle + 1, high)
    return low


@cache
def _pairs() -> tuple[Any, Any]:
    """Words of sources with their sums, and whether they may reach Z."""
    y, total, own = col(WordTally.count), col(WordTotal.count), col(OwnWords.count)
    alpha = PRIORWORDS * total / _ALL
    here, there = y + alpha, total - y + alpha
    r = here * (_ALL - own + PRIORWORDS - there) / ((own + PRIORWORDS - here) * there)
    reaches = (r - 1) * (r - 1) >= bindparam("z", type_=Float) * (1 / here + 1 / there) * r
    pairs = (
        columns(col(WordTally.source_id), col(WordTally.stem), y, col(WordTally.articles), total)
        .select_from(WordTally)
        .join(
            WordTotal,
            and_(col(WordTotal.summit_id) == col(WordTally.summit_id), col(WordTotal.stem) == col(WordTally.stem)),
        )
        .join(
            OwnWords,
            and_(
                col(OwnWords.summit_id) == col(WordTally.summit_id),
                col(OwnWords.source_id) == col(WordTally.source_id),
            ),
        )
        .where(col(WordTally.summit_id) == _SUMMIT, reaches)
    )
    return pairs, y * _ALL - total * own


@cache
def _more() -> Any:
    pairs, over = _pairs()
    # Written out, or the index of those is not used.
    return pairs.where(
        text("word_tally.count >= 4"), col(WordTally.count) >= bindparam("least", type_=Integer), over > 0
    )


@cache
def _less() -> Any:
    pairs, over = _pairs()
    often = col(WordTotal.count) >= bindparam("rarest", type_=Integer)
    return pairs.where(often, col(WordTotal.count) >= bindparam("least", type_=Integer), over < 0)


@cache
def _often() -> Any:
    """Who uses the words that are used very often."""
    of_word = col(WordTally.summit_id) == col(WordTotal.summit_id), col(WordTally.stem) == col(WordTotal.stem)
    often = col(WordTotal.summit_id) == _SUMMIT, col(WordTotal.count) >= bindparam("rarest", type_=Integer)
    return (
        columns(col(WordTotal.stem), col(WordTotal.count), col(WordTally.source_id))
        .join(WordTally, and_(*of_word))
        .where(*often)
    )
