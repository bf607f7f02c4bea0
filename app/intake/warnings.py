"""What in a text looks as if it did not belong to the article, each with its line: before anything is kept.

=================== =====================================================================================
code                meaning
=================== =====================================================================================
cookie-notice       the consent banner of a page
paywall             the text ends where a subscription would go on
leaked-metadata     a date field, a reading time, buttons
leaked-caption      the caption of a picture, the teaser of a video
boilerplate         "Lesen Sie auch", newsletters, rights, signatures of mail
teaser              a short text that breaks off
too-short           fewer than 40 words
no-sentence         no complete sentence
=================== =====================================================================================

The language service looks again, with sentences (app/nlp/warnings/component.py); here only lines and words count, so
that it costs nothing and no model. At most ``MOST`` of each code; linear in the text's length.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.nlp.text.furniture import FIELD, FURNITURE
from app.nlp.text.signatures import is_byline
from app.nlp.types import Warning

MOST = 20
LINE = 300  # characters of a line that is shown whole; of a longer one only what was recognised
SHORT_WORDS = 40
TEASER_WORDS = 120
BROKEN_WORDS = 400
OPEN_WORDS = 6

_MESSAGES = {
    "cookie-notice": "This line is the consent notice of a page.",
    "paywall": "This line says that the article goes on for subscribers only.",
    "leaked-metadata": "This line belongs to the page the text came from, not to the text.",
    "leaked-caption": "This is the teaser or caption of a video, picture or sound.",
    "boilerplate": "This line belongs to the page or the message around the text.",
    "teaser": "This is probably only the beginning of an article.",
    "too-short": "This is very short for an article.",
    "no-sentence": "The text has no complete sentence.",
}


def _any(*phrases: str) -> re.Pattern[str]:
    return re.compile("|".join(phrases) or "(?!)", re.I)


# In order: the first that fits names a line. "^" stands for the beginning of the line.
_PHRASES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "cookie-notice",
        (
            r"(?:wir|diese (?:web)?seite|diese website|unsere (?:web)?seite)\b[^\n]{0,60}"
            r"\b(?:verwende[nt]|nutz(?:en|t)|setz(?:en|t))\b[^\n]{0,40}\bcookies",
            r"\bcookie-?(?:einstellungen|hinweis|richtlinie|banner|settings|policy)\b",
            r"alle(?: cookies)? akzeptieren",
            r"wir und unsere (?:\d+ )?(?:partner|drittanbieter)",
            r"we (?:and our partners )?use cookies",
            r"(?:ihre|meine|deine) (?:einwilligung|zustimmung)[^\n]{0,60}(?:widerrufen|cookies|datenschutz)",
            r"mit werbung (?:und tracking )?(?:weiter|kostenlos) ?lesen",
            r"datenschutzeinstellungen",
        ),
    ),
    (
        "paywall",
        (
            r"(?:diese[rn]?|der) (?:artikel|text|beitrag|inhalt)\b[^\n]{0,40}(?:nur|exklusiv) für "
            r"(?:unsere )?(?:registrierte|abonnent|plus|digital)",
            r"nur für (?:plus-?|digital-?)?abonnent",
            r"(?:bereits|schon) (?:digital-?)?(?:abonnent|ein abo|registriert)",
            r"(?:noch )?keine? (?:digital-?)?abo(?:nnement)?\b[^\n]{0,20}\?",
            r"jetzt (?:\w+ ){0,3}(?:weiterlesen|freischalten)",
            r"weiterlesen mit\b",
            r"(?:um|zum) (?:diesen artikel )?(?:vollständig )?weiter(?:zu)?lesen",
            r"lesen sie (?:jetzt )?(?:diesen artikel|weiter) mit",
            r"^\s*jetzt (?:\w+ ){0,3}(?:testen|abo (?:abschließen|sichern))",
            r"(?:monatlich|jederzeit) kündbar",
            r"\b(?:probe|digital|test)-?abo\b",
            r"anmelden und weiterlesen",
            r"\bplus-artikel\b",
            r"zugang zu allen [^\n]{0,30}(?:artikeln|inhalten)",
            r"subscribe to (?:continue|read)",
            r"this article is for subscribers",
        ),
    ),
    (
        "leaked-caption",
        (
            r"^\s*(?:Sehen Sie im Video|Im Video|Video|Podcast|Bildergalerie|Fotostrecke|Infografik|Livestream)\s*:",
            r"^\s*(?:Fotos?|Bild|Bildquelle|Bildrechte|Grafik|Karte|Photo)\s*:\s*\S",
            r"\(?\b(?:Foto|Bild|Bildquelle|Symbolbild|Archivbild|Photo)s?\s*:\s*[^\n.!?]{2,80}\)?\s*$",
            r"(?:©|\(c\)|Copyright)\s*(?:dpa|afp|ap|reuters|apa|getty|imago|picture alliance|epa|keystone)\b"
            r"[^\n]{0,80}$",
            r"\((?:Archivbild|Archivfoto|Symbolbild|Symbolfoto)\)\s*$",
        ),
    ),
    (
        "boilerplate",
        (
            r"^\s*Lesen Sie (?:auch|mehr|hier|dazu|außerdem)\b",
            r"^\s*(?:Mehr zum Thema|Zum Thema:|Auch interessant|Das könnte Sie (?:auch )?interessieren)",
            r"^\s*Weitere (?:Artikel|Meldungen|Nachrichten) (?:zu|zum|aus)\b",
            r"^\s*(?:Newsletter\b|Unser(?:en)? (?:kostenlose[nr]? )?Newsletter|Abonnieren Sie (?:unseren|hier|den))",
            r"unseren (?:kostenlosen )?newsletter (?:abonnieren|anmelden)",
            r"^\s*(?:Folgen Sie uns|Jetzt (?:anmelden|abonnieren)|Melden Sie sich (?:hier )?(?:an|ab))",
            r"^\s*(?:Anzeige|Werbung|Impressum|Datenschutz|-- ?)\s*$",
            r"alle rechte vorbehalten",
            r"^\s*(?:©\s*\d{4}|Copyright\b|Empfohlener redaktioneller Inhalt|Externer Inhalt)",
            r"^\s*(?:Zur Startseite|Zurück zur (?:Startseite|Übersicht)|Pressekontakt\b|Rückfragehinweis)",
            r"^\s*Dieser (?:Artikel|Text|Beitrag) (?:erschien|ist)[^\n]{0,30} zuerst",
            r"^\s*(?:Wenn Sie (?:diesen Newsletter|keine weiteren)|Unsubscribe\b)",
        ),
    ),
    (
        "leaked-metadata",
        (
            r"^\s*(?:(?:ca\. )?\d{1,3} Min(?:uten?)?\.? )?Lese(?:zeit|dauer)\b",
            r"^\s*Artikel (?:anhören|drucken|teilen|merken)",
            r"^\s*(?:Aktualisiert|Veröffentlicht|Erstellt|Zuletzt (?:aktualisiert|geändert))(?: am)?:? \d",
            r"^\s*(?:Teilen|Drucken|Merken|Facebook|Twitter|WhatsApp)\s*$",
            r"^\s*(?:Kommentare? ?\(?\d*\)?|\d+ Kommentare)\s*$",
            r"^\s*(?:Schlagwörter|Tags):",
            r"^\s*(?:Per E-?Mail (?:teilen|versenden)|Auf (?:Facebook|Twitter|X) teilen)",
        ),
    ),
)
# Further rows of each code, with an example that the tests hold them against.
PAGE_LINES: dict[str, list[dict[str, str]]] = tomllib.loads(
    (Path(__file__).parent / "page_lines.toml").read_text("utf-8")
)


@dataclass(frozen=True, slots=True)
class _Lines:
    """The rows of a code: those that are looked for at the beginning of a line only, and those anywhere in it."""

    code: str
    at_start: re.Pattern[str]
    anywhere: re.Pattern[str]

    def find(self, part: str) -> re.Match[str] | None:
        return self.at_start.match(part) or self.anywhere.search(part)

    @classmethod
    def of(cls, code: str, phrases: Sequence[str]) -> "_Lines":
        rows = [*phrases, *(row["pattern"] for row in PAGE_LINES.get(code, ()))]
        at_start = [row for row in rows if row.startswith("^") and "|^" not in row]
        return cls(code, _any(*at_start), _any(*(row for row in rows if row not in at_start)))


_PATTERNS = [_Lines.of(code, phrases) for code, phrases in _PHRASES]
_FOOT = _any(*(row["pattern"] for rows in PAGE_LINES.values() for row in rows if row.get("place") == "foot"))
_PAYWALL = next(lines for lines in _PATTERNS if lines.code == "paywall")
# "Petra Amsel, Jahrgang 1978, berichtet aus Lindau." behind the author's name, and the same of somebody unnamed.
_LIFE = re.compile(
    r"(?:,? \(?(?:Jahrgang|geboren|\d\d\b)|,? (?:ist|war|arbeitet|schreibt|berichtet|leitet|lebt|kam|studierte|hat"
    r"|gehört|beschäftigt|moderiert|lehrt|forscht)\b(?! (?:nicht|der Ansicht|sich sicher)))"
)
_NAMED = r"[A-ZÄÖÜ][\w-]+ (?:[A-ZÄÖÜ][\w.-]* ){0,2}?[A-ZÄÖÜ][\w-]+"
_WRITER = re.compile(
    rf"(?:(?:Der|Die) (?:Autor|Autorin|Verfasser|Verfasserin)|{_NAMED}),? (?:ist|arbeitet|schreibt|berichtet|leitet)\b"
    r"[^\n]{0,80}?(?:[Kk]orrespondent|[Rr]edakteur|[Rr]eporter|[Jj]ournalist|[Aa]utor\b|[Aa]utorin\b|[Vv]olontär|[Rr]essort)"
)
TAIL_LINES = 6
_OPEN = re.compile(r"[\wäöüß,;:–-]$")
_STOP = re.compile(r"[.!?…]+[\"“”«»‘’')\]]*(?=\s|$)")
_BREAKS_OFF = re.compile(r"(?:\.\.\.|…|\[(?:…|\.\.\.)\]|\b(?:mehr|weiterlesen|more))\W*$", re.I)


def find_warnings(
    text: str, *, paywalled: bool = False, authors: Collection[str] = (), beside: Collection[str] = ()
) -> tuple[Warning, ...]:
    """All warnings on a text, sorted by place; ``paywalled`` where the page itself says it is not free to read.

    ``authors`` are the names of who wrote it, ``beside`` lines that its page sets apart from the article.
    """
    spans: list[tuple[int, int, str]] = []
    place = 0
    end = len(text) - _tail_chars(text)
    for line in text.split("\n"):
        found = _of_line(line)
        if not found and (line.strip() in beside or (place >= end and _tells_of_the_author(line, authors))):
            found = "boilerplate", *_shown(line, 0, len(line))
        if found:
            spans.append((place + found[1], place + found[2], found[0]))
        place += len(line) + 1
    spans += _of_whole(text, paywalled and not any(code == "paywall" for *_, code in spans))
    count: Counter[str] = Counter()
    kept = []
    for start, end, code in sorted(spans):
        count[code] += 1
        if count[code] <= MOST:
            kept.append(Warning(code, _MESSAGES[code], start, end))
    return tuple(kept)


def _tail_chars(text: str) -> int:
    """How long the last lines are, in which a text tells of who wrote it."""
    return sum(len(line) + 1 for line in text.rsplit("\n", 2 * TAIL_LINES)[-TAIL_LINES:])


def _tells_of_the_author(line: str, authors: Collection[str]) -> bool:
    line = line.strip()[:LINE]
    own = any(line.startswith(name) and _LIFE.match(line, len(name)) for name in authors if name)
    return own or _WRITER.match(line) is not None


def _of_line(line: str) -> tuple[str, int, int] | None:
    if not line.strip():
        return None
    for lines in _PATTERNS:
        # Furniture stands in short lines, or begins or ends a paragraph it ran into.
        for start, part in ((0, line),) if len(line) <= LINE else ((0, line[:120]), (len(line) - 120, line[-120:])):
            match = lines.find(part)
            if match:
                return lines.code, *_shown(line, start + match.start(), start + match.end())
    for pattern in (FIELD, FURNITURE):
        match = pattern.search(line[:LINE])
        if match:
            return "leaked-metadata", *_shown(line, match.start(), match.end())
    return None


def is_paywall(line: str) -> bool:
    """Does a line say that what follows is for subscribers?"""
    return _PAYWALL.find(line[:LINE]) is not None


def is_foot(line: str) -> bool:
    """Is a short line what pages set below an article, and what no article ends with?"""
    return len(line) <= LINE and _FOOT.search(line) is not None


def _shown(line: str, start: int, end: int) -> tuple[int, int]:
    """The whole line where it is short, else the match; without white space around."""
    if len(line) <= LINE:
        start, end = 0, len(line)
    piece = line[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _of_whole(text: str, locked: bool) -> Iterator[tuple[int, int, str]]:
    """What holds for the text as a whole, shown at the line that tells it: its last, or its first."""
    body = text.strip()
    if not body:
        return
    begin, finish = text.index(body), text.index(body) + len(body)
    last = text.rfind("\n", begin, finish) + 1 or begin
    first = text.find("\n", begin, finish)
    words = len(body.split())
    if locked:
        yield last, finish, "paywall"
    if not _has_sentence(body[:20_000]):
        yield begin, first if first > 0 else finish, "no-sentence"
    if (words < TEASER_WORDS and _BREAKS_OFF.search(body[-40:])) or (
        words < BROKEN_WORDS and _is_open(body.rpartition("\n")[2])
    ):
        yield last, finish, "teaser"
    elif words < SHORT_WORDS:
        yield last, finish, "too-short"


def _is_open(line: str) -> bool:
    """Does a line of prose end within a sentence, as what a paywall leaves does?"""
    if len(line.split()) < OPEN_WORDS or not _OPEN.search(line) or is_byline(line):
        return False
    small = sum(word[0].islower() for word in line.split())
    return 2 * small >= len(line.split()) - 1


def _has_sentence(text: str) -> bool:
    """Do three words and more ever end in a full stop?"""
    start = 0
    for stop in _STOP.finditer(text):
        line = text.rfind("\n", start, stop.start()) + 1
        if len(text[max(start, line) : stop.start()].split()) >= 3:
            return True
        start = stop.end()
    return False
