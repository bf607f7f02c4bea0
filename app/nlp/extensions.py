"""What the components leave on a ``Doc``: every custom attribute, registered in one place.

All offsets are characters of ``doc.text``, which is the analysed text, code point for code point.

===================== ================================== ==================================================
attribute             type                               set by
===================== ================================== ==================================================
``language``          ``str | None`` (ISO 639-1)         ``language``
``sentences``         ``list[Sentence]`` (no topics yet) ``sentences``; also sets ``token.is_sent_start``
``sentence_tokens``   ``list[tuple[int, int]]``          ``sentences``; token range of each of the sentences
``mentions``          ``list[Mention]``                  ``entities`` (entity=None), linked by ``linking``,
                                                         offices and epithets added by ``role_mentions``; sorted
``entities``          ``dict[str, Entity]``              ``linking`` (key -> Entity)
``offices``           ``list[Office]``                   ``linking``; role phrases of the text
``established``       ``dict[str, list[Office]]``        ``linking``; offices in apposition to a person (by key)
``marginals``         ``dict[int, float]``               ``entities``; of the tokens that the recogniser takes for
                                                         a person's name: how likely that is
``grounds``           ``dict[tuple[int, int], str]``     ``linking``, ``role_mentions``; place of a mention of a
                                                         person -> the rule that told who it is
``clauses``           ``TextClauses | None``              ``clauses``; cut when they are asked for
``quotations``        ``list[Quotation]``                ``attribution``
``topic_marks``       ``list[tuple[TopicMark, ...]]``    ``topics``; parallel to ``sentences``
``figures``           ``list[Figure]``                   ``figures``
``agencies``          ``list[str]``                      ``agencies``
``genre``             ``Genre | None``                   ``genre``
``warnings``          ``list[Warning]``                  ``warnings``
===================== ================================== ==================================================
"""

from typing import Any

from spacy.tokens import Doc

# spaCy copies a mutable default for each document.
DEFAULTS: dict[str, Any] = {
    "language": None,
    "sentences": [],
    "sentence_tokens": [],
    "mentions": [],
    "entities": {},
    "offices": [],
    "established": {},
    "marginals": {},
    "grounds": {},
    "clauses": None,
    "quotations": [],
    "topic_marks": [],
    "figures": [],
    "agencies": [],
    "genre": None,
    "warnings": [],
}


def register() -> None:
    """Register the attributes; calling it again changes nothing."""
    for name, default in DEFAULTS.items():
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=default)


register()
