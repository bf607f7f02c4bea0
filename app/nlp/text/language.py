"""Which language a text is in, by counting function words (spaCy's stop lists), without loading spaCy.

Only told where it is sure: tables, single names and mixed texts get None.
"""

import re
import runpy
from functools import cache
from importlib.util import find_spec
from pathlib import Path

LANGUAGES = ("de", "en", "fr", "es", "it", "nl", "pl", "pt", "sv", "da", "tr", "ru", "uk")
SAMPLE = 4000  # words looked at: enough to be sure, and a long text costs no more
MINIMUM = 3  # function words that must be seen
_WORD = re.compile(r"[^\W\d_]+")


@cache
def _words() -> dict[str, frozenset[str]]:
    return {code: _stop_words(code) for code in LANGUAGES}


def _stop_words(code: str) -> frozenset[str]:
    """spaCy's stop words of a language, read without loading the language itself, which takes a second each."""
    spec = find_spec("spacy")
    assert spec is not None
    path = Path(spec.origin or "").parent / "lang" / code / "stop_words.py"
    return frozenset(runpy.run_path(str(path))["STOP_WORDS"])


def detect(text: str) -> str | None:
    """ISO 639-1 code of the text's language, None where it cannot be told.

    The winner must have a tenth of the words as its function words and a clear lead over the next language.
    """
    words = [match.group().lower() for match, _ in zip(_WORD.finditer(text), range(SAMPLE), strict=False)]
    if not words:
        return None
    hits = sorted(((sum(map(stop.__contains__, words)), code) for code, stop in _words().items()), reverse=True)
    (best, code), (second, _) = hits[0], hits[1]
    if best < MINIMUM or best < len(words) / 10 or best < 1.15 * second:
        return None
    return code
