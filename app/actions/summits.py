"""Summits and sources: make, rename."""

import re
from datetime import date

from sqlalchemy import ColumnElement, exists
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from app.actions.topics import sync_topics
from app.correct.lexicon import edited
from app.desk import Draft
from app.intake.drafts import IntakeError
from app.intake.items import Outlet
from app.models import Article, Source, Summit
from app.slugs import free_slug, slugify

HUES = 8
NEUTRAL = re.compile(r"quelle [a-z]{1,3}", re.I)
ATTEMPTS = 5  # to find a free address while others make summits of the same name


def add_summit(
    session: Session,
    name: str,
    place: str = "",
    starts_on: date | None = None,
    slug: str = "",
    ends_on: date | None = None,
    *,
    invented: bool = False,
) -> Summit:
    """A new summit with the topics that the lexicon ships; every page of an ``invented`` one says that it is.

    Without ``slug`` its address follows from the name. Raises IntakeError (field ``last_day``) where the last day comes
    before the first one.
    """
    in_order(starts_on, ends_on)
    for attempt in range(ATTEMPTS):
        taken = set(session.exec(select(Summit.slug)))
        address = slug or free_slug(slugify(name), taken)
        summit = Summit(slug=address, name=name, place=place, starts_on=starts_on, ends_on=ends_on, invented=invented)
        try:
            with session.begin_nested():
                session.add(summit)
            break
        except IntegrityError:  # on PostgreSQL another may have taken the address since it was free
            if slug or attempt == ATTEMPTS - 1:
                raise
    sync_topics(session, summit, edited(()))
    return summit


def in_order(starts_on: date | None, ends_on: date | None) -> None:
    """Raises IntakeError where the last day comes before the first one."""
    if starts_on and ends_on and ends_on < starts_on:
        raise IntakeError("last_day", "The last day comes before the first one.")


def source_named(session: Session, name: str, summit_id: int | None = None) -> Source:
    """The source of that name (letter case aside), made if there is none; a name without letters is no name.

    A neutral name is one of the summit alone: the "Quelle A" of another is another outlet that nobody has named.
    """
    name = _short(name)
    if not name:
        return unnamed_source(session, summit_id)
    local = summit_id is not None and is_neutral(name)
    source = _local_bearer(session, name, summit_id) if local else _bearer(session, name)
    return source or _new_source(session, name)


def is_neutral(name: str) -> bool:
    """Is it a name that is given to sources without one: Quelle A, Quelle AB?"""
    return NEUTRAL.fullmatch(name.strip()) is not None


def known_outlets(session: Session) -> list[Outlet]:
    """All sources that people have named, as the readers need them to recognise a text's outlet."""
    return [Outlet(one.name, tuple(one.aliases), tuple(one.domains)) for one in session.exec(select(Source))]


def unnamed_source(session: Session, summit_id: int | None = None) -> Source:
    """A new source under the next free neutral name of the summit: Quelle A, Quelle B, ... Quelle Z, Quelle AA.

    Names of its drafts are not free either: they may become articles (again). Without a summit all sources count.
    """
    names = select(Source.name)
    if summit_id is not None:
        names = names.where(_has_articles(summit_id))
    taken = {name.casefold() for name in session.exec(names)}
    if summit_id is not None:
        drafts = (
            select(Draft.source).where(Draft.summit_id == summit_id, col(Draft.source).ilike("quelle %")).distinct()
        )
        taken |= {name.casefold() for name in session.exec(drafts) if name}
    number = 0
    while (name := f"Quelle {_letters(number)}").casefold() in taken:
        number += 1
    return _new_source(session, name)


def _new_source(session: Session, name: str) -> Source:
    slugs = list(session.exec(select(Source.slug)))
    source = Source(slug=free_slug(slugify(name, "quelle"), set(slugs)), name=name, hue=len(slugs) % HUES)
    session.add(source)
    session.flush()
    return source


def rename_source(session: Session, source: Source, name: str) -> None:
    """A new name; colour and address stay. Raises IntakeError where another source bears it."""
    name = _short(name)
    if not name:
        raise IntakeError("name", "A source needs a name.")
    same = name.casefold() == source.name.casefold()  # a neutral name may be that of another summit's source as well
    other = None if same else _bearer(session, name)
    if other is not None and other.id != source.id:
        raise IntakeError("name", "Another source is already called “%(name)s”.", name=name)
    source.name = name
    session.add(source)


def _bearer(session: Session, name: str) -> Source | None:
    """Who has the name. Compared here, not in SQL: SQLite's lower() knows only ASCII, and there are few sources."""
    wanted = name.casefold()
    return next((source for source in session.exec(select(Source)) if source.name.casefold() == wanted), None)


def _local_bearer(session: Session, name: str, summit_id: int | None) -> Source | None:
    """Who has a neutral name in a summit; else one whose articles are all gone, or still to come."""
    wanted = name.casefold()
    named = col(Source.name).ilike(wanted)
    for place in (_has_articles(summit_id), ~exists().where(col(Article.source_id) == col(Source.id))):
        source = session.exec(select(Source).where(named, place).order_by(col(Source.id))).first()
        if source is not None:
            return source
    return None


def _has_articles(summit_id: int | None) -> ColumnElement[bool]:
    return exists().where(col(Article.source_id) == col(Source.id), col(Article.summit_id) == summit_id)


def _short(value: str) -> str:
    line = "".join(character for character in " ".join(value.split()) if character.isprintable())
    if len(line) > 120:
        raise IntakeError("name", "This is too long: at most %(limit)d characters.", limit=120)
    return line


def _letters(number: int) -> str:
    """0 -> A, 25 -> Z, 26 -> AA: the columns of a spreadsheet."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
