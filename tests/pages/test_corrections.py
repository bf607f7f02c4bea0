"""Putting right what is wrong, as somebody does it without JavaScript: forms, links, sentences."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient

from app.actions.articles import set_status
from app.actions.rework import next_behind
from app.analyst import Analyst
from app.db import session_scope
from app.queries import topic_preview
from tests.conftest import counting

SUMMIT = "/summits/genf-2021"


def text_of(client: TestClient, article: int = 1) -> dict[str, object]:
    return client.get(f"/api/articles/{article}").json()


def spot(client: TestClient, words: str, article: int = 1) -> dict[str, str]:
    """Where words first stand in an article, as form fields."""
    text = str(text_of(client, article)["text"])
    start = text.index(words)
    return {"start": str(start), "end": str(start + len(words)), "surface": words}


def mention(client: TestClient, words: str) -> dict[str, object] | None:
    where = spot(client, words)
    found = text_of(client)["mentions"]
    assert isinstance(found, list)
    return next((m for m in found if (str(m["start"]), str(m["end"])) == (where["start"], where["end"])), None)


def correct(client: TestClient, status: int = 303, article: int = 1, **fields: str) -> str:
    answer = client.post(f"/articles/{article}/corrections", data=fields, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.headers.get("location", answer.text)


def told(client: TestClient, address: str) -> str:
    """The notice on the page a form leads to."""
    page = client.get(address.partition("#")[0], headers={"accept-language": "en"})
    assert page.status_code == 200
    found = re.search(r'<div class="notice fixed".*?</div>', page.text, re.S)
    return " ".join(re.sub("<[^>]+>", " ", unescape(found[0])).split()) if found else ""


def test_a_name_becomes_another_persons_and_is_undone_from_the_notice(seeded: TestClient) -> None:
    before = mention(seeded, "Wladimir Putin")
    assert before
    address = correct(
        seeded, what="mention", act="is", label="person", name="Angela Merkel", **spot(seeded, "Wladimir Putin")
    )
    after = mention(seeded, "Wladimir Putin")
    assert after
    assert after["entity"] == {"slug": "angela-merkel", "name": "Angela Merkel"}
    assert after["corrected"] is True
    assert told(seeded, address).startswith("✓ Recorded: Wladimir Putin Person: Angela Merkel Undo")
    page = seeded.get(address.partition("#")[0]).text
    undo = re.search(r'action="([^"]+/undo)"', page)
    assert undo
    back = seeded.post(undo[1], data={"back": "/articles/1?fix=on"}, follow_redirects=False)
    assert back.headers["location"] == "/articles/1?fix=on&fixed=1"
    assert mention(seeded, "Wladimir Putin") == before
    assert "Undone:" in told(seeded, back.headers["location"])
    seeded.post(f"{SUMMIT}/corrections/1/redo")
    assert mention(seeded, "Wladimir Putin") == after


def test_every_layer_can_be_put_right(seeded: TestClient) -> None:
    words = spot(seeded, "hörenswert war")
    correct(seeded, what="mention", act="is", label="organisation", name="Hörensender", **words)
    assert (mention(seeded, "hörenswert war") or {})["entity"] == {"slug": "hoerensender", "name": "Hörensender"}
    correct(seeded, what="mention", act="none", **words)
    assert mention(seeded, "hörenswert war") is None
    correct(seeded, what="quotation", act="is", label="partial", name="Joe Biden", **words)
    quoted = [q for q in text_of(seeded)["quotations"] if str(q["start"]) == words["start"]]  # type: ignore[attr-defined]
    assert [(q["kind"], q["speaker"]["slug"], q["corrected"]) for q in quoted] == [("partial", "joe-biden", True)]
    correct(seeded, what="figure", act="is", label="count", value="1.500", unit="Leute", about="Zuhörer", **words)
    figure = next(f for f in text_of(seeded)["figures"] if str(f["start"]) == words["start"])  # type: ignore[attr-defined]
    assert (figure["value"], figure["unit"], figure["about"]) == (1500, "Leute", "Zuhörer")
    first = text_of(seeded)["sentences"][0]  # type: ignore[index]
    place = {"start": str(first["start"]), "end": str(first["end"])}
    correct(seeded, what="topics", act="add", topic="arktis", **place)
    assert "arktis" in {t["slug"] for t in text_of(seeded)["sentences"][0]["topics"]}  # type: ignore[index]
    correct(seeded, what="topics", act="move", drop="arktis", topic="klima", **place)
    slugs = {t["slug"] for t in text_of(seeded)["sentences"][0]["topics"]}  # type: ignore[index]
    assert "klima" in slugs
    assert "arktis" not in slugs
    record = seeded.get(f"{SUMMIT}/corrections", headers={"accept-language": "en"}).text
    assert "<b>6</b> corrections on record" in record
    assert 'aria-pressed="true"' in seeded.get(f"{SUMMIT}/corrections?kind=topics&state=holds").text


def test_a_passage_is_moved_from_the_topic_page_and_stays_after_a_new_analysis(seeded: TestClient) -> None:
    page = seeded.get(f"{SUMMIT}/topics/cybersicherheit").text
    form = re.search(r'<form method="post" action="/articles/(\d+)/corrections">(.*?)</form>', page, re.S)
    assert form
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[2].partition("<button")[0]))
    sentences = page.count('class="passage"')
    seeded.post(f"/articles/{form[1]}/corrections", data=fields | {"act": "drop"})
    assert seeded.get(f"{SUMMIT}/topics/cybersicherheit").text.count('class="passage"') == sentences - 1
    engine = seeded.app.state.engine  # type: ignore[attr-defined]
    with session_scope(engine, write=True) as session:
        set_status(session, int(form[1]), "queued")
    Analyst(engine).work(int(form[1]))
    assert seeded.get(f"{SUMMIT}/topics/cybersicherheit").text.count('class="passage"') == sentences - 1


def test_panels_open_without_javascript(seeded: TestClient) -> None:
    where = spot(seeded, "Wladimir Putin")
    panel = seeded.get(
        f"/articles/1?fix=mention:{where['start']}-{where['end']}", headers={"accept-language": "en"}
    ).text
    assert "No name" in panel
    assert "Unclear who" in panel
    assert 'value="Wladimir Putin"' in panel
    chosen = seeded.get(f"/articles/1?from={where['start']}&to={where['end']}", headers={"accept-language": "en"}).text
    assert "Mark as a quotation" in chosen
    fragment = seeded.get("/articles/1?fix=sentence:0-60", headers={"hx-request": "true", "hx-target": "section#fix"})
    assert fragment.text.lstrip().startswith('<section id="fix"') or 'id="fix"' in fragment.text[:400]
    assert "<html" not in fragment.text


@pytest.mark.parametrize("fix", ["mention:5-2", "mention:0-99999999", "sentence:abc", "x" * 3_000, "text:-1-5", "🙂"])
def test_an_impossible_place_opens_no_panel(seeded: TestClient, fix: str) -> None:
    answer = seeded.get("/articles/1", params={"fix": fix})
    assert answer.status_code == 200
    assert "data-here" not in answer.text


HOSTILE = [
    {},
    {"what": "mention"},
    {"what": "mention", "start": "0", "end": "0"},
    {"what": "mention", "start": "5", "end": "2", "act": "none"},
    {"what": "mention", "start": "0", "end": "999999999", "act": "none", "surface": "x"},
    {"what": "mention", "start": "-1", "end": "5", "act": "none"},
    {"what": "mention", "start": "١", "end": "5", "act": "none"},
    {"what": "mention", "start": "0", "end": "5", "act": "none", "surface": "wrong"},
    {"what": "mention", "start": "0", "end": "5", "act": "is", "name": "..."},
    {"what": "mention", "start": "0", "end": "5", "act": "is", "name": "N" * 500},
    {"what": "mention", "start": "0", "end": "5", "act": "is", "name": "Ada", "label": "planet"},
    {"what": "topics", "start": "0", "end": "5", "act": "add"},
    {"what": "topics", "start": "0", "end": "5", "act": "add", "topic": "nowhere"},
    {"what": "topics", "start": "0", "end": "5", "act": "explode", "topic": "arktis"},
    {"what": "quotation", "start": "0", "end": "5", "act": "is", "label": "sung"},
    {"what": "figure", "start": "0", "end": "5", "act": "is", "value": "many"},
    {"what": "figure", "start": "0", "end": "5", "act": "is", "value": "9" * 400},
    {"what": "figure", "start": "0", "end": "5", "act": "is", "value": "nan"},
    {"what": "shared", "start": "0", "end": "5", "other": "999", "other_start": "0", "other_end": "5"},
    {"what": "nonsense", "start": "0", "end": "5"},
]


@pytest.mark.parametrize("fields", HOSTILE)
def test_what_makes_no_sense_is_answered_in_a_sentence(seeded: TestClient, fields: dict[str, str]) -> None:
    answer = seeded.post("/articles/1/corrections", data=fields, headers={"accept-language": "en"})
    assert answer.status_code == 422
    assert re.search(r"<p[^>]*>[A-Z“][^<]+\.", answer.text)
    assert (
        "Nothing has been corrected yet." in seeded.get(f"{SUMMIT}/corrections", headers={"accept-language": "en"}).text
    )


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/articles/999/corrections", 404),
        (f"{SUMMIT}/corrections/999/undo", 422),
        (f"{SUMMIT}/corrections/1/explode", 404),
        ("/summits/nowhere/corrections/1/undo", 404),
        (f"{SUMMIT}/persons/nobody/edit", 404),
        ("/summits/nowhere/persons/joe-biden/edit", 404),
        ("/summits/nowhere/new-topic", 404),
    ],
)
def test_unknown_things(seeded: TestClient, address: str, status: int) -> None:
    fields = {"what": "mention", "start": "0", "end": "5", "act": "rename", "name": "Ada", "label_de": "Thema"}
    assert seeded.post(address, data=fields).status_code == status


def test_other_sites_correct_nothing(seeded: TestClient) -> None:
    fields = {"what": "mention", "act": "none", **spot(seeded, "Wladimir Putin")}
    answer = seeded.post("/articles/1/corrections", data=fields, headers={"sec-fetch-site": "cross-site"})
    assert answer.status_code == 403
    assert mention(seeded, "Wladimir Putin")


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_the_way_back_never_leads_elsewhere(seeded: TestClient, back: str) -> None:
    address = correct(seeded, what="mention", act="none", back=back, **spot(seeded, "Wladimir Putin"))
    assert address.startswith("/articles/1?")


def test_markup_in_a_name_stays_text(seeded: TestClient) -> None:
    address = correct(seeded, what="mention", act="is", name="<script>x</script>", **spot(seeded, "Wladimir Putin"))
    assert "<script>x" not in seeded.get(address.partition("#")[0]).text
    assert "<script>x" not in seeded.get(f"{SUMMIT}/corrections").text


def test_two_persons_are_joined_split_and_renamed(seeded: TestClient) -> None:
    edit = f"{SUMMIT}/persons/joe-biden/edit"
    other = "Jake Sullivan"
    before = seeded.get(f"{SUMMIT}/persons").text
    assert other in before
    joined = seeded.post(edit, data={"act": "join", "name": other}, follow_redirects=False)
    assert joined.headers["location"].startswith(edit)
    assert other not in seeded.get(f"{SUMMIT}/persons").text
    assert (
        seeded.get(f"{SUMMIT}/persons/jake-sullivan", follow_redirects=False).headers["location"]
        == f"{SUMMIT}/persons/joe-biden"
    )
    seeded.post(edit, data={"act": "split", "key": "jake-sullivan"})
    assert other in seeded.get(f"{SUMMIT}/persons").text
    seeded.post(edit, data={"act": "rename", "name": "Präsident Biden"})
    assert "Präsident Biden" in seeded.get(f"{SUMMIT}/persons").text
    for fields in ({"act": "join", "name": "Nobody Here"}, {"act": "join", "name": "Präsident Biden"}, {"act": "x"}):
        assert seeded.post(edit, data=fields).status_code == 422


def test_a_topic_is_previewed_changed_and_followed_by_the_worker(seeded: TestClient) -> None:
    engine = seeded.app.state.engine  # type: ignore[attr-defined]
    english = {"accept-language": "en"}
    fields = {"label_de": "Presse", "strong": "Reporterin\nPressekonferenz"}
    shown = seeded.post(f"{SUMMIT}/new-topic", data=fields | {"act": "preview"}, headers=english).text
    assert "Not saved yet" in shown
    assert "Reporterin" in shown
    assert seeded.get(f"{SUMMIT}/topics/presse").status_code == 404
    made = seeded.post(f"{SUMMIT}/new-topic", data=fields | {"act": "save"}, follow_redirects=False)
    assert made.headers["location"].startswith(f"{SUMMIT}/topics/presse/edit")
    assert "0 of 5" in seeded.get(f"{SUMMIT}/corrections", headers=english).text
    analyst = Analyst(engine)
    analyst.catch_up(1)
    with session_scope(engine) as session:
        assert next_behind(session, 1) is None
    assert "0 of 5" not in seeded.get(f"{SUMMIT}/corrections", headers=english).text
    assert seeded.get(f"{SUMMIT}/topics/presse").text.count('class="passage"') > 1
    seeded.post(f"{SUMMIT}/topics/presse/edit", data={"act": "join", "into": "ablauf"})
    analyst.catch_up(1)
    gone = seeded.get(f"{SUMMIT}/topics/presse", follow_redirects=False)
    assert gone.headers["location"] == f"{SUMMIT}/topics/ablauf"


def test_changed_words_of_a_topic_are_told_in_words(seeded: TestClient) -> None:
    edit = f"{SUMMIT}/topics/arktis/edit"
    seeded.post(edit, data={"act": "save", "label_de": "Arktis", "strong": "Polarmeer", "weak": "", "exclude": ""})
    page = unescape(seeded.get(f"{SUMMIT}/corrections", params={"kind": "topic-words"}).text)
    told = " ".join(re.sub("<[^>]+>", " ", page).split())
    assert "Arktis mit Polarmeer · ohne " in told


def test_words_are_split_off_as_a_topic_of_their_own(seeded: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(topic_preview, "SECONDS", 60.0)  # a busy machine looks at all articles too
    fields = {"new_de": "Seewege", "move": ["arktis*", "Grönland"]}
    edit = f"{SUMMIT}/topics/arktis/edit"
    shown = unescape(seeded.post(edit, data=fields | {"act": "split-preview"}).text)
    assert "Diese fallen weg" in shown.partition('id="split"')[2]  # in the form that asked
    assert "an das neue Thema" in shown
    assert re.search(r'value="arktis\*" checked', shown)
    nothing = seeded.post(edit, data=fields | {"act": "split", "move": []})
    assert nothing.status_code == 422
    assert [part.count('role="alert"') for part in nothing.text.split('id="split"')] == [0, 1]
    made = seeded.post(edit, data=fields | {"act": "split"}, follow_redirects=False)
    assert made.headers["location"].startswith(f"{SUMMIT}/topics/seewege/edit")
    Analyst(seeded.app.state.engine).catch_up(1)  # type: ignore[attr-defined]
    assert 'class="passage"' in seeded.get(f"{SUMMIT}/topics/seewege").text
    assert "Seewege" in seeded.get(f"{SUMMIT}/corrections").text


@pytest.mark.parametrize(
    "fields",
    [
        {"label_de": ""},
        {"label_de": "x" * 500},
        {"label_de": "Neu", "strong": "a*b"},
        {"label_de": "Neu", "strong": "\n".join(f"Wort{n}" for n in range(400))},
        {"label_de": "Neu", "strong": "x" * 200},
        {"label_de": "Neu", "description_de": "x" * 5_000},
        {"label_de": "Arktis"},
    ],
)
def test_impossible_topics_keep_what_was_typed(seeded: TestClient, fields: dict[str, str]) -> None:
    answer = seeded.post(f"{SUMMIT}/new-topic", data=fields | {"act": "save"})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_a_name_is_remembered_for_later_corrections(seeded: TestClient) -> None:
    seeded.post(f"{SUMMIT}/corrections", data={"by": "Änne; <b>"})
    correct(seeded, what="mention", act="none", **spot(seeded, "Wladimir Putin"))
    assert "Änne; &lt;b&gt;" in seeded.get(f"{SUMMIT}/corrections").text


def test_the_record_takes_a_fixed_number_of_statements(seeded: TestClient) -> None:
    engine = seeded.app.state.engine  # type: ignore[attr-defined]
    numbers = []
    for words in ("Wladimir Putin", "Joe Biden", "Genf"):
        correct(seeded, what="mention", act="none", **spot(seeded, words))
        with counting(engine) as count:
            seeded.get(f"{SUMMIT}/corrections")
        numbers.append(count())
    assert len(set(numbers)) == 1
