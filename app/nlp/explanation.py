"""Why a mark is there: for each one, which rule, word and score spoke. For whoever adds a rule or doubts one."""

from collections.abc import Iterator
from typing import NamedTuple

from app.nlp.layers import LAYERS, decided
from app.nlp.pipeline import analyse, get_pipeline
from app.nlp.rules import Spoken, traced
from app.nlp.types import Analysis, Entity, Mention, Quotation, Sentence, TopicMark

# The steps of the pipeline whose rules have to do with a layer.
STEPS = {
    "mention": ("entities", "linking", "role_mentions", "certainty"),
    "quotation": ("attribution",),
    "figure": ("figures",),
    "topic": ("topics",),
    "warning": ("warnings",),
}
# A rule about names or figures speaks about the very words; one about quotations about anything in the sentence.
_WHOLE_SENTENCE = frozenset(("quotation", "warning"))


class Explained(NamedTuple):
    """A mark: its layer, where it is, what it says, and why, a line each."""

    layer: str
    start: int
    end: int
    says: str
    reasons: tuple[str, ...]


def explain(text: str) -> Iterator[Explained]:
    """Every mark of a text in the order of the text, with what spoke for it."""
    nlp = get_pipeline()  # not while we listen: it warms up on a text of its own
    with traced() as trace:
        found = analyse(text, nlp)
    spoken = list(_placed(trace))
    for layer, start, end, says, words in sorted(_marks(found), key=lambda mark: (mark[1], -mark[2])):
        low, high = _sentence(found.sentences, start, end) if layer in _WHOLE_SENTENCE else (start, end)
        rules = (
            f"{rule.table}: {rule.rule}{f' ({rule.detail})' if rule.detail else ''}{_about(text, rule)}"
            for rule in spoken
            if rule.step in STEPS.get(layer, (LAYERS[layer].many,))
            and rule.start < high
            and low < max(rule.end, rule.start + 1)
        )
        yield Explained(layer, start, end, says, (*dict.fromkeys(rules), *words))


def _placed(spoken: list[Spoken]) -> Iterator[Spoken]:
    """Each rule with a place: one that tells none was asked on behalf of the next that does."""
    place = -1
    placed: list[Spoken] = []
    for rule in reversed(spoken):
        place = rule.start if rule.start >= 0 else place
        placed.append(rule if rule.start >= 0 else rule._replace(start=place, end=place))
    return reversed(placed)


def _about(text: str, rule: Spoken) -> str:
    """The words that a rule speaks about, shortened; nothing where it speaks about a place between words."""
    words = " ".join(text[rule.start : rule.end].split())
    return f" – {words if len(words) <= 60 else f'{words[:40]} … {words[-15:]}'}" if words else ""


def _sentence(sentences: tuple[Sentence, ...], start: int, end: int) -> tuple[int, int]:
    """From the beginning of the first sentence that a mark touches to the end of the last."""
    touched = [sentence for sentence in sentences if sentence.start < end and start < sentence.end]
    return (touched[0].start, touched[-1].end) if touched else (start, end)


def _marks(found: Analysis) -> Iterator[tuple[str, int, int, str, tuple[str, ...]]]:
    """Layer, start, end, what the mark says, and the words and scores that it carries itself."""
    names = {entity.key: entity for entity in found.entities}
    for mention in found.mentions:
        says = f"{mention.kind} {_who(names, mention.entity)}, {_sure(mention)}, by {mention.via}"
        yield "mention", mention.start, mention.end, says, ("a place that acts",) if mention.metonym else ()
    for quotation in found.quotations:
        who = _who(names, quotation.speaker) if quotation.speaker else quotation.speaker_text or "nobody"
        says = f"{quotation.kind} of {who}, {_sure(quotation)}"
        yield "quotation", quotation.start, quotation.end, says, (f"verb {quotation.verb}",) if quotation.verb else ()
    for figure in found.figures:
        value = figure.when if figure.value is None else f"{figure.value:g} {figure.unit or ''}".strip()
        terms = (f"terms {' '.join(figure.terms)}",) if figure.terms else ()
        yield "figure", figure.start, figure.end, f"{figure.kind} {value}, about {figure.about or 'nothing'}", terms
    for sentence in found.sentences:
        for topic in sentence.topics:
            says = f"{topic.slug}, {_sure(topic)}, score {topic.score:.2f}{', carried' if topic.carried else ''}"
            words = tuple(f"word {evidence.surface}" for evidence in topic.evidence)
            yield "topic", sentence.start, sentence.end, says, words
    for layer in decided().values():
        for mark in getattr(found, layer.many):
            yield layer.name, mark.start, mark.end, mark.kind, ()
    for warning in found.warnings:
        yield "warning", warning.start, warning.end, warning.code, ()


def _sure(mark: Mention | Quotation | TopicMark) -> str:
    """Its status, and the probability where there is one."""
    return mark.status if mark.probability is None else f"{mark.status} (probability {mark.probability:.2f})"


def _who(names: dict[str, Entity], key: str | None) -> str:
    return names[key].name if key in names else "open"
