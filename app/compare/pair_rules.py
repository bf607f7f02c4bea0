"""Rules over two marks, in the manner of ``nlp.rules``: a row with a name and two sentences, first answer wins."""

from typing import Any, TypeVar

from app.nlp.rules import Rule, Table

Pair = TypeVar("Pair")
Verdict = TypeVar("Verdict")

BESIDE = " ↔ "  # between the two sentences of an example
PAIR_TABLES: dict[str, "PairTable[Any, Any]"] = {}  # all that there are, by name


class PairTable(Table[Pair, Verdict]):
    """Rules in order about two figures. Their examples are two sentences each, so they stand in a list of their own."""

    def __init__(self, name: str, otherwise: Verdict) -> None:
        self.name = name
        self.otherwise = otherwise
        self.rules: list[Rule[Pair, Verdict]] = []
        if name in PAIR_TABLES:
            raise ValueError(f"two tables of rules are called {name!r}")
        PAIR_TABLES[name] = self
