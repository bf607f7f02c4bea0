"""The list of summits, and the overview of one: who writes about what, in which order, and who alone."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Integer, and_, bindparam, case, exists, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.compare.coverage import Reach
from app.models import Annotation, Article, Entity, Passage, Run, Source, Summit
from app.queries.article_counts import article_numbers, article_persons, source_choices
from app.queries.claims import ask, found_once, topic_claims, topic_states, with_terms
from app.queries.figures import unlike_figures
from app.queries.filters import Filters
from app.queries.heads import article_columns, article_view
from app.queries.passages import Place, passage_views, place_columns
from app.queries.placing import event_topics, nested, summit_reach
from app.queries.reading import Mark, load_marks
from app.queries.scope import (
    Scope,
    article_conditions,
    dated,
    filter_bar,
    find_scope,
    is_certain,
    is_surely_about,
    passage_conditions,
    source_rows,
    topic_colours,
    topics_by_id,
)
from app.queries.shared import shared_under
from app.queries.strands import strands_by_topic
from app.queries.tallies import speakers, topic_numbers
from app.queries.terms import topic_terms
from app.queries.topicless import topicless_shares
from app.queries.views.claims import Claims
from app.queries.views.heads import SourceView, SummitView, TopicView
from app.queries.views.overview import (
    Barcode,
    Cell,
    Left,
    MatrixRow,
    OnlyHere,
    OverviewPage,
    SpeakerShare,
    Tick,
)
from app.queries.views.shared import Strands
from app.queries.views.summits import SummitsPage
from app.queries.views.topics import RowPreview
from app.tallies import TopicTally

BARCODES = 24  # sources; each brings some 5 kB of page
ONLY_HERE = 6
SPEAKERS = 6
SHARED = 4
SMALL = 4  # sentences of a cell up to which it is looked whether all of them are only proposed
STRIP = 1000
EVERYWHERE = [(0, 1 << 31)]  # all of a text


@dataclass(frozen=True, slots=True)
class Matrix:
    """Sentences by (topic id, source id), with the views behind the ids."""

    topics: dict[int, TopicView]
    sources: dict[int, SourceView]
    sentences: dict[tuple[int, int], int]
    doubted: frozenset[tuple[int, int]] = frozenset()  # those of which no sentence is certain to be of the topic
    kept: Sequence[Any] = ()  # ``topic_numbers`` of the summit, whatever the filters
    claims: dict[int, Claims] = field(default_factory=dict)  # by topic id, of all sources under the dates
    strands: dict[int, Strands] = field(default_factory=dict)  # by topic id
    events: dict[int, Reach] = field(default_factory=dict)  # by the ids of the topics that are the event itself


def removed_summits(session: Session) -> list[str]:
    """Addresses of summits that are out of sight and can be brought back."""
    return list(session.scalars(columns(col(Summit.slug)).where(col(Summit.removed_at).is_not(None))))


def summits_page(session: Session) -> SummitsPage:
    """Every summit, latest first. One statement."""
    rows = session.execute(
        columns(
            col(Summit.slug),
            col(Summit.name),
            col(Summit.place),
            col(Summit.starts_on),
            col(Summit.ends_on),
            col(Summit.invented),
            func.count(col(Article.id)).label("articles"),
            func.count(col(Article.source_id).distinct()).label("sources"),
        )
        .outerjoin(Article, col(Article.summit_id) == col(Summit.id))
        .where(col(Summit.removed_at).is_(None))
        .group_by(col(Summit.id))  # the key: all else follows from it
        .order_by(col(Summit.starts_on).desc().nulls_last(), col(Summit.id))
    )
    return SummitsPage(tuple(SummitView(**row) for row in rows.mappings()))


def load_matrix(session: Session, scope: Scope) -> Matrix:
    """The coverage matrix under the filters. Two statements, up to four under filters."""
    unfiltered = replace(scope, filters=replace(scope.filters, persons=()))
    kept = topic_numbers(session, scope.summit_id)
    sources = source_rows(session, unfiltered)
    if scope.filters.narrows_marks:
        counted = (
            columns(col(Passage.topic_id), col(Passage.source_id), func.sum(col(Passage.sentences)), _SURELY)
            .where(*passage_conditions(scope))
            .group_by(col(Passage.topic_id), col(Passage.source_id))
        )
        cells = session.execute(counted).all()
        sentences = {(topic, source): int(number) for topic, source, number, _ in cells}
        doubted = frozenset((topic, source) for topic, source, _, sure in cells if not sure)
    else:
        sentences = {
            (row.topic_id, row.source_id): row.sentences for row in kept if row.passages and row.source_id in sources
        }
        doubted = _doubted(session, scope.summit_id)
    return Matrix(topics_by_id(session, scope.summit_id), sources, sentences, doubted, kept)


_SURELY = func.max(case((is_surely_about(), 1), else_=0))  # of several passages: whether any is


def _doubted(session: Session, summit_id: int) -> frozenset[tuple[int, int]]:
    """(topic, source) of small cells in which nothing is certain; where a source has more, some of it will be. One
    statement, of a few passages a cell, however many articles there are."""
    cell = col(TopicTally.topic_id), col(TopicTally.source_id)
    inside = (col(Passage.topic_id) == cell[0], col(Passage.source_id) == cell[1])
    small = (
        columns(*cell)
        .join(Passage, and_(col(Passage.summit_id) == col(TopicTally.summit_id), *inside))
        .where(col(TopicTally.summit_id) == summit_id, col(TopicTally.sentences) <= SMALL)
        .group_by(*cell)
        .having(_SURELY == 0)
    )
    return frozenset((topic, source) for topic, source in session.execute(small))


def matrix_rows(matrix: Matrix, sort: str, locale: str, count: str = "sources") -> list[MatrixRow]:
    """Rows of the topics that occur, sorted by coverage, by how much the sources differ, or by name.

    Coverage counts sources, or their independent strands.
    """
    shares = {
        (topic, source): number / max(1, matrix.sources[source].sentences)
        for (topic, source), number in matrix.sentences.items()
        if source in matrix.sources
    }
    longest = max(shares.values(), default=1.0)
    present = {topic for topic, _ in shares}
    rows = [_matrix_row(matrix, id_, view, shares, longest) for id_, view in matrix.topics.items() if id_ in present]
    if sort == "name":
        return sorted(rows, key=lambda row: row.topic.label(locale).casefold())
    if sort == "difference":
        return sorted(rows, key=lambda row: -_difference(row))
    if count == "strands":
        return sorted(rows, key=lambda row: (-row.strands.count, -row.covering, -row.sentences))
    return sorted(rows, key=lambda row: (-row.covering, -row.sentences))


def _matrix_row(
    matrix: Matrix, topic: int, view: TopicView, shares: dict[tuple[int, int], float], longest: float
) -> MatrixRow:
    claims = matrix.claims[topic]
    said = {claim.source.slug: claim for claim in claims.of}
    cells = tuple(
        Cell(
            source=source,
            sentences=matrix.sentences.get((topic, id_), 0),
            share=shares.get((topic, id_), 0.0),
            bar=round(100 * shares.get((topic, id_), 0.0) / longest),
            claim=said[source.slug],
            proposed=(topic, id_) in matrix.doubted,
        )
        for id_, source in matrix.sources.items()
    )
    covering = [cell.source for cell in cells if cell.sentences]
    return MatrixRow(
        topic=view,
        cells=cells,
        covering=len(covering),
        sentences=sum(cell.sentences for cell in cells),
        claims=claims,
        strands=matrix.strands.get(topic, Strands(len(covering), ())),
        reach=matrix.events.get(topic),
    )


def _strands(session: Session, scope: Scope, matrix: Matrix) -> dict[int, Strands]:
    covering: dict[int, list[int]] = defaultdict(list)
    for topic, source in matrix.sentences:
        if source in matrix.sources:
            covering[topic].append(source)
    return strands_by_topic(session, scope, covering, matrix.sources, matrix.kept)


def _difference(row: MatrixRow) -> float:
    """How far the sources' shares lie apart: the standard deviation."""
    shares = [cell.share for cell in row.cells]
    mean = sum(shares) / max(1, len(shares))
    return float((sum((share - mean) ** 2 for share in shares) / max(1, len(shares))) ** 0.5)


def overview_page(
    session: Session, slug: str, filters: Filters, sort: str = "coverage", locale: str = "de", count: str = "sources"
) -> OverviewPage | None:
    """Screen 1, in a fixed number of statements; None for a summit that is not there."""
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    matrix = _told(session, scope)
    rows = matrix_rows(matrix, sort, locale, count)
    groups = _groups(rows)
    everywhere = source_rows(session, replace(scope, filters=Filters())) if filters.narrows_coverage else matrix.sources
    numbers = article_numbers(session, scope)
    colours = topic_colours(matrix.topics, [row for row in matrix.kept if row.topic_id not in matrix.events])
    used = {row.topic.slug for row in rows}
    shared, number, beyond_shared = shared_under(session, scope, everywhere, SHARED)
    return OverviewPage(
        summit=scope.summit,
        bar=filter_bar(scope, article_persons(session, scope), source_choices(scope, everywhere, numbers), "articles"),
        left=_left(scope, matrix, numbers, len(rows)),
        sources=tuple(matrix.sources.values()),
        **groups,
        whole=summit_reach(scope.numbers),
        hidden=tuple(view for view in matrix.topics.values() if view.hidden),
        topicless=topicless_shares(session, scope, matrix.sources),
        absent=_absent(scope, matrix, used),
        barcodes=_barcodes(session, scope, matrix, colours),
        legend=tuple((v, colours[v.slug]) for v in matrix.topics.values() if v.slug in colours and v.slug in used),
        uncoloured=sum(
            row.topic.group == "issue" and row.topic.slug not in colours and row.reach is None for row in rows
        ),
        more_barcodes=max(0, len(matrix.sources) - BARCODES),
        only_here=_only_here(session, scope, matrix, rows),
        speakers=_speakers(session, scope),
        shared=shared,
        more_shared=number - len(shared),
        beyond_shared=beyond_shared,
        figures=unlike_figures(session, scope, everywhere),
    )


def _absent(scope: Scope, matrix: Matrix, used: Collection[str]) -> tuple[TopicView, ...]:
    """Topics of which no article has enough. What is hidden for being proposed is no reason to say so."""
    found = {row.topic_id for row in matrix.kept if row.passages} if scope.filters.certain else set()
    return tuple(
        view for id_, view in matrix.topics.items() if view.slug not in used and id_ not in found and not view.hidden
    )


def _told(session: Session, scope: Scope) -> Matrix:
    """The matrix with what is to be said of its cells, and without the topics that people do not want to see."""
    matrix = load_matrix(session, scope)
    sentences = {at: number for at, number in matrix.sentences.items() if not matrix.topics[at[0]].hidden}
    matrix = replace(matrix, sentences=sentences, events=event_topics(matrix.topics, matrix.kept, scope.numbers))
    present = {topic for topic, _ in sentences}
    claims = topic_states(session, ask(session, scope, matrix.sources), present, matrix.topics, matrix.kept)
    return replace(matrix, claims=claims, strands=_strands(session, scope, matrix))


def _groups(rows: Sequence[MatrixRow]) -> dict[str, tuple[MatrixRow, ...]]:
    """Rows by the group that they stand in, every part right under its topic."""
    groups: dict[str, list[MatrixRow]] = {"pinned": [], "issues": [], "events": [], "frames": []}
    free = [row for row in rows if not row.topic.pinned and row.reach is None]
    groups["events"] = [row for row in rows if row.reach is not None]
    top = ""
    pinned = [row for row in rows if row.topic.pinned]
    for topic, row, is_part in nested([(row.topic, row) for row in (*pinned, *free)]):
        if not is_part:
            top = "pinned" if topic.pinned else {"issue": "issues"}.get(topic.group, "frames")
        groups[top].append(replace(row, nested=is_part))
    return {name: tuple(own) for name, own in groups.items()}


def _left(scope: Scope, matrix: Matrix, numbers: Mapping[int, int], topics: int) -> Left:
    """``numbers`` of articles by source, under persons those that name them."""
    if not scope.filters.persons:
        left = [one.articles for one in matrix.sources.values()]
    else:
        left = [number for id_, number in numbers.items() if number and id_ in matrix.sources]
    return Left(sum(left), len(left), topics)


_one = aliased(Article)
_LATEST = (
    columns(col(_one.id))
    .where(col(_one.summit_id) == bindparam("summit", type_=Integer), col(_one.source_id) == col(Source.id))
    .where(exists().where(col(Run.article_id) == col(_one.id)))
    .order_by(col(_one.published_from).desc().nulls_last(), col(_one.id).desc())
    .limit(1)
)


def _barcodes(session: Session, scope: Scope, matrix: Matrix, colours: dict[str, int]) -> tuple[Barcode, ...]:
    """One article of each of the first sources: the only one, or the latest; of one day, or without any, the last that
    came."""
    latest = _LATEST
    if scope.dates:
        latest = latest.where(*dated(scope.filters, _one))
    first = list(matrix.sources)[:BARCODES]
    chosen = columns(latest.scalar_subquery()).where(col(Source.id).in_(bindparam("sources", expanding=True)))
    ids = [
        id_
        for id_ in session.execute(chosen, {"summit": scope.summit_id, "sources": first}).scalars()
        if id_ is not None
    ]
    rows = session.execute(article_columns().where(col(Article.id).in_(ids)).order_by(col(Article.id))).all()
    sure = [is_certain()] if scope.filters.certain else []
    marks = load_marks(session, ["sentence", "topic"], col(Annotation.article_id).in_(ids), *sure)
    kept = _kept_spans(session, scope, ids) if scope.filters.persons else dict.fromkeys(ids, EVERYWHERE)
    shown = {id_: view for id_, view in matrix.topics.items() if not view.hidden and id_ not in matrix.events}
    codes = []
    for row in rows:
        own = marks.get(row.id, [])
        article = article_view(row, matrix.sources[row.source_id])
        leading = next((shown[m.topic_id] for m in own if m.topic_id in shown), None)
        codes.append(Barcode(article, tuple(_ticks(own, shown, colours, kept.get(row.id))), leading))
    order = {view.slug: number for number, view in enumerate(matrix.sources.values())}
    return tuple(sorted(codes, key=lambda code: order[code.article.source.slug]))


def _kept_spans(session: Session, scope: Scope, ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Under a person filter: the passages that stay bright, by article."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    rows = session.execute(
        columns(col(Passage.article_id), col(Passage.start), col(Passage.end)).where(
            *passage_conditions(scope), col(Passage.article_id).in_(ids)
        )
    )
    for article_id, start, end in rows:
        spans[article_id].append((start, end))
    return spans


def _ticks(
    marks: Sequence[Mark],
    topics: dict[int, TopicView],
    colours: dict[str, int],
    kept: Sequence[tuple[int, int]] | None,
) -> Iterable[Tick]:
    """The strip of one article: sentences by length, coloured by the issue topic with the highest score."""
    leading: dict[int, tuple[float, TopicView]] = {}
    for mark in marks:
        view = topics.get(mark.topic_id or 0)
        if mark.layer == "topic" and view and view.group == "issue":
            score = 0.0 if mark.attrs.get("carried") else 1.0
            if mark.start not in leading or score > leading[mark.start][0]:
                leading[mark.start] = score, view
    sentences = [mark for mark in marks if mark.layer == "sentence"]
    total = max(1, sum(mark.end - mark.start for mark in sentences))
    done = 0
    for number, mark in enumerate(sentences, 1):
        topic = leading[mark.start][1] if mark.start in leading else None
        left, done = done, done + mark.end - mark.start
        x = round(left * STRIP / total)
        yield Tick(
            x=x,
            width=max(1, round(done * STRIP / total) - x),
            number=number,
            start=mark.start,
            topic=topic,
            colour=colours.get(topic.slug) if topic else None,
            dimmed=not any(a <= mark.start < b for a, b in kept or ()),
        )


def _only_here(session: Session, scope: Scope, matrix: Matrix, rows: Sequence[MatrixRow]) -> tuple[OnlyHere, ...]:
    """Topics found in one source and offered in no other, each with the first sentence that says so."""
    lone = [row for row in rows if row.topic.group == "issue" and found_once(row.claims)][:ONLY_HERE]
    if not lone or len(matrix.sources) < 2:
        return ()
    ids = {view.slug: id_ for id_, view in matrix.topics.items()}
    first = func.row_number().over(
        partition_by=col(Passage.topic_id), order_by=[col(Passage.article_id), col(Passage.start)]
    )
    ranked = (
        columns(
            *(col(Passage.topic_id), col(Passage.article_id), col(Passage.start)),
            first.label("rank"),
            is_surely_about().label("sure"),
        )
        .where(*passage_conditions(scope), col(Passage.topic_id).in_([ids[row.topic.slug] for row in lone]))
        .subquery()
    )
    text = func.substr(col(Article.text), col(Annotation.start) + 1, col(Annotation.end) - col(Annotation.start))
    found = session.execute(
        columns(ranked.c.topic_id, ranked.c.article_id, ranked.c.start, ranked.c.sure, text.label("sentence"))
        .join(Article, col(Article.id) == ranked.c.article_id)
        .join(
            Annotation,
            (col(Annotation.article_id) == ranked.c.article_id)
            & (col(Annotation.start) == ranked.c.start)
            & (col(Annotation.layer) == "sentence"),
        )
        .where(ranked.c.rank == 1)
    )
    by_slug = {matrix.topics[row.topic_id].slug: row for row in found}
    terms = topic_terms(session, scope.summit_id, {ids[row.topic.slug]: row.topic.slug for row in lone})
    return tuple(
        OnlyHere(
            topic=row.topic,
            source=row.claims.state("found")[0].source,
            sentence=hit.sentence,
            article_id=hit.article_id,
            start=hit.start,
            proposed=not hit.sure,
            claims=with_terms(row.claims, terms.get(ids[row.topic.slug], ())),
        )
        for row in lone
        if (hit := by_slug.get(row.topic.slug))
    )


def _speakers(session: Session, scope: Scope) -> tuple[SpeakerShare, ...]:
    """Persons by the words the articles give of them; labels ("Killer") are nobody's speech."""
    if not scope.filters.active:
        return _shares(speakers(session, scope.summit_id, SPEAKERS))
    words = func.sum(col(Annotation.words))
    where: list[Any] = [
        *article_conditions(scope),
        col(Annotation.layer) == "quotation",
        col(Annotation.label).in_(["direct", "partial", "indirect"]),
        col(Entity.kind) == "person",
    ]
    if scope.filters.persons:
        where.append(col(Entity.id).in_(scope.person_ids))
    if scope.filters.certain:
        where.append(is_certain())
    rows = session.execute(
        columns(
            col(Entity.slug),
            col(Entity.name),
            func.count().label("quotations"),
            words.label("words"),
            func.count().filter(col(Annotation.status) == "proposed").label("proposed"),
        )
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .join(Entity, col(Entity.id) == col(Annotation.entity_id))
        .where(*where)
        .group_by(col(Entity.id), col(Entity.slug), col(Entity.name))
        .order_by(words.desc(), col(Entity.name))
        .limit(SPEAKERS)
    ).all()
    return _shares(rows)


def _shares(rows: Sequence[Any]) -> tuple[SpeakerShare, ...]:
    longest = max((row.words for row in rows), default=1) or 1
    return tuple(
        SpeakerShare(row.slug, row.name, row.quotations, int(row.words), round(100 * row.words / longest), row.proposed)
        for row in rows
    )


def row_preview(
    session: Session, slug: str, topic_slug: str, filters: Filters, locale: str = "de"
) -> RowPreview | None:
    """The first passage of each source in one topic, and the sources without."""
    scope = find_scope(session, slug, filters)
    if scope is None:
        return None
    sources = source_rows(session, replace(scope, filters=replace(filters, persons=())))
    topics = topics_by_id(session, scope.summit_id)
    topic_id = next((id_ for id_, view in topics.items() if view.slug == topic_slug), None)
    if topic_id is None:
        return None
    rank = func.row_number().over(
        partition_by=col(Passage.source_id), order_by=[col(Passage.article_id), col(Passage.start)]
    )
    chosen = (
        place_columns().add_columns(rank.label("rank")).where(*passage_conditions(scope), Passage.topic_id == topic_id)
    ).subquery()
    places = [Place(*row[:-1]) for row in session.execute(columns(chosen).where(chosen.c.rank == 1))]
    views = passage_views(session, scope, places, sources)
    by_source = {place.source_id: views[place.id] for place in places}
    everywhere = replace(scope, filters=replace(filters, persons=(), sources=()))
    under_dates = source_rows(session, everywhere) if filters.sources else sources
    terms = topic_terms(session, scope.summit_id, {topic_id: topic_slug})
    claims = topic_claims(session, ask(session, scope, under_dates), [topic_id], topics, terms)[topic_id]
    missing = {view.slug for id_, view in sources.items() if id_ not in by_source}
    return RowPreview(
        summit=scope.summit,
        topic=topics[topic_id],
        passages=tuple(by_source[id_] for id_ in sources if id_ in by_source),
        silent=Claims(tuple(one for one in claims.of if one.source.slug in missing)),
    )
