"""The component that puts into the doc which news agencies sign the text."""

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.signatures import find_agencies
from app.nlp.tokens import text_of


@Language.component("agencies", assigns=["doc._.agencies"])
def agencies(doc: Doc) -> Doc:
    """Set ``doc._.agencies``."""
    doc._.agencies = find_agencies(text_of(doc), doc._.sentences)
    return doc
