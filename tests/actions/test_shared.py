"""Shared text as rows: what comes, goes and moves with its articles, and what is nobody's wording."""

from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from app.actions.article_edits import edit_description, remove_article
from app.actions.comparisons import compare_article, compare_marks
from app.actions.shared import mark_inside, share_text
from app.actions.tallies import touch
from app.db import session_scope
from app.models import Annotation, Article, SharedPassage, Source
from app.queries.filters import Filters
from app.queries.provenance import provenances
from app.queries.sharing import shared_page
from app.queries.topics import topic_page
from app.terms import Fingerprint
from tests.stories import SLUG, S, add_story, add_text

LINE = "Die Minister einigten sich nach langen Verhandlungen auf einen gemeinsamen Fahrplan zum Abbau der Zölle"


def compared(engine: Engine, *sentences: S, source: str) -> int:
    article_id = add_story(engine, *sentences, source=source)
    with session_scope(engine, write=True) as session:
        compare_article(session, article_id)
    return article_id


def three(engine: Engine) -> list[int]:
    """A and B share a line on Nato, C writes for itself."""
    return [
        compared(engine, S("Am Abend kam es anders."), S(f"{LINE}.", "nato"), source="Quelle A"),
        compared(engine, S(f"{LINE}.", "nato"), S("Mehr war nicht zu hören."), source="Quelle B"),
        compared(engine, S("Ganz andere Worte standen hier über den Abend.", "nato"), source="Quelle C"),
    ]


def strands(session: Session) -> tuple[int, list[str]]:
    page = topic_page(session, SLUG, "nato", Filters())
    assert page is not None
    return page.strands.count, [source.name for one in page.strands.joined for source in one.sources]


def test_sources_that_share_a_line_count_once_and_its_words_are_not_their_own(each: Engine) -> None:
    a, b, c = three(each)
    with session_scope(each) as session:
        assert strands(session) == (2, ["Quelle A", "Quelle B"])
        page = shared_page(session, SLUG, Filters())
        assert page is not None
        assert (page.total, [one.words for one in page.passages]) == (1, [15])
        assert [source.name for source in page.alone] == ["Quelle C"]
        found = provenances(session, [a, b, c])
        assert [(found[id_].signed, found[id_].unsigned, found[id_].own) for id_ in (a, b, c)] == [
            (0, 15, 5),
            (0, 15, 5),
            (0, 0, 8),
        ]


def test_an_agencys_signature_tells_whose_words_they_are(each: Engine) -> None:
    a, b, _ = three(each)
    with session_scope(each, write=True) as session:
        session.get_one(Article, b).agencies = ["AFP"]
        touch(session, [b])
    with session_scope(each) as session:
        found = provenances(session, [a, b])
        assert [(found[id_].signed, found[id_].agencies) for id_ in (a, b)] == [(15, ("AFP",)), (20, ("AFP",))]
        assert [(found[id_].whole, found[id_].own, found[id_].elsewhere) for id_ in (a, b)] == [
            (False, 5, 15),
            (True, 0, 15),  # all of a signed text is the agency's
        ]


def test_removing_repeating_and_moving_an_article_is_followed(each: Engine) -> None:
    a, b, _ = three(each)
    with session_scope(each, write=True) as session:
        share_text(session, a)  # analysed again
        share_text(session, b)
    with session_scope(each, write=True) as session:
        assert session.exec(select(func.count()).select_from(SharedPassage)).one() == 1
        edit_description(session, b, title=None, source="Quelle A", published=None, url=None)
        session.flush()
        assert strands(session) == (2, [])  # a source shares nothing with itself
    with session_scope(each, write=True) as session:
        edit_description(session, b, title=None, source="Quelle D", published=None, url=None)
        session.flush()
        assert strands(session) == (2, ["Quelle A", "Quelle D"])
    with session_scope(each, write=True) as session:
        remove_article(session, a)
        session.flush()
        assert session.exec(select(func.count()).select_from(SharedPassage)).one() == 0
        assert session.exec(select(Fingerprint).where(Fingerprint.article_id == a)).all() == []
        assert strands(session) == (2, [])


def test_a_line_that_travels_alone_through_many_articles_is_furniture(each: Engine) -> None:
    """Nobody knows these words beforehand: that the articles have nothing else in common gives them away."""
    line = "Wer mag, bringt Kuchen mit und bleibt danach gern noch ein wenig im Garten sitzen."
    texts = [f"Satz {n} über {'abcdefgh'[n] * 9} allein.\n{line}\nEnde {'abcdefgh'[n] * 7} hier." for n in range(8)]
    stored = []
    for number, text in enumerate(texts):
        article_id = add_text(each, text, source=f"Quelle {number}")
        with session_scope(each, write=True) as session:
            share_text(session, article_id)
            stored.append(session.exec(select(func.count()).select_from(SharedPassage)).one())
    assert stored == [0, 1, 3, 6, 10, 0, 0, 0]


def test_the_filters_narrow_the_passages_and_count_them(each: Engine) -> None:
    three(each)
    compared(each, S(f"{LINE}.", "nato"), S("Sonst geschah wenig an dem Tag."), source="Quelle D")
    with session_scope(each) as session:
        for filters, total in [
            (Filters(), 3),
            (Filters(sources=("quelle-a",)), 2),
            (Filters(sources=("quelle-a", "quelle-b")), 1),
            (Filters(sources=("quelle-c",)), 0),
            (Filters(persons=("niemand",)), 0),
        ]:
            page = shared_page(session, SLUG, filters)
            assert page is not None
            assert (page.total, len(page.passages)) == (total, total), filters
        page = shared_page(session, SLUG, Filters())
        assert page is not None
        assert [(option.slug[-1], option.count) for option in page.bar.sources] == [
            ("a", 2),
            ("b", 2),
            ("c", 0),
            ("d", 2),
        ]


def test_a_passage_inside_a_longer_one_is_not_told_twice_and_comes_out_when_that_goes(each: Engine) -> None:
    a, b, _ = three(each)
    with session_scope(each, write=True) as session:
        longer = session.exec(select(SharedPassage)).one()
        spans = {"a_start": longer.a_start + 4, "a_end": longer.a_end - 4}
        spans |= {"b_start": longer.b_start + 4, "b_end": longer.b_end - 4}
        spans |= {"a_source": longer.a_source, "b_source": longer.b_source}
        session.add(SharedPassage(summit_id=longer.summit_id, a_id=a, b_id=b, words=9, verbatim=True, **spans))
        session.flush()
        for passages, shown in [(2, 15), (1, 9)]:
            mark_inside(session, col(SharedPassage.a_id) == a)
            session.expire_all()
            assert session.exec(select(func.count()).select_from(SharedPassage)).one() == passages
            page = shared_page(session, SLUG, Filters())
            assert page is not None
            assert (page.total, [one.words for one in page.passages]) == (1, [shown])
            if passages == 2:
                session.delete(longer)
                session.flush()


def test_two_that_quote_the_same_words_are_still_two(each: Engine) -> None:
    said = "„Wir haben lange verhandelt und werden diese Zölle gemeinsam und dauerhaft abbauen.“"
    a = compared(each, S(f"Abends hieß es: {said}", "nato", says="Angela Merkel"), source="Quelle A")
    b = compared(each, S(f"{said} So endete der Tag.", "nato", says="Angela Merkel"), source="Quelle B")
    with session_scope(each) as session:
        assert strands(session) == (2, [])
        page = shared_page(session, SLUG, Filters())
        assert page is not None
        assert (page.total, page.speeches) == (1, 1)
        assert [(cell.words, cell.quoted) for row in page.pairs for cell in row if cell] == [(0, 12), (0, 12)]
        found = provenances(session, [a, b])
        assert [(found[id_].quoted, found[id_].unsigned, found[id_].own) for id_ in (a, b)] == [(12, 0, 3), (12, 0, 4)]
    with session_scope(each, write=True) as session:  # somebody says that it is no quotation
        for mark in session.exec(select(Annotation).where(Annotation.article_id == a, Annotation.layer == "quotation")):
            session.delete(mark)
        session.flush()
        compare_marks(session, a)
    with session_scope(each) as session:
        assert strands(session) == (1, ["Quelle A", "Quelle B"])
        found = provenances(session, [a, b])
        assert [(found[id_].quoted, found[id_].unsigned) for id_ in (a, b)] == [(0, 12), (0, 12)]


def test_texts_that_one_agency_signs_are_one_strand_whatever_they_say(each: Engine) -> None:
    a = compared(each, S("Am Abend einigten sich alle.", "nato"), source="Quelle A")
    b = compared(each, S("Ganz andere Worte standen hier.", "nato"), source="Quelle B")
    with session_scope(each, write=True) as session:
        for id_, names in ((a, ["dpa"]), (b, ["AFP", "dpa"])):
            session.get_one(Article, id_).agencies = names
        touch(session, [a, b])
    with session_scope(each) as session:
        page = topic_page(session, SLUG, "nato", Filters())
        assert page is not None
        (joined,) = page.strands.joined
        assert (page.strands.count, joined.verbatim, joined.agencies) == (1, None, ("dpa",))
    compared(each, S("Die eigene Korrespondentin sah es anders.", "nato"), source="Quelle B")
    with session_scope(each) as session:
        assert strands(session) == (2, [])  # B has something of its own to say


def test_what_an_agency_sends_needs_no_signature(each: Engine) -> None:
    a, b, _ = three(each)
    with session_scope(each, write=True) as session:
        source = session.get_one(Source, session.get_one(Article, a).source_id)
        source.kind = "agency"
    with session_scope(each) as session:
        found = provenances(session, [a, b])
        assert (found[a].whole, found[a].own) == (True, 0)
        assert (found[b].signed, found[b].unsigned, found[b].agencies) == (15, 0, ("Quelle A",))
        page = shared_page(session, SLUG, Filters())
        assert page is not None
        assert page.passages[0].agencies == ("Quelle A",)
