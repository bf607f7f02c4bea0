"""Where names begin and end, and what surely is a person: repairs by the words around, before the article is settled.

Full names of the lexicon's figures, names that an office or a form of address introduces ("Koordinator Riad Hidschab",
"Frau Öztürk"), and given names whose family name the recogniser left out.
"""

from collections.abc import Iterator, Sequence

from app.nlp import lexicon
from app.nlp.entities.crf import Found
from app.nlp.entities.gazetteer import gazetteer
from app.nlp.entities.name_edges import ADDRESS, LONGEST, pieces
from app.nlp.entities.name_words import (
    end_of_name,
    follows_particle,
    has_article,
    is_inner_particle,
    namelike,
)
from app.nlp.entities.overlooked import overlooked
from app.nlp.entities.person_names import (
    PARTICLES,
    family_first,
    figure_spellings,
    known_family,
    korean,
)
from app.nlp.german.role_nouns import head_of
from app.nlp.german.word_table import CITY_PART, genitive_base, words

_FOREIGN_OFFICES = lexicon.nouns("foreign_office", as_written=True)  # "Mr. President"
_PUBLIC = tuple(map(str.lower, lexicon.nouns("public_office", as_written=True)))
_RULING = tuple(lexicon.nouns("ruling"))  # offices behind which a family name stands alone


def completed(tokens: Sequence[str], ranges: Sequence[tuple[int, int]], found: Sequence[Found]) -> list[Found]:
    """The findings with repaired and added persons, sorted, without overlaps. ``ranges``: token ranges of sentences."""
    found = [part for one in found for piece in pieces(tokens, one) for part in _two(tokens, piece)]
    taken = {place: one for one in found for place in range(one.first, one.after)}
    sure = []
    for first, after in ranges:
        sure += [Found(*span, "person", 1.0) for span in _figures(tokens, first, after)]
        sure += [Found(*span, "person", 1.0) for span in _introduced(tokens, first, after, taken)]
        sure += [Found(*span, "person", 1.0) for span in overlooked(tokens, first, after, taken)]
    merged = _merged([_extended(tokens, one, taken) for one in found], sure)
    return sorted(merged)


def _two(tokens: Sequence[str], one: Found) -> Iterator[Found]:
    """Two persons where a public figure's name stands beside another whole name ("als Donald Trump Wladimir Putin
    traf"), else the finding."""
    for first, after in _figures(tokens, one.first, one.after) if one.kind == "person" else ():
        for rest in ((one.first, first), (after, one.after)):
            if rest[1] - rest[0] > 1:
                yield from sorted([one._replace(first=first, after=after), one._replace(first=rest[0], after=rest[1])])
                return
    yield one


def _merged(found: Sequence[Found], sure: Sequence[Found]) -> list[Found]:
    """Sure persons take the place of what they overlap, unless that is a longer person."""
    persons = [one for one in found if one.kind == "person"]
    length = {place: one.after - one.first for one in persons for place in range(one.first, one.after)}
    out: list[Found] = []
    taken: set[int] = set()
    for one in sorted(sure, key=lambda one: (one.first - one.after, one.first)):
        places = range(one.first, one.after)
        if not taken.intersection(places) and all(length.get(place, 0) <= len(places) for place in places):
            out.append(one)
            taken.update(places)
    for one in found:
        places = range(one.first, one.after)
        if not taken.intersection(places):
            out.append(one)
            taken.update(places)
    return out


def _figures(tokens: Sequence[str], first: int, after: int) -> Iterator[tuple[int, int]]:
    """Whole names of public figures."""
    spellings = figure_spellings()
    for place in range(first, after):
        for name in spellings.get(tokens[place], ()):
            end = place + len(name)
            same = end <= after and tuple(tokens[place : end - 1]) == name[:-1]
            if same and tokens[end - 1] in {name[-1], name[-1] + "s"}:
                yield place, end + (end < after and tokens[end] in {"’", "'"})
                break


def _introduced(tokens: Sequence[str], first: int, after: int, taken: dict[int, Found]) -> Iterator[tuple[int, int]]:
    """Names right behind an office or a form of address."""
    for place in range(first, after - 1):
        if tokens[place] in ADDRESS:
            span = _addressed(tokens, place, after)
        elif head_of(tokens[place]):
            span = _in_office(tokens, place, after)
        else:
            continue
        if span is not None and not _of_a_body(tokens, place, span, taken):
            yield span


def _addressed(tokens: Sequence[str], place: int, after: int) -> tuple[int, int] | None:
    """The name behind a form of address, where any noun is one: "Frau Wolf", "Mr. President Biden"."""
    start = place + 1
    while start < after and tokens[start] in _FOREIGN_OFFICES:
        start += 1
    end = end_of_name(tokens, start, after)
    if end == start < after and tokens[end][:1].isupper() and not head_of(tokens[end]):
        end += 1
    return (start, end) if 0 < end - start <= LONGEST else None


def _in_office(tokens: Sequence[str], place: int, after: int) -> tuple[int, int] | None:
    """The name behind an office: of several words, or a family name behind who rules ("Kanzlerin Merkel")."""
    start = place + 1
    end = end_of_name(tokens, start, after)
    if end - start == 1 and not (_rules(tokens[place]) and _surely_name(tokens[start])):
        return None
    return (start, end) if 0 < end - start <= LONGEST else None


def _of_a_body(tokens: Sequence[str], place: int, span: tuple[int, int], taken: dict[int, Found]) -> bool:
    """Is what stands behind "Sprecher" or "Herr" the name of a firm or body, as far as the recogniser can tell?"""
    start, end = span
    whole = taken.get(start)
    if whole is None or whole.kind != "organisation" or whole.after < end:
        return False
    in_office = tokens[place] not in ADDRESS
    return not (_public(tokens[place]) or (in_office and end - start == 1))


def _rules(word: str) -> bool:
    head = head_of(word)
    return head is not None and head.role.endswith(_RULING)


def _surely_name(word: str) -> bool:
    """Is a word behind "Kanzlerin" or "Premier" the family name of somebody: a figure's, or a name and nothing else?"""
    if known_family(word) or known_family(genitive_base(word)):
        return True
    place = words()[word].bits & ~CITY_PART
    return words()[word].tag == "NE" and not place and gazetteer().get(word) is None


def _public(word: str) -> bool:
    """Is it an office behind which no body's name stands, as behind "Sprecher" or "Chef"?"""
    head = head_of(word)
    return head is not None and head.role.endswith(_PUBLIC)


def _extended(tokens: Sequence[str], one: Found, taken: dict[int, Found]) -> Found:
    """A given name with the family name behind it that was left out: Ursula + von der Leyen, Gianis + Varoufakis."""
    if one.kind == "place" and one.after < len(tokens) and has_article(tokens[one.after]):
        return one._replace(after=one.after + 1)  # Scharm + el-Scheich
    if one.kind != "person":
        return one
    one = _past_particles(tokens, one, taken)
    last = tokens[one.after - 1]
    if one.after - one.first > 1:
        return one
    if last in family_first() and one.after < len(tokens) and one.after not in taken and korean(tokens[one.after]):
        return one._replace(after=one.after + 1)  # Kim + Dae-jung
    if known_family(last) or known_family(genitive_base(last)):
        return one
    end = one.after
    while end < len(tokens) and end - one.after < 3 and tokens[end].lower() in PARTICLES:
        end += 1
    if tokens[one.after : one.after + 1] in (["der"], ["dem"], ["den"]):
        return one  # "sagte Berg dem Magazin"
    if end < len(tokens) and end not in taken and namelike(tokens[end]) and words()[last].tag == "NE":
        return one._replace(after=end + 1)
    return one


def _past_particles(tokens: Sequence[str], one: Found, taken: dict[int, Found]) -> Found:
    """A name that goes on behind foreign particles: Wouter van + den Eynde, Faisal + bin Nasser al-Otaibi."""
    end = one.after
    while end - one.first < LONGEST:
        place = end
        while place < len(tokens) and place - end < 3 and is_inner_particle(tokens, place):
            place += 1
        if end < len(tokens) and end not in taken and has_article(tokens[end]):
            end += 1
            continue
        broken = tokens[end - 1].lower() in PARTICLES and end - one.first > 1
        if place == len(tokens) or (place == end and not broken):
            break
        following = taken.get(place)
        if following is not None and following.kind == "person" and following.first == place:
            end = following.after
        elif following is None and (namelike(tokens[place]) or (place > end and follows_particle(tokens[place]))):
            end = place + 1
        else:
            break
    return one._replace(after=end)
