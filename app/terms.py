"""Tables of hashed terms: the indexes by which comparisons find their candidates."""

from sqlalchemy import JSON, BigInteger, Column, Index
from sqlmodel import Field, SQLModel

from app.models import parent


class MarkTerm(SQLModel, table=True):
    """A hashed content word of a quotation or figure: marks that share some are candidates for one group."""

    __tablename__ = "mark_term"
    __table_args__ = (Index("ix_mark_term_term", "summit_id", "layer", "term", "annotation_id"),)

    annotation_id: int = Field(sa_column=parent("annotation.id", primary_key=True))
    term: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    summit_id: int = Field(sa_column=parent("summit.id"))
    layer: str


class SentenceTerm(SQLModel, table=True):
    """A hashed telling word of a sentence or headline: the index that the wider search for claims looks into.

    ``place`` is where the sentence begins in the text, -1 for the headline.
    """

    __tablename__ = "sentence_term"
    __table_args__ = (Index("ix_sentence_term_article", "article_id"), {"sqlite_with_rowid": False})

    summit_id: int = Field(sa_column=parent("summit.id", primary_key=True))
    term: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    article_id: int = Field(sa_column=parent("article.id", primary_key=True))
    place: int = Field(primary_key=True)


class Fingerprint(SQLModel, table=True):
    """Hashes of chosen word runs of an article: equal ones make two articles candidates for shared text."""

    __table_args__ = (Index("ix_fingerprint_hash", "summit_id", "hash", "article_id"),)

    article_id: int = Field(sa_column=parent("article.id", primary_key=True))
    hash: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    summit_id: int = Field(sa_column=parent("summit.id"))


class ArticleTrait(SQLModel, table=True):
    """The telling words and names of an article, with their weights: what it is held against the others by."""

    __tablename__ = "article_trait"
    __table_args__ = (Index("ix_article_trait_summit", "summit_id", "article_id"),)

    article_id: int = Field(sa_column=parent("article.id", primary_key=True))
    summit_id: int = Field(sa_column=parent("summit.id"))
    traits: dict[str, float] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class SummitTerm(SQLModel, table=True):
    """A word that very many sentences of a summit have, and how much less it counts there (``compare.nearness``).

    Renewed in steps, when the summit has doubled, so that the weights do not move with every article.
    """

    __tablename__ = "summit_term"

    summit_id: int = Field(sa_column=parent("summit.id", primary_key=True))
    term: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    factor: float
