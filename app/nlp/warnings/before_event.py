"""Sentences that announce as still to come a part of the very event a text is about: it was written before the end.

"Biden wollte nach dem Gipfel noch eine Pressekonferenz geben", "die Abschlusserklärung stand noch aus", "das Gespräch
sollte am Nachmittag beginnen". A clause counts when three things meet in it: what is announced (``_PART``: a press
conference, the talks, a statement), that it is announced (a modal before its infinitive, "steht aus", "ist geplant"),
and that it is near (``_SOON``: "noch", "am Abend", "nach dem Treffen"). Another, later event is no sign ("wird 2022
stattfinden", "ein weiteres Treffen"), nor is what was planned once and came otherwise, what is denied, what somebody
says in quotation marks, or what the same text reports as done.

The rule is made to miss rather than to err, and what it finds is a proposal. Linear in the length of the text.
"""

import re
from collections.abc import Iterator, Sequence

from app.nlp.types import Sentence

Span = tuple[int, int]
LONGEST = 400  # characters of a clause; what is longer is a list

_TALKS = (
    r"[Gg]ipfel(?:treffens?|s)?|[Tt]reffens?|[Gg]espräch(?:e[ns]?|s)?|[Gg]esprächsrunden?|[Uu]nterredung(?:en)?|[Bb]egegnung"
    r"|[Zz]usammenkunft|[Ss]itzung(?:en)?|[Vv]erhandlung(?:en|srunden?)?|[Bb]eratung(?:en)?|[Kk]onferenz|[Aa]ussprache"
    r"|[Aa]bstimmung(?:en)?|[Hh]auptversammlung|[Ss]chlussrunde|[Rr]unde"
)
_TELLING = (
    r"[Pp]ressekonferenz(?:en)?|[Pp]ressestatements?|[Pp]ressebegegnung|[Ss]tatements?|[Aa]bschlusserklärung"
    r"|[Ss]chlusserklärung|[Aa]bschlusskommuniqués?|[Ss]chlusskommuniqués?|[Kk]ommuniqués?|[Ee]rklärung(?:en)?"
    r"|[Aa]nsprachen?|[Rr]ede|[Aa]uftritt|[Aa]bendessen|[Ee]rgebnis(?:se)?"
)
_PART = re.compile(
    rf"\b(?:Abschluss|Schluss|Einzel)?(?:{_TALKS}|{_TELLING})\b"
    r"|\bvor\s+(?:die|der|den)\s+(?:\w+\s+)?(?:Presse|Medien|Journalisten|Kameras|Öffentlichkeit|Reporter\w*)\b"
    r"|\bFragen\s+(?:der|von)\s+(?:Journalisten|Reportern?|Presse|Medien)\b"
)
_MODAL = (
    r"will|wollen|wolle|wollte|wollten|soll|sollen|solle|sollte|sollten|wird|werden|werde|würden?|müssen|muss|möchten?"
)
_DOING = (
    r"geben|abgeben|halten|abhalten|treten|sprechen|äußern|stattfinden|beginnen|anfangen|starten|enden|folgen|anschließen"
    r"|weitergehen|zusammenkommen|zusammentreffen|treffen|vorstellen|präsentieren|verkünden|bekanntgeben|veröffentlichen"
    r"|beantworten|stellen|informieren|auftreten|fortsetzen|abschließen|verabschieden|vorliegen|dauern|unterrichten"
    r"|(?:ge\w{3,}|\w{2,5}ge\w{3,}|be\w{3,}t|ver\w{3,}t|fortgesetzt|eröffnet|beendet|veröffentlicht)\s+werden"
)
_MODAL_FRAME = re.compile(rf"\b(?:{_MODAL})\b.*?\b(?:{_DOING})\b(?!\s+\w)", re.S)
_MODAL_LAST = re.compile(rf"\b(?:{_DOING})\s+(?:{_MODAL})\s*$")  # "… ehe er vor die Presse treten wollte"
_PENDING = re.compile(r"\b(?:steht|stehen|stand|standen|stehe)\b.*\b(?:noch|zunächst)\b.*\b(?:aus|bevor)\b", re.S)
_PLANNED = re.compile(
    r"\b(?:ist|sind|sei|seien|war|waren)\b.*\b(?:geplant|angesetzt|vorgesehen|anberaumt|angekündigt|erwartet)\b"
    r"|\b(?:wird|werden|wurde|wurden)\b.*\berwartet\b",
    re.S,
)
_DAYTIME = r"(?:[Mm]orgen|[Vv]ormittag|[Mm]ittag|[Nn]achmittag|[Aa]bend|[Nn]acht)s?"
_HOUR = re.compile(
    rf"\b(?:am|für\s+den|in\s+der|bis\s+zum|gegen|heute)\s+(?:(?:frühen|späten|späteren|gleichen|selben)\s+)?\w*?{_DAYTIME}\b"
    rf"|\b(?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonnabend|Sonntag){_DAYTIME}\b"
    r"|\b(?:um|gegen|ab)\s+\d{1,2}(?:[.:]\d\d)?\s+Uhr\b|\bheute\b|\bin\s+Kürze\b|\bim\s+Laufe\s+des\s+(?:Tages|Abends)\b"
    r"|\bspäter\s+am\s+Tag\b",
    re.I,
)
_STILL = re.compile(
    r"\bnoch\b(?!\s+(?:nie|nicht|ein(?:mal)?\b|immer|mehr|weiter\w*|in\s+diesem|zu))"
    r"|\bnoch(?=\s+eine?n?\s+(?:eigene|getrennte|gemeinsame|kurze)?)|\banschließend\b|\bim\s+Anschluss\b|\bdanach\b"
    r"|\bnach\s+(?:dem|der|den|ihrem|seinem|ihren)\s+(?:\w+\s+)?"
    rf"(?:{_TALKS}|{_TELLING})(?:n)?\b|\bzum\s+Abschluss\b",
    re.I,
)
_OTHER = re.compile(  # another event, a later one, one that came otherwise, or none
    r"\b(?:1[5-9]|20)\d\d\b|\b(?:Jänner|Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember)\b"
    r"|\b(?:nächste|kommende|weitere|künftige|spätere|folgende|zweite|dritte|vorige|letzte|vergangene|frühere|erneute)[nrms]?\s"
    r"|\b(?:Woche|Monat|Jahr|Jahrzehnt)(?:e?[ns]?)\b|\b(?:im|bis\s+zum|Ende|Anfang)\s+(?:Frühjahr|Frühling|Sommer|Herbst|Winter)\b"
    r"|\b(?:künftig|bald|demnächst|irgendwann|langfristig|ursprünglich|eigentlich|einst|damals|zuvor|vorher|nie|niemals)\b"
    r"|\b(?:nicht|kein(?:e[nmrs]?)?|keinerlei|ohne|abgesagt|verschoben|hatten?|hätten?|habe|sofern|falls|wenn|als|nachdem)\b"
    r"|\b(?:Folge|Nachfolge|Vorbereitungs|Vor)(?:treffen|gespräch|gipfel)\w*",
    re.I,
)
_TURNED = re.compile(
    r"[,;–-]\s*(?:doch|aber|jedoch|dann|allerdings)\b[^,;]*\b(?:kam|wurde|begann|verschob|sagte|fiel|blieb)\b"
)
_MARKED = re.compile('„[^“”]*[“”]|“[^”“]*”|»[^«»]*«|«[^«»]*»|"[^"\n]*"|["„“»][^\n]*$')
_CLAUSE = re.compile(
    r"[,;:–]|\s[—-]\s|\s(?:und|doch|aber|sondern)\s(?=\w+\s+(?:" + _MODAL + r"|steht|stand|ist|war)\b)"
)
_NAME = re.compile(r"[A-ZÄÖÜ][\wäöüß]{2,}")
_TOLD = re.compile(
    r"(?:abschluss)?pressekonferenz(?:en)?|presse(?:statement|begegnung)s?|statements?|rede|ansprachen?|auftritt"
)
_COMMON_WORDS = """
    Gipfel Gipfeltreffen Treffen Gespräch Gespräche Gesprächen Presse Pressekonferenz Pressekonferenzen Journalisten
    Abend Nachmittag Mittag Morgen Nacht Uhr Präsident Präsidenten Staatschef Staatschefs Kanzlerin Kanzler Minister
    Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag Die Der Das Eine Ein Beide Nach Zum Anschluss Erklärung
"""
_COMMON = frozenset(_COMMON_WORDS.split())  # capitalised, but no names


def find_upcoming(text: str, sentences: Sequence[Sentence]) -> Iterator[Span]:
    """The sentences, in order, that announce a part of the event as still to come."""
    plain = [one for one in sentences if one.kind == "sentence"]
    held: dict[str, set[str]] = {}
    for one in plain:
        for clause in _clauses(text[one.start : one.end]):
            part = _announced(clause)
            if part is None:
                continue
            noun = "pressekonferenz" if part.startswith("vor") else part.lower()
            if noun not in held:
                held[noun] = _holders(text, plain, noun)
            if not held[noun] & set(_NAME.findall(clause)) - _COMMON:
                yield one.start, one.end
                break


def _clauses(sentence: str) -> list[str]:
    """The clauses of a sentence, each without what stands in quotation marks; none of a question or of a turn."""
    if len(sentence) > 5 * LONGEST or sentence.rstrip().endswith("?") or _TURNED.search(sentence):
        return []
    return [one for one in _CLAUSE.split(_MARKED.sub(" … ", sentence)) if one and len(one) <= LONGEST]


def _announced(clause: str) -> str | None:
    """The noun of the part that a clause announces as near, or None."""
    hour, still = _HOUR.search(clause), _STILL.search(clause)
    pending = _PENDING.search(clause)
    if _OTHER.search(clause) or not (hour or still or pending):
        return None
    after = still.end() if still else 0
    # In "nach dem Treffen" the talks are over: what is announced has to stand elsewhere.
    parts = [one for one in _PART.finditer(clause) if not (still and still.start() <= one.start() < after)]
    if not parts or _named(clause, parts[0].start()):
        return None
    framed = pending or _MODAL_FRAME.search(clause) or _MODAL_LAST.search(clause.rstrip(" .!…"))
    return parts[0].group() if framed or _PLANNED.search(clause) else None


def _named(clause: str, at: int) -> bool:
    """Is the part of some named event ("Nato-Gipfel", "EU-Treffen"), most likely another one?"""
    return clause[max(0, at - 1) : at] == "-" and not clause[:at].endswith("Augen-")


def _holders(text: str, plain: Sequence[Sentence], noun: str) -> set[str]:
    """Capitalised words of the sentences that tell what was said when it was held: "bei seiner Pressekonferenz …"."""
    if not _TOLD.fullmatch(noun):
        return set()
    done = re.compile(
        rf"\b(?:bei|auf|in|während)\s+(?:der|einer|seiner|ihrer|dieser|seinem|ihrem)\s+(?:\w+\s+)?{noun}", re.I
    )
    told = (text[one.start : one.end] for one in plain if done.search(text, one.start, one.end))
    return {name for sentence in told for name in _NAME.findall(sentence)}
