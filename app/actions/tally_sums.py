"""Sums over articles follow their rows by the difference: never counted anew, however large a summit is."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert
from sqlalchemy import select as columns
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, SQLModel, col

from app.models import Entity, table_of
from app.tallies import ArticleEntity, ArticleTopic, EntitySource, EntityTally, TopicTally

Key = tuple[int, ...]
Rows = dict[Key, dict[str, Any]]  # of articles: (article, topic or entity) -> the other columns
Sums = Iterator[tuple[type[SQLModel], Key, Counter[str]]]  # table, key of its row, what is added to it


@dataclass(frozen=True, slots=True)
class Kept:
    """A table of rows of articles. ``thing``: its column beside the article; ``sums``: what a row adds to them."""

    table: Any
    thing: str
    sums: Callable[[int, Mapping[str, Any]], Sums]


def _topic_sums(topic: int, row: Mapping[str, Any]) -> Sums:
    numbers = Counter({name: row[name] for name in ("passages", "sentences", "open", "accepted")})
    numbers["covering"] = int(row["passages"] > 0)
    numbers["signed"] = int(row["passages"] > 0 and row["signed"])
    yield TopicTally, (topic, row["source_id"]), numbers


def _entity_sums(entity: int, row: Mapping[str, Any]) -> Sums:
    kept = ("mentions", "quotations", "labels", "words", "proposed", "headlines", "passages")
    numbers = Counter({name: row[name] for name in kept})
    in_text = row["mentions"] + row["quotations"] + row["labels"]
    numbers["texts"] = int(in_text > 0)
    numbers["articles"] = int(in_text + row["above"] > 0)
    numbers["covering"] = int(row["passages"] > 0)
    yield EntityTally, (entity,), numbers
    few = Counter({name: numbers[name] for name in ("articles", "covering", "mentions")})
    yield EntitySource, (entity, row["source_id"]), few


TOPICS = Kept(ArticleTopic, "topic_id", _topic_sums)
ENTITIES = Kept(ArticleEntity, "entity_id", _entity_sums)
_KEYS: dict[type[SQLModel], tuple[str, ...]] = {
    TopicTally: ("topic_id", "source_id"),
    EntityTally: ("entity_id",),
    EntitySource: ("entity_id", "source_id"),
}
_EMPTY: dict[type[SQLModel], tuple[str, ...]] = {
    TopicTally: ("covering", "open", "accepted"),
    EntityTally: ("articles", "covering"),
    EntitySource: ("articles", "covering"),
}


def replace_rows(session: Session, kept: Kept, ids: Sequence[int], new: Rows, summits: Mapping[int, int]) -> None:
    """Let the rows of articles be the new ones, and the sums follow by the difference."""
    old = _standing(session, kept, ids)
    changed = [key for key in {*old, *new} if old.get(key) != new.get(key)]
    if not changed:
        return
    gone: dict[int, list[int]] = defaultdict(list)
    for article, thing in changed:
        if (article, thing) in old:
            gone[article].append(thing)
    for article, things in gone.items():
        named = getattr(kept.table, kept.thing).in_(things)
        session.execute(delete(kept.table).where(kept.table.article_id == article, named))
    rows = [{"article_id": key[0], kept.thing: key[1]} | new[key] for key in sorted(changed) if key in new]
    if rows:
        session.execute(insert(kept.table), rows)
    belongs = {thing: summits[article] for article, thing in changed}
    for table, moved in _differences(kept, changed, old, new).items():
        _add(session, table, moved, belongs)


def _standing(session: Session, kept: Kept, ids: Sequence[int]) -> Rows:
    """The rows of articles as they are."""
    found: Rows = {}
    for mapping in session.execute(columns(table_of(kept.table)).where(kept.table.article_id.in_(ids))).mappings():
        row = dict(mapping)
        found[row.pop("article_id"), row.pop(kept.thing)] = row
    return found


def _differences(
    kept: Kept, changed: Sequence[Key], old: Rows, new: Rows
) -> dict[type[SQLModel], dict[Key, Counter[str]]]:
    """By table and key of a sum: what is added to it."""
    moved: dict[type[SQLModel], dict[Key, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    for key in changed:
        for rows, sign in ((old, -1), (new, 1)):
            for table, place, numbers in kept.sums(key[1], rows[key]) if key in rows else ():
                for name, number in numbers.items():
                    moved[table][place][name] += sign * number
    return moved


def _add(
    session: Session, table: type[SQLModel], moved: Mapping[Key, Counter[str]], summits: Mapping[int, int]
) -> None:
    """Add differences to sums; a sum of nothing goes."""
    keys = _KEYS[table]
    moved = {key: numbers for key, numbers in moved.items() if any(numbers.values())}
    if not moved:
        return
    more: dict[int, dict[str, Any]] = {key[0]: {} for key in moved}
    if table is TopicTally:
        more = {thing: {"summit_id": summits[thing]} for thing in more}
    if table is EntityTally:
        rows = session.execute(columns(col(Entity.id), col(Entity.kind)).where(col(Entity.id).in_(more)))
        more = {id_: {"kind": kind, "summit_id": summits[id_]} for id_, kind in rows}
    names = sorted(next(iter(moved.values())))
    new = [
        dict(zip(keys, key, strict=True)) | more[key[0]] | {name: numbers[name] for name in names}
        for key, numbers in sorted(moved.items())
        if key[0] in more
    ]
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    put = dialect.insert(table)
    held = table_of(table).c
    put = put.on_conflict_do_update(
        index_elements=list(keys), set_={name: held[name] + put.excluded[name] for name in names}
    )
    session.connection().execute(put, new)
    nothing = [held[name] == 0 for name in _EMPTY[table]]
    session.execute(delete(table).where(held[keys[0]].in_(list(more)), *nothing))
