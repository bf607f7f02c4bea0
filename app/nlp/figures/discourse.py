"""One text as its figures are read: who and what it names, and what it said just before."""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence

from app.nlp import lexicon
from app.nlp.figures.clause import Clauses, plain
from app.nlp.figures.lexicon import fold, restriction, term
from app.nlp.german.clauses import cut
from app.nlp.german.component import TextClauses, Token
from app.nlp.types import Mention

SALIENT = 3  # so many persons an article may mostly be about
REACH = 4  # sentences back to which "das Gespräch" may point
ORDINAL = re.compile(
    r"(?:erst|zweit|dritt|viert|fünft|sechst|siebt|acht|neunt|zehnt|letzt|vorletzt|ander|zusätzlich|weiter|übrig|halb)e[nrms]?"
)
DEFINITE = lexicon.function_words("again")
_PART = re.compile(
    r"(?<!\w)(erste|zweite|dritte|vierte|fünfte|letzte)[nrms]? "
    r"(?:Runde|Teil|Phase|Hälfte|Etappe|Tag|Abschnitt|Gesprächsrunde|Verhandlungsrunde)(?!\w)"
)
_WORD = re.compile(r"[^\W_](?:[\w-]*\w)?")


class Discourse:
    """The names of a text, whom it is mostly about, and the sentences of the paragraph so far."""

    def __init__(self, clauses: TextClauses) -> None:
        self._clauses = clauses
        self.text = clauses.text
        self.entities = clauses.entities
        named = [
            mention
            for mention in clauses.mentions
            if mention.via == "name" and mention.kind in ("person", "place", "organisation")
        ]
        self.names = {mention.start: mention for mention in named}
        self.people = [mention for mention in clauses.mentions if mention.kind == "person"]
        self._people_starts = [mention.start for mention in self.people]
        counts = Counter(mention.entity for mention in named if mention.entity and mention.kind == "person")
        self.salient = set(sorted(counts, key=lambda entity: (-counts[entity], entity))[:SALIENT])
        self.earlier: list[tuple[int, int]] = []  # the sentences of the paragraph so far
        self.paragraph = 0

    def name_key(self, mention: Mention) -> str:
        """By what a name is compared: a person's family name, a place's or body's folded name."""
        entity = self.entities.get(mention.entity or "")
        known = mention.entity
        if mention.kind == "person":
            known = (entity.family if entity else None) or (mention.entity or "").rsplit("-", 1)[-1]
        return plain(known or mention.surface.split()[-1])

    def people_before(self, place: int) -> int:
        """How many of ``people`` begin at a place or before it."""
        return bisect_right(self._people_starts, place)

    def clauses(self, tokens: Sequence[Token]) -> Clauses:
        """A sentence cut into clauses; names are one item each."""
        items = self._clauses.word_by_word(tokens)
        return Clauses(self.text, tokens[0][0] if tokens else 0, items, cut(items))

    def open_paragraph(self, start: int) -> None:
        """What was said in the paragraph before is no longer meant by "das Gespräch"."""
        self.paragraph = start
        self.earlier.clear()

    def limits_before(self, event: str) -> tuple[str, ...]:
        """What limited the last mention of an event in the sentences before, "das Gespräch" itself left out."""
        for start, end in reversed(self.earlier[-REACH:]):
            found = list(_WORD.finditer(self.text, start, end))
            part = _PART.search(self.text, start, end)
            for at in range(len(found) - 1, -1, -1):
                word = found[at][0]
                if not word[0].isupper() or term(word) != event:
                    continue
                before = found[at - 1][0].lower() if at else ""
                limits = [fold(part[1])] if part else []
                limits += [fold(before)] if ORDINAL.fullmatch(before) else []
                limits += [extra] if (extra := restriction(word)) else []
                if limits or before not in DEFINITE:
                    return tuple(limits)
        return ()
