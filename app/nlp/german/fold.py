"""German foldings: what makes two spellings of a word one. Every folding of the program is here, by name.

==============  ==========================  ====================================================================
folding         Rüstungs-Straße Guantánamo  asked by
==============  ==========================  ====================================================================
spelt_out       ruestungs-strasse guantánamo  figures, passages, addresses: umlauts and ß are two letters
joined          ruestungsstrasse guantánamo   words of shared passages: the same without hyphens
unaccented      ruestungsstrasseguantanamo    topics: letters and digits only, without accents
plain           ruestungs-strasse guantanamo  names: ASCII, with the letters of other languages spelt out, too
undotted        rustungsstrasseguantanamo     stems of the search index: umlauts lose their dots
swiss           rüstungsstrasse guantánamo    wordings of one language: umlauts stay, ß is ss, no hyphens
==============  ==========================  ====================================================================
"""

import unicodedata
from collections.abc import Callable
from functools import lru_cache

Folding = Callable[[str], str]
# Capitals are there for readers that fold the case afterwards.
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "ae", "Ö": "oe", "Ü": "ue"})
_JOINED = UMLAUTS | str.maketrans({"-": "", "_": ""})
_FOREIGN = UMLAUTS | str.maketrans({"ø": "oe", "ł": "l", "đ": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"})


def spelt_out(text: str) -> str:
    """Lower case, umlauts and ß as two letters."""
    return text.lower().translate(UMLAUTS)


def joined(word: str) -> str:
    """The same without hyphens."""
    return word.lower().translate(_JOINED)


def unaccented(word: str) -> str:
    """Lower case, umlauts as two letters, no accents, no hyphens: Rüstung = Ruestung, Guantánamo = Guantanamo."""
    low = unicodedata.normalize("NFC", word.lower()).translate(UMLAUTS)
    if not low.isascii():
        low = unicodedata.normalize("NFKD", low)
    return "".join(filter(str.isalnum, low))


@lru_cache(maxsize=20_000)
def plain(text: str) -> str:
    """Lower case, ASCII letters, German umlauts spelt out."""
    low = text.lower().translate(_FOREIGN)
    return "".join(sign for sign in unicodedata.normalize("NFKD", low) if sign.isascii())


def undotted(word: str) -> str:
    """Lower case, umlauts and accents folded, so that "Brüssel" and "Brussel" are one; letters and digits only."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKD", word.replace("ß", "ss")).casefold()))


def swiss(word: str) -> str:
    """Lower case, ß as in Switzerland, no hyphens."""
    return word.lower().replace("ß", "ss").replace("-", "")
