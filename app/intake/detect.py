"""From what a format's reader took to a draft: headline, outlet, date, author and agency where the text says so itself.

Order of trust: fields of the file, then labelled lines ("Quelle: …"), then lines that hold nothing else (a date, a
byline, an outlet), then the name of the file. Prose is never searched: what it mentions is what it is about.
"""

import re
from collections.abc import Sequence
from pathlib import PurePosixPath

from app.intake.dates import date_line, find_date, whole_date
from app.intake.drafts import MAX_FIELD_CHARS, MAX_URL_CHARS, ArticleDraft, IntakeError, make_draft, parse_published
from app.intake.items import LABELLED, LABELS, Limits, Outlet, Parsed
from app.intake.outlets import outlet_named, outlet_of_address, outlet_of_domain, outlet_signing
from app.intake.warnings import find_warnings
from app.nlp.text.signatures import AGENCIES, BYLINE, dateline, find_agencies

HEAD_LINES = 10
TAIL_LINES = 5
_NEXT_FIELD = re.compile(rf"(?:[|;·,\t]|\s{{2}})\s*(?=(?:{'|'.join(LABELS)})\s*[:=])", re.I)  # "taz | Datum: 28.6.2022"
# A date field that a page left at the very start of a paragraph, without a colon.
_LEAKED_DATE = re.compile(r"\s*(?:date|published|datum)\s+(\d{4}(?:-\d\d){0,2})\b", re.I)
# "(APA, 28.4.2016)" as the last line, or behind the last sentence.
_SIGNED = re.compile(r"(?:^|[.!?…\"“”«»])\s*([(\[][^()\[\]]{2,110}[)\]])\s*\.?\s*$")
_FURNITURE = {"cookie-notice", "paywall", "leaked-caption", "leaked-metadata", "boilerplate"}


def make(parsed: Parsed, file: str, limits: Limits, known: Sequence[Outlet] = ()) -> ArticleDraft:
    """The draft of one article. Raises IntakeError where its text is none (empty, too long, no words)."""
    found: dict[str, str] = {}
    text = parsed.text.replace("\r\n", "\n").replace("\r", "\n")
    head = [line for line in text[:8000].split("\n") if line.strip()][:HEAD_LINES]
    tail = [line for line in text[-3000:].split("\n") if line.strip()][-TAIL_LINES:]
    labels = _labels(head)
    title = _title(parsed, labels, head, text, found)
    url = next((one for one in (parsed.url, labels.get("url")) if one and _is_address(one)), None)
    agencies = tuple(dict.fromkeys((*parsed.agencies, *find_agencies(text))))
    author, signing = _author(parsed, labels, head, found)
    draft = make_draft(
        text,
        max_chars=limits.max_chars,
        source=_cut(_source(parsed, labels, url, [*signing, *head[:4], *tail], known, found), 120),
        title=_cut(title),
        published=_published(parsed, labels, head, tail, file, found),
        url=url,
        file=_cut(PurePosixPath(file).name) if file else None,
        notes=parsed.notes,
    )
    written = AGENCIES.get((author or "").lower())
    return ArticleDraft(
        text=draft.text, source=draft.source, title=draft.title, published=draft.published, url=draft.url,
        file=draft.file, notes=draft.notes, agencies=agencies or ((written,) if written else ()),
        author=None if written else _cut(author), kind=parsed.kind, found=tuple(sorted(found.items())),
        warnings=find_warnings(draft.text, paywalled=parsed.paywalled),
    )  # fmt: skip


def _labels(head: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in head:
        for part in _NEXT_FIELD.split(line) if len(line) < 450 and LABELLED.fullmatch(line) else ():
            if match := LABELLED.fullmatch(part):
                found.setdefault(LABELS[match[1].lower()], match[2].strip())
        leaked = _LEAKED_DATE.match(line[:60])
        if leaked:
            found.setdefault("published", leaked[1])
    return found


def _title(parsed: Parsed, labels: dict[str, str], head: list[str], text: str, found: dict[str, str]) -> str | None:
    if parsed.title:
        found["title"] = "file"
        return parsed.title
    if "title" in labels:
        found["title"] = "label"
        return labels["title"]
    for number, line in enumerate(head[:4]):
        line = line.strip()
        if _is_about(line):
            continue
        following = head[number + 1].strip() if number + 1 < len(head) else ""
        long_enough = len(text.strip()) > 3 * len(line) and bool(following)
        if 10 <= len(line) <= 160 and " " in line and not re.search(r"[.,;:]$|\.[\"“”«»]$", line) and long_enough:
            found["title"] = "first-line"
            return line
        return None
    return None


def _is_about(line: str) -> bool:
    """Is it a line about the article: a field, a date, a byline, furniture?"""
    if LABELLED.fullmatch(line[:450]) or date_line(line) or BYLINE.fullmatch(line[:300]):
        return True
    return any(one.code in _FURNITURE and one.end - one.start >= len(line) for one in find_warnings(line[:300]))


def _author(
    parsed: Parsed, labels: dict[str, str], head: list[str], found: dict[str, str]
) -> tuple[str | None, list[str]]:
    """The author, and what stands behind the name on the byline (an outlet, perhaps)."""
    for line in head[:6]:
        match = BYLINE.fullmatch(line[:300])
        if match:
            rest = [match["rest"]] if match["rest"] else []
            found["author"] = "byline" if not parsed.author else "file"
            return parsed.author or match["names"], rest
    author = parsed.author or labels.get("author")
    if author:
        found["author"] = "file" if parsed.author else "label"
    return author, []


def _source(
    parsed: Parsed,
    labels: dict[str, str],
    url: str | None,
    lines: list[str],
    known: Sequence[Outlet],
    found: dict[str, str],
) -> str | None:
    """The outlet in the best known spelling; ``found`` says how it was told."""
    stated = parsed.source if parsed.source_by in {"field", "page", "feed"} else None
    field = stated if parsed.source_by == "field" else None
    mail = parsed.source if parsed.source_by == "mail" else None
    parts = [part.strip() for part in re.split(r"[,/;|]", labels.get("source", ""))]
    label = next((part for part in parts if part and not _is_agency(part)), None)  # "Quelle: ntv.de, dpa"
    by_address = outlet_of_address(url, known) if url else None
    listed = by_address if by_address and "." not in by_address.strip(".") else None
    for name, how in (
        (field and (outlet_named(field, known) or field), "field"),
        (label and (outlet_named(label, known) or _domain(label, known)), "label"),
        (listed, "domain"),
        (stated and (outlet_named(stated, known) or stated), parsed.source_by or "page"),
        (by_address, "domain"),
        (mail and outlet_of_domain(mail, known), "mail"),
        (
            next(
                (
                    name
                    for line in lines
                    if len(line) <= 160 and (name := outlet_signing(line, known)) and not _is_agency(name)
                ),
                None,
            ),
            "byline",
        ),
        (label, "label"),
    ):
        if name:
            found["source"] = how
            return str(name)
    return None


def _is_agency(name: str | None) -> bool:
    """Agencies sign texts that appear elsewhere: "Quelle: AFP/dpa" names no outlet."""
    parts = re.split(r"\s*(?:[/,;+&]|\bund\b|\bmit\b)\s*", (name or "").strip().lower())
    return all(part in AGENCIES or not part for part in parts) and bool(name)


def _domain(value: str, known: Sequence[Outlet]) -> str | None:
    if re.fullmatch(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+(?:/\S*)?", value):
        return outlet_of_address(value if "://" in value else f"https://{value}", known)
    return None


def _published(
    parsed: Parsed, labels: dict[str, str], head: list[str], tail: list[str], file: str, found: dict[str, str]
) -> str | None:
    signed = [match[1] for line in tail if (match := _SIGNED.search(line[-120:]))]
    bylines = [line for line in head[:6] if len(line) <= 160 and BYLINE.match(line)]
    for value, how in (
        (parsed.published, parsed.published_by or "field"),
        (labels.get("published") and whole_date(labels["published"]), "label"),
        (next((value for line in (*head[:8], *tail[-3:]) if (value := date_line(line.strip()))), None), "line"),
        (next((value for line in (*bylines, *signed) if (value := find_date(line))), None), "byline"),
        (next((value for line in head[:6] if (value := find_date(dateline(line)))), None), "dateline"),
        (find_date(re.sub(r"[_ ]+", " ", PurePosixPath(file).stem)[:100]), "file-name"),
    ):
        if value and _is_date(value):
            found["published"] = how
            return value
    return None


def _is_date(value: str) -> bool:
    try:
        return parse_published(value) is not None
    except IntakeError:
        return False


def _is_address(url: str) -> bool:
    return url.startswith(("http://", "https://")) and len(url) <= MAX_URL_CHARS and _domain(url, ()) is not None


def _cut(value: str | None, length: int = MAX_FIELD_CHARS) -> str | None:
    line = " ".join((value or "").split())
    return (line if len(line) <= length else line[: length - 1].rstrip() + "…") or None
