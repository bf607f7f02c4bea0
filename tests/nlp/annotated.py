"""Annotated texts for quotations and reported speech: reading the mark-up of ``texts/speech_*.toml`` and scoring.

Mark-up, nestable: ``{d:Speaker|„…“}`` direct, ``{p:…|…}`` partial, ``{l:…|…}`` label, ``{u:…|…}`` direct without marks,
``{i:…|…}`` a sentence of reported speech, ``{o:…|…}`` neutral. The speaker is a key of the tables ``persons``,
``places`` and ``organisations``, ``=words`` where no entity fits, ``-`` where it is unclear. ``{n:Name|…}`` says whom a
name means where the tables cannot (two who share it).
"""

import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from app.nlp.types import Entity, EntityKind, Mention, Quotation

TEXTS = Path(__file__).parent / "texts"
_MARKS = re.compile('[„“”"»«‚‘‹›]')
_OPENING = re.compile(r"\{([dpluion]):([^|{}]*)\|")


@dataclass(frozen=True)
class Gold:
    start: int
    end: int
    kind: str
    speaker: str


@dataclass
class Annotated:
    name: str
    text: str
    gold: list[Gold]
    mentions: list[Mention] = field(default_factory=list)
    entities: dict[str, Entity] = field(default_factory=dict)


def load(path: Path, without_marks: bool = False) -> Annotated:
    """One annotated text with the mentions its tables name; ``without_marks``: as if a page had lost its marks."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    marked = table["text"].strip() + "\n"
    if without_marks:
        marked = re.sub(r"\{[pl]:[^|{}]*\|([^{}]*)\}", r"\1", _MARKS.sub("", marked))
    text, gold = strip(marked)
    if without_marks:  # a sentence with somebody's own words may be taken for a report
        gold += [Gold(max(0, one.start - 80), one.end, "o", "-") for one in gold if one.kind in "du"]
    found = Annotated(path.stem, text, gold)
    kinds: dict[str, EntityKind] = {"persons": "person", "places": "place", "organisations": "organisation"}
    surfaces: list[tuple[str, str, EntityKind]] = []
    for section, kind in kinds.items():
        for name, forms in table.get(section, {}).items():
            found.entities[name] = Entity(name, kind, name, name.split()[-1].lower() if kind == "person" else None)
            surfaces += ((form, name, kind) for form in forms)
    taken: set[int] = set()
    for one in [one for one in gold if one.kind == "n"]:
        gold.remove(one)
        taken |= set(range(one.start, one.end))
        surface = text[one.start : one.end]
        found.mentions.append(
            Mention(one.start, one.end, surface, found.entities[one.speaker].kind, "name", one.speaker, "certain")
        )
    for form, name, kind in sorted(surfaces, key=lambda one: -len(one[0])):
        for match in re.finditer(rf"(?<![\w-]){re.escape(form)}s?(?!\w)", text):
            if not taken & set(range(*match.span())):
                taken |= set(range(*match.span()))
                found.mentions.append(Mention(*match.span(), match.group(), kind, "name", name, "certain"))
    found.mentions.sort(key=lambda one: one.start)
    return found


def strip(marked: str) -> tuple[str, list[Gold]]:
    """The bare text and its annotations, sorted by start."""
    plain: list[str] = []
    length = position = 0
    opened: list[tuple[int, str, str]] = []
    gold: list[Gold] = []
    while position < len(marked):
        opening = _OPENING.match(marked, position)
        if opening:
            opened.append((length, opening.group(1), opening.group(2)))
            position = opening.end()
        elif marked[position] == "}" and opened:
            start, kind, speaker = opened.pop()
            gold.append(Gold(start, length, kind, speaker))
            position += 1
        else:
            plain.append(marked[position])
            length += 1
            position += 1
    return "".join(plain), sorted(gold, key=lambda one: (one.start, one.end))


@dataclass
class Figures:
    """Counts over some texts. ``errors`` says what went wrong, for people."""

    direct: list[int] = field(default_factory=lambda: [0, 0, 0])
    direct_speakers: list[int] = field(default_factory=lambda: [0, 0])
    indirect: list[int] = field(default_factory=lambda: [0, 0, 0])
    indirect_speakers: list[int] = field(default_factory=lambda: [0, 0])
    errors: list[str] = field(default_factory=list)

    @staticmethod
    def f1(counts: list[int]) -> float:
        right, false, missed = counts
        return 2 * right / (2 * right + false + missed) if right else 0.0

    def __str__(self) -> str:
        return (
            f"direct F1 {self.f1(self.direct):.3f} {self.direct}, speakers {ratio(self.direct_speakers):.3f} "
            f"{self.direct_speakers}; reported F1 {self.f1(self.indirect):.3f} {self.indirect}, "
            f"speakers {ratio(self.indirect_speakers):.3f} {self.indirect_speakers}"
        )


def ratio(counts: list[int]) -> float:
    return counts[0] / counts[1] if counts[1] else 0.0


def overlap(a: Gold, b: Quotation) -> bool:
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared * 2 >= a.end - a.start and shared * 2 >= b.end - b.start


def speaker_right(gold: Gold, found: Quotation) -> bool:
    """Named entities must be met exactly; where the gold has words or nobody, no entity may stand there, except that
    words may be an entity of that name."""
    if gold.speaker.startswith("="):
        words = gold.speaker[1:].lower()
        return found.speaker is None or found.speaker.lower() in words
    if gold.speaker == "-":
        return found.speaker is None
    return found.speaker == gold.speaker


def score(one: Annotated, quotations: list[Quotation], figures: Figures) -> None:
    """Add one text's counts. Labels are neutral; an annotation met twice counts once."""
    marked = [gold for gold in one.gold if gold.kind in "dpu"]
    neutral = [gold for gold in one.gold if gold.kind in "lo"]
    used: set[int] = set()
    for gold in marked:
        hits = [n for n, q in enumerate(quotations) if q.kind in ("direct", "partial") and overlap(gold, q)]
        used |= set(hits)
        figures.direct[0 if hits else 2] += 1
        if not hits:
            figures.errors.append(f"{one.name}: missed {gold.kind} {one.text[gold.start : gold.end]!r}")
            continue
        figures.direct_speakers[1] += 1
        if any(speaker_right(gold, quotations[n]) for n in hits):
            figures.direct_speakers[0] += 1
        else:
            found = [(quotations[n].speaker, quotations[n].speaker_text) for n in hits]
            figures.errors.append(
                f"{one.name}: speaker of {one.text[gold.start : gold.end]!r}: {gold.speaker} / {found}"
            )
    for n, q in enumerate(quotations):
        if q.kind in ("direct", "partial") and n not in used and not any(overlap(g, q) for g in neutral):
            figures.direct[1] += 1
            figures.errors.append(f"{one.name}: false {q.kind} {one.text[q.start : q.end]!r}")
    _score_indirect(one, quotations, neutral, figures)


def _score_indirect(one: Annotated, quotations: list[Quotation], neutral: list[Gold], figures: Figures) -> None:
    reported = [q for q in quotations if q.kind == "indirect"]
    used: set[int] = set()
    for gold in (g for g in one.gold if g.kind == "i"):
        hits = [
            n
            for n, q in enumerate(reported)
            if min(gold.end, q.end) - max(gold.start, q.start) > (gold.end - gold.start) / 2
        ]
        used |= set(hits)
        figures.indirect[0 if hits else 2] += 1
        if not hits:
            figures.errors.append(f"{one.name}: missed report {one.text[gold.start : gold.end]!r}")
            continue
        figures.indirect_speakers[1] += 1
        if any(speaker_right(gold, reported[n]) for n in hits):
            figures.indirect_speakers[0] += 1
        else:
            found = [(reported[n].speaker, reported[n].speaker_text) for n in hits]
            figures.errors.append(
                f"{one.name}: reporter of {one.text[gold.start : gold.end]!r}: {gold.speaker} / {found}"
            )
    for n, q in enumerate(reported):
        if n not in used and not any(min(g.end, q.end) > max(g.start, q.start) for g in neutral):
            figures.indirect[1] += 1
            figures.errors.append(f"{one.name}: false report {one.text[q.start : q.end]!r}")
