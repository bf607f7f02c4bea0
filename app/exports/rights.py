"""What of a text a document may give, and what it says about that: a row a mode, the safest one first.

The modes follow German law as press offices work under it: quotations with their source (§ 51 UrhG) and very short
excerpts (§ 87g UrhG), whole articles in a press review for one's own house (§ 49 UrhG), licences, and one's own text.
The sentences say that they are no legal advice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.language import N_
from app.queries.views.review import Clipping

EXCERPT = 140  # characters of an excerpt, and of nothing more
EXCERPTS = 3  # of one article in a document; further items of it give heading and address
QUOTED = 600  # characters of marked quotations of one item; the first is given whatever its length


class Mode(StrEnum):
    """By what right texts are given."""

    EXCERPTS = "excerpts"
    IN_HOUSE = "in-house"
    LICENSED = "licensed"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a person chose for one document. ``licences``: by the name of an outlet what allows to give its texts."""

    mode: Mode = Mode.EXCERPTS
    is_confirmed: bool = False
    readers: str = ""
    expires: date | None = None
    licences: Mapping[str, str] = field(default_factory=dict)

    def licence_of(self, clipping: Clipping) -> str:
        """The note that allows to give this article whole; empty: there is none."""
        return (clipping.licence or self.licences.get(clipping.outlet, "")).strip()

    def gives_whole(self, clipping: Clipping) -> bool:
        """May the whole text stand in the document?"""
        return self.is_confirmed and MODES[self.mode].whole(self, clipping)

    def missing(self) -> list[str]:
        """Sentences about what the mode asks for and was not given; to be translated."""
        return [sentence for asked, sentence in MODES[self.mode].asks if not asked(self)]


@dataclass(frozen=True, slots=True)
class ModeRow:
    """``told`` is printed on every document; ``asks``: what has to be given, with the sentence where it is not."""

    name: str
    hint: str
    told: str
    whole: Callable[[Terms, Clipping], bool]
    asks: tuple[tuple[Callable[[Terms], bool], str], ...] = ()


_CONFIRMED = (
    lambda terms: terms.is_confirmed,
    N_("Please confirm that whole texts may stand in this document."),
)
NO_ADVICE = N_("This note is no legal advice.")
MODES: Mapping[Mode, ModeRow] = {
    Mode.EXCERPTS: ModeRow(
        N_("Press digest: headings, addresses, short excerpts, quotations with their source"),
        N_("The safest: at most 140 characters of an article, or what it quotes between quotation marks."),
        N_("Headings, addresses, excerpts of at most 140 characters, quotations with their source (§§ 51, 87g UrhG)."),
        lambda terms, clipping: False,
    ),
    Mode.IN_HOUSE: ModeRow(
        N_("Press review for one's own house (§ 49 UrhG): whole articles"),
        N_("For a circle of readers that you name, until a day that you set; VG Wort is to be told of the articles."),
        N_("Press review under § 49 UrhG, only for the circle of readers named, to be deleted on the day named."),
        lambda terms, clipping: True,
        (
            _CONFIRMED,
            (lambda terms: bool(terms.readers.strip()), N_("Please say for which circle of readers this is made.")),
            (lambda terms: terms.expires is not None, N_("Please say until which day it may be kept.")),
        ),
    ),
    Mode.LICENSED: ModeRow(
        N_("Licensed: whole articles of the outlets whose licence you name"),
        N_("Articles of other outlets are given as in a press digest."),
        N_("Whole articles under the licence named with each; all others as short excerpts and quotations."),
        lambda terms, clipping: bool(terms.licence_of(clipping)),
        (
            _CONFIRMED,
            (
                lambda terms: any(note.strip() for note in terms.licences.values()),
                N_("Please name the licence of at least one outlet."),
            ),
        ),
    ),
    Mode.OWN: ModeRow(
        N_("Own text: the texts are yours, or free"),
        N_("Whole articles, without an end."),
        N_("According to who made this document the texts are their own or free."),
        lambda terms, clipping: True,
        (_CONFIRMED,),
    ),
}
