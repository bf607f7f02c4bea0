"""A sentence seen as clauses, without a parser: items, segments between punctuation, and noun phrases.

German puts exactly one phrase before the finite verb of a main clause, the subject there or right behind it, and marks
case on the determiner; names keep a genitive s. That is enough to find most subjects by looking.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.nlp import lexicon
from app.nlp.german.role_nouns import head_of
from app.nlp.german.word_table import words
from app.nlp.text.quotation_marks import Marked
from app.nlp.types import Mention

WORDS: dict[str, frozenset[str]] = {  # lists by the names they once had; new readers ask the lexicon itself
    "people": lexicon.nouns("person"),
    "person_endings": lexicon.affixes("person_ending"),
    "offices": lexicon.nouns("single_office"),
    "dependents": lexicon.nouns("dependent"),
    "posts": lexicon.nouns("post"),
    "unnamed_offices": lexicon.nouns("unnamed_office"),
    "bodies": lexicon.nouns("body"),
    "women": lexicon.nouns("woman"),
    "press": lexicon.press_words(),
    "nobody": lexicon.nouns("nobody"),
    "times": lexicon.words("time"),
    "titled": lexicon.nouns("titled"),
    "report_nouns": lexicon.nouns("report"),
    "opinions": lexicon.nouns("opinion"),
    "papers": lexicon.nouns("paper"),
    "acts": lexicon.nouns("act"),
    "sayings": lexicon.nouns("saying"),
    "questions": lexicon.nouns("question"),
    "blamed": lexicon.words("blamed"),
    "prepositions": lexicon.function_words("preposition"),
    "subject_determiners": lexicon.function_words("subject_determiner"),
    "oblique_determiners": lexicon.function_words("oblique_determiner"),
    "genitive_determiners": lexicon.function_words("genitive_determiner"),
    "pronouns": lexicon.function_words("pronoun"),
    "first_persons": lexicon.function_words("first_person"),
    "focus": lexicon.function_words("focus"),
    "conjunctions": lexicon.function_words("conjunction"),
    "subordinators": lexicon.function_words("subordinator"),
    "relatives": lexicon.function_words("relative"),
    "particles": lexicon.function_words("verb_particle"),
    "to_readers": lexicon.function_words("to_reader"),
    "content_surely": lexicon.function_words("content_surely"),
    "content": lexicon.function_words("content"),
    "clear": lexicon.function_words("clear"),
    "convinced": lexicon.function_words("convinced"),
    "after_speakers": lexicon.function_words("after_speaker"),
    "explaining": lexicon.function_words("explaining"),
    "describing": lexicon.function_words("describing"),
    "naming": lexicon.verbs("naming"),
    "replies": lexicon.verbs("replying"),
    "telling_verbs": lexicon.verbs("telling"),
    "infinitive_verbs": lexicon.verbs("takes_infinitive"),
    "indicative_verbs": lexicon.verbs("takes_indicative"),
    "perfect": lexicon.verb_forms("perfect"),
    "passive": lexicon.verb_forms("passive"),
    "modals": lexicon.verb_forms("modal"),
    "being": lexicon.verb_forms("being"),
    "finite": lexicon.verb_forms("finite"),
    "written": lexicon.verb_forms("written"),
    "wishes": lexicon.verb_forms("wish"),
    "invitations": lexicon.verb_forms("invitation"),
    "signs": lexicon.words("sign"),
    "female_names": lexicon.names("female"),
    "male_names": lexicon.names("male"),
    "male_names_in_a": lexicon.names("male_in_a"),
}

PREPOSITIONS = WORDS["prepositions"]
SUBJECT_DETERMINERS = WORDS["subject_determiners"]
OBLIQUE_DETERMINERS = WORDS["oblique_determiners"]
GENITIVES = WORDS["genitive_determiners"]
SUBORDINATORS = WORDS["subordinators"]
RELATIVES = WORDS["relatives"]
FOCUS = WORDS["focus"]
PRONOUNS = WORDS["pronouns"]
_CONTRASTING = ("aber", "wiederum", "jedoch", "indes", "hingegen", "dagegen")
TIMES = WORDS["times"]
_ENDS = frozenset({".", "!", "?", "…", "..."})
_BREAKS = frozenset(",;:–—-()/") | {"--"} | _ENDS
_MAX_NAME_MARKED = 4  # words of a marked name inside a noun phrase ("die „Süddeutsche Zeitung“")
_LONG_NOUN = 8  # letters from which an ending like -ler or -ist tells a person
_PERSON_ENDINGS = tuple(WORDS["person_endings"])
_LONGEST = 80  # items of a segment
_MAX_ASIDE = 8  # items inside parentheses that are passed over


@dataclass(slots=True)
class Item:
    """A word, a whole name, or a whole marked quotation."""

    start: int
    end: int
    text: str
    low: str
    capital: bool
    name: Mention | None = None
    role: Mention | None = None
    marked: Marked | None = None
    genitive: bool = False

    @property
    def is_break(self) -> bool:
        return self.marked is None and self.text in _BREAKS


@dataclass(slots=True)
class Segment:
    """Items between two breaks. ``before`` and ``after`` are those breaks ("" at the ends of the sentence)."""

    items: list[Item]
    before: str = ""
    after: str = ""

    @property
    def first(self) -> str:
        return self.items[0].low if self.items else ""

    @property
    def subordinate(self) -> bool:
        """Does it open like a subordinate clause (dass, weil, ob, wie, …; a relative pronoun after a comma)?"""
        opener = self.first
        if opener in SUBORDINATORS:
            return (
                bool(self.before) and self.before not in _ENDS
            ) or self.after == ","  # "Als Nachfolgerin gilt …" is a main clause
        if self.before != "," or not self.items:
            return False
        if opener in PREPOSITIONS and len(self.items) > 2:
            return self.items[1].low in RELATIVES and not self.items[2].capital and self.items[2].low != "ersten"
        return False


@dataclass(slots=True)
class View:
    """One unit of text, cut into segments, with where it belongs."""

    segments: list[Segment]
    paragraph: int
    start: int
    end: int


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
        return self.name is not None or self.role is not None or (not self.pronoun and speaks(self.head.text))

    def words(self, text: str) -> str:
        """The phrase as in the text, without a preceding particle."""
        return text[self.items[self.start].start : self.items[self.end - 1].end]


@lru_cache(maxsize=1 << 15)
def is_person_noun(word: str) -> bool:
    """Is it a noun for a person: its last part, after any compounding, is in the list, or its ending says so?"""
    low = word.lower()
    listed = _ends_in(low, WORDS["people"]) or (len(low) >= _LONG_NOUN and low.endswith(_PERSON_ENDINGS))
    return listed or head_of(low.capitalize()) is not None


@lru_cache(maxsize=1 << 15)
def speaks(word: str) -> bool:
    """Is it a noun for a person or for a body that can speak?"""
    low = word.lower()
    return low not in TIMES and (is_person_noun(word) or _ends_in(low, WORDS["bodies"]))


def _ends_in(low: str, ends: frozenset[str]) -> bool:
    last = low.rsplit("-", 1)[-1]
    if last in ends:
        return True
    return any(last[cut:] in ends for cut in range(2, len(last) - 3))


def cut(items: Iterable[Item]) -> list[Segment]:
    """Segments between breaks; short asides in parentheses are left out."""
    segments: list[Segment] = []
    current = Segment([])
    for item in _without_asides(list(items)):
        if item.is_break:
            current.after = item.text
            if current.items or not segments:
                segments.append(current)
                current = Segment([], before=item.text)
            else:
                current.before = item.text
        else:
            current.items.append(item)
            if len(current.items) >= _LONGEST:  # no sentence: keep what is searched per clause short
                segments.append(current)
                current = Segment([])
    if current.items:
        segments.append(current)
    return segments


def _without_asides(items: list[Item]) -> Iterator[Item]:
    skip_to = -1
    closing = {number for number, item in enumerate(items) if item.text == ")"}
    for number, item in enumerate(items):
        if number <= skip_to:
            continue
        if item.text == "(" and item.marked is None:
            close = next((n for n in range(number + 1, min(number + _MAX_ASIDE, len(items))) if n in closing), None)
            if close is not None:
                skip_to = close
                continue
        yield item


def phrase_at(items: Sequence[Item], at: int) -> Phrase | None:
    """The noun phrase that begins at an item, or None. Time is bounded by the length of the phrase."""
    end = len(items)
    start = at
    while at < end and items[at].low in FOCUS and not items[at].capital and items[at].name is None:
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
    if item.name is not None or item.marked is not None or item.low not in PRONOUNS:
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
    return item.capital or item.name is not None or _adjective(item.text)


@lru_cache(maxsize=1 << 15)
def _adjective(word: str) -> bool:
    """Lower-case word with an adjective's ending, or a number; not a function word."""
    if word[:1].isdigit():
        return True
    low = word.lower()
    if word != low or len(word) < 4 or low in PREPOSITIONS or low in SUBJECT_DETERMINERS or low in OBLIQUE_DETERMINERS:
        return False
    if low in SUBORDINATORS or low in WORDS["perfect"] or low in WORDS["passive"] or low in FOCUS:
        return False
    return low.endswith(("e", "en", "er", "es", "em", "ige", "che"))


def _past_adjectives(items: Sequence[Item], at: int) -> int:
    """Index behind adjectives ("der frühere, noch amtierende Chef" without its comma)."""
    begin = at
    while at < len(items) and at - begin < 5 and items[at].name is None and items[at].marked is None:
        text = items[at].text
        ahead = items[at + 1] if at + 1 < len(items) else None
        if ahead is None or not (_adjective(text) or (text == "und" and at > begin)):
            break
        at += 1
    return at if at < len(items) and (items[at].capital or items[at].name or items[at].marked) else begin


def _nouns(items: Sequence[Item], begin: int, at: int, oblique: bool, definite: bool, plural: bool) -> Phrase | None:
    """The nouns and names of a phrase, then its genitives."""
    nouns: list[Item] = []
    first_noun = at
    determined = at > begin
    while at < len(items):
        item = items[at]
        if item.marked is not None:
            short = item.text.count(" ") < _MAX_NAME_MARKED and item.text[:1].isupper()
            if not (short and (determined or nouns)) or any(one.marked for one in nouns):
                break
        elif item.name is not None:
            if item.genitive and nouns and not (at + 1 < len(items) and items[at + 1].capital):
                break  # "die Sprecherin Merkels"
        elif not item.capital or (not determined and not nouns and item.low in PRONOUNS):
            break
        nouns.append(item)
        at += 1
        if item.name is not None and not item.genitive and (item.name.kind == "person" or at >= len(items)):
            break
        if item.name is not None and determined and at < len(items) and _person(items[at]):
            continue  # "der Republikaner Lindsey Graham"
        if item.name is not None and not item.genitive and not (at < len(items) and speaks(items[at].text)):
            break
        if item.marked is not None:
            break
    if not nouns or (nouns[0].low in WORDS["prepositions"] and len(nouns) == 1):
        return None
    head = nouns[-1]
    if head.name is not None and head.genitive and len(nouns) == 1 and determined and at - 1 > first_noun:
        return None
    phrase = Phrase(begin, at, items, head, oblique, definite=definite, plural=plural)
    phrase.name = head.name if not head.genitive else None
    phrase.role = next((one.role for one in nouns if one.role is not None), None)
    if head.name is not None and head.genitive and len(nouns) == 1:
        phrase.oblique = True
    if phrase.name is None:
        phrase.end = _past_genitives(items, at)
    return phrase


def _person(item: Item) -> bool:
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
        if item.low in GENITIVES or (item.low in ("von", "vom", "aus", "für", "beim") and at + 1 < len(items)):
            step = at + 1
            if items[step : step + 1] and items[step].low in OBLIQUE_DETERMINERS | SUBJECT_DETERMINERS:
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
    step = at + (at < len(items) and items[at].low in OBLIQUE_DETERMINERS | SUBJECT_DETERMINERS)
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


def relative(segment: Segment) -> bool:
    """Is it a relative clause: a relative pronoun after a comma that no noun follows as after an article?"""
    if segment.before != "," or len(segment.items) < 2 or segment.first not in RELATIVES:
        return False
    following = segment.items[1]
    if segment.first in ("deren", "dessen"):
        return True  # the noun behind belongs to the clause: "deren Bild hier hängt"
    if following.capital and following.name is None:
        return False
    return following.name is not None or not (_adjective(following.text) and phrase_at(segment.items, 0) is not None)
