"""The turns of a conversation that is printed without marks: interviews, minutes of a parliament, press conferences.

Whether a text is one is told by several of its lines, never by one label: "Wien: Drei Tote" is no turn. It is where a
question is answered under a name, where members of a parliament speak under theirs and that of their party, and where
questions address somebody by name and what follows them bears no label. A turn runs on until the next; questions of the
outlet are nobody's words, interjections in parentheses are their callers'. A letter is its signer's, if one has signed.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.nlp.attribution.conversation import PATTERNS, Conversation, Line, lines_of, named_speaker
from app.nlp.attribution.discourse import Speaker, Speakers
from app.nlp.rules import Table
from app.nlp.types import Entity, Mention

_LINES_OF_A_PAIR = 5  # lines of an interview in which a question stands without a label
_LETTER_LINES = 3  # lines behind the regards in which the signature stands


@dataclass(frozen=True, slots=True)
class Turn:
    """A stretch of the text in which nobody else speaks: its ``words`` begin behind the label. Without ``speakers``
    they are not marked as anybody's."""

    start: int
    words: int
    end: int
    speakers: Speakers = ()


class Turns:
    """The turns of one text, in order."""

    def __init__(self, turns: Sequence[Turn] = ()) -> None:
        self._turns = turns
        self._starts = [turn.start for turn in turns]

    def within(self, start: int, end: int) -> Sequence[Turn]:
        """Those of which some part lies between two places."""
        if not self._turns:
            return ()
        at = bisect_right(self._starts, start) - 1
        if at < 0 or self._turns[at].end <= start:
            at += 1
        return self._turns[at : bisect_right(self._starts, end - 1)]


def find_turns(text: str, mentions: Sequence[Mention], entities: Mapping[str, Entity]) -> Turns:
    """The turns of a text; none where it is no conversation. ``mentions`` and ``entities`` as on the ``Doc``."""
    talk = Conversation(text, mentions, entities)
    talk.lines = list(lines_of(talk))
    return Turns(TALKS.decide(talk, 0, len(text)))


# --- what makes a conversation of them

TALKS = Table[Conversation, tuple[Turn, ...]]("conversation without marks", otherwise=())


@TALKS.rule("Anna Berg (SPD): Frau Präsidentin! Wir lehnen diesen Antrag ab.")
def minutes(talk: Conversation) -> tuple[Turn, ...] | None:
    """Members of a parliament speak: under their office or party, in words of their own."""
    spoken = (at for at, line in enumerate(talk.lines) if line.speaker is not None and line.office)
    if not any(_is_speech(talk, at) for at in spoken):
        return None
    return tuple(_labelled(talk, until=len(talk.lines) if talk.is_of_a_house else 0))


@TALKS.rule("Das ist Anna Berg.\n\nFrau Berg, warum gehen Sie?\n\nBerg: Ich bin müde.")
def answers_under_a_name(talk: Conversation) -> tuple[Turn, ...] | None:
    if not any(_is_pair(question, answer) for question, answer in talk.pairs):
        return None
    return tuple(_labelled(talk, until=max(at for at, line in enumerate(talk.lines) if line.label), asked=True))


@TALKS.rule("Frau Berg, warum gehen Sie?\n\nIch bin müde.\n\nUnd was kommt danach?\n\nDas weiß Anna Berg nicht.")
def answers_without_a_label(talk: Conversation) -> tuple[Turn, ...] | None:
    own = sum(answer.has("own_words") for _, answer in talk.pairs)
    if not (own and talk.is_addressed_by_name) or any(one.speaker is not None for one in talk.lines):
        return None
    if len(talk.pairs) < 2 or _LINES_OF_A_PAIR * len(talk.pairs) < len(talk.lines):
        return None
    return tuple(_unlabelled(talk))


@TALKS.rule("Sehr geehrter Herr Minister,\n\nich bitte um eine Antwort.\n\nMit freundlichen Grüßen\n\nAngela Merkel")
def letter(talk: Conversation) -> tuple[Turn, ...] | None:
    lines = talk.lines
    opening = next((at for at, line in enumerate(lines) if line.has("salutation")), None)
    if opening is None:
        return None
    closing = next((at for at in range(opening + 1, len(lines)) if lines[at].has("regards")), None)
    if closing is None:
        return None
    last = lines[min(closing + _LETTER_LINES, len(lines) - 1)]
    signed = (one for one in talk.persons if lines[closing].start <= one.start < last.end)
    signer = next(signed, None)
    if signer is None:
        return None
    speakers = (named_speaker(signer, "proposed"),)
    return tuple(Turn(line.start, line.start, line.end, speakers) for line in lines[opening + 1 : closing])


def _is_speech(talk: Conversation, at: int) -> bool:
    """Does the line begin a speech: with a form of address, in words of one's own, or with calls from the house?"""
    block = [one for one in talk.block(at) if one.said]
    if not block or not block[0].has("ended"):
        return False
    if PATTERNS["to_the_house"].match(block[0].said):
        return True
    own = any(one.has("own_words") or one.has("to_somebody") for one in block)
    return own or talk.is_of_a_house


def _is_pair(question: Line, answer: Line) -> bool:
    """Is it a question with the answer of somebody whose name, or "Antwort", stands before it?"""
    if not answer.has("ended"):
        return False
    asked = bool(question.label) or question.has("addressed") or question.has("to_somebody")
    return asked and (answer.speaker is not None or answer.answers) and question.label != answer.label


# --- the turns of one


def _labelled(talk: Conversation, until: int, asked: bool = False) -> Iterator[Turn]:
    """Turns under names. A line without a label goes on with the turn before it up to the line ``until``, behind that
    only where somebody speaks of themselves. ``asked``: a question without a label is the outlet's."""
    current: Speakers | None = None
    for at, line in enumerate(talk.lines):
        if line.has("credits"):
            current = None
        elif line.has("direction"):
            yield from _directions(talk, line)
        elif line.label:
            current = _of_label(talk, line)
            if current is not None:
                yield Turn(line.start, line.words, line.end, current)
        elif line.asks and asked:
            current = ()
            yield Turn(line.start, line.start, line.end)
        elif current is not None and line.has("ended") and (at < until or _goes_on(talk.lines[at - 1], line)):
            yield Turn(line.start, line.start, line.end, current)


def _goes_on(before: Line, line: Line) -> bool:
    """Does a line without a label go on with the one before: has that nothing but a label, or is it of oneself?"""
    return (bool(before.label) and not before.said) or line.has("own_words")


def _of_label(talk: Conversation, line: Line) -> Speakers | None:
    """Who speaks under a label; nobody where the outlet asks; None where it is no turn."""
    if line.answers:
        return (talk.asked,) if talk.asked is not None else ()
    if line.speaker is not None:
        return (line.speaker,)
    return () if line.label in talk.askers or line.is_of_press else None


def _directions(talk: Conversation, line: Line) -> Iterator[Turn]:
    """What stands in parentheses: nobody's but the callers'."""
    place = line.start
    for call in PATTERNS["call"].finditer(line.text):
        start, end = line.start + call.start("words"), line.start + len(line.text[: call.end("words")].rstrip())
        caller = talk.by_end.get(line.start + call.end("who"))
        speaker = named_speaker(caller) if caller is not None else Speaker(None, call["who"], "person")
        yield Turn(place, start, start)
        yield Turn(start, start, end, (speaker,))
        place = end
    yield Turn(place, line.end, line.end)


def _unlabelled(talk: Conversation) -> Iterator[Turn]:
    """Questions, each with its answer."""
    asked = talk.asked
    speakers = (Speaker(asked.key, asked.text, "person", status="proposed"),) if asked is not None else ()
    first = next(at for at, line in enumerate(talk.lines) if line.asks)
    last = max(at for at, line in enumerate(talk.lines) if line.asks)
    answering = False
    for at, line in enumerate(talk.lines[first:], first):
        if line.asks or line.has("credits"):
            answering = line.asks
            yield Turn(line.start, line.start, line.end)
        elif answering and line.has("ended") and (at <= last + 1 or line.has("own_words")):
            yield Turn(line.start, line.start, line.end, speakers)
