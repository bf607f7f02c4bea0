"""Lead, text, headline, people and moment of pages, in the structures that content systems give them."""

# ruff: noqa: E501 - tables, in which a line is a row

import pytest

from app.intake.authors import cleaned_author, people
from app.intake.detection import make
from app.intake.drafts import ArticleDraft
from app.intake.items import Limits, Outlet, Parsed
from app.intake.web.headlines import plain, without_outlet
from app.intake.web.page_address import original_address
from app.intake.web.pages import read_html
from tests.intake.pages import (
    CAPTION,
    DESCRIBED,
    LEAD,
    OTHER,
    OTHER_TITLE,
    PARAGRAPHS,
    SUBHEAD,
    TITLE,
    WITH_LEAD,
    WITHOUT_LEAD,
    body,
    data,
    page,
)

TEXT = [*PARAGRAPHS[:2], SUBHEAD, *PARAGRAPHS[2:]]


def draft_of(source: str, url: str | None = None, known: tuple[Outlet, ...] = ()) -> ArticleDraft:
    (parsed,) = read_html(source.encode(), Limits(), None, url)
    assert isinstance(parsed, Parsed)
    return make(parsed, "a.html", Limits(), known)


@pytest.mark.parametrize("name", WITH_LEAD)
def test_the_lead_is_the_first_paragraph(name: str) -> None:
    draft = draft_of(WITH_LEAD[name])
    assert [line for line in draft.text.split("\n") if line.strip()] == [LEAD, *TEXT]
    assert draft.title == TITLE or (name == "sz" and draft.title == f"Gipfel von Lindau: {TITLE}")
    assert draft.author == (None if name in {"orf", "srf"} else "Petra Amsel")
    assert draft.published
    assert (draft.published.text, draft.published_at) == ("2021-06-16", "2021-06-16T00:30:00+02:00")
    assert draft.changed_at == "2021-06-16T08:00:00+02:00"


@pytest.mark.parametrize("name", WITHOUT_LEAD)
def test_the_teaser_of_another_article_is_no_lead(name: str) -> None:
    draft = draft_of(WITHOUT_LEAD[name])
    assert [line for line in draft.text.split("\n") if line.strip()] == TEXT
    assert OTHER not in draft.text
    assert CAPTION not in draft.text


def test_a_lead_of_points_keeps_them_all() -> None:
    points = "<ul><li>Sieben Staaten einigen sich auf einen Fahrplan für den See.</li><li>Umweltverbände nennen das Ergebnis enttäuschend.</li></ul>"
    main = f"<main><article><header><h1>{TITLE}</h1>{points}</header><div>{body()}</div></article></main>"
    lines = draft_of(page(data(description=None), main)).text.split("\n")
    assert [line.removeprefix("- ") for line in lines[:2]] == [
        "Sieben Staaten einigen sich auf einen Fahrplan für den See.",
        "Umweltverbände nennen das Ergebnis enttäuschend.",
    ]


@pytest.mark.parametrize(
    ("box", "is_walled"),
    [
        ("", False),
        ('<div class="paywall"><h3>Weiterlesen mit SZ Plus</h3><p>4 Wochen für 0,99 Euro testen</p></div>', True),
        ('<div class="newsletter"><p>Unser Newsletter: jetzt kostenlos bestellen</p></div>', False),
    ],
)
def test_a_teaser_that_ends_in_a_box(box: str, is_walled: bool) -> None:
    main = (
        f"<main><article><h1>{TITLE}</h1><div><p>{PARAGRAPHS[0]}</p><p>{PARAGRAPHS[1]}</p></div>{box}</article></main>"
    )
    codes = {warning.code for warning in draft_of(page(DESCRIBED, main)).warnings}
    assert ("paywall" in codes) == is_walled


def test_a_teaser_that_breaks_off() -> None:
    main = f'<main><article><h1>{TITLE}</h1><p>{PARAGRAPHS[0]}</p><div class="paywall-gradient"><p>Umweltverbände nannten das Ergebnis enttäuschend, und die Minister</p></div></article></main>'
    codes = {warning.code for warning in draft_of(page("", main)).warnings}
    assert codes & {"paywall", "teaser"}


@pytest.mark.parametrize(
    ("heads", "main", "title"),
    [
        ('<title>Leise Boote - Politik - SZ.de</title><meta property="og:site_name" content="SZ.de">', "", "Leise Boote"),
        ('<meta property="og:title" content="Leise Boote | Börsen-Zeitung">', "", "Leise Boote"),
        ('<meta property="og:title" content="R&amp;uuml;ckkehr der &amp;quot;Boote&amp;quot;">', "", 'Rückkehr der "Boote"'),
        ('<meta property="og:title" content="Elektroboote: Was jetzt am Bodensee gilt">', "<h1>Leise Boote</h1>", "Leise Boote"),
        ("", "<h1><span class='kicker'>Lindau</span> Leise Boote</h1>", "Leise Boote"),
        ('<meta property="og:title" content="Leise Boote kommen">', "<h1><span>Gipfel</span><br><span>Leise Boote kommen</span></h1>", "Leise Boote kommen"),
        ('<meta property="og:title" content="Lindau: Leise Boote">', "<h1><span class='kicker'>Lindau</span> Leise Boote</h1>", "Lindau: Leise Boote"),
        ("<title>Leise Boote kommen | FAZ</title>", "<h1>FAZ</h1><h1>Leise Boote kommen</h1>", "Leise Boote kommen"),
        ("<title>Leise Boote kommen | FAZ</title>", "<h1>FAZ</h1>", "Leise Boote kommen"),
        ("", "<h1><span>L</span>eise Boote</h1>", "Leise Boote"),
        ("", "<h1>Boden\u00adsee wird\u200b leise</h1>", "Bodensee wird leise"),
        ("", "<h1>Eine andere Welt – Berlin</h1>", "Eine andere Welt – Berlin"),
    ],
)  # fmt: skip
def test_headlines(heads: str, main: str, title: str) -> None:
    source = f"<html><head>{heads}</head><body><main>{main}{body()}</main></body></html>"
    assert draft_of(source).title == title


def test_titles_as_they_are_read() -> None:
    assert plain("A &amp;amp; B <em>C</em>\u00ad \n D") == "A & B C D"
    assert without_outlet("Rat tagt | Sport | Blatt", ["Blatt"]) == "Rat tagt"
    assert without_outlet("Blatt: Rat tagt", ["Blatt"]) == "Blatt: Rat tagt"
    assert without_outlet("Blatt | Rat tagt", ["Blatt"]) == "Rat tagt"
    assert without_outlet("Blatt | Blatt", ["Blatt"]) == "Blatt"


@pytest.mark.parametrize(
    ("field", "names", "agencies"),
    [
        ("hessenschau.de, Frankfurt, Germany", (), ()),
        ("Frankfurter Allgemeine Zeitung GmbH; Ralf Euler", ("Ralf Euler",), ()),
        ("Red; ORF.at; Agenturen", (), ()),
        ("Capital Von Jemima Kelly", ("Jemima Kelly",), ()),
        ("Autor Monika Bolliger", ("Monika Bolliger",), ()),
        ("Reuters; Thorsten Kramer", ("Thorsten Kramer",), ("Reuters",)),
        ("Deutsche Presse-Agentur", (), ("dpa",)),
        ("Von Anna Weber und Karl-Heinz Meier", ("Anna Weber", "Karl-Heinz Meier"), ()),
        ("Alexander Mühlauer, London, und Björn Finke, Brüssel", ("Alexander Mühlauer", "Björn Finke"), ()),
        ("WEBER, Anna", ("Anna Weber",), ()),
        ("SEBALD, CHRISTIAN", ("Christian Sebald",), ()),
        ("DPA, AFP", (), ("dpa", "AFP")),
        ("Weber, Anna", ("Anna Weber",), ()),
        ("ANNA WEBER", ("Anna Weber",), ()),
        ("Anna Weber (awe), Politikredakteurin", ("Anna Weber",), ()),
        ("ARD-Korrespondentin Anna Weber, ARD-Studio Genf", ("Anna Weber",), ()),
        ("Ein Kommentar von Ursula von der Weber", ("Ursula von der Weber",), ()),
        ("https://www.faz.net/redaktion/anna-weber-1.html", (), ()),
        ("anna.weber@faz.de", (), ()),
        ("awe/dpa", (), ("dpa",)),
        ("DER SPIEGEL", (), ()),
        ("n-tv NACHRICHTEN", (), ()),
        ("<a href='/x'>Anna Weber</a> &amp; Ben Fuchs", ("Anna Weber", "Ben Fuchs"), ()),
        ("Anna Weber " * 200, (), ()),
    ],
)
def test_people_of_an_author_field(field: str, names: tuple[str, ...], agencies: tuple[str, ...]) -> None:
    found = people([field])
    assert (found.names, found.agencies) == (names, agencies)


def test_a_field_of_people_only_stays_as_it_is() -> None:
    assert cleaned_author("Anna Weber und Ben Fuchs") == ("Anna Weber; Ben Fuchs", ())
    assert cleaned_author("Anna Weber, Ben Fuchs") == ("Anna Weber; Ben Fuchs", ())
    assert cleaned_author("Anna Weber, Bern") == ("Anna Weber", ())
    assert cleaned_author("Von Anna Weber, dpa") == ("Anna Weber", ("dpa",))
    assert cleaned_author("awe") == ("awe", ())
    assert cleaned_author("Rundschau GmbH") == (None, ())
    assert cleaned_author("Rundschau", ["Rundschau"]) == (None, ())


@pytest.mark.parametrize(
    ("author", "author_name", "agencies"),
    [
        ([{"@type": "Organization", "name": "dpa"}], None, ("dpa",)),
        ([{"@type": "Organization", "name": "Blatt"}, {"@type": "Person", "name": "Anna Weber"}], "Anna Weber", ()),
        ({"@type": "Person", "name": ["Anna Weber", "Ben Fuchs"]}, "Anna Weber", ()),
        ("Anna Weber, Ben Fuchs", "Anna Weber; Ben Fuchs", ()),
        ([{"@type": "Person", "givenName": "Anna", "familyName": "Weber"}], "Anna Weber", ()),
        ([{"@type": "Person", "name": "dpa"}], None, ("dpa",)),
        ({"@type": "Person"}, None, ()),
        ([None, 3, {"name": None}], None, ()),
    ],
)
def test_people_in_data(author: object, author_name: str | None, agencies: tuple[str, ...]) -> None:
    draft = draft_of(page(data(author=author), f"<main><h1>{TITLE}</h1>{body()}</main>"))
    assert (draft.author, draft.agencies) == (author_name, agencies)


@pytest.mark.parametrize(
    ("name", "byline", "author"),
    [
        ("BLATT BODENSEE", "von <a>Frank Bauer</a>, BLATT BODENSEE", "Frank Bauer"),
        ("Blatt Redaktion", "", None),
        ("Anna Weber", "", "Anna Weber"),
        ("Anna Weber", "Von Anna Weber", "Anna Weber"),
    ],
)
def test_an_organisation_of_the_outlet_wrote_nothing(name: str, byline: str, author: str | None) -> None:
    head = data(author=[{"@type": "Organization", "name": name}])
    main = f'<main><h1>{TITLE}</h1><p class="autor">{byline}</p>{body()}</main>'
    assert draft_of(page(head, main)).author == author


@pytest.mark.parametrize(
    ("site", "title", "source"),
    [
        ("TAZ Verlags- und Vertriebs GmbH", f"{TITLE} | taz.de", "taz"),
        ("Süddeutsche Zeitung GmbH", TITLE, "Süddeutsche Zeitung"),
        ("Medienhaus Nord GmbH & Co. KG", f"{TITLE} - Weser-Kurier", "Weser-Kurier"),
        ("Bote Verlag GmbH", TITLE, "Bote Verlag GmbH"),
        ("www.rnd.de", TITLE, "RND"),
        ("www.bote.example", TITLE, "bote.example"),
    ],
)
def test_a_firm_is_no_outlet(site: str, title: str, source: str) -> None:
    head = f'<meta property="og:site_name" content="{site}"><title>{title}</title>'
    assert (
        draft_of(f"<html><head>{head}</head><body><main><h1>{TITLE}</h1>{body()}</main></body></html>").source == source
    )


@pytest.mark.parametrize(
    "foot",
    [
        f"<div><h2>Links:</h2><ul><li>{OTHER_TITLE}</li><li>{OTHER}</li></ul></div>",
        f"<h3>Weiterführende Links</h3><ul><li><a href='/x'>{OTHER_TITLE}</a></li></ul>",
        "<p>Dieses Thema im Programm: Radio am See | Nachrichten | 16. Juni 2021 | 17:00 Uhr</p>",
        "<p>Der Newsletter vom See informiert Sie jeden Tag zum Feierabend. <a href='/n'>Hier geht’s zur Anmeldung!</a></p>",
        "<p>taz zahl ich: Unterstützen Sie uns mit 5 Euro im Monat.</p>",
    ],
)
def test_what_stands_below_an_article_is_not_taken(foot: str) -> None:
    main = f"<main><article><h1>{TITLE}</h1><p>{LEAD}</p>{body()}{foot}</article></main>"
    lines = draft_of(page(DESCRIBED + data(), main)).text.split("\n")
    assert [line for line in lines if line.strip()] == [LEAD, *TEXT]


@pytest.mark.parametrize(
    "last", ["Der Bericht wurde am Mittwoch in Genf veröffentlicht.", "Quelle: Blatt/dpa", "Quelle: MDR (fba)/dpa"]
)
def test_a_last_line_of_the_article_stays(last: str) -> None:
    main = f"<main><article><h1>{TITLE}</h1>{body()}<p>{last}</p></article></main>"
    assert draft_of(page(data(description=None), main)).text.endswith(last)


def test_titles_of_other_articles_above_the_lead_are_not_taken() -> None:
    main = f"<main><article><header><h1>{TITLE}</h1><ul><li>{OTHER_TITLE}</li></ul><p>{LEAD}</p></header>{body()}</article></main>"
    assert draft_of(page(DESCRIBED + data(), main)).text.startswith(LEAD)


def test_a_headline_glued_to_the_line_above_it_is_not_taken() -> None:
    main = f"<main><article><header><h2><span>Sachsen</span><span>{TITLE}</span></h2><p>{LEAD}</p></header>{body()}</article></main>"
    assert draft_of(page(DESCRIBED + data(), main)).text.startswith(LEAD)


FAZ = "https://www.faz.net/aktuell/politik/lindau-1.html"


@pytest.mark.parametrize(
    ("copy", "original"),
    [
        (f"https://web.archive.org/web/20210616120000/{FAZ}", FAZ),
        (f"https://web.archive.org/web/20210616120000if_/{FAZ}", FAZ),
        (f"https://archive.ph/2021.06.16-120000/{FAZ}", FAZ),
        (f"https://archive.is/o/AbCdE/{FAZ}", FAZ),
        (f"https://archive.today/{FAZ}", FAZ),
        ("https://webcache.googleusercontent.com/search?q=cache:AbC-1:www.faz.net/a", "https://www.faz.net/a"),
        (f"https://webcache.googleusercontent.com/search?q=cache:{FAZ}", FAZ),
        (f"https://web.archive.org/web/2021/https://archive.ph/2021.06.16-120000/{FAZ}", FAZ),
        (FAZ, FAZ),
        ("https://archive.ph/AbCdE", "https://archive.ph/AbCdE"),
    ],
)
def test_copies_lead_to_what_they_are_of(copy: str, original: str) -> None:
    assert original_address(copy) == original


@pytest.mark.parametrize(
    ("head", "url", "source", "address"),
    [
        ('<link rel="canonical" href="https://www.morgenpost.de/a">', "https://www.waz.de/a", "WAZ", "https://www.waz.de/a"),
        ('<link rel="canonical" href="https://www.waz.de/a">', "https://www.waz.de/a?utm_source=x", "WAZ", "https://www.waz.de/a"),
        ('<link rel="canonical" href="https://www.morgenpost.de/a"><meta property="og:site_name" content="WAZ">', None, "WAZ", "https://www.morgenpost.de/a"),
        (f'<link rel="canonical" href="https://archive.ph/2021.06.16-120000/{FAZ}">', None, "FAZ", FAZ),
        (f'<link rel="canonical" href="{FAZ}">', "https://archive.ph/AbCdE", "FAZ", FAZ),
        (f'<meta property="og:url" content="{FAZ}">', None, "FAZ", FAZ),
        ("", f"https://web.archive.org/web/2021/{FAZ}", "FAZ", FAZ),
        (f"<!-- saved from url=(0051){FAZ} -->", None, "FAZ", FAZ),
        (f"<!--\n Page saved with SingleFile \n url: {FAZ} \n saved date: Wed Jun 16 2021\n-->", None, "FAZ", FAZ),
        ('<meta property="og:site_name" content="Neuer Bote">', None, "Neuer Bote", None),
    ],
)  # fmt: skip
def test_where_a_page_is_from(head: str, url: str | None, source: str, address: str | None) -> None:
    draft = draft_of(f"<html>{head}<body><main><h1>{TITLE}</h1>{body()}</main></body></html>", url)
    assert (draft.source, draft.url) == (source, address)


@pytest.mark.parametrize(
    ("head", "day", "at"),
    [
        ('<meta property="article:published_time" content="2021-06-15T22:30:00Z">', "2021-06-16", "2021-06-16T00:30:00+02:00"),
        ('<meta name="date" content="2021-06-16T10:30:00+02:00">', "2021-06-16", "2021-06-16T10:30:00+02:00"),
        ('<meta name="DC.date.issued" content="2021-06-16">', "2021-06-16", None),
        ('<meta name="parsely-pub-date" content="2021-06-16T08:30:00Z">', "2021-06-16", "2021-06-16T10:30:00+02:00"),
        ('<meta name="sailthru.date" content="Wed, 16 Jun 2021 08:30:00 GMT">', "2021-06-16", "2021-06-16T10:30:00+02:00"),
        ("", "2021-06-16", "2021-06-16T10:30:00+02:00"),
    ],
)  # fmt: skip
def test_when_a_page_was_published(head: str, day: str, at: str | None) -> None:
    shown = "" if head else '<time datetime="2021-06-16T10:30:00+02:00">16.06.2021</time>'
    draft = draft_of(f"<html><head>{head}</head><body><main><h1>{TITLE}</h1>{shown}{body()}</main></body></html>")
    assert draft.published
    assert (draft.published.text, draft.published_at) == (day, at)
