"""Drafts on the desk: laid there by the reader, put right by people, kept as articles or dropped. Nothing is lost."""

from dataclasses import replace
from typing import Any

from sqlalchemy import func
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.addresses import Unknown, present_article, present_summit
from app.actions.article_edits import bring_article, remove_article, replace_description
from app.actions.articles import DuplicateArticle
from app.compare.fingerprint_index import is_near, share
from app.compare.shared import fingerprints, split_words
from app.desk import Draft, ImportBatch, ImportItem
from app.intake.drafts import TOLD, ArticleDraft, make_draft, without_told
from app.models import Article, Source, Summit
from app.nlp.text.language import detect
from app.nlp.types import Warning
from app.terms import Fingerprint

LOOKED_UP = 400  # hashes in one statement


class Undecided(Exception):
    """The same or nearly the same text is there already: a person has to say which is to stay."""


def lay_draft(
    session: Session,
    summit_id: int,
    item_id: int,
    number: int,
    draft: ArticleDraft,
    language: str | None = None,
    twin: tuple[int, float] | None = None,
) -> int:
    """Put a text on the desk; its id. ``twin`` is an open draft with the same or nearly the same text, and how much.

    Reading an item twice gives the same drafts: a ``number`` that is there is left alone.
    """
    there = select(Draft.id).where(Draft.item_id == item_id, Draft.number == number)
    known = session.exec(there).one_or_none()
    if known is not None:
        return known
    same = _same(session, summit_id, draft.sha256)
    near = None if same is not None else _near(session, summit_id, draft.text)
    if twin is not None and session.get(Draft, twin[0]) is None:  # its file was read otherwise meanwhile
        twin = None
    row = Draft(
        summit_id=summit_id,
        item_id=item_id,
        number=number,
        text=draft.text,
        sha256=draft.sha256,
        title=draft.title,
        source=draft.source,
        published=draft.appeared,
        changed_at=draft.changed_at,
        page=draft.page,
        url=draft.url,
        file=draft.file,
        author=draft.author,
        language=language,
        words=len(draft.text.split()),
        agencies=list(draft.agencies),
        notes=[*draft.notes, *(f"{TOLD}{field}:{how}" for field, how in draft.found)],
        warnings=[_line(one, draft.text) for one in draft.warnings],
        same_id=same,
        near_id=near[0] if near else None,
        twin_id=twin[0] if twin and not near else None,
        near_share=near[1] if near else twin[1] if twin else 0.0,
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def lay_read(session: Session, summit_slug: str, draft: ArticleDraft) -> int:
    """Put a text on the desk that was read while somebody waited; its id. Raises Unknown."""
    summit = present_summit(session, summit_slug)
    assert summit.id is not None
    item_id = _item(session, summit.id, draft.file or "")
    return lay_draft(session, summit.id, item_id, 1, draft, detect(draft.text))


def edit_draft(session: Session, draft_id: int, described: ArticleDraft) -> None:
    """Exactly what the form says. Raises Unknown where the draft is gone or no longer open."""
    row = open_draft(session, draft_id)
    published = described.published.text if described.published else None
    new = {
        "title": described.title, "source": described.source, "published": published, "author": described.author,
    }  # fmt: skip
    row.notes = without_told(row.notes, [field for field, value in new.items() if getattr(row, field) != value])
    row.title, row.source, row.url, row.published = described.title, described.source, described.url, published
    row.author = described.author
    change_text(session, row, described.text)


def change_text(session: Session, row: Draft, text: str) -> None:
    """Give a draft another text; its warnings go along with their lines, or go."""
    sha256 = ArticleDraft(text).sha256
    if sha256 != row.sha256:
        row.same_id = _same(session, row.summit_id, sha256)
    if text != row.text:
        row.text, row.sha256, row.words = text, sha256, len(text.split())
        row.warnings = [moved for one in row.warnings if (moved := _moved(one, text))]
    session.add(row)
    session.flush()


def _moved(warning: dict[str, Any], text: str) -> dict[str, Any] | None:
    """The warning where its line stands now; None where it is gone."""
    line = warning["line"]
    if text[warning["start"] : warning["end"]] == line:
        return warning
    place = text.find(line) if line else -1
    return {**warning, "start": place, "end": place + len(line)} if place >= 0 else None


def keep_draft(
    session: Session, draft_id: int, described: ArticleDraft, decision: str = "", *, awaited: bool = True
) -> int:
    """Make the draft an article; its id. Kept twice is kept once.

    ``decision`` answers the question a duplicate raises: ``both`` keeps the article that is there as well, ``replace``
    puts this one in its place (the other goes to the desk as a dropped draft, so that it can come back). Raises
    Undecided without one, Unknown where the draft is gone, IntakeError where the source's name cannot be.
    """
    row = session.get(Draft, draft_id)
    if row is not None and row.status == "kept" and row.article_id is not None:
        return row.article_id
    edit_draft(session, draft_id, described)
    row = open_draft(session, draft_id)
    if question(session, row) and decision not in {"both", "replace"}:
        raise Undecided
    summit = session.get_one(Summit, row.summit_id)
    if decision == "replace" and row.near_id is not None:  # the database empties ``near_id`` with the article
        set_aside(session, row.near_id, row.item_id)
        session.refresh(row)
    notes = tuple(one for one in described.notes if not one.startswith(TOLD))
    whole = replace(
        described,
        agencies=tuple(row.agencies),
        author=row.author,
        changed_at=row.changed_at,
        page=row.page,
        notes=notes,
    )
    try:
        article_id = bring_article(session, summit.slug, whole, awaited=awaited)
    except DuplicateArticle as duplicate:
        row.same_id = article_id = duplicate.article_id
        session.add(row)
        if decision != "replace":
            raise Undecided from None
        replace_description(session, article_id, whole)
    row.status, row.article_id = "kept", article_id
    session.add(row)
    session.flush()
    return article_id


def question(session: Session, row: Draft) -> str:
    """What a person has to decide first: ``same`` text, ``near`` duplicate, ``twin`` on the desk, or nothing."""
    if row.same_id is not None:
        return "same"
    if row.near_id is not None:
        return "near"
    if row.twin_id is not None:
        twin = session.get(Draft, row.twin_id)
        if twin is not None and twin.status == "kept" and twin.article_id is not None:
            row.near_id, row.twin_id = twin.article_id, None
            session.add(row)
            return "near"
        return "twin" if twin is not None and twin.status == "open" else ""
    return ""


def drop_draft(session: Session, draft_id: int) -> None:
    """Off the desk; ``reopen_draft`` brings it back. Raises Unknown."""
    row = open_draft(session, draft_id)
    row.status = "dropped"
    session.add(row)


def reopen_draft(session: Session, draft_id: int) -> None:
    """Back on the desk. Raises Unknown."""
    row = session.get(Draft, draft_id)
    if row is None or row.status == "kept":
        raise Unknown(str(draft_id))
    row.status = "open"
    row.same_id = _same(session, row.summit_id, row.sha256)
    session.add(row)


def open_texts(session: Session, summit_id: int, limit: int) -> list[tuple[int, str]]:
    """Ids and texts of the latest open drafts of a summit: what a new one may nearly repeat."""
    latest = (
        columns(col(Draft.id), col(Draft.text))
        .where(col(Draft.summit_id) == summit_id, col(Draft.status) == "open")
        .order_by(col(Draft.id).desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(latest)]


def made(row: Draft, max_chars: int) -> ArticleDraft:
    """The article that a draft on the desk would make. Raises IntakeError."""
    draft = make_draft(
        row.text,
        max_chars=max_chars,
        source=row.source,
        title=row.title,
        published=row.published,
        url=row.url,
        file=row.file,
        notes=tuple(row.notes),
    )
    return replace(draft, author=row.author)


def set_aside(session: Session, article_id: int, item_id: int | None = None) -> int:
    """Remove an article and leave its text on the desk as a dropped draft, so that it can come back; the draft's id.

    Raises Unknown. The draft belongs to ``item_id``, or to an item of its own.
    """
    article = present_article(session, article_id)
    source = session.get_one(Source, article.source_id)
    item_id = item_id if item_id is not None else _item_for(session, article)
    last = columns(func.max(col(Draft.number))).where(col(Draft.item_id) == item_id)
    aside = Draft(
        summit_id=article.summit_id,
        item_id=item_id,
        number=int(session.execute(last).scalar_one() or 0) + 1,
        status="dropped",
        text=article.text,
        sha256=article.sha256,
        title=article.title,
        source=source.name,
        published=article.published,
        changed_at=article.changed_at,
        page=article.page,
        url=article.url,
        file=article.file,
        author=article.author,
        language=article.language,
        words=article.words,
        agencies=list(article.agencies),
        notes=list(article.notes),
    )
    remove_article(session, article_id)
    session.add(aside)
    session.flush()
    assert aside.id is not None
    return aside.id


def bring_back(session: Session, draft_id: int, max_chars: int) -> int:
    """Make a dropped draft an article (again); its id. Raises Unknown, and IntakeError where it cannot be one."""
    row = session.get(Draft, draft_id)
    if row is not None and row.status == "kept" and row.article_id is not None:
        return row.article_id
    reopen_draft(session, draft_id)
    row = open_draft(session, draft_id)
    return keep_draft(session, draft_id, made(row, max_chars), "replace" if row.same_id else "both")


def _item_for(session: Session, article: Article) -> int:
    return _item(session, article.summit_id, article.title or article.file or "")


def _item(session: Session, summit_id: int, name: str) -> int:
    batch = ImportBatch(summit_id=summit_id)
    session.add(batch)
    session.flush()
    assert batch.id is not None
    item = ImportItem(batch_id=batch.id, name=name, status="done")
    session.add(item)
    session.flush()
    assert item.id is not None
    return item.id


def open_draft(session: Session, draft_id: int) -> Draft:
    """A draft that waits on a desk. Raises Unknown."""
    row = session.get(Draft, draft_id)
    if row is None or row.status != "open" or session.get_one(Summit, row.summit_id).removed_at is not None:
        raise Unknown(str(draft_id))
    return row


def _line(warning: Warning, text: str) -> dict[str, Any]:
    """A warning with the words that it is about: they are what people look for."""
    line = text[warning.start : warning.end]
    return {"code": warning.code, "start": warning.start, "end": warning.end, "line": line}


def _same(session: Session, summit_id: int, sha256: str) -> int | None:
    same = select(Article.id).where(Article.summit_id == summit_id, Article.sha256 == sha256)
    return session.exec(same).one_or_none()


def _near(session: Session, summit_id: int, text: str) -> tuple[int, float] | None:
    """The article with the most wording in common, and how much of the shorter of both texts that is."""
    hashes = sorted(fingerprints(split_words(text)))
    common: dict[int, int] = {}
    for first in range(0, len(hashes), LOOKED_UP):
        counted = (
            columns(col(Fingerprint.article_id), func.count())
            .where(
                col(Fingerprint.summit_id) == summit_id, col(Fingerprint.hash).in_(hashes[first : first + LOOKED_UP])
            )
            .group_by(col(Fingerprint.article_id))
        )
        for article_id, number in session.execute(counted):
            common[article_id] = common.get(article_id, 0) + number
    if not common:
        return None
    best = max(common, key=lambda article_id: (common[article_id], -article_id))
    size = session.execute(columns(func.count()).where(col(Fingerprint.article_id) == best)).scalar_one()
    near = is_near(common[best], len(hashes), int(size))
    return (best, share(common[best], len(hashes), int(size))) if near else None
