"""What a page says of its article in JSON-LD (schema.org)."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

MOST_CHARS = 400_000  # of one script
MOST_THINGS = 2_000  # in all scripts of a page
_ARTICLE = re.compile(r"Article|BlogPosting|LiveBlog|Report(?:age)?\b|Review\b")
_AROUND = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>|;)\s*$"
)
_INSIDE = ("@graph", "mainEntity", "mainEntityOfPage", "liveBlogUpdate")  # where articles stand inside other things

Thing = Mapping[str, Any]


def linked_articles(tree: HtmlElement) -> list[Thing]:
    """The articles that a page describes, the outermost first."""
    return [thing for thing in _things(tree) if _ARTICLE.search(str(thing.get("@type", ""))[:200])]


def linked_pages(tree: HtmlElement) -> list[Thing]:
    """The pages that it describes: where no article is, they tell of one."""
    return [thing for thing in _things(tree) if "WebPage" in str(thing.get("@type", ""))[:200]]


def _things(tree: HtmlElement) -> Iterator[Thing]:
    waiting: list[object] = []
    for script in tree.iter("script"):
        text = script.text or ""
        if "ld+json" in (script.get("type") or "") and len(text) <= MOST_CHARS:
            waiting.append(_parsed(text))
    count = 0
    while waiting and count < MOST_THINGS:
        count += 1
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting[:0] = one[:MOST_THINGS]
        elif isinstance(one, dict):
            yield one
            waiting += [one[name] for name in _INSIDE if isinstance(one.get(name), (dict, list))]


def _parsed(text: str) -> object:
    try:
        return json.loads(_AROUND.sub("", _AROUND.sub("", text)), strict=False)
    except (ValueError, RecursionError):
        return None


def text_of_thing(value: object) -> str:
    """A value that is meant to be text: of several the first, of a thing its name."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("@value") or ""
    return value if isinstance(value, str) else str(value) if isinstance(value, (int, float)) else ""


def names_of_things(value: object) -> Iterator[tuple[str, bool]]:
    """The name of each thing, and whether it is said to be an organisation; plain text is a name too."""
    for one in value[:20] if isinstance(value, list) else [value]:
        if isinstance(one, str):
            yield one, False
        elif isinstance(one, Mapping):
            kind = str(one.get("@type", ""))
            name = text_of_thing(one.get("name")) or " ".join(
                text_of_thing(one.get(part)) for part in ("givenName", "familyName")
            )
            yield name, "Organization" in kind
