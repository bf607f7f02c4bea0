"""What a filtered page says is about what the filters leave, or it says what else it is about; nothing is silent."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

SUMMIT = "/summits/genf-2021"
SCREENS = [
    "",
    "/topics/ablauf",
    "/quotes",
    "/quotes?view=same",
    "/quotes?view=voices",
    "/figures",
    "/silence",
    "/shared",
    "/words",
    "/compare",
    "/persons",
    "/places",
    "/organisations",
    "/persons/joe-biden",
    "/places/genf",
    "/search?q=Biden",
    "/articles",
]
LETTERS = "ABCDE"


def get(client: TestClient, path: str, query: str = "") -> str:
    address = SUMMIT + path + (("&" if "?" in path else "?") + query if query else "")
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.text)


def told(page: str) -> str:
    """The words of the active filters."""
    part = re.search(r'<div id="active-filters".*?</div>', page, re.S)
    assert part
    return " ".join(re.sub(r"<[^>]+>", " ", part[0]).split())


def aside(page: str) -> str:
    part = re.search(r'<div class="aside">(.*)</main>', page, re.S)
    assert part
    return part[1]


@pytest.mark.parametrize("path", SCREENS)
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=2021-99-99", "„2021-99-99“ ist kein Tag"),
        ("source=zzz", "In diesem Gipfel nicht bekannt: zzz"),
        ("source=zzz&source=quelle-a", "In diesem Gipfel nicht bekannt: zzz"),
        ("person=zzz", "In diesem Gipfel nicht bekannt: zzz"),
        ("person=<b>", "„<b>“ lässt sich nicht filtern"),
    ],
)
def test_every_screen_tells_what_it_cannot_filter_by(seeded: TestClient, path: str, query: str, sentence: str) -> None:
    page = get(seeded, path, query)
    warnings = re.findall(r'<span class="warn">(.*?)</span>', page)
    assert any(sentence in warning for warning in warnings), warnings


@pytest.mark.parametrize("path", [path for path in SCREENS if path != "/compare"])
def test_an_unknown_source_shows_nothing(seeded: TestClient, path: str) -> None:
    page = get(seeded, path, "source=zzz")
    view = page.split('id="filters"')[1].split("</section>", 1)[1].split("</main>")[0]
    assert not re.findall(r'href="/articles/\d+', view)
    assert not re.findall(r'<q |<blockquote|class="cited"', view)


@pytest.mark.parametrize("query", ["source=zzz", "person=zzz"])
def test_nothing_is_said_of_all_where_nothing_was_asked(seeded: TestClient, query: str) -> None:
    page = get(seeded, "/silence", query)
    assert "Zu dieser Verbindung von Filtern passt nichts." in page
    assert "steht in allen" not in page
    assert "Zu dieser Verbindung von Filtern passt nichts." in get(seeded, "/words", "source=zzz")


def test_an_unknown_topic_is_told(seeded: TestClient) -> None:
    assert "„gibt-es-nicht“ lässt sich nicht filtern" in told(get(seeded, "/quotes", "topic=gibt-es-nicht"))


@pytest.mark.parametrize("letter", LETTERS)
def test_the_sidebar_keeps_to_the_source(seeded: TestClient, letter: str) -> None:
    page = get(seeded, "", f"source=quelle-{letter.lower()}&rows=all")
    others = {f"Quelle {other}" for other in LETTERS} - {f"Quelle {letter}"}
    assert not [name for name in others if name in aside(page)]
    assert "Es gibt nichts, womit sie zu vergleichen wäre." in aside(page)
    assert "<b>1</b> von 5 Artikeln" in page
    assert "aus <b>1</b> von 5 Quellen" in page
    topics = len(re.findall(r'<tr id="topic-', page))
    whole = len(re.findall(r'<tr id="topic-', get(seeded, "", "rows=all")))
    assert f"<b>{topics}</b> von {whole} Themen" in page


def test_what_reaches_beyond_is_counted_and_shown_whole_elsewhere(seeded: TestClient) -> None:
    query = "source=quelle-b"
    sidebar = aside(get(seeded, "", query))
    (figures,) = re.findall(r"(\d+) Vergleiche reichen über diese Filter hinaus", sidebar)
    page = get(seeded, "/figures", query)
    assert re.search(rf"Nicht überall gleich</h2>\s*<span>{figures} Vergleiche</span>", page)
    assert "Ein Vergleich steht ganz da, sobald eine seiner Zahlen passt" in told(page)
    (passages,) = re.findall(r"(\d+) Passagen, die die Quelle mit anderen teilt", sidebar)
    page = get(seeded, "/shared", query)
    assert f"<b>{passages}</b> Passagen" in page
    assert "mit irgendeiner anderen teilt" in told(page)


def test_two_sources_are_compared_with_each_other_alone(seeded: TestClient) -> None:
    page = get(seeded, "", "source=quelle-a&source=quelle-c")
    assert not [name for name in ("Quelle B", "Quelle D", "Quelle E") if name in aside(page)]
    assert "unter den gewählten Quellen und Tagen" in aside(page)


def test_dates_keep_the_sidebar_to_the_dated(seeded: TestClient) -> None:
    page = get(seeded, "", "since=2021-06-17&until=2021-06-17")
    assert not [name for name in ("Quelle A", "Quelle C", "Quelle D", "Quelle E") if name in aside(page)]
    assert "1 Artikel ist nur auf den Monat datiert und kann außerhalb liegen" in told(page)
    assert "nur auf den Monat" not in told(get(seeded, "", "since=2021-06-01&until=2021-06-30"))


@pytest.mark.parametrize(
    ("path", "query", "sentence"),
    [
        ("/quotes", "view=same&source=quelle-b", "Eine Äußerung steht ganz da"),
        ("/silence", "source=quelle-b", "verglichen mit allen Quellen"),
        ("/words", "source=quelle-b", "mit allen anderen verglichen"),
    ],
)
def test_a_screen_says_what_it_shows_beyond_the_filters(
    seeded: TestClient, path: str, query: str, sentence: str
) -> None:
    assert sentence in told(get(seeded, path, query))
    assert sentence not in told(get(seeded, path))


def test_clearing_clears_the_filters_of_the_screen_too(seeded: TestClient) -> None:
    own = "view=voices&topic=erwartungen&kind=direct&verb=sagte"
    for query in (own, f"{own}&source=quelle-a"):
        page = get(seeded, "/quotes", query)
        (address,) = re.findall(r'id="clear-filters" href="([^"]+)"', page)
        assert address == f"{SUMMIT}/quotes?view=voices"
    (address,) = re.findall(r'id="clear-filters" href="([^"]+)"', get(seeded, "/figures", "kind=count&source=quelle-a"))
    assert address == f"{SUMMIT}/figures"
    (address,) = re.findall(r'id="clear-filters" href="([^"]+)"', get(seeded, "", "sort=name&source=quelle-a"))
    assert address == f"{SUMMIT}?sort=name"
    assert "clear-filters" not in get(seeded, "/quotes", "view=voices")


def test_the_filters_of_the_screen_are_told_in_words(seeded: TestClient) -> None:
    words = told(get(seeded, "/quotes", "topic=erwartungen&kind=direct&source=quelle-a&since=2021-06-01"))
    for part in ("Diese Seite ist gefiltert:", "Thema: Erwartungen", "wörtlich", "Nur in Quelle A", "seit dem 1. Juni"):
        assert part in words


def test_nobody_under_filters_is_not_nobody_yet(seeded: TestClient) -> None:
    for query in ("since=2022-01-01", "topic=erwartungen&source=quelle-b"):
        page = get(seeded, "/quotes", query)
        assert "Noch keine Personen gefunden." not in page
        assert "Unter diesen Filtern niemand." in page
