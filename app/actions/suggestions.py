"""Suggested topics that people do not want. (Those they want are made as any other topic is.)"""

from sqlmodel import Session

from app.actions.addresses import present_summit
from app.actions.corrections import Done, correct_summit
from app.actions.form_values import one_line
from app.actions.refusals import Declined
from app.compare.suggestions import MOST_WORDS
from app.correct.decisions import NoTopic


def dismiss_topic(session: Session, summit_slug: str, words: str, by: str = "") -> Done:
    """Record that these words, one a line, are not to be suggested again. Raises Unknown, Declined."""
    summit = present_summit(session, summit_slug)
    found = tuple(dict.fromkeys(one_line(line) for line in words.splitlines() if line.strip()))
    if not 0 < len(found) <= MOST_WORDS:
        raise Declined("It is not clear what is to be corrected.")
    return correct_summit(session, summit.id or 0, NoTopic(words=found), by)
