"""How the sources name a person: names and roles in their own voice, and apart from them what they quote of others."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.compare.naming import called, families
from app.models import Annotation, Article, Entity
from app.queries.lines import LINES, Spot, sentence_lines
from app.queries.scope import Scope, article_conditions, is_certain
from app.queries.views.heads import SourceView
from app.queries.views.lines import Lines
from app.queries.views.people import NameLines, NameRow, NameTable

COLUMNS = 8  # sources side by side; with more of them only those that name the person most
VOICES = ("own", "quoted", "reported")
NEAR = 100  # characters between a person and the word in marks that somebody calls that person

Said = tuple[str | None, str | None, int]  # name, slug of a person, mentions


@dataclass(frozen=True, slots=True)
class NamesAsked:
    """Which number of the table is open: the form's key, its voice, a source; and whether all sources are wanted."""

    form: str = ""
    voice: str = "own"
    outlet: str = ""
    offset: int = 0
    every: bool = False


def name_table(
    session: Session, scope: Scope, person_id: int, name: str, sources: dict[int, SourceView], asked: NamesAsked
) -> NameTable:
    """The table of one person; ``sources`` are those that name her or him. Three statements, and up to five for the
    sentences of an open number."""
    where = [
        *article_conditions(scope),
        col(Annotation.entity_id) == person_id,
        col(Annotation.layer) == "mention",
        *([is_certain()] if scope.filters.certain else []),
    ]
    rows = _forms(session, where)
    surfaces: Counter[str] = Counter()
    for row in rows:
        surfaces[row.surface] += row.number
    shown = families(surfaces, name)
    speakers = _speakers(session, where, shown)
    by_source: dict[tuple[str, str, str], Counter[int]] = defaultdict(Counter)
    proposed: Counter[tuple[str, str, str]] = Counter()
    for row in rows:
        place = (shown[row.surface][0], row.via, row.voice)
        by_source[place][row.source] += row.number
        proposed[place] += row.proposed
    epithets = [] if scope.filters.certain else _epithets(session, where, person_id)  # each is only proposed
    for one in epithets:
        by_source[one.place][one.source] += 1
        proposed[one.place] += 1
        shown[one.word] = (one.place[0], one.word)
        speakers[one.place] = [*speakers.get(one.place, []), (one.speaker, one.slug, 1)]
    columns_ = _columns(by_source, sources, asked.every)
    labels = dict(shown.values())
    table = [
        NameRow(
            *(key, labels[key], via, voice),
            total=found.total(),
            proposed=proposed[key, via, voice],
            counts=tuple(found.get(id_, 0) for id_ in columns_),
            speakers=_summed(speakers.get((key, via, voice), [])),
        )
        for (key, via, voice), found in by_source.items()
    ]
    table.sort(key=lambda row: (-row.total, row.label))
    return NameTable(
        sources=tuple(sources[id_] for id_ in columns_),
        hidden=len(sources) - len(columns_),
        names=tuple(row for row in table if row.via == "name" and row.voice == "own"),
        roles=tuple(row for row in table if row.via == "role" and row.voice == "own"),
        others=tuple(sorted((row for row in table if row.voice != "own"), key=lambda row: row.via == "name")),
        proposed=sum(row.proposed for row in rows),
        opened=_opened(session, where, table, shown, sources, asked, epithets),
    )


def _summed(speakers: list[Said]) -> tuple[Said, ...]:
    """Each speaker once, the most frequent first."""
    counts: Counter[tuple[str | None, str | None]] = Counter()
    for name, slug, number in speakers:
        counts[name, slug] += number
    return tuple((name, slug, number) for (name, slug), number in counts.most_common())


def _voice(mark: Any = Annotation) -> ColumnElement[str]:
    """Marks of an older version, without a voice, count as the outlet's own."""
    return func.coalesce(col(mark.voice), "own")


def _forms(session: Session, where: list[ColumnElement[bool]]) -> list[Any]:
    """(source, surface, via, voice, number, proposed) counted in the database, without reading any text."""
    surface = func.coalesce(col(Annotation.surface), "")
    by = [
        col(Article.source_id).label("source"),
        surface.label("surface"),
        func.coalesce(col(Annotation.via), "name").label("via"),
        _voice().label("voice"),
    ]
    return list(
        session.execute(
            columns(
                *by,
                func.count().label("number"),
                func.count().filter(col(Annotation.status) == "proposed").label("proposed"),
            )
            .select_from(Article)
            .join(Annotation, col(Annotation.article_id) == col(Article.id))
            .where(*where)
            .group_by(*(one.element for one in by))
        )
    )


def _speakers(
    session: Session, where: list[ColumnElement[bool]], shown: dict[str, tuple[str, str]]
) -> dict[tuple[str, str, str], list[Said]]:
    """Whose word a quoted or reported name is, by (key, via, voice): the speakers of the quotations that hold it."""
    said = aliased(Annotation)
    holds = and_(
        col(said.article_id) == col(Annotation.article_id),
        col(said.layer) == "quotation",
        col(said.start) <= col(Annotation.start),
        col(said.end) >= col(Annotation.end),
    )
    rows = session.execute(
        columns(
            col(Annotation.surface),
            func.coalesce(col(Annotation.via), "name"),
            col(Annotation.voice),
            col(Entity.name),
            col(Entity.kind),
            col(Entity.slug),
            func.count(col(Annotation.id).distinct()),
        )
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .join(said, holds)
        .outerjoin(Entity, col(Entity.id) == col(said.entity_id))
        .where(*where, col(Annotation.voice).in_(["quoted", "reported"]))
        .where((col(said.label) == "indirect") == (col(Annotation.voice) == "reported"))
        .group_by(
            col(Annotation.surface), col(Annotation.via), col(Annotation.voice), col(Entity.id), col(Entity.name),
            col(Entity.kind), col(Entity.slug),
        )
    )  # fmt: skip
    counts: dict[tuple[str, str, str], Counter[tuple[str | None, str | None]]] = defaultdict(Counter)
    for surface, via, voice, name, kind, slug, number in rows:
        if surface in shown:
            who = (name, slug if kind == "person" else None)
            counts[shown[surface][0], via, voice][who] += number
    return {
        place: [(name, slug, number) for (name, slug), number in found.most_common()] for place, found in counts.items()
    }


@dataclass(frozen=True, slots=True)
class Epithet:
    """A word in marks that somebody else calls the person ("Killer"). ``place`` is its key, kind and voice."""

    source: int
    article: int
    start: int
    end: int
    word: str
    speaker: str
    slug: str | None

    @property
    def place(self) -> tuple[str, str, str]:
        return f"“{self.word.casefold()}", "role", "quoted"


def _epithets(session: Session, where: list[ColumnElement[bool]], person_id: int) -> list[Epithet]:
    """What others call the person, as far as the sentence tells outright: a proposal each. One statement."""
    said = aliased(Annotation)
    close = and_(
        col(said.article_id) == col(Annotation.article_id),
        col(said.layer) == "quotation",
        col(said.start) >= col(Annotation.end),
        col(said.start) < col(Annotation.end) + NEAR,
    )
    length = col(said.start) - col(Annotation.end)
    rows = session.execute(
        columns(
            col(Article.source_id),
            col(Article.id),
            col(said.start),
            col(said.end),
            func.substr(col(Article.text), col(Annotation.end) + 1, length),
            func.substr(col(Article.text), col(said.start) + 1, col(said.end) - col(said.start)),
            col(Entity.name),
            col(Entity.slug),
            col(Entity.kind),
        )
        .select_from(Article)
        .join(Annotation, col(Annotation.article_id) == col(Article.id))
        .join(said, close)
        .join(Entity, col(Entity.id) == col(said.entity_id))
        .where(*where, col(said.label).in_(["label", "partial"]), col(said.entity_id) != person_id)
        .order_by(col(Article.id), col(said.start))
    )
    return [
        Epithet(source, article, start, end, word, name, slug if kind == "person" else None)
        for source, article, start, end, between, marked, name, slug, kind in rows
        if (word := called(between, marked))
    ]


def _columns(
    by_source: dict[tuple[str, str, str], Counter[int]], sources: dict[int, SourceView], every: bool
) -> list[int]:
    """Ids of the sources shown side by side, in the order in which they came."""
    mentions: Counter[int] = Counter()
    for found in by_source.values():
        mentions.update(found)
    if every or len(sources) <= COLUMNS:
        return [id_ for id_ in sources if mentions[id_]]
    most = {id_ for id_, _ in mentions.most_common(COLUMNS)}
    return [id_ for id_ in sources if id_ in most]


def _opened(
    session: Session,
    where: list[ColumnElement[bool]],
    table: list[NameRow],
    shown: dict[str, tuple[str, str]],
    sources: dict[int, SourceView],
    asked: NamesAsked,
    epithets: list[Epithet],
) -> NameLines | None:
    """The sentences of one name in one source, or in all."""
    rows = [row for row in table if row.key == asked.form and row.voice == asked.voice]
    if not rows:
        return None
    chosen = next((id_ for id_, view in sources.items() if view.slug == asked.outlet), None)
    here = [
        *where,
        col(Annotation.surface).in_([surface for surface, (key, _) in shown.items() if key == asked.form]),
        func.coalesce(col(Annotation.via), "name") == rows[0].via,
        _voice() == asked.voice,
        *([col(Article.source_id) == chosen] if chosen is not None else []),
    ]
    spots: list[Spot] = [
        (one.article, one.start, one.end)
        for one in epithets
        if one.place[0] == asked.form and chosen in (None, one.source)
    ]
    total = len(spots)
    spots = spots[asked.offset : asked.offset + LINES]
    if not total:
        places = (
            columns(col(Annotation.article_id), col(Annotation.start), col(Annotation.end))
            .select_from(Article)
            .join(Annotation, col(Annotation.article_id) == col(Article.id))
            .where(*here)
            .order_by(col(Article.id), col(Annotation.start))
        )
        total = session.execute(columns(func.count()).select_from(places.subquery())).scalar_one()
        spots = [(row[0], row[1], row[2]) for row in session.execute(places.offset(asked.offset).limit(LINES))]
    after = asked.offset + LINES if asked.offset + LINES < total else None
    lines = sentence_lines(session, spots, sources)
    return NameLines(rows[0], sources.get(chosen) if chosen is not None else None, Lines(lines, total, after))
