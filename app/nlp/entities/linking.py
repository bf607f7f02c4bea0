"""Who is who: one identity for all mentions of a person, place or organisation in an article.

Persons: full names are put together across spellings, a family name alone goes to the full name of the same article;
where two share it, office and order decide, or it stays open. See ``person_names`` for the folding and
the public figures.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions, lexicon  # noqa: F401  (registers the attributes)
from app.nlp.entities.apposition import Place, beside
from app.nlp.entities.couples import couples
from app.nlp.entities.gazetteer import gazetteer
from app.nlp.entities.metonyms import metonymic
from app.nlp.entities.namesakes import MOST, WHOM, Lone, Namesakes, Person, single
from app.nlp.entities.offices import Office, offices
from app.nlp.entities.person_names import (
    Name,
    figure,
    figure_alone,
    fold_name,
    known_family,
    parse,
    slug,
)
from app.nlp.entities.transliteration import SURELY, articled, is_articled, sounds
from app.nlp.german.fold import plain
from app.nlp.german.role_nouns import head_of, titles
from app.nlp.german.word_table import genitive_base, words
from app.nlp.tokens import text_of, triples
from app.nlp.types import Entity, Mention

__all__ = ["fold_name", "identity"]

NEAR = 2  # sentences back that a family name shared by two may lean on
NEAREST = "nearest bearer"
_SONS = frozenset({"bin", "ibn", "bint"})
_RELATIVES = lexicon.nouns("close_kin")


class Article:
    """The names of one document put together."""

    def __init__(self, doc: Doc) -> None:
        self.tokens = [text for *_, text in triples(doc)]
        self.starts = {start: number for number, (start, *_) in enumerate(triples(doc))}
        self.ends = {end: number for number, (_, end, _) in enumerate(triples(doc), 1)}
        self.sentence_of: dict[int, int] = {}
        for number, (first, after) in enumerate(doc._.sentence_tokens):
            self.sentence_of.update(dict.fromkeys(range(first, after), number))
        self.doc = doc
        self.text = text_of(doc)
        self.titled = self._titled_families()
        self.places = [place for mention in doc._.mentions if (place := self._place(mention))]
        self.persons: list[Person] = []
        self.by_family: dict[str, list[Person]] = defaultdict(list)
        self.by_sound: dict[str, list[Person]] = defaultdict(list)
        self.by_given: dict[str, dict[int, Person]] = defaultdict(dict)
        self.by_name: dict[Name, Person] = {}
        self.entities: dict[str, Entity] = {}
        self.namesakes: dict[tuple[str, str], Namesakes | None] = {}
        self.grounds: dict[tuple[int, int], str] = {}  # why a name means whom it means, by its place
        self.beside: dict[int, set[str]] = defaultdict(set)  # where an office ends -> its classes
        self.behind: dict[int, set[str]] = defaultdict(set)  # where one begins

    def _titled_families(self) -> frozenset[str]:
        """Titles that are family names here: "Anton Fürst wurde geehrt"."""
        lasts = {self.tokens[self.ends[m.end] - 1] for m in self.doc._.mentions if m.kind == "person"}
        both = lasts & titles()
        if not both:
            return frozenset()
        full = (m for m in self.doc._.mentions if self.ends[m.end] - self.starts[m.start] > 1)
        return frozenset(both & {self.tokens[self.ends[mention.end] - 1] for mention in full})

    def _place(self, mention: Mention) -> Place | None:
        """A mention with its words cleaned; None where nothing but a title is left of a person."""
        first, after = self.starts[mention.start], self.ends[mention.end]
        if mention.kind == "person":
            first, after = self._trimmed(first, after)
            if first == after:
                return None
            start, end = self.doc[first].idx, self.doc[after - 1].idx + len(self.doc[after - 1])
            mention = replace(mention, start=start, end=end, surface=self.text[start:end])
        return Place(mention, first, after, tuple(self.tokens[first:after]), self.sentence_of.get(first, -1))

    def _trimmed(self, first: int, after: int) -> tuple[int, int]:
        """The range without titles and offices before it and signs around it."""
        while first < after and not any(sign.isalpha() for sign in self.tokens[first]):
            first += 1
        while first < after and not (
            any(s.isalpha() for s in self.tokens[after - 1]) or self.tokens[after - 1] in "’'"
        ):
            after -= 1
        while after - first > 1 and (self.tokens[first] in titles() or head_of(self.tokens[first])):
            first += 1
        title = after - first == 1 and self.tokens[first] in titles() and self.tokens[first] not in self.titled
        if title or (after - first == 1 and not self.tokens[first][:1].isalpha()):
            return after, after
        return first, after

    # --- persons

    def people(self) -> None:
        """Find the persons and link every mention of them."""
        found = [place for place in self.places if place.mention.kind == "person"]
        self._strip_genitives(found)
        full = [(place, name) for place in found if (name := parse(*place.words)).given]
        full = self._family_first_by_use(_without_articles(full), found)
        full += couples(self.tokens, full, found)
        for place, name in full:
            self._introduce(place, name)
        self._attach_offices(full)
        for person in self.persons:
            self._enter(person)
        named = {id(place): name for place, name in full}
        recent: dict[int, dict[int, Person]] = defaultdict(dict)  # those named in a sentence
        for place in found:
            name = named.get(id(place)) or parse(*place.words)
            self._link(place, name, recent)

    def _strip_genitives(self, found: Sequence[Place]) -> None:
        """Take the genitive -s off the last word where the article, the lexicon or the grammar shows that it is one."""
        bare = {word for place in found for word in place.words}
        for place in found:
            last = place.words[-1]
            base = genitive_base(last)
            if base == last or len(base) < 2 or (base[-1] in "sßxz" and last[-2] not in "'’"):
                continue  # names in -s have no second one: Maass is not of Maas
            if last[-1] != "s" or last[-2] in "'’" or base in bare or self._genitive(place, last, base):
                place.words = (*place.words[:-1], base)

    def _genitive(self, place: Place, last: str, base: str) -> bool:
        """A genitive by the lexicon or by what follows: a noun, and the form without -s is the better known one."""
        if known_family(base) and not known_family(last):
            return True
        after = self.tokens[place.after] if place.after < len(self.tokens) else ""
        if not (after[:1].isupper() or words()[after].tag == "ADJ(A)") or words()[after].tag in {"ART", "APPR", "PPER"}:
            return False
        own, shorter = words()[last], words()[base]
        return own.form in {"s", "-"} and (bool(shorter.rarity) or not own.rarity) and last[-2] not in "sauei"

    def _family_first_by_use(self, full: list[tuple[Place, Name]], found: Sequence[Place]) -> list[tuple[Place, Name]]:
        """Names read family-first or not as the article itself shortens them."""
        alone = {place.words[0] for place in found if len(place.words) == 1}
        out = []
        for place, name in full:
            first, last = place.words[0], place.words[-1]
            if name.family == plain(first) and last in alone and first not in alone:
                name = Name(tuple(plain(word) for word in place.words[:-1]), plain(last), place.words)
            out.append((place, name))
        return out

    def _introduce(self, place: Place, name: Name) -> None:
        person = self.by_name.get(name) or next(
            (one for one in self.by_family[name.family][:MOST] if one.is_called(name)), None
        )
        if not person and (person := self._otherwise_spelt(name)):
            self.by_family[name.family].append(person)
        if person:
            self._spelt(person, name)
            return
        person = Person(name, place.mention.start)
        self._spelt(person, name)
        self.by_family[name.family].append(person)
        for sound in sounds(name.words[-1]):
            self.by_sound[sound].append(person)
        before = [word.lower() for word in self.tokens[max(0, place.first - 4) : place.first]]
        person.relative = bool(_RELATIVES.intersection(before))
        self.persons.append(person)

    def _otherwise_spelt(self, name: Name) -> Person | None:
        """Who is meant by a full name in another transliteration, or in a longer form: Faisal bin Farhan (al-Saud)."""
        alike = (one for sound in sounds(name.words[-1]) for one in self.by_sound[sound][:MOST])
        found = next((one for one in alike if one.is_called(name)), None)
        if found is None and set(map(str.lower, name.words)) & _SONS:
            called = islice(self.by_given.get(name.given[0], {}).values(), MOST)
            found = next((one for one in called if one.is_longer(name)), None)
        return found

    def _spelt(self, person: Person, name: Name) -> None:
        """Note one more occurrence of a person's full name."""
        person.spellings[name] += 1
        self.by_name[name] = person
        for given in name.given:
            self.by_given[given][person.start] = person

    def _attach_offices(self, full: Sequence[tuple[Place, Name]]) -> None:
        """Find the role phrases of the text and give those beside a full name to its person."""
        names = {at for place in self.places for at in range(place.first, place.after)}
        for first, after in self.doc._.sentence_tokens:
            self.doc._.offices += offices(self.tokens, first, after, names)
        for office in self.doc._.offices:
            self.beside[office.after].add(office.role)
            self.behind[office.first].add(office.role)
        by_place = {place.first: (place, name) for place, name in full}
        for office, place in beside(self.tokens, self.doc._.offices, [place for place, _ in full]):
            self.by_name[by_place[place.first][1]].offices.append(office)

    def established(self) -> dict[str, list[Office]]:
        """Offices that stand beside a name, full or not, by the key of the person."""
        table: dict[str, list[Office]] = defaultdict(list)
        held: dict[tuple[str, str | None], set[str]] = defaultdict(set)
        people = [place for place in self.places if place.mention.kind == "person"]
        for office, place in beside(self.tokens, self.doc._.offices, people):
            key = place.mention.entity
            if key and place.mention.status == "certain" and not self._held_by_another(office, place, held):
                table[key].append(office)
                held[office.role, office.country].add(key)
        return dict(table)

    @staticmethod
    def _held_by_another(office: Office, place: Place, held: dict[tuple[str, str | None], set[str]]) -> bool:
        """Two persons ("dass der russische Präsident Nawalny nicht erwähnte"): the office is known to be another's."""
        if office.bare or not office.country or len(place.words) > 1:
            return False
        holders = held.get((office.role, office.country), set())
        return len(holders) > (place.mention.entity in holders)

    def _enter(self, person: Person) -> None:
        """Give a person key and entity: the lexicon's spelling, else the fullest and most frequent of the text."""
        known = next((one for spelling in person.spellings if (one := figure(spelling))), None)
        fullest = max(person.spellings, key=lambda one: (len(one.words), person.spellings[one]))
        name = known.name.text if known else fullest.text
        person.key = fold_name(name)
        self.entities[person.key] = Entity(person.key, "person", name, family=person.name.family)

    def _link(self, place: Place, name: Name, recent: dict[int, dict[int, Person]]) -> None:
        """Say whose mention it is."""
        start, end = place.mention.start, place.mention.end
        if name.given:
            person: Person | None = self.by_name[name]
            self.grounds[start, end] = "full name"
        else:
            candidates = self._candidates(name, plain(place.words[-1]))
            if not candidates:
                self.grounds[start, end] = "never a full name"
                place.mention = replace(place.mention, entity=self._bare(place, name))
                return
            self.grounds[start, end], person = self._choose(place, candidates, recent)
        if person:
            recent[place.sentence][id(person)] = person
        status = place.mention.status if person and self.grounds[start, end] != NEAREST else "proposed"
        place.mention = replace(place.mention, entity=person.key if person else None, status=status)

    def _candidates(self, name: Name, word: str) -> Namesakes | None:
        """Persons whom a single name may mean: by family name, else by a further name, else by the given name."""
        if (name.family, word) not in self.namesakes:
            family = self.by_family.get(name.family)
            given = list(self.by_given.get(word, {}).values())
            further = [one for one in given if any(word in spelling.given[1:] for spelling in one.spellings)]
            found = family or further or given or self._sounding(word)
            self.namesakes[name.family, word] = Namesakes(found) if found else None
        return self.namesakes[name.family, word]

    def _sounding(self, word: str) -> list[Person]:
        """Persons whose family name is a long one in another transliteration."""
        if len(word) < SURELY:
            return []
        return list({id(one): one for sound in sounds(word) for one in self.by_sound.get(sound, ())}.values())

    def _choose(
        self, place: Place, candidates: Namesakes, recent: dict[int, dict[int, Person]]
    ) -> tuple[str, Person | None]:
        """(rule that told, whom the mention means)."""
        start, end = place.mention.start, place.mention.end
        rule, sure = WHOM.told(Lone(candidates, start, self._roles(place)), start, end)
        if sure:
            return rule, sure
        near = (one for back in range(NEAR + 1) for one in recent.get(place.sentence - back, {}).values())
        return NEAREST, single(one for one in near if one in candidates)

    def _roles(self, place: Place) -> set[str]:
        """The classes of the offices right before the mention, or behind it and a comma."""
        if self.tokens[place.after : place.after + 1] == [","]:
            return self.beside[place.first] | self.behind[place.after + 1]
        return self.beside[place.first]

    def _bare(self, place: Place, name: Name) -> str:
        """The key of somebody the article never gives a full name."""
        known = figure_alone(name.family)
        text = known.name.text if known else " ".join(place.words)
        key = fold_name(text)
        self.entities.setdefault(key, Entity(key, "person", text, family=name.family, bare=known is None))
        return key

    # --- places and organisations

    def others(self) -> None:
        """Link places and organisations by their listed or plain names."""
        bare = {place.words for place in self.places if place.mention.kind != "person"}
        for place in self.places:
            if place.mention.kind == "person":
                continue
            name = self._other_name(place, bare)
            key = slug(name)
            if key in self.entities and self.entities[key].kind != place.mention.kind:
                key = f"{key}-{place.mention.kind}"
            self.entities.setdefault(key, Entity(key, place.mention.kind, name))
            metonym = place.mention.kind == "place" and metonymic(self.tokens, place.first, place.after, name)
            place.mention = replace(place.mention, entity=key, metonym=metonym)

    def _other_name(self, place: Place, bare: set[tuple[str, ...]]) -> str:
        """The listed name, else the words with the genitive off where the bare form is known."""
        listed = gazetteer().get(*place.words)
        if listed and listed.name:
            return listed.name
        base = (*place.words[:-1], genitive_base(place.words[-1]))
        quoted = self.tokens[place.after : place.after + 1] in (["»"], ["«"], ["“"], ["”"], ['"'])
        if base != place.words and not quoted and (base in bare or words()[place.words[-1]].form == "s"):
            return " ".join(base)
        return " ".join(place.words)

    def mentions(self) -> Iterator[Mention]:
        return (place.mention for place in self.places)


def _without_articles(full: list[tuple[Place, Name]]) -> list[tuple[Place, Name]]:
    """The full names without those that are a family name with its article: "Al Jaber" beside Sultan al-Dschaber."""
    arabic = articled(place.words for place, _ in full)
    kept = []
    for place, name in full:
        if is_articled(place.words) and sounds(place.words[-1]) & arabic:
            place.words = (f"{place.words[0]}-{place.words[1]}",)
        else:
            kept.append((place, name))
    return kept


@Language.component("linking", assigns=["doc._.entities", "doc._.mentions", "doc._.offices", "doc._.grounds"])
def identity(doc: Doc) -> Doc:
    """Link ``doc._.mentions`` to ``doc._.entities``; leaves the role phrases in ``doc._.offices``."""
    article = Article(doc)
    article.people()
    article.others()
    doc._.entities = article.entities
    doc._.mentions = list(article.mentions())
    doc._.established = article.established()
    doc._.grounds = article.grounds
    return doc
