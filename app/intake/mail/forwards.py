"""Mail that was sent on within the text: where the original begins, and who wrote it when.

Programs put the original's header lines into the text, in the language of their interface at any depth of quotation.
Such a block is told by the names of its lines (rows of ``forward_marks.toml``), whatever line of dashes announces it.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from app.intake.dates import Moment, moment

MOST = 30  # mails within each other; what comes deeper stays in the text of the last
LINE = 400  # characters of a line that are looked at
LINES = 40_000
REACH = 25  # lines of one header, recipients included
_QUOTE = re.compile(r"[>| \t\u00a0]{0,40}")
_FIELD = re.compile(r"[*_\s]{0,4}(?P<label>[^\W\d_][^:：*\n]{0,28}?)\s?[*_]{0,2}\s?[:：]\s?[*_]{0,2}\s*(?P<value>.*)")
_RULE = re.compile(r"[-_=*~#\s]{3,200}")
_MARKS = "-_=*~#<>|:.… \t\u00a0"
_WROTE = re.compile(
    r"(?:am|on|le|el|il|op|em|w dniu|dne|den|dnia)\b.{5,250}\b"
    r"(?:schrieb|wrote|a écrit|escribió|ha scritto|schreef|escreveu|napisał\(?a?\)?|napsal|skrev)\b.{0,120}:",
    re.I,
)
_WROTE_BY = re.compile(
    r"(?:schrieb|wrote|skrev|schreef)\s+(?P<after>[^:]{3,150}):$|,\s*(?P<before>[^,]{3,150}?)\s+\S+:$", re.I
)
_FOREIGN_DATE = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\.?\s+(?:de\s+)?(?P<month>[^\W\d_]{3,12})\.?,?\s+(?:de\s+)?(?P<year>(?:19|20)\d\d)"
)


@dataclass(frozen=True, slots=True)
class Segment:
    """One of the mails in a text: its header lines as they stood, what they say by role, and its own text.

    Of the mail that holds the others ``lines`` and ``fields`` are empty.
    """

    fields: dict[str, str]
    lines: tuple[str, ...]
    text: str

    @property
    def words(self) -> int:
        """Words of its own text."""
        return len(self.text.split())

    @property
    def sent(self) -> Moment | None:
        """When it was sent."""
        value = self.fields.get("date")
        return (moment(value) or moment(_with_known_month(value))) if value else None


@lru_cache
def _marks() -> tuple[dict[str, str], tuple[str, ...], list[tuple[str, str]]]:
    """Roles by label, the words that announce a forward, and (beginning of a month's name, its number)."""
    table = tomllib.loads(Path(__file__).with_name("forward_marks.toml").read_text("utf-8"))
    roles = {label: role for role, labels in reversed(table["headers"].items()) for label in labels}
    months = [(name, number) for number, names in table["months"].items() for name in names]
    return roles, tuple(table["openings"]), sorted(months, key=lambda one: -len(one[0]))


def segments(text: str) -> list[Segment]:
    """The mails within a mail's text, the outermost first; a single one where nothing was sent on."""
    lines = text.replace("\r\n", "\n").split("\n")
    found: list[Segment] = []
    start = 0
    fields: dict[str, str] = {}
    header: tuple[str, ...] = ()
    place = 0
    while place < min(len(lines), LINES) and len(found) < MOST:
        block = _header(lines, place)
        if block is None:
            place += 1
            continue
        end, told = block
        found.append(Segment(fields, header, _own(lines[start : _opening(lines, start, place)])))
        fields, header = told, tuple(line.strip() for line in lines[place:end] if line.strip())
        start = place = end
    found.append(Segment(fields, header, _own(lines[start:])))
    return found


def quoted_reply(text: str) -> Segment | None:
    """The mail below a line like "Am 16. Juni 2021 schrieb Petra Amsel:", where all below is quoted."""
    lines = text.replace("\r\n", "\n").split("\n")
    for place, line in enumerate(lines[:200]):
        if not _WROTE.fullmatch(line.strip()[:LINE]):
            continue
        below = [one for one in lines[place + 1 :] if one.strip()]
        if not below or sum(one.lstrip().startswith(">") for one in below) < 0.9 * len(below):
            return None
        by = _WROTE_BY.search(line.strip()[:LINE])
        fields = {"date": line.strip()[:120]} | ({"from": by["after"] or by["before"]} if by else {})
        return Segment(fields, (line.strip(),), _own(lines[place + 1 :]))
    return None


def _field(line: str) -> tuple[str, str] | None:
    """Role and value of a header line, however deeply it is quoted."""
    bare = line[_quotes(line) : LINE]
    match = _FIELD.match(bare)
    role = _marks()[0].get(" ".join(match["label"].lower().split())) if match else None
    return (role, match["value"].strip(" *\t\u00a0")) if match and role else None


def _quotes(line: str) -> int:
    match = _QUOTE.match(line)
    return match.end() if match else 0


def _is_blank(line: str) -> bool:
    return not line.strip("> |\t\u00a0\r")


def _header(lines: Sequence[str], start: int) -> tuple[int, dict[str, str]] | None:
    """Where the header that begins at a line ends, and what it says; None where none begins."""
    first = _field(lines[start])
    if first is None or first[0] in {"cc", "other"}:
        return None
    told: dict[str, str] = {}
    end = start
    waits = ""  # the role whose value stands on the next line
    for place in range(start, min(len(lines), start + REACH)):
        line = lines[place]
        field = _field(line)
        if field and (field[0] not in told or field[0] == "other"):
            told[field[0]] = field[1]
            waits = "" if field[1] else field[0]
            end = place + 1
        elif field or not (_is_blank(line) or waits or (place == end and _continues(line, lines[place - 1]))):
            break
        elif not _is_blank(line):
            if waits:
                told[waits], waits = line[_quotes(line) :].strip()[:LINE], ""
            end = place + 1
        elif place - end >= 2:
            break
    return (end, told) if _is_enough(told, _is_announced(lines, start)) else None


def _is_enough(told: dict[str, str], is_announced: bool) -> bool:
    """Do these lines make a header: a sender, and two more that say something, or one where a line announces it?"""
    known = {"from", "to", "date", "subject"} & {role for role, value in told.items() if value}
    return "from" in known and len(known) >= (2 if is_announced else 3)


def _is_announced(lines: Sequence[str], header: int) -> bool:
    first = _opening(lines, 0, header)
    return first < header and _is_opening(lines[first])


def _continues(line: str, before: str) -> bool:
    """Is it a list of recipients that goes on?"""
    bare = line[_quotes(line) :].strip()
    return bool(bare) and ("@" in bare or bare.endswith((";", ">")) or before.rstrip().endswith((";", ","))) and (
        len(bare) < LINE and not bare.endswith((".", "!", "?"))
    )  # fmt: skip


def _opening(lines: Sequence[str], start: int, header: int) -> int:
    """Where what announces a header begins: a line of dashes, "Anfang der weitergeleiteten Nachricht:"."""
    first = header
    for place in range(header - 1, max(start, header - 8) - 1, -1):
        line = lines[place]
        if _is_opening(line) or (_RULE.fullmatch(line[_quotes(line) : LINE] or "x") and not _is_blank(line)):
            first = place
        elif not _is_blank(line):
            break
    return first


def _is_opening(line: str) -> bool:
    bare = " ".join(line[:LINE].strip(_MARKS).lower().split())
    return len(bare) <= 150 and bare.startswith(_marks()[1])


def _own(lines: Sequence[str]) -> str:
    """The text of one mail, without the marks of quotation that stand before all of it."""
    kept = list(lines)
    for _ in range(20):
        full = [line for line in kept if line.strip()]
        if not full or sum(line.lstrip().startswith(">") for line in full) < 0.9 * len(full):
            break
        kept = [re.sub(r"^[ \t]{0,3}>[ \u00a0]?", "", line) for line in kept]
    return "\n".join(kept).strip("\n")


def _with_known_month(value: str) -> str:
    """A date whose month is written in another language, with its number."""
    match = _FOREIGN_DATE.search(value[:200])
    name = match["month"].lower() if match else ""
    number = next((number for beginning, number in _marks()[2] if name.startswith(beginning)), None) if name else None
    return value[: match.start()] + f"{match['day']}.{number}.{match['year']}" + value[match.end() :] if (
        match and number) else value  # fmt: skip
