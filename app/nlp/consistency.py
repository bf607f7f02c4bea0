"""One article, one reading: settles what the recogniser found sentence by sentence over the whole document.

A family name introduced once is found wherever it stands; a word that is mostly one kind is that kind everywhere;
listed names have the last word over guesses; function words and lone guesses without support fall away. After the
observation that a name rarely changes its kind within a text (Krishnan, Manning 2006).
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Literal, NamedTuple

from spacy.tokens import Doc

from app.nlp.gazetteer import gazetteer
from app.nlp.types import EntityKind
from app.nlp.words import COUNTRY, genitive_base, words

Kind = EntityKind | Literal["other"]

LONE = 0.6  # marginal probability that a family name must have which nothing else in the article supports


class Found(NamedTuple):
    """A name: token range ``first`` to ``after`` (exclusive), its kind, how sure the recogniser is (0 to 1)."""

    first: int
    after: int
    kind: Kind
    score: float


def settle(doc: Doc, found: Sequence[Found]) -> list[Found]:
    """The names of an article, sorted, without overlaps."""
    return _Article(doc, found).settled()


class _Article:
    """The votes of one document and what follows from them."""

    def __init__(self, doc: Doc, found: Sequence[Found]) -> None:
        self.words = [token.text for token in doc]
        self.starts = {first for first, _ in doc._.sentence_tokens}
        self.found = [one for one in found if self._plausible(one)]
        self.votes: dict[str, Counter[Kind]] = defaultdict(Counter)
        self.full: set[str] = set()  # family names that stand with a first name somewhere
        for one in self.found:
            last = self.words[one.after - 1]
            several = one.after - one.first > 1
            self.votes[last][one.kind] += 2 if several else 1
            if several and one.kind == "person":
                self.full |= {last, genitive_base(last)} if last.endswith(("s", "'", "’")) and not several else {last}

    def settled(self) -> list[Found]:
        out = [self._decided(one) for one in self.found]
        taken = {place for one in out for place in range(one.first, one.after)}
        out += self._family_names(taken)
        out += self._listed(taken)
        return sorted(out)

    def _base(self, word: str, known: set[str]) -> str:
        """The word, without a genitive ending where only the bare form is known."""
        if word in known:
            return word
        base = genitive_base(word)
        return base if base in known else word

    def _plausible(self, one: Found) -> bool:
        """Not a function word, not a lower-case word, not without a letter."""
        name = self.words[one.first : one.after]
        if one.kind != "person":
            return True
        return any(word[:1].isupper() for word in name) and not all(not word[:1].isalpha() for word in name)

    def _decided(self, one: Found) -> Found:
        """A finding with the kind the whole article gives it."""
        word = self.words[one.after - 1]
        if one.after - one.first > 1:
            return one
        if self._base(word, self.full) in self.full:
            return one._replace(kind="person")
        listed = gazetteer().get(word)
        if one.kind == "person" and (listed or words()[word].bits & COUNTRY):
            return one._replace(kind=listed.kind if listed else "place")
        votes = self.votes[word]
        kind, most = votes.most_common(1)[0]
        if votes.total() >= 3 and kind != one.kind and most >= 2 * votes[one.kind]:
            return one._replace(kind=kind)
        if one.kind == "person" and one.score < LONE and votes["person"] < 2:
            return one._replace(kind="other")
        return one

    def _family_names(self, taken: set[int]) -> list[Found]:
        """Places of known family names that the recogniser passed over."""
        out = []
        for place, word in enumerate(self.words):
            if place in taken or not word[:1].isupper() or self._base(word, self.full) not in self.full:
                continue
            if len(word) > 2 and not self._common(place):
                out.append(Found(place, place + 1, "person", 1.0))
                taken.add(place)
        return out

    def _common(self, place: int) -> bool:
        """Is the word at this place rather the common noun that a name looks like (der Koch)?"""
        info = words()[self.words[place]]
        before = words()[self.words[place - 1]].tag if place else ""
        return info.tag == "NN" and bool(info.rarity) and before in {"ART", "ADJ(A)", "PPOSAT", "APPRART"}

    def _listed(self, taken: set[int]) -> list[Found]:
        """Listed names and countries that the recogniser passed over."""
        out = []
        for match in gazetteer().matches(self.words):
            places = range(match.first, match.after)
            if match.listed.name and match.listed.certain and not taken.intersection(places):
                out.append(Found(match.first, match.after, match.listed.kind, 1.0))
                taken.update(places)
        for place, word in enumerate(self.words):
            if place not in taken and len(word) > 3 and words()[word].bits & COUNTRY and words()[word].form != "h":
                out.append(Found(place, place + 1, "place", 1.0))
        return out
