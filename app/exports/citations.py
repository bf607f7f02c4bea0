"""Citations: of articles as BibTeX, RIS and CSL-JSON, and of words as a line that can be checked.

The three formats are written here and not by a library, so that the libraries which read them can check them.
"""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.days import appeared
from app.exports.press_review import HEADING, UNCLEAR, UNTITLED, clean, shortened, web_address
from app.exports.tables import TableFormat
from app.language import N_, say
from app.queries.views.review import Clipping, Item, Kind
from app.queries.views.tables import Table
from app.slugs import slugify

LANGUAGES = {"de": "ngerman", "en": "english", "fr": "french", "it": "italian", "es": "spanish", "ru": "russian"}
PARTICLES = {"von", "vom", "van", "de", "den", "der", "del", "della", "di", "du", "la", "le", "zu", "zum", "zur", "ten"}
PERSONS = re.compile(r"\s*(?:[,;/&]|\bund\b|\band\b)\s*")
BY = re.compile(r"^(?:[Vv]on|[Bb]y)\s+(?=[A-ZÄÖÜ])")
# Quotation marks without and within others, of the language that a citation is written in.
MARKS = {"de": ("„", "“", "‚", "‘"), "en": ("“", "”", "‘", "’")}
DOUBLE = re.compile(r"[„“”«»\"]")
FRAGMENT_WORDS = 6  # at each end of longer words, by which a browser finds them


@dataclass(frozen=True, slots=True)
class Reference:
    """An article as bibliographies have it. ``year``, ``month`` and ``day`` as far as they are known, else ""."""

    key: str
    headline: str
    outlet: str
    persons: tuple[str, ...]
    agencies: str
    year: str
    month: str
    day: str
    page: str
    url: str
    address: str
    language: str


def references(table: Table) -> Iterator[Reference]:
    """The rows of the table of articles."""
    names = [column.name for column in table.columns]
    for row in table.rows:
        yield _reference(dict(zip(names, row, strict=True)), table.language)


def _reference(row: dict[str, Any], language: str) -> Reference:
    outlet = clean(row["source"])
    year, month, day = (*(row["published"] or "").partition("T")[0].split("-"), "", "")[:3]
    headline = shortened(clean(row["headline"] or ""), HEADING) or say(language, UNTITLED, outlet=outlet)
    agencies = clean(row["agencies"] or "")
    persons = named_persons(row["author"] or "") or tuple(agencies.split("/") if agencies else ())
    return Reference(
        key=f"{slugify(outlet).replace('-', '') or 'outlet'}{year}-{row['id']}",
        headline=headline,
        outlet=outlet,
        persons=persons,
        agencies=agencies,
        year=year,
        month=month,
        day=day,
        page=clean(row["page"] or ""),
        url=web_address(row["url"]),
        address=row["address"],
        language=row["language"] or "",
    )


def named_persons(author: str) -> tuple[str, ...]:
    """The names in a byline: "Von Anna Muster und Jan Beispiel, Genf" has three parts, each taken for a name."""
    return tuple(name for part in PERSONS.split(BY.sub("", clean(author))) if (name := part.strip(" .")))


def family_given(name: str) -> tuple[str, str]:
    """Family name with its particles, and given names; of what is no name of a person all is family name."""
    words = name.split()
    first = next((n for n, word in enumerate(words[:-1]) if n and word.lower() in PARTICLES), len(words) - 1)
    return " ".join(words[max(first, 0) :]), " ".join(words[: max(first, 0)])


# --- formats


def _entries(write: Callable[[Reference], str], table: Table) -> Iterator[bytes]:
    for reference in references(table):
        yield write(reference).encode()


def bibtex_parts(table: Table) -> Iterator[bytes]:
    """Entries that BibTeX and BibLaTeX take, UTF-8."""
    return _entries(_bibtex, table)


_TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",  # BibTeX counts braces, also those behind a backslash
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    '"': r"\textquotedbl{}",
} | {sign: f"\\{sign}" for sign in "&%$#_"}
_TEX_SIGN = re.compile("[" + re.escape("".join(_TEX)) + "]")


def _tex(text: str) -> str:
    return _TEX_SIGN.sub(lambda found: _TEX[found[0]], text)


def _bibtex(one: Reference) -> str:
    fields = {
        "title": "{" + _tex(one.headline) + "}",  # braced once more: nouns keep their capitals
        "author": " and ".join(map(_bibtex_name, one.persons)),
        "journal": _tex(one.outlet),
        "date": "-".join(part for part in (one.year, one.month, one.day) if part),
        "year": one.year,
        "pages": _tex(one.page),
        "url": quote(one.url, safe="%/:?#[]@!$&'()*+,;=~-._"),
        "langid": LANGUAGES.get(one.language, ""),
        "note": _tex(one.agencies),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items() if value)
    return f"@article{{{one.key},\n{lines}}}\n\n"


def _bibtex_name(name: str) -> str:
    family, given = family_given(name)
    return f"{_tex(family)}, {_tex(given)}" if given else "{" + _tex(family) + "}"


def ris_parts(table: Table) -> Iterator[bytes]:
    """Records that Citavi, EndNote and Zotero take, UTF-8."""
    return _entries(_ris, table)


def _ris(one: Reference) -> str:
    lines = [
        ("TY", "NEWS"),
        ("ID", one.key),
        ("TI", one.headline),
        *(("AU", ", ".join(part for part in family_given(name) if part)) for name in one.persons),
        ("T2", one.outlet),
        ("PY", one.year),
        ("DA", "/".join((one.year, one.month, one.day, "")) if one.year else ""),
        ("SP", one.page),
        ("LA", one.language),
        ("UR", one.url),
        ("L2", one.address),
        ("N1", one.agencies),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in lines if value) + "ER  - \r\n\r\n"


def csl_parts(table: Table) -> Iterator[bytes]:
    """CSL-JSON, as citation processors take it."""
    before = "[\n"
    for reference in references(table):
        yield (before + json.dumps(_csl(reference), ensure_ascii=False)).encode(errors="replace")
        before = ",\n"
    yield ("]\n" if before != "[\n" else "[]\n").encode()


def _csl(one: Reference) -> dict[str, Any]:
    date = [int(part) for part in (one.year, one.month, one.day) if part]
    names = [family_given(name) for name in one.persons]
    fields: dict[str, Any] = {
        "id": one.key,
        "type": "article-newspaper",
        "title": one.headline,
        "author": [{"family": last, "given": given} if given else {"literal": last} for last, given in names],
        "container-title": one.outlet,
        "issued": {"date-parts": [date]} if date else None,
        "page": one.page,
        "URL": one.url,
        "language": one.language,
        "note": one.agencies,
    }
    return {name: value for name, value in fields.items() if value}


CITATION_FORMATS = {
    "bib": TableFormat("bib", "application/x-bibtex; charset=utf-8", bibtex_parts),
    "ris": TableFormat("ris", "application/x-research-info-systems; charset=utf-8", ris_parts),
    "csl": TableFormat("csl.json", "application/vnd.citationstyles.csl+json", csl_parts),
}


# --- lines


def cited_article(clipping: Clipping, base: str, language: str) -> str:
    """The article as a line: author, “headline”, outlet, day, page, address."""
    open_, close, *_ = MARKS[language]
    headline = shortened(clean(clipping.headline or ""), HEADING)
    titled = f"{open_}{nested(headline, language)}{close}" if headline else say(language, N_("without a heading"))
    by = ", ".join(named_persons(clipping.author or "")) or "/".join(map(clean, clipping.agencies))
    return (f"{by}: " if by else "") + ", ".join([titled, *_where(clipping, base, language, headline="")])


def cited_words(item: Item, base: str, language: str) -> str:
    """Words of an article with who says them and where: “…” (Speaker, in: Outlet, day, “Headline”, address, sentence
    n). What is nobody's words but the outlet's has no speaker; what is told in other words says so."""
    clipping = item.clipping
    if clipping is None:
        return ""
    open_, close, *_ = MARKS[language]
    headline = shortened(clean(clipping.headline or ""), HEADING)
    titled = f"{open_}{nested(headline, language)}{close}" if headline else ""
    where = list(_where(clipping, base, language, titled))
    speaker = _speaker(item, language)
    facts = [speaker, say(language, N_("in: %(outlet)s"), outlet=where[0]), *where[1:]] if speaker else where
    if item.sentence:
        facts.append(say(language, N_("sentence %(number)s"), number=item.sentence))
    return f"{open_}{nested(bare(clean(item.text)), language)}{close} ({', '.join(facts)})"


def _where(clipping: Clipping, base: str, language: str, headline: str) -> Iterator[str]:
    yield clean(clipping.outlet)
    yield appeared(clipping.published, language) or say(language, N_("day not known"))
    if headline:
        yield headline
    if clipping.page:
        yield say(language, N_("page %(page)s"), page=clean(clipping.page))
    yield web_address(clipping.url) or f"{base}{clipping.address}"


def _speaker(item: Item, language: str) -> str:
    """Whose words they are told as, where they are somebody's."""
    if not item.speaker and item.kind != Kind.QUOTATION:
        return ""
    name = clean(item.speaker or "") or say(language, UNCLEAR)
    if item.proposed and item.speaker:
        name = say(language, N_("presumably %(name)s"), name=name)
    return name if item.sayings else say(language, N_("%(name)s, paraphrased"), name=name)


def bare(text: str) -> str:
    """Without quotation marks around the whole, which the citation's own stand for."""
    inner = text[1:-1]
    around = len(text) > 2 and DOUBLE.match(text[0]) and DOUBLE.match(text[-1])
    return inner if around and not DOUBLE.search(inner) else text


def nested(text: str, language: str) -> str:
    """Double quotation marks as single ones, opening and closing in turn: they stand within others."""
    _, _, open_, close = MARKS[language]
    turn = iter(range(len(text)))
    return DOUBLE.sub(lambda _: close if next(turn) % 2 else open_, text)


def at_words(url: str | None, text: str) -> str:
    """The outlet's own page at these words (a text fragment, https://wicg.github.io/scroll-to-text-fragment/); "" where
    its address is not known. Longer words are named by their beginning and end."""
    address = web_address(url)
    words = bare(clean(text)).split()
    if not address or not words:
        return ""
    ends = [words] if len(words) <= 2 * FRAGMENT_WORDS else [words[:FRAGMENT_WORDS], words[-FRAGMENT_WORDS:]]
    told = ",".join(quote(" ".join(part), safe="").replace("-", "%2D") for part in ends)
    return f"{address}{'' if '#' in address else '#'}:~:text={told}"
