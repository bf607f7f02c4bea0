"""Every table. Offsets count Unicode code points into ``article.text``, start inclusive, end exclusive."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlmodel import Field, SQLModel

HEADLINE = "headline-"  # how the layers of a headline's marks begin
HEADLINE_LAYERS = tuple(HEADLINE + layer for layer in ("mention", "quotation", "figure", "topic"))
NAMING_LAYERS = ("mention", HEADLINE + "mention")  # whoever asks whether a name occurs at all asks for both
UNREADY = "status <> 'ready'"  # of an article: written out for its index, too
DATES = ("published_from", "published_to", "published")
SIGNED = "CAST(agencies AS TEXT) <> '[]'"  # of an article: written out, or its index is not used


def _now() -> datetime:
    return datetime.now(UTC)


def parent(target: str, *, index: bool = False, primary_key: bool = False, nullable: bool = False) -> Any:
    """A foreign key whose rows go when the parent goes."""
    return Column(
        Integer, ForeignKey(target, ondelete="CASCADE"), index=index, primary_key=primary_key, nullable=nullable
    )


def _json(default: str | None = None) -> Any:
    """A column of lists or of fields. ``default``: of rows that were there before it."""
    return Column(JSON, nullable=False, server_default=default)


def _list(description: str = "", default: str | None = None) -> Any:
    """A field of such a column that is an empty list at first."""
    return Field(default_factory=list, sa_column=_json(default), description=description)


def loose(target: str) -> Any:
    """A foreign key that is emptied when what it names goes."""
    return Column(Integer, ForeignKey(target, ondelete="SET NULL"), index=True, nullable=True)


def table_of(model: type[SQLModel]) -> Table:
    """The table itself: for statements on its rows that make no objects of them."""
    return model.__table__  # type: ignore[attr-defined,no-any-return]


class Summit(SQLModel, table=True):
    """What the articles are about: one meeting, one page of the dashboard."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    place: str = ""
    starts_on: date | None = None
    ends_on: date | None = Field(default=None, description="its last day; none: one day, or not known")
    invented: bool = Field(default=False, description="nothing of it took place: said on every page of it")
    removed_at: datetime | None = Field(default=None, description="out of sight since; deleted 30 days later")
    unfinished: str = Field(default="", description="of what file not all articles are stored yet: its sha256")
    damped_at: int = Field(default=0, description="how many articles it had when the weights of its words were taken")
    topics_at: int = Field(default=0, description="how many articles its own topics were last made of")


class Source(SQLModel, table=True):
    """An outlet. ``hue`` (0 to 7) keeps its colour for ever, whatever it is called later."""

    id: int | None = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    name: str
    hue: int
    kind: str = Field(default="", description="newspaper, agency, broadcaster, ...; empty: not said")
    country: str = Field(default="", description="ISO 3166 code; empty: not said")
    domains: list[str] = _list("", "[]")
    aliases: list[str] = _list("", "[]")


class Article(SQLModel, table=True):
    """One text as it came. The text never changes, so offsets hold for ever."""

    __table_args__ = (
        UniqueConstraint("summit_id", "sha256"),
        # Holds all that counts and column heads ask, so that they never touch the rows with the long texts.
        Index("ix_article_place", "summit_id", "source_id", *DATES, "status", "words", "sentences"),
        Index("ix_article_behind", "behind", "summit_id"),
        Index("ix_article_waiting", "status", "awaited"),
        # Those that wait or have failed: few, but while many come.
        Index("ix_article_unready", "summit_id", "status", sqlite_where=text(UNREADY), postgresql_where=text(UNREADY)),
        # The few that an agency signs, found without reading a row of those that none does.
        Index("ix_article_signed", "summit_id", "source_id", sqlite_where=text(SIGNED), postgresql_where=text(SIGNED)),
    )

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id"))
    source_id: int = Field(foreign_key="source.id", index=True)
    title: str | None = None
    author: str | None = None
    text: str = Field(sa_column=Column(Text, nullable=False))
    sha256: str
    published: str | None = Field(default=None, description="2021, 2021-06, 2021-06-16 or a moment with its zone")
    published_from: date | None = None
    published_to: date | None = None
    changed_at: str | None = Field(default=None, description="when it was changed last: a moment with its zone")
    page: str | None = Field(default=None, description="of the printed issue")
    url: str | None = None
    file: str | None = None
    status: str = Field(default="queued", description="queued, analysing, ready, failed")
    error: str | None = None
    words: int = 0
    sentences: int = 0
    lead: int = Field(default=0, description="where the text itself begins, after what leaked into it")
    language: str | None = None
    agencies: list[str] = _list()
    notes: list[str] = _list("intake codes")
    added_at: datetime = Field(default_factory=_now)
    behind: bool = Field(default=False, description="its marks do not yet follow the latest decisions on its summit")
    genre: str = Field(default="", description="what kind of text it is (``nlp.types.GenreName``); empty: not told")
    genre_status: str = Field(default="", description="certain, proposed, decided (by a person)")
    genre_evidence: list[dict[str, Any]] = _list("part of it, start, end and surface of what tells it", "[]")
    belonging: str = Field(default="", description="whether it belongs to the event: proposed not, or decided yes, no")
    belonging_evidence: list[str] = _list("words that the others share and it lacks", "[]")
    foreign: bool = Field(default=False, description="proposed or decided not to belong: it makes no claims")
    awaited: bool = Field(default=False, description="somebody waits for it: analysed before those that came in bulk")
    attempts: int = Field(default=0, description="how often its turn has come since it waits")


class Topic(SQLModel, table=True):
    """A topic of one summit, at first those of the shipped lexicon. ``joined_to``: slug of one that it has become.

    ``origin``: lexicon, people (who made it), or event: it came out of the summit's own texts, and ``lines`` are its
    words (``event_topics.lines_of``).
    """

    __table_args__ = (UniqueConstraint("summit_id", "slug"),)

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id"))
    slug: str
    group: str = Field(description="issue or frame")
    label_de: str
    label_en: str
    description_de: str = ""
    description_en: str = ""
    position: int = 0
    joined_to: str | None = None
    within: str | None = Field(default=None, description="slug of the topic that it is a part of: one level, no more")
    pinned: bool = Field(default=False, description="stands before all others")
    hidden: bool = Field(default=False, description="people do not want to see it: nothing is said of it")
    origin: str = Field(default="lexicon", sa_column_kwargs={"server_default": "lexicon"})
    lines: dict[str, Any] = Field(default_factory=dict, sa_column=_json("{}"))


class Entity(SQLModel, table=True):
    """A person, place or organisation of one summit, one identity across its articles."""

    __table_args__ = (UniqueConstraint("summit_id", "kind", "slug"), Index("ix_entity_family", "summit_id", "family"))

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id"))
    kind: str
    slug: str
    name: str
    family: str | None = None


class EntityAlias(SQLModel, table=True):
    """A folded name as one or more articles give it, and whom it stands for.

    A ``bare`` family name ("Peskow") points to the one person of the summit who bears it, to its own entity while that
    is nobody or more than one. Pointing it elsewhere moves all its annotations.
    """

    __tablename__ = "entity_alias"
    __table_args__ = (
        UniqueConstraint("summit_id", "kind", "key"),
        Index("ix_entity_alias_family", "summit_id", "family"),
        Index("ix_entity_alias_loose", "summit_id", "loose_key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id"))
    kind: str
    key: str
    name: str
    family: str | None = None
    bare: bool = False
    loose_key: str = Field(default="", description="what other forms of it share (``compare.name_search.loose_key``)")
    entity_id: int = Field(sa_column=parent("entity.id", index=True))


class Run(SQLModel, table=True):
    """The one analysis that stands for an article; a new one replaces it whole.

    ``machine`` is what the language service found, before people put it right (see ``correct.machine``), with topics
    by the summit's words of that ``lexicon``. None where an older version of this program stored the run.
    """

    article_id: int = Field(sa_column=parent("article.id", primary_key=True))
    pipeline: str
    finished_at: datetime = Field(default_factory=_now)
    machine: bytes | None = Field(default=None, sa_column=Column(LargeBinary, nullable=True))
    lexicon: str = ""


class Correction(SQLModel, table=True):
    """What people decided, line by line; nothing is ever changed or taken out here.

    ``kind`` and ``payload`` are a decision (``correct.decisions``), or ``kind`` is undo or redo of the line ``of_id``.
    Decisions on a text also keep its ``sha256``, so that they find it again when it comes back or is brought elsewhere.
    """

    __table_args__ = (
        Index("ix_correction_summit", "summit_id", "article_id"),
        Index("ix_correction_text", "summit_id", "sha256"),
    )

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id"))
    article_id: int | None = Field(default=None, sa_column=loose("article.id"))
    sha256: str | None = None
    kind: str
    payload: dict[str, Any] = Field(default_factory=dict, sa_column=_json())
    of_id: int | None = Field(default=None, sa_column=parent("correction.id", index=True, nullable=True))
    by: str = ""
    at: datetime = Field(default_factory=_now)


class Rework(SQLModel, table=True):
    """A summit whose articles are being brought up to date with decisions: ``total`` of them when it began."""

    summit_id: int = Field(sa_column=parent("summit.id", primary_key=True))
    total: int
    begun_at: datetime = Field(default_factory=_now)


class Annotation(SQLModel, table=True):
    """One stand-off table for every layer: sentence, topic, mention, quotation, figure, warning.

    ``label`` is the layer's main class (sentence kind, topic slug, entity kind, quotation kind, ...). What is filtered,
    joined or counted is a column; ``attrs`` is for display only.

    Marks of the headline stand in layers of their own (``headline-mention``, ``headline-quotation``,
    ``headline-figure``, ``headline-topic``) with offsets into ``article.title``: whoever counts mentions, words, shares
    or sentences asks for the text's layers and never meets them. They follow names and topics like the others.
    """

    __table_args__ = (
        Index("ix_annotation_article", "article_id", "layer", "start"),
        Index("ix_annotation_entity", "entity_id", "layer", "article_id"),
        Index("ix_annotation_alias", "alias_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(sa_column=parent("article.id"))
    layer: str
    label: str
    start: int
    end: int
    via: str | None = None
    status: str = "certain"
    entity_id: int | None = Field(default=None, sa_column=parent("entity.id", nullable=True))
    alias_id: int | None = Field(default=None, sa_column=parent("entity_alias.id", nullable=True))
    topic_id: int | None = Field(default=None, sa_column=parent("topic.id", nullable=True))
    score: float | None = None
    words: int = Field(default=0, description="of a quotation: how many words it gives")
    voice: str | None = Field(default=None, description="of a mention: own, quoted or reported words hold it")
    surface: str | None = Field(
        default=None, description="of a mention: its words; of a quotation: the verb; so that counting reads no text"
    )
    corrected: bool = Field(default=False, description="people have said so, not the language service")
    attrs: dict[str, Any] = Field(default_factory=dict, sa_column=_json())


class Passage(SQLModel, table=True):
    """A run of neighbouring sentences of one topic in one article: what a matrix cell counts and a column shows.

    A projection of the annotations, replaced with them. ``before`` and ``after`` bound the sentences of context.
    """

    __table_args__ = (
        Index("ix_passage_cell", "summit_id", "topic_id", "source_id", "article_id", "sentences"),
        Index("ix_passage_article", "article_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id"))
    topic_id: int = Field(sa_column=parent("topic.id", index=True))
    source_id: int = Field(foreign_key="source.id")
    article_id: int = Field(sa_column=parent("article.id"))
    first: int = Field(description="number of its first sentence in the article, from 1")
    sentences: int
    start: int
    end: int
    before: int
    after: int


class PassagePerson(SQLModel, table=True):
    """Who is named in a passage or has words in it: what the person filter asks."""

    __tablename__ = "passage_person"
    __table_args__ = (Index("ix_passage_person", "entity_id", "passage_id"),)

    passage_id: int = Field(sa_column=parent("passage.id", primary_key=True))
    entity_id: int = Field(sa_column=parent("entity.id", primary_key=True))


class ArticleWord(SQLModel, table=True):
    """A content word of an article's own voice, by its stem: spelt mostly as ``surface``, beginning at ``places``.

    Replaced with the annotations it is counted by, so that a count and the sentences it leads to cannot disagree.
    """

    __tablename__ = "article_word"
    __table_args__ = (Index("ix_article_word_stem", "summit_id", "stem", "article_id", "count"),)

    article_id: int = Field(sa_column=parent("article.id", primary_key=True))
    stem: str = Field(primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id"))
    surface: str
    count: int
    places: list[int] = _list()


class SharedPassage(SQLModel, table=True):
    """Text that two articles share: a span in each. ``words`` are the equal ones, all of them if ``verbatim``.

    ``inside``: on both sides it lies in a longer one of the same two articles; whatever stores or deletes passages
    keeps that (``actions.shared.mark_inside``). ``speech`` are the stretches that both give as somebody's words, as
    (a_start, a_end, b_start, b_end), and ``quoted`` their equal words; kept with the quotations (``actions.speech``).
    """

    __tablename__ = "shared_passage"
    __table_args__ = (
        *(Index(f"ix_shared_passage_{side}", f"{side}_id") for side in "ab"),
        Index("ix_shared_passage_pairs", "summit_id", "inside", "a_source", "b_source", "words", "quoted"),
        Index("ix_shared_passage_long", "summit_id", "inside", "words", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id", index=True))
    a_id: int = Field(sa_column=parent("article.id"))
    a_start: int
    a_end: int
    b_id: int = Field(sa_column=parent("article.id"))
    b_start: int
    b_end: int
    words: int
    verbatim: bool
    inside: bool = False
    quoted: int = 0
    speech: list[list[int]] = _list()
    a_source: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    b_source: int = Field(default=0, sa_column_kwargs={"server_default": "0"})


class Parallel(SQLModel, table=True):
    """Marks of several articles that say the same thing: one utterance quoted by many, one figure given by many.

    ``layer`` is quotation or figure. ``label`` says how they relate (identical, differing, ... ; same, rounded, ...).
    ``sources`` and ``members`` count what ``parallel_member`` holds and are kept with it.
    """

    __table_args__ = (Index("ix_parallel_summit", "summit_id", "layer", "sources"),)

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id"))
    layer: str
    label: str
    entity_id: int | None = Field(default=None, sa_column=parent("entity.id", index=True, nullable=True))
    sources: int = 0
    members: int = 0


class ParallelMember(SQLModel, table=True):
    """One mark of such a group. A mark is in one group at most."""

    __tablename__ = "parallel_member"

    annotation_id: int = Field(sa_column=parent("annotation.id", primary_key=True))
    parallel_id: int = Field(sa_column=parent("parallel.id", index=True))
    article_id: int = Field(sa_column=parent("article.id", index=True))


class Offer(SQLModel, table=True):
    """A passage that may hold a thing, found by the wider search: what ``perhaps`` is, and what people said of it.

    The thing is a topic, an entity, or a mark (``annotation_id``: a figure or quotation; of a topic the mark of the
    sentence that this one is near to, None where the topic's own words were found). The place is ``start`` to ``end``
    of ``part`` (text or headline) of ``article_id``. ``state`` is perhaps, same or not-same. What was *found* stands
    in annotations, passages and groups; what was searched and not found is no row (``queries.claims`` tells).
    """

    __table_args__ = (
        Index("ix_offer_topic", "topic_id", "source_id", "state"),
        Index("ix_offer_entity", "entity_id", "source_id", "state"),
        Index("ix_offer_annotation", "annotation_id", "source_id", "state"),
        Index("ix_offer_article", "article_id"),
        Index("ix_offer_source", "summit_id", "kind", "source_id", "state", "annotation_id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    summit_id: int = Field(sa_column=parent("summit.id"))
    kind: str = Field(description="topic, person, place, organisation, figure, quotation")
    topic_id: int | None = Field(default=None, sa_column=parent("topic.id", nullable=True))
    entity_id: int | None = Field(default=None, sa_column=parent("entity.id", nullable=True))
    annotation_id: int | None = Field(default=None, sa_column=parent("annotation.id", nullable=True))
    article_id: int = Field(sa_column=parent("article.id"))
    source_id: int = Field(default=0, sa_column_kwargs={"server_default": "0"})
    part: str = "text"
    start: int
    end: int
    state: str = "perhaps"
    differing: bool = Field(default=False, description="of a figure: another value of perhaps the same thing")
    score: float = 0.0
    reasons: list[str] = _list()
