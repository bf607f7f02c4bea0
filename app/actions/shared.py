"""Which text an article shares with others of its summit: found once when it comes, gone when either article goes."""

from collections import Counter, OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from typing import Any

from sqlalchemy import ColumnElement, delete, exists, insert, update
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from app.actions.records import lines_that_hold
from app.actions.stated_marks import count_shared, share_names, sharing_with
from app.actions.tallies import touch
from app.arrays import FirstRows
from app.arrays import array as array_of
from app.compare.boilerplate import Pair, line_within, standing_lines
from app.compare.shared import Shared, Words, fingerprints, runs_of, shared_passages, split_words, word_numbers
from app.correct.decisions import NotShared, read
from app.correct.history import REDO, UNDO
from app.models import Article, Correction, SharedPassage
from app.terms import Fingerprint

HOLDERS = 60  # articles looked at for one fingerprint, the oldest: a line that very many hold costs no more than that
CANDIDATES = 40  # at most so many articles are aligned with a new one, those with the most common fingerprints

KEPT = 24_000  # texts whose words are kept as numbers: some 50 MB

_HOLDING = FirstRows("fingerprint", "hash", ("summit_id",), ("article_id",))


@dataclass(frozen=True, slots=True)
class Aligned:
    """What two articles share; ``a`` is the older one, so that both orders of arrival give the same rows."""

    a: Article
    b: Article
    found: tuple[Shared, ...]
    lines: tuple[str | None, ...]  # of each passage: the line it is


def share_text(session: Session, article_id: int) -> None:
    """Find and store the passages an article shares with its candidates; safe to repeat. Never compares with all.

    The cost is bounded by the article's length, whatever the summit holds: HOLDERS look-ups for each fingerprint,
    CANDIDATES alignments.
    """
    article = session.get(Article, article_id)
    if article is None:
        return
    words = split_words(article.text)
    hashes = sorted(fingerprints(words))
    session.exec(delete(Fingerprint).where(col(Fingerprint.article_id) == article_id))
    pair = (col(SharedPassage.a_id) == article_id) | (col(SharedPassage.b_id) == article_id)
    twins = sharing_with(session, article_id)
    session.exec(delete(SharedPassage).where(pair))
    if twins:
        count_shared(session, twins)
    touch(session, [article_id])
    if not hashes:
        return
    candidates = _candidates(session, article.summit_id, hashes)
    rows = [{"summit_id": article.summit_id, "article_id": article_id, "hash": value} for value in hashes]
    session.connection().execute(insert(Fingerprint), rows)
    near = _near(session, article, words, candidates)
    others = _articles(session, near)
    aligned = [one for other in others if (one := _align(article, words, other)).found]
    standing = standing_lines([Pair(one.lines) for one in aligned])
    if standing:
        rest = _articles(session, [id_ for id_ in candidates if id_ not in near])
        _forget(session, [*others, *rest], standing)
    found = [row for one in aligned for row in _rows(one, standing)]
    if found:
        session.execute(insert(SharedPassage), found)
        mark_inside(session, pair)


def _candidates(session: Session, summit_id: int, hashes: list[int]) -> list[int]:
    """Ids of the articles with the most fingerprints in common, by look-ups in the index alone."""
    holders = _HOLDING(session, hashes, HOLDERS, summit_id=summit_id)
    common = Counter(chain.from_iterable(holders.values()))
    return sorted(common, key=lambda article_id: (-common[article_id], article_id))[:CANDIDATES]


def _articles(session: Session, ids: Collection[int]) -> Sequence[Article]:
    return session.scalars(_AMONG, {"articles": ids}).all() if ids else ()


def _near(session: Session, article: Article, words: Words, candidates: Collection[int]) -> list[int]:
    """Those of the candidates that have a run of words in common which a shared passage cannot be without."""
    own = set(runs_of(_kept.put(article.sha256, words)))
    shas: dict[int, str] = dict(session.execute(_SHAS, {"articles": candidates}).all())
    new = [id_ for id_, sha256 in shas.items() if sha256 not in _kept]
    for other in _articles(session, new):
        _kept.put(other.sha256, split_words(other.text))
    return [id_ for id_, sha256 in shas.items() if not own.isdisjoint(runs_of(_kept[sha256]))]


class _Kept:
    """The words of texts as numbers, by sha256: those of the last ``most`` texts, some 2 kB each."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.texts: OrderedDict[str, Sequence[int]] = OrderedDict()

    def __contains__(self, sha256: str) -> bool:
        return sha256 in self.texts

    def __getitem__(self, sha256: str) -> Sequence[int]:
        self.texts.move_to_end(sha256)
        return self.texts[sha256]

    def put(self, sha256: str, words: Words) -> Sequence[int]:
        """Keep a text; what has not been asked for longest goes, but never what one article is compared with."""
        numbers = self.texts[sha256] = word_numbers(words)
        self.texts.move_to_end(sha256)
        while len(self.texts) > self.most:
            self.texts.popitem(last=False)
        return numbers


_kept = _Kept(KEPT)
_AMONG = select(Article).where(col(Article.id).in_(array_of("articles"))).order_by(col(Article.id))
_SHAS = (
    columns(col(Article.id), col(Article.sha256))
    .where(col(Article.id).in_(array_of("articles")))
    .order_by(col(Article.id))
)


def _align(article: Article, words: Words, other: Article) -> Aligned:
    theirs = split_words(other.text)
    if (other.id or 0) < (article.id or 0):
        a, b, of_a, of_b = other, article, theirs, words
    else:
        a, b, of_a, of_b = article, other, words, theirs
    found = shared_passages(of_a, of_b)
    lines = [
        _line(a.text, of_a, one.a_start, one.a_end) and _line(b.text, of_b, one.b_start, one.b_end) for one in found
    ]
    return Aligned(a, b, tuple(found), tuple(lines))


def _line(text: str, words: Words, start: int, end: int) -> str | None:
    """The folded words of the sentences or line that a passage is, None where it is no line."""
    first, after = words.between(start, end)
    line = line_within(text, words.spans[first:after])
    return " ".join(words.folded[first + line[0] : first + line[1]]) if line else None


def _rows(one: Aligned, standing: set[str]) -> list[dict[str, Any]]:
    assert one.a.id is not None
    assert one.b.id is not None
    ends = {
        "summit_id": one.a.summit_id,
        "a_id": one.a.id,
        "b_id": one.b.id,
        "a_source": one.a.source_id,
        "b_source": one.b.source_id,
        "speech": [],
    }
    kept = zip(one.found, one.lines, strict=True)
    return [{**ends, **asdict(passage)} for passage, line in kept if line not in standing]


def _forget(session: Session, others: Sequence[Article], standing: set[str]) -> None:
    """A line proves to be a standing one with its nth article only: what those before were said to share goes."""
    split = {other.id: (other.text, split_words(other.text)) for other in others}
    among = col(SharedPassage.a_id).in_(list(split)) & col(SharedPassage.b_id).in_(list(split))
    stored = session.exec(select(SharedPassage).where(among)).all()
    gone = {
        row.id: (row.a_id, row.b_id) for row in stored if _line(*split[row.a_id], row.a_start, row.a_end) in standing
    }
    bereft = any(row.inside and (row.a_id, row.b_id) in gone.values() for row in stored if row.id not in gone)
    if gone:
        touch(session, {id_ for pair in gone.values() for id_ in pair})
        session.exec(delete(SharedPassage).where(col(SharedPassage.id).in_(gone)))
    if bereft:  # of the longer passage it lay in, perhaps
        mark_inside(session, among)
    if gone:
        share_names(session, {id_ for ids in gone.values() for id_ in ids})


def mark_inside(session: Session, where: ColumnElement[bool]) -> None:
    """Tell anew which of the passages lie inside a longer one: whenever some of the same articles came or went."""
    longer = aliased(SharedPassage)
    inside = exists().where(
        col(longer.a_id) == col(SharedPassage.a_id),
        col(longer.b_id) == col(SharedPassage.b_id),
        col(longer.id) != col(SharedPassage.id),
        col(longer.a_start) <= col(SharedPassage.a_start),
        col(longer.a_end) >= col(SharedPassage.a_end),
        col(longer.b_start) <= col(SharedPassage.b_start),
        col(longer.b_end) >= col(SharedPassage.b_end),
    )
    told = update(SharedPassage).where(where).values(inside=inside)
    session.execute(told, execution_options={"synchronize_session": False})


# --- what people said is none: taken out again whenever articles are compared


def drop_unshared(session: Session, article_id: int) -> None:
    """Delete the shared passages of an article that a decision about either text is about (most of both spans)."""
    article = session.get(Article, article_id)
    if article is None:
        return
    said = _said_apart(session, article.summit_id)
    if not said:
        return
    pair = (col(SharedPassage.a_id) == article_id) | (col(SharedPassage.b_id) == article_id)
    rows = session.exec(select(SharedPassage).where(pair)).all()
    ids = {id_ for row in rows for id_ in (row.a_id, row.b_id)}
    texts = dict(session.exec(select(Article.id, Article.sha256).where(col(Article.id).in_(ids))).all())
    gone = [row.id for row in rows if any(_is_about(row, decision, here, texts) for here, decision in said)]
    if gone:
        touch(session, [article_id])
        session.exec(delete(SharedPassage).where(col(SharedPassage.id).in_(gone)))
        mark_inside(session, pair)
        count_shared(session, ids)


def _said_apart(session: Session, summit_id: int) -> list[tuple[str, NotShared]]:
    """The decisions that hold, each with the sha256 of the text that its offsets are of."""
    kinds = (NotShared.KIND, UNDO, REDO)
    rows = session.exec(
        select(Correction).where(Correction.summit_id == summit_id, col(Correction.kind).in_(kinds))
    ).all()
    by_id = {row.id: row for row in rows}
    said = []
    for id_ in lines_that_hold(rows):
        row = by_id[id_]
        if row.kind == NotShared.KIND and row.sha256:
            decision = read(row.kind, row.payload)
            assert isinstance(decision, NotShared)
            said.append((row.sha256, decision))
    return said


def _is_about(row: SharedPassage, decision: NotShared, here: str, texts: dict[int | None, str]) -> bool:
    """``here``: the sha256 of the text in which it was decided; ``texts``: those of articles."""
    a, b = (row.a_start, row.a_end), (row.b_start, row.b_end)
    own, other = (decision.start, decision.end), (decision.other_start, decision.other_end)
    first, second = texts[row.a_id], texts[row.b_id]
    if (first, second) == (here, decision.other):
        return _is_most_of(a, own) and _is_most_of(b, other)
    return (second, first) == (here, decision.other) and _is_most_of(b, own) and _is_most_of(a, other)


def _is_most_of(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Have two spans more than half of the longer one in common?"""
    return 2 * (min(a[1], b[1]) - max(a[0], b[0])) > max(a[1] - a[0], b[1] - b[0])
