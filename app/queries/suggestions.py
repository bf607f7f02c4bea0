"""Topics that a summit's lexicon lacks, suggested from the sentences that bear none."""

from collections import defaultdict
from typing import Any

from sqlalchemy import func, or_
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.compare.suggestions import Sentences, Spelt, Suggestion, nouns, suggestions
from app.correct.decisions import NoTopic, Same, TopicEdit, Unreadable, read
from app.correct.history import TURNS, Record, standing
from app.correct.lexicon import SummitLexicon, edited, finders_of
from app.event_topics import kept_topics
from app.models import Annotation, Article, Correction, EntityAlias
from app.nlp.german.stems import stem
from app.queries.filters import Filters
from app.queries.lines import LINES, sentence_lines
from app.queries.scope import find_scope, source_rows
from app.queries.views.heads import SourceView
from app.queries.views.lines import Lines
from app.queries.views.suggestions import SuggestionsView, SuggestionView

MOST = 12  # suggestions shown
LOOKED_AT = 250  # articles at most, the latest


def topic_suggestions(session: Session, slug: str, opened: str = "", offset: int = 0) -> SuggestionsView | None:
    """What could be topics, in a fixed number of statements; None where there is no such summit.

    ``opened`` is the stem of the suggestion whose sentences are listed.
    """
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    articles, words, total = _articles(session, scope.summit_id)
    lexicon, dismissed = decided_topics(session, scope.summit_id)
    found = suggestions(words, articles, total, _known(lexicon), dismissed | _names(session, scope.summit_id))
    sources = source_rows(session, scope)
    open_ = next((one for one in found[:MOST] if one.lead.stem == opened), None)
    return SuggestionsView(
        found=tuple(_view(one, sources) for one in found[:MOST]),
        more=max(0, len(found) - MOST),
        bare=sum(sum(one.bare) for one in articles.values()),
        sentences=sum(len(one.bare) for one in articles.values()),
        articles=len(articles),
        of=scope.summit.articles,
        opened=open_.lead.stem if open_ else "",
        lines=_lines(session, open_, sources, offset) if open_ else None,
    )


def _latest(summit_id: int) -> Any:
    """Ids of the articles looked at. Texts in other languages have no topics."""
    german = func.coalesce(col(Article.language), "de") == "de"
    return (
        columns(col(Article.id))
        .where(col(Article.summit_id) == summit_id, col(Article.status) == "ready", german)
        .order_by(col(Article.id).desc())
        .limit(LOOKED_AT)
    )


def _articles(session: Session, summit_id: int) -> tuple[dict[int, Sentences], list[Spelt], int]:
    """The sentences of each article without headings and lines that are none, their nouns, and the number of words.

    Two statements.
    """
    latest = _latest(summit_id)
    marks: dict[int, list[Any]] = defaultdict(list)
    for mark in session.execute(
        columns(col(Annotation.article_id), col(Annotation.layer), col(Annotation.start), col(Annotation.end))
        .where(
            col(Annotation.article_id).in_(latest),
            (col(Annotation.layer) == "topic")
            | ((col(Annotation.layer) == "sentence") & (col(Annotation.label) == "sentence"))
            | ((col(Annotation.layer) == "mention") & (col(Annotation.via) == "name")),
        )
        .order_by(col(Annotation.article_id), col(Annotation.start))
    ):
        marks[mark.article_id].append(mark)
    articles: dict[int, Sentences] = {}
    words: list[Spelt] = []
    total = 0
    for row in session.execute(
        columns(col(Article.id), col(Article.source_id), col(Article.text), col(Article.words)).where(
            col(Article.id).in_(latest)
        )
    ):
        own = marks[row.id]
        bounds = [(mark.start, mark.end) for mark in own if mark.layer == "sentence"]
        topics = {mark.start for mark in own if mark.layer == "topic"}
        articles[row.id] = Sentences(
            row.source_id,
            [start for start, _ in bounds],
            [end for _, end in bounds],
            [start not in topics for start, _ in bounds],
        )
        names = [(mark.start, mark.end) for mark in own if mark.layer == "mention"]
        words += nouns(row.id, row.text, articles[row.id], names)
        total += row.words
    return articles, words, total


def _names(session: Session, summit_id: int) -> set[str]:
    """Stems of the words of all names and offices found. Two statements."""
    names = session.execute(columns(col(EntityAlias.name)).where(col(EntityAlias.summit_id) == summit_id)).scalars()
    offices = session.execute(
        columns(col(Annotation.surface))
        .where(
            col(Annotation.article_id).in_(_latest(summit_id)),
            col(Annotation.layer) == "mention",
            col(Annotation.via) == "role",
        )
        .distinct()
    ).scalars()
    return {stem(word) for name in (*names, *offices) for word in (name or "").split()}


def decided_topics(session: Session, summit_id: int) -> tuple[SummitLexicon, set[str]]:
    """The summit's lexicon, and the stems of what people do not want as a topic. Two statements."""
    whole = col(Correction.sha256).is_(None)
    rows = session.execute(
        columns(col(Correction.id), col(Correction.kind), col(Correction.payload), col(Correction.of_id), whole)
        .where(col(Correction.summit_id) == summit_id, or_(whole, col(Correction.kind).in_((Same.KIND, *TURNS))))
        .order_by(col(Correction.id))
    ).all()
    by_id = {row.id: row for row in rows if row[-1]}
    edits, dismissed = [], set[str]()
    for id_ in standing(Record(row.id, row.kind, row.of_id) for row in rows):
        if id_ not in by_id:
            continue
        try:
            said = read(by_id[id_].kind, by_id[id_].payload)
        except Unreadable:
            continue  # of a newer version of this program
        if isinstance(said, NoTopic):
            dismissed |= {stem(word) for word in said.words}
        elif isinstance(said, TopicEdit):
            edits.append(said)
    return edited(edits, kept_topics(session, summit_id)), dismissed


def _known(lexicon: SummitLexicon) -> Any:
    """Does the lexicon have a word by itself, as one that counts or as one that does not?"""
    finders = finders_of(lexicon)
    return lambda word: any(finder.hits(finder.words(word, 0, len(word))) for finder in finders)


def _view(one: Suggestion, sources: dict[int, SourceView]) -> SuggestionView:
    return SuggestionView(
        stem=one.lead.stem,
        label=one.lead.surface,
        words=tuple(term.surface for term in one.words),
        beside=tuple(term.surface for term in one.beside),
        strong=tuple(line for term in one.words for line in term.lines),
        weak=tuple(line for term in one.beside for line in term.lines),
        sentences=len(one.sentences),
        sources=tuple(view for id_, view in sources.items() if id_ in one.sources),
    )


def _lines(session: Session, one: Suggestion, sources: dict[int, SourceView], offset: int) -> Lines:
    spots = one.spots
    page = [(article, at, None) for article, at in spots[offset : offset + LINES]]
    after = offset + LINES if offset + LINES < len(spots) else None
    return Lines(sentence_lines(session, page, sources), len(spots), after)
