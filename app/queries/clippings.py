"""What was remembered, as a press review tells it: the article, whose words, where they stand as well, what changed.

A fixed number of statements, however many items there are.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Text, and_, bindparam, func
from sqlalchemy import select as columns
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.arrays import array
from app.language import say
from app.models import HEADLINE, Annotation, Article, Correction, SharedPassage, Source
from app.queries.provenance import tells_speech
from app.queries.reading import Mark, load_marks, speech_of
from app.queries.views.folders import CHARTS
from app.queries.views.heads import AGENCY
from app.queries.views.review import Clipping, Item, Kind, Picture, Provenance, Saying

LAYERS = ("sentence", "quotation", f"{HEADLINE}quotation")
LEAST_WORDS = 8  # that stand elsewhere as well: with fewer, nothing is said of it
SPOKEN_SHARE = 0.3  # of an item inside one quotation: from here on it is told as that speaker's words
MARKED = ("direct", "partial")

Shared = tuple[int, int, str, tuple[str, ...]]  # start, end, the other outlet, whose text that signs


@dataclass(frozen=True, slots=True)
class Kept:
    """What is stored of an item; of one that nobody stored (a topic's passage) the text need not be."""

    kind: str
    sha256: str | None
    part: str = "text"
    start: int = 0
    end: int = 0
    text: str = ""
    title: str | None = None
    outlet: str = ""
    published: str | None = None
    chart: str = ""
    address: str = ""
    note: str = ""
    added_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """An item, and its outlet's colour."""

    item: Item
    hue: int = 0


@dataclass(slots=True)
class _Material:
    """All that items are told with, by the number of the article."""

    articles: dict[str, Any] = field(default_factory=dict)  # by sha256
    sentences: dict[int, list[Mark]] = field(default_factory=dict)
    quotations: dict[int, list[Mark]] = field(default_factory=dict)
    above: dict[int, list[Mark]] = field(default_factory=dict)  # of the headline
    shared: dict[int, list[Shared]] = field(default_factory=dict)
    corrected: dict[int, datetime] = field(default_factory=dict)


def clippings(session: Session, summit_id: int, kept: Sequence[Kept], language: str) -> list[Found]:
    """Items of what is kept, in its order. Five statements, or one where no article is among it."""
    material = _load(session, summit_id, {one.sha256 for one in kept if one.sha256})
    return [_found(one, material, language) for one in kept]


def _load(session: Session, summit_id: int, hashes: Iterable[str]) -> _Material:
    rows = session.execute(_ARTICLES, {"summit": summit_id, "hashes": sorted(hashes)}).all()
    material = _Material({row.sha256: row for row in rows})
    ids = [row.id for row in rows]
    if not ids:
        return material
    for id_, marks in load_marks(session, LAYERS, _OF_IDS, ids=ids).items():
        material.sentences[id_] = [mark for mark in marks if mark.layer == "sentence"]
        material.quotations[id_] = [mark for mark in marks if mark.layer == "quotation"]
        material.above[id_] = [mark for mark in marks if mark.layer.startswith(HEADLINE)]
    shared: dict[int, list[Shared]] = defaultdict(list)
    for side in _SIDES:
        for id_, start, end, name, kind, agencies in session.execute(side, {"ids": ids}):
            shared[id_].append((start, end, name, tuple(agencies) or ((name,) if kind == AGENCY else ())))
    material.shared = shared
    material.corrected = {id_: _aware(at) for id_, at in session.execute(_CORRECTED, {"summit": summit_id, "ids": ids})}
    return material


_ARTICLES = (
    columns(
        col(Article.id),
        col(Article.sha256),
        col(Article.title),
        col(Article.text),
        col(Article.author),
        col(Article.agencies),
        col(Article.published),
        col(Article.page),
        col(Article.url),
        col(Article.words),
        col(Source.name).label("outlet"),
        col(Source.kind).label("outlet_kind"),
        col(Source.hue),
    )
    .join(Source, col(Source.id) == col(Article.source_id))
    .where(col(Article.summit_id) == bindparam("summit"), col(Article.sha256).in_(array("hashes", Text)))
)
_OF_IDS = col(Annotation.article_id).in_(array("ids"))
_CORRECTED = (
    columns(col(Correction.article_id), func.max(col(Correction.at)))
    .where(col(Correction.summit_id) == bindparam("summit"), col(Correction.article_id).in_(array("ids")))
    .group_by(col(Correction.article_id))
)


def _side(mine: Any, start: Any, end: Any, theirs: Any) -> Any:
    """Words that articles (``ids``) share one for one with another outlet's, other than what both quote of somebody."""
    twin, outlet = aliased(Article), aliased(Source)
    return (
        columns(col(mine), col(start), col(end), col(outlet.name), col(outlet.kind), col(twin.agencies))
        .select_from(SharedPassage)
        .join(twin, col(twin.id) == theirs)
        .join(outlet, col(outlet.id) == col(twin.source_id))
        .where(col(mine).in_(array("ids")), col(SharedPassage.a_source) != col(SharedPassage.b_source))
        .where(and_(col(SharedPassage.verbatim), ~tells_speech()))
        .order_by(col(SharedPassage.words).desc(), col(SharedPassage.id))
    )


_SIDES = (
    _side(SharedPassage.a_id, SharedPassage.a_start, SharedPassage.a_end, SharedPassage.b_id),
    _side(SharedPassage.b_id, SharedPassage.b_start, SharedPassage.b_end, SharedPassage.a_id),
)


def _found(kept: Kept, material: _Material, language: str) -> Found:
    if kept.sha256 is None:
        return Found(_chart(kept, language))
    row = material.articles.get(kept.sha256)
    if row is None:
        return Found(_gone(kept, language))
    clipping = _clipping(row)
    if kept.chart:
        return Found(_chart(kept, language, clipping), row.hue)
    told = _of_text(kept, row, material) if kept.part == "text" else _of_headline(kept, row, material)
    changed = kept.added_at is not None and (
        _is_later(material.corrected.get(row.id), kept.added_at) or _differs(row, kept)
    )
    return Found(replace(told, clipping=clipping, note=kept.note, changed=changed), row.hue)


def _of_text(kept: Kept, row: Any, material: _Material) -> Item:
    near, sentences = _near(material.quotations.get(row.id, ()), kept), material.sentences.get(row.id, [])
    return Item(
        kind=Kind(kept.kind),
        text=row.text[kept.start : kept.end],
        start=kept.start,
        end=kept.end,
        sentence=_number(sentences, kept.start),
        sayings=tuple(_saying(mark, sentences) for mark in near if _is_marked_within(mark, kept)),
        provenance=_provenance(row.text, kept, material.shared.get(row.id, ())),
        address=f"/articles/{row.id}?at={kept.start}#here",
        **_whose(near, kept),
    )


def _of_headline(kept: Kept, row: Any, material: _Material) -> Item:
    """Headlines may be put right: what is told is what was remembered."""
    near = _near(material.above.get(row.id, ()), kept)
    return Item(kind=Kind(kept.kind), text=kept.text, address=f"/articles/{row.id}", **_whose(near, kept))


def _near(quotations: Iterable[Mark], kept: Kept) -> list[Mark]:
    return [mark for mark in quotations if mark.start < kept.end and mark.end > kept.start]


def _whose(near: Sequence[Mark], kept: Kept) -> dict[str, Any]:
    """Whose words the item's are told as, where they are told as somebody's."""
    best = max(near, key=lambda mark: _common(mark, kept), default=None)
    if best is None or not _is_theirs(best, kept):
        return {}
    told = speech_of(best)
    proposed = bool(told.speaker and told.proposed)
    return {"speaker": told.speaker, "proposed": proposed, "probability": told.probability}


def _chart(kept: Kept, language: str, clipping: Clipping | None = None) -> Item:
    title = say(language, CHARTS[kept.chart]) if kept.chart in CHARTS else kept.chart
    picture = Picture(title, kept.address, chart=kept.chart)
    return Item(
        kind=Kind.CHART,
        start=kept.start,
        end=kept.end,
        clipping=clipping,
        picture=picture,
        note=kept.note,
        address=kept.address,
    )


def _gone(kept: Kept, language: str) -> Item:
    """What is left of an item whose article was removed."""
    if kept.chart:
        return _chart(kept, language)
    clipping = Clipping(
        id=0,
        headline=kept.title,
        outlet=kept.outlet,
        published=kept.published,
        author=None,
        agencies=(),
        page=None,
        url=None,
        address="",
        text=kept.text,
        words=len(kept.text.split()),
    )
    below = kept.kind != "article" and kept.part == "text"
    return Item(
        kind=Kind(kept.kind),
        text=kept.text,
        start=0,
        end=len(kept.text) if below else 0,
        clipping=clipping,
        note=kept.note,
        gone=True,
    )


def _clipping(row: Any) -> Clipping:
    return Clipping(
        id=row.id,
        headline=row.title,
        outlet=row.outlet,
        published=row.published,
        author=row.author,
        agencies=tuple(row.agencies) or ((row.outlet,) if row.outlet_kind == AGENCY else ()),
        page=row.page,
        url=row.url,
        address=f"/articles/{row.id}",
        text=row.text,
        words=row.words,
    )


def _common(mark: Mark, kept: Kept) -> int:
    """How much of a mark lies within the item."""
    return min(mark.end, kept.end) - max(mark.start, kept.start)


def _is_theirs(mark: Mark, kept: Kept) -> bool:
    """Are the item's words told as this speaker's? Of a quotation that was remembered always."""
    if mark.label == "label":
        return False
    return kept.kind == Kind.QUOTATION or _common(mark, kept) >= SPOKEN_SHARE * (kept.end - kept.start)


def _is_marked_within(mark: Mark, kept: Kept) -> bool:
    return mark.label in MARKED and mark.start >= kept.start and mark.end <= kept.end


def _saying(mark: Mark, sentences: Sequence[Mark]) -> Saying:
    told = speech_of(mark)
    return Saying(
        mark.start,
        mark.end,
        told.speaker,
        bool(told.speaker and told.proposed),
        told.probability,
        _number(sentences, mark.start),
    )


def _number(sentences: Sequence[Mark], start: int) -> int:
    """The number, from 1, of the sentence in which an offset stands; 0 where none is known."""
    return bisect_right([mark.start for mark in sentences], start) if sentences else 0


def _provenance(text: str, kept: Kept, shared: Iterable[Shared]) -> tuple[Provenance, ...]:
    """Where words of the item stand as well: one line for each signature, first the one with most words."""
    outlets: dict[tuple[str, ...], dict[str, None]] = defaultdict(dict)
    words: dict[tuple[str, ...], int] = defaultdict(int)
    for start, end, outlet, agencies in shared:
        common = len(text[max(start, kept.start) : max(kept.start, min(end, kept.end))].split())
        if common >= LEAST_WORDS:
            outlets[agencies][outlet] = None
            words[agencies] = max(words[agencies], common)
    told = (Provenance(tuple(names), agencies, words[agencies]) for agencies, names in outlets.items())
    return tuple(sorted(told, key=lambda one: (-one.words, one.agency)))


def _is_later(at: datetime | None, than: datetime) -> bool:
    return at is not None and at > _aware(than)


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _differs(row: Any, kept: Kept) -> bool:
    """Is what is known of the article not what it was?"""
    return (row.title, row.outlet, row.published) != (kept.title, kept.outlet, kept.published)
