"""A page's headline: what readers see, without the outlet's name, the desk, and the line above it.

Titles for search engines and networks tell which of several headings it is, and whether the line above belongs to it.
"""

import html
import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from lxml import etree
from lxml.html import HtmlElement

from app.intake.outlets import outlet_named
from app.intake.web.page_blocks import UNSEEN, names_of, words_of

# What the line above a headline is called (Dachzeile).
KICKERS = frozenset((
    "kicker", "dachzeile", "topline", "overline", "roofline", "spitzmarke", "toptitle", "pretitle", "eyebrow",
    "supertitle", "overtitle", "catchline", "vorzeile", "rubrik", "prefix", "oberzeile", "label",
))  # fmt: skip
# Desks as titles of windows name them behind the headline.
DESKS = frozenset((
    "politik", "sport", "wirtschaft", "kultur", "panorama", "inland", "ausland", "international", "deutschland",
    "europa", "welt", "news", "nachrichten", "aktuell", "aktuelles", "wissen", "wissenschaft", "digital", "netzwelt",
    "technik", "gesellschaft", "meinung", "kommentar", "debatte", "regional", "lokales", "region", "österreich",
    "schweiz", "leben", "reise", "auto", "gesundheit", "finanzen", "geld", "unternehmen", "karriere", "medien",
    "feuilleton", "geschichte", "fußball", "bayern", "münchen", "berlin", "hamburg", "wien", "niederösterreich",
    "vermischtes", "stars", "unterhaltung", "startseite", "home", "chronik", "innenpolitik", "außenpolitik",
    "nachrichten aus deutschland und der welt",
))  # fmt: skip
MOST_HEADINGS = 12
MOST = 300  # characters of a headline
_UNSEEN_SIGNS = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_TAG = re.compile(r"</?[a-z][^<>]{0,100}>", re.I)
_BEHIND = re.compile(r"\s*(?:\s[|–—•·»›-]{1,2}\s|\s?\|\s?)\s*")
_KEY = re.compile(r"[\W_]+")


def plain(value: object) -> str:
    """A title as it is read: entities resolved (also where they were escaped twice), tags and unseen signs away."""
    text = str(value or "")[: 4 * MOST]
    for _ in range(3):
        resolved = html.unescape(text)
        if resolved == text:
            break
        text = resolved
    return " ".join(_UNSEEN_SIGNS.sub("", _TAG.sub("", text)).split())[:MOST]


def without_outlet(title: str, own: Collection[str]) -> str:
    """A title without the outlet and desk behind it, or the outlet before it; ``own`` are names of the outlet."""
    ours = {_key(name) for name in own if name}
    while True:
        parts = list(_BEHIND.finditer(title))
        if not parts:
            return title
        last, first = title[parts[-1].end() :], title[: parts[0].start()]
        is_bar = parts[-1][0].strip() in {"|", "||", "-"}  # a dash may join two halves of one headline
        if _key(last) in ours or (is_bar and (last.lower() in DESKS or outlet_named(last))):
            shorter = title[: parts[-1].start()]
        elif _key(first) in ours:
            shorter = title[parts[0].end() :]
        else:
            return title
        if len(shorter) < 4:
            return title
        title = shorter


def _key(name: str) -> str:
    return _KEY.sub("", name.casefold())


def headline(tree: HtmlElement, declared: Sequence[str], own: Collection[str]) -> str | None:
    """The headline of a page: its main heading, else the first of the titles that are declared for it.

    ``declared`` are titles in data and head of the page, the best first.
    """
    titles = [title for one in declared if (title := without_outlet(plain(one), own))]
    said = [words_of(title) for title in titles]
    found = [pair for node in _headings(tree, said) if (pair := _heading(node))[0]]
    ranked = sorted(found, key=lambda pair: -max((_shared(words_of(pair[0]), one) for one in said), default=0.0))
    for whole, own_line in ranked[:1]:
        best = max((_shared(words_of(whole), one) for one in said), default=1.0)
        if best == 0.0 and (len(found) > 1 or _is_a_name(whole, own)):
            break
        return without_outlet(_chosen(whole, own_line, titles), own) or None
    return titles[0] if titles else None


def _is_a_name(heading: str, own: Collection[str]) -> bool:
    """Is a heading the outlet's or a desk's name, as on the head of every page?"""
    return (
        _key(heading) in {_key(name) for name in own}
        or heading.lower() in DESKS
        or outlet_named(heading) is not None
        or len(words_of(heading)) < 2
    )


def _chosen(whole: str, own_line: str, titles: Sequence[str]) -> str:
    """The heading without the line above it, unless the titles that are declared have both or end otherwise."""
    wanted, rest = words_of(whole), words_of(own_line)
    said = [words_of(title) for title in titles]
    if rest != wanted and rest in said:
        return own_line
    if wanted in said:
        return whole if rest == wanted else titles[said.index(wanted)]
    ends = [one for one in said if 3 <= len(one) < len(wanted) and wanted[-len(one) :] == one]
    if ends and rest == wanted:
        return titles[said.index(ends[0])]
    return own_line


def _headings(tree: HtmlElement, said: Sequence[tuple[str, ...]]) -> Iterator[HtmlElement]:
    """The main headings; where there is none, lesser ones that are what is declared."""
    main = [node for node in islice(tree.iter("h1"), MOST_HEADINGS) if _seen(node)]
    yield from main
    if not main:
        for node in tree.iter("h2", "h3"):
            words = words_of(_seen(node)[: 2 * MOST])
            if any(len(one) >= 3 and words[-len(one) :] == one for one in said):
                yield node
                return


def _heading(node: HtmlElement) -> tuple[str, str]:
    """All that a heading says, and the same without the line above it."""
    return plain(_seen(node)), plain(_seen(node, without=KICKERS)).lstrip(":–—-|• ")


def _seen(node: HtmlElement, without: Collection[str] = ()) -> str:
    """The text of a heading that can be seen, without the elements that call themselves so."""
    parts: list[str] = []
    left_out = 0
    for event, one in etree.iterwalk(node, events=("start", "end")):
        tag = one.tag if isinstance(one.tag, str) else "script"
        is_out = one is not node and (tag in UNSEEN or (bool(without) and bool(names_of(one) & set(without))))
        left_out += is_out if event == "start" else -is_out
        text = one.text if event == "start" else (one.tail if one is not node else None)
        if not left_out:
            parts.append(text or "")
        if event == "end" and tag in _APART and (tag == "br" or len("".join(one.itertext())) > 1):
            parts.append(_GAP)
    return re.sub(rf"{_GAP}+(?=[\s,.:;!?])|(?<=[\s„“«(]){_GAP}+|{_GAP}+$", "", "".join(parts)).replace(_GAP, " ")


_GAP = "\ue000"
_APART = frozenset({"br", "span", "div", "p", "strong", "small"})  # of one letter it is a part of a word


def _shared(words: tuple[str, ...], others: tuple[str, ...]) -> float:
    """How much of the longer of two titles is in the other."""
    return len(set(words) & set(others)) / max(1, len(set(words)), len(set(others)))
