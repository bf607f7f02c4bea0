"""What stands around a figure: the event a date is about, and the telling words of the clause, by which two papers'
figures are seen to be of one thing.

Nouns are folded, a capital stands for its country; also years, other numbers of the sentence and rates ("pro Jahr")
are told, each as a term of its kind (``terms``). Verbs are brought to one form ("gezählt",
"zählte"; "kamen", "gekommen"); those that stand anywhere ("geben", "liegen") tell nothing and are left out.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from app.nlp import lexicon
from app.nlp.figures.clause import (
    REPORTING,
    About,
    Clauses,
    is_body,
    is_done,
    is_event,
    is_noun,
    is_relative,
    main_verb,
    tag,
)
from app.nlp.figures.lexicon import SEATS, country_named, country_of, fold, is_light, term, verb_term
from app.nlp.figures.terms import write
from app.nlp.german.clauses import PREPOSITIONS, Item, Segment
from app.nlp.types import Mention

_CLAUSE_WORDS = frozenset(("VV(FIN)", "VV(PP)", "VV(INF)", "VV(IZU)"))
_MOST = 12
_BESIDE = 5  # words before or behind a figure by which a sentence that two papers print is known again
_AROUND = 3  # the same to both sides
_SAYING = 3  # words among them that have to be nouns, names, verbs or adjectives
_TELLING_TAGS = ("VV", "ADJ(A")
_NUMBERS = 6  # a sentence with more is a table
_YEAR = re.compile(r"(?<![\w.,])(?:19|20)\d\d(?![\w.,]\d|\w)")
_NUMBER = re.compile(r"(?<![\w.,-])(?!(?:19|20)\d\d(?!\w))(?:\d{2,3}(?:[.,]\d+)*|\d,\d+)(?![\w-])(?!\. )")
_WORD = re.compile(r"\w[\w-]*")
_TIMES = lexicon.words("time")
_RELATIVES = lexicon.function_words("relative")
_PARTICLES = lexicon.function_words("verb_particle")
_PARTICIPLE = re.compile(rf"^({lexicon.either(_PARTICLES)})ge(?=\w{{4}})")
_DAYPART = re.compile(r"(abend|nachmittag|vormittag|mittag|morgen|nacht)s?$")
_RATES = (
    ("jahr", re.compile(r"(?<!\w)(?:jährlich\w*|(?:pro|je) Jahr|im Jahr(?! \d)|jedes Jahr)(?!\w)", re.I)),
    ("monat", re.compile(r"(?<!\w)(?:monatlich\w*|(?:pro|je|im) Monat|jeden Monat)(?!\w)", re.I)),
    ("tag", re.compile(r"(?<!\w)(?:täglich\w*|(?:pro|je|am) Tag|jeden Tag)(?!\w)", re.I)),
)


def event_of(clauses: Clauses, start: int, end: int) -> About | None:
    """What a date is about: the noun it hangs on ("Bidens Amtsantritt im Januar"), what was done ("die im Frühjahr
    abgezogenen Botschafter"), else the verb of the clause, whose words tell no reader what it is: its span is empty."""
    first = clauses.item_at(start)
    number = clauses.segment_of(start)
    if first is None or number is None:
        return None
    items = clauses.items
    last = clauses.item_at(end - 1) or first
    if first and items[first - 1].capital and items[first - 1].name is None and is_event(items[first - 1]):
        noun = items[first - 1]
        owner = items[first - 2] if first > 1 and items[first - 2].name is not None else None
        begin = owner.start if owner else noun.start
        return About(begin, noun.end, (term(noun.text),))
    behind = items[last + 1 : last + 3]
    if len(behind) == 2 and is_done(behind[0]) and behind[1].capital and behind[1].name is None:
        return About(behind[0].start, behind[1].end, (fold(behind[0].text), term(behind[1].text)))
    verb = main_verb(clauses.segments[number].items)
    if verb is None:
        return None
    return About(verb.start, verb.start, () if is_light(verb.text) else (verb_term(verb.text),))


def context_of(clauses: Clauses, start: int, end: int, key_of: Callable[[Mention], str]) -> tuple[str, ...]:
    """Folded nouns and verbs of the clause and names; of a relative clause also those it hangs on."""
    number = clauses.segment_of(start)
    if number is None:
        return ()
    own = clauses.segments[number]
    chosen = [own, clauses.segments[number - 1]] if number and _hangs_on_another(own, start, end) else [own]
    last = clauses.segments[-1].items
    ends = (own.items[-1], last[-1]) if last else ()
    found: dict[str, None] = {}
    for segment in chosen:
        for item in segment.items:
            if not (item.start < end and start < item.end):
                found |= dict.fromkeys(_words_of(item, ends, key_of))
    begin = own.items[0].start
    said = clauses.text[begin : own.items[-1].end]
    years = (write("year", match[0]) for match in _YEAR.finditer(said) if not _within(begin, match, start, end))
    rates = (write("rate", name) for name, pattern in _RATES if pattern.search(said))
    return (*tuple(found)[:_MOST], *dict.fromkeys((*years, *_numbers_beside(clauses, start, end))), *rates)


def _words_of(item: Item, ends: Sequence[Item], key_of: Callable[[Mention], str]) -> Iterator[str]:
    """What an item adds to the context of a figure. ``ends``: the last words of the clause and of the sentence."""
    if item.name is not None:
        yield named(item.name, key_of(item.name))
    elif item.capital:
        if is_noun(item) and item.low not in _TIMES:
            yield write("body" if is_body(item.text) else "word", term(item.text))
            yield from parts_of(item.text)
    elif word := _country(item) or _verb(item, ends):
        yield word


def _numbers_beside(clauses: Clauses, start: int, end: int) -> Iterator[str]:
    """The first other numbers of the sentence."""
    begin = clauses.items[0].start
    whole = clauses.text[begin : clauses.items[-1].end]
    numbers = (write("number", match[0]) for match in _NUMBER.finditer(whole) if not _within(begin, match, start, end))
    return islice(numbers, _NUMBERS)


def _hangs_on_another(segment: Segment, start: int, end: int) -> bool:
    """Is what a clause says told of the clause before it: is it relative ("..., mit denen"), or not whole?"""
    governed = len(segment.items) > 1 and segment.items[0].low in PREPOSITIONS and segment.before == ","
    relative = is_relative(segment) or (governed and segment.items[1].low in _RELATIVES)
    return relative or _depends(segment, start, end)


def daypart_of(surface: str) -> tuple[str, ...]:
    """The part of the day that a date tells ("am Mittwochabend"), as a word of its context."""
    part = _DAYPART.search(surface)
    return (write("daypart", part[1]),) if part else ()


def wording_of(clauses: Clauses, start: int, end: int) -> tuple[str, ...]:
    """The words right before, behind and around a figure in its sentence, each row folded into one string."""
    first, last = clauses.items[0].start, clauses.items[-1].end
    before = _WORD.findall(clauses.text, first, start)
    behind = _WORD.findall(clauses.text, end, last)
    rows = [("<", before[-_BESIDE:]), (">", behind[:_BESIDE])]
    if len(before) >= _AROUND <= len(behind):
        rows.append(("-", [*before[-_AROUND:], *behind[:_AROUND]]))
    return tuple(f"{side}{' '.join(map(fold, row))}" for side, row in rows if _says_enough(row))


def _says_enough(row: Sequence[str]) -> bool:
    told = [word for word in row if word[0].isupper() or tag(word).startswith(_TELLING_TAGS)]
    return len(row) >= _BESIDE and sum(word.lower() not in _TIMES for word in told) >= _SAYING


def named(name: Mention, key: str) -> str:
    """A name as context: persons, bodies and places are told apart, and who governs stands for the country."""
    country = SEATS.get(key, key)
    if name.kind == "place" or country in SEATS.values():
        return write("place", country)
    return write("organisation" if name.kind == "organisation" else "name", key)


def _within(offset: int, number: re.Match[str], start: int, end: int) -> bool:
    """Is the number part of the figure itself?"""
    return start < offset + number.end() and offset + number.start() < end


def _depends(segment: Segment, start: int, end: int) -> bool:
    """Is the figure alone between two breaks ("- jeweils bis 2030"), or in what somebody is to do (", den Etat zu
    erhöhen"), so that what stands before belongs to it?"""
    lows = [item.low for item in segment.items]
    if tag(segment.items[-1].text) == "VV(IZU)" or (len(lows) > 1 and lows[-2] == "zu" and lows[-1].endswith("n")):
        return True
    rest = (item for item in segment.items if not (item.start < end and start < item.end))
    return not any(item.capital or item.name is not None or tag(item.text).startswith(("V", "ADJ(A")) for item in rest)


def parts_of(noun: str) -> list[str]:
    """What the parts of a compound with hyphens tell: "Ukraine-Hilfe" speaks of the country and of help."""
    if "-" not in noun:
        return []
    *first, last = noun.split("-")
    countries = (country_named(part) for part in first)
    return [
        *(write("country", country) for country in countries if country),
        *([term(last)] if last[:1].isupper() else []),
    ]


def _country(item: Item) -> str | None:
    """The country that an adjective names, with a sign of its own: it tells more than it excludes."""
    country = country_of(item.low) if "isch" in item.low or item.low.startswith("deutsch") else None
    return write("country", country) if country else None


def _verb(item: Item, lasts: Sequence[Item]) -> str | None:
    """The verb that says what happens, whole where its first part stands at the end ("stellt ... vor"); None for any
    other word, for verbs that say that somebody says so, and for those that stand anywhere."""
    kind = tag(item.text)
    if kind not in _CLAUSE_WORDS:
        return None
    part = next((last.low for last in lasts if last.low in _PARTICLES), None)
    if kind == "VV(FIN)" and part is not None:
        return f"{part}{verb_term(item.text)}"
    if item.low in REPORTING or is_light(item.text):
        return None
    return _PARTICIPLE.sub(r"\1", verb_term(item.text))
