"""Articles without a layout's marks, by what every press review has: a headline and a citation beside each text.

Only what is certain is parted: two citations and more with a headline and prose each, or three parts between drawn
lines that begin with a headline and a byline, day or citation. Less than that is counted, and told.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import pairwise

from app.intake.items import Parsed
from app.intake.layouts.blocks import Block
from app.intake.layouts.exports import joined, parsed
from app.intake.layouts.signs import Sign, is_title, signs

MOST = 0.8  # of the citations that must have what an article has
PROSE = 12  # words of an article at least
NEAR = 6  # blocks around a citation in which its headline stands
PARTS = 3
MARKED = 6  # the last level of a heading that is marked or set as one
_OF_PAGE = ("source", "published", "at", "page")
_NOTES = {"field", "list"}  # what goes on with a citation that stands behind the text
_ABOUT = {"citation", "field", "byline", "day", "outlet", "list"}


def articles(blocks: Sequence[Block], told: Sequence[Sign], kind: str) -> list[Parsed]:
    """The articles of these blocks, whose signs are ``told``; none where it is not certain that they are several."""
    parts = _by_citation(blocks, told) or _by_rules(blocks, told)
    headed = _by_headings(blocks, told)
    parts = headed if len(headed) > len(parts) else parts
    return [parsed(values, text, kind, number) for number, (values, text) in enumerate(parts, 1)]


def seeming(blocks: Sequence[Block], told: Sequence[Sign]) -> int:
    """How many articles a text seems to hold, by its headlines beside bylines, days or citations; 0 for one."""
    heads = 0
    was_prose = True
    for place, (block, sign) in enumerate(zip(blocks, told, strict=True)):
        following = [one.kind for one in told[place + 1 : place + 4]]
        about = next((n for n, one in enumerate(following) if one in {"citation", "byline", "day"}), None)
        if was_prose and is_title(block, sign) and about is not None and "prose" not in following[:about]:
            heads += 1
            was_prose = False
        was_prose |= sign.kind == "prose"
    return heads if heads >= PARTS else 0


def _by_citation(blocks: Sequence[Block], told: Sequence[Sign]) -> list[tuple[dict[str, str], str]]:
    places = [place for place, sign in enumerate(told) if sign.kind == "citation"]
    prose = [place for place, sign in enumerate(told) if sign.kind == "prose"]
    if len(places) < 2 or not prose:
        return []
    if prose[-1] < places[-1]:
        return _found([_last(blocks, told, a, b) for a, b in pairwise([-1, *places])], len(places))
    # A list of contents names what stands behind it: what no prose follows is no article.
    following = [(prose[n] if (n := bisect(prose, place)) < len(prose) else len(blocks)) for place in places]
    places = [a for a, b, text in zip(places, [*places[1:], len(blocks)], following, strict=True) if text < b]
    return _found(list(_behind(blocks, told, places)), len(places))


def _behind(
    blocks: Sequence[Block], told: Sequence[Sign], places: Sequence[int]
) -> Iterator[tuple[dict[str, str], str] | None]:
    """The articles that stand behind these citations, their headlines before or after them, as in most."""
    if sum("title" in told[place].values for place in places) >= max(2, len(places) * MOST):
        for start, end in pairwise([*places, len(blocks)]):
            yield _part(blocks, told, start, end, None)
        return
    after = [_title_after(blocks, told, place) for place in places]
    before = [_title_before(blocks, told, place) for place in places]
    is_after = _are_most(after) and not (_are_most(before) and _level(blocks, before) <= _level(blocks, after))
    titles = after if is_after else before
    starts = [place if is_after or title is None else title for place, title in zip(places, titles, strict=True)]
    for start, end, title in zip(starts, [*starts[1:], len(blocks)], titles, strict=True):
        yield _part(blocks, told, start, end, title)


def _level(blocks: Sequence[Block], titles: Sequence[int | None]) -> int:
    """The lowest rank of these headings, 9 where one is none."""
    return max((blocks[title].level or 9 for title in titles if title is not None), default=9)


def _are_most(titles: Sequence[int | None]) -> bool:
    return sum(title is not None for title in titles) >= max(2, len(titles) * MOST)


def _title_after(blocks: Sequence[Block], told: Sequence[Sign], place: int) -> int | None:
    """The place of the headline between a citation and the text."""
    near: list[int] = []
    for after in range(place + 1, min(len(blocks), place + NEAR)):
        if told[after].kind == "prose" or blocks[after].rule:
            break
        if is_title(blocks[after], told[after]):
            near.append(after)
    return min(near, key=lambda one: (blocks[one].level or 9, one), default=None)


def _title_before(blocks: Sequence[Block], told: Sequence[Sign], place: int) -> int | None:
    """The place of the headline before a citation: the nearest line, unless one nearby is marked as the heading."""
    near: list[int] = []
    for before in range(place - 1, max(-1, place - NEAR), -1):
        if blocks[before + 1].rule or told[before].kind in {"prose", "citation", "list"}:
            break
        if is_title(blocks[before], told[before]):
            near.append(before)
    return min(near, key=lambda one: (blocks[one].level or 9, -one), default=None)


def _part(
    blocks: Sequence[Block], told: Sequence[Sign], start: int, end: int, title: int | None
) -> tuple[dict[str, str], str] | None:
    """Fields and text of the article in this range: before its first prose, what tells about it leaves the text."""
    values: dict[str, str] = {"title": blocks[title].text} if title is not None else {}
    body: list[Block] = []
    is_head = True
    while end > start and told[end - 1].kind == "list":
        end -= 1  # the number of the page
    for place in range(start, end):
        sign = told[place]
        is_head &= sign.kind != "prose"
        if is_head and sign.kind in _ABOUT:
            values = sign.values | values
        elif place != title:
            body.append(blocks[place])
    words = sum(len(blocks[place].text.split()) for place in range(start, end) if told[place].kind == "prose")
    return (values, joined(body)) if values.get("title") and words >= PROSE else None


def _last(blocks: Sequence[Block], told: Sequence[Sign], before: int, place: int) -> tuple[dict[str, str], str] | None:
    """The article whose citation stands behind it; fields that follow the one before are that one's."""
    start = before + 1
    while start < place and told[start].kind in _ABOUT:
        start += 1
    prose = next((one for one in range(start, place) if told[one].kind == "prose"), place)
    start = max((one + 1 for one in range(start, prose) if told[one].kind == "list"), default=start)  # cover, contents
    title = _first_title(blocks, told, start, prose)
    end = place
    while end > start and told[end - 1].kind in _ABOUT:
        end -= 1
    found = _part(blocks, told, start, end, title)
    if found is None:
        return None
    values, text = found
    behind = place + 1
    while behind < len(told) and told[behind].kind in _NOTES:
        behind += 1
    for sign in told[end:behind]:
        values = sign.values | values
    return values, text


def _by_rules(blocks: Sequence[Block], told: Sequence[Sign]) -> list[tuple[dict[str, str], str]]:
    """The parts between drawn lines and page breaks, where all but two are articles by their heads."""
    starts = [0, *(place for place, block in enumerate(blocks) if block.rule and place)]
    if len(starts) < PARTS:
        return []
    parts = [
        _part(blocks, told, start, end, _first_title(blocks, told, start, end))
        if any(sign.kind in {"citation", "byline", "day"} for sign in told[start : min(end, start + NEAR)])
        else None
        for start, end in pairwise([*starts, len(blocks)])
    ]
    found = [part for part in parts if part]
    return found if len(found) >= max(PARTS, len(parts) - 2) else []


def _by_headings(blocks: Sequence[Block], told: Sequence[Sign]) -> list[tuple[dict[str, str], str]]:
    """The articles below marked headings, most of which are signed; the head of a page tells about all on it."""
    heads = [n for n, block in enumerate(blocks) if 0 < block.level <= MARKED and is_title(block, told[n])]
    signed = [head for head in heads if _is_signed(told, head)]
    if len(signed) < 2:
        return []
    lowest = max(blocks[head].level for head in signed)
    heads = [head for head in heads if blocks[head].level <= lowest]
    parts = []
    cited: dict[str, str] = {}
    before = 0
    for head, end in pairwise([*heads, len(blocks)]):
        for sign in told[before:head]:
            cited = sign.values if sign.kind == "citation" else cited
        part = _part(blocks, told, head, end, head)
        if part:
            parts.append(({name: cited[name] for name in _OF_PAGE if name in cited} | part[0], part[1]))
        before = head
    return parts if len(parts) >= 2 and len(signed) >= len(parts) / 2 else []


def _is_signed(told: Sequence[Sign], head: int) -> bool:
    """Does a byline, a day or a citation stand between a heading and its text, or a citation right before it?"""
    following = [sign.kind for sign in told[head + 1 : head + 4]]
    until = next((n for n, kind in enumerate(following) if kind == "prose"), len(following))
    is_cited = head > 0 and told[head - 1].kind == "citation"
    return is_cited or any(kind in {"byline", "citation", "day"} for kind in following[:until])


def _first_title(blocks: Sequence[Block], told: Sequence[Sign], start: int, end: int) -> int | None:
    places = range(start, min(end, start + NEAR))
    near = [one for one in places if is_title(blocks[one], told[one])]
    return min(near, key=lambda one: (blocks[one].level or 9, one), default=None)


def _found(parts: Sequence[tuple[dict[str, str], str] | None], count: int) -> list[tuple[dict[str, str], str]]:
    """These parts, if there are several and most citations have one."""
    found = [part for part in parts if part]
    return found if len(found) >= max(2, count * MOST) else []


def several_on_a_page(blocks: Sequence[Block], kind: str) -> list[Parsed]:
    """The articles of a page that gives several whole ones, each within its own ``<article>``, or each cited."""
    ranges = _of_elements(blocks)
    marked = [part for start, end in ranges if (part := _marked(blocks[start:end]))]
    told = signs(blocks)
    if len(marked) < max(2, len(ranges) * MOST):
        parts = [_part(blocks, told, start, end, _first_title(blocks, told, start, end)) for start, end in ranges]
        marked = [part for part in parts if part and len(part[1].split()) >= WORDS]
    if len(marked) < max(2, len(ranges) * MOST):
        cited = _by_citation(blocks, told)
        marked = cited if len(cited) >= PARTS else []
    return [parsed(values, text, kind, number) for number, (values, text) in enumerate(marked, 1)]


def _marked(blocks: Sequence[Block]) -> tuple[dict[str, str], str] | None:
    """Fields and text of an article each part of which the file's own marks name (Factiva's XML)."""
    roles = {block.role: block.text for block in reversed(blocks)}
    text = joined([block for block in blocks if block.role == "text"])
    return (roles, text) if text and {"title", "source"} <= roles.keys() else None


WORDS = 60  # of an article on a page of several: teasers have fewer


def _of_elements(blocks: Sequence[Block]) -> list[tuple[int, int]]:
    """Begin and end of each ``<article>``."""
    starts = [
        n for n, block in enumerate(blocks) if block.article and (not n or blocks[n - 1].article != block.article)
    ]
    return [
        (start, next((n for n in range(start, len(blocks)) if blocks[n].article != blocks[start].article), len(blocks)))
        for start in starts
    ]
