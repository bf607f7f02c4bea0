"""The German subjunctive, which marks reported speech: Konjunktiv I (sei, habe, werde, komme) and II (hätte, wäre).

Closed lists for the forms that are frequent or irregular, and one general rule: the third person singular of
Konjunktiv I is the infinitive without its n, so a lower-case word in -e is one when the word with n, its prefixes
stripped, is a known infinitive: one of the list, or by the word table a verb and commoner than the form. The first
person of the indicative looks the same and is told apart by a near "ich".
The lists are properties in ``lexicon/verbs.toml`` and ``lexicon/function_words.toml``.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from app.nlp import lexicon
from app.nlp.german.word_table import words

_SURE = lexicon.verb_forms("subjunctive")
_VERBS = lexicon.verbs("known")
_ALSO_ADJECTIVES = lexicon.function_words("also_adjective")
_NEVER = lexicon.function_words("never_verb")
_SECOND = lexicon.verb_forms("past_subjunctive")
_SECOND_ENDS = {word[-3:] for word in _SECOND}
_DOUBTFUL = lexicon.verb_forms("doubtful")
_STATES = lexicon.verb_forms("state")
_SEPARABLE = tuple(sorted(lexicon.affixes("separable"), key=len, reverse=True))
_INSEPARABLE = tuple(sorted(lexicon.affixes("inseparable"), key=len, reverse=True))
_ARTICLES = lexicon.function_words("article")
_I = {"ich", "Ich"}
_NEAR = 4  # words around a form within which "ich" makes it a first person
_FIRST_PERSON_TOO = frozenset({"habe", "werde"})


@lru_cache(maxsize=1 << 16)
def may_be_first(word: str) -> bool:
    """Can this lower-case word be a third person of Konjunktiv I?"""
    if word in _SURE:
        return True
    if len(word) < 4 or word[-1] != "e" or not (word.isalpha() and word[0].islower()) or word in _NEVER:
        return False
    if word in _ALSO_ADJECTIVES or _known(word + "n"):
        return True
    if word.endswith(("ere", "ele")):  # fordere, handele
        return _known(word[:-1] + "n")
    if word.endswith("le") and _known(word[:-2] + "eln"):
        return True  # handle
    own, infinitive = words()[word], words()[word + "n"]
    commoner = infinitive.rarity > 0 and (own.rarity == 0 or infinitive.rarity <= own.rarity)
    return own.tag == "VV(FIN)" and infinitive.tag == "VV(INF)" and commoner


@lru_cache(maxsize=1 << 16)
def is_second(word: str) -> bool:
    """Is this lower-case word a Konjunktiv II that cannot be a preterite?"""
    return word in _SECOND or (word[-3:] in _SECOND_ENDS and any(rest in _SECOND for rest in _stripped(word)))


def lowered(word: str) -> str:
    """A word that opens a sentence: in lower case where it is a sure subjunctive ("Sei"), else as it stands."""
    low = word.lower()
    return low if low in _SURE - _FIRST_PERSON_TOO or is_second(low) else word


def is_wish(word: str) -> bool:
    """Is it a form of "möchte", a Konjunktiv II by form that newspapers use as a plain verb?"""
    return word in ("möchte", "möchten")


def is_doubtful(word: str) -> bool:
    """Is this lower-case word a Konjunktiv II or a preterite, as one likes?"""
    return word in _DOUBTFUL


@lru_cache(maxsize=1 << 16)
def may_be_plural(word: str) -> bool:
    """Can this lower-case word be the plural of a preterite that looks like Konjunktiv II (reichten, arbeiteten)?"""
    if word in _DOUBTFUL:
        return word.endswith("n")
    if not word.endswith("ten") or len(word) < 6 or not word.islower():
        return False
    stem = word[:-3]
    return _known(f"{stem}en") or _known(f"{stem}n") or (stem.endswith("e") and _known(f"{stem[:-1]}en"))


def is_state(word: str) -> bool:
    """Does such a plural tell a need or a state of mind (brauchten, erwarteten)?"""
    return word in _STATES


def is_first(low: Sequence[str], place: int) -> bool:
    """Is the word at ``place`` of a sentence a Konjunktiv I? Capital words are none ("sei" may be lowered before)."""
    word = low[place]
    if not may_be_first(word):
        return False
    if (word not in _SURE or word in _FIRST_PERSON_TOO) and _I & set(low[max(0, place - _NEAR) : place + _NEAR]):
        return False
    if (
        word not in _SURE
        and low[place - 1].lower() in _ARTICLES
        and low[place + 1 : place + 2]
        and low[place + 1][:1].isupper()
    ):
        return False  # "die laute Straße"
    if word in _ALSO_ADJECTIVES and low[place - 1].lower() in _ARTICLES:
        return False
    if word in _ALSO_ADJECTIVES:
        after = low[place + 1] if place + 1 < len(low) else "."
        return not (after[:1].isupper() or after.endswith(("e", "en", "er", "es")))
    return True


def _known(infinitive: str) -> bool:
    """Is it an infinitive of the list, one in -ieren, or one of these with prefixes?"""
    if infinitive in _VERBS or (infinitive.endswith("ieren") and len(infinitive) > 7):
        return True
    return any(rest in _VERBS for rest in _stripped(infinitive))


def _stripped(word: str) -> Iterator[str]:
    """The word without a separable prefix, without an inseparable one, and without both."""
    for prefix in _SEPARABLE:
        if word.startswith(prefix) and len(word) - len(prefix) >= 4:
            rest = word[len(prefix) :]
            yield rest
            yield from (rest[len(two) :] for two in _INSEPARABLE if rest.startswith(two) and len(rest) - len(two) >= 4)
    yield from (word[len(two) :] for two in _INSEPARABLE if word.startswith(two) and len(word) - len(two) >= 4)


def evaluate(path: str | Path) -> tuple[float, float]:
    """Precision and recall, 0 to 1, against ``Mood=Sub`` of a CoNLL-U file (Universal Dependencies)."""
    right = found = gold = 0
    for sentence, marked in _conllu(Path(path)):
        low = [lowered(sentence[0]), *sentence[1:]]
        for place, is_gold in enumerate(marked):
            guess = is_first(low, place) or is_second(low[place])
            right, found, gold = right + (guess and is_gold), found + guess, gold + is_gold
    return right / found if found else 0.0, right / gold if gold else 0.0


def _conllu(path: Path) -> Iterator[tuple[list[str], list[bool]]]:
    """(words, which of them are subjunctive) of each sentence."""
    words: list[str] = []
    marked: list[bool] = []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            columns = line.rstrip("\n").split("\t")
            if len(columns) >= 6 and columns[0].isdigit():
                words.append(columns[1])
                marked.append("Mood=Sub" in columns[5])
            elif not line.strip() and words:
                yield words, marked
                words, marked = [], []
    if words:
        yield words, marked
