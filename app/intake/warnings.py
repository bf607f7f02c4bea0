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
from collections import Counter
from collections.abc import Iterator

from app.nlp.text.furniture import FIELD, FURNITURE
from app.nlp.types import Warning

MOST = 20
LINE = 300  # characters of a line that is shown whole; of a longer one only what was recognised
SHORT_WORDS = 40
TEASER_WORDS = 120

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
    return re.compile("|".join(phrases), re.I)


# In order: the first that fits names a line. "^" stands for the beginning of the line.
_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "cookie-notice",
        _any(
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
        _any(
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
        _any(
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
        _any(
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
        _any(
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
_PAYWALL = next(pattern for code, pattern in _PATTERNS if code == "paywall")
_STOP = re.compile(r"[.!?…]+[\"“”«»‘’')\]]*(?=\s|$)")
_BREAKS_OFF = re.compile(r"(?:\.\.\.|…|\[(?:…|\.\.\.)\]|\b(?:mehr|weiterlesen|more))\W*$", re.I)


def find_warnings(text: str, *, paywalled: bool = False) -> tuple[Warning, ...]:
    """All warnings on a text, sorted by place; ``paywalled`` where the page itself says it is not free to read."""
    spans: list[tuple[int, int, str]] = []
    place = 0
    for line in text.split("\n"):
        found = _of_line(line)
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


def _of_line(line: str) -> tuple[str, int, int] | None:
    if not line.strip():
        return None
    for code, pattern in _PATTERNS:
        # Furniture stands in short lines, or begins or ends a paragraph it ran into.
        for start, part in ((0, line),) if len(line) <= LINE else ((0, line[:120]), (len(line) - 120, line[-120:])):
            match = pattern.search(part)
            if match:
                return code, *_shown(line, start + match.start(), start + match.end())
    for pattern in (FIELD, FURNITURE):
        match = pattern.search(line[:LINE])
        if match:
            return "leaked-metadata", *_shown(line, match.start(), match.end())
    return None


def is_paywall(line: str) -> bool:
    """Does a line say that what follows is for subscribers?"""
    return _PAYWALL.search(line[:LINE]) is not None


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
    if words < TEASER_WORDS and _BREAKS_OFF.search(body[-40:]):
        yield last, finish, "teaser"
    elif words < SHORT_WORDS:
        yield last, finish, "too-short"


def _has_sentence(text: str) -> bool:
    """Do three words and more ever end in a full stop?"""
    start = 0
    for stop in _STOP.finditer(text):
        line = text.rfind("\n", start, stop.start()) + 1
        if len(text[max(start, line) : stop.start()].split()) >= 3:
            return True
        start = stop.end()
    return False
