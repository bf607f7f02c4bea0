"""Topics as a step of the pipeline. How they are found stands in ``marks``, which needs no spaCy."""

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.tokens import text_of
from app.nlp.topics.marks import mark_topics


@Language.component("topics", assigns=["doc._.topic_marks"])
def topics(doc: Doc) -> Doc:
    """Set ``doc._.topic_marks``, one tuple for each of ``doc._.sentences``; all empty if the text is not German."""
    if doc._.language in (None, "de"):
        doc._.topic_marks = mark_topics(text_of(doc), doc._.sentences)
    else:
        doc._.topic_marks = [() for _ in doc._.sentences]
    return doc
