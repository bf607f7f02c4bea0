"""Words that set a source apart from all others, in the outlets' own voice, and the sentences that hold them."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.compare.words import Z, differences
from app.models import Article, ArticleWord
from app.queries.article_counts import article_bar, person_conditions
from app.queries.filters import Filters
from app.queries.lines import LINES, sentence_lines
from app.queries.scope import (
    Scope,
    article_conditions,
    find_scope,
    source_rows,
)
from app.queries.views.heads import SourceView
from app.queries.views.lines import Lines
from app.queries.views.words import SourceWords, WordLines, WordRow, WordsPage
from app.queries.word_sums import Candidate, candidates, number_compared, own_words, spellings

LEAST_OWN = 500  # own words of a source, and of all others together, below which nothing is said
LEAST_COUNT = 4  # times a word is used in the summit before it is compared
LEAST_ARTICLES = 2  # articles of the source that use it: the subject of a single one is no habit
MORE, LESS = 12, 4  # words shown of a source
PER = 10_000

Counts = dict[int, dict[str, int]]


def words_page(
    session: Session,
    slug: str,
    filters: Filters,
    word: str = "",
    outlet: str = "",
    offset: int = 0,
    *,
    is_whole: bool = False,
) -> WordsPage | None:
    """The page of a summit, in a fixed number of statements; None where there is none.

    Sources chosen narrow what is shown, never what they are compared with; days and persons narrow the articles.
    ``word`` is a stem whose sentences in the source ``outlet`` are opened. ``is_whole``: with all words of
    every source that are conspicuous, not only the first.
    """
    filters = filters.with_proposed()
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    sources = source_rows(session, replace(scope, filters=replace(filters, persons=(), sources=())))
    where = _articles(scope)
    plain = not (filters.persons or filters.narrows_articles)
    totals = own_words(session, scope.summit_id) if plain else _totals(session, where)
    found, compared = _kept(session, scope, totals) if plain else _counted(session, where, sources)
    shown = [id_ for id_, view in sources.items() if not filters.sources or view.slug in filters.sources]
    panels = [_panel(sources[id_], id_, totals, found.get(id_, ()), compared, is_whole) for id_ in shown]
    panels = _spelt(session, scope, panels)
    full = sorted((one for one in panels if not one.missing), key=lambda one: (-len(one.more), -one.own))
    return WordsPage(
        summit=scope.summit,
        bar=article_bar(session, scope, sources),
        panels=tuple(full),
        thin=tuple(one for one in panels if one.missing),
        least=LEAST_OWN,
        own=sum(totals.values()),
        reach=max([Z, *(abs(row.z) for one in full for row in (*one.more, *one.less))]),
        opened=_opened(session, where, sources, word, outlet, offset) if word else None,
    )


def _articles(scope: Scope) -> list[ColumnElement[bool]]:
    """Conditions on Article: everything but the chosen sources; of persons, articles that name them."""
    bare = replace(scope, filters=replace(scope.filters, sources=()))
    return [*article_conditions(bare), *person_conditions(scope, Article.id)]


def _totals(session: Session, where: list[ColumnElement[bool]]) -> dict[int, int]:
    """Own words of each source."""
    rows = session.execute(
        columns(col(Article.source_id), func.sum(col(ArticleWord.count)))
        .join(ArticleWord, col(ArticleWord.article_id) == col(Article.id))
        .where(*where)
        .group_by(col(Article.source_id))
    )
    return {source: int(number) for source, number in rows}


def _counts(session: Session, where: list[ColumnElement[bool]]) -> tuple[Counts, Counts]:
    """How often each source uses each word that is used often enough at all, and in how many articles."""
    number = func.sum(col(ArticleWord.count))
    by_source = (
        columns(
            col(ArticleWord.stem).label("stem"),
            col(Article.source_id).label("source"),
            number.label("number"),
            func.count().label("articles"),
        )
        .join(Article, col(Article.id) == col(ArticleWord.article_id))
        .where(*where)
        .group_by(col(ArticleWord.stem), col(Article.source_id))
        .cte("by_source")
    )
    often = columns(by_source.c.stem).group_by(by_source.c.stem).having(func.sum(by_source.c.number) >= LEAST_COUNT)
    counts: Counts = defaultdict(dict)
    articles: Counts = defaultdict(dict)
    for stem, source, found, holding in session.execute(columns(by_source).where(by_source.c.stem.in_(often))):
        counts[source][stem], articles[source][stem] = int(found), int(holding)
    return counts, articles


def _kept(session: Session, scope: Scope, totals: dict[int, int]) -> tuple[dict[int, list[Candidate]], int]:
    """By source the words that may be told, and how many were compared."""
    compared = number_compared(session, scope.summit_id, LEAST_COUNT)
    return candidates(session, scope.summit_id, totals, LEAST_COUNT), compared


def _counted(
    session: Session, where: list[ColumnElement[bool]], sources: dict[int, SourceView]
) -> tuple[dict[int, list[Candidate]], int]:
    """The same of some articles: all words, counted now."""
    counts, articles = _counts(session, where)
    everywhere: Counter[str] = Counter()
    for words in counts.values():
        everywhere.update(words)
    found = {
        id_: [(stem, counts[id_].get(stem, 0), articles[id_].get(stem, 0), n) for stem, n in everywhere.items()]
        for id_ in sources
    }
    return found, len(everywhere)


def _panel(
    view: SourceView, id_: int, totals: dict[int, int], found: Iterable[Candidate], compared: int, is_whole: bool
) -> SourceWords:
    """What sets one source apart; its rows still named by their stems."""
    own = totals.get(id_, 0)
    others = sum(totals.values()) - own
    missing = max(0, LEAST_OWN - own, LEAST_OWN - others)
    if missing:
        return SourceWords(view, own, missing, (), (), 0)
    words = {stem: (here, articles, every - here) for stem, here, articles, every in found}
    told = differences(
        {stem: here for stem, (here, _, _) in words.items()},
        {stem: elsewhere for stem, (_, _, elsewhere) in words.items()},
        own,
        others,
    )
    rows = [
        WordRow(
            stem,
            stem,
            difference.z,
            words[stem][0],
            words[stem][2],
            words[stem][1],
            PER * words[stem][0] / own,
            PER * words[stem][2] / others,
        )
        for stem, difference in told.items()
        if abs(difference.z) >= Z
    ]
    rows.sort(key=lambda row: (-abs(row.z), row.stem))
    more = [row for row in rows if row.z > 0 and row.here >= LEAST_COUNT and row.articles >= LEAST_ARTICLES]
    less = [row for row in rows if row.z < 0]
    return SourceWords(
        view, own, 0, tuple(more if is_whole else more[:MORE]), tuple(less if is_whole else less[:LESS]), compared
    )


def _spelt(session: Session, scope: Scope, panels: list[SourceWords]) -> list[SourceWords]:
    """The same with every word as it is mostly spelt."""
    stems = sorted({row.stem for panel in panels for row in (*panel.more, *panel.less)})
    names = spellings(session, scope.summit_id, stems)

    def spelt(rows: tuple[WordRow, ...]) -> tuple[WordRow, ...]:
        return tuple(replace(row, surface=names.get(row.stem, row.stem)) for row in rows)

    return [replace(panel, more=spelt(panel.more), less=spelt(panel.less)) for panel in panels]


def _opened(
    session: Session,
    where: list[ColumnElement[bool]],
    sources: dict[int, SourceView],
    word: str,
    outlet: str,
    offset: int,
) -> WordLines:
    """Where a word stands: by source, and the sentences of one of them (or of all)."""
    own = [*where, col(ArticleWord.stem) == word]
    joined = col(ArticleWord.article_id) == col(Article.id)
    by_source: Any = columns(col(Article.source_id), func.sum(col(ArticleWord.count))).join(ArticleWord, joined)
    counts = {id_: int(n) for id_, n in session.execute(by_source.where(*own).group_by(col(Article.source_id)))}
    chosen = next((id_ for id_, view in sources.items() if view.slug == outlet), None)
    here = [*own, col(Article.source_id) == chosen] if chosen is not None else own
    rows = session.execute(
        columns(col(Article.id), col(ArticleWord.surface), col(ArticleWord.places))
        .join(ArticleWord, joined)
        .where(*here)
        .order_by(col(Article.id))
    ).all()
    spots = [(row.id, place, None) for row in rows for place in row.places]
    total = counts.get(chosen, 0) if chosen is not None else sum(counts.values())
    page = spots[offset : offset + LINES]
    after = offset + LINES if offset + LINES < total else None
    return WordLines(
        stem=word,
        surface=rows[0].surface if rows else word,
        source=sources.get(chosen) if chosen is not None else None,
        counts=tuple((sources[id_], counts[id_]) for id_ in sources if id_ in counts),
        found=Lines(sentence_lines(session, page, sources), total, after),
    )
