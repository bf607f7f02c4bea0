"""What a text looks like: its lines, whose voice speaks, how the outlet's own sentences are made. No spaCy here."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from app.nlp.genre.words import PATTERNS
from app.nlp.text.signatures import is_byline, is_signature
from app.nlp.types import Evidence, Quotation, Sentence

LONG = 60  # characters from which a line is no heading, label or name
JUDGED_AT_MOST = 3  # judging or weighing words that count in one sentence
SHOWN = 4  # places that are given as evidence


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the text, without the white space around it."""

    start: int
    end: int
    text: str

    @property
    def evidence(self) -> Evidence:
        """The line, or how it begins."""
        end = min(self.end, self.start + LONG)
        return Evidence(self.start, end, self.text[: end - self.start])

    def has(self, name: str) -> bool:
        """Does the pattern of that name find anything in it?"""
        return PATTERNS[name].search(self.text) is not None


@dataclass(frozen=True, slots=True)
class Own:
    """A sentence of the text: what of it is in the outlet's own voice, and whether it gives somebody's words."""

    start: int
    end: int
    text: str
    spoken: bool

    def has(self, name: str) -> bool:
        """Does the pattern of that name find anything in the outlet's own words of it?"""
        return PATTERNS[name].search(self.text) is not None

    def number(self, name: str) -> int:
        """How often it does, as far as that counts."""
        return min(JUDGED_AT_MOST, sum(1 for _ in PATTERNS[name].finditer(self.text)))


@dataclass(frozen=True)
class Form:
    """A text as the rules of genres look at it."""

    text: str
    sentences: Sequence[Sentence]
    quotations: Sequence[Quotation]

    @cached_property
    def lines(self) -> list[Line]:
        """Those that are not empty."""
        found, at = [], 0
        for raw in self.text.splitlines(keepends=True):
            told = raw.strip()
            if told:
                start = at + len(raw) - len(raw.lstrip())
                found.append(Line(start, start + len(told), told))
            at += len(raw)
        return found

    @cached_property
    def own(self) -> list[Own]:
        """The sentences, in order."""
        return [_own(self.text, one, self.quotations) for one in self.sentences if one.kind == "sentence"]

    @property
    def spoken(self) -> float:
        """Share of the sentences that give somebody's words."""
        return sum(one.spoken for one in self.own) / max(1, len(self.own))

    def lines_with(self, name: str) -> list[Line]:
        """The lines in which a pattern finds anything."""
        return [line for line in self.lines if line.has(name)]

    def rate(self, *names: str) -> float:
        """How many times the patterns are found in a sentence that is not somebody else's."""
        return sum(self._rate(name) for name in names)

    def _rate(self, name: str) -> float:
        if name not in self._rates:
            mine = [one for one in self.own if not one.spoken] or self.own
            self._rates[name] = sum(one.number(name) for one in mine) / max(1, len(mine))
        return self._rates[name]

    @cached_property
    def _rates(self) -> dict[str, float]:
        """What was counted so far, by pattern: several rules ask for the same."""
        return {}

    def share(self, *names: str) -> float:
        """Share of all sentences in whose own words one of the patterns is found."""
        return sum(any(one.has(name) for name in names) for one in self.own) / max(1, len(self.own))

    def signs(self, *names: str) -> tuple[Evidence, ...]:
        """Places in the outlet's own sentences in which the patterns are found, the first few."""
        found: list[Evidence] = []
        for one in self.own:
            for name in names:
                match = None if one.spoken else PATTERNS[name].search(one.text)
                if match and match.group().strip() and len(found) < SHOWN:
                    start = one.start + match.start()
                    found.append(Evidence(start, start + len(match.group()), match.group()))
        return tuple(found)


def _own(text: str, sentence: Sentence, quotations: Sequence[Quotation]) -> Own:
    """Words of others are blotted out, so that offsets hold; labels ("der „Diktator“") are not."""
    told = list(text[sentence.start : sentence.end])
    covered = 0
    named = False
    for one in quotations:
        start, end = max(one.start, sentence.start), min(one.end, sentence.end)
        if start >= end or one.kind == "label":
            continue
        covered += end - start
        named |= one.speaker is not None or one.speaker_text is not None
        frames = [(max(a, start), min(b, end)) for a, b in one.frame]
        for at in range(start, end):
            if not any(a <= at < b for a, b in frames):
                told[at - sentence.start] = "\x00"
    length = sentence.end - sentence.start
    return Own(sentence.start, sentence.end, "".join(told), (named and 4 * covered >= length) or 2 * covered > length)


def turns(form: Form) -> list[Line]:
    """Lines of a conversation: questions and answers that take turns, or lines under the names of two or three.

    Empty where there is none. The lines given are the questions, or those of the first speaker.
    """
    return _labelled_turns(form) or _question_turns(form)


def _labelled_turns(form: Form) -> list[Line]:
    labels: dict[str, list[Line]] = {}
    order: list[str] = []
    for line in form.lines:
        match = PATTERNS["turn"].match(line.text)
        if match:
            labels.setdefault(match["label"], []).append(line)
            order.append(match["label"])
    several = {label for label, own in labels.items() if len(own) >= 2}
    changes = sum(a != b for a, b in pairwise(order))
    if not 2 <= len(several) <= 4 or changes < 3 or len(order) < 5:
        return []
    asking = [line for own in labels.values() for line in own if "?" in line.text]
    return asking if len(asking) >= 2 else []


def _question_turns(form: Form) -> list[Line]:
    """Lines that end with a question, each followed by one that does not. Interviews address somebody; lists of
    questions about a matter do not."""
    pairs = [a for a, b in pairwise(form.lines) if a.text.rstrip('“”"«»').endswith("?") and not b.text.endswith("?")]
    if len(pairs) < 2 or 5 * len(pairs) < len(form.lines):
        return []
    addressed = sum(line.has("addressed") for line in pairs)
    asked = {line.start for line in pairs}
    answering = sum(line.start not in asked and line.has("first_person") for line in form.lines)
    about = sum(line.has("question_head") and not line.has("addressed") for line in pairs)
    is_talk = 3 * addressed >= len(pairs) or (2 * answering >= len(pairs) and about < len(pairs))
    return pairs if is_talk or (answering >= 2 and 3 * answering >= 2 * len(pairs)) else []


def items(form: Form, name: str) -> list[Line]:
    """Lines that begin with the pattern, where these make up a good part of the text; else none."""
    found = form.lines_with(name)
    whole = [line for line in form.lines if not (is_byline(line.text) or is_signature(line.text))]
    return found if len(found) >= 3 and 3 * len(found) >= len(whole) else []


def outlets(form: Form) -> list[Line]:
    """Lines in which a paper is named that says something, or that are a paper's name above what it says."""
    found: list[Line] = []
    quoting = sum(_quotes(line.text) or ":" in line.text for line in form.lines)
    if quoting < 3 or 6 * quoting < len(form.lines):  # not worth a closer look
        return found
    for line, after in pairwise([*form.lines, Line(0, 0, "")]):
        is_name = len(line.text) <= LONG and line.has("outlet_opens") and not line.text.endswith((".", "?", "!"))
        opens = line.has("outlet_opens") and line.has("outlet_says")
        told = (line.has("outlet_says") or line.has("outlet_marked")) and _quotes(line.text)
        if opens or (is_name and after.text) or told or line.has("outlet_label"):
            found.append(line)
    return found


def _quotes(text: str) -> bool:
    return any(sign in text for sign in '„“"»«')
