"""What a text tells of itself before anybody reads it: its language, and the news agencies that sign it.

``language`` is the first step of the pipeline: the others leave out what holds for German alone where the language is
known to be another. How both are told stands in ``language`` and ``signatures``, which need no spaCy.
"""

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.text.language import detect
from app.nlp.text.signatures import find_agencies
from app.nlp.tokens import text_of


@Language.component("language", assigns=["doc._.language"])
def language(doc: Doc) -> Doc:
    """Set ``doc._.language``."""
    doc._.language = detect(text_of(doc))
    return doc


@Language.component("agencies", assigns=["doc._.agencies"])
def agencies(doc: Doc) -> Doc:
    """Set ``doc._.agencies``."""
    doc._.agencies = find_agencies(text_of(doc), doc._.sentences)
    return doc
