"""Newspaper pages and press reviews as PDF: articles by headings and citations, running heads by their places."""

from app.intake.documents.pdf import Line, _blocks, _joined, _without_running, read_pdf
from app.intake.items import Extent, Limits, Parsed

PROSE = (
    "Die Minister haben sich am Mittwoch am See auf einen Plan",
    "geeinigt, der bis zum Herbst gelten soll, wie sie sagten.",
)
Row = tuple[float, str]  # size of the letters, and what is written


def pdf(*pages: list[Row]) -> bytes:
    """A PDF with these lines on its pages, from above."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for rows in pages:
        height = 800.0
        content = b""
        for size, text in rows:
            height -= size * 1.3
            written = text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
            content += b"BT /F1 %.1f Tf 1 0 0 1 60 %.1f Tm (%s) Tj ET\n" % (size, height, written)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Kids[%s]/Count %d>>" % (b" ".join(kids), len(kids))
    out = b"%PDF-1.4\n"
    places = []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s endobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (
        len(objects) + 1, table, len(objects) + 1, len(out),
    )  # fmt: skip


def body(count: int = 3) -> list[Row]:
    return [(10.0, line) for _ in range(count) for line in PROSE]


def told(data: bytes) -> list[tuple[str | None, ...]]:
    found = [piece for piece in read_pdf(data, Limits(), None) if isinstance(piece, Parsed)]
    return [(one.title, one.author, one.source, one.published, one.page) for one in found]


def test_a_page_with_several_articles() -> None:
    head: Row = (8.0, "Süddeutsche Zeitung   Mittwoch, 16. Juni 2021   Bayern, Seite 4")
    rows = [
        head,
        (20.0, "Gespräche am See"),
        (9.0, "Von Anna Berg"),
        *body(),
        (20.0, "Ein Haus am See"),
        (9.0, "Von Karl Meier"),
        *body(),
    ]
    assert told(pdf(rows)) == [
        ("Gespräche am See", "Anna Berg", "Süddeutsche Zeitung", "2021-06-16", "4"),
        ("Ein Haus am See", "Karl Meier", "Süddeutsche Zeitung", "2021-06-16", "4"),
    ]


def test_a_press_review_with_a_list_of_contents() -> None:
    cover: list[Row] = [
        (18.0, "Pressespiegel 18. Juni 2021"),
        (10.0, "taz: Gespräche am See ........ 2"),
        (10.0, "Die Zeit: Ein Haus ........ 3"),
    ]
    first: list[Row] = [
        (10.0, "taz vom 16.06.2021, S. 4 Autor: Anna Berg Auflage: 50.000"),
        (18.0, "Gespräche am See"),
        *body(),
    ]
    second: list[Row] = [(10.0, "Die Zeit vom 17.06.2021, S. 5"), (18.0, "Ein Haus am See"), *body()]
    data = pdf(cover, first, second)
    assert told(data) == [
        ("Gespräche am See", "Anna Berg", "taz", "2021-06-16", "4"),
        ("Ein Haus am See", None, "Die Zeit", "2021-06-17", "5"),
    ]
    pieces = list(read_pdf(data, Limits(), None))
    assert all(" ".join(PROSE) in piece.text for piece in pieces if isinstance(piece, Parsed))
    assert isinstance(pieces[-1], Extent)
    assert pieces[-1].words > sum(len(piece.text.split()) for piece in pieces if isinstance(piece, Parsed))


def test_one_article_with_subheads_stays_one() -> None:
    rows: list[Row] = [
        (20.0, "Gespräche am See"),
        (9.0, "Von Anna Berg"),
        *body(),
        (14.0, "Was nun folgt"),
        *body(),
        (14.0, "Was dann folgt"),
        *body(),
    ]
    assert told(pdf(rows)) == [("Gespräche am See", None, None, None, None)]


def line(text: str, bottom: float, page: int) -> Line:
    return Line(text, 10.0, 60.0, bottom, 500.0, page)


def test_only_what_stands_at_the_edge_of_pages_is_running() -> None:
    rows = [
        "Mein Blog",
        "taz vom 16.06.2021, S. {}",
        "eins",
        "Satz {} a.",
        "Das stand auf allen.",
        "zwei",
        "drei",
        "Seite {}",
    ]
    places = [(page, number, text) for page in range(4) for number, text in enumerate(rows)]
    pages = [line(text.format(page), 800 - 20 * number, page) for page, number, text in places]
    kept = [one.text for one in _without_running(pages, 4) if one.page == 1]
    assert "Mein Blog" not in kept
    assert "Seite 1" not in kept
    assert {"taz vom 16.06.2021, S. 1", "Das stand auf allen."} <= set(kept)


def test_words_parted_at_a_line_end() -> None:
    assert _joined(
        [line("Die Staats\x02", 20, 0), line("und Regierungschefs der Gip\x02", 10, 0), line("fel", 0, 0)]
    ) == ("Die Staats- und Regierungschefs der Gipfel")


def test_the_larger_the_higher() -> None:
    rows = [
        Line("Gross", 20.0, 60, 90, 200, 0),
        Line("Kleiner", 14.0, 60, 60, 200, 0),
        *(line("Text. " * 9, 50 - n, 0) for n in range(3)),
    ]
    assert [block.level for block in _blocks(rows)][:3] == [1, 2, 0]
