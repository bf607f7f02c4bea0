"""Several articles in one mail, as in newsletters and press reviews: each with a headline, and a link or citation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.intake.citations import Citation, citation
from app.intake.mail.mail_pages import Block

LEAST = 2  # articles
MARKED = 0.6  # of the sections must show that they are articles of their own
SECTION_WORDS = 10
HEADLINE = range(2, 31)  # words
HEADLINE_CHARS = 200
_LEVELS = ("h1", "h2", "h3", "h4", "bold", "link", "line")
_MORE = re.compile(
    r"^\W*(?:(?:jetzt |hier |artikel |bitte )?(?:weiter ?lesen|mehr lesen|lesen|mehr|mehr dazu|mehr erfahren"
    r"|zum artikel|zur meldung|zum beitrag|zum text|(?:den )?ganzen artikel lesen|read more"
    r"|continue reading|more|lire la suite|full story|artikel öffnen|zum volltext|volltext|link|quelle|original))"
    r"\b.{0,60}$", re.I,
)  # fmt: skip
_ADDRESS = re.compile(r"<?(?P<url>https?://[^\s<>]{4,1500})>?")


@dataclass(frozen=True, slots=True)
class Section:
    """One article of a digest: its headline, its text, where it leads to, and what its citation tells."""

    title: str
    text: str
    url: str | None
    citation: Citation | None

    @property
    def words(self) -> int:
        """Words of its text."""
        return len(self.text.split())


@dataclass(frozen=True, slots=True)
class Digest:
    """What stands before the first article, and the articles."""

    intro: str
    sections: list[Section]


def digest(blocks: Sequence[Block]) -> Digest | None:
    """The articles of a mail; None where it is a single one (subheadings bear neither links nor citations)."""
    for level in _LEVELS:
        places = [place for place, block in enumerate(blocks) if _is_headline(block, level)]
        if len(places) < LEAST:
            continue
        # A citation may stand above its headline.
        starts = [place - 1 if place and _cited(blocks[place - 1]) else place for place in places]
        ends = [*starts[1:], len(blocks)]
        made = [_section(blocks[start:end]) for start, end in zip(starts, ends, strict=True)]
        sections = [one for one, _ in made if one.words >= SECTION_WORDS or one.url]
        marked = sum(is_marked for one, is_marked in made if one in sections)
        full = sum(one.words >= SECTION_WORDS for one in sections)
        if full >= LEAST and full >= len(made) / 2 and marked >= max(LEAST, MARKED * len(made)):
            return Digest("\n\n".join(block.text for block in blocks[: starts[0]]), sections)
    return None


def text_blocks(text: str) -> list[Block]:
    """A plain text as lines, addresses on lines of their own apart; headlines are the short lines among them."""
    found: list[Block] = []
    for line in text.split("\n"):
        address = _ADDRESS.search(line[:2000])
        bare = " ".join(_ADDRESS.sub(" ", line).split()) if address else " ".join(line.split())
        if bare or address:
            is_short = len(bare.split()) in HEADLINE and len(bare) <= 160 and not bare.endswith((".", ",", ";", ":"))
            level = "line" if is_short and not _MORE.match(bare) else ""
            found.append(Block(bare, level, address["url"].rstrip(".,;)") if address else None))
    return found


def _is_headline(block: Block, level: str) -> bool:
    return (
        block.level == level
        and block.words in HEADLINE
        and len(block.text) <= HEADLINE_CHARS
        and not _MORE.match(block.text)
        and not _cited(block)
    )


_citation = lru_cache(maxsize=20_000)(citation)  # each line is asked for as headline, above one, and below one


def _cited(block: Block) -> Citation | None:
    return _citation(block.text) if len(block.text) <= 200 else None


def _section(blocks: Sequence[Block]) -> tuple[Section, bool]:
    """The article of some lines, and whether it shows that it is one of its own."""
    before = _cited(blocks[0])
    headline, *rest = blocks[1:] if before and len(blocks) > 1 else blocks
    told = before
    url = headline.url
    kept: list[str] = []
    for number, block in enumerate(rest):
        if number < 3 and told is None and (found := _cited(block)):
            told = found
            url = url or block.url
        elif _MORE.match(block.text) or not block.text:
            url = url or block.url
        else:
            kept.append(block.text)
            url = url or (block.url if block.level == "link" else None)
    return Section(headline.text, "\n\n".join(kept), url, told), bool(told or url)
