"""From what a format's reader took to a draft: headline, outlet, date, author and agency where the text says so itself.

Order of trust: fields of the file, then labelled lines ("Quelle: …"), then lines that hold nothing else (a date, a
byline, an outlet), then the name of the file. Prose is never searched: what it mentions is what it is about.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

from app.intake.authors import cleaned_author, people
from app.intake.citations import Citation, citation
from app.intake.dates import date_line, find_date, moment, whole_date
from app.intake.drafts import (
    HEAD_LINE,
    MAX_FIELD_CHARS,
    MAX_SOURCE_CHARS,
    ArticleDraft,
    IntakeError,
    make_draft,
    one_line,
    parse_published,
)
from app.intake.head import Head, domain_of, is_about, is_agency, is_headline, is_web_address, read_head
from app.intake.items import Limits, Outlet, Parsed
from app.intake.mail.senders import outlet_of_sender
from app.intake.outlets import outlet_named, outlet_of_address, outlet_signing
from app.intake.warnings import find_warnings
from app.nlp.text.signatures import BYLINE, dateline, find_agencies

TAIL_LINES = 5
MAIL = {"eml", "msg"}
PAGE_CHARS = 20
STATED = "stated"  # the file itself says so; its reader tells how
# "(APA, 28.4.2016)" as the last line, or behind the last sentence.
_SIGNED = re.compile(r"(?:^|[.!?…\"“”«»])\s*([(\[][^()\[\]]{2,110}[)\]])\s*\.?\s*$")


@dataclass(frozen=True, slots=True)
class Clues:
    """All that may tell about an article: what its file says, its first and last lines, its file's name.

    ``signing`` is what stands behind the names of a byline, an outlet perhaps; ``cited`` a citation at head or end.
    """

    parsed: Parsed
    text: str
    head: Head
    tail: Sequence[str]
    file: str
    known: Sequence[Outlet]
    url: str | None
    signing: Sequence[str]
    cited: Citation | None


# A way to tell a field: what it is called where people are told of it, and what it finds. The first to find one speaks.
Way = tuple[str, Callable[[Clues], str | None]]


def make(parsed: Parsed, file: str, limits: Limits, known: Sequence[Outlet] = ()) -> ArticleDraft:
    """The draft of one article, without the lines at its head that told about it: they stand in its notes.

    Raises IntakeError where its text is none (empty, too long, no words).
    """
    text = parsed.text.replace("\r\n", "\n").replace("\r", "\n")
    head = read_head(text, known)
    author, how_author, signing = _author(parsed, head)
    clues = _clues(parsed, text, head, file, known, signing)
    title, how_title = _first(_TITLE, clues)
    source, how_source = _first(_SOURCE, clues)
    published, how_published = _first(_PUBLISHED, clues)
    draft = make_draft(
        head.text,
        max_chars=limits.max_chars,
        source=_cut(source, MAX_SOURCE_CHARS),
        title=_cut(title),
        published=published,
        url=clues.url,
        file=_cut(PurePosixPath(file).name) if file else None,
        notes=(*parsed.notes, *(f"{HEAD_LINE}{one_line(line)}" for line in head.lines)),
    )
    own = [source] if source else []
    author, written = cleaned_author(author, own, as_written=how_author == "byline") if author else (None, ())
    agencies = tuple(dict.fromkeys((*parsed.agencies, *find_agencies(text))))
    if how_published == STATED:
        how_published = parsed.published_by or "field"
    ways = {"author": how_author, "published": how_published, "source": how_source, "title": how_title}
    return ArticleDraft(
        text=draft.text, source=draft.source, title=draft.title, published=draft.published, url=draft.url,
        file=draft.file, notes=draft.notes, agencies=agencies or written,
        author=_cut(author), kind=parsed.kind,
        found=tuple((field, how) for field, how in ways.items() if how),
        warnings=find_warnings(
            draft.text, paywalled=parsed.paywalled, authors=people([author or ""]).names, beside=parsed.beside),
        published_at=_labelled_moment(clues) if how_published == "label" else parsed.published_at,
        changed_at=parsed.changed_at, page=_cut(parsed.page or (clues.cited.page if clues.cited else None), PAGE_CHARS),
    )  # fmt: skip


def _clues(parsed: Parsed, text: str, head: Head, file: str, known: Sequence[Outlet], signing: Sequence[str]) -> Clues:
    """The clues, with the last lines of the text and the first address that is one."""
    tail = [line for line in text[-3000:].split("\n") if line.strip()][-TAIL_LINES:]
    addresses = (parsed.url, head.labels.get("url"))
    url = next((address for address in addresses if address and is_web_address(address)), None)
    cited = head.citation or next((told for line in tail if (told := citation(line, known))), None)
    return Clues(parsed, text, head, tail, file, known, url, signing, cited)


def _first(ways: Sequence[Way], clues: Clues) -> tuple[str | None, str]:
    """What the first way finds, and its name; None and nothing where none does."""
    return next(((value, how) for how, find in ways if (value := find(clues))), (None, ""))


def _author(parsed: Parsed, head: Head) -> tuple[str | None, str, list[str]]:
    """The author, how that was told, and what stands behind the name on the byline (an outlet, perhaps)."""
    for line in head.first[:6]:
        match = BYLINE.fullmatch(line[:300])
        if match:
            is_told = parsed.author and parsed.kind not in MAIL  # who sent a text need not have written it
            names, how = (parsed.author, "file") if is_told else (match["names"], "byline")
            return names, how, [match["rest"]] if match["rest"] else []
    if (name := _name_below(head)) and (not parsed.author or parsed.kind in MAIL):
        return name, "byline", []
    if parsed.author:
        return parsed.author, "file", []
    named = head.labels.get("author") or (head.citation.author if head.citation else None)
    return named, "label" if named else "", []


def _name_below(head: Head) -> str | None:
    """A name and nothing else on the line below a citation: a byline without "Von"."""
    for above, below in pairwise(head.first[:6]):
        line = below.strip()
        if above in head.lines and citation(above) and people([line]).names == (line,) and len(line.split()) <= 3:
            return line
    return None


def _first_line(clues: Clues) -> str | None:
    """The first line that is not about the article, where it looks like a headline and much more follows."""
    first = clues.head.first
    for number, whole in enumerate(first[:4]):
        line = whole.strip()
        if whole in clues.head.lines or is_about(line):
            continue
        following = first[number + 1].strip() if number + 1 < len(first) else ""
        long_enough = len(clues.text.strip()) > 3 * len(line) and bool(following)
        return line if is_headline(line) and long_enough else None
    return None


def _cited_headline(clues: Clues) -> str | None:
    """Of a mail the line above which nothing stands and below which it is said where it appeared: a subject may be
    anything ("Artikel SZ").
    """
    first = clues.head.first
    is_above = bool(clues.cited) and bool(first) and first[0] not in clues.head.lines and is_headline(first[0].strip())
    return first[0].strip() if is_above and clues.parsed.kind in MAIL and clues.parsed.source_by != "field" else None


_TITLE: tuple[Way, ...] = (
    ("first-line", _cited_headline),
    ("file", lambda clues: clues.parsed.title),
    ("label", lambda clues: clues.head.labels.get("title")),
    ("first-line", _first_line),
)


def _field_source(clues: Clues) -> str | None:
    """A column or field of the file: "quelle: NZZ"."""
    return _stated("field", clues)


def _known_label(clues: Clues) -> str | None:
    """ "Quelle: Neue Zürcher Zeitung", "Quelle: nzz.ch": an outlet in its best known spelling."""
    label = _labelled_source(clues)
    return (outlet_named(label, clues.known) or domain_of(label, clues.known)) if label else None


def _known_domain(clues: Clues) -> str | None:
    """The address is that of an outlet with a name: https://www.nzz.ch/…"""
    name = _domain(clues)
    return name if name and "." not in name.strip(".") else None


def _known_site(clues: Clues) -> str | None:
    """A page names an outlet that is known, and only the page itself says what its address is: groups of outlets give
    theirs that of another (rel=canonical)."""
    name = clues.parsed.source if clues.parsed.source_by == "site" else None
    return outlet_named(name, clues.known) if name else None


def _page_source(clues: Clues) -> str | None:
    """What a page says of itself: og:site_name."""
    return _stated("page", clues) or _stated("site", clues)


def _feed_source(clues: Clues) -> str | None:
    """The title of the feed."""
    return _stated("feed", clues)


def _own_domain(clues: Clues) -> str | None:
    """The domain that a page was fetched from: blog.example."""
    return _domain(clues) if clues.url == clues.parsed.url else None


def _domain(clues: Clues) -> str | None:
    """The domain of the address, be it one that the text gives: "URL: https://blog.example/1"."""
    return outlet_of_address(clues.url, clues.known) if clues.url else None


def _mail_source(clues: Clues) -> str | None:
    """The name or the domain that a mail was sent from."""
    sender = clues.parsed.source if clues.parsed.source_by == "mail" else None
    return outlet_of_sender(sender, clues.known) if sender else None


def _signing_source(clues: Clues) -> str | None:
    """An outlet that signs a line: "Von Anna Weber, Wiener Zeitung", "© ZEIT ONLINE"."""
    lines = (*clues.signing, *clues.head.first[:4], *clues.tail)
    names = (outlet_signing(line, clues.known) for line in lines if len(line) <= 160)
    return next((name for name in names if name and not is_agency(name)), None)


def _labelled_source(clues: Clues) -> str | None:
    """The first of the names behind "Quelle:" that is no agency: "Quelle: ntv.de, dpa"."""
    parts = (part.strip() for part in re.split(r"[,/;|]", clues.head.labels.get("source", "")))
    return next((part for part in parts if part and not is_agency(part)), None)


def _stated(by: str, clues: Clues) -> str | None:
    name = clues.parsed.source if clues.parsed.source_by == by else None
    return (outlet_named(name, clues.known) or name) if name else None


def _cited_source(clues: Clues) -> str | None:
    """ "Süddeutsche Zeitung, 16. Juni 2021, S. 4"."""
    return clues.cited.outlet if clues.cited else None


_SOURCE: tuple[Way, ...] = (
    ("field", _field_source),
    ("label", _cited_source),
    ("label", _known_label),
    ("page", _known_site),
    ("domain", _known_domain),
    ("page", _page_source),
    ("feed", _feed_source),
    ("domain", _own_domain),
    ("label", _labelled_source),
    ("domain", _domain),
    ("label", lambda clues: clues.head.issuer),
    ("mail", _mail_source),
    ("byline", _signing_source),
)


def _dated_label(clues: Clues) -> str | None:
    """ "Datum: 16. Juni 2021"."""
    return whole_date(clues.head.labels["published"]) if clues.head.labels.get("published") else None


def _labelled_moment(clues: Clues) -> str | None:
    """The moment that goes with the day of a label or a citation."""
    told = moment(clues.head.labels.get("published"))
    return clues.cited.at if clues.cited else told.at if told else None


def _dated_line(clues: Clues) -> str | None:
    """A line that is nothing but a date, at the head or the end."""
    lines = (*clues.head.first[:8], *clues.tail[-3:])
    return next((day for line in lines if (day := date_line(line.strip()))), None)


def _dated_signature(clues: Clues) -> str | None:
    """ "Von Anna Weber, 16. Juni 2021"; "(APA, 16.6.2021)" behind the last sentence."""
    bylines = [line for line in clues.head.first[:6] if len(line) <= 160 and BYLINE.match(line)]
    signed = [match[1] for line in clues.tail if (match := _SIGNED.search(line[-120:]))]
    return next((day for line in (*bylines, *signed) if (day := find_date(line))), None)


def _dateline(clues: Clues) -> str | None:
    """ "Berlin, 17. Juni 2021 (dpa) – …"."""
    return next((day for line in clues.head.first[:6] if (day := find_date(dateline(line)))), None)


def _file_name(clues: Clues) -> str | None:
    """faz_2021-06-16_genf.txt."""
    return find_date(re.sub(r"[_ ]+", " ", PurePosixPath(clues.file).stem)[:100])


_PUBLISHED: tuple[Way, ...] = (
    # The day of the issue before the day on which somebody sent it.
    ("label", lambda clues: clues.cited.day if clues.cited and clues.parsed.published_by == "mail" else None),
    (STATED, lambda clues: _if_date(clues.parsed.published)),
    ("label", lambda clues: clues.cited.day if clues.cited else None),
    ("label", lambda clues: _if_date(_dated_label(clues))),
    ("line", _dated_line),
    ("byline", _dated_signature),
    ("dateline", _dateline),
    ("file-name", _file_name),
)


def _if_date(value: str | None) -> str | None:
    """The value where it is a day, month or year that there is."""
    try:
        return value if parse_published(value) else None
    except IntakeError:
        return None


def _cut(value: str | None, length: int = MAX_FIELD_CHARS) -> str | None:
    line = one_line(value)
    return (line if len(line) <= length else line[: length - 1].rstrip() + "…") or None
