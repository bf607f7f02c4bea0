"""Named entities: persons, places and organisations, found by a CRF and settled over the whole article.

The factory ``entities`` leaves ``doc._.mentions`` with ``entity=None``; ``linking`` says whose they are. The setting
``ner`` puts the recogniser of any installed spaCy pipeline in place of ours.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Protocol

import spacy
from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.entities.crf import LONGEST, Floats, Found, Kind, Tagger
from app.nlp.entities.features import Features
from app.nlp.entities.gazetteer import gazetteer
from app.nlp.entities.one_sense_per_text import settle
from app.nlp.german.word_table import words
from app.nlp.model import FOLDER
from app.nlp.rules import is_traced, note
from app.nlp.tokens import text_of, triples
from app.nlp.types import EntityKind, Mention

MODEL = FOLDER / "entities.npz"
LIKELY = 0.5  # a person must be likelier than not; on a held-out fifth of the training split F1 rises by 0.9
CONNECTING = 3  # letters of a word in small letters inside the name of a body: of, de, the
LONGEST_BODY = 6  # words of such a name
MONSIEUR = "M."
KINDS: dict[str, Kind] = {"PER": "person", "LOC": "place", "ORG": "organisation", "OTH": "other"}
FOREIGN: dict[str, Kind] = {"PER": "person", "PERSON": "person", "LOC": "place", "GPE": "place", "ORG": "organisation"}


class Recogniser(Protocol):
    """Finds names in a document whose sentences are set."""

    @property
    def description(self) -> str: ...

    def __call__(self, doc: Doc) -> list[Found]: ...


class Crf:
    """Our own recogniser."""

    def __init__(self, model: Path = MODEL) -> None:
        self._tagger = Tagger(model, Features(words(), gazetteer()))
        learnt = model.parent / "training.json"
        self.description = f"our own, {learnt.read_text(encoding='utf-8').strip() if learnt.exists() else 'untold'}"

    def __call__(self, doc: Doc) -> list[Found]:
        tokens, sentences = triples(doc), list(pieces(doc))
        labels = self.tag([truecased([tokens[place][2] for place in sentence]) for sentence in sentences])
        named = [number for number, found in enumerate(labels) if "B-PER" in found or "I-PER" in found]
        likely = dict(zip(named, self._tagger.marginals(named), strict=True))
        return [
            Found(places[first], places[after - 1] + 1, KINDS[kind], score)
            for number, (places, found) in enumerate(zip(sentences, labels, strict=True))
            for first, after, kind in spans(found)
            if (score := self._score(likely[number], found, first, after) if kind == "PER" else 1.0) >= LIKELY
        ]

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """BIO labels of the words of some sentences."""
        return self._tagger.tag(sentences)

    def _score(self, likely: Floats, labels: Sequence[str], first: int, after: int) -> float:
        """The least marginal probability of a span's labels."""
        numbers = self._tagger.labels
        return min(float(likely[place, numbers.index(labels[place])]) for place in range(first, after))


class Foreign:
    """The recogniser of another spaCy pipeline."""

    def __init__(self, name: str) -> None:
        self._nlp = spacy.load(name)
        self.description = f"{name}, an installed spaCy pipeline"

    def __call__(self, doc: Doc) -> list[Found]:
        found = []
        for entity in self._nlp(text_of(doc)).ents:
            span = doc.char_span(entity.start_char, entity.end_char, alignment_mode="expand")
            if span is not None and len(span):
                found.append(Found(span.start, span.end, FOREIGN.get(entity.label_, "other"), 1.0))
        return found


def truecased(sentence: list[str]) -> list[str]:
    """A sentence all in capitals as it is usually written, by what is more frequent; any other as it is."""
    lettered = [word for word in sentence if word.isalpha()]
    if len(lettered) < 3 or not all(word.isupper() for word in lettered):
        return sentence
    return [_usual(word) for word in sentence]


def _usual(word: str) -> str:
    """The most frequent way to write a word, capitalised where nothing is known of it."""
    forms = [form for form in (word.lower(), word.capitalize(), word) if words().row(form)]
    known = [(words()[form].rarity or 99, form) for form in forms]
    return min(known)[1] if known else word.capitalize()


def pieces(doc: Doc) -> Iterator[list[int]]:
    """Token numbers of each sentence without white space, endless sentences in several pieces."""
    tokens = triples(doc)
    for first, after in doc._.sentence_tokens:
        places = [place for place in range(first, after) if not tokens[place][2].isspace()]
        for start in range(0, len(places), LONGEST):
            yield places[start : start + LONGEST]


def spans(labels: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """(first, after, kind) of the names in BIO labels."""
    first = 0
    for place in range(1, len(labels) + 1):
        if place < len(labels) and labels[place][0] == "I" and labels[place][2:] == labels[first][2:]:
            continue
        if labels[first] != "O":
            yield first, place, labels[first][2:]
        first = place


class Entities:
    """The component: recognise, settle over the article, write mentions."""

    def __init__(self, recogniser: Recogniser) -> None:
        self.recognise = recogniser

    @property
    def description(self) -> str:
        """Whose recogniser it is and what it learnt from."""
        return self.recognise.description

    def __call__(self, doc: Doc) -> Doc:
        signed = {
            place
            for sentence, tokens in zip(doc._.sentences, doc._.sentence_tokens, strict=False)
            if sentence.kind == "signature"
            for place in range(*tokens)
        }
        guessed = self.recognise(doc)
        if doc._.language not in (None, "de"):
            guessed = in_capitals(doc, guessed)
        doc._.marginals = {
            place: one.score for one in guessed if one.kind == "person" for place in range(one.first, one.after)
        }
        found = settle(doc, guessed)
        if is_traced():
            _note(doc, guessed, found)
        # Of its author ("(Vera Lenz aus Belgrad, 12.3.2016)") the article tells nothing.
        told = [one for one in found if one.kind != "person" or one.first not in signed]
        doc._.mentions = [mention for one in told if (mention := mention_of(doc, one)) is not None]
        return doc


def in_capitals(doc: Doc, guessed: Sequence[Found]) -> list[Found]:
    """The guesses that can be names in another language than German, of which the recogniser knows nothing: short ones
    without a long word in small letters, and persons, who are cut there later ("M. Dupuis" is Monsieur)."""
    tokens = triples(doc)
    kept = []
    for one in guessed:
        name = [tokens[place][2] for place in range(one.first, one.after)]
        whole = all(word[:1].isupper() or len(word) <= CONNECTING for word in name) and len(name) <= LONGEST_BODY
        if one.kind == "person":
            kept.append(one._replace(first=one.first + (name[0] == MONSIEUR and len(name) > 1)))
        elif whole and name[0][:1].isupper() and name[-1][:1].isupper():
            kept.append(one)
    return kept


def _note(doc: Doc, guessed: Sequence[Found], settled: Sequence[Found]) -> None:
    """For whoever asks why something is a name: what the model thought, and where the whole text decided otherwise."""
    for name in guessed:
        span = doc[name.first : name.after]
        note("recogniser", name.kind, span.start_char, span.end_char, f"{name.score:.2f}")
    thought = {(name.first, name.after, name.kind) for name in guessed}
    for name in settled:
        if (name.first, name.after, name.kind) not in thought:
            span = doc[name.first : name.after]
            note("one sense per text", name.kind, span.start_char, span.end_char)


def mention_of(doc: Doc, found: Found) -> Mention | None:
    """The mention of a finding, None where it is of no kind we show."""
    if found.kind == "other":
        return None
    kind: EntityKind = found.kind
    span = doc[found.first : found.after]
    return Mention(span.start_char, span.end_char, span.text, kind, "name", None, "certain")


@cache
def _crf() -> Crf:
    return Crf()


@Language.factory("entities", default_config={"ner": None}, assigns=["doc._.mentions", "doc._.marginals"])
def entities(nlp: Language, name: str, ner: str | None) -> Entities:
    """``ner``: an installed spaCy pipeline whose recogniser is used instead of our own model."""
    return Entities(Foreign(ner) if ner else _crf())
