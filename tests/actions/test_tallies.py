"""Kept numbers are what counting anew gives, whatever was done and in which order."""

import random
from collections import Counter, defaultdict
from dataclasses import replace
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Engine
from sqlalchemy import select as columns
from sqlmodel import Session, SQLModel, col, select

from app.actions.analyses import store_again, store_analysis
from app.actions.answers import answer_offer
from app.actions.article_edits import edit_description, remove_article
from app.actions.comparisons import compare_article
from app.actions.corrections import correct_summit, correct_text, turn
from app.actions.outlets import merge_sources, part_source
from app.actions.refusals import Declined
from app.actions.rework import next_behind
from app.actions.summit_edits import remove_summit, restore_summit
from app.actions.tallies import touch
from app.compare.provenance import is_speech
from app.correct.decisions import Joined, NoName, Split, TopicCreated, Topics, TopicsJoined, Who
from app.db import session_scope
from app.intake.drafts import parse_published
from app.models import (
    Annotation,
    Article,
    Correction,
    Entity,
    Offer,
    Passage,
    PassagePerson,
    Run,
    SharedPassage,
    Source,
    Summit,
)
from app.nlp.types import Warning as Sign
from app.settings import ROOT
from app.tallies import (
    KIND,
    ArticleEntity,
    ArticleTally,
    ArticleTopic,
    EntitySource,
    EntityTally,
    SharedTopic,
    SourceTally,
    TopicTally,
)
from tests.stories import SLUG, S, add_story, add_text, analysed, headline

TABLES = (
    *(ArticleTally, ArticleTopic, ArticleEntity, SharedTopic, SourceTally, TopicTally, EntityTally, EntitySource),
)
SOURCES = ("Quelle A", "Quelle B", "Quelle C")
PEOPLE = ("Joe Biden", "Biden", "Wladimir Putin", "Jill Biden", "Angela Merkel")
TOPICS = ("nato", "ukraine", "iran", "ton")
LINES = (
    "Beide Seiten vereinbarten nach vier Stunden im Saal der Villa am See eine Rückkehr der Botschafter nach Moskau.",
    "Die Minister einigten sich nach langen Verhandlungen auf einen gemeinsamen Fahrplan zum Abbau der Zölle.",
    "Am Ufer warteten seit dem frühen Morgen mehrere Hundert Neugierige hinter hohen Zäunen auf die schwarzen Wagen.",
    "Fachleute beider Hauptstädte sollen in den kommenden Monaten über Angriffe auf Netze und Kraftwerke sprechen.",
)
DAYS = (None, "2021", "2021-06", "2021-06-16", "2021-06-14")


def kept(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """All rows of the tables of kept numbers."""
    found = {}
    with session_scope(engine) as session:
        for table in TABLES:
            rows = session.execute(columns(table.__table__)).mappings()  # type: ignore[attr-defined]
            found[table.__name__] = sorted((dict(row) for row in rows), key=str)
    return found


def counted(engine: Engine) -> dict[str, list[dict[str, Any]]]:
    """The same, counted anew from the marks themselves, mark by mark."""
    with session_scope(engine) as session:
        return {
            name: sorted(({**key, **numbers} for key, numbers in rows), key=str)
            for name, rows in Count(session).tables().items()
        }


class Count:
    """Everything of a database, counted the slow way."""

    def __init__(self, session: Session) -> None:
        def all_of(table: type[SQLModel]) -> list[Any]:
            return list(session.exec(select(table)))

        self.articles = {one.id: one for one in all_of(Article)}
        self.first_days = {one.id: one.starts_on for one in all_of(Summit)}
        self.runs = {one.article_id for one in all_of(Run)}
        self.marks = all_of(Annotation)
        self.passages = {one.id: one for one in all_of(Passage)}
        self.inside = all_of(PassagePerson)
        self.offers = [one for one in all_of(Offer) if one.topic_id]
        self.shared = all_of(SharedPassage)
        self.entities = {one.id: one for one in all_of(Entity)}
        self.topic: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        self.entity: dict[tuple[int, int], Counter[str]] = defaultdict(Counter)
        self._topics()
        self._entities()

    def _topics(self) -> None:
        for one in self.passages.values():
            self.topic[one.article_id, one.topic_id].update({"passages": 1, "sentences": one.sentences})
        places: dict[Any, set[str]] = defaultdict(set)
        for one in self.offers:
            places[one.article_id, one.topic_id, one.part, one.start, one.end].add(one.state)
        for (article, topic, *_), states in places.items():
            if "same" in states:
                self.topic[article, topic]["accepted"] += 1
            if "perhaps" in states and "not-same" not in states:
                self.topic[article, topic]["open"] += 1

    def _entities(self) -> None:
        for mark in self.marks:
            if mark.entity_id is None or mark.layer.removeprefix("headline-") not in {"mention", "quotation"}:
                continue
            one = self.entity[mark.article_id, mark.entity_id]
            if mark.layer.startswith("headline-"):
                one.update({"above": 1, "headlines": int(mark.layer.endswith("mention"))})
            elif mark.layer == "mention":
                one["mentions"] += 1
            elif mark.label == "label":
                one["labels"] += 1
            else:
                one.update({"quotations": 1, "words": mark.words, "proposed": int(mark.status == "proposed")})
        for row in self.inside:
            self.entity[self.passages[row.passage_id].article_id, row.entity_id]["passages"] += 1

    def tables(self) -> dict[str, list[tuple[dict[str, Any], dict[str, Any]]]]:
        """By table: keys and numbers of its rows."""
        topic_sums: dict[Any, Counter[str]] = defaultdict(Counter)
        entity_sums: dict[Any, Counter[str]] = defaultdict(Counter)
        source_sums: dict[Any, Counter[str]] = defaultdict(Counter)
        topics, entities = [], []
        for (article, topic), own in self.topic.items():
            numbers = {name: own[name] for name in ("passages", "sentences", "open", "accepted")}
            if not any((own["passages"], own["open"], own["accepted"])):
                continue
            about = self.articles[article]
            signed = bool(about.agencies)
            key = {"article_id": article, "topic_id": topic, "source_id": about.source_id, "signed": signed}
            topics.append((key, numbers))
            covering = bool(own["passages"])
            sums = topic_sums[topic, about.source_id, about.summit_id]
            sums.update(numbers | {"covering": int(covering), "signed": int(covering and signed)})
        names = ("mentions", "quotations", "labels", "words", "proposed", "headlines", "passages")
        for (article, entity), own in self.entity.items():
            source = self.articles[article].source_id
            numbers = {name: own[name] for name in names}
            key = {"article_id": article, "entity_id": entity, "source_id": source}
            entities.append((key, numbers | {"above": own["above"]}))
            texts = own["mentions"] + own["quotations"] + own["labels"]
            here = {"articles": int(texts + own["above"] > 0), "covering": int(own["passages"] > 0)}
            entity_sums[entity].update(numbers | here | {"texts": int(texts > 0)})
            source_sums[entity, source].update(here | {"mentions": own["mentions"]})
        of_topic = ("covering", "signed", "passages", "sentences", "open", "accepted")
        of_entity = (*names, "articles", "covering", "texts")
        return {
            "ArticleTally": [(self._article(one), {}) for one in self.articles.values()],
            "ArticleTopic": topics,
            "ArticleEntity": entities,
            "SharedTopic": self._shared(),
            "SourceTally": self._sources(),
            "TopicTally": [
                ({"topic_id": t, "source_id": s, "summit_id": summit}, {name: own[name] for name in of_topic})
                for (t, s, summit), own in topic_sums.items()
            ],
            "EntityTally": [
                (
                    {"entity_id": e, "summit_id": self.entities[e].summit_id, "kind": self.entities[e].kind},
                    {name: own[name] for name in of_entity},
                )
                for e, own in entity_sums.items()
            ],
            "EntitySource": [
                ({"entity_id": e, "source_id": s}, {name: own[name] for name in ("articles", "covering", "mentions")})
                for (e, s), own in source_sums.items()
            ],
        }

    def _article(self, article: Any) -> dict[str, Any]:
        own = [mark for mark in self.marks if mark.article_id == article.id]
        signs = {mark.label for mark in own if mark.layer == "warning"}
        return {
            "article_id": article.id,
            "summit_id": article.summit_id,
            "source_id": article.source_id,
            "known": article.id in self.runs,
            "language": article.language,
            "gap": "possible-gap" in signs,
            "early": "before-event" in signs,
            "partly": any(sign.startswith("left-out") for sign in signs),
            "before": bool(article.published_to and article.published_to < self.first_days[article.summit_id]),
            "genre": article.genre,
            "foreign": article.foreign,
            "covered": any(one.article_id == article.id for one in self.passages.values()),
            **self._sentences(article.id, own),
        }

    def _sentences(self, article: int, own: list[Any]) -> dict[str, int]:
        here = [one for one in self.offers if one.article_id == article]
        offered = [one.start for one in here if one.kind == "topic" and one.part == "text"]
        topics = {mark.start for mark in own if mark.layer == "topic"}
        sentences = [mark for mark in own if mark.layer == "sentence"]
        without = [mark for mark in sentences if mark.start not in topics]
        return {
            "bare": sum(not any(mark.start <= start < mark.end for start in offered) for mark in without),
            "proper": sum(mark.label == "sentence" for mark in sentences),
            "topicless": sum(mark.label == "sentence" for mark in without),
        }

    def _shared(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        found: dict[Any, bool] = {}
        for one in self.shared:
            for a in self.passages.values():
                for b in self.passages.values():
                    at = a.article_id == one.a_id and a.start < one.a_end and a.end > one.a_start
                    to = b.article_id == one.b_id and b.start < one.b_end and b.end > one.b_start
                    same = a.topic_id == b.topic_id and a.source_id != b.source_id
                    if at and to and same and not is_speech(one.words, one.quoted):
                        key = one.a_id, one.b_id, a.topic_id, a.source_id, b.source_id
                        found[key] = found.get(key, False) or one.verbatim
        names = ("a_id", "b_id", "topic_id", "a_source", "b_source")
        return [(dict(zip(names, key, strict=True)), {"verbatim": told}) for key, told in found.items()]

    def _sources(self) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        by: dict[Any, list[Any]] = defaultdict(list)
        for _, article in sorted(self.articles.items()):
            by[article.summit_id, article.source_id].append(article)
        return [
            ({"summit_id": summit, "source_id": source}, {**self._numbers(own), **span(own)})
            for (summit, source), own in by.items()
        ]

    def _numbers(self, own: list[Any]) -> dict[str, Any]:
        """Of the articles of a source: sums, who signs them, and of which kinds they are."""
        told = [self._article(one) for one in own]
        kinds = Counter(tuple(one[name] for name in KIND) for one in told if one["known"])
        agencies = Counter(name for one in own for name in one.agencies)
        return {
            "first_id": own[0].id,
            "articles": len(own),
            "words": sum(one.words for one in own),
            "sentences": sum(one.sentences for one in own),
            "covered": sum(one["covered"] for one in told),
            **{name: sum(one[name] for one in told) for name in ("bare", "proper", "topicless")},
            "agencies": [list(one) for one in agencies.most_common()],
            "kinds": sorted(([*kind, number] for kind, number in kinds.items()), key=str),
        }


def span(own: list[Any]) -> dict[str, Any]:
    """From when to when articles were published, as far as they say."""
    dated = [one for one in own if one.published_from]
    return {
        "undated": len(own) - len(dated),
        "earliest": min((one.published_from for one in dated), default=None),
        "latest": max((one.published_to for one in own if one.published_to), default=None),
        "published": max((one.published for one in own if one.published), default=None),
    }


def by_name(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted((dict(sorted(row.items())) for row in rows), key=str)


def check(engine: Engine, done: object) -> None:
    """Kept and counted are the same, table by table."""
    now, anew = kept(engine), counted(engine)
    for table in anew:
        assert by_name(now[table]) == by_name(anew[table]), (table, done)


class Editor:
    """Does one thing after the other, as chance has it."""

    def __init__(self, engine: Engine, seed: int) -> None:
        self.engine, self.chance, self.ids = engine, random.Random(seed), list[int]()
        self.number = 0

    def sentences(self) -> list[S]:
        chance = self.chance
        found = []
        for place in range(chance.randint(2, 6)):
            named = [person for person in PEOPLE if chance.random() < 0.25]
            text = f"Satz {self.number}.{place} über Iran" + "".join(f" mit {{{name}}}" for name in named)
            self.number += 1
            topics = " ".join(topic for topic in TOPICS if chance.random() < 0.3)
            says = chance.choice(PEOPLE) if chance.random() < 0.3 else None
            found.append(S(f"{text}: „Wort {self.number}.“" if says else f"{text}.", topics, says))
        return found

    def add(self) -> object:
        above = headline("{Joe Biden} zur Nato", "nato") if self.chance.random() < 0.4 else None
        day, source = self.chance.choice(DAYS), self.chance.choice(SOURCES)
        self.ids.append(add_story(self.engine, *self.sentences(), source=source, published=day, above=above))
        return self.compare(self.ids[-1])

    def share(self) -> object:
        """Two sources with one line, and little else."""
        line = S(LINES[self.number % len(LINES)], "nato")
        for source in SOURCES[:2]:
            self.number += 1
            own = S(f"Anderes stand allein bei Nummer {self.number} im Blatt.", "iran")
            self.ids.append(add_story(self.engine, line, own, source=source))
            self.compare(self.ids[-1])
        return self.ids[-2:]

    def wait(self) -> object:
        self.ids.append(add_text(self.engine, f"Noch ein Text {self.number}.", source=self.chance.choice(SOURCES)))
        self.number += 1
        return self.ids[-1]

    def compare(self, article: int) -> object:
        with session_scope(self.engine, write=True) as session:
            compare_article(session, article)
        return article

    def analyse(self) -> object:
        """The same text, found to hold something else."""
        article = self.chance.choice(self.ids)
        with session_scope(self.engine, write=True) as session:
            text = session.get_one(Article, article).text
            _, found = analysed(S(text.strip(), self.chance.choice(TOPICS)))
            signs = (Sign("possible-gap", "", 0, 3),) if self.chance.random() < 0.5 else ()
            agencies = ("dpa",) if self.chance.random() < 0.5 else ()
            store_analysis(session, article, replace(found, warnings=signs, agencies=agencies))
        return self.compare(article)

    def again(self) -> object:
        article = self.chance.choice(self.ids)
        with session_scope(self.engine, write=True) as session:
            return article, store_again(session, article)

    def remove(self) -> object:
        article = self.ids.pop(self.chance.randrange(len(self.ids)))
        with session_scope(self.engine, write=True) as session:
            remove_article(session, article)
        return article

    def edit(self) -> object:
        article, source = self.chance.choice(self.ids), self.chance.choice(SOURCES)
        title = self.chance.choice([None, "Neu"])
        day = parse_published(self.chance.choice(DAYS))
        with session_scope(self.engine, write=True) as session:
            edit_description(session, article, title=title, source=source, published=day, url=None)
        return article, source

    def outlet(self) -> object:
        with session_scope(self.engine, write=True) as session:
            slugs = list(session.exec(select(Source.slug).order_by(Source.slug)))
            if len(slugs) < 2:
                return None
            one, other = self.chance.sample(slugs, 2)
            gone = merge_sources(session, one, other)
        if self.chance.random() < 0.5:
            with session_scope(self.engine, write=True) as session:
                part_source(session, other, gone.name, gone.article_ids)
        return one, other

    def person(self) -> object:
        biden = Who("person", "joe biden", "Joe Biden", "biden", False)
        other = Who("person", "wladimir putin", "Wladimir Putin", "putin", False)
        decision = self.chance.choice([Joined(who=other, into=biden), Split(who=other), NoName(who=other)])
        with session_scope(self.engine, write=True) as session:
            summit = session.exec(select(Summit)).one()
            correct_summit(session, summit.id or 0, decision)
        return decision, self.catch_up()

    def topic(self) -> object:
        new = TopicCreated(slug="see", label_de="See", label_en="Lake", strong=("Satz",))
        decision = self.chance.choice([new, TopicsJoined(slug="iran", into="nato")])
        with session_scope(self.engine, write=True) as session:
            summit = session.exec(select(Summit)).one()
            try:
                correct_summit(session, summit.id or 0, decision)
            except Declined:
                return None
        return decision, self.catch_up()

    def sentence(self) -> object:
        article = self.chance.choice(self.ids)
        with session_scope(self.engine, write=True) as session:
            text = session.get_one(Article, article).text
            mark = session.exec(
                select(Annotation).where(Annotation.article_id == article, Annotation.layer == "sentence").limit(1)
            ).one_or_none()
            if mark is None:
                return None
            words = {"start": mark.start, "end": mark.end, "surface": text[mark.start : mark.end]}
            correct_text(session, article, Topics(**words, drop=("nato",), add=("ton",)))
        return article

    def answer(self) -> object:
        with session_scope(self.engine, write=True) as session:
            offers = list(session.exec(select(Offer).where(col(Offer.topic_id).is_not(None)).order_by(col(Offer.id))))
            if not offers:
                return None
            offer, said = self.chance.choice(offers), self.chance.choice(["yes", "no"])
            answer_offer(session, SLUG, offer.id or 0, {"answer": said})
        return said, self.catch_up()

    def undo(self) -> object:
        with session_scope(self.engine, write=True) as session:
            lines = list(session.exec(select(Correction.id).order_by(col(Correction.id))))
            if not lines:
                return None
            try:
                turn(session, SLUG, self.chance.choice(lines) or 0, redo=self.chance.random() < 0.3)
            except Declined:
                return None
        return "undone", self.catch_up()

    def away(self) -> object:
        with session_scope(self.engine, write=True) as session:
            remove_summit(session, SLUG)
        with session_scope(self.engine, write=True) as session:
            return restore_summit(session, SLUG)

    def catch_up(self) -> object:
        """What the worker does after a decision, sometimes."""
        check(self.engine, "before the worker")
        done = []
        while self.chance.random() < 0.8:
            with session_scope(self.engine, write=True) as session:
                summit = session.exec(select(Summit)).one()
                article = next_behind(session, summit.id or 0)
                if article is None:
                    break
                done.append(store_again(session, article, tag=True))
        return done


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_is_done_the_kept_numbers_are_what_counting_gives(each: Engine, seed: int) -> None:
    editor = Editor(each, seed)
    for _ in range(5):
        check(each, ("add", editor.add()))
    steps = ("add", "share", "wait", "analyse", "again", "remove", "edit", "outlet", "person")
    steps += ("topic", "sentence", "answer", "undo")
    for _ in range(18):
        step = editor.chance.choice((*steps, "away")) if len(editor.ids) > 3 else "add"
        check(each, (step, getattr(editor, step)()))


def test_an_old_database_is_counted_by_the_migration(each: Engine) -> None:
    editor = Editor(each, 4)
    for step in ("share", "add", "add", "add", "wait", "answer", "answer", "sentence", "person"):
        getattr(editor, step)()
    with session_scope(each, write=True) as session:  # an old database knows of none that does not belong
        for article in session.exec(select(Article)):
            article.belonging, article.foreign = "", False
        touch(session, editor.ids)
    before = kept(each)
    config = Config(toml_file=ROOT / "pyproject.toml")
    for run, revision in (("downgrade", "0013"), ("upgrade", "head")):
        with each.connect() as connection:
            config.attributes["connection"] = connection
            getattr(command, run)(config, revision)
            connection.commit()
    assert {table: by_name(rows) for table, rows in kept(each).items()} == {
        table: by_name(rows) for table, rows in before.items()
    }
    assert all(before[table.__name__] for table in TABLES)


def test_a_removed_article_leaves_no_number(each: Engine) -> None:
    article = add_story(each, S("{Joe Biden} sprach.", "nato"))
    with session_scope(each, write=True) as session:
        remove_article(session, article)
    assert not any(kept(each).values())
