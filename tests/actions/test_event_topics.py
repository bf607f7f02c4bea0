"""A summit's own topics come with its articles, are found in all of them, and stay."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, select

from app.actions.analyses import store_again
from app.actions.article_edits import bring_article
from app.actions.articles import delete_article, requeue
from app.actions.corrections import correct_summit
from app.actions.event_topics import are_due, make_topics
from app.actions.rework import next_behind, summits_behind
from app.actions.summit_files import Unusable, read_summit, write_summit
from app.actions.summits import add_summit
from app.actions.topics import summit_lexicon
from app.analyst import Analyst
from app.correct.decisions import NoTopic, TopicCreated, TopicDescribed, TopicsJoined
from app.db import session_scope
from app.event_topics import kept_topics
from app.intake.drafts import ArticleDraft
from app.models import Annotation, Article, Offer, Rework, Run, Summit, Topic
from app.tallies import ArticleTally

TEXTS = (
    "Der Minister sprach am Abend. Die Kuckucksuhr bleibt bis zum Jahr 2030. Mehr wollte er nicht sagen.",
    "Am Ende stand ein Papier. Die Kuckucksuhr soll bleiben, doch der Preis steigt. Dann war Schluss.",
    "Sie stritten lange. Um die Kuckucksuhr ging es bis zuletzt. Danach gab es Suppe.",
    "Die Runde tagte im Keller. Zu essen gab es wenig. Der Streit um die Kuckucksuhrenpreise ging weiter.",
    "Draußen warteten viele auf den Minister. Die Runde tagte lange. Der Streit ging weiter.",
)
LATER = "Alles beim Alten. Wer die Kuckucksuhr hat, der fährt weiter. So ist es nun einmal."


@pytest.fixture
def summit(each: Engine) -> Engine:
    with session_scope(each, write=True) as session:
        add_summit(session, "Runde")
    return each


@pytest.fixture
def told(summit: Engine) -> Engine:
    """Five articles, analysed one after the other."""
    for number, text in enumerate(TEXTS):
        bring(summit, text, f"Quelle {'ABCDEF'[number]}")
    Analyst(summit).work_through()
    return summit


def bring(engine: Engine, text: str, source: str) -> int:
    with session_scope(engine, write=True) as session:
        return bring_article(session, "runde", ArticleDraft(text=text, source=source))


def own(session: Session, summit_id: int = 1) -> dict[str, Topic]:
    """By slug."""
    rows = session.exec(select(Topic).where(Topic.summit_id == summit_id, Topic.origin == "event"))
    return {row.slug: row for row in rows}


def bearing(session: Session, slug: str) -> set[int]:
    """Articles with sentences of a topic."""
    marks = select(Annotation.article_id).where(Annotation.layer == "topic", Annotation.label == slug)
    return set(session.exec(marks))


def offered(session: Session, article_id: int) -> list[str]:
    """Topics whose words were found in an article that has no sentence of theirs."""
    words = Offer.article_id == article_id, Offer.kind == "topic", col(Offer.annotation_id).is_(None)
    return list(session.exec(select(Topic.slug).join(Offer).where(*words)))


def test_they_come_with_the_fifth_article(summit: Engine) -> None:
    analyst = Analyst(summit)
    for text, letter in zip(TEXTS[:4], "ABCD", strict=False):
        analyst.work(bring(summit, text, f"Quelle {letter}"))
    with session_scope(summit) as session:
        assert not own(session)
    analyst.work(bring(summit, TEXTS[4], "Quelle E"))
    with session_scope(summit) as session:
        assert set(own(session)) == {"kuckucksuhr"}
        assert bearing(session, "kuckucksuhr") == {1, 2, 3, 4}


def test_every_article_follows(told: Engine) -> None:
    with session_scope(told) as session:
        stamp = summit_lexicon(session, 1).stamp
        assert stamp
        assert set(session.exec(select(Run.lexicon))) == {stamp}
        assert session.get(Rework, 1) is None
    with session_scope(told, write=True) as session:
        assert next_behind(session, 1) is None


def test_one_whose_marks_stay_is_searched_all_the_same(told: Engine) -> None:
    """Where a word is inside of another, the place is offered; nothing is called absent that was not searched."""
    late = bring(told, "Es gab Suppe. Die Nahverkehrskuckucksuhrdebatte ermüdet alle. Es gab Brot.", "Quelle G")
    with session_scope(told, write=True) as session:  # as if it had been analysed before the topic came
        topic = own(session)["kuckucksuhr"]
        lines, topic.lines = topic.lines, topic.lines | {"strong": ["Straußenfarm"]}
    Analyst(told).work(late)
    with session_scope(told, write=True) as session:
        assert not offered(session, late)
        own(session)["kuckucksuhr"].lines = lines
    Analyst(told).catch_up(1)
    with session_scope(told) as session:
        assert late not in bearing(session, "kuckucksuhr")
        assert offered(session, late) == ["kuckucksuhr"]


def test_what_comes_later_is_tagged_at_once(told: Engine) -> None:
    late = bring(told, LATER, "Quelle F")
    Analyst(told).work(late)
    with session_scope(told) as session:
        assert late in bearing(session, "kuckucksuhr")


def test_a_new_analysis_changes_nothing(told: Engine) -> None:
    with session_scope(told) as session:
        before = kept_topics(session, 1), {slug: row.id for slug, row in own(session).items()}
    with session_scope(told, write=True) as session:
        requeue(session)
    Analyst(told).work_through()
    with session_scope(told) as session:
        assert (kept_topics(session, 1), {slug: row.id for slug, row in own(session).items()}) == before


def test_they_are_made_anew_when_a_quarter_more_is_there(told: Engine) -> None:
    with session_scope(told) as session:
        assert not are_due(session, 1)
        assert session.get_one(Summit, 1).topics_at == 5
    bring(told, LATER, "Quelle F")
    Analyst(told).work_through()
    bring(told, LATER + " Gute Nacht.", "Quelle G")
    with session_scope(told, write=True) as session:
        assert not make_topics(session, 1), "one more that is not analysed yet"
    Analyst(told).work_through()
    with session_scope(told) as session:
        assert session.get_one(Summit, 1).topics_at == 7


def test_one_that_people_do_not_want_goes_and_does_not_come_back(told: Engine) -> None:
    with session_scope(told, write=True) as session:
        correct_summit(session, 1, NoTopic(words=("Kuckucksuhr",)))
    bring(told, LATER, "Quelle F")
    bring(told, TEXTS[4] + " Und getrunken.", "Quelle G")
    Analyst(told).work_through()
    with session_scope(told) as session:
        assert not own(session)
        assert not bearing(session, "kuckucksuhr")


def test_a_name_that_people_gave_stays(told: Engine) -> None:
    with session_scope(told, write=True) as session:
        correct_summit(
            session, 1, TopicDescribed(slug="kuckucksuhr", label_de="Nahverkehr", label_en="Local transport")
        )
    bring(told, LATER, "Quelle F")
    Analyst(told).work_through()
    with session_scope(told) as session:
        assert own(session)["kuckucksuhr"].label_de == "Nahverkehr"


def test_one_that_was_joined_with_another_stays_joined(told: Engine) -> None:
    with session_scope(told, write=True) as session:
        correct_summit(session, 1, TopicsJoined(slug="kuckucksuhr", into="umwelt"))
    late = bring(told, LATER, "Quelle F")
    Analyst(told).work_through()
    Analyst(told).catch_up(1)
    with session_scope(told) as session:
        assert late in bearing(session, "umwelt")
        assert set(own(session)) == {"kuckucksuhr"}
        assert own(session)["kuckucksuhr"].joined_to == "umwelt"


def test_what_people_made_is_known_as_theirs(told: Engine) -> None:
    with session_scope(told, write=True) as session:
        correct_summit(session, 1, TopicCreated(slug="suppe", label_de="Suppe", label_en="Soup", strong=("Suppe",)))
        origins = dict(session.exec(select(Topic.slug, Topic.origin)).all())
    assert origins["suppe"] == "people"
    assert origins["klima"] == "lexicon"


def test_fewer_articles_may_have_others(told: Engine) -> None:
    with session_scope(told, write=True) as session:
        delete_article(session, session.get_one(Article, 1))
        assert session.get_one(Summit, 1).topics_at == 4


def test_a_starting_worker_makes_those_of_an_older_database(told: Engine) -> None:
    with session_scope(told, write=True) as session:
        assert not summits_behind(session)
        session.get_one(Summit, 1).topics_at = 0
        session.flush()
        assert summits_behind(session) == [1]


def test_they_travel_with_the_file_of_the_summit(told: Engine) -> None:
    with session_scope(told) as session:
        data = write_summit(session, "runde")
        before = kept_topics(session, 1)
    with session_scope(told, write=True) as session:
        slug, _ = read_summit(session, data, max_chars=100_000)
    Analyst(told).work_through()
    with session_scope(told) as session:
        summit = session.exec(select(Summit).where(Summit.slug == slug)).one()
        assert kept_topics(session, summit.id or 0) == before
        assert summit.topics_at == 5
        topic = own(session, summit.id or 0)["kuckucksuhr"].id
        assert len(set(session.exec(select(Annotation.article_id).where(col(Annotation.topic_id) == topic)))) == 4
    with pytest.raises(Unusable, match="Topic 'x'"), session_scope(told, write=True) as session:
        read_summit(
            session,
            data.replace(b'"slug": "kuckucksuhr"', b'"slug": "x"').replace(b'"Kuckucksuhr"', b'"**"'),
            max_chars=100_000,
        )


def test_one_that_cannot_follow_keeps_nobody_waiting(told: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(session: Session, article_id: int, **how: bool) -> bool:
        if article_id == 2:
            raise ValueError("no idea")
        return store_again(session, article_id, **how)

    monkeypatch.setattr("app.analyst.store_again", refuse)
    with session_scope(told, write=True) as session:
        topic = own(session)["kuckucksuhr"]
        topic.lines = topic.lines | {"weak": ["Preis"]}
    Analyst(told).catch_up(1)
    with session_scope(told, write=True) as session:
        assert next_behind(session, 1) is None
        assert session.get(Rework, 1) is None
        assert warned(session) == [2], "its source is not told to lack what was not looked for in it"
        assert session.get_one(ArticleTally, 2).partly
        topic = own(session)["kuckucksuhr"]
        topic.lines = topic.lines | {"weak": ["Suppe"]}
    monkeypatch.undo()
    Analyst(told).catch_up(1)
    with session_scope(told) as session:
        assert warned(session) == []
        assert not session.get_one(ArticleTally, 2).partly


def warned(session: Session) -> list[int]:
    """Articles whose topics were not searched for."""
    return list(session.exec(select(Annotation.article_id).where(Annotation.label == "left-out-topics")))


def test_one_that_people_changed_stays_whatever_comes(told: Engine) -> None:
    with session_scope(told, write=True) as session:
        edit = TopicDescribed(slug="kuckucksuhr", label_de="Uhren", label_en="Clocks")
        correct_summit(session, 1, edit)
        correct_summit(session, 1, NoTopic(words=("Kuckucksuhr",)))
        session.get_one(Summit, 1).topics_at = 4
        make_topics(session, 1)
        assert own(session)["kuckucksuhr"].label_de == "Uhren"


def test_what_the_lexicon_has_by_now_is_the_lexicons(told: Engine) -> None:
    with session_scope(told, write=True) as session:
        topic = session.exec(select(Topic).where(Topic.slug == "rente")).one()
        topic.origin, topic.lines = "event", own(session)["kuckucksuhr"].lines
        session.get_one(Summit, 1).topics_at = 4
        session.flush()
        make_topics(session, 1)
        assert set(own(session)) == {"kuckucksuhr"}
        assert session.exec(select(Topic.origin).where(Topic.slug == "rente")).one() == "lexicon"


def test_an_error_while_making_them_fails_no_article(told: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(session: Session, summit_id: int) -> bool:
        raise ValueError("no idea")

    monkeypatch.setattr("app.analyst.make_topics", fail)
    for letter, text in (("F", LATER), ("G", LATER + " Gute Nacht.")):
        Analyst(told).work(bring(told, text, f"Quelle {letter}"))
    with session_scope(told) as session:
        assert set(session.exec(select(Article.status))) == {"ready"}
        assert summits_behind(session) == [1], "a starting worker tries again"
