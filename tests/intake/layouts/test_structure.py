"""Press reviews without a database's marks: told apart where headline and citation stand beside each text."""

import pytest

from app.intake.items import Limits, Parsed
from app.intake.layouts.blocks import Block, of_html, of_text
from app.intake.layouts.splitting import html_articles, pieces, split
from app.intake.plain_text import read_md

PROSE = "Die Minister haben sich am Mittwoch am See auf einen Fahrplan geeinigt, der bis zum Herbst gelten soll."
MORE = "Umweltverbände nannten das Ergebnis enttäuschend, die Werften freuten sich sehr darüber und bauen nun weiter."
HEADLINES = ("Gespräche am See", "Ein Papier ohne Zahlen", "Wien gibt mehr Geld")
CITED = ("Süddeutsche Zeitung, 16.06.2021, S. 4", "taz vom 17.06.2021, Seite 3", "Der Standard, 18. Juni 2021, S. 2")
BYLINES = ("Von Anna Berg", "Von Karl Meier", "Von Eva Holz")
RULE = "-" * 40
THREE = [
    ("Gespräche am See", "2021-06-16"),
    ("Ein Papier ohne Zahlen", "2021-06-17"),
    ("Wien gibt mehr Geld", "2021-06-18"),
]


def told(text: str) -> list[tuple[str | None, str | None]]:
    return [(article.title, article.published) for article in split(text, "txt")]


@pytest.mark.parametrize(
    "part",
    [
        pytest.param("{headline}\n{cited}\n\n{prose}\n\n{more}", id="headline, citation"),
        pytest.param("{cited}\n\n{headline}\n\n{prose}\n\n{more}", id="citation, headline"),
        pytest.param("{headline}\n\n{cited}\n\n{prose}\n\n{more}\n\nhei/jb", id="headline apart"),
        pytest.param("{headline} ({cited})\n\n{prose}\n\n{more}", id="citation in brackets"),
        pytest.param("{cited}: {headline}\n\n{prose}\n\n{more}", id="citation and colon"),
        pytest.param("{headline}\n\n{prose}\n\n{more}\n\n{byline}\n\n{cited}", id="citation behind"),
        pytest.param("{headline}\n{cited}\n{byline}\n\n{prose}\n\nMehr zum See\n\n{more}", id="with a subhead"),
        pytest.param(
            "Quelle: {cited}\nAutor: Anna Berg\nRessort: Politik\n\n{headline}\n\n{prose}\n\n{more}", id="labelled"
        ),
    ],
)
def test_press_review(part: str) -> None:
    parts = [
        part.format(headline=headline, cited=cited, byline=byline, prose=PROSE, more=MORE)
        for headline, cited, byline in zip(HEADLINES, CITED, BYLINES, strict=True)
    ]
    assert told("\n\n".join(parts)) == THREE
    assert (
        told(
            "Pressespiegel 18. Juni\n\n"
            + "\n".join(f"{one} ..... {n}" for n, one in enumerate(HEADLINES))
            + "\n\n"
            + "\n\n".join(parts)
        )
        == THREE
    )
    for article in split("\n\n".join(parts), "txt"):
        assert PROSE in article.text
        assert MORE in article.text
        assert not any(one in article.text for one in (*HEADLINES, *CITED))


def test_drawn_lines_with_bylines() -> None:
    parts = [f"{headline}\n{byline}\n\n{PROSE}" for headline, byline in zip(HEADLINES, BYLINES, strict=True)]
    found = split(f"\n\n{RULE}\n\n".join(parts), "txt")
    assert [(one.title, one.author) for one in found] == list(
        zip(HEADLINES, ("Anna Berg", "Karl Meier", "Eva Holz"), strict=True)
    )


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADLINES[0]}\n{CITED[0]}\n\n{PROSE}\n\n{MORE}",
        f"{HEADLINES[0]}\n\n{PROSE}\n\n{MORE}\n\nQuellen\n\n" + "\n".join(CITED),
        f"{HEADLINES[0]}\n\n{PROSE}\n\n{RULE}\n\n{MORE}\n\n{RULE}\n\n{PROSE}",
        f"{HEADLINES[0]}\n\n{PROSE}\n\nEnd of Document\n\n{MORE}\n\n{PROSE}\n\n{MORE}\n\n{PROSE}\n\n{MORE}",
        f"{HEADLINES[0]}\n\n{PROSE}\n\n{MORE}\n\n{PROSE}\n\n{MORE}\n\n„Der Standard“ vom 16.06.2021\n\n{MORE}",
        f"{HEADLINES[0]}\n{BYLINES[0]}\n\n{PROSE}\n\n{HEADLINES[1]}\n\n{MORE}\n\n{HEADLINES[2]}\n\n{PROSE}",
    ],
    ids=["one", "list of sources", "drawn lines only", "a mark in the prose", "a citation in the prose", "subheads"],
)
def test_one_article_stays_one(text: str) -> None:
    assert split(text, "txt") == []
    (piece,) = pieces(of_text(text), Parsed(text, "txt"), Limits())
    assert isinstance(piece, Parsed)
    assert piece.notes == ()


def test_what_seems_several_is_told() -> None:
    text = "\n\n".join(
        f"{headline}\n\n{byline}\n\n{PROSE}" for headline, byline in zip(HEADLINES, BYLINES, strict=True)
    )
    (piece,) = pieces(of_text(text), Parsed(text, "txt"), Limits())
    assert isinstance(piece, Parsed)
    assert piece.notes == ("seems-several:3",)


def test_headings_tell_which_line_is_the_headline() -> None:
    blocks = [
        block
        for headline, cited in zip(HEADLINES, CITED, strict=True)
        for block in (Block(headline, level=1), Block("Was die Minister wollen"), Block(cited), Block(PROSE))
    ]
    assert [one.title for one in split(blocks, "docx")] == list(HEADLINES)


SITE = '<meta property="og:site_name" content="Seeblog">'


def page(*articles: str, head: str = "") -> str:
    inner = "".join(
        f"<article><h2>{headline}</h2>{text}</article>" for headline, text in zip(HEADLINES, articles, strict=False)
    )
    return f"<html><head>{head}</head><body><nav>Start</nav>{inner}</body></html>"


def test_several_articles_on_a_page() -> None:
    whole = f"<p>{PROSE}</p><p>{MORE}</p>" * 2
    found = [piece for piece in html_articles(page(whole, whole), Limits()) if isinstance(piece, Parsed)]
    assert [one.title for one in found] == list(HEADLINES[:2])
    dated = html_articles(page(f"<p>16. Juni 2021 von Anna Berg</p>{whole}", whole, head=SITE), Limits())
    first = dated[0]
    assert isinstance(first, Parsed)
    assert (first.author, first.published, first.source, first.source_by) == (
        "Anna Berg",
        "2021-06-16",
        "Seeblog",
        "page",
    )
    assert html_articles(page(whole, "<p>Mehr dazu.</p>", "<p>Lesen Sie auch.</p>"), Limits()) == []
    assert html_articles(page(whole, whole, head='<meta property="og:type" content="article">'), Limits()) == []


def test_a_page_of_tags_is_none() -> None:
    assert of_html("<b>" * 200_000) == []


def test_articles_whose_parts_are_named() -> None:
    """Factiva's XML, read as a page."""
    inner = "".join(
        f"<article><headline><para>{headline}</para></headline><byline>Von Anna Berg</byline>"
        f"<baseLanguage>de</baseLanguage><publicationDate><date>2021-06-16</date></publicationDate><sourceName>taz</sourceName>"
        f"<leadParagraph><para>{PROSE}</para></leadParagraph>"
        f"<tailParagraphs><para>{MORE}</para></tailParagraphs></article>"
        for headline in HEADLINES
    )
    found = [one for one in html_articles(f"<ppsArticles>{inner}</ppsArticles>", Limits()) if isinstance(one, Parsed)]
    assert [(one.title, one.author, one.published, one.source, one.text) for one in found] == [
        (headline, "Anna Berg", "2021-06-16", "taz", f"{PROSE}\n\n{MORE}") for headline in HEADLINES
    ]


def test_markdown_with_headings_and_lines() -> None:
    parts = [f"## {headline}\n{cited}\n\n{PROSE}\n" for headline, cited in zip(HEADLINES, CITED, strict=True)]
    for text in ("\n".join(parts), "# Presse\n\n" + "\n---\n\n".join(parts)):
        found = [one for one in read_md(text.encode(), Limits(), None) if isinstance(one, Parsed)]
        assert [(one.title, one.published, one.text) for one in found] == [(*one, PROSE) for one in THREE]
