"""A summit as one file: its articles with what is known about them, and everything people decided about it.

Marks are not in it: they are made again from texts and decisions. Folders are: they hang on texts, too. The topics that
its texts gave are, so that they keep their names. Decisions find their texts by sha256, so ids do not matter, and a
summit can be brought to another installation or another database.
"""

import hashlib
import io
import zipfile
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from pydantic import TypeAdapter, ValidationError
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.addresses import present_summit
from app.actions.arrivals import add_articles, finish_summit, put_aside
from app.actions.event_topics import add_topics
from app.actions.folder_files import FolderPart, add_folders, folder_parts, wrong_folder
from app.actions.summits import add_summit, source_named
from app.actions.topics import follow_edits
from app.correct.decisions import OfText, Unreadable, read
from app.correct.history import TURNS
from app.event_topics import kept_topics
from app.intake.drafts import ArticleDraft, IntakeError, make_draft, parse_published
from app.models import Article, Correction, Source, Summit, Topic
from app.nlp.lexicon import LexiconError
from app.nlp.topics.lexicon import EventTopic, check_line
from app.slugs import free_slug, slugify

FORMAT = "gipfelspiegel-summit"
VERSION = 1
SUMMIT_FILE = "data/summit.json"  # in an edition that has whole texts
LARGEST = 500_000_000  # bytes of it, unpacked
MOST_TOPICS, MOST_LINES, LONGEST_LINE = 100, 300, 80  # of the topics that a file brings


class Unusable(ValueError):
    """The file is none of ours, or damaged; the message says where."""


@dataclass(frozen=True)
class SummitPart:
    """Name, place and days, and whether it is invented."""

    slug: str
    name: str
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    invented: bool = False
    topics_at: int = 0


@dataclass(frozen=True)
class SourcePart:
    """An outlet, by its name."""

    name: str
    kind: str = ""
    country: str = ""
    domains: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class ArticlePart:
    """A text with what is known about it."""

    text: str
    sha256: str
    source: str
    title: str | None = None
    author: str | None = None
    published: str | None = None
    changed_at: str | None = None
    page: str | None = None
    url: str | None = None
    file: str | None = None
    agencies: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class CorrectionPart:
    """A line of the record; ``of`` and ``id`` are numbers within the file."""

    id: int
    kind: str
    at: datetime
    payload: dict[str, Any] = field(default_factory=dict)
    of: int | None = None
    sha256: str | None = None
    by: str = ""


@dataclass(frozen=True)
class SummitFile:
    """The whole file."""

    format: str
    version: int
    summit: SummitPart
    sources: tuple[SourcePart, ...] = ()
    articles: tuple[ArticlePart, ...] = ()
    corrections: tuple[CorrectionPart, ...] = ()
    topics: tuple[EventTopic, ...] = ()
    folders: tuple[FolderPart, ...] = ()


_reader = TypeAdapter(SummitFile)


def write_summit(session: Session, slug: str) -> bytes:
    """The file of a summit, JSON in UTF-8. Raises Unknown."""
    summit = present_summit(session, slug)
    articles = session.exec(select(Article).where(Article.summit_id == summit.id).order_by(col(Article.id))).all()
    ids = {article.source_id for article in articles}
    sources = {one.id: one for one in session.exec(select(Source).where(col(Source.id).in_(ids)))}
    record = session.exec(select(Correction).where(Correction.summit_id == summit.id).order_by(col(Correction.id)))
    whole = SummitFile(
        format=FORMAT,
        version=VERSION,
        summit=SummitPart(
            summit.slug,
            summit.name,
            summit.place,
            summit.starts_on,
            summit.ends_on,
            summit.invented,
            summit.topics_at,
        ),
        sources=tuple(
            SourcePart(one.name, one.kind, one.country, tuple(one.domains), tuple(one.aliases))
            for one in sorted(sources.values(), key=lambda one: one.name)
        ),
        articles=tuple(_article_part(one, sources[one.source_id].name) for one in articles),
        corrections=tuple(
            CorrectionPart(row.id or 0, row.kind, row.at, row.payload, row.of_id, row.sha256, row.by) for row in record
        ),
        topics=kept_topics(session, summit.id or 0),
        folders=folder_parts(session, summit.id or 0),
    )
    return _reader.dump_json(whole, indent=1)


def _article_part(article: Article, source: str) -> ArticlePart:
    return ArticlePart(
        text=article.text,
        sha256=article.sha256,
        source=source,
        title=article.title,
        author=article.author,
        published=article.published,
        changed_at=article.changed_at,
        page=article.page,
        url=article.url,
        file=article.file,
        agencies=tuple(article.agencies),
        notes=tuple(article.notes),
    )


@dataclass(frozen=True, slots=True)
class Read:
    """A file that can be used, with its articles checked. ``sha256`` tells the file from others."""

    file: SummitFile
    drafts: tuple[ArticleDraft, ...]
    sha256: str


def read_file(data: bytes, *, max_chars: int) -> Read:
    """Check the file of a summit, or an edition with whole texts, to its end, before anything is stored. Raises
    Unusable."""
    data = _of_edition(data) if data.startswith(b"PK") else data
    try:
        found = _reader.validate_json(data)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise Unusable(f"The file cannot be used: {where or 'content'}: {first['msg']}") from error
    if found.format != FORMAT or found.version > VERSION:
        raise Unusable("The file is of another program, or of a newer version of this one.")
    drafts = []
    for number, part in enumerate(found.articles, 1):
        drafts.append(_draft(part, number, max_chars))
        if drafts[-1].sha256 != part.sha256:
            raise Unusable(f"Article {number} is damaged: its text does not fit its sha256.")
    known: set[int] = set()
    for correction in sorted(found.corrections, key=lambda one: one.id):
        _check(correction, known)
        known.add(correction.id)
    slugs = {topic.slug for topic in found.topics}
    if len(slugs) < len(found.topics) or len(slugs) > MOST_TOPICS or found.summit.topics_at < 0:
        raise Unusable("The topics of its texts cannot be used: they are too many, or one is there twice.")
    for topic in found.topics:
        _check_topic(topic, slugs)
    if (wrong := wrong_folder(found.folders)) is not None:
        raise Unusable(wrong)
    return Read(found, tuple(drafts), hashlib.sha256(data).hexdigest())


def _of_edition(data: bytes) -> bytes:
    """The file of the summit in an edition: nothing else of it is unpacked. Raises Unusable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            member = archive.getinfo(SUMMIT_FILE)
            if member.file_size > LARGEST:
                raise Unusable("The file cannot be used: unpacked it is too large.")
            with archive.open(member) as file:
                return file.read(LARGEST + 1)
    except KeyError:
        raise Unusable(
            "This edition has no whole texts, so it cannot be brought in again: only one that was made with them can."
        ) from None
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise Unusable("The file cannot be used: it is damaged, or no edition.") from error


def begin_summit(session: Session, read: Read) -> int:
    """Store the summit of a file as a new one, with its sources and corrections; its id.

    It is out of sight until ``finish_summit``. Where an earlier reading of the same file was cut off, that summit goes
    on. Raises Unusable.
    """
    begun = session.exec(select(Summit.id).where(Summit.unfinished == read.sha256)).first()
    if begun is not None:
        return begun
    told = read.file.summit
    slug = free_slug(slugify(told.slug), set(session.exec(select(Summit.slug))))
    try:
        summit = add_summit(session, told.name, told.place, told.starts_on, slug, told.ends_on, invented=told.invented)
    except IntakeError as error:
        raise Unusable(f"The file cannot be used: {error}") from error
    assert summit.id is not None
    for part in read.file.sources:
        _complete(session, part, summit.id)
    taken = set(session.scalars(columns(col(Topic.slug)).where(col(Topic.summit_id) == summit.id)))
    add_topics(session, summit.id, (topic for topic in read.file.topics if topic.slug not in taken))
    summit.topics_at = min(told.topics_at, len(read.file.articles))
    _record(session, summit.id, read.file.corrections)
    add_folders(session, summit, told.slug, read.file.folders)
    follow_edits(session, summit)
    put_aside(session, summit, read.sha256)
    return summit.id


def read_summit(session: Session, data: bytes, *, max_chars: int) -> tuple[str, list[int]]:
    """All of it in one transaction; the new summit's slug, and the ids of its articles, which wait for their analysis.

    Raises Unusable before anything is stored that could stay: whoever calls rolls back.
    """
    read = read_file(data, max_chars=max_chars)
    summit_id = begin_summit(session, read)
    ids = add_articles(session, summit_id, read.drafts)
    return finish_summit(session, summit_id), ids


def _complete(session: Session, part: SourcePart, summit_id: int) -> None:
    """The source of that name; what is said about it here fills only gaps."""
    source = source_named(session, part.name, summit_id)
    source.kind, source.country = source.kind or part.kind, source.country or part.country
    source.domains, source.aliases = source.domains or list(part.domains), source.aliases or list(part.aliases)
    session.add(source)


def _draft(part: ArticlePart, number: int, max_chars: int) -> ArticleDraft:
    try:
        draft = make_draft(
            part.text,
            max_chars=max_chars,
            source=part.source,
            title=part.title,
            url=part.url,
            file=part.file,
            notes=part.notes,
        )
        published = parse_published(part.published)
    except IntakeError as error:
        raise Unusable(f"Article {number}: {error}") from error
    return replace(
        draft,
        text=part.text,
        published=published,
        changed_at=part.changed_at,
        page=part.page,
        agencies=part.agencies,
        author=part.author,
    )


def _record(session: Session, summit_id: int, parts: tuple[CorrectionPart, ...]) -> None:
    """Write the record anew, in its order, with the ids of this database; each article finds its own when it comes."""
    told = sorted(parts, key=lambda part: part.id)
    rows = [
        Correction(
            summit_id=summit_id, sha256=part.sha256, kind=part.kind, payload=part.payload, by=part.by[:80], at=part.at
        )
        for part in told
    ]
    session.add_all(rows)
    session.flush()
    new = {part.id: row.id for part, row in zip(told, rows, strict=True)}
    for part, row in zip(told, rows, strict=True):
        row.of_id = new[part.of] if part.of is not None else None
    session.flush()


def _check_topic(topic: EventTopic, slugs: Collection[str]) -> None:
    lines = (*topic.strong, *topic.weak)
    try:
        if not topic.label.strip() or slugify(topic.slug) != topic.slug or topic.slug == "new":
            raise LexiconError("a topic needs a name and an address")
        if topic.above in slugs:
            raise LexiconError("it stands under one that is no topic of the lexicon")
        if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in (topic.label, *lines)):
            raise LexiconError("its words are too many, or too long")
        for line in lines:
            check_line(line)
    except LexiconError as error:
        raise Unusable(f"Topic {topic.slug!r} cannot be used: {error}") from error


def _check(part: CorrectionPart, known: Collection[int]) -> None:
    if part.id in known:
        raise Unusable(f"Correction {part.id} is there twice.")
    if part.kind in TURNS:
        if part.of not in known:
            raise Unusable(f"Correction {part.id} is about one that is not there.")
        return
    try:
        decision = read(part.kind, part.payload)
    except Unreadable as error:
        raise Unusable(f"Correction {part.id} cannot be read: {error}".splitlines()[0]) from error
    if isinstance(decision, OfText) != (part.sha256 is not None) or (part.of is not None and part.of not in known):
        raise Unusable(f"Correction {part.id} does not say what it is about.")
