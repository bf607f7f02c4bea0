"""The noun that a figure itself holds or that stands right behind it: what is counted, with its adjectives, and what
happened to counted people.
"""

import re
from itertools import pairwise

from app.nlp import lexicon
from app.nlp.figures.clause import About, is_noun
from app.nlp.figures.lexicon import LEXICON, either, fold, restriction, term
from app.nlp.figures.limits import about_noun, limits_of
from app.nlp.figures.setting import Setting
from app.nlp.figures.terms import write
from app.nlp.german.clauses import Item, phrase_at

ADJECTIVE_END = re.compile(r"e[nrms]?$")
NUMBER_NOUNS = frozenset(LEXICON["counting"]["number_nouns"].split())
_ADJECTIVES = 4  # before a noun
_UNITS_OF = frozenset(map(term, LEXICON["amounts"]["units"].split()))
_FATE: dict[str, str] = LEXICON["fate"]
_PEOPLE = frozenset(_FATE["people"].split())
_FATES = [
    (name, re.compile(rf"(?<!\w)(?:{either(found.replace('_', ' ').split('|'))})"))
    for name, found in _FATE.items()
    if name != "people"
]
_WHERE = lexicon.function_words("at_place")


def counted(setting: Setting) -> About | None:
    """The noun within the figure or right behind it, with its adjectives and genitives."""
    measure, items = setting.measure, setting.items
    spot = _noun_within(setting) if measure.noun else _noun_behind(setting)
    if spot is None:
        return None
    first, at = spot
    phrase = phrase_at(items, at)
    end = items[phrase.end - 1].end if phrase is not None and phrase.start == at else items[at].end
    limits = limits_of(setting, at)
    if measure.kind == "count":
        limits |= {write("adjective", fold(item.text)) for item in items[first:at] if item.low != "und"}
        terms = _things(setting, items[at].text)
    elif measure.noun:
        limits -= {restriction(items[at].text)}
        terms = (term(setting.clauses.text[slice(*measure.noun)]),)  # of a compound its last part
    else:
        terms = (term(items[at].text),)
    if _FATE.keys() & set(terms):
        limits |= _places(setting)
    start = items[first].start if measure.noun is None or measure.kind == "count" else measure.noun[0]
    return About(start, max(end, start + 1), terms, tuple(sorted(limits)))


def _noun_within(setting: Setting) -> tuple[int, int] | None:
    """Indices of the first adjective and of the noun that the figure itself holds."""
    assert setting.measure.noun is not None
    at = setting.clauses.item_at(setting.measure.noun[0])
    if at is None:
        return None
    first = at
    while first > 0 and setting.items[first - 1].start >= setting.measure.begins:
        first -= 1
    return first, at


def _noun_behind(setting: Setting) -> tuple[int, int] | None:
    """The same of the noun right behind it, which is no name."""
    first = setting.clauses.item_at(setting.measure.end + 1)
    if first is None:
        return None
    at, items = first, setting.items
    while at < len(items) and at - first < _ADJECTIVES and _is_adjective(items[at]):
        at += 1
    return (first, at) if at < len(items) and items[at].capital and items[at].name is None else None


def _is_adjective(item: Item) -> bool:
    return not item.capital and ADJECTIVE_END.search(item.text) is not None


def _things(setting: Setting, noun: str) -> tuple[str, ...]:
    """What is counted; of people, what happened to them if the clause tells; of tonnes also of what."""
    if noun.lower() in _PEOPLE and (fate := _fate(setting)) is not None:
        return (fate,)
    behind = setting.items[setting.last + 1 : setting.last + 2] if setting.last is not None else []
    if term(noun) in _UNITS_OF and behind and behind[0].capital and behind[0].name is None and is_noun(behind[0]):
        return term(noun), term(behind[0].text)  # "20 Millionen Tonnen Getreide"
    return (term(noun),)


def _fate(setting: Setting) -> str | None:
    """What the clause says that happened: right behind the figure, else right before it."""
    if not setting.inside:
        return None
    measure, text = setting.measure, setting.clauses.text
    behind = text[measure.end : setting.inside[-1].end]
    before = text[setting.inside[0].start : measure.start]
    fates = [(match.start(), name) for name, fate in _FATES if (match := fate.search(behind))]
    fates = fates or [(-match.start(), name) for name, fate in _FATES if (match := fate.search(before))]
    return min(fates)[1] if fates else None


def _places(setting: Setting) -> set[str]:
    """Where it happened: "In Beirut kamen zwölf Menschen ums Leben"."""
    return {
        write("where", setting.discourse.name_key(item.name))
        for before, item in pairwise(setting.inside)
        if item.name is not None and item.name.kind == "place" and before.low in _WHERE
    }


def number_of(setting: Setting) -> tuple[About, str] | None:
    """Whose number a bare one is: "Die Zahl der Toten stieg auf 134". With the counted noun."""
    items = setting.inside
    for at, item in enumerate(items[:-1]):
        if item.text not in NUMBER_NOUNS or item.start > setting.measure.start or items[at + 1].low != "der":
            continue
        phrase = phrase_at(items, at + 1)
        if phrase is not None and phrase.head.capital and phrase.head.name is None:
            start, end = items[phrase.start].start, items[phrase.end - 1].end
            noun = next((near for near in items[phrase.start : phrase.end] if near.capital), phrase.head)
            return about_noun(setting, noun, start, end), noun.text
    return None
