"""When two figures are about one thing: by what they say they are about, and by how they say it. Pure functions.

Two figures are joined only by what both say they are about: the same kind, unit and thing ("treffen", "tote", a
person), and the same limits ("erste Runde", "davon"). One value in one wording, as papers have it that print the same
agency's sentence, is one thing too. Counts of one number may be joined over different nouns where their clauses share
two words; dates where they fall on the same day and their clauses share two words. A group that joins different things
is worse than a missing one, so everything that does not agree keeps apart:

- Values may differ only for things there is one of (a person's age, the dead of a disaster, the length of a meeting),
  and not by far, nor where the clauses name different bodies or places.
- Where one article gives two values for what looks like one thing, only equal or rounded values are joined. Where a
  chain of small differences would join values that lie far apart, only equal ones are.
- People, cases and tonnes are counted everywhere: one number of them tells little, and the clauses must share a word.
"""

from dataclasses import dataclass

from app.compare.figure_evidence import (
    FATES,
    LEAST_OF_DATES,
    LEAST_OF_DEADLINES,
    VAGUE,
    evidence_of_dates,
    told_alike,
)
from app.compare.figure_keys import Mark, is_date, told
from app.compare.figure_terms import (
    BASE,
    CLASSES,
    EVERYWHERE,
    OF_A_BODY,
    UNIQUE,
    compounds,
    elsewhere,
    hard,
    hard_but,
    holders,
    nested,
    other_names,
    telling,
    words_of,
)
from app.compare.pair_rules import PairTable
from app.compare.same_number import same_number
from app.compare.values import digits, is_sum, likeness
from app.nlp.figures.kinds import KINDS
from app.nlp.figures.lexicon import LEXICON, term
from app.nlp.figures.terms import TermKind, of_kind
from app.nlp.types import Figure

SHARED = 2  # words that two clauses must share where nothing else tells that they speak of one thing
FEW = 11  # smaller counts are common: there the clauses must share a word, too
MANY = 1000  # forces from which on one number of them is one deployment
PRECISE = 3  # figures of a number from which on it hardly comes twice by chance ("42,50", "966.000")
_FORCES = frozenset(map(term, LEXICON["counting"]["forces"].split()))
_ALL: dict[str, list[int]] = LEXICON["counting"]["all"]
_OF_MANY = frozenset(("staaten",))  # "rund 30 Staaten" are hardly the 27 of a union
_OF_ONE_TEXT = frozenset(("seiten",))  # a summit has one paper of so many pages
_DAY = len("2021-06-16")
LOOSE, ALIKE, EQUAL = range(3)  # how alike values of one thing have to be: near, rounded, equal


@dataclass(frozen=True, slots=True)
class Pair:
    """Two marks with a common key. ``tie``: how alike values under that key have to be."""

    first: Mark
    second: Mark
    tie: int

    @property
    def a(self) -> Figure:
        return self.first.figure

    @property
    def b(self) -> Figure:
        return self.second.figure

    @property
    def worded(self) -> bool:
        """Do both say it of the same day or value, in one wording?"""
        return bool(set(self.a.wording) & set(self.b.wording)) and bool(told(self.first) & told(self.second))


JOINED = PairTable[Pair, bool]("two figures of one thing", otherwise=False)


def joined(a: Mark, b: Mark, tie: int = LOOSE) -> bool:
    """Are two marks with a common key about one thing? ``tie``: how alike values under that key have to be."""
    return JOINED.decide(Pair(a, b, tie))


@JOINED.rule("Die Stadt zahlt 1250 Euro im Jahr für den Chor. ↔ Die Stadt zahlt 1250 Euro im Monat für den Chor.")
def of_other_periods(pair: Pair) -> bool | None:
    return False if pair.a.per and pair.b.per and pair.a.per != pair.b.per else None


@JOINED.rule("Am Mittwoch ging es auch um Taiwan. ↔ Das Treffen war kürzer als geplant.")
def a_date_and_a_measure(pair: Pair) -> bool | None:
    return False if is_date(pair.a) != is_date(pair.b) else None


@JOINED.rule("Der Konzern BASF strich 2023 weltweit Stellen. ↔ Der Konzern Bayer strich 2023 weltweit Stellen.")
def one_day(pair: Pair) -> bool | None:
    return pair.worded or _same_date(pair.first, pair.second) if is_date(pair.a) else None


@JOINED.rule("Bayer streicht weltweit 500 Stellen. ↔ BASF streicht weltweit 500 Stellen.")
def of_other_places_or_times(pair: Pair) -> bool | None:
    return False if elsewhere(pair.a, pair.b) else None


@JOINED.rule("Für 750 Milliarden Dollar kauft man Gas. ↔ Eine Zahl bleibt, und die heißt 750 Milliarden.")
def sums_of_which_one_has_no_currency(pair: Pair) -> bool | None:
    if pair.a.kind == pair.b.kind:
        return None
    return is_sum(pair.a) and is_sum(pair.b) and not other_names(pair.a, pair.b) and told_alike(pair.a, pair.b)


@JOINED.rule("Das Treffen dauerte länger als vorgesehen. ↔ Das Treffen war kürzer als geplant.")
def one_comparison(pair: Pair) -> bool | None:
    if KINDS[pair.a.kind].compared != "axis":
        return None
    return pair.a.unit == pair.b.unit and bool(set(pair.a.terms) & set(pair.b.terms))


@JOINED.rule("Auf den rund 140 Seiten steht wenig. ↔ Sie legten das 143 Seiten starke Papier vor.")
def all_there_are(pair: Pair) -> bool | None:
    """Are both so many that it can only be of one thing: of all the states there are, of the pages of the one text?"""
    nouns = set(pair.a.terms) & set(pair.b.terms)
    if pair.a.kind != "count" or likeness(pair.a, pair.b) == "apart":
        return None
    values = [pair.a.value or 0, pair.b.value or 0]
    every = any(all(low <= value <= high for value in values) for low, high in (_ALL[n] for n in nouns if n in _ALL))
    pages = bool(nouns & _OF_ONE_TEXT) and max(digits(pair.a), digits(pair.b)) >= SHARED
    return every or pages or None


@JOINED.rule(
    "Xi kam zu einem einstündigen Gespräch mit Fumio Kishida. ↔ "
    "Die Unterredung zwischen Biden und Scholz dauerte vier Stunden."
)
def of_others(pair: Pair) -> bool | None:
    """Do the clauses name nobody and no place in common, and is it no number that tells all the same?"""
    if holders(pair.a) & holders(pair.b) or not other_names(pair.a, pair.b):
        return None
    return None if _telling_number(pair.a, pair.b) else False


@JOINED.rule("Die Polizei nahm in Hamburg-Altona 14 Leute fest. ↔ Die Polizei nahm in Hamburg-Altona 14 Leute mit.")
def one_wording(pair: Pair) -> bool | None:
    return pair.worded or None


@JOINED.rule("Vertreter der 27 Staaten berieten. ↔ Rund 30 Staaten schickten jemanden.")
def one_noun(pair: Pair) -> bool | None:
    a, b = pair.a, pair.b
    if not set(a.terms) & set(b.terms) or hard(a) != hard(b):
        return None
    together = fits(a, b, pair.tie) and (a.kind != "count" or _of_one_count(a, b))
    return together or (pair.tie < EQUAL and TOLD_ALIKE.decide((a, b)))


@JOINED.rule("Das Dorf liegt 30 Kilometer vor Kiew. ↔ Sie legten 30 Kilometer zu Fuß zurück.")
def one_value(pair: Pair) -> bool | None:
    if not KINDS[pair.a.kind].by_number:
        return None
    return same_number(pair.a, pair.b) or TOLD_ALIKE.decide((pair.a, pair.b))


# --- values of one thing


def fits(a: Figure, b: Figure, tie: int) -> bool:
    """May two values be given for one thing?"""
    if likeness(a, b) != "apart":
        return tie < EQUAL or (a.value, a.high) == (b.value, b.high)
    if {"nach", "vor", BASE} & {*a.limits, *b.limits}:
        return False  # time that has passed since something, a share of something
    one_of_it = a.kind != "count" or set(a.terms) & set(b.terms) & UNIQUE or holders(a) & holders(b)
    limits = (hard(a), hard(b)) if a.kind == "duration" else (sorted(a.limits), sorted(b.limits))
    return tie == LOOSE and bool(one_of_it) and limits[0] == limits[1] and _near(a, b)


def _near(a: Figure, b: Figure) -> bool:
    """May the texts differ by so much about one thing? Spans and what is vague are not asked."""
    if a.value is None or b.value is None or a.high is not None or b.high is not None:
        return False
    tolerance = KINDS[a.kind].tolerances.apart
    return (tolerance.crosses_zero or a.value * b.value > 0) and tolerance.holds(a.value, b.value)


def _telling_number(a: Figure, b: Figure) -> bool:
    """Is it one number that says of itself that both speak of one thing?"""
    return a.value == b.value and (digits(a) >= PRECISE or bool(set(a.terms) & set(b.terms) & UNIQUE - OF_A_BODY))


# --- number, nouns and the words around them together

TOLD_ALIKE = PairTable[tuple[Figure, Figure], bool]("two figures told alike", otherwise=False)


@TOLD_ALIKE.rule("Die SPD stürzte um neun Prozentpunkte ab. ↔ Die Wahlbeteiligung betrug neun Prozent.")
def of_another_unit(pair: tuple[Figure, Figure]) -> bool | None:
    a, b = pair
    return False if a.unit != b.unit and a.kind != "count" else None


@TOLD_ALIKE.rule("Die Inflation beträgt 5,7 Prozent. ↔ Die Arbeitslosenquote beträgt 5,7 Prozent.")
def of_another_class(pair: tuple[Figure, Figure]) -> bool | None:
    here, there = (set(figure.terms) - VAGUE for figure in pair)
    classed = here and there and here <= CLASSES and there <= CLASSES
    return False if classed and not here & there else None


@TOLD_ALIKE.rule("Drei Gäste kamen. ↔ Drei Minister gingen.")
def small_counts(pair: tuple[Figure, Figure]) -> bool | None:
    return False if pair[0].kind == "count" and min(figure.value or 0 for figure in pair) < FEW else None


@TOLD_ALIKE.rule("99 deutsche Soldaten fielen. ↔ 99 russische Soldaten fielen.")
def of_other_adjectives_or_persons(pair: tuple[Figure, Figure]) -> bool | None:
    kinds: tuple[TermKind, ...] = ("adjective", "name")
    return False if any(_at_odds(*(of_kind(figure.limits, kind) for figure in pair)) for kind in kinds) else None


@TOLD_ALIKE.rule("In der ersten Runde bekam er 40 Prozent der Stimmen. ↔ 40 Prozent der ersten Stimmen zählten.")
def of_another_part(pair: tuple[Figure, Figure]) -> bool | None:
    here, there = ([limit for limit in hard_but(figure, "adjective", "name") if limit != "um"] for figure in pair)
    return False if here != there else None


@TOLD_ALIKE.rule("Das Dorf liegt 30 Kilometer vor Kiew. ↔ Sie legten 30 Kilometer zu Fuß zurück.")
def enough_in_common(pair: tuple[Figure, Figure]) -> bool | None:
    return told_alike(*pair)


def _at_odds(here: set[str], there: set[str]) -> bool:
    return bool(here and there) and not nested(here, there)


# --- counts of one noun


@dataclass(frozen=True, slots=True)
class _Counts:
    """Two counts with a common noun. ``shared``: words of both clauses that tell more than the noun does."""

    a: Figure
    b: Figure
    common: set[str]
    shared: set[str]
    small: bool


def _of_one_count(a: Figure, b: Figure) -> bool:
    return bool(holders(a) & holders(b)) or COUNTED.decide(_counts(a, b))


def _counts(a: Figure, b: Figure) -> _Counts:
    common = set(a.terms) & set(b.terms)
    small = any(figure.value is not None and figure.value < FEW for figure in (a, b))
    return _Counts(a, b, common, (set(a.context) & set(b.context)) - common - FATES, small)


# Counts of one noun whose values fit: small ones, and what is counted everywhere, must agree in more than that.
COUNTED = PairTable[_Counts, bool]("two counts of one noun", otherwise=False)


@COUNTED.rule("188 Menschen wurden verletzt. ↔ 180 Verletzte kamen in Kliniken.")
def there_is_one_of_it(counts: _Counts) -> bool | None:
    return (bool(counts.common & UNIQUE) and not counts.small) or None


@COUNTED.rule("20 Millionen Tonnen Getreide lagern dort. ↔ 20 Millionen Tonnen Stahl lagern dort.")
def tonnes_of_other_things(counts: _Counts) -> bool | None:
    return None if nested(set(counts.a.terms), set(counts.b.terms)) else False


@COUNTED.rule("Das Beben hatte am Dienstag die Stärke 6,8. ↔ Das Erdbeben hatte die Stärke 6,8.")
def clauses_share_words(counts: _Counts) -> bool | None:
    vague = None in (counts.a.value, counts.b.value) and counts.common <= EVERYWHERE
    return (not vague and telling(counts.shared)) or len(counts.shared) >= SHARED or None


@COUNTED.rule("Zwei Menschen starben bei einem Unfall. ↔ Zwei Menschen starben bei einem Brand.")
def two_dead(counts: _Counts) -> bool | None:
    """A few dead are reported every day: the clauses must not speak of other things."""
    if not counts.common & UNIQUE:
        return None
    here, there = (set(figure.context) - counts.common - FATES for figure in (counts.a, counts.b))
    return bool(here & there) or not (telling(here) and telling(there))


@COUNTED.rule("Zwölf Polizisten sichern das Schloss. ↔ Im Einsatz sind zwölf Polizisten.")
def counted_everywhere(counts: _Counts) -> bool | None:
    """Only one precise number; "18.000 Polizisten" are not sent out twice."""
    if not counts.common <= EVERYWHERE:
        return None
    many = counts.common <= _FORCES and (counts.a.value or 0) >= MANY
    return counts.a.value == counts.b.value and digits(counts.a) >= (SHARED if counts.shared or many else PRECISE)


@COUNTED.rule("Vertreter der 27 Staaten berieten. ↔ Rund 30 Staaten schickten jemanden.")
def of_one_noun(counts: _Counts) -> bool | None:
    rounding = counts.a.terms == counts.b.terms and not counts.common & _OF_MANY
    return not counts.small and (counts.a.value == counts.b.value or rounding)


# --- dates


def _same_date(a: Mark, b: Mark) -> bool:
    """The same day (month, year) in clauses that share two words."""
    if a.day is None or a.day != b.day:
        return False
    shared = set(words_of(a.figure)) & set(words_of(b.figure))
    bound = a.figure.precision == b.figure.precision != "exact"
    day = len(a.day) == _DAY and not other_names(a.figure, b.figure)
    least = LEAST_OF_DEADLINES if bound and not day else LEAST_OF_DATES
    if (bound or day) and evidence_of_dates(a.figure, b.figure) >= least:
        return True
    if len(a.day) == _DAY:
        return len(shared) >= SHARED
    if len(shared) < SHARED or other_names(a.figure, b.figure):
        return False
    return telling(shared) or compounds(words_of(a.figure), words_of(b.figure))
