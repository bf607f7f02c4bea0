"""Tables of what lists and comparisons ask for, so that a page reads what it shows and not all marks of a summit.

Every row follows from the other tables. What a mark is, is written with it (``actions.stated_marks``). What changes
when *other* articles come and go is kept by triggers of the database (migration 0017), for whatever writes groups,
offers or words: the bond of a mark, what is offered for it, and all sums of words.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, false, text
from sqlmodel import Field, SQLModel

ALONE, APART, SHARED = 0, 1, 2  # bonds: in no group, in one of its own source only, in one of several sources


def _key(target: str, *, primary_key: bool = False, nullable: bool = False) -> Column[int]:
    return Column(Integer, ForeignKey(target, ondelete="CASCADE"), primary_key=primary_key, nullable=nullable)


def _flag() -> Column[bool]:
    return Column(Boolean, nullable=False, server_default=false())


class StatedMark(SQLModel, table=True):
    """A figure or quotation of a text. ``at`` is where its sentence begins; it ``leads`` where it is the first there.

    ``nested``: marked words inside a report of the same speaker. ``proposed``: whose words it gives is only likely;
    what it gives as nobody's is not. ``bond`` tells of its group. Of the passages that are
    offered for it and nobody refused: whether there are any (``open``), the best ``score`` of those nobody judged
    (None: there are none), and whether one of these gives another value (``differing``).
    """

    __tablename__ = "stated_mark"
    __table_args__ = (
        Index("ix_stated_mark_place", "summit_id", "layer", "bond", "open", "source_id", "article_id", "start"),
        Index("ix_stated_mark_kind", "summit_id", "layer", "source_id", "label"),
        Index(
            "ix_stated_mark_speaker", "summit_id", "layer", "entity_id", "source_id", "verb", "label", "words", "nested"
        ),
        Index("ix_stated_mark_article", "article_id"),
        Index("ix_stated_mark_entity", "entity_id"),
        Index(
            "ix_stated_mark_sentence",
            *("summit_id", "layer", "article_id", "at"),
            sqlite_where=text("leads"),
            postgresql_where=text("leads"),
        ),
        Index(
            "ix_stated_mark_doubt",
            *("summit_id", "layer", "bond", "differing", "score", "annotation_id"),
            sqlite_where=text("score IS NOT NULL"),
            postgresql_where=text("score IS NOT NULL"),
        ),
        Index(
            "ix_stated_mark_proposed",
            *("summit_id", "layer", "source_id"),
            sqlite_where=text("proposed"),
            postgresql_where=text("proposed"),
        ),
    )

    annotation_id: int = Field(sa_column=_key("annotation.id", primary_key=True))
    summit_id: int = Field(sa_column=_key("summit.id"))
    source_id: int = Field(foreign_key="source.id")
    article_id: int = Field(sa_column=_key("article.id"))
    layer: str
    label: str
    entity_id: int | None = Field(default=None, sa_column=_key("entity.id", nullable=True))
    start: int
    end: int
    at: int
    leads: bool
    verb: str | None = None
    words: int = 0
    nested: bool = False
    bond: int = Field(default=ALONE, sa_column=Column(Integer, nullable=False, server_default="0"))
    open: bool = Field(default=False, sa_column=_flag())
    score: float | None = None
    differing: bool = Field(default=False, sa_column=_flag())
    proposed: bool = Field(default=False, sa_column=_flag())


class StatedTopic(SQLModel, table=True):
    """A quotation touches a sentence of this topic."""

    __tablename__ = "stated_topic"
    __table_args__ = (
        Index("ix_stated_topic_topic", "summit_id", "topic_id", "annotation_id"),
        Index("ix_stated_topic_parent", "topic_id"),
    )

    annotation_id: int = Field(sa_column=_key("annotation.id", primary_key=True))
    topic_id: int = Field(sa_column=_key("topic.id", primary_key=True))
    summit_id: int = Field(sa_column=_key("summit.id"))


class StatedPerson(SQLModel, table=True):
    """The sentence in which a figure begins names this person."""

    __tablename__ = "stated_person"
    __table_args__ = (
        Index("ix_stated_person_entity", "summit_id", "entity_id", "annotation_id"),
        Index("ix_stated_person_parent", "entity_id"),
    )

    annotation_id: int = Field(sa_column=_key("annotation.id", primary_key=True))
    entity_id: int = Field(sa_column=_key("entity.id", primary_key=True))
    summit_id: int = Field(sa_column=_key("summit.id"))


class SharedPerson(SQLModel, table=True):
    """A passage that two sources share, and that lies in no longer one, names this person (on its first side)."""

    __tablename__ = "shared_person"
    __table_args__ = (
        Index("ix_shared_person_entity", "summit_id", "entity_id", "shared_id"),
        Index("ix_shared_person_parent", "entity_id"),
    )

    shared_id: int = Field(sa_column=_key("shared_passage.id", primary_key=True))
    entity_id: int = Field(sa_column=_key("entity.id", primary_key=True))
    summit_id: int = Field(sa_column=_key("summit.id"))


class SharedTally(SQLModel, table=True):
    """The words of all such passages of an article."""

    __tablename__ = "shared_tally"
    __table_args__ = (Index("ix_shared_tally_words", "summit_id", "words", "article_id"),)

    article_id: int = Field(sa_column=_key("article.id", primary_key=True))
    summit_id: int = Field(sa_column=_key("summit.id"))
    words: int


class WordTally(SQLModel, table=True):
    """How often a source uses a word in its own voice within a summit, and in how many articles."""

    __tablename__ = "word_tally"
    __table_args__ = (
        Index(
            "ix_word_tally_often",
            *("summit_id", "source_id", "count", "stem", "articles"),
            sqlite_where=text("count >= 4"),
            postgresql_where=text("count >= 4"),
        ),
        {"sqlite_with_rowid": False},
    )

    summit_id: int = Field(sa_column=_key("summit.id", primary_key=True))
    stem: str = Field(primary_key=True)
    source_id: int = Field(foreign_key="source.id", primary_key=True)
    count: int
    articles: int


class WordTotal(SQLModel, table=True):
    """The same over all sources of a summit."""

    __tablename__ = "word_total"
    __table_args__ = (Index("ix_word_total_count", "summit_id", "count", "stem"), {"sqlite_with_rowid": False})

    summit_id: int = Field(sa_column=_key("summit.id", primary_key=True))
    stem: str = Field(primary_key=True)
    count: int


class WordSpelling(SQLModel, table=True):
    """How often articles of a summit mostly spell a word in this way."""

    __tablename__ = "word_spelling"
    __table_args__ = ({"sqlite_with_rowid": False},)

    summit_id: int = Field(sa_column=_key("summit.id", primary_key=True))
    stem: str = Field(primary_key=True)
    surface: str = Field(primary_key=True)
    count: int


class OwnWords(SQLModel, table=True):
    """How many words of its own voice a source has in a summit."""

    __tablename__ = "own_words"

    summit_id: int = Field(sa_column=_key("summit.id", primary_key=True))
    source_id: int = Field(foreign_key="source.id", primary_key=True)
    count: int
