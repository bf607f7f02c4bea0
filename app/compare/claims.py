"""What may be said of a source and a thing, from what was found of it and what a wider search brought: the one rule.

``found``: the source has it. ``perhaps``: passages were offered that nobody has judged yet. ``withheld``: nothing was
found, but the source cannot carry an absence. ``absent``: every article of the source was searched in vain. Only the
last one is ever told as "not in".
"""

from collections.abc import Collection
from typing import Literal

State = Literal["found", "perhaps", "absent", "withheld"]
Reason = Literal[
    "short", "before-event", "gap", "other-language", "no-topics", "not-searched", "comment", "foreign", "part"
]

FEWEST_SENTENCES = 4  # a source that says less than that leaves everything out
MOSTLY = 0.5  # share of sentences without a topic from which on nothing is said about the topics of a source
LEFT_OUT = "left-out-"  # how the codes of warnings begin that a layer of an analysis is missing
# By code of the sign that all its articles carry; LEFT_OUT where a single one does, for that was not searched.
COMMENT = "comment"  # the sign of an article that does not report, but judges: it leaves out what it likes
COMMENTING = ("comment", "press-review")  # genres
SIGNS: dict[str, Reason] = {
    LEFT_OUT: "not-searched",
    "possible-gap": "gap",
    "before-event": "before-event",
    COMMENT: "comment",
}


def reason_against(sentences: int, signs: Collection[str], languages: Collection[str | None]) -> Reason | None:
    """Why a source cannot carry an absence, whatever of; None where it can.

    ``signs`` are codes of what all its articles carry, LEFT_OUT where one does; ``languages`` those of its articles.
    """
    if sentences < FEWEST_SENTENCES:
        return "short"
    if any(language not in (None, "de") for language in languages):
        return "other-language"
    return next((reason for code, reason in SIGNS.items() if code in signs), None)


def reason_against_words(of_thing: Collection[str | None], of_source: Collection[str | None]) -> Reason | None:
    """Why a source cannot carry the absence of an utterance: it is known only in languages that others write."""
    apart = of_thing and of_source and not set(of_thing) & set(of_source)
    return "other-language" if apart and None not in {*of_thing, *of_source} else None


def reason_against_topics(without: int, sentences: int) -> Reason | None:
    """Why it cannot carry the absence of a topic: most of its sentences have none, and none is offered in them."""
    return "no-topics" if without > MOSTLY * sentences else None


def state_of(found: bool, perhaps: bool, reason: Reason | None) -> State:
    """The one of the four that holds."""
    if found:
        return "found"
    if perhaps:
        return "perhaps"
    return "withheld" if reason else "absent"
