"""Counted nouns: "30 junge Leute". A number before a noun that counts nothing is told by the rules of ``NO_COUNT``."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from app.nlp import lexicon
from app.nlp.figures.lexicon import LEXICON
from app.nlp.figures.measure import Amount, Measure, precision_of
from app.nlp.figures.patterns import QUANTITIES
from app.nlp.rules import Table
from app.nlp.types import Precision

Named = Callable[[int], bool]

_P = QUANTITIES
_COUNTING = LEXICON["counting"]
_ONLY_MEASURES = frozenset(LEXICON["precision"]["only_measures"])
_NOT_COUNTED = frozenset(_COUNTING["nouns"].split())
_LABELS = frozenset(_COUNTING["labels"].split())
_BETWEEN = frozenset(_COUNTING["between"].split())
_LEAST: dict[str, int] = _COUNTING["least"]
_DECLINED = ("e", "en", "er", "es", "em")
_ADVERBS = lexicon.function_words("intensifying")


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number before a noun, perhaps with adjectives between. ``sure``: lower case; ``low`` is 0 where it is vague."""

    text: str
    start: int
    amount: Amount
    after: re.Match[str]
    sure: str
    low: float
    is_name: Named


NO_COUNT = Table[_Counted, bool]("a number that counts nothing", otherwise=False)


@NO_COUNT.rule("Um 12 Uhr begann das Treffen.")
def not_counted(count: _Counted) -> bool | None:
    return count.after["noun"] in _NOT_COUNTED or None


@NO_COUNT.rule("Am Ende wählten 306 Joe Biden.")
def before_a_name(count: _Counted) -> bool | None:
    return count.is_name(count.after.start("noun")) or None


@NO_COUNT.rule("Nach Artikel 5 Mitglied zu werden, dauert.")
def numbers_something(count: _Counted) -> bool | None:
    """ "Resolution 2231"."""
    return is_labelled(count.text, count.amount) or None


@NO_COUNT.rule("Er wurde mit 30 dann Minister.")
def no_adjectives_between(count: _Counted) -> bool | None:
    return not _adjectives(count.after["adjectives"].split()) or None


@NO_COUNT.rule("Die zwei Staaten einigten sich.")
def both_of_them(count: _Counted) -> bool | None:
    at = count.amount.start
    return (count.amount.low == 2 and _P["known"].search(count.text, max(0, at - 8), at) is not None) or None


@NO_COUNT.rule("Es waren 0,5 Stellen weniger.")
def out_of_range(count: _Counted) -> bool | None:
    low = count.amount.low
    return (low is not None and (low < 1 or low > 1e11)) or None


@NO_COUNT.rule("Die Wahl gewann 2021 Partei um Partei.")
def as_likely_a_year(count: _Counted) -> bool | None:
    year = 1900 <= count.low <= 2099 and count.text[count.start : count.start + 4].isdigit()
    return (year and not count.sure and count.amount.high is None) or None


@NO_COUNT.rule("Auf 2 Seiten wurde gekämpft.")
def too_few(count: _Counted) -> bool | None:
    written = count.text[count.amount.start : count.amount.end]
    return written in ("1", "0") or count.low < _LEAST.get(count.after["noun"], 0) or None


def counted(text: str, end: int, amount: Amount, is_name: Named) -> Measure | None:
    after = _P["noun"].match(text, amount.end, end)
    if after is None:
        return None
    sure, start, low = amount.sure.lower(), amount.start, amount.low or 0.0
    if sure in _ONLY_MEASURES and (low < 13 or low % 10):  # "sprachen über drei Themen", "zog sich über 172 Tage"
        start, sure = start + len(sure) + 1, ""
    if NO_COUNT.decide(_Counted(text, start, amount, after, sure, low, is_name), amount.start, after.end()):
        return None
    precision: Precision = "vague" if amount.low is None else precision_of(sure)
    noun = after.span("noun")
    begins = after.start("adjectives")
    return Measure(start, noun[1], "count", amount.low, after["noun"], amount.high, precision, noun, begins=begins)


def part_of_all(text: str, end: int, amount: Amount) -> Measure | None:
    """ "37 von 41 Ländern": so many of the same."""
    after = _P["of_all"].match(text, amount.end, end)
    if after is None or after["noun"] in _NOT_COUNTED:
        return None
    return Measure(amount.start, amount.end, "count", amount.low, after["noun"], None, precision_of(amount.sure))


def votes(text: str, end: int, amount: Amount) -> Measure | None:
    """ "drei enthielten sich": so many votes."""
    after = _P["voting"].match(text, amount.end, end)
    if after is None:
        return None
    noun = next(noun for verb, noun in _COUNTING["votes"].items() if re.fullmatch(verb, after["verb"]))
    return Measure(amount.start, after.end(), "count", amount.low, noun, None, precision_of(amount.sure))


def is_labelled(text: str, amount: Amount) -> bool:
    """Is the number the name of something ("Resolution 2231")?"""
    label = re.search(r"([A-ZÄÖÜ][\w]*)\.?[ \u00a0]$", text[max(0, amount.start - 25) : amount.start])
    return label is not None and label[1] in _LABELS


def _adjectives(words: list[str]) -> bool:
    """Can these words stand between a number and the noun it counts ("strategisch wichtige", "starken und stolzen")?"""
    if not words:
        return True
    if not words[-1].endswith(_DECLINED):
        return False
    if any(word.endswith(",") and not word[:-1].endswith(_DECLINED) and word[:-1] not in _ADVERBS for word in words):
        return False
    return not any(word in _BETWEEN and not (word == "und" and at > 0) for at, word in enumerate(words))
