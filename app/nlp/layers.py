"""The registry of layers: whatever is marked in texts is declared here once, and everybody else reads it here.

A layer says how its marks are read off an analysis and kept as rows of ``annotation`` (``rows``), how a row becomes a
mark again (``mark``), what programs are told of it (``document`` of the shape ``shape``), how decisions of people meet
its marks (``meets``, ``made``) and how it is shown in the text (``look``). The order here is that of the rows.

A new layer is a frozen dataclass with ``start``, ``end``, ``surface``, ``kind`` and ``corrected``, a component that
leaves a list of them on the document, and ``declared(...)`` here: analysis, database, article page, JSON, corrections
and ``gipfelspiegel explain`` then know it. Pure data: no spaCy, no database.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields, make_dataclass
from functools import cache
from typing import Annotated, Any, Literal, get_args, get_type_hints

from pydantic import Field
from typing_extensions import TypedDict

from app.nlp import codecs, shapes
from app.nlp.codecs import Found, Kept, Named, Row, VoiceAt
from app.nlp.types import Analysis

# How a decision finds the marks it is about: most of both agree; they touch; they touch, offices and names apart.
Meets = Literal["spot", "overlap", "name"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a layer is shown in the text: a class for the stylesheet, and a title (the key of its translation)."""

    css: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One kind of mark. ``name`` is that of the rows, ``many`` that of the field in analyses and in JSON,
    ``about`` says what stands there.

    ``within`` names the layer in whose documents these stand (topics in sentences; in a headline they stand alone).
    ``above``: headlines have it, too. ``named``: the row's label follows the kind of its entity. ``made`` makes a mark
    of a place, a kind and the machine's mark there: without it, decisions of its own kind put the layer right.
    ``marked``: the dataclass of its marks, where ``Analysis`` does not know them.
    """

    name: str
    many: str
    about: str
    shape: type
    rows: Callable[[Found, str, VoiceAt], Iterator[Row]]
    mark: Callable[[str, Kept], object]
    document: Callable[[str, Named], Mapping[str, Any]]
    within: str | None = None
    above: bool = False
    named: bool = False
    meets: Meets | None = None
    kinds: tuple[str, ...] = ()
    made: Callable[[int, int, str, str, Any], Any] | None = None
    marked: type | None = None
    look: Look | None = None

    @property
    def title(self) -> str:
        """What it is called on pages, before it is translated."""
        return self.look.title if self.look else self.name


def rows_of(found: Found, text: str, voice: VoiceAt) -> Iterator[tuple[Layer, Row]]:
    """Everything found in a text or headline as rows, layer by layer."""
    for layer in LAYERS.values():
        if layer.above or isinstance(found, Analysis):
            for row in layer.rows(found, text, voice):
                yield layer, row


def documents_of(text: str, marks: Mapping[str, Iterable[Named]], *, headline: bool = False) -> dict[str, Any]:
    """The marks of a text or headline as JSON, by ``many``; ``marks`` by the layer's name."""
    document: dict[str, Any] = {}
    for layer in LAYERS.values():
        if (headline and layer.above) or (not headline and layer.within is None):
            document[layer.many] = [layer.document(text, mark) for mark in marks.get(layer.name, ())]
    if headline:
        return document
    for layer in LAYERS.values():
        if layer.within is not None:
            _put_within(document[LAYERS[layer.within].many], layer, text, marks.get(layer.name, ()))
    return document


def _put_within(hosts: Iterable[dict[str, Any]], layer: Layer, text: str, marks: Iterable[Named]) -> None:
    at: dict[int, list[Mapping[str, Any]]] = {}
    for mark in marks:
        at.setdefault(mark.start, []).append(layer.document(text, mark))
    for host in hosts:
        host[layer.many] = at.get(host["start"], [])


def shown() -> dict[str, Look]:
    """The looks of the layers that the text shows beside names and quotations, which have looks of their own."""
    return {name: layer.look for name, layer in LAYERS.items() if layer.look}


def decided() -> dict[str, Layer]:
    """The layers that people put right by saying of a place of what kind it is, or that it is none."""
    return {name: layer for name, layer in LAYERS.items() if layer.made}


def analysis_type() -> type[Analysis]:
    """``Analysis``; with fields for layers of which it knows nothing, as those that are declared from outside."""
    known = {own.name for own in fields(Analysis)}
    lacking = tuple(layer for layer in decided().values() if layer.many not in known)
    return _widened(tuple((layer.many, layer.marked or layer.shape) for layer in lacking)) if lacking else Analysis


@cache
def _widened(more: tuple[tuple[str, type], ...]) -> type[Analysis]:
    added: list[Any] = [(many, tuple[mark, ...], field(default=())) for many, mark in more]  # type: ignore[valid-type]
    return make_dataclass("Analysis", added, bases=(Analysis,), frozen=True, slots=True)


# --- a layer by its dataclass alone

_COLUMNS = ("via", "status", "score", "corrected")  # fields that are columns of the same name


def declared(
    mark: type[Any], *, name: str, many: str, title: str, css: str = "", meets: Meets = "overlap", **options: Any
) -> Layer:
    """A layer of what ``mark`` describes: a frozen dataclass with start, end, surface, kind and corrected.

    ``kind`` becomes the label of its rows, other fields go into ``attrs`` (but for columns of the same name). The
    choices of ``kind`` are those of its Literal. Raises TypeError where a field is missing.
    """
    names = [own.name for own in fields(mark)]
    if missing := {"start", "end", "surface", "kind", "corrected"} - set(names):
        raise TypeError(f"{mark.__name__} needs {', '.join(sorted(missing))}")
    columns = [own for own in names if own in _COLUMNS]
    rest = [own for own in names if own not in {"start", "end", "surface", "kind", *columns}]

    def rows(found: Found, _text: str, _voice: VoiceAt) -> Iterator[Row]:
        for own in getattr(found, many, ()):
            values = {column: getattr(own, column) for column in columns}
            attrs = {name: getattr(own, name) for name in rest}
            yield Row(label=own.kind, start=own.start, end=own.end, surface=own.surface, attrs=attrs, **values)

    def document(text: str, kept: Kept) -> dict[str, Any]:
        place = {"start": kept.start, "end": kept.end, "surface": text[kept.start : kept.end], "kind": kept.label}
        own = {column: getattr(kept, column) for column in columns}
        return place | own | {attr: kept.attrs[attr] for attr in rest if attr in kept.attrs}

    def made(start: int, end: int, surface: str, kind: str, machine: Any) -> Any:
        known = {own.name: getattr(machine, own.name) for own in fields(mark)} if machine else {}
        return mark(**known | {"start": start, "end": end, "surface": surface, "kind": kind, "corrected": True})

    return Layer(
        name=name,
        many=many,
        about=(mark.__doc__ or title).strip().partition("\n")[0],
        shape=_shape_of(mark),
        marked=mark,
        rows=rows,
        mark=lambda text, kept: mark(**document(text, kept)),
        document=document,
        meets=meets,
        kinds=get_args(get_type_hints(mark)["kind"]),
        made=made,
        look=Look(css or f"layer-{name}", title),
        **options,
    )


def _shape_of(mark: type[Any]) -> type:
    """The JSON of a dataclass of marks. A field's ``metadata`` may give its ``description`` and an ``example``."""
    types = get_type_hints(mark)
    told: dict[str, Any] = {"start": shapes.Start, "end": shapes.End, "surface": shapes.Surface}
    for own in fields(mark):
        choices = get_args(types[own.name])
        example = own.metadata.get("example", own.default if own.default is not MISSING else next(iter(choices), ""))
        about = own.metadata.get("description", own.name.replace("_", " "))
        told.setdefault(own.name, Annotated[types[own.name], Field(description=about, examples=[example])])
    told["corrected"] = shapes.Corrected
    shape: type = TypedDict(f"{mark.__name__}Document", told)  # type: ignore[misc]
    shape.__doc__ = mark.__doc__
    return shape


_OWN = (
    Layer(
        name="sentence",
        many="sentences",
        about="every sentence, heading and other line, in order",
        shape=shapes.SentenceDocument,
        rows=codecs.sentence_rows,
        mark=codecs.sentence_mark,
        document=codecs.sentence_document,
    ),
    Layer(
        name="topic",
        many="topics",
        about="topics, with their evidence",
        shape=shapes.TopicDocument,
        rows=codecs.topic_rows,
        mark=codecs.topic_mark,
        document=codecs.topic_document,
        within="sentence",
        above=True,
    ),
    Layer(
        name="mention",
        many="mentions",
        about="names, offices and epithets, in order",
        shape=shapes.MentionDocument,
        rows=codecs.mention_rows,
        mark=codecs.mention_mark,
        document=codecs.mention_document,
        above=True,
        named=True,
        meets="name",
    ),
    Layer(
        name="quotation",
        many="quotations",
        about="words given as somebody's, in order",
        shape=shapes.QuotationDocument,
        rows=codecs.quotation_rows,
        mark=codecs.quotation_mark,
        document=codecs.quotation_document,
        above=True,
        meets="spot",
    ),
    Layer(
        name="figure",
        many="figures",
        about="numbers, dates and measures, in order",
        shape=shapes.FigureDocument,
        rows=codecs.figure_rows,
        mark=codecs.figure_mark,
        document=codecs.figure_document,
        above=True,
        meets="overlap",
    ),
    Layer(
        name="warning",
        many="warnings",
        about="what a reader should know about the text",
        shape=shapes.WarningDocument,
        rows=codecs.warning_rows,
        mark=codecs.warning_mark,
        document=codecs.warning_document,
    ),
)
LAYERS: dict[str, Layer] = {layer.name: layer for layer in _OWN}
