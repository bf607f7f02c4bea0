"""From a share on the overview to its sentences, and in two clicks from any sentence to a topic made of it."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.actions.corrections import correct_summit
from app.correct.decisions import TopicHidden
from app.db import make_engine, session_scope
from app.models import Summit
from app.nlp.topics.lexicon import load_topics
from app.queries import topic_preview
from app.settings import Settings
from tests.conftest import analyse_waiting
from tests.stories import S, add_story

SUMMIT = "/summits/genf-2021"


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looks at all articles on a busy machine too."""
    monkeypatch.setattr(topic_preview, "SECONDS", 60.0)


def page_of(client: TestClient, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return unescape(answer.text)


def rows(page: str) -> list[str]:
    return re.findall(r'<li class="hue-\d" data-step.*?</li>', page, re.S)


def test_the_share_on_the_overview_opens_its_sentences(seeded: TestClient) -> None:
    overview = page_of(seeded, SUMMIT)
    foot = re.search(r'<tr id="without-topic">.*?</tr>', overview, re.S)
    assert foot is not None
    without, of = map(int, re.search(r"(\d+) von (\d+) Sätzen", foot[0]).groups())  # type: ignore[union-attr]
    assert 0 < without < of
    page = page_of(seeded, f"{SUMMIT}/without-topic")
    assert f"{without} von {of} Sätzen haben kein Thema" in page
    cells = re.findall(r'href="(/summits/genf-2021/without-topic\?source=[\w-]+)" title="[^"]*: (\d+) von', foot[0])
    assert cells
    assert sum(int(number) for _, number in cells) == without
    for address, number in cells:
        assert len(rows(page_of(seeded, address))) == int(number)


def test_each_sentence_leads_to_its_place_and_to_the_form(seeded: TestClient) -> None:
    page = page_of(seeded, f"{SUMMIT}/without-topic?source=quelle-b")
    for row in rows(page):
        article, start = re.search(r'href="/articles/(\d+)\?source=quelle-b#s(\d+)"', row).groups()  # type: ignore[union-attr]
        assert f'href="{SUMMIT}/new-topic?from={article}-{start}"' in row
        assert f'id="s{start}"' in page_of(seeded, f"/articles/{article}")
    assert f'href="{SUMMIT}/new-topic"' in page  # where suggestions are
    assert f'href="{SUMMIT}/without-topic"' in page_of(seeded, f"{SUMMIT}/new-topic")


def test_filters_that_leave_none_say_so(seeded: TestClient) -> None:
    page = page_of(seeded, f"{SUMMIT}/without-topic?since=2030-01-01")
    assert "Unter diesen Filtern hat jeder Satz ein Thema, oder es gibt keinen." in page
    assert seeded.get("/summits/nirgends/without-topic").status_code == 404


def test_two_clicks_from_a_sentence_of_an_article_to_a_topic(seeded: TestClient) -> None:
    article = page_of(seeded, "/articles/2")
    link = re.findall(r'href="(/summits/genf-2021/new-topic\?from=2-\d+)"', article)[9]
    form = page_of(seeded, link)
    assert "Noch nicht gespeichert: was sich ändern würde" in form
    fields = dict(re.findall(r'<input id="(label_de|label_en)" name="\w+" value="([^"]*)"', form))
    fields |= dict(re.findall(r'<textarea id="(strong|weak)"[^>]*>([^<]*)</textarea>', form))
    assert fields["strong"] == fields["label_de"] != ""
    start = int(link.rpartition("-")[2])
    sentence = re.search(rf'at={start}#here">(.*?)</a>', form)
    assert sentence is not None
    assert all(word in sentence[1] for word in [fields["label_de"], *fields["weak"].split("\n")])
    made = seeded.post(f"{SUMMIT}/new-topic", data=fields | {"act": "save"}, follow_redirects=False)
    assert made.status_code == 303
    analyse_waiting(seeded.app.state.engine)  # type: ignore[attr-defined]
    assert f'value="{fields["label_de"]}"' in page_of(seeded, made.headers["location"])


@pytest.mark.parametrize("place", ["", "x", "2-99999999", "999-0", "2-", "2-1"])
def test_a_place_that_is_none_gives_the_empty_form(seeded: TestClient, place: str) -> None:
    page = page_of(seeded, f"{SUMMIT}/new-topic?from={place}")
    assert re.search(r'<textarea id="strong"[^>]*></textarea>', page)


def test_a_word_that_names_a_topic_already_is_told(seeded: TestClient) -> None:
    link = re.findall(r'href="(/summits/genf-2021/new-topic\?from=2-\d+)"', page_of(seeded, "/articles/2"))[9]
    name = re.search(r'id="label_de" name="label_de" value="([^"]*)"', page_of(seeded, link))
    assert name is not None
    seeded.post(f"{SUMMIT}/new-topic", data={"label_de": name[1], "strong": name[1], "act": "save"})
    assert "Ein Thema dieses Namens gibt es schon." in page_of(seeded, link)


def test_correcting_a_sentence_offers_it_too(seeded: TestClient) -> None:
    page = page_of(seeded, "/articles/2?fix=on")
    assert "new-topic?from=" not in page  # the handles have the place of the signs
    fix = re.search(r"fix=(sentence%3A\d+-\d+)", page)
    assert fix is not None
    assert "Daraus ein Thema machen" in page_of(seeded, f"/articles/2?fix={fix[1]}")


def test_topics_are_put_into_another_place_and_back(seeded: TestClient) -> None:
    overview = page_of(seeded, SUMMIT)
    slugs = re.findall(r'<tr id="topic-([\w-]+)"', overview)
    first, second, third = slugs[:3]

    def post(slug: str, act: str, **fields: str) -> str:
        data = {"act": act, "back": SUMMIT, **fields}
        answer = seeded.post(f"{SUMMIT}/topics/{slug}/edit", data=data, follow_redirects=False)
        assert answer.status_code == 303
        return unescape(seeded.get(answer.headers["location"]).text)

    page = post(third, "pin")
    assert re.findall(r'<tr id="topic-([\w-]+)"', page)[0] == third
    assert "Angeheftet" in page
    page = post(second, "nest", within=first)
    assert f'<tr id="topic-{second}" class="nested">' in page
    page = post(first, "hide")
    assert f'<tr id="topic-{first}"' not in page
    assert "1 ausgeblendetes Thema" in page
    assert "Dieses Thema ist ausgeblendet" in page_of(seeded, f"{SUMMIT}/topics/{first}")
    page = post(first, "show")
    assert f'<tr id="topic-{first}"' in page
    page = post(third, "unpin")
    assert "Angeheftet" not in page
    record = page_of(seeded, f"{SUMMIT}/corrections")
    assert all(
        told in record for told in ("oben angeheftet", "nicht mehr angeheftet", "wieder gezeigt", "steht als Teil")
    )


def test_a_place_that_cannot_be_is_told_where_it_was_asked(seeded: TestClient) -> None:
    first, second, third = re.findall(r'<tr id="topic-([\w-]+)"', page_of(seeded, SUMMIT))[:3]
    seeded.post(f"{SUMMIT}/topics/{second}/edit", data={"act": "nest", "within": first})
    answer = seeded.post(f"{SUMMIT}/topics/{third}/edit", data={"act": "nest", "within": second})
    assert answer.status_code == 422
    assert "Themen haben eine Ebene von Teilen" in unescape(answer.text)


def test_renaming_shows_what_changes(seeded: TestClient) -> None:
    page = page_of(seeded, f"{SUMMIT}/topics/arktis/edit")
    fields = dict(re.findall(r'<input id="(label_de|label_en)" name="\w+" value="([^"]*)"', page))
    fields |= dict(re.findall(r'<textarea[^>]* id="(description_de|description_en)"[^>]*>([^<]*)</textarea>', page))
    fields |= dict(re.findall(r'<textarea id="(strong|weak|exclude)"[^>]*>([^<]*)</textarea>', page))
    looked = {**fields, "label_de": "Nordpolarmeer", "act": "preview"}
    shown = unescape(seeded.post(f"{SUMMIT}/topics/arktis/edit", data=looked).text)
    assert f"<del>{fields['label_de']}</del>" in shown
    assert "<ins>Nordpolarmeer</ins>" in shown
    assert "Links darauf führen weiter hierher" in shown
    assert "Der Name ändert sich auf seiner Zeile" in shown
    assert "Ein Thema dieses Namens gibt es schon" not in shown
    topics = seeded.get(f"/api{SUMMIT}/matrix").json()["topics"]
    other = next(one["label"]["de"] for one in topics if one["slug"] != "arktis")
    taken = unescape(seeded.post(f"{SUMMIT}/topics/arktis/edit", data=looked | {"label_de": other}).text)
    assert "Ein Thema dieses Namens gibt es schon" in taken


def test_the_numbers_of_persons_count_articles_that_name_them_outside_of_topics(
    client: TestClient, settings: Settings
) -> None:
    """Use finding: a person named in three articles, of which one has a topic there, was counted once."""
    engine = make_engine(settings.database_url)
    add_story(engine, S("{Joe Biden} sprach über die Nato.", "nato"), S("Es regnete."))
    add_story(engine, S("{Joe Biden} kam an."), S("Man sprach über die Nato.", "nato"), source="Quelle B")
    add_story(engine, S("Dann fuhr {Joe Biden} ab."), S("Es regnete wieder."), source="Quelle C")
    page = page_of(client, "/summits/gipfel")
    chip = re.search(r'id="filter-person-joe-biden".*?</a>', page, re.S)
    assert chip is not None
    assert re.search(r">\s*3\s*<", chip[0])
    page = page_of(client, "/summits/gipfel?person=joe-biden")
    assert "<b>3</b> von 3 Artikeln" in page
    assert "2 von 3 Sätzen mit ihrem Namen" in page
    lines = rows(page_of(client, "/summits/gipfel/without-topic?person=joe-biden"))
    assert [re.search(r"#s0", line) is not None for line in lines] == [True, True]


def test_many_topics_come_as_rows_and_a_list_and_all_as_rows(client: TestClient, settings: Settings) -> None:
    engine = make_engine(settings.database_url)
    slugs = [topic.slug for topic in load_topics() if topic.group == "issue"][:30]
    about = [S(f"Hierzu Nummer {number} und mehr.", slug) for number, slug in enumerate(slugs)]
    add_story(engine, *about)
    add_story(engine, *about[:9], S("Zum Schluss."), source="Quelle B")
    page = page_of(client, "/summits/gipfel")
    shown = re.findall(r'<tr id="topic-([\w-]+)"', page)
    listed = re.findall(r'<li id="topic-([\w-]+)"', page)
    assert f"{len(listed)} weitere Themen" in page
    assert len(shown) < len(slugs)
    assert sorted([*shown, *listed]) == sorted(slugs)
    assert set(shown) >= set(slugs[:9])  # what most sources have comes first
    whole = page_of(client, "/summits/gipfel?rows=all")
    assert sorted(re.findall(r'<tr id="topic-([\w-]+)"', whole)) == sorted(slugs)
    with session_scope(engine, write=True) as session:
        correct_summit(session, session.exec(select(Summit.id)).one() or 0, TopicHidden(slug=listed[0]))
    assert f'id="topic-{listed[0]}"' not in page_of(client, "/summits/gipfel")
