"""What the language service found, put right by what people decided: ``merge``.

Of two decisions about one spot the later counts. A decision that the machine agrees with confirms its mark; one that
it knows nothing of makes the mark; marks of the machine that contradict a decision go. Nothing else changes, so that
the same analysis and the same decisions always give the same marks, however often and in whatever order they met.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from app.correct.decisions import Counted, Mark, Marked, Named, Quoted, Topics, Who
from app.nlp.layers import LAYERS, Meets
from app.nlp.types import Analysis, Entity, Figure, Mention, Quotation, Sentence, TopicMark

OfLayer = Named | Quoted | Counted | Marked  # a decision about marks of one layer


class Span(Protocol):
    """Anything that stands in a text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


def merge(machine: Analysis, decisions: Sequence[Mark]) -> Analysis:
    """The analysis as people want it. ``decisions`` in the order in which they were taken; all must fit the text."""
    entities = {entity.key: entity for entity in machine.entities}

    def made(decision: OfLayer, mark: Any) -> Any:
        return _made(decision, mark, entities)

    marks: dict[str, Any] = {}
    for layer in LAYERS.values():
        if layer.meets and hasattr(machine, layer.many):
            about = [one for one in decisions if isinstance(one, OfLayer) and _layer_of(one) == layer.name]
            marks[layer.many] = _put_right(getattr(machine, layer.many), about, MEETINGS[layer.meets], made)
    used = {one.entity for one in marks["mentions"]} | {one.speaker for one in marks["quotations"]}
    return replace(
        machine,
        sentences=_sentences(machine.sentences, [one for one in decisions if isinstance(one, Topics)]),
        entities=tuple(entity for key, entity in sorted(entities.items()) if key in used),
        **marks,
    )


def _layer_of(decision: OfLayer) -> str:
    return decision.layer if isinstance(decision, Marked) else decision.KIND


def _put_right(
    marks: Sequence[Any],
    decisions: Sequence[OfLayer],
    same: Callable[[Span, Span], bool],
    made: Callable[[OfLayer, Any], Any],
) -> tuple[Any, ...]:
    """The machine's marks that no decision is about, and the marks that the decisions make."""
    last = _last_words(decisions, same)
    kept = [mark for mark in marks if not any(same(mark, decision) for decision in last)]
    exact = {(mark.start, mark.end): mark for mark in reversed(marks)}
    wanted = [decision for decision in last if decision.label is not None]
    kept += [made(decision, exact.get((decision.start, decision.end))) for decision in wanted]
    return tuple(sorted(kept, key=lambda mark: (mark.start, mark.end)))


def _last_words(decisions: Sequence[OfLayer], same: Callable[[Span, Span], bool]) -> list[OfLayer]:
    """The decisions that no later one is about."""
    last: list[OfLayer] = []
    for decision in decisions:
        last = [earlier for earlier in last if not same(earlier, decision)]
        last.append(decision)
    return last


def _shared(one: Span, other: Span) -> int:
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def _same_spot(one: Span, other: Span) -> bool:
    """Is most of the longer one also in the other? Words in marks inside of a reported sentence are another spot."""
    return 2 * _shared(one, other) > max(one.end - one.start, other.end - other.start)


def _overlap(one: Span, other: Span) -> bool:
    """Of two things that cannot stand within each other: do they touch? "No figure" is about that figure alone."""
    if getattr(one, "label", "") is None or getattr(other, "label", "") is None:
        return _same_spot(one, other)
    return _shared(one, other) > 0


def _same_name(one: Span, other: Span) -> bool:
    """Names do not stand within each other; an office may hold a name ("die Partei von Emmanuel Macron")."""
    if getattr(one, "via", "") != getattr(other, "via", ""):
        return _same_spot(one, other)
    return _overlap(one, other)


# How a decision meets the marks it is about, by what the registry of layers says.
MEETINGS: dict[Meets, Callable[[Span, Span], bool]] = {"spot": _same_spot, "overlap": _overlap, "name": _same_name}


def _made(decision: OfLayer, mark: Any, entities: dict[str, Entity]) -> Any:
    """The mark that a decision asks for; ``mark`` is the machine's at the very place, where it has one."""
    match decision:
        case Named():
            return _mention(decision, mark, entities)
        case Quoted():
            return _quotation(decision, mark, entities)
        case Counted():
            return _figure(decision, mark)
    made = LAYERS[decision.layer].made
    assert made is not None
    assert decision.label is not None
    return made(decision.start, decision.end, decision.surface, decision.label, mark)


def _key(who: Who | None, entities: dict[str, Entity]) -> str | None:
    """The entity's key within the analysis, where it is added if it is not there."""
    if who is None:
        return None
    key = who.key
    if key in entities and entities[key].kind != who.kind:  # a place and a person of one name: as linking does
        key = f"{key}-{who.kind}"
    entities.setdefault(key, Entity(key, who.kind, who.name, who.family, who.bare))
    return key


def _mention(one: Named, mark: Mention | None, entities: dict[str, Entity]) -> Mention:
    assert one.label is not None
    return Mention(
        one.start,
        one.end,
        one.surface,
        kind=one.who.kind if one.who else one.label,
        via=one.via,
        entity=_key(one.who, entities),
        status="certain",
        metonym=bool(mark and mark.metonym and one.label == "place"),
        corrected=True,
    )


def _quotation(one: Quoted, mark: Quotation | None, entities: dict[str, Entity]) -> Quotation:
    assert one.label is not None
    return Quotation(
        one.start,
        one.end,
        kind=one.label,
        speaker=_key(one.speaker, entities),
        speaker_text=None if one.speaker else one.speaker_text,
        verb=one.verb,
        frame=mark.frame if mark else (),
        corrected=True,
    )


def _figure(one: Counted, mark: Figure | None) -> Figure:
    """What the decision says; by what it is compared with others (``terms`` ...) only the machine knows."""
    assert one.label is not None
    bare = Figure(one.start, one.end, one.label, None, None, None, surface=one.surface)
    return replace(
        mark if mark and mark.about == one.about else bare,
        kind=one.label,
        value=one.value,
        high=one.high,
        unit=one.unit,
        precision=one.precision,
        when=one.when,
        about=one.about,
        surface=one.surface,
        corrected=True,
    )


def _sentences(sentences: Sequence[Sentence], decisions: Sequence[Topics]) -> tuple[Sentence, ...]:
    said: dict[int, dict[str, bool]] = {}
    for decision in decisions:
        for number in range(len(sentences)):
            if _about(sentences[number], decision):
                wanted = said.setdefault(number, {})
                wanted |= dict.fromkeys(decision.drop, False) | dict.fromkeys(decision.add, True)
    return tuple(
        replace(sentence, topics=_topics(sentence.topics, said[number])) if number in said else sentence
        for number, sentence in enumerate(sentences)
    )


def _about(sentence: Sentence, decision: Topics) -> bool:
    """Does the decision mean this sentence? Newer versions may cut sentences otherwise: most of either must agree."""
    shared = 2 * _shared(sentence, decision)
    return shared > sentence.end - sentence.start or shared > decision.end - decision.start


def _topics(marks: Sequence[TopicMark], wanted: dict[str, bool]) -> tuple[TopicMark, ...]:
    kept = [mark if mark.slug not in wanted else _confirmed(mark) for mark in marks if wanted.get(mark.slug, True)]
    known = {mark.slug for mark in marks}
    kept += [TopicMark(slug, 1.0, (), corrected=True) for slug, yes in wanted.items() if yes and slug not in known]
    return tuple(kept)


def _confirmed(mark: TopicMark) -> TopicMark:
    return replace(mark, score=1.0, carried=False, corrected=True, status="certain", probability=None)
