"""Feeds, sitemaps and the XML of the news trade: articles that are whole, addresses for the rest."""

# ruff: noqa: E501 - files, in which a line is a part

import pytest

from app.intake.items import Columns, Limits, Linked, Parsed, Refused
from app.intake.web.feeds import read_feed
from app.intake.web.news_xml import read_xml

TEXT = (
    "Die Delegationen haben sich am Mittwoch in Genf auf einen Fahrplan geeinigt. Bis zum Herbst sollen die Behörden gemeinsame Regeln vorlegen,"
    " sagte die Ministerin. Verbände nannten das Ergebnis enttäuschend. Am Ende stand ein Papier von neun Seiten, das keine Zahlen zu den Kosten enthält."
)
LEAD = "Sieben Staaten, neun Seiten, keine Zahlen: Genf vertagt den Streit."


def rss(item: str) -> bytes:
    head = '<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    return f"{head}<channel><title>Blatt</title><item><title>Genf einigt sich</title><link>https://blatt.example/1</link>{item}</item></channel></rss>".encode()


def content(text: str) -> str:
    return f"<content:encoded><![CDATA[<p>{text}</p>]]></content:encoded>"


@pytest.mark.parametrize(
    ("item", "text"),
    [
        (content(TEXT), TEXT),
        (content(TEXT + " (dpa)"), TEXT + " (dpa)"),
        (content(TEXT) + f"<description>{LEAD}</description>", f"{LEAD}\n\n{TEXT}"),
        (content(TEXT) + f"<description>{TEXT[:90]} […]</description>", TEXT),
        (content(TEXT + "</p><p>Der Beitrag <a href='x'>Genf</a> erschien zuerst auf <a href='y'>Blatt</a>."), TEXT),
        (content(TEXT + " …"), None),
        (content(TEXT + "</p><p><a href='x'>Weiterlesen</a>"), None),
        (f"<description>{TEXT}</description>", None),
        (f"<description>{TEXT * 5}</description>", TEXT * 5),
    ],
)
def test_whole_entries_are_articles(item: str, text: str | None) -> None:
    (piece,) = read_feed(rss(item), Limits(), None)
    assert isinstance(piece, Linked if text is None else Parsed)
    if isinstance(piece, Parsed):
        assert piece.text == text


def test_an_entry_of_another_outlet() -> None:
    item = "<source url='https://taz.de'>taz</source><pubDate>Tue, 15 Jun 2021 22:30:00 GMT</pubDate>"
    data = rss(item).replace(b"Genf einigt sich", b"Genf einigt sich - taz")
    assert list(read_feed(data, Limits(), None)) == [
        Linked("https://blatt.example/1", "Genf einigt sich", "2021-06-16", "taz")
    ]


def test_the_moment_of_an_entry() -> None:
    (piece,) = read_feed(rss(content(TEXT) + "<pubDate>Wed, 16 Jun 2021 10:00:00 +0200</pubDate>"), Limits(), None)
    assert isinstance(piece, Parsed)
    assert (piece.published, piece.published_at) == ("2021-06-16", "2021-06-16T10:00:00+02:00")


NEWS = 'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
SITE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (f"<urlset {SITE} {NEWS}><url><loc>https://a.example/1</loc><news:news><news:publication><news:name>Blatt</news:name></news:publication><news:publication_date>2021-06-16</news:publication_date><news:title>Genf</news:title></news:news></url></urlset>",
         Linked("https://a.example/1", "Genf", "2021-06-16", "Blatt")),
        (f"<urlset {SITE}><url><loc>https://a.example/1</loc><lastmod>2021-06-16</lastmod></url></urlset>", Linked("https://a.example/1")),
        (f"<?xml version='1.0'?><sitemapindex {SITE}><sitemap><loc>https://a.example/s.xml</loc></sitemap></sitemapindex>", Linked("https://a.example/s.xml")),
    ],
)  # fmt: skip
def test_sitemaps_give_addresses(data: str, found: Linked) -> None:
    assert list(read_xml(data.encode(), Limits(), None)) == [found]


NITF = f"""<nitf><head><title>Titel des Dienstes</title><docdata><date.issue norm="20210616T103000+0200"/></docdata><pubdata name="Blatt" position.section="x"/></head>
<body><body.head><hedline><hl1>Genf einigt sich</hl1></hedline><byline>Von Petra Amsel</byline><abstract><p>{LEAD}</p></abstract></body.head>
<body.content><p>{TEXT}</p><media><media-caption>Bild</media-caption></media><p>Zweiter Absatz.</p></body.content></body></nitf>"""
G2 = f"""<newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet><newsItem><itemMeta><provider literal="dpa"/><versionCreated>2021-06-16T10:30:00+02:00</versionCreated></itemMeta>
<contentMeta><headline>Genf einigt sich</headline><by>Petra Amsel</by></contentMeta><contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body><p>{TEXT}</p><p>Zweiter Absatz.</p></body></html></inlineXML></contentSet></newsItem></itemSet></newsMessage>"""
NEWSML = f"""<?xml version="1.0"?><!DOCTYPE NewsML SYSTEM "NewsML_1.2.dtd"><NewsML><NewsItem><NewsManagement><FirstCreated>20210616T103000+0200</FirstCreated></NewsManagement><NewsComponent><NewsLines>
<HeadLine>Genf einigt sich</HeadLine><ByLine>Petra Amsel</ByLine></NewsLines><ContentItem><DataContent><p>{TEXT}</p><p>Zweiter Absatz.</p></DataContent></ContentItem></NewsComponent></NewsItem></NewsML>"""


@pytest.mark.parametrize("data", [NITF, G2, NEWSML], ids=["nitf", "newsml-g2", "newsml"])
def test_xml_of_agencies(data: str) -> None:
    (piece,) = read_xml(data.encode(), Limits(), None)
    assert isinstance(piece, Parsed)
    assert (piece.title, piece.author, piece.published_at) == (
        "Genf einigt sich",
        "Petra Amsel",
        "2021-06-16T10:30:00+02:00",
    )
    assert piece.text.endswith(f"{TEXT}\n\nZweiter Absatz.")


def test_xml_with_fields_of_any_name() -> None:
    rows = "".join(
        f"<artikel nr='{n}'><titel>Genf {n}</titel><quelle>taz</quelle><datum>16.06.2021</datum><volltext><p>{TEXT}</p></volltext></artikel>"
        for n in range(2)
    )
    columns, *found = read_xml(
        f"<?xml version='1.0'?><export><kopf><anzahl>2</anzahl></kopf>{rows}</export>".encode(), Limits(), None
    )
    assert isinstance(columns, Columns)
    assert [(one.title, one.source, one.published, one.text) for one in found if isinstance(one, Parsed)] == [
        (f"Genf {n}", "taz", "2021-06-16", TEXT) for n in range(2)
    ]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("<?xml version='1.0'?><sitemap><a/></sitemap>", "unknown-kind"),
        ("<?xml version='1.0'?><a>", "broken"),
        ("<?xml version='1.0'?><!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "entities"),
        ("<?xml version='1.0'?>" + "<a>" * 400 + "</a>" * 400, "too-complex"),
    ],
)
def test_other_xml_is_refused(data: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        list(read_xml(data.encode(), Limits(), None))
    assert refused.value.code == code
