"""Transcripts: subtitles (.vtt, .srt), by webvtt-py, and texts with time codes. Who speaks stands before a paragraph of
his own, as in a printed interview; when it was said stands in a note, one time a paragraph."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import webvtt

from app.intake.charset import text_of
from app.intake.items import Limits, Parsed, Piece, Refused
from app.intake.text_kinds import coded, is_name, seconds_of

TIME_CODES = "time-codes:"  # the note: seconds at which each paragraph begins, separated by blanks
PAUSE = 4.0  # seconds without a word: a new paragraph, where nobody is named
PARAGRAPH_WORDS = 90  # then the next full stop ends it
OVERLAP = 40  # words that subtitles may repeat of what was on the screen before
PARAGRAPHS = 3_000
_NAME = r"(?:[A-ZÄÖÜ][\w.'’-]*|von|van|de|der|zu)"
_SPEAKER = re.compile(
    rf"\s*(?:>>\s*)?(?P<name>{_NAME}(?: {_NAME}){{0,4}})(?:\s*\([^()]{{1,60}}\))?\s*:\s+(?P<text>\S.*)", re.S
)
_CHANGE = re.compile(r"^\s*(?:>>|&gt;&gt;|[-–—])\s*(?=\S)")
_SOUND = re.compile(r"[\[(*♪][^\])*]{0,60}[\])*♪]?|♪.*")
_TAGS = re.compile(r"</?[a-zA-Z][^<>]{0,100}>|<\d\d:[\d:.]{3,12}>|\{\\[^{}]{1,40}\}")
_STOP = re.compile(r"[.!?…][\"“”«»)]*$")


@dataclass(slots=True)
class Cue:
    """Words that stood on the screen together; ``speaker`` None where nobody is named, ``changes`` where it is known
    that another one speaks."""

    start: float
    speaker: str | None
    text: str
    changes: bool = False


@dataclass(slots=True)
class Turn:
    """A paragraph: what one speaker said without a pause."""

    start: float
    end: float
    speaker: str | None
    words: list[str]


def read_subtitles(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """The text of subtitles, in turns. Raises Refused."""
    text, notes = text_of(data, charset)
    text = text.lstrip("\ufeff \r\n")
    form = "vtt" if text.startswith("WEBVTT") else "srt"
    title = re.match(r"WEBVTT[ \t]+-?[ \t]*(\S.{0,200})", text)
    try:
        captions = webvtt.from_buffer(io.StringIO(text), format=form).captions
    except Exception as problem:  # webvtt-py raises its own kinds, and whatever odd times lead it to
        raise Refused("broken", "This file is damaged or was cut off. Save it again and try once more.") from problem
    cues = (_cue(one.start_in_seconds, one.voice, one.raw_text) for one in captions)
    yield _parsed(cues, form, title[1].strip() if title else None, notes)


def read_transcript(data: bytes, limits: Limits, charset: str | None) -> Iterator[Piece]:
    """A text with time codes, in turns; what stands above the first is its head."""
    text, notes = text_of(data, charset)
    head: list[str] = []
    cues: list[Cue] = []
    above = ""
    for line in text.splitlines():
        match = coded(line[:5_000])
        if match:
            name = match.groupdict().get("name")
            if not name and not match["text"] and above:  # "Anna Weber" on the line above its time
                name = above
                if cues:
                    cues[-1].text = cues[-1].text.removesuffix(above).rstrip()
                else:
                    head.pop()
            # All of it: of a long line the match saw the beginning.
            said = line[match.start("text") :] if match["text"] else ""
            cues.append(_cue(seconds_of(match), name, said))
        elif line.strip():
            if cues:
                cues[-1].text = f"{cues[-1].text} {line.strip()}".strip()
            else:
                head.append(line.strip())
        above = line.strip() if not match and is_name(line.strip()) else ""
    parsed = _parsed(iter(cues), "txt", None, notes)
    parsed.text = "\n".join([*head, "", parsed.text]) if head else parsed.text
    yield parsed


def _cue(start: float, speaker: str | None, text: str) -> Cue:
    changes = _CHANGE.match(text) is not None
    plain = " ".join(_TAGS.sub("", text).split())
    plain = _CHANGE.sub("", plain)
    named = None if speaker else _SPEAKER.match(plain)
    if named:
        speaker, plain = named["name"], named["text"]
    return Cue(float(start), speaker.strip() if speaker else None, "" if _SOUND.fullmatch(plain) else plain, changes)


def _parsed(cues: Iterable[Cue], kind: str, title: str | None, notes: tuple[str, ...]) -> Parsed:
    turns = _turns(cues)
    if not turns:
        raise Refused("no-text", "There is no text in this file.")
    text = "\n\n".join(
        f"{turn.speaker}: {' '.join(turn.words)}" if turn.speaker else " ".join(turn.words) for turn in turns
    )
    times = TIME_CODES + " ".join(str(int(turn.start)) for turn in turns[:PARAGRAPHS])
    return Parsed(text, kind, title=title, notes=(*notes, times))


def _turns(cues: Iterable[Cue]) -> list[Turn]:
    """Cues put together to paragraphs; words that stand in two cues one after the other are said once."""
    turns: list[Turn] = []
    for cue in cues:
        words = cue.text.split()
        if not words:
            continue
        last = turns[-1] if turns else None
        words = words[_repeated(last.words, words) :] if last else words
        if last and not words:
            last.end = cue.start
        elif last and not _begins(last, cue):
            last.words += words
            last.end = cue.start
        else:
            turns.append(Turn(cue.start, cue.start, cue.speaker, words))
    return turns


def _begins(last: Turn, cue: Cue) -> bool:
    """Does a cue begin a new paragraph?"""
    if cue.speaker or cue.changes:
        return cue.changes or cue.speaker != last.speaker
    is_long = len(last.words) >= PARAGRAPH_WORDS
    return _STOP.search(last.words[-1]) is not None and (is_long or cue.start - last.end > PAUSE)


def _repeated(before: Sequence[str], words: Sequence[str]) -> int:
    """How many of these words were said at the end of what came before: lines that stay on the screen."""
    for count in range(min(len(before), len(words), OVERLAP), 1, -1):
        if list(before[-count:]) == list(words[:count]):
            return count
    return 0
