"""Named entities: the factory ``entities`` and what it leaves in ``doc._.mentions``."""

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)


class Entities:
    """Sets ``doc._.mentions`` (no entity yet)."""

    def __init__(self, ner: str | None) -> None:
        self.ner = ner

    def __call__(self, doc: Doc) -> Doc:
        return doc


@Language.factory("entities", default_config={"ner": None}, assigns=["doc._.mentions"])
def entities(nlp: Language, name: str, ner: str | None) -> Entities:
    """``ner``: an installed spaCy pipeline whose recogniser is used instead of our own model."""
    return Entities(ner)
