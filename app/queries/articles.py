"""Articles in lists and the reading view."""

import re
from collections import defaultdict
from dataclasses import replace
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.models import (
    HEADLINE_LAYERS,
    Annotation,
    Article,
    Run,
    Source,
    Summit,
    Topic,
)
from app.nlp.layers import shown
from app.queries.article_counts import (
    article_numbers,
    article_persons,
    kept_conditions,
    person_conditions,
    source_choices,
)
from app.queries.filters import Filters
from app.queries.heads import article_columns, article_view
from app.queries.placing import event_topics
from app.queries.provenance import provenances
from app.queries.reading import (
    Emphasis,
    Mark,
    load_marks,
    pieces,
    sentence_blocks,
    speech_of,
    text_and_headline,
)
from app.queries.scope import (
    Scope,
    filter_bar,
    find_scope,
    source_rows,
    topic_colours,
    topics_by_id,
)
from app.queries.shared import shared_with
from app.queries.tallies import topic_numbers
from app.queries.views.articles import (
    ArticlePage,
    ArticlesPage,
    EntityCount,
    GenreSign,
    HeadlineView,
    Progress,
    WarningView,
)
from app.queries.views.heads import SourceView, TopicView
from app.queries.views.text import Block, Piece
from app.search import article_search, matching_spans
from app.tallies import ArticleTally, ArticleTopic

PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
PAGE = 50
NONE = Filters()


def articles_page(
    session: Session,
    slug: str,
    filters: Filters,
    locale: str = "de",
    offset: int = 0,
    limit: int = PAGE,
    topic: str | None = None,
) -> ArticlesPage | None:
    """Articles under the filters; a person's are those that name the person or give the person's words."""
    filters = filters.with_proposed()
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    sources = source_rows(session, replace(scope, filters=NONE))
    found = article_search(session).ids(filters.query) if filters.query else None
    extras = _extras(scope, topic, found)
    where = [*kept_conditions(scope), *person_conditions(scope), *extras]
    counts = article_numbers(session, scope, *extras)
    total = sum(counts.get(id_, 0) for id_ in (scope.source_ids if filters.sources else counts))
    rows = articles_chosen(session, where, offset, limit)
    persons = article_persons(session, scope, *extras)
    return ArticlesPage(
        summit=scope.summit,
        bar=filter_bar(scope, persons, source_choices(scope, sources, counts), "articles"),
        articles=tuple(article_view(row, sources[row.source_id]) for row in rows),
        total=total,
        next_offset=offset + limit if offset + limit < total else None,
    )


def listed(session: Session, scope: Scope, topic: str | None = None) -> list[Any]:
    """Conditions on ArticleTally: what the list shows under the filters of the scope."""
    query = scope.filters.query
    found = article_search(session).ids(query) if query else None
    return [*kept_conditions(scope), *person_conditions(scope), *_extras(scope, topic, found)]


def _extras(scope: Scope, topic: str | None, found: Any) -> list[Any]:
    """Conditions on ArticleTally of the topic and the search field (a query of ids)."""
    own = col(ArticleTally.article_id)
    extras: list[Any] = []
    if topic is not None:
        about = columns(col(ArticleTopic.article_id)).join(Topic, col(Topic.id) == col(ArticleTopic.topic_id))
        about = about.where(col(Topic.summit_id) == scope.summit_id, col(ArticleTopic.passages) > 0)
        extras.append(own.in_(about.where(col(Topic.slug) == topic.replace("\0", "?"))))
    if found is not None:
        extras.append(own.in_(found))
    return extras


def articles_chosen(session: Session, where: list[Any], offset: int, limit: int, *more: Any) -> Any:
    """Rows of ``article_columns`` and ``more``, chosen by what is kept of the articles: no others are read."""
    ids = columns(col(ArticleTally.article_id)).where(*where).order_by(col(ArticleTally.article_id))
    chosen = ids.offset(offset).limit(limit).subquery()
    return session.execute(
        article_columns()
        .add_columns(*more)
        .join(chosen, chosen.c.article_id == col(Article.id))
        .order_by(col(Article.id))
    ).all()


def article_page(
    session: Session,
    article_id: int,
    locale: str = "de",
    topic: str | None = None,
    person: str | None = None,
    filters: Filters = NONE,
) -> ArticlePage | None:
    """One article with all its marks; ``topic``, ``person`` (slugs) and what the filters ask for are emphasised."""
    found = session.execute(
        columns(Article, Summit.slug)  # type: ignore[call-overload]
        .join(Summit, col(Summit.id) == Article.summit_id)
        .where(Article.id == article_id, col(Summit.removed_at).is_(None))
    ).one_or_none()
    if found is None:
        return None
    article, slug = found
    scope = find_scope(session, slug, Filters(persons=((person,) if person else ()) + filters.persons))
    assert scope is not None
    source = source_rows(session, replace(scope, filters=Filters()))[article.source_id]
    topics = topics_by_id(session, scope.summit_id)
    layers = ["sentence", "mention", "quotation", "topic", "warning", *shown(), *HEADLINE_LAYERS]
    found_marks = load_marks(session, layers, col(Annotation.article_id) == article_id).get(article_id, [])
    marks, above = text_and_headline(_wanted(found_marks, filters))
    colours = _colours(session, scope, topics)
    asked = next((id_ for id_, view in topics.items() if view.slug == topic), None)
    spans = [tuple(e[:2]) for m in marks if m.layer == "topic" and m.topic_id == asked for e in m.attrs["evidence"]]
    shared = shared_with(session, scope, article_id)
    emphasis = Emphasis(
        persons=frozenset(scope.person_ids),
        evidence=tuple((a, b) for a, b in spans),
        hits=tuple(matching_spans(article.text, filters.query)) if filters.query else (),
        shared=tuple((one.start, one.end, one.twin.source.hue) for one in shared),
    )
    blocks = sentence_blocks(article.text, marks, 0, len(article.text) + 1, emphasis)
    previous_id, next_id = _neighbours(session, article)
    pipeline = session.exec(select(Run.pipeline).where(Run.article_id == article_id)).one_or_none()
    return ArticlePage(
        summit=scope.summit,
        article=article_view(article, source),
        blocks=tuple(_with_topics(blocks, marks, topics, colours)),
        topics=_topic_counts(marks, topics, colours),
        headline=_headline(article.title, above, emphasis, filters.query, topics) if article.title else None,
        entities=_entity_counts(marks, above),
        warnings=tuple(
            WarningView(m.label, article.text[m.start : m.end][:160], m.start) for m in marks if m.layer == "warning"
        ),
        notes=tuple(article.notes),
        **_numbers(found_marks),
        previous_id=previous_id,
        next_id=next_id,
        pipeline=pipeline,
        shared=tuple(shared),
        provenance=provenances(session, [article_id])[article_id],
        genre_signs=tuple(
            GenreSign(one["surface"], one["start"] if one["part"] == "text" else None) for one in article.genre_evidence
        ),
        lacking=tuple(article.belonging_evidence),
    )


def _wanted(marks: list[Mark], filters: Filters) -> list[Mark]:
    """Without what is only proposed, where that is hidden."""
    return [mark for mark in marks if not mark.proposed] if filters.certain else marks


def _numbers(marks: list[Mark]) -> dict[str, int]:
    """How many of all marks are only proposed, of how many quotations; whether they are shown or hidden."""
    said = [mark for mark in marks if mark.layer == "quotation"]
    proposed = sum(mark.proposed for mark in marks)
    doubted = sum(mark.proposed for mark in said)
    return {"quotations": len(said), "proposed_quotations": doubted, "proposed": proposed}


def _colours(session: Session, scope: Scope, topics: dict[int, TopicView]) -> dict[str, int]:
    """Colours of topics as the overview has them. One statement."""
    kept = topic_numbers(session, scope.summit_id)
    events = event_topics(topics, kept, scope.numbers)
    return topic_colours({id_: view for id_, view in topics.items() if id_ not in events}, kept)


def _headline(
    title: str, marks: list[Mark], emphasis: Emphasis, query: str, topics: dict[int, TopicView]
) -> HeadlineView:
    """The headline under its marks, with whose words it gives and its topics."""
    hits = tuple(matching_spans(title, query)) if query else ()
    said = dict.fromkeys(speech_of(mark) for mark in marks if mark.layer == "quotation" and mark.label != "label")
    return HeadlineView(
        pieces=pieces(title, 0, len(title), marks, Emphasis(persons=emphasis.persons, hits=hits)),
        said=tuple(said),
        topics=tuple(topics[m.topic_id] for m in marks if m.layer == "topic" and m.topic_id in topics),
        doubted=tuple(m.label for m in marks if m.layer == "topic" and m.proposed),
    )


def _neighbours(session: Session, article: Article) -> tuple[int | None, int | None]:
    """Ids of the articles before and after, in the order in which they came."""
    same = col(Article.summit_id) == article.summit_id
    before = columns(func.max(col(Article.id))).where(same, col(Article.id) < article.id).scalar_subquery()
    after = columns(func.min(col(Article.id))).where(same, col(Article.id) > article.id).scalar_subquery()
    row = session.execute(columns(before, after)).one()
    return row[0], row[1]


def _with_topics(
    blocks: list[Block], marks: list[Mark], topics: dict[int, TopicView], colours: dict[str, int]
) -> list[Block]:
    by_start: dict[int, list[TopicView]] = defaultdict(list)
    doubted: dict[int, list[str]] = defaultdict(list)
    for mark in marks:
        if mark.layer == "topic" and mark.topic_id in topics:
            by_start[mark.start].append(topics[mark.topic_id])
            if mark.proposed:
                doubted[mark.start].append(topics[mark.topic_id].slug)
    result = []
    for block in blocks:
        views = tuple(by_start.get(block.start, ()))
        colour = next((colours[view.slug] for view in views if view.slug in colours), None)
        result.append(replace(block, topics=views, colour=colour, doubted=tuple(doubted.get(block.start, ()))))
    return result


def _topic_counts(
    marks: list[Mark], topics: dict[int, TopicView], colours: dict[str, int]
) -> tuple[tuple[TopicView, int, int | None, int], ...]:
    counts: dict[int, int] = defaultdict(int)
    proposed: dict[int, int] = defaultdict(int)
    for mark in marks:
        if mark.layer == "topic" and mark.topic_id in topics:
            counts[mark.topic_id] += 1
            proposed[mark.topic_id] += mark.proposed
    ranked = sorted(counts.items(), key=lambda item: (topics[item[0]].group != "issue", -item[1]))
    return tuple((topics[id_], number, colours.get(topics[id_].slug), proposed[id_]) for id_, number in ranked)


def _entity_counts(marks: list[Mark], above: list[Mark]) -> tuple[EntityCount, ...]:
    """Those of the text, the most frequent first, and behind them those that only the headline names."""
    named: dict[tuple[str, str, str], list[Mark]] = defaultdict(list)
    headline: dict[tuple[str, str, str], int] = defaultdict(int)
    for mark in marks:
        if mark.layer == "mention" and mark.slug and mark.name:
            named[mark.label, mark.slug, mark.name].append(mark)
    for mark in above:
        if mark.layer == "mention" and mark.slug and mark.name:
            headline[mark.label, mark.slug, mark.name] += 1
    everywhere: dict[tuple[str, str, str], list[Mark]] = named | {one: [] for one in headline if one not in named}
    ranked = sorted(everywhere.items(), key=lambda item: (-len(item[1]), item[0][2]))
    return tuple(
        EntityCount(
            slug,
            name,
            kind,
            len(own),
            tuple(mark.start for mark in own),
            sum(mark.proposed for mark in own),
            headline.get((kind, slug, name), 0),
        )
        for (kind, slug, name), own in ranked
    )


def summit_of(session: Session, article_id: int) -> str | None:
    """The slug of the summit that an article is in; None where it is not there."""
    return session.execute(
        columns(col(Summit.slug))
        .join(Article, col(Article.summit_id) == col(Summit.id))
        .where(col(Article.id) == article_id, col(Summit.removed_at).is_(None))
    ).scalar_one_or_none()


def progress(session: Session, article_id: int) -> Progress | None:
    """How far an article's analysis is. Two statements."""
    row = session.execute(
        article_columns()
        .add_columns(
            col(Summit.slug).label("summit"), col(Source.slug), col(Source.name), col(Source.hue), col(Article.awaited)
        )
        .join(Summit, col(Summit.id) == col(Article.summit_id))
        .join(Source, col(Source.id) == col(Article.source_id))
        .where(col(Article.id) == article_id, col(Summit.removed_at).is_(None))
    ).one_or_none()
    if row is None:
        return None
    first = col(Article.awaited).is_(True)
    earlier = (col(Article.id) < article_id) & (first if row.awaited else ~first)
    ahead = session.execute(
        columns(func.count())
        .select_from(Article)
        .where(col(Article.status).in_(["queued", "analysing"]), earlier if row.awaited else first | earlier)
    ).scalar_one()
    view = article_view(row, SourceView(row.slug, row.name, row.hue))
    return Progress(article=view, summit_slug=row.summit, ahead=ahead)


def plain_blocks(session: Session, article_id: int) -> tuple[Block, ...]:
    """The text of an article that has no marks yet: one block a line, with its offset. One statement; empty for an
    article that is not there."""
    text = session.exec(select(Article.text).where(Article.id == article_id)).one_or_none() or ""
    return tuple(
        Block(kind="text", pieces=(Piece(line.group().strip()),), start=line.start(), paragraph=True)
        for line in PARAGRAPH.finditer(text)
    )
