"""Measuring persons, quotations, reported speech and speakers on annotated news: ``gipfelspiegel score --speech``.

Counted as the agreed scorer of the seeds counts: names by any overlap, marked quotations by half of both spans,
reported speech by sentence, speakers over what was matched, those without a name judged too. What the annotation leaves
open counts neither way.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from app.nlp.entities.person_names import fold_name
from app.nlp.pipeline import analyse
from app.nlp.training.speech_gold import GoldArticle, GoldUtterance, Identities, counterpart, read, touches
from app.nlp.types import Analysis, Quotation

_BINS = 10


@dataclass
class Counts:
    """[right, false, missed] of what is found, [right, all] of what is told of it."""

    persons: list[int] = field(default_factory=lambda: [0, 0, 0])
    distinct: list[int] = field(default_factory=lambda: [0, 0, 0])
    links: list[int] = field(default_factory=lambda: [0, 0])
    marked: list[int] = field(default_factory=lambda: [0, 0, 0])
    marked_speakers: list[int] = field(default_factory=lambda: [0, 0])
    reported: list[int] = field(default_factory=lambda: [0, 0, 0])
    reported_speakers: list[int] = field(default_factory=lambda: [0, 0])
    certain: list[int] = field(default_factory=lambda: [0, 0])
    judged: list[tuple[float, bool]] = field(
        default_factory=list
    )  # probability of an attribution, and whether it is right

    def add(self, gold: GoldArticle, found: Analysis) -> None:
        identities = Identities(gold, found.mentions, {entity.key: entity for entity in found.entities})
        self._add_persons(gold, found, identities)
        self._add_speech(gold, found, identities)

    def _add_persons(self, gold: GoldArticle, found: Analysis, identities: Identities) -> None:
        spans = [(span, person) for person, spans in gold.mentions.items() for span in spans]
        guessed = [one for one in found.mentions if one.kind == "person" and one.via == "name"]
        met: set[int] = set()
        for span, person in spans:
            hit = next((n for n, one in enumerate(guessed) if touches((one.start, one.end), span)), None)
            self.persons[2 if hit is None else 0] += 1
            if hit is not None:
                met.add(hit)
                right = identities.person(guessed[hit].entity) == person
                self.links = [self.links[0] + right, self.links[1] + 1]
        self.persons[1] += len(guessed) - len(met)
        names = {entity.key: entity.name for entity in found.entities}
        ours = [
            identities.person(key) or fold_name(names[key]) for key in {one.entity for one in guessed if one.entity}
        ]
        wanted = {person for person, places in gold.mentions.items() if places}
        self.distinct[0] += len(wanted & set(ours))
        self.distinct[1] += len(ours) - len(wanted & set(ours))  # one person split in two counts as one too many
        self.distinct[2] += len(wanted - set(ours))

    def _add_speech(self, gold: GoldArticle, found: Analysis, identities: Identities) -> None:
        met: set[tuple[int, int, str]] = set()
        for (start, end, kind), group in groupby(found.quotations, key=lambda one: (one.start, one.end, one.kind)):
            those = list(group)
            if kind == "label":
                continue
            counts = self.reported if kind == "indirect" else self.marked
            speakers = self.reported_speakers if kind == "indirect" else self.marked_speakers
            truth = counterpart(gold.utterances, kind, (start, end))
            if truth is None:
                counts[1] += 1
                self._judge(those, False)
            elif truth.kind != "label":
                met |= _places(gold.utterances, kind, (start, end), truth)
                if not truth.optional:
                    right = identities.is_right([(one.speaker, one.speaker_text) for one in those], truth)
                    counts[0] += 1
                    speakers[0], speakers[1] = speakers[0] + right, speakers[1] + 1
                    self._judge(those, right)
        for one in gold.utterances:
            if not one.optional and one.kind != "label" and (one.start, one.end, one.kind) not in met:
                (self.marked if one.is_marked else self.reported)[2] += 1

    def _judge(self, those: Sequence[Quotation], right: bool) -> None:
        first = those[0]
        named = any(one.speaker or one.speaker_text for one in those)
        if first.probability is not None and named:
            self.judged.append((first.probability, right))
            if first.status == "certain":
                self.certain = [self.certain[0] + right, self.certain[1] + 1]


def _places(
    gold: Sequence[GoldUtterance], kind: str, span: tuple[int, int], truth: GoldUtterance
) -> set[tuple[int, int, str]]:
    """Which annotated utterances one that was found covers: all the clauses of one reported sentence."""
    same = (
        [truth] if kind != "indirect" else [one for one in gold if touches(span, (one.start, one.end)) or one is truth]
    )
    return {(one.start, one.end, one.kind) for one in same if one is truth or one.kind == "reported"}


def f1(counts: Sequence[int]) -> float:
    right, false, missed = counts
    return 2 * right / (2 * right + false + missed) if right else 0.0


def ratio(counts: Sequence[int]) -> float:
    return counts[0] / counts[1] if counts[1] else 0.0


def measured(articles: Iterable[GoldArticle], read_text: Callable[[str], Analysis] = analyse) -> Counts:
    """The counts over some articles."""
    counts = Counts()
    for article in articles:
        counts.add(article, read_text(article.text))
    return counts


def table(name: str, counts: Counts) -> Iterator[str]:
    """The figures of one split, for people."""
    yield f"{name}:"
    yield (
        f"  persons F1 {f1(counts.persons):.3f} {counts.persons}, distinct {f1(counts.distinct):.3f}, "
        f"linking {ratio(counts.links):.3f}"
    )
    yield (
        f"  marked quotations F1 {f1(counts.marked):.3f} {counts.marked}, speakers {ratio(counts.marked_speakers):.3f} "
        f"of {counts.marked_speakers[1]}"
    )
    yield (
        f"  reported sentences F1 {f1(counts.reported):.3f} {counts.reported}, speakers "
        f"{ratio(counts.reported_speakers):.3f} of {counts.reported_speakers[1]}"
    )
    share = counts.certain[1] / max(len(counts.judged), 1)
    yield f"  certain: {ratio(counts.certain):.3f} right of {counts.certain[1]}, {share:.2f} of all named speakers"


def reliability(judged: Iterable[tuple[float, bool]]) -> Iterator[str]:
    """Ten bins of probability: how many, what was said on average, and how many were right (DeGroot, Fienberg 1983)."""
    bins = Counter[int]()
    right = Counter[int]()
    said = Counter[int]()
    for probability, is_right in judged:
        place = min(int(probability * _BINS), _BINS - 1)
        bins[place] += 1
        right[place] += is_right
        said[place] += round(probability * 1000)
    for place in sorted(bins):
        count = bins[place]
        yield (
            f"  {place / _BINS:.1f} to {(place + 1) / _BINS:.1f}: {count:5d}, said {said[place] / count / 1000:.2f}, "
            f"right {right[place] / count:.2f}"
        )


def agreement(folder: Path) -> Iterator[str]:
    """How far two independent annotations of the same articles agree: F1 of spans, κ of speakers (Cohen 1960)."""
    others = {article.page: article for article in read(folder, file="second.jsonl")}
    spans = {"marked": [0, 0, 0], "reported": [0, 0, 0]}
    pairs: list[tuple[str, str]] = []
    for one in read(folder, file="first.jsonl"):
        other = others[one.page]
        for name, counts in spans.items():
            ours, theirs = _of_kind(one, name), _of_kind(other, name)
            met: set[int] = set()
            for utterance in ours:
                hit = next(
                    (n for n, two in enumerate(theirs) if n not in met and touches(_span(utterance), _span(two))), None
                )
                if hit is not None:
                    met.add(hit)
                    counts[0] += 1
                    pairs.append((_label(one, utterance), _label(other, theirs[hit])))
                elif not utterance.optional:
                    counts[1] += 1
            counts[2] += sum(not two.optional for n, two in enumerate(theirs) if n not in met)
    figures = ", ".join(f"{name} F1 {f1(counts):.3f} {counts}" for name, counts in spans.items())
    yield f"two annotations of {len(others)} articles: {figures}; speakers κ {_kappa(pairs):.3f} of {len(pairs)}"


def _of_kind(article: GoldArticle, name: str) -> list[GoldUtterance]:
    return [one for one in article.utterances if one.kind != "label" and one.is_marked == (name == "marked")]


def _span(one: GoldUtterance) -> tuple[int, int]:
    return one.start, one.end


def _label(article: GoldArticle, one: GoldUtterance) -> str:
    """The speakers as both annotators would write them: persons by name, bodies and the unnamed by their kind."""
    kinds = {"=": "somebody", "-": "nobody"}
    names = {article.persons.get(who) or kinds.get(who[:1]) or "a body" for who in one.speakers}
    return f"{article.page}: {' and '.join(sorted(names))}"


def _kappa(pairs: Sequence[tuple[str, str]]) -> float:
    seen = sum(one == other for one, other in pairs) / len(pairs)
    ours, theirs = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    chance = sum(ours[label] * theirs[label] for label in ours) / len(pairs) ** 2
    return (seen - chance) / (1 - chance)


def score(folder: Path) -> None:
    """Print everything: agreement, both splits, and how far the probabilities hold on what was set apart."""
    print(*agreement(folder), sep="\n")
    for split, name in (("train", "learnt from"), ("test", "set apart")):
        counts = measured(read(folder, split))
        print(*table(f"{split} ({name})", counts), sep="\n")
        print("probability of the speaker:", *reliability(counts.judged), sep="\n")
