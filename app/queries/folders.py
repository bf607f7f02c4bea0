"""Folders as their pages and JSON show them, and the press review that a folder or a topic makes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from babel.dates import format_date
from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.correct.history import TURNS, Record, standing
from app.folders import MOST_ITEMS, Folder, FolderItem, FolderRubric
from app.language import N_, say
from app.models import Article, Correction, Passage, Run, Source
from app.queries.clippings import Found, Kept, clippings
from app.queries.filters import Filters
from app.queries.scope import Scope, find_scope, passage_conditions, source_rows, topics_by_id
from app.queries.strands import strands_by_topic
from app.queries.tallies import topic_numbers
from app.queries.views.folders import Entry, FolderPage, FoldersPage, FolderView, RubricView
from app.queries.views.review import Item, Kind, Method, Review, Rubric
from app.queries.views.shared import Strands

PAGE = 100
PERSON, ANY, SOURCE = N_("Person: %(name)s"), N_("Any of these persons: %(name)s"), N_("Source: %(name)s")
SINCE, UNTIL = N_("from %(day)s on"), N_("until %(day)s")
GENRE, CERTAIN, TOPIC = N_("Genre: %(name)s"), N_("without what is only proposed"), N_("Topic: %(topic)s")

UNTOLD = N_("Genre not told")
GENRE_NAMES = {
    "report": N_("Report"),
    "analysis": N_("Analysis"),
    "comment": N_("Comment"),
    "interview": N_("Interview"),
    "live-blog": N_("Live blog"),
    "press-review": N_("Press review"),
    "fact-box": N_("Fact box"),
    "agency": N_("Agency text"),
}


def folders_page(session: Session, slug: str) -> FoldersPage | None:
    """All folders of a summit, the one last written to first; None where there is no such summit."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    rows = all_folders(session, scope.summit_id)
    return FoldersPage(
        summit=scope.summit,
        folders=tuple(folder_view(row) for row in rows if row.removed_at is None),
        removed=tuple(folder_view(row) for row in rows if row.removed_at is not None),
    )


def folder_page(
    session: Session, slug: str, folder: str, language: str, offset: int = 0, limit: int = PAGE
) -> FolderPage | None:
    """A page of a folder's items; None where summit or folder is not there. A fixed number of statements."""
    scope = find_scope(session, slug, Filters())
    rows = all_folders(session, scope.summit_id) if scope else []
    mine = next((row for row in rows if row.slug == folder and row.removed_at is None), None)
    if scope is None or mine is None:
        return None
    rubrics = _rubrics(session, mine.id)
    items = session.exec(_items(mine.id).offset(offset).limit(limit)).all()
    found = clippings(session, scope.summit_id, [_kept(item) for item in items], language)
    shown = offset + len(items)
    return FolderPage(
        summit=scope.summit,
        folder=folder_view(mine),
        rubrics=rubrics,
        entries=tuple(
            Entry(item.id or 0, offset + number, item.rubric_id or 0, one.item, one.hue, item.added_at)
            for number, (item, one) in enumerate(zip(items, found, strict=True), 1)
        ),
        total=mine.items,
        next_offset=shown if shown < mine.items else None,
        others=tuple(folder_view(row) for row in rows if row.removed_at is None and row.id != mine.id),
        sources=tuple(source_rows(session, scope).values()),
        gone=sum(one.item.gone for one in found),
        changed=sum(one.item.changed for one in found),
    )


def all_folders(session: Session, summit_id: int) -> Sequence[Any]:
    """Every folder of a summit with the number of its items, also those out of sight. One statement."""
    number = (
        columns(func.count())
        .where(col(FolderItem.folder_id) == col(Folder.id), col(FolderItem.removed_at).is_(None))
        .scalar_subquery()
    )
    asked = (
        columns(*Folder.__table__.c, number.label("items"), col(Source.slug).label("own"))  # type: ignore[attr-defined]
        .outerjoin(Source, col(Source.id) == col(Folder.own_id))
        .where(col(Folder.summit_id) == summit_id)
        .order_by(col(Folder.changed_at).desc(), col(Folder.id).desc())
    )
    return session.execute(asked).all()


def folder_view(row: Any) -> FolderView:
    return FolderView(row.slug, row.name, row.note, row.readers, row.items, row.own or "", row.added_at, row.changed_at)


def _rubrics(session: Session, folder_id: int) -> tuple[RubricView, ...]:
    """What stands before all headings, then these in order, each with the number of its items. Two statements."""
    here = col(FolderItem.folder_id) == folder_id, col(FolderItem.removed_at).is_(None)
    counts = session.execute(
        columns(col(FolderItem.rubric_id), func.count()).where(*here).group_by(col(FolderItem.rubric_id))
    )
    numbers: dict[int | None, int] = dict(counts.all())
    rows = session.exec(
        select(FolderRubric)
        .where(FolderRubric.folder_id == folder_id)
        .order_by(col(FolderRubric.position), col(FolderRubric.id))
    )
    own = tuple(RubricView(row.id or 0, row.title, numbers.get(row.id, 0)) for row in rows)
    return (RubricView(0, "", numbers.get(None, 0)), *own)


def _items(folder_id: int) -> Any:
    """The items of a folder in order: those of no heading first."""
    return (
        select(FolderItem)
        .outerjoin(FolderRubric, col(FolderRubric.id) == col(FolderItem.rubric_id))
        .where(FolderItem.folder_id == folder_id, col(FolderItem.removed_at).is_(None))
        .order_by(
            func.coalesce(col(FolderRubric.position), -1),
            func.coalesce(col(FolderRubric.id), 0),
            col(FolderItem.position),
            col(FolderItem.id),
        )
    )


def _kept(item: FolderItem) -> Kept:
    return Kept(**{one.name: getattr(item, one.name) for one in fields(Kept)})


# --- the press review


def review(session: Session, slug: str, folder: str, language: str, base: str = "") -> Review | None:
    """All of a folder; None where summit or folder is not there. A fixed number of statements.

    ``base``: what stands before addresses to make them ones that others can open.
    """
    scope = find_scope(session, slug, Filters())
    rows = all_folders(session, scope.summit_id) if scope else []
    mine = next((row for row in rows if row.slug == folder and row.removed_at is None), None)
    if scope is None or mine is None:
        return None
    rubrics = _rubrics(session, mine.id)
    items = session.exec(_items(mine.id)).all()
    found = clippings(session, scope.summit_id, [_kept(item) for item in items], language)
    by_rubric: dict[int, list[Item]] = defaultdict(list)
    for item, one in zip(items, found, strict=True):
        by_rubric[item.rubric_id or 0].append(one.item)
    return _review(
        session,
        scope,
        title=mine.name,
        rubrics=[Rubric(one.title, tuple(by_rubric[one.id])) for one in rubrics if by_rubric[one.id]],
        language=language,
        base=base,
        readers=mine.readers,
        note=mine.note,
    )


def topic_review(
    session: Session, slug: str, topic: str, filters: Filters, language: str, base: str = ""
) -> Review | None:
    """The passages of a topic under filters, without a folder; None where summit or topic is not there.

    Sources that share a strand stand together, the strand of most sources first; at most 5,000 passages.
    """
    scope = find_scope(session, slug, filters)
    topics = topics_by_id(session, scope.summit_id) if scope else {}
    topic_id = next((id_ for id_, view in topics.items() if view.slug == topic), None)
    if scope is None or topic_id is None:
        return None
    place = col(Passage.source_id), col(Article.sha256), col(Passage.start), col(Passage.end)
    rows = session.execute(
        columns(*place)
        .join(Article, col(Article.id) == col(Passage.article_id))
        .where(*passage_conditions(scope), col(Passage.topic_id) == topic_id)
        .order_by(col(Passage.source_id), col(Passage.article_id), col(Passage.start))
        .limit(MOST_ITEMS)
    ).all()
    sources = source_rows(session, scope)
    covering = {topic_id: list(dict.fromkeys(row.source_id for row in rows))}
    strands = strands_by_topic(session, scope, covering, sources, topic_numbers(session, scope.summit_id))[topic_id]
    order = {id_: place for place, id_ in enumerate(in_strands(covering[topic_id], strands, sources))}
    rows = sorted(rows, key=lambda row: order[row.source_id])
    found = clippings(
        session, scope.summit_id, [Kept(Kind.PASSAGE, row.sha256, "text", *row[2:]) for row in rows], language
    )
    label = topics[topic_id].label(language)
    return _review(
        session,
        scope,
        title=label,
        rubrics=_one_rubric(found),
        language=language,
        base=base,
        told=[say(language, TOPIC, topic=label)],
    )


def summit_review(session: Session, slug: str, language: str, base: str = "") -> Review | None:
    """All articles of a summit, one item each, by source and day; None where there is no such summit."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    rows = session.execute(
        columns(col(Article.sha256))
        .where(col(Article.summit_id) == scope.summit_id, col(Article.status) == "ready")
        .order_by(col(Article.source_id), col(Article.published_from), col(Article.id))
        .limit(MOST_ITEMS)
    )
    kept = [Kept(Kind.ARTICLE, row.sha256) for row in rows]
    found = clippings(session, scope.summit_id, kept, language)
    name = scope.summit.name
    return _review(session, scope, title=name, rubrics=_one_rubric(found), language=language, base=base)


def _one_rubric(found: Iterable[Found]) -> list[Rubric]:
    items = tuple(one.item for one in found)
    return [Rubric("", items)] if items else []


def in_strands(ids: Iterable[int], strands: Strands, sources: dict[int, Any], own: str = "") -> list[int]:
    """Sources in the order of a press review: one's own first, then strand by strand, those of most sources first."""

    def rank(id_: int) -> tuple[bool, int, int, int]:
        strand = strands.of(sources[id_].slug)
        return sources[id_].slug != own, -len(strand.sources) if strand else -1, strand.number if strand else 0, id_

    return sorted(ids, key=rank)


def _review(
    session: Session,
    scope: Scope,
    *,
    title: str,
    rubrics: Sequence[Rubric],
    language: str,
    base: str,
    readers: str = "",
    note: str = "",
    told: Iterable[str] = (),
) -> Review:
    outlets = dict.fromkeys(
        item.clipping.outlet for rubric in rubrics for item in rubric.items if item.clipping is not None
    )
    summit = scope.summit
    return Review(
        summit=summit.name,
        place=summit.place,
        starts_on=summit.starts_on,
        ends_on=summit.ends_on,
        title=title,
        rubrics=tuple(rubrics),
        method=method_of(session, scope, language, told),
        invented=summit.invented,
        readers=readers,
        note=note,
        base=base.rstrip("/"),
        language=language,
        outlets=tuple(outlets),
    )


def method_of(session: Session, scope: Scope, language: str, told: Iterable[str]) -> Method:
    """How the marks of a summit came about. Two statements."""
    runs = session.execute(
        columns(col(Run.pipeline), col(Run.lexicon))
        .join(Article, col(Article.id) == col(Run.article_id))
        .where(col(Article.summit_id) == scope.summit_id)
        .distinct()
    ).all()
    lines = session.execute(
        columns(col(Correction.id), col(Correction.kind), col(Correction.of_id))
        .where(col(Correction.summit_id) == scope.summit_id)
        .order_by(col(Correction.id))
    ).all()
    taken = {row.id for row in lines if row.kind not in TURNS}
    holds = [id_ for id_ in standing(Record(*row) for row in lines) if id_ in taken]
    return Method(
        program=version("gipfelspiegel"),
        pipeline=tuple(sorted({row.pipeline for row in runs})),
        lexicon=", ".join(sorted({row.lexicon for row in runs if row.lexicon})),
        corrections=len(holds),
        filters=(*told, *told_filters(scope, language)),
        made_at=datetime.now(UTC),
        articles=scope.summit.articles,
        sources=scope.summit.sources,
    )


def told_filters(scope: Scope, language: str) -> list[str]:
    """The filters as labels in the reader's language."""
    filters = scope.filters
    people = [scope.people[slug][1] for slug in filters.persons if slug in scope.people]
    told = (
        [say(language, ANY, name=", ".join(people))]
        if filters.any_person and len(people) > 1
        else [say(language, PERSON, name=name) for name in people]
    )
    told += [say(language, SOURCE, name=scope.outlets[slug][1]) for slug in filters.sources if slug in scope.outlets]
    told += [say(language, SINCE, day=format_date(filters.since, "long", locale=language))] if filters.since else []
    told += [say(language, UNTIL, day=format_date(filters.until, "long", locale=language))] if filters.until else []
    told += [say(language, GENRE, name=say(language, GENRE_NAMES.get(one, UNTOLD))) for one in filters.genres]
    return told + ([say(language, CERTAIN)] if filters.certain else [])
