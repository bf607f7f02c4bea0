"""Tables of kept numbers: what is counted of articles, so that a page reads a few rows and not all marks of a summit.

Every number here follows from the other tables; ``actions.tallies`` keeps it so, in the transaction that changes them.
What is kept of one article comes first, what is summed up over articles after it.
"""

from datetime import date
from typing import Any

from sqlalchemy import JSON, Column, Index
from sqlmodel import Field, SQLModel

from app.models import parent

COUNT_FIRST = "count first"  # in the ``info`` of a session that has changed something: how to bring numbers up to date

KIND = ("language", "gap", "early", "partly", "before", "genre", "foreign")  # what tells articles of a source apart


class ArticleTally(SQLModel, table=True):
    """One article. ``bare``: how many of its sentences have no topic, and none is offered in them.

    ``proper`` counts its sentences without headings and other lines, ``topicless`` those of them without a topic.
    """

    __tablename__ = "article_tally"
    __table_args__ = (
        Index(
            "ix_article_tally_source",
            "summit_id",
            "source_id",
            "known",
            "language",
            "gap",
            "early",
            "partly",
            "before",
            "genre",
            "foreign",
            "covered",
            "bare",
            "proper",
            "topicless",
        ),
    )

    article_id: int = Field(sa_column=parent("article.id", primary_key=True))
    summit_id: int = Field(sa_column=parent("summit.id"))
    source_id: int = Field(foreign_key="source.id")
    known: bool = Field(default=False, description="it has been analysed, whatever happens to it now")
    language: str | None = None
    gap: bool = Field(default=False, description="a warning says that something is missing from its text")
    early: bool = Field(default=False, description="a warning says that it was written before the event")
    partly: bool = Field(default=False, description="a layer of its analysis was left out: not all was searched for")
    before: bool = Field(default=False, description="its date lies surely before the first day of the event")
    genre: str = ""
    foreign: bool = Field(default=False, description="it does not seem to belong to the event")
    covered: bool = Field(default=False, description="it has a passage")
    bare: int = 0
    proper: int = 0
    topicless: int = 0


class ArticleTopic(SQLModel, table=True):
    """A topic in one article: found in ``passages`` of so many ``sentences``, or offered.

    ``open`` places are offered and not refused by anybody, ``accepted`` ones are accepted.
    """

    __tablename__ = "article_topic"
    __table_args__ = (Index("ix_article_topic_topic", "topic_id", "source_id", "article_id"),)

    article_id: int = Field(sa_column=parent("article.id", primary_key=True))
    topic_id: int = Field(sa_column=parent("topic.id", primary_key=True))
    source_id: int = Field(foreign_key="source.id")
    signed: bool = Field(default=False, description="an agency signs the article")
    passages: int = 0
    sentences: int = 0
    open: int = 0
    accepted: int = 0


class ArticleEntity(SQLModel, table=True):
    """A person, place or organisation that one article names or quotes, in text or headline.

    ``labels`` are single words in marks that are its ("Killer"), which are no quotations; ``passages`` are those that
    it is in, of persons alone; ``above`` counts its marks in the headline, ``headlines`` the names among these.
    """

    __tablename__ = "article_entity"
    __table_args__ = (Index("ix_article_entity_entity", "entity_id", "source_id", "article_id", "passages"),)

    article_id: int = Field(sa_column=parent("article.id", primary_key=True))
    entity_id: int = Field(sa_column=parent("entity.id", primary_key=True))
    source_id: int = Field(foreign_key="source.id")
    mentions: int = 0
    quotations: int = 0
    labels: int = 0
    words: int = Field(default=0, description="in the quotations")
    proposed: int = Field(default=0, description="of the quotations: whose they are is not sure")
    headlines: int = 0
    above: int = 0
    passages: int = 0


class SharedTopic(SQLModel, table=True):
    """A topic within which two articles of different sources share wording (no speech): what joins strands."""

    __tablename__ = "shared_topic"
    __table_args__ = (
        Index("ix_shared_topic_topic", "topic_id", "a_source", "b_source", "verbatim", "a_id", "b_id"),
        Index("ix_shared_topic_b", "b_id"),
    )

    a_id: int = Field(sa_column=parent("article.id", primary_key=True))
    b_id: int = Field(sa_column=parent("article.id", primary_key=True))
    topic_id: int = Field(sa_column=parent("topic.id", primary_key=True))
    a_source: int = Field(foreign_key="source.id")
    b_source: int = Field(foreign_key="source.id")
    verbatim: bool = False


class SourceTally(SQLModel, table=True):
    """A source within one summit: what its column head says, and what decides whether it can carry an absence.

    ``agencies`` are (signature, articles), ``kinds`` of its analysed articles, as often
    (``KIND``).
    """

    __tablename__ = "source_tally"

    summit_id: int = Field(sa_column=parent("summit.id", primary_key=True))
    source_id: int = Field(foreign_key="source.id", primary_key=True)
    first_id: int = Field(description="its first article: sources stand in the order in which they came")
    articles: int = 0
    words: int = 0
    sentences: int = 0
    covered: int = Field(default=0, description="articles with a passage")
    bare: int = 0
    proper: int = 0
    topicless: int = 0
    undated: int = 0
    earliest: date | None = None
    latest: date | None = None
    published: str | None = None
    agencies: list[list[Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    kinds: list[list[Any]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))


class TopicTally(SQLModel, table=True):
    """A topic within one source. ``covering`` articles have passages of it, ``signed`` ones of these an agency's name;
    ``open`` and ``accepted`` count places as in an article."""

    __tablename__ = "topic_tally"

    topic_id: int = Field(sa_column=parent("topic.id", primary_key=True))
    source_id: int = Field(foreign_key="source.id", primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id", index=True))
    covering: int = 0
    signed: int = 0
    passages: int = 0
    sentences: int = 0
    open: int = 0
    accepted: int = 0


class EntityTally(SQLModel, table=True):
    """A person, place or organisation of one summit: the sums of ``article_entity``.

    ``articles`` name or quote it anywhere, ``texts`` in the text, ``covering`` in a passage.
    """

    __tablename__ = "entity_tally"
    __table_args__ = (
        Index("ix_entity_tally_articles", "summit_id", "kind", "articles", "entity_id"),
        Index("ix_entity_tally_covering", "summit_id", "kind", "covering", "entity_id"),
        Index("ix_entity_tally_mentions", "summit_id", "kind", "mentions", "entity_id"),
        Index("ix_entity_tally_words", "summit_id", "kind", "words", "entity_id"),
    )

    entity_id: int = Field(sa_column=parent("entity.id", primary_key=True))
    summit_id: int = Field(sa_column=parent("summit.id"))
    kind: str
    articles: int = 0
    texts: int = 0
    covering: int = 0
    mentions: int = 0
    quotations: int = 0
    labels: int = 0
    words: int = 0
    proposed: int = 0
    headlines: int = 0
    passages: int = 0


class EntitySource(SQLModel, table=True):
    """The same within one source, of the three numbers that pages ask there."""

    __tablename__ = "entity_source"

    entity_id: int = Field(sa_column=parent("entity.id", primary_key=True))
    source_id: int = Field(foreign_key="source.id", primary_key=True)
    articles: int = 0
    covering: int = 0
    mentions: int = 0
