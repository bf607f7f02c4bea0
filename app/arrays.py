"""Statements that take many values at once, as one bound array: their text is the same however many there are.

A statement whose text grows with what it is given is compiled anew for each number of values, and SQLAlchemy keeps all
of these. SQLite takes the values as a JSON array (``json_each``), PostgreSQL as an array of its own.
"""

import json
from collections.abc import Collection
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Dialect,
    Select,
    TableValuedAlias,
    Text,
    TypeDecorator,
    bindparam,
    column,
    literal_column,
    text,
)
from sqlalchemy import select as columns
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeEngine
from sqlmodel import Session

ITEM = "value"  # the name of an array's only column
_PLACE = 1 << 32  # two numbers in one: what stands before it, and after


class _Array(TypeDecorator[Collection[Any]]):
    impl = Text
    cache_ok = True

    def __init__(self, item: type[TypeEngine[Any]]) -> None:
        super().__init__()
        self.item = item

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == "sqlite" else ARRAY(self.item))

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        return json.dumps(values) if dialect.name == "sqlite" else values


class _Rows(FunctionElement[Any]):
    """The items of an array as rows."""

    inherit_cache = True
    name = "rows"


@compiles(_Rows)
def _unnest(element: _Rows, compiler: SQLCompiler, **more: Any) -> str:
    return f"unnest({compiler.process(element.clauses, **more)})"


@compiles(_Rows, "sqlite")
def _json_each(element: _Rows, compiler: SQLCompiler, **more: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **more)})"


def array(name: str, item: type[TypeEngine[Any]] = BigInteger) -> Select[tuple[Any]]:
    """The values bound under a name, for ``column.in_(…)``. ``item``: what type each is of."""
    return columns(array_rows(name, item).c[ITEM])


def array_rows(name: str, item: type[TypeEngine[Any]] = BigInteger) -> TableValuedAlias:
    """The same as rows with one column, ``ITEM``, to be joined with."""
    return _Rows(bindparam(name, type_=_Array(item))).table_valued(column(ITEM, item), name=ITEM)


class FirstRows:
    """A statement: by key the first rows of an index that have it, at most ``most``; keys that none has are left out.

    ``where`` are columns that are to equal bound values of their names. ``order``: one column, or two small numbers.
    """

    def __init__(self, table: str, key: str, where: Collection[str], order: tuple[str, ...]) -> None:
        first, *second = order
        value = first if not second else f"CAST({first} AS BIGINT) * {_PLACE} + {second[0]} + 1"
        here = " AND ".join((*(f"{name} = :{name}" for name in where), f"{key} = keys.value"))
        rows = f"SELECT {value} AS value FROM {table} WHERE {here} ORDER BY {', '.join(order)} LIMIT :most"  # noqa: S608
        self.sqlite = text(
            f"SELECT keys.value, (SELECT json_group_array(value) FROM ({rows})) FROM json_each(:keys) AS keys"  # noqa: S608
        ).bindparams(bindparam("keys", type_=_Array(BigInteger)))
        self.postgresql = text(
            f"SELECT keys.value, ARRAY({rows}) FROM unnest(CAST(:keys AS BIGINT[])) AS keys(value)"  # noqa: S608
        ).bindparams(bindparam("keys", type_=_Array(BigInteger)))

    def __call__(self, session: Session, keys: Collection[int], most: int, **where: Any) -> dict[int, list[int]]:
        """One statement. Of two columns each row is one number: see ``parted``."""
        if not keys:
            return {}
        connection = session.connection()
        lite = connection.dialect.name == "sqlite"
        rows = connection.execute(
            self.sqlite if lite else self.postgresql, {"keys": sorted(keys), "most": most, **where}
        )
        found = ((key, json.loads(values) if lite else values) for key, values in rows)
        return {key: values for key, values in found if values}


def joined(first: int, second: int) -> int:
    """Two numbers as one, for an array of pairs; the second is at least -1."""
    return first * _PLACE + second + 1


def parts_of(rows: TableValuedAlias) -> tuple[ColumnElement[int], ColumnElement[int]]:
    """The two columns of an array of pairs."""
    first = rows.c[ITEM].op(">>")(literal_column("32"))
    return first, rows.c[ITEM] - first.op("*")(literal_column(str(_PLACE))) - literal_column("1")


def parted(row: int) -> tuple[int, int]:
    """The two columns that one number stands for; the second may be -1."""
    first, second = divmod(row, _PLACE)
    return first, second - 1
