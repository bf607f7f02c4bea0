"""Every screen of a summit, with the persons, topics and outlets that have most of it."""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

WORD = "Deutschland"  # searched for: very many articles have it
OVERVIEW, TOPIC = "overview", "topic"
LIST, BY_PERSON, SEARCH, FACETED, ARTICLE = "articles", "articles, of a person", "search", "search, filtered", "article"

_PERSON = """
    SELECT entity.slug, entity.name FROM annotation JOIN entity ON entity.id = annotation.entity_id
    WHERE entity.kind = ? AND annotation.layer = 'mention' AND entity.slug IS NOT NULL
    GROUP BY entity.id ORDER BY count(DISTINCT annotation.article_id) DESC, entity.slug LIMIT 1"""
_TOPIC = """
    SELECT topic.slug FROM passage JOIN topic ON topic.id = passage.topic_id
    GROUP BY topic.id ORDER BY count(*) DESC, topic.slug LIMIT 1"""
_SOURCES = """
    SELECT source.slug FROM article JOIN source ON source.id = article.source_id
    GROUP BY source.id ORDER BY count(*) DESC, source.slug LIMIT 2"""
_ARTICLE = """
    SELECT id FROM article ORDER BY abs(words - (SELECT avg(words) FROM article)), id LIMIT 1"""


@dataclass(frozen=True, slots=True)
class Subjects:
    """Who and what a summit is about most, as addresses name it; the article whose length is nearest the middle."""

    summit: str
    person: str
    name: str
    place: str
    organisation: str
    topic: str
    left: str
    right: str
    article: int


def subjects(database: Path) -> Subjects:
    """Those of the only summit in a database."""
    with closing(sqlite3.connect(database)) as connection:

        def first(statement: str, *values: str) -> tuple[str, ...]:
            found = connection.execute(statement, values).fetchone()
            if found is None:
                raise LookupError(f"{database}: nothing for {values or statement}")
            return tuple(found)

        left, right = (row[0] for row in connection.execute(_SOURCES).fetchall())
        person, name = first(_PERSON, "person")
        return Subjects(
            summit=first("SELECT slug FROM summit")[0],
            person=person,
            name=name,
            place=first(_PERSON, "place")[0],
            organisation=first(_PERSON, "organisation")[0],
            topic=first(_TOPIC)[0],
            left=left,
            right=right,
            article=int(first(_ARTICLE)[0]),
        )


def addresses(known: Subjects) -> Mapping[str, str]:
    """The address of every screen by its name; a test holds them to be all."""
    here, of_person = f"/summits/{known.summit}", f"person={known.person}"
    return {
        OVERVIEW: here,
        "overview, strands": f"{here}?count=strands",
        "overview, of a person": f"{here}?{of_person}",
        "overview, row open": f"{here}?open={known.topic}",
        TOPIC: f"{here}/topics/{known.topic}",
        "topic, of a person": f"{here}/topics/{known.topic}?{of_person}",
        "topic, edit": f"{here}/topics/{known.topic}/edit",
        "topic, new": f"{here}/new-topic",
        "sentences without a topic": f"{here}/without-topic",
        "quotations": f"{here}/quotes",
        "quotations, same": f"{here}/quotes?view=same",
        "quotations, voices": f"{here}/quotes?view=voices",
        "quotations, of a person": f"{here}/quotes?{of_person}",
        "shared wording": f"{here}/shared",
        "figures": f"{here}/figures",
        "silences": f"{here}/silence",
        "choice of words": f"{here}/words",
        "two sources": f"{here}/compare?left={known.left}&right={known.right}",
        "persons": f"{here}/persons",
        "person": f"{here}/persons/{known.person}",
        "person, edit": f"{here}/persons/{known.person}/edit",
        "places": f"{here}/places",
        "place": f"{here}/places/{known.place}",
        "place, edit": f"{here}/places/{known.place}/edit",
        "organisations": f"{here}/organisations",
        "organisation": f"{here}/organisations/{known.organisation}",
        "organisation, edit": f"{here}/organisations/{known.organisation}/edit",
        LIST: f"{here}/articles",
        BY_PERSON: f"{here}/articles?{of_person}",
        "articles, later": f"{here}/articles?offset=100",
        SEARCH: f"{here}/search?q={WORD}",
        FACETED: f"{here}/search?q={WORD}&source={known.left}",
        ARTICLE: f"/articles/{known.article}",
        "sources": f"{here}/sources",
        "folders": f"{here}/folders",
        "folders, proposals": f"{here}/folders/proposals",
        "document, form": f"{here}/topics/{known.topic}/document",
        "document of all, form": f"{here}/document",
        "chart": f"{here}/charts/matrix.svg",
        "corrections": f"{here}/corrections",
        "desk": f"{here}/desk",
        "upload": f"{here}/upload",
    }
