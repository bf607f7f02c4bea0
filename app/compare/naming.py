"""The forms of one name or role brought together: genitive s, case endings, hyphens, articles in front."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping

from app.nlp.german.stems import stem

_DETERMINERS = frozenset(
    ["der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "eines"]
    + [
        opening + ending
        for opening in ("dies", "jen", "sein", "ihr", "unser")
        for ending in ("", "e", "en", "em", "er", "es")
    ]
)
_GENITIVE = frozenset({"des", "eines", "dieses", "jenes", "seines", "ihres"})
_MASCULINE = frozenset({"den", "dem", "einem", "einen", "diesem", "seinem", "seinen", "ihrem", "ihren"}) | _GENITIVE
# What may stand between a person and the word in marks that somebody calls that person: "… hatte X im März als „Y“".
_CALLING = re.compile(
    r"\s*(?:(?:in|im|am|bei|beim|nach|vor|vorab|zuletzt|einst|einmal|wiederholt|erneut|kürzlich|damals|öffentlich|jüngst|schon)"
    r"\b[^,.;:!?„“”»«\"]*?\s)?(?:als(?: eine?n?)?|für eine?n?|eine?n?)\s*",
)
_MARKS = "„“”»«‚‘‹›\"'"
_DIGITS = re.compile(r"(\d+-)(.+)")


def families(surfaces: Mapping[str, int], name: str = "") -> dict[str, tuple[str, str]]:
    """For each surface with its count: the key of those that are one name, and the form to show for all of them.

    ``name`` is the canonical name; its words help to tell a genitive s (Putins) from one of the name (Johannes).
    """
    known = {word.casefold() for surface in (*surfaces, name) for word in surface.split()}
    keys = {surface: _key(surface, known) for surface in surfaces}
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    for surface, number in surfaces.items():
        groups[keys[surface]][surface] += number
    labels = {key: _label(forms, known) for key, forms in groups.items()}
    return {surface: (key, labels[key]) for surface, key in keys.items()}


def _split(surface: str) -> tuple[str, list[str]]:
    """The determiner in front ("" without one) and the words behind it."""
    words = surface.split()
    if len(words) > 1 and words[0].lower() in _DETERMINERS:
        return words[0].lower(), words[1:]
    return "", words


def _key(surface: str, known: set[str]) -> str:
    _, words = _split(surface)
    folded = []
    for word in words:
        bare = _bare(word, known)
        digits = _DIGITS.fullmatch(bare)
        folded.append(digits[1] + stem(digits[2]) if digits else stem(bare))
    return " ".join(part for part in folded if part) or surface


def _bare(word: str, known: set[str]) -> str:
    """A word without the s or the apostrophe of its genitive, where the word without it is there too."""
    if word.endswith(("'", "’")):
        return word[:-1]
    return word[:-1] if word.endswith("s") and word[:-1].casefold() in known else word


def _label(forms: Counter[str], known: set[str]) -> str:
    """The commonest form, without its genitive s, in the nominative as far as the words and the other forms tell it."""
    shown: Counter[str] = Counter()
    for surface, number in forms.items():
        determiner, words = _split(surface)
        words = [*words[:-1], _bare(words[-1], known)] if words else words
        shown[" ".join(_nominative(determiner, words)) or surface] += number
    nouns = {form: form.split()[-1] for form in shown if form.split()}
    oblique = {form for form, noun in nouns.items() for other in nouns.values() if noun in _oblique(other)}
    return min(shown, key=lambda form: (form in oblique, -shown[form], len(form), form))


def _oblique(noun: str) -> tuple[str, ...]:
    return f"{noun}n", f"{noun}en", f"{noun}s"


def _nominative(determiner: str, words: list[str]) -> list[str]:
    """ "den russischen Staatschef" -> "russischer Staatschef"; "des Kreml-Chefs" -> "Kreml-Chef"."""
    *adjectives, noun = words
    if determiner in _MASCULINE and adjectives and noun.endswith("en"):
        return words  # "dem russischen Präsidenten": whether the noun has this ending in the nominative is not known
    if determiner in _GENITIVE and noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        noun = noun[:-1]
    ending = "er" if determiner in _MASCULINE or (determiner == "der" and _all_end(adjectives, "e")) else ""
    if determiner == "der" and _all_end(adjectives, "en"):
        ending = "e"  # "der deutschen Kanzlerin"
    return [*(re.sub(r"e[nmrs]?$", ending, one) if ending and one.islower() else one for one in adjectives), noun]


def _all_end(words: list[str], ending: str) -> bool:
    return bool(words) and all(word.endswith(ending) for word in words if word.islower())


def called(between: str, marked: str) -> str | None:
    """The bare word, where words in marks are what somebody calls the person named right before them; else None.

    Only nouns, and only where nothing but an adverbial stands between the name and "als" or "einen": more is a guess.
    """
    word = marked.strip(_MARKS + " ,.")
    noun = word[:1].isupper() and len(word.split()) <= 3
    return word if noun and " und " not in between and _CALLING.fullmatch(between) else None
