"""The desk: drafts in their order, what could not be read, and how far the reading is."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import case, func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.compare.differences import differences
from app.desk import Draft, ImportBatch, ImportItem, Keeping, drafts_before
from app.models import Article, Summit
from app.queries.filters import Filters
from app.queries.heads import article_views
from app.queries.scope import Scope, find_scope, source_rows
from app.queries.views.desk import (
    ColumnsPage,
    DeskPage,
    DraftPage,
    DraftView,
    FileView,
    ItemView,
    Line,
    Reading,
    Rival,
    TableView,
)
from app.queries.views.heads import ArticleView

PAGE = 20
REFUSED = 30  # so many reasons are shown at once
# Warnings about the whole text, shown at a line of it that belongs there.
OF_THE_WHOLE = {"possible-gap", "paywall", "no-sentence", "too-short", "teaser", "not-german"}
FILES = 12  # of those that were brought last
SHOWN_CHARS = 420  # of a text in the list
UNREAD = ("waiting", "reading")


def desk_page(session: Session, slug: str, showing: str = "open", offset: int = 0) -> DeskPage | None:
    """The desk of a summit; None where there is no such summit. ``showing`` open or dropped drafts."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    counts = _counts(session, scope.summit_id)
    refused = _refused(session, scope.summit_id)
    files = _files(session, scope.summit_id)
    rows = session.exec(
        select(Draft)
        .where(Draft.summit_id == scope.summit_id, Draft.status == showing)
        .order_by(col(Draft.id))
        .offset(offset)
        .limit(PAGE + 1)
    ).all()
    return DeskPage(
        summit=scope.summit,
        sources=tuple(source_rows(session, scope).values()),
        reading=reading(session, scope.summit_id),
        files=tuple(files[:FILES]),
        more_files=max(0, len(files) - FILES),
        refused=tuple(_item_view(item) for item in refused[:REFUSED]),
        more_refused=max(0, len(refused) - REFUSED),
        drafts=_draft_views(session, scope, rows[:PAGE], cut=True),
        open=counts["open"],
        ready=counts["ready"],
        dropped=counts["dropped"],
        kept=counts["kept"],
        keeping=_keeping(session, scope.summit_id),
        showing=showing,
        next_offset=offset + PAGE if len(rows) > PAGE else None,
    )


def draft_page(session: Session, draft_id: int) -> DraftPage | None:
    """One draft; None where it is gone, or its summit out of sight."""
    row = session.get(Draft, draft_id)
    if row is None:
        return None
    slug = session.exec(select(Summit.slug).where(Summit.id == row.summit_id)).one()
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    (view,) = _draft_views(session, scope, [row], cut=False)
    rival = row.same_id or row.near_id
    other = session.exec(select(Article.text).where(Article.id == rival)).one_or_none() if rival else None
    if other is None and row.twin_id is not None:
        other = session.exec(select(Draft.text).where(Draft.id == row.twin_id)).one_or_none()
    return DraftPage(
        summit=scope.summit,
        sources=tuple(source_rows(session, scope).values()),
        draft=view,
        differences=_differences(row.text, other),
        previous_id=_neighbour(session, row, after=False),
        next_id=_neighbour(session, row, after=True),
        before_id=before.id if (before := session.exec(drafts_before(row).limit(1)).first()) else None,
    )


def columns_page(session: Session, slug: str, item_id: int) -> ColumnsPage | None:
    """How the tables of a file were understood; None where there is no such file, or no table in it."""
    scope = find_scope(session, slug, Filters())
    if scope is None:
        return None
    found = session.execute(
        columns(col(ImportItem.name), col(ImportItem.columns), col(ImportItem.data).is_not(None).label("again"))
        .join(ImportBatch, col(ImportBatch.id) == col(ImportItem.batch_id))
        .where(col(ImportItem.id) == item_id, col(ImportBatch.summit_id) == scope.summit_id)
    ).one_or_none()
    if found is None or not found.columns:
        return None
    tables = tuple(
        TableView(one["name"], tuple(one["header"]), tuple(one["fields"]), tuple(tuple(row) for row in one["sample"]))
        for one in found.columns
    )
    return ColumnsPage(scope.summit, item_id, found.name, tables, bool(found.again))


def _differences(here: str, there: str | None) -> tuple[tuple[str, str, bool], ...]:
    if there is None:
        return ()
    return tuple((one.left, one.right, one.equal) for one in differences(here, there))


def reading(session: Session, summit_id: int) -> Reading:
    """How far the latest batches are: those with something unread, or the last one brought."""
    counted = session.execute(
        columns(col(ImportItem.status), func.count())
        .where(col(ImportItem.batch_id).in_(_last_batches(summit_id)))
        .group_by(col(ImportItem.status))
    )
    by_status: dict[str, int] = {row[0]: row[1] for row in counted}
    in_hand = session.execute(
        columns(col(ImportItem.name), col(ImportItem.found))
        .join(ImportBatch, col(ImportBatch.id) == col(ImportItem.batch_id))
        .where(col(ImportBatch.summit_id) == summit_id, col(ImportItem.status) == "reading")
        .limit(5)
    )
    total = sum(by_status.values())
    return Reading(
        total=total,
        done=total - sum(by_status.get(status, 0) for status in UNREAD),
        in_hand=tuple((name, found) for name, found in in_hand),
        refused=by_status.get("refused", 0),
    )


def _last_batches(summit_id: int) -> Any:
    """Those with something unread, or the last one brought."""
    unread = (
        columns(col(ImportItem.batch_id))
        .join(ImportBatch, col(ImportBatch.id) == col(ImportItem.batch_id))
        .where(col(ImportBatch.summit_id) == summit_id, col(ImportItem.status).in_(UNREAD))
    )
    last = columns(func.max(col(ImportBatch.id))).where(col(ImportBatch.summit_id) == summit_id)
    return unread.union(last).subquery().select()


def _files(session: Session, summit_id: int) -> list[FileView]:
    """What was taken of each file that was brought last; those that were read in parts or as tables first."""
    waits = case((col(Draft.status) == "open", col(Draft.id)))
    rows = session.execute(
        columns(
            col(ImportItem.id),
            col(ImportItem.name),
            col(ImportItem.words),
            col(ImportItem.columns),
            func.count(col(Draft.id)).label("texts"),
            func.coalesce(func.sum(col(Draft.words)), 0).label("taken"),
            func.min(waits).label("first_id"),
        )
        .outerjoin(Draft, (col(Draft.item_id) == col(ImportItem.id)) & (col(Draft.whole_id).is_(None)))
        .where(col(ImportItem.batch_id).in_(_last_batches(summit_id)), col(ImportItem.status) != "refused")
        .group_by(col(ImportItem.id), col(ImportItem.name), col(ImportItem.words))
        .order_by(col(ImportItem.words).is_(None), col(ImportItem.id))
    )
    return [
        FileView(row.id, row.name, row.texts, row.taken, row.words, len(row.columns or ()), row.first_id)
        for row in rows
        if row.texts or row.columns
    ]


def reading_of(session: Session, slug: str) -> Reading | None:
    """The same by the summit's address, for the panel that asks again by itself."""
    summit_id = session.exec(select(Summit.id).where(Summit.slug == slug)).one_or_none()
    return None if summit_id is None else reading(session, summit_id)


def _counts(session: Session, summit_id: int) -> dict[str, int]:
    counts = dict.fromkeys(("open", "dropped", "kept", "ready"), 0)
    rows = session.execute(
        columns(col(Draft.status), func.count()).where(col(Draft.summit_id) == summit_id).group_by(col(Draft.status))
    )
    counts |= {row[0]: row[1] for row in rows}
    free = (
        columns(func.count())
        .select_from(Draft)
        .where(
            col(Draft.summit_id) == summit_id,
            col(Draft.status) == "open",
            col(Draft.same_id).is_(None),
            col(Draft.near_id).is_(None),
            col(Draft.twin_id).is_(None),
        )
    )
    return counts | {"ready": int(session.execute(free).scalar_one())}


def _keeping(session: Session, summit_id: int) -> int:
    """Drafts that the worker has yet to look at."""
    to_come = (col(Draft.id) > col(Keeping.done_id)) & (col(Draft.id) <= col(Keeping.last_id))
    number = (
        columns(func.count())
        .select_from(Draft)
        .join(Keeping, col(Keeping.summit_id) == col(Draft.summit_id))
        .where(col(Draft.summit_id) == summit_id, col(Draft.status) == "open", to_come)
    )
    return int(session.execute(number).scalar_one())


def _refused(session: Session, summit_id: int) -> list[Any]:
    chosen = (
        columns(
            col(ImportItem.id),
            col(ImportItem.name),
            col(ImportItem.status),
            col(ImportItem.reason),
            col(ImportItem.details),
            (col(ImportItem.data).is_not(None) | col(ImportItem.url).is_not(None)).label("again"),
        )
        .join(ImportBatch, col(ImportBatch.id) == col(ImportItem.batch_id))
        .where(col(ImportBatch.summit_id) == summit_id, col(ImportItem.status).in_(["refused", "cancelled"]))
        .order_by(col(ImportItem.id).desc())
    )
    return list(session.execute(chosen))


def _item_view(row: Any) -> ItemView:
    return ItemView(row.id, row.name, row.status, row.reason, row.details or {}, bool(row.again))


def _draft_views(session: Session, scope: Scope, rows: Sequence[Draft], *, cut: bool) -> tuple[DraftView, ...]:
    rivals = sorted({article_id for row in rows for article_id in (row.same_id, row.near_id) if article_id})
    articles = article_views(session, rivals, source_rows(session, scope)) if rivals else {}
    wanted = [row.twin_id for row in rows if row.twin_id is not None]
    found = session.execute(
        columns(col(Draft.id), col(Draft.title), col(Draft.file), col(Draft.status)).where(col(Draft.id).in_(wanted))
    )
    twins = {twin.id: twin for twin in found if twin.status == "open"}
    return tuple(_draft_view(row, articles, twins, cut=cut) for row in rows)


def _draft_view(row: Draft, articles: dict[int, ArticleView], twins: dict[int, Any], *, cut: bool) -> DraftView:
    assert row.id is not None
    text = row.text.strip()
    return DraftView(
        id=row.id,
        status=row.status,
        number=row.number,
        text=text[:SHOWN_CHARS] if cut else row.text,
        cut=cut and len(text) > SHOWN_CHARS,
        title=row.title,
        source=row.source,
        published=row.published,
        changed_at=row.changed_at,
        page=row.page,
        url=row.url,
        file=row.file,
        author=row.author,
        language=row.language,
        words=row.words,
        agencies=tuple(row.agencies),
        notes=tuple(row.notes),
        warnings=tuple(Line(one["code"], one["line"], _is_apart(one, row.text)) for one in row.warnings),
        rival=_rival(row, articles, twins),
        article_id=row.article_id,
        whole_id=row.whole_id,
        sha256=row.sha256,
    )


def _is_apart(warning: dict[str, Any], text: str) -> bool:
    start, end = warning["start"], warning["end"]
    before, after = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    return warning["code"] not in OF_THE_WHOLE and bool(warning["line"]) and not before.strip() and not after.strip()


def _rival(row: Draft, articles: dict[int, ArticleView], twins: dict[int, Any]) -> Rival | None:
    if row.status != "open":
        return None
    if row.same_id is not None and row.same_id in articles:
        return Rival("same", 1.0, articles[row.same_id], None, "")
    if row.near_id is not None and row.near_id in articles:
        return Rival("near", row.near_share, articles[row.near_id], None, "")
    if row.twin_id is not None and row.twin_id in twins:
        twin = twins[row.twin_id]
        return Rival("twin", row.near_share, None, twin.id, twin.title or twin.file or "")
    return None


def _neighbour(session: Session, row: Draft, *, after: bool) -> int | None:
    beside = select(Draft.id).where(Draft.summit_id == row.summit_id, Draft.status == "open")
    if after:
        beside = beside.where(col(Draft.id) > row.id).order_by(col(Draft.id))
    else:
        beside = beside.where(col(Draft.id) < row.id).order_by(col(Draft.id).desc())
    return session.exec(beside.limit(1)).first()
