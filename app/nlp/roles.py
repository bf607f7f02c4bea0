"""Offices and epithets that point to a person without the name."""

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)


@Language.component("roles", assigns=["doc._.mentions"])
def roles(doc: Doc) -> Doc:
    """Add role mentions to ``doc._.mentions``."""
    return doc
