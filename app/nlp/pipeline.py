"""The language service put together: ``spacy.blank("de")`` and our components, in this order.

``language`` -> ``sentences`` -> ``entities`` -> ``linking`` -> ``role_mentions`` -> ``clauses`` -> ``attribution``
-> ``certainty`` -> ``agencies`` -> ``topics`` -> ``figures`` -> ``genre`` -> ``warnings``.
What each leaves on the Doc stands in ``extensions``.

The setting ``SPACY_NER`` names an installed spaCy pipeline (or its folder) whose entity recogniser takes the place of
ours.
"""

import gc
from dataclasses import replace
from functools import cache
from typing import Any

import spacy
from spacy.attrs import IDS
from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import tokens
from app.nlp.attribution import component as _attribution  # noqa: F401  (each registers its factory)
from app.nlp.entities import certainty, linking, role_mentions  # noqa: F401
from app.nlp.entities import component as _entities  # noqa: F401
from app.nlp.figures import component as _figures  # noqa: F401
from app.nlp.genre import component as _genre  # noqa: F401
from app.nlp.german import component as _german  # noqa: F401
from app.nlp.layers import analysis_type, decided
from app.nlp.omissions import processed
from app.nlp.text import component as _text  # noqa: F401
from app.nlp.text import sentences  # noqa: F401
from app.nlp.topics import component as _topics  # noqa: F401
from app.nlp.types import Analysis, Figure, Genre, Sentence
from app.nlp.version import pipeline_version
from app.nlp.warnings import component as _warnings  # noqa: F401
from app.settings import get_settings

COMPONENTS = (
    "language",
    "sentences",
    "entities",
    "linking",
    "role_mentions",
    "clauses",
    "attribution",
    "certainty",
    "agencies",
    "topics",
    "figures",
    "genre",
    "warnings",
)
LEXICAL = ("LOWER", "NORM", "IS_SPACE", "IS_PUNCT")
WARM_UP = "Am Montag sagte der Präsident, die Gespräche in Genf seien „konstruktiv“ gewesen."


def build(ner: str | None = None) -> Language:
    """A new pipeline. ``ner``: name or folder of a spaCy pipeline whose entities are used instead of our own model's.

    Raises OSError where that pipeline is not installed.
    """
    nlp = spacy.blank("de")
    # The first sight of a word costs most of its time in what spaCy asks of it; this is all that anything here reads.
    vocab: Any = nlp.vocab
    vocab.lex_attr_getters = {IDS[name]: vocab.lex_attr_getters[IDS[name]] for name in LEXICAL}
    nlp.max_length = 2**31 - 1  # no component needs memory by the square of the length
    tokens.adapt_tokenizer(nlp)
    nlp.tokenizer = tokens.GuardedTokenizer(nlp.tokenizer)
    for layer in decided().values():
        if not Doc.has_extension(layer.many):
            Doc.set_extension(layer.many, default=[])
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"ner": ner} if name == "entities" else {})
    return nlp


@cache
def get_pipeline() -> Language:
    """The pipeline of this process, loaded once, with the recogniser the settings ask for."""
    gc.disable()  # nothing that is read here can go again: looking for it is a fifth of the start
    try:
        nlp = build(get_settings().spacy_ner or None)
        analysis(processed(nlp, WARM_UP))  # so that every lexicon is read before the first article
    finally:
        gc.enable()
    gc.freeze()  # the lexicons stay until the end: a collection that walks through them costs as much as two articles
    return nlp


def analyse(text: str, nlp: Language | None = None) -> Analysis:
    """Everything found in ``text``; a step that raises leaves its layer out. Time grows in proportion to its length.

    Offsets count code points of ``text`` as given, lone surrogates included.
    """
    readable = tokens.encodable(text)
    found = analysis(processed(nlp or get_pipeline(), readable))
    return found if readable == text else _as_written(found, text)


def _as_written(found: Analysis, text: str) -> Analysis:
    """The same with every surface as ``text`` has it, where signs were replaced for the reading."""

    def spelt(sentence: Sentence) -> Sentence:
        return replace(
            sentence,
            topics=tuple(
                replace(mark, evidence=tuple(replace(one, surface=text[one.start : one.end]) for one in mark.evidence))
                for mark in sentence.topics
            ),
        )

    def given(figure: Figure) -> Figure:
        about, at = figure.about, figure.about_start
        if about is not None and at is not None:
            about = text[at : at + len(about)]
        return replace(figure, surface=text[figure.start : figure.end], about=about)

    def evident(genre: Genre) -> Genre:
        spelt_out = (replace(one, surface=text[one.start : one.end]) for one in genre.evidence)
        return replace(genre, evidence=tuple(spelt_out))

    others: dict[str, Any] = {
        layer.many: tuple(replace(mark, surface=text[mark.start : mark.end]) for mark in getattr(found, layer.many))
        for layer in decided().values()
    }
    return replace(
        found,
        **others,
        mentions=tuple(replace(one, surface=text[one.start : one.end]) for one in found.mentions),
        figures=tuple(map(given, found.figures)),
        sentences=tuple(map(spelt, found.sentences)),
        genre=evident(found.genre) if found.genre else None,
    )


def analysis(doc: Doc) -> Analysis:
    """Read an Analysis off a processed Doc."""
    marks = doc._.topic_marks or [()] * len(doc._.sentences)
    used = {mention.entity for mention in doc._.mentions} | {quotation.speaker for quotation in doc._.quotations}
    declared: dict[str, Any] = {
        layer.many: tuple(sorted(getattr(doc._, layer.many), key=_place)) for layer in decided().values()
    }
    return analysis_type()(
        pipeline=pipeline_version(),
        language=doc._.language,
        words=int((~doc.to_array(["IS_SPACE", "IS_PUNCT"]).any(axis=1)).sum()),
        agencies=tuple(doc._.agencies),
        sentences=tuple(replace(one, topics=tuple(found)) for one, found in zip(doc._.sentences, marks, strict=True)),
        entities=tuple(entity for key, entity in sorted(doc._.entities.items()) if key in used),
        mentions=tuple(sorted(doc._.mentions, key=_place)),
        quotations=tuple(sorted(doc._.quotations, key=_place)),
        figures=tuple(doc._.figures),
        warnings=tuple(sorted(doc._.warnings, key=_place)),
        genre=doc._.genre,
        **declared,
    )


def _place(mark: Any) -> tuple[int, int]:
    return mark.start, mark.end
