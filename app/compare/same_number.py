"""One number over different nouns or attributes, or over none: when is it of one thing? Pure functions.

Two shared words tell, one of them no name; of a number of three and more figures one does.
"""

from dataclasses import dataclass

from app.compare.figure_terms import (
    EVERYWHERE,
    UNIQUE,
    compounds,
    hard_but,
    kin,
    may_be_of_one_noun,
    nested,
    of_other_kinds,
    telling,
    words_of,
)
from app.compare.pair_rules import PairTable
from app.compare.values import digits
from app.nlp.figures.lexicon import LEXICON, term
from app.nlp.figures.terms import TermKind, of_kind, read
from app.nlp.types import Figure

SHARED = 2  # words that both clauses have, and figures of a number that tells something
FEW = 11  # smaller counts are common
PRECISE = 3  # figures of a number from which on it hardly comes twice by chance ("42,50", "966.000")
_LEAST = 3  # of two nothing is told
_DOING = frozenset(map(term, LEXICON["amounts"]["doing"].split()))
_ANYBODY = "menschen"


@dataclass(frozen=True, slots=True)
class Numbers:
    """Two figures of one value. ``common`` are nouns, ``shared`` words of both; ``digits``: figures of the number."""

    a: Figure
    b: Figure
    common: set[str]
    shared: set[str]
    digits: int

    @property
    def same_nouns(self) -> bool:
        return bool(self.a.terms) and set(self.a.terms) == set(self.b.terms)

    @property
    def may_be_one_noun(self) -> bool:
        """Is nothing said of the noun that speaks against it?"""
        if self.common or self.a.kind != "count" or not (self.a.terms and self.b.terms):
            return True
        return _ANYBODY in (*self.a.terms, *self.b.terms)

    @property
    def odd(self) -> bool:
        """Is it a number that hardly comes twice: of three figures and more, for sums of two that are no round half?"""
        if self.a.kind not in ("money", "percentage"):
            return False
        two = self.a.kind == "money" and self.digits == SHARED and "5" not in f"{self.a.value:g}"
        return two or self.digits >= PRECISE


SAME_NUMBER = PairTable[Numbers, bool]("one number over other nouns", otherwise=False)


def same_number(a: Figure, b: Figure) -> bool:
    """Is it one number of one thing?"""
    if (a.value, a.high) != (b.value, b.high) or (a.unit != b.unit and a.kind != "count") or a.value is None:
        return False
    shared = set(words_of(a)) & set(words_of(b))
    return SAME_NUMBER.decide(Numbers(a, b, set(a.terms) & set(b.terms), shared, digits(a)))


@SAME_NUMBER.rule("Zwei Minister kamen. ↔ Zwei Gäste kamen.")
def one_or_two(pair: Numbers) -> bool | None:
    return False if pair.a.kind == "count" and (pair.a.value or 0) < _LEAST else None


@SAME_NUMBER.rule("Die Inflation beträgt 5,7 Prozent. ↔ Die Arbeitslosenquote beträgt 5,7 Prozent.")
def of_other_nouns(pair: Numbers) -> bool | None:
    if pair.common or not (pair.a.terms and pair.b.terms):
        return None
    return False if of_other_kinds(pair.a, pair.b) or not may_be_of_one_noun(pair.a, pair.b) else None


@SAME_NUMBER.rule("Die SPD gewann neun Prozentpunkte. ↔ Die SPD stürzte um neun Prozentpunkte auf 21 Prozent.")
def of_other_parts(pair: Numbers) -> bool | None:
    loose: tuple[TermKind, ...] = ("adjective", "name") if pair.digits >= PRECISE else ("adjective",)
    return False if hard_but(pair.a, *loose) != hard_but(pair.b, *loose) else None


@SAME_NUMBER.rule("99 deutsche Soldaten fielen. ↔ 99 russische Soldaten fielen.")
def of_other_adjectives(pair: Numbers) -> bool | None:
    """ "drei Geiseln" are "drei israelische Geiseln", but German soldiers are no Russian ones."""
    adjectives = (of_kind(figure.limits, "adjective") for figure in (pair.a, pair.b))
    return False if pair.same_nouns and not nested(*adjectives) else None


@SAME_NUMBER.rule("Israel ließ 183 palästinensische Häftlinge frei. ↔ Israel entließ im Austausch 183 Häftlinge.")
def of_one_noun(pair: Numbers) -> bool | None:
    several = (pair.a.value or 0) >= FEW and not pair.common <= EVERYWHERE
    return (pair.same_nouns and (several or bool(pair.common & UNIQUE))) or None


@SAME_NUMBER.rule("Ins Museum kamen 143 Gäste. ↔ Im Museum waren 143 Menschen.")
def precise(pair: Numbers) -> bool | None:
    return (pair.digits >= PRECISE and pair.may_be_one_noun and (bool(pair.shared) or pair.odd)) or None


@SAME_NUMBER.rule("Der Bau kostet 4,2 Milliarden Euro. ↔ Kosten wird das Projekt 4,2 Milliarden Euro.")
def odd_in_one_story(pair: Numbers) -> bool | None:
    """Beside words of one story, or with nothing that speaks of another."""
    if not pair.odd:
        return None
    return telling(pair.shared) or not (telling(words_of(pair.a)) and telling(words_of(pair.b))) or None


@SAME_NUMBER.rule("Das Niveau beträgt 48 Prozent. ↔ Das Rentenniveau liegt bei 48 Prozent.")
def of_a_compound(pair: Numbers) -> bool | None:
    """ "Niveau", "Rentenniveau"."""
    telling_enough = bool(pair.shared) or pair.digits >= SHARED
    return (not pair.common and telling_enough and kin(pair.a, pair.b)) or None


@SAME_NUMBER.rule(
    "Für Energie gibt man 75 Milliarden Dollar aus, 60 Milliarden Dollar stecken Firmen in Amerika. ↔ "
    "Für 75 Milliarden Dollar kauft man Gas, 60 Milliarden Dollar sollen Investoren aufbringen."
)
def beside_another_number(pair: Numbers) -> bool | None:
    return (pair.digits >= SHARED and any(read(word).kind == "number" for word in pair.shared)) or None


@SAME_NUMBER.rule(
    "Für den Kampf gegen den Hunger geben sie 4,5 Milliarden Dollar. ↔ "
    "Die Hungerhilfe fällt mit 4,5 Milliarden Dollar klein aus."
)
def for_one_purpose(pair: Numbers) -> bool | None:
    """ "4,5 Milliarden Dollar" for the "Hungerhilfe", "gegen den Hunger"."""
    if pair.a.kind != "money" or pair.digits < SHARED:
        return None
    return _names(pair.a, pair.b) or _names(pair.b, pair.a) or None


@SAME_NUMBER.rule(
    "730 Kilometer lang ist ihre Grenze im Regenwald von Guayana. ↔ "
    "Durch den Regenwald verläuft in Guayana eine 730 Kilometer lange Grenze."
)
def clauses_share_words(pair: Numbers) -> bool | None:
    return (len(pair.shared) >= SHARED and telling(pair.shared)) or None


def _names(a: Figure, b: Figure) -> bool:
    """Does the clause of the second name what the first is about?"""
    return compounds(set(a.terms) - _DOING, words_of(b))
