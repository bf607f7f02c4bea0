"""A small press: articles over several sources, days and persons, the same every time."""

import random

from sqlalchemy import Engine

from tests.stories import S, add_story

TOPICS = ("nato", "ukraine", "iran", "ton")
PEOPLE = ("Joe Biden", "Wladimir Putin", "Alexej Nawalny", "Angela Merkel")
DAYS = (None, "2021-06-14", "2021-06-16", "2021-06", "2021")


def publish(engine: Engine, articles: int, seed: int = 7) -> list[int]:
    """So many articles of 3 to 9 sentences from four sources; their ids."""
    chance = random.Random(seed)
    return [
        add_story(
            engine,
            *(_sentence(chance, f"{number}.{place}") for place in range(chance.randint(3, 9))),
            source=f"Quelle {'ABCD'[number % 4]}",
            published=DAYS[number % 5],
        )
        for number in range(articles)
    ]


def _sentence(chance: random.Random, mark: str) -> S:
    topics = " ".join(topic for topic in TOPICS if chance.random() < 0.4)
    named = [person for person in PEOPLE if chance.random() < 0.25]
    text = f"Satz {mark}" + "".join(f" mit {{{name}}}" for name in named)
    if chance.random() < 0.3:
        return S(f"{text}: „Wort {mark}.“", topics, says=chance.choice(PEOPLE))
    return S(text + ".", topics)
