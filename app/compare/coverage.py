"""How far a topic reaches in a summit, and when it is the event itself rather than a topic of it.

On a summit about Venezuela nearly everything is about Latin America: to say who writes about that says nothing, and
hides what the articles differ in. A reader takes a topic for the event where every source has it, where it runs through
more than four of five articles, and where more than half of all sentences are about it. The last condition keeps what
everybody merely mentions among the topics: of five articles of five sources many topics are in all of them.
"""

from dataclasses import dataclass

ARTICLES = 0.8  # share of all articles of which an event itself has more
SENTENCES = 0.5  # share of all sentences of which it has more
LEAST_ARTICLES = 5  # before so many nobody can tell


@dataclass(frozen=True, slots=True)
class Reach:
    """Sources, articles and sentences that have a topic; of a whole summit: all that there are."""

    sources: int
    articles: int
    sentences: int


def is_event_itself(topic: Reach, summit: Reach) -> bool:
    """Does the topic cover so much of the summit that it is no topic of it?

    >>> is_event_itself(Reach(9, 40, 300), Reach(9, 42, 500)), is_event_itself(Reach(9, 40, 60), Reach(9, 42, 500))
    (True, False)
    """
    return (
        summit.sources > 1
        and summit.articles >= LEAST_ARTICLES
        and topic.sources == summit.sources
        and topic.articles > ARTICLES * summit.articles
        and topic.sentences > SENTENCES * summit.sentences
    )
