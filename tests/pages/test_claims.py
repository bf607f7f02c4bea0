"""What the screens may say of sources and things: one sentence a state, and answers in one click."""

import re
from html import unescape

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from app.actions.tallies import touch
from app.db import session_scope
from app.models import Annotation, Article, Entity, Offer, Topic
from app.pages.rendering import environment
from app.queries.filters import Filters
from app.queries.views.claims import Claims, ClaimView, OfferView, Reason, State
from app.queries.views.heads import SourceView, SummitView
from app.queries.views.text import Piece

SUMMIT = SummitView("baku", "Klimagipfel", "Baku", None, None, articles=6, sources=5)
LEAD = '{% import "macros/claims.html" as claims %}'


def source(name: str, hue: int = 0) -> SourceView:
    return SourceView(name.lower().replace(" ", "-"), name, hue)


def offer(of: SourceView, part: str = "text", *, accepted: bool = False) -> OfferView:
    pieces = (Piece("Über "), Piece("Bohrungen", hit=True), Piece(" <b>wurde</b> gestritten."))
    return OfferView(
        **{"id": 7, "source": of, "article_id": 3, "part": part, "start": 10, "end": 60, "at": 10, "score": 0.6},
        pieces=pieces,
        reasons=("near-words", "word:Bohrung", "word:Tiefe", "unheard-of"),
        accepted=accepted,
        thing="topic-9",
    )


def claim(name: str, state: State, reason: Reason | None = None, hue: int = 0) -> ClaimView:
    own = source(name, hue)
    offers = (offer(own), offer(own, "headline")) if state == "perhaps" else ()
    return ClaimView(own, state, reason, articles=2, sentences=107, terms=("Energie", "Öl & Gas"), offers=offers)


ALL = Claims(
    (
        claim("Quelle A", "found"),
        claim("Quelle B", "absent", hue=1),
        claim("Quelle C", "absent", hue=2),
        claim("Quelle D", "perhaps", hue=3),
        claim("Quelle E", "withheld", "gap", hue=4),
    )
)


def rendered(call: str, language: str = "de", **context: object) -> str:
    known = {"claims_": ALL, "summit": SUMMIT, "filters": Filters(persons=("x",), since=None)}
    return environment(language).from_string(LEAD + call).render(known | context)


def words(html: str) -> str:
    """What is read; texts that look like markup stay what they are."""
    bare = unescape(re.sub("<[^>]+>", " ", re.sub(r"<svg.*?</svg>", "", html, flags=re.S)))
    return re.sub(r"(?<=\() | (?=[),])", "", " ".join(bare.split()))


LIST = '{{ claims.claim_list(claims_, summit, filters, "/summits/baku/silence", "t1", teach="topic") }}'


def test_every_state_has_its_sentence_and_says_what_was_searched() -> None:
    told = words(rendered(LIST))
    assert "Nicht gefunden in: Quelle B Quelle C (kein Treffer in 4 Artikeln, 214 Sätzen: Energie, Öl & Gas)" in told
    assert "Vielleicht in: Quelle D 2 Stellen ansehen" in told
    assert "Keine Aussage zu: Quelle E (Textlücke vermutet)" in told
    assert "Quelle A" not in told  # what is found is told where it is found
    english = words(rendered(LIST, "en"))
    assert "Not found in: Quelle B Quelle C (no hit in 4 articles, 214 sentences:" in english
    assert "No statement about: Quelle E (a gap in the text suspected)" in english


def test_the_search_can_be_opened_word_by_word_in_those_sources_alone() -> None:
    links = [unescape(link) for link in re.findall(r'href="([^"]*/search[^"]*)"', rendered(LIST))]
    assert links == [
        "/summits/baku/search?source=quelle-b&source=quelle-c&q=Energie",
        "/summits/baku/search?source=quelle-b&source=quelle-c&q=%C3%96l+%26+Gas",
    ]


def test_of_an_utterance_only_all_words_together_are_said_not_to_be_there() -> None:
    near = '{{ claims.claim_list(claims_, summit, filters, "/x", "u1", near=true) }}'
    assert "(keine ähnliche Stelle in 4 Artikeln, 214 Sätzen; gesucht: Energie, Öl & Gas)" in words(rendered(near))
    links = [unescape(link) for link in re.findall(r'href="([^"]*/search[^"]*)"', rendered(near))]
    assert links == ["/summits/baku/search?source=quelle-b&source=quelle-c&q=Energie+%C3%96l+%26+Gas"]


def test_an_offer_says_where_and_why_and_takes_one_click() -> None:
    html = rendered(LIST)
    told = words(html)
    assert "Über Bohrungen <b>wurde</b> gestritten." in told  # a text is never markup
    assert "Angeboten, weil: aussagekräftige Wörter gemeinsam: Bohrung, Tiefe" in told
    assert "unheard-of" not in told
    assert "in der Überschrift" in told
    assert "<mark>Bohrungen</mark>" in html
    assert html.count('action="/summits/baku/offers/7"') == 2
    assert 'name="at" value="3:headline:10-60"' in html
    assert 'name="back" value="/summits/baku/silence#t1"' in html
    assert html.count('name="answer" value="yes"') == html.count('name="answer" value="no"') == 2


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        ("short", "kein Wort darin, nach dem sich suchen ließe"),  # of a thing: the source itself has enough sentences
        ("before-event", "vor dem Ereignis verfasst"),
        ("gap", "Textlücke vermutet"),
        ("other-language", "andere Sprache"),
        ("no-topics", "überwiegend Sätze ohne Thema"),
    ],
)
def test_why_nothing_is_said_is_said(reason: Reason, sentence: str) -> None:
    only = Claims((claim("Quelle Z", "withheld", reason),))
    assert f"Keine Aussage zu: Quelle Z ({sentence})" in words(rendered(LIST, claims_=only))


def test_nothing_is_said_where_all_have_it() -> None:
    assert rendered(LIST, claims_=Claims((claim("Quelle A", "found"),))).strip() == ""


def test_the_four_signs_differ_in_shape_and_are_told_to_a_screen_reader() -> None:
    cells = [rendered("{{ claims.claim_cell(one) }}", one=one) for one in ALL.of]
    shapes = [re.search(r"<svg.*?>(.*)</svg>", cell)[1] for cell in cells]  # type: ignore[index]
    assert len(set(shapes)) == 4
    assert [words(cell) for cell in cells] == [
        "gefunden",
        *["in Überschrift und Text gesucht, nicht gefunden"] * 2,
        "vielleicht: ansehen und entscheiden vielleicht",
        "keine Aussage möglich (Textlücke vermutet)",
    ]
    legend = words(rendered("{{ claims.claim_legend() }}"))
    assert "gesucht, nicht gefunden" in legend
    assert "keine Aussage möglich" in legend


def test_what_was_accepted_by_hand_says_so() -> None:
    own = source("Quelle A")
    found = Claims((ClaimView(own, "found", offers=(offer(own, accepted=True),)),))
    told = words(rendered('{{ claims.accepted_list(claims_, summit, filters, "/x", "k") }}', claims_=found))
    assert "Zählt als gefunden, weil es jemand so entschieden hat." in told
    assert "Ja, dasselbe" not in told


def planted(client: TestClient, **thing: int) -> tuple[int, Offer]:
    """An offer of the first sentence without a topic, as the wider search would store it."""
    engine = client.app.state.engine  # type: ignore[attr-defined]
    with session_scope(engine, write=True) as session:
        topic = select(Annotation.start).where(Annotation.article_id == 1, Annotation.layer == "topic")
        sentences = select(Annotation).where(Annotation.article_id == 1, Annotation.label == "sentence")
        bare = next(one for one in session.exec(sentences) if one.start not in set(session.exec(topic)))
        place = {"article_id": 1, "start": thing.pop("start", bare.start), "end": thing.pop("end", bare.end)}
        if not thing:
            thing = {"topic_id": session.exec(select(Topic.id).where(Topic.slug == "arktis")).one() or 0}
        kind = "topic" if "topic_id" in thing else "person"
        source = session.get_one(Article, 1).source_id
        row = Offer(summit_id=1, source_id=source, kind=kind, reasons=["near-words", "word:Kreml"], **place, **thing)
        session.add(row)
        session.flush()
        touch(session, [1])
        session.expunge(row)
        assert row.id is not None
        return row.id, row


def arctic(client: TestClient, row: Offer) -> bool:
    sentences = client.get("/api/articles/1").json()["sentences"]
    return any(s["start"] == row.start and "arktis" in {t["slug"] for t in s["topics"]} for s in sentences)


def test_one_click_says_yes_and_one_takes_it_back(seeded: TestClient) -> None:
    id_, row = planted(seeded)
    fields = {"answer": "yes", "back": "/summits/genf-2021/silence?only=figures#t1"}
    fields |= {"at": f"1:text:{row.start}-{row.end}", "thing": f"topic-{row.topic_id}"}
    answer = seeded.post(f"/summits/genf-2021/offers/{id_}", data=fields, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (
        303,
        "/summits/genf-2021/silence?only=figures&fixed=1#t1",
    )
    assert arctic(seeded, row)
    record = seeded.get("/summits/genf-2021/corrections").text
    assert "Thema Arktis: ja" in words(record)
    english = seeded.get("/summits/genf-2021/corrections", headers={"accept-language": "en"}).text
    assert "topic Arctic: yes" in words(english)
    seeded.post("/summits/genf-2021/corrections/1/undo")
    assert not arctic(seeded, row)


def test_an_offer_that_has_gone_is_told_so(seeded: TestClient) -> None:
    id_, row = planted(seeded)
    for number, fields in ((id_ + 99, {}), (id_, {"at": "1:text:0-1"}), (id_, {"thing": "topic-99999"})):
        answer = seeded.post(f"/summits/genf-2021/offers/{number}", data={"answer": "yes"} | fields)
        assert answer.status_code == 409
        assert "nicht mehr angeboten" in answer.text
    assert seeded.post("/summits/nowhere/offers/1", data={"answer": "yes"}).status_code == 404
    assert seeded.post(f"/summits/genf-2021/offers/{id_}", data={"answer": "perhaps"}).status_code == 422
    assert seeded.get("/summits/genf-2021/offers/999").status_code == 404
    assert not arctic(seeded, row)


def test_the_page_of_an_offer_shows_what_a_word_would_bring(seeded: TestClient) -> None:
    id_, _ = planted(seeded)
    page = words(seeded.get(f"/summits/genf-2021/offers/{id_}?back=/summits/genf-2021/silence").text)
    assert "Geht es hier um Arktis?" in page
    assert "Noch nicht gespeichert: was sich ändern würde" in page
    assert "Ja, und „Kreml“ von nun an suchen" in page
    bad = seeded.get(f"/summits/genf-2021/offers/{id_}", params={"word": "***"}).text
    assert "kann nicht gesucht werden" in bad


def test_the_page_of_an_offered_name_shows_what_would_move(seeded: TestClient) -> None:
    engine = seeded.app.state.engine  # type: ignore[attr-defined]
    with session_scope(engine) as session:
        putin = session.exec(select(Entity.id).where(Entity.slug == "wladimir-putin")).one()
        asked = select(Annotation).where(Annotation.article_id == 1, Annotation.layer == "mention")
        mark = next(one for one in session.exec(asked) if one.entity_id == putin)
        place = {"start": mark.start, "end": mark.end}
        biden = session.exec(select(Entity.id).where(Entity.slug == "joe-biden")).one() or 0
        moving = session.exec(select(Annotation.id).where(Annotation.entity_id == putin)).all()
        assert session.get_one(Article, 1).text[mark.start : mark.end]
    id_, _ = planted(seeded, entity_id=biden, **place)
    page = words(seeded.get(f"/summits/genf-2021/offers/{id_}").text)
    assert "Ja, und überall: „Wladimir Putin“ ist Joe Biden" in page
    assert f"{len(moving)} Markierungen von „Wladimir Putin“ wechseln zu Joe Biden" in page
