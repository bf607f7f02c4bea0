"""The people in an author field, which holds much else: the outlet, its firm, a desk, a town, agencies, addresses.

A row of ``NO_PERSON`` is a word that no person is called by. Names of outlets are known from ``outlets``, those of
agencies from the lexicon; what is left must look like a name.
"""

import html
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from app.intake.outlets import outlet_named
from app.nlp.text.agencies import AGENCIES

MOST = 400  # characters of a field that are looked at
AUTHORS = 12
# What agencies are called at full length, with the code the lexicon knows.
_AGENCY_NAMES = {
    "deutsche presse-agentur": "dpa", "deutsche presse agentur": "dpa", "agence france-presse": "afp",
    "agence france presse": "afp", "austria presse agentur": "apa", "apa - austria presse agentur": "apa",
    "associated press": "ap", "the associated press": "ap", "thomson reuters": "reuters", "rtr": "reuters",
    "evangelischer pressedienst": "epd", "katholische nachrichten-agentur": "kna", "bloomberg news": "bloomberg",
    "sport-informations-dienst": "sid", "schweizerische depeschenagentur": "sda", "keystone sda": "keystone-sda",
    "dpa infocom": "dpa-infocom", "dpa/tmn": "dpa", "dpa-tmn": "dpa", "dpa-afxp": "dpa-afx", "dpa international": "dpa",
}  # fmt: skip
# Words (or their ends, with a hyphen before them) that stand in no person's name.
NO_PERSON = frozenset((
    "redaktion", "red", "redaktionsteam", "agentur", "agenturen", "agenturmaterial", "gmbh", "ag", "kg", "co", "mbh",
    "se", "verlag", "zeitung", "online", "nachrichten", "nachrichtenagentur", "news", "newsroom", "studio", "team",
    "desk", "ressort", "presse", "medien", "mediengruppe", "rundfunk", "fernsehen", "radio", "tv", "magazin",
    "politik", "wirtschaft", "sport", "sportredaktion", "kultur", "feuilleton", "panorama", "regional", "lokales",
    "wissen", "digital", "finanzen", "ausland", "inland", "newsdesk", "kiosk", "anzeiger", "allgemeine", "tageblatt",
    "kurier", "post", "blatt", "onlineredaktion", "deutschland", "germany", "österreich", "austria", "schweiz",
    "switzerland", "pressestelle", "pressebüro", "staff", "editor", "editorial", "administrator", "admin",
    "gastautor", "gastautorin", "autor", "autoren", "author", "unbekannt", "verband", "e.v.", "inc", "ltd", "llc",
    "media", "publishing", "group", "gruppe", "service", "dienst", "hauptstadtstudio", "korrespondent",
    "korrespondentin", "korrespondenten", "korrespondentennetz", "reporter", "reporterin", "redakteur", "redakteurin",
    "chefredakteur", "chefredakteurin", "volontär", "volontärin", "lesedauer", "lesezeit", "min", "minuten",
    "kommentar", "kolumne", "interview", "podcast", "video", "foto", "fotos", "bild", "grafik", "quelle", "uhr",
    "archiv", "the", "wire", "press", "network", "partner", "bundesregierung", "ministerium", "institut",
    "universität", "stiftung", "journalist", "journalistin", "politikredaktion", "wirtschaftsredaktion", "leiter",
    "leiterin", "büro", "abteilung", "twitter", "facebook", "instagram",
    "linkedin", "xing", "writer", "email", "e-mail", "size", "follow", "folgen", "profil", "mehr", "alle", "artikel",
    "creative", "contributor",
))  # fmt: skip
_PARTICLES = frozenset((
    "von", "van", "de", "der", "den", "dem", "zu", "zur", "zum", "vom", "di", "da", "del", "della", "al", "el", "bin",
    "ibn", "y", "la", "le", "du", "dos", "das", "ter", "ten", "af", "av", "und", "i",
))  # fmt: skip
_TAG = re.compile(r"<[^<>]{1,200}>")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\S+@\S+|\b[\w-]+(?:\.[\w-]+)*\.(?:de|at|ch|com|net|org|lu|li|info|eu)\b", re.I
)
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_LEAD_IN = re.compile(
    r"^(?:(?:ein|eine|der|die)\s)?(?:(?:exklusiv|kommentar|gastkommentar|gastbeitrag|analyse|kolumne|bericht|interview|text"
    r"|essay|rezension|reportage|protokoll|glosse|leitartikel|aufgezeichnet|aus\s\S{2,30}\sberichtet|fotos?|video|autorin"
    r"|autoren|autor|author|authors|written|redaktion|verfasst|geschrieben|mitarbeit)\b\s*:?\s*)*(?:(?:von|by|par)\b\s*:?\s*)?(?:unser(?:em|er|en)?\s\S{3,40}\s)?",
    re.I,
)
_OUTLET_BY = re.compile(r"^\S+(?:\s\S+){0,3}?\s(?:Von|By)\s(?=[A-ZÄÖÜ])")  # "Capital Von Jemima Kelly"
_PLACE = re.compile(r"\s+(?:in|aus|zur\s?zeit|z\.\s?z\.)\s+[A-ZÄÖÜ].*$")  # "Anna Weber in Genf"
_SPLIT = re.compile(
    r"\s*(?:[;|/•·\n\t]|\s[–—-]\s|,(?:\s(?:und|and)\s)?|\s(?:und|and|et|sowie|mit|with|&|\+)\s)\s*", re.I
)
_NAME_WORD = re.compile(r"(?:[^\W\d_]|[dl]['’](?=[A-ZÄÖÜ]))[\w.'’´`-]*")
_ROLE = re.compile(
    r"^(?:[\w-]*(?:korrespondent|redakteur|reporter|journalist|autor|chef|leiter|expert)(?:in|e|en)?\s+)+", re.I
)
_TITLE_WORD = re.compile(r"^(?:dr|prof|mag|dipl|ing|med|phil|univ|msc|ba|ma|mba|phd)\.?$", re.I)


@dataclass(frozen=True, slots=True)
class People:
    """The persons that a field names, and the agencies (by the name that is shown), each once and in order."""

    names: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()


def people(values: Iterable[str], own: Collection[str] = (), *, single: bool = False) -> People:
    """The people in fields; ``own`` are names of the outlet and its firm, ``single``: one word may be a name too,
    where it is all there is: behind a name it is a town."""
    names: dict[str, str] = {}
    agencies: dict[str, None] = {}
    ours = {_key(name) for name in own if name}
    for value in values:
        parts = list(_parts(value))
        for part in parts:
            if agency := agency_named(part):
                agencies.setdefault(agency)
            elif (name := _person(part, ours, single=single and len(parts) == 1)) and len(names) < AUTHORS:
                names.setdefault(_key(name), name)
    return People(tuple(names.values()), tuple(agencies))


def agency_named(name: str) -> str | None:
    """The agency that is called so, by its code or at full length."""
    key = " ".join(name.lower().strip(" .()").split())
    return AGENCIES.get(_AGENCY_NAMES.get(key, key))


def cleaned_author(
    value: str, own: Collection[str] = (), *, as_written: bool = False
) -> tuple[str | None, tuple[str, ...]]:
    """An author field without what is no person, several divided by "; ", None where nothing is left; and the
    agencies in it. Unchanged where it holds one person only, or people ``as_written`` on a byline."""
    found = people([value], own, single=True)
    rest = _LEAD_IN.sub("", value.strip())
    for name in found.names:
        rest = rest.replace(name, ";", 1)
    if (len(found.names) == 1 or (found.names and as_written)) and not re.sub(r"[\W_]+|\b(?:und|and)\b", "", rest):
        return _LEAD_IN.sub("", value.strip()), found.agencies
    if not found.names and not found.agencies and not _is_nobody(value, own):
        return value, ()  # initials, or a name that no rule knows
    return "; ".join(found.names) or None, found.agencies


def _is_nobody(value: str, own: Collection[str]) -> bool:
    """Is a field nothing but outlets, desks, firms and addresses?"""
    ours = {_key(name) for name in own if name}
    return all(
        _key(part) in ours or outlet_named(part) or any(_is_no_person(word) for word in part.split())
        for part in _parts(value)
    )


def _parts(value: str) -> Iterator[str]:
    """The names in a field, without addresses, brackets and what leads in; "Weber, Anna" the other way round."""
    text = _TAG.sub(" ", html.unescape(html.unescape(value[:MOST])))
    text = _BRACKETS.sub(" ", _ADDRESS.sub(";", text)).strip()
    text = _OUTLET_BY.sub("", text)
    parts = [part for one in _SPLIT.split(_LEAD_IN.sub("", text)) if (part := _bare(one))]
    if len(parts) == 2 and text.count(",") == 1 and all(_is_one_word(part) for part in parts):
        last, first = (part.title() if part.isupper() else part for part in parts)
        parts = [f"{first} {last}"]
    yield from parts


def _bare(part: str) -> str:
    part = " ".join(part.split()).strip(" .,:;*\"'„“”»«–—-")
    return _ROLE.sub("", _PLACE.sub("", _LEAD_IN.sub("", part))).strip()


def _is_one_word(part: str) -> bool:
    return (
        " " not in part
        and part[:1].isupper()
        and (len(part) > 3 or not part.isupper())
        and not agency_named(part)
        and (part.lower() not in NO_PERSON)
    )


def _person(part: str, ours: Collection[str], *, single: bool) -> str | None:
    """A name that may be a person's, in usual letters; None for what is none."""
    words = part.split()
    if _key(part) in ours or outlet_named(part) or not 1 <= len(words) <= 6:
        return None
    if any(_is_no_person(word) for word in words) or not all(_is_name_word(word) for word in words):
        return None
    real = [word for word in words if word.lower() not in _PARTICLES and not _TITLE_WORD.match(word)]
    if len(real) < 2 and not (single and len(words) == 1 and len(part) > 2 and not part.isupper()):
        return None
    return part.title() if part.isupper() and len(part) > 5 else part


def _is_no_person(word: str) -> bool:
    low = word.lower().strip(".,:")
    return low in NO_PERSON or low.rpartition("-")[2] in NO_PERSON or low.endswith(("redaktion", "studio", "zeitung"))


def _is_name_word(word: str) -> bool:
    is_written_so = word[0].isupper() or word[1:2] in {"'", "’"} or word.lower() in _PARTICLES
    return is_written_so and _NAME_WORD.fullmatch(word) is not None


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())
