"""What every source can carry: of what kinds its articles are, what was searched of it, why nothing is said about it.

Articles that do not seem to belong to the event make no claims: neither is anything called absent from them, nor does
it count that they have it. What only they have is said of nobody.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.compare.claims import COMMENT, COMMENTING, LEFT_OUT, Reason, reason_against, reason_against_topics
from app.models import Article
from app.queries.scope import Scope, dated, source_rows
from app.queries.views.heads import SourceView
from app.tallies import KIND, ArticleTally


@dataclass(frozen=True, slots=True)
class Kind:
    """Articles of a source that are alike in what speaks against claims (see ``tallies.KIND``)."""

    language: str | None
    gap: bool
    early: bool
    partly: bool
    before: bool
    genre: str
    foreign: bool

    def signs(self, *, judging: bool) -> set[str]:
        """Codes of what keeps such an article from telling what is absent. ``judging``: a comment counts as such."""
        told = {
            "possible-gap": self.gap,
            "before-event": self.early or self.before,
            COMMENT: judging and self.genre in COMMENTING,
        }
        return {code for code, carries in told.items() if carries}


@dataclass(frozen=True, slots=True)
class Ground:
    """What was searched of a source, and why it cannot carry an absence: of anything, of a topic."""

    articles: int
    sentences: int
    reason: Reason | None
    topics: Reason | None
    languages: frozenset[str | None]


@dataclass(frozen=True, slots=True)
class Asked:
    """All sources of a summit under the dates, and what each can carry."""

    scope: Scope
    sources: dict[int, SourceView]
    grounds: dict[int, Ground]

    @property
    def apart(self) -> bool:
        """Are there articles that do not seem to belong to the event? The scope is without them, and so are claims."""
        return self.scope.filters.native


def ask(session: Session, scope: Scope, sources: dict[int, SourceView]) -> Asked:
    """Get ready to ask. ``sources`` are all of the summit under the dates. One statement under dates, else none; three
    where articles do not seem to belong to the event."""
    foreign = any(kind[-2] for one in scope.numbers for kind in one.kinds)
    everyone = replace(scope, filters=replace(scope.filters, sources=(), persons=(), native=foreign))
    belonging = source_rows(session, everyone) if foreign else sources
    kinds, bare, unread = _kinds(session, everyone)
    grounds = {}
    for id_, view in sources.items():
        own = belonging.get(id_, replace(view, articles=0, sentences=0))
        told = kinds.get(id_, set())
        signs = [kind.signs(judging=not scope.filters.genres) for kind in told]
        codes = set().union(*signs) if all(signs) else set()
        codes |= {LEFT_OUT} if id_ in unread or any(kind.partly for kind in told) else set()
        languages = frozenset(kind.language for kind in told)
        reason = reason_against(own.sentences, codes, languages) if id_ in belonging else "foreign"
        unsearched: Reason | None = "not-searched" if scope.summit.following else None
        topics = reason or unsearched or reason_against_topics(bare.get(id_, 0), own.sentences)
        grounds[id_] = Ground(own.articles, own.sentences, reason, topics, languages)
    return Asked(everyone, sources, grounds)


def _kinds(session: Session, scope: Scope) -> tuple[dict[int, set[Kind]], dict[int, int], set[int]]:
    """By source: which kinds of analysed articles it has, and how many sentences have no topic and are offered none.

    Last the sources with articles that have never been analysed: those wait, or could not be.
    """
    if not scope.dates:
        kept = {one.id: {Kind(*kind[:-1]) for kind in one.kinds} for one in scope.numbers}
        unread = {one.id for one in scope.numbers if one.articles > sum(kind[-1] for kind in one.kinds)}
        return kept, {one.id: one.bare for one in scope.numbers}, unread
    kind = tuple(col(getattr(ArticleTally, name)) for name in KIND)
    by = (col(ArticleTally.source_id), col(ArticleTally.known), *kind)
    days = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
    rows = columns(*by, func.sum(col(ArticleTally.bare))).where(col(ArticleTally.article_id).in_(days)).group_by(*by)
    kinds: dict[int, set[Kind]] = defaultdict(set)
    bare: Counter[int] = Counter()
    unread = set()
    for source, known, *told, number in session.execute(rows):
        bare[source] += int(number)
        if known:
            kinds[source].add(Kind(*told))
        else:
            unread.add(source)
    return kinds, bare, unread


def conditions(asked: Asked) -> list[ColumnElement[bool]]:
    """Conditions on Article: the summit, the dates, and that it belongs to the event."""
    return [col(Article.summit_id) == asked.scope.summit_id, *dated(asked.scope.filters)]


def belonging(scope: Scope, asked: Asked) -> Scope:
    """A scope without the articles that do not seem to belong to the event."""
    return replace(scope, filters=replace(scope.filters, native=asked.apart)) if asked.apart else scope


def everywhere(asked: Asked) -> list[ColumnElement[bool]]:
    """The same, whether it belongs or not."""
    return [col(Article.summit_id) == asked.scope.summit_id, *dated(replace(asked.scope.filters, native=False))]
