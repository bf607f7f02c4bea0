"""What a number and the words behind it make: a time, a share, money, a measure with a unit, a count."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from app.nlp.figures.counts import Named, counted, is_labelled, part_of_all, votes
from app.nlp.figures.kinds import KINDS
from app.nlp.figures.lexicon import LEXICON, either, number
from app.nlp.figures.measure import Amount, Measure, measured, precision_of
from app.nlp.figures.patterns import QUANTITIES
from app.nlp.rules import note

_P = QUANTITIES
_SP = r"[ \u00a0\u202f]"
_DURATION: dict[str, float] = LEXICON["units"]["duration"]
_MONEY: dict[str, str] = LEXICON["units"]["money"]
_FEW_PARTS = 10
_LONGEST_WHO = 45  # letters of the noun and what stands between it and its age
_OLDEST = 120
_GROWN = 13  # years; "über zwei Jahre" is rather a time, "über 80 Jahre" an age
Read = Callable[[str, int, Amount, re.Match[str]], Measure | None]


def with_unit(text: str, end: int, amount: Amount, is_name: Named) -> Measure | None:
    """The figure that a number and what follows it make, None where that is nothing measured or counted."""
    if amount.currency:
        return measured(amount, amount.end, "money", 1.0, amount.currency)
    for name, read in (_BEHIND_ONE if amount.single else _BEHIND).items():
        after = _P[name].match(text, amount.end, end)
        if after is not None and (read is not _share or _has_parts(amount)):
            note("quantities", name, amount.start, after.end())
            return read(text, end, amount, after)
    if amount.single:
        return None
    return (
        _of_a_kind(text, end, amount)
        or counted(text, end, amount, is_name)
        or part_of_all(text, end, amount)
        or votes(text, end, amount)
    )


def _has_parts(amount: Amount) -> bool:
    """Can a fraction follow such a number?"""
    return amount.low is not None and 0 < amount.low < _FEW_PARTS


def _share(text: str, end: int, amount: Amount, after: re.Match[str]) -> Measure | None:
    """ "zwei Drittel", "ein Drittel der Ausgaben", "um ein Fünftel"."""
    share = 100 / LEXICON["numbers"]["fractions"][after["unit"]]
    told = not amount.single or _P["of"].match(text, after.end(), end) or _P["by"].search(text, 0, amount.start)
    whole = (amount.low or 0.0) * share >= 100
    return measured(amount, after.end(), "percentage", share, "%") if told and not whole else None


def _money(_text: str, _end: int, amount: Amount, after: re.Match[str]) -> Measure:
    if after["unit"] == "Cent":
        return measured(amount, after.end(), "money", 0.01, "EUR")
    return measured(amount, after.end(), "money", 1.0, _MONEY[after["unit"]])


def _percent(_text: str, _end: int, amount: Amount, after: re.Match[str]) -> Measure:
    return measured(amount, after.end(), "percentage", 1.0, "points" if "punkt" in after.group() else "%")


def _kilometres(_text: str, _end: int, amount: Amount, after: re.Match[str]) -> Measure:
    """ "100 Straßenkilometer"."""
    return replace(measured(amount, after.end(), "distance", 1000.0, "m"), noun=after.span("noun"))


def _of_a_kind(text: str, end: int, amount: Amount) -> Measure | None:
    """A number with one of the words that the declaration of a kind gives it."""
    after = _after_unit(tuple(KINDS)).match(text, amount.end, end)
    if after is None:
        return None
    kind = KINDS[after.lastgroup or ""]
    return measured(amount, after.end(), kind.name, kind.units[after[kind.name]], kind.base)


def _duration(text: str, end: int, amount: Amount, after: re.Match[str]) -> Measure | None:
    factor = _DURATION[after["unit"]]
    if after["unit"] == "Jahr":
        old = _P["old"].match(text, after.end(), end)
        if old is not None or _P["with_noun_of_age"].search(text, max(0, amount.start - 12), amount.start):
            return measured(amount, old.end() if old else after.end(), "age", 1.0, "years")
        if _is_age(text, amount, after.end()):
            return measured(amount, after.end(), "age", 1.0, "years")
        if (older := _P["older"].match(text, after.end(), end)) is not None:
            return replace(measured(amount, older.end(), "duration", factor, "min"), attributive=True)
    if (to := _P["until"].match(text, after.end(), end)) is not None and amount.low is not None:
        high = number(to["more"]) * _DURATION[to["unit"]]
        return Measure(amount.start, to.end(), "duration", amount.low * factor, "min", high, precision_of(amount.sure))
    stop, more = after.end(), 0.0
    while (then := _P["then"].match(text, stop, end)) is not None and _DURATION[then["unit"]] < factor:
        more += number(then["more"]) * _DURATION[then["unit"]]
        stop = then.end()
    if amount.single and not more and not (amount.sure or _P["makes_full"].match(text, stop, end)):
        return None  # "eine Stunde" may be any hour: an article and a noun
    if amount.single and after["unit"] == "Tag" and not more:
        return None
    found = measured(amount, stop, "duration", factor, "min")
    return replace(found, value=found.value and found.value + more)


def _is_age(text: str, amount: Amount, end: int) -> bool:
    """ "Jugendliche (14 bis 17 Jahre)", "Kinder unter sechs Jahren": right behind who is so old, in brackets or with a
    bound, and not "Frauen ab fünf Jahren Haft"."""
    who = _P["of_an_age"].search(text, max(0, amount.start - _LONGEST_WHO), amount.start)
    if who is None or amount.single or (amount.high or amount.low or 0.0) > _OLDEST:
        return False
    if who["bracket"]:
        return text[end : end + 1] == ")"
    if (amount.low or 0.0) < _GROWN and text.startswith("über", amount.start) and not text.endswith("n", 0, end):
        return False  # "mit Jugendlichen über zwei Jahre": so long
    bounded = who["bound"] or who["listed"] or _P["bounded"].match(text, amount.start)
    return bool(bounded) and _P["no_age"].match(text, end) is None


@lru_cache(maxsize=16)
def _after_unit(names: tuple[str, ...]) -> re.Pattern[str]:
    """The words behind a number that say of what kind it is, of all kinds that have such words; no speed."""
    kinds = [KINDS[name] for name in names if KINDS[name].units]
    words = "|".join(f"{_SP}{'?' if kind.close else ''}(?P<{kind.name}>{either(kind.units)})" for kind in kinds)
    return re.compile(rf"(?:{words})(?!\w|/|{_SP}(?:pro|je){_SP}Stunde)")


def without_unit(text: str, amount: Amount, currency: str | None) -> Measure | None:
    """Millions that nothing says of what they are: of money, after a sum; and a number told in thousands ("1.200")."""
    thousands = amount.scaled or _P["thousands"].search(text, amount.start, amount.end)
    if not thousands or _P["noun_next"].match(text, amount.end):
        return None
    if amount.scaled and currency is not None:
        return measured(amount, amount.end, "money", 1.0, currency)
    plain = text[amount.start : amount.end].isdigit()
    if is_labelled(text, amount) or (plain and _P["named"].search(text, max(0, amount.start - 25), amount.start)):
        return None
    return measured(amount, amount.end, "count", 1.0, None)


# What may stand behind "ein", which may be an article, and behind any other number; in the order in which they win.
_BEHIND_ONE: dict[str, Read] = {"time": _duration, "fraction": _share}
_BEHIND: dict[str, Read] = _BEHIND_ONE | {"money": _money, "percent": _percent, "kilometres": _kilometres}
