"""Genre and belonging of articles: stored, decided by people, undone, and what may be said of sources by them."""

from collections import Counter

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, select

from app.actions.article_edits import remove_article
from app.actions.corrections import correct_text, turn
from app.actions.form_values import text_decision
from app.actions.refusals import Declined
from app.actions.summit_edits import rename_summit_at
from app.actions.summit_files import read_summit, write_summit
from app.db import session_scope
from app.models import Article, Summit
from app.queries.absences import absences_document
from app.queries.articles import articles_page
from app.queries.filters import Filters
from app.queries.silence import silence_page
from app.tallies import ArticleTally
from tests.conftest import analyse_waiting
from tests.stories import SLUG, add_text

NATIVE = (
    "Joe Biden und Wladimir Putin sprachen am Mittwoch in Genf über Abrüstung. Der Gipfel dauerte drei Stunden. "
    "„Das Gespräch war gut“, sagte Biden am Abend. Die Botschafter kehren zurück. {}"
)
OWN = (
    "Die Ukraine war ein Streitpunkt, teilte das Weiße Haus mit.",
    "Der Fall Nawalny blieb ohne Ergebnis, hieß es aus dem Kreml.",
    "Cyberangriffe auf Kliniken nannte Biden unannehmbar.",
    "Putin lobte den Ton des Gesprächs.",
    "Eine Arbeitsgruppe soll über Sprengköpfe verhandeln.",
)
STRANGER = (
    "Der Fußballverein aus Freiburg hat am Samstag sein Heimspiel gegen Bremen verloren. Trainer Klaus Berg wechselte "
    "dreimal aus. Vor 34.000 Zuschauern fielen fünf Tore. Die Ukraine spielte am Abend gegen Island."
)
COMMENT = (
    "Ein Kommentar von Anna Berg\n\nBiden und Putin haben in Genf geredet, und das ist gut so. Der Gipfel war trotzdem "
    "eine Farce. Wer glaubt, dass Abrüstung so gelingt, irrt. Europa muss jetzt handeln, und wir dürfen nicht zusehen."
)


@pytest.fixture
def summit(each: Engine) -> Engine:
    """Five reports of five outlets on Geneva."""
    for number, own in enumerate(OWN):
        add_text(each, NATIVE.format(own), source=f"Quelle {'ABCDE'[number]}", published="2021-06-17")
    analyse_waiting(each)
    return each


def add(engine: Engine, text: str, source: str = "Quelle F", **known: str) -> int:
    article = add_text(engine, text, source=source, **known)
    analyse_waiting(engine)
    return article


def at(engine: Engine, article: int) -> Article:
    with session_scope(engine) as session:
        return session.get_one(Article, article)


def decide(engine: Engine, article: int, **fields: str) -> int:
    with session_scope(engine, write=True) as session:
        return correct_text(session, article, text_decision(session, article, fields)).line


def undo(engine: Engine, line: int) -> None:
    with session_scope(engine, write=True) as session:
        turn(session, SLUG, line, redo=False)


def reasons(engine: Engine, source: str) -> Counter[tuple[str, str | None]]:
    """Verdicts on a source, with their reasons."""
    with session_scope(engine) as session:
        found = absences_document(session, SLUG, Filters(), 0, 10_000)
    assert found
    return Counter((one["verdict"], one["reason"]) for one in found["items"] if one["source"] == source)


def test_a_comment_makes_no_claim_of_silence_until_it_is_a_report(summit: Engine) -> None:
    article = add(summit, COMMENT)
    assert (at(summit, article).genre, at(summit, article).genre_status) == ("comment", "certain")
    assert at(summit, article).genre_evidence[0]["part"] == "text"
    assert {reason for verdict, reason in reasons(summit, "quelle-f") if verdict == "withheld"} == {"comment"}
    assert not any(verdict == "absent" for verdict, _ in reasons(summit, "quelle-f"))
    line = decide(summit, article, what="genre", label="report")
    assert (at(summit, article).genre, at(summit, article).genre_status) == ("report", "decided")
    assert any(verdict == "absent" for verdict, _ in reasons(summit, "quelle-f"))
    undo(summit, line)
    assert (at(summit, article).genre, at(summit, article).genre_status) == ("comment", "certain")
    assert not any(verdict == "absent" for verdict, _ in reasons(summit, "quelle-f"))


def test_an_outlet_with_a_report_beside_its_comment_is_asked(summit: Engine) -> None:
    add(summit, COMMENT, source="Quelle A")
    assert any(verdict == "absent" for verdict, _ in reasons(summit, "quelle-a"))


def test_a_foreign_article_is_proposed_and_makes_no_claims(summit: Engine) -> None:
    article = add(summit, STRANGER)
    assert (at(summit, article).belonging, at(summit, article).foreign) == ("proposed", True)
    assert "Putin" in at(summit, article).belonging_evidence
    verdicts = reasons(summit, "quelle-f")
    assert verdicts
    assert set(verdicts) == {("withheld", "foreign")}
    with session_scope(summit) as session:
        page = silence_page(session, SLUG, Filters(), "person")
        items = absences_document(session, SLUG, Filters(), 0, 10_000)
    assert page
    assert items
    assert "Klaus Berg" not in [item.name for item in page.only.items]
    assert "Klaus Berg" not in {item["name"] for item in items["items"]}


def test_what_only_a_foreign_article_of_an_outlet_has_is_not_called_absent_there(summit: Engine) -> None:
    add(summit, STRANGER, source="Quelle B")
    with session_scope(summit) as session:
        items = absences_document(session, SLUG, Filters(), 0, 10_000)
    assert items
    about = [one for one in items["items"] if one["source"] == "quelle-b" and one["name"] == "Ukraine"]
    assert about
    assert {(one["verdict"], one["reason"]) for one in about} == {("withheld", "foreign")}


def test_that_it_belongs_is_decided_and_holds(summit: Engine) -> None:
    article = add(summit, STRANGER)
    line = decide(summit, article, what="belonging", answer="yes")
    assert (at(summit, article).belonging, at(summit, article).foreign) == ("yes", False)
    assert ("withheld", "foreign") not in reasons(summit, "quelle-f")
    add(summit, NATIVE.format("Noch ein Satz."), source="Quelle G")
    assert at(summit, article).belonging == "yes"
    undo(summit, line)
    assert at(summit, article).belonging == "proposed"


def test_that_a_native_one_does_not_belong_can_be_decided(summit: Engine) -> None:
    line = decide(summit, 1, what="belonging", answer="no")
    assert (at(summit, 1).belonging, at(summit, 1).foreign) == ("no", True)
    assert set(reasons(summit, "quelle-a")) == {("withheld", "foreign")}
    undo(summit, line)
    assert (at(summit, 1).belonging, at(summit, 1).foreign) == ("", False)


def test_earlier_articles_are_judged_again_as_the_summit_grows_and_shrinks(each: Engine) -> None:
    stranger = add(each, STRANGER)
    natives = [add(each, NATIVE.format(own), source=f"Quelle {n}") for n, own in enumerate(OWN[:3])]
    assert at(each, stranger).belonging == ""  # of four nothing is said
    natives.append(add(each, NATIVE.format(OWN[3]), source="Quelle 3"))
    assert at(each, stranger).belonging == "proposed"
    with session_scope(each, write=True) as session:
        remove_article(session, natives[0])
    assert at(each, stranger).belonging == ""


def test_decisions_go_with_the_file_of_a_summit(summit: Engine) -> None:
    article = add(summit, STRANGER)
    decide(summit, article, what="belonging", answer="yes")
    decide(summit, article, what="genre", label="comment")
    with session_scope(summit, write=True) as session:
        slug, _ = read_summit(session, write_summit(session, SLUG), max_chars=99_999)
    analyse_waiting(summit)
    with session_scope(summit) as session:
        other = session.exec(select(Summit.id).where(Summit.slug == slug)).one()
        copy = session.exec(select(Article).where(Article.summit_id == other, Article.text == STRANGER)).one()
    assert (copy.belonging, copy.genre, copy.genre_status) == ("yes", "comment", "decided")


def test_an_article_dated_before_the_first_day_makes_no_claim_in_any_summit(summit: Engine) -> None:
    def told() -> dict[int, bool]:
        with session_scope(summit) as session:
            return {one.article_id: one.before for one in session.exec(select(ArticleTally))}

    month = add(summit, NATIVE.format("Im Juni."), published="2021-06")
    earlier = add(summit, NATIVE.format("Im Mai."), published="2021-05", source="Quelle G")
    assert told()[earlier]
    assert not told()[month]  # it may have appeared on the day
    assert ("withheld", "before-event") in reasons(summit, "quelle-g")
    assert not any(verdict == "absent" for verdict, _ in reasons(summit, "quelle-g"))
    with session_scope(summit, write=True) as session:
        assert rename_summit_at(session, SLUG, "Gipfel", "Genf", "2021-06-18")
    assert all(before for article, before in told().items() if article != month)
    with session_scope(summit, write=True) as session:
        assert rename_summit_at(session, SLUG, "Gipfel", "Genf", "")
    assert not any(told().values())


def listed(session: Session, *genres: str) -> list[str]:
    page = articles_page(session, SLUG, Filters(genres=genres))
    assert page
    return sorted(article.genre or "unknown" for article in page.articles)


def test_genres_filter_articles_and_what_is_asked(summit: Engine) -> None:
    add(summit, COMMENT)
    with session_scope(summit) as session:
        assert listed(session, "comment") == ["comment"]
        assert listed(session, "report", "comment") == ["comment", *["report"] * 5]
        assert listed(session, "interview") == []
        page = silence_page(session, SLUG, Filters(genres=("report",)))
        assert page
        assert "quelle-f" not in [source.slug for source in page.sources]
        assert set(page.bar.genres) == {"report", "comment"}


@pytest.mark.parametrize("fields", [{"what": "genre", "label": "novel"}, {"what": "belonging", "answer": "perhaps"}])
def test_what_cannot_be_chosen_is_refused(summit: Engine, fields: dict[str, str]) -> None:
    with session_scope(summit, write=True) as session, pytest.raises(Declined):
        text_decision(session, 1, fields)
