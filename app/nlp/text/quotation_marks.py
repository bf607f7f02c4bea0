"""Quotation marks: which marks open, which close, and what they enclose.

„…“, “…”, "…", »…«, «…» and ‚…‘, ‹…›, ›…‹, ‘…’, '…' (nested or alone). The sign “ closes in German and opens in English
typography, » opens in German books and closes in Switzerland, so the direction is decided once per document, from
where the signs stand; marks are then paired by nesting and position, never by counting, so that one lost mark spoils
one quotation and not all that follow. One pass over the text.

``find_marks`` pairs the marks of a whole text. Others see less of it: ``marked_in_line`` is for cutting a text into
sentences, where nothing around the line is known yet; ``without_quotations`` for a single sentence, of which words are
rather missed than somebody's taken for the article's; ``is_pair`` for two tokens.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass

DOUBLE, ANGLE, SINGLE, SMALL_ANGLE = "double", "angle", "single", "small angle"
_FAMILY = {
    **dict.fromkeys('„“”"‟〝〞″', DOUBLE),
    **dict.fromkeys("»«", ANGLE),
    **dict.fromkeys("‚‘’'‛", SINGLE),
    **dict.fromkeys("›‹", SMALL_ANGLE),
}
_MARK = re.compile("[" + "".join(_FAMILY) + "\n]")
_DUTCH = re.compile(r"t [A-Z]|s-[A-Z]")  # after an apostrophe, the rest of "het" or "des"
_BEFORE_OPENING = frozenset("([{-–—/:;,…„“»«‚‘›‹\"'")
_AFTER_CLOSING = frozenset(".,;:!?)]}-–—/…“”«»‘’‹›\"'")
_NEVER_FIRST = frozenset(".,;:!?)]}")
_CLOSING_IN_LINE = {"„": '“”"', "»": "«", "«": "»", '"': '"', "“": "”", "‚": "‘’", "›": "‹", "‹": "›"}
_MARK_IN_LINE = re.compile("[" + "".join(_CLOSING_IN_LINE) + "”]")
_IN_SENTENCE = re.compile('„[^“”]*[“”]|“[^”“]*”|»[^«»]*«|«[^«»]*»|"[^"\n]*"|["„“»][^\n]*$')  # the last was never closed
_TOKEN_PAIRS = {("„", "“"), ("»", "«"), ("«", "»"), ("“", "”"), ('"', '"')}
_INCHES = frozenset('"″')  # behind a number: 7" Bildschirm
_MAX_NESTING = 3
_MAX_PARAGRAPHS = 3  # a quotation may run on over so many line ends when no other mark stands between
_MAX_LENGTH = 4000
_MOST_SENTENCES = 3  # that straight marks hold in a paragraph where one was lost
_STOP = re.compile(r"[.!?…](?=\s|$)")

Side = str  # "open", "close", "either" or "none"


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked span, marks included. ``level`` 0 is outermost; ``closed`` is False where the closing mark is missing
    and a new paragraph opens the quotation again."""

    start: int
    end: int
    level: int = 0
    closed: bool = True

    def inner(self, text: str) -> str:
        """The words between the marks."""
        return text[self.start + 1 : self.end - 1 if self.closed else self.end].strip()


@dataclass(frozen=True, slots=True)
class Marks:
    """All marked spans of a text, sorted by start, the places of outer marks that found no partner, and the ``broken``
    lines (start, end) in which these stand."""

    spans: tuple[Marked, ...]
    lost: tuple[int, ...] = ()
    broken: tuple[tuple[int, int], ...] = ()

    def are_broken(self, start: int, end: int) -> bool:
        """Was a mark lost in the lines of a span, so that nothing there is certain?"""
        at = bisect_left(self.broken, end, key=lambda line: line[0]) - 1
        return at >= 0 and self.broken[at][1] > start


def find_marks(text: str) -> Marks:
    """Pair the quotation marks of a text."""
    signs = [(match.start(), match.group()) for match in _MARK.finditer(text)]
    if not signs:
        return Marks(())
    return _Pairing(text, _directions(text, signs)).run(signs)


def marked_in_line(line: str, longest: int) -> list[tuple[int, int]]:
    """Spans of quotations in one line, marks included, not nested; unpaired marks are passed over. A mark that was
    opened more than ``longest`` characters ago is given up where another opens."""
    spans: list[tuple[int, int]] = []
    opened: tuple[int, str] | None = None
    for match in _MARK_IN_LINE.finditer(line):
        place, mark = match.start(), match.group()
        if opened and mark in opened[1]:
            spans.append((opened[0], place + 1))
            opened = None
        elif mark in _CLOSING_IN_LINE and (opened is None or place - opened[0] > longest):
            opened = (place, _CLOSING_IN_LINE[mark])
    return spans


def without_quotations(sentence: str, gap: str) -> str:
    """A sentence with a ``gap`` for each quotation; what follows a mark that is never closed counts as quoted."""
    return _IN_SENTENCE.sub(gap, sentence)


def is_pair(opening: str, closing: str) -> bool:
    """Do two tokens open and close a quotation?"""
    return (opening, closing) in _TOKEN_PAIRS


def _position(text: str, place: int) -> Side:
    """What the neighbours of a mark say about it."""
    before = text[place - 1] if place else " "
    after = text[place + 1] if place + 1 < len(text) else " "
    opens = (before.isspace() or before in _BEFORE_OPENING) and not (after.isspace() or after in _NEVER_FIRST)
    closes = not before.isspace() and (after.isspace() or after in _AFTER_CLOSING)
    if opens and closes:  # between a mark or dash and punctuation: the letter side decides
        opens, closes = after.isalnum() or after in "…", before.isalnum() or before in ".!?…"
    if opens == closes:
        return "either" if opens or not (before.isalnum() and after.isalnum()) else "none"
    return "open" if opens else "close"


def _directions(text: str, signs: list[tuple[int, str]]) -> dict[str, Side]:
    """Which way each kind of sign points in this document."""
    seen: dict[str, dict[Side, int]] = {}
    for place, sign in signs:
        if sign != "\n":
            sides = seen.setdefault(sign, {})
            side = _position(text, place)
            sides[side] = sides.get(side, 0) + 1
    directions: dict[str, Side] = {"„": "open", "‟": "open", "〝": "open", "〞": "close", "‚": "open", "‛": "open"}
    directions |= _orient(seen, "“", "”", german="„")
    directions |= _orient(seen, "‘", "’", german="‚")
    directions |= _orient_angles(seen, "»", "«")
    directions |= _orient_angles(seen, "›", "‹")
    return directions


def _orient(seen: dict[str, dict[Side, int]], high: str, right: str, german: str) -> dict[str, Side]:
    """Directions of the pair “ ” (or ‘ ’), which German and English typography use differently."""
    if german in seen and seen[german].get("open", 0) * 2 >= seen.get(high, {}).get("open", 0):
        return {high: "close", right: "close"}
    if high in seen and right in seen:
        return {high: "open", right: "close"}
    return {high: "either", right: "either"}


def _orient_angles(seen: dict[str, dict[Side, int]], right: str, left: str) -> dict[str, Side]:
    """Directions of » and «: the way most of them stand; where nothing speaks for either, as between spaces on both
    sides (« Oui »), the one that stands first opens."""
    inward = seen.get(right, {}).get("open", 0) + seen.get(left, {}).get("close", 0)
    outward = seen.get(left, {}).get("open", 0) + seen.get(right, {}).get("close", 0)
    first = next((sign for sign in seen if sign in (left, right)), right)
    if outward > inward or (outward == inward and first == left):
        return {left: "open", right: "close"}
    return {right: "open", left: "close"}


@dataclass(slots=True)
class _Open:
    place: int
    family: str
    line: int


class _Pairing:
    """One walk over the marks with a stack of those that are open."""

    def __init__(self, text: str, directions: dict[str, Side]) -> None:
        self.text = text
        self.directions = directions
        self.stack: list[_Open] = []
        self.spans: list[Marked] = []
        self.lost: list[int] = []
        self.line = 0
        self.line_start = 0

    def run(self, signs: list[tuple[int, str]]) -> Marks:
        for number, (place, sign) in enumerate(signs):
            if sign == "\n":
                self._line_end(place, signs, number)
            else:
                self._mark(place, sign)
        self._give_up()
        ends = [place for place, sign in signs if sign == "\n"]
        broken = self._broken(ends)
        spans = sorted(self._kept(broken), key=lambda span: (span.start, -span.end))
        return Marks(tuple(_levelled(spans)), tuple(sorted(self.lost)), broken)

    def _broken(self, ends: list[int]) -> tuple[tuple[int, int], ...]:
        """The lines in which a mark was lost. ``ends``: of all lines but the last."""
        numbers = sorted({bisect_left(ends, place) for place in self.lost})
        return tuple(
            (ends[number - 1] + 1 if number else 0, ends[number] if number < len(ends) else len(self.text))
            for number in numbers
        )

    def _kept(self, broken: tuple[tuple[int, int], ...]) -> list[Marked]:
        """The spans without those of straight marks that hold many sentences in a line where a mark was lost: most
        likely they close one quotation and open another, and what stands between is the outlet's."""
        kept = []
        doubt = Marks((), (), broken)
        for span in self.spans:
            inside = self.text[span.start + 1 : span.end - 1] if self.text[span.start] in _INCHES and broken else ""
            if len(_STOP.findall(inside)) > _MOST_SENTENCES and doubt.are_broken(span.start, span.end):
                self.lost += (span.start, span.end - 1)
            else:
                kept.append(span)
        return kept

    def _mark(self, place: int, sign: str) -> None:
        family = _FAMILY[sign]
        if family == SINGLE and _DUTCH.match(self.text, place + 1):
            return  # Sophie in 't Veld
        side = self._side(place, sign, family)
        if side == "open":
            self._open(place, family)
        elif side == "close":
            self._close(place, family)

    def _side(self, place: int, sign: str, family: str) -> Side:
        """Direction of one mark: the document's habit for its sign, then its position, then what is open."""
        position = _position(self.text, place)
        inside = any(one.family == family for one in self.stack)
        if sign in _INCHES and not inside and position != "open" and self.text[place - 1 : place].isdigit():
            return "none"
        if family == SINGLE and (position == "none" or (not inside and position != "open")):
            return "none"  # an apostrophe
        habit = self.directions.get(sign, "either")
        if habit == "close" and not inside and position == "open" and sign in "“”‘’":
            return "open"
        if habit in ("open", "close"):
            return habit
        if position in ("open", "close"):
            return position
        return "close" if inside else "open"

    def _open(self, place: int, family: str) -> None:
        if any(one.family == family for one in self.stack):
            while self.stack:  # the same sign opens twice: the earlier one was never closed
                one = self.stack.pop()
                if one.family != SINGLE:
                    self.lost.append(one.place)
                if one.family == family:
                    break
        if len(self.stack) < _MAX_NESTING:
            self.stack.append(_Open(place, family, self.line))

    def _close(self, place: int, family: str) -> None:
        for depth in range(len(self.stack) - 1, -1, -1):
            one = self.stack[depth]
            if one.family != family:
                continue
            self.lost += (inner.place for inner in self.stack[depth + 1 :] if inner.family != SINGLE)
            del self.stack[depth:]
            if place - one.place <= _MAX_LENGTH and self.text[one.place + 1 : place].strip():
                self.spans.append(Marked(one.place, place + 1))
            return
        self.lost.append(place)

    def _line_end(self, place: int, signs: list[tuple[int, str]], number: int) -> None:
        """At the end of a paragraph: what is open runs on, is opened anew, or was never closed."""
        start, self.line_start = self.line_start, place + 1
        if not self.text[start:place].strip():
            return
        self.line += 1
        if not self.stack:
            return
        outer = self.stack[0]
        ahead = next((one for one in signs[number + 1 : number + 8] if one[1] != "\n"), None)
        if ahead is None or outer.family != _FAMILY[ahead[1]]:
            return self._give_up()
        if self._side(ahead[0], ahead[1], outer.family) == "close" and _position(self.text, ahead[0]) != "open":
            if self.line - outer.line > _MAX_PARAGRAPHS:
                self._give_up()
            return None
        if not self.text[place : ahead[0]].strip():  # the next paragraph opens with a mark: the quotation goes on
            end = start + len(self.text[start:place].rstrip())
            self.spans.append(Marked(outer.place, end, closed=False))
            self.stack.clear()
            return None
        return self._give_up()

    def _give_up(self) -> None:
        self.lost += (one.place for one in self.stack if one.family != SINGLE)
        self.stack.clear()


def _levelled(spans: list[Marked]) -> list[Marked]:
    """Give each span how many others enclose it. ``spans`` sorted by (start, -end)."""
    enclosing: list[int] = []
    result: list[Marked] = []
    for span in spans:
        while enclosing and enclosing[-1] <= span.start:
            enclosing.pop()
        result.append(Marked(span.start, span.end, len(enclosing), span.closed))
        enclosing.append(span.end)
    return result
