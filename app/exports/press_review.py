"""A press review as it is printed: every sentence ready, in one language, and no more of a text than may be given.

All formats set this and nothing else, so that none can give away more than another.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from babel.dates import format_date
from babel.numbers import format_decimal

from app.days import appeared, days
from app.exports.rights import EXCERPT, EXCERPTS, MODES, NO_ADVICE, QUOTED, Mode, Terms
from app.intake.drafts import HOME
from app.language import N_, say
from app.queries.views.review import Clipping, Item, Kind, Picture, Provenance, Review

HEADING = 300  # characters of a heading; what is longer is cut
UNTITLED = N_("%(outlet)s, without a heading")
UNCLEAR, PROPOSED = N_("unclear who speaks"), N_("proposed")
_OVERRIDES = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # make a line read in another order


@dataclass(frozen=True, slots=True)
class Quote:
    """Words between quotation marks, with who says them."""

    text: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One item. ``link`` leads to the outlet's own page, ``sentence`` (words, address) into this program; both may be
    empty. ``excerpt`` or ``quotes`` or ``whole`` (paragraphs) is what is given of the text."""

    number: int
    heading: str
    facts: tuple[str, ...]
    link: str = ""
    sentence: tuple[str, str] = ("", "")
    speaker: str = ""
    excerpt: str = ""
    quotes: tuple[Quote, ...] = ()
    whole: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    note: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one heading."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class PrintedReview:
    """All that stands in a document. ``cover`` are (label, value); ``words`` what its own parts are called."""

    title: str
    summit: str
    cover: tuple[tuple[str, str], ...]
    notice: str
    note: str
    sections: tuple[Section, ...]
    rights: tuple[str, ...]
    method: tuple[str, ...]
    language: str
    made_at: datetime
    words: dict[str, str]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Those of all sections."""
        return tuple(entry for section in self.sections for entry in section.entries)


class Empty(ValueError):
    """There is nothing to print."""


def printed(review: Review, terms: Terms) -> PrintedReview:
    """What may stand in a document made on these terms. Raises Empty."""
    if not review.items:
        raise Empty
    writer = _Writer(review, terms)
    sections = tuple(
        Section(clean(rubric.title) or writer.say(N_("Items")), tuple(map(writer.entry, rubric.items)))
        for rubric in review.rubrics
        if rubric.items
    )
    return PrintedReview(
        title=shortened(clean(review.title), HEADING),
        summit=clean(review.summit),
        cover=tuple(writer.cover()),
        notice=writer.say(N_("Invented for demonstration: nothing of this took place.")) if review.invented else "",
        note=clean(review.note, lines=True),
        sections=sections,
        rights=tuple(writer.rights()),
        method=tuple(writer.method()),
        language=review.language,
        made_at=review.method.made_at,
        words={name: writer.say(word) for name, word in WORDS.items()},
    )


WORDS = {
    "contents": N_("Contents"),
    "note": N_("Note"),
    "method": N_("How this was made"),
    "rights": N_("Use of this document"),
    "page": N_("Page"),
    "of": N_("of"),
    "outlet": N_("To the outlet's own page"),
    "press review": N_("Press review"),
}


class _Writer:
    """Writes the entries of one document, one after the other."""

    def __init__(self, review: Review, terms: Terms) -> None:
        self._review = review
        self._terms = terms
        self._number = 0
        self._excerpts: Counter[int] = Counter()  # by article
        self._whole: set[int] = set()

    def say(self, message: str, **values: object) -> str:
        return say(self._review.language, message, **values)

    def entry(self, item: Item) -> Entry:
        self._number += 1
        if item.clipping is None:
            return self._pictured(item)
        clipping = item.clipping
        heading = shortened(clean(clipping.headline or ""), HEADING) or self.say(
            UNTITLED, outlet=clean(clipping.outlet)
        )
        excerpt, quotes, whole, left_out = self._given(item, clipping)
        return Entry(
            number=self._number,
            heading=heading,
            facts=tuple(self._facts(clipping)),
            link=web_address(clipping.url),
            sentence=self._sentence(item, quoted=bool(quotes)),
            speaker=self._named(item.speaker, item.proposed) if excerpt and _is_speech(item) else "",
            excerpt=excerpt,
            quotes=quotes,
            whole=whole,
            remarks=(*self._remarks(item), *left_out),
            note=clean(item.note, lines=True),
            picture=item.picture,
        )

    def _pictured(self, item: Item) -> Entry:
        title = clean(item.picture.title) if item.picture else self.say(N_("Chart"))
        summit = clean(self._review.summit)
        shown = self.say(N_("Open the chart")), self._own(item.address)
        return Entry(
            self._number, title, (summit,), sentence=shown, note=clean(item.note, lines=True), picture=item.picture
        )

    def _facts(self, clipping: Clipping) -> Iterator[str]:
        """Outlet, day and time, author, agency, page: what is known of them."""
        yield clean(clipping.outlet)
        yield appeared(clipping.published, self._review.language) or self.say(N_("day not known"))
        if clipping.author:
            yield clean(clipping.author)
        if clipping.agencies:
            yield self.say(N_("signed %(agencies)s"), agencies=clean("/".join(clipping.agencies)))
        if clipping.page:
            yield self.say(N_("page %(page)s"), page=clean(clipping.page))

    def _sentence(self, item: Item, *, quoted: bool) -> tuple[str, str]:
        """Where what is given begins: the item, or the first quotation out of it."""
        number, address = item.sentence, item.address
        if quoted and item.clipping and item.sayings[0].sentence:
            first = item.sayings[0]
            number, address = first.sentence, f"{item.clipping.address}?at={first.start}#here"
        label = self.say(N_("Sentence %(number)s"), number=number) if number else self.say(N_("Article"))
        return label, self._own(address)

    def _own(self, address: str) -> str:
        """An address of this program as one that others can open; empty where nobody said where it runs."""
        return web_address(f"{self._review.base}{address}") if address and self._review.base else ""

    def _named(self, speaker: str | None, proposed: bool) -> str:
        name = clean(speaker or "") or self.say(UNCLEAR)
        return f"{name} ({self.say(PROPOSED)})" if proposed and speaker else name

    def _given(self, item: Item, clipping: Clipping) -> tuple[str, tuple[Quote, ...], tuple[str, ...], tuple[str, ...]]:
        """Excerpt, quotations, whole text, and what is said about what is left out."""
        if self._terms.gives_whole(clipping) and not item.gone:
            return self._in_full(item, clipping)
        if item.sayings:
            return "", *self._quoted(item, clipping)
        if item.kind == Kind.ARTICLE or not item.text.strip():
            return "", (), (), ()
        self._excerpts[clipping.id] += 1
        if self._excerpts[clipping.id] > EXCERPTS and clipping.id:
            return "", (), (), (self.say(N_("No further excerpt of this article: three stand above.")),)
        return shortened(clean(item.text), EXCERPT), (), (), ()

    def _in_full(
        self, item: Item, clipping: Clipping
    ) -> tuple[str, tuple[Quote, ...], tuple[str, ...], tuple[str, ...]]:
        """The item's words, and once in a document the whole article below them."""
        licence = clean(self._terms.licence_of(clipping))
        told = (self.say(N_("Licence: %(licence)s"), licence=licence),) if licence else ()
        excerpt = "" if item.kind == Kind.ARTICLE else clean(item.text)
        if clipping.id in self._whole:
            return excerpt, (), (), (*told, self.say(N_("The whole article stands above.")))
        self._whole.add(clipping.id)
        return excerpt, (), tuple(paragraphs(clipping.text)), told

    def _quoted(self, item: Item, clipping: Clipping) -> tuple[tuple[Quote, ...], tuple[str, ...], tuple[str, ...]]:
        """Whole quotations only: one cut short may say something else."""
        quotes: list[Quote] = []
        length = 0
        for saying in item.sayings:
            words = clean(clipping.text[saying.start : saying.end])
            if quotes and length + len(words) > QUOTED:
                return tuple(quotes), (), (self.say(N_("Further quotations are left out.")),)
            length += len(words)
            quotes.append(Quote(words, self._named(saying.speaker, saying.proposed)))
        return tuple(quotes), (), ()

    def _remarks(self, item: Item) -> Iterator[str]:
        for one in item.provenance:
            yield self._provenance(one)
        if item.changed:
            yield self.say(N_("Put right by a person since it was remembered."))
        if item.gone:
            yield self.say(N_("The article was removed meanwhile; this is what was kept of it."))

    def _provenance(self, one: Provenance) -> str:
        if one.agency:
            return self.say(N_("word for word with text signed %(agencies)s"), agencies=clean("/".join(one.agency)))
        return self.say(N_("word for word also in %(outlets)s"), outlets=clean(", ".join(one.outlets)))

    def cover(self) -> Iterator[tuple[str, str]]:
        review, language = self._review, self._review.language
        when = days(review.starts_on, review.ends_on, language)
        where = ", ".join(part for part in (clean(review.place), when) if part)
        yield self.say(N_("Summit")), clean(review.summit) + (f" ({where})" if where else "")
        readers = clean(self._terms.readers or review.readers)
        if readers:
            yield self.say(N_("Circle of readers")), readers
        yield self.say(N_("Made")), appeared(review.method.made_at.astimezone(HOME).isoformat(), language) or ""
        if self._terms.expires and self._terms.mode == Mode.IN_HOUSE:
            yield self.say(N_("To be deleted on")), format_date(self._terms.expires, "long", locale=language)
        number = format_decimal(len(review.items), locale=language)
        yield self.say(N_("Items")), number
        yield self.say(N_("Outlets")), clean(", ".join(review.outlets)) or "–"

    def rights(self) -> Iterator[str]:
        row = MODES[self._terms.mode]
        yield self.say(row.name)
        yield self.say(row.told)
        yield self.say(NO_ADVICE)

    def method(self) -> Iterator[str]:
        method = self._review.method
        yield self.say(
            N_("Made with Gipfelspiegel %(version)s from %(articles)s articles of %(sources)s sources."),
            version=method.program,
            articles=format_decimal(method.articles, locale=self._review.language),
            sources=format_decimal(method.sources, locale=self._review.language),
        )
        yield self.say(N_("All words are those of the articles; nothing is generated."))
        yield self.say(N_("“proposed” marks what the text does not say outright and the program only supposes."))
        yield self.say(N_("Language service: %(version)s"), version=", ".join(method.pipeline) or "–")
        yield self.say(N_("Words of topics: %(version)s"), version=method.lexicon or self.say(N_("as shipped")))
        yield self.say(N_("Corrections by people: %(number)s"), number=method.corrections)
        filters = "; ".join(map(clean, method.filters)) or self.say(N_("none"))
        yield self.say(N_("Filters: %(filters)s"), filters=filters)


def _is_speech(item: Item) -> bool:
    return item.kind == Kind.QUOTATION or bool(item.speaker)


# --- words


def clean(text: str, *, lines: bool = False) -> str:
    """Without control characters and what turns the order of reading; white space as single blanks, or (``lines``)
    with its line breaks. XML and Typst take what comes out."""
    if text.isprintable():  # has none of them, nor line breaks; most texts, and tables have many
        return " ".join(text.split()) if "  " in text else text.strip()
    text = text.translate(_OVERRIDES)
    unwanted = {c for c in set(text) if c != "\n" and unicodedata.category(c) in {"Cc", "Cs", "Cn", "Co"}}
    kept = text.translate(dict.fromkeys(map(ord, unwanted), " ")) if unwanted else text
    if not lines:
        return " ".join(kept.split())
    return "\n".join(" ".join(line.split()) for line in kept.strip().split("\n"))


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, each in one line."""
    return [one for part in re.split(r"\n+", text) if (one := clean(part))]


def shortened(text: str, most: int) -> str:
    """At most so many characters, cut between words, with an ellipsis that counts."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at_word = cut.rsplit(" ", 1)[0] if text[most - 1] != " " and " " in cut[most // 2 :] else cut
    return at_word.rstrip(" ,;:–-") + "…"


def web_address(url: str | None) -> str:
    """The address, where it is one of the web; else nothing, for a document may not lead elsewhere."""
    url = (url or "").strip()
    return url if re.match(r"https?://[^\s<>\"]+$", url, re.IGNORECASE) and len(url) <= 2_000 else ""
