"""Sources: what is known of an outlet, two that are one, and taking that back."""

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, update
from sqlalchemy import select as columns
from sqlmodel import Session, col, select

from app.actions.addresses import Unknown
from app.actions.rework import follow
from app.actions.stated_marks import move_marks
from app.actions.summits import is_neutral, rename_source, source_named
from app.actions.tallies import count_touched, touch
from app.desk import Draft
from app.folders import Folder
from app.intake.drafts import IntakeError
from app.models import Article, Source

KINDS = ("newspaper", "magazine", "broadcaster", "agency", "online", "other")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
MOST_NAMES = 30


@dataclass(frozen=True, slots=True)
class Merged:
    """What is needed to take a merger apart again; the worker has to bring articles of ``late`` summits up to date."""

    name: str
    article_ids: tuple[int, ...]
    late: tuple[int, ...]


def describe_source(
    session: Session, slug: str, *, name: str, kind: str, country: str, domains: str, aliases: str
) -> None:
    """Exactly what a form says; domains and further names are separated by commas or lines.

    Raises Unknown, and IntakeError for the first field that is wrong.
    """
    source = _source(session, slug)
    rename_source(session, source, name)
    if kind and kind not in KINDS:
        raise IntakeError("kind", "This kind of source is not known.")
    if country.strip() and not re.fullmatch(r"[A-Za-z]{2}", country.strip()):
        raise IntakeError("country", "Write the country as two letters: DE, AT, CH.")
    source.kind, source.country = kind, country.strip().upper()
    source.domains = [_domain(one) for one in _listed(domains)]
    source.aliases = [one for one in _listed(aliases) if one.casefold() != source.name.casefold()]
    session.add(source)
    session.flush()


def merge_sources(session: Session, slug: str, into: str) -> Merged:
    """All articles of a source go to another, which from now on is known by its names too. Raises Unknown, IntakeError.

    The source itself goes: its address leads nowhere any more, its colour becomes free.
    """
    source, target = _source(session, slug), _source(session, into)
    if source.id == target.id:
        raise IntakeError("into", "Choose another source: this is the same one.")
    ids = _ids(session, col(Article.source_id) == source.id)
    late = _move(session, ids, target)
    names = dict.fromkeys([*target.aliases, source.name, *source.aliases])
    target.aliases = [name for name in names if name.casefold() != target.name.casefold()][:MOST_NAMES]
    target.domains = list(dict.fromkeys([*target.domains, *source.domains]))[:MOST_NAMES]
    drafts = update(Draft).where(col(Draft.source) == source.name)
    if is_neutral(source.name):  # other summits have others of that name
        drafts = drafts.where(col(Draft.summit_id).in_(_summits(session, ids)))
    session.exec(drafts.values(source=target.name))
    session.exec(update(Folder).where(col(Folder.own_id) == source.id).values(own_id=target.id))
    session.add(target)
    count_touched(session)  # nothing may name the source when it goes
    session.delete(source)
    session.flush()
    return Merged(source.name, tuple(ids), tuple(late))


def part_source(session: Session, slug: str, name: str, article_ids: Collection[int]) -> Merged:
    """Give articles of a source to one of another name (again). Raises Unknown, and IntakeError for a bad name."""
    source = _source(session, slug)
    source.aliases = [alias for alias in source.aliases if alias.casefold() != name.casefold()]
    session.add(source)
    chosen = col(Article.id).in_(article_ids) & (col(Article.source_id) == source.id)
    ids = _ids(session, chosen)
    other = source_named(session, name, next(iter(_summits(session, ids)), None))
    return Merged(other.name, tuple(ids), tuple(_move(session, ids, other)))


def _ids(session: Session, chosen: ColumnElement[bool]) -> list[int]:
    return [row[0] for row in session.execute(columns(col(Article.id)).where(chosen))]


def _summits(session: Session, article_ids: Sequence[int]) -> list[int]:
    places = select(Article.summit_id).where(col(Article.id).in_(article_ids)).distinct()
    return sorted(session.exec(places))


def _move(session: Session, article_ids: Sequence[int], target: Source) -> list[int]:
    """Give articles another source, and what follows from it; summits of which the worker has to do the rest."""
    session.exec(update(Article).where(col(Article.id).in_(article_ids)).values(source_id=target.id))
    move_marks(session, article_ids)
    session.expire_all()
    touch(session, article_ids)
    by_summit: dict[int, list[int]] = defaultdict(list)
    chosen = columns(col(Article.id), col(Article.summit_id)).where(
        col(Article.id).in_(article_ids), col(Article.status) == "ready"
    )
    for article_id, summit_id in session.execute(chosen):
        by_summit[summit_id].append(article_id)
    return [summit_id for summit_id, ids in by_summit.items() if follow(session, summit_id, ids)]


def _source(session: Session, slug: str) -> Source:
    source = session.exec(select(Source).where(Source.slug == slug)).one_or_none()
    if source is None:
        raise Unknown(slug)
    return source


def _listed(value: str) -> list[str]:
    names = [" ".join(one.split())[:120] for one in re.split(r"[,;\n]", value)]
    return list(dict.fromkeys(name for name in names if name))[:MOST_NAMES]


def _domain(value: str) -> str:
    """``https://www.faz.net/politik`` is faz.net."""
    host = re.sub(r"^\w+://", "", value.strip().lower()).partition("/")[0].removeprefix("www.")
    if not DOMAIN.fullmatch(host):
        raise IntakeError(
            "domains", "“%(value)s” is not the name of a website. Write it like zeitung.de.", value=value[:40]
        )
    return host
