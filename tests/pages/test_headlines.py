"""Headlines on the screens: marked as such, in whose words, and apart from what is counted."""

import pytest
from fastapi.testclient import TestClient
from lxml.html import HtmlElement, fromstring
from sqlalchemy import Engine

from tests.stories import SLUG, S, add_story, headline


@pytest.fixture
def article(engine: Engine) -> int:
    """An article whose headline alone names Baerbock, and gives words of Merz."""
    add_story(engine, S("{Friedrich Merz} kam."), source="Quelle B")
    above = headline("{Friedrich Merz} zu {Baerbock}: „Das wird gut“", "erwartungen", says="Friedrich Merz")
    return add_story(engine, S("Gut sei {Friedrich Merz} nicht.", "ablauf"), above=above)


def page(client: TestClient, path: str) -> HtmlElement:
    answer = client.get(path, headers={"Accept-Language": "de"})
    assert answer.status_code == 200
    return fromstring(answer.text)


def found(element: HtmlElement, *path: str) -> list[HtmlElement]:
    """Descendants by tag or ``.class``, one inside of the other."""
    here = [element]
    for step in path:
        tag, _, name = step.partition(".")
        test = f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" if name else ""
        here = [one for parent in here for one in parent.xpath(f".//{tag or '*'}{test}")]
    return here


def words(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_the_headline_has_its_marks(client: TestClient, article: int) -> None:
    seen = page(client, f"/articles/{article}")
    (title,) = found(seen, "h1")
    assert words(title) == "Friedrich Merz zu Baerbock: „Das wird gut“"
    assert [(one.text, one.get("href")) for one in found(title, "a.person")] == [
        ("Friedrich Merz", f"/summits/{SLUG}/persons/friedrich-merz"),
        ("Baerbock", f"/summits/{SLUG}/persons/baerbock"),
    ]
    assert [words(one) for one in found(title, ".quoted")] == ["„Das wird gut“"]
    (note,) = found(seen, ".headline-note")
    assert words(note).startswith("Überschrift Friedrich Merz, wörtlich Themen:")
    assert "Markierungen in der Überschrift werden nirgends mitgezählt." in words(note)


def test_who_stands_in_the_headline_alone_is_said_beside_it(client: TestClient, article: int) -> None:
    seen = page(client, f"/articles/{article}")
    told = {words(found(one, ".name")[0]): words(one) for one in found(seen, ".entities", "summary")}
    assert told["Baerbock"] == "Baerbock nur in der Überschrift"
    assert told["Friedrich Merz"] == "Friedrich Merz 1× · in der Überschrift: 1"


def test_a_headline_is_no_mark_up(client: TestClient, engine: Engine) -> None:
    id_ = add_story(engine, S("Nichts."), above=headline("<b>{Merz}</b> & Co."))
    (title,) = found(page(client, f"/articles/{id_}"), "h1")
    assert found(title, "b") == []
    assert words(title) == "<b>Merz</b> & Co."


def test_lists_of_persons_say_where(client: TestClient, article: int) -> None:
    told = {
        words(found(row, "th")[0]): words(row) for row in found(page(client, f"/summits/{SLUG}/persons"), "tbody", "tr")
    }
    assert "in Überschriften: 1" in told["Friedrich Merz"]
    assert "nur in Überschriften: 1" in told["Baerbock"]


def test_the_page_of_a_person_leads_to_the_headlines(client: TestClient, article: int) -> None:
    seen = page(client, f"/summits/{SLUG}/persons/baerbock")
    (above,) = found(seen, ".above")
    assert words(above) == "in Überschriften: 1 Friedrich Merz zu Baerbock: „Das wird gut“"
    (link,) = found(above, "a")
    assert link.get("href") == f"/articles/{article}?of=baerbock"
    back = page(client, link.get("href")).xpath("//*[@id='back']")[0]
    assert words(back) == "‹ Zurück zu Baerbock"
    assert "in Überschriften: 1" in words(found(seen, ".dek")[0])
    assert "Im Text wird diese Person nirgends genannt, in Überschriften schon." in words(seen)
    assert "nennt diese Person selbst" not in words(seen)


def test_lists_of_articles_keep_a_plain_headline(client: TestClient, article: int) -> None:
    (link,) = found(page(client, f"/summits/{SLUG}/articles?person=baerbock"), ".article-line", "h2", "a")
    assert words(link) == "Friedrich Merz zu Baerbock: „Das wird gut“"
    assert found(link, ".name") == []


def test_the_search_marks_a_hit_in_the_headline(client: TestClient, article: int) -> None:
    (line,) = found(page(client, f"/summits/{SLUG}/search?q=Baerbock"), ".article-line")
    assert [words(one) for one in found(line, "h2", "mark")] == ["Baerbock"]
    assert "in der Überschrift" in words(found(line, "h2")[0])
    (title,) = found(page(client, f"/articles/{article}?q=wird"), "h1")
    assert [words(one) for one in found(title, ".hit")] == ["wird"]


def test_a_new_headline_is_shown_at_once_without_the_old_marks(client: TestClient, article: int) -> None:
    form = {"title": "Habeck sagt ab", "source": "Quelle A", "published": "", "url": ""}
    answer = client.post(f"/articles/{article}", data=form, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 200
    (title,) = found(page(client, f"/articles/{article}"), "h1")
    assert (words(title), found(title, ".name")) == ("Habeck sagt ab", [])
