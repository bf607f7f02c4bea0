"""Places that stand for those who govern there: "Moskau wies die Vorwürfe zurück", "eine rote Linie für Washington"."""

from collections.abc import Sequence

from app.nlp import lexicon
from app.nlp.entities.gazetteer import gazetteer
from app.nlp.german.word_table import words

_LOCATING = lexicon.function_words("locating")
_FINITE = {"VV(FIN)", "VA(FIN)", "VM(FIN)"}


def metonymic(tokens: Sequence[str], first: int, after: int, name: str) -> bool:
    """Does the place at the tokens ``first`` to ``after`` act as a government?

    Only places listed as seats of government, and only as subject right before or after a finite verb.
    """
    listed = gazetteer().get(*tokens[first:after]) or gazetteer().get(name)
    if not listed or not listed.metonym:
        return False
    before = tokens[first - 1].lower() if first else ""
    if before in {"das", "der", "die"} and first > 1:
        before = tokens[first - 2].lower()
    following = tokens[after] if after < len(tokens) else ""
    if words()[before].tag.startswith("APPR") or before in _LOCATING:
        return before in {"für", "zwischen", "seitens"} and name not in {"USA"}
    return words()[following].tag in _FINITE and following[:1].islower()
