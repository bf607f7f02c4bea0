"""Who said what: every quotation of a summit under the filters, each sentence once, article by article."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, exists, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import Annotation, Article, Entity
from app.queries.claims import ask
from app.queries.doubts import doubts
from app.queries.figures import partnered
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.parallels import count_parallels, parallels
from app.queries.reading import Emphasis, Mark, load_marks, pieces
from app.queries.scope import Scope, article_conditions, filter_bar, find_scope, source_rows, topics_by_id
from app.queries.views.heads import Option, SourceView, TopicView
from app.queries.views.quotes import QuotesPage, SaidIn, SaidView, VoiceView
from app.queries.voices import STANCES, load_voices, stance_of, with_stance, with_verb

KINDS = ("direct", "partial", "indirect", "label")
VIEWS = ("all", "same", "voices")
HOWS = ("identical", "wording", "reported")
topic_mark = aliased(Annotation)
sentence = aliased(Annotation)
PAGE = 40  # sentences
GROUPS = 15  # utterances, each in some wordings


@dataclass(frozen=True, slots=True)
class Asked:
    """What this page alone can be asked for; what it does not know is nothing."""

    view: str = "all"
    kind: str | None = None
    topic: str | None = None
    stance: str | None = None
    verb: str | None = None
    how: str | None = None
    offset: int = 0

    def understood(self) -> "Asked":
        """Without the values that mean nothing."""
        return replace(
            self,
            view=self.view if self.view in VIEWS else "all",
            kind=self.kind if self.kind in KINDS else None,
            stance=self.stance if self.stance in STANCES else None,
            verb=self.verb.replace("\0", "")[:80] or None if self.verb else None,
            how=self.how if self.how in HOWS else None,
        )


@dataclass(frozen=True, slots=True)
class Narrowed:
    """The filters of this page, each as conditions of its own, so that the options of one can leave it out."""

    articles: list[ColumnElement[bool]]  # summit and dates
    sources: list[ColumnElement[bool]]
    persons: list[ColumnElement[bool]]  # as speakers: a quotation has one, so several are always OR
    kind: list[ColumnElement[bool]]
    topic: list[ColumnElement[bool]]
    verb: list[ColumnElement[bool]]

    def without(self, *left_out: str) -> list[ColumnElement[bool]]:
        """All conditions but those of the named filters."""
        names = [name for name in ("articles", "sources", "persons", "kind", "topic", "verb") if name not in left_out]
        return [condition for name in names for condition in getattr(self, name)]


def quotes_page(session: Session, slug: str, filters: Filters, asked: Asked | None = None) -> QuotesPage | None:
    """One view of the quotations, in a fixed number of statements; None for an unknown summit."""
    asked = (asked or Asked()).understood()
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    topics = topics_by_id(session, scope.summit_id)
    topic_id = next((id_ for id_, view in topics.items() if view.slug == asked.topic), None)
    narrowed = _narrow(scope, asked, topic_id)
    sources = source_rows(session, replace(scope, filters=replace(filters, persons=(), sources=())))
    persons, by_source, by_kind, by_topic = _options(session, scope, narrowed)
    options = [
        Option(v.slug, v.name, by_source.get(id_, 0), v.slug in filters.sources, v.hue) for id_, v in sources.items()
    ]
    hows = count_parallels(session, scope.summit_id, narrowed.without())
    total = session.execute(_counted(narrowed.without())).scalar_one()
    page = QuotesPage(
        summit=scope.summit,
        bar=filter_bar(scope, persons, options, "quotations"),
        view=asked.view,
        sources=tuple(sources.values()),
        total=total,
        parallels_total=sum(hows.values()),
        kind=asked.kind,
        kinds=tuple((name, by_kind.get(name, 0)) for name in KINDS),
        topic=topics.get(topic_id or 0),
        topics=_in_order(topics, by_topic),
        stance=asked.stance,
        verb=asked.verb,
        how=asked.how,
        hows=tuple((name, hows.get(name, 0)) for name in HOWS),
    )
    return _filled(session, scope, page, narrowed, sources, asked.offset)


def _filled(
    session: Session,
    scope: Scope,
    page: QuotesPage,
    narrowed: Narrowed,
    sources: dict[int, SourceView],
    offset: int,
) -> QuotesPage:
    """The page with what its view shows."""
    if page.view == "voices":
        return replace(page, voices=load_voices(session, narrowed.without(), sources))
    if page.view == "same":
        asked = ask(session, scope, sources)
        found = parallels(session, asked, narrowed.without(), page.how, offset, GROUPS)
        open_, number = (
            doubts(session, asked, "quotation", [*narrowed.without(), ~partnered("quotation")])
            if not offset
            else ((), 0)
        )
        total = sum(number for name, number in page.hows if page.how in {None, name})
        more = offset + GROUPS if offset + GROUPS < total else None
        return replace(page, parallels=found, shown=total, next_offset=more, doubts=open_, doubtful=number)
    sentences, articles = _sentences(session, narrowed, sources, offset)
    more = offset + PAGE if offset + PAGE < sentences else None
    return replace(page, sentences=sentences, articles=articles, next_offset=more)


def _in_order(topics: dict[int, TopicView], numbers: dict[int, int]) -> tuple[tuple[TopicView, int], ...]:
    return tuple((view, numbers[id_]) for id_, view in topics.items() if id_ in numbers)


def _narrow(scope: Scope, asked: Asked, topic_id: int | None) -> Narrowed:
    bare = replace(scope, filters=replace(scope.filters, sources=()))
    chosen = [id_ for id_, _ in scope.outlets.values()]
    said = col(Annotation.entity_id).in_(scope.person_ids)
    verb = [with_verb(asked.verb)] if asked.verb else []
    return Narrowed(
        articles=[*article_conditions(bare), col(Annotation.layer) == "quotation"],
        sources=[col(Article.source_id).in_(chosen)] if scope.filters.sources else [],
        persons=[said] if scope.filters.persons else [],
        kind=[col(Annotation.label) == asked.kind] if asked.kind else [],
        topic=[_about(col(topic_mark.topic_id) == topic_id)] if topic_id is not None else [],
        verb=verb + ([with_stance(asked.stance)] if asked.stance else []),
    )


def _about(which: ColumnElement[bool]) -> ColumnElement[bool]:
    """The quotation touches a sentence of the topic."""
    return exists().where(_touching(), which)


def _touching() -> ColumnElement[bool]:
    return (
        (col(topic_mark.article_id) == col(Annotation.article_id))
        & (col(topic_mark.layer) == "topic")
        & (col(topic_mark.start) < col(Annotation.end))
        & (col(topic_mark.end) > col(Annotation.start))
    )


def _counted(where: list[ColumnElement[bool]], *by: Any) -> Any:
    """Numbers of quotations, grouped."""
    statement = (
        columns(*by, func.count(col(Annotation.id).distinct()))
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(*where)
    )
    return statement.group_by(*by) if by else statement


def _options(
    session: Session, scope: Scope, narrowed: Narrowed
) -> tuple[list[tuple[str, str, int]], dict[int, int], dict[str, int], dict[int, int]]:
    """What each choice of each filter would show: persons, sources, kinds, topics. Four statements."""
    people = [*narrowed.without("persons"), col(Entity.kind) == "person"]
    persons = [
        (slug, name, number)
        for _, slug, name, number in session.execute(
            _counted(people, col(Entity.id), col(Entity.slug), col(Entity.name))
        )
    ]
    by_source = session.execute(_counted(narrowed.without("sources"), col(Article.source_id))).all()
    by_kind = session.execute(_counted(narrowed.without("kind"), col(Annotation.label))).all()
    by_topic = session.execute(
        columns(col(topic_mark.topic_id), func.count(col(Annotation.id).distinct()))
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .join(topic_mark, _touching())
        .where(*narrowed.without("topic"))
        .group_by(col(topic_mark.topic_id))
    ).all()
    return (
        persons,
        {row[0]: row[1] for row in by_source},
        {row[0]: row[1] for row in by_kind},
        {row[0]: row[1] for row in by_topic if row[0] is not None},
    )


def _sentences(
    session: Session, narrowed: Narrowed, sources: dict[int, SourceView], offset: int
) -> tuple[int, tuple[SaidIn, ...]]:
    """How many sentences hold quotations, and one page of them, in the order of the articles."""
    begins = (
        columns(func.max(col(sentence.start)))
        .where(
            col(sentence.article_id) == col(Annotation.article_id),
            col(sentence.layer) == "sentence",
            col(sentence.start) <= col(Annotation.start),
        )
        .scalar_subquery()
    )
    places = (
        columns(col(Annotation.article_id), func.coalesce(begins, col(Annotation.start)).label("start"))
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .where(*narrowed.without())
        .distinct()
        .subquery()
    )
    number = session.execute(columns(func.count()).select_from(places)).scalar_one()
    chosen = session.execute(columns(places).order_by(*places.c).offset(offset).limit(PAGE)).all()
    starts: dict[int, list[int]] = defaultdict(list)
    for article_id, start in chosen:
        starts[article_id].append(start)
    views = article_views(session, list(starts), sources)
    read = columns(col(Article.id), col(Article.text)).where(col(Article.id).in_(starts))
    texts = {row.id: row.text for row in session.execute(read)}
    ids = (
        columns(col(Annotation.id))
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .where(*narrowed.without(), col(Annotation.article_id).in_(starts))
    )
    quoted = load_marks(session, ["quotation"], col(Annotation.id).in_(ids))
    around = load_marks(session, ["sentence", "mention"], col(Annotation.article_id).in_(starts))
    return number, tuple(
        SaidIn(views[id_], tuple(_said(texts[id_], starts[id_], quoted.get(id_, []), around.get(id_, []))))
        for id_ in starts
    )


def _said(text: str, starts: list[int], quoted: list[Mark], around: list[Mark]) -> Iterator[SaidView]:
    """The sentences that begin at ``starts``, each with the quotations that begin in it."""
    sentences = [mark for mark in around if mark.layer == "sentence"]
    mentions = [mark for mark in around if mark.layer == "mention"]
    before: list[tuple[str | None, bool]] | None = None
    for start in starts:
        own = next((mark.end for mark in sentences if mark.start == start), start)
        marks = [mark for mark in quoted if start <= mark.start < max(own, start + 1)]
        last = max([own, *(mark.end for mark in marks)])
        end = max([last, *(mark.end for mark in sentences if mark.start < last)])
        voices = _voices(marks)
        names = [(voice.speaker, voice.proposed) for voice in voices]
        inside = [mark for mark in mentions if mark.start < end and mark.end > start]
        yield SaidView(
            start=start,
            voices=voices,
            pieces=pieces(text, start, end, [*marks, *inside], Emphasis()),
            marks=len(marks),
            same=names == before,
        )
        before = names


def _voices(marks: list[Mark]) -> tuple[VoiceView, ...]:
    """One for each speaker, in the order in which they begin."""
    by_speaker: dict[str | None, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_speaker[mark.name or mark.attrs.get("speaker")].append(mark)
    found = []
    for speaker, own in by_speaker.items():
        verb = next((mark.attrs["verb"] for mark in own if mark.attrs.get("verb")), None)
        found.append(
            VoiceView(
                speaker=speaker,
                slug=own[0].slug if own[0].entity_kind == "person" else None,
                proposed=any(mark.status == "proposed" for mark in own),
                kinds=tuple(kind for kind in KINDS if any(mark.label == kind for mark in own)),
                verb=verb,
                stance=stance_of(verb),
            )
        )
    return tuple(found)
