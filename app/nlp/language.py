"""The language as a step of the pipeline, the first: the others leave out what holds for German alone where the
language is known to be another. How it is told stands in ``languages``, which needs no spaCy."""

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.languages import detect
from app.nlp.tokens import text_of


@Language.component("language", assigns=["doc._.language"])
def language(doc: Doc) -> Doc:
    """Set ``doc._.language``."""
    doc._.language = detect(text_of(doc))
    return doc
