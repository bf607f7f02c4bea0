"""Who is who: one identity for all mentions of a person, place or organisation."""

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)


@Language.component("identity", assigns=["doc._.entities", "doc._.mentions"])
def identity(doc: Doc) -> Doc:
    """Link ``doc._.mentions`` to ``doc._.entities``."""
    return doc
