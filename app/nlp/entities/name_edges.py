"""What is no part of a personal name although the recogniser took it in: what stands before, behind and between.

"SPD-Mann Hölzer", "TASR Kovar", "Familie D. Hans Ott", "Arno Tiedke Mittwochfrüh", "Salmans Bruder", lists of names.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.nlp import lexicon
from app.nlp.entities.crf import Found
from app.nlp.entities.gazetteer import bodies, gazetteer, tells_a_body
from app.nlp.entities.name_words import GIVEN, has_article, is_hour, is_initial
from app.nlp.entities.overlooked import is_given_name, is_surely_given
from app.nlp.entities.person_names import PARTICLES
from app.nlp.german.items import is_person_noun
from app.nlp.german.word_table import words
from app.nlp.tokens import DUTCH

LONGEST = 5  # words of a name
ADDRESS = lexicon.nouns("address", as_written=True)
KIN = lexicon.nouns("kin", as_written=True)
_FAMILIES = lexicon.nouns("family", as_written=True)
_FOREIGN_OFFICES = lexicon.nouns("foreign_office", as_written=True)  # "Mr. President"
_NOBLE = lexicon.nouns("noble", as_written=True)
_DAYS = lexicon.nouns("weekday")
_SEPARATORS = frozenset({",", ";", ":", "/", "und", "|", "&"})
_EPITHETS = lexicon.function_words("definite_article") - {"die"}  # "Bernd das Brot"
_CODE = 3  # letters from which a word in capitals before a name is an agency's or paper's: "TASR Kovar"


def pieces(tokens: Sequence[str], one: Found) -> Iterator[Found]:
    """The finding without what is no part of it: several where a list or a clause was taken for one name, none where
    nothing is left."""
    first = one.first
    if one.kind in ("person", "place") and one.after - first > 1 and tells_a_body(tokens[first]):
        first += 1  # "Pharmazulieferer Helvantis"
    if one.kind != "person":
        yield one._replace(first=first)
        return
    for place in range(first, one.after + 1):
        if place == one.after or _ends_before(tokens, one, first, place):
            after = _without_tail(tokens, first, place)
            first = _without_head(tokens, first, after)
            if first < after and not (after - first == 1 and tokens[first] in _FOREIGN_OFFICES):
                yield one._replace(first=first, after=after)
            first = place + 1


def _ends_before(tokens: Sequence[str], one: Found, first: int, place: int) -> bool:
    """Is a word inside a finding none of a name: a comma, a small word, "von" before an employer?"""
    word = tokens[place]
    if word in _SEPARATORS or _works_for(tokens, first, place) or _was_told(tokens, one.first, place):
        return True
    return word.islower() and word.isalpha() and not _joins(tokens, place)


def _joins(tokens: Sequence[str], place: int) -> bool:
    """Can a small word stand inside a name: a particle, "in 't"?"""
    dutch = tokens[place] == "in" and place + 1 < len(tokens) and tokens[place + 1] in DUTCH
    return dutch or tokens[place] in PARTICLES or tokens[place] in _EPITHETS


def _works_for(tokens: Sequence[str], first: int, place: int) -> bool:
    """Does "von" say for whom somebody works, since a family name is out already ("Anna Berg von Oxfam")?"""
    if tokens[place] != "von":
        return False
    if _names_a_body(tokens[place + 1 : place + 1 + LONGEST]):
        return True
    before = tokens[place - 1]
    return place > first + 1 and words()[before].name not in GIVEN and before not in _NOBLE


def _names_a_body(words: Sequence[str]) -> bool:
    """Do words begin with the name of a firm or body?"""
    for lists in (gazetteer(), bodies()):
        match = next(lists.matches(words), None)
        if match is not None and match.first == 0 and match.listed.kind == "organisation":
            return True
    return False


def _was_told(tokens: Sequence[str], first: int, place: int) -> bool:
    """Does "dem" say whom somebody told ("sagte Anna Berg dem Magazin"), rather than belong to "von dem"?"""
    return tokens[place] == "dem" and place > first and tokens[place - 1].lower() not in PARTICLES


def _without_tail(tokens: Sequence[str], first: int, after: int) -> int:
    """Where a name ends without small words, relatives and times behind it."""
    while after > first and tokens[after - 1][:1].islower() and not has_article(tokens[after - 1]):
        after -= 1  # "Olaf Scholz de facto"
    if after - first > 1 and (tokens[after - 1] in KIN or _is_time(tokens[after - 1], after - first)):
        after -= 1  # "Salmans Bruder", "Arno Tiedke Mittwochfrüh"
    return after


def _is_time(word: str, length: int) -> bool:
    """Is the last word of a name of ``length`` words a time: a weekday behind two names, or one with its hour?"""
    return is_hour(word) or (length > 2 and word.lower() in _DAYS)


def _without_head(tokens: Sequence[str], first: int, after: int) -> int:
    """Where a name begins without what says who somebody is or where the news comes from."""
    while first < after and _is_compound(tokens[first]):
        first += 1  # "SPD-Mann Hölzer"
    if after - first < 2:
        return first
    before = tokens[first - 1] if first else ""
    family = before in ADDRESS or before in _FAMILIES
    if family and after - first > 2 and is_initial(tokens[first]) and is_given_name(tokens[first + 1]):
        return first + 1  # "Familie D. Hans Ott"
    glued = before == "/" and first > 1 and _is_code(tokens[first - 2]) and not is_surely_given(tokens[first])
    coded = _is_code(tokens[first]) and not tokens[first + 1].isupper() and not is_initial(tokens[first + 1])
    return first + (glued or coded)


def _is_code(word: str) -> bool:
    return len(word) >= _CODE and word.isupper() and word.isalpha()


@lru_cache(maxsize=20_000)
def _is_compound(word: str) -> bool:
    """Is it a noun for somebody with whose it is in front: SPD-Mann, Verdi-Frau, CSU-Urgestein, Ex-Linke?"""
    whose, hyphen, noun = word.rpartition("-")
    if not hyphen or not whose or not noun[:1].isupper():
        return False
    if is_person_noun(noun) and not is_given_name(whose):
        return True
    acronym = sum(sign.isupper() for sign in whose) > 1 and "-" not in whose
    return acronym and words()[noun].tag == "NN" and bool(words()[noun].rarity)
