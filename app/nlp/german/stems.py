"""German words folded and stemmed (Snowball): what the search index and the comparison of wordings both go by."""

from functools import lru_cache
from threading import Lock

import snowballstemmer

from app.nlp.german.fold import undotted

MAX_WORD_CHARS = 64  # a longer "word" is no word; PostgreSQL refuses lexemes above 2 kB

_stemmer = snowballstemmer.stemmer("german")  # in C by PyStemmer, which gives the same stems fifty times as fast
_turn = Lock()  # the stemmer keeps the word it is at in itself; the web stems for several readers at once


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """One word as it stands in the index: lower case, without hyphens, stemmed, umlauts and accents folded.

    Folding comes first, so that "Brüssel" and "Brussel" are one; what is left is letters and digits only.
    """
    bare = undotted(word)
    if len(bare) > MAX_WORD_CHARS or not bare.isalpha():
        return bare[:MAX_WORD_CHARS]  # numbers and strings without end have no German endings
    with _turn:
        return str(_stemmer.stemWord(bare))
