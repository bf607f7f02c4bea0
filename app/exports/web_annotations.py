"""An article's marks as W3C Web Annotations (JSON-LD, https://www.w3.org/TR/annotation-model/).

Every mark is one annotation of the article's plain text, found by position and, where the text has moved, by quotation.
Offsets count Unicode code points, as the standard has it and as this program keeps them.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Document = Mapping[str, Any]  # as ``GET /api/articles/{id}`` answers
Bodies = list[tuple[str, str]]  # purpose (of the standard's motivations) and value

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
MEDIA = f'application/ld+json; profile="{CONTEXT}"'
AROUND = 32  # characters before and after, by which a quotation is found again


def annotation_page(document: Document, base: str, program: str) -> dict[str, Any]:
    """All marks of a text and its headline as one AnnotationPage. ``base``: what addresses of this program begin with;
    ``program``: its name and version."""
    own = f"{base}/api/articles/{document['id']}"
    headline = {**document["headline"], "text": document["title"] or ""}
    parts = (("text", document, f"{own}/text"), ("headline", headline, f"{own}/text?part=headline"))
    generator = {"id": f"{base}/", "type": "Software", "name": program}
    items = [
        {
            "id": f"{own}/annotations#{name}",
            "type": "Annotation",
            "motivation": bodies[0][0],
            "generator": generator,
            "body": [{"type": "TextualBody", "purpose": purpose, "value": value} for purpose, value in bodies],
            "target": _target(part["text"], start, end, source, document["language"]),
        }
        for part_name, part, source in parts
        for name, start, end, bodies in _marks(part_name, part)
    ]
    return {"@context": CONTEXT, "id": f"{own}/annotations", "type": "AnnotationPage", "startIndex": 0, "items": items}


def _target(text: str, start: int, end: int, source: str, language: str | None) -> dict[str, Any]:
    plain: dict[str, Any] = {"id": source, "type": "Text", "format": "text/plain"}
    return {
        "type": "SpecificResource",
        "source": plain | ({"language": language} if language else {}),
        "selector": [
            {"type": "TextPositionSelector", "start": start, "end": end},
            {
                "type": "TextQuoteSelector",
                "exact": text[start:end],
                "prefix": text[max(0, start - AROUND) : start],
                "suffix": text[end : end + AROUND],
            },
        ],
    }


def _marks(part_name: str, part: Document) -> Iterator[tuple[str, int, int, Bodies]]:
    """Name, offsets and bodies of every mark; no two have one name."""
    told: dict[str, int] = {}
    for layer, marks in part.items():
        if not isinstance(marks, list):
            continue
        bodies_of = _BODIES.get(layer, _of_kind)
        for mark in marks:
            for what, bodies in bodies_of(mark) if isinstance(mark, dict) and "start" in mark else ():
                name = f"{part_name}-{what}-{mark['start']}-{mark['end']}"
                told[name] = told.get(name, 0) + 1
                again = f"-{told[name]}" if told[name] > 1 else ""
                yield name + again, mark["start"], mark["end"], bodies


def _assessed(mark: Document) -> Bodies:
    """How sure it is, and that a person has put it right."""
    sure = mark.get("status")
    found: Bodies = []
    if sure:
        found.append(("assessing", sure if mark.get("probability") is None else f"{sure}, {mark['probability']:.3f}"))
    if mark.get("corrected"):
        found.append(("assessing", "put right by a person"))
    return found


def _of_topics(sentence: Document) -> Iterator[tuple[str, Bodies]]:
    for topic in sentence.get("topics", ()):
        yield f"topic-{topic['slug']}", [("tagging", topic["slug"]), *_assessed(topic)]


def _of_topic(topic: Document) -> Iterator[tuple[str, Bodies]]:
    yield f"topic-{topic['slug']}", [("tagging", topic["slug"]), *_assessed(topic)]


def _of_mention(mark: Document) -> Iterator[tuple[str, Bodies]]:
    entity = mark.get("entity") or {}
    who: Bodies = [("identifying", entity["name"])] if entity.get("name") else []
    yield "mention", [*who, ("classifying", mark["kind"]), *_assessed(mark)]


def _of_quotation(mark: Document) -> Iterator[tuple[str, Bodies]]:
    speaker = (mark.get("speaker") or {}).get("name") or mark.get("speaker_text")
    said: Bodies = [("describing", mark["verb"])] if mark.get("verb") else []
    who: Bodies = [("identifying", speaker)] if speaker else []
    yield "quotation", [("classifying", f"quotation: {mark['kind']}"), *who, *said, *_assessed(mark)]


def _of_figure(mark: Document) -> Iterator[tuple[str, Bodies]]:
    value = " ".join(str(mark[name]) for name in ("value", "high", "unit", "per") if mark.get(name) is not None)
    told: Bodies = [("describing", value)] if value else []
    yield "figure", [("classifying", f"figure: {mark['kind']}"), *told, *_assessed(mark)]


def _of_kind(mark: Document) -> Iterator[tuple[str, Bodies]]:
    """Of a layer that nothing more is known of."""
    yield str(mark.get("kind", "mark")), [("classifying", str(mark.get("kind", "mark"))), *_assessed(mark)]


_BODIES: Mapping[str, Callable[[Document], Iterator[tuple[str, Bodies]]]] = {
    "sentences": _of_topics,
    "topics": _of_topic,
    "mentions": _of_mention,
    "quotations": _of_quotation,
    "figures": _of_figure,
}
