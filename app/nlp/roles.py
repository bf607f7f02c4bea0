"""Offices and epithets that point to a person without the name: "der US-Präsident", "Kremlchef", "der 45-Jährige".

Certain where the article itself puts the office beside the name; where only nearness speaks for a person it is a proposal
for somebody to confirm, and what could mean several persons stays open.
"""

from spacy.language import Language
from spacy.tokens import Doc

from app.nlp import extensions  # noqa: F401  (registers the attributes)
from app.nlp.offices import Office
from app.nlp.types import Mention, Status

NEAR = 1  # sentences back that an epithet without an established office may reach
_BY_NEARNESS = {"age", "kollege", "amtskollege", "politiker", "oppositionelle"}


class Roles:
    """The role phrases of one document and whom they mean."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.owner = {office: key for key, offices in doc._.established.items() for office in offices}

    def mentions(self) -> list[Mention]:
        out = []
        for office in self.doc._.offices:
            if office in self.owner:
                out.append(self._mention(office, self.owner[office], "certain"))
            elif office.definite and not self._plural(office):
                out.append(self._mention(office, *self._whose(office)))
        return out

    def _mention(self, office: Office, key: str | None, status: Status) -> Mention:
        span = self.doc[office.first : office.after]
        return Mention(span.start_char, span.end_char, span.text, "person", "role", key, status)

    def _plural(self, office: Office) -> bool:
        """Die Präsidenten, der Botschafter beider Länder: a group, as determiner and ending tell."""
        determiner = self.doc[office.first].lower_
        head = self.doc[office.head].lower_
        if head.endswith("innen"):
            return True
        if determiner in {"die", "diese", "seine", "ihre", "jene"} and not office.feminine:
            return office.role != "age" and not head.endswith("e")
        return (
            determiner in {"der", "ihrer", "seiner"} and not office.feminine and head.endswith(("präsidenten", "chefs"))
        )

    def _whose(self, office: Office) -> tuple[str | None, Status]:
        """(key of the person, how sure) of an office that stands without a name."""
        if office.role == "national":
            return self._by_country(office), "proposed"
        holders = {
            key: held
            for key, offices in self.doc._.established.items()
            for held in offices
            if held.role == office.role and held.feminine == office.feminine
        }
        same = [key for key, held in holders.items() if held.country == office.country]
        if office.country and len(same) == 1:
            return same[0], "certain"
        if not office.country and len(holders) == 1:
            return next(iter(holders)), "certain"
        open_ones = [key for key, held in holders.items() if not held.country]
        if office.country and not same and len(open_ones) == 1:
            return open_ones[0], "proposed"
        if not holders and office.role in _BY_NEARNESS:
            return self._nearest(office), "proposed"
        return None, "proposed"

    def _by_country(self, office: Office) -> str | None:
        """The only person whose office names the country."""
        keys = {
            key for key, held in self.doc._.established.items() if any(one.country == office.country for one in held)
        }
        return keys.pop() if len(keys) == 1 else None

    def _nearest(self, office: Office) -> str | None:
        """The only person named in the sentence before the phrase or right before that sentence."""
        start = self.doc[office.first].idx
        number = next((n for n, (a, b) in enumerate(self.doc._.sentence_tokens) if a <= office.first < b), 0)
        floor = self.doc._.sentences[max(0, number - NEAR)].start
        near = {m.entity for m in self.doc._.mentions if m.kind == "person" and m.entity and floor <= m.start < start}
        return near.pop() if len(near) == 1 else None


@Language.component("roles", requires=["doc._.offices"], assigns=["doc._.mentions"])
def roles(doc: Doc) -> Doc:
    """Add role mentions to ``doc._.mentions``, sorted."""
    found = doc._.mentions + Roles(doc).mentions()
    doc._.mentions = sorted(found, key=lambda mention: (mention.start, mention.end))
    return doc
