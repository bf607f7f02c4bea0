"""Press reviews made by hand, of real text and of hostile text."""

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from app.queries.views.review import Clipping, Item, Kind, Method, Provenance, Review, Rubric, Saying
from app.settings import ROOT

MADE = datetime(2026, 12, 1, 5, 30, tzinfo=UTC)
OUTLETS = ("Frankfurter Rundblick", "Mainfränkischer Bote und Anzeiger für Stadt und Landkreis", "Limmat-Post")


def texts() -> list[str]:
    """The five shipped articles."""
    return [path.read_text("utf-8-sig") for path in sorted(Path(ROOT / "seeds").glob("0*.txt"))]


def clipping(id_: int, text: str, **changes: object) -> Clipping:
    """An article of which all is known."""
    whole = Clipping(
        id=id_,
        headline=f"Biden und Putin in Genf, Teil {id_}",
        outlet=OUTLETS[id_ % len(OUTLETS)],
        published="2021-06-16T18:30:00+02:00",
        author="Anna Muster",
        agencies=("AFP",),
        page="3",
        url=f"https://www.example.org/artikel/{id_}",
        address=f"/articles/{id_}",
        text=text,
        words=len(text.split()),
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def passage(of: Clipping, start: int, end: int, **changes: object) -> Item:
    """A stretch of it."""
    item = Item(
        kind=Kind.PASSAGE,
        text=of.text[start:end],
        start=start,
        end=end,
        sentence=4,
        clipping=of,
        address=f"/articles/{of.id}?at={start}#here",
    )
    return replace(item, **changes)  # type: ignore[arg-type]


def quoting(of: Clipping, words: str, **changes: object) -> Item:
    """The stretch around words in quotation marks."""
    at = of.text.index(words)
    saying = Saying(at, at + len(words), "Joe Biden", proposed=True, probability=0.8)
    return passage(of, max(0, at - 40), at + len(words) + 200, sayings=(saying,), **changes)


def review(*rubrics: Rubric, **changes: object) -> Review:
    """One of these rubrics."""
    method = Method("0.1.0", ("5a917fc577",), "e5d874a098", 3, ("Person: Wladimir Putin",), MADE, 5, 3)
    whole = Review(
        summit="Gipfel von Genf",
        place="Genf",
        starts_on=date(2021, 6, 16),
        ends_on=None,
        title="Morgenmappe",
        rubrics=rubrics,
        method=method,
        readers="Pressestelle",
        note="Stand sechs Uhr.",
        base="https://spiegel.example.org",
        outlets=OUTLETS,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]


def ordinary() -> Review:
    """Two rubrics of the shipped articles, with quotations, provenance, notes."""
    articles = [clipping(number, text) for number, text in enumerate(texts(), 1)]
    wire = Provenance(("Limmat-Post",), ("AFP",), 20)
    items = [
        passage(one, at, at + 420, note="Für neun Uhr." if at == 600 else "", provenance=(wire,) if at else ())
        for one in articles
        for at in (0, 600, 1200)
    ]
    first, *_ = articles
    quoted = first.text[first.text.index("„") : first.text.index("“", first.text.index("„")) + 1]
    return review(Rubric("", tuple(items[:5])), Rubric("Abrüstung", (*items[5:], quoting(first, quoted))))


EVIL = (
    '=HYPERLINK("x")#set page(width: 1pt)<script>alert(1)</script>{{7*7}}[a](javascript:b)'
    "\x00\x07\x1b\ud800 \u202egnp.exe"
)


def hostile() -> Review:
    """Everything that a person can write is somebody's attack."""
    evil = clipping(
        1, EVIL * 30, headline="שלום " + EVIL * 40, outlet=EVIL, author=EVIL, page=EVIL, url="javascript:alert(1)"
    )
    bare = clipping(2, "\n", headline=None, author=None, agencies=(), page=None, url="https://a b", published=None)
    items = (
        passage(evil, 0, 900, note=EVIL, speaker=EVIL, changed=True),
        passage(bare, 0, 1, gone=True),
        Item(kind=Kind.ARTICLE, clipping=evil),
    )
    return review(Rubric(EVIL, items), title=EVIL, summit=EVIL, readers=EVIL, note=EVIL, outlets=(EVIL,))
