"""How long something took where no noun beside the figure says it: the verb does ("neun Stunden rangen sie um einen
Kompromiss"), or a pronoun that stands for a noun of the sentence before ("Das Abkommen ... Es gilt 120 Tage").
"""

import re
from collections.abc import Callable, Iterable
from itertools import pairwise

from app.nlp.figures.clause import About, Clauses, is_body, is_noun, word_before
from app.nlp.figures.lexicon import LEXICON, term
from app.nlp.figures.quantities import Measure
from app.nlp.german.clauses import PREPOSITIONS, WORDS, phrase_at, speaks
from app.nlp.types import Mention

_TALKING = re.compile(rf"(?:{LEXICON['talks']['verbs'].replace(' ', '|')})$")
_PAUSING = re.compile(LEXICON["talks"]["pauses"].replace(" ", "|"))
_BESIDE = frozenset(("zusammen", "beisammen", "beieinander"))
_TOGETHER = {
    "saß": _BESIDE,
    "saßen": _BESIDE,
    "gesprochen": frozenset(("haben", "hatten", "hätten", "miteinander")),
}
_SPEAKING = frozenset(("sprach", "redete", "spricht", "redet"))
_UNTIL_NOW = frozenset(("seit", "vor", "in", "binnen", "innerhalb", "alle", "um"))  # "seit neun Stunden beraten sie"


def talks(clauses: Clauses, one: Measure, key_of: Callable[[Mention], str]) -> About | None:
    """The verb of talking whose duration a figure gives, and with whom if that is said; None for any other."""
    number = clauses.segment_of(one.start)
    if one.kind != "duration" or one.attributive or number is None or word_before(clauses, one) in _UNTIL_NOW:
        return None
    items = clauses.segments[number].items
    verb = next((item for item in items if not item.capital and _TALKING.match(item.low)), None)
    lows = {item.low for item in items}
    verb = verb or next((item for item in items if item.low in _TOGETHER and lows & _TOGETHER[item.low]), None)
    speech = next((item for item in items if item.low in _SPEAKING), None)
    if verb is None and speech is not None and not lows & {"mit", "miteinander", "über"}:
        return About(speech.start, speech.end, ("rede",))
    if verb is None or is_pause(lows):
        return None
    limits = {
        f"@{key_of(name)}"
        for before, item in pairwise(items)
        if (name := item.name) is not None and before.low in PREPOSITIONS and name.kind == "person"
    }
    limits |= {f"of:{term(item.text)}" for item in items if item.capital and item.name is None and is_body(item.text)}
    return About(verb.start, verb.end, ("treffen",), tuple(sorted(limits)))


def passed(clauses: Clauses, one: Measure) -> About | None:
    """What it is so long after or before: "gut sechs Wochen nach der vorgezogenen Wahl"."""
    last = clauses.item_at(one.end - 1)
    ahead = clauses.items[last + 1 : last + 3] if last is not None and one.kind == "duration" else []
    if len(ahead) < 2 or ahead[0].low not in ("nach", "vor"):
        return None
    phrase = phrase_at(clauses.items, (last or 0) + 2)
    if phrase is None or phrase.pronoun or phrase.head.name is not None or not is_noun(phrase.head):
        return None
    noun = next((item for item in clauses.items[phrase.start : phrase.end] if item.capital), phrase.head)
    return About(ahead[1].start, noun.end, (term(noun.text),), (ahead[0].low,)) if noun.name is None else None


def is_pause(lows: Iterable[str]) -> bool:
    """Does a clause tell of a break or a delay, and not of the whole?"""
    return any(_PAUSING.match(low) for low in lows)


def meant(text: str, pronoun: str, start: int, end: int) -> re.Match[str] | None:
    """The noun of a sentence that "es", "er" or "sie" at the head of the next one stands for, as the group ``noun``.

    It is the one the sentence begins with or the only one whose article is of that gender; None where that is not sure.
    """
    pattern = _NOUN_OF.get(pronoun)
    found = list(pattern.finditer(text, start, end)) if pattern else []
    things = [one for one in found if not speaks(one["noun"]) and one["noun"].lower() not in WORDS["times"]]
    first = next((one for one in things if one.start() <= start + 1), None)
    if first is not None:
        return first
    return things[0] if len(things) == 1 else None


_ARTICLES = {"es": "[Dd]as|[Dd]ieses|[Ee]in", "er": "Der|Dieser|den|diesen|einen", "sie": "Die|[Dd]iese|[Ee]ine|einer"}
_NOUN_OF = {
    pronoun: re.compile(rf"(?<!\w)(?:{articles}) (?:[a-zäöüß-]+e[nrms]? ){{0,2}}(?P<noun>[A-ZÄÖÜ][\w-]+)")
    for pronoun, articles in _ARTICLES.items()
}
