"""A step of the pipeline that raises leaves its layer out, with a warning; the others find what they find.

===================== =====================================================================================
code of the warning   what is not told of the text
===================== =====================================================================================
left-out-sentences    anything: without sentences nothing else is found
left-out-names        names, or who it is that is named
left-out-quotations   who says what
left-out-topics       topics
left-out-figures      figures
left-out-signs        its language, the agencies that sign it, or what else there is to know about it
left-out-headline     anything about its headline
===================== =====================================================================================
"""

import logging
from copy import copy
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp.rules import begin_step
from app.nlp.tokens import text_of
from app.nlp.types import Warning

CODES = {
    "sentences": "left-out-sentences",
    "entities": "left-out-names",
    "linking": "left-out-names",
    "role_mentions": "left-out-names",
    "certainty": "left-out-names",
    "clauses": "left-out-quotations",
    "attribution": "left-out-quotations",
    "topics": "left-out-topics",
    "figures": "left-out-figures",
}
OTHERS = "left-out-signs"
HEADLINE = "left-out-headline"
_MESSAGES = {
    "left-out-sentences": "The text could not be cut into sentences, so nothing was searched for.",
    "left-out-names": "Names could not be searched for in this text.",
    "left-out-quotations": "Quotations could not be searched for in this text.",
    "left-out-topics": "Topics could not be searched for in this text.",
    "left-out-figures": "Figures could not be searched for in this text.",
    OTHERS: "What there is to know about this text could not be told.",
    HEADLINE: "The headline could not be analysed.",
}

log = logging.getLogger("gipfelspiegel.nlp")


def processed(nlp: Language, text: str) -> Doc:
    """The document with what every step leaves on it; what a step left that raised is as it was before.

    spaCy's own loop would do, but for a KeyError, which it never hands to an error handler.
    """
    doc = nlp.make_doc(text)
    missing: list[str] = []
    for name, step in nlp.pipeline:
        begin_step(name)
        before = {key: copy(value) for key, value in doc.user_data.items() if _is_attribute(key)}
        try:
            step(doc)
        except Exception:
            log.exception("The step %s failed and was left out.", name)
            missing.append(CODES.get(name, OTHERS))
            for key in [key for key in doc.user_data if _is_attribute(key)]:
                del doc.user_data[key]
            doc.user_data.update(before)
    doc._.warnings = [*doc._.warnings, *(omission(code, text_of(doc)) for code in dict.fromkeys(missing))]
    return doc


def omission(code: str, text: str) -> Warning:
    """The warning, about the whole of the text."""
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    return Warning(code, _MESSAGES[code], min(start, end), end)


def _is_attribute(key: Any) -> bool:
    """Is it one of our attributes (see ``extensions``), not what somebody keeps for the next who asks?"""
    return isinstance(key, tuple) and key[0] == "._."
