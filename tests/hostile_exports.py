"""Hostile and odd exports of press databases: thousands of articles, marks that lie, lines made to be slow."""

# ruff: noqa: E501 - tables, in which a line is a row

from collections.abc import Callable, Iterator

PROSE = "Die Minister haben sich am Mittwoch am See auf einen Fahrplan geeinigt, der bis zum Herbst gelten soll. "
DRAFT = "found read"
MANY = "found read too-many too-slow"


def nexis(count: int) -> bytes:
    return "".join(
        f"{n} of {count} DOCUMENTS\n\nDie Zeit\n\n16. Juni 2021\n\nGespräche {n}\n\nLÄNGE: 20 Wörter\n\n{PROSE}\n\nSPRACHE: GERMAN\n\n"
        for n in range(1, count + 1)
    ).encode()


def factiva(count: int) -> bytes:
    return (
        "<html><body>"
        + "".join(
            f"<div class=article><div id=hd>Gespräche {n}</div><div>20 Wörter</div><div>16 Juni 2021</div><div>Die Zeit</div>"
            f"<div>Deutsch</div><p>{PROSE}</p><p>Dokument ZEIT000020210616eh6h{n:05}</p></div>"
            for n in range(count)
        )
        + "</body></html>"
    ).encode()


def cited(count: int) -> bytes:
    return "".join(f"Gespräche am See {n}\nDie Zeit, 16.06.2021, S. 4\n\n{PROSE}\n\n" for n in range(count)).encode()


def word_chunks(count: int) -> bytes:
    """A Word document that embeds one and the same page over and over."""
    from tests.intake.test_documents import word

    page = f"<html><body><p>{PROSE}</p></body></html>".encode()
    return word('<w:altChunk r:id="c"/>' * count, {"c": ("a.html", page)})


def exports() -> Iterator[tuple[str, str, Callable[[], bytes], str]]:
    """What it is, its name, its bytes, and what it may become."""
    yield "export: 10,000 articles of Nexis", "a.txt", lambda: nexis(10_000), MANY
    yield "export: 10,000 articles of Factiva", "a.html", lambda: factiva(10_000), MANY
    yield "export: 10,000 cited articles", "a.txt", lambda: cited(10_000), MANY
    yield "export: only ends", "a.txt", lambda: b"End of Document\n" * 50_000, "no-text"
    yield "export: only counters", "a.txt", lambda: b"LENGTH: 1 words\n" + b"1 of 2 DOCUMENTS\n" * 20_000, "found"
    yield (
        "export: only numbers of Factiva",
        "a.txt",
        lambda: b"88 words\n" + b"Document AAAA000020210616eh6h00001\n" * 9_000,
        "found",
    )
    yield (
        "export: a counter in the prose",
        "a.txt",
        lambda: f"Er las:\n1 of 2 DOCUMENTS\nLENGTH: 2 words\n{PROSE}".encode(),
        DRAFT,
    )
    yield (
        "export: an article of 3 MB among others",
        "a.txt",
        lambda: nexis(2) + PROSE.encode() * 30_000,
        "found read no-text",
    )
    yield (
        "export: names without end",
        "a.txt",
        lambda: ("Aa Bb, " * 80 + "\n88 words\nDocument AAAA000020210616eh6h00001\n").encode() * 500,
        DRAFT,
    )
    yield (
        "export: heads without end",
        "a.txt",
        lambda: b"Aa\n" * 2_000 + b"End of Document\n" + b"16 June 2021\n" * 2_000 + b"End of Document\n",
        DRAFT,
    )
    yield "export: citations without end", "a.txt", lambda: b"Die Zeit, 16.06.2021, S. 4\n" * 18_000, "found"
    yield "export: citations and quotes", "a.txt", lambda: ('"' * 300 + " vom 16.06.2021\n").encode() * 1_000, "found"
    yield "export: drawn lines without end", "a.txt", lambda: b"Gespraeche am See\n--------\n" * 18_000, "found"
    yield "export: a line of 500,000 dashes", "a.txt", lambda: b"- " * 200_000 + PROSE.encode(), "found"
    yield (
        "export: headlines and bylines without end",
        "a.txt",
        lambda: b"Gespraeche am See\nVon Anna Berg\n" * 12_000,
        "found",
    )
    yield "export: wrapped at every word", "a.txt", lambda: ("\n".join(["Minister"] * 50_000)).encode(), "found"
    yield (
        "export: 50,000 articles in each other",
        "a.html",
        lambda: b"<article>" * 50_000 + PROSE.encode(),
        "too-complex",
    )
    yield (
        "export: 3,000 empty articles",
        "a.html",
        lambda: b"<article><h2>Am See</h2></article>" * 3_000,
        "found no-article",
    )
    yield (
        "export: rows without end",
        "a.html",
        lambda: (
            b"<table>" + b"<tr><td>HD<td>Am See" * 9_000 + b"<tr><td>AN<td>Document AAAA000020210616eh6h00001</table>"
        ),
        DRAFT,
    )
    yield "export: 100,000 roles", "a.html", lambda: b"<span class=author>a</span>" * 100_000, "too-complex"
    yield "Word: 10,000 embedded pages", "a.docx", lambda: word_chunks(10_000), "found"
    yield "RTF: 200,000 cells", "a.rtf", lambda: b"{\\rtf1 Ein Satz steht hier." + b"a\\cell " * 100_000 + b"}", "found"
    yield (
        "RTF: links without end",
        "a.rtf",
        lambda: b"{\\rtf1 Ein Satz steht hier." + b'{\\field{\\*\\fldinst{HYPERLINK "' * 20_000 + b"}",
        "found",
    )
