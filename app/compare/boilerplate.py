"""Sentences that are no part of the story: legal notices, subscription lines, teasers, weather, market tables.

Told by what they are about, which is the medium itself, the reader who is spoken to, or a daily service. A ``TELLING``
phrase decides alone. Other cues stand in stories too: a sentence needs two different ones, not all of one person's
words, for quotations are left out.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app.nlp.text.furniture import FIELD, FURNITURE

_SENTENCE = re.compile(r"[^\n.!?]+(?:[.!?]+(?!\s|[\"“”«»’)]+\s)[^\n.!?]+|(?<=\d)\.\s[^\n.!?]+)*[.!?]*[\"“”«»’)]*")
_QUOTED = re.compile(r"[„“\"»«][^„“”\"»«\n]*[”“\"«»]")
_VERBS = "lesen|sehen|hören|testen|folgen|verfolgen|schreiben|klicken|abonnieren|diskutieren|finden|erfahren|melden"

TELLING = re.compile(
    rf"""\bnewsletters?\b | \babonnier\w*\b | \bprobe(?:monat|abo)\b | \brechte\s+vorbehalten\b | © | \bcopyright\b
    | \burheberrechtlich\b | \bimpressum\b | \bleserbriefe?\b | \bdatenschutz(?:erklärung|hinweise?|bestimmungen)\b
    | \bnutzungsbedingungen\b | \bgeschäftsbedingungen\b | \bkommentarfunktion\b | \bzugangsdaten\b | \be-?paper\b
    | \bweiterlesen\b | \bnachhören\b | \b(?:live|news)(?:blog|ticker)\b | \bexterne[rn]?\s+inhalt\w*\b | \bcookies?\b
    | \bjavascript\b | \bpush-(?:mitteilung|nachricht)\w*\b | \bohne\s+gewähr\b | \blottozahlen\b | \bkeine\s+haftung\b
    | \b(?:{_VERBS})\s+sie\s+(?:\w+\s+){{0,2}}(?:auch|mehr|hier|dazu|im|unsere\w*|uns|alle|jetzt)\b
    | \bdas\s+könnte\s+sie\s+auch\s+interessieren\b | \bmehr\s+zum\s+thema\b | \bzum\s+thema\s*:
    | \btransparenzhinweis\b
    | \b(?:frühere|ursprüngliche)[nr]?\s+(?:version|fassung)\b | \bmit\s+(?:agentur)?material\s+(?:von|der)\b
    | \bmit\s+(?:agentur)?informationen\s+(?:von|der)\s+(?:dpa|afp|apa|reuters|epd|kna|sda|(?:nachrichten)?agentur\w*)\b
    | \b(?:höchst|tiefst)(?:werte\w*|temperaturen)\b | \bheiter\s+bis\s+wolkig\b | \b(?:wechselnd|stark)\s+bewölkt\b
    | \bdiese[rsnm]?\s+(?:artikel|text|beitrag|meldung|interview|kommentar|sendung|seite)\s+
        (?:ist|sind|wurde|wird|erschien\w*|stammt|entstand|gehört|spiegelt|basiert)\b
    | \b(?:vervielfältigung|nachdruck|weiterverbreitung)\b.{{0,60}}\bgenehmigung\b
    | \bdie\s+redaktion\s+behält\b | \bvon\s+der\s+redaktion\b""",
    re.I | re.X,
)
# Different cues of one sentence are counted, whichever kind they are of; the reader is spoken to in capitals.
CUES = re.compile(
    r"""\b(?i:redaktion|artikels?|beitr(?:ag|ags|äge)|texte?s?|ausgabe|sendung|podcasts?|fassung|überschrift|leser(?:innen)?
    |kommentare?|zusammenfassung|eilmeldung|einzelheiten|button|klick\w*|seite|kanal|folge|korrespondent\w*|autor(?:in)?|formular\w*|inhalte?|meldung
    |kostenlos\w*|unverbindlich\w*|jederzeit|kündigen|online|digital\w*|angebot|abo|abonnent\w*|gedruckte\w*
    |aktualisiert|kürze|verlinkt\w*|ergänzt|ausgestrahlt|postfach|app|facebook|instagram|whatsapp|telegram|podcasts?
    |grad|schauern?|gewittern?|starkregen|wolkig|bewölkt|südwest|nordwest
    |dax|mdax|tecdax|zähler|punkten?|rentenindex|notierte|uhr)\b
    | (?<![.!?:]\s)(?<!^)\b(?:Sie|Ihnen|Ihr(?:e[nmrs]?)?)\b | \b(?i:wir|uns(?:er\w*)?)\b""",
    re.X,
)
ENOUGH = 2


def boilerplate_spans(text: str) -> list[tuple[int, int]]:
    """The sentences (and lines without an end) of a text that are boilerplate, as character spans in order."""
    lines = [match.span() for pattern in (FIELD, FURNITURE) for match in pattern.finditer(text)]
    return sorted([*lines, *(m.span() for m in _SENTENCE.finditer(text) if _speaks_of_the_medium(m[0]))])


def _speaks_of_the_medium(sentence: str) -> bool:
    own = _QUOTED.sub(" ", sentence.strip())
    if TELLING.search(own):
        return True
    return len({cue[0].casefold()[:5] for cue in CUES.finditer(own)}) >= ENOUGH


LINE_WORDS = 40  # of a standing line at most
STRAY_WORDS = 2  # equal by chance before or behind it
RECURS = 6  # articles that hold a line for it to be a standing one
_BEFORE = re.compile(r"(?:^|[\n.!?:•|–-][\"“”«»’)]*\s+|\n)[\s\"„“«»(]*$")
_AFTER = re.compile(r"[\"“”«»’)]*(?:[.!?…]|\s*(?:\n|$))")


@dataclass(frozen=True, slots=True)
class Pair:
    """What one partner shares with an article: for each passage the line that it is, None where it is no line."""

    lines: tuple[str | None, ...]

    @property
    def thin(self) -> bool:
        """Nothing but lines: two reports of one agency share more than that."""
        return None not in self.lines


def line_within(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Numbers (first, after) of the words at ``spans`` that make whole sentences or lines, a few at the ends aside.

    None where they do not, or are too many for what is put into texts as it is.
    """
    for left in range(STRAY_WORDS + 1):
        for right in range(STRAY_WORDS + 1):
            if not left + right < len(spans) <= LINE_WORDS + left + right:
                continue
            start, end = spans[left][0], spans[len(spans) - right - 1][1]
            if _AFTER.match(text[end : end + 20]) and _BEFORE.search(text[max(0, start - 20) : start]):
                return left, len(spans) - right
    return None


def standing_lines(pairs: Sequence[Pair]) -> set[str]:
    """Lines that recur without their articles having anything else in common: furniture that no list of words knows.

    Told from the pairs of one article alone. A line that travels with more text, as an agency's sentence does, is none.
    """
    alone = Counter(line for pair in pairs if pair.thin for line in {*pair.lines} if line)
    along = Counter(line for pair in pairs if not pair.thin for line in {*pair.lines} if line)
    return {line for line, number in alone.items() if number + 1 >= RECURS and number >= 2 * along[line]}
