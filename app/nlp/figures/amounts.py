"""Numbers in figures or words, with their scale, their upper end and the word that says how sure they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.nlp.figures.lexicon import LEXICON, SCALES, number
from app.nlp.figures.measure import Amount
from app.nlp.rules import Table

_MONEY: dict[str, str] = LEXICON["units"]["money"]


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as it stands in the text, with the word before it that says how sure it is."""

    match: re.Match[str]
    start: int
    sure: str


AMOUNT = Table[_Number, Amount | None]("what a number comes to", otherwise=None)


@AMOUNT.rule("Das kostet eine halbe Million Euro.")
def half(told: _Number) -> Amount | None:
    match = told.match
    if not match["half"]:
        return None
    scale = SCALES.get(match["halved"])
    return Amount(told.start, match.end("halved" if scale else "half"), 0.5 * (scale or 1.0), None, told.sure)


@AMOUNT.rule("Zwei Dutzend Staaten unterschrieben.")
def dozens(told: _Number) -> Amount | None:
    match = told.match
    if not match["dozen"]:
        return None
    few = number(match["few"]) if match["few"] else 1.0
    return Amount(told.start, match.end(), 12 * few, None, told.sure or "rund")


@AMOUNT.rule("Hunderte Demonstranten zogen vor das Amt.")
def vague(told: _Number) -> Amount | None:
    return Amount(told.start, told.match.end(), None, None, told.sure) if told.match["vague"] else None


@AMOUNT.rule("Das kostet €20 Millionen.")
def behind_its_sign(told: _Number) -> Amount | None:
    match = told.match
    if not match["sign"]:
        return None
    value = number(match["paid"]) * SCALES.get(match["paid_scale"] or "", 1.0)
    return Amount(told.start, match.end(), value, None, told.sure, currency=_MONEY[match["sign"]])


def amounts(match: re.Match[str], before: re.Match[str] | None) -> Iterator[Amount]:
    """The readings of a number, the longest first: "drei bis vier", and "drei" alone where no unit follows "vier"."""
    told = _Number(match, before.start() if before else match.start(), (before["sure"] or "") if before else "")
    amount = AMOUNT.decide(told, *match.span())
    if amount is not None:
        yield amount
        return
    between = before is not None and bool(before["between"])
    scale = SCALES.get(match["scale"] or "", 1.0)
    low = number(match["low"] or "ein")
    if match["high"] and (between or " und " not in match.group()):
        high_scale = SCALES.get(match["high_scale"] or "", 1.0)
        least, most = low * (scale if match["scale"] else high_scale), number(match["high"]) * high_scale
        if most > least:
            yield Amount(told.start, match.end(), least, most, told.sure)
    single = match["single"] is not None
    stop = match.end("scale") if match["scale"] else match.end("single" if single else "low")
    begin = match.start() if between else told.start
    yield Amount(begin, stop, low * scale, None, told.sure, single and not match["scale"], scaled=scale >= 1e6)
