"""One article, one reading: settles what the recogniser found sentence by sentence over the whole document.

A family name introduced once is found wherever it stands; a word that is mostly one kind is that kind everywhere;
listed names have the last word over guesses; function words and lone guesses without support fall away. After the
observation that a name rarely changes its kind within a text (Krishnan, Manning 2006).
"""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from itertools import chain, pairwise
from operator import itemgetter

from spacy.tokens import Doc

from app.nlp.entities.boundaries import ADDRESS, KIN, completed
from app.nlp.entities.crf import Found, Kind
from app.nlp.entities.gazetteer import bodies, gazetteer, legal_forms, tells_a_body, tells_a_thing
from app.nlp.entities.person_names import PARTICLES, eastern, family_key, figure_alone, plain
from app.nlp.german.reporting_verbs import forms
from app.nlp.german.role_nouns import head_of, titles
from app.nlp.german.word_table import COUNTRY, genitive_base, words
from app.nlp.tokens import triples

LONE = 0.99  # marginal probability that a single word must have to be a person nothing else in the article supports
FREQUENT = 11  # rarity up to which a small word is so frequent that a capital at a sentence's start says nothing
_BEFORE_NOUNS = {"ART", "ADJ(A)", "PPOSAT", "APPRART", "PIAT", "PDAT"}
_ARTICLES = frozenset(["der", "die", "das", "dem", "den", "des"])
_MARKS = {("„", "“"), ("»", "«"), ("«", "»"), ("“", "”"), ('"', '"')}
_INDEFINITE = frozenset(["ein", "eine", "einen", "einem", "eines", "kein", "keine", "keinen", "keinem", "keines"])
_FINITE = {"VV(FIN)", "VA(FIN)", "VM(FIN)"}


def settle(doc: Doc, found: Sequence[Found]) -> list[Found]:
    """The names of an article, sorted, without overlaps."""
    return _Article(doc, found).settled()


class _Article:
    """The votes of one document and what follows from them."""

    def __init__(self, doc: Doc, found: Sequence[Found]) -> None:
        self.words = [text for *_, text in triples(doc)]
        self.vocabulary = set(self.words)
        # What stands behind "ein" or "kein" somewhere is a thing ("keinen Grexit").
        self.things = {word for before, word in pairwise(self.words) if before in _INDEFINITE}
        self.starts = {first for first, _ in doc._.sentence_tokens}
        self.found = [one for one in completed(self.words, doc._.sentence_tokens, found) if self._plausible(one)]
        self.votes: dict[str, Counter[Kind]] = defaultdict(Counter)
        self.particles: dict[str, list[str]] = {}
        self.folded: set[str] = set()  # the same in plain letters: "Mladics" is of Mladić
        self.full: set[str] = set()  # family names that stand with a first name or form of address somewhere
        self.given: set[str] = set()  # listed given names with which full names begin
        self.bodies: dict[str, list[int]] = defaultdict(
            list
        )  # where a word is introduced as the name of a firm or body
        self.introduced: dict[str, list[int]] = defaultdict(list)  # where it is introduced as a family name
        for one in self.found:
            last = self.words[one.after - 1]
            several = one.after - one.first > 1
            if self._told_body(one):
                self.bodies[genitive_base(last)].append(one.first)
                continue
            self.votes[genitive_base(last)][one.kind] += 2 if several else 1
            addressed = one.first > 0 and self.words[one.first - 1] in ADDRESS
            if one.kind == "person" and (several or addressed):
                self._introduce(self.words[one.first : one.after])
                self.introduced[genitive_base(last)].append(one.first)

    def _introduce(self, name: list[str]) -> None:
        """Remember the family name of a full name, with the particles before it."""
        last = name[-1]
        self.full |= {last, genitive_base(last)} if last[-1] in "s'’" and self._genitive(last) else {last}
        self.folded |= {plain(last)}
        if eastern(name):
            self.full.add(name[0])
        elif len(name) > 1 and words()[name[0]].name in ("F", "B") and not 0 < words()[name[0]].lower <= FREQUENT:
            self.given.add(name[0])
        particles = [word.lower() for word in name[1:-1] if word.lower() in PARTICLES]
        if particles:
            self.particles[last] = self.particles[genitive_base(last)] = particles

    def _told_body(self, one: Found) -> bool:
        """Does a noun before the name or a legal form behind it tell that it is a firm's or body's?"""
        if one.kind == "place" and (words()[self.words[one.after - 1]].bits or gazetteer().get(self.words[one.first])):
            return False
        before = self.words[one.first - 1] if one.first else ""
        after = self.words[one.after] if one.after < len(self.words) else ""
        lone = one.after - one.first == 1 and not self._famous(self.words[one.first])
        return after in legal_forms() or tells_a_body(before) or (lone and tells_a_body(before, surely=False))

    def _body(self, one: Found) -> Found:
        """The finding as a firm's or body's name, with the legal form behind it."""
        legal = one.after < len(self.words) and self.words[one.after] in legal_forms()
        return one._replace(kind="organisation", after=one.after + legal)

    def _means_body(self, place: int) -> bool:
        """Does a lone word mean the firm or body of that name, rather than a person called the same?"""
        base = genitive_base(self.words[place])
        bodies, persons = self.bodies.get(base), self.introduced.get(base, [])
        if not bodies:
            return False
        body = bodies[max(bisect_right(bodies, place) - 1, 0)]  # the last before, else the first after
        before = bisect_right(persons, place)
        return not before or body > persons[before - 1]

    def _with_particles(self, place: int) -> int:
        """Where a family name begins that is written with its particles: Von der Leyen, De Mistura."""
        word = self.words[place]
        particles = self.particles.get(word) or self.particles.get(genitive_base(word)) or []
        first = place - len(particles)
        before = [word.lower() for word in self.words[max(first, 0) : place]]
        return first if particles and before == particles else place

    def settled(self) -> list[Found]:
        out = [self._decided(one) for one in self.found]
        taken = {place for one in out for place in range(one.first, one.after)}
        out += self._family_names(taken)
        out, taken = self._without_parts(out)
        out += self._listed(taken)
        persons = {one.first for one in out if one.kind == "person"}
        return sorted(one for one in out if not (one.after in persons and self._councillor(one)))

    def _without_parts(self, found: list[Found]) -> tuple[list[Found], set[int]]:
        """The findings but those that are part of a longer listed name ("Pro" of "Pro Asyl"), and their places."""
        whole = [one for one in bodies().matches(self.words) if one.listed.name and one.after - one.first > 1]
        inside = {place: one for one in whole for place in range(one.first, one.after)}
        kept = []
        for one in found:
            around = inside.get(one.first)
            part = (
                around is not None and one.after <= around.after and one.after - one.first < around.after - around.first
            )
            if one.kind == "person" or not part:
                kept.append(one)
        return kept, {place for one in kept for place in range(one.first, one.after)}

    def _councillor(self, one: Found) -> bool:
        """Is a council's name the office of who follows at once: "Bundesrat Guy Parmelin", "Nationalrat Meyer"?"""
        return one.kind == "organisation" and one.after - one.first == 1 and self.words[one.first].endswith("rat")

    def _genitive(self, word: str) -> bool:
        """Is a full name's last word rather a genitive than a name in -s? Tsipras is none."""
        return words()[word].form == "s" or genitive_base(word) in self.vocabulary

    def _known(self, word: str) -> bool:
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
        return marks in _MARKS and (before.lower() in _ARTICLES or tells_a_thing(before))

    def _decided(self, one: Found) -> Found:
        """A finding with the kind the whole article gives it."""
        if self._told_body(one) and not self._in_office(one):
            return self._body(one)
        if one.after - one.first > 1:
            name = self.words[one.first : one.after]
            listed = gazetteer().get(*name) or bodies().get(*name)
            return one._replace(kind=listed.kind) if listed and listed.name and one.kind == "person" else one
        word = self.words[one.first]
        if "&" in self.words[max(one.first - 1, 0) : one.after + 1]:
            return one._replace(kind="organisation")
        if one.kind == "person" and self._means_body(one.first) and not self._in_office(one):
            return one._replace(kind="organisation")
        if self._known(word):
            if self._small_word(one.first):
                return one._replace(kind="other")
            return one._replace(kind="person", first=self._with_particles(one.first))
        if one.kind == "person":
            return self._lone(one, word)
        if self._famous(word) and self._in_office_or_speaking(one):
            return one._replace(kind="person")
        listed = gazetteer().get(word)
        if listed and listed.name and listed.certain and not listed.metonym:
            return one._replace(kind=listed.kind)
        votes = self.votes[genitive_base(word)]
        # Nobody votes where the word is told to be a body each time, yet somebody in office here ("Mutter Unicredit").
        kind, most = max(votes.items(), key=itemgetter(1), default=(one.kind, 0))
        if one.kind == "place" and words()[word].bits:
            return one  # Wien stays a place beside the Universität Wien
        if votes.total() >= 3 and kind != one.kind and most >= 2 * votes[one.kind]:
            return one._replace(kind=kind)
        return one

    def _lone(self, one: Found, word: str) -> Found:
        """A single word taken for a person that no full name in the article supports."""
        listed = gazetteer().get(word) or bodies().get(word)
        if listed or words()[word].bits & COUNTRY:
            return one._replace(kind=listed.kind if listed else "place")
        votes = self.votes[genitive_base(word)]
        if word in self.things and not self._famous(word) and not self._in_office(one):
            return one._replace(kind="other")
        if votes["person"] < votes.total() / 2 or not self._supported(one, word, votes["person"]):
            return one._replace(kind="other")
        return one

    def _supported(self, one: Found, word: str, votes: int) -> bool:
        """Does more than the recogniser's guess speak for a person: fame, an office, speech, a second time?"""
        if self._famous(word) or self._in_office_or_speaking(one) or self._called(one.first):
            return True
        if one.first in self.starts:
            return votes > 1 and not self._small_word(one.first)
        return votes > 1 or (one.score >= LONE and words()[word].tag == "NE")

    @staticmethod
    def _famous(word: str) -> bool:
        """Is it the family name by which a public figure is known?"""
        return bool(figure_alone(family_key(word)) or figure_alone(family_key(genitive_base(word))))

    def _in_office(self, one: Found) -> bool:
        """Does an office, a title or a word for a relative stand before the name?"""
        before = self.words[one.first - 1] if one.first else ""
        return before in titles() or bool(head_of(before)) or before in KIN

    def _in_office_or_speaking(self, one: Found) -> bool:
        """Does an office or title stand before the name, or a verb of saying beside it?"""
        before = self.words[one.first - 1] if one.first else ""
        after = self.words[one.after] if one.after < len(self.words) else ""
        return self._in_office(one) or before in forms().main or after in forms().main

    def _family_names(self, taken: set[int]) -> list[Found]:
        """Places of known family names, and of given names alone, that the recogniser passed over."""
        out = []
        for place, word in enumerate(self.words):
            if place in taken or word.islower() or len(word) < 2 or not (self._known(word) or self._called(place)):
                continue
            if not self._common(place) and not self._small_word(place) and not self._means_body(place):
                out.append(Found(self._with_particles(place), place + 1, "person", 1.0))
                taken.add(place)
        return out

    def _called(self, place: int) -> bool:
        """Does somebody's given name stand alone ("Wir freuen uns für Simon")?"""
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

    def _common(self, place: int) -> bool:
        """Is the word at this place rather the common noun that a name looks like (der Koch, der Zorn)?"""
        info = words()[self.words[place]]
        before = words()[self.words[place - 1]].tag if place else ""
        return info.tag == "NN" and bool(info.rarity) and before in _BEFORE_NOUNS

    def _small_word(self, place: int) -> bool:
        """Is a known name at a sentence's start rather a small word ("Weil der Streit beigelegt ist")?"""
        if place not in self.starts or not 0 < words()[self.words[place]].lower <= FREQUENT:
            return False
        after = self.words[place + 1] if place + 1 < len(self.words) else ""
        return words()[after].tag not in _FINITE

    def _listed(self, taken: set[int]) -> list[Found]:
        """Listed names and countries that the recogniser passed over."""
        out = []
        for match in chain(gazetteer().matches(self.words), bodies().matches(self.words)):
            places = range(match.first, match.after)
            if match.listed.name and match.listed.certain and not taken.intersection(places):
                out.append(Found(match.first, match.after, match.listed.kind, 1.0))
                taken.update(places)
        for place, word in enumerate(self.words):
            if place not in taken and len(word) > 3 and words()[word].bits & COUNTRY and words()[word].form != "h":
                out.append(Found(place, place + 1, "place", 1.0))
        return out
