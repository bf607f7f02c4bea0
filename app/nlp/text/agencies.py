"""News agencies: rows of lexicon/agencies.toml, and what the patterns of signatures are built of."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from app.nlp.lexicon import Row, read


@dataclass(frozen=True, slots=True)
class Agency(Row):
    """``codes`` in lower case; ``initials``: those that may be an author's; ``dateline``: as written before a text."""

    file = "agencies"
    codes: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    dateline: tuple[str, ...] = ()


# Codes in lower case, and the name that is shown.
AGENCIES = {code: agency.word for agency in read(Agency).values() for code in agency.codes}
# In lower case and alone these are as likely an author's initials.
INITIALS = frozenset(code for agency in read(Agency).values() for code in agency.initials)


def _any_of(words: Iterable[str]) -> str:
    """A pattern for one of the words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


# Parts of patterns: a code in any letter case; one as it stands in a dateline.
PIECES = {
    "code": f"(?i:{_any_of(AGENCIES)})",
    "dateline_code": f"(?:{_any_of(code for agency in read(Agency).values() for code in agency.dateline)})",
}
