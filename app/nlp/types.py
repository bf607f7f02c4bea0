"""What the language service says about one text: plain frozen data, no spaCy, no database.

Offsets count Unicode code points into the text as given, start inclusive, end exclusive; for every mark
``text[start:end] == surface`` holds. Everything here can be imported by the web process.
"""

from dataclasses import dataclass, field
from typing import Literal

SentenceKind = Literal["sentence", "heading", "meta", "signature"]
EntityKind = Literal["person", "place", "organisation"]
Via = Literal["name", "role"]
Status = Literal["certain", "proposed"]
QuotationKind = Literal["direct", "partial", "label", "indirect"]
TopicGroup = Literal["issue", "frame"]
FigureKind = str  # one of ``figures.kinds.KINDS``
GenreName = Literal["report", "analysis", "comment", "interview", "live-blog", "press-review", "fact-box", "agency"]
Precision = Literal["exact", "about", "at-least", "at-most", "vague"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """A word that put a sentence into a topic. It may stand in another sentence (heading, neighbour)."""

    start: int
    end: int
    surface: str


@dataclass(frozen=True, slots=True)
class TopicMark:
    """One topic of one sentence. ``carried`` tells that a heading or neighbour brought it, not its own words.

    ``corrected``, here and below: people have said so, not the language service. ``status``: proposed where it is less
    likely than what is called certain. ``probability``, here and below: that it is so, None where nobody reckons it.
    """

    slug: str
    score: float
    evidence: tuple[Evidence, ...]
    carried: bool = False
    corrected: bool = False
    status: Status = "certain"
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, or a line that is none: a heading, leaked page furniture (meta), an agency signature."""

    start: int
    end: int
    kind: SentenceKind
    topics: tuple[TopicMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, place or organisation as this one article knows it.

    ``name`` is the canonical form (lexicon spelling if known, else the fullest form in the text);
    ``key`` identifies it within the Analysis and, across articles, is equal exactly when the folded names are equal
    (see ``entities.person_names.fold_name``). ``family`` is the folded family name of a person, ``bare`` tells that the
    article never gives more than that family name, so that who it is depends on the other articles.
    """

    key: str
    kind: EntityKind
    name: str
    family: str | None = None
    bare: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Where an entity is named, or (``via='role'``) pointed to by office or epithet.

    ``entity`` is an Entity.key, or None where it stays open. ``metonym`` marks a place that acts as a government.
    """

    start: int
    end: int
    surface: str
    kind: EntityKind
    via: Via
    entity: str | None
    status: Status
    metonym: bool = False
    corrected: bool = False
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words given as somebody's: ``direct`` (a marked utterance), ``partial`` (a marked fragment in the outlet's
    own sentence), ``label`` (a single marked word or name), ``indirect`` (reported speech without marks: a sentence
    or clause).

    Marked quotations include their marks. ``speaker`` is an Entity.key (person, state, institution); ``speaker_text``
    the words that name the speaker where no entity fits ("ein Sprecher"); both None: unclear. ``verb`` as in the text.
    ``frame`` are the stretches (start, end) of indirect speech that are the outlet's own words all the same: who says
    it, how and when ("erklärte Kremlchef Putin am Abend").
    """

    start: int
    end: int
    kind: QuotationKind
    speaker: str | None = None
    speaker_text: str | None = None
    verb: str | None = None
    status: Status = "certain"
    frame: tuple[tuple[int, int], ...] = ()
    corrected: bool = False
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A number, date or measure, with what it is about.

    ``kind`` is declared in ``figures.kinds``. ``value`` is in the base of ``unit``: durations in ``min`` (a month has
    43800, a year 525600), distances in ``m``, money in whole units of its currency (ISO 4217), percentages in ``%``
    (changes in ``points``), ages in ``years``; of a comparison it is 1 (longer, more, ...) or -1, and the unit names
    axis and yardstick (``dauer:erwartung``). ``high`` is the upper end of a span ("sechs bis zwölf Monate"). ``unit``
    of a count is the counted noun as written ("Einrichtungen"). ``value`` is None where the text is vague
    ("mehrstündig", "Hunderte"). ``per`` is the period in each of which it is so much ("pro Jahr": ``year``). Dates have
    no value but ``when``, in the forms of ``figures.edtf``, which ``compare.dates.resolve`` reads against a day.

    ``about`` are the words it is about, at ``about_start``; None where that is not certain. To compare with others:
    ``terms``, what these words stand for (folded); ``limits``, what restricts it to a part or one of several ("erste",
    "vieraugen", "um" for a change), which must agree; ``context``, folded nouns and verbs of the clause, and names;
    ``wording``, the words right before, behind and around it, where they tell enough to know them again; ``around``,
    the telling words of its sentence and the one before, and the numbers given beside it (``figures.surroundings``).
    How all these are stored ``figures.terms`` knows.
    """

    start: int
    end: int
    kind: FigureKind
    value: float | None
    unit: str | None
    about: str | None
    surface: str = ""
    high: float | None = None
    precision: Precision = "exact"
    when: str | None = None
    about_start: int | None = None
    terms: tuple[str, ...] = ()
    corrected: bool = False
    limits: tuple[str, ...] = ()
    context: tuple[str, ...] = ()
    wording: tuple[str, ...] = ()
    around: tuple[str, ...] = ()
    per: str | None = None


@dataclass(frozen=True, slots=True)
class Warning:
    """Something a reader should know about the text. ``code`` is stable (``leaked-metadata``, ``leaked-caption``,
    ``possible-gap``, ``not-german``, ...); the interface translates codes, ``message`` is the English sentence."""

    code: str
    message: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Genre:
    """What kind of text it is: ``certain`` where words name it ("Kommentar von"), ``proposed`` where its form tells.

    ``evidence`` are the words that say so, or the places that show the form; of a headline, offsets into its title.
    """

    name: GenreName
    status: Status
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Headline:
    """Everything found in the headline of a text: the same marks, offsets into ``title``, tuples sorted likewise.

    ``entities`` are all that its marks name, those that the text names too with the same keys. ``topics`` are those of
    the headline's own words; ``genre`` is what it names the text below it.
    """

    title: str
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    figures: tuple[Figure, ...] = ()
    topics: tuple[TopicMark, ...] = ()
    genre: Genre | None = None


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything found in one text. Tuples are sorted by (start, end).

    ``headline`` is None where the text has none, or where nobody has looked at it; ``genre`` where nothing tells it, or
    an older version of this program made the analysis.
    """

    pipeline: str
    language: str | None
    words: int
    agencies: tuple[str, ...]
    sentences: tuple[Sentence, ...]
    entities: tuple[Entity, ...]
    mentions: tuple[Mention, ...]
    quotations: tuple[Quotation, ...]
    figures: tuple[Figure, ...] = ()
    warnings: tuple[Warning, ...] = ()
    headline: Headline | None = None
    genre: Genre | None = None


@dataclass(frozen=True, slots=True)
class Topic:
    """One entry of the topic lexicon (``lexicon/topics.toml``), as the interface and the database need it."""

    slug: str
    group: TopicGroup
    label_de: str
    label_en: str
    description_de: str = ""
    description_en: str = ""
    words: tuple[str, ...] = field(default=(), repr=False)
