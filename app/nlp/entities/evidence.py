"""What an article tells of its names: whom and what it introduces, and how often a word is a name of which kind."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import pairwise

from spacy.tokens import Doc

from app.nlp import lexicon
from app.nlp.entities.boundaries import completed
from app.nlp.entities.couples import given_before
from app.nlp.entities.crf import Found, Kind
from app.nlp.entities.gazetteer import gazetteer, legal_forms, tells_a_body, tells_a_thing
from app.nlp.entities.name_edges import ADDRESS, KIN
from app.nlp.entities.person_names import PARTICLES, eastern, family_key, figure_alone, figures_alone
from app.nlp.german.fold import plain
from app.nlp.german.items import TIMES, is_person_noun
from app.nlp.german.reporting_verbs import forms
from app.nlp.german.role_nouns import head_of, titles
from app.nlp.german.word_table import genitive_base, words
from app.nlp.text.quotation_marks import is_pair
from app.nlp.tokens import triples

LONE = 0.99  # marginal probability that a single word must have to be a person nothing else in the article supports
FREQUENT = 11  # rarity up to which a small word is so frequent that a capital at a sentence's start says nothing
_HEARD_OF = 15  # rarity from which a name is no common one; 0: in no list
_BEFORE_NOUNS = {"ART", "ADJ(A)", "PPOSAT", "APPRART", "PIAT", "PDAT"}
_ARTICLES = lexicon.function_words("definite_article")
_BEFORE_TIMES = lexicon.function_words("before_time")
_JOINING = frozenset({",", ":", "und", "/"})
_SOURCE = frozenset({"so", "laut"})
_INDEFINITE = lexicon.function_words("indefinite_article")
_FINITE = {"VV(FIN)", "VA(FIN)", "VM(FIN)"}


class Evidence:
    """The findings of one document with what speaks for and against them."""

    def __init__(self, doc: Doc, found: Sequence[Found]) -> None:
        self.words = [text for *_, text in triples(doc)]
        self.vocabulary = set(self.words)
        # What stands behind "ein" or "kein" somewhere is a thing ("keinen Grexit").
        self.things = {word for before, word in pairwise(self.words) if before in _INDEFINITE}
        self.starts = {first for first, _ in doc._.sentence_tokens}
        whole = [one for one in completed(self.words, doc._.sentence_tokens, found) if self._plausible(one)]
        self.found = self._without_possessions(whole)
        self.votes: dict[str, Counter[Kind]] = defaultdict(Counter)
        self.particles: dict[str, list[str]] = {}
        self.folded: set[str] = set()  # the same in plain letters: "Mladics" is of Mladić
        self.full: set[str] = set()  # family names that stand with a first name or form of address somewhere
        self.coupled: set[int] = set()  # places of given names that share a family name with who follows
        self.given: set[str] = set()  # listed given names with which full names begin
        self.bodies: dict[str, list[int]] = defaultdict(
            list
        )  # where a word is introduced as the name of a firm or body
        self.introduced: dict[str, list[int]] = defaultdict(list)  # where it is introduced as a family name
        for one in self.found:
            last = self.words[self._last(one)]
            several = one.after - one.first > 1
            if self.told_body(one):
                self.bodies[genitive_base(last)].append(one.first)
                continue
            self.votes[genitive_base(last)][one.kind] += 2 if several else 1
            addressed = one.first > 0 and self.words[one.first - 1] in ADDRESS
            if one.kind == "person" and several:
                self.coupled.update(given_before(self.words, one.first))
            if one.kind == "person" and (several or addressed):
                self._introduce(self.words[one.first : one.after])
                self.introduced[genitive_base(last)].append(one.first)

    def _without_possessions(self, found: list[Found]) -> list[Found]:
        """The findings without the noun behind somebody's name in the genitive: "Sibylles Verlag"."""
        several = [one for one in found if one.kind == "person" and one.after - one.first > 1]
        known = {self.words[place] for one in several for place in range(one.first, one.after)}
        return [one._replace(after=one.first + 1) if self._owns(one, known) else one for one in found]

    def _owns(self, one: Found, known: set[str]) -> bool:
        """Are two words a known name in the genitive and a common noun?"""
        if one.kind != "person" or one.after - one.first != 2:
            return False
        owner, thing = self.words[one.first], self.words[one.after - 1]
        base = genitive_base(owner)
        return base != owner and base in known and words()[thing].tag == "NN"

    def _introduce(self, name: list[str]) -> None:
        """Remember the family name of a full name, with the particles before it."""
        last = name[-1]
        self.full |= {last, genitive_base(last)} if last[-1] in "s'’" and self._genitive(last) else {last}
        self.folded |= {plain(last)}
        if eastern(name):
            self.full.add(name[0])
        elif len(name) > 1 and self._can_stand_alone(name[0]):
            self.given.add(name[0])
        particles = [word.lower() for word in name[1:-1] if word.lower() in PARTICLES]
        if particles:
            self.particles[last] = self.particles[genitive_base(last)] = particles

    @staticmethod
    def _can_stand_alone(given: str) -> bool:
        """Is the first word of a full name listed as a given name, or no word at all: Abiy, Megawati?"""
        info = words()[given]
        if info.name in ("F", "B"):
            return not 0 < info.lower <= FREQUENT
        unheard = info.tag == "NE" and not info.lower and not 0 < info.rarity < _HEARD_OF
        return unheard and given.isalpha() and not given.isupper() and gazetteer().get(given) is None

    def _last(self, one: Found) -> int:
        """The place of a name's last word but its legal form."""
        last = one.after - 1
        return last - (last > one.first and self.words[last] in legal_forms())

    def told_body(self, one: Found) -> bool:
        """Does a noun before the name or a legal form behind it tell that it is a firm's or body's?"""
        if one.kind == "place" and (words()[self.words[one.after - 1]].bits or gazetteer().get(self.words[one.first])):
            return False
        before = self.words[one.first - 1] if one.first else ""
        after = self.words[one.after] if one.after < len(self.words) else ""
        lone = one.after - one.first == 1 and not self.famous(self.words[one.first])
        own = one.after - one.first > 1 and self.words[one.after - 1] in legal_forms()
        return own or after in legal_forms() or tells_a_body(before) or (lone and tells_a_body(before, surely=False))

    def means_body(self, place: int) -> bool:
        """Does a lone word mean the firm or body of that name, rather than a person called the same?"""
        base = genitive_base(self.words[place])
        bodies, persons = self.bodies.get(base), self.introduced.get(base, [])
        if not bodies or (persons and self._speaks(place)):
            return False
        body = bodies[max(bisect_right(bodies, place) - 1, 0)]  # the last before, else the first after
        before = bisect_right(persons, place)
        return not before or body > persons[before - 1]

    def _speaks(self, place: int) -> bool:
        """Does a verb that persons are the subject of stand beside a name ("sagte Otto", not "teilte Otto mit")?"""
        before = self.words[place - 1] if place else ""
        after = self.words[place + 1] if place + 1 < len(self.words) else ""
        return before in forms().main or after in forms().main

    def with_particles(self, place: int) -> int:
        """Where a family name begins that is written with its particles: Von der Leyen, De Mistura."""
        word = self.words[place]
        particles = self.particles.get(word) or self.particles.get(genitive_base(word)) or []
        first = place - len(particles)
        before = [word.lower() for word in self.words[max(first, 0) : place]]
        return first if particles and before == particles else place

    def _genitive(self, word: str) -> bool:
        """Is a full name's last word rather a genitive than a name in -s? Tsipras is none."""
        return words()[word].form == "s" or genitive_base(word) in self.vocabulary

    def knows(self, word: str) -> bool:
        """Is it, or is it the genitive of, a family name of the article?"""
        base = genitive_base(word)
        return word in self.full or base in self.full or (not base.isupper() and plain(base) in self.folded)

    def _plausible(self, one: Found) -> bool:
        """A person's name has a capital, and no ship, storm or street bears it."""
        if one.kind != "person":
            return True
        before = self.words[one.first - 1] if one.first else ""
        if any(word[:1].isupper() for word in self.words[one.first : one.after]) and not tells_a_thing(before):
            return not self._between_marks(one)
        return False

    def _between_marks(self, one: Found) -> bool:
        """Is all of it in quotation marks behind an article or the noun of a thing (die „Gorch Fock“)?"""
        if one.first < 2 or one.after >= len(self.words):
            return False
        marks = self.words[one.first - 1], self.words[one.after]
        before = self.words[one.first - 2]
        return is_pair(*marks) and (before.lower() in _ARTICLES or tells_a_thing(before))

    @staticmethod
    def famous(word: str) -> bool:
        """Is it the family name by which a public figure is known?"""
        return bool(figure_alone(family_key(word)) or figure_alone(family_key(genitive_base(word))))

    def figure_at(self, place: int, persons: set[int]) -> bool:
        """Does a public figure's family name stand alone, as no word and no part of another name? A name that is a word
        too ("Blinken") only beside another person. ``persons``: places where some stand."""
        word, before = self.words[place], self.words[place - 1] if place else ""
        after = self.words[place + 1] if place + 1 < len(self.words) else ""
        if after[:1].isupper() or self.is_common(place):
            return False
        if before[:1].isupper() and words()[before].tag in ("NE", "NN") and not head_of(before):
            return False
        if before.islower() and words()[before].tag in _BEFORE_NOUNS:
            return False  # "in neun aufregenden Modi"
        info = words()[word if word in figures_alone() else genitive_base(word)]
        if info.tag == "NE" or not info.rarity:
            return True
        beside = (before == "und" and place - 2 in persons) or (after == "und" and place + 2 in persons)
        return beside or self._speaks(place)

    def in_office(self, one: Found) -> bool:
        """Does an office, a title or a word for a relative stand before the name?"""
        before = self.words[one.first - 1] if one.first else ""
        return before in titles() or bool(head_of(before)) or before in KIN

    def in_office_or_speaking(self, one: Found) -> bool:
        """Does an office or title stand before the name, or a verb of saying beside it?"""
        before = self.words[one.first - 1] if one.first else ""
        after = self.words[one.after] if one.after < len(self.words) else ""
        return self.in_office(one) or before in forms().main or after in forms().main

    def called(self, place: int) -> bool:
        """Does somebody's given name stand alone ("Wir freuen uns für Simon")?"""
        if place in self.coupled:
            return True
        word = self.words[place]
        genitive = word not in self.given
        if genitive and genitive_base(word) not in self.given:
            return False
        before = self.words[place - 1] if place else ""
        after = self.words[place + 1] if place + 1 < len(self.words) else ""
        return not (
            (before[:1].isupper() and words()[before].tag in ("NE", "NN"))
            or (after[:1].isupper() and words()[after].tag in (("NE",) if genitive else ("NE", "NN")))
        )

    def is_common(self, place: int) -> bool:
        """Is the word at this place rather the common noun that a name looks like (der Koch, bis Freitag)?"""
        word, before = self.words[place], self.words[place - 1] if place else ""
        info, low = words()[word], before.lower()
        if not info.rarity or before in ADDRESS or self.with_particles(place) < place:
            return False
        if low in _INDEFINITE or (low in _ARTICLES and (word in titles() or is_person_noun(word))):
            return True
        if info.tag != "NN":
            return False
        if word.lower() in TIMES and low in _BEFORE_TIMES:
            return True
        return words()[before].tag in _BEFORE_NOUNS and (before.islower() or place - 1 in self.starts)

    def is_object(self, place: int) -> bool:
        """Does a noun that no list knows as a family name stand where names hardly do: no sentence's subject, beside
        no verb of saying and no office ("bringt Licht ins Dunkel")?"""
        info = words()[self.words[place]]
        if info.tag != "NN" or info.name != "n" or not info.lower or self.with_particles(place) < place:
            return False
        before = self.words[place - 1] if place else ""
        after = self.words[place + 1] if place + 1 < len(self.words) else ""
        if place in self.starts:
            return words()[after].tag not in _FINITE and after not in _JOINING
        spoken = before in forms().main or after in forms().main or before == ","
        return not (spoken or before.lower() in _SOURCE or before in ADDRESS or head_of(before))

    def is_small_word(self, place: int) -> bool:
        """Is a known name at a sentence's start rather a small word ("Weil der Streit beigelegt ist")?"""
        if place not in self.starts or not 0 < words()[self.words[place]].lower <= FREQUENT:
            return False
        after = self.words[place + 1] if place + 1 < len(self.words) else ""
        return words()[after].tag not in _FINITE

    def is_supported(self, one: Found, word: str, votes: int) -> bool:
        """Does more than the recogniser's guess speak for a person: fame, an office, speech, a second time?"""
        if self.famous(word) or self.in_office_or_speaking(one) or self.called(one.first):
            return True
        if one.first in self.starts:
            return votes > 1 and not self.is_small_word(one.first)
        return votes > 1 or (one.score >= LONE and words()[word].tag == "NE")
