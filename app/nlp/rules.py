"""A rule is a row with a name and an example; of several in order, the first that has an answer speaks.

Two kinds of rows. A rule of grammar is a small function in a ``Table``::

    KIND = Table[Case, QuotationKind]("kind of a marked span", otherwise="partial")

    @KIND.rule("„Ja“, sagte er.")
    def whole_sentence(case: Case) -> QuotationKind | None:
        return "direct" if case.ends else None

A rule that is a pattern is a row of ``lexicon/rules/*.toml``, read by ``read_patterns``::

    [pieces]
    daytime = "(?:Vormittag|Abend)s?"

    [[rule]]
    name = "hour"
    pattern = '\\bam {daytime}\\b'
    flags = "i"                      # of re: i, m, s, x
    examples = ["am Abend", "am 3. Mai → --05-03"]     # what it finds, and after an arrow what it makes of it
    others = ["der Abend"]           # in which it finds nothing

``tests/nlp/test_rules.py`` analyses the examples of every rule of every table and asks whether that rule spoke, and
holds every pattern against its examples. ``traced`` tells which rules spoke about what, where somebody asks.
"""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, TypeVar

from app.nlp.lexicon import FOLDER

Case = TypeVar("Case")
Verdict = TypeVar("Verdict")

ARROW = " → "
_PIECE = re.compile(r"\{([a-z_]+)\}")
_FLAGS = {"i": re.I, "m": re.M, "s": re.S, "x": re.X}


class Spoken(NamedTuple):
    """A rule that spoke: in which step of the pipeline, the name of its table, its own, what of the text it spoke about
    (-1: not told), and what else there is to know: a word, a score."""

    step: str
    table: str
    rule: str
    start: int
    end: int
    detail: str = ""


class _Trace:
    def __init__(self) -> None:
        self.spoken: list[Spoken] = []
        self.step = ""


_trace: ContextVar[_Trace | None] = ContextVar("trace", default=None)


@contextmanager
def traced() -> Iterator[list[Spoken]]:
    """What every rule says while this lasts, in order."""
    trace = _Trace()
    token = _trace.set(trace)
    try:
        yield trace.spoken
    finally:
        _trace.reset(token)


def is_traced() -> bool:
    """Does anybody ask which rules speak?"""
    return _trace.get() is not None


def begin_step(name: str) -> None:
    """A step of the pipeline begins: what is noted from now on is said in it."""
    trace = _trace.get()
    if trace is not None:
        trace.step = name


def note(table: str, rule: str, start: int = -1, end: int = -1, detail: str = "") -> None:
    """A rule spoke about a stretch of the text; kept where somebody asks."""
    trace = _trace.get()
    if trace is not None:
        trace.spoken.append(Spoken(trace.step, table, rule, start, end, detail))


@dataclass(frozen=True, slots=True)
class Rule(Generic[Case, Verdict]):
    """One row of a table. ``examples``: sentences in which it speaks."""

    name: str
    examples: tuple[str, ...]
    answer: Callable[[Case], Verdict | None]


class Table(Generic[Case, Verdict]):
    """Rules in order. ``otherwise`` is the answer where none speaks."""

    def __init__(self, name: str, otherwise: Verdict) -> None:
        self.name = name
        self.otherwise = otherwise
        self.rules: list[Rule[Case, Verdict]] = []
        if name in TABLES:
            raise ValueError(f"two tables of rules are called {name!r}")
        TABLES[name] = self

    def rule(self, *examples: str) -> Callable[[Callable[[Case], Verdict | None]], Callable[[Case], Verdict | None]]:
        """Enter a function as the next row, under its own name."""

        def enter(answer: Callable[[Case], Verdict | None]) -> Callable[[Case], Verdict | None]:
            self.rules.append(Rule(answer.__name__.strip("_"), examples, answer))
            return answer

        return enter

    def decide(self, case: Case, start: int = -1, end: int = -1) -> Verdict:
        """The answer of the first rule that has one. ``start``, ``end``: what of the text it is about."""
        return self.told(case, start, end)[1]

    def told(self, case: Case, start: int = -1, end: int = -1) -> tuple[str, Verdict]:
        """The same, with the name of the rule before it: "" where none speaks."""
        for rule in self.rules:
            answer = rule.answer(case)
            if answer is not None:
                note(self.name, rule.name, start, end)
                return rule.name, answer
        return "", self.otherwise


TABLES: dict[str, Table[Any, Any]] = {}  # all that there are, by name


class Example(NamedTuple):
    """A text in which a pattern is found, and what is made of it, as far as the row says so."""

    text: str
    value: str | None


@dataclass(frozen=True, slots=True)
class PatternRule:
    """A row of a file of patterns."""

    name: str
    pattern: re.Pattern[str]
    examples: tuple[Example, ...]
    others: tuple[str, ...] = ()


PATTERNS: dict[str, dict[str, PatternRule]] = {}  # all that were read, by file


def read_patterns(name: str, pieces: Mapping[str, str] | None = None) -> dict[str, PatternRule]:
    """The rules of ``lexicon/rules/<name>.toml`` by their names, in the order of the file; to be read once.

    ``pieces`` are parts of patterns besides those of the file. Raises ValueError, naming file and rule, where a row is
    not complete, a piece is unknown or a pattern cannot be read.
    """
    file = f"rules/{name}.toml"
    table = tomllib.loads((FOLDER / file).read_text(encoding="utf-8"))
    known = dict(pieces or {})
    for piece, pattern in table.get("pieces", {}).items():
        known[piece] = _filled(pattern, known, f"{file}, piece {piece}")
    found: dict[str, PatternRule] = {}
    for number, row in enumerate(table["rule"], 1):
        rule = _pattern_rule(row, known, f"{file}, rule {row.get('name', number)}")
        if rule.name in found:
            raise ValueError(f"{file}: two rules are called {rule.name!r}")
        found[rule.name] = rule
    PATTERNS[name] = found
    return found


def _pattern_rule(row: Mapping[str, Any], pieces: Mapping[str, str], at: str) -> PatternRule:
    if not {"name", "pattern", "examples"} <= row.keys() <= {"name", "pattern", "flags", "examples", "others"}:
        raise ValueError(f"{at}: a row has name, pattern, examples, and perhaps flags and others")
    try:
        pattern = re.compile(_filled(row["pattern"], pieces, at), sum(_FLAGS[flag] for flag in row.get("flags", "")))
    except (re.error, KeyError) as error:
        raise ValueError(f"{at}: {error}") from None
    parts = (example.partition(ARROW) for example in row["examples"])
    examples = tuple(Example(text, value or None) for text, _, value in parts)
    return PatternRule(row["name"], pattern, examples, tuple(row.get("others", ())))


def _filled(pattern: str, pieces: Mapping[str, str], at: str) -> str:
    """The pattern with its {pieces} put in."""
    unknown = set(_PIECE.findall(pattern)) - pieces.keys()
    if unknown:
        raise ValueError(f"{at}: unknown piece {', '.join(sorted(unknown))}")
    return _PIECE.sub(lambda match: pieces[match[1]], pattern)
