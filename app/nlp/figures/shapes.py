"""Figures whose shape alone tells them: adjectives, compounds, ages, comparisons, the strength of an earthquake.

Each reader makes a measure of what its pattern (``lexicon/rules/quantities.toml``) has found, or None.
"""

import re
from collections.abc import Callable, Iterator

from app.nlp.figures.lexicon import LEXICON, SCALES, number
from app.nlp.figures.measure import Measure, precision_of
from app.nlp.figures.patterns import QUANTITIES
from app.nlp.rules import note

Read = Callable[[re.Match[str]], Measure | None]

_UNITS = LEXICON["units"]
_DURATION: dict[str, float] = _UNITS["duration"]
_MONEY: dict[str, str] = _UNITS["money"]
_COMPARISON = LEXICON["comparison"]
_TIME_OF = {plural: plural.removesuffix("n").removesuffix("e") for plural in ("Tage", "Monate", "Jahre")}
_TIME_OF |= {plural: plural.removesuffix("n") for plural in ("Minuten", "Stunden", "Wochen")}
_WHOLLY = ("hundert", "tausend")  # "hundertprozentig" is a way of saying "wholly"
_YOUNGEST, _OLDEST = 14, 105  # of whom a bare number behind the name is the age


def shaped(text: str, start: int, end: int) -> Iterator[Measure]:
    """The figures of such shapes between two places of a text."""
    there = {match.lastgroup for match in QUANTITIES["shapes"].finditer(text, start, end)}
    for name, (need, read) in _READERS.items() if there else ():
        for match in QUANTITIES[name].finditer(text, start, end) if need in there else ():
            found = read(match)
            if found is not None:
                note("quantities", name, found.start, found.end)
                yield found


def _percent_adjective(match: re.Match[str]) -> Measure | None:
    """ "30-prozentigen"."""
    if match["number"].lower() in _WHOLLY:
        return None
    sure = precision_of(match["sure"])
    return Measure(*match.span(), "percentage", number(match["number"]), "%", precision=sure, attributive=True)


def _pages(match: re.Match[str]) -> Measure:
    """ "21-seitiges"."""
    sure = precision_of(match["sure"])
    return Measure(*match.span(), "count", number(match["number"]), "Seiten", precision=sure, attributive=True)


def _half(match: re.Match[str]) -> Measure:
    """ "rund die Hälfte"."""
    return Measure(*match.span(), "percentage", 50.0, "%", precision=precision_of(match["sure"]))


def _even(match: re.Match[str]) -> Measure:
    """ "50:50"."""
    return Measure(*match.span(), "percentage", 50.0, "%")


def _aged(match: re.Match[str]) -> Measure | None:
    """ "61-Jährige"; a small j is an adjective's."""
    value = _age(match["number"])
    return Measure(*match.span(), "age", value, "years") if value is not None and "-J" in match.group() else None


def _age_after_name(match: re.Match[str]) -> Measure | None:
    """ "Merkel (66)"."""
    group = "bracket" if match["bracket"] else "comma"
    if not _YOUNGEST <= int(match[group]) <= _OLDEST:
        return None
    return Measure(*match.span(group), "age", float(match[group]), "years", only_behind_a_name=True)


def _strength(match: re.Match[str]) -> Measure:
    """ "die Stärke 7,8"."""
    return Measure(*match.span(), "count", number(match["number"]), "Stärke")


def _compared(match: re.Match[str]) -> Measure:
    """ "länger als geplant"."""
    axis = _COMPARISON["axes"][match["axis"].lower()]
    unit = f"{axis[:-1]}:{_COMPARISON['yardsticks'][match['yardstick']]}"
    return Measure(*match.span(), "comparison", 1.0 if axis[-1] == "+" else -1.0, unit)


def _compound(match: re.Match[str]) -> Measure:
    """ "90-Euro-Ticket", "15-Prozent-Zoll", "100-Tage-Frist": the noun it ends in is what it is about."""
    worth = number(match["number"]) * SCALES.get(match["scale"] or "", 1.0)
    span, noun = match.span(), match.span("noun")
    if match["money"]:
        return Measure(*span, "money", worth, _MONEY[match["money"]], noun=noun)
    if match["points"]:
        return Measure(*span, "count", worth, "Punkte", noun=noun, begins=noun[0])
    if match["percent"]:
        return Measure(*span, "percentage", worth, "%", noun=noun)
    return Measure(*span, "duration", worth * _DURATION[_TIME_OF[match["time"]]], "min", noun=noun)


def _age(word: str) -> float | None:
    try:
        value = number(word)
    except ValueError:
        return None
    return value if 0 < value <= 120 else None


def _adjective(match: re.Match[str]) -> Measure:
    """ "dreieinhalbstündigen", "90-minütige", "mehrtägig"; whether years are an age the noun decides."""
    word = match["number"].lower()
    factor = _DURATION[_UNITS["adjective"][match["unit"]]]
    sure = precision_of(match["sure"])
    if word == "mehr":
        return Measure(match.start(), match.end(), "duration", None, "min", precision="vague", attributive=True)
    value = 0.5 if word == "halb" else number(word)
    return Measure(match.start(), match.end(), "duration", value * factor, "min", precision=sure, attributive=True)


# Which of the ``shapes`` has to be there for a pattern to be tried, and its reader. Of two figures that begin at one
# place the longer one stands, of equal ones the first.
_READERS: dict[str, tuple[str, Read]] = {
    "compound": ("compound", _compound),
    "percent_adjective": ("share", _percent_adjective),
    "pages": ("pages", _pages),
    "half": ("half", _half),
    "even": ("even", _even),
    "aged": ("time", _aged),
    "adjective": ("time", _adjective),
    "age_after_name": ("age", _age_after_name),
    "strength": ("strength", _strength),
    "compared": ("compared", _compared),
}
