"""When two figures give one value: equal, one rounding the other, or bounding it."""

from typing import Literal

from app.nlp.figures.kinds import KINDS
from app.nlp.types import Figure

Likeness = Literal["equal", "rounded", "bounded", "apart"]

MILLION = 1e6
_VAGUE = {"dutzend": (12, 200), "hundert": (100, 2_000), "tausend": (1e3, 2e4), "zehntausend": (1e4, 2e5)}
_VAGUE |= {"hunderttausend": (1e5, 2e6), "million": (1e6, 1e9), "milliarde": (1e9, 1e12)}


def is_sum(one: Figure) -> bool:
    """Is it money, or millions of what is not told ("600 Milliarden")?"""
    bare = one.kind == "count" and not one.unit and (one.value or 0) >= MILLION
    return one.value is not None and (bare or one.kind == "money")


def likeness(a: Figure, b: Figure) -> Likeness:
    """How two values of one kind and unit relate. Dates are not asked here."""
    if a.value is None or b.value is None:
        return _vague(a, b)
    kind = KINDS[a.kind]
    if kind.compared == "axis":
        return "equal" if a.value == b.value else "apart"
    if a.high is not None or b.high is not None:
        return _spans(a, b)
    x, y = a.value, b.value
    if x == y:
        return "equal" if a.precision == b.precision else "rounded" if _bounding(a) or _bounding(b) else "equal"
    if _bounding(a) or _bounding(b):
        return _bounded(a, b)
    if max(x, y) < kind.exact_below:
        return "apart"
    if "about" in (a.precision, b.precision):
        return "rounded" if kind.tolerances.about.holds(x, y) else "apart"
    half = max(_step(a), _step(b)) / 2
    return "rounded" if kind.tolerances.rounded.holds(x, y) and abs(x - y) < half else "apart"


def _bounding(one: Figure) -> bool:
    return one.precision in ("at-least", "at-most")


def _bounded(a: Figure, b: Figure) -> Likeness:
    """ "mindestens 100" and 120; two bounds must be near each other."""
    assert a.value is not None
    assert b.value is not None
    tolerances = KINDS[a.kind].tolerances
    if _bounding(a) and _bounding(b):
        return "bounded" if a.precision == b.precision and tolerances.bounds.holds(a.value, b.value) else "apart"
    bound, other = (a, b) if _bounding(a) else (b, a)
    assert bound.value is not None
    assert other.value is not None
    inside = other.value >= bound.value if bound.precision == "at-least" else other.value <= bound.value
    return "bounded" if inside and tolerances.bound.holds(bound.value, other.value) else "apart"


def _spans(a: Figure, b: Figure) -> Likeness:
    """Spans are equal, or one holds the other."""
    assert a.value is not None
    assert b.value is not None
    first, second = (a.value, a.high or a.value), (b.value, b.high or b.value)
    if first == second:
        return "equal"
    inner, outer = sorted((first, second), key=lambda span: span[1] - span[0])
    return "rounded" if outer[0] <= inner[0] and inner[1] <= outer[1] else "apart"


def _vague(a: Figure, b: Figure) -> Likeness:
    """ "Hunderte" and 350, "mehrstündig" and three hours."""
    if a.value is None and b.value is None:
        return "equal" if _vague_word(a) == _vague_word(b) else "apart"
    vague, known = (a, b) if a.value is None else (b, a)
    assert known.value is not None
    if vague.kind == "duration":
        unit = next((size for name, size in _FEW.items() if name in vague.surface.lower()), None)
        return "rounded" if unit is not None and 1.5 * unit <= known.value < 30 * unit else "apart"
    span = _VAGUE.get(_vague_word(vague))
    return "rounded" if span is not None and span[0] <= known.value <= span[1] else "apart"


_FEW = {
    "sekünd": 1 / 60,
    "minüt": 1.0,
    "stünd": 60.0,
    "täg": 1440.0,
    "wöch": 10080.0,
    "monat": 43800.0,
    "jähr": 525600.0,
}


def _vague_word(one: Figure) -> str:
    """ "Hunderten" -> "hundert"; of an adjective the whole word."""
    first = one.surface.lower().split()[0] if one.surface.strip() else ""
    return max((word for word in _VAGUE if first.startswith(word)), key=len, default=first.rstrip("enrms"))


def _step(one: Figure) -> float:
    """To what a value is rounded: of times the unit or part of an hour, of others of the last figure but 0."""
    value = abs(one.value or 0.0)
    if steps := KINDS[one.kind].steps:
        return next((step for step in steps if value % step == 0), 1.0)
    shown = f"{value:.6f}".rstrip("0")
    whole, _, decimals = shown.partition(".")
    if decimals:
        return float(10.0 ** -len(decimals))
    return float(10.0 ** (len(whole) - len(whole.rstrip("0"))))


def digits(one: Figure) -> int:
    """How many figures a value is told with, noughts at the end left out: 105.000 has three, 500 has one."""
    value = abs(one.value or 0.0)
    if KINDS[one.kind].steps:
        value /= _step(one)
    return len(f"{value:.6f}".rstrip("0").replace(".", "").strip("0"))
