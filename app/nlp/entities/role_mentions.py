"""Offices and epithets that point to a person without the name: "der US-Präsident", "Kremlchef", "der 45-Jährige".

Certain where the article itself puts the office beside the name; where only nearness speaks for a person it is a
proposal for somebody to confirm, and what could mean several persons stays open.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions, lexicon  # noqa: F401  (registers the attributes)
from app.nlp.entities.gender import first_name_gender
from app.nlp.entities.offices import Office
from app.nlp.entities.person_names import countries_of, figure, figures_of, office_holders, parse
from app.nlp.rules import note
from app.nlp.tokens import text_of
from app.nlp.types import Mention, Status

NEAR, FAR = 1, 12  # sentences back that an epithet ("der 45-Jährige") or a national ("der Amerikaner") may reach
_INCIDENTAL = lexicon.nouns("incidental") | {"age"}  # who is that may hold any office
_CHANCELLORS = {"Deutschland", "Österreich"}  # whose heads of government no other word for the office means alone
_SEATS = lexicon.nouns("seat")
_OF = {"des", "der", "eines", "einer"}
_POSSESSIVES = ("sein", "ihr")
_NO_STATES = {"EU", "Nato"}  # who speaks for them may come from any country
_BY_NEARNESS = lexicon.nouns("by_nearness") | {"age"}


# Rules of which the article itself tells enough.
BESIDE, OF_THE_COUNTRY, ONLY_HOLDER = "beside a name", "holder in that country", "only holder"
KNOWN, KNOWN_THERE = "known in office", "known in office there"  # by the lexicon
SURE = {BESIDE, OF_THE_COUNTRY, ONLY_HOLDER}
Told = tuple[str | None, str]  # key of the person, the rule that told


class Roles:
    """The role phrases of one document and whom they mean."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.found: list[Mention] = []
        self.openings = [sentence.start for sentence in doc._.sentences]
        self.named = sorted((m.start, m.entity) for m in doc._.mentions if m.kind == "person" and m.entity)
        self.owner = {office: key for key, offices in doc._.established.items() for office in offices}

    def mentions(self) -> list[Mention]:
        out = self.found
        for office in self.doc._.offices:
            if office in self.owner:
                out.append(self._mention(office, self.owner[office], BESIDE))
            elif office.definite and not office.plural and not self._is_seat(office):
                out.append(self._mention(office, *self._whose(office)))
        return out

    def _mention(self, office: Office, key: str | None, rule: str) -> Mention:
        span = self.doc[office.first : office.after]
        if key:
            self.doc._.grounds[span.start_char, span.end_char] = rule
            note("whom an office means", rule, span.start_char, span.end_char)
        status: Status = "certain" if key and rule in SURE else "proposed"
        return Mention(span.start_char, span.end_char, span.text, "person", "role", key, status)

    def _whose(self, office: Office) -> Told:
        """Whom an office means that stands without a name."""
        if office.role == "national":
            key = self._by_country(office)
            return (key, "of that country") if key else (self._of_no_country(office), "of no known country")
        holders = self._holders(office)
        if self._somebodys(office) and not holders:
            return None, "somebody's"  # "sein Sprecher" is not the party's
        return self._of_a_country(office, holders) if office.country else self._of_any_country(office, holders)

    def _holders(self, office: Office) -> dict[str, Office]:
        """Whom the article tells to hold the office, of any country, and the phrase that says so last."""
        return {
            key: held
            for key, offices in self.doc._.established.items()
            for held in offices
            if held.role == office.role and held.feminine == office.feminine and self._same_age(held, office)
            if not self._somebodys(office) or self._somebodys(held)
        }

    def _of_a_country(self, office: Office, holders: Mapping[str, Office]) -> Told:
        """Of an office with its country: who holds it there, else the only one who holds it nobody says where."""
        same = [key for key, held in holders.items() if held.country == office.country]
        if len(same) == 1:
            return same[0], OF_THE_COUNTRY
        unplaced = [
            key
            for key, held in holders.items()
            if not held.country and held.first < office.first and not countries_of(office.role, key)
        ]
        if not same and len(unplaced) == 1:
            return unplaced[0], "holder in no country"
        return (None, "several holders") if same else self._fallback(office)

    def _of_any_country(self, office: Office, holders: Mapping[str, Office]) -> Told:
        """Of an office without a country: the only holder, if named before, else who is likeliest."""
        earlier = {key: held for key, held in holders.items() if held.first < office.first}
        if len(earlier) == len(holders) == 1:
            return self._only_holder(office, *next(iter(earlier.items())))
        likeliest = self._likeliest(office, earlier)
        known = self._known(office) if not likeliest and not holders else None
        if likeliest or known:
            return (likeliest, "likeliest holder") if likeliest else (known, KNOWN)
        return self._fallback(office)

    def _only_holder(self, office: Office, key: str, held: Office) -> Told:
        """The only one whom the article tells to hold it; less sure, or nobody, where it names others of whom the
        lexicon knows that they do: "der Präsident" beside Biden is hardly the Bundespräsident."""
        if not any(self._held_it(one, office) for one in self.doc._.entities if one != key):
            return key, ONLY_HOLDER if self._is_chancellor(held) == self._is_chancellor(
                office
            ) else "holder, other noun"
        return (key if self._noun(held) == self._noun(office) else None), "only holder, others known"

    def _likeliest(self, office: Office, earlier: Mapping[str, Office]) -> str | None:
        """Of the holders named so far: the only one, the only one told by the same noun ("Kanzler", where others are
        premiers), the only one who is meant in the sentence up to the phrase or else in the one before."""
        alike = [key for key, held in earlier.items() if self._alike(held, office)]
        for keys in (list(earlier), alike):
            if len(keys) == 1:
                return keys[0]
        for reach in (0, NEAR):
            near = {key for _, key in self._before(office, reach) if key in (alike or earlier)}
            if near:
                return near.pop() if len(near) == 1 else None
        return None

    def _is_seat(self, office: Office) -> bool:
        """Does the phrase name a post rather than who holds it ("im Amt des Ministers")?"""
        return office.first > 0 and self.doc[office.first].lower_ in _OF and self.doc[office.first - 1].lower_ in _SEATS

    def _somebodys(self, office: Office) -> bool:
        return self.doc[office.first].lower_.startswith(_POSSESSIVES)

    def _same_age(self, held: Office, office: Office) -> bool:
        """Do two phrases tell the same age ("der 57-jährige Ammann", "der 57-Jährige"), or neither of them one?"""
        return office.role != "age" or self.doc[held.head].lower_[:3] == self.doc[office.head].lower_[:3]

    def _alike(self, held: Office, office: Office) -> bool:
        """Do two phrases tell an office by one noun ("Bundeskanzlerin", "Kanzlerin")?"""
        one, other = self._noun(held), self._noun(office)
        return one.endswith(other) or other.endswith(one)

    def _is_chancellor(self, office: Office) -> bool:
        """A premier of a Land is a head of government too, but no "Kanzlerin"."""
        return self._noun(office).endswith("kanzler")

    def _noun(self, office: Office) -> str:
        """The noun of a phrase behind its last hyphen, without ending: "US-Präsidenten" -> "präsident"."""
        noun = self.doc[office.head].lower_.rpartition("-")[2]
        return next((noun.removesuffix(one) for one in ("innen", "in", "en", "es", "s") if noun.endswith(one)), noun)

    def _fallback(self, office: Office) -> Told:
        """Whom to propose where the article puts the office beside nobody: by the lexicon, else by nearness."""
        held = office_holders(office.role, office.country) if office.country else frozenset()
        present = {key for key in held if key in self.doc._.entities}
        if len(present) == 1:
            return present.pop(), KNOWN_THERE
        if not office.country and (shortened := self._shortened(office)):
            return shortened, "shortened office"
        if office.role in _BY_NEARNESS:
            return self._nearest(office), "nearest person"
        return self._introduced_before(office), "introduced before"

    def _known(self, office: Office) -> str | None:
        """The only person of the article whom the lexicon knows in the office, whatever country's ("Die Kanzlerin",
        where Angela Merkel was named, "Der Präsident", where Joe Biden was)."""
        start = self.doc[office.first].idx
        fitting = {key for place, key in self.named if place < start and self._held_it(key, office)}
        return fitting.pop() if len(fitting) == 1 else None

    def _held_it(self, key: str, office: Office) -> bool:
        """Does the lexicon know a person in the office, and under this noun (a chancellor is no "Premier")?"""
        countries = countries_of(office.role, key)
        if not countries or not self._agrees(key, office):
            return False
        ours = bool(countries & _CHANCELLORS)
        return ours if self._noun(office).endswith("kanzler") else not (ours and office.role == "regierungschef")

    def _shortened(self, office: Office) -> str | None:
        """The only one so far with an office that ends in this one ("der Minister", introduced as Innenminister),
        unless somebody of no known office was named since."""
        keys = {
            key
            for key, offices in self.doc._.established.items()
            for one in offices
            if one.first < office.first and one.role.endswith(office.role) and one.feminine == office.feminine
        }
        if len(keys) != 1 or office.role in _INCIDENTAL:
            return None
        start = self.doc[office.first].idx
        others = (key for place, key in reversed(self.named) if place < start and self._agrees(key, office))
        known = {key for key, offices in self.doc._.established.items() if offices}
        nearest = next((one for one in others if one in keys or one not in known), None)
        return nearest if nearest in keys else None

    def _introduced_before(self, office: Office) -> str | None:
        """The only person of the sentence before, if the article gives them no office ("Die tschechische
        Premierministerin" right behind a name): an office often says who was just named."""
        near = {key for _, key in self._before(office, NEAR)}
        key = near.pop() if len(near) == 1 and office.country and not office.bare else None
        if not key:
            return None
        held = {one.role for one in self.doc._.established.get(key, ())} - _INCIDENTAL
        if held or figure(parse(*self.doc._.entities[key].name.split())):
            return None  # who holds another office, or whose offices the lexicon knows
        return key

    def _by_country(self, office: Office) -> str | None:
        """The one mentioned last of those whose office names the country."""
        keys = {
            key for key, held in self.doc._.established.items() if any(one.country == office.country for one in held)
        }
        keys |= figures_of(office.country)
        return next((key for _, key in self._before(office, FAR) if key in keys), None)

    def _of_no_country(self, office: Office) -> str | None:
        """The only person meant so far, right before or in the paragraph, if the article tells no country of theirs
        ("der Norweger")."""
        start = self.doc[office.first].idx
        opening = text_of(self.doc).rfind("\n", 0, start)
        yet = {key for place, key in self.named if place < start and self._agrees(key, office)}
        here = {key for place, key in self.named if opening < place < start and key in yet}
        key = next((keys.copy().pop() for keys in (yet, here) if len(keys) == 1), None) or self._nearest(office)
        told = {one.country for one in self.doc._.established.get(key, ())} if key else set()
        return None if told - {None, *_NO_STATES} else key

    def _nearest(self, office: Office) -> str | None:
        """The only person meant in the sentence up to the phrase or right before that sentence."""
        near = {key for _, key in self._before(office, NEAR)}
        return near.pop() if len(near) == 1 else None

    def _before(self, office: Office, sentences: int) -> list[tuple[int, str]]:
        """(start, key) of the persons meant before the phrase who can be meant by it, the last first, going back some
        sentences."""
        start = self.doc[office.first].idx
        number = bisect_right(self.openings, start) - 1
        floor = self.openings[max(0, number - sentences)] if self.openings else 0
        found = []
        for table in (self.named, [(m.start, m.entity) for m in self.found[-2 * FAR :] if m.entity]):
            end = bisect_left(table, (start, ""))
            while end and table[end - 1][0] >= floor:
                end -= 1
                found.append(table[end])
        return sorted((one for one in found if self._agrees(one[1], office)), reverse=True)

    def _agrees(self, key: str, office: Office) -> bool:
        """Can a phrase of this gender mean the person? Only a first name speaks against it."""
        entity = self.doc._.entities.get(key)
        gender = first_name_gender(entity.name) if entity is not None else "?"
        woman = office.feminine or (office.role == "age" and self.doc[office.first].lower_ == "die")
        return gender != "m" if woman else gender != "f" or office.role == "age"


@Language.component("role_mentions", requires=["doc._.offices"], assigns=["doc._.mentions"])
def roles(doc: Doc) -> Doc:
    """Add role mentions to ``doc._.mentions``, sorted."""
    found = doc._.mentions + Roles(doc).mentions()
    doc._.mentions = sorted(found, key=lambda mention: (mention.start, mention.end))
    return doc
