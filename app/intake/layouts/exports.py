"""Articles out of an export of a press database, by the layout whose marks the file bears."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from app.intake.dates import find_date
from app.intake.items import Parsed
from app.intake.layouts.blocks import Block
from app.intake.layouts.rows import Layout, layouts, months
from app.nlp.text.agencies import AGENCIES

LINE = 400  # characters of a line in which a mark may stand
HEAD = 40  # lines of an article's beginning in which its head is looked for, and that of a cover and a list of contents
COVER = 3_000
TAIL = 3
OUTSIDE = 60  # words of a cover, or of a search that is summed up at the end
WRAPPED = 60  # characters of a line that may go on in the next one
_ABOUT = {"author", "source", "published"}  # roles of what is never text
_WIDE = re.compile(r"[^\S\n]{2,}|\t")
_BY = re.compile(r"^(?:von|by|par|por|di|door)\s*:?\s+", re.I)
_MONTH = re.compile(r"(\d{1,2})(?:er)?\.?\s+([^\W\d_]+)\.?,?\s+(\d{4})|([^\W\d_]+)\.?\s+(\d{1,2}),?\s+(\d{4})")
_FIGURES = re.compile(r"(\d{4})\s?年\s?(\d{1,2})\s?月\s?(\d{1,2})\s?日")


def layout_of(blocks: Sequence[Block]) -> Layout | None:
    """The first layout whose marks all stand in the file."""
    return next((layout for layout in layouts() if _fits(layout, blocks)), None)


def articles(blocks: Sequence[Block], layout: Layout, kind: str) -> Iterator[Parsed]:
    """The articles of a file in this layout, in order; what is the export's own is in none of them."""
    number = 0
    for begun, chunk in _chunks(blocks, layout):
        found = _coded(chunk, layout) if layout.codes else _article(chunk, layout, begun, is_first=not number)
        if found is None:
            continue
        values, text = found
        if not any(character.isalpha() for character in text):
            text = values.get("title", "")
        if not text:
            continue
        number += 1
        yield parsed(values, text, kind, number)


def parsed(values: dict[str, str], text: str, kind: str, number: int) -> Parsed:
    """The article of these fields, as a reader gives it."""
    day = day_of(values.get("published", ""))
    agency = values.get("agency")
    return Parsed(
        text, kind,
        title=values.get("title"),
        published=day, published_by="field" if day else None,
        source=values.get("source"), source_by="field" if values.get("source") else None,
        author=_BY.sub("", values["author"], count=1).strip() if values.get("author") else None,
        url=values.get("url"),
        agencies=(AGENCIES.get(agency.lower(), agency),) if agency else (),
        suffix=f"article {number}",
        page=values.get("page"),
    )  # fmt: skip


def day_of(value: str) -> str | None:
    """The day of a field, its month in any of the languages that the layouts know."""
    line = value[:200]
    figures = _FIGURES.search(line)
    if figures:
        return find_date(f"{figures[1]}-{int(figures[2]):02}-{int(figures[3]):02}")
    for match in _MONTH.finditer(line):
        day, name, year = (match[1], match[2], match[3]) if match[2] else (match[5], match[4], match[6])
        month = months().get(name.lower())
        if month:
            return find_date(f"{year}-{month:02}-{int(day):02}")
    return find_date(line)


def _fits(layout: Layout, blocks: Sequence[Block]) -> bool:
    """Do the file's lines bear all marks, two of them, or one that bounds next to all of the file?"""
    marks = list(islice(_marks(layout, blocks), 2))
    if not marks or not all(any(map(need.match, _short(blocks))) for need in layout.needs):
        return False
    if (
        layout.begin
        and layout.end
        and not all(any(map(one.match, _short(blocks))) for one in (layout.begin, layout.end))
    ):
        return False
    return len(marks) == 2 or _is_whole(layout, blocks, marks[0])


def _marks(layout: Layout, blocks: Sequence[Block]) -> Iterator[int]:
    """The places of the marks that begin or end an article."""
    bounds = [mark for mark in (layout.begin, layout.end) if mark]
    for place, block in enumerate(blocks):
        is_mark = len(block.text) <= LINE and any(mark.match(block.text) for mark in bounds)
        if is_mark or (layout.begin_role and block.role == layout.begin_role):
            yield place


def _short(blocks: Sequence[Block]) -> Iterator[str]:
    """The lines in which a mark may stand."""
    return (block.text for block in blocks if len(block.text) <= LINE)


def _is_whole(layout: Layout, blocks: Sequence[Block], mark: int) -> bool:
    """Is what a single mark bounds next to all of the file? In another text the line may mean anything."""
    has_begin = bool(layout.begin or layout.begin_role)
    outside = sum(len(block.text.split()) for block in (blocks[:mark] if has_begin else blocks[mark + 1 :]))
    return outside <= OUTSIDE or outside <= sum(len(block.text.split()) for block in blocks) * 0.2


def _chunks(blocks: Sequence[Block], layout: Layout) -> Iterator[tuple[dict[str, str], list[Block]]]:
    """What each mark's line told, and the blocks of the article between the marks."""
    chunk: list[Block] = []
    told: dict[str, str] = {}
    has_begin = bool(layout.begin or layout.begin_role)
    is_open = not has_begin
    for block in blocks:
        line = block.text[:LINE]
        begins = _begins(block, line, layout)
        ends = layout.end.match(line) if layout.end else None
        if begins is None and ends is None:
            if is_open:
                chunk.append(block)
            continue
        if is_open and chunk:
            yield told | (_values(ends) if ends else {}), chunk
        chunk = [block] if layout.begin_role else []
        told = begins or {}
        is_open = begins is not None or not has_begin
    if chunk and is_open and has_begin:
        yield told, chunk


def _begins(block: Block, line: str, layout: Layout) -> dict[str, str] | None:
    """What a block tells with which an article begins; None where none does."""
    if layout.begin_role:
        return {layout.begin_role: block.text} if block.role == layout.begin_role else None
    match = layout.begin.match(line) if layout.begin else None
    return _values(match) if match else None


def _values(match: re.Match[str]) -> dict[str, str]:
    return {name: value.strip() for name, value in match.groupdict().items() if value and value.strip()}


def _article(
    chunk: list[Block], layout: Layout, told: dict[str, str], *, is_first: bool
) -> tuple[dict[str, str], str] | None:
    """Fields and text of the article in a chunk."""
    values = dict(told)
    start = _head(chunk, layout, values, COVER if is_first else HEAD)
    start = _opening(chunk, start, layout, values)
    body: list[Block] = []
    place = start
    for place in range(start, len(chunk)):
        block = chunk[place]
        if layout.closes and layout.closes.match(block.text[:LINE]):
            break
        if not _field(block, layout, values):
            body.append(block)
    else:
        place = len(chunk)
    for block in chunk[place:]:
        _field(block, layout, values)
    _tail(body, layout, values)
    if not values.get("title") and body and not layout.heads:
        values["title"] = body.pop(0).text
    text = joined(body)
    lead = values.get("lead")
    return values, f"{lead}\n\n{text}" if lead and lead not in text else text


def joined(blocks: Sequence[Block]) -> str:
    """The text of these blocks: paragraphs apart, lines that stood together together."""
    text = "".join(("\n\n" if block.gap else "\n") + block.text for block in blocks)
    return _WIDE.sub(" ", text).strip("\n")


def _head(chunk: list[Block], layout: Layout, values: dict[str, str], most: int) -> int:
    """The place behind the head, whose fields are told; 0 where there is none that is known."""
    first = list(islice(chunk, most))
    opening = next((n for n, block in enumerate(first) if layout.opens and layout.opens.match(block.text[:LINE])), None)
    lines = [block.text[:LINE] for block in first[: opening if opening is not None else most]]
    text = "".join(f"{line}\n" for line in lines)
    match = next((found for head in layout.heads if (found := head.search(text))), None)
    if match is None:
        return 0
    values |= _values(match)
    begin = match.string.count("\n", 0, match.start())
    end = begin + match.group().count("\n")
    for role, text in _marked(chunk[begin:end]).items():
        if values.get(role, "\n") not in text:  # else the pattern knows which part of it is the field
            values[role] = text
    return end


def _marked(blocks: Sequence[Block]) -> dict[str, str]:
    """The fields that the file's own marks name in these blocks."""
    roles = dict.fromkeys(block.role for block in blocks if block.role)
    return {role: " ".join(block.text for block in blocks if block.role == role) for role in roles}


def _opening(chunk: list[Block], start: int, layout: Layout, values: dict[str, str]) -> int:
    """The place of the text's first paragraph behind the head: fields are told, an opening mark is passed."""
    marks = (n for n in range(start, min(len(chunk), start + HEAD)) if layout.opens)
    opening = next((n for n in marks if layout.opens and layout.opens.match(chunk[n].text[:LINE])), None)
    if opening is not None:
        for block in chunk[start:opening]:
            _field(block, layout, values, is_head=True)
        return opening + 1
    begin = start
    while start < len(chunk):
        # A line that goes on without a gap goes on with the long one before it.
        is_going_on = start > begin and not chunk[start].gap and len(chunk[start - 1].text) >= WRAPPED
        if not (_field(chunk[start], layout, values, is_head=True) or is_going_on):
            break
        start += 1
    return start


def _field(block: Block, layout: Layout, values: dict[str, str], *, is_head: bool = False) -> bool:
    """Is it a line about the article? Then what it says is told, unless that is known already.

    In the head a name before a colon is surer than a place among the lines.
    """
    if block.role in _ABOUT:
        values.setdefault(block.role, block.text)
        return True
    for field in layout.fields:
        match = field.match(block.text[:LINE]) if len(block.text) <= 2 * LINE else None
        if match:
            values |= {name: value for name, value in _values(match).items() if is_head or name not in values}
            return True
    return False


def _tail(body: list[Block], layout: Layout, values: dict[str, str]) -> None:
    """The last lines of a text that tell about it leave it."""
    if layout.tail is None:
        return
    for _ in range(min(TAIL, len(body) - 1)):
        match = layout.tail.fullmatch(body[-1].text[:LINE])
        if not match:
            return
        for name, value in _values(match).items():
            values.setdefault(name, value)
        body.pop()


def _coded(chunk: list[Block], layout: Layout) -> tuple[dict[str, str], str] | None:
    """Fields and text of an article all of whose lines stand behind codes, or go on with the one before."""
    values: dict[str, str] = {}
    body: list[Block] = []
    field = layout.codes.get("", "")
    for block in chunk:
        code, text = _code(block.text, layout.codes)
        field = layout.codes.get(code, field) if code else field
        if field == "text" and text:
            body.append(Block(text, True))
        elif field and text:
            values[field] = f"{values[field]} {text}" if field in values and not code else text
    return (values, joined(body)) if values else None


def _code(line: str, codes: Mapping[str, str]) -> tuple[str, str]:
    """The code at the beginning of a line and what stands behind it; no code and the whole line where there is none."""
    for sign in ("\t", "|", ":", " "):
        code, _, rest = line.partition(sign)
        if code and code.strip() in codes:
            return code.strip(), rest.strip(" \t|")
    return "", line
