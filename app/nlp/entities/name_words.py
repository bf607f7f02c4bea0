"""Which words can be part of a personal name, and how far a name goes from a word."""

from collections.abc import Sequence

from app.nlp import lexicon
from app.nlp.entities.gazetteer import gazetteer
from app.nlp.entities.person_names import PARTICLES, family_first, syllable
from app.nlp.german.role_nouns import head_of
from app.nlp.german.word_table import COUNTRY, words

GIVEN = frozenset({"F", "B"})  # listed as given names
_GERMAN_PARTICLES = lexicon.function_words("german_particle")
_FOREIGN_PARTICLES = lexicon.function_words("foreign_particle")
_BEHIND_PARTICLES = lexicon.function_words("second_particle")  # particles only behind another one
_DAYS = tuple(lexicon.nouns("weekday"))
_NAMELIKE = {"NE", "FM", "XY", "?", "ITJ"}
_ARTICLES = ("al-", "el-", "as-", "an-", "ad-", "ar-", "at-", "Al-", "El-")


def end_of_name(tokens: Sequence[str], start: int, after: int) -> int:
    """The end of the words from ``start`` that can be one personal name; ``start`` itself where none can."""
    end = place = start
    while place < after:
        if _goes_on(tokens, start, place) if place > start else _begins(tokens, start, after):
            end = place = place + 1
        elif place > start and tokens[place].lower() in PARTICLES - _BEHIND_PARTICLES:
            acronym = place + 1 < after and tokens[place + 1].isupper()
            if tokens[place].lower() in _GERMAN_PARTICLES and (place > start + 1 or acronym):
                break  # "Thomas Gitzel von der VP Bank": where two names are out already, "von" says for whom he works
            place += 1
            place += place < after and tokens[place] in _BEHIND_PARTICLES
        else:
            break
    return end


def _begins(tokens: Sequence[str], start: int, after: int) -> bool:
    """Can a name begin here: with a name, a listed given name, or a city that is one?"""
    word = tokens[start]
    return namelike(word) or words()[word].name in GIVEN or _is_given_city(tokens, start, after)


def _goes_on(tokens: Sequence[str], start: int, place: int) -> bool:
    """Can the name from ``start`` go on with a word further on?"""
    word = tokens[place]
    return (
        namelike(word)
        or is_initial(word)
        or (place == start + 2 and _is_noble(tokens, start))
        or (tokens[place - 1] in _FOREIGN_PARTICLES and follows_particle(word))
        or (tokens[start] in family_first() and syllable(word))
    )


def _is_noble(tokens: Sequence[str], start: int) -> bool:
    """A given name, "von" and whatever is written with a capital, unless it is a country: Beat von Allmen."""
    given, particle, family = tokens[start : start + 3]
    return (
        particle in _GERMAN_PARTICLES
        and words()[given].name in GIVEN
        and family[:1].isupper()
        and not family.isupper()
        and not words()[family].bits & COUNTRY
    )


def _is_given_city(tokens: Sequence[str], start: int, after: int) -> bool:
    """A city that is a given name here: Riad Hidschab."""
    listed = gazetteer().get(tokens[start])
    city = listed is not None and listed.kind == "place" and not words()[tokens[start]].bits & COUNTRY
    return city and start + 1 < after and namelike(tokens[start + 1])


def is_initial(word: str) -> bool:
    """Is it one letter and a full stop?"""
    return len(word) == 2 and word[0].isupper() and word[1] == "."


def namelike(word: str) -> bool:
    """Can the word be part of a personal name? No common noun, no country, no listed name."""
    if has_article(word):
        return True
    if not word[:1].isupper() or len(word) < 2 or "/" in word or is_hour(word):
        return False
    if word in family_first():
        return True
    info = words()[word]
    listed = gazetteer().get(word)
    if info.bits & COUNTRY or head_of(word) or (listed and listed.name):
        return False
    return info.tag in _NAMELIKE or info.form == "-" or not info.rarity


def is_hour(word: str) -> bool:
    """Is it a weekday with its hour: Mittwochfrüh, Montagmittag?"""
    low = word.lower()
    return low.startswith(_DAYS) and low.removesuffix("s") not in _DAYS


def has_article(word: str) -> bool:
    """Is it a name with the Arabic article: el-Scheich, al-Arab?"""
    return word.startswith(_ARTICLES) and word[3:4].isupper()


def follows_particle(word: str) -> bool:
    """Can the word stand behind a foreign particle in a name? Any with a capital but countries and offices can."""
    return word[:1].isupper() and not words()[word].bits & COUNTRY and not head_of(word)


def is_inner_particle(tokens: Sequence[str], place: int) -> bool:
    """Is it a particle that stands nowhere but in names, or the article behind one (van den)?"""
    if tokens[place] in {"den", "der"}:
        return tokens[place - 1].lower() in {"van", "von"}
    return tokens[place].lower() in _FOREIGN_PARTICLES
