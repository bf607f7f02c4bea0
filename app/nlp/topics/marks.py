"""Topics of sentences, from the words of the topic lexicon, with the words that are the evidence.

1. The weights of the entries found in a sentence are added up; who reaches the threshold puts it into the topic. Words
   that only name an office or stand in a list of countries are weak (``proper``).
2. A sentence with less keeps the topic if a neighbour in its section, or the heading of it, is in it by its own words,
   or so many of the text's sentences are that it is the theme of the text.
   Frames are left out where the whole text is about no meeting.
3. A sentence without any topic of its own takes that of the sentence before it if it points back to it ("Diese …",
   "Dabei …", "Er habe …"), and in the first paragraph under a heading (its first sentences) that of the heading: such
   marks are ``carried``. Further down a heading only helps a sentence that has a word of the topic itself (2).

A topic's marks depend on its own words alone. Where one topic has to give way to others (3: "any topic of its own",
which of several topics leads), it gives way to those of the shipped lexicon, whatever a summit made of it: so no edit
of a topic, and no new one, ever moves another.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from app.nlp.topics.certainty import weighed
from app.nlp.topics.lexicon import BORROWED, COUNTRY, EVERYDAY, HOLDER, MEETING, OFFICE
from app.nlp.topics.matcher import Hit, TopicFinder, Word, get_finder
from app.nlp.topics.proper import Names, by_name, names_in
from app.nlp.topics.senses import elsewhere
from app.nlp.types import Evidence, Sentence, TopicMark

_NAMING = (OFFICE, HOLDER, COUNTRY)  # what stands in the place of a topic in words that only name somebody
_SENSES = (BORROWED, EVERYDAY)
LEADING = 0.8  # share of the best score that a second topic needs to be carried along
Marks = dict[int, TopicMark]  # topic number -> mark

# Words that point back to the sentence before, at the head of a sentence.
_BACK = re.compile(
    r"[\"„“”»«‚'(\s]*(?:(?:Doch|Aber|Und|Auch|Denn|Allerdings|Jedoch|So|Zwar)\s+)?"
    r"(?:Dies\w{0,2}|Dabei|Dazu|Dafür|Dagegen|Damit|Dadurch|Davon|Daran|Darüber|Darauf\w{0,3}|Darin|Darunter|Danach"
    r"|Dort|Hier\w{0,4}|Solche\w?|Er|Sie|Seinerseits|Ihrerseits|Beide"
    r"|Das (?:ist|war|sei|wäre|hat|habe|wird|werde|gilt|gelte|heißt|bedeute\w?|kann|könne|könnte|soll|solle|sollte"
    r"|bestätig\w+|erklärte|betonte|sagte|teilte|nannte|berichtet\w?))\b"
)
_BACK_WITHIN = re.compile(
    r"\b(?:solche\w?|dies|(?:dies|jen)e[rnms]? (?:Frage|Thema|Punkt|Fall|Zusammenhang|Schritt))\b"
)
# First-person-free forms of the Konjunktiv I: somebody's words go on.
_REPORTED = re.compile(
    r"\b(?:sei|seien|habe|werde|wolle|könne|müsse|solle|dürfe|gehe|bleibe|gebe|brauche|wisse|stehe|komme)\b"
)


@dataclass(slots=True)
class _Sum:
    """What a sentence's own words say about one topic."""

    weight: float
    spans: tuple[tuple[int, int], ...]  # of the words that say it; most sums make no mark, so no evidence yet


def mark_topics(
    text: str, sentences: Sequence[Sentence], finders: Sequence[TopicFinder] = ()
) -> list[tuple[TopicMark, ...]]:
    """The topics of each sentence, in the order of the sentences. Furniture and signatures have none.

    ``finders`` are those of all words that count, no topic in two of them; the shipped lexicon's where none is given.
    """
    return [_sorted(found) for found in weighed(sentences, _marks(text, sentences, finders))]


def _marks(text: str, sentences: Sequence[Sentence], finders: Sequence[TopicFinder]) -> list[tuple[TopicMark, ...]]:
    shipped = _Marker(get_finder(), text, sentences)
    shipped.run()
    found = [_marked(shipped, finder) for finder in finders or (get_finder(),)]
    return [tuple(mark for marks in at_once for mark in marks) for at_once in zip(*found, strict=True)]


def _marked(shipped: "_Marker", finder: TopicFinder) -> list[tuple[TopicMark, ...]]:
    if finder is shipped.finder:
        return shipped.result()
    marker = _Marker(finder, shipped.text, shipped.all, shipped)
    marker.run()
    return marker.result()


def _sorted(marks: Iterable[TopicMark]) -> tuple[TopicMark, ...]:
    return tuple(sorted(marks, key=lambda mark: (mark.carried, -mark.score, mark.slug)))


def headline_topics(title: str, finders: Sequence[TopicFinder] = ()) -> tuple[TopicMark, ...]:
    """The topics of a headline's own words. ``finders`` as above. Nobody reckons how likely they are."""
    return _sorted(_marks(title, [Sentence(0, len(title), "sentence")], finders)[0])


def _name_of(hit: Hit, names: Names) -> int | None:
    """The name of an office or list that holds all of a hit, unless the entry means the office."""
    if not names or hit.office:
        return None
    return by_name(names, (place for first, last in hit.places for place in range(first, last + 1)))


def _stands_at(hit: Hit, places: Collection[int]) -> bool:
    return any(first <= place <= last for first, last in hit.places for place in places)


class _Marker:
    """One text on its way through the three steps."""

    def __init__(
        self, finder: TopicFinder, text: str, sentences: Sequence[Sentence], shipped: "_Marker | None" = None
    ) -> None:
        self.finder = finder
        self.settings = finder.lexicon.settings
        self.topics = finder.lexicon.topics
        self.text = text
        self.sentences = [one for one in sentences if one.kind in ("sentence", "heading")]
        self.all = sentences
        self.sums: list[dict[int, _Sum]] = []
        self.own: list[Marks] = []  # by the sentence's own words, alone or in company
        self.marks: list[Marks] = []  # these and the carried ones
        self.shipped = shipped or self  # the same text by the shipped lexicon: what decides who gives way
        self.headings: list[int | None] = []  # for each sentence the heading above it

    def run(self) -> None:
        self.sums = [self._sums(one.start, one.end) for one in self.sentences]
        self._drop_frames_without_meeting()
        self.own = [self._own(sums) for sums in self.sums]
        self._find_headings()
        self._keep_company()
        self.marks = [dict(marks) for marks in self.own]
        self._carry()

    def result(self) -> list[tuple[TopicMark, ...]]:
        done = iter(self.marks)
        return [tuple(next(done).values()) if one.kind in ("sentence", "heading") else () for one in self.all]

    def _sums(self, start: int, end: int) -> dict[int, _Sum]:
        """Weights and evidence by topic; of a long stretch the heaviest block of each topic."""
        words = self.finder.words(self.text, start, end)
        best: dict[int, _Sum] = {}
        for first in range(0, len(words), self.settings.block):
            block = words[first : first + self.settings.block]
            for topic, found in self._weigh(block).items():
                if topic not in best or found.weight > best[topic].weight:
                    best[topic] = found
        return best

    def _weigh(self, words: list[Word]) -> dict[int, _Sum]:
        by_topic: dict[int, list[Hit]] = defaultdict(list)
        for hit in self.finder.hits(words):
            by_topic[hit.topic].append(hit)
        offices, holders, countries = ([hit.places[0][0] for hit in by_topic.pop(kind, ())] for kind in _NAMING)
        names = names_in(self.text, words, offices, holders, countries) if offices or holders or countries else {}
        borrowed, everyday = ([hit.places[0][0] for hit in by_topic.pop(kind, ())] for kind in _SENSES)
        if borrowed and (others := elsewhere(self.text, words, borrowed, everyday)):
            by_topic = {topic: [hit for hit in hits if not _stands_at(hit, others)] for topic, hits in by_topic.items()}
        sums = {topic: self._add_up(hits, words, names) for topic, hits in by_topic.items()}
        return {topic: found for topic, found in sums.items() if found.weight > 0}

    def _add_up(self, hits: list[Hit], words: list[Word], names: Names) -> _Sum:
        """Each word of the text counts once, for the heaviest entry that holds it; each line counts once.

        What stands inside a name (``proper``) is weak, and counts once for the whole name.
        """
        weighed = [
            (min(hit.weight, self.settings.weak), -1 - name, hit)
            if (name := _name_of(hit, names)) is not None
            else (hit.weight, hit.line, hit)
            for hit in hits
        ]
        weighed.sort(key=lambda one: (one[0] > 0, -one[0], -len(one[2].places), one[2].places))
        used: set[int] = set()
        counted: set[int] = set()
        weight = 0.0
        spans: set[tuple[int, int]] = set()
        for counts, line, hit in weighed:
            inside = {place for first, last in hit.places for place in range(first, last + 1)}
            if inside & used:
                continue
            used |= inside
            if counts:
                spans.update((words[first].start, words[last].end) for first, last in hit.places)
                weight += counts if not {line, hit.line} & counted else 0
                counted |= {line, hit.line}
        kept = sorted(spans)[: self.settings.evidence]
        return _Sum(weight, tuple(kept))

    def _mark(self, topic: int, found: _Sum) -> TopicMark:
        """The score lies between 0 and 1: half for one strong word, three quarters for two."""
        evidence = tuple(Evidence(start, end, self.text[start:end]) for start, end in found.spans)
        return TopicMark(self.topics[topic].slug, round(1 - 0.5**found.weight, 3), evidence)

    def _drop_frames_without_meeting(self) -> None:
        """Tone, course and expectations are those of a meeting; in a text about none they would be chance hits."""
        met = [sums.pop(MEETING, None) for sums in self.sums]
        if not any(met):
            frames = [number for number, topic in enumerate(self.topics) if topic.group == "frame"]
            for sums in self.sums:
                for frame in frames:
                    sums.pop(frame, None)

    def _own(self, sums: dict[int, _Sum]) -> Marks:
        return {
            topic: self._mark(topic, found) for topic, found in sums.items() if found.weight >= self.settings.threshold
        }

    def _find_headings(self) -> None:
        heading: int | None = None
        for number, one in enumerate(self.sentences):
            self.headings.append(None if one.kind == "heading" else heading)
            heading = number if one.kind == "heading" else heading

    def _section(self, number: int) -> int | None:
        """The heading under which a sentence stands; a heading is part of what is under it."""
        return number if self.sentences[number].kind == "heading" else self.headings[number]

    def _themes(self, alone: list[Marks]) -> set[int]:
        """The issues that the text is about: a good part of its sentences are in them by their own words."""
        bodies = [marks for one, marks in zip(self.sentences, alone, strict=True) if one.kind == "sentence"]
        counts = Counter(topic for marks in bodies for topic in marks if self.topics[topic].group == "issue")
        least = max(self.settings.theme_least, self.settings.theme * len(bodies))
        return {topic for topic, number in counts.items() if number >= least}

    def _keep_company(self) -> None:
        """Weak words suffice beside a sentence, or under a heading, that is in the topic by its own words, and anywhere
        in a text that is about the topic."""
        alone = [dict(marks) for marks in self.own]
        themes = self._themes(alone)
        reach = self.settings.neighbours
        for number, sums in enumerate(self.sums):
            heading = self.headings[number]
            beside = [
                alone[other]
                for other in range(max(0, number - reach), min(len(alone), number + reach + 1))
                if other != number and self._section(other) == self._section(number)
            ]
            beside += [alone[heading]] if heading is not None else []
            for topic, found in sums.items():
                if topic in alone[number] or found.weight < self.settings.company:
                    continue
                if topic in themes or any(topic in marks for marks in beside):
                    self.own[number][topic] = self._mark(topic, found)

    def _carry(self) -> None:
        """Give sentences without a topic that of the sentence they point back to, or of the heading just above."""
        theme: Marks = {}  # what the heading above still gives
        runs: dict[int, int] = {}  # topic -> sentences in a row that it has been carried over
        for number, one in enumerate(self.sentences):
            if one.kind == "heading":
                theme, runs = self._leading(number), {}
                continue
            if theme and self._beyond_reach(number):
                theme = {}
            if self._issues_shipped(self.shipped.own[number]):
                theme = {topic: mark for topic, mark in theme.items() if topic in self.own[number]}
            lent = dict(theme)
            if number and self._points_back(number):
                back = self._leading(number - 1)
                lent |= {topic: mark for topic, mark in back.items() if runs.get(topic, 0) < self.settings.carry}
            taken = {} if self.shipped.own[number] else {t: m for t, m in lent.items() if t not in self.own[number]}
            runs = {topic: runs.get(topic, 0) + 1 for topic in taken}
            for topic, mark in taken.items():
                score = mark.score if mark.carried else round(mark.score / 2, 3)
                self.marks[number][topic] = TopicMark(mark.slug, score, mark.evidence, True)

    def _beyond_reach(self, number: int) -> bool:
        """Is the sentence after the first paragraph under its heading? A text without paragraphs has them all alike."""
        heading = self.headings[number]
        if heading is None or number - heading > self.settings.heading:
            return True
        before = self.sentences[number - 1]
        return before.kind != "heading" and "\n" in self.text[before.end : self.sentences[number].start]

    def _issues_shipped(self, marks: Marks) -> list[TopicMark]:
        topics = self.shipped.topics
        return [mark for topic, mark in marks.items() if topics[topic].group == "issue"]

    def _leading(self, number: int) -> Marks:
        """What can be carried on: the issues if there are any, without those that were named in passing."""
        shipped = self.shipped.marks[number]
        issues = self._issues_shipped(shipped)
        best = max((mark.score for mark in issues or shipped.values()), default=0.0)
        return {
            topic: mark
            for topic, mark in self.marks[number].items()
            if mark.score >= LEADING * best and not (issues and self.topics[topic].group == "frame")
        }

    def _points_back(self, number: int) -> bool:
        """Does a sentence take up the one before it, by a word or by going on with reported speech?"""
        one, before = self.sentences[number], self.sentences[number - 1]
        if before.kind != "sentence":
            return False
        body = self.text[one.start : one.end][:600]
        new_paragraph = "\n" in self.text[before.end : one.start]
        if _BACK.match(body) or _BACK_WITHIN.search(body):
            return True
        return not new_paragraph and bool(_REPORTED.search(body))
