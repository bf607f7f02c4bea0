"""Quantities with a unit in a stretch of text: durations, money, percentages, distances, ages, counts, comparisons.

A number in figures or words, with its scale ("Millionen"), its upper end ("sechs bis zwölf") and how sure it is
("rund"), is a figure only together with what follows it: a unit, or a noun that can be counted. So phone numbers,
scores, articles of law and names with numbers give none.
"""

from collections.abc import Iterator

from app.nlp.figures.amounts import amounts
from app.nlp.figures.counts import Named
from app.nlp.figures.lexicon import LEXICON, number
from app.nlp.figures.measure import Measure, precision_of
from app.nlp.figures.patterns import QUANTITIES, SURE
from app.nlp.figures.shapes import shaped
from app.nlp.figures.units import with_unit, without_unit

_P = QUANTITIES
_MONEY: dict[str, str] = LEXICON["units"]["money"]
_LONGEST_BEFORE = max(map(len, SURE)) + 2
_LONGEST_NOUN = 40


def measures(text: str, start: int, end: int, is_name: Named, currency: str | None = None) -> Iterator[Measure]:
    """The quantities between two places of a text, from left to right, not overlapping.

    ``is_name``: does a person or place begin here? Those are not counted ("2020 Biden"). ``currency``: the one that was
    spoken of last, in which "weitere 600 Milliarden" are told, too.
    """
    found = [*shaped(text, start, end)]
    taken = [(measure.start, measure.end) for measure in found]
    behind = start
    for begin in _P["begin"].finditer(text, start, end):
        match = _P["quantity"].match(text, begin.start(), end) if begin.start() >= behind else None
        if match is None or any(match.start() < stop and first < match.end() for first, stop in taken):
            continue
        before = _P["before"].search(text, max(behind, begin.start() - _LONGEST_BEFORE), begin.start())
        if before and (before["sure"] or "").lower() == "über":
            noun = max(start, before.start() - _LONGEST_NOUN)
            if _P["bearing"].search(text, noun, before.start()):
                before = None  # "ein Auftrag über 150 Flugzeuge" is one of just so many
        for amount in amounts(match, before):
            measure = with_unit(text, end, amount, is_name) or without_unit(text, amount, currency)
            if measure is not None:
                found.append(measure)
                found += [was] if (was := _changed(text, start, measure)) is not None else []
                currency = measure.unit if measure.kind == "money" else currency
                behind = measure.end
                break
    last = start
    for measure in sorted(found, key=lambda measure: (measure.start, -measure.end)):
        if measure.start >= last:
            yield measure
            last = measure.end


def currencies_in(text: str) -> set[str]:
    """The currencies that a text names with an amount, in short."""
    return {_MONEY[match["unit"]] for match in _P["paid"].finditer(text) if match["unit"] in _MONEY}


def _changed(text: str, start: int, measure: Measure) -> Measure | None:
    """What a figure was, before it: "von 15 auf zwölf Prozent", "um 30 auf 280 Milliarden Euro"."""
    before = _P["changed"].search(text, max(start, measure.start - _LONGEST_BEFORE), measure.start)
    if before is None or measure.value is None or measure.kind not in ("money", "percentage", "distance"):
        return None
    told = _P["quantity"].match(text, measure.start)
    factor = measure.value / number(told["low"]) if told is not None and told["low"] else 1.0
    return Measure(*before.span("number"), measure.kind, round(number(before["number"]) * factor, 6), measure.unit)


def bare_numbers(text: str, start: int, end: int) -> Iterator[Measure]:
    """Bare numbers behind "auf", "bei", "von": a figure only where the clause tells whose number it is."""
    if not _P["number_noun"].search(text, start, end):
        return
    for match in _P["number_of"].finditer(text, start, end):
        value = number(match["number"])
        if value >= 2 and not 1900 <= value <= 2099:
            begin = match.start("sure") if match["sure"] else match.start("number")
            yield Measure(begin, match.end("number"), "count", value, None, precision=precision_of(match["sure"]))
