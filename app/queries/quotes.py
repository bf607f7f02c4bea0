"""Who said what: every quotation of a summit under the filters, each sentence once, article by article."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import Annotation, Article, Entity
from app.queries.claims import ask
from app.queries.doubts import best_statement, doubts
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.parallels import count_parallels, parallels
from app.queries.reading import Emphasis, Mark, least_sure, load_marks, pieces
from app.queries.scope import MOST_PERSONS, Scope, filter_bar, find_scope, is_certain, source_rows, topics_by_id
from app.queries.stated_marks import of_sources, stated_conditions, unshared
from app.queries.statement_cache import built
from app.queries.views.heads import Option, SourceView, TopicView
from app.queries.views.quotes import QuotesPage, SaidIn, SaidView, VoiceView
from app.queries.voices import STANCES, load_voices, stance_of, with_stance, with_verb
from app.sums import StatedMark, StatedTopic

KINDS = ("direct", "partial", "indirect", "label")
VIEWS = ("all", "same", "voices")
HOWS = ("identical", "wording", "reported")
PAGE = 40  # sentences
_PROPOSED: Any = col(StatedMark.proposed)  # as its index has it
_OWN = ("sources", "persons", "kind", "topic", "verb", "certain")  # filters beside summit and dates
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
    """The filters of this page, each as conditions on StatedMark, so that the options of one can leave it out."""

    articles: list[ColumnElement[bool]]  # summit and dates
    sources: list[ColumnElement[bool]]
    persons: list[ColumnElement[bool]]  # as speakers: a quotation has one, so several are always OR
    kind: list[ColumnElement[bool]]
    topic: list[ColumnElement[bool]]
    verb: list[ColumnElement[bool]]
    certain: list[ColumnElement[bool]]
    dated: bool

    def narrows(self, *left_out: str) -> bool:
        """Whether any filter does, the named ones and that of the summit aside."""
        names = set(_OWN) - set(left_out)
        return (self.dated and "articles" not in left_out) or any(getattr(self, name) for name in names)

    def without(self, *left_out: str) -> list[ColumnElement[bool]]:
        """All conditions but those of the named filters."""
        names = [name for name in ("articles", *_OWN) if name not in left_out]
        return [condition for name in names for condition in getattr(self, name)]


def quotes_page(session: Session, slug: str, filters: Filters, asked: Asked | None = None) -> QuotesPage | None:
    """One view of the quotations, in a fixed number of statements; None for an unknown summit."""
    asked = (asked or Asked()).understood()
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    topics = topics_by_id(session, scope.summit_id)
    topic_id = next((id_ for id_, view in topics.items() if view.slug == asked.topic), None)
    narrowed = narrow_quotations(scope, asked, topic_id)
    sources = source_rows(session, replace(scope, filters=replace(filters, persons=(), sources=())))
    wanted = _statements(scope, asked, topic_id)
    persons = [(slug, name, number) for slug, name, number in session.execute(wanted.persons)]
    by_source: dict[int, int] = dict(session.execute(wanted.sources).all())
    by_kind: dict[str, int] = dict(session.execute(wanted.kinds).all())
    by_topic: dict[int, int] = dict(session.execute(wanted.topics).all())
    options = [
        Option(v.slug, v.name, by_source.get(id_, 0), v.slug in filters.sources, v.hue) for id_, v in sources.items()
    ]
    chosen = narrowed.without() if narrowed.narrows() else []
    hows = count_parallels(session, scope.summit_id, chosen)
    total = session.execute(wanted.total).scalar_one()
    proposed = session.execute(wanted.proposed).scalar_one()
    page = QuotesPage(
        summit=scope.summit,
        bar=filter_bar(scope, persons, options, "quotations"),
        view=asked.view,
        sources=tuple(sources.values()),
        total=total,
        proposed=proposed,
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
    return _filled(session, scope, page, wanted, narrowed, sources, asked.offset)


def _filled(
    session: Session,
    scope: Scope,
    page: QuotesPage,
    wanted: "_Statements",
    narrowed: Narrowed,
    sources: dict[int, SourceView],
    offset: int,
) -> QuotesPage:
    """The page with what its view shows."""
    if page.view == "voices":
        return replace(page, voices=load_voices(session, narrowed.without(), sources))
    if page.view == "same":
        asked = ask(session, scope, sources)
        where = narrowed.without() if narrowed.narrows() else []
        found = parallels(session, asked, where, page.how, offset, GROUPS)
        open_, number = doubts(session, asked, wanted.doubtful) if not offset else ((), 0)
        total = sum(number for name, number in page.hows if page.how in {None, name})
        more = offset + GROUPS if offset + GROUPS < total else None
        return replace(page, parallels=found, shown=total, next_offset=more, doubts=open_, doubtful=number)
    sentences, articles = _sentences(session, wanted, narrowed, sources)
    more = offset + PAGE if offset + PAGE < sentences else None
    return replace(page, sentences=sentences, articles=articles, next_offset=more)


def _in_order(topics: dict[int, TopicView], numbers: dict[int, int]) -> tuple[tuple[TopicView, int], ...]:
    return tuple((view, numbers[id_]) for id_, view in topics.items() if id_ in numbers)


def narrow_quotations(scope: Scope, asked: Asked, topic_id: int | None) -> Narrowed:
    """The filters of the page as conditions."""
    verb = [with_verb(asked.verb)] if asked.verb else []
    about = columns(col(StatedTopic.annotation_id)).where(
        col(StatedTopic.summit_id) == scope.summit_id, col(StatedTopic.topic_id) == topic_id
    )
    return Narrowed(
        articles=stated_conditions(scope, "quotation"),
        sources=of_sources(scope),
        persons=[col(StatedMark.entity_id).in_(scope.person_ids)] if scope.filters.persons else [],
        kind=[col(StatedMark.label) == asked.kind] if asked.kind else [],
        topic=[col(StatedMark.annotation_id).in_(about)] if topic_id is not None else [],
        verb=verb + ([with_stance(asked.stance)] if asked.stance else []),
        certain=[~_PROPOSED] if scope.filters.certain else [],
        dated=scope.dates,
    )


def _counted(where: list[ColumnElement[bool]], *by: Any) -> Any:
    """Numbers of quotations, grouped."""
    statement = columns(*by, func.count()).select_from(StatedMark).where(*where)
    return statement.group_by(*by) if by else statement


@dataclass(frozen=True, slots=True)
class _Statements:
    """What the page counts in every view: what each choice of each filter would show."""

    persons: Any
    sources: Any
    kinds: Any
    topics: Any
    total: Any
    proposed: Any
    sentences: Any
    places: Any
    doubtful: Any


@built
def _statements(scope: Scope, asked: Asked, topic_id: int | None) -> _Statements:
    narrowed = narrow_quotations(scope, asked, topic_id)
    number = func.count().label("number")
    said = columns(col(StatedMark.entity_id), number).where(*narrowed.without("persons"))
    speakers = said.group_by(col(StatedMark.entity_id)).subquery()
    about = columns(col(StatedTopic.topic_id), func.count()).group_by(col(StatedTopic.topic_id))
    if narrowed.narrows("topic"):
        mark = col(StatedMark.annotation_id) == col(StatedTopic.annotation_id)
        about = about.join(StatedMark, mark).where(*narrowed.without("topic"))
    else:
        about = about.where(col(StatedTopic.summit_id) == scope.summit_id)
    where = narrowed.without()
    place = col(StatedMark.article_id), col(StatedMark.at)
    places = columns(*place).where(*where)
    # A sentence is counted by its first quotation, unless that may be one that the filters leave out.
    each = places.distinct() if narrowed.narrows("articles", "sources") else places.where(col(StatedMark.leads))
    return _Statements(
        persons=columns(col(Entity.slug), col(Entity.name), speakers.c.number)
        .join(speakers, speakers.c.entity_id == col(Entity.id))
        .where(col(Entity.kind) == "person")
        .order_by(speakers.c.number.desc(), col(Entity.name))
        .limit(MOST_PERSONS),
        sources=_counted(narrowed.without("sources"), col(StatedMark.source_id)),
        kinds=_counted(narrowed.without("kind"), col(StatedMark.label)),
        topics=about,
        total=_counted(where),
        proposed=_counted([*narrowed.without("certain"), _PROPOSED]),
        sentences=columns(func.count()).select_from(each.subquery()),
        places=each.order_by(*place).offset(asked.offset).limit(PAGE),
        doubtful=best_statement(scope.summit_id, "quotation", [*where, unshared()]),
    )


def _sentences(
    session: Session, wanted: _Statements, narrowed: Narrowed, sources: dict[int, SourceView]
) -> tuple[int, tuple[SaidIn, ...]]:
    """How many sentences hold quotations, and one page of them, in the order of the articles."""
    number = session.execute(wanted.sentences).scalar_one()
    chosen = session.execute(wanted.places).all()
    starts: dict[int, list[int]] = defaultdict(list)
    for article_id, start in chosen:
        starts[article_id].append(start)
    views = article_views(session, list(starts), sources)
    read = columns(col(Article.id), col(Article.text)).where(col(Article.id).in_(starts))
    texts = {row.id: row.text for row in session.execute(read)}
    ids = session.scalars(
        columns(col(StatedMark.annotation_id)).where(*narrowed.without(), col(StatedMark.article_id).in_(starts))
    )
    quoted = load_marks(session, ["quotation"], col(Annotation.id).in_(ids.all()))
    sure = [is_certain()] if narrowed.certain else []
    around = load_marks(session, ["sentence", "mention"], col(Annotation.article_id).in_(starts), *sure)
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
                proposed=any(mark.proposed for mark in own),
                probability=least_sure(own),
                kinds=tuple(kind for kind in KINDS if any(mark.label == kind for mark in own)),
                verb=verb,
                stance=stance_of(verb),
            )
        )
    return tuple(found)
