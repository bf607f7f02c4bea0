"""What a sentence is made of for the grammar here: words, whole names, whole marked quotations; and what a noun is."""

from dataclasses import dataclass
from functools import lru_cache

from app.nlp import lexicon
from app.nlp.german.role_nouns import head_of
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
TIMES = WORDS["times"]
SENTENCE_ENDS = frozenset({".", "!", "?", "…", "..."})
_BREAKS = frozenset(",;:–—-()/") | {"--"} | SENTENCE_ENDS
_LONG_NOUN = 8  # letters from which an ending like -ler or -ist tells a person
_PERSON_ENDINGS = tuple(WORDS["person_endings"])


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
