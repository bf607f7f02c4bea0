"""Who said what, how each source gives it, and who else has it."""

from dataclasses import dataclass, field

from app.queries.views.claims import Claims
from app.queries.views.doubts import Doubt
from app.queries.views.heads import ArticleView, FilterBar, SourceView, SummitView, TopicView
from app.queries.views.text import Piece


@dataclass(frozen=True, slots=True)
class QuotationView:
    """A quotation in lists, with the sentence(s) around it."""

    article: ArticleView
    start: int
    kind: str
    verb: str | None
    speaker: str | None
    proposed: bool
    pieces: tuple[Piece, ...]
    words: int
    slug: str | None = None  # of a speaker who is a person
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class VoiceView:
    """Who speaks in a sentence, and how that is given. ``kinds`` are those of the speaker's marks in it, in order;
    ``probability`` is that of the least sure of them, where it is reckoned."""

    speaker: str | None
    slug: str | None  # of a person, who can be filtered by
    proposed: bool
    kinds: tuple[str, ...]
    verb: str | None
    stance: str | None  # neutral | confirming | distancing | doubting; None without a verb
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class SaidView:
    """One or more sentences with all the quotations in them, shown once; ``marks`` counts those under the filters."""

    start: int
    voices: tuple[VoiceView, ...]
    pieces: tuple[Piece, ...]
    marks: int
    same: bool  # the same voices as the sentence before


@dataclass(frozen=True, slots=True)
class SaidIn:
    """What one article quotes, sentence by sentence."""

    article: ArticleView
    sentences: tuple[SaidView, ...]


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """Who is quoted how often by each source; ``counts`` in the order of the columns. ``name`` None: unclear.

    ``stances`` are, for each source, (stance, number) of the verbs that are not neutral.
    """

    slug: str | None  # of a person, who can be filtered by
    name: str | None
    counts: tuple[int, ...]
    total: int
    stances: tuple[tuple[tuple[str, int], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class VerbRow:
    """The verbs of one stance, most frequent first, as (infinitive, number); ``more`` are not listed."""

    stance: str
    total: int
    verbs: tuple[tuple[str, int], ...]
    more: int


@dataclass(frozen=True, slots=True)
class Share:
    """A speaker's words in one source: between marks, reported; percent of all words that the source gives anybody."""

    marked: int
    reported: int
    percent: int
    marked_percent: float
    reported_percent: float

    @property
    def words(self) -> int:
        """All of them."""
        return self.marked + self.reported


@dataclass(frozen=True, slots=True)
class ShareRow:
    """A speaker's share in each source, in the order of the columns; None: the source gives no word of theirs."""

    slug: str | None
    name: str
    words: int
    shares: tuple[Share | None, ...]


@dataclass(frozen=True, slots=True)
class VoicesView:
    """Who is heard: counts and stances, verbs, shares of words."""

    speakers: tuple[SpeakerRow, ...] = ()
    more_speakers: int = 0
    verbs: tuple[VerbRow, ...] = ()
    shares: tuple[ShareRow, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberView:
    """One source's rendering: where it stands, with which verb; ``more`` further marks of the source say the same."""

    article: ArticleView
    start: int
    verb: str | None
    stance: str | None
    more: int
    proposed: bool = False
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class WordingView:
    """One wording of an utterance and the sources that have it. ``pieces``: (text, whether the others lack it)."""

    kind: str
    pieces: tuple[tuple[str, bool], ...]
    members: tuple[MemberView, ...]
    language: str | None


@dataclass(frozen=True, slots=True)
class ParallelView:
    """One utterance in several sources. ``label``: identical | wording | reported. ``speaker``: None where nobody is
    named, or several are. ``proposed``: whose words they are is sure in none of the sources shown.
    """

    id: int
    label: str
    speaker: str | None
    slug: str | None
    sources: int
    wordings: tuple[WordingView, ...]
    claims: Claims
    proposed: bool = False
    probability: float | None = None


@dataclass(frozen=True, slots=True)
class QuotesPage:
    """Screen 5: who said what. ``kinds`` and the other choices are (value, number) under the other filters.

    ``view`` is all | same | voices; only what belongs to it is filled. ``total`` counts what the view lists;
    ``proposed`` of them, or of those that are hidden for it, are only likely to be their speakers'.
    """

    summit: SummitView
    bar: FilterBar
    view: str
    sources: tuple[SourceView, ...]
    total: int
    parallels_total: int
    kind: str | None
    kinds: tuple[tuple[str, int], ...]
    topic: TopicView | None
    topics: tuple[tuple[TopicView, int], ...]
    stance: str | None
    verb: str | None
    sentences: int = 0
    articles: tuple[SaidIn, ...] = ()
    voices: VoicesView = field(default_factory=VoicesView)
    parallels: tuple[ParallelView, ...] = ()
    how: str | None = None
    hows: tuple[tuple[str, int], ...] = ()
    shown: int = 0
    next_offset: int | None = None
    doubts: tuple[Doubt, ...] = ()
    doubtful: int = 0
    proposed: int = 0
