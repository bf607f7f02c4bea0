"""Any two sources of a summit side by side: topics, persons, places, quotations, figures and wording."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, cast, func, literal, or_, union_all
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.models import (
    NAMING_LAYERS,
    Annotation,
    Article,
    Entity,
    Offer,
    Parallel,
    ParallelMember,
    Passage,
    SharedPassage,
)
from app.queries.claims import OPEN, Asked, ask, entity_claims, topic_claims
from app.queries.doubts import LOOKED_AT, best_statement, doubts
from app.queries.filters import Filters
from app.queries.lines import LINES, sentence_lines
from app.queries.scope import (
    Scope,
    article_conditions,
    dated,
    filter_bar,
    find_scope,
    passage_conditions,
    person_counts,
    source_rows,
    topics_by_id,
)
from app.queries.shared import of_two_sources, shared_texts
from app.queries.stated_marks import stated_conditions
from app.queries.statement_cache import built
from app.queries.views.claims import Claims, ClaimView
from app.queries.views.comparison import ComparisonPage, Elsewhere, Entries, Entry, EntryLines, Marks, MarkView
from app.queries.views.heads import SourceView
from app.queries.views.lines import Lines
from app.queries.views.shared import SharedText
from app.sums import ALONE, StatedMark
from app.sums import SHARED as JOINED

KINDS = ("person", "place", "organisation")
MARKS = 8  # quotations or figures shown in each of the three columns, and shared passages
READ = 5_000  # marks read at once
PLACES = 2**31  # article id and offset in one number

Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Opened:
    """The number that is open: mentions of an entity in one of the two sources."""

    kind: str = ""
    slug: str = ""
    outlet: str = ""
    offset: int = 0


def comparison_page(
    session: Session,
    slug: str,
    filters: Filters,
    left: str = "",
    right: str = "",
    opened: Opened | None = None,
    locale: str = "de",
    *,
    most: int = MARKS,
) -> ComparisonPage | None:
    """What ``left`` and ``right`` (slugs of sources) have in common and what not; None for an unknown summit.

    Where one or both are not given or cannot be used, the sources chosen in the filters and then those with the most
    sentences are taken. Persons and days narrow everything: of topics the passages, of all else the articles.
    ``most``: of quotations and figures in each column, and of shared passages.
    """
    filters = filters.with_proposed()
    wanted = find_scope(session, slug, filters)
    if wanted is None:
        return None
    scope = replace(wanted, filters=replace(filters, sources=()))
    bare = replace(scope, filters=replace(filters, sources=(), persons=()))
    sources = source_rows(session, bare)
    known = {view.slug: id_ for id_, view in sources.items()}
    pair = _pair(sources, [known.get(left), known.get(right)], [known.get(one) for one in filters.sources])
    page = ComparisonPage(
        summit=scope.summit,
        bar=replace(filter_bar(scope, person_counts(session, scope), [], "passages"), unknown=wanted.unknown),
        sources=tuple(sources.values()),
        left=sources[pair[0]] if pair else None,
        right=sources[pair[1]] if pair else None,
        same=bool(left) and left == right,
        unknown=tuple(one for one in dict.fromkeys((left, right)) if one and one not in known),
    )
    if pair is None:
        return page
    where = _articles(scope, pair)
    shared, shared_total = _shared(session, scope, sources, pair, most)
    asked = ask(session, scope, sources)
    asked = replace(asked, sources={id_: sources[id_] for id_ in pair})
    return replace(
        page,
        entries=(_topics(session, asked, scope, pair, locale), *_entities(session, asked, where, pair)),
        marks=tuple(_marks(session, asked, scope, pair, layer, most) for layer in ("quotation", "figure")),
        searched={"left": _searched(asked, pair[1]), "right": _searched(asked, pair[0])},
        shared=shared,
        shared_total=shared_total,
        opened=_lines(session, where, sources, opened) if opened and opened.slug else None,
    )


def _pair(sources: dict[int, SourceView], asked: list[int | None], chosen: list[int | None]) -> Pair | None:
    """Two different sources: those asked for, those of the filter, those with the most sentences."""
    if len(sources) < 2:
        return None
    most = sorted(sources, key=lambda id_: (-sources[id_].sentences, id_))
    left, right = asked
    rest = [one for one in (*chosen, *most) if one is not None and one not in (left, right)]
    left = left if left is not None else rest.pop(0)
    if right is None or right == left:
        right = next(one for one in rest if one != left)
    return left, right


def _articles(scope: Scope, pair: Pair) -> list[ColumnElement[bool]]:
    where = [*article_conditions(scope), col(Article.source_id).in_(pair)]
    if scope.filters.persons:
        named = columns(col(Passage.article_id)).where(*passage_conditions(scope))
        where.append(col(Article.id).in_(named))
    return where


def _searched(asked: Asked, source: int) -> tuple[ClaimView, ClaimView]:
    """What a source's silence is worth, of topics and of the rest, whatever is asked for."""
    ground, view = asked.grounds[source], asked.sources[source]
    reasons = (ground.topics, ground.reason)
    topics, rest = (
        ClaimView(view, "withheld" if reason else "absent", reason, ground.articles, ground.sentences)
        for reason in reasons
    )
    return topics, rest


def _entries(kind: str, entries: Mapping[int, Entry], claims: Mapping[int, Claims]) -> Entries:
    """Entries by the ids of their things, parted by what was found; ``claims`` of those that one side alone has."""
    order = sorted(entries, key=lambda id_: (-(entries[id_].left + entries[id_].right), entries[id_].name))
    left: list[Entry] = []
    right: list[Entry] = []
    perhaps: list[Elsewhere] = []
    for id_ in order:
        one = entries[id_]
        if id_ not in claims:
            continue
        own, other = claims[id_].of if one.left else reversed(claims[id_].of)
        if other.state in {"absent", "withheld"}:
            (left if one.left else right).append(one)
        else:
            perhaps.append(Elsewhere(one, own.source, other))
    both = tuple(entries[id_] for id_ in order if id_ not in claims)
    return Entries(kind, tuple(left), both, tuple(right), tuple(perhaps))


def _topics(session: Session, asked: Asked, scope: Scope, pair: Pair, locale: str) -> Entries:
    """Sentences of each topic."""
    views = topics_by_id(session, scope.summit_id)
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    rows = session.execute(
        columns(col(Passage.topic_id), col(Passage.source_id), func.sum(col(Passage.sentences)))
        .where(*passage_conditions(scope), col(Passage.source_id).in_(pair))
        .group_by(col(Passage.topic_id), col(Passage.source_id))
    )
    for topic, source, number in rows:
        if not views[topic].hidden:
            counts[topic][source] = int(number)
    entries = {
        id_: Entry("topic", views[id_].slug, views[id_].label(locale), own.get(pair[0], 0), own.get(pair[1], 0))
        for id_, own in counts.items()
    }
    return _entries("topic", entries, topic_claims(session, asked, _one_sided(counts), views))


def _one_sided(counts: Mapping[int, Mapping[int, int]]) -> list[int]:
    return [id_ for id_, own in counts.items() if len(own) < 2]


def _entities(session: Session, asked: Asked, where: list[ColumnElement[bool]], pair: Pair) -> tuple[Entries, ...]:
    """Mentions of each person, place and organisation; none of a source that names one in a headline alone."""
    named = func.count().filter(col(Annotation.layer) == "mention")
    counts: dict[int, dict[int, int]] = defaultdict(dict)
    names: dict[int, tuple[str, str, str]] = {}
    rows = session.execute(
        columns(col(Entity.id), col(Entity.kind), col(Entity.slug), col(Entity.name), col(Article.source_id), named)
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .join(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(*where, col(Annotation.layer).in_(NAMING_LAYERS))
        .group_by(col(Entity.id), col(Entity.kind), col(Entity.slug), col(Entity.name), col(Article.source_id))
    )
    for id_, kind, slug, name, source, number in rows:
        counts[id_][source] = number
        names[id_] = kind, slug, name
    in_text = {id_: own for id_, own in counts.items() if any(own.values())}
    entries = {id_: Entry(*names[id_], own.get(pair[0], 0), own.get(pair[1], 0)) for id_, own in in_text.items()}
    claims = entity_claims(session, asked, {id_: names[id_][2] for id_ in _one_sided(in_text)})
    return tuple(
        _entries(kind, {id_: one for id_, one in entries.items() if one.kind == kind}, claims) for kind in KINDS
    )


def _marks(session: Session, asked: Asked, scope: Scope, pair: Pair, layer: str, most: int) -> Marks:
    """Quotations or figures: groups with members in both sources, marks for which the other offers a passage, and marks
    without a partner in the other."""
    wanted = _mark_statements(scope, pair, layer, most)
    rows = session.execute(wanted.groups)
    groups: dict[tuple[int, str], dict[int, list[int]]] = defaultdict(lambda: defaultdict(list))
    for group, label, source, mark in rows:
        groups[group, label][source].append(mark)
    both = [(label, found) for (_, label), found in groups.items() if len(found) == 2]
    shown = both[:most]
    first = [found[source][0] for _, found in shown for source in pair]
    longest, totals = [], {}
    for source, number, mark in session.execute(wanted.alone):
        if mark:
            longest.append(mark)
        else:
            totals[source] = number
    read = _read(session, [*first, *longest])
    views = {id_: view for _, id_, view in read}
    alone = set(longest)
    only = _alone([one for one in read if one[1] in alone])
    perhaps, perhaps_total = doubts(session, asked, wanted.doubtful, most)
    return Marks(
        layer,
        left=only.get(pair[0], ()),
        left_total=totals.get(pair[0], 0),
        both=tuple((label, views[found[pair[0]][0]], views[found[pair[1]][0]]) for label, found in shown),
        both_total=len(both),
        right=only.get(pair[1], ()),
        right_total=totals.get(pair[1], 0),
        perhaps=perhaps,
        perhaps_total=perhaps_total,
    )


@dataclass(frozen=True, slots=True)
class _MarkStatements:
    groups: Any
    alone: Any
    doubtful: Any


@built
def _mark_statements(scope: Scope, pair: Pair, layer: str, most: int) -> _MarkStatements:
    of_pair = [*stated_conditions(scope, layer), col(StatedMark.source_id).in_(pair)]
    here = [*of_pair, col(StatedMark.label) != "label"]
    if scope.filters.persons:
        named = columns(col(Passage.article_id)).where(*passage_conditions(scope))
        here.append(col(StatedMark.article_id).in_(named))
    member = col(ParallelMember.annotation_id) == col(StatedMark.annotation_id)
    source, mark, words = col(StatedMark.source_id), col(StatedMark.annotation_id), col(StatedMark.words)
    groups = (
        columns(col(ParallelMember.parallel_id), col(Parallel.label), source, mark)
        .join(ParallelMember, member)
        .join(Parallel, col(Parallel.id) == col(ParallelMember.parallel_id))
        .where(*here, col(StatedMark.bond) == JOINED)
        .order_by(words.desc(), mark)
    )
    elsewhere = _offered_in(scope, pair, layer)
    free = [*here, ~_grouped(of_pair, member)]
    alone = [*free, ~elsewhere]
    rank = func.row_number().over(partition_by=source, order_by=[words.desc(), mark])
    place = cast(col(StatedMark.article_id), BigInteger) * PLACES + col(StatedMark.start)  # a sentence of two speakers
    ranked = columns(source, mark.label("id"), rank.label("rank")).where(*alone).subquery()
    totals: Any = columns(source, func.count(place.distinct()), literal(0)).where(*alone).group_by(source)
    longest = columns(ranked.c.source_id, literal(0), ranked.c.id).where(ranked.c.rank <= most)
    return _MarkStatements(
        groups=groups,
        alone=union_all(totals, longest),
        doubtful=best_statement(scope.summit_id, layer, [*free, elsewhere], max(most, LOOKED_AT)),
    )


def _grouped(of_pair: list[ColumnElement[bool]], member: ColumnElement[bool]) -> ColumnElement[bool]:
    """The mark is in a group that both sources have a part in, whatever persons are chosen."""
    group = col(ParallelMember.parallel_id)
    both = (
        columns(group)
        .join(StatedMark, member)
        .where(*of_pair, col(StatedMark.bond) == JOINED)
        .group_by(group)
        .having(func.count(col(StatedMark.source_id).distinct()) == 2)
        .correlate(None)
    )
    inside = columns(col(ParallelMember.annotation_id)).where(group.in_(both)).correlate(None)
    return (col(StatedMark.bond) == JOINED) & col(StatedMark.annotation_id).in_(inside)


def _offered_in(scope: Scope, pair: Pair, layer: str) -> ColumnElement[bool]:
    """A passage of either source is offered, or was accepted, for the mark or one that it is in a group with."""
    places = [col(Offer.summit_id) == scope.summit_id, col(Offer.kind) == layer, col(Offer.source_id).in_(pair)]
    if scope.dates:
        days = columns(col(Article.id)).where(col(Article.summit_id) == scope.summit_id, *dated(scope.filters))
        places.append(col(Offer.article_id).in_(days))
    offered = columns(col(Offer.annotation_id)).where(*places, col(Offer.state).in_(OPEN)).correlate(None)
    own, mate = aliased(ParallelMember), aliased(ParallelMember)
    groups = columns(col(mate.parallel_id)).where(col(mate.annotation_id).in_(offered)).correlate(None)
    mates = columns(col(own.annotation_id)).where(col(own.parallel_id).in_(groups)).correlate(None)
    mark = col(StatedMark.annotation_id)
    return or_(mark.in_(offered), (col(StatedMark.bond) != ALONE) & mark.in_(mates))


def _alone(read: Sequence[tuple[int, int, MarkView]]) -> dict[int, tuple[MarkView, ...]]:
    """The longest marks of each source without a partner; of one sentence with two speakers both are named."""
    found: dict[int, dict[tuple[int, int], MarkView]] = defaultdict(dict)
    for source_id, _, view in read:
        spot = (view.article_id, view.start)
        other = found[source_id].get(spot)
        names = [one.speaker for one in (other, view) if one and one.speaker]
        found[source_id][spot] = replace(view, speaker=", ".join(names) or None)
    return {source_id: tuple(views.values()) for source_id, views in found.items()}


@cache
def _marks_read() -> Any:
    start, end = col(Annotation.start), col(Annotation.end)
    return (
        columns(
            col(Article.source_id),
            col(Annotation.id),
            col(Annotation.article_id),
            start,
            col(Annotation.label),
            func.substr(col(Article.text), start + 1, end - start),
            col(Entity.name),
            col(Annotation.status),
        )
        .select_from(Annotation)
        .join(Article, col(Article.id) == col(Annotation.article_id))
        .outerjoin(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(col(Annotation.id).in_(bindparam("ids", expanding=True)))
        .order_by(col(Annotation.words).desc(), col(Annotation.id))
    )


def _read(session: Session, ids: Sequence[int]) -> list[tuple[int, int, MarkView]]:
    """(source id, annotation id, view) of some marks, longest first, each with its words."""
    return [
        (source, id_, MarkView(article, at, label, " ".join(text.split()), speaker, status == "proposed"))
        for first in range(0, max(len(ids), 1), READ)
        for source, id_, article, at, label, text, speaker, status in session.execute(
            _marks_read(), {"ids": ids[first : first + READ]}
        )
    ]


def _shared(
    session: Session, scope: Scope, sources: dict[int, SourceView], pair: Pair, most: int
) -> tuple[tuple[SharedText, ...], int]:
    """Wording that the articles of one share with those of the other, the left one first; and how often they do."""
    left, right = pair
    between: ColumnElement[bool] = or_(
        and_(col(SharedPassage.a_source) == left, col(SharedPassage.b_source) == right),
        and_(col(SharedPassage.b_source) == left, col(SharedPassage.a_source) == right),
    )
    between &= col(SharedPassage.summit_id) == scope.summit_id
    if scope.dates:
        days = columns(col(Article.id)).where(*article_conditions(scope))
        between &= col(SharedPassage.a_id).in_(days) & col(SharedPassage.b_id).in_(days)
    total = session.execute(of_two_sources(between).add_columns(func.count())).scalar_one()
    first = sources[left].slug
    found = shared_texts(session, sources, between, limit=most)
    return tuple(one if one.article.source.slug == first else _turned(one) for one in found), total


def _turned(one: SharedText) -> SharedText:
    """The same seen from the other article."""
    return replace(
        one,
        article=one.twin,
        start=one.twin_start,
        end=one.twin_end,
        twin=one.article,
        twin_start=one.start,
        twin_end=one.end,
        wording=one.twin_wording,
        twin_wording=one.wording,
    )


def _lines(
    session: Session, where: list[ColumnElement[bool]], sources: dict[int, SourceView], opened: Opened
) -> EntryLines | None:
    """The sentences of one source that name an entity."""
    chosen = next((view for view in sources.values() if view.slug == opened.outlet), None)
    ids = [id_ for id_, view in sources.items() if view is chosen]
    if chosen is None:
        return None
    here = [
        *where,
        col(Article.source_id).in_(ids),
        col(Annotation.layer) == "mention",
        col(Entity.kind) == opened.kind,
        col(Entity.slug) == opened.slug,
    ]
    places = (
        columns(col(Annotation.article_id), col(Annotation.start), col(Annotation.end), col(Entity.name))
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .join(Entity, and_(col(Entity.id) == col(Annotation.entity_id)))
        .where(*here)
        .order_by(col(Article.id), col(Annotation.start))
    )
    total = session.execute(columns(func.count()).select_from(places.subquery())).scalar_one()
    rows = session.execute(places.offset(opened.offset).limit(LINES)).all()
    if not rows:
        return None
    lines = sentence_lines(session, [(row[0], row[1], row[2]) for row in rows], sources)
    after = opened.offset + LINES if opened.offset + LINES < total else None
    return EntryLines(opened.kind, opened.slug, rows[0][3], chosen, Lines(lines, total, after))
