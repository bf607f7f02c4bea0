"""How long people talked: told by the verb ("neun Stunden rangen sie um einen Kompromiss") and not by a noun."""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from app.nlp.clauses import PREPOSITIONS
from app.nlp.figures_clauses import About, Clauses, word_before
from app.nlp.figures_lexicon import LEXICON
from app.nlp.figures_measures import Measure
from app.nlp.types import Mention

_TALKING = re.compile(rf"(?:{LEXICON['talks']['verbs'].replace(' ', '|')})$")
_PAUSING = re.compile(LEXICON["talks"]["pauses"].replace(" ", "|"))
_UNTIL_NOW = frozenset(("seit", "vor", "in", "binnen", "innerhalb", "alle", "um"))  # "seit neun Stunden beraten sie"


def talks(clauses: Clauses, one: Measure, key_of: Callable[[Mention], str]) -> About | None:
    """The verb of talking whose duration a figure gives, and with whom if that is said; None for any other."""
    number = clauses.segment_of(one.start)
    if one.kind != "duration" or one.attributive or number is None or word_before(clauses, one) in _UNTIL_NOW:
        return None
    items = clauses.segments[number].items
    verb = next((item for item in items if not item.capital and _TALKING.match(item.low)), None)
    if verb is None or is_pause(item.low for item in items):
        return None
    limits = {
        f"@{key_of(name)}"
        for before, item in pairwise(items)
        if (name := item.name) is not None and before.low in PREPOSITIONS and name.kind == "person"
    }
    return About(verb.start, verb.end, ("treffen",), tuple(sorted(limits)))


def is_pause(lows: Iterable[str]) -> bool:
    """Does a clause tell of a break, a delay or an extension, and not of the whole?"""
    return any(_PAUSING.match(low) for low in lows)
