"""The noun beside a measure: "30 Prozent der Wähler", "100 Milliarden Dollar Klimahilfen", "ein Gewinn von zwei
Millionen Euro". Each function is a row of ``about.ABOUT``.
"""

import re
from dataclasses import replace

from app.nlp import lexicon
from app.nlp.figures.clause import About, is_noun, measured_object, tag
from app.nlp.figures.lexicon import LEXICON, either, term
from app.nlp.figures.limits import MORE, about_noun, is_done_to
from app.nlp.figures.setting import Setting, is_thing
from app.nlp.german.clauses import PREPOSITIONS, Item, Phrase, phrase_at

_OF = lexicon.function_words("whole")
_BY_PREPOSITION = _OF & PREPOSITIONS
_SIZED = re.compile(rf"(?:{either(LEXICON['quantities']['sized'].split())})e[nrms]?$")
_QUANTITIES = frozenset(map(term, LEXICON["quantities"]["nouns"].split()))


def whole_of_a_part(setting: Setting) -> About | None:
    """ "30 Prozent der Wähler", "zehn Millionen Euro des Etats"."""
    at = setting.behind
    if at is None or setting.kind not in ("percentage", "money") or setting.items[at].low not in _OF:
        return None
    items = setting.items
    phrase = phrase_at(items, at + (items[at].low in _BY_PREPOSITION))
    if phrase is None or not _is_thing(phrase):
        return None
    told = about_noun(setting, phrase.head, items[phrase.start].start, items[phrase.end - 1].end)
    return replace(told, limits=(*told.limits, "base")) if setting.kind == "percentage" else told


def purpose_behind(setting: Setting) -> About | None:
    """ "zwei Milliarden Euro für Schulen"."""
    at = setting.behind
    if at is None or setting.kind != "money" or setting.items[at].low != "für":
        return None
    return _purpose(setting, at + 1)


def noun_behind(setting: Setting) -> About | None:
    """ "100 Milliarden Dollar Klimahilfen", "zehn Euro mehr Kindergeld", "neun Stunden zäher Verhandlungen"."""
    at = setting.behind
    if at is None:
        return None
    ahead = setting.items[at]
    genitive = setting.kind == "duration" and tag(ahead.text) == "ADJ(A)" and ahead.low.endswith("er")
    if ahead.low in MORE or genitive or _SIZED.match(ahead.low):
        ahead = setting.items[min(at + 1, len(setting.items) - 1)]
    return about_noun(setting, ahead, ahead.start, ahead.end) if is_thing(ahead) else None


def object_put_at(setting: Setting) -> About | None:
    """ "Sie schätzen den Schaden auf zehn Millionen Euro"."""
    noun = measured_object(setting.items, setting.before)
    return about_noun(setting, noun, noun.start, noun.end) if noun is not None else None


def noun_before(setting: Setting) -> About | None:
    """ "ein Gewinn von zwei Millionen Euro", "Hilfen in Höhe von drei Millionen"."""
    at, items = setting.before, setting.items
    if at < 1 or items[at].low not in ("von", "über"):
        return None
    at -= 3 if items[at - 1].text == "Höhe" and at >= 3 else 1
    noun = items[at]
    return about_noun(setting, noun, noun.start, noun.end) if is_thing(noun) else None


def purpose_first(setting: Setting) -> About | None:
    """What money is for where the clause begins with it: "Für neue Schulen gibt das Land zwei Millionen Euro"."""
    items = setting.inside if setting.kind == "money" else []
    if not items or items[0].low != "für" or items[0].start >= setting.measure.start:
        return None
    return _purpose(setting, (setting.clauses.item_at(items[0].start) or 0) + 1)


def only_quantity(setting: Setting) -> About | None:
    """The one noun of the clause that shares and sums are mostly of: "Hale hatte mit Zöllen von ... gedroht"."""
    items = setting.inside if setting.kind in ("percentage", "money") else []
    nouns = [item for item in items if item.capital and item.name is None and term(item.text) in _QUANTITIES]
    return about_noun(setting, nouns[0], nouns[0].start, nouns[0].end) if len(nouns) == 1 else None


def _purpose(setting: Setting, at: int) -> About | None:
    """What money is for: "(für) den Bau von Schulen"."""
    items = setting.items
    phrase = phrase_at(items, at)
    if phrase is None or not _is_thing(phrase):
        return None
    start, end = items[phrase.start].start, items[phrase.end - 1].end
    head = _thing_in(items[phrase.start : phrase.end + 3], phrase, end)
    return about_noun(setting, head, start, max(head.end, end))


def _thing_in(items: list[Item], phrase: Phrase, end: int) -> Item:
    """The noun of a phrase that money is for, what is only done with it left out."""
    nouns = [item for item in items if item.capital and item.name is None]
    if not nouns:
        return phrase.head
    follower = phrase.items[phrase.end].low if phrase.end < len(phrase.items) else ""
    return nouns[1] if len(nouns) > 1 and is_done_to(nouns[0], nouns[1], end, follower) else nouns[0]


def _is_thing(phrase: Phrase) -> bool:
    return not phrase.pronoun and phrase.name is None and is_noun(phrase.head)
