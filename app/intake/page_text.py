"""The text of a page's article: what trafilatura takes, without what stands beside the article, and with its lead.

trafilatura looks for the part of a page that holds the paragraphs. The lead stands above that part on many pages, so it
is put back: the block that the page's own description repeats, or what stands between headline and first paragraph and
reads like text. A teaser of another article is never one: it is a link there, or stands in an aside or a list.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import trafilatura
from lxml.html import HtmlElement

from app.intake.head import is_about
from app.intake.page_blocks import WALLS, Block, words_of
from app.intake.warnings import is_paywall

KEY = 6  # words by which a line is found among the blocks
MOST_DROPPED = 0.35  # of the words; where more stands beside the article, the page is built in some other way
LEAD_WORDS = 5  # of a lead that the description repeats, at least
PROSE_WORDS = 12  # of a lead that does not end like a sentence
MOST_LEAD = 160  # words
LEADS = 3
NEAR = 3  # blocks
MOST_TEASER = 250  # words of what a paywall leaves to read
ALIKE = 0.8
# What a lead's element is called; a hint only, for what reads like text stands in others too.
LEAD_NAMES = frozenset((
    "lead", "lede", "leadtext", "lead-text", "intro", "introtext", "teaser", "teasertext", "teaser-text",
    "standfirst", "summary", "vorspann", "subtitle", "subline", "subheadline", "abstract", "description",
    "einleitung", "excerpt", "dek", "deck", "subhead", "anlauf", "untertitel", "introduction", "preamble", "leadin",
    "lead-in", "tagline",
))  # fmt: skip
_SENTENCE_END = re.compile(r"[.!?…][\"“”«»‘’)]*$")
_CUT = re.compile(r"\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*(?:mehr|weiter(?:lesen)?)?\s*$", re.I)


_Places = dict[tuple[str, ...], list[int]]


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The lines of an article, its lead first; empty where there is none. ``is_walled``: it goes on for subscribers."""

    text: str
    is_walled: bool = False


def article_text(
    tree: HtmlElement, blocks: Sequence[Block], *, title: str | None, descriptions: Sequence[str], url: str | None
) -> ArticleText:
    """What is the article's of a page that consists of these blocks."""
    found = trafilatura.bare_extraction(tree, url=url, include_comments=False, include_tables=True, with_metadata=False)
    article = found.as_dict() if found is not None and not isinstance(found, dict) else (found or {})
    places = _places(blocks)
    lines = _without_beside(str(article.get("text") or "").strip().split("\n"), blocks, places)
    headings = {words_of(title or ""), *(block.words for block in blocks if block.tag == "h1")}
    while lines and words_of(lines[0]) in headings:
        del lines[0]
    if not any(line.strip() for line in lines):
        return ArticleText("")
    leads = _leads(blocks, lines, places, headings, [words_of(_CUT.sub("", one)) for one in descriptions])
    text = "\n".join((*leads, *lines)).strip()
    return ArticleText(text, _is_walled(text, blocks, places))


def _is_walled(text: str, blocks: Sequence[Block], places: _Places) -> bool:
    """Does a short text break off where a box asks for a subscription, or in such a box?"""
    last = text.rpartition("\n")[2]
    end = max(_at(last, places), default=-1)
    if len(text.split()) > MOST_TEASER or end < 0:
        return False
    if blocks[end].hints & WALLS and not _SENTENCE_END.search(last):
        return True
    return any(block.hints & WALLS and is_paywall(block.text) for block in blocks[max(0, end - NEAR) : end + 3 * NEAR])


def _places(blocks: Sequence[Block]) -> _Places:
    """The numbers of the blocks that begin with these words."""
    places: _Places = defaultdict(list)
    for number, block in enumerate(blocks):
        places[block.words[:KEY]].append(number)
    return places


def _at(line: str, places: _Places) -> list[int]:
    return places.get(words_of(line[:400])[:KEY], [])


def _without_beside(lines: list[str], blocks: Sequence[Block], places: _Places) -> list[str]:
    """The lines without those that stand on the page beside the article only."""
    beside = {line for line in lines if _is_beside(line, blocks, places)}
    dropped = sum(len(line.split()) for line in lines if line in beside)
    if dropped > MOST_DROPPED * sum(len(line.split()) for line in lines):
        return lines
    return [line for line in lines if line not in beside]


def _is_beside(line: str, blocks: Sequence[Block], places: _Places) -> bool:
    at = [blocks[number] for number in _at(line, places)]
    if not at:
        return False
    return all(block.is_beside for block in at) or (at[0].hints & WALLS != set() and is_paywall(line))


def _leads(
    blocks: Sequence[Block],
    lines: Sequence[str],
    places: _Places,
    headings: set[tuple[str, ...]],
    descriptions: Sequence[tuple[str, ...]],
) -> list[str]:
    """The paragraphs of the lead that the text lacks, in their order."""
    starts = [at[0] for line in lines[:4] if len(line.split()) >= LEAD_WORDS and (at := _at(line, places))]
    if not starts:
        return []
    start = min(starts)
    kept = {words_of(line) for line in lines}
    article = blocks[start].article
    heading = _heading(blocks, start, headings)
    leads: list[str] = []
    described = False
    for number, block in enumerate(blocks):
        if block.is_beside or block.article not in {0, article, blocks[heading].article if heading is not None else 0}:
            continue
        told = any(_repeats(block.words, description) for description in descriptions)
        above = heading is not None and heading < number < start
        # Some set the lead above the headline, and say so.
        first = heading is not None and heading - NEAR <= number < heading and bool(block.hints & LEAD_NAMES)
        if not (told and not described) and not ((above or first) and _reads_like_a_lead(block)):
            continue
        if block.words in headings or _is_kept(block.words, kept) or len(block.words) > MOST_LEAD:
            described = described or (told and _is_kept(block.words, kept))
            continue
        described = described or told
        kept.add(block.words)
        leads.append(block.text)
    return leads[:LEADS]


def _heading(blocks: Sequence[Block], start: int, headings: set[tuple[str, ...]]) -> int | None:
    """The last main heading, or a line that is the headline, before the text begins."""
    found = None
    for number, block in enumerate(blocks[:start]):
        if block.tag == "h1" or (block.words in headings and block.tag[0] == "h"):
            found = number
    return found


def _repeats(words: tuple[str, ...], description: tuple[str, ...]) -> bool:
    """Is a block what the description says, be it cut off, or the block longer, or set with other signs?"""
    if len(words) < LEAD_WORDS or len(description) < LEAD_WORDS or len(words) < 0.6 * min(len(description), 40):
        return False
    length = min(len(words), len(description), 60)
    if words[:length] == description[:length]:
        return True
    if len(set(words[:length]) & set(description[:length])) < ALIKE * len(set(description[:length])):
        return False
    return SequenceMatcher(None, words[:length], description[:length], autojunk=False).ratio() >= ALIKE


def _is_kept(words: tuple[str, ...], kept: set[tuple[str, ...]]) -> bool:
    """Does the text say so already, in a line that begins or ends with these words or is within them?"""
    if words in kept:
        return True
    return any(
        len(line) >= LEAD_WORDS and (line[: len(words)] == words or words[: len(line)] == line or _repeats(words, line))
        for line in kept
    )


def _reads_like_a_lead(block: Block) -> bool:
    """Is it text, and not a byline, a date, a caption or a button between headline and text?"""
    is_named = bool(block.hints & LEAD_NAMES)
    least = LEAD_WORDS if is_named else LEAD_WORDS + 3
    if len(block.words) < least or is_about(block.text):
        return False
    return _SENTENCE_END.search(block.text) is not None or is_named or len(block.words) >= PROSE_WORDS
