"""Who has the counted things: "Die SPD führt sieben Ressorts", "sieben gehen an die SPD", "drei Ressorts der CSU".

A number of things that a body has is all that it has, so two papers that give it speak of one thing, even where the
numbers differ. Also the numbers of a list that leave out the noun ("sieben an die SPD und drei an die CSU").
"""

import re
from collections.abc import Callable, Iterator, Sequence

from app.nlp import lexicon
from app.nlp.figures.clause import Clauses, is_noun
from app.nlp.figures.lexicon import HOLDING, WORD, fold, number
from app.nlp.german.clauses import Item, phrases
from app.nlp.types import Figure, Mention

_VERBS = frozenset(HOLDING["verbs"].split())
_TO = frozenset(HOLDING["to"].split())
_SAME: dict[str, str] = {name: body for body, names in HOLDING["same"].items() for name in names.split()}
_GENITIVE = lexicon.function_words("owning")
_SHE = lexicon.function_words("body_pronoun")
_NUMBER = re.compile(rf"(?:\d{{1,3}}|{WORD})$")
_DETERMINERS = lexicon.function_words("definite_article") - {"des"}
_ENDS = frozenset((",", ";", ".", "und", "sowie", "–", "-"))

KeyOf = Callable[[Mention], str]


def holder_of(clauses: Clauses, one: Figure, before: str | None, key_of: KeyOf) -> str | None:
    """The body that has what a figure counts, folded; None where the clause does not tell. ``before``: the subject of
    the sentence before, for which "sie" stands."""
    at, number_of_segment = clauses.item_at(one.end - 1), clauses.segment_of(one.start)
    if at is None or number_of_segment is None:
        return None
    items = clauses.items
    behind = items[at + 1 : at + 4]
    if behind and behind[0].low in _GENITIVE and (owner := _body(behind[1:], key_of)):
        return owner
    segment = clauses.segments[number_of_segment].items
    if not any(item.low in _VERBS for item in segment):
        return None
    for place, item in enumerate(segment):
        if item.low in _TO and (owner := _body(segment[place + 1 : place + 3], key_of)):
            return owner
    if clauses.items and segment and segment[0] is clauses.items[0] and segment[0].low in _SHE:
        return before
    return subject_of(segment, key_of)


def subject_of(items: Sequence[Item], key_of: KeyOf) -> str | None:
    """The body that is the first phrase no preposition governs; None where that is something else."""
    first = next((one for one in phrases(items, 0, len(items)) if not one.oblique), None)
    if first is None or first.pronoun:
        return None
    return _key(first.name or first.head.name, key_of) or _SAME.get(fold(first.head.text))


def _body(items: Sequence[Item], key_of: KeyOf) -> str | None:
    """The body named at the beginning of some items, with or without an article."""
    for item in items[:2]:
        if item.name is not None:
            return _key(item.name, key_of)
        if item.capital:
            return _SAME.get(fold(item.text)) if is_noun(item) else None
        if item.low not in _DETERMINERS:
            return None
    return None


def _key(name: Mention | None, key_of: KeyOf) -> str | None:
    if name is None or name.kind == "person":
        return None
    key = key_of(name)
    return _SAME.get(key, key)


def listed(clauses: Clauses, from_: int, key_of: KeyOf) -> Iterator[tuple[int, int, float, str]]:
    """The numbers behind a place that leave out what they count: span, value and whom it belongs to ("sieben an die
    SPD", ", die SPD sieben")."""
    items = clauses.items
    for at, item in enumerate(items):
        if item.start < from_ or not _NUMBER.match(item.low):
            continue
        after, rest = items[at + 1 : at + 2], items[at + 2 : at + 4]
        owner = None
        if after and after[0].low in _TO:
            owner = _body(rest, key_of)
        elif not after or after[0].low in _ENDS or after[0].is_break:
            owner = _key(items[at - 1].name, key_of) or _SAME.get(fold(items[at - 1].text))
        if owner is not None and (value := number(item.low)) >= 1:
            yield item.start, item.end, value, owner
