"""The headline of an article, read in the light of its text: who "Merz" is, the text says.

A document is made of what the text knows (a line for each name, with the offices that stand beside it) and of the
headline below. The recogniser reads the headline alone; everything else (one reading over the article, who is who,
offices) works on both, exactly as it does on a text. What was found above the headline is then left out. The text's own
analysis is only read. How headlines give somebody's words stands in ``attribution.headlines``.
"""

import logging
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.attribution.headlines import find_headline_speech
from app.nlp.entities.component import mention_of
from app.nlp.entities.crf import Found
from app.nlp.entities.evidence import FREQUENT
from app.nlp.entities.linking import identity
from app.nlp.entities.offices import Office
from app.nlp.entities.one_sense_per_text import settle
from app.nlp.entities.person_names import family_key, figure_alone
from app.nlp.entities.role_mentions import roles
from app.nlp.figures.component import find_figures
from app.nlp.genre.marks import headline_genre
from app.nlp.german.component import TextClauses
from app.nlp.german.fold import plain
from app.nlp.german.role_nouns import head_of, titles
from app.nlp.german.word_table import genitive_base, words
from app.nlp.omissions import HEADLINE, omission
from app.nlp.pipeline import analyse, get_pipeline
from app.nlp.text.sentences import split
from app.nlp.tokens import encodable, text_of, triples
from app.nlp.topics.marks import headline_topics
from app.nlp.types import Analysis, Entity, Figure, Headline, Mention, Quotation, Sentence

MOST_PERSONS = 60  # of a text that stand above its headline, those named most; others only if the headline has a word
MOST_OFFICES = 2  # of a person
LONGEST = 2_000  # characters of a headline that are read
_WORD = re.compile(r"[^\W_]+")
log = logging.getLogger("gipfelspiegel.nlp")
LIKELY = 0.7  # probability that a lone name needs where no common noun looks like it
RARE = 15  # rarity from which a word is hardly known as a noun


def analyse_article(text: str, title: str | None, nlp: Language | None = None) -> Analysis:
    """``analyse`` with the headline's marks beside it; those of the text are the same with and without a headline."""
    found = analyse(text, nlp)
    if not title:
        return found
    try:
        return replace(found, headline=analyse_headline(title, found, nlp))
    except Exception:
        log.exception("A headline could not be analysed and was left out.")
        warnings = [*found.warnings, omission(HEADLINE, text)]
        told = tuple(sorted(warnings, key=lambda one: (one.start, one.end)))
        return replace(found, headline=Headline(title), warnings=told)


def analyse_headline(title: str, analysis: Analysis, nlp: Language | None = None) -> Headline:
    """Everything found in the headline of the text of which ``analysis`` is. Never raises on odd headlines.

    Offsets count code points of ``title``. A name that the text has is the text's entity (same key); others are new.
    """
    readable = encodable(title)[:LONGEST]
    if not readable.strip():
        return Headline(title)
    reading = _Reading(readable, analysis, nlp or get_pipeline())
    return reading.headline(title)


@dataclass(frozen=True, slots=True)
class _Line:
    """A name as the text has it, where it stands in the line that was made of it, and its entity there."""

    text: str
    at: int
    entity: Entity


class _Reading:
    """One headline below the names of its text."""

    def __init__(self, title: str, analysis: Analysis, nlp: Language) -> None:
        self.analysis = analysis
        self.lines = list(_lines(title, analysis))
        above = "".join(f"{line.text}\n" for line in self.lines)
        self.base = len(above)
        self.doc: Doc = nlp.make_doc(above + title)
        self.doc._.language = analysis.language
        self.sentences = [replace(one, start=one.start + self.base, end=one.end + self.base) for one in _cut(title)]
        self._name(nlp)
        same = self._same_names()
        self.mentions = self._mentions(same)
        self.entities = {**{key: one for key, one in self.doc._.entities.items() if key not in same}, **self._own(same)}

    # --- names

    def _name(self, nlp: Language) -> None:
        """Find the names: those above are known, those of the headline the recogniser finds."""
        doc: Any = self.doc
        known, spans, at = [], [], 0
        for line in self.lines:
            spans.append((at, at + len(line.text)))
            first, after = self._tokens(at + line.at, at + len(line.text))
            if first < after:
                known.append(Found(first, after, line.entity.kind, 1.0))
            at += len(line.text) + 1
        lines = [(Sentence(start, end, "sentence"), self._tokens(start, end)) for start, end in spans]
        below = [(one, self._tokens(one.start, one.end)) for one in self.sentences]
        doc._.sentences, doc._.sentence_tokens = self.sentences, [tokens for _, tokens in below]
        guessed = [one for one in nlp.get_pipe("entities").recognise(doc) if self._begins_below(one)]  # type: ignore[attr-defined]
        guessed += list(self._famous(guessed))
        doc._.sentences = [one for one, _ in (*lines, *below)]
        doc._.sentence_tokens = [tokens for _, tokens in (*lines, *below)]
        settled = settle(doc, sorted([*known, *guessed]))
        doc._.mentions = [mention for one in settled if (mention := mention_of(doc, one)) is not None]
        doc._.mentions += list(self._lone(guessed))
        doc._.mentions = sorted((one for one in doc._.mentions if not self._thing(one)), key=lambda one: one.start)
        identity(doc)
        doc._.offices = [self._definite(one) for one in doc._.offices]
        roles(doc)

    def _begins_below(self, one: Found) -> bool:
        return bool(triples(self.doc)[one.first][0] >= self.base)

    def _tokens(self, start: int, end: int) -> tuple[int, int]:
        """Range of the tokens between two places."""
        inside = [n for n, (begin, stop, word) in enumerate(triples(self.doc)) if start <= begin and stop <= end]
        inside = [n for n in inside if not triples(self.doc)[n][2].isspace()]
        return (inside[0], inside[-1] + 1) if inside else (0, 0)

    def _famous(self, guessed: Sequence[Found]) -> Iterator[Found]:
        """Family names by which public figures are known, where the recogniser passed over them."""
        taken = {place for one in guessed for place in range(one.first, one.after)}
        for place, (start, _, word) in enumerate(triples(self.doc)):
            figure = figure_alone(family_key(word)) or figure_alone(family_key(genitive_base(word)))
            if start >= self.base and place not in taken and word[:1].isupper() and figure and not _common(word):
                yield Found(place, place + 1, "person", 1.0)

    def _lone(self, guessed: Sequence[Found]) -> Iterator[Mention]:
        """Family names alone that only the recogniser speaks for: in a text that is too little, in a headline it is how
        people are named."""
        taken = [(one.start, one.end) for one in self.doc._.mentions]
        for one in guessed:
            start, end, word = triples(self.doc)[one.first]
            lone = one.kind == "person" and one.after - one.first == 1 and one.score >= LIKELY
            if not lone or any(start < stop and begin < end for begin, stop in taken):
                continue
            small = 0 < words()[word].lower <= FREQUENT and not self._acts(one.after)
            if word[:1].isupper() and not word.isupper() and not _common(word) and not small:
                yield Mention(start, end, word, "person", "name", None, "proposed")

    def _acts(self, after: int) -> bool:
        """Does a colon or a verb follow, as behind who speaks or acts?"""
        follower = self.doc[after].text if after < len(self.doc) else ""
        return follower == ":" or (follower[:1].islower() and words()[follower].tag.endswith("(FIN)"))

    def _thing(self, one: Mention) -> bool:
        """Is a family name alone rather the noun that it looks like: "Stein des Anstoßes", "Nordlicht klagt"?"""
        if one.start < self.base or one.kind != "person" or one.via != "name" or " " in one.surface:
            return False
        text = text_of(self.doc)
        before, follower = text[self.base : one.start].split()[-1:], text[one.end :].split()[:1]
        if words()[one.surface].tag == "NN" and follower in (["des"], ["der"], ["eines"], ["einer"]):
            return True
        known = any(
            family_key(word) == family_key(line.entity.name.split()[-1])
            for line in self.lines
            for word in (one.surface, genitive_base(one.surface))
        )
        introduced = any(word in titles() or head_of(word) for word in before)
        return not known and not introduced and _common(one.surface)

    def _definite(self, office: Office) -> Office:
        """Headlines leave articles out: "Kanzler reist nach Baku" speaks of the one, "Minister streiten" of several."""
        token = self.doc[office.first]
        if not office.bare or token.idx < self.base:
            return office
        follower = self.doc[office.after].text if office.after < len(self.doc) else ""
        several = follower.endswith(("en", "ern", "eln")) or follower in {"sind", "und"}
        verb = words()[follower].tag.endswith("(FIN)") or follower in {":", "", "sind"}
        return office._replace(definite=verb and not several)

    def _same_names(self) -> dict[str, Entity]:
        """The text's entities by the keys that their names have here."""
        by_start = {one.start: one.entity for one in self.doc._.mentions if one.via == "name"}
        same: dict[str, Entity] = {}
        at = 0
        for line in self.lines:
            key = by_start.get(at + line.at)
            at += len(line.text) + 1
            fuller = key is not None and line.entity.bare and not self.doc._.entities[key].bare
            if key is not None and not fuller:  # "Annalena Baerbock" here tells more than "Baerbock" there
                same.setdefault(key, line.entity)
        return same

    def _mentions(self, same: Mapping[str, Entity]) -> list[Mention]:
        found = []
        for one in self.doc._.mentions:
            if one.start >= self.base:
                found.append(replace(one, entity=same[one.entity].key) if one.entity in same else one)
        return found

    def _own(self, same: Mapping[str, Entity]) -> dict[str, Entity]:
        return {one.key: one for one in same.values()}

    # --- the rest

    def headline(self, title: str) -> Headline:
        """All marks, with offsets into the headline as it was given."""
        german = self.analysis.language in (None, "de")
        text, doc = text_of(self.doc), self.doc
        quotations = find_headline_speech(text, triples(doc), self.sentences, self.mentions, self.entities, german)
        doc._.sentences = self.sentences
        doc._.sentence_tokens = [self._tokens(one.start, one.end) for one in self.sentences]
        doc._.mentions, doc._.entities = self.mentions, self.entities
        doc._.clauses = TextClauses(text, triples(doc), self.mentions, self.entities)
        figures = find_figures(doc) if german else []
        used = {one.entity for one in self.mentions} | {one.speaker for one in quotations}
        return Headline(
            title,
            entities=tuple(one for key, one in sorted(self.entities.items()) if key in used),
            mentions=tuple(self._mention(one, title) for one in self.mentions),
            quotations=tuple(self._quotation(one) for one in quotations),
            figures=tuple(self._figure(one, title) for one in figures),
            topics=headline_topics(title) if german else (),
            genre=headline_genre(title) if german else None,
        )

    def _mention(self, one: Mention, title: str) -> Mention:
        start, end = one.start - self.base, one.end - self.base
        return replace(one, start=start, end=end, surface=title[start:end])

    def _quotation(self, one: Quotation) -> Quotation:
        frame = tuple((start - self.base, end - self.base) for start, end in one.frame)
        return replace(one, start=one.start - self.base, end=one.end - self.base, frame=frame)

    def _figure(self, one: Figure, title: str) -> Figure:
        start, end = one.start - self.base, one.end - self.base
        about = one.about_start - self.base if one.about_start is not None else None
        if about is not None and about < 0:  # what it is about is told by a line that is no headline
            return replace(one, start=start, end=end, about=None, about_start=None, terms=(), limits=())
        return replace(one, start=start, end=end, surface=title[start:end], about_start=about)


def _cut(title: str) -> list[Sentence]:
    """The sentences of a headline; nothing in it is a heading or page furniture."""
    return [replace(one, kind="sentence") for one in split(title)]


def _common(word: str) -> bool:
    """Is it a noun or small word of the language rather than a name?"""
    known = words()[word]
    family = known.name in ("L", "B") or known.circle[1:] not in ("", "0")
    return known.tag != "NE" and 0 < known.rarity < RARE and not family


def _lines(title: str, analysis: Analysis) -> Iterator[_Line]:
    """The names of the text for the headline to be read below: its persons in the order in which they are introduced,
    and whatever else has a word in common with the headline."""
    wanted = {form for word in _WORD.findall(title) for form in (plain(word), plain(genitive_base(word)))}
    named = [one for one in analysis.mentions if one.via == "name" and one.entity is not None]
    numbers = Counter(one.entity for one in named)
    most = {key for key, _ in numbers.most_common(MOST_PERSONS)}
    offices = _offices(analysis)
    entities = {one.key: one for one in analysis.entities}
    for key in dict.fromkeys(one.entity for one in named):
        entity = entities.get(key or "")
        if entity is None:
            continue
        names = (entity.name, *(one.surface for one in named if one.entity == key))
        told = {name: len(wanted.intersection(map(plain, _WORD.findall(name)))) for name in names}
        name = max(told, key=lambda one: told[one])  # as this text spells it, where the headline does so, too
        if told[name] or (entity.kind == "person" and key in most):
            for office in offices.get(entity.key, [""])[:MOST_OFFICES]:
                line = f"{office} {name}".strip()
                yield _Line(line, len(line) - len(name), entity)


def _offices(analysis: Analysis) -> dict[str, list[str]]:
    """The offices that stand right before a name, by the key of the person."""
    names = {one.start: one.entity for one in analysis.mentions if one.via == "name"}
    found: dict[str, list[str]] = defaultdict(list)
    for one in analysis.mentions:
        certain = one.via == "role" and one.status == "certain" and one.entity is not None
        if certain and one.entity and names.get(one.end + 1) == one.entity and one.surface not in found[one.entity]:
            found[one.entity].append(one.surface)
    return {key: told for key, told in found.items() if told}
