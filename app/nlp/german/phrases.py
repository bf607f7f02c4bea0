"""Noun phrases, found by case and place: German marks case on the determiner, and names keep a genitive s."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.nlp import lexicon
from app.nlp.german.items import (
    OBLIQUE_DETERMINERS,
    PREPOSITIONS,
    SUBJECT_DETERMINERS,
    Item,
    is_feminine,
    is_person_noun,
    speak,
    speaks,
)
from app.nlp.german.word_table import words
from app.nlp.types import Mention

_PERFECT = lexicon.verb_forms("perfect")
_PASSIVE = lexicon.verb_forms("passive")
_GENITIVES = lexicon.function_words("genitive_determiner")
_SUBORDINATORS = lexicon.function_words("subordinator")
_FOCUS = lexicon.function_words("focus")
_PRONOUNS = lexicon.function_words("pronoun")
DETERMINERS = SUBJECT_DETERMINERS | OBLIQUE_DETERMINERS
_CONTRASTING = lexicon.function_words("contrasting")
_MAX_NAME_MARKED = 4  # words of a marked name inside a noun phrase ("die „Süddeutsche Zeitung“")


@dataclass(slots=True)
class Phrase:
    """A noun phrase: where it lies among the items, and what can be said about it."""

    start: int
    end: int
    items: Sequence[Item]
    head: Item
    oblique: bool = False
    pronoun: bool = False
    definite: bool = False
    plural: bool = False
    name: Mention | None = None
    role: Mention | None = None

    @property
    def animate(self) -> bool:
        """Can it speak: a name, a person noun or a body?"""
        return self.name is not None or self.role is not None or (not self.pronoun and speak(self.head.text))

    def words(self, text: str) -> str:
        """The phrase as in the text, without a preceding particle."""
        return text[self.items[self.start].start : self.items[self.end - 1].end]


def phrase_at(items: Sequence[Item], at: int) -> Phrase | None:
    """The noun phrase that begins at an item, or None. Time is bounded by the length of the phrase."""
    end = len(items)
    start = at
    while at < end and items[at].low in _FOCUS and not items[at].capital and items[at].name is None:
        at += 1
    if at >= end:
        return None
    first = items[at]
    pronoun = _pronoun(items, at, start)
    if pronoun:
        return pronoun
    oblique = definite = plural = False
    begin = at
    if first.name is None and first.low in OBLIQUE_DETERMINERS:
        oblique, at = first.low not in ("deren", "dessen"), at + 1  # "so deren Experte": tells no case
    elif first.name is None and first.low in SUBJECT_DETERMINERS:
        definite = first.low in ("der", "die", "das", "dieser", "diese", "dieses")
        plural = first.low in ("beide", "mehrere", "einige", "viele", "manche", "alle", "zwei", "drei", "zahlreiche")
        at += 1
    elif first.name is not None and first.genitive and at + 1 < end and _opens_noun(items[at + 1]):
        at += 1
    at = _past_adjectives(items, at)
    return _nouns(items, begin, at, oblique, definite, plural)


def _pronoun(items: Sequence[Item], at: int, start: int) -> Phrase | None:
    item = items[at]
    if at == 0 and _demonstrative(items):
        return Phrase(0, 1, items, item, pronoun=True)
    if item.name is not None or item.marked is not None or item.low not in _PRONOUNS:
        return None
    follower = items[at + 1] if at + 1 < len(items) else None
    if (item.low in SUBJECT_DETERMINERS or item.low in OBLIQUE_DETERMINERS) and follower and _opens_noun(follower):
        return None
    return Phrase(at, at + 1, items, item, pronoun=True)


def _demonstrative(items: Sequence[Item]) -> bool:
    """Does a sentence open with "Der hatte …", "Die wiederum sagte …", "Dieser lobte …", where it is a pronoun?"""
    if items[0].text not in ("Der", "Die", "Dieser", "Diese", "Letzterer") or items[0].name is not None:
        return False
    at = 2 if len(items) > 2 and items[1].low in _CONTRASTING else 1
    if at >= len(items) or items[at].capital:
        return False
    tag = words()[items[at].text].tag
    noun = at + 1 < len(items) and items[at + 1].capital
    return tag in ("VA(FIN)", "VM(FIN)") or (tag == "VV(FIN)" and not noun)  # "Die erklärte Absicht"


def _opens_noun(item: Item) -> bool:
    return item.capital or item.name is not None or is_adjective(item.text)


@lru_cache(maxsize=1 << 15)
def is_adjective(word: str) -> bool:
    """Lower-case word with an adjective's ending, or a number; not a function word."""
    if word[:1].isdigit():
        return True
    low = word.lower()
    if word != low or len(word) < 4 or low in PREPOSITIONS or low in SUBJECT_DETERMINERS or low in OBLIQUE_DETERMINERS:
        return False
    if low in _SUBORDINATORS or low in _PERFECT or low in _PASSIVE or low in _FOCUS:
        return False
    return low.endswith(("e", "en", "er", "es", "em", "ige", "che"))


def _past_adjectives(items: Sequence[Item], at: int) -> int:
    """Index behind adjectives ("der frühere, noch amtierende Chef" without its comma)."""
    begin = at
    if 0 < at < len(items) and _is_verb_behind_noun(items, at):
        return at
    while at < len(items) and at - begin < 5 and items[at].name is None and items[at].marked is None:
        text = items[at].text
        ahead = items[at + 1] if at + 1 < len(items) else None
        if ahead is None or not (is_adjective(text) or (text == "und" and at > begin)):
            break
        at += 1
    return at if at < len(items) and (items[at].capital or items[at].name or items[at].marked) else begin


def _is_verb_behind_noun(items: Sequence[Item], at: int) -> bool:
    """Is a word that looks like an adjective a verb in front of its subject ("Solche Zweifel teilen Physiker")?"""
    ahead = items[at - 1]
    noun = (ahead.capital or ahead.name is not None) and items[at].text.endswith("n")
    return noun and words()[items[at].low].tag in ("VV(INF)", "VV(FIN)")


def _nouns(items: Sequence[Item], begin: int, at: int, oblique: bool, definite: bool, plural: bool) -> Phrase | None:
    """The nouns and names of a phrase, then its genitives."""
    end = _past_nouns(items, at, determined=at > begin)
    nouns = items[at:end]
    if not nouns or (len(nouns) == 1 and nouns[0].low in PREPOSITIONS):
        return None
    head = nouns[-1]
    phrase = Phrase(begin, end, items, head, oblique, definite=definite, plural=plural)
    phrase.name = head.name if not head.genitive else None
    phrase.role = next((noun.role for noun in nouns if noun.role is not None), None)
    if head.name is not None and head.genitive and len(nouns) == 1:
        phrase.oblique = True
    if items[begin].low == "der" and begin < at and is_feminine(nouns[0].text):
        phrase.oblique = True  # "Der Ministerin sagte Berg, …"
    if phrase.name is None:
        phrase.end = _past_genitives(items, end)
    return phrase


def _past_nouns(items: Sequence[Item], first: int, determined: bool) -> int:
    """Index behind the nouns and names of a phrase. ``determined``: a determiner or adjective stands before them."""
    at = first
    while at < len(items) and _is_noun_of(items, first, at, determined):
        at += 1
        if _is_last_noun(items, at - 1, determined):
            break
    return at


def _is_noun_of(items: Sequence[Item], first: int, at: int, determined: bool) -> bool:
    """Does the item at a place belong to the nouns and names that begin at ``first``?"""
    item, opened = items[at], determined or at > first
    if item.marked is not None:
        return opened and item.text.count(" ") < _MAX_NAME_MARKED and item.text[:1].isupper()
    if at > first and _is_person(item) and _is_body_noun(items[at - 1]):
        return False  # "warf die Staatsanwaltschaft | Ertel vor", "die Regierung | Merkel": no person speaks
    if item.name is not None:  # "die Sprecherin | Merkels", but "die Berliner Koalition"
        return not (item.genitive and at > first) or (at + 1 < len(items) and items[at + 1].capital)
    return item.capital and (opened or item.low not in _PRONOUNS)


def _is_last_noun(items: Sequence[Item], at: int, determined: bool) -> bool:
    """Is nothing that follows a noun of a phrase another one of it: behind marks, a person, a name of its own?"""
    item = items[at]
    if item.name is None:
        return item.marked is not None
    if item.genitive:
        return False
    following = items[at + 1] if at + 1 < len(items) else None
    if following is None or _is_person(item):
        return True
    if determined and _is_person(following):
        return False  # "der Republikaner Lindsey Graham"
    return not speaks(following.text)


def _is_body_noun(item: Item) -> bool:
    """Is it a noun for a body that can speak, and for no person?"""
    return item.name is None and item.capital and speaks(item.text) and not is_person_noun(item.text)


def _is_person(item: Item) -> bool:
    return item.name is not None and item.name.kind == "person"


def _past_genitives(items: Sequence[Item], at: int) -> int:
    """Index behind "des russischen Außenministeriums", "der Koalition", "Merkels", "von Nokia"."""
    for _ in range(3):
        if at >= len(items):
            break
        item = items[at]
        step = at
        if item.name is not None and item.genitive:
            at += 1
            continue
        if item.low in _GENITIVES or (item.low in ("von", "vom", "aus", "für", "beim") and at + 1 < len(items)):
            step = at + 1
            if items[step : step + 1] and items[step].low in DETERMINERS:
                step += 1
            step = _past_adjectives(items, step)
            noun = step
            while step < len(items) and (items[step].capital or items[step].name is not None) and step - noun < 3:
                step += 1
            if step == noun:
                break
            at = step
            continue
        break
    return at


def _past_marked(items: Sequence[Item], at: int) -> int:
    """Index behind the rest of "auf | die «historische Verantwortung» der Industriestaaten", or the same index."""
    step = at + (at < len(items) and items[at].low in DETERMINERS)
    step = _past_adjectives(items, step)
    return _past_genitives(items, step + 1) if step < len(items) and items[step].marked is not None else at


def phrases(items: Sequence[Item], start: int, end: int) -> Iterator[Phrase]:
    """Noun phrases from left to right that no preposition governs."""
    at = start
    while at < end:
        item = items[at]
        if item.name is None and item.marked is None and (item.low in PREPOSITIONS or item.low in ("als", "wie")):
            governed = phrase_at(items, at + 1)
            at = governed.end if governed else _past_marked(items, at + 1)
            continue
        phrase = phrase_at(items, at)
        if phrase is None:
            at += 1
            continue
        if phrase.start < end:
            yield phrase
        at = max(phrase.end, at + 1)
