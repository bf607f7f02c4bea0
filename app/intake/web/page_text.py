"""The text of a page's article: what trafilatura takes, without what stands beside the article, and with its lead.

trafilatura looks for the part of a page that holds the paragraphs. The lead stands above that part on many pages, so it
is put back: the block that the page's own description repeats, or what stands between headline and first paragraph and
reads like text. A teaser of another article is never one: it is a link there, or stands in an aside or a list.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

import trafilatura
from lxml.html import HtmlElement

from app.intake.dates import find_day
from app.intake.head import is_about
from app.intake.warnings import is_foot, is_paywall
from app.intake.web.page_blocks import HEADINGS, WALLS, Block, words_of
from app.nlp.text.signatures import is_signature

KEY = 6  # words by which a line is found among the blocks
MOST_ALIKE = 12  # blocks that begin with the same words; a page has no use for more
MOST_HEADINGS = 12
MOST_DESCRIPTIONS = 8
LOOKED_AT = 200  # blocks before the text begins
MOST_DROPPED = 0.35  # of the words; where more stands beside the article, the page is built in some other way
MOST_APART = 0.25  # the same for lines that are only told of
SUBHEAD_CHARS = 120
LEAD_WORDS = 5  # of a lead that the description repeats, at least
PROSE_WORDS = 12  # of a lead that does not end like a sentence
MOST_LEAD = 160  # words
LEADS = 3
KICKER_WORDS = 8
GLUED_WORDS = 3  # of a headline that is found at the end of another line, be it within a word
HEAD_LINES = 6  # lines in which a page tells about the article
NEAR = 3  # blocks
MOST_TEASER = 250  # words of what a paywall leaves to read
ALIKE = 0.8
# What a lead's element is called; a hint only, for what reads like text stands in others too.
LEAD_NAMES = frozenset((
    "lead", "lede", "leadtext", "lead-text", "intro", "introtext", "teaser", "teasertext", "teaser-text",
    "standfirst", "summary", "vorspann", "subtitle", "subline", "subheadline", "abstract", "description",
    "einleitung", "excerpt", "dek", "deck", "subhead", "anlauf", "untertitel", "introduction", "preamble", "leadin",
    "lead-in",
))  # fmt: skip
# What elements are called that stand within the text and are seldom of it.
SET_APART = frozenset((
    "infobox", "factbox", "faktenbox", "info-box", "sidebar", "widget", "teaser", "teasers", "player", "quiz", "poll",
    "survey", "banner", "disclaimer", "author", "autor", "links", "callout", "promobox",
    "author-info", "kasten", "fussnote", "footnote", "editorial-note", "editors-note", "topics",
    "themen",
))  # fmt: skip
# What headings say, in words alone, above a list of links; a row for each.
LINK_HEADINGS = frozenset((
    "links", "link", "weblinks", "linktipps", "linktipp", "weiterführende links", "externe links", "mehr zum thema",
    "zum thema", "mehr dazu", "weitere artikel", "weitere meldungen", "weitere nachrichten", "weitere themen",
    "weitere beiträge", "weitere links", "lesen sie auch", "lesen sie mehr", "auch interessant", "verwandte artikel",
    "verwandte themen", "ähnliche artikel", "das könnte sie auch interessieren", "das könnte sie interessieren",
    "meistgelesen", "meistgelesene artikel", "related", "related links", "related stories", "mehr zu diesem thema",
    "links zum thema", "passend zum thema", "mehr aus der rubrik", "empfehlungen der redaktion", "mehr im web",
))  # fmt: skip
MOST_LINKED = 0.5  # of a line's characters in links
_BY = re.compile(r"\s*(?:von|by|par|written by|text|foto|fotos|bild|quelle|produced by)\b", re.I)
_SENTENCE_END = re.compile(r"[.!?…][\"“”«»‘’)]*$")
_CUT = re.compile(r"\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*(?:mehr|weiter(?:lesen)?)?\s*$", re.I)


_Places = dict[tuple[str, ...], list[int]]


@dataclass(frozen=True, slots=True)
class ArticleText:
    """The lines of an article, its lead first; empty where there is none. ``apart`` are lines of it that the page sets
    apart, ``is_walled``: it goes on for subscribers."""

    text: str
    apart: tuple[str, ...] = ()
    is_walled: bool = False


def article_text(
    tree: HtmlElement, blocks: Sequence[Block], *, title: str | None, descriptions: Sequence[str], tells: bool
) -> ArticleText:
    """What is the article's of a page that consists of these blocks. ``tells``: writer, outlet and day are known."""
    found = trafilatura.bare_extraction(tree, include_comments=False, include_tables=True, with_metadata=False)
    article = found.as_dict() if found is not None and not isinstance(found, dict) else (found or {})
    places = _places(blocks)
    lines = str(article.get("text") or "").strip().split("\n")
    beside = {line for line in set(lines) if _is_beside(line, blocks, places)}
    apart = [line for line in lines if line in beside]
    if _share(apart, lines) <= MOST_DROPPED:
        lines = [line for line in lines if line not in beside]
        apart = []
    lines = _without_foot(_without_link_lists(lines, blocks, places))
    headings = {words for words in (words_of(title or ""), *_main_headings(blocks)) if words}
    said = [words_of(_CUT.sub("", one)) for one in descriptions[:MOST_DESCRIPTIONS]]
    lines = _without_head(lines, blocks, places, headings, said, tells=tells)
    if not any(line.strip() for line in lines):
        return ArticleText("")
    leads = _leads(blocks, lines, places, headings, said)
    text = "\n".join((*leads, *lines)).strip()
    apart += _set_apart(lines, blocks, places)
    return ArticleText(text, tuple(line.strip() for line in apart), _is_walled(text, blocks, places))


def _without_link_lists(lines: list[str], blocks: Sequence[Block], places: _Places) -> list[str]:
    """The lines without the headings that announce links ("Links:", "Mehr zum Thema") and the lists below them."""
    kept: list[str] = []
    is_listed = False
    for line in lines:
        at = _at(line, places)
        tags = {blocks[number].tag for number in at}
        if tags & HEADINGS and " ".join(words_of(line[:SUBHEAD_CHARS])) in LINK_HEADINGS:
            is_listed = True
        elif line.strip():
            is_listed = is_listed and tags == {"li"}
        if not is_listed:
            kept.append(line)
    return kept


def _without_foot(lines: list[str]) -> list[str]:
    """The lines without those that pages set below an article; a line that an agency signs stays."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or (is_foot(lines[end - 1]) and not is_signature(lines[end - 1]))):
        end -= 1
    return lines[:end] if _share(lines[end:], lines) <= MOST_DROPPED else lines


def _main_headings(blocks: Sequence[Block]) -> list[tuple[str, ...]]:
    return [block.words for block in blocks if block.tag == "h1"][:MOST_HEADINGS]


def _set_apart(lines: Sequence[str], blocks: Sequence[Block], places: _Places) -> list[str]:
    """The lines that may stand beside the article: most of them a link, in another <article>, in an element of such a
    name, or a heading with nothing of the text below it."""
    at = {line: [blocks[number] for number in _at(line, places)] for line in lines}
    homes = Counter(found[0].article for found in at.values() if found)
    home = {0, homes.most_common(1)[0][0] if homes else 0}
    headings = [bool(at[line]) and at[line][0].tag in HEADINGS for line in lines] + [True]
    alone = {line for line, found in at.items() if found and all(_is_apart(block, home) for block in found)}
    apart = [
        line
        for number, line in enumerate(lines)
        if line in alone or (headings[number] and headings[number + 1] and len(line) <= SUBHEAD_CHARS)
    ]
    return apart if _share(apart, lines) <= MOST_APART else []


def _is_apart(block: Block, home: Collection[int]) -> bool:
    return block.linked > MOST_LINKED or block.article not in home or bool(block.hints & SET_APART)


def _share(some: Sequence[str], lines: Sequence[str]) -> float:
    """How many of the words stand in some of the lines."""
    return sum(len(line.split()) for line in some) / max(1, sum(len(line.split()) for line in lines))


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
        same = places[block.words[:KEY]]
        if len(same) < MOST_ALIKE:
            same.append(number)
    return places


def _at(line: str, places: _Places) -> list[int]:
    return places.get(words_of(line[:400])[:KEY], [])


def _is_beside(line: str, blocks: Sequence[Block], places: _Places) -> bool:
    at = [blocks[number] for number in _at(line, places)]
    if not at:
        return False
    return all(block.is_beside for block in at) or (at[0].hints & WALLS != set() and is_paywall(line))


def _leads(
    blocks: Sequence[Block],
    lines: Sequence[str],
    places: _Places,
    headings: Collection[tuple[str, ...]],
    descriptions: Sequence[tuple[str, ...]],
) -> list[str]:
    """The paragraphs of the lead that the text lacks, in their order."""
    starts = _starts(lines[:4], places, LEAD_WORDS)
    if not starts:
        return []
    start = min(starts)
    kept = {words_of(line) for line in lines}
    heading = _heading(blocks, start, headings)
    homes = {0, blocks[start].article, blocks[heading or start].article}
    first_lead = _described(blocks, heading, descriptions)
    leads: list[str] = []
    described = False
    for number, block in enumerate(blocks):
        if len(leads) == LEADS:
            break
        is_pointer = number < first_lead and _is_pointer(block)
        if is_pointer or block.article not in homes or block.words in headings or not _may_be_lead(block):
            continue
        told = not described and any(_repeats(block.words, description) for description in descriptions)
        # Beside what the description repeats only what calls itself a lead is one.
        stands_so = heading is not None and _stands_as_lead(block, number, heading, start, named=described)
        if (told or stands_so) and not _is_kept(block.words, kept):
            described = described or told
            kept.add(block.words)
            leads.append(block.text)
    return leads


def _starts(lines: Sequence[str], places: _Places, least: int) -> list[int]:
    """The numbers of the blocks of lines that have at least so many words."""
    return [at[0] for line in lines if len(line.split()) >= least and (at := _at(line, places))]


def _may_be_lead(block: Block) -> bool:
    return not block.is_beside and len(block.words) <= MOST_LEAD


def _stands_as_lead(block: Block, number: int, heading: int, start: int, *, named: bool) -> bool:
    """Does a block between headline and text read like a lead? Some set it above the headline, and say so."""
    is_named = bool(block.hints & LEAD_NAMES)
    is_above = max(heading, start - LOOKED_AT) < number < start or (heading - NEAR <= number < heading and is_named)
    return is_above and (is_named or not named) and _reads_like_a_lead(block)


def _without_head(
    lines: list[str],
    blocks: Sequence[Block],
    places: _Places,
    headings: Collection[tuple[str, ...]],
    descriptions: Sequence[tuple[str, ...]],
    *,
    tells: bool,
) -> list[str]:
    """The lines without the headline and what stands above it; where the page's data ``tells`` who wrote it, and when
    and where, without the byline and the date below it too."""
    starts = _starts(lines[:HEAD_LINES], places, PROSE_WORDS)
    heading = _heading(blocks, min(starts), headings) if starts else None
    first_lead = _described(blocks, heading, descriptions)
    kept: list[str] = []
    for line in lines[:HEAD_LINES]:
        at = _at(line, places)
        is_above = heading is not None and bool(at) and (at[0] == heading or _is_above(blocks[at[0]], at[0], heading))
        is_pointer = bool(at) and at[0] < first_lead and _is_pointer(blocks[at[0]])
        is_told = tells and is_about(line.strip().removeprefix("- "))
        if not (is_told or is_pointer or (not kept and (is_above or words_of(line) in headings or not line.strip()))):
            kept.append(line)
    return kept + lines[HEAD_LINES:]


def _described(blocks: Sequence[Block], heading: int | None, descriptions: Sequence[tuple[str, ...]]) -> int:
    """The number of the first block below the heading that the description repeats; 0 where there is none."""
    start = heading + 1 if heading is not None else len(blocks)
    below = enumerate(blocks[start : start + LOOKED_AT], start)
    told = (
        number
        for number, block in below
        if not block.is_beside and any(_repeats(block.words, one) for one in descriptions)
    )
    return next(told, 0)


def _is_pointer(block: Block) -> bool:
    """Is it the title of another article, in a list: no sentence, as the points of a lead are?"""
    return block.tag == "li" and not _SENTENCE_END.search(block.text)


def _is_above(block: Block, number: int, heading: int) -> bool:
    return number < heading and not (block.hints & LEAD_NAMES and _reads_like_a_lead(block))


def _heading(blocks: Sequence[Block], start: int, headings: Collection[tuple[str, ...]]) -> int | None:
    """The last main heading, or a lesser one that ends with the headline, before the text begins."""
    found = None
    for number, block in enumerate(blocks[:start]):
        if block.tag == "h1" or (block.tag in HEADINGS and any(_ends_with(block.words, one) for one in headings)):
            found = number
    return found


def _ends_with(words: tuple[str, ...], headline: tuple[str, ...]) -> bool:
    """Is it the headline, be it with a line above it, which pages set in spans with no space between the two?"""
    if len(words) > len(headline) + KICKER_WORDS:
        return False
    is_glued = len(headline) >= GLUED_WORDS and "".join(words).endswith("".join(headline))
    return is_glued or words[-len(headline) :] == headline


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
    if _SENTENCE_END.search(block.text):
        return True
    return (is_named or len(block.words) >= PROSE_WORDS) and not find_day(block.text) and not _BY.match(block.text)
