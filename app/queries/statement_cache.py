"""Statements that are built once: putting one together costs more than the database takes to answer it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache, wraps
from typing import Any, TypeVar, TypeVarTuple

from app.queries.scope import Scope

MOST = 64  # of one kind

Rest = TypeVarTuple("Rest")
Built = TypeVar("Built")


@dataclass(frozen=True, slots=True)
class _Asked:
    """A scope by what statements are made of."""

    key: tuple[Any, ...]
    scope: Scope = field(compare=False)


def built(make: Callable[[Scope, *Rest], Built]) -> Callable[[Scope, *Rest], Built]:
    """Keep what ``make`` puts together of a scope's summit and filters and of further arguments; of nothing else."""

    @lru_cache(maxsize=MOST)
    def kept(asked: _Asked, *args: Any) -> Built:
        return make(asked.scope, *args)

    @wraps(make)
    def get(scope: Scope, *args: *Rest) -> Built:
        outlets = tuple(id_ for id_, _ in scope.outlets.values())
        key = (scope.summit_id, scope.filters, tuple(scope.person_ids), outlets)
        return kept(_Asked(key, scope), *args)

    return get
