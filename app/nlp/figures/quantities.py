"""Quantities with a unit in a stretch of text: durations, money, percentages, distances, ages, counts, comparisons.

A number in figures or words, with its scale ("Millionen"), its upper end ("sechs bis zwölf") and how sure it is
("rund"), is a figure only together with what follows it: a unit, or a noun that can be counted. So phone numbers,
scores, articles of law and names with numbers give none.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from app.nlp.figures.kinds import KINDS
from app.nlp.figures.lexicon import DIGITS, LEXICON, SCALES, WORD, either, number
from app.nlp.rules import Table
from app.nlp.types import FigureKind, Precision

_UNITS = LEXICON["units"]
_COUNTING = LEXICON["counting"]
_PRECISION: dict[str, list[str]] = LEXICON["precision"]
_ONLY_MEASURES = frozenset(_PRECISION["only_measures"])
_SURE: dict[str, Precision] = {word: name for name in ("about", "at-least", "at-most") for word in _PRECISION[name]}
_NOT_COUNTED = frozenset(_COUNTING["nouns"].split())
_LABELS = frozenset(_COUNTING["labels"].split())
_BETWEEN = frozenset(_COUNTING["between"].split())
_DURATION: dict[str, float] = _UNITS["duration"]
_TIME_OF = {plural: plural.removesuffix("n").removesuffix("e") for plural in ("Tage", "Monate", "Jahre")}
_TIME_OF |= {plural: plural.removesuffix("n") for plural in ("Minuten", "Stunden", "Wochen")}
_LEAST: dict[str, int] = _COUNTING["least"]
_DECLINED = ("e", "en", "er", "es", "em")
_ADVERBS = frozenset(("sehr", "ganz", "besonders"))
_MONEY: dict[str, str] = _UNITS["money"]
_COMPARISON = LEXICON["comparison"]

_SP = r"[ \u00a0\u202f]"
_ABOUT = rf"(?:(?P<sure>{either(_SURE)})(?<=[\w.]){_SP})?"
_ONE = r"(?i:eine[rnms]?|ein)"
_SCALE = rf"(?:{either(SCALES)})(?![\w])"
_NUMBER = rf"(?:{DIGITS}|{WORD})(?![\w])"
_QUANTITY = re.compile(
    r"(?:"
    rf"(?P<half>(?i:eine[rn]?){_SP}halbe[n]?){_SP}(?P<halved>Million(?:en)?|Milliarde|Stunde|Jahr)(?!\w)"
    rf"|(?:(?:(?P<one>{_ONE})|(?P<few>{_NUMBER})){_SP})?(?P<dozen>Dutzend)(?!\w)"
    rf"|(?P<vague>{either(LEXICON['numbers']['vague'].split())})(?!\w)"
    rf"|(?:(?P<single>{_ONE})(?!\w)|(?P<low>{_NUMBER}))(?:{_SP}?(?P<scale>{_SCALE}))?"
    rf"(?:(?:{_SP}?[-–]{_SP}?|{_SP}(?:bis(?:{_SP}zu)?|und|oder){_SP})(?P<high>{_NUMBER})(?:{_SP}?(?P<high_scale>{_SCALE}))?)?"
    rf"|(?P<sign>[€$£]){_SP}?(?P<paid>{_NUMBER})(?:{_SP}?(?P<paid_scale>{_SCALE}))?"
    r")(?![\d]|[.,:/]\d)"
)
# Where a quantity can begin; cheap, for it looks at every place. The words before it are looked for behind it.
_BEGIN = re.compile(
    r"(?<![\w.,:/+§#–-])(?:(?<!\d[ \u00a0\u202f])(?=[\d€$£])|(?=[Ee]in|[Zz]w[eoöa]|[Dd]rei|[Dd]utz|[Vv]ier|[Ff]ünf"
    r"|[Ss]ech|[Ss]ieb|[Aa]cht|[Nn]eun|[Zz]ehn|[Ee]lf|[Hh]undert|[Tt]ausend|[Aa]nderthalb|Million|Milliard))"
)
_BEARING = re.compile(rf"(?:{LEXICON['precision']['bearing'].replace(' ', '|')})s?{_SP}$", re.I)
_BEFORE = re.compile(rf"(?<![\w.,-])(?:(?P<sure>{either(_SURE)})|(?P<between>[Zz]wischen)){_SP}$", re.I)
_LONGEST_BEFORE = max(map(len, _SURE)) + 2
_LONGEST_NOUN = 40
_TIME = rf"(?P<unit>{either(_DURATION)})(?:n|en|e|s)?(?!\w)"
_AFTER_TIME = re.compile(rf"{_SP}{_TIME}")
_AFTER_OLDER = re.compile(rf"{_SP}(?:älter|jünger)e[nrsm]?(?!\w)")
_AFTER_OLD = re.compile(rf"{_SP}alte?[nrsm]?(?!\w)")
_THEN = re.compile(
    rf"(?:{_SP}und{_SP}|,?{_SP})(?P<more>{_ONE}|{_NUMBER}){_SP}(?P<unit>Sekunde|Minute|Stunde|Tag|Monat)(?:n|en|e)?(?!\w)"
)
_TO = re.compile(rf"{_SP}bis(?:{_SP}zu)?{_SP}(?P<more>{_ONE}|{_NUMBER}){_SP}{_TIME}")
_AFTER_MONEY = re.compile(rf"{_SP}?(?P<unit>{either(_MONEY)}|Cent)s?(?!\w)")
_PAID = re.compile(rf"(?:\d|{_SCALE}){_SP}?(?P<unit>{either(_MONEY)})(?!\w)")
_AFTER_PERCENT = re.compile(rf"{_SP}?(?:{either(_UNITS['percent'])})(?!\w)")
_AFTER_KILOMETRES = re.compile(rf"{_SP}(?P<noun>(?!Quadrat|Kubik)[A-ZÄÖÜ][a-zäöüß]+kilometern?)(?!\w)")
_AFTER_FRACTION = re.compile(rf"{_SP}(?P<unit>{either(LEXICON['numbers']['fractions'])})n?(?!\w)")
_OF = re.compile(rf"{_SP}(?:der|des|aller|seine[rs]|ihre[rs]|davon)(?!\w)")
_BY = re.compile(rf"(?<!\w)um{_SP}$")
_AFTER_NOUN = re.compile(
    rf"{_SP}(?P<adjectives>(?:[a-zäöüß-]{{3,}},?{_SP}){{0,4}})(?:[A-ZÄÖÜ]\w+-{_SP}(?:und|oder){_SP})?"
    r"(?P<noun>[A-ZÄÖÜ][\w-]*[\wäöüß])(?![\w/])"
)
_AFTER_OF_ALL = re.compile(
    rf"{_SP}von{_SP}(?:(?:den|insgesamt|rund|etwa){_SP})?{_NUMBER}{_SP}(?:[a-zäöüß]+en{_SP})?(?P<noun>[A-ZÄÖÜ][\w-]*[\wäöüß])(?![\w/])"
)
_AFTER_VOTING = re.compile(rf"{_SP}(?P<verb>{'|'.join(_COUNTING['votes'])})(?!\w)")
_THOUSANDS = re.compile(r"(?<![\d-])(?:[1-9]\d{0,2}(?:[.'’]\d{3})+|(?:2[1-9]|[3-9]\d)\d\d)$")  # no year
_NAMED = re.compile(rf"(?<![\w-])[A-ZÄÖÜ][\w-]*\.?{_SP}$")  # "Flug LH 4080", "Boeing 7478"
_CHANGED = re.compile(rf"(?<!\w)(?:[Vv]on|[Uu]m){_SP}(?P<number>{_NUMBER}){_SP}auf{_SP}$")
_HALF = re.compile(rf"(?<![\w-])(?:(?P<sure>{either(_SURE)}){_SP})?(?:[Dd]ie|[Zz]ur|[Dd]er){_SP}Hälfte(?![\w-])")
_UNIT_OF_COMPOUND = (
    r"(?P<money>Euro|Dollar|Franken)|(?P<percent>Prozent)|(?P<points>Punkte)"
    r"|(?P<time>Minuten|Stunden|Tage|Wochen|Monate|Jahre)s?"
)
_COMPOUND = re.compile(
    rf"(?<![\w-])(?P<number>{DIGITS}|{WORD})(?:{_SP}|-)(?:(?P<scale>Millionen|Milliarden)-)?(?:{_UNIT_OF_COMPOUND})"
    r"-(?P<noun>[A-ZÄÖÜ]\w+)"
)
_PERCENT_ADJECTIVE = re.compile(rf"(?<![\w,.-]){_ABOUT}(?P<number>{DIGITS}|{WORD})[ -]?prozentige?[rnms]?(?!\w)")
_PAGES = re.compile(rf"(?<![\w,.-]){_ABOUT}(?P<number>{DIGITS}|{WORD})-?seitige?[rnms]?(?!\w)")
_EVEN = re.compile(r"(?<![\w:.,])(?:50 ?: ?50|50 zu 50|(?i:fifty[- ]fifty))(?![\w:]|[.,]\d)")
_ADJECTIVE = re.compile(
    rf"(?<![\w,.-]){_ABOUT}(?P<number>{DIGITS}|{WORD}|(?i:mehr|halb|ein))-?(?P<unit>{either(_UNITS['adjective'])})ig(?:e[rnms]?)?(?!\w)"
)
_AGED = re.compile(r"(?<![\w,.-])(?P<number>\d{1,3}|(?i:[a-zäöü]{3,25}))(?:-J|-j)ährigen?r?(?!\w)")
_AGE_AFTER_NAME = re.compile(r"(?<=[a-zäöüß])(?: \((?P<bracket>\d{1,3})\)|, (?P<comma>\d{1,3})(?=,))")
# What tells that one of these may be there.
_SHAPES = re.compile(
    rf"(?P<compound>-(?:Euro|Dollar|Franken|Prozent|Punkte|Minuten|Stunden|Tage|Wochen|Monate|Jahre)s?-)"
    rf"|(?P<time>(?:Jähr|{either(_UNITS['adjective'])})ig)|(?P<strength>Stärke|Magnitude)"
    r"|(?P<share>prozentig)|(?P<pages>seitig)|(?P<even>50 ?: ?50|50 zu 50|ifty)|(?P<half> Hälfte)"
    rf"|(?P<compared> als )|(?P<age>[,(] ?\d{{2,3}}[,)])"
)
_NOUN_NEXT = re.compile(rf"{_SP}(?:[a-zäöüß-]+e[nrms]?{_SP})?[A-ZÄÖÜ]|-")
_STRENGTH = re.compile(rf"(?:Stärke|Magnitude){_SP}(?:von{_SP})?(?P<number>\d(?:,\d)?)(?!\d|\.\d)")
_NUMBER_NOUN = re.compile(rf"(?<!\w)(?:{either(_COUNTING['number_nouns'].split())})(?!\w)")
_NUMBER_OF = re.compile(
    rf"(?:auf|bei|von){_SP}(?:(?:derzeit|inzwischen|nun|jetzt){_SP})?{_ABOUT}(?P<number>{_NUMBER})"
    r"(?=[ ,.;)]|$)"
)
_COMPARED = re.compile(
    rf"(?<!\w)(?P<axis>(?i:{either(_COMPARISON['axes'])}))"
    rf"{_SP}als{_SP}(?:ursprünglich{_SP}|zunächst{_SP}|bisher{_SP})?(?P<yardstick>{either(_COMPARISON['yardsticks'])})(?!\w)"
)
_WITH_NOUN_OF_AGE = re.compile(rf"Alter{_SP}von{_SP}$")
_KNOWN = re.compile(r"(?<!\w)(?:[Dd]ie|[Dd]en|[Dd]er|[Dd]iese[nr]?|ihre[nr]?|seine[nr]?)[ \u00a0]$")
_MAKES_FULL = re.compile(rf"{_SP}(?:lang|dauer|gedauert|später|zuvor|vorher)|$|[,.]")


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity found: value and span in the base of its unit, and where the words after it begin (``end``).

    ``noun`` is the span of a noun that the figure itself holds (the counted one, the head of "90-Euro-Ticket");
    ``attributive`` tells that it is an adjective and belongs to the noun that follows it. ``begins``: where the
    adjectives of a counted noun begin. ``only_behind_a_name``: a bare number that is an age in "Merkel (66)" alone.
    """

    start: int
    end: int
    kind: FigureKind
    value: float | None
    unit: str | None
    high: float | None = None
    precision: Precision = "exact"
    noun: tuple[int, int] | None = None
    attributive: bool = False
    begins: int = 0
    only_behind_a_name: bool = False


@dataclass(frozen=True, slots=True)
class _Amount:
    """A bare number on its way to a unit. ``single``: it is "ein", which may be an article."""

    start: int
    end: int
    low: float | None
    high: float | None
    sure: str
    single: bool = False
    currency: str | None = None
    scaled: bool = False


Named = Callable[[int], bool]


def measures(text: str, start: int, end: int, is_name: Named, currency: str | None = None) -> Iterator[Measure]:
    """The quantities between two places of a text, from left to right, not overlapping.

    ``is_name``: does a person or place begin here? Those are not counted ("2020 Biden"). ``currency``: the one that was
    spoken of last, in which "weitere 600 Milliarden" are told, too.
    """
    found = [*_special(text, start, end)]
    taken = [(one.start, one.end) for one in found]
    behind = start
    for begin in _BEGIN.finditer(text, start, end):
        match = _QUANTITY.match(text, begin.start(), end) if begin.start() >= behind else None
        if match is None or any(match.start() < stop and first < match.end() for first, stop in taken):
            continue
        before = _BEFORE.search(text, max(behind, begin.start() - _LONGEST_BEFORE), begin.start())
        if before and (before["sure"] or "").lower() == "über":
            noun = max(start, before.start() - _LONGEST_NOUN)
            if _BEARING.search(text, noun, before.start()):
                before = None  # "ein Auftrag über 150 Flugzeuge" is one of just so many
        for amount in _amounts(match, before):
            one = _with_unit(text, end, amount, is_name) or _bare(text, amount, currency)
            if one is not None:
                found.append(one)
                found += [was] if (was := _changed(text, start, one)) is not None else []
                currency = one.unit if one.kind == "money" else currency
                behind = one.end
                break
    last = start
    for one in sorted(found, key=lambda one: (one.start, -one.end)):
        if one.start >= last:
            yield one
            last = one.end


def currencies_in(text: str) -> set[str]:
    """The currencies that a text names with an amount, in short."""
    return {_MONEY[match["unit"]] for match in _PAID.finditer(text) if match["unit"] in _MONEY}


def _special(text: str, start: int, end: int) -> Iterator[Measure]:
    """Figures whose shape alone tells them: adjectives, compounds, ages, comparisons, the strength of an earthquake."""
    shapes = {match.lastgroup for match in _SHAPES.finditer(text, start, end)}
    for match in _COMPOUND.finditer(text, start, end) if "compound" in shapes else ():
        yield _compound(match)
    for match in _PERCENT_ADJECTIVE.finditer(text, start, end) if "share" in shapes else ():
        sure = _precision(match["sure"])
        if match["number"].lower() in ("hundert", "tausend"):
            continue  # a way of saying "wholly"
        yield Measure(*match.span(), "percentage", number(match["number"]), "%", precision=sure, attributive=True)
    for match in _PAGES.finditer(text, start, end) if "pages" in shapes else ():
        sure = _precision(match["sure"])
        yield Measure(*match.span(), "count", number(match["number"]), "Seiten", precision=sure, attributive=True)
    for match in _HALF.finditer(text, start, end) if "half" in shapes else ():
        yield Measure(*match.span(), "percentage", 50.0, "%", precision=_precision(match["sure"]))
    for match in _EVEN.finditer(text, start, end) if "even" in shapes else ():
        yield Measure(*match.span(), "percentage", 50.0, "%")
    for match in _AGED.finditer(text, start, end) if "time" in shapes else ():
        value = _age(match["number"])
        if value is not None and match.group().find("-J") >= 0:
            yield Measure(match.start(), match.end(), "age", value, "years")
    for match in _ADJECTIVE.finditer(text, start, end) if "time" in shapes else ():
        yield _adjective(match)
    for match in _AGE_AFTER_NAME.finditer(text, start, end) if "age" in shapes else ():
        group = "bracket" if match["bracket"] else "comma"
        if 14 <= int(match[group]) <= 105:
            yield Measure(*match.span(group), "age", float(match[group]), "years", only_behind_a_name=True)
    for match in _STRENGTH.finditer(text, start, end) if "strength" in shapes else ():
        yield Measure(match.start(), match.end(), "count", number(match["number"]), "Stärke")
    for match in _COMPARED.finditer(text, start, end) if "compared" in shapes else ():
        axis, sign = _COMPARISON["axes"][match["axis"].lower()][:-1], _COMPARISON["axes"][match["axis"].lower()][-1]
        unit = f"{axis}:{_COMPARISON['yardsticks'][match['yardstick']]}"
        yield Measure(match.start(), match.end(), "comparison", 1.0 if sign == "+" else -1.0, unit)


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
    sure = _precision(match["sure"])
    if word == "mehr":
        return Measure(match.start(), match.end(), "duration", None, "min", precision="vague", attributive=True)
    value = 0.5 if word == "halb" else number(word)
    return Measure(match.start(), match.end(), "duration", value * factor, "min", precision=sure, attributive=True)


def _precision(sure: str | None) -> Precision:
    return _SURE.get((sure or "").lower(), "exact")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as it stands in the text, with the word before it that says how sure it is."""

    match: re.Match[str]
    start: int
    sure: str


AMOUNT = Table[_Number, _Amount | None]("what a number comes to", otherwise=None)


@AMOUNT.rule("Das kostet eine halbe Million Euro.")
def half(told: _Number) -> _Amount | None:
    match = told.match
    if not match["half"]:
        return None
    scale = SCALES.get(match["halved"])
    return _Amount(told.start, match.end("halved" if scale else "half"), 0.5 * (scale or 1.0), None, told.sure)


@AMOUNT.rule("Zwei Dutzend Staaten unterschrieben.")
def dozens(told: _Number) -> _Amount | None:
    match = told.match
    if not match["dozen"]:
        return None
    few = number(match["few"]) if match["few"] else 1.0
    return _Amount(told.start, match.end(), 12 * few, None, told.sure or "rund")


@AMOUNT.rule("Hunderte Demonstranten zogen vor das Amt.")
def vague(told: _Number) -> _Amount | None:
    return _Amount(told.start, told.match.end(), None, None, told.sure) if told.match["vague"] else None


@AMOUNT.rule("Das kostet €20 Millionen.")
def behind_its_sign(told: _Number) -> _Amount | None:
    match = told.match
    if not match["sign"]:
        return None
    value = number(match["paid"]) * SCALES.get(match["paid_scale"] or "", 1.0)
    return _Amount(told.start, match.end(), value, None, told.sure, currency=_MONEY[match["sign"]])


def _amounts(match: re.Match[str], before: re.Match[str] | None) -> Iterator[_Amount]:
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
            yield _Amount(told.start, match.end(), least, most, told.sure)
    single = match["single"] is not None
    stop = match.end("scale") if match["scale"] else match.end("single" if single else "low")
    begin = match.start() if between else told.start
    yield _Amount(begin, stop, low * scale, None, told.sure, single and not match["scale"], scaled=scale >= 1e6)


def _with_unit(text: str, end: int, amount: _Amount, is_name: Named) -> Measure | None:
    """The figure that a number and what follows it make, None where that is nothing measured or counted."""
    if amount.currency:
        return _measure(amount, amount.end, "money", 1.0, amount.currency)
    if (after := _AFTER_TIME.match(text, amount.end, end)) is not None:
        return _duration(text, end, amount, after)
    if (after := _AFTER_FRACTION.match(text, amount.end, end)) is not None and amount.low and amount.low < 10:
        share = 100 / LEXICON["numbers"]["fractions"][after["unit"]]
        told = not amount.single or _OF.match(text, after.end(), end) or _BY.search(text, 0, amount.start)
        return _measure(amount, after.end(), "percentage", share, "%") if amount.low * share < 100 and told else None
    if amount.single:
        return None
    if (after := _AFTER_MONEY.match(text, amount.end, end)) is not None:
        cents = after["unit"] == "Cent"
        return _measure(amount, after.end(), "money", 0.01 if cents else 1.0, "EUR" if cents else _MONEY[after["unit"]])
    if (after := _AFTER_PERCENT.match(text, amount.end, end)) is not None:
        unit = "points" if "punkt" in after.group() else "%"
        return _measure(amount, after.end(), "percentage", 1.0, unit)
    if (after := _after_unit(tuple(KINDS)).match(text, amount.end, end)) is not None:
        kind = KINDS[after.lastgroup or ""]
        return _measure(amount, after.end(), kind.name, kind.units[after[kind.name]], kind.base)
    if (after := _AFTER_KILOMETRES.match(text, amount.end, end)) is not None:
        return replace(_measure(amount, after.end(), "distance", 1000.0, "m"), noun=after.span("noun"))
    return _count(text, end, amount, is_name) or _of_all(text, end, amount) or _votes(text, end, amount)


@lru_cache(maxsize=16)
def _after_unit(names: tuple[str, ...]) -> re.Pattern[str]:
    """The words behind a number that say of what kind it is, of all kinds that have such words; no speed."""
    kinds = [KINDS[name] for name in names if KINDS[name].units]
    words = "|".join(f"{_SP}{'?' if kind.close else ''}(?P<{kind.name}>{either(kind.units)})" for kind in kinds)
    return re.compile(rf"(?:{words})(?!\w|/|{_SP}(?:pro|je){_SP}Stunde)")


def _of_all(text: str, end: int, amount: _Amount) -> Measure | None:
    """ "37 von 41 Ländern": so many of the same."""
    after = _AFTER_OF_ALL.match(text, amount.end, end)
    if after is None or after["noun"] in _NOT_COUNTED:
        return None
    return Measure(amount.start, amount.end, "count", amount.low, after["noun"], None, _precision(amount.sure))


def _labelled(text: str, amount: _Amount) -> bool:
    """Is the number the name of something ("Resolution 2231")?"""
    label = re.search(r"([A-ZÄÖÜ][\w]*)\.?[ \u00a0]$", text[max(0, amount.start - 25) : amount.start])
    return label is not None and label[1] in _LABELS


def _votes(text: str, end: int, amount: _Amount) -> Measure | None:
    """ "drei enthielten sich": so many votes."""
    after = _AFTER_VOTING.match(text, amount.end, end)
    if after is None:
        return None
    noun = next(noun for verb, noun in _COUNTING["votes"].items() if re.fullmatch(verb, after["verb"]))
    return Measure(amount.start, after.end(), "count", amount.low, noun, None, _precision(amount.sure))


def _bare(text: str, amount: _Amount, currency: str | None) -> Measure | None:
    """Millions that nothing says of what they are: of money, after a sum; and a number told in thousands ("1.200")."""
    if _NOUN_NEXT.match(text, amount.end) or not (amount.scaled or _THOUSANDS.search(text, amount.start, amount.end)):
        return None
    if amount.scaled and currency is not None:
        return _measure(amount, amount.end, "money", 1.0, currency)
    plain = text[amount.start : amount.end].isdigit()
    if _labelled(text, amount) or (plain and _NAMED.search(text, max(0, amount.start - 25), amount.start)):
        return None
    return _measure(amount, amount.end, "count", 1.0, None)


def _changed(text: str, start: int, one: Measure) -> Measure | None:
    """What a figure was, before it: "von 15 auf zwölf Prozent", "um 30 auf 280 Milliarden Euro"."""
    before = _CHANGED.search(text, max(start, one.start - _LONGEST_BEFORE), one.start)
    if before is None or one.value is None or one.kind not in ("money", "percentage", "distance"):
        return None
    told = _QUANTITY.match(text, one.start)
    factor = one.value / number(told["low"]) if told is not None and told["low"] else 1.0
    return Measure(*before.span("number"), one.kind, round(number(before["number"]) * factor, 6), one.unit)


def _measure(amount: _Amount, end: int, kind: FigureKind, factor: float, unit: str | None) -> Measure:
    def based(value: float | None) -> float | None:
        return None if value is None else round(value * factor, 6)

    precision: Precision = "vague" if amount.low is None else _precision(amount.sure)
    return Measure(amount.start, end, kind, based(amount.low), unit, based(amount.high), precision)


def _duration(text: str, end: int, amount: _Amount, after: re.Match[str]) -> Measure | None:
    factor = _DURATION[after["unit"]]
    if after["unit"] == "Jahr":
        old = _AFTER_OLD.match(text, after.end(), end)
        if old is not None or _WITH_NOUN_OF_AGE.search(text, max(0, amount.start - 12), amount.start):
            return _measure(amount, old.end() if old else after.end(), "age", 1.0, "years")
        if (older := _AFTER_OLDER.match(text, after.end(), end)) is not None:
            return replace(_measure(amount, older.end(), "duration", factor, "min"), attributive=True)
    if (to := _TO.match(text, after.end(), end)) is not None and amount.low is not None:
        high = number(to["more"]) * _DURATION[to["unit"]]
        return Measure(amount.start, to.end(), "duration", amount.low * factor, "min", high, _precision(amount.sure))
    stop, more = after.end(), 0.0
    while (then := _THEN.match(text, stop, end)) is not None and _DURATION[then["unit"]] < factor:
        more += number(then["more"]) * _DURATION[then["unit"]]
        stop = then.end()
    if amount.single and not more and not (amount.sure or _MAKES_FULL.match(text, stop, end)):
        return None  # "eine Stunde" may be any hour: an article and a noun
    if amount.single and after["unit"] == "Tag" and not more:
        return None
    found = _measure(amount, stop, "duration", factor, "min")
    return replace(found, value=found.value and found.value + more)


@dataclass(frozen=True, slots=True)
class _Counted:
    """A number before a noun, perhaps with adjectives between. ``sure``: lower case; ``low`` is 0 where it is vague."""

    text: str
    start: int
    amount: _Amount
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
    return _labelled(count.text, count.amount) or None


@NO_COUNT.rule("Er wurde mit 30 dann Minister.")
def no_adjectives_between(count: _Counted) -> bool | None:
    return not _adjectives(count.after["adjectives"].split()) or None


@NO_COUNT.rule("Die zwei Staaten einigten sich.")
def both_of_them(count: _Counted) -> bool | None:
    at = count.amount.start
    return (count.amount.low == 2 and _KNOWN.search(count.text, max(0, at - 8), at) is not None) or None


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
    one = count.text[count.amount.start : count.amount.end] in ("1", "0")
    return one or count.low < _LEAST.get(count.after["noun"], 0) or None


def _count(text: str, end: int, amount: _Amount, is_name: Named) -> Measure | None:
    after = _AFTER_NOUN.match(text, amount.end, end)
    if after is None:
        return None
    sure, start, low = amount.sure.lower(), amount.start, amount.low or 0.0
    if sure in _ONLY_MEASURES and (low < 13 or low % 10):  # "sprachen über drei Themen", "zog sich über 172 Tage"
        start, sure = start + len(sure) + 1, ""
    if NO_COUNT.decide(_Counted(text, start, amount, after, sure, low, is_name), amount.start, after.end()):
        return None
    precision: Precision = "vague" if amount.low is None else _precision(sure)
    noun = after.span("noun")
    begins = after.start("adjectives")
    return Measure(start, noun[1], "count", amount.low, after["noun"], amount.high, precision, noun, begins=begins)


def _adjectives(words: list[str]) -> bool:
    """Can these words stand between a number and the noun it counts ("strategisch wichtige", "starken und stolzen")?"""
    if not words:
        return True
    if not words[-1].endswith(_DECLINED):
        return False
    if any(word.endswith(",") and not word[:-1].endswith(_DECLINED) and word[:-1] not in _ADVERBS for word in words):
        return False
    return not any(word in _BETWEEN and not (word == "und" and at > 0) for at, word in enumerate(words))


def bare_numbers(text: str, start: int, end: int) -> Iterator[Measure]:
    """Bare numbers behind "auf", "bei", "von": a figure only where the clause tells whose number it is."""
    if not _NUMBER_NOUN.search(text, start, end):
        return
    for match in _NUMBER_OF.finditer(text, start, end):
        value = number(match["number"])
        if value >= 2 and not 1900 <= value <= 2099:
            begin = match.start("sure") if match["sure"] else match.start("number")
            yield Measure(begin, match.end("number"), "count", value, None, precision=_precision(match["sure"]))
