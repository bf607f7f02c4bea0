"""Words of a topic that are said of everyday life: the climate in a choir, an invasion of raccoons, a coup in a club.

Such a word (``borrowed`` in the topic file) is no evidence where a noun of everyday life (``everyday``) hangs on it:
right behind it ("die Invasion der Waschbären", "das Klima im Chor", "ein Einreiseverbot für Hunde"), or before it as
the place where it is ("im Büro herrscht ein raues Klima"). Beside a noun that only stands in the same sentence it
counts as ever ("Die Schule tut viel für das Klima"). Imports no spaCy.
"""

import re
from collections.abc import Iterable, Sequence

from app.nlp.topics.proper import Placed

_FAR = 70  # letters between the two words
_DETERMINED = r"(?:(?:de[rnms]|die|das|eine[rnms]?|ein|unser\w{0,2}|ihre\w?|seine\w?|diese\w?|viele\w?|alle\w?) )?"
_ADJECTIVES = r"(?:[a-zäöüß]{2,20}e[nrms]? ){0,2}"
_HANGS_ON = re.compile(
    r" (?:(?:von|vom|i[mn]|a[mn]|beim?|unter|auf|zwischen|für|gegen|durch|innerhalb|mit) "
    rf"{_DETERMINED}|de[rsn] |eine[rs] |[a-zäöüß]{{3,20}}er ){_ADJECTIVES}"
)
_PLACE = re.compile(rf"\b(?:[Ii][mn]|[Aa][mn]|[Bb]eim?|[Uu]nter|[Zz]wischen|[Ff]ür) {_DETERMINED}{_ADJECTIVES}$")
_IS_THERE = re.compile(
    r" (?:herrsch\w+|gilt|galt|gelten|ist|sind|war|waren|wird|wurde|bleibt|blieb|gibt|gab|stimm\w+|verbesser\w+"
    r"|verschlechter\w+)"
    r" (?:es )?(?:wieder |wohl |nun |seit\w* |nur |auch )?(?:das |der |die |ein |eine |kein |keine )?"
    rf"(?:sehr |recht |ziemlich )?{_ADJECTIVES}"
)


def elsewhere(text: str, words: Sequence[Placed], borrowed: Iterable[int], everyday: Iterable[int]) -> frozenset[int]:
    """Places of borrowed words that are said of everyday life. All places are those of ``words``."""
    lives = sorted(set(everyday))
    return frozenset(
        place for place in set(borrowed) if lives and any(_said_of(text, words[place], words[life]) for life in lives)
    )


def _said_of(text: str, word: Placed, life: Placed) -> bool:
    if word.end < life.start <= word.end + _FAR:
        return _HANGS_ON.fullmatch(text, word.end, life.start) is not None
    if life.end < word.start <= life.end + _FAR:
        placed = _PLACE.search(text[max(0, life.start - _FAR) : life.start])
        return placed is not None and _IS_THERE.fullmatch(text, life.end, word.start) is not None
    return False
