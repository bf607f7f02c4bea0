"""``genre``: the last but one step of the pipeline, for it looks at sentences and quotations."""

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.genre.marks import find_genre
from app.nlp.tokens import text_of


@Language.component("genre", assigns=["doc._.genre"])
def genre(doc: Doc) -> Doc:
    """Set ``doc._.genre``; the words that tell it are German."""
    if doc._.language in (None, "de"):
        doc._.genre = find_genre(text_of(doc), doc._.sentences, doc._.quotations)
    return doc
