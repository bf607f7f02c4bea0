"""What a figure is about: the counted noun, the noun an adjective belongs to, the subject of the clause, the person.

Each kind has its own places to look, most certain first; where none fits, a figure is about nothing that could be told.
A part of a thing is another thing: ordinals, compounds ("Vier-Augen-Gespräch"), parts ("davon"), adjectives of what is
counted and people the article hardly speaks of are kept as limits, and a noun with an article ("das Gespräch") takes
over those of the mention before it.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from app.nlp.figures.clause import (
    About,
    Clauses,
    alone,
    is_body,
    is_noun,
    is_relative,
    known_noun,
    measured_object,
    plain,
    tag,
    word_before,
)
from app.nlp.figures.durations import is_pause, meant, passed, talks
from app.nlp.figures.lexicon import LEXICON, either, fold, restriction, term
from app.nlp.figures.quantities import Measure
from app.nlp.german.clauses import PREPOSITIONS, WORDS, Item, cut, phrase_at, phrases, speaks
from app.nlp.types import Entity, Mention

Token = tuple[int, int, str]

_ORDINAL = re.compile(
    r"(?:erst|zweit|dritt|viert|fünft|sechst|siebt|acht|neunt|zehnt|letzt|vorletzt|ander|zusätzlich|weiter|übrig|halb)e[nrms]?"
)
_PART = re.compile(
    r"(?<!\w)(erste|zweite|dritte|vierte|fünfte|letzte)[nrms]? "
    r"(?:Runde|Teil|Phase|Hälfte|Etappe|Tag|Abschnitt|Gesprächsrunde|Verhandlungsrunde)(?!\w)"
)
_WORD = re.compile(r"[^\W_](?:[\w-]*\w)?")
_DEFINITE = frozenset(("das", "die", "der", "dem", "den", "des", "dieses", "diese", "diesem"))
_REACH = 4  # sentences back to which "das Gespräch" may point
_DIGIT_ORDINAL = re.compile(r"\d{1,3}\.")
_LASTS = re.compile(
    r"(?:dauer|gedauer|währ|gilt$|galt$|gelten$|läuft$|endet|beendet|andauer|angehalten|tagte|getagt|abgeschlossen|unterbrochen|verlänger)"
)
_IS = frozenset(
    ("ist", "war", "sei", "wäre", "sind", "waren", "seien", "beträgt", "betrug", "betrage", "liegt", "lag", "liege")
)
_PARTITIVE = frozenset(("davon", "darunter", "hiervon", "wovon"))
_ADJECTIVE_END = re.compile(r"e[nrms]?$")
_CHANGE = frozenset(LEXICON["counting"]["change"])
_GROWING = re.compile(r"wachse?n?$|wächst|wuchs|gewachsen|zuleg|zugelegt|schrumpf|geschrumpf|verteuer|verbillig")
_MORE = frozenset(("mehr", "weniger", "zusätzlich"))
_MEASURING = re.compile(LEXICON["amounts"]["verbs"].replace(" ", "|"))
_DOING = frozenset(LEXICON["amounts"]["doing"].split())
_QUANTITIES = frozenset(map(term, LEXICON["quantities"]["nouns"].split()))
_SIZED = re.compile(rf"(?:{either(LEXICON['quantities']['sized'].split())})e[nrms]?$")
_OF = frozenset(("von", "der", "des", "eines", "einer"))
_UNITS_OF = frozenset(map(term, LEXICON["amounts"]["units"].split()))
_NUMBER_NOUNS = frozenset(LEXICON["counting"]["number_nouns"].split())
_FATE: dict[str, str] = LEXICON["fate"]
_PEOPLE = frozenset(_FATE["people"].split())
_FATES = [
    (name, re.compile(rf"(?<!\w)(?:{either(found.replace('_', ' ').split('|'))})"))
    for name, found in _FATE.items()
    if name != "people"
]
_QUARTER = re.compile(r"(?:(erst|zweit|dritt|viert)en|(\d)\.) (Quartal|Halbjahr)")
_WHERE = frozenset(("in", "im", "bei", "nahe", "aus"))
_SALIENT = 3  # so many persons an article may mostly be about


class Reader:
    """Finds what the figures of one text are about."""

    def __init__(self, text: str, mentions: Sequence[Mention], entities: Mapping[str, Entity]) -> None:
        self.text = text
        self.entities = entities
        named = [one for one in mentions if one.via == "name" and one.kind in ("person", "place", "organisation")]
        self.names = {one.start: one for one in named}
        self.people = [one for one in mentions if one.kind == "person"]
        self.people_starts = [one.start for one in self.people]
        counts = Counter(one.entity for one in named if one.entity and one.kind == "person")
        self.salient = set(sorted(counts, key=lambda entity: (-counts[entity], entity))[:_SALIENT])
        self.earlier: list[tuple[int, int]] = []  # the sentences of the paragraph so far
        self.paragraph = 0

    def name_key(self, mention: Mention) -> str:
        """By what a name is compared: a person's family name, a place's or body's folded name."""
        entity = self.entities.get(mention.entity or "")
        known = mention.entity
        if mention.kind == "person":
            known = (entity.family if entity else None) or (mention.entity or "").rsplit("-", 1)[-1]
        return plain(known or mention.surface.split()[-1])

    # --- sentences

    def clauses(self, tokens: Sequence[Token]) -> Clauses:
        """A sentence cut into clauses; names are one item each."""
        items: list[Item] = []
        behind = -1
        for start, end, word in tokens:
            if start < behind or word.isspace():
                continue
            name = self.names.get(start)
            if name is not None and name.end >= end:
                behind = name.end
                items.append(Item(start, name.end, name.surface, name.surface.lower(), True, name))
                continue
            low = word.lower()
            capital = word[:1].isupper() and (bool(items) or known_noun(word))
            items.append(Item(start, end, word, low, capital))
        return Clauses(self.text, tokens[0][0] if tokens else 0, items, cut(items))

    def open_paragraph(self, start: int) -> None:
        """What was said in the paragraph before is no longer meant by "das Gespräch"."""
        self.paragraph = start
        self.earlier.clear()

    def _last_limits(self, event: str) -> tuple[str, ...]:
        """What limited the last mention of an event in the sentences before, "das Gespräch" itself left out."""
        for start, end in reversed(self.earlier[-_REACH:]):
            found = list(_WORD.finditer(self.text, start, end))
            part = _PART.search(self.text, start, end)
            for at in range(len(found) - 1, -1, -1):
                word = found[at][0]
                if not word[0].isupper() or term(word) != event:
                    continue
                before = found[at - 1][0].lower() if at else ""
                limits = [fold(part[1])] if part else []
                limits += [fold(before)] if _ORDINAL.fullmatch(before) else []
                limits += [extra] if (extra := restriction(word)) else []
                if limits or before not in _DEFINITE:
                    return tuple(limits)
        return ()

    # --- kinds

    def measure(self, clauses: Clauses, one: Measure) -> About | None:
        """What a quantity is about."""
        if one.kind == "age":
            return self.named_behind(clauses, one) or self._person(clauses, one)
        if one.attributive or one.noun is not None:
            return self._noun(clauses, one)
        if one.kind == "comparison":
            return self._subject(clauses, one)
        beside = (
            passed(clauses, one)
            or self._beside(clauses, one)
            or self._first_purpose(clauses, one)
            or talks(clauses, one, self.name_key)
        )
        beside = beside or (self._subject(clauses, one) if self._says(clauses, one) else None)
        return beside or self._quantity(clauses, one)

    def _quantity(self, clauses: Clauses, one: Measure) -> About | None:
        """The one noun of the clause that shares and sums are mostly of: "Hale hatte mit Zöllen von ... gedroht"."""
        number = clauses.segment_of(one.start)
        items = clauses.segments[number].items if number is not None and one.kind in ("percentage", "money") else []
        nouns = [item for item in items if item.capital and item.name is None and term(item.text) in _QUANTITIES]
        return self._told(clauses, nouns[0], nouns[0].start, nouns[0].end, one) if len(nouns) == 1 else None

    def _noun(self, clauses: Clauses, one: Measure) -> About | None:
        """The noun within the figure or right behind it, with its adjectives and genitives."""
        place = one.noun[0] if one.noun else one.end + 1
        at = clauses.item_at(place)
        if at is None:
            return None
        items = clauses.items
        first = at
        if one.noun is None:
            while (
                at < len(items) and not items[at].capital and _ADJECTIVE_END.search(items[at].text) and at - first < 4
            ):
                at += 1
            if at >= len(items) or not items[at].capital or items[at].name is not None:
                return None
        else:
            while first > 0 and items[first - 1].start >= one.begins:
                first -= 1
        phrase = phrase_at(items, at)
        end = items[phrase.end - 1].end if phrase is not None and phrase.start == at else items[at].end
        adjectives = [fold(item.text) for item in items[first:at] if item.low != "und"]
        limits = [*self._limits(clauses, at, one), *(f"+{word}" for word in adjectives if one.kind == "count")]
        head = items[at].text
        if one.kind != "count" and one.noun:
            head = self.text[one.noun[0] : one.noun[1]]  # of a compound its last part
            limits = [limit for limit in limits if limit != restriction(items[at].text)]
        terms = self._counted(clauses, one, head) if one.kind == "count" else (term(head),)
        if _FATE.keys() & set(terms):
            limits += self._places(clauses, one)
        start = items[first].start if one.noun is None or one.kind == "count" else one.noun[0]
        return About(start, max(end, start + 1), terms, tuple(sorted(set(limits))))

    def _places(self, clauses: Clauses, one: Measure) -> list[str]:
        """Where it happened: "In Beirut kamen zwölf Menschen ums Leben"."""
        number = clauses.segment_of(one.start)
        items = clauses.segments[number].items if number is not None else []
        return [
            f"in:{self.name_key(item.name)}"
            for before, item in pairwise(items)
            if item.name is not None and item.name.kind == "place" and before.low in _WHERE
        ]

    def _counted(self, clauses: Clauses, one: Measure, noun: str) -> tuple[str, ...]:
        """What is counted; of people, what happened to them if the clause tells."""
        if noun.lower() in _PEOPLE:
            number = clauses.segment_of(one.start)
            items = clauses.segments[number].items if number is not None else []
            behind = self.text[one.end : items[-1].end] if items else ""
            before = self.text[items[0].start : one.start] if items else ""
            fates = [(m.start(), name) for name, found in _FATES if (m := found.search(behind))]
            fates = fates or [(-m.start(), name) for name, found in _FATES if (m := found.search(before))]
            if fates:
                return (min(fates)[1],)
        last = clauses.item_at(one.end - 1)
        if term(noun) in _UNITS_OF and last is not None and last + 1 < len(clauses.items):
            stuff = clauses.items[last + 1]
            if stuff.capital and stuff.name is None and is_noun(stuff):
                return term(noun), term(stuff.text)  # "20 Millionen Tonnen Getreide"
        return (term(noun),)

    def _beside(self, clauses: Clauses, one: Measure) -> About | None:
        """ "30 Prozent der Wähler", "100 Milliarden Dollar Klimahilfen", "ein Gewinn von zwei Millionen Euro"."""
        items = clauses.items
        last = clauses.item_at(one.end - 1)
        first = clauses.item_at(one.start)
        if first is None or last is None:
            return None
        after = last + 1
        if after < len(items):
            ahead = items[after]
            if one.kind in ("percentage", "money") and ahead.low in (
                "der",
                "des",
                "aller",
                "seiner",
                "seines",
                "ihrer",
                "ihres",
                "an",
                "von",
                "vom",
            ):
                step = after if ahead.low not in ("an", "von", "vom") else after + 1
                phrase = phrase_at(items, step)
                if phrase is not None and not phrase.pronoun and phrase.name is None and is_noun(phrase.head):
                    told = self._told(clauses, phrase.head, items[phrase.start].start, items[phrase.end - 1].end, one)
                    return replace(told, limits=(*told.limits, "base")) if one.kind == "percentage" else told
            if one.kind == "money" and ahead.low == "für" and (purpose := self._purpose(clauses, one, after + 1)):
                return purpose
            genitive = one.kind == "duration" and tag(ahead.text) == "ADJ(A)" and ahead.low.endswith("er")
            if ahead.low in _MORE or genitive or _SIZED.match(ahead.low):
                after += 1  # "zehn Euro mehr Kindergeld", "neun Stunden zäher Verhandlungen"
                ahead = items[min(after, len(items) - 1)]
            if ahead.capital and ahead.name is None and is_noun(ahead) and ahead.low not in WORDS["times"]:
                return self._told(clauses, ahead, ahead.start, ahead.end, one)
        at = first - 1
        while at >= 0 and items[at].low in ("insgesamt", "zuletzt", "jeweils", "exakt", "genau", "nur", "jährlich"):
            at -= 1
        measured = measured_object(items, at)
        if measured is not None:
            return self._told(clauses, measured, measured.start, measured.end, one)
        if at >= 1 and items[at].low in ("von", "über"):
            at -= 3 if items[at - 1].text == "Höhe" and at >= 3 else 1
            noun = items[at]
            if noun.capital and noun.name is None and is_noun(noun) and noun.low not in WORDS["times"]:
                return self._told(clauses, noun, noun.start, noun.end, one)
        return None

    def _first_purpose(self, clauses: Clauses, one: Measure) -> About | None:
        """What money is for where the clause begins with it: "Für neue Schulen gibt das Land zwei Millionen Euro"."""
        number = clauses.segment_of(one.start)
        items = clauses.segments[number].items if number is not None and one.kind == "money" else []
        if not items or items[0].low != "für" or items[0].start >= one.start:
            return None
        return self._purpose(clauses, one, (clauses.item_at(items[0].start) or 0) + 1)

    def _purpose(self, clauses: Clauses, one: Measure, at: int) -> About | None:
        """What money is for: "zwei Milliarden Euro für (den Bau von) Schulen"."""
        items = clauses.items
        phrase = phrase_at(items, at)
        if phrase is None or phrase.pronoun or phrase.name is not None or not is_noun(phrase.head):
            return None
        nouns = [item for item in items[phrase.start : phrase.end + 3] if item.capital and item.name is None]
        behind = items[phrase.end].low if phrase.end < len(items) else ""
        head = nouns[0] if nouns else phrase.head
        if head.text in _DOING and len(nouns) > 1 and (nouns[1].start < items[phrase.end - 1].end or behind in _OF):
            head = nouns[1]
        return self._told(clauses, head, items[phrase.start].start, max(head.end, items[phrase.end - 1].end), one)

    def _told(self, clauses: Clauses, noun: Item, start: int, end: int, one: Measure) -> About:
        at = clauses.item_at(noun.start) or 0
        behind = clauses.items[at + 1 : at + 3]
        if noun.text in _DOING and len(behind) == 2 and behind[0].low in _OF and is_noun(behind[1]):
            return About(start, end, (term(behind[1].text),), tuple(sorted(set(self._limits(clauses, at, one)))))
        return About(start, end, (term(noun.text),), tuple(sorted(set(self._limits(clauses, at, one)))))

    def _says(self, clauses: Clauses, one: Measure) -> bool:
        """Does the clause say of its subject that it is so much, or lasts so long?"""
        number = clauses.segment_of(one.start)
        if number is None:
            return False
        nearby = (
            clauses.segments[number : number + 3]
            if alone(clauses.segments[number], one)
            else [clauses.segments[number]]
        )
        lows = [item.low for segment in nearby for item in segment.items]
        if one.kind == "duration":
            return any(_LASTS.match(low) for low in lows) or bool(
                _IS & set(lows) and not PREPOSITIONS & {word_before(clauses, one)}
            )
        return one.kind == "percentage" or (one.kind == "money" and _amounts(lows, word_before(clauses, one)))

    def _subject(self, clauses: Clauses, one: Measure) -> About | None:
        """The subject of the clause: its first phrase that no preposition governs, or what it hangs on."""
        number = clauses.segment_of(one.start)
        if number is None:
            return None
        segment = clauses.segments[number]
        if is_relative(segment) and number:
            nouns = [item for item in clauses.segments[number - 1].items if item.capital and item.name is None]
            return (
                self._told(clauses, nouns[-1], nouns[-1].start, nouns[-1].end, one)
                if nouns and is_noun(nouns[-1])
                else None
            )
        numbers = [number]
        if alone(segment, one):
            numbers += [number + 1, number + 2, number - 1]
        for near in numbers:
            if not 0 <= near < len(clauses.segments):
                continue
            items = clauses.segments[near].items
            for phrase in phrases(items, 0, len(items)):
                start, end = items[phrase.start].start, items[phrase.end - 1].end
                if start < one.end and one.start < end:
                    continue
                if phrase.pronoun:
                    return self._meant(clauses, one, items[phrase.start])
                if items[phrase.start].text[0].isdigit():
                    continue
                if phrase.oblique or phrase.head.low in WORDS["times"] or not (phrase.name or is_noun(phrase.head)):
                    continue
                if phrase.start and items[phrase.start - 1].low in ("und", "oder", "sowie"):
                    continue  # "in Soldaten und Waffen": what stands first decides
                return self._subject_told(clauses, one, phrase.head, start, end)
        return None

    def _meant(self, clauses: Clauses, one: Measure, pronoun: Item) -> About | None:
        """How long that lasts which a pronoun at the head of the sentence stands for."""
        if one.kind != "duration" or not self.earlier or pronoun is not clauses.items[0]:
            return None
        if any(
            segment.items and segment.items[0].low in ("bis", "ehe", "bevor", "dass") for segment in clauses.segments
        ):
            return None  # "Es dauerte drei Stunden, bis"
        noun = meant(self.text, pronoun.low, *self.earlier[-1])
        return About(*noun.span("noun"), (term(noun["noun"]),)) if noun is not None else None

    def _subject_told(self, clauses: Clauses, one: Measure, head: Item, start: int, end: int) -> About | None:
        if head.name is not None:
            organisation = head.name.kind == "organisation"
            if one.kind != "percentage" or not organisation:
                return None  # a person or firm spends, earns and says: whose figure it is does not tell what it is
            key = self.name_key(head.name)
            return About(start, end, (f"@{key}",), tuple(sorted(set(self._limits(clauses, 0, one, noun=False)))))
        if head.text in _NUMBER_NOUNS or (one.kind in ("money", "percentage") and _acts(head.text)):
            return None
        return self._told(clauses, head, start, end, one)

    def number_of(self, clauses: Clauses, one: Measure) -> tuple[About, str] | None:
        """Whose number a bare one is: "Die Zahl der Toten stieg auf 134". With the counted noun."""
        number = clauses.segment_of(one.start)
        items = clauses.segments[number].items if number is not None else []
        for at, item in enumerate(items):
            if item.text not in _NUMBER_NOUNS or item.start > one.start or at + 1 >= len(items):
                continue
            phrase = phrase_at(items, at + 1)
            if phrase is not None and items[at + 1].low == "der" and phrase.head.capital and phrase.head.name is None:
                start, end = items[phrase.start].start, items[phrase.end - 1].end
                noun = next((one for one in items[phrase.start : phrase.end] if one.capital), phrase.head)
                return self._told(clauses, noun, start, end, one), noun.text
        return None

    def _person(self, clauses: Clauses, one: Measure) -> About | None:
        """Whose age it is: who the role or the name beside it stands for, else who was named last in the paragraph."""
        begin = max(self.paragraph, 0)
        at = bisect_right(self.people_starts, one.start) - 1
        last = self.people[at] if at >= 0 else None
        if last is not None and last.start <= one.start < last.end and last.entity:
            return About(last.start, last.end, (f"@{self.name_key(last)}",))
        beside = self.text[one.end : one.end + 40]
        for near in self.people[at + 1 : at + 3]:
            if (
                near.via == "name"
                and re.fullmatch(r"[^.!?,;:]{0,25}", self.text[one.end : near.start])
                and beside[:1] == " "
            ):
                return About(near.start, near.end, (f"@{self.name_key(near)}",))
        for near in reversed(self.people[max(0, at - 8) : at + 1]):
            if near.via == "name" and begin <= near.start and near.end <= one.start:
                return About(near.start, near.end, (f"@{self.name_key(near)}",))
        return None

    def named_behind(self, clauses: Clauses, one: Measure) -> About | None:
        """The person whose age an adjective tells: "der 54-jährige Konzernchef Jonas Ahrend"."""
        at = clauses.item_at(one.start)
        for item in clauses.items[at + 1 : at + 5] if at is not None and one.attributive else ():
            if item.name is not None and item.name.kind == "person":
                return About(item.start, item.end, (f"@{self.name_key(item.name)}",))
            if not item.capital and not _ADJECTIVE_END.search(item.text):
                break
        return None

    def beside_name(self, one: Measure) -> bool:
        """Does a person's name end right before a bare age: "Merkel (66)", "Merkel, 66,"?"""
        at = bisect_right(self.people_starts, one.start) - 1
        return at >= 0 and self.people[at].via == "name" and 0 <= one.start - self.people[at].end <= 2

    # --- limits

    @staticmethod
    def _owner(clauses: Clauses, at: int) -> str | None:
        """Whose it is: "die Sitzung des Kabinetts", "der Umsatz von Nordchemie" where that is no known name."""
        behind = clauses.items[at + 1 : at + 3]
        if len(behind) < 2 or not behind[1].capital or behind[1].name is not None:
            return None
        genitive = behind[0].low in ("des", "der") and is_body(behind[1].text)
        return term(behind[1].text) if genitive or behind[0].low == "von" else None

    @staticmethod
    def _grows(clauses: Clauses, one: Measure) -> bool:
        """Does the clause say that something grows or shrinks: "0,7 Prozent wuchs die Wirtschaft"?"""
        number = clauses.segment_of(one.start)
        return number is not None and any(_GROWING.match(item.low) for item in clauses.segments[number].items)

    def _limits(self, clauses: Clauses, at: int, one: Measure, *, noun: bool = True) -> Iterator[str]:
        """What restricts the noun at an item (``noun`` False: there is none) to a part or one of several."""
        items = clauses.items
        last = clauses.item_at(one.end - 1)
        more = last is not None and last + 1 < len(clauses.items) and clauses.items[last + 1].low in _MORE
        leading = word_before(clauses, one)
        grows = one.kind == "percentage" and leading not in PREPOSITIONS and self._grows(clauses, one)
        if (more or grows or leading in _CHANGE) and one.kind in ("percentage", "money", "duration"):
            yield "um"
        number = clauses.segment_of(one.start)
        inside = clauses.segments[number].items if number is not None else []
        if one.kind == "duration" and is_pause(item.low for item in inside):
            yield "pause"
        if _PARTITIVE & {item.low for item in inside}:
            yield "davon"
        if one.kind in ("money", "percentage") and inside:
            said = self.text[inside[0].start : inside[-1].end]
            yield from (f"q:{(m[1] or m[2])}{fold(m[3])}" for m in _QUARTER.finditer(said))
            yield from (f"y:{year}" for year in re.findall(r"(?<![\w.,])(?:19|20)\d\d(?![\w.,])", said))
        if not noun:
            return
        head = items[at].text
        extra = restriction(head)
        if extra is not None:
            yield extra
        before = [item.low for item in items[max(0, at - 3) : at]]
        yield from (fold(low) for low in before if _ORDINAL.fullmatch(low) or _DIGIT_ORDINAL.fullmatch(low))
        soft = one.kind != "count"
        for near in items[at + 1 : at + 5]:
            if near.is_break or tag(near.text).endswith("(FIN)"):
                break
            if near.name is not None and near.name.kind != "person":
                hard = near.name.kind == "place" and not soft
                yield f"{'@' if hard else 'in:'}{self.name_key(near.name)}"
            elif near.name is not None and near.name.entity not in self.salient:
                yield f"@{self.name_key(near.name)}"
        owner = self._owner(clauses, at)
        if owner is not None and one.kind != "count":
            yield f"of:{owner}"
        event = one.kind in ("duration", "comparison")
        definite = before[-1:] and before[-1] in _DEFINITE
        if event and definite and extra is None and term(head) in LEXICON["same"]:
            yield from self._last_limits(term(head))


def _amounts(lows: Sequence[str], before: str) -> bool:
    """Does a clause say that its subject is, costs or changes by so much money, and not that somebody pays it?"""
    return before in ("um", "auf") or any(_MEASURING.match(low) for low in lows)


def _acts(noun: str) -> bool:
    """Is it a noun, in any number, for people or a body that pays and says rather than is so much?"""
    forms = (noun, noun[:-1], noun[:-2], *([f"{noun.removesuffix('innen')}in"] if noun.endswith("innen") else []))
    return any(speaks(form) for form in forms if len(form) > 3)
