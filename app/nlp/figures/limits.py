"""What restricts the thing a figure is about to a part of it or to one of several.

The clause does ("davon", "um 3 Prozent mehr"), and the noun itself: its compound ("Vier-Augen-Gespräch"), ordinals
before it ("die zweite Runde"), names and owners behind it. Each of the functions gives what it sees; all of it counts.
"""

import re
from collections.abc import Callable, Iterator

from app.nlp import lexicon
from app.nlp.figures.clause import About, is_body, is_noun, tag
from app.nlp.figures.discourse import DEFINITE, ORDINAL
from app.nlp.figures.durations import is_pause
from app.nlp.figures.lexicon import LEXICON, fold, restriction, term
from app.nlp.figures.setting import Setting
from app.nlp.figures.terms import write
from app.nlp.german.clauses import PREPOSITIONS, Item

MORE = lexicon.function_words("more_or_less")
_DIGIT_ORDINAL = re.compile(r"\d{1,3}\.")
_PARTITIVE = lexicon.function_words("partitive")
_CHANGE = frozenset(LEXICON["counting"]["change"])
_GROWING = re.compile(r"wachse?n?$|wächst|wuchs|gewachsen|zuleg|zugelegt|schrumpf|geschrumpf|verteuer|verbillig")
_DOING = frozenset(LEXICON["amounts"]["doing"].split())
_OF = lexicon.function_words("belonging")
_QUARTER = re.compile(r"(?:(erst|zweit|dritt|viert)en|(\d)\.) (Quartal|Halbjahr)")
_YEAR = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?![\w.,])")
_ORDINALS = 3  # words before a noun that are searched
_NAMES = 4  # and behind it


def limits_of_clause(setting: Setting) -> set[str]:
    """What the clause says, whatever the noun is."""
    return {limit for limits in _OF_CLAUSE for limit in limits(setting)}


def limits_of(setting: Setting, at: int) -> set[str]:
    """What restricts the noun at an item."""
    return limits_of_clause(setting) | {limit for limits in _OF_NOUN for limit in limits(setting, at)}


def about_noun(setting: Setting, noun: Item, start: int, end: int) -> About:
    """A figure of a noun; of a noun that only says what is done ("der Bau von Schulen") of the one behind it."""
    at = setting.clauses.item_at(noun.start) or 0
    behind = setting.items[at + 1 : at + 3]
    thing = noun
    if noun.text in _DOING and len(behind) == 2 and behind[0].low in _OF and is_noun(behind[1]):
        thing = behind[1]
    return About(start, end, (term(thing.text),), tuple(sorted(limits_of(setting, at))))


def is_done_to(noun: Item, other: Item, end: int, follower: str) -> bool:
    """Does the first noun only say what is done with the other, in a phrase that ends at a place ("den Bau der
    Schulen") or that a word of belonging follows?"""
    return noun.text in _DOING and (other.start < end or follower in _OF)


# --- of the clause


def _change(setting: Setting) -> Iterator[str]:
    """ "um 3 Prozent", "zehn Euro mehr", "0,7 Prozent wuchs die Wirtschaft"."""
    if setting.kind not in ("percentage", "money", "duration"):
        return
    ahead = setting.last + 1 if setting.last is not None else len(setting.items)
    more = ahead < len(setting.items) and setting.items[ahead].low in MORE
    if more or setting.leading in _CHANGE or _grows(setting):
        yield "um"


def _grows(setting: Setting) -> bool:
    """Does the clause say that something grows or shrinks by such a share?"""
    if setting.kind != "percentage" or setting.leading in PREPOSITIONS:
        return False
    return any(_GROWING.match(item.low) for item in setting.inside)


def _pause(setting: Setting) -> Iterator[str]:
    if setting.kind == "duration" and is_pause(item.low for item in setting.inside):
        yield "pause"


def _part(setting: Setting) -> Iterator[str]:
    if _PARTITIVE & {item.low for item in setting.inside}:
        yield "davon"


def _year(setting: Setting) -> Iterator[str]:
    """The year or quarter that a sum or share is of."""
    if setting.kind in ("money", "percentage") and setting.inside:
        said = setting.clauses.text[setting.inside[0].start : setting.inside[-1].end]
        yield from (write("quarter", (match[1] or match[2]) + fold(match[3])) for match in _QUARTER.finditer(said))
        yield from (write("in_year", year) for year in _YEAR.findall(said))


# --- of the noun


def _compound(setting: Setting, at: int) -> Iterator[str]:
    """ "Vier-Augen-Gespräch"."""
    extra = restriction(setting.items[at].text)
    if extra is not None:
        yield extra


def _ordinals(setting: Setting, at: int) -> Iterator[str]:
    """ "die zweite Runde", "der 3. Gipfel"."""
    for item in setting.items[max(0, at - _ORDINALS) : at]:
        if ORDINAL.fullmatch(item.low) or _DIGIT_ORDINAL.fullmatch(item.low):
            yield fold(item.low)


def _names(setting: Setting, at: int) -> Iterator[str]:
    """ "die Toten in Beirut", "das Treffen mit Scholz"; of persons those whom the text hardly speaks of."""
    for near in setting.items[at + 1 : at + 1 + _NAMES]:
        if near.is_break or tag(near.text).endswith("(FIN)"):
            break
        name = near.name
        if name is not None and name.kind != "person":
            hard = name.kind == "place" and setting.kind == "count"
            yield write("name" if hard else "where", setting.discourse.name_key(name))
        elif name is not None and name.entity not in setting.discourse.salient:
            yield write("name", setting.discourse.name_key(name))


def _owner(setting: Setting, at: int) -> Iterator[str]:
    """Whose it is: "die Sitzung des Kabinetts", "der Umsatz von Nordchemie" where that is no known name."""
    behind = setting.items[at + 1 : at + 3]
    if setting.kind == "count" or len(behind) < 2 or not behind[1].capital or behind[1].name is not None:
        return
    genitive = behind[0].low in ("des", "der") and is_body(behind[1].text)
    if genitive or behind[0].low == "von":
        yield write("of", term(behind[1].text))


def _told_before(setting: Setting, at: int) -> Iterator[str]:
    """ "Das Gespräch dauerte ...": what the mention before it was limited to."""
    head = setting.items[at].text
    definite = at > 0 and setting.items[at - 1].low in DEFINITE
    event = setting.kind in ("duration", "comparison") and term(head) in LEXICON["same"]
    if event and definite and restriction(head) is None:
        yield from setting.discourse.limits_before(term(head))


_OF_CLAUSE: tuple[Callable[[Setting], Iterator[str]], ...] = (_change, _pause, _part, _year)
_OF_NOUN: tuple[Callable[[Setting, int], Iterator[str]], ...] = (_compound, _ordinals, _names, _owner, _told_before)
