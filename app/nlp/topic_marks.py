"""Topics of sentences, from the words of the topic lexicon, with the words that are the evidence.

1. The weights of the entries found in a sentence are added up; who reaches the threshold puts it into the topic.
2. A sentence with less keeps the topic if a neighbour, or the heading of its section, is in it by its own words.
   Frames are left out where the whole text is about no meeting.
3. A sentence without any topic of its own takes that of the heading above it, or of the sentence before it if it
   points back to it ("Diese …", "Dabei …", "Er habe …"): such marks are ``carried``.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.nlp.topic_lexicon import MEETING
from app.nlp.topic_words import Hit, TopicFinder, Word, get_finder
from app.nlp.types import Evidence, Sentence, TopicMark

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
    evidence: tuple[Evidence, ...]


def mark_topics(
    text: str, sentences: Sequence[Sentence], finder: TopicFinder | None = None
) -> list[tuple[TopicMark, ...]]:
    """The topics of each sentence, in the order of the sentences. Furniture and signatures have none.

    ``finder`` is that of the shipped lexicon where none is given.
    """
    return _Marker(finder or get_finder(), text, sentences).run()


def headline_topics(title: str, finder: TopicFinder | None = None) -> tuple[TopicMark, ...]:
    """The topics of a headline's own words. ``finder`` as above."""
    return mark_topics(title, [Sentence(0, len(title), "sentence")], finder)[0]


class _Marker:
    """One text on its way through the three steps."""

    def __init__(self, finder: TopicFinder, text: str, sentences: Sequence[Sentence]) -> None:
        self.finder = finder
        self.settings = finder.lexicon.settings
        self.topics = finder.lexicon.topics
        self.text = text
        self.sentences = [one for one in sentences if one.kind in ("sentence", "heading")]
        self.all = sentences
        self.sums: list[dict[int, _Sum]] = []
        self.marks: list[Marks] = []
        self.headings: list[int | None] = []  # for each sentence the heading above it

    def run(self) -> list[tuple[TopicMark, ...]]:
        self.sums = [self._sums(one.start, one.end) for one in self.sentences]
        self._drop_frames_without_meeting()
        self.marks = [self._own(sums) for sums in self.sums]
        self._find_headings()
        self._keep_company()
        self._carry()
        done = iter(self.marks)
        return [self._sorted(next(done)) if one.kind in ("sentence", "heading") else () for one in self.all]

    @staticmethod
    def _sorted(marks: Marks) -> tuple[TopicMark, ...]:
        return tuple(sorted(marks.values(), key=lambda mark: (mark.carried, -mark.score, mark.slug)))

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
        sums = {topic: self._add_up(hits, words) for topic, hits in by_topic.items()}
        return {topic: found for topic, found in sums.items() if found.weight > 0}

    def _add_up(self, hits: list[Hit], words: list[Word]) -> _Sum:
        """Each word of the text counts once, for the heaviest entry that holds it; each line counts once."""
        hits.sort(key=lambda hit: (hit.weight > 0, -hit.weight, -len(hit.places), hit.places))
        used: set[int] = set()
        counted: set[int] = set()
        weight = 0.0
        spans: set[tuple[int, int]] = set()
        for hit in hits:
            inside = {place for first, last in hit.places for place in range(first, last + 1)}
            if inside & used:
                continue
            used |= inside
            if hit.weight:
                spans.update((words[first].start, words[last].end) for first, last in hit.places)
                weight += hit.weight if hit.line not in counted else 0
                counted.add(hit.line)
        kept = sorted(spans)[: self.settings.evidence]
        return _Sum(weight, tuple(Evidence(start, end, self.text[start:end]) for start, end in kept))

    def _mark(self, topic: int, weight: float, evidence: Iterable[Evidence], carried: bool = False) -> TopicMark:
        """The score lies between 0 and 1: half for one strong word, three quarters for two, half of that if carried."""
        score = (1 - 0.5**weight) * (0.5 if carried else 1)
        kept = tuple(sorted(set(evidence), key=lambda word: word.start))[: self.settings.evidence]
        return TopicMark(self.topics[topic].slug, round(score, 3), kept, carried)

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
            topic: self._mark(topic, found.weight, found.evidence)
            for topic, found in sums.items()
            if found.weight >= self.settings.threshold
        }

    def _find_headings(self) -> None:
        heading: int | None = None
        for number, one in enumerate(self.sentences):
            self.headings.append(None if one.kind == "heading" else heading)
            heading = number if one.kind == "heading" else heading

    def _keep_company(self) -> None:
        """Weak words suffice beside a sentence, or under a heading, that is in the topic by its own words."""
        own = [dict(marks) for marks in self.marks]
        reach = self.settings.neighbours
        for number, sums in enumerate(self.sums):
            heading = self.headings[number]
            around = [*range(number - 1, number - reach - 1, -1), *range(number + 1, number + reach + 1)]
            beside = [own[other] for other in around if 0 <= other < len(own)]
            beside += [own[heading]] if heading is not None else []
            for topic, found in sums.items():
                if topic in self.marks[number] or found.weight < self.settings.company:
                    continue
                friend = next((marks[topic] for marks in beside if topic in marks), None)
                if friend:
                    self.marks[number][topic] = self._mark(topic, found.weight, found.evidence)

    def _carry(self) -> None:
        """Give sentences without a topic that of their heading, or of the sentence they point back to."""
        under = False  # does the section still follow its heading?
        run = 0
        for number, one in enumerate(self.sentences):
            heading = self.headings[number]
            if one.kind == "heading":
                under, run = True, 0
                continue
            marks = self.marks[number]
            theme = self.marks[heading] if heading is not None and under else {}
            if self._issues(marks):
                under = under and bool(theme.keys() & marks.keys())
                run = 0
            elif not marks and number and run < self.settings.carry and self._points_back(number, bool(theme)):
                self._take(number, self.marks[number - 1])
                run += 1
            if theme and not self.marks[number]:
                self._take(number, theme)

    def _issues(self, marks: Marks) -> list[int]:
        return [topic for topic in marks if self.topics[topic].group == "issue"]

    def _take(self, number: int, theme: Marks) -> None:
        """Carry the leading topics over: the issues if there are any, without those that were named in passing."""
        leading = self._issues(theme) or list(theme)
        best = max((theme[topic].score for topic in leading), default=0.0)
        for topic in leading:
            mark = theme[topic]
            if mark.score < LEADING * best:
                continue
            score = mark.score if mark.carried else round(mark.score / 2, 3)
            self.marks[number][topic] = TopicMark(mark.slug, score, mark.evidence, True)

    def _points_back(self, number: int, under_heading: bool) -> bool:
        """Does a sentence take up the one before it, by a word or by going on with reported speech?"""
        one, before = self.sentences[number], self.sentences[number - 1]
        if before.kind != "sentence":
            return False
        body = self.text[one.start : one.end][:600]
        new_paragraph = "\n" in self.text[before.end : one.start]
        if _BACK.match(body) or _BACK_WITHIN.search(body):
            return True
        return not new_paragraph and not under_heading and bool(_REPORTED.search(body))
