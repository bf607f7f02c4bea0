"""How long something took where no noun beside the figure says it: the verb does ("neun Stunden rangen sie um einen
Kompromiss"), or a pronoun that stands for a noun of the sentence before ("Das Abkommen ... Es gilt 120 Tage").
"""

import re
from collections.abc import Iterable
from itertools import pairwise

from app.nlp import lexicon
from app.nlp.figures.clause import About, is_body, is_noun
from app.nlp.figures.lexicon import LEXICON, term
from app.nlp.figures.setting import Setting
from app.nlp.figures.terms import write
from app.nlp.german.clauses import PREPOSITIONS, Item, phrase_at, speaks

_TALKING = re.compile(rf"(?:{LEXICON['talks']['verbs'].replace(' ', '|')})$")
_PAUSING = re.compile(LEXICON["talks"]["pauses"].replace(" ", "|"))
_TOGETHER = dict.fromkeys(lexicon.verb_forms("sitting", as_written=True), lexicon.function_words("together"))
_TOGETHER["gesprochen"] = lexicon.words("of_several")
_WITH = lexicon.function_words("of_talk")
_TIMES = lexicon.words("time")
_SPEAKING = lexicon.verb_forms("speaking")
_UNTIL_NOW = lexicon.function_words("since_when")  # "seit neun Stunden beraten sie"


def speech(setting: Setting) -> About | None:
    """ "Die Präsidentin sprach drei Stunden": a speech, where nobody is spoken with and nothing of."""
    if not _takes_time(setting) or _verb_of_talking(setting) is not None:
        return None
    verb = next((item for item in setting.inside if item.low in _SPEAKING), None)
    if verb is None or any(item.low in _WITH for item in setting.inside):
        return None
    return About(verb.start, verb.end, ("rede",))


def talks(setting: Setting) -> About | None:
    """The verb of talking whose duration a figure gives, and with whom if that is said."""
    verb = _verb_of_talking(setting) if _takes_time(setting) else None
    if verb is None or is_pause(item.low for item in setting.inside):
        return None
    limits = {
        write("name", setting.discourse.name_key(name))
        for before, item in pairwise(setting.inside)
        if (name := item.name) is not None and before.low in PREPOSITIONS and name.kind == "person"
    }
    bodies = (item for item in setting.inside if item.capital and item.name is None and is_body(item.text))
    limits |= {write("of", term(item.text)) for item in bodies}
    return About(verb.start, verb.end, ("treffen",), tuple(sorted(limits)))


def _takes_time(setting: Setting) -> bool:
    """Is it a time that what the clause tells took: not since when, nor an adjective?"""
    if setting.kind != "duration" or setting.measure.attributive or setting.segment is None:
        return False
    return setting.leading not in _UNTIL_NOW


def _verb_of_talking(setting: Setting) -> Item | None:
    verb = next((item for item in setting.inside if not item.capital and _TALKING.match(item.low)), None)
    if verb is not None:
        return verb
    lows = {item.low for item in setting.inside}
    return next((item for item in setting.inside if item.low in _TOGETHER and lows & _TOGETHER[item.low]), None)


def passed(setting: Setting) -> About | None:
    """What it is so long after or before: "gut sechs Wochen nach der vorgezogenen Wahl"."""
    if setting.kind != "duration" or setting.last is None:
        return None
    items = setting.items
    ahead = items[setting.last + 1 : setting.last + 3]
    if len(ahead) < 2 or ahead[0].low not in ("nach", "vor"):
        return None
    phrase = phrase_at(items, setting.last + 2)
    if phrase is None or phrase.pronoun or phrase.head.name is not None or not is_noun(phrase.head):
        return None
    noun = next((item for item in items[phrase.start : phrase.end] if item.capital), phrase.head)
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
    things = [match for match in found if not speaks(match["noun"]) and match["noun"].lower() not in _TIMES]
    first = next((match for match in things if match.start() <= start + 1), None)
    if first is not None:
        return first
    return things[0] if len(things) == 1 else None


_ARTICLES = {"es": "[Dd]as|[Dd]ieses|[Ee]in", "er": "Der|Dieser|den|diesen|einen", "sie": "Die|[Dd]iese|[Ee]ine|einer"}
_NOUN_OF = {
    pronoun: re.compile(rf"(?<!\w)(?:{articles}) (?:[a-zäöüß-]+e[nrms]? ){{0,2}}(?P<noun>[A-ZÄÖÜ][\w-]+)")
    for pronoun, articles in _ARTICLES.items()
}
