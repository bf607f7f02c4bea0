"""Words that set a source apart: counting an article's own words, and the log-odds ratio that compares two counts."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from app.compare.voice import Voices, voices
from app.nlp import lexicon
from app.nlp.german.stems import stem
from app.nlp.types import Analysis

PRIORWORDS = 500  # weight of the prior, in words: what a source says in so few words hardly moves it from the others
Z = 1.96  # |z| from which a difference is shown: the two-sided 5 per cent
_SHORTEST = 3  # letters of a word that is counted
WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f\u00ad][^\W\d_]*)*(?:[-\u2010\u2011][^\W\d_]+)*")
_FUNCTION = lexicon.words("no_choice")
_GLUED = re.compile(r"[\w\u2010\u2011-]")  # what makes a match a part of something else: "45-Jährige", "5G"


@dataclass(frozen=True, slots=True)
class OwnWord:
    """One word (by its stem) of an article's own voice, as it is mostly spelt there, and where it stands."""

    stem: str
    surface: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """How much more often a word is used here than elsewhere. ``z`` is the log-odds ratio in standard deviations."""

    log_odds: float
    z: float


def own_words(text: str, analysis: Analysis) -> list[OwnWord]:
    """The content words of an article that are its outlet's own: outside of marks and reported speech.

    Left out: function words, numbers, names of persons, places and organisations, and lines that are no text of the
    article. Roles ("Kremlchef") stay: they are a choice of words.
    """
    heard = voices(analysis.quotations)
    named = Voices(tuple(sorted((one.start, one.end) for one in analysis.mentions if one.via == "name")), ())
    surfaces: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[str, list[int]] = defaultdict(list)
    for sentence in analysis.sentences:
        if sentence.kind not in ("sentence", "heading"):
            continue
        for start, end in heard.own(sentence.start, sentence.end):
            for found in WORD.finditer(text, start, end):
                word = found[0]
                if not counts(text, found) or named.at(*found.span()) != "own":
                    continue
                key = stem(word)
                surfaces[key][word] += 1
                places[key].append(found.start())
    return [OwnWord(key, _usual(surfaces[key]), tuple(sorted(set(places[key])))) for key in sorted(places) if key]


def counts(text: str, found: re.Match[str]) -> bool:
    """Is it a whole word with a meaning of its own?"""
    start, end = found.span()
    if end - start < _SHORTEST or found[0].lower() in _FUNCTION:
        return False
    return not (_GLUED.match(text[start - 1 : start]) or _GLUED.match(text[end : end + 1]))


def _usual(surfaces: Counter[str]) -> str:
    """The commonest spelling; of equals the one in lower case (the other may open sentences), then the shorter."""
    return min(surfaces, key=lambda word: (-surfaces[word], word[:1].isupper(), len(word), word))


def differences(
    here: Mapping[str, int], elsewhere: Mapping[str, int], own: int, others: int, prior: float = PRIORWORDS
) -> dict[str, Difference]:
    """Log-odds ratio with an informative Dirichlet prior for each word of ``here`` or ``elsewhere``.

    ``own`` and ``others`` are the sizes of the two bodies of text in words (of all words, also those not given). The
    prior gives each word its share of both bodies together, with the weight of ``prior`` words. Monroe, Colaresi &
    Quinn, "Fightin' Words", Political Analysis 16 (2008), equations 16, 20 and 22.
    """
    found = {}
    for word in {*here, *elsewhere}:
        y, rest = here.get(word, 0), elsewhere.get(word, 0)
        alpha = prior * (y + rest) / (own + others)
        odds_here = (y + alpha) / (own + prior - y - alpha)
        odds_elsewhere = (rest + alpha) / (others + prior - rest - alpha)
        delta = math.log(odds_here) - math.log(odds_elsewhere)
        found[word] = Difference(delta, delta / math.sqrt(1 / (y + alpha) + 1 / (rest + alpha)))
    return found
