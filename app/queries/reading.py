"""Text with marks for reading: stretches under the same marks (pieces), grouped into sentences and speech (blocks)."""

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam
from sqlalchemy import select as columns
from sqlmodel import Session, col

from app.models import HEADLINE, Annotation, Entity
from app.nlp.codecs import probability_of
from app.nlp.layers import Look, shown
from app.queries.views.text import Block, Piece, Speech

_NAMED_AND_SAID = {"mention", "quotation"}  # layers with looks of their own
MARKED = ("direct", "partial", "label")
SPOKEN_SHARE = 0.3  # of a sentence inside quotation marks: from here on the sentence is set as somebody's words


@dataclass(frozen=True, slots=True)
class Mark:
    """An annotation as reading needs it, with its entity's slug and name."""

    layer: str
    label: str
    start: int
    end: int
    via: str | None
    status: str
    topic_id: int | None
    score: float | None
    entity_id: int | None
    slug: str | None
    name: str | None
    entity_kind: str | None
    attrs: dict[str, Any]
    voice: str | None = None
    corrected: bool = False

    @property
    def entity(self) -> str | None:
        """What ``nlp.layers`` call the slug of whom it names."""
        return self.slug

    @property
    def proposed(self) -> bool:
        """Whether it is told as only likely: as ``scope.is_certain`` says, words of nobody are told as unclear."""
        nobodys = self.layer.endswith("quotation") and not (self.slug or self.attrs.get("speaker"))
        return self.status == "proposed" and not nobodys


@dataclass(frozen=True, slots=True)
class Emphasis:
    """What the request asks for: persons to highlight; evidence words and hits as spans; shared text with a hue."""

    persons: frozenset[int] = frozenset()
    evidence: tuple[tuple[int, int], ...] = ()
    hits: tuple[tuple[int, int], ...] = ()
    shared: tuple[tuple[int, int, int], ...] = ()


def load_marks(
    session: Session, layers: Sequence[str], *where: ColumnElement[bool], **values: Any
) -> dict[int, list[Mark]]:
    """Annotations by article id, sorted by start. One statement, however many articles.

    ``values`` are those of parameters in the conditions.
    """
    marks: dict[int, list[Mark]] = {}
    for article_id, *told in session.execute(_MARKS.where(*where), {"layers": list(layers)} | values):
        marks.setdefault(article_id, []).append(Mark(*told))
    return marks


_MARKS = (
    columns(
        col(Annotation.article_id),
        col(Annotation.layer),
        col(Annotation.label),
        col(Annotation.start),
        col(Annotation.end),
        col(Annotation.via),
        col(Annotation.status),
        col(Annotation.topic_id),
        col(Annotation.score),
        col(Annotation.entity_id),
        col(Entity.slug),
        col(Entity.name),
        col(Entity.kind),
        col(Annotation.attrs),
        col(Annotation.voice),
        col(Annotation.corrected),
    )
    .outerjoin(Entity, and_(col(Entity.id) == col(Annotation.entity_id)))
    .where(col(Annotation.layer).in_(bindparam("layers", expanding=True)))
    .order_by(col(Annotation.article_id), col(Annotation.start), col(Annotation.id))
)


def probability(mark: Mark) -> float | None:
    """That a proposed mark is as it is told, where that is reckoned; None for others: of these nobody asks."""
    return probability_of(mark) if mark.proposed else None


def least_sure(marks: Iterable[Mark]) -> float | None:
    """The least probability of several, where any is reckoned."""
    return min((own for own in map(probability, marks) if own is not None), default=None)


def text_and_headline(marks: Iterable[Mark]) -> tuple[list[Mark], list[Mark]]:
    """The marks of a text, and those of its headline under the names of the text's layers."""
    below, above = [], []
    for mark in marks:
        if mark.layer.startswith(HEADLINE):
            above.append(replace(mark, layer=mark.layer.removeprefix(HEADLINE)))
        else:
            below.append(mark)
    return below, above


def pieces(text: str, start: int, end: int, marks: Iterable[Mark], emphasis: Emphasis) -> tuple[Piece, ...]:
    """``text[start:end]`` cut wherever a mark begins or ends; joined, the pieces give it back."""
    looks = shown()
    wanted = {*_NAMED_AND_SAID, *looks}
    inside = [m for m in marks if m.start < end and m.end > start and m.layer in wanted]
    mentions = sorted((m for m in inside if m.layer == "mention"), key=lambda m: (m.via != "name", m.end - m.start))
    quoted = sorted((m for m in inside if m.layer == "quotation" and m.label in MARKED), key=lambda m: m.end - m.start)
    others = [m for m in inside if m.layer in looks] if looks else []
    cuts = _cuts(start, end, (*mentions, *quoted, *others), emphasis)
    cut = (_piece(text[a:b], a, mentions, quoted, emphasis) for a, b in itertools.pairwise(cuts) if b > a)
    return _with_looks(cut, start, others, looks) if others else tuple(cut)


def _cuts(start: int, end: int, marks: Iterable[Mark], emphasis: Emphasis) -> list[int]:
    """Where a mark, an evidence word, a hit or shared text begins or ends between two offsets, these included."""
    spans = [(m.start, m.end) for m in marks]
    spans += [
        span
        for span in (*emphasis.evidence, *emphasis.hits, *((a, b) for a, b, _ in emphasis.shared))
        if span[0] < end and span[1] > start
    ]
    return sorted({start, end} | {min(max(offset, start), end) for span in spans for offset in span})


def _with_looks(cut: Iterable[Piece], start: int, marks: list[Mark], looks: dict[str, Look]) -> tuple[Piece, ...]:
    """The pieces with the looks of the other layers that cover them, each once."""
    found = []
    for piece in cut:
        over = dict.fromkeys(looks[mark.layer] for mark in marks if mark.start <= start < mark.end)
        found.append(replace(piece, looks=tuple(over)) if over else piece)
        start += len(piece.text)
    return tuple(found)


def _piece(text: str, at: int, mentions: list[Mark], quoted: list[Mark], emphasis: Emphasis) -> Piece:
    """The piece that begins at an offset: the first mention that covers it (names first, then the shortest) wins."""
    mention = next((m for m in mentions if m.start <= at < m.end), None)
    quotation = next((m for m in quoted if m.start <= at < m.end), None)
    return Piece(
        text=text,
        kind=mention.label if mention else None,
        entity=mention.slug if mention else None,
        entity_name=mention.name if mention else None,
        via=mention.via if mention else None,
        proposed=bool(mention and mention.proposed),
        probability=probability(mention) if mention else None,
        metonym=bool(mention and mention.attrs.get("metonym")),
        active=bool(mention and mention.entity_id in emphasis.persons),
        evidence=any(a <= at < b for a, b in emphasis.evidence),
        quoted=quotation.label if quotation else None,
        hit=any(a <= at < b for a, b in emphasis.hits),
        shared=next((hue for a, b, hue in emphasis.shared if a <= at < b), None),
        spot=f"{mention.start}-{mention.end}" if mention else None,
        corrected=bool(mention and mention.corrected),
    )


def sentence_blocks(text: str, marks: Sequence[Mark], start: int, end: int, emphasis: Emphasis) -> list[Block]:
    """One block for each sentence between two offsets, in order; white space between sentences is left out."""
    starts = [mark.start for mark in marks]
    reaching = {"quotation", *shown()}
    longest = max((mark.end - mark.start for mark in marks if mark.layer in reaching), default=0)
    blocks = []
    for sentence in marks[bisect_left(starts, start) : bisect_left(starts, end)]:
        if sentence.layer != "sentence":
            continue
        low = bisect_left(starts, sentence.start - longest)
        near = [m for m in marks[low : bisect_left(starts, sentence.end)] if m.end > sentence.start]
        speech = _speech(sentence, near)
        plain = sentence.label if sentence.label != "sentence" else "text"
        gap = text[max(0, sentence.start - 200) : sentence.start]
        blocks.append(
            Block(
                kind="speech" if speech and plain == "text" else plain,
                pieces=pieces(text, sentence.start, sentence.end, near, emphasis),
                speech=speech if plain == "text" else None,
                start=sentence.start,
                end=sentence.end,
                paragraph=not gap.strip() or "\n" in gap[len(gap.rstrip()) :],
            )
        )
    return blocks


def _speech(sentence: Mark, near: Iterable[Mark]) -> Speech | None:
    """Whose words the sentence gives, if they are a good part of it: marked words before reported ones."""
    length = max(1, sentence.end - sentence.start)
    best: tuple[int, Mark] | None = None
    for mark in near:
        if mark.layer != "quotation" or mark.label not in {"direct", "indirect"}:
            continue
        shared = min(mark.end, sentence.end) - max(mark.start, sentence.start)
        if shared / length >= SPOKEN_SHARE:
            rank = shared + (length if mark.label == "direct" else 0)
            if best is None or rank > best[0]:
                best = rank, mark
    if best is None:
        return None
    return speech_of(best[1])


def speech_of(mark: Mark) -> Speech:
    """Whose words a quotation gives. Fragments in marks are as much theirs as whole sentences."""
    return Speech(
        kind="indirect" if mark.label == "indirect" else "direct",
        speaker=mark.name or mark.attrs.get("speaker"),
        slug=mark.slug if mark.entity_kind == "person" else None,
        verb=mark.attrs.get("verb"),
        proposed=mark.proposed,
        probability=probability(mark),
    )


def join_speech(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Neighbouring sentences of the same words, or of plain text, set as one block; paragraphs stay apart."""
    joined: list[Block] = []
    for block in blocks:
        last = joined[-1] if joined else None
        if last and not block.paragraph and last.kind == block.kind in {"text", "speech"} and _same(last, block):
            joined[-1] = replace(last, pieces=(*last.pieces, Piece(" "), *block.pieces))
        else:
            joined.append(block)
    return tuple(joined)


def _same(one: Block, other: Block) -> bool:
    if one.context != other.context:
        return False
    if one.speech is None or other.speech is None:
        return one.speech is other.speech
    same = (one.speech.kind, one.speech.speaker) == (other.speech.kind, other.speech.speaker)
    return same and (one.speech.proposed, one.speech.probability) == (other.speech.proposed, other.speech.probability)
