"""Marks as rows of the table of annotations, as dataclasses again, and as JSON: one triple for each layer.

What an analysis holds becomes ``Row``s; a row, or what a query reads of one, becomes the mark again, or what programs
are told of it (``shapes``). Pure data; ``layers`` puts the triples together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from re import compile as pattern
from typing import Any, Protocol

from app.nlp.figures.codec import decode, encode
from app.nlp.shapes import (
    EntityName,
    FigureDocument,
    MentionDocument,
    QuotationDocument,
    SentenceDocument,
    TopicDocument,
    WarningDocument,
)
from app.nlp.types import Analysis, Evidence, Figure, Headline, Mention, Quotation, Sentence, TopicMark, Warning

Found = Analysis | Headline
VoiceAt = Callable[[int, int], str]  # in whose words the text between two offsets stands
_ISO = pattern(r"\d{4}(?:-\d\d){0,2}(?:/\d{4}(?:-\d\d){0,2})?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A mark as the table of annotations keeps it. ``entity`` is an ``Entity.key`` and ``topic`` a slug, until whoever
    stores it knows their ids."""

    label: str
    start: int
    end: int
    via: str | None = None
    status: str = "certain"
    entity: str | None = None
    topic: str | None = None
    score: float | None = None
    words: int = 0
    surface: str | None = None
    voice: str | None = None
    corrected: bool = False
    attrs: dict[str, Any] = field(default_factory=dict)


class Doubtable(Protocol):
    """What is asked of a stored mark to tell how sure it is."""

    @property
    def status(self) -> str: ...
    @property
    def corrected(self) -> bool: ...
    @property
    def attrs(self) -> dict[str, Any]: ...


class Kept(Doubtable, Protocol):
    """What is asked of a stored mark to tell it: a ``Row``, or what a query reads (``queries.reading.Mark``)."""

    @property
    def label(self) -> str: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def via(self) -> str | None: ...
    @property
    def score(self) -> float | None: ...
    @property
    def entity(self) -> str | None: ...
    @property
    def voice(self) -> str | None: ...


class Named(Kept, Protocol):
    """The same, with the name of the entity that ``entity`` is the slug of."""

    @property
    def name(self) -> str | None: ...


# --- how sure a mark is


def _sureness(mark: TopicMark | Mention | Quotation) -> dict[str, Any]:
    """What of it is kept beside the status: the probability, and that it is the language service that doubts.

    A row may be proposed for another reason: only other articles tell whom a bare family name means. Of that no
    probability is known, and it ends when they tell.
    """
    reckoned = {"probability": mark.probability} if mark.probability is not None else {}
    return reckoned | ({"doubted": True} if mark.status == "proposed" else {})


def probability_of(kept: Doubtable) -> float | None:
    """That the mark is as it is told. None where people have said so, where nobody reckoned it, and where it is
    proposed for what other articles say."""
    elsewhere = kept.status == "proposed" and not kept.attrs.get("doubted")
    return None if kept.corrected or elsewhere else kept.attrs.get("probability")


# --- sentences and their topics


def sentence_rows(found: Found, _text: str, _voice: VoiceAt) -> Iterator[Row]:
    assert isinstance(found, Analysis)
    for number, sentence in enumerate(found.sentences, 1):
        yield Row(label=sentence.kind, start=sentence.start, end=sentence.end, attrs={"number": number})


def sentence_mark(_text: str, kept: Kept) -> Sentence:
    return Sentence(kept.start, kept.end, kept.label)  # type: ignore[arg-type]


def sentence_document(_text: str, kept: Kept) -> SentenceDocument:
    return {"start": kept.start, "end": kept.end, "kind": kept.label, "topics": []}  # type: ignore[typeddict-item]


def topic_rows(found: Found, _text: str, _voice: VoiceAt) -> Iterator[Row]:
    """Those of each sentence at its place; those of a headline at the whole of it."""
    if isinstance(found, Headline):
        places = [(0, len(found.title), found.topics)]
    else:
        places = [(sentence.start, sentence.end, sentence.topics) for sentence in found.sentences]
    for start, end, topics in places:
        for topic in topics:
            evidence = [[one.start, one.end, one.surface] for one in topic.evidence]
            yield Row(
                label=topic.slug,
                start=start,
                end=end,
                topic=topic.slug,
                status=topic.status,
                score=topic.score,
                corrected=topic.corrected,
                attrs={"evidence": evidence, "carried": topic.carried} | _sureness(topic),
            )


def topic_mark(_text: str, kept: Kept) -> TopicMark:
    evidence = tuple(Evidence(*one) for one in kept.attrs["evidence"])
    return TopicMark(
        kept.label,
        kept.score or 0.0,
        evidence,
        carried=kept.attrs["carried"],
        corrected=kept.corrected,
        status=kept.status,  # type: ignore[arg-type]
        probability=probability_of(kept),
    )


def topic_document(_text: str, kept: Kept) -> TopicDocument:
    return {
        "slug": kept.label,
        "score": kept.score or 0.0,
        "evidence": [surface for _, _, surface in kept.attrs["evidence"]],
        "carried": kept.attrs["carried"],
        "status": kept.status,  # type: ignore[typeddict-item]
        "probability": probability_of(kept),
        "corrected": kept.corrected,
    }


# --- names


def mention_rows(found: Found, _text: str, voice: VoiceAt) -> Iterator[Row]:
    for mention in found.mentions:
        yield Row(
            label=mention.kind,
            start=mention.start,
            end=mention.end,
            via=mention.via,
            status=mention.status,
            entity=mention.entity,
            surface=mention.surface,
            voice=voice(mention.start, mention.end),
            corrected=mention.corrected,
            attrs=({"metonym": True} if mention.metonym else {}) | _sureness(mention),
        )


def mention_mark(text: str, kept: Kept) -> Mention:
    return Mention(
        kept.start,
        kept.end,
        text[kept.start : kept.end],
        kind=kept.label,  # type: ignore[arg-type]
        via=kept.via,  # type: ignore[arg-type]
        entity=kept.entity,
        status=kept.status,  # type: ignore[arg-type]
        metonym=bool(kept.attrs.get("metonym")),
        corrected=kept.corrected,
        probability=probability_of(kept),
    )


def mention_document(text: str, kept: Named) -> MentionDocument:
    return {
        "start": kept.start,
        "end": kept.end,
        "surface": text[kept.start : kept.end],
        "kind": kept.label,  # type: ignore[typeddict-item]
        "via": kept.via,  # type: ignore[typeddict-item]
        "entity": _entity(kept),
        "status": kept.status,  # type: ignore[typeddict-item]
        "probability": probability_of(kept),
        "metonym": bool(kept.attrs.get("metonym")),
        "corrected": kept.corrected,
        "voice": kept.voice,  # type: ignore[typeddict-item]
    }


def _entity(kept: Named) -> EntityName | None:
    return {"slug": kept.entity, "name": kept.name or ""} if kept.entity else None


# --- quotations


def quotation_rows(found: Found, text: str, _voice: VoiceAt) -> Iterator[Row]:
    for quotation in found.quotations:
        yield Row(
            label=quotation.kind,
            start=quotation.start,
            end=quotation.end,
            status=quotation.status,
            entity=quotation.speaker,
            words=len(text[quotation.start : quotation.end].split()),
            surface=quotation.verb,
            corrected=quotation.corrected,
            attrs={"verb": quotation.verb, "speaker": quotation.speaker_text} | _sureness(quotation),
        )


def quotation_mark(_text: str, kept: Kept) -> Quotation:
    """Without its frame, which is not kept: what it is good for (``voice``) stands on the mentions within."""
    return Quotation(
        kept.start,
        kept.end,
        kind=kept.label,  # type: ignore[arg-type]
        speaker=kept.entity,
        speaker_text=kept.attrs.get("speaker"),
        verb=kept.attrs.get("verb"),
        status=kept.status,  # type: ignore[arg-type]
        corrected=kept.corrected,
        probability=probability_of(kept),
    )


def quotation_document(_text: str, kept: Named) -> QuotationDocument:
    return {
        "start": kept.start,
        "end": kept.end,
        "kind": kept.label,  # type: ignore[typeddict-item]
        "speaker": _entity(kept),
        "speaker_text": kept.attrs.get("speaker"),
        "verb": kept.attrs.get("verb"),
        "status": kept.status,  # type: ignore[typeddict-item]
        "probability": probability_of(kept),
        "corrected": kept.corrected,
    }


# --- figures


def figure_rows(found: Found, _text: str, _voice: VoiceAt) -> Iterator[Row]:
    for figure in found.figures:
        yield Row(
            label=figure.kind,
            start=figure.start,
            end=figure.end,
            score=figure.value,
            surface=figure.surface,
            corrected=figure.corrected,
            attrs=encode(figure),
        )


def figure_mark(_text: str, kept: Kept) -> Figure:
    return decode(kept.attrs).figure


def figure_document(_text: str, kept: Kept) -> FigureDocument:
    """``value`` is a number or, of a date, the day, month or year as far as it is known: as the text gives it, or as
    read against the article's date (stored figures only)."""
    figure = kept.attrs
    when = figure.get("day") or figure["when"]
    known = when if when and _ISO.fullmatch(when) else None
    return {
        "start": figure["start"],
        "end": figure["end"],
        "surface": figure["surface"],
        "kind": figure["kind"],
        "value": figure["value"] if figure["when"] is None else known,
        "high": figure["high"],
        "unit": figure["unit"],
        "per": figure.get("per"),
        "precision": figure["precision"],
        "when": figure["when"],
        "about": figure["about"],
    }


# --- warnings


def warning_rows(found: Found, _text: str, _voice: VoiceAt) -> Iterator[Row]:
    assert isinstance(found, Analysis)
    for warning in found.warnings:
        yield Row(label=warning.code, start=warning.start, end=warning.end, attrs={"message": warning.message})


def warning_mark(_text: str, kept: Kept) -> Warning:
    return Warning(kept.label, kept.attrs["message"], kept.start, kept.end)


def warning_document(_text: str, kept: Kept) -> WarningDocument:
    return {"code": kept.label, "message": kept.attrs["message"], "start": kept.start, "end": kept.end}
