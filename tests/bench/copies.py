"""Big databases in minutes: some articles go the usual way (``corpus.fill``), the others are rewordings of them.

Each round of rewording gives every article once more, in another wording: of the words that belong to no name, four in
five are replaced by others just as long, so that all marks stay where they are. What comes of that in the database:

- text and fingerprints are those of the new wording, by the program's own function; runs of words that happen to stay
  (names, set phrases) grow more common with every round, as in the press;
- a quotation's whole wording, and what a figure is about, are new in each round, but for every tenth group of them:
  those are what everybody brings, and become groups with members from all rounds;
- all other rows (sentences, mentions, topics, passages, shared passages, own words, words that quotations and articles
  are found by) are the same rows once more under keys of their own: the same persons, topics and words in all rounds,
  so that every index has as many rows an article as in a real summit, and longer stretches of persons and words.

All sentences are those of five texts: that is the limit of it.
"""

import random
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Table
from sqlmodel import SQLModel

from app.compare.shared import Words, fingerprints, split_words
from app.models import Article, Fingerprint, MarkTerm, Parallel, ParallelMember
from tests.bench.corpus import KEPT, vocabulary

EVERYWHERE = 10  # every tenth group of quotations or figures is the same in all rounds
FAST = ("journal_mode=OFF", "synchronous=OFF", "foreign_keys=OFF", "locking_mode=EXCLUSIVE", "cache_size=-400000")
_BESIDE = {"draft", "correction"}  # hang on articles, and are nothing that a comparison or a page of a summit reads
_OWN_WAY = {Article.__tablename__, Fingerprint.__tablename__}  # made in Python, from the new wording
_XOR = "(term | key) - (term & key)"  # SQLite has no sign for it
_FAMOUS = f"parallel_id % {EVERYWHERE} = 0"


def multiply(path: Path, rounds: int) -> None:
    """Add so many rounds of rewordings of all articles to a SQLite database that nobody else has open."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for pragma in FAST:
            connection.execute(f"PRAGMA {pragma}").fetchall()
        kept = connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> ''").fetchall()
        for name, _ in kept:
            connection.execute(f"DROP INDEX {name}")
        connection.execute("BEGIN")
        heights = {
            table.name: connection.execute(f"SELECT coalesce(max(id), 0) FROM {table.name}").fetchone()[0]
            for table in tables()
            if "id" in table.c
        }
        _rounds(connection, rounds)
        _articles(connection, rounds)
        _rows(connection, heights)
        _search(connection)
        connection.execute("COMMIT")
        connection.execute("PRAGMA threads=2")
        for _, made in kept:
            connection.execute(made)
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode=WAL").fetchall()


def _rounds(connection: sqlite3.Connection, rounds: int) -> None:
    """A table of the rounds, each with what its hashes are mixed with."""
    connection.execute("CREATE TEMP TABLE round (number INTEGER PRIMARY KEY, key INTEGER)")
    keys = ((number, random.Random(number).getrandbits(62)) for number in range(1, rounds + 1))
    connection.executemany("INSERT INTO round VALUES (?, ?)", keys)


def _articles(connection: sqlite3.Connection, rounds: int) -> None:
    """The articles in their new wordings, and the fingerprints of these."""
    cursor = connection.execute("SELECT * FROM article ORDER BY id")
    names = [column[0] for column in cursor.description]
    old = [dict(zip(names, row, strict=True)) for row in cursor]
    words = [split_words(row["text"]) for row in old]
    height = old[-1]["id"]
    place = f"INSERT INTO article ({', '.join(names)}) VALUES ({', '.join(f':{name}' for name in names)})"
    for number in range(1, rounds + 1):
        rewording = Rewording(number)
        new = [
            row | {"id": row["id"] + number * height, "sha256": f"{row['sha256']}-{number}"} | {"text": text}
            for row, text in zip(old, map(rewording.text, (row["text"] for row in old), words), strict=True)
        ]
        connection.executemany(place, new)
        hashes = zip(new, old, words, strict=True)
        marks = (
            (row["id"], value, row["summit_id"])
            for row, before, split in hashes
            for value in sorted(fingerprints(rewording.words(before["text"], split)))
        )
        connection.executemany("INSERT INTO fingerprint (article_id, hash, summit_id) VALUES (?, ?, ?)", marks)


class Rewording:
    """One round's words for those that it replaces."""

    def __init__(self, number: int) -> None:
        chance = random.Random(number)
        self.number = number
        self.other: dict[str, str] = {}
        for words in vocabulary().values():
            shuffled = chance.sample(words, len(words))
            self.other |= {one: two for one, two in zip(words, shuffled, strict=True) if chance.random() >= KEPT}
        new = list(self.other.values())
        self.folded = dict(zip(new, split_words("\n".join(new)).folded, strict=True))

    def text(self, text: str, words: Words) -> str:
        """The text with its words replaced; not a letter longer or shorter."""
        parts, at = [], 0
        for start, end in words.spans:
            parts += [text[at:start], self.other.get(text[start:end], text[start:end])]
            at = end
        return "".join([*parts, text[at:]])

    def words(self, text: str, words: Words) -> Words:
        """The words of the new text as they are compared; boilerplate stays what only this text has."""
        other, folded = self.other, self.folded
        new = [
            f"{self.number} {fold}" if " " in fold else folded.get(other.get(text[start:end], ""), fold)
            for fold, (start, end) in zip(words.folded, words.spans, strict=True)
        ]
        return replace(words, folded=tuple(new))


def tables() -> list[Table]:
    """The tables whose rows belong to an article, directly or by what hangs on it, in the order of their keys."""
    chosen: list[Table] = []
    for table in SQLModel.metadata.sorted_tables:
        parents = {key.column.table.name for key in table.foreign_keys if key.column.table is not table}
        hangs = parents & {one.name for one in chosen}
        if (hangs or table.name in {Article.__tablename__, Parallel.__tablename__}) and table.name not in _BESIDE:
            chosen.append(table)
    return chosen


def _rows(connection: sqlite3.Connection, heights: dict[str, int]) -> None:
    """All other rows, each table in one statement; ``heights`` are the highest keys before the first round."""
    members = ParallelMember.__tablename__
    connection.execute(f"CREATE TEMP TABLE famous AS SELECT annotation_id AS id FROM {members} WHERE {_FAMOUS}")
    for table in tables():
        if table.name in _OWN_WAY:
            continue
        keys = ", ".join(column.name for column in table.primary_key)
        old = f"old_{table.name}"
        connection.execute(f"CREATE TEMP TABLE {old} AS SELECT * FROM {table.name} ORDER BY {keys}")
        connection.execute(_copied(table, old, heights))
        connection.execute(f"DROP TABLE {old}")
    connection.execute(
        f"UPDATE {Parallel.__tablename__} SET members = members * (SELECT count(*) + 1 FROM round)"
        f" WHERE id % {EVERYWHERE} = 0 AND id <= {heights[Parallel.__tablename__]}"
    )


def _copied(table: Table, old: str, heights: dict[str, int]) -> str:
    """INSERT of the first articles' rows once more for each round, their own keys and what they refer to moved up."""
    cells = dict(_cell(column, table, heights) for column in table.columns)
    where = "true"
    if table.name == Parallel.__tablename__:
        where = f"id % {EVERYWHERE} <> 0"
    elif table.name == ParallelMember.__tablename__:
        cells["parallel_id"] = f"CASE WHEN {_FAMOUS} THEN parallel_id ELSE {cells['parallel_id']} END"
    elif table.name == MarkTerm.__tablename__:
        # A quotation is looked up by its words only where its whole wording (negative) is new.
        famous = "annotation_id IN (SELECT id FROM famous)"
        by_word = "(layer = 'quotation' AND term >= 0)"
        cells["term"] = f"CASE WHEN {by_word} OR {famous} THEN term ELSE {_XOR} END"
        where = f"NOT ({by_word} AND {famous})"
    names = ", ".join(f'"{name}"' for name in cells)
    chosen = f"SELECT {', '.join(cells.values())} FROM round CROSS JOIN {old} WHERE {where}"
    return f"INSERT INTO {table.name} ({names}) {chosen}"


def _cell(column: Column[Any], table: Table, heights: dict[str, int]) -> tuple[str, str]:
    parents = [key.column.table.name for key in column.foreign_keys]
    parents += [table.name] if column.name == "id" else []
    moved = next((f" + number * {heights[parent]}" for parent in parents if parent in heights), "")
    return column.name, f'"{column.name}"{moved}'


def _search(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TEMP TABLE old_search AS SELECT rowid AS id, stems FROM article_search")
    connection.execute(
        "INSERT INTO article_search (rowid, stems) SELECT id + number * (SELECT max(id) FROM old_search), stems"
        " FROM round CROSS JOIN old_search"
    )
