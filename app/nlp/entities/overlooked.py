"""Names that the recogniser passes over or cuts short although their words can be nothing else.

Sultan al-Jaber, Kim Dae-jung, Enrico S., Sophie in 't Veld, Henrike von der Tann, and given names before a family name
that is a common noun ("die Geigerin Ella Vater").
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.nlp import lexicon
from app.nlp.entities.crf import Found
from app.nlp.entities.gazetteer import bodies
from app.nlp.entities.name_words import GIVEN, has_article, is_initial, namelike
from app.nlp.entities.person_names import PARTICLES, family_first, known_family, korean, syllable
from app.nlp.german.items import is_person_noun, speaks
from app.nlp.german.role_nouns import head_of
from app.nlp.german.word_table import CITY, COUNTRY, words
from app.nlp.tokens import DUTCH

TIMES = lexicon.words("time")
_GIVEN_TITLES = lexicon.names("given_title", as_written=True)
_GENDERED = frozenset(map(str.capitalize, lexicon.names("female") | lexicon.names("male")))
_GERMAN_PARTICLES = lexicon.function_words("german_particle")
_SECOND_PARTICLES = lexicon.function_words("second_particle")
_NOBLE = lexicon.nouns("noble", as_written=True)
_FINITE = {"VV(FIN)", "VA(FIN)", "VM(FIN)"}
_SHORT = 7  # letters up to which a common noun that no list knows as a family name may be one: Vater, Licht, Brücke
_SELDOM = 12  # rarity from which a common noun behind "von der" is rather a name: Tann
_SMALL = 10  # rarity up to which a word in small letters is a frequent one: per
_AMONG_NAMES = "3"  # share of given names in a word's cluster from which it is one, in steps of five per cent


def overlooked(tokens: Sequence[str], first: int, after: int, taken: dict[int, Found]) -> Iterator[tuple[int, int]]:
    """What can be nothing but a name, as token ranges within the sentence ``first`` to ``after``. ``taken``: what the
    recogniser found, by place."""
    for place in range(first, after - 1):
        if not tokens[place][:1].isupper():
            continue  # no given name, no title, no family name
        free = place not in taken and place + 1 not in taken
        end = (
            (place + 2 if free and _is_whole(*tokens[place : place + 2]) else None)
            or _behind_family(tokens, place, after, taken)
            or _behind_given(tokens, place, first, after, taken)
        )
        if end is not None:
            yield place, end


def _is_whole(word: str, follower: str) -> bool:
    """Are two words a name: Sultan + al-Jaber, Kim + Dae-jung?"""
    if has_article(follower) and (is_given_name(word) or word in _GIVEN_TITLES):
        return True
    return word in family_first() and korean(follower)


def _behind_family(tokens: Sequence[str], place: int, after: int, taken: dict[int, Found]) -> int | None:
    """The end of the given names behind a family name that stands first: Nguyen + Phu Trong."""
    found = taken.get(place + 1) if tokens[place] in family_first() else None
    return found.after if found and _given_names(tokens, found, after) else None


def _given_names(tokens: Sequence[str], one: Found, after: int) -> bool:
    """Can it be nothing but two given names that stand behind a family name in East Asia?"""
    two = one.kind == "person" and one.after - one.first == 2 and one.after <= after
    return two and all(syllable(token) for token in tokens[one.first : one.after])


def _behind_given(tokens: Sequence[str], place: int, first: int, after: int, taken: dict[int, Found]) -> int | None:
    """The end of the name that begins with a given name: Enrico + S., Sophie + in 't Veld, Ella + Vater."""
    whole = taken.get(place)
    if whole is not None and whole.after > place + 1:
        return None  # the recogniser has the family name
    alone = whole is not None and whole.kind == "person"
    if not is_given_name(tokens[place]) and not (alone and is_initial(tokens[place + 1])):
        return None
    if is_initial(tokens[place + 1]):
        return _initial(tokens, place, first)
    if tokens[place + 1] == "in" and place + 3 < after and tokens[place + 2] in DUTCH:
        return place + 4
    if not is_surely_given(tokens[place]):
        return None
    return _behind_particles(tokens, place, after) or _common_noun(tokens, place, first, after)


def _initial(tokens: Sequence[str], place: int, first: int) -> int | None:
    """The end of "Enrico S.", unless it goes on ("Michael B. Jordan") or another name stands before it."""
    if place > first and namelike(tokens[place - 1]):
        return None
    following = tokens[place + 2] if place + 2 < len(tokens) else ""
    return None if namelike(following) and not _is_common(following) else place + 2


def _behind_particles(tokens: Sequence[str], place: int, after: int) -> int | None:
    """The end of "Henrike von der Tann", unless it says where somebody works ("Anna von der Polizei")."""
    end = place + 1
    if tokens[end] not in PARTICLES or tokens[end] in _SECOND_PARTICLES:
        return None
    while end < after and end - place <= 3 and tokens[end] in PARTICLES:
        end += 1
    family = tokens[end] if end < after else ""
    if not family[:1].isupper() or "-" in family or family.isupper():
        return None
    if words()[family].bits & COUNTRY or bodies().get(family):
        return None
    foreign = tokens[place + 1] not in _GERMAN_PARTICLES
    if not foreign and end == place + 2 and words()[family].bits:
        return None  # "fuhr Anna von Köln nach Bonn"
    return end + 1 if foreign or not (_is_common(family) or speaks(family)) else None


def _is_common(word: str) -> bool:
    """Is it a noun that is frequent or long, and in no list of family names?"""
    info = words()[word]
    return info.tag == "NN" and info.name not in ("L", "B") and (len(word) > _SHORT or 0 < info.rarity < _SELDOM)


def _common_noun(tokens: Sequence[str], place: int, first: int, after: int) -> int | None:
    """The end of a name whose family name is a common noun, where an office or such stands before it ("die Geigerin
    Ella Vater") or it is a sentence's subject ("Vera Herz liegt daran")."""
    family = tokens[place + 1]
    if not _may_be_family_name(family) or place + 2 >= after or tokens[place][-1] in "sxzß":
        return None  # "Jens Mutter" may be the mother of Jens
    if known_family(tokens[place]):
        return None  # "dass Ministerpräsident Erdogan Pläne vorstellte"
    before = tokens[place - 1] if place > first else ""
    if before and (is_person_noun(before) and before[:1].isupper()):
        return place + 2
    return place + 2 if place == first and words()[tokens[place + 2]].tag in _FINITE else None


@lru_cache(maxsize=20_000)
def _may_be_family_name(word: str) -> bool:
    """Can a common noun be a family name: one of the lists, or a short one that is no time and no office?"""
    info = words()[word]
    if not word[:1].isupper() or info.tag != "NN" or word.lower() in TIMES or info.bits & COUNTRY:
        return info.tag == "NN" and info.name in ("L", "B")
    return info.name in ("L", "B") or (len(word) <= _SHORT and word.isalpha() and not word.isupper())


def is_given_name(word: str) -> bool:
    """Is it listed as a given name, and can it be part of a name?"""
    city = words()[word].bits & CITY and words()[word].circle[:1] < _AMONG_NAMES  # "Halle B."
    return (words()[word].name in GIVEN and namelike(word) and not city) or is_surely_given(word)


@lru_cache(maxsize=20_000)
def is_surely_given(word: str) -> bool:
    """Is it listed as a given name, and used like other given names rather than like other nouns?"""
    info = words()[word]
    if info.name not in GIVEN or word.isupper() or word in _NOBLE or head_of(word) or 0 < info.lower < _SMALL:
        return False
    return info.circle[:1] >= _AMONG_NAMES or (word in _GENDERED and info.tag != "NN")
